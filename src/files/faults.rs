//! Writes that are interrupted at each of their steps, in tests: by an error of the operating system, by
//! all that comes after it failing too, or by the end of the process.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{self, Command, Stdio};

use tempfile::TempDir;

use super::steps::Step;
use super::strays::is_temporary;
use super::{
    Backup, Change, Draft, Failed, RenameError, Strays, add_to_dotenv, create, read, rename, write,
    write_all,
};
use crate::finding::Assignment;

/// What happens at a step.
#[derive(Debug, Clone, Copy)]
enum Fault {
    /// It fails, and nothing else does.
    Once(io::ErrorKind),
    /// It fails, and so does each one after it.
    FromThen(io::ErrorKind),
    /// The process ends instead, without a destructor, as a signal or a power cut would have it.
    End,
}

/// What is to happen, and how many steps before it are left; and which ones were taken.
#[derive(Debug, Clone, Copy)]
struct Plan {
    left: usize,
    fault: Fault,
}

thread_local! {
    static PLAN: Cell<Option<Plan>> = const { Cell::new(None) };
    static STRUCK: Cell<bool> = const { Cell::new(false) };
}

/// How a process ends that is to.
const ENDED: i32 = 77;

/// Takes a step, unless something else is planned.
#[expect(clippy::exit, reason = "it is to end without a destructor")]
pub(super) fn step(_: Step) -> io::Result<()> {
    let Some(plan) = PLAN.get() else { return Ok(()) };
    if plan.left > 0 {
        PLAN.set(Some(Plan { left: plan.left - 1, ..plan }));
        return Ok(());
    }
    STRUCK.set(true);
    match plan.fault {
        Fault::Once(kind) => {
            PLAN.set(None);
            Err(kind.into())
        }
        Fault::FromThen(kind) => Err(kind.into()),
        Fault::End => process::exit(ENDED),
    }
}

/// Does `work` with a fault at the step of this number, and tells whether it came to that.
fn with<T>(fault: Fault, at: usize, work: impl FnOnce() -> T) -> (T, bool) {
    STRUCK.set(false);
    PLAN.set(Some(Plan { left: at, fault }));
    let came = work();
    PLAN.set(None);
    (came, STRUCK.get())
}

/// What a write came to: what went wrong, and the files that are changed all the same.
type Outcome = Result<(), (String, Vec<String>)>;

/// Something that writes.
struct Operation {
    name: &'static str,
    /// Names, texts and modes of the files before it.
    before: &'static [(&'static str, &'static str, u32)],
    run: fn(&Path) -> Outcome,
    /// Whether the files go together as they are, by name and text.
    fits: fn(&BTreeMap<String, String>) -> bool,
}

const CONFIG: &str = "{ gateway: { mode: 'local', token: 'old' } } // as it was\n";
const NEW: &str = "{ gateway: { mode: 'local' } } // as it is to be\n";
const RING: [(&str, &str, u32); 3] = [
    ("openclaw.json", CONFIG, 0o640),
    ("openclaw.json.bak", "{ older: 1 }", 0o600),
    ("openclaw.json.bak.1", "{ oldest: 1 }", 0o600),
];

