//! Text to settings, or to everything that is wrong with it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::keys::{FILES, KEYS, Key, OVERRIDES, SEVERITIES, Takes};
use super::{Globs, Layer, Origin, Override, Problem, Settings, Value, Word};
use crate::finding::Severity;
use crate::report::{Severities, UnknownSelector};
use crate::rules::nearest_of;
use crate::schema::Target;
use crate::text::{LineIndex, Span, offset};

type Name<'t> = Spanned<DeString<'t>>;
type Written<'t> = Spanned<DeValue<'t>>;

/// Reads a file of settings.
///
/// # Errors
/// Everything that is wrong with it, in order of place.
pub fn read(text: &str) -> Result<Settings, Vec<Problem>> {
    let text_without_mark = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let skipped = text.len() - text_without_mark.len();
    let mut reader = Reader { lines: LineIndex::new(text), skipped, problems: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text_without_mark);
    // Those after the first may follow from it.
    if let Some(error) = errors.first() {
        let message = error.message().trim_end_matches('.').to_owned();
        reader.complain(error.span().unwrap_or_default(), message, None);
    }
    // What a broken text says is a guess.
    let mut settings = Settings::default();
    if reader.problems.is_empty() {
        settings = reader.settings(table.get_ref());
    }
    if reader.problems.is_empty() {
        return Ok(settings);
    }
    reader.problems.sort_by_key(|problem| problem.span);
    Err(reader.problems)
}

struct Reader {
    lines: LineIndex,
    /// Bytes before what was parsed.
    skipped: usize,
    problems: Vec<Problem>,
}

