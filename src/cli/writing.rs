//! Writing mended configs back, each with all the files that it includes or not at all.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::given::Bench;
use super::judge::{Judged, MendedPart};
use crate::files::{self, Backup, Change, Original};
use crate::report::Failure;

/// A mended config that is to be written.
#[derive(Debug)]
pub(super) struct Writing {
    pub(super) name: String,
    pub(super) on_disk: PathBuf,
    /// As it was read.
    pub(super) original: Original,
    pub(super) backup: Backup,
}

/// Writes what there is to write of a run, in its order. A file that is included several times, under
/// whatever name, is only written if the same is wanted of it each time.
pub(super) fn write(judged: &mut [Judged], bench: &Bench<'_>) {
    let disputed = disputed(judged);
    for one in judged.iter_mut() {
        let Some(writing) = one.writing.take() else { continue };
        let judge = bench.judge(Path::new(&writing.name));
        let dispute = one.mended_parts.iter().find(|part| disputed.contains(&real(&part.path)));
        let written = match dispute {
            Some(part) => Err(Failure {
                path: writing.name.clone(),
                message: format!(
                    "not written: {} is included several times, and would not come to the same",
                    part.name
                ),
            }),
            None => judge.keep_secrets(&writing.name, one).and_then(|()| {
                let written = writing.write(one.mended.as_deref(), &one.mended_parts);
                one.mended_parts.iter().for_each(|part| judge.shelf.forget(&part.path));
                written.map_err(|message| {
                    let message = format!("{message}{}", judge.kept_secrets(one));
                    Failure { path: writing.name.clone(), message }
                })
            }),
        };
        if written.is_ok() && one.removes && !one.assigns.is_empty() {
            let note = "what stood there is kept as .bak, and the secrets with it; delete it soon";
            one.note.get_or_insert_with(|| note.to_owned());
        }
        if let Err(failure) = written {
            let Writing { name, on_disk, original, .. } = writing;
            // The files are as they were, and so is what there is to say of them.
            *one = judge.check(&name, Some(&on_disk), original.text);
            one.failures.push(failure);
        }
    }
}

impl Writing {
    /// Writes the files that are included, then the config.
    pub(super) fn write(&self, own: Option<&str>, parts: &[MendedPart]) -> Result<(), String> {
        let mut originals = Vec::new();
        let mut places = BTreeSet::new();
        // Under two names it is written once.
        for part in parts.iter().filter(|part| places.insert(real(&part.path))) {
            let told = |error: String| format!("{}: {error}", part.name);
            let original = files::read(&part.path).map_err(|error| told(error.to_string()))?;
            // Another config of the run may have brought it about.
            if original.text != part.after {
                if original.text != part.before {
                    return Err(told(files::WriteError::Changed.to_string()));
                }
                originals.push((&*part.path, &*part.name, original, &*part.after));
            }
        }
        let parts = originals.iter().map(|(path, name, original, text)| {
            let change = Change { path, original, text, backup: self.backup };
            (*name, change)
        });
        let own = own.map(|text| {
            let Self { name, on_disk, original, backup } = self;
            (name.as_str(), Change { path: on_disk, original, text, backup: *backup })
        });
        let (names, changes): (Vec<&str>, Vec<Change<'_>>) = parts.chain(own).unzip();
        files::write_all(&changes).map_err(|failed| {
            let mut message = failed.error.to_string();
            if names.len() > 1 {
                message = format!("{}: {message}; the others are as they were", names[failed.at]);
            }
            let left: Vec<&str> = failed.left.iter().map(|at| names[*at]).collect();
            if !left.is_empty() {
                message = format!("{message}, except {}, which is written", left.join(", "));
            }
            message
        })
    }
}

/// The files, links followed, that are included several times and do not come to the same each time.
fn disputed(judged: &[Judged]) -> BTreeSet<PathBuf> {
    let mut wanted: BTreeMap<PathBuf, Vec<Option<&str>>> = BTreeMap::new();
    for one in judged {
        for path in &one.included {
            let part = one.mended_parts.iter().find(|part| part.path == *path);
            wanted.entry(real(path)).or_default().push(part.map(|part| &*part.after));
        }
    }
    let differs = |texts: &[Option<&str>]| texts.windows(2).any(|pair| pair[0] != pair[1]);
    let disputed = wanted.into_iter().filter(|(_, texts)| differs(texts));
    disputed.map(|(path, _)| path).collect()
}

/// Where a file lies, links followed.
fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}