const OPERATIONS: [Operation; 11] = [
    Operation {
        name: "write",
        before: &[("openclaw.json", CONFIG, 0o604)],
        run: |directory| replaced(directory, Backup::None),
        fits: |_| true,
    },
    Operation {
        name: "write, with a backup",
        before: &RING,
        run: |directory| replaced(directory, Backup::Keep),
        fits: |files| files["openclaw.json"] != NEW || files["openclaw.json.bak"] == CONFIG,
    },
    Operation {
        name: "write, with OpenClaw's backups",
        before: &RING,
        run: |directory| replaced(directory, Backup::Ring),
        fits: |files| {
            files["openclaw.json"] != NEW
                || (files["openclaw.json.bak"] == CONFIG
                    && files["openclaw.json.bak.1"] == "{ older: 1 }"
                    && files["openclaw.json.bak.2"] == "{ oldest: 1 }")
        },
    },
    Operation {
        name: "write a config and what it includes",
        before: &[
            ("a.json5", "{ a: 'old' }", 0o600),
            ("b.json5", "{ b: 'old' }", 0o644),
            ("openclaw.json", CONFIG, 0o640),
        ],
        run: all_replaced,
        fits: |_| true,
    },
    Operation { name: "create", before: &[], run: created, fits: |_| true },
    Operation {
        name: "write a file of variables, then the config",
        before: &[("openclaw.json", CONFIG, 0o644), (".env", "A=1", 0o600)],
        run: moved_out,
        fits: |files| files["openclaw.json"] != NEW || files[".env"].contains("TOKEN=old"),
    },
    Operation {
        name: "make a file of variables, then write the config",
        before: &[("openclaw.json", CONFIG, 0o644)],
        run: moved_out,
        fits: |files| files["openclaw.json"] != NEW || files[".env"] == "TOKEN=old\n",
    },
    Operation { name: "report", before: &[], run: reported, fits: |_| true },
    Operation {
        name: "report over another",
        before: &[("report.json", "[]\n", 0o640)],
        run: reported,
        fits: |_| true,
    },
    Operation {
        name: "rename",
        before: &[("clawdbot.json", CONFIG, 0o640)],
        run: renamed,
        fits: |files| files.contains_key("openclaw.json") || files.contains_key("clawdbot.json"),
    },
    Operation {
        name: "rename a config and what it includes",
        before: &[
            ("clawdbot.json", "{ $include: ['./clawdbot-a.json5', './b.clawdbot.json5'] }", 0o640),
            ("clawdbot-a.json5", "{ a: 1 }", 0o600),
            ("b.clawdbot.json5", "{ b: 1 }", 0o644),
        ],
        run: renamed,
        // OpenClaw takes the new name where there are both.
        fits: |files| {
            let old = ["clawdbot.json", "clawdbot-a.json5", "b.clawdbot.json5"];
            let new = ["openclaw.json", "openclaw-a.json5", "b.openclaw.json5"];
            let names = if files.contains_key("openclaw.json") { new } else { old };
            names.iter().all(|name| files.contains_key(*name))
        },
    },
];

fn told(error: impl std::fmt::Display) -> (String, Vec<String>) {
    (error.to_string(), Vec::new())
}

fn replaced(directory: &Path, backup: Backup) -> Outcome {
    let path = directory.join("openclaw.json");
    let original = read(&path).map_err(told)?;
    write(&path, &original, NEW, backup).map_err(told)
}

fn all_replaced(directory: &Path) -> Outcome {
    let names = ["a.json5", "b.json5", "openclaw.json"];
    let paths = names.map(|name| directory.join(name));
    let originals = paths.each_ref().map(|path| read(path).expect("it is readable"));
    let texts = ["{ a: 'new' }", "{ b: 'new' }", NEW];
    let changes: Vec<Change<'_>> = (0..3)
        .map(|at| Change {
            path: &paths[at],
            original: &originals[at],
            text: texts[at],
            backup: Backup::Keep,
        })
        .collect();
    write_all(&changes).map_err(|Failed { error, left, .. }| {
        (error.to_string(), left.into_iter().map(|at| names[at].to_owned()).collect())
    })
}

fn created(directory: &Path) -> Outcome {
    create(&directory.join("openclaw.json"), NEW).map_err(told)
}

fn moved_out(directory: &Path) -> Outcome {
    let token = Assignment { name: "TOKEN".to_owned(), value: "old".to_owned() };
    add_to_dotenv(&directory.join(".env"), &BTreeSet::from([token])).map_err(told)?;
    // That they are there already is no harm, and the message says it.
    replaced(directory, Backup::None).map_err(|(message, _)| (message, vec![".env".to_owned()]))
}

fn reported(directory: &Path) -> Outcome {
    use std::io::Write as _;
    let mut draft = Draft::new(&directory.join("report.json")).map_err(told)?;
    // More than the buffer holds.
    let line = format!("{}\n", "x".repeat(999));
    (0..20).try_for_each(|_| draft.write_all(line.as_bytes())).map_err(told)?;
    draft.keep().map_err(told)
}

