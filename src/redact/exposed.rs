//! The credentials that a config spells out, for the rules that are about them.

use std::ops::Range;

use super::assignments::{self, Manner};
use super::named::Named;
use super::names::{self, Name};
use super::samples::{self, is_plain_word, is_sample};
use super::whole::{self, Sighting};
use super::{random, urls, values};
use crate::effective::is_mask;
use crate::syntax::{Member, Tree, Value, ValueKind};
use crate::text::Span;
use crate::world::{bare_variable, placeholders};

/// Credentials that stand in one text of a config.
#[derive(Debug, Clone)]
pub struct Exposed<'t> {
    /// Which text.
    pub place: Spelt<'t>,
    /// What the text says, without quotes and escapes.
    pub text: String,
    /// The credentials in it, in order, none touching another.
    pub parts: Vec<Part>,
}

/// Where a credential is spelt out.
#[derive(Debug, Clone, Copy)]
pub enum Spelt<'t> {
    /// In a string.
    Value(Value<'t>),
    /// In the name of a member.
    Name(Member<'t>),
    /// In a comment, at these bytes.
    Comment(Span),
}

/// A credential in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// What it is: `a Telegram bot token`; nothing if only its name tells.
    pub kind: Option<&'static str>,
    /// The variable that people keep such a credential in, where there is a custom.
    pub variable: Option<&'static str>,
}

/// What stands at a key for a credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// White space, or no text at all.
    Blank,
    /// A placeholder such as `${NAME}`, or what OpenClaw takes for a login instead of a secret.
    Elsewhere,
    /// What is printed in place of a secret.
    Mask,
    /// What documentation and templates write where a secret is to stand.
    Sample,
    /// A secret.
    Secret,
}

/// The credentials that `tree` spells out, in order of place. Samples, placeholders and markers are
/// none. A [`super::Redactor`] masks all of them.
pub fn exposed<'t>(tree: &'t Tree, named: &Named) -> Vec<Exposed<'t>> {
    let in_values = named.values(tree).filter_map(|(value, class)| in_value(value, class));
    let members = tree.values().filter_map(Value::member).filter_map(in_name);
    let mut all: Vec<Exposed<'_>> = in_values.chain(members).chain(in_comments(tree)).collect();
    all.sort_by_key(|exposed| exposed.place.span().start);
    all
}

/// The strings at keys that hold credentials by their names, with what stands there; in order of place.
pub fn credentials<'t>(
    tree: &'t Tree,
    named: &Named,
) -> impl Iterator<Item = (Value<'t>, Standing)> {
    let secret = named.values(tree).filter(|(_, class)| *class == Name::Secret);
    let texts = secret.map(|(value, _)| value).filter(|value| value.kind() == ValueKind::String);
    texts.map(|value| (value, standing(value)))
}

fn standing(value: Value<'_>) -> Standing {
    let text = value.as_text().map(|text| text.to_lossy().into_owned()).unwrap_or_default();
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Standing::Blank;
    }
    if is_mask(trimmed) || samples::is_starred(trimmed) {
        return Standing::Mask;
    }
    if bare_variable(trimmed).is_some() || placeholders(trimmed).next().is_some() {
        return Standing::Elsewhere;
    }
    // What has the looks of a real one is one, even where it counts up.
    if !whole::find(trimmed).is_empty() {
        return Standing::Secret;
    }
    let without_scheme = values::secret_parts(trimmed).into_iter().next();
    match without_scheme {
        None if values::is_slot(trimmed) => Standing::Sample,
        None => Standing::Elsewhere,
        Some(part) if is_plain_word(&trimmed[part.clone()]) => Standing::Elsewhere,
        Some(part) if is_sample(&trimmed[part.clone()]) => Standing::Sample,
        Some(_) => Standing::Secret,
    }
}

impl Spelt<'_> {
    /// The bytes of the text, quotes included.
    pub fn span(&self) -> Span {
        match self {
            Self::Value(value) => value.span(),
            Self::Name(member) => member.name_span(),
            Self::Comment(span) => *span,
        }
    }
}

