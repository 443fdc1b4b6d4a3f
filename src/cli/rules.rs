//! `clawtidy rules`.

use std::io::{self, Write};

use serde::Serialize;

use super::args::{Color, Rules, TableFormat};
use super::{Session, Status};
use crate::finding::Safety;
use crate::output::Look;
use crate::rules::{self, Rule};

/// Runs the command.
pub(super) fn run(args: &Rules, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let look = session.look(color, false);
    let out = &mut *session.stdout;
    let every: Vec<&'static Rule> = rules::every().collect();
    match args.output_format {
        TableFormat::Table => table(&every, look, out)?,
        TableFormat::Markdown => out.write_all(markdown(&every).as_bytes())?,
        TableFormat::Json => {
            let entries: Vec<_> = every.iter().map(|rule| Entry::new(rule)).collect();
            serde_json::to_writer_pretty(&mut *out, &entries)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(Status::Clean)
}

const HEADINGS: [&str; 6] = ["rule", "group", "severity", "effect", "fix", "audit check"];

/// The rule's cells under [`HEADINGS`].
fn cells(rule: &Rule) -> [&'static str; 6] {
    let fix = rule.fix.map_or("", Safety::name);
    let (severity, effect) = (rule.severity.name(), rule.effect.name());
    [rule.id, rule.group().name(), severity, effect, fix, rule.audit.unwrap_or_default()]
}

/// Aligned columns, the severity coloured.
fn table(rules: &[&'static Rule], look: Look, out: &mut dyn Write) -> io::Result<()> {
    let mut widths = HEADINGS.map(str::len);
    for rule in rules {
        for (width, cell) in widths.iter_mut().zip(cells(rule)) {
            *width = (*width).max(cell.len());
        }
    }
    let padded = |cells: [&str; 6]| {
        let mut column = 0;
        cells.map(|cell| {
            column += 1;
            format!("{cell:width$}", width = widths[column - 1])
        })
    };
    writeln!(out, "{}", look.bold(padded(HEADINGS).join("  ").trim_end()))?;
    for rule in rules {
        let mut cells = padded(cells(rule));
        cells[2] = look.severity(rule.severity, &cells[2]);
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// A Markdown table with each rule's first line of documentation.
fn markdown(rules: &[&'static Rule]) -> String {
    let mut text = String::from(
        "| rule | what it finds | group | severity | effect | fix | audit check |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for rule in rules {
        let [id, group, severity, effect, fix, audit] = cells(rule);
        let audit = if audit.is_empty() { String::new() } else { format!("`{audit}`") };
        let row = [&format!("`{id}`"), rule.title(), group, severity, effect, fix, &audit];
        let row = row.map(|cell| cell.replace('|', "\\|"));
        text.extend(["| ", &row.join(" | "), " |\n"]);
    }
    text
}

/// A rule, for programs.
#[derive(Serialize)]
struct Entry {
    id: &'static str,
    title: &'static str,
    severity: &'static str,
    effect: &'static str,
    fix: Option<&'static str>,
    audit: Option<&'static str>,
    profile: &'static str,
    group: &'static str,
    since: &'static str,
}

impl Entry {
    fn new(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            title: rule.title(),
            severity: rule.severity.name(),
            effect: rule.effect.name(),
            fix: rule.fix.map(Safety::name),
            audit: rule.audit,
            profile: rule.profile.name(),
            group: rule.group().name(),
            since: rule.since,
        }
    }
}
