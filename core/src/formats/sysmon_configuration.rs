//! Sysmon's configuration in XML.
//!
//! Contract: plain data of what `EventFiltering` says, per event. No document type definition is
//! read and so no entity expanded; elements are counted against a cap. What a rule says is not read:
//! rules are counted.
//! Reference: Microsoft Learn, Sysmon, "Event filtering entries"; the schema that `sysmon -s`
//! prints, for what is recorded without an element (`ruledefault`).

use roxmltree::{Document, Error, Node, ParsingOptions};

use super::text::decode;
use crate::{error::ParseError, limits};

const WHAT: &str = "Sysmon configuration";

/// A configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SysmonConfiguration {
    /// The attribute `schemaversion`.
    pub schema_version: String,
    /// Filters in file order.
    pub filters: Vec<EventFilter>,
}

/// One element such as `NetworkConnect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventFilter {
    /// Name of the element.
    pub event: String,
    /// The attribute `onmatch`; `None` where it is neither `include` nor `exclude`.
    pub on_match: Option<OnMatch>,
    /// How many rules it holds.
    pub rules: u64,
}

/// What is done with an event that a rule matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OnMatch {
    /// It is recorded.
    Include,
    /// It is left out.
    Exclude,
}

/// Whether a file that begins so is a Sysmon configuration.
pub fn is_sysmon_configuration(head: &[u8]) -> bool {
    let decoded = decode(head);
    let mut rest = decoded.text.trim_start();
    // A declaration and comments may stand before the root element.
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<!DOCTYPE") => ">",
            _ => break,
        };
        let Some((_, behind)) = rest.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    let tag = rest.strip_prefix("<Sysmon").unwrap_or_default();
    tag.starts_with(char::is_whitespace)
        && tag.split('>').next().is_some_and(|tag| tag.contains("schemaversion"))
}

/// Reads a configuration.
///
/// ```
/// use konseki_core::formats::sysmon_configuration::parse;
/// let text = br#"<Sysmon schemaversion="4.90"><EventFiltering>
///     <ProcessCreate onmatch="exclude"/></EventFiltering></Sysmon>"#;
/// let configuration = parse(text).unwrap();
/// assert_eq!(configuration.filters[0].event, "ProcessCreate");
/// assert_eq!(configuration.filters[0].rules, 0);
/// ```
///
/// # Errors
/// When it is no well-formed XML, has a document type definition, more elements than the cap, or no
/// `EventFiltering`.
pub fn parse(bytes: &[u8]) -> Result<SysmonConfiguration, ParseError> {
    let decoded = decode(bytes);
    let options = ParsingOptions {
        allow_dtd: false,
        nodes_limit: limits::SYSMON_CONFIGURATION_NODES,
        ..ParsingOptions::default()
    };
    let unreadable = |reason: String| ParseError::unreadable(WHAT, 0, reason);
    let document =
        Document::parse_with_options(&decoded.text, options).map_err(|error| match error {
            Error::NodesLimitReached => {
                let limit = u64::from(limits::SYSMON_CONFIGURATION_NODES);
                ParseError::limit(
                    "elements of the configuration",
                    0,
                    limit,
                    limit.saturating_add(1),
                )
            }
            error => unreadable(error.to_string()),
        })?;
    let root = document.root_element();
    let filtering = root
        .children()
        .find(|child| child.has_tag_name("EventFiltering"))
        .ok_or_else(|| ParseError::unexpected(WHAT, 0, "EventFiltering", "no such element"))?;
    let mut configuration = SysmonConfiguration {
        schema_version: root.attribute("schemaversion").unwrap_or_default().to_owned(),
        filters: Vec::new(),
    };
    for child in elements(filtering) {
        if child.has_tag_name("RuleGroup") {
            configuration.filters.extend(elements(child).map(filter));
        } else {
            configuration.filters.push(filter(child));
        }
    }
    Ok(configuration)
}

fn elements<'a, 'input>(node: Node<'a, 'input>) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(Node::is_element)
}

fn filter(event: Node<'_, '_>) -> EventFilter {
    let on_match = match event.attribute("onmatch") {
        Some(word) if word.eq_ignore_ascii_case("include") => Some(OnMatch::Include),
        Some(word) if word.eq_ignore_ascii_case("exclude") => Some(OnMatch::Exclude),
        _ => None,
    };
    let rules = u64::try_from(elements(event).count()).unwrap_or(u64::MAX);
    EventFilter { event: event.tag_name().name().to_owned(), on_match, rules }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_filters_and_rules_are_read() {
        let text = r#"<?xml version="1.0"?><!-- ours --><Sysmon schemaversion="4.50">
            <EventFiltering><RuleGroup name="" groupRelation="or">
              <NetworkConnect onmatch="include">
                <DestinationPort>443</DestinationPort>
                <Rule groupRelation="and"><Image condition="end with">a.exe</Image></Rule>
              </NetworkConnect></RuleGroup>
              <FileCreate onmatch="exclude"/></EventFiltering></Sysmon>"#;
        assert!(is_sysmon_configuration(text.as_bytes()));
        let configuration = parse(text.as_bytes()).unwrap();
        let read: Vec<_> = configuration
            .filters
            .iter()
            .map(|filter| (filter.event.as_str(), filter.on_match, filter.rules))
            .collect();
        let (include, exclude) = (Some(OnMatch::Include), Some(OnMatch::Exclude));
        assert_eq!(read, [("NetworkConnect", include, 2), ("FileCreate", exclude, 0)]);
    }

    #[test]
    fn entities_are_not_expanded_and_depth_does_not_matter() {
        let bomb = r#"<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
            <Sysmon schemaversion="4"><EventFiltering>&b;</EventFiltering></Sysmon>"#;
        assert!(parse(bomb.as_bytes()).is_err());
        let deep = format!(
            r#"<Sysmon schemaversion="4"><EventFiltering>{}"#,
            "<a>".repeat(limits::SYSMON_CONFIGURATION_NODES as usize)
        );
        assert!(is_sysmon_configuration(deep.as_bytes()));
        assert!(parse(deep.as_bytes()).is_err());
        let closed = format!(
            r#"<Sysmon schemaversion="4"><EventFiltering>{}{}</EventFiltering></Sysmon>"#,
            "<a>".repeat(20_000),
            "</a>".repeat(20_000)
        );
        let _ = parse(closed.as_bytes());
    }

    #[test]
    fn other_xml_is_no_configuration() {
        for text in
            ["<Sysmon>", "<html schemaversion='1'>", "<Sysmonitor schemaversion='1'>", "<?xml"]
        {
            assert!(!is_sysmon_configuration(text.as_bytes()), "{text}");
        }
        assert!(parse(b"<Sysmon schemaversion='1.0'><Rules/></Sysmon>").is_err());
    }
}
