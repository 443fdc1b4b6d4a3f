//! A symptom, for people: its cause, the rules that find it, and what to run.

use std::io::{self, Write};

use textwrap::WordSplitter;

use super::Look;
use crate::rules::{self, symptoms::Symptom};

/// As wide as is good to read.
const WIDEST: usize = 100;
/// Where what a label speaks of begins.
const COLUMN: usize = 10;

/// Writes what is known of symptoms, one after the other.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_symptoms(symptoms: &[&Symptom], look: Look, out: &mut dyn Write) -> io::Result<()> {
    for (index, symptom) in symptoms.iter().enumerate() {
        if index > 0 {
            writeln!(out)?;
        }
        out.write_all(text(symptom, look).as_bytes())?;
    }
    Ok(())
}

fn text(symptom: &Symptom, look: Look) -> String {
    let where_it_is = match symptom.rules {
        [] => "not in the config",
        _ => "in the config",
    };
    let mut text = format!("{}\n{where_it_is}\n\n", look.bold(symptom.name()));
    text += &textwrap::fill(symptom.cause, wrap(look));
    text += "\n\n";
    let found = symptom.rules.iter().filter_map(|id| rules::find(id));
    let found = found.map(|rule| format!("{}: {}", rule.id, rule.title()));
    text += &labelled("found by", found, look);
    text += &labelled("run", symptom.commands().map(str::to_owned), look);
    if let Some(first) = symptom.rules.first() {
        text += &labelled("more", [format!("clawtidy explain {first}")], look);
    }
    text
}

/// Lines, the first of them behind a label.
fn labelled(label: &str, lines: impl IntoIterator<Item = String>, look: Look) -> String {
    let mut text = String::new();
    let rest = " ".repeat(COLUMN);
    let within = " ".repeat(COLUMN + 2);
    let mut label = look.help(&format!("{label:COLUMN$}"));
    for line in lines {
        let wrap = wrap(look).initial_indent(&label).subsequent_indent(&within);
        text += &(textwrap::fill(&line, wrap) + "\n");
        label.clone_from(&rest);
    }
    text
}

/// Names with hyphens stay whole.
fn wrap(look: Look) -> textwrap::Options<'static> {
    textwrap::Options::new(look.width.min(WIDEST)).word_splitter(WordSplitter::NoHyphenation)
}
