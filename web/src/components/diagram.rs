//! The hosts in their roles and what lies between them. It is a grid of text, so it needs no
//! other description, and turns into a column on a narrow screen.

use std::rc::Rc;

use konseki_core::analysis::Question;
use konseki_core::words::Role;
use web_sys::HtmlSelectElement;
use yew::{Callback, Event, Html, Properties, TargetCast, classes, component, html};

use super::dated::Dated;
use super::shared::{Shared, use_shared};
use super::tally::Tally;
use crate::view_model::diagram::{Diagram as Picture, Edge, Node};
use crate::view_model::{labels, question};

/// Properties of [`Diagram`].
#[derive(Properties, PartialEq)]
pub struct DiagramProps {
    /// What to draw.
    pub picture: Rc<Picture>,
    /// Hosts of the case that can be given a role.
    pub hosts: Rc<Vec<String>>,
    /// What is asked.
    pub question: Rc<Question>,
}

/// Nodes and edges.
#[component]
pub fn Diagram(props: &DiagramProps) -> Html {
    let Some(shared) = use_shared() else { return Html::default() };
    let picture = &props.picture;
    html! {
        <section class="diagram" aria-label={format!("{}: {}", shared.words().case.picture, picture.tool)}>
            { for picture.nodes.iter().map(|one| node(&shared, props, one)) }
            { for picture.edges.iter().map(edge) }
        </section>
    }
}

fn node(shared: &Shared, props: &DiagramProps, node: &Node) -> Html {
    let role = labels::role_code(node.role);
    let class =
        classes!("node", format!("node-{role}"), format!("conclusion-{}", node.conclusion_class));
    html! {
        <article {class} data-host={node.host.clone()}>
            <header>
                <h2>{ node.role_name }</h2>
                { host_menu(shared, props, node) }
            </header>
            if !node.addresses.is_empty() { <p class="node-addresses">{ &node.addresses }</p> }
            <p class="node-conclusion">{ node.conclusion }</p>
            <p class="node-sentence"><Dated text={node.sentence.clone()} /></p>
            <Tally tally={node.tally.clone()} choose={shared.rows_of(node.role, node.host.clone())} />
        </article>
    }
}

/// Which host plays the role: as the evidence says, or one that the user names.
fn host_menu(shared: &Shared, props: &DiagramProps, node: &Node) -> Html {
    let words = shared.words();
    let role: Role = node.role;
    let change = Callback::from({
        let (commands, asked) = (shared.commands.clone(), Rc::clone(&props.question));
        let hosts = Rc::clone(&props.hosts);
        move |event: Event| {
            let Some(select) = event.target_dyn_into::<HtmlSelectElement>() else { return };
            let host = hosts.iter().find(|host| **host == select.value());
            commands.ask(question::with_role(&asked, role, host.map(String::as_str)));
        }
    });
    let given = question::host_of(&props.question, role);
    let id = format!("host-as-{}", labels::role_code(role));
    let name = crate::text::fill(words.case.host_in_role, &[node.role_name]);
    let automatic = if given.is_none() { node.host_shown.as_str() } else { words.case.by_evidence };
    html! {
        <>
        <select {id} aria-label={name} onchange={change} title={node.host_shown.clone()}>
            <option value="" selected={given.is_none()}>{ automatic }</option>
            { for props.hosts.iter().map(|host| html! {
                <option value={host.clone()} selected={given == Some(host.as_str())}>
                    { konseki_core::export::visible(host).into_owned() }
                </option>
            }) }
        </select>
        <small class="node-basis">
            { if given.is_none() { words.case.by_evidence } else { words.case.by_user } }
        </small>
        </>
    }
}

fn edge(edge: &Edge) -> Html {
    let ends = [edge.from, edge.to].map(labels::role_code).join("-");
    html! {
        <div class={classes!("edge", format!("edge-{ends}"))} role="group" aria-label={edge.name.clone()}>
            <div class="edge-line" aria-hidden="true"></div>
            <div class="edge-counts">
                <p class="edge-name">{ &edge.name }</p>
                <Tally tally={edge.tally.clone()} />
            </div>
        </div>
    }
}