impl Reader {
    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (name, value) in table {
            if name.get_ref() == OVERRIDES {
                settings.overrides = self.overrides(value);
            } else {
                let known = KEYS.iter().map(|key| key.name).chain([OVERRIDES]);
                self.key(name, value, KEYS.iter(), known, &mut settings.layer);
            }
        }
        settings
    }

    fn overrides(&mut self, value: &Written<'_>) -> Vec<Override> {
        let Some(tables) = value.get_ref().as_array() else {
            let help =
                "write `[[overrides]]`, and below it `files = [\"…\"]` and what is different";
            self.wrong_type(value, OVERRIDES, "a list of tables", help);
            return Vec::new();
        };
        tables.iter().filter_map(|table| self.one_override(table)).collect()
    }

    fn one_override(&mut self, value: &Written<'_>) -> Option<Override> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong_type(value, OVERRIDES, "a list of tables", "write `[[overrides]]`");
            return None;
        };
        let mut layer = Layer::default();
        let keys = || KEYS.iter().filter(|key| key.per_file).chain([&FILES]);
        for (name, value) in table {
            let is_for_all = KEYS.iter().any(|key| !key.per_file && key.name == name.get_ref());
            if is_for_all {
                let message = format!("`{}` holds for the whole run", name.get_ref());
                let help = "move it to the top of the file".to_owned();
                self.complain(name.span(), message, Some(help));
                continue;
            }
            self.key(name, value, keys(), keys().map(|key| key.name), &mut layer);
        }
        // Each of them is a pattern, or it would not be there.
        let files = Globs::new(&layer.texts(FILES.name)).unwrap_or_default();
        layer.forget(FILES.name);
        if !table.contains_key(FILES.name) {
            let message = "it does not say which configs this is for".to_owned();
            let help = "write `files = [\"…\"]`, with patterns as in .gitignore".to_owned();
            self.complain(value.span(), message, Some(help));
        }
        Some(Override { line: self.line(value.span()), files, layer })
    }

    fn key(
        &mut self,
        name: &Name<'_>,
        value: &Written<'_>,
        mut keys: impl Iterator<Item = &'static Key>,
        known: impl Iterator<Item = &'static str>,
        layer: &mut Layer,
    ) {
        let written = name.get_ref();
        let Some(key) = keys.find(|key| key.name == written) else {
            let as_written_here = written.replace('_', "-");
            let help = match nearest_of(&as_written_here, known) {
                Some(nearest) => format!("did you mean `{nearest}`?"),
                None => "`clawtidy config` lists the keys".to_owned(),
            };
            self.complain(name.span(), format!("unknown key `{written}`"), Some(help));
            return;
        };
        if let Some(value) = self.value(key, value) {
            layer.say(key.name, value);
        }
    }

    fn value(&mut self, key: &Key, value: &Written<'_>) -> Option<Value> {
        if key.takes == Takes::Severities {
            return self.severities(key, value);
        }
        let is_list = matches!(key.takes, Takes::Rules | Takes::Paths | Takes::Globs);
        if !is_list {
            let word = self.word(key, value)?;
            return Some(Value::Word(word));
        }
        let Some(items) = value.get_ref().as_array() else {
            let help = match value.get_ref().as_str() {
                Some(_) => format!("put it in a list: `{} = [\"…\"]`", key.name),
                None => format!("write `{} = [\"…\"]`", key.name),
            };
            self.wrong_type(value, key.name, key.takes.words(), &help);
            return None;
        };
        let words = items.iter().filter_map(|item| self.word(key, item)).collect();
        Some(Value::Words(words, Origin::Line(self.line(value.span()))))
    }

    fn word(&mut self, key: &Key, value: &Written<'_>) -> Option<Word> {
        let Some(text) = value.get_ref().as_str() else {
            let help = match (key.takes, value.get_ref()) {
                (Takes::OneOf(words), _) => choice(words),
                (Takes::Release, DeValue::Float(number)) => {
                    format!("put it in quotes: `{} = \"{}\"`", key.name, number.as_str())
                }
                _ => "put it in quotes".to_owned(),
            };
            self.wrong_type(value, key.name, "a string", &help);
            return None;
        };
        if let Some((message, help)) = wrong(key, text) {
            self.complain(value.span(), message, help);
            return None;
        }
        Some(Word { text: text.to_owned(), origin: Origin::Line(self.line(value.span())) })
    }

    fn severities(&mut self, key: &Key, value: &Written<'_>) -> Option<Value> {
        let Some(table) = value.get_ref().as_table() else {
            let help = "write `[severity]`, and below it lines like `unknown-key = \"warning\"`";
            self.wrong_type(value, key.name, key.takes.words(), help);
            return None;
        };
        let mut named = Vec::new();
        for (name, value) in table {
            let said = value.get_ref().as_str();
            let severity = Severity::ALL.into_iter().find(|it| Some(it.name()) == said);
            let Some(severity) = severity else {
                let nearest = said.and_then(|said| nearest_of(said, SEVERITIES.iter().copied()));
                let message = format!("the severity of `{}` is none", name.get_ref());
                let help = match nearest {
                    Some(nearest) => format!("did you mean \"{nearest}\"?"),
                    None => "write \"error\", \"warning\" or \"info\"".to_owned(),
                };
                self.complain(value.span(), message, Some(help));
                continue;
            };
            let text = name.get_ref().to_string();
            if let Err(unknown) = Severities::new([(text.clone(), severity)]) {
                let (message, help) = unknown_rule(&unknown);
                self.complain(name.span(), message, Some(help));
                continue;
            }
            named.push((Word { text, origin: Origin::Line(self.line(name.span())) }, severity));
        }
        Some(Value::Severities(named))
    }

    fn wrong_type(&mut self, value: &Written<'_>, name: &str, expected: &str, help: &str) {
        let message = format!("`{name}` is {expected}, and this is {}", kind(value.get_ref()));
        self.complain(value.span(), message, Some(help.to_owned()));
    }

    fn complain(&mut self, at: Range<usize>, message: String, help: Option<String>) {
        let span = Span::new(offset(at.start + self.skipped), offset(at.end + self.skipped));
        self.problems.push(Problem { span, message, help });
    }

    fn line(&self, at: Range<usize>) -> u32 {
        self.lines.line(offset(at.start + self.skipped))
    }
}

/// What is wrong with a word, and what to do, if something is.
fn wrong(key: &Key, text: &str) -> Option<(String, Option<String>)> {
    match key.takes {
        Takes::Release => Some((Target::parse(text).err()?.to_string(), None)),
        Takes::OneOf(words) if words.contains(&text) => None,
        Takes::OneOf(words) => {
            let help = match nearest_of(text, words.iter().copied()) {
                Some(nearest) => format!("did you mean \"{nearest}\"?"),
                None => choice(words),
            };
            Some((format!("`{}` cannot be this", key.name), Some(help)))
        }
        Takes::Rules => {
            let (message, help) = unknown_rule(&unknown(text)?);
            Some((message, Some(help)))
        }
        Takes::Globs => {
            let why = Globs::new(&[text]).err()?;
            Some((format!("this pattern is none: {why}"), None))
        }
        Takes::Path | Takes::Paths if text.is_empty() => {
            Some(("a path cannot be empty".to_owned(), None))
        }
        Takes::Path | Takes::Paths | Takes::Severities => None,
    }
}

