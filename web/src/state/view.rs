//! Parts of the case, and their stable names.

/// Parts of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The case at a glance: roles, hosts, what to collect next.
    Case,
    /// Documented traces by role and host.
    Traces,
    /// What belongs together across hosts.
    Uses,
    /// All records that match a trace.
    Records,
    /// What was found, on a line of time.
    Timeline,
    /// Which time the evidence covers.
    Coverage,
    /// Evidence files.
    Evidence,
}

impl View {
    /// All, in the order of the tabs.
    pub const ALL: [Self; 7] = [
        Self::Case,
        Self::Traces,
        Self::Uses,
        Self::Records,
        Self::Timeline,
        Self::Coverage,
        Self::Evidence,
    ];

    /// Stable name, for links.
    pub fn code(self) -> &'static str {
        match self {
            Self::Case => "case",
            Self::Traces => "traces",
            Self::Uses => "uses",
            Self::Records => "records",
            Self::Timeline => "timeline",
            Self::Coverage => "coverage",
            Self::Evidence => "evidence",
        }
    }

    /// The part of a stable name.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|view| view.code() == code)
    }
}
