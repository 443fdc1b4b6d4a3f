//! Bytes to configs. A text is itself; other bytes choose what a config is made of: examples of rules,
//! keys of the catalogs, values that rules look at, and slips of the fingers.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::OnceLock;

use clawtidy::rules;
use clawtidy::schema::Release;
use clawtidy::syntax::parse;
use clawtidy::world::{Environment, World};

use crate::author::Plain;
use crate::old_config::{Leaf, Leaves, Maker};

/// A text that is judged, and what it is judged against.
pub(crate) struct Case {
    pub(crate) text: String,
    pub(crate) world: World,
    /// The choices that are left.
    pub(crate) dice: Maker,
}

impl Case {
    pub(crate) fn of(bytes: &[u8]) -> Self {
        let (text, mut dice) = match made_of(bytes) {
            Some(mut dice) => (config(&mut dice), dice),
            None => (text(bytes), Maker::new(hash(bytes))),
        };
        let releases = releases();
        let target =
            if dice.below(4) == 0 { releases[dice.below(releases.len())] } else { Release::LATEST };
        let set = [
            ("OPENCLAW_GATEWAY_TOKEN", "quokka-and-9-numbats"),
            ("PORT", "18789"),
            ("A", "a"),
            ("EMPTY", ""),
        ];
        let environment = match dice.below(4) {
            0 => Environment::Known(BTreeMap::new()),
            1 => Environment::Known(set.map(|(name, it)| (name.into(), it.into())).into()),
            _ => Environment::Unknown,
        };
        Self { text, world: World::new(target, environment), dice }
    }
}

/// The choices that bytes stand for, unless they are a text: those of one begin with a printable
/// character, white space or a byte order mark.
pub(crate) fn made_of(bytes: &[u8]) -> Option<Maker> {
    let (first, choices) = bytes.split_first()?;
    let is_text = matches!(first, b'\t' | b'\n' | b'\r' | b' '..=b'~' | 0xEF);
    (!is_text).then(|| Maker::choosing(choices, hash(choices)))
}

/// The text of bytes, whatever is no UTF-8 replaced.
pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A number that bytes always give.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

pub(crate) fn releases() -> &'static [Release] {
    static RELEASES: OnceLock<Vec<Release>> = OnceLock::new();
    RELEASES.get_or_init(|| Release::all().collect())
}

/// The configs of the examples in the documentation of the rules.
fn examples() -> &'static [Plain] {
    static EXAMPLES: OnceLock<Vec<Plain>> = OnceLock::new();
    EXAMPLES.get_or_init(|| {
        let examples = rules::every().filter_map(|rule| rule.examples().ok()).flatten();
        let configs = examples.filter(|it| !it.yaml && it.config.is_none());
        let plain = configs.filter_map(|it| Plain::of(parse(it.text).root()?));
        plain.filter(|it| matches!(it, Plain::Object(_))).collect()
    })
}

/// A config of any kind, right or wrong.
pub(crate) fn config(dice: &mut Maker) -> String {
    let plain = plain(dice);
    let mut text = dice.write(&plain);
    if dice.below(6) == 0 {
        ignore(&mut text, dice);
    }
    if dice.below(10) == 0 {
        slip(&mut text, dice);
    }
    text
}

pub(crate) fn plain(dice: &mut Maker) -> Plain {
    let examples = examples();
    let some = |dice: &mut Maker| examples[dice.below(examples.len())].clone();
    let mut config = match dice.below(8) {
        0 => Plain::Object(Vec::new()),
        1..4 => some(dice),
        4 => {
            let text = dice.config(releases()).text;
            parse(text).root().and_then(Plain::of).unwrap_or(Plain::Null)
        }
        parts => {
            let mut config = some(dice);
            for _ in 0..parts - 4 {
                lay_over(&mut config, some(dice), dice);
            }
            config
        }
    };
    for _ in 0..dice.below(4) {
        plant(&mut config, dice);
    }
    for _ in 0..dice.below(6).saturating_sub(2) {
        twist(&mut config, dice);
    }
    config
}

/// Puts one config over another, member by member; sometimes a member is there twice then.
fn lay_over(config: &mut Plain, other: Plain, dice: &mut Maker) {
    match (config, other) {
        (Plain::Object(own), Plain::Object(others)) => {
            for (name, value) in others {
                let there = own.iter_mut().find(|(own, _)| *own == name);
                match there.filter(|_| dice.below(16) > 0) {
                    Some((_, below)) => lay_over(below, value, dice),
                    None => own.push((name, value)),
                }
            }
        }
        (Plain::List(own), Plain::List(others)) => own.extend(others),
        (config, other) => *config = other,
    }
}