/// What is to be said of the name of a rule, if it stands for none.
fn unknown(name: &str) -> Option<UnknownSelector> {
    Severities::new([(name.to_owned(), Severity::Info)]).err()
}

fn unknown_rule(unknown: &UnknownSelector) -> (String, String) {
    let message = format!("no rule and no audit check is called `{}`", unknown.name);
    let help = match unknown.nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => "`clawtidy rules` lists them".to_owned(),
    };
    (message, help)
}

/// "write "a", "b" or "c"".
fn choice(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match quoted.split_last() {
        Some((last, [])) => format!("write {last}"),
        Some((last, others)) => format!("write {} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// What a value is, with its article.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is wrong with a text: the part of it, what, and what to do.
    fn problems(text: &str) -> Vec<(String, String, String)> {
        let problems = read(text).expect_err(text).into_iter();
        let said = |problem: Problem| {
            let part = text[problem.span.range()].to_owned();
            (part, problem.message, problem.help.unwrap_or_default())
        };
        problems.map(said).collect()
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is() {
        for (text, part, message, help) in [
            ("selct = []", "selct", "unknown key `selct`", "did you mean `select`?"),
            ("env_files = []", "env_files", "unknown key `env_files`", "did you mean `env-files`?"),
            ("\u{FEFF}x = 1", "x", "unknown key `x`", "`clawtidy config` lists the keys"),
            (
                "profile = \"publik\"",
                "\"publik\"",
                "`profile` cannot be this",
                "did you mean \"public\"?",
            ),
            (
                "fail-on = \"x\"",
                "\"x\"",
                "`fail-on` cannot be this",
                "write \"error\", \"warning\", \"info\" or \"never\"",
            ),
            (
                "target = 2026.9",
                "2026.9",
                "`target` is a string, and this is a number",
                "put it in quotes: `target = \"2026.9\"`",
            ),
            (
                "ignore = [\"all\", \"uknown-key\"]",
                "\"uknown-key\"",
                "no rule and no audit check is called `uknown-key`",
                "did you mean `unknown-key`?",
            ),
            (
                "ignore = \"all\"",
                "\"all\"",
                "`ignore` is a list of strings, and this is a string",
                "put it in a list: `ignore = [\"…\"]`",
            ),
            (
                "[severity]\nall = \"warn\"",
                "\"warn\"",
                "the severity of `all` is none",
                "write \"error\", \"warning\" or \"info\"",
            ),
            (
                "[[overrides]]\nfiles = [\"a\"]\nfail-on = \"never\"",
                "fail-on",
                "`fail-on` holds for the whole run",
                "move it to the top of the file",
            ),
            (
                "[[overrides]]\nprofile = \"public\"",
                "[[overrides]]",
                "it does not say which configs this is for",
                "write `files = [\"…\"]`, with patterns as in .gitignore",
            ),
        ] {
            let expected = [part.to_owned(), message.to_owned(), help.to_owned()];
            let [part, message, help] = expected;
            assert_eq!(problems(text), [(part, message, help)], "{text}");
        }
        assert_eq!(problems("select = [\nprofile = 1 1\nx = 2").len(), 1);
        assert_eq!(problems("exclude = [\"{a\"]")[0].0, "\"{a\"");
        assert_eq!(problems("plugins = [\"\"]")[0].1, "a path cannot be empty");
        assert_eq!(
            problems("overrides = 1")[0].1,
            "`overrides` is a list of tables, and this is a number"
        );
    }

    #[test]
    fn what_is_right_is_kept_with_its_line() {
        let text = "profile = \"shared\"\nignore = [\n  \"all\",\n]\n\n[severity]\nunknown-key = \"info\"\n\n\
                    [[overrides]]\nfiles = [\"public/\"]\nprofile = \"public\"\n";
        let settings = read(text).expect("settings");
        let word = settings.layer.word("profile").expect("a profile");
        assert_eq!((word.text.as_str(), word.origin), ("shared", Origin::Line(1)));
        assert_eq!(settings.layer.words("ignore")[0].origin, Origin::Line(3));
        assert_eq!(settings.layer.severities("severity")[0].0.origin, Origin::Line(7));
        let [own] = settings.overrides.as_slice() else { panic!("{settings:?}") };
        let is_for = |path: &str| own.files.matches(std::path::Path::new(path), false);
        assert_eq!(own.line, 9);
        assert!(is_for("public/openclaw.json") && !is_for("openclaw.json"));
        let effective = settings.layer.under(&own.layer);
        assert_eq!(effective.word("profile").map(|word| word.text.as_str()), Some("public"));
    }
}
