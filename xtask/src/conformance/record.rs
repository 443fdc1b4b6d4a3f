//! OpenClaw's verdicts about the fixtures, for tests that run without it.

use std::path::Path;

use serde_json::json;

use super::cases::Case;
use super::oracle::{Issue, Verdict};

/// Writes `fixtures/verdicts.jsonl`: whether each fixture is valid, and the places of what
/// OpenClaw reports. Its messages are its own and stay out.
pub(crate) fn write(root: &Path, release: &str, told: &[(Case, Verdict)]) -> Result<(), String> {
    let places = |issues: &[Issue]| {
        let mut places: Vec<_> = issues.iter().map(|issue| issue.path.clone()).collect();
        places.sort();
        places.dedup();
        places
    };
    let lines = told.iter().map(|(case, verdict)| {
        let line = json!({
            "file": case.name,
            "release": release,
            "valid": verdict.valid,
            "issues": places(&verdict.issues),
            "warnings": places(&verdict.warnings),
        });
        format!("{line}\n")
    });
    crate::put(&root.join("fixtures/verdicts.jsonl"), &lines.collect::<String>())
}