/// Puts a value at a place that some release knows.
fn plant(config: &mut Plain, dice: &mut Maker) {
    let Some(leaf) = leaf(dice) else { return };
    if dice.below(3) == 0 {
        let value = value(dice);
        dice.put(config, leaf, value);
    } else {
        let value = dice.fitting(leaf);
        dice.put(config, leaf, value);
    }
}

/// Puts this value at a place that some release knows.
pub(crate) fn plant_value(config: &mut Plain, value: Plain, dice: &mut Maker) {
    if let Some(leaf) = leaf(dice) {
        dice.put(config, leaf, value);
    }
}

/// A place that some release knows.
fn leaf(dice: &mut Maker) -> Option<&'static Leaf> {
    let releases = releases();
    let release = match dice.below(3) {
        0 => releases[dice.below(releases.len())],
        _ => Release::LATEST,
    };
    let leaves = Leaves::of(release);
    let groups = if dice.below(3) == 0 { &leaves.retired } else { &leaves.all };
    let group = groups.values().nth(dice.below(groups.len()))?;
    group.get(dice.below(group.len()))
}

/// Words that rules, guides, terminals and formats make something of.
pub(crate) const WORDS: &[&str] = &[
    "",
    " ",
    "*",
    "all",
    "none",
    "off",
    "on",
    "local",
    "remote",
    "lan",
    "custom",
    "loopback",
    "tailnet",
    "auto",
    "token",
    "password",
    "trusted-proxy",
    "main",
    "work",
    "default",
    "open",
    "pairing",
    "allowlist",
    "disabled",
    "mention",
    "full",
    "minimal",
    "deny",
    "sandbox",
    "host",
    "gateway",
    "public",
    "serve",
    "funnel",
    "per-peer",
    "${A}",
    "${OPENCLAW_GATEWAY_TOKEN}",
    "${MISSING}",
    "${PORT}",
    "$A",
    "$${A}",
    "{{A}}",
    "%A%",
    "<your-token>",
    "changeme",
    "***",
    "__OPENCLAW_REDACTED__",
    "undefined",
    "None",
    "null",
    "true",
    "0.0.0.0",
    "127.0.0.1",
    "::1",
    "192.168.1.5",
    "http://example.com",
    "https://example.com/?token=abc",
    "ws://example.com:1",
    "file:///etc/passwd",
    "openai/gpt-5.4",
    "anthropic/claude-opus-4",
    "openai-codex/gpt-5",
    "gpt-4o",
    "ollama/llama3",
    "~/x",
    "/",
    "/srv",
    "../x",
    "./x.json5",
    "/var/run/docker.sock:/x",
    "+15551234567",
    "tg:123",
    "@ann",
    "telegram",
    "discord",
    "slack",
    "whatsapp",
    "parrot",
    "read",
    "exec",
    "bash",
    "group:fs",
    "a\nb",
    "\r",
    "\u{2028}",
    "*/ // x",
    "/* x",
    "::error::x",
    "%0A::error::x",
    "<b>&]]>",
    "</failure>",
    "\u{1b}[31m",
    "\u{7}",
    "\u{202e}x",
    "\u{0}",
    "\u{feff}",
    "\u{fffe}",
    "é",
    "e\u{301}",
    "😀",
    "a|b",
    "`x`",
    "[x](y)",
    "=1+1",
    "10m",
    "5",
    "1e3",
    "30d",
    "2026.9.6",
    "2026.1.24",
    "2099.1.1",
    "__proto__",
    "constructor",
    "$include",
    "ключ",
    "'",
    "\"",
    "\\",
    "it's \"both\"",
    "a.b[0]",
    "x y",
    "clawtidy-ignore[all]: x",
];

const NUMBERS: &[f64] = &[
    0.0, -1.0, 1.0, 1.5, 2.0, 10.0, 80.0, 443.0, 3000.0, 18789.0, 65535.0, 65536.0, 1e9, 1e21,
    5e-324,
];

/// A value of any kind.
pub(crate) fn value(dice: &mut Maker) -> Plain {
    match dice.below(12) {
        0 => Plain::Null,
        1 => Plain::Bool(dice.below(2) == 0),
        2 | 3 => Plain::Number(NUMBERS[dice.below(NUMBERS.len())]),
        4 => Plain::List((0..dice.below(3)).map(|_| value(dice)).collect()),
        5 => Plain::Object((0..dice.below(3)).map(|_| (word(dice), value(dice))).collect()),
        _ => Plain::Text(word(dice)),
    }
}

