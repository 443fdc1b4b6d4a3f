//! The `clawtidy` program: hands the process to the library as values.

use std::process::ExitCode;
use std::{env, io, time::Instant};

use clawtidy::cli::{self, Session, Terminal};

fn main() -> ExitCode {
    cli::hush_panics();
    let session = Session {
        directory: &env::current_dir().unwrap_or_default(),
        variable: &|name| env::var_os(name),
        now: &Instant::now,
        stdin: &mut io::stdin().lock(),
        stdout: &mut io::BufWriter::new(io::stdout().lock()),
        stderr: &mut io::stderr(),
        terminal: Terminal::detect(),
        end_well: &cli::end_well,
    };
    cli::run(env::args_os(), session).into()
}
