//! Statements on settings that are not known are a matter of usage.

use std::process::Command;

#[test]
fn an_unknown_setting_is_refused_with_the_list_of_ids() {
    for (statement, said) in [
        ("audit.everything=on", "audit.process_creation"),
        ("object_auditing=maybe", "on or off"),
        ("object_auditing=on yesterday", "SETTING=on|off"),
    ] {
        let run = Command::new(env!("CARGO_BIN_EXE_konseki"))
            .args(["check", "--statement", statement, "Cargo.toml"])
            .output()
            .unwrap();
        assert_eq!(run.status.code(), Some(2), "{statement}");
        let message = String::from_utf8(run.stderr).unwrap();
        assert!(message.contains(said), "{message}");
    }
}
