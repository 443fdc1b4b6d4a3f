//! What the formats that others read owe: they are what their readers take, they agree with one
//! another, and they arrive whole.

#[path = "support/counts.rs"]
mod counts;
#[path = "session/process.rs"]
mod process;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use clawtidy::cli::Status;
use counts::{counts_of, list, number, text};
use process::{Given, Ran, run};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use tempfile::TempDir;

/// A config with what makes places hard: a byte order mark, characters of one to four bytes, all
/// kinds of line ends, a lone one among them, and a comment that sets something apart.
const HARD: &str = "\u{FEFF}{ gateway: { mode: 'local', prot: 1 },\r\n\t/* \u{1F600} öä */ gatway: {},\r\
    // clawtidy-ignore[unknown-key]: \"why\" & <b>\n  nope: 1,\n\
    channels: { telegram: { dm_policy: 'pairing' } }, agents: { list: [{ id: 'a' }, { id: 'b' }] } }";

/// One with a key of which each format has to make words, and a password.
const TELLING: &str = r#"{
  gateway: {
    mode: "local",
    "x`y](http://e.org) <b> @ann #1 ]]> & ::error::\u0001 %0A": 1,
    bind: "**b** | <img src=x> [a](b) \u0007",
    token: "Tr0ub4dor&3zebra",
    tokne: "Tr0ub4dor&3zebra",
  },
}
"#;

fn directory(files: &[(&str, &str)]) -> TempDir {
    let directory = TempDir::new().expect("a temporary directory");
    for (name, text) in files {
        let path = directory.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let file = File::create(path);
        file.and_then(|mut file| file.write_all(text.as_bytes())).expect("a file");
    }
    directory
}

/// Configs of every kind.
fn configs() -> TempDir {
    directory(&[
        ("hard/openclaw.json", HARD),
        ("my öld %20 configs/openclaw.json5", TELLING),
        ("clean/openclaw.json", "{ gateway: { mode: 'local' } }"),
        ("broken/openclaw.json", "{ gateway: { mode: 'local' "),
        ("empty/openclaw.json", ""),
        ("parts/openclaw.json", "{ gateway: { mode: 'local' }, $include: './more.json5' }"),
        ("parts/more.json5", "{ gateway: { prot: 1 },\n meta: { lastTouchedVersion: 7 } }"),
        (
            "backup/openclaw.json",
            "{ security: { audit: { suppressions: [ { checkId: \
          'gateway.loopback_no_auth', reason: 'alone here' } ] } }, gateway: { mode: 'local', \
          auth: { mode: 'none' } } }",
        ),
    ])
}

fn check(directory: &Path, arguments: &[&str]) -> Ran {
    let arguments = [&["check"], arguments].concat();
    run(directory, &Given { arguments: &arguments, ..Given::default() })
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}\n{}", ran.stdout))
}

