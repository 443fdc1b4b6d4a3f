//! `clawtidy explain`.

use std::io;

use super::args::{Color, Explain};
use super::{Session, Status};
use crate::output::Look;
use crate::report::nearest;
use crate::rules::{self, Rule};

/// Runs the command.
pub(super) fn run(args: &Explain, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let what = args.what.as_str();
    let Some(rule) = rules::find(what) else {
        let hint = match nearest(what, rules::RULES) {
            Some(nearest) => format!("; did you mean `{nearest}`?"),
            None => "; `clawtidy rules` lists them".to_owned(),
        };
        let look = session.look(color, true);
        let message = format!("no rule and no audit check is called `{what}`{hint}");
        return session.complain(look, &message).map(|()| Status::Failed);
    };
    let text = explanation(rule, session.look(color, false));
    session.stdout.write_all(text.as_bytes())?;
    Ok(Status::Clean)
}

/// The rule's documentation under a line of facts.
fn explanation(rule: &Rule, look: Look) -> String {
    let mut text = format!("{} {}\n", look.bold("#"), look.bold(rule.id));
    text.push('\n');
    text.push_str(rule.docs);
    text
}
