//! The files that configs include, each read and parsed once however many include it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use super::include::read;
use crate::syntax::{Tree, parse};
use crate::world::IncludeFault;

/// How many bytes of text are held at most, twice over. Configs of one project share far less; of
/// others what was read longest ago goes first, so that a run over any number of them takes the
/// memory of a few.
const HELD: usize = 1 << 20;
/// What an entry takes besides its text, in bytes.
const ENTRY: usize = 512;

/// A file as it was read, be it no JSON5, or why it cannot be.
type Book = Result<Arc<Tree>, IncludeFault>;

/// The files that configs of a run include, as they were when they were read first.
#[derive(Debug, Default)]
pub struct Shelf {
    held: Mutex<Held>,
}

/// By their paths, links followed.
#[derive(Debug, Default)]
struct Held {
    /// Those asked for of late.
    young: HashMap<PathBuf, Arc<OnceLock<Book>>>,
    /// Those that nobody has asked for since.
    old: HashMap<PathBuf, Arc<OnceLock<Book>>>,
    /// What the young ones take, in bytes.
    taken: usize,
}

impl Shelf {
    /// The file at `path`, which has no links in it.
    pub(super) fn tree(&self, path: &Path) -> Book {
        let place = self.held().place(path);
        let mut length = None;
        // Whoever else asks for it meanwhile waits for this one file only.
        let book = place.get_or_init(|| {
            let book = read(path).map(|text| Arc::new(parse(text)));
            length = Some(book.as_ref().map_or(0, |tree| tree.text().len()));
            book
        });
        if let Some(length) = length {
            self.held().take(length);
        }
        book.clone()
    }

    /// Forgets a file, which has changed since.
    pub fn forget(&self, path: &Path) {
        let real = path.canonicalize();
        let path = real.as_deref().unwrap_or(path);
        let mut held = self.held();
        held.young.remove(path);
        held.old.remove(path);
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        // No one leaves it half changed.
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Held {
    fn place(&mut self, path: &Path) -> Arc<OnceLock<Book>> {
        if let Some(place) = self.young.get(path) {
            return Arc::clone(place);
        }
        let place = self.old.remove(path).unwrap_or_default();
        self.young.insert(path.to_owned(), Arc::clone(&place));
        if let Some(Ok(tree)) = place.get() {
            self.take(tree.text().len());
        }
        place
    }

    fn take(&mut self, length: usize) {
        self.taken += length + ENTRY;
        if self.taken > HELD {
            self.old = std::mem::take(&mut self.young);
            self.taken = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    fn write(path: &Path, text: &str) {
        std::fs::write(path, text).expect("a file");
    }

    #[test]
    fn a_file_is_read_once_until_it_is_forgotten() {
        let directory = TempDir::new().expect("a temporary directory");
        let path = directory.path().join("a.json5");
        let shelf = Shelf::default();
        let text = || shelf.tree(&path).map(|tree| tree.text().to_owned());
        assert!(matches!(text(), Err(IncludeFault::Unreadable(_))));
        write(&path, "{ a: 1 }");
        assert!(text().is_err(), "what is missing is looked for once as well");
        shelf.forget(&path);
        assert_eq!(text(), Ok("{ a: 1 }".to_owned()));
        write(&path, "{ a: 2 }");
        assert_eq!(text(), Ok("{ a: 1 }".to_owned()));
        shelf.forget(&path);
        assert_eq!(text(), Ok("{ a: 2 }".to_owned()));
    }

    #[test]
    fn what_is_held_has_a_bound_and_what_is_asked_for_stays() {
        let directory = TempDir::new().expect("a temporary directory");
        let shared = directory.path().join("shared.json5");
        write(&shared, "{}");
        let shelf = Shelf::default();
        let first = shelf.tree(&shared).expect("a tree");
        let long = format!("/*{}*/ {{}}", "x".repeat(HELD / 8));
        for number in 0..40 {
            let path = directory.path().join(format!("{number}.json5"));
            write(&path, &long);
            shelf.tree(&path).expect("a tree");
            assert!(Arc::ptr_eq(&first, &shelf.tree(&shared).expect("a tree")), "{number}");
            let held = shelf.held();
            let books = held.young.values().chain(held.old.values());
            let bytes = books.filter_map(|it| Some(it.get()?.as_ref().ok()?.text().len()));
            assert!(bytes.sum::<usize>() <= 2 * HELD);
        }
    }
}
