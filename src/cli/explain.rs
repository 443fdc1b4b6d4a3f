//! `clawtidy explain`.

use std::io;

use textwrap::WordSplitter;

use super::args::{AnswerFormat, Color, Explain};
use super::project::{Question, release};
use super::{Session, Status};
use crate::finding::{Profile, Safety};
use crate::output::{self, Look};
use crate::redact::Redactor;
use crate::report::nearest;
use crate::rules::{self, Group, Rule, nearest_of, symptoms};
use crate::schema::{Answer, Description, Fate, Reading, Release, describe};
use crate::syntax::Key;

/// Runs the command. A rule or an audit check wins over a symptom, and that over a key.
pub(super) fn run(args: &Explain, color: Color, session: &mut Session<'_>) -> io::Result<Status> {
    let errors = session.look(color, true);
    // Someone may paste what they should not.
    let what = &*Redactor::plain(&args.what).mask(&args.what);
    let look = session.look(color, false);
    if let Some(rule) = rules::find(what) {
        if args.output_format != AnswerFormat::Text {
            let message = "that is a rule; `clawtidy rules --output-format json` lists the rules";
            return session.complain(errors, message).map(|()| Status::Failed);
        }
        let text = format!("{}\n\n{}", facts(rule, look), body(&rule.documentation(), look));
        session.stdout.write_all(text.as_bytes())?;
        return Ok(Status::Clean);
    }
    let symptoms: Vec<_> = symptoms::find(what).collect();
    if !symptoms.is_empty() {
        if args.output_format != AnswerFormat::Text {
            let message = "that is a symptom; only what is known of a key comes in other formats";
            return session.complain(errors, message).map(|()| Status::Failed);
        }
        output::write_symptoms(&symptoms, look, session.stdout)?;
        return Ok(Status::Clean);
    }
    let question = Question {
        settings: &args.settings,
        asked: args.target.as_ref(),
        no_config: "`auto` asks a config, and there is none; name a release, or `latest`",
        verb: "this is about",
    };
    let Some(release) = release(&question, color, session)? else { return Ok(Status::Failed) };
    match find(what, release) {
        Err(message) => session.complain(errors, &message).map(|()| Status::Failed),
        Ok(description) => {
            let format = args.output_format.into();
            output::write_key(format, &description, look, session.stdout)?;
            Ok(Status::Clean)
        }
    }
}

/// What is known of a key, or that there is nothing to say.
fn find(what: &str, release: Release) -> Result<Description, String> {
    let key: Key = match what.parse() {
        Ok(key) => key,
        Err(error) => {
            let known = "no rule, no audit check, no line of a log that is known and no key";
            return Err(format!("`{what}` is {known}: {error}"));
        }
    };
    let description = describe(&key, release);
    let sections = || release.root().properties().map(|(name, _)| name);
    let Answer::NotTaken { about, fate: Fate::Unknown, reading: Reading::Rejects, .. } =
        &description.answer
    else {
        return Ok(description);
    };
    let in_no_section = about.segments().len() == 1;
    if !in_no_section && nearest(what).is_none() {
        return Ok(description);
    }
    let hint = match nearest_of(what, rules::names().chain(sections())) {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None => "; `clawtidy rules` lists the rules".to_owned(),
    };
    Err(format!("no rule, no audit check and no key is called `{what}`{hint}"))
}

