//! Language and theme: the only things that the page remembers.

use konseki_core::export::Language;

use crate::text;

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl Theme {
    /// All, in the order of the menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// What stands in the address, in storage and on the document.
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.code() == code)
    }
}

/// The language to begin with: what the address asks for, else what was chosen before, else what
/// the browser prefers, else English.
pub fn first_language(
    asked: Option<&str>,
    remembered: Option<&str>,
    browser: &[String],
) -> Language {
    let chosen = asked.and_then(text::from_tag).or_else(|| remembered.and_then(text::from_tag));
    let preferred = || browser.iter().find_map(|tag| text::from_tag(tag));
    chosen.or_else(preferred).unwrap_or(Language::English)
}

/// The theme to begin with, in the same order.
pub fn first_theme(asked: Option<&str>, remembered: Option<&str>) -> Theme {
    let chosen = asked.and_then(Theme::from_code);
    chosen.or_else(|| remembered.and_then(Theme::from_code)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_goes_before_memory_and_memory_before_the_browser() {
        let browser = ["fr-FR".to_owned(), "ja".to_owned()];
        assert_eq!(first_language(Some("en"), Some("ja"), &browser), Language::English);
        assert_eq!(first_language(Some("xx"), Some("en"), &browser), Language::English);
        assert_eq!(first_language(None, None, &browser), Language::Japanese);
        assert_eq!(first_language(None, None, &[]), Language::English);
        assert_eq!(first_theme(Some("dark"), Some("light")), Theme::Dark);
        assert_eq!(first_theme(None, Some("light")), Theme::Light);
    }
}
