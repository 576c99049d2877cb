//! The elements that a template definition or a literal record is made of.

use super::value::ValueType;

/// What stands in an attribute or between tags.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// A child element.
    Element(Element),
    /// Literal text.
    Text(String),
    /// The place of a value of the instance.
    Substitution { index: u16, value_type: ValueType, optional: bool },
}

/// One element of binary XML.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    pub name: String,
    pub attributes: Vec<(String, Node)>,
    /// `None` closes the element at once (`<Provider …/>`).
    pub children: Option<Vec<Node>>,
}

/// The place of a value that is left out with its attribute or element when it is null.
pub(crate) fn optional(index: u16, value_type: ValueType) -> Node {
    Node::Substitution { index, value_type, optional: true }
}

/// The place of a value that is always written.
pub(crate) fn normal(index: u16, value_type: ValueType) -> Node {
    Node::Substitution { index, value_type, optional: false }
}

/// Literal text.
pub(crate) fn text(text: impl Into<String>) -> Node {
    Node::Text(text.into())
}

impl Element {
    /// An element with an end tag.
    pub(crate) fn new(name: &str, children: Vec<Node>) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children: Some(children) }
    }

    /// An element that has attributes only.
    pub(crate) fn empty(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: Vec::new(), children: None }
    }

    /// Adds an attribute.
    pub(crate) fn with(mut self, name: &str, value: Node) -> Self {
        self.attributes.push((name.to_owned(), value));
        self
    }

    /// The substitution on which the element depends: an optional one among its own children.
    pub(crate) fn dependency(&self) -> u16 {
        self.children
            .iter()
            .flatten()
            .find_map(|child| match child {
                Node::Substitution { index, optional: true, .. } => Some(*index),
                _ => None,
            })
            .unwrap_or(u16::MAX)
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}
