//! The only place where markup is written.
//!
//! Contract: names of elements and attributes are of this program, every text and every value goes
//! through [`escape`], attributes are always quoted, and links lead within the document.

use crate::evidence::visible::visible;

/// Attributes of an element, in order.
pub(super) type Attributes<'a> = &'a [(&'static str, &'a str)];

/// Markup under construction.
#[derive(Debug, Default)]
pub(super) struct Markup {
    out: String,
}

impl Markup {
    /// What was written.
    pub(super) fn into_text(self) -> String {
        self.out
    }

    /// An element with what `content` writes into it.
    pub(super) fn element(
        &mut self,
        name: &'static str,
        attributes: Attributes<'_>,
        content: impl FnOnce(&mut Self),
    ) {
        self.begin(name, attributes);
        content(self);
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
        if is_block(name) {
            self.out.push('\n');
        }
    }

    /// An element that holds text only.
    pub(super) fn leaf(&mut self, name: &'static str, class: &str, text: &str) {
        let attributes = [("class", class)];
        let attributes = if class.is_empty() { &[] } else { attributes.as_slice() };
        self.element(name, attributes, |markup| markup.text(text));
    }

    /// An element without content and end tag, such as `meta`.
    pub(super) fn void(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.begin(name, attributes);
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.out);
    }

    /// A link to an element of this document.
    pub(super) fn link(&mut self, id: &str, text: &str) {
        self.element("a", &[("href", &format!("#{id}"))], |markup| markup.text(text));
    }

    /// The style sheet and the document type: constants of this program.
    pub(super) fn constant(&mut self, text: &'static str) {
        self.out.push_str(text);
    }

    fn begin(&mut self, name: &'static str, attributes: Attributes<'_>) {
        self.out.push('<');
        self.out.push_str(name);
        for (attribute, value) in attributes {
            self.out.push(' ');
            self.out.push_str(attribute);
            self.out.push_str("=\"");
            escape(value, &mut self.out);
            self.out.push('"');
        }
        self.out.push('>');
    }
}

/// Elements behind which a new line begins, so that the source can be read and compared.
fn is_block(name: &str) -> bool {
    !matches!(name, "a" | "span" | "code" | "b" | "td" | "th" | "title" | "text")
}

/// Appends the text with hidden characters visible and what markup gives a meaning escaped.
fn escape(text: &str, out: &mut String) {
    for character in visible(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(character),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_values_never_become_markup() {
        let mut markup = Markup::default();
        markup.element("td", &[("title", "a\"><script>")], |cell| cell.text("<b>&'\u{202e}\0"));
        let expected =
            "<td title=\"a&quot;&gt;&lt;script&gt;\">&lt;b&gt;&amp;&#39;\\u{202e}\\u{0}</td>";
        assert_eq!(markup.into_text(), expected);
    }
}