/// The rule's id, and under it what it declares.
fn facts(rule: &Rule, look: Look) -> String {
    let mut facts = vec![look.severity(rule.severity, rule.severity.name())];
    facts.push(rule.group().name().to_owned());
    facts.extend(rule.effect.words().map(|words| format!("OpenClaw {words}")));
    facts.extend(rule.fix.map(|safety| match safety {
        Safety::Safe => "fixed by --fix".to_owned(),
        Safety::Unsafe => "fixed by --fix --unsafe-fixes".to_owned(),
    }));
    facts.extend(rule.audit.map(|audit| format!("audit check {audit}")));
    match rule.profile {
        Profile::Personal if rule.group() == Group::Style => {
            facts.push(format!("on with --select {}", Group::Style.name()));
        }
        Profile::Personal => {}
        profile => facts.push(format!("on with --profile {}", profile.name())),
    }
    facts.push(format!("since clawtidy {}", rule.since));
    let joint = if look.unicode { " · " } else { " - " };
    format!("{}\n{}", look.bold(rule.id), textwrap::fill(&facts.join(joint), wrap(look)))
}

/// As wide as is good to read; keys with hyphens stay whole.
fn wrap(look: Look) -> textwrap::Options<'static> {
    textwrap::Options::new(look.width.min(100)).word_splitter(WordSplitter::NoHyphenation)
}

/// Markdown as a terminal shows it: paragraphs wrapped, examples indented under what they show.
fn body(markdown: &str, look: Look) -> String {
    let mut text = String::new();
    let mut paragraph = String::new();
    let mut example = false;
    for line in markdown.split('\n').map(str::trim_end) {
        match (line.strip_prefix("```"), example) {
            (Some(info), false) => {
                close(&mut text, &mut paragraph, look);
                text.extend([&*look.bold(shows(info)), "\n\n"]);
                example = true;
            }
            (Some(_), true) => {
                text.push('\n');
                example = false;
            }
            (None, true) if is_carets(line) => {}
            (None, true) if line.is_empty() => text.push('\n'),
            (None, true) => text.extend(["    ", &look.help(line), "\n"]),
            (None, false) if line.is_empty() => close(&mut text, &mut paragraph, look),
            (None, false) if begins_block(line) => {
                // Lists keep their items apart.
                flush(&mut text, &mut paragraph, look);
                paragraph.push_str(line);
            }
            (None, false) => {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line.trim_start());
            }
        }
    }
    close(&mut text, &mut paragraph, look);
    text.truncate(text.trim_end().len());
    text + "\n"
}

/// What an example of this kind shows.
fn shows(info: &str) -> &'static str {
    match info.split_whitespace().nth(1) {
        Some("bad") => "Reported:",
        Some("fixed") => "After the fix:",
        Some("good") => "Not reported:",
        Some("before") => "Before:",
        Some("after") => "After:",
        _ => "For example:",
    }
}

/// Whether the line only points at the one above it, for the tests.
fn is_carets(line: &str) -> bool {
    let pointed = line.trim_start().strip_prefix("//").map(str::trim);
    pointed.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c == '^' || c == ' '))
}

/// Whether the line is a heading, or an item of a list.
fn begins_block(line: &str) -> bool {
    ["- ", "* ", "# ", "## "].iter().any(|mark| line.trim_start().starts_with(mark))
}

/// Ends a paragraph and leaves a line free after it.
fn close(text: &mut String, paragraph: &mut String, look: Look) {
    if flush(text, paragraph, look) {
        text.push('\n');
    }
}

/// Ends a paragraph; whether there was one.
fn flush(text: &mut String, paragraph: &mut String, look: Look) -> bool {
    if paragraph.is_empty() {
        return false;
    }
    let rest = if begins_block(paragraph) { "  " } else { "" };
    text.push_str(&textwrap::fill(paragraph, wrap(look).subsequent_indent(rest)));
    text.push('\n');
    paragraph.clear();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_lose_what_only_tests_read() {
        let docs = "It binds.\nTwo lines.\n\n- one\n- two\n\n```json5 bad\n{\n  a: 1,\n  // ^^\n}\n```\n\n```json5 good\n{} // fine\n```\n";
        insta::assert_snapshot!(body(docs, Look::PLAIN), @r"
        It binds. Two lines.

        - one
        - two

        Reported:

            {
              a: 1,
            }

        Not reported:

            {} // fine
        ");
    }
}
