//! Small drawings; they never stand for a word, so readers of the screen skip them.

use yew::{Html, Properties, component, html};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// Something opens.
    Closed,
    /// Something is open.
    Open,
    /// Closes.
    Cross,
    /// Evidence stays here.
    Lock,
    /// Something is missing.
    Warning,
    /// Takes evidence in.
    Tray,
    /// Shows success.
    Key,
    /// Any path in a square of 16.
    Path(&'static str),
}

/// Properties of [`Icon`].
#[derive(Properties, PartialEq)]
pub struct IconProps {
    /// What is drawn.
    pub sign: Sign,
}

/// A drawing of one line.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    let path = match props.sign {
        Sign::Closed => "M6 3.500 10.500 8 6 12.500",
        Sign::Open => "M3.500 6 8 10.500 12.500 6",
        Sign::Cross => "M3.500 3.500l9 9m0-9-9 9",
        Sign::Lock => "M4 7.500h8v6H4zM5.500 7.500V5a2.500 2.500 0 0 1 5 0v2.500",
        Sign::Warning => "M8 2.500 14.500 13.500h-13zM8 6.500v3.500M8 11.800v.2",
        Sign::Tray => "M8 2.500v7M5 6.800 8 9.800l3-3M2.500 10.500v3h11v-3",
        Sign::Key => {
            "M8 1.800l1.900 3.900 4.300.6-3.100 3 .7 4.300L8 11.600l-3.800 2 .7-4.300-3.100-3 4.300-.6z"
        }
        Sign::Path(path) => path,
    };
    html! {
        <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
            <path d={path} fill="none" stroke="currentColor" stroke-width="1.6"
                stroke-linecap="round" stroke-linejoin="round" />
        </svg>
    }
}
