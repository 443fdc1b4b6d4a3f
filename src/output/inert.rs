//! What is printed for people in CI: its runners take lines of a log as commands to them.

use std::borrow::Cow;
use std::io::{self, Write};

/// Shows nothing, and keeps apart what makes a command together.
const NOTHING: char = '\u{200B}';

/// Passes on what is printed for people, without what a runner of CI obeys instead of showing it:
/// `::name::` at the beginning of a line and `##name[` anywhere in it (GitHub, Azure, `TeamCity`). A
/// config, or the name of a file, may hold either.
pub struct Inert<'w> {
    out: &'w mut dyn Write,
    /// Whether there is such a runner.
    is_on: bool,
    /// What there is of a line that has not ended.
    line: Vec<u8>,
}

impl<'w> Inert<'w> {
    /// Passes everything on as it is unless `is_on`.
    pub fn new(out: &'w mut dyn Write, is_on: bool) -> Self {
        Self { out, is_on, line: Vec::new() }
    }

    fn pass(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out.write_all(inert(&String::from_utf8_lossy(&line)).as_bytes())
    }
}

impl Write for Inert<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_on {
            return self.out.write(bytes);
        }
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.pass()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl Drop for Inert<'_> {
    fn drop(&mut self) {
        if !self.line.is_empty() {
            // Whoever prints a part of a line looks at errors of the next one.
            let _ = self.pass();
        }
    }
}

/// A line that is no command.
pub fn inert(line: &str) -> Cow<'_, str> {
    let begins = line.trim_start().starts_with("::");
    if !begins && !line.contains("##") {
        return Cow::Borrowed(line);
    }
    let mut written = String::with_capacity(line.len() + 8);
    let mut rest = line;
    if begins {
        let (before, after) = rest.split_once(':').unwrap_or((rest, ""));
        written.extend([before, ":"]);
        written.push(NOTHING);
        rest = after;
    }
    while let Some((before, after)) = rest.split_once("##") {
        written.extend([before, "#"]);
        let name = after.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
        if name.starts_with('[') {
            written.push(NOTHING);
        }
        // The second may be the first of the next two.
        rest = &rest[before.len() + 1..];
        if !rest.starts_with("##") {
            written.push('#');
            rest = &rest[1..];
        }
    }
    written.push_str(rest);
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_of_runners_are_words() {
        for (line, expected) in [
            ("::error::x\n", ":\u{200B}:error::x\n"),
            (" \t::stop-commands::x", " \t:\u{200B}:stop-commands::x"),
            ("a ##[error]x ##vso[task.x]", "a #\u{200B}#[error]x #\u{200B}#vso[task.x]"),
            ("###[x]", "##\u{200B}#[x]"),
            ("::##teamcity[x", ":\u{200B}:#\u{200B}#teamcity[x"),
        ] {
            assert_eq!(inert(line), expected);
        }
        for line in ["a ::error::x", "## a heading [1]", "####", ":x::", "+ ::error::", "é ##"] {
            assert_eq!(inert(line), line);
        }
    }

    #[test]
    fn lines_are_told_by_their_ends_and_not_by_how_they_are_written() {
        let print = |is_on: bool, parts: &[&str]| {
            let mut out = Vec::new();
            let mut inert = Inert::new(&mut out, is_on);
            for part in parts {
                inert.write_all(part.as_bytes()).expect("it takes all");
            }
            drop(inert);
            String::from_utf8(out).expect("UTF-8")
        };
        assert_eq!(
            print(true, &[":", ":a::b\nx", "::c\n:", ":d"]),
            ":\u{200B}:a::b\nx::c\n:\u{200B}:d"
        );
        assert_eq!(print(false, &["::a::b\n"]), "::a::b\n");
    }
}
