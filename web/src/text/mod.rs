//! All words of the page, both languages side by side.
//!
//! Contract: each part of the page has a module of words, in which [`part`] takes every word in
//! Japanese and English at once, so none can be missing in one of them; a test holds that none is
//! empty and that both take the same values. A new part is one module and one line in `parts!`.
//! Sentences of outcomes and titles of traces come with the report.

mod case;
mod coverage;
mod damage;
mod evidence;
mod export;
mod frame;
mod giving;
mod help;
mod hosts;
mod outcomes;
mod reading;
mod record;
mod records;
mod reopened;
mod sheet;
mod timeline;
mod uses;

pub use konseki_core::export::Language;

/// Defines the words of a part: each name, then its Japanese and its English.
macro_rules! part {
    ($(#[$doc:meta])* $part:ident $($name:ident: $ja:literal, $en:literal;)+) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $part { $(pub $name: &'static str),+ }

        impl $part {
            /// In Japanese.
            pub const JA: Self = Self { $($name: $ja),+ };
            /// In English.
            pub const EN: Self = Self { $($name: $en),+ };

            /// Names and texts, in order.
            #[cfg(test)]
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                vec![$((stringify!($name), self.$name)),+]
            }
        }
    };
}
use part;

/// Defines [`Words`] of all parts.
macro_rules! parts {
    ($($name:ident: $part:ident,)+) => {
        /// Every word of the page in one language. `{0}`, `{1}` are places for values.
        #[derive(Debug)]
        pub struct Words {
            $(#[doc = concat!("Of `text::", stringify!($name), "`.")] pub $name: $name::$part),+
        }

        const JA: Words = Words { $($name: $name::$part::JA),+ };
        const EN: Words = Words { $($name: $name::$part::EN),+ };

        #[cfg(test)]
        impl Words {
            /// Names and texts, in order.
            fn all(&self) -> Vec<(String, &'static str)> {
                let mut all = Vec::new();
                $(all.extend(self.$name.all().into_iter().map(|(name, text)| {
                    (format!("{}.{name}", stringify!($name)), text)
                }));)+
                all
            }
        }
    };
}

parts! {
    frame: Frame,
    giving: Giving,
    reading: Reading,
    case: Case,
    outcomes: Outcomes,
    sheet: Sheet,
    evidence: Evidence,
    help: Help,
    hosts: Hosts,
    uses: Uses,
    coverage: Coverage,
    timeline: Timeline,
    record: Record,
    records: Records,
    reopened: Reopened,
    damage: Damage,
    export: Export,
}

/// The words of a language.
pub fn words(language: Language) -> &'static Words {
    static ALL: [Words; 2] = [JA, EN];
    let [ja, en] = &ALL;
    match language {
        Language::Japanese => ja,
        Language::English => en,
    }
}

/// Puts values into the places of a sentence.
///
/// Values are put in as they are: a brace in a value is no place.
pub fn fill(sentence: &str, values: &[&str]) -> String {
    let mut filled = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((number, after)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        let value = number.parse::<usize>().ok().and_then(|number| values.get(number));
        filled.push_str(value.copied().unwrap_or_default());
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// BCP 47 tag.
pub fn tag(language: Language) -> &'static str {
    match language {
        Language::Japanese => "ja",
        Language::English => "en",
    }
}

/// The language that a tag such as `ja-JP` asks for.
pub fn from_tag(tag: &str) -> Option<Language> {
    match tag.get(..2)?.to_ascii_lowercase().as_str() {
        "ja" => Some(Language::Japanese),
        "en" => Some(Language::English),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(text: &str) -> Vec<char> {
        let after = |(at, _): (usize, &str)| text[at..].chars().nth(1);
        let mut places: Vec<_> = text.match_indices('{').filter_map(after).collect();
        places.sort_unstable();
        places
    }

    #[test]
    fn no_word_is_missing_in_either_language() {
        let pairs = JA.all().into_iter().zip(EN.all());
        for ((name, ja), (_, en)) in pairs {
            assert!(!ja.trim().is_empty() && !en.trim().is_empty(), "{name}");
            assert_eq!(places(ja), places(en), "{name}");
            assert!(en.is_ascii() || en.chars().all(|c| (c as u32) < 0x3000), "{name}: {en}");
        }
    }

    #[test]
    fn japanese_is_written_in_japanese() {
        // Names that both languages write alike.
        let alike = ["evidence.sha256", "evidence.kind_prefetch", "evidence.kind_mft"];
        for (name, ja) in JA.all() {
            let written = ja.chars().any(|character| (character as u32) >= 0x3000);
            assert!(written || alike.contains(&name.as_str()), "{name}: {ja}");
        }
    }

    #[test]
    fn values_are_put_in_as_they_are() {
        assert_eq!(fill("{1} of {0}", &["9", "{0}"]), "{0} of 9");
        assert_eq!(fill("a { b", &[]), "a { b");
    }

    #[test]
    fn tags_of_browsers_are_understood() {
        assert_eq!(from_tag("ja-JP"), Some(Language::Japanese));
        assert_eq!(from_tag("EN"), Some(Language::English));
        assert_eq!(from_tag("fr"), None);
        assert_eq!(from_tag("日本"), None);
    }
}