fn renamed(directory: &Path) -> Outcome {
    let at = |name| directory.join(name);
    rename(&at("clawdbot.json"), &at("openclaw.json"), Backup::Keep).map(drop).map_err(|error| {
        let left = match &error {
            RenameError::Half(_, left) => left.clone(),
            _ => Vec::new(),
        };
        (error.to_string(), left)
    })
}

/// A file: its text, and its mode where there are any.
type State = (String, u32);

fn files(directory: &Path) -> BTreeMap<String, State> {
    let entries = fs::read_dir(directory).expect("a directory").map(|it| it.expect("an entry"));
    let file = |entry: fs::DirEntry| {
        let text = fs::read_to_string(entry.path()).expect("a text");
        (entry.file_name().into_string().expect("UTF-8"), (text, mode(&entry.path())))
    };
    entries.map(file).collect()
}

#[cfg(unix)]
fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().expect("it is there").permissions().mode() & 0o7777
}

#[cfg(not(unix))]
fn mode(_: &Path) -> u32 {
    0
}

impl Operation {
    #[expect(clippy::disallowed_methods, reason = "a test lays out its own files")]
    fn laid_out(&self) -> TempDir {
        let directory = TempDir::new().expect("a temporary directory");
        for (name, text, mode) in self.before {
            let path = directory.path().join(name);
            fs::write(&path, text).expect("a file");
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                fs::set_permissions(&path, fs::Permissions::from_mode(*mode)).expect("it is ours");
            }
            #[cfg(not(unix))]
            let _ = mode;
        }
        directory
    }

    /// The files before it and after it.
    fn ends(&self) -> [BTreeMap<String, State>; 2] {
        let directory = self.laid_out();
        let before = files(directory.path());
        (self.run)(directory.path()).expect("nothing is in its way");
        let after = files(directory.path());
        assert_ne!(before, after, "{}", self.name);
        [before, after]
    }

    /// Holds the files to what is owed: each is as it was or as it is to be, whole, with its mode; they
    /// fit together; and a temporary file is left only where the process `ended`.
    fn hold(&self, directory: &Path, ends: &[BTreeMap<String, State>; 2], ended: bool, at: &str) {
        let now = files(directory);
        let is_backup = |name: &str| name.contains(".bak");
        let backups: BTreeSet<&String> = ends
            .iter()
            .flat_map(|end| end.iter().filter(|(name, _)| is_backup(name)))
            .map(|(_, (text, _))| text)
            .collect();
        for (name, (text, mode)) in &now {
            if is_temporary(Path::new(name)) {
                assert!(ended, "{at}: {name} is left");
                let mut targets = ends.iter().flatten().filter(|(target, _)| {
                    let begin = target.trim_start_matches('.');
                    name.trim_start_matches('.').starts_with(begin)
                });
                let (_, (_, widest)) = targets.next_back().expect("it is for a file");
                assert_eq!(mode & !widest, 0, "{at}: {name} may be read by more");
            } else if is_backup(name) {
                assert!(backups.contains(text), "{at}: {name} is no whole text");
            } else {
                let state = Some(&(text.clone(), *mode));
                let is_known = ends.iter().any(|end| end.get(name) == state);
                assert!(is_known, "{at}: {name} is {text:?}, {mode:o}");
            }
        }
        for name in ends[0].keys().filter(|name| ends[1].contains_key(*name) && !is_backup(name)) {
            assert!(now.contains_key(name), "{at}: {name} is gone");
        }
        let texts = now.into_iter().map(|(name, (text, _))| (name, text)).collect();
        assert!((self.fits)(&texts), "{at}: {texts:?}");
    }

    /// What the operation says is what is on the disk.
    fn hold_outcome(
        directory: &Path,
        [before, after]: &[BTreeMap<String, State>; 2],
        outcome: Outcome,
        at: &str,
    ) {
        let now = files(directory);
        let names: BTreeSet<&String> =
            before.keys().chain(after.keys()).chain(now.keys()).collect();
        let (end, left) = match outcome {
            Ok(()) => (after, Vec::new()),
            Err((_, left)) => (before, left),
        };
        for name in names.into_iter().filter(|name| !name.contains(".bak")) {
            let end = if left.contains(name) { after } else { end };
            // What lost its old name has the new one, which is told.
            let has_new_name = |left: &String| now.get(left) == before.get(name);
            if !now.contains_key(name) && left.iter().any(has_new_name) {
                continue;
            }
            assert_eq!(now.get(name), end.get(name), "{at}: {name}");
        }
    }
}

