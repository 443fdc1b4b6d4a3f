//! Output: whatever a config says, each format is well-formed to its own readers, all count alike, and
//! nothing in it steers a terminal or a workflow.

use std::sync::OnceLock;

use clawtidy::check;
use clawtidy::finding::Safety;
use clawtidy::output::{self, Format, Look, Options, Printer};
use clawtidy::report::{Details, FileReport, Gate, Selection, Tally};
use clawtidy::schema::Target;
use clawtidy::source::Source;
use clawtidy::{Fixing, mend};
use jsonschema::Validator;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value as Json;

use crate::config::Case;
use crate::counts::counts_of;
use crate::reached::Reached;

/// Names of files, as anybody may choose them.
const NAMES: &[&str] = &[
    "openclaw.json",
    "-",
    "my \u{f6}ld %20/openclaw.json5",
    "a\nb::error file=x::/openclaw.json",
    "a\r\u{1b}[31m\u{202e}/openclaw.json",
    "<b>&\"'.json",
    "`a` | [b](c) @ann/openclaw.json",
    "C:\\a,b::c\\openclaw.json",
    "\u{2028}\u{7f}\u{9b}.json",
];

/// No colours, no links.
const PLAIN: Look = Look { colour: false, unicode: true, width: 80, links: false };

const FORMATS: &[(&str, Format)] = &[
    ("json", Format::Json),
    ("sarif", Format::Sarif),
    ("gitlab", Format::Gitlab),
    ("junit", Format::Junit),
    ("github", Format::Github),
    ("markdown", Format::Markdown),
    ("concise", Format::Concise),
    ("full", Format::Full),
];

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let Case { text, world, mut dice } = Case::of(bytes);
    let name = if dice.below(2) == 0 { NAMES[0] } else { NAMES[dice.below(NAMES.len())] };
    let all = Selection::new(vec!["all".to_owned()], Vec::new()).expect("a name of all rules");
    let selection = if dice.below(2) == 0 { all } else { Selection::default() };
    let gate = Gate {
        selection: selection.clone(),
        details: Details { excerpts: true, edits: true, fingerprints: true },
        show_secrets: dice.below(8) == 0,
        ..Gate::default()
    };
    let source = Source::new(name, text);
    let is_mended = dice.below(4) == 0;
    let file = if is_mended {
        let fixing = Fixing::new(selection, Safety::Unsafe);
        let fixed = mend(source.clone(), &world, &fixing);
        for diff in output::diff(&source, &fixed, &gate, PLAIN) {
            assert!(is_quiet(&diff), "the diff: {diff:?}\n{}", source.text());
        }
        gate.pass_fixed(&source, &fixed)
    } else {
        gate.pass(&source, &check(&source, &world))
    };
    let look = Look { unicode: dice.below(2) == 0, width: 20 + dice.below(100), ..PLAIN };
    let options = Options { look, quiet: false, show_suppressed: false, allowed: Safety::Unsafe };
    let tally = Tally::new(Target::Release(world.target));
    let mut counted = None;
    for (name, format) in FORMATS {
        let printed = printed(*format, options, &file, tally.clone());
        let shown = || format!("{name}: {}\n{printed}\n{printed:?}", source.text());
        well_formed(*format, &printed, dice.below(32) == 0)
            .unwrap_or_else(|why| panic!("{why}: {}", shown()));
        // A long list is cut in Markdown, and excerpts may look like headings to who counts lines.
        let is_whole = *format != Format::Full && !printed.contains("There is no room for");
        if is_whole {
            let counts = counts_of(name, &printed);
            let expected = *counted.get_or_insert(counts);
            assert_eq!(counts, expected, "counts differ: {}", shown());
        }
    }
    Reached::of([
        ("with a finding", !file.findings.is_empty()),
        ("with five findings or more", file.findings.len() >= 5),
        ("with something set apart", !file.suppressed.is_empty()),
        ("mended", is_mended && !file.fixed.is_empty()),
    ])
}

fn printed(format: Format, options: Options, file: &FileReport, mut tally: Tally) -> String {
    let mut out = Vec::new();
    let mut printer = Printer::new(format, options);
    printer.print(file, &tally, &mut out).expect("memory takes it");
    tally.add(file);
    printer.finish(&tally, &mut out).expect("memory takes it");
    String::from_utf8(out).expect("output is UTF-8")
}

/// Whether a format is what its readers take, or why not.
fn well_formed(format: Format, printed: &str, thoroughly: bool) -> Result<(), String> {
    let json = || serde_json::from_str::<Json>(printed).map_err(|error| error.to_string());
    match format {
        Format::Json => json().map(drop),
        Format::Gitlab => json()?.as_array().map(drop).ok_or_else(|| "no list".to_owned()),
        Format::Sarif => {
            let log = json()?;
            let error = if thoroughly { sarif().iter_errors(&log).next() } else { None };
            error.map_or(Ok(()), |error| Err(error.to_string()))
        }
        Format::Junit => xml(printed),
        Format::Github => {
            let is_command = |line: &str| {
                let command = ["::error ", "::warning ", "::notice "];
                let rest = command.iter().find_map(|command| line.strip_prefix(command));
                // What follows is one list of properties and one message.
                rest.is_some_and(|it| it.starts_with("file=") && it.contains(",title="))
            };
            let mut lines = printed.split_terminator('\n');
            if !lines.all(is_command) {
                return Err("a line is no command".to_owned());
            }
            quiet(printed)
        }
        Format::Markdown | Format::Concise | Format::Full => quiet(printed),
    }
}

fn sarif() -> &'static Validator {
    static VALIDATOR: OnceLock<Validator> = OnceLock::new();
    VALIDATOR.get_or_init(|| {
        let schema = include_str!("../../tests/sarif/sarif-2.1.0.json");
        let schema: Json = serde_json::from_str(schema).expect("the schema is JSON");
        jsonschema::validator_for(&schema).expect("the schema is one")
    })
}

/// Whether a text is XML 1.0: its tags match, and it has no character that none may have.
fn xml(printed: &str) -> Result<(), String> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..);
    if let Some(c) = printed.chars().find(|c| !is_allowed(*c)) {
        return Err(format!("{c:?} is no character of XML"));
    }
    let mut reader = Reader::from_str(printed);
    let mut open = 0_usize;
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                open += 1;
                for attribute in start.attributes() {
                    attribute.map_err(|error| error.to_string())?;
                }
            }
            Event::End(_) => open -= 1,
            Event::Eof if open == 0 => return Ok(()),
            Event::Eof => return Err("an element is not closed".to_owned()),
            _ => {}
        }
    }
}

fn quiet(printed: &str) -> Result<(), String> {
    if is_quiet(printed) { Ok(()) } else { Err("a character steers a terminal".to_owned()) }
}

/// Whether no character steers a terminal.
fn is_quiet(text: &str) -> bool {
    let unquiet = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n'))
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    // A line of a diff ends as the line of the config does.
    !text.replace("\r\n", "\n").contains(unquiet)
}
