//! The program as a function, with a directory, environment, clock and outputs of our own.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use clawtidy::cli::{self, Session, Status, Terminal};

/// How a run ended and what it printed.
pub(crate) struct Ran {
    /// The exit code.
    pub(crate) status: Status,
    /// Findings.
    pub(crate) stdout: String,
    /// All else.
    pub(crate) stderr: String,
}

/// What a run gets.
#[derive(Default)]
pub(crate) struct Given<'g> {
    /// After the program's name.
    pub(crate) arguments: &'g [&'g str],
    /// The whole environment.
    pub(crate) variables: &'g [(&'g str, &'g str)],
    /// What the outputs are connected to.
    pub(crate) terminal: Terminal,
    /// What `-` reads.
    pub(crate) stdin: &'g [u8],
}

/// Runs one command in `directory`.
pub(crate) fn run(directory: &Path, given: &Given<'_>) -> Ran {
    let variables: BTreeMap<_, _> = given.variables.iter().copied().collect();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    // Each look at the clock is two seconds later.
    let clock = Mutex::new(Instant::now());
    let now = || {
        let mut clock = clock.lock().expect("no panic");
        *clock += Duration::from_secs(2);
        *clock
    };
    let session = Session {
        directory,
        variable: &|name| variables.get(name).map(OsString::from),
        now: &now,
        stdin: &mut &*given.stdin,
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal: given.terminal,
        end_well: &|| (),
    };
    let arguments = ["clawtidy"].iter().chain(given.arguments).map(OsString::from);
    let status = cli::run(arguments, session);
    let text = |bytes| String::from_utf8(bytes).expect("output is UTF-8");
    Ran { status, stdout: text(stdout), stderr: text(stderr) }
}
