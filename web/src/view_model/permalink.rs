//! A link to the page that carries sheet, part, filters and period, and nothing that comes from
//! evidence: no host, account, share, file or text that was searched for.

use konseki_core::export::Language;
use konseki_core::time::Filetime;

use super::labels;
use super::outcome::ShownOutcome;
use super::settings::Theme;
use super::sheet::RowFilter;
use crate::text;

/// What a link carries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// The only sheet to show.
    pub sheet: Option<String>,
    /// Code of the part in front.
    pub view: Option<String>,
    /// Rows of the sheet that are shown.
    pub filter: RowFilter,
    /// Period that is asked for.
    pub window: Option<(Filetime, Filetime)>,
}

impl Linked {
    /// What the parameters of an address say; what cannot be read is left out.
    pub fn read(ask: impl Fn(&str) -> Option<String>) -> Self {
        let time = |name| ask(name).and_then(|text| text.parse::<Filetime>().ok());
        let window = time("from").zip(time("to")).filter(|(from, to)| from <= to);
        let role = ask("role").and_then(|code| labels::role_of_code(&code));
        let kind = ask("kind").and_then(|code| labels::kind_of_code(&code));
        let outcome = ask("outcome").and_then(|code| ShownOutcome::from_code(&code));
        let filter = RowFilter { outcome, role, kind, host: None };
        Self { sheet: ask("sheet"), view: ask("view"), filter, window }
    }

    /// The query that says the same: `?lang=…&…`.
    pub fn query(&self, language: Language, theme: Theme) -> String {
        let mut pairs = vec![("lang", text::tag(language).to_owned())];
        if theme != Theme::System {
            pairs.push(("theme", theme.code().to_owned()));
        }
        // Sheets are named by the catalog; a name of any other form would have to be escaped.
        let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let sheet = self.sheet.iter().filter(|sheet| sheet.chars().all(is_plain));
        pairs.extend(sheet.map(|sheet| ("sheet", sheet.clone())));
        pairs.extend(self.view.iter().map(|view| ("view", view.clone())));
        let RowFilter { outcome, role, kind, host: _ } = self.filter;
        pairs.extend(outcome.map(|one| ("outcome", one.code().to_owned())));
        pairs.extend(role.map(|one| ("role", labels::role_code(one).to_owned())));
        pairs.extend(kind.map(|one| ("kind", labels::kind_code(one).to_owned())));
        if let Some((from, to)) = self.window {
            pairs.push(("from", from.to_string()));
            pairs.push(("to", to.to_string()));
        }
        let pairs: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("?{}", pairs.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use konseki_core::words::{EvidenceKind, Role};

    use super::*;

    fn read(query: &str) -> Linked {
        Linked::read(|name| {
            let pairs = query.trim_start_matches('?').split('&');
            let mut pairs = pairs.filter_map(|pair| pair.split_once('='));
            pairs.find(|(one, _)| *one == name).map(|(_, value)| value.to_owned())
        })
    }

    #[test]
    fn what_is_written_is_read_again() {
        let time = |text: &str| text.parse::<Filetime>().expect("a time");
        let linked = Linked {
            sheet: Some("net-use".to_owned()),
            view: Some("traces".to_owned()),
            filter: RowFilter {
                outcome: Some(ShownOutcome::NotFound),
                role: Some(Role::DomainController),
                kind: Some(EvidenceKind::UsnJournal),
                host: None,
            },
            window: Some((
                time("2026-03-02T09:00:00.0000001Z"),
                time("2026-03-02T10:00:00.0000000Z"),
            )),
        };
        let query = linked.query(Language::Japanese, Theme::Dark);
        assert!(query.starts_with("?lang=ja&theme=dark&sheet=net-use&view=traces&"), "{query}");
        assert_eq!(read(&query), linked);
    }

    #[test]
    fn a_host_stays_behind() {
        let filter = RowFilter { host: Some("FS01".to_owned()), ..RowFilter::default() };
        let linked = Linked { filter, ..Linked::default() };
        assert_eq!(linked.query(Language::English, Theme::System), "?lang=en");
    }

    #[test]
    fn what_cannot_be_read_is_left_out() {
        let linked = read("?outcome=x&role=y&kind=z&from=2026-03-02T09:00:00Z");
        assert_eq!(linked, Linked::default());
        let turned = read("?from=2026-03-02T09:00:00Z&to=2026-03-01T09:00:00Z");
        assert_eq!(turned.window, None);
        let odd = Linked { sheet: Some("a&b=c".to_owned()), ..Linked::default() };
        assert_eq!(odd.query(Language::English, Theme::System), "?lang=en");
    }
}
