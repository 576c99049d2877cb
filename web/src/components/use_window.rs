//! A long list that draws only what is in view.

use web_sys::{Element, Event};
use yew::{Callback, NodeRef, TargetCast, hook, use_effect_with, use_node_ref, use_state};

use crate::view_model::windowed::{Part, part};

/// Height that is assumed until the list is on the page.
const FIRST_HEIGHT: f64 = 480.0;

/// What a long list needs: the reference of its scrolling box, what listens to it, what to draw.
pub struct Windowed {
    /// Of the box that scrolls.
    pub scroller: NodeRef,
    /// Listens to it.
    pub onscroll: Callback<Event>,
    /// What to draw.
    pub part: Part,
}

/// A window on `rows` rows, each `row_height` pixels high.
#[hook]
pub fn use_window(rows: usize, row_height: f64) -> Windowed {
    let scroller = use_node_ref();
    let seen = use_state(|| (0.0_f64, FIRST_HEIGHT));
    let onscroll = Callback::from({
        let seen = seen.clone();
        move |event: Event| {
            // The framework listens at the root: the current target is not the box.
            if let Some(element) = event.target_dyn_into::<Element>() {
                let height = f64::from(element.client_height()).max(FIRST_HEIGHT);
                let now = (f64::from(element.scroll_top()), height);
                // Less than half a row changes nothing that is drawn.
                if (now.0 - seen.0).abs() >= row_height / 2.0 || now.1 > seen.1 {
                    seen.set(now);
                }
            }
        }
    });
    // A shorter list begins at its top again.
    use_effect_with(rows, {
        let (scroller, seen) = (scroller.clone(), seen.setter());
        move |_| {
            if let Some(element) = scroller.cast::<Element>() {
                let height = f64::from(element.client_height()).max(FIRST_HEIGHT);
                seen.set((f64::from(element.scroll_top()), height));
            }
        }
    });
    let part = part(rows, row_height, seen.0, seen.1);
    Windowed { scroller, onscroll, part }
}
