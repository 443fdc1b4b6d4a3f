//! What the variable is called that holds a secret.

use std::collections::BTreeMap;

use crate::redact::{Exposed, Part, Spelt};
use crate::rules::Context;
use crate::syntax::{Object, Segment, Value};
use crate::world::{Variable, bare_variable, placeholders};

/// The names that OpenClaw, or the custom, has for a key; `*` is any name.
const OF_KEYS: &[(&[&str], &str)] = &[
    (&["channels", "discord", "token"], "DISCORD_BOT_TOKEN"),
    (&["gateway", "auth", "password"], "OPENCLAW_GATEWAY_PASSWORD"),
    (&["gateway", "auth", "token"], "OPENCLAW_GATEWAY_TOKEN"),
    (&["hooks", "token"], "OPENCLAW_HOOKS_TOKEN"),
    (&["models", "providers", "fal", "apiKey"], "FAL_KEY"),
    (&["models", "providers", "github-copilot", "apiKey"], "COPILOT_GITHUB_TOKEN"),
    (&["models", "providers", "google", "apiKey"], "GEMINI_API_KEY"),
    (&["models", "providers", "huggingface", "apiKey"], "HF_TOKEN"),
    (&["models", "providers", "microsoft-foundry", "apiKey"], "AZURE_OPENAI_API_KEY"),
    (&["plugins", "entries", "google", "config", "webSearch", "apiKey"], "GEMINI_API_KEY"),
];

/// Names on the way to a key that tell nothing about whose it is.
const CONTAINERS: &[&str] = &[
    "accounts",
    "args",
    "channels",
    "config",
    "entries",
    "env",
    "headers",
    "mcp",
    "models",
    "plugins",
    "providers",
    "servers",
    "skills",
    "talk",
    "tts",
    "vars",
    "webSearch",
];

/// The sections whose names say nothing outside of OpenClaw.
const OWN_SECTIONS: &[&str] = &["cron", "gateway", "hooks", "nodeHost"];

/// The longest name that OpenClaw takes for a reference.
const LONGEST: usize = 128;

/// The variable for each part of each text: the same for the same secret, and none that the config, or
/// the environment as far as it is known, has for another.
pub(super) fn names(context: &Context<'_>, all: &[Exposed<'_>]) -> Vec<Vec<String>> {
    let mut taken = taken(context);
    let mut by_secret: BTreeMap<String, String> = BTreeMap::new();
    let mut name = |exposed: &Exposed<'_>, part: &Part| {
        let secret = &exposed.text[part.range.clone()];
        if let Some(known) = by_secret.get(secret) {
            return known.clone();
        }
        let environment = &context.world.environment;
        let is_free = |name: &String| {
            let here =
                taken.get(name).is_none_or(|value| value.as_deref().map(str::trim) == Some(secret));
            let there = match environment.variable(name) {
                Variable::Set(value) => value == secret,
                Variable::Unset | Variable::Unknown => true,
            };
            here && there
        };
        let found = candidates(exposed, part).find(is_free).unwrap_or_default();
        taken.insert(found.clone(), Some(secret.to_owned()));
        by_secret.insert(secret.to_owned(), found.clone());
        found
    };
    all.iter().map(|exposed| exposed.parts.iter().map(|it| name(exposed, it)).collect()).collect()
}

/// The names that the config uses, each with what it holds if the config says so.
fn taken(context: &Context<'_>) -> BTreeMap<String, Option<String>> {
    let mut taken = BTreeMap::new();
    for value in context.tree.values() {
        if let Some(object) = value.as_object() {
            // A reference to a secret.
            let id = object.get("id").and_then(|id| id.value()?.as_text());
            if value.get("source").is_some_and(|source| source.is_text("env")) {
                taken.extend(id.map(|id| (id.to_lossy().into_owned(), None)));
            }
            continue;
        }
        let Some(text) = value.as_text() else { continue };
        let text = text.to_lossy();
        let used = placeholders(&*text).filter(|found| !found.escaped).map(|found| found.name);
        taken.extend(used.chain(bare_variable(&text)).map(|name| (name.to_owned(), None)));
    }
    let vars = context.tree.root().and_then(|root| root.at(&["env", "vars"])?.as_object());
    for (name, member) in vars.map(Object::effective).unwrap_or_default() {
        let text = member.value().and_then(Value::as_text).map(|it| it.to_lossy().into_owned());
        taken.entry(name.to_lossy().into_owned()).or_insert(text);
    }
    taken
}

