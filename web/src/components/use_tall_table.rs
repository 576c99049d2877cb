//! A table of any length: which rows are in view, and which of them the keyboard is at.

use std::rc::Rc;

use web_sys::{Element, Event};
use yew::{
    Callback, NodeRef, TargetCast, hook, use_effect_with, use_mut_ref, use_node_ref, use_state,
};

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
    let first = use_state(|| 0_usize);
    let cursor = use_state(|| 0_usize);
    // Where the box was scrolled to by a key: the event that follows tells nothing new.
    let set_by_key = use_mut_ref(|| -1.0_f64);
    let table = TallTable { rows, row_height: ROW_HEIGHT, seen: *seen };
    let onscroll = Callback::from({
        let (first, set_by_key) = (first.setter(), Rc::clone(&set_by_key));
        move |event: Event| {
            // The framework listens at the root: the current target is not the box.
            let Some(element) = event.target_dyn_into::<Element>() else { return };
            let scrolled = f64::from(element.scroll_top());
            if (scrolled - *set_by_key.borrow()).abs() > 1.5 {
                *set_by_key.borrow_mut() = -1.0;
                first.set(table.first_at(scrolled));
            }
        }
    });
    let go = Callback::from({
        let (first, cursor) = (first.clone(), cursor.setter());
        let (scroller, set_by_key) = (scroller.clone(), Rc::clone(&set_by_key));
        move |row: usize| {
            let showing = table.first_showing(*first, row);
            if let Some(element) = scroller.cast::<Element>().filter(|_| showing != *first) {
                element.set_scroll_top(table.scrolled_to(showing) as i32);
                // Where it came to, which may be short of that.
                *set_by_key.borrow_mut() = f64::from(element.scroll_top());
            }
            first.set(showing);
            cursor.set(row);
        }
    });
    use_effect_with(subject.clone(), {
        let (scroller, first, cursor) = (scroller.clone(), first.setter(), cursor.setter());
        move |_| {
            if let Some(element) = scroller.cast::<Element>() {
                element.set_scroll_top(0);
            }
            first.set(0);
            cursor.set(0);
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
    // The heading, and a row that may be seen in part: the box can be scrolled to the last row.
    let height = table.height() + 2.0 * ROW_HEIGHT;
    let cursor = (*cursor).min(rows.saturating_sub(1));
    let first = (*first).min(table.last_first());
    Tall { scroller, onscroll, first, seen: *seen, cursor, height, go }
}
