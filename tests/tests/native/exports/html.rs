//! The HTML report, taken apart by a strict reader: nothing but what the document writes itself may
//! be markup, and nothing in it may run or fetch.

use std::collections::BTreeSet;

use konseki_core::{
    catalog,
    export::{self, Cover, Language},
    report::Report,
};
use konseki_tests::cases::{hostile, three_hosts};

use super::support::{golden, hostile_report, report};

/// Elements that the document has; none of them runs or fetches anything.
const ELEMENTS: &[&str] = &[
    "html", "head", "meta", "title", "style", "body", "header", "main", "section", "article", "h1",
    "h2", "h3", "p", "ul", "ol", "li", "dl", "dt", "dd", "div", "span", "b", "a", "code", "pre",
    "table", "thead", "tbody", "tr", "th", "td", "svg", "rect", "polygon", "text",
];
const ATTRIBUTES: &[&str] = &[
    "lang",
    "charset",
    "http-equiv",
    "content",
    "name",
    "class",
    "id",
    "href",
    "scope",
    "viewBox",
    "role",
    "aria-label",
    "x",
    "y",
    "width",
    "height",
    "points",
    "text-anchor",
];

pub fn html(report: &Report, language: Language) -> String {
    let cover = Cover {
        examiner: hostile::MARKUP.to_owned(),
        case_number: hostile::HIDDEN.to_owned(),
        made_at: "2026-04-01T10:00:00+09:00".to_owned(),
        zone: "Asia/Tokyo".to_owned(),
    };
    let catalog = catalog::builtin().unwrap();
    let mut bytes = Vec::new();
    export::write_html(report, &catalog, &cover, language, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// What a document holds.
#[derive(Default)]
struct Document {
    ids: BTreeSet<String>,
    links: BTreeSet<String>,
    text: String,
    policy: String,
}

/// Reads a document; panics where a tag is not closed, not known or not quoted.
fn parse(html: &str) -> Document {
    let mut document = Document::default();
    let mut rest = html.strip_prefix("<!DOCTYPE html>").expect("a document type");
    let mut open: Vec<&str> = Vec::new();
    while let Some(at) = rest.find('<') {
        document.text.push_str(&decoded(&rest[..at]));
        let end = rest.find('>').expect("a tag ends");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed in order");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(ELEMENTS.contains(&name), "<{tag}>");
        read_attributes(attributes, &mut document);
        if name == "style" {
            let (style, behind) = rest.split_once("</style>").expect("the style ends");
            assert!(
                !style.contains(['<', '@']) || !style.contains("@import"),
                "nothing is fetched"
            );
            assert!(!style.contains("url("), "nothing is fetched");
            rest = behind;
        } else if name != "meta" {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{open:?} {rest}");
    document
}

fn read_attributes(mut text: &str, document: &mut Document) {
    while !text.is_empty() {
        let (name, behind) = text.split_once("=\"").unwrap_or_else(|| panic!("not quoted: {text}"));
        let (value, behind) =
            behind.split_once('"').unwrap_or_else(|| panic!("not quoted: {text}"));
        assert!(ATTRIBUTES.contains(&name), "{name}");
        let value = decoded(value);
        match name {
            "href" => {
                let target = value.strip_prefix('#').expect("a link within the document");
                document.links.insert(target.to_owned());
            }
            "id" => assert!(document.ids.insert(value.clone()), "id {value} stands twice"),
            "content" if value.contains("src") => document.policy = value,
            _ => {}
        }
        text = behind.strip_prefix(' ').unwrap_or(behind);
    }
}

/// Text with its references replaced; any other `&` is a mistake.
fn decoded(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let (name, behind) = behind.split_once(';').expect("a reference ends");
        out.push(match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "#39" => '\'',
            other => panic!("&{other};"),
        });
        rest = behind;
    }
    out + rest
}

#[test]
fn nothing_of_the_evidence_becomes_markup() {
    for language in [Language::English, Language::Japanese] {
        let html = html(&report(&hostile::hostile_text()), language);
        let document = parse(&html);
        assert!(document.policy.starts_with("default-src 'none';"), "{}", document.policy);
        assert!(!html.contains("<script") && !html.contains("<img"));
        for text in [hostile::MARKUP, hostile::FORMULA, &export::visible(hostile::HIDDEN)] {
            assert!(document.text.contains(text), "{text} is there as text");
        }
        let hidden = |one: char| one.is_control() && one != '\n';
        assert_eq!(html.find(hidden), None);
        assert!(!html.contains(['\u{202e}', '\u{200b}', '\u{2028}']));
    }
}

#[test]
fn every_link_leads_to_a_part_of_the_document() {
    let html = html(&report(&three_hosts::logs_and_prefetch()), Language::English);
    let document = parse(&html);
    let lost: Vec<_> = document.links.difference(&document.ids).collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(document.links.len() > 100, "records are cited");
}

#[test]
fn the_document_says_what_the_report_says() {
    let report = report(&three_hosts::logs_and_prefetch());
    for language in [Language::English, Language::Japanese] {
        let text = parse(&html(&report, language)).text;
        for evidence in &report.evidence {
            assert!(text.contains(&evidence.path) && text.contains(&evidence.sha256));
        }
        for role in report.sheets.iter().flat_map(|sheet| &sheet.roles) {
            assert!(text.contains(language.of(&role.conclusion.text)));
            for trace in &role.traces {
                assert!(text.contains(language.of(&trace.title)), "{}", trace.id);
                let reason = trace.reason.as_ref().map(|reason| language.of(&reason.text));
                assert!(reason.is_none_or(|reason| text.contains(reason)), "{}", trace.id);
            }
        }
        assert!(text.contains("konseki check --format html"));
        assert!(text.contains("2026-04-01T10:00:00+09:00"));
    }
}

#[test]
fn only_the_cover_differs_between_two_makings() {
    let report = report(&three_hosts::logs_and_prefetch());
    let catalog = catalog::builtin().unwrap();
    let made = |made_at: &str| {
        let cover = Cover { made_at: made_at.to_owned(), ..Cover::default() };
        let mut bytes = Vec::new();
        export::write_html(&report, &catalog, &cover, Language::English, &mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        text.split_once("</header>").expect("a cover").1.to_owned()
    };
    assert!(made("2026-04-01T10:00:00Z") == made("2026-05-01T10:00:00Z"));
}

#[test]
fn hostile_text_in_html_is_as_it_was() {
    let report = hostile_report();
    golden("hostile-en.html", html(&report, Language::English).as_bytes());
    golden("hostile-ja.html", html(&report, Language::Japanese).as_bytes());
}

#[test]
fn the_strongest_conclusion_of_a_role_stands_first() {
    let report = report(&three_hosts::logs_and_prefetch());
    let document = parse(&html(&report, Language::English));
    let place = |sentence: &str| {
        document.text.find(sentence).unwrap_or_else(|| panic!("{sentence}: not in the document"))
    };
    let shown = place("WS01.corp.example (Source): the use of net use is recorded");
    for (sheet, role) in
        report.sheets.iter().flat_map(|one| one.roles.iter().map(move |role| (one, role)))
    {
        let sentence = Language::English.of(&role.conclusion.text);
        assert!(shown <= place(sentence), "{}: {sentence}", sheet.id);
    }
}