fn in_value(value: Value<'_>, class: Name) -> Option<Exposed<'_>> {
    if value.member().is_some_and(|member| member.is_named("$include")) {
        return None;
    }
    let text = value.as_text()?;
    let text = text.as_str()?;
    let mut parts = in_text(text);
    by_name(value, text, class, &mut parts);
    let mut end = 0;
    for part in &mut parts {
        // With `${NAME}` in its place, a `$` before it would make that a text and no variable.
        while part.range.start > end && text[..part.range.start].ends_with('$') {
            part.range.start -= 1;
        }
        end = part.range.end;
    }
    (!parts.is_empty()).then(|| Exposed {
        place: Spelt::Value(value),
        text: text.to_owned(),
        parts,
    })
}

fn in_name(member: Member<'_>) -> Option<Exposed<'_>> {
    let name = member.name();
    let text = name.as_str()?;
    let parts: Vec<Part> = whole::find(text).into_iter().map(Part::from).collect();
    (!parts.is_empty()).then(|| Exposed {
        place: Spelt::Name(member),
        text: text.to_owned(),
        parts,
    })
}

fn in_comments(tree: &Tree) -> impl Iterator<Item = Exposed<'_>> {
    tree.tokens().filter(|(_, kind, _)| kind.is_comment()).filter_map(|(_, _, place)| {
        let text = tree.slice(place);
        let mut parts = in_text(text);
        // What a name stands before is a credential only if it looks like one: words follow names in
        // sentences.
        assignments::find(text, Manner::Comment, &mut |span| {
            add_named(text, span.range(), &mut parts);
        });
        parts.sort_by_key(|part| part.range.start);
        let exposed =
            |parts| Exposed { place: Spelt::Comment(place), text: text.to_owned(), parts };
        (!parts.is_empty()).then(|| exposed(parts))
    })
}

/// What is known by its looks, wherever it stands.
fn in_text(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = whole::find(text).into_iter().map(Part::from).collect();
    urls::find(text, &mut |span, kind| {
        let part = &text[span.range()];
        if !is_sample(part) && !is_plain_word(part) && !is_word_for_secret(part) {
            add(Part { range: span.range(), kind: Some(kind), variable: None }, &mut parts);
        }
    });
    parts.sort_by_key(|part| part.range.start);
    parts
}

/// What is known by the names on the way to it, or in the text before it.
fn by_name(value: Value<'_>, text: &str, class: Name, parts: &mut Vec<Part>) {
    if matches!(class, Name::Secret | Name::Texts | Name::Vague) && parts.is_empty() {
        // What stands around a placeholder is an address far more often than a secret.
        let is_mixed = placeholders(text).next().is_some();
        for range in values::secret_parts(text) {
            let part = text[range.clone()].trim();
            let is_secret = match class {
                Name::Secret if is_mixed => is_machine_made(part),
                Name::Secret => is_spelt(value, part),
                Name::Texts => !values::is_count(part) && is_machine_made(part),
                _ => values::looks_vague(text) && is_machine_made(part),
            };
            if is_secret && !is_sample(part) && !is_plain_word(part) {
                let start = range.start + text[range.clone()].find(part).unwrap_or_default();
                let range = start..start + part.len();
                parts.push(Part { range, kind: None, variable: None });
            }
        }
        return;
    }
    assignments::find(text, Manner::Prose, &mut |span| add_named(text, span.range(), parts));
    // Keys without a shape or a name, where programs are given their settings.
    if class == Name::Plain && parts.is_empty() && is_for_programs(value) {
        let is_key = random::is_bare_key(text, "") || random::is_base64_key(text);
        let in_one = text.bytes().all(super::shapes::is_base64);
        if is_key && in_one && !random::is_public(text, "") && !is_uuid(text) && !is_sample(text) {
            parts.push(Part { range: 0..text.len(), kind: Some("a key"), variable: None });
        }
    }
    parts.sort_by_key(|part| part.range.start);
}

/// Whether a text at a sensitive key is a secret rather than a word of a setting. Where OpenClaw itself
/// keeps a credential, any text is one.
fn is_spelt(value: Value<'_>, part: &str) -> bool {
    const SECTIONS: &[&str] = &[
        "agents", "channels", "cron", "gateway", "hooks", "memory", "models", "plugins", "skills",
        "talk", "tools", "tts",
    ];
    let key = value.key();
    let names = key.segments();
    let is_own = names.first().is_some_and(|first| SECTIONS.contains(&first.as_str()))
        && names.last().is_some_and(|last| names::is_stem(last));
    let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
    // Servers at home take any key; what people make up for them is short and has no digits.
    if names.last().is_some_and(|last| names::is_api_key(last)) {
        return part.len() >= 8
            && !is_number
            && is_chosen(part)
            && (part.len() >= 24 || has_digit(part));
    }
    let is_path =
        part.starts_with(['/', '~']) || part.starts_with("./") || part.starts_with("file:");
    !is_path && (is_own || (!(is_number && part.len() < 8) && is_chosen(part)))
}

/// Whether a text is more than a word of a sentence: it holds a digit, a mark or a capital inside, or
/// is long.
fn is_chosen(part: &str) -> bool {
    let words = part.split_whitespace().count();
    let has_digit = has_digit(part);
    let is_letters = part.bytes().all(|byte| byte.is_ascii_alphabetic());
    match words {
        1 => part.len() >= 4 && (has_digit || !is_letters || part.len() >= 16),
        2..=8 => part.len() >= 8 && has_digit,
        _ => false,
    }
}

fn has_digit(part: &str) -> bool {
    part.bytes().any(|byte| byte.is_ascii_digit())
}

/// Whether nobody but a machine writes such a text.
fn is_machine_made(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let letters = part.bytes().filter(u8::is_ascii_alphabetic).count();
    part.len() >= 12
        && digits >= 2
        && letters >= 4
        && !part.contains([' ', '/', ':'])
        && !is_uuid(part)
}

/// Adds what stands after a sensitive name in a text, if it looks like a credential.
fn add_named(text: &str, range: Range<usize>, parts: &mut Vec<Part>) {
    let quotes = ['"', '\'', '`'];
    let whole = &text[range.clone()];
    let ends = |c: char| c.is_whitespace() || quotes.contains(&c);
    let part = whole.trim_start().trim_start_matches(quotes).split(ends).next().unwrap_or_default();
    let part = part.trim_end_matches([',', ';', '.', ')', '}']);
    let has_digit = has_digit(part);
    let has_letter = part.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_one = part.len() >= 8 && has_digit && has_letter;
    let is_path = part.starts_with(['/', '~', '$']) || part.contains("://");
    if is_one && !is_path && !is_sample(part) {
        let start = range.start + whole.find(part).unwrap_or_default();
        add(Part { range: start..start + part.len(), kind: None, variable: None }, parts);
    }
}

/// Adds a part unless it touches one that is known better.
fn add(part: Part, parts: &mut Vec<Part>) {
    let apart =
        |known: &Part| known.range.end <= part.range.start || part.range.end <= known.range.start;
    if parts.iter().all(apart) {
        parts.push(part);
    }
}

/// Whether a value is a variable or a header that a program is given.
fn is_for_programs(value: Value<'_>) -> bool {
    let Some(member) = value.member() else { return false };
    // `CLIENT_ID` is public.
    if member.name().to_lossy().to_ascii_lowercase().ends_with("id") {
        return false;
    }
    let parent = member.object().value().member();
    parent.is_some_and(|parent| {
        parent.is_named("headers")
            || parent.is_named("env")
            || (parent.is_named("vars")
                && parent.object().value().member().is_some_and(|it| it.is_named("env")))
    })
}

/// `user:password`, as documentation writes a URL.
fn is_word_for_secret(part: &str) -> bool {
    names::is_vocabulary(part) || matches!(part, "pass" | "pw" | "pwd" | "user" | "username")
}

/// `8-4-4-4-12` in hex: an id, far more often than a secret.
fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12])
        && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

impl From<Sighting> for Part {
    fn from(sighting: Sighting) -> Self {
        let variable = (!sighting.variable.is_empty()).then_some(sighting.variable);
        Self { range: sighting.range, kind: Some(sighting.kind), variable }
    }
}
