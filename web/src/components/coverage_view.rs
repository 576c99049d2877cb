//! Coverage: for each host and channel the time that the evidence covers.

use yew::{Html, Properties, component, html, use_memo};

use super::coverage_lane::CoverageLane;
use super::icon::{Icon, Sign};
use super::shared::use_shared;
use super::time_ticks::TimeTicks;
use crate::state::Settled;
use crate::text::{Words, fill};
use crate::view_model::coverage;
use crate::view_model::evidence::{self, EvidenceRow, Health};

/// Files listed among those that were not read whole.
const UNREAD_SHOWN: usize = 200;

/// Properties of [`CoverageView`].
#[derive(Properties, PartialEq)]
pub struct CoverageViewProps {
    /// The report.
    pub settled: Settled,
}

/// A line of time, a lane per channel, and what was not read.
#[component]
pub fn CoverageView(props: &CoverageViewProps) -> Html {
    let shared = use_shared();
    let language = shared.as_ref().map(|shared| shared.language).unwrap_or_default();
    let view = use_memo((props.settled.clone(), language), |(settled, language)| {
        coverage::view(&settled.report, &settled.titles, *language)
    });
    let Some(shared) = shared else { return Html::default() };
    let words = shared.words();
    html! {
        <div class="coverage-view">
            if let Some(view) = &*view {
                <p class="coverage-view-axis">{ fill(words.coverage.axis, &[&view.ends.0, &view.ends.1]) }</p>
                { legend(words, view.window.is_some()) }
                { for view.hosts.iter().map(|host| html! {
                    <section class="coverage-host">
                        <h2>{ &host.name }</h2>
                        <div class="coverage-ticks"><TimeTicks ticks={view.ticks.clone()} /></div>
                        { for host.lanes.iter().map(|lane| html! {
                            <CoverageLane lane={lane.clone()} window={view.window} />
                        }) }
                    </section>
                }) }
            } else {
                <p class="coverage-view-none">{ words.coverage.none }</p>
            }
            { unread(words, &evidence::rows(&props.settled.report, language, props.settled.completeness)) }
        </div>
    }
}

fn legend(words: &Words, window: bool) -> Html {
    let words = &words.coverage;
    let mut entries = vec![
        ("coverage-sign-covered", words.legend_covered),
        ("coverage-sign-alive", words.legend_alive),
        ("coverage-sign-cleared", words.legend_cleared),
    ];
    if window {
        entries.push(("coverage-sign-window", words.window));
    }
    html! {
        <ul class="coverage-legend">
            { for entries.into_iter().map(|(sign, name)| html! {
                <li><span class={sign} aria-hidden="true" />{ name }</li>
            }) }
        </ul>
    }
}

fn unread(words: &Words, rows: &[EvidenceRow]) -> Html {
    let lossy = |row: &&EvidenceRow| row.health != Health::Whole || !row.warnings.is_empty();
    html! {
        <section class="coverage-unread">
            <h2>{ words.coverage.unread }</h2>
            if !rows.iter().any(|row| lossy(&row)) { <p>{ words.coverage.unread_none }</p> }
            <ul>
                { for rows.iter().filter(lossy).take(UNREAD_SHOWN).map(|row| html! {
                    <li>
                        <p><span class="code">{ &row.path }</span><strong>{ row.status }</strong></p>
                        { for row.warnings.iter().map(|warning| html! {
                            <p class="coverage-unread-warning"><Icon sign={Sign::Warning} /><span>{ warning }</span></p>
                        }) }
                    </li>
                }) }
            </ul>
        </section>
    }
}
