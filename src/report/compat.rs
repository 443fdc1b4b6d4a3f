//! Which releases accept a config, and what the others reject it for.

use super::Report;
use super::gate::{Gate, Reported};
use crate::finding::{Effect, Finding};
use crate::schema::Release;
use crate::source::Source;

/// What each release of the catalog says of one config, unmasked: neighbouring releases that give
/// the same answer as one range, oldest first.
#[derive(Debug, Clone, Default)]
pub struct Compat {
    ranges: Vec<Answer>,
}

/// The answer of neighbouring releases.
#[derive(Debug, Clone)]
struct Answer {
    first: Release,
    last: Release,
    /// The first finding by place that each of them rejects the config for, in the words for the
    /// last of them; `None` where they accept it.
    reason: Option<Finding>,
}

/// What the releases say of one file, fit to be shown.
#[derive(Debug, Clone)]
pub struct FileCompat {
    /// What output calls the file.
    pub path: String,
    /// The release that the run is about.
    pub target: Release,
    /// One for neighbouring releases with the same answer, oldest first; together they are all
    /// releases of the catalog.
    pub ranges: Vec<ReleaseRange>,
}

/// Neighbouring releases with the same answer, fit to be shown.
#[derive(Debug, Clone)]
pub struct ReleaseRange {
    /// The oldest of them.
    pub first: Release,
    /// The newest of them.
    pub last: Release,
    /// The first finding by place that they reject the config for; `None` where they accept it.
    pub reason: Option<Reported>,
}

impl Compat {
    /// Puts what releases found in one config, oldest first, into ranges.
    pub(crate) fn new(reports: impl IntoIterator<Item = Report>) -> Self {
        let mut ranges: Vec<Answer> = Vec::new();
        for report in reports {
            let release = report.target();
            let rejected = report.findings.into_iter().find(|it| it.effect == Effect::Rejected);
            // It is the reason that counts here; where its fix would write is not even known.
            let rejected = rejected.map(|finding| Finding { fix: None, ..finding });
            match ranges.last_mut() {
                Some(range) if range.gives(rejected.as_ref(), release) => {
                    range.last = release;
                    range.reason = rejected;
                }
                _ => ranges.push(Answer { first: release, last: release, reason: rejected }),
            }
        }
        Self { ranges }
    }
}

impl Answer {
    /// Whether `release`, which rejects the config for `reason`, gives the same answer.
    fn gives(&self, reason: Option<&Finding>, release: Release) -> bool {
        match (&self.reason, reason) {
            (None, None) => true,
            (Some(own), Some(other)) => {
                let same_words = own.message == other.message
                    || without(self.last, &own.message) == without(release, &other.message);
                own.rule == other.rule && own.place == other.place && same_words
            }
            _ => false,
        }
    }
}

/// A message cut where it names the release that it speaks for.
fn without(release: Release, message: &str) -> Vec<&str> {
    let name = release.name();
    let mut parts = Vec::new();
    let mut done = 0;
    for (at, _) in message.match_indices(name) {
        let end = at + name.len();
        // The name of one release may begin that of another.
        if !message[end..].starts_with(|next: char| next.is_ascii_digit()) {
            parts.push(&message[done..at]);
            done = end;
        }
    }
    parts.push(&message[done..]);
    parts
}

impl Gate {
    /// Lets through what the releases say of `source`, whatever is selected; `target` is the one that
    /// the run is about.
    pub fn pass_compat(&self, source: &Source, compat: &Compat, target: Release) -> FileCompat {
        let reasons = compat.ranges.iter().filter_map(|range| range.reason.as_ref());
        let mut reasons = self.pass_all(source, reasons).into_iter();
        let ranges = compat.ranges.iter().map(|range| ReleaseRange {
            first: range.first,
            last: range.last,
            reason: range.reason.as_ref().and_then(|_| reasons.next()),
        });
        FileCompat { path: source.name().to_owned(), target, ranges: ranges.collect() }
    }
}

impl FileCompat {
    /// Whether the release that the run is about accepts the file.
    pub fn accepted(&self) -> bool {
        let own = self.ranges.iter().find(|range| self.target <= range.last);
        own.is_some_and(|range| range.reason.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Place, Profile, Severity};
    use crate::text::Span;

    /// What `release` rejects a config for at byte `at`, if it does.
    fn report(release: &str, reason: Option<(u32, &str)>) -> Report {
        let findings = reason.map(|(at, message)| Finding {
            rule: "key-too-new",
            severity: Severity::Error,
            effect: Effect::Rejected,
            audit: None,
            profile: Profile::Personal,
            message: message.to_owned(),
            help: None,
            place: Place::text(Span::new(at, at + 1)),
            related: Vec::new(),
            fix: None,
            suppressed: None,
        });
        let release = Release::find(release).expect("a release of the catalog");
        Report::new(findings.into_iter().collect(), release)
    }

    #[test]
    fn neighbours_with_one_answer_are_one_range() {
        let compat = Compat::new([
            report("2026.1.24", Some((0, "2026.1.24 has no `a`"))),
            report("2026.1.29", Some((0, "2026.1.29 has no `a`"))),
            // Another place, another reason.
            report("2026.4.1", Some((1, "2026.4.1 has no `a`"))),
            report("2026.4.15", Some((1, "2026.4.15 has no `a`"))),
            // Another release is meant than the one that is judged against.
            report("2026.5.2", Some((1, "2026.4.1 has no `a`"))),
            report("2026.9.1", None),
            report("2026.9.2", None),
            // It names a release whichever is judged against.
            report("2026.9.5", Some((1, "`a` ended with 2026.9.5"))),
            report("2026.9.6", Some((1, "`a` ended with 2026.9.5"))),
        ]);
        let ranges: Vec<_> = compat
            .ranges
            .iter()
            .map(|it| (it.first.name(), it.last.name(), it.reason.as_ref().map(|it| &*it.message)))
            .collect();
        assert_eq!(
            ranges,
            [
                ("2026.1.24", "2026.1.29", Some("2026.1.29 has no `a`")),
                ("2026.4.1", "2026.4.15", Some("2026.4.15 has no `a`")),
                ("2026.5.2", "2026.5.2", Some("2026.4.1 has no `a`")),
                ("2026.9.1", "2026.9.2", None),
                ("2026.9.5", "2026.9.6", Some("`a` ended with 2026.9.5")),
            ]
        );
    }
}
