//! `clawtidy rules`.

use std::io::{self, Write as _};

use serde::Serialize;

use super::args::{Color, Rules, TableFormat};
use super::{Session, Status};
use crate::rules::{RULES, Rule};

/// Runs the command.
pub(super) fn run(args: &Rules, _color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let rows: Vec<_> = RULES.iter().map(|rule| Row::new(rule)).collect();
    serde_json::to_writer(&mut *session.stdout, &rows)?;
    session.stdout.write_all(b"\n")?;
    let _ = args;
    Ok(Status::Clean)
}

#[derive(Serialize)]
struct Row {
    id: &'static str,
}

impl Row {
    fn new(rule: &'static Rule) -> Self {
        Self { id: rule.id }
    }
}
