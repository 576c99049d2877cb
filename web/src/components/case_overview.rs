//! The case at a glance: the question, the hosts in their roles, what to collect next, a card for
//! each host.

use std::rc::Rc;

use konseki_core::analysis::Question;
use yew::{Html, Properties, component, html, use_memo};

use super::collect_next::CollectNext;
use super::conclusions::Conclusions;
use super::diagram::Diagram;
use super::host_cards::HostCards;
use super::leading_use::LeadingUse;
use super::question_bar::QuestionBar;
use super::shared::use_shared;
use crate::state::Settled;
use crate::text::fill;
use crate::view_model::sheet::RoleView;
use crate::view_model::{collect, diagram, uses};

/// Properties of [`CaseOverview`].
#[derive(Properties, PartialEq)]
pub struct CaseOverviewProps {
    /// The report.
    pub settled: Settled,
    /// Roles and hosts.
    pub roles: Rc<Vec<Rc<RoleView>>>,
    /// What is asked.
    pub question: Rc<Question>,
    /// The only sheet to show.
    pub sheet: Option<String>,
}

/// The first view of a case.
#[component]
pub fn CaseOverview(props: &CaseOverviewProps) -> Html {
    let shared = use_shared();
    let language = shared.as_ref().map(|shared| shared.language).unwrap_or_default();
    let Settled { report, titles, tallies, .. } = &props.settled;
    let sheet = props.sheet.as_deref();
    let hosts = use_memo(props.settled.clone(), |settled| {
        settled.report.hosts.iter().map(|host| host.name.clone()).collect::<Vec<_>>()
    });
    let Some(shared) = shared else { return Html::default() };
    let words = shared.words();
    let pictures = diagram::diagrams(report, titles, language, sheet);
    let leading = uses::leading(report, tallies, language, sheet);
    let number = props.roles.len().to_string();
    html! {
        <div class="case-overview">
            <QuestionBar question={Rc::clone(&props.question)} report={Rc::clone(report)} />
            if let Some((row, high)) = leading { <LeadingUse {row} {high} /> }
            { for pictures.into_iter().map(|picture| html! {
                <Diagram picture={Rc::new(picture)} hosts={Rc::clone(&hosts)} question={Rc::clone(&props.question)} />
            }) }
            <CollectNext advice={collect::collect_next(report, language, sheet)} />
            <HostCards settled={props.settled.clone()} />
            <details class="case-overview-all">
                <summary>{ fill(words.case.all_conclusions, &[&number]) }</summary>
                <Conclusions roles={Rc::clone(&props.roles)} />
            </details>
        </div>
    }
}
