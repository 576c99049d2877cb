use super::*;

#[test]
fn every_spelling_is_masked() {
    for (line, masked) in [
        (r"net use \\h\s PASS /user:U", r"net use \\h\s ******** /user:U"),
        (r"net  use \\h\s /user:U PASS", r"net  use \\h\s /user:U ********"),
        (
            r"net use X: \\h\s PASS /u:U /persistent:no",
            r"net use X: \\h\s ******** /u:U /persistent:no",
        ),
        (
            r#""C:\Windows\system32\net.exe" use \\h\s "P S" /USER:"A B""#,
            r#""C:\Windows\system32\net.exe" use \\h\s ******** /USER:"A B""#,
        ),
        (r"net use \\h\s * /user:U", r"net use \\h\s * /user:U"),
        (r"cmd /c net use \\h\s PASS & dir", r"cmd /c net use \\h\s ******** & dir"),
        (
            r#"cmd.exe /c "net use \\h\s PASS /user:U""#,
            r#"cmd.exe /c "net use \\h\s ******** /user:U""#,
        ),
        (r"net user eve PASS /add", r"net user eve ******** /add"),
        (r"x use \\h\s PASS /user:U", r"x use \\h\s ******** /user:U"),
        (r"x use /y X: \\h\s PASS", r"x use /y X: \\h\s ********"),
        (r"x use X: PASS /home", r"x use X: ******** /home"),
        (r"cmd /c n^et use \\h\s PASS", r"cmd /c n^et use \\h\s ********"),
        (r"cmd /c net u^se \\h\s PASS", r"cmd /c net u^se \\h\s ********"),
        (r"net %u% \\h\s PASS", r"net %u% \\h\s ********"),
        (
            r"cmd /c set n=net& %n% use \\h\s PASS /user:U",
            r"cmd /c set n=net& %n% use \\h\s ******** /user:U",
        ),
        (r"x use https://h/dav PASS", r"x use https://h/dav ********"),
        (r"net use X: https://U:PASS@h/dav", r"net use X: ********"),
        (r"net1 use \\h\s /PASS /savecred", r"net1 use \\h\s ******** /savecred"),
        ("net view", "net view"),
        (r"net use", r"net use"),
        (r"notepad net.txt", r"notepad net.txt"),
    ] {
        assert_eq!(mask_secrets(line), masked);
    }
}

/// Every combination of program, place of the password, its form, options around it and the
/// command in which the whole stands: no part of the password is left.
#[test]
fn no_spelling_lets_a_password_through() {
    let programs = ["net", r"C:\Windows\System32\NET.EXE", "dir&net1", "n^e^t", "x", "%n%"];
    let passwords = [
        "S3cr",
        "/S3cr",
        "S3cr:W0rd",
        "/p:S3cr",
        "/u-S3cr",
        "S3cr&W0rd",
        r"\\S3cr\W0rd",
        "httpS3cr",
        "COMS3cr:",
        r#""S3cr W0rd""#,
        r#""S3cr /user:x W0rd""#,
        r#""S3cr""W0rd""#,
        r#"S3cr\"W0rd"#,
        r#""S3cr\" W0rd""#,
        "S3cr'W0rd",
        "'S3cr W0rd'",
        "%S3cr%",
        "S3cr|W0rd",
        "\u{5bc6}S3cr",
    ];
    let users = ["/user:U", "/u:U", "/USER:CORP\\U", r#"/user:"A B""#];
    let options = ["", "/savecred", "/p:yes", "/persistent:no /y"];
    let wraps: [fn(&str) -> String; 6] = [
        |line| line.to_owned(),
        |line| format!("cmd /c {line}"),
        |line| format!("cmd.exe /c \"{line}\""),
        |line| format!("\"C:\\Windows\\system32\\cmd.exe\" /s /c \"{line}\" & dir"),
        |line| format!("schtasks /create /tn x /tr \"{line}\" /sc once"),
        |line| format!("powershell -Command \"& {{ {line} }}\""),
    ];
    let mut seen = 0_usize;
    for program in programs {
        for password in passwords {
            for (user, option) in users.iter().flat_map(|u| options.map(|o| (u, o))) {
                let orders = [
                    format!(r"{program} use \\h\s {password} {user} {option}"),
                    format!(r"{program}  use  \\h\s {user} {password} {option}"),
                    format!(r"{program} use X: \\h\s {option} {user} {password}"),
                    format!(r#"{program} use {option} "\\h\s t" {password} X: {user}"#),
                ];
                for line in orders.iter().flat_map(|line| wraps.map(|wrap| wrap(line))) {
                    let masked = mask_secrets(&line);
                    let leaks = masked.contains("S3cr") || masked.contains("W0rd");
                    assert!(!leaks, "{line}\n{masked}");
                    assert!(masked.contains(MASK), "{line}");
                    seen += 1;
                }
            }
        }
    }
    assert_eq!(seen, 6 * 19 * 16 * 4 * 6);
}

#[test]
fn what_a_child_gives_away_is_masked_in_its_parent() {
    let known = secrets(r#"net use \\h\s "S3cr W0rd" /user:U"#);
    assert_eq!(known, ["S3cr W0rd"]);
    for (parent, masked) in [
        (r"cmd /c %n% %u% \\h\s S3^cr W0rd", r"cmd /c %n% %u% \\h\s ********"),
        (r#"cmd /c "set p=S3cr W0rd& run.cmd""#, r#"cmd /c "set p=********& run.cmd""#),
        (r"cmd /c %n% \\h\s 痕S3cr W0rd跡", r"cmd /c %n% \\h\s 痕********跡"),
        ("cmd /c run.cmd", "cmd /c run.cmd"),
    ] {
        assert_eq!(mask_known(parent, &known), masked);
    }
    assert!(secrets("net view").is_empty() && secrets(r"net use \\h\s *").is_empty());
    assert!(secrets(&format!(r"net use \\h\s {MASK}")).is_empty(), "it is masked already");
}

#[test]
fn most_texts_need_no_further_look() {
    for line in ["net x", r#""n"e"t" u"#, "NET1 x", "ipconfig.exe u^se x", "use x", "x&use y"] {
        assert!(may_hold_secrets(line), "{line}");
    }
    for line in
        ["", "net", "use", "ne t", r"C:\Users\eve", "user used re-used", "NT AUTHORITY\\SYSTEM"]
    {
        assert!(!may_hold_secrets(line), "{line}");
    }
}

#[test]
fn what_is_no_password_stays() {
    for line in [
        r"net use X: \\fs01\projects * /user:CORP\svc /persistent:yes",
        r#"cmd /c "net use \\fs01\projects /user:svc * /savecred""#,
        r"net use \\fs01\projects /transport:quic /quicport:443",
        r"net use X: /delete /y",
        r"net use http://fs01/dav /u:svc *",
        r"net view \\fs01 /all",
        r"net localgroup administrators eve /add",
        r"net user eve /delete",
        r"Get-NetAdapter use x",
        r"please use the printer on \\fs01\print",
        r"C:\Users\use\x.exe use this",
    ] {
        assert_eq!(mask_secrets(line), line);
    }
}
