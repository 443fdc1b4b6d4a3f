//! Ctrl-C while files are written, or a line of progress stands on the terminal.

use std::io::{self, IsTerminal, Write};
use std::process;

use crate::files;

/// What shells answer for a program that Ctrl-C ended.
const INTERRUPTED: i32 = 130;

/// From now on, Ctrl-C and the signal to terminate end the process as soon as no file is half
/// replaced, and take the line of progress from the terminal; the exit code is 130 then. Without
/// this they end it at once, as everywhere.
///
/// To be called once a run needs it: it starts a thread.
pub fn end_well() {
    // A second handler is refused; the first will do.
    let _ = ctrlc::try_set_handler(|| {
        files::come_to_rest();
        let mut terminal = io::stderr();
        if terminal.is_terminal() {
            // Back to the start of the line, and clear it.
            let _ = write!(terminal, "\r\x1b[K");
        }
        leave()
    });
}

#[expect(clippy::exit, reason = "a signal is no return value of what runs")]
fn leave() -> ! {
    process::exit(INTERRUPTED)
}
