//! JUnit's XML, which most CI systems show as test results: a suite a file, a test a finding.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::Options;
use super::place::slashed;
use super::words::{one_line, said};
use crate::finding::Severity;
use crate::report::{Failure, FileReport, Reported, ReportedSuppressed};

/// Writes what stands before the first file.
pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new(out);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let suites = BytesStart::new("testsuites").with_attributes([("name", "clawtidy")]);
    xml.get_mut().write_all(b"\n")?;
    xml.write_event(Event::Start(suites))?;
    xml.get_mut().write_all(b"\n")
}

/// Writes one file. Errors and warnings are tests that fail, notes tests that pass with an output;
/// without findings, there is one test that passes.
pub(super) fn write(file: &FileReport, options: Options, out: &mut dyn Write) -> io::Result<()> {
    let mut suite = Suite::new(&file.path);
    for finding in &file.findings {
        let outcome = match finding.severity {
            Severity::Error | Severity::Warning => Outcome::Failure,
            Severity::Info => Outcome::Note,
        };
        suite.finding(finding, outcome, &finding.message, &said(finding, "\n"));
    }
    let suppressed = file.suppressed.iter().filter(|_| options.show_suppressed);
    for ReportedSuppressed { finding, reason, .. } in suppressed {
        let why = reason.as_ref().map_or(String::new(), |why| format!(" ({why})"));
        let message = format!("suppressed{why}: {}", finding.message);
        suite.finding(finding, Outcome::Skipped, &message, "");
    }
    if suite.cases.is_empty() {
        suite.add(Case::new("check".to_owned(), Outcome::Success));
    }
    suite.write(out)
}

/// Writes a suite with an error for each file that could not be judged, and the end.
pub(super) fn finish(failures: &[Failure], out: &mut dyn Write) -> io::Result<()> {
    for Failure { path, message } in failures {
        let mut suite = Suite::new(path);
        let case = Case::new("check".to_owned(), Outcome::Error);
        suite.add(Case { message: one_line(message).into_owned(), ..case });
        suite.write(out)?;
    }
    let mut xml = Writer::new(out);
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    xml.get_mut().write_all(b"\n")
}

/// The tests of one file.
struct Suite<'r> {
    path: Cow<'r, str>,
    cases: Vec<Case>,
    /// How often each name was there before: GitLab takes tests of the same name for one.
    names: BTreeMap<String, usize>,
}

struct Case {
    name: String,
    outcome: Outcome,
    /// The file and the line, where there are some.
    place: Option<(String, u32)>,
    kind: &'static str,
    message: String,
    text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Outcome {
    Success,
    Note,
    Failure,
    Error,
    Skipped,
}

impl Case {
    fn new(name: String, outcome: Outcome) -> Self {
        let (message, text) = (String::new(), String::new());
        Self { name, outcome, place: None, kind: "error", message, text }
    }
}

impl<'r> Suite<'r> {
    fn new(path: &'r str) -> Self {
        Self { path: slashed(path), cases: Vec::new(), names: BTreeMap::new() }
    }

    fn finding(&mut self, finding: &Reported, outcome: Outcome, message: &str, said: &str) {
        let file = slashed(finding.region.file(&self.path)).into_owned();
        let at = finding.region.start.position;
        let text = match said {
            "" => String::new(),
            said => format!("{file}:{}:{}: {said}", at.line, at.column),
        };
        self.add(Case {
            name: format!("{} at {}:{}", finding.rule, at.line, at.column),
            outcome,
            place: Some((file, at.line)),
            kind: finding.severity.name(),
            message: one_line(message).into_owned(),
            text,
        });
    }

    fn add(&mut self, mut case: Case) {
        let count = self.names.entry(case.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            case.name = format!("{} ({count})", case.name);
        }
        self.cases.push(case);
    }

    fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut xml = Writer::new_with_indent(out, b' ', 2);
        let count = |outcome| {
            let cases = self.cases.iter().filter(|case| case.outcome == outcome);
            cases.count().to_string()
        };
        let mut suite = BytesStart::new("testsuite");
        for (name, value) in [
            ("name", self.path.as_ref()),
            ("tests", &self.cases.len().to_string()),
            ("failures", &count(Outcome::Failure)),
            ("errors", &count(Outcome::Error)),
            ("skipped", &count(Outcome::Skipped)),
        ] {
            attribute(&mut suite, name, value);
        }
        xml.write_event(Event::Start(suite))?;
        for case in &self.cases {
            self.case(case, &mut xml)?;
        }
        xml.write_event(Event::End(BytesEnd::new("testsuite")))?;
        xml.get_mut().write_all(b"\n")
    }

    fn case(&self, case: &Case, xml: &mut Writer<&mut dyn Write>) -> io::Result<()> {
        let mut element = BytesStart::new("testcase");
        attribute(&mut element, "name", &case.name);
        attribute(&mut element, "classname", &self.path);
        if let Some((file, line)) = &case.place {
            attribute(&mut element, "file", file);
            attribute(&mut element, "line", &line.to_string());
        }
        let inner = match case.outcome {
            Outcome::Success => return xml.write_event(Event::Empty(element)),
            Outcome::Note => BytesStart::new("system-out"),
            outcome => {
                let mut inner = BytesStart::new(match outcome {
                    Outcome::Failure => "failure",
                    Outcome::Error => "error",
                    _ => "skipped",
                });
                if outcome != Outcome::Skipped {
                    attribute(&mut inner, "type", case.kind);
                }
                attribute(&mut inner, "message", &case.message);
                inner
            }
        };
        xml.write_event(Event::Start(element))?;
        if case.text.is_empty() {
            xml.write_event(Event::Empty(inner))?;
        } else {
            let end = inner.to_end().into_owned();
            xml.write_event(Event::Start(inner))?;
            xml.write_event(Event::Text(BytesText::new(&allowed(&case.text))))?;
            xml.write_event(Event::End(end))?;
        }
        xml.write_event(Event::End(BytesEnd::new("testcase")))
    }
}

fn attribute(element: &mut BytesStart<'_>, name: &str, value: &str) {
    element.push_attribute((name, allowed(value).as_ref()));
}

/// `text` without the characters that XML 1.0 has no way to write.
fn allowed(text: &str) -> Cow<'_, str> {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{7E}' | '\u{A0}'..='\u{FFFD}' | '\u{1_0000}'..);
    if text.chars().all(is_allowed) {
        return Cow::Borrowed(text);
    }
    let shown = |c| if is_allowed(c) { c } else { char::REPLACEMENT_CHARACTER };
    Cow::Owned(text.chars().map(shown).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_say_is_replaced_and_the_rest_escaped() {
        assert_eq!(
            allowed("a\u{0}b\u{1b}[\u{FFFE}\t\u{1F600}"),
            "a\u{FFFD}b\u{FFFD}[\u{FFFD}\t\u{1F600}"
        );
        let mut suite = Suite::new("a\"<&>'\n.json");
        for _ in 0..2 {
            let case = Case::new("check".to_owned(), Outcome::Error);
            suite.add(Case {
                message: "]]> & \"x\"".to_owned(),
                text: "<a>]]>".to_owned(),
                ..case
            });
        }
        let mut out = Vec::new();
        suite.write(&mut out).expect("a vector");
        insta::assert_snapshot!(String::from_utf8(out).expect("UTF-8"));
    }
}
