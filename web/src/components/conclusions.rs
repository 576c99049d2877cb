//! One sentence per role and host, to be pasted into a report.

use std::rc::Rc;

use yew::{Html, Properties, classes, component, html};

use super::dated::Dated;
use super::shared::{Shared, use_shared};
use super::tally::Tally;
use crate::view_model::sheet::RoleView;

/// Properties of [`Conclusions`].
#[derive(Properties, PartialEq)]
pub struct ConclusionsProps {
    /// Roles and hosts.
    pub roles: Rc<Vec<Rc<RoleView>>>,
}

/// A card for each role and host.
#[component]
pub fn Conclusions(props: &ConclusionsProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let words = shared.words();
    if props.roles.is_empty() {
        return Html::default();
    }
    html! {
        <section class="conclusions" aria-labelledby="conclusions-title">
            <h2 id="conclusions-title">{ words.case.conclusions }</h2>
            <ul>{ for props.roles.iter().map(|role| card(&shared, role)) }</ul>
        </section>
    }
}

fn card(shared: &Shared, role: &RoleView) -> Html {
    let class = classes!("conclusion", format!("conclusion-{}", role.conclusion_class));
    html! {
        <li {class}>
            <p class="conclusion-role">{ role.role_name }<span class="conclusion-host">{ &role.host }</span></p>
            <p class="conclusion-word">{ role.conclusion }</p>
            <p class="conclusion-sentence"><Dated text={role.sentence.clone()} /></p>
            <Tally tally={role.tally.clone()} choose={shared.rows_of(role.role, role.host_name.clone())} />
        </li>
    }
}
