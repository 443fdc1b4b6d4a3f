//! `clawtidy rejected --merge`.

use std::io;

use super::super::args::{AnswerFormat, Color, Rejected};
use super::super::judge::{Judge, explain};
use super::super::panics::{ISSUES, caught};
use super::super::{Session, Status};
use super::target::{Config, config, edit, named, source};
use crate::files::{self, Backup};
use crate::merge::{self, Merge, Versions, Wishes};
use crate::output::{self, Inert, Proposed};
use crate::redact::Redactor;
use crate::source::Source;
use crate::syntax::Key;

/// Shows the proposal, and writes it if asked.
pub(super) fn run(
    args: &Rejected,
    judge: &Judge<'_>,
    color: Color,
    session: &mut Session<'_>,
) -> io::Result<Status> {
    let errors = session.look(color, true);
    let prepared = config(args, judge).and_then(|config| {
        let merged = caught(|| propose(args, judge, &config))??;
        Ok((config, merged))
    });
    let (config, merged) = match prepared {
        Ok((config, Some(merged))) => (config, merged),
        Ok((config, None)) => {
            let message =
                format!("{}: no edit was lost that could be merged", config.history.config);
            return session.note(errors, &message).map(|()| Status::Clean);
        }
        Err(message) => return session.complain(errors, &message).map(|()| Status::Failed),
    };
    let (merge, base) = merged;
    if let Some(bug) = &merge.merged.bug {
        session.warn(errors, &format!("{}; please report it at {ISSUES}", explain(bug)))?;
    }
    let look = session.look(color, false);
    let diff = output::proposed_diff(&merge, &judge.gate, look);
    let proposal = merge.shown(base, &judge.gate);
    let mut failure = None;
    let mut written = false;
    if args.write && proposal.changes {
        if !proposal.faults.is_empty() {
            failure = Some(format!("not written: {}", proposal.faults.join("; ")));
        } else if let Some(original) = &config.original {
            let text = merge.merged.source.text();
            match files::write(&config.on_disk, original, text, Backup::Ring) {
                Ok(()) => written = true,
                Err(error) => failure = Some(error.to_string()),
            }
        }
    }
    let proposed = Proposed { proposal: &proposal, diff: &diff, written };
    let is_log = session.is_log() && args.output_format == AnswerFormat::Text;
    let mut out = Inert::new(session.stdout, is_log);
    output::write_proposal(args.output_format.into(), &proposed, look, &mut out)?;
    drop(out);
    session.stdout.flush()?;
    match failure {
        Some(message) => {
            let message = format!("{}: {message}", config.history.config);
            session.complain(errors, &message).map(|()| Status::Failed)
        }
        None => Ok(Status::Clean),
    }
}

/// Puts the edit back; `None` if no edit was lost. Gives the name of the base as well.
fn propose(
    args: &Rejected,
    judge: &Judge<'_>,
    config: &Config,
) -> Result<Option<(Merge, Option<String>)>, String> {
    let Some(original) = &config.original else {
        return Err(format!(
            "{}: there is no such config, so nothing can be merged into it; --restore puts an \
             artefact back",
            config.history.config
        ));
    };
    let world = config.world(judge);
    let judged = config.history.judge(&world);
    let Some(edit) = edit(args, &judged, judge)? else { return Ok(None) };
    let base = if let Some(name) = &args.base {
        Some(named(name, &judged, judge)?)
    } else {
        let entry = judged.find(edit.name());
        let base = entry.map_or_else(|| judged.base(), |entry| judged.base_of(entry));
        base.filter(|base| base.file.path != edit.name()).map(source).transpose()?
    };
    let active = Source::new(&config.history.config, original.text.clone());
    let wishes = Wishes { take: keys(&args.take)?, skip: keys(&args.skip)? };
    let versions = Versions { base: base.as_ref(), active: &active, rejected: &edit };
    let merged = merge::merge(versions, &wishes, &world).map_err(|error| error.to_string())?;
    let name = base.filter(|_| merged.has_base).map(|base| base.name().to_owned());
    Ok(Some((merged, name)))
}

/// The keys that are named, or what is wrong with one of them.
fn keys(named: &[String]) -> Result<Vec<Key>, String> {
    let key = |text: &String| {
        text.parse::<Key>().map_err(|error| {
            // Someone may paste what they should not.
            let shown = Redactor::plain(text).mask(text).into_owned();
            format!("`{shown}` is no key: {error}")
        })
    };
    named.iter().map(key).collect()
}
