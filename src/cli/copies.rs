//! Configs that are copies of one another, as fleets and templates keep them: the same text says the
//! same wherever it lies, and is judged once.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::judge::{Judge, Judged};
use crate::files;
use crate::report::FileReport;

/// How much is held at most, twice over, in bytes: what was not asked for lately goes first, so that a
/// run over any number of configs takes the memory of a few.
const HELD: usize = 4 << 20;
/// About what a finding takes, in bytes.
const FINDING: usize = 1024;

/// What came of the configs of a run, by their texts.
#[derive(Debug, Default)]
pub(super) struct Copies {
    hashes: RandomState,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    /// Those judged or asked for of late, by the hashes of their texts.
    young: HashMap<u64, Arc<Original>>,
    /// Those that nobody has asked for since.
    old: HashMap<u64, Arc<Original>>,
    /// What the young ones take, in bytes.
    taken: usize,
}

/// A config that was judged, and what came of it.
#[derive(Debug)]
struct Original {
    text: String,
    report: FileReport,
    reason: Option<String>,
}

impl Original {
    /// What comes of a copy of that name.
    fn judged(&self, name: &str) -> Judged {
        let report = FileReport { path: name.to_owned(), ..self.report.clone() };
        Judged { report: Some(report), reason: self.reason.clone(), ..Judged::default() }
    }

    /// About how many bytes it takes.
    fn size(&self) -> usize {
        let findings = self.report.findings.len() + self.report.suppressed.len();
        self.text.len() + (findings + 1) * FINDING
    }
}

impl Copies {
    fn held(&self) -> MutexGuard<'_, Held> {
        // No one leaves it half changed.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The config with the text, if one was judged lately.
    fn find(&self, hash: u64, text: &str) -> Option<Arc<Original>> {
        let found = self.held().find(hash)?;
        (found.text == text).then_some(found)
    }

    fn keep(&self, hash: u64, original: Original) {
        self.held().keep(hash, Arc::new(original));
    }
}

impl Held {
    fn find(&mut self, hash: u64) -> Option<Arc<Original>> {
        if let Some(found) = self.young.get(&hash) {
            return Some(Arc::clone(found));
        }
        let found = self.old.remove(&hash)?;
        self.keep(hash, Arc::clone(&found));
        Some(found)
    }

    fn keep(&mut self, hash: u64, original: Arc<Original>) {
        let size = original.size();
        if size > HELD {
            return;
        }
        self.taken += size;
        if self.taken > HELD {
            self.old = std::mem::take(&mut self.young);
            self.taken = size;
        }
        self.young.insert(hash, original);
    }
}

impl Judge<'_> {
    /// As [`Judge::check`], for one of many files.
    pub(super) fn check_copy(&self, name: &str, on_disk: &Path, text: String) -> Judged {
        if !self.goes_by_text(name, on_disk) {
            return self.check(name, Some(on_disk), text);
        }
        let hash = self.copies.hashes.hash_one(&text);
        if let Some(original) = self.copies.find(hash, &text) {
            return original.judged(name);
        }
        let judged = self.check(name, Some(on_disk), text.clone());
        if let (true, Some(report)) = (judged.is_of_text, &judged.report) {
            let (report, reason) = (report.clone(), judged.reason.clone());
            self.copies.keep(hash, Original { text, report, reason });
        }
        judged
    }

    /// Whether a file is judged by its text alone, as far as that is known before it is read: nothing
    /// that lies beside it or in a commit counts, nor what it is to other configs.
    fn goes_by_text(&self, name: &str, on_disk: &Path) -> bool {
        let is_part = self.fragments.is_alone(name)
            || self.fragments.are_shared(name)
            || !self.fragments.through(name).is_empty();
        !is_part
            && self.against.is_none()
            && !files::is_artefact(on_disk)
            && !self.has_variables(on_disk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Gate, Report};
    use crate::schema::Release;
    use crate::source::Source;

    fn original(text: &str) -> Original {
        let source = Source::new("first.json", text.to_owned());
        let report = Gate::default().pass(&source, &Report::new(Vec::new(), Release::LATEST));
        Original { text: text.to_owned(), report, reason: None }
    }

    #[test]
    fn a_copy_is_the_same_text_and_not_only_the_same_hash() {
        let copies = Copies::default();
        copies.keep(7, original("{ a: 1 }"));
        assert!(copies.find(7, "{ a: 2 }").is_none());
        let judged = copies.find(7, "{ a: 1 }").expect("the original").judged("other.json");
        assert_eq!(judged.report.expect("its report").path, "other.json");
    }

    #[test]
    fn what_is_held_is_bounded_and_what_is_asked_for_stays() {
        let copies = Copies::default();
        let text = |index: u64| format!("{}{index}", " ".repeat(100_000));
        copies.keep(0, original(&text(0)));
        for index in 1..500 {
            copies.keep(index, original(&text(index)));
            assert!(copies.find(0, &text(0)).is_some(), "{index}");
            let held = copies.held();
            let size = |map: &HashMap<u64, Arc<Original>>| -> usize {
                map.values().map(|it| it.size()).sum()
            };
            assert!(size(&held.young) + size(&held.old) <= 2 * HELD);
        }
        assert!(copies.find(1, &text(1)).is_none());
    }
}
