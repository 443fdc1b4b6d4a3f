//! What the formats tell of, counted in what was printed.

use serde_json::Value;

/// The list at a place of a document; empty where there is none.
pub(crate) fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// The text at a place of a document; empty where there is none.
pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// The number at a place of a document, which has one there.
pub(crate) fn number(value: &Value, pointer: &str) -> usize {
    let number = value.pointer(pointer).and_then(Value::as_u64).expect(pointer);
    usize::try_from(number).expect("a small number")
}

/// How many errors, warnings, notes and files that could not be judged there are.
pub(crate) type Counts = [usize; 4];

/// Counts what a format tells of.
pub(crate) fn counts_of(format: &str, printed: &str) -> Counts {
    let count = |what: &str| printed.split('\n').filter(|line| line.contains(what)).count();
    let values = || serde_json::from_str::<Value>(printed).expect("JSON");
    match format {
        "json" => {
            let value = values();
            let of = |name: &str| number(&value, &format!("/summary/{name}"));
            [of("errors"), of("warnings"), of("infos"), list(&value, "/errors").len()]
        }
        "sarif" => {
            let value = values();
            let results = list(&value, "/runs/0/results");
            let of = |level| results.iter().filter(|it| text(it, "/level") == level).count();
            let notes = list(&value, "/runs/0/invocations/0/toolExecutionNotifications");
            [of("error"), of("warning"), of("note"), notes.len()]
        }
        "gitlab" => {
            let value = values();
            let (own, found): (Vec<_>, Vec<_>) =
                list(&value, "").iter().partition(|it| text(it, "/check_name") == "clawtidy");
            let of = |level: &str| found.iter().filter(|it| text(it, "/severity") == level).count();
            [of("blocker") + of("critical"), of("major"), of("info"), own.len()]
        }
        "junit" => {
            let of = |kind: &str| count(&format!("<failure type=\"{kind}\""));
            [of("error"), of("warning"), count("<system-out>"), count("<error ")]
        }
        "github" => {
            let own = count(",title=clawtidy::");
            let of =
                |command: &str| printed.split('\n').filter(|it| it.starts_with(command)).count();
            [of("::error ") - own, of("::warning "), of("::notice "), own]
        }
        "markdown" => {
            let of = |severity: &str| count(&format!("- **{severity}** at "));
            let own = printed
                .split_once("### Not checked\n\n")
                .map_or(0, |(_, own)| own.matches('\n').count());
            [of("error"), of("warning"), of("info"), own]
        }
        "concise" => {
            let of = |severity: &str| count(&format!(": {severity}["));
            [of("error"), of("warning"), of("info"), 0]
        }
        _ => {
            let of = |severity: &str| {
                let begins = |it: &&str| it.starts_with(severity) && it.ends_with(']');
                let also = format!("  also: {severity}[");
                printed.split('\n').filter(begins).count() + count(&also)
            };
            [of("error["), of("warning["), of("info["), 0]
        }
    }
}