#[test]
fn whichever_step_fails_files_are_whole_and_it_is_told_what_they_are() {
    use io::ErrorKind::{Interrupted, Other, PermissionDenied, StorageFull};
    let kinds = [StorageFull, Other, PermissionDenied, Interrupted];
    let mut struck = 0;
    for operation in &OPERATIONS {
        let ends = operation.ends();
        for kind in kinds {
            let lasting = (kind == StorageFull).then_some(Fault::FromThen(kind));
            for fault in [Some(Fault::Once(kind)), lasting].into_iter().flatten() {
                for at in 0.. {
                    let directory = operation.laid_out();
                    let (outcome, is_struck) =
                        with(fault, at, || (operation.run)(directory.path()));
                    let told = format!("{}, {fault:?} at step {at}: {outcome:?}", operation.name);
                    operation.hold(directory.path(), &ends, false, &told);
                    Operation::hold_outcome(directory.path(), &ends, outcome, &told);
                    if !is_struck {
                        break;
                    }
                    struck += 1;
                }
            }
        }
    }
    // As many steps as there are, and not none for a reason that nobody sees.
    assert!(struck > 500, "{struck} faults only");
}

/// In the environment of a process that is to end: the operation, the step and the directory.
const ORDER: &str = "CLAWTIDY_TEST_ENDS";

#[test]
fn wherever_the_process_ends_files_are_whole_and_what_is_left_is_found() {
    if let Some(order) = std::env::var_os(ORDER) {
        let order = order.into_string().expect("UTF-8");
        let mut order = order.splitn(3, ' ');
        let mut number = || order.next().and_then(|it| it.parse().ok()).expect("a number");
        let (operation, at): (usize, usize) = (number(), number());
        let directory = PathBuf::from(order.next().expect("a directory"));
        let (outcome, _) = with(Fault::End, at, || (OPERATIONS[operation].run)(&directory));
        outcome.expect("nothing else is in its way");
        return;
    }
    let this = std::env::current_exe().expect("this test");
    let mut left = 0;
    for (number, operation) in OPERATIONS.iter().enumerate() {
        let ends = operation.ends();
        for at in 0.. {
            let directory = operation.laid_out();
            let path = directory.path();
            let name = "wherever_the_process_ends_files_are_whole_and_what_is_left_is_found";
            let status = Command::new(&this)
                .args(["--exact", &format!("files::faults::{name}")])
                .env(ORDER, format!("{number} {at} {}", path.display()))
                .stdout(Stdio::null())
                .status()
                .expect("this test runs");
            let told = format!("{}, ended at step {at}", operation.name);
            operation.hold(path, &ends, true, &told);
            let strays = Strays::default();
            let targets = ends.iter().flat_map(BTreeMap::keys);
            targets.for_each(|target| strays.look_beside(Path::new(target), path));
            let temporary =
                files(path).into_keys().map(PathBuf::from).filter(|it| is_temporary(it));
            let temporary: Vec<PathBuf> = temporary.collect();
            assert_eq!(strays.found(), temporary, "{told}");
            left += temporary.len();
            match status.code() {
                Some(ENDED) => {}
                Some(0) => break,
                other => panic!("{told}: {other:?}"),
            }
        }
    }
    assert!(left > 50, "{left} temporary files only: it ended elsewhere");
}
