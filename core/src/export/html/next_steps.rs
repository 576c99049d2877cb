//! What to collect or check next, ranked by how many rows it would decide.

use super::{super::next_steps, Page, markup::Markup};
use crate::export::wording::Word;

/// A list for each sheet that leaves something open.
pub(super) fn write(page: &Page<'_>, out: &mut Markup) {
    let open = page.report.sheets.iter().filter(|sheet| !sheet.collect_next.is_empty());
    for sheet in open {
        out.element("section", &[("class", "collect-next")], |out| {
            let title = format!("{} / {}", sheet.tool, page.language.word(Word::CollectNext));
            out.element("h2", &[], |out| out.text(&title));
            out.element("ol", &[], |out| {
                for step in sheet.collect_next.iter().take(next_steps::STEPS_SHOWN) {
                    out.element("li", &[], |out| {
                        out.leaf("div", "", page.language.of(&step.text));
                        let rows = page.language.word(Word::RowsDecided);
                        let places = next_steps::places(step, page.language);
                        out.leaf("div", "place", &format!("{places}: {} {rows}", step.decides));
                    });
                }
            });
        });
    }
}