#[test]
fn sarif_is_what_the_standard_says() {
    let schema = include_str!("sarif/sarif-2.1.0.json");
    let schema: Value = serde_json::from_str(schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is one");
    assert!(!validator.is_valid(&serde_json::json!({ "version": "2.1.0", "runs": [{}] })));
    let directory = configs();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = ["--output-format", "sarif", "--select", "all", "--show-suppressed"];
    let examples = [&all[..], &["--no-config", "tests/cli", "nowhere"]].concat();
    for ran in [
        check(directory.path(), &all),
        check(directory.path(), &["--output-format", "sarif"]),
        check(directory.path(), &["--output-format", "sarif", "clean"]),
        check(directory.path(), &["--output-format", "sarif", "nowhere"]),
        check(root, &examples),
    ] {
        let log = json(&ran);
        let errors: Vec<_> = validator.iter_errors(&log).map(|it| it.to_string()).collect();
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        let failed = ran.status == Status::Failed;
        let invocation = log.pointer("/runs/0/invocations/0").expect("an invocation");
        assert_eq!(invocation["executionSuccessful"].as_bool(), Some(!failed));
        let notes = list(invocation, "/toolExecutionNotifications");
        assert_eq!(notes.is_empty(), !failed, "{}", ran.stderr);
        // What results point at is what they name.
        let run = &log["runs"][0];
        for result in list(run, "/results") {
            let rule = &run["tool"]["driver"]["rules"][number(result, "/ruleIndex")];
            assert_eq!(rule["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
            let artifact = &run["artifacts"][number(place, "/index")]["location"];
            assert_eq!(
                (&artifact["uri"], &artifact["uriBaseId"]),
                (&place["uri"], &place["uriBaseId"])
            );
        }
    }
}

/// The byte at a place of a text that SARIF gives: a line and a column in characters, both 1-based.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let body = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut at = text.len() - body.len();
    let mut lines = 1;
    while lines < line {
        let rest = &text[at..];
        let end = rest.find(['\r', '\n']).expect("the line is there");
        at += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        lines += 1;
    }
    let rest = &text[at..];
    at + rest.char_indices().nth(column - 1).map_or(rest.len(), |(offset, _)| offset)
}

fn range(text: &str, region: &Value) -> std::ops::Range<usize> {
    let start = offset(text, number(region, "/startLine"), number(region, "/startColumn"));
    start..offset(text, number(region, "/endLine"), number(region, "/endColumn"))
}

#[test]
fn sarif_regions_and_fixes_are_those_of_json() {
    let directory = directory(&[("openclaw.json", HARD)]);
    let log = json(&check(directory.path(), &["--output-format", "sarif", "--select", "all"]));
    let report = json(&check(directory.path(), &["--output-format", "json", "--select", "all"]));
    let (results, findings) = (list(&log, "/runs/0/results"), list(&report, "/files/0/findings"));
    assert_eq!(results.len(), findings.len());
    assert!(results.len() > 4, "{results:?}");
    let mut fixes = 0;
    for (result, finding) in results.iter().zip(findings) {
        let region = &result["locations"][0]["physicalLocation"]["region"];
        let bytes = number(finding, "/start/offset")..number(finding, "/end/offset");
        assert_eq!(range(HARD, region), bytes, "{finding}");
        assert_eq!(number(region, "/byteOffset"), bytes.start);
        assert_eq!(number(region, "/byteLength"), bytes.len());
        let replacements = list(result, "/fixes/0/artifactChanges/0/replacements");
        let edits = list(finding, "/fix/edits");
        assert_eq!(replacements.len(), edits.len());
        for (replacement, edit) in replacements.iter().zip(edits) {
            let bytes = number(edit, "/start")..number(edit, "/end");
            assert_eq!(range(HARD, &replacement["deletedRegion"]), bytes, "{edit}");
            assert_eq!(text(replacement, "/insertedContent/text"), text(edit, "/text"));
            fixes += 1;
        }
    }
    assert!(fixes > 3, "{fixes}");
}

#[test]
fn sarif_names_files_as_uris_and_leaves_out_what_is_masked() {
    let directory = configs();
    let log = json(&check(directory.path(), &["--output-format", "sarif"]));
    let artifacts = list(&log, "/runs/0/artifacts");
    let uris: BTreeSet<&str> = artifacts.iter().map(|it| text(it, "/location/uri")).collect();
    assert!(uris.contains("my%20%C3%B6ld%20%2520%20configs/openclaw.json5"), "{uris:?}");
    assert!(uris.contains("parts/more.json5"), "{uris:?}");
    let absolute = directory.path().join("clean");
    let absolute = absolute.to_str().expect("UTF-8");
    let log = json(&check(Path::new("/"), &["--output-format", "sarif", absolute]));
    let artifact = log.pointer("/runs/0/artifacts/0/location").expect("an artifact");
    assert!(text(artifact, "/uri").starts_with("file:///"), "{artifact}");
    assert!(artifact.get("uriBaseId").is_none(), "{artifact}");
    // A fix that moves the token would write the mask.
    let found = check(directory.path(), &["--output-format", "sarif", "--select", "all"]);
    assert!(!found.stdout.contains("***\""), "{}", found.stdout);
}

#[test]
fn sarif_marks_what_is_set_apart() {
    let directory = configs();
    let baseline = ["--write-baseline", "known.json", "hard"];
    assert_eq!(check(directory.path(), &baseline).status, Status::Clean);
    let apart = [
        "--output-format",
        "sarif",
        "--show-suppressed",
        "--baseline",
        "known.json",
        "hard",
        "backup",
    ];
    let log = json(&check(directory.path(), &apart));
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for result in list(&log, "/runs/0/results") {
        let suppression = list(result, "/suppressions").first();
        let of = suppression.map_or("none", |it| text(it, "/kind"));
        let why = suppression.map_or("", |it| text(it, "/justification"));
        *kinds.entry(format!("{of} {why}")).or_default() += 1;
    }
    assert_eq!(kinds.get("inSource \"why\" & <b>"), Some(&1), "{kinds:?}");
    assert_eq!(kinds.get("inSource alone here"), Some(&1), "{kinds:?}");
    assert!(kinds.get("external ").is_some_and(|count| *count > 3), "{kinds:?}");
    // The baseline knows a finding by the same word.
    let known = fs::read_to_string(directory.path().join("known.json")).expect("the baseline");
    let known: Value = serde_json::from_str(&known).expect("JSON");
    for result in list(&log, "/runs/0/results")
        .iter()
        .filter(|it| text(it, "/suppressions/0/kind") == "external")
    {
        let word = result["partialFingerprints"]["clawtidy/v1"].as_str().expect("a fingerprint");
        let (rule, value) = (word.split(':').next(), word.rsplit(':').next());
        let is_it =
            |it: &Value| Some(text(it, "/rule")) == rule && Some(text(it, "/value")) == value;
        assert!(list(&known, "/findings").iter().any(is_it), "{word} {known}");
    }
    // Where nothing is asked for, nothing is marked, and readers show no alert for it.
    let log = json(&check(directory.path(), &["--output-format", "sarif", "backup"]));
    assert!(list(&log, "/runs/0/results").is_empty());
}

#[test]
fn all_formats_count_alike() {
    let directory = configs();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (place, arguments) in [
        (directory.path(), &[][..]),
        (directory.path(), &["--select", "all", "nowhere", "."]),
        (directory.path(), &["clean"]),
        (
            root,
            &[
                "--no-config",
                "--profile",
                "public",
                "tests/cli/several.in",
                "tests/cli/includes.in",
            ],
        ),
    ] {
        let of = |format: &str| {
            let ran = check(place, &[&["--output-format", format], arguments].concat());
            (counts_of(format, &ran.stdout), ran.status)
        };
        let (expected, status) = of("json");
        for format in ["sarif", "gitlab", "junit", "github", "markdown"] {
            assert_eq!(of(format), (expected, status), "{format} {arguments:?}");
        }
        let [errors, warnings, infos, _] = expected;
        for format in ["full", "concise"] {
            assert_eq!(of(format).0[..3], [errors, warnings, infos], "{format} {arguments:?}");
        }
    }
}

#[test]
fn gitlab_tells_issues_apart_and_knows_them_again() {
    let directory = configs();
    let fingerprints = |directory: &TempDir| {
        let report =
            json(&check(directory.path(), &["--output-format", "gitlab", "--select", "all"]));
        let issues = list(&report, "").iter();
        issues.map(|it| text(it, "/fingerprint").to_owned()).collect::<Vec<_>>()
    };
    let before = fingerprints(&directory);
    let different: BTreeSet<_> = before.iter().collect();
    assert_eq!(different.len(), before.len());
    let path = directory.path().join("my öld %20 configs/openclaw.json5");
    let mut file = File::create(path).expect("a file");
    write!(file, "// new\n\n\n{TELLING}").expect("a file");
    assert_eq!(fingerprints(&directory), before);
}

#[test]
fn junit_is_well_formed_and_counts_its_tests() {
    let directory = configs();
    let ran = check(directory.path(), &["--output-format", "junit", "--show-suppressed"]);
    let mut reader = Reader::from_str(&ran.stdout);
    let (mut left, mut suites, mut names) = (0, 0, BTreeSet::new());
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let (Event::Start(element) | Event::Empty(element)) = &event else {
            if matches!(event, Event::Eof) {
                break;
            }
            continue;
        };
        let attributes: BTreeMap<String, String> = element
            .attributes()
            .map(|it| it.expect("an attribute"))
            .map(|it| (it.key.as_ref().to_owned(), it.value.into_owned()))
            .collect();
        match element.name().as_ref() {
            "testsuite" => {
                assert_eq!(left, 0, "the suite before has fewer tests than it says");
                left = attributes["tests"].parse::<usize>().expect("a count");
                suites += 1;
            }
            "testcase" => {
                left -= 1;
                let name = (attributes["classname"].clone(), attributes["name"].clone());
                assert!(names.insert(name), "{attributes:?}");
            }
            _ => {}
        }
    }
    assert_eq!((left, suites), (0, 8));
    assert!(!ran.stdout.contains(|c: char| c.is_control() && c != '\n'), "{}", ran.stdout);
}

#[test]
fn markdown_fits_a_comment_and_says_what_it_leaves_out() {
    let keys: Vec<String> = (0..2_000).map(|it| format!("nope{it}: {it}")).collect();
    let directory = directory(&[("openclaw.json", &format!("{{ {} }}", keys.join(",\n")))]);
    let ran = check(directory.path(), &["--output-format", "markdown"]);
    assert!(ran.stdout.len() < 65_536, "{}", ran.stdout.len());
    let listed = ran.stdout.split('\n').filter(|line| line.starts_with("- ")).count();
    let report = json(&check(directory.path(), &["--output-format", "json"]));
    let all = list(&report, "/files/0/findings").len();
    let more = format!("There is no room for {} lines more", all - listed);
    assert!(listed > 100 && ran.stdout.contains(&more), "{}", &ran.stdout[60_000..]);
}

#[test]
fn one_run_feeds_any_number_of_files() {
    let directory = configs();
    let formats = ["full", "concise", "json", "github", "sarif", "gitlab", "junit", "markdown"];
    let mut arguments = vec!["--output-format".to_owned(), "concise".to_owned()];
    for format in formats {
        arguments.extend(["--output-file".to_owned(), format!("{format}=report.{format}")]);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let ran = check(directory.path(), &arguments);
    assert_eq!(ran.status, Status::Failed, "the empty config: {}", ran.stderr);
    for format in formats {
        let alone = check(directory.path(), &["--output-format", format]).stdout;
        let written = fs::read_to_string(directory.path().join(format!("report.{format}")));
        // Without a locale, and in UTF-8 in any case.
        let written = written.expect("the report is there");
        assert_eq!(counts_of(format, &written), counts_of(format, &alone), "{format}");
        if !matches!(format, "full" | "concise") {
            assert_eq!(written, alone, "{format}");
        }
    }
    assert_eq!(ran.stdout, check(directory.path(), &["--output-format", "concise"]).stdout);
    // Anew, over what is there, and to standard output by its other name.
    let again =
        check(directory.path(), &["--output-file", "json=-", "--output-file", "sarif=report.json"]);
    assert!(again.stdout.starts_with("{\"format\":1"), "{}", again.stdout);
    let written = fs::read_to_string(directory.path().join("report.json")).expect("the report");
    assert!(written.starts_with("{\"version\":\"2.1.0\""), "{written}");
    let left = fs::read_dir(directory.path()).expect("a directory").flatten();
    let left: Vec<_> =
        left.map(|it| it.file_name()).filter(|it| it.to_string_lossy().ends_with(".tmp")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn files_that_cannot_be_or_must_not_be_written_are_refused() {
    let directory = configs();
    let config = "hard/openclaw.json";
    for (arguments, complaint) in [
        (
            &["--output-file", "sarif=no/report.sarif"][..],
            "no/report.sarif: not written: its directory is not there",
        ),
        (
            &["--output-file", "sarif=hard"],
            "hard: not written: something else than a file is there",
        ),
        (
            &["--output-file", "sarif=hard/../hard/openclaw.json"],
            "not written: this run needs it for something else",
        ),
        (
            &["--output-file", "sarif=a.json", "--output-file", "json=hard/../a.json"],
            "not written: --output-file names it twice",
        ),
        (
            &["--output-file", "json=k.json", "--write-baseline", "k.json"],
            "not written: this run needs it",
        ),
        (
            &["--output-file", "json=parts/more.json5", "parts/openclaw.json"],
            "parts/more.json5: not written: a config includes it",
        ),
        (
            &["--output-format", "json", "--output-format", "sarif"],
            "--output-format json --output-file sarif=FILE",
        ),
        (
            &["--output-format", "json", "--output-file", "sarif=-"],
            "only one format can be printed",
        ),
        (&["--output-file", "sariff=a"], "`sariff` is no format; there are full, concise"),
        (&["--output-file", "sarif"], "a format and a file"),
    ] {
        let ran = check(directory.path(), arguments);
        assert_eq!(ran.status, Status::Failed, "{arguments:?}");
        assert!(ran.stderr.contains(complaint), "{arguments:?}\n{}", ran.stderr);
    }
    assert_eq!(fs::read_to_string(directory.path().join(config)).expect("the config"), HARD);
    assert!(!directory.path().join("a.json").exists());
}

#[test]
fn a_workflow_of_github_has_annotations_beside_the_log() {
    let directory = directory(&[("openclaw.json", "{ gateway: { mode: 'local', prot: 1 } }")]);
    let printed = |variables: &[(&str, &str)], arguments: &[&str]| {
        let arguments = [&["check"], arguments].concat();
        let given = Given { arguments: &arguments, variables, ..Given::default() };
        let ran = run(directory.path(), &given);
        let frames = ran.stdout.contains("error[misspelled-key]\n");
        (
            frames,
            ran.stdout.contains("\n::error file=openclaw.json,line=1")
                || ran.stdout.starts_with("::error "),
        )
    };
    let workflow = &[("GITHUB_ACTIONS", "true")][..];
    assert_eq!(printed(&[], &[]), (true, false));
    assert_eq!(printed(&[("GITHUB_ACTIONS", "false")], &[]), (true, false));
    assert_eq!(printed(workflow, &[]), (true, true));
    assert_eq!(printed(workflow, &["--output-format", "full"]), (true, false));
    assert_eq!(printed(workflow, &["--output-format", "github"]), (false, true));
    assert_eq!(printed(workflow, &["--output-format", "json"]), (false, false));
    assert_eq!(printed(workflow, &["--statistics"]), (false, false));
    assert_eq!(printed(workflow, &["--diff"]), (false, false));
}

/// The paths of a document with the types of what is there: `files[].path` is a string.
fn types(value: &Value, path: &str, seen: &mut BTreeSet<(String, &'static str)>) {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    };
    // A document and an item of a list are objects without a name.
    let is_item = path.ends_with("[]");
    if !path.is_empty() && (kind != "object" || !is_item) {
        seen.insert((path.to_owned(), kind));
    }
    for item in value.as_array().into_iter().flatten() {
        types(item, &format!("{path}[]"), seen);
    }
    for (name, member) in value.as_object().into_iter().flatten() {
        let dot = if path.is_empty() { "" } else { "." };
        types(member, &format!("{path}{dot}{name}"), seen);
    }
}

#[test]
fn the_reference_of_json_is_what_is_printed() {
    let directory = configs();
    let mut seen = BTreeSet::new();
    let baseline = ["--write-baseline", "known.json", "hard"];
    assert_ne!(check(directory.path(), &baseline).status, Status::Failed);
    let all = ["--output-format", "json", "--select", "all", "--show-suppressed"];
    let known = [&all[..], &["--baseline", "known.json"]].concat();
    let fixing = [&all[..], &["--fix", "hard"]].concat();
    for arguments in [&known, &fixing] {
        types(&json(&check(directory.path(), arguments)), "", &mut seen);
    }
    // What is set apart has the fields of a finding, and two of its own.
    let printed: BTreeSet<_> = seen
        .into_iter()
        .map(|(path, kind)| match path.strip_prefix("files[].suppressed[].") {
            Some(rest) if !matches!(rest, "by" | "reason") => {
                (format!("files[].findings[].{rest}"), kind)
            }
            _ => (path, kind),
        })
        .collect();
    let reference = include_str!("../docs/json-format.md");
    let rows = reference.split('\n').filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.filter_map(|row| row.split_once("` | "));
    let documented: BTreeSet<_> = rows
        .flat_map(|(path, rest)| {
            let kinds = rest.split_once(" | ").expect("a third cell").0;
            kinds.split(" or ").map(|kind| (path.to_owned(), kind)).collect::<Vec<_>>()
        })
        .collect();
    let missing: Vec<_> = printed.difference(&documented).collect();
    assert!(missing.is_empty(), "printed and not documented: {missing:?}");
    // No rule leaves it out today.
    let may_be = ("files[].findings[].help".to_owned(), "null");
    let left: Vec<_> = documented.difference(&printed).filter(|it| **it != may_be).collect();
    assert!(left.is_empty(), "documented and not printed: {left:?}");
}

#[test]
fn sarif_stays_as_it_is() {
    let related = "{ gateway: { mode: 'local', auth: { mode: 'none' } }, gateway: { mode: 'local' },\n\
        // clawtidy-ignore[unknown-key]: for later\n  nope: 1 }";
    let directory = directory(&[("my openclaw.json", related)]);
    let all = ["--output-format", "sarif", "--show-suppressed", "my openclaw.json", "gone.json"];
    let mut log = json(&check(directory.path(), &all));
    for rule in
        log.pointer_mut("/runs/0/tool/driver/rules").and_then(Value::as_array_mut).expect("rules")
    {
        // Their pages are held elsewhere.
        rule["fullDescription"]["text"] = "…".into();
        rule["help"]["markdown"] = "…".into();
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&log).expect("JSON"));
}
