//! `konseki sheets`: what the catalog holds.

use konseki_core::{catalog::Catalog, export::Language};

/// Sheets with their roles, steps and traces, as text.
pub fn sheets(catalog: &Catalog, language: Language) -> String {
    let mut out = format!("catalog {} (sha256 {})\n", catalog.revision, catalog.sha256);
    for sheet in &catalog.sheets {
        out.push_str(&format!("\n{}: {}\n", sheet.id, language.of(&sheet.title)));
        for url in &sheet.urls {
            out.push_str(&format!("  {url}\n"));
        }
        for role in &sheet.roles {
            out.push_str(&format!("\n  {}\n", language.of(&role.title)));
            let numbers = sheet.traces.iter().map(|number| number.0 as usize);
            let traces = numbers.filter_map(|number| catalog.traces.get(number));
            for trace in traces.filter(|trace| trace.role == role.role) {
                let title = language.of(&trace.title);
                out.push_str(&format!("    {}\n", trace.id));
                out.push_str(&format!("      {title} ({})\n", trace.refs.join(" ")));
            }
        }
    }
    out
}
