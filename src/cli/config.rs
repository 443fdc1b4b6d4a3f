//! `clawtidy config`.

use std::io::{self, Write as _};

use super::args::{Color, Config};
use super::project::Project;
use super::{Session, Status};
use crate::output::{Inert, printable};
use crate::settings::{self, KEYS, Key, Layer, Origin};

/// Runs the command.
pub(super) fn run(args: &Config, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    if args.schema {
        serde_json::to_writer_pretty(&mut *session.stdout, &settings::json_schema())?;
        writeln!(session.stdout)?;
        return Ok(Status::Clean);
    }
    let Some(project) = Project::load(&args.given, Some(&args.policy), color, session)? else {
        return Ok(Status::Failed);
    };
    let overrides = args.path.as_deref();
    let overrides = overrides.map(|path| project.overrides(path, session.directory));
    let overrides = overrides.unwrap_or_default();
    let mut lines = Vec::new();
    let file = project.file.as_ref().map(|file| file.display().to_string());
    lines.push(match &file {
        Some(file) => format!("# settings of {}", printable(file)),
        None => format!("# no {} here", settings::FILE),
    });
    if let Some(path) = &args.path {
        let path = path.display().to_string();
        let at = project.lines(&overrides).iter().map(u32::to_string).collect::<Vec<_>>();
        lines.push(match at.as_slice() {
            [] => format!("# as they hold for {}, which no override is for", printable(&path)),
            at => format!(
                "# as they hold for {}, with the overrides of line {}",
                printable(&path),
                at.join(" and ")
            ),
        });
    }
    let settings = project.effective(&overrides);
    lines.extend(table(&settings, file.as_deref().unwrap_or_default()));
    let is_log = session.is_log();
    let mut out = Inert::new(session.stdout, is_log);
    for line in lines {
        writeln!(out, "{line}")?;
    }
    Ok(Status::Clean)
}

/// A line for each key: what holds, and who says so.
fn table(settings: &Layer, file: &str) -> Vec<String> {
    let said = |key: &Key| {
        let value = settings.get(key.name);
        let setting = match value.map(settings::Value::to_toml) {
            Some(written) => format!("{} = {}", key.name, printable(&written)),
            None if key.default.is_empty() => format!("# {}", key.name),
            None => format!("{} = {}", key.name, key.default),
        };
        (setting, value)
    };
    let wide = KEYS.iter().map(|key| said(key).0.chars().count()).filter(|wide| *wide < 48).max();
    let line = |key: &Key| {
        let (setting, value) = said(key);
        let origins = value.map(settings::Value::origins).unwrap_or_default();
        let origins: Vec<String> = origins.into_iter().map(|it| words(it, file)).collect();
        let origin = if origins.is_empty() { "default".to_owned() } else { origins.join(", ") };
        format!("{setting:wide$}  # {}", printable(&origin), wide = wide.unwrap_or_default())
    };
    KEYS.iter().map(line).collect()
}

fn words(origin: Origin, file: &str) -> String {
    match origin {
        Origin::Line(line) => format!("{file}:{line}"),
        Origin::CommandLine => "command line".to_owned(),
    }
}