/// Names for a secret, the best first; they never end.
fn candidates(exposed: &Exposed<'_>, part: &Part) -> impl Iterator<Item = String> {
    let key: Vec<Segment> = match exposed.place {
        Spelt::Value(value) => path(value, &exposed.text[..part.range.start]),
        Spelt::Name(_) | Spelt::Comment(_) => Vec::new(),
    };
    let key_names: Vec<&str> = key.iter().map(Segment::as_str).collect();
    let is_whole = exposed.text.trim().len() == part.range.len();
    let mut names: Vec<String> = Vec::new();
    let in_environment = key_names.len() >= 2
        && (key_names[key_names.len() - 2] == "env" || key_names.starts_with(&["env", "vars"]));
    if in_environment && is_whole {
        names.extend(key.last().filter(|name| is_variable(name)).map(Segment::to_string));
    }
    let of_key = OF_KEYS.iter().find(|(path, _)| *path == key_names);
    names.extend(of_key.map(|(_, name)| (*name).to_owned()));
    // Of several accounts each needs a name of its own.
    if !key_names.contains(&"accounts") {
        names.extend(part.variable.map(str::to_owned));
    }
    let suffix = match part.kind {
        Some("a password in a URL") => "_PASSWORD",
        Some("a token in a URL") => "_TOKEN",
        Some("a key in a URL") => "_KEY",
        _ => "",
    };
    let telling: Vec<&str> = key_names
        .iter()
        .copied()
        .filter(|name| !CONTAINERS.contains(name) && name.parse::<u32>().is_err())
        .collect();
    let is_short = telling.len() < 2 && !in_environment;
    names.push(variable(&telling, is_short) + suffix);
    names.extend(part.variable.map(str::to_owned));
    let whole = variable(&key_names, is_short) + suffix;
    names.push(whole.clone());
    names.retain(|name| is_variable(name));
    let fallback = if is_variable(&whole) { whole } else { "OPENCLAW_SECRET".to_owned() };
    names.into_iter().chain((2_u32..).map(move |count| format!("{fallback}_{count}")))
}

/// The key of a value; for the argument of a program, the flag takes the place of its number.
fn path(value: Value<'_>, before: &str) -> Vec<Segment> {
    let mut names = value.key().segments().to_vec();
    let array = value.holder().and_then(Value::as_array);
    if let Some(array) = array {
        let flag =
            |text: &str| text.starts_with('-').then(|| text.trim_matches(['-', '=']).to_owned());
        let at = names.last().and_then(|index| index.parse::<usize>().ok()).unwrap_or_default();
        let previous = at.checked_sub(1).and_then(|at| array.items().nth(at)?.as_text());
        let said = flag(before).or_else(|| flag(&previous?.to_lossy()));
        if let (Some(flag), Some(last)) = (said, names.last_mut()) {
            *last = flag.into();
        }
    }
    names
}

/// `channels`, `botToken` → `CHANNELS_BOT_TOKEN`.
fn variable(names: &[&str], is_short: bool) -> String {
    let mut name = String::new();
    if is_short || names.first().is_some_and(|first| OWN_SECTIONS.contains(first)) {
        name.push_str("OPENCLAW");
    }
    for part in names {
        name.push('_');
        let mut was_lower = false;
        for c in part.chars() {
            if c.is_ascii_uppercase() && was_lower {
                name.push('_');
            }
            was_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
            name.push(if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
        }
    }
    let words: Vec<&str> = name.split('_').filter(|word| !word.is_empty()).collect();
    let mut name = words.join("_");
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        name.insert_str(0, "OPENCLAW_");
    }
    name.truncate(LONGEST - 16);
    name
}

/// Whether OpenClaw takes `${name}` for a variable, wherever it stands.
fn is_variable(name: &str) -> bool {
    name.len() <= LONGEST
        && name.starts_with(|first: char| first.is_ascii_uppercase())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_has_a_name_that_openclaw_replaces() {
        for name in ["A", "GROQ_API_KEY", "X1", &"A".repeat(LONGEST)] {
            assert!(is_variable(name), "{name}");
        }
        for name in ["", "a", "1A", "_A", "A-B", "Ab", &"A".repeat(LONGEST + 1)] {
            assert!(!is_variable(name), "{name}");
        }
    }
}
