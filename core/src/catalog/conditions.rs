//! Conditions of traces, compiled: what a record must hold.
//!
//! Contract: plain data. Evaluation is three-valued and stands in [`crate::matching`].

use regex::Regex;

/// All conditions of a trace: every test and the Sigma expression must hold.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// Sigma detection, if there is one.
    pub detection: Option<Expression>,
    /// Tests of the `where` block, in file order.
    pub tests: Vec<Test>,
}

/// A Sigma condition over selections.
#[derive(Debug, Clone)]
pub enum Expression {
    /// All must hold.
    All(Vec<Expression>),
    /// One must hold.
    Any(Vec<Expression>),
    /// Must not hold.
    Not(Box<Expression>),
    /// A field test.
    Field(FieldTest),
}

/// A Sigma field test: the field's text against values.
#[derive(Debug, Clone)]
pub struct FieldTest {
    /// Field name.
    pub field: String,
    /// Values.
    pub values: Vec<TextPattern>,
    /// Whether one value must match or all.
    pub quantity: Quantity,
}

/// How many of a list must match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// One is enough.
    One,
    /// All.
    All,
}

/// A text pattern; all but the expression ignore case. Values are in lower case.
#[derive(Debug, Clone)]
pub enum TextPattern {
    /// Equal.
    Exact(String),
    /// At the beginning.
    StartsWith(String),
    /// At the end.
    EndsWith(String),
    /// Anywhere.
    Contains(String),
    /// A regular expression.
    Expression(Regex),
}

/// What Sigma cannot say.
#[derive(Debug, Clone)]
pub enum Test {
    /// A path, compared after the volume and ignoring case; values in lower case.
    Path {
        /// Field.
        field: String,
        /// Whole paths after the volume.
        paths: Vec<String>,
    },
    /// A number in decimal or hexadecimal.
    Number {
        /// Field.
        field: String,
        /// Accepted numbers.
        values: Vec<u64>,
    },
    /// Access rights by a list of ids or a mask.
    Rights {
        /// Fields to look at, the first that is there.
        fields: Vec<String>,
        /// How the set is compared.
        comparison: RightsComparison,
        /// Bits.
        mask: u32,
    },
    /// A connection one of whose ends has the service port; the other end is the peer.
    ServicePort {
        /// Service port.
        port: u64,
        /// Address and port field of both ends.
        ends: [(String, String); 2],
    },
    /// A `net` command line.
    NetCommand {
        /// Field with the command line.
        field: String,
        /// What it must be.
        form: NetForm,
    },
    /// Success or failure by the keywords.
    Audit(AuditResult),
    /// The field's address must not be a loopback address.
    NotLoopback {
        /// Fields.
        fields: Vec<String>,
    },
}

/// How a set of rights is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RightsComparison {
    /// All of the mask are there.
    All,
    /// One of the mask is there.
    Any,
    /// Exactly the mask.
    Exact,
    /// Nothing but the mask, and something of it.
    Within,
}

/// Forms of a `net` command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetForm {
    /// `net use` with a `\\host\share` and without `/delete`.
    UseOfShare,
}

/// Audit result by the keywords.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditResult {
    /// Bit 0x0020000000000000.
    Success,
    /// Bit 0x0010000000000000.
    Failure,
}

/// A variable and where its value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// Variable name.
    pub variable: String,
    /// Where from.
    pub value: BoundValue,
}

/// Where a bound value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoundValue {
    /// A field, normalised.
    Field {
        /// Field name.
        field: String,
        /// How.
        form: ValueForm,
    },
    /// Address of the end without the service port.
    PeerAddress,
    /// Port of the end without the service port.
    PeerPort,
    /// Address of the end with the service port.
    ServiceAddress,
    /// Host of the `\\host\share` on a command line.
    CommandHost(String),
    /// Share of it.
    CommandShare(String),
    /// Account that `/user:` names on it.
    CommandUser(String),
}

/// How a field becomes a variable's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueForm {
    /// Text in lower case.
    Text,
    /// A number in decimal.
    Number,
    /// An address in its canonical form.
    Address,
    /// Name of a share, in lower case.
    Share,
    /// What stands before an `@`, after a backslash, in lower case.
    Account,
    /// Last component of a path, in lower case.
    BaseName,
}

impl Conditions {
    /// Names of all fields that are looked at, in order, each once.
    pub fn fields(&self) -> Vec<&str> {
        let mut names = Vec::new();
        if let Some(detection) = &self.detection {
            detection.collect_fields(&mut names);
        }
        for test in &self.tests {
            names.extend(test.fields());
        }
        let mut seen = Vec::new();
        names.retain(|name| {
            !seen.contains(name) && {
                seen.push(*name);
                true
            }
        });
        names
    }
}

impl Expression {
    fn collect_fields<'a>(&'a self, names: &mut Vec<&'a str>) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.collect_fields(names));
            }
            Self::Not(part) => part.collect_fields(names),
            Self::Field(test) => names.push(&test.field),
        }
    }
}

impl Test {
    /// Names of the fields it looks at.
    pub fn fields(&self) -> Vec<&str> {
        match self {
            Self::Path { field, .. }
            | Self::Number { field, .. }
            | Self::NetCommand { field, .. } => {
                vec![field.as_str()]
            }
            Self::Rights { fields, .. } | Self::NotLoopback { fields } => {
                fields.iter().map(String::as_str).collect()
            }
            Self::ServicePort { ends: [(a, b), (c, d)], .. } => vec![a, b, c, d],
            Self::Audit(_) => Vec::new(),
        }
    }
}
