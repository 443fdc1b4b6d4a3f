//! For people: `2026.8.1 – 2026.9.6  rejected: <message> at openclaw.json:3:5`.

use std::io::{self, Write};

use crate::finding::Severity;
use crate::output::words::one_line;
use crate::output::{Look, printable};
use crate::report::{CompatRun, FileCompat, ReleaseRange};

/// Writes one line a range; several files get a heading each.
pub(super) fn write(run: &CompatRun, look: Look, out: &mut dyn Write) -> io::Result<()> {
    for (index, file) in run.files.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        if run.files.len() > 1 {
            writeln!(out, "{}", look.bold(&printable(&file.path)))?;
        }
        write_file(file, look, out)?;
    }
    Ok(())
}

fn write_file(file: &FileCompat, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let dash = if look.unicode { "–" } else { "-" };
    let releases = |range: &ReleaseRange| match (range.first, range.last) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first:9} {dash} {last}"),
    };
    let wide = file.ranges.iter().map(|range| releases(range).chars().count()).max();
    let wide = wide.unwrap_or_default();
    for range in &file.ranges {
        write!(out, "{:wide$}  ", releases(range))?;
        let Some(reason) = &range.reason else {
            writeln!(out, "{}", look.good("accepted"))?;
            continue;
        };
        let rejected = look.severity(Severity::Error, "rejected");
        let message = one_line(&reason.message);
        let at = reason.region.start.position;
        let path = printable(&file.path);
        writeln!(out, "{rejected}: {message} at {path}:{}:{}", at.line, at.column)?;
    }
    Ok(())
}
