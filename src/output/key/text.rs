//! For people: the key, what holds of it, and a few labelled lines.

use std::io::{self, Write};

use textwrap::WordSplitter;

use crate::output::Look;
use crate::schema::{Answer, Description, Expected, Fate, History, Reading, Release, Takes};
use crate::syntax::{Key, ValueKind};

/// How many names of keys are listed.
const SHOWN: usize = 40;
/// As wide as is good to read.
const WIDEST: usize = 100;

/// Writes what is known of a key.
pub(super) fn write(description: &Description, look: Look, out: &mut dyn Write) -> io::Result<()> {
    let page = Page { look, width: look.width.min(WIDEST) };
    let (key, release) = (&description.key, description.release);
    let mut text = look.bold(&key.to_string()) + "\n";
    match &description.answer {
        Answer::Taken { takes, required, within } => {
            let mut facts = vec![format!("OpenClaw {release} accepts it")];
            facts.push(when(description));
            facts.extend(required.then(|| "must be there".to_owned()));
            facts.extend(takes.deprecated.then(|| "deprecated".to_owned()));
            text += &page.facts(&facts);
            text.push('\n');
            if let Some(within) = within {
                text += &page.line("takes", &format!("anything, as all that stands in `{within}`"));
            } else {
                text += &page.takes(key, takes);
            }
        }
        Answer::NotTaken { about, fate, names, reading, instead } => {
            let reads = read(*reading);
            let verdict = if reads.is_some() { "still reads it" } else { "does not accept it" };
            text += &page.facts(&[format!("OpenClaw {release} {verdict}"), when(description)]);
            text.push('\n');
            text += &page.paragraph(&fate.message(about, release));
            text += &page.paragraph(
                &fate.help().unwrap_or_else(|| "no release has anything like it here".to_owned()),
            );
            if let Some(reads) = reads {
                text += &page.paragraph(&format!("the config is not rejected for it: {reads}"));
            }
            if *fate == Fate::Unknown && !names.is_empty() {
                text.push('\n');
                text += &page.line("keys", &listed(names));
            }
            let more: Vec<Key> = instead.iter().filter(|it| *it != key).cloned().collect();
            text += &page.more(&more);
        }
    }
    // Nothing that a line ends with is worth its bytes in a log.
    for line in text.trim_end().split('\n').map(str::trim_end) {
        writeln!(out, "{line}")?;
    }
    Ok(())
}

/// What OpenClaw's reader does with a key that its schema does not take.
fn read(reading: Reading) -> Option<&'static str> {
    match reading {
        Reading::Rejects => None,
        Reading::Drops => Some("OpenClaw takes it out when it reads the config"),
        Reading::TurnsIntoEntries => {
            Some("OpenClaw turns the list into `agents.entries` when it reads the config")
        }
        Reading::CopiesIntoModels => {
            Some("OpenClaw copies it into the provider's models that have none of their own")
        }
    }
}

/// When releases accepted the key: "since 2026.5.2", "from 2026.2.3 to 2026.7.35".
fn when(description: &Description) -> String {
    let when = periods(&description.history);
    match &description.in_list {
        Some(item) => format!("{when}, before that as `{item}`"),
        None => when,
    }
}

fn periods(history: &History) -> String {
    let oldest = Release::all().next();
    let periods = history.periods().iter().map(|period| {
        let (first, last) = (period.first, period.last);
        let before = if Some(first) == oldest { " or before" } else { "" };
        match (first, last) {
            (first, Release::LATEST) => format!("since {first}{before}"),
            (first, last) if first == last && before.is_empty() => format!("in {last} only"),
            (first, last) => format!("from {first}{before} to {last}"),
        }
    });
    let periods: Vec<String> = periods.collect();
    match (periods.split_last(), oldest) {
        (None, Some(oldest)) => format!("in no release since {oldest}"),
        (None, None) => String::new(),
        (Some((last, [])), _) => last.clone(),
        (Some((last, others)), _) => format!("{} and {last}", others.join(", ")),
    }
}

