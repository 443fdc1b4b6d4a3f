//! From what a person sees to its cause: the rules that find it in the config, or plainly that it is
//! not there, and what to run instead. `explain` looks here, and `docs/symptoms.md` is made of it.

mod table;

pub use table::SYMPTOMS;

/// What checks a config.
const CHECK: &str = "clawtidy check";

/// Something that a person sees when OpenClaw does not do what it should.
#[derive(Debug)]
pub struct Symptom {
    /// Short fragments of what is printed, each enough to know it by; case does not count. The first
    /// one is its name.
    pub phrases: &'static [&'static str],
    /// When it is seen.
    pub area: Area,
    /// The rules that find its cause, the likeliest first; none where it is not in the config.
    pub rules: &'static [&'static str],
    /// The cause, in sentences.
    pub cause: &'static str,
    /// What to run besides `clawtidy check`, or in its place.
    pub run: &'static [&'static str],
}

/// When symptoms are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// The gateway ends before it listens.
    Start,
    /// A page, a command or an app does not get through to a gateway that runs.
    Connection,
    /// Messages do not come, or nobody answers.
    Messages,
    /// A model is not found, or its provider refuses.
    Models,
    /// The config is not what someone wrote.
    Config,
}

impl Area {
    /// All, in the order of someone's way through them.
    pub const ALL: [Self; 5] =
        [Self::Start, Self::Connection, Self::Messages, Self::Models, Self::Config];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Start => "The gateway does not start",
            Self::Connection => "The gateway cannot be reached",
            Self::Messages => "The agent does not answer",
            Self::Models => "The model does not answer",
            Self::Config => "The config is not what I wrote",
        }
    }
}

impl Symptom {
    /// What calls it by name.
    pub fn name(&self) -> &'static str {
        self.phrases.first().copied().unwrap_or_default()
    }

    /// What to run, one after the other: where the config may hold the cause, it is checked first.
    pub fn commands(&self) -> impl Iterator<Item = &'static str> {
        let is_named = self.run.iter().any(|command| command.starts_with(CHECK));
        let check = Some(CHECK).filter(|_| !self.rules.is_empty() && !is_named);
        check.into_iter().chain(self.run.iter().copied())
    }

    /// Whether someone who gives this text, a line of a log or some words of one, means it.
    fn is_meant_by(&self, text: &str) -> bool {
        // A single word may be a key, or a part of any line.
        let is_part = text.contains(' ');
        self.phrases.iter().any(|phrase| {
            let phrase = plain(phrase);
            contains_words(text, &phrase) || is_part && contains_words(&phrase, text)
        })
    }
}

/// Lower case, with one space between words.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether whole words of a text read like this.
fn contains_words(text: &str, words: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let ends_word = |c: Option<char>| !c.is_some_and(is_word);
    text.match_indices(words).any(|(at, found)| {
        let begins = !words.starts_with(is_word) || ends_word(text[..at].chars().next_back());
        let ends = !words.ends_with(is_word) || ends_word(text[at + found.len()..].chars().next());
        begins && ends
    })
}

/// What someone may mean who gives a line of a log, or some words of one.
pub fn find(text: &str) -> impl Iterator<Item = &'static Symptom> {
    let text = plain(text);
    SYMPTOMS.iter().filter(move |symptom| symptom.is_meant_by(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn named(text: &str) -> Vec<&'static str> {
        find(text).map(Symptom::name).collect()
    }

    #[test]
    fn symptoms_name_rules_and_are_told_apart() {
        for symptom in SYMPTOMS {
            for rule in symptom.rules {
                assert!(rules::every().any(|own| own.id == *rule), "{rule}");
            }
            assert!(!symptom.rules.is_empty() || !symptom.run.is_empty(), "{}", symptom.name());
            for phrase in symptom.phrases {
                assert_eq!(named(phrase).len(), 1, "{phrase}: {:?}", named(phrase));
                assert!(rules::find(phrase).is_none_or(|rule| symptom.rules.contains(&rule.id)));
            }
        }
        let areas = SYMPTOMS.iter().map(|it| Area::ALL.iter().position(|area| *area == it.area));
        assert!(areas.is_sorted());
    }

    #[test]
    fn lines_of_a_log_and_parts_of_them_are_known() {
        let line = "[gateway] Refusing to  bind gateway to 0.0.0.0:18789 without auth (set …)";
        assert_eq!(named(line), ["refusing to bind gateway"]);
        assert_eq!(named("refusing to bind"), ["refusing to bind gateway"]);
        assert_eq!(named("code=exited, status=78/CONFIG"), ["Invalid config at"]);
        assert!(named("status=780").is_empty());
        assert!(named("bind").is_empty());
        assert!(named("").is_empty());
    }
}
