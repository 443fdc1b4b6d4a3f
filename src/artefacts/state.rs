//! One text of a history, judged.

use super::Artefact;
use crate::effective::{Fingerprint, redaction_placeholders};
use crate::report::Report;
use crate::source::Source;
use crate::syntax::{Tree, Value, parse};
use crate::world::World;

/// A text of a history, and what a release says of it.
#[derive(Debug)]
pub struct State {
    /// The text, under the name of the first file that holds it.
    pub source: Source,
    /// The text with what it includes now.
    pub whole: Source,
    /// What the release would do with that.
    pub report: Report,
    /// Whether OpenClaw's repair of a text before the config would find one in it: the first line
    /// that begins one is JSON5 to the end, and valid.
    pub has_root_after_text: bool,
    /// What OpenClaw compares of it.
    pub fingerprint: Fingerprint,
}

impl State {
    /// Judges the text of a file, which has one.
    pub(super) fn of(file: &Artefact, world: &dyn Fn(&Tree) -> World) -> Self {
        let text = file.text.as_deref().unwrap_or_default();
        let source = Source::new(&file.path, text.to_owned());
        let world_of_text = world(source.tree());
        let (whole, report) = judged(&source, &world_of_text);
        // A comment may stand before the root.
        let rest = if report.accepted() { None } else { root_after_text(text) };
        let has_root_after_text = rest.is_some_and(|root| {
            let source = Source::new(&file.path, root.to_owned());
            judged(&source, &world(source.tree())).1.accepted()
        });
        let fingerprint = Fingerprint::of(source.tree(), &world_of_text.includes);
        Self { source, whole, report, has_root_after_text, fingerprint }
    }

    /// Whether it is JSON5 and an object.
    pub fn is_object(&self) -> bool {
        self.root().and_then(Value::as_object).is_some()
    }

    /// The release that it says wrote it last.
    pub fn written_by(&self) -> Option<String> {
        let version = self.root()?.at(&["meta", "lastTouchedVersion"])?.as_text()?;
        Some(version.to_lossy().into_owned())
    }

    /// Whether something in it stands in place of a secret.
    pub fn is_redacted(&self) -> bool {
        self.root().is_some_and(|root| !redaction_placeholders(root).is_empty())
    }

    fn root(&self) -> Option<Value<'_>> {
        let tree: &Tree = self.source.tree();
        tree.root().filter(|_| tree.errors().is_empty())
    }
}

/// A text with what it includes, and what a release would do with that. What OpenClaw leaves of a
/// config holds the `$include`s that it was read with (2026.9.6).
pub(super) fn judged(source: &Source, world: &World) -> (Source, Report) {
    let whole = source.clone().assembled(&world.includes);
    let report = match whole.own_tree() {
        Some(own) => crate::check(&whole, &World { own: Some(own), ..world.clone() }),
        None => crate::check(&whole, world),
    };
    (whole, report)
}

/// The rest of a text from the first line on that begins with a brace or a bracket, white space
/// aside, where the text itself begins with something else. OpenClaw's doctor takes it for the
/// config if it is JSON5 and valid (2026.9.6); it tries no later line.
fn root_after_text(text: &str) -> Option<&str> {
    let opens = |line: &str| {
        line.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}')
            .starts_with(['{', '['])
    };
    if opens(text) {
        return None;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if opens(line) {
            let rest = &text[start..];
            return parse(rest.to_owned()).errors().is_empty().then_some(rest);
        }
        start += line.len();
    }
    None
}
