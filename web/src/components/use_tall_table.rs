//! A table of any length: which rows are in view, and which of them the keyboard is at.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event};
use yew::{Callback, NodeRef, hook, use_effect_with, use_mut_ref, use_node_ref, use_state};

use crate::view_model::windowed::TallTable;

/// Height of a row and of the heading; `records_grid.css` says the same.
const ROW_HEIGHT: f64 = 32.0;
/// Rows that are assumed until the table is on the page.
const FIRST_SEEN: usize = 20;

/// What a tall table needs.
pub struct Tall {
    /// Of the box that scrolls.
    pub scroller: NodeRef,
    /// Listens to it.
    pub onscroll: Callback<Event>,
    /// First row in view.
    pub first: usize,
    /// Whole rows in view.
    pub seen: usize,
    /// The row that the keyboard is at.
    pub cursor: usize,
    /// Height of what scrolls, heading included, in pixels.
    pub height: f64,
    /// Moves the keyboard to a row and shows it.
    pub go: Callback<usize>,
}

/// A table of `rows` rows, which begins at its top again whenever `subject` changes.
#[hook]
pub fn use_tall_table<T: PartialEq + Clone + 'static>(rows: usize, subject: &T) -> Tall {
    let scroller = use_node_ref();
    let seen = use_state(|| FIRST_SEEN);
    let place = use_state(|| (0_usize, 0_usize));
    // Where the box was scrolled to by a key: the event that follows tells nothing new.
    let set_by_key = use_mut_ref(|| -1.0_f64);
    let table = TallTable { rows, row_height: ROW_HEIGHT, seen: *seen };
    let onscroll = Callback::from({
        let (place, set_by_key) = (place.clone(), Rc::clone(&set_by_key));
        move |event: Event| {
            let target =
                event.current_target().and_then(|target| target.dyn_into::<Element>().ok());
            let Some(element) = target else { return };
            let scrolled = f64::from(element.scroll_top());
            if (scrolled - *set_by_key.borrow()).abs() > 1.5 {
                *set_by_key.borrow_mut() = -1.0;
                place.set((table.first_at(scrolled), place.1));
            }
        }
    });
    let go = Callback::from({
        let (place, scroller, set_by_key) =
            (place.clone(), scroller.clone(), Rc::clone(&set_by_key));
        move |row: usize| {
            let first = table.first_showing(place.0, row);
            if let Some(element) = scroller.cast::<Element>().filter(|_| first != place.0) {
                let scrolled = table.scrolled_to(first);
                *set_by_key.borrow_mut() = scrolled;
                element.set_scroll_top(scrolled as i32);
            }
            place.set((first, row));
        }
    });
    use_effect_with(subject.clone(), {
        let (scroller, place) = (scroller.clone(), place.setter());
        move |_| {
            if let Some(element) = scroller.cast::<Element>() {
                element.set_scroll_top(0);
            }
            place.set((0, 0));
        }
    });
    // The box may have another height once there are rows.
    use_effect_with((rows, scroller.clone()), {
        let seen = seen.clone();
        move |(_, scroller): &(usize, NodeRef)| {
            if let Some(element) = scroller.cast::<Element>() {
                let rows = (f64::from(element.client_height()) / ROW_HEIGHT).floor() as usize;
                seen.set(rows.saturating_sub(1).max(1));
            }
        }
    });
    let first = place.0.min(table.last_first());
    let cursor = place.1.min(rows.saturating_sub(1));
    Tall { scroller, onscroll, first, seen: *seen, cursor, height: table.height() + ROW_HEIGHT, go }
}
