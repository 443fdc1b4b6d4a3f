//! For people: `2026.8.1 – 2026.9.6  rejected: <message> at openclaw.json:3:5`.

use std::io::{self, Write};

use crate::finding::Severity;
use crate::output::words::one_line;
use crate::output::{Look, printable};
use crate::report::{FileCompat, ReleaseRange};

/// Writes one line a range, under a heading where there are several files.
pub(super) fn write(
    file: &FileCompat,
    is_one: bool,
    look: Look,
    out: &mut dyn Write,
) -> io::Result<()> {
    if !is_one {
        writeln!(out, "{}", look.bold(&printable(&file.path)))?;
    }
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
        let path = printable(reason.region.file(&file.path));
        writeln!(out, "{rejected}: {message} at {path}:{}:{}", at.line, at.column)?;
    }
    Ok(())
}
