//! Findings for the tests of formats: each kind of place once.

use crate::finding::{Edit, Effect, Finding, Fix, Place, Profile, Related, Safety, Severity};
use crate::report::{Details, FileReport, Gate, Report};
use crate::schema::Release;
use crate::source::Source;
use crate::syntax::Key;
use crate::text::{Span, offset};

/// The span of the first `part` of `text`.
pub(super) fn span(text: &str, part: &str) -> Span {
    let start = text.find(part).expect("the part is in the text");
    Span::new(offset(start), offset(start + part.len()))
}

/// A finding at `place`, with everything a finding can have.
pub(super) fn finding(place: Span, related: Vec<(Span, &str)>) -> Finding {
    let edit = Edit { span: place, text: "\"loopback\"".to_owned() };
    let fix = Fix::of(Safety::Unsafe, vec![edit]);
    Finding {
        rule: "gateway-bind-no-auth",
        severity: Severity::Error,
        effect: Effect::BlocksStart,
        audit: Some("gateway.bind_no_auth".into()),
        profile: Profile::default(),
        message: "the network reaches this gateway, and it asks for no token".to_owned(),
        help: Some("set `gateway.auth.token`, or bind to \"loopback\"".to_owned()),
        place: Place { key: Key::from_iter(["gateway", "bind"]), span: place },
        related: related
            .into_iter()
            .map(|(span, message)| Related { message: message.to_owned(), span })
            .collect(),
        fix: Some(Box::new(Fix { title: "bind to \"loopback\"".to_owned(), ..fix })),
        suppressed: None,
    }
}

/// What is shown of a file with these findings.
pub(super) fn file(text: &str, findings: Vec<Finding>) -> FileReport {
    let source = Source::new("openclaw.json", text.to_owned());
    let report = Report::new(findings, Release::LATEST);
    let details = Details { excerpts: true, edits: true, fingerprints: false };
    Gate { details, ..Gate::default() }.pass(&source, &report)
}
