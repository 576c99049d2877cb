//! Every real Prefetch file equals what independent tools read in it.

use konseki_core::{error::Warnings, formats::prefetch};
use konseki_tests::evidence;
use serde_json::{Value, json};

/// TRUTH rounds times to microseconds.
fn rounded(times: &[konseki_core::time::Filetime]) -> Vec<String> {
    times.iter().map(|time| format!("{}Z", &time.to_string()[..26])).collect()
}

fn with_micros(value: &Value) -> Vec<String> {
    let times = value.as_array().cloned().unwrap_or_default();
    let texts = times.iter().filter_map(Value::as_str);
    texts
        .map(|text| text.parse::<konseki_core::time::Filetime>().unwrap())
        .map(|time| format!("{}Z", &time.to_string()[..26]))
        .collect()
}

#[test]
fn every_file_equals_the_ground_truth() {
    let mut differences = Vec::new();
    let mut files = 0;
    for known in evidence::known("pf", "Prefetch files against their ground truth") {
        files += 1;
        let truth = &known.truth;
        let mut warnings = Warnings::default();
        let parsed = prefetch::parse(&known.bytes(), &mut warnings);
        if truth.get("libscca_error").is_some() {
            assert!(parsed.is_err() || !warnings.is_empty(), "{}: read as whole", known.name);
            continue;
        }
        let parsed = parsed.unwrap_or_else(|error| panic!("{}: {error}", known.name));
        let mut check = |field: &str, found: Value, expected: &Value| {
            if found != *expected {
                differences.push(format!("{}: {field}: {found} not {expected}", known.name));
            }
        };
        check("exe", json!(parsed.executable), &truth["exe"]);
        check("hash", json!(format!("{:08X}", parsed.hash)), &truth["hash"]);
        check("version", json!(parsed.version), &truth["version"]);
        check("run_count", json!(parsed.run_count), &truth["run_count"]);
        let times = json!(rounded(&parsed.last_run_times));
        check("last_run_times", times, &json!(with_micros(&truth["last_run_times"])));
        check("filenames", json!(parsed.loaded_files), &truth["filenames"]);
        let volumes: Vec<_> = parsed
            .volumes
            .iter()
            .map(|volume| {
                json!([
                    volume.device,
                    format!("{:08X}", volume.serial),
                    rounded(&[volume.created])[0]
                ])
            })
            .collect();
        let expected: Vec<_> = truth["volumes"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|volume| {
                json!([
                    volume["device"],
                    volume["serial"],
                    with_micros(&json!([volume["created"]]))[0]
                ])
            })
            .collect();
        check("volumes", json!(volumes), &json!(expected));
        check("warnings", json!(warnings.is_empty()), &json!(true));
        // Independent tools give no directories; each begins with the path of its volume.
        for volume in &parsed.volumes {
            let strangers: Vec<_> = volume
                .directories
                .iter()
                .filter(|directory| !directory.starts_with(&volume.device))
                .collect();
            check("directories", json!(strangers), &json!([]));
        }
    }
    println!("{files} files");
    assert!(
        differences.is_empty(),
        "{} of {files}:\n{}",
        differences.len(),
        differences.join("\n")
    );
}
