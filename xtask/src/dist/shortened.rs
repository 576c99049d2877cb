//! Scripts and style sheets without what only their readers need: indentation, comments that have
//! lines of their own, and empty lines. Line breaks stay, so no statement changes its meaning.

use crate::Result;

/// The text with each line trimmed and lines of comment left out.
///
/// # Errors
/// When a template literal of a script goes over more than one line, whose blanks are its value, or
/// a comment that begins a line is followed by code.
pub fn shortened(text: &str) -> Result<String> {
    let mut short = String::with_capacity(text.len());
    let mut in_comment = false;
    for (line, number) in text.lines().map(str::trim).zip(1_usize..) {
        let begins = line.starts_with("/*");
        if in_comment || begins {
            // The end of the opening `/*/` is not that of the comment.
            let rest = if begins && !in_comment { &line[2..] } else { line };
            in_comment = match rest.split_once("*/") {
                None => true,
                Some((_, "")) => false,
                Some(_) => return Err(format!("line {number}: code behind a comment").into()),
            };
        } else if !line.is_empty() && !line.starts_with("//") {
            if line.matches('`').count() % 2 == 1 {
                return Err(format!("line {number}: a template literal goes on").into());
            }
            short.push_str(line);
            short.push('\n');
        }
    }
    Ok(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_readers_need_goes() {
        let script = "\n  // what it does\n  const a = \"//\"; // so\n\n  /** more\n   * of it */\n  b(`${a}  `);\n";
        let short = "const a = \"//\"; // so\nb(`${a}  `);\n";
        assert_eq!(shortened(script).expect("is shortened"), short);
        let styles = "/* one */\na {\n  margin: 0 /* two */ 1px;\n}\n/*/ three\n*/\n";
        let short = "a {\nmargin: 0 /* two */ 1px;\n}\n";
        assert_eq!(shortened(styles).expect("is shortened"), short);
    }

    #[test]
    fn what_would_change_its_meaning_is_refused() {
        assert!(shortened("a = `one\n  two`;").is_err());
        assert!(shortened("/* one */ a();").is_err());
        assert!(shortened("/* one\n two */ a();").is_err());
    }
}
