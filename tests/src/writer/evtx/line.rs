//! An event from one line of text.

use super::event::Event;

/// Reads `CHANNEL ID Name=value … @time`, where the channel is `Security`, `Sysmon` or `System`,
/// a value with blanks stands in double quotes, and the day is given apart.
///
/// ```
/// use konseki_tests::writer::evtx::event_from_line;
/// let event = event_from_line(
///     r#"Security 5140 ShareName=\\*\IPC$ IpAddress=10.0.0.5 @09:15:06"#,
///     "2026-03-02",
/// );
/// assert_eq!(event.time().to_string(), "2026-03-02T09:15:06.0000000Z");
/// ```
///
/// # Panics
/// On a channel, event or field that no layout has.
pub fn event_from_line(line: &str, day: &str) -> Event {
    let mut words = words(line).into_iter();
    let channel = words.next().unwrap_or_default();
    let id = words.next().unwrap_or_default();
    let id: u16 = id.parse().unwrap_or_else(|_| panic!("{id} is no event id in: {line}"));
    let mut event = match channel.as_str() {
        "Security" => Event::security(id),
        "Sysmon" => Event::sysmon(id),
        "System" => Event::system(id),
        other => panic!("no channel is called {other} in: {line}"),
    };
    for word in words {
        event = match word.strip_prefix('@') {
            Some(time) => event.at(&format!("{day}T{time}Z")),
            None => {
                let (name, value) = word
                    .split_once('=')
                    .unwrap_or_else(|| panic!("{word} is neither a field nor a time in: {line}"));
                event.field(name, value)
            }
        };
    }
    event
}

/// Splits at blanks outside double quotes; the quotes themselves are left out.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut is_quoted = false;
    for character in line.chars() {
        match character {
            '"' => is_quoted = !is_quoted,
            ' ' if !is_quoted => words.push(String::new()),
            other => words.last_mut().expect("there is a first word").push(other),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