/// Names of keys, a limited number of them.
fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    match names.len().saturating_sub(SHOWN) {
        0 => shown.join(", "),
        more => format!("{} and {more} more; --output-format json lists all", shown.join(", ")),
    }
}

/// What is laid out for a terminal.
#[derive(Debug, Clone, Copy)]
struct Page {
    look: Look,
    width: usize,
}

impl Page {
    /// What may stand at the key, in labelled lines.
    fn takes(self, key: &Key, takes: &Takes) -> String {
        let mut text = self.line("takes", &values(takes));
        let mut more = Vec::new();
        if let Some(default) = takes.default {
            text += &self.line("default", default);
        }
        if !takes.required.is_empty() {
            text += &self.line("required", &listed(&takes.required));
        }
        if let Some(first) = takes.keys.first() {
            text += &self.line("keys", &listed(&takes.keys));
            more.push(key.clone().child(*first));
        }
        if let Some(any) = &takes.any_name {
            let names = any.names.as_ref().map_or(String::new(), |names| format!(" ({names})"));
            let others = if takes.keys.is_empty() { "" } else { "other " };
            text +=
                &self.line("names", &format!("{others}names of your own{names}: {}", any.values));
            more.push(key.clone().child("*"));
        }
        if let Some(items) = takes.items.as_ref().filter(|items| has_more(items)) {
            text += &self.line("items", &items.to_string());
            more.push(key.clone().child("[]"));
        }
        text + &self.more(&more)
    }

    /// How to ask for other keys.
    fn more(self, keys: &[Key]) -> String {
        let mut text = String::new();
        for (index, key) in keys.iter().enumerate() {
            let label = if index == 0 { "more" } else { "" };
            text += if index == 0 { "\n" } else { "" };
            text += &self.line(label, &format!("clawtidy explain {}", quoted(&key.to_string())));
        }
        text
    }

    /// Facts in a row.
    fn facts(self, facts: &[String]) -> String {
        let joint = if self.look.unicode { " · " } else { " - " };
        textwrap::fill(&facts.join(joint), self.wrap()) + "\n"
    }

    fn paragraph(self, text: &str) -> String {
        textwrap::fill(text, self.wrap()) + "\n"
    }

    fn line(self, label: &str, text: &str) -> String {
        let label = self.look.help(&format!("{label:10}"));
        let wrap = self.wrap().initial_indent(&label).subsequent_indent("          ");
        textwrap::fill(text, wrap) + "\n"
    }

    /// Keys with hyphens stay whole.
    fn wrap(self) -> textwrap::Options<'static> {
        textwrap::Options::new(self.width).word_splitter(WordSplitter::NoHyphenation)
    }
}

/// Whether there is more to say of what stands here than its words do.
fn has_more(expected: &Expected) -> bool {
    let compound = [ValueKind::Object, ValueKind::Array];
    !expected.is_anything() && compound.into_iter().any(|kind| expected.admits(kind))
}

/// What may stand at a place: its values, and whether they may be kept elsewhere.
fn values(takes: &Takes) -> String {
    let reference = match takes.secret_sources.as_slice() {
        [] => return takes.values.to_string(),
        sources => {
            let sources: Vec<String> = sources.iter().map(|it| format!("{it:?}")).collect();
            let sources = match sources.split_last() {
                Some((last, others)) if !others.is_empty() => {
                    format!("{} or {last}", others.join(", "))
                }
                _ => sources.join(""),
            };
            format!("a reference to a secret, {{ source, provider, id }} with source {sources}")
        }
    };
    if takes.values == Expected::any(Vec::new()) {
        return reference;
    }
    format!("{}; or {reference}", takes.values)
}

/// A word for a shell, in quotes where it needs them.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '/');
    if word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
