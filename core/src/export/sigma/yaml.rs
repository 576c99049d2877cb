//! A small writer of YAML: what Sigma rules need.

use std::fmt::Write;

use crate::evidence::visible::visible;

/// A value; maps keep their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Yaml {
    Text(String),
    Number(u64),
    List(Vec<Yaml>),
    Map(Vec<(String, Yaml)>),
}

impl Yaml {
    /// Text.
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub(super) fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// The document.
    pub(super) fn document(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out
    }

    /// Writes the value below a key or as a document, each line with its indent.
    fn write(&self, indent: usize, out: &mut String) {
        let blanks = " ".repeat(indent);
        match self {
            Self::Text(_) | Self::Number(_) => {
                out.push_str(&self.scalar());
                out.push('\n');
            }
            Self::Map(entries) => {
                for (key, value) in entries {
                    // Writing to a String cannot fail.
                    let _ = write!(out, "{blanks}{key}:");
                    value.below(indent, out);
                }
            }
            Self::List(items) => {
                for item in items {
                    let mut text = String::new();
                    item.write(indent.saturating_add(2), &mut text);
                    let _ = writeln!(out, "{blanks}- {}", text.trim());
                }
            }
        }
    }

    /// Writes the value behind `key:`.
    fn below(&self, indent: usize, out: &mut String) {
        match self {
            Self::Text(_) | Self::Number(_) => {
                out.push(' ');
                self.write(0, out);
            }
            Self::List(items) if items.is_empty() => out.push_str(" []\n"),
            Self::List(_) | Self::Map(_) => {
                out.push('\n');
                self.write(indent.saturating_add(4), out);
            }
        }
    }

    fn scalar(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) if is_plain(text) => text.clone(),
            Self::Text(text) => format!("'{}'", visible(text).replace('\'', "''")),
            Self::List(_) | Self::Map(_) => String::new(),
        }
    }
}

/// Words that no reader takes for anything but text.
fn is_plain(text: &str) -> bool {
    let mut characters = text.chars();
    let reserved = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];
    characters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && characters.all(|one| one.is_ascii_alphanumeric() || "_. /()".contains(one))
        && !text.ends_with(' ')
        && !reserved.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_maps_nest() {
        let map = Yaml::Map(vec![
            ("a".to_owned(), Yaml::text("it's")),
            ("b".to_owned(), Yaml::Number(1)),
        ]);
        let all = Yaml::Map(vec![("list".to_owned(), Yaml::List(vec![map, Yaml::text("no")]))]);
        assert_eq!(all.document(), "list:\n    - a: 'it''s'\n      b: 1\n    - 'no'\n");
    }
}