fn word(dice: &mut Maker) -> String {
    let word = WORDS[dice.below(WORDS.len())];
    match dice.below(24) {
        0 => word.repeat(dice.below(40)),
        1 => format!("{word}{}", WORDS[dice.below(WORDS.len())]),
        2 => word.to_uppercase(),
        _ => word.to_owned(),
    }
}

/// Some place of a config.
pub(crate) fn somewhere<'c>(config: &'c mut Plain, dice: &mut Maker) -> &'c mut Plain {
    let deepest = dice.below(8);
    let mut at = config;
    for _ in 0..deepest {
        let below = match &*at {
            Plain::Object(members) => members.len(),
            Plain::List(items) => items.len(),
            _ => 0,
        };
        if below == 0 {
            break;
        }
        at = item(at, dice.below(below));
    }
    at
}

/// What stands at an index of an object or a list; itself, if it is neither.
fn item(at: &mut Plain, index: usize) -> &mut Plain {
    match at {
        Plain::Object(members) => &mut members[index].1,
        Plain::List(items) => &mut items[index],
        at => at,
    }
}

/// What someone does to a config: a value at a place that is known, or anything else.
pub(crate) fn edit(config: &mut Plain, dice: &mut Maker) {
    if dice.below(2) == 0 { plant(config, dice) } else { twist(config, dice) }
}

/// Changes something, somewhere.
fn twist(config: &mut Plain, dice: &mut Maker) {
    let at = somewhere(config, dice);
    let change = dice.below(10);
    match at {
        Plain::Object(members) if !members.is_empty() && change < 7 => {
            let index = dice.below(members.len());
            match change {
                0 => members[index].0 = misspelled(&members[index].0, dice),
                1 => members[index].0 = word(dice),
                2 => members.push(members[index].clone()),
                3 => drop(members.remove(index)),
                4 => {
                    let name = members[index].0.clone();
                    members.push((name, value(dice)));
                }
                5 => {
                    let other = dice.below(members.len());
                    members.swap(index, other);
                }
                _ => members.push((word(dice), value(dice))),
            }
        }
        at if change == 7 => *at = Plain::List(vec![at.clone()]),
        at if change == 8 => *at = Plain::Object(vec![(word(dice), at.clone())]),
        Plain::List(items) => items.push(value(dice)),
        at => *at = value(dice),
    }
}

/// A name with a slip in it.
fn misspelled(name: &str, dice: &mut Maker) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    if letters.is_empty() {
        return "x".to_owned();
    }
    let at = dice.below(letters.len());
    match dice.below(5) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        2 => letters.swap(at, 0),
        3 => letters.insert(at, '_'),
        _ if letters[at].is_ascii_uppercase() => letters[at] = letters[at].to_ascii_lowercase(),
        _ => letters[at] = letters[at].to_ascii_uppercase(),
    }
    letters.into_iter().collect()
}

/// The ids of all rules.
pub(crate) fn rules() -> &'static [&'static str] {
    static RULES: OnceLock<Vec<&'static str>> = OnceLock::new();
    RULES.get_or_init(|| rules::every().map(|rule| rule.id).collect())
}

/// Sets something apart, somewhere.
fn ignore(text: &mut String, dice: &mut Maker) {
    let rules = rules();
    let ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let at = ends.get(dice.below(ends.len() + 1)).copied().unwrap_or(text.len());
    let rule = if dice.below(3) == 0 { "all" } else { rules[dice.below(rules.len())] };
    let whole = if dice.below(6) == 0 { "-file" } else { "" };
    let reason = WORDS[dice.below(WORDS.len())].replace(['\n', '\r', '\u{2028}'], " ");
    text.insert_str(at, &format!(" // clawtidy-ignore{whole}[{rule}]: {reason}"));
}

/// What fingers, editors and other tools leave in a text.
const PIECES: &[&str] = &[
    "",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "'",
    "`",
    "\\",
    "\n",
    "\r\n",
    " ",
    "//",
    "/*",
    "*/",
    "#",
    "=",
    ";",
    "(",
    ")",
    "“",
    "”",
    "\u{feff}",
    "\u{a0}",
    "\u{0}",
    "\u{2028}",
    "True",
    "None",
    "undefined",
    "NaN",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "```",
    "...",
    "- x\n",
    "x: y\n",
    "1.2.3",
    "0x",
    "\\u12",
];

/// Cuts something out of a text, or puts something in.
pub(crate) fn slip(text: &mut String, dice: &mut Maker) {
    let start = text.floor_char_boundary(dice.below(text.len() + 1));
    let end = text.floor_char_boundary((start + dice.below(4)).min(text.len()));
    let piece = PIECES[dice.below(PIECES.len())];
    text.replace_range(start..end, piece);
}
