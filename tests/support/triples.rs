//! Three versions of a config, and what putting them together must give: the same for the same seed.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use crate::author::{Author, Plain, Whim, Writer};
use crate::old_config::Maker;

/// A setting that each version has with one of these values, or, where one of them is `null`, lacks.
struct Slot {
    at: At,
    values: Vec<Json>,
}

/// Where a setting stands.
enum At {
    /// In objects of these names.
    Path(&'static [&'static str]),
    /// In the list there.
    Item(&'static [&'static str]),
}

/// The values of the slots, by their index.
type State = BTreeMap<usize, Json>;

/// Three versions and what becomes of them.
pub(crate) struct Triple {
    /// What both others came from, as OpenClaw writes it.
    pub(crate) base: String,
    pub(crate) active: String,
    pub(crate) rejected: String,
    /// What the merged config says.
    pub(crate) expected: Json,
    /// What it says when the base is not known.
    pub(crate) expected_without_base: Json,
}

/// What OpenClaw refuses, and where.
const POISON: &[(&[&str], &str)] = &[
    (&["gateway", "mode"], "null"),
    (&["gateway", "nope"], "1"),
    (&["gateway", "auth", "token"], "\"__OPENCLAW_REDACTED__\""),
    (&["channels", "telegram", "botToken"], "\"***\""),
    (&["logging", "level"], "\"loudest\""),
    (&["session", "dmScope"], "[1]"),
    (&["models", "providers", "local", "api"], "\"carrier-pigeon\""),
    (&["channels", "slack"], "{ \"enabled\": false, \"wings\": 2 }"),
];

/// Every object that holds two slots, and every list, has one that no version lacks, so that no slot
/// stands or falls with another.
fn slots() -> Vec<Slot> {
    let path = |at, values: Json| Slot {
        at: At::Path(at),
        values: values.as_array().cloned().unwrap_or_default(),
    };
    let item = |at, values: Json| Slot {
        at: At::Item(at),
        values: values.as_array().cloned().unwrap_or_default(),
    };
    let mut slots = vec![
        path(&["gateway", "mode"], json!(["local"])),
        path(&["gateway", "port"], json!([18789, 18790, 18791, null])),
        path(
            &["gateway", "auth", "token"],
            json!(["first-token-4711-kiwi", "second-token-4712-kiwi"]),
        ),
        path(&["gateway", "controlUi", "enabled"], json!([true, false])),
        path(&["gateway", "controlUi", "basePath"], json!(["/a", "/b", null])),
        path(&["session", "dmScope"], json!(["main", "per-peer", "per-channel-peer"])),
        path(&["session", "scope"], json!(["per-sender", "global", null])),
        path(&["logging", "level"], json!(["info", "debug", "warn"])),
        path(&["logging", "consoleStyle"], json!(["pretty", "json", null])),
        path(&["channels", "telegram", "enabled"], json!([true, false])),
        path(&["channels", "telegram", "botToken"], json!(["123:first", "123:second"])),
        path(&["channels", "telegram", "textChunkLimit"], json!([2000, 3000, null])),
        item(&["channels", "telegram", "allowFrom"], json!(["1000"])),
        path(
            &["channels", "discord"],
            json!([null, { "enabled": true, "token": "d" }, { "enabled": false, "token": "d" }]),
        ),
        item(&["tools", "deny"], json!(["browser"])),
        path(&["agents", "defaults", "workspace"], json!(["~/a", "~/b", "~/c"])),
        path(&["agents", "entries", "main", "name"], json!(["Main", "First"])),
        path(&["agents", "defaults", "model", "primary"], json!(["local/m0"])),
        path(&["mcp", "servers", "more"], json!([null, { "command": "x" }, { "command": "y" }])),
        path(&["mcp", "servers", "files", "command"], json!(["serve", "serve-files"])),
        path(&["mcp", "servers", "files", "args"], json!([["a"], ["a", "b"], ["b", "a"], null])),
        path(
            &["models", "providers", "local", "baseUrl"],
            json!(["http://localhost:1/v1", "http://localhost:2/v1"]),
        ),
        path(&["models", "providers", "local", "api"], json!(["openai-completions"])),
        item(&["models", "providers", "local", "models"], json!([{ "id": "m0", "name": "M" }])),
        path(&["env", "vars", "KIWI"], json!(["one", "two", null])),
        path(&["messages", "ackReaction"], json!(["x", "y", null])),
        path(&["cron", "enabled"], json!([true, false, null])),
    ];
    for number in 1..5 {
        let name = 1000 + number;
        slots.push(item(&["channels", "telegram", "allowFrom"], json!([null, name.to_string()])));
        let model = |name: &str| json!({ "id": format!("m{number}"), "name": name });
        let models = json!([null, model("M"), model("N"), model("O")]);
        slots.push(item(&["models", "providers", "local", "models"], models));
    }
    for tool in ["canvas", "cron", "nodes"] {
        slots.push(item(&["tools", "deny"], json!([null, tool])));
    }
    slots
}

/// The triple that dice make. With `poison` the rejected edit holds as well what OpenClaw refuses.
pub(crate) fn triple(dice: &mut Maker, poison: bool) -> Triple {
    let slots = slots();
    let origin: State = slots
        .iter()
        .map(|slot| slot.values[dice.below(slot.values.len())].clone())
        .enumerate()
        .collect();
    let active = edited(&origin, &slots, 7, dice);
    let rejected = edited(&origin, &slots, 9, dice);
    let mut expected = State::new();
    let mut expected_without_base = State::new();
    for slot in 0..slots.len() {
        let (base, own, its) = (&origin[&slot], &active[&slot], &rejected[&slot]);
        let taken = if own == base { its } else { own };
        expected.insert(slot, taken.clone());
        expected_without_base.insert(slot, if own.is_null() { its } else { own }.clone());
    }
    let mut edit = built(&rejected, &slots);
    if poison {
        for _ in 0..=dice.below(3) {
            let (path, value) = POISON[dice.below(POISON.len())];
            let value: Json = serde_json::from_str(value).unwrap_or_default();
            // What stood there is not taken then either.
            for (index, slot) in slots.iter().enumerate() {
                if matches!(slot.at, At::Path(at) if at == path) {
                    expected.insert(index, active[&index].clone());
                    expected_without_base.insert(index, active[&index].clone());
                }
            }
            put(&mut edit, path, value);
        }
    }
    let has_slack = edit.pointer("/channels/slack").is_some();
    let finish = |state: &State| {
        let mut config = built(state, &slots);
        if has_slack {
            // Of a channel with wings the rest is taken.
            put(&mut config, &["channels", "slack"], json!({ "enabled": false }));
        }
        config
    };
    let pretty = |value: &Json| format!("{value:#}\n");
    let own = written(&built(&active, &slots), dice);
    let its = if dice.below(2) == 0 { pretty(&edit) } else { marked(&written(&edit, dice)) };
    Triple {
        base: pretty(&built(&origin, &slots)),
        active: own,
        rejected: its,
        expected: finish(&expected),
        expected_without_base: finish(&expected_without_base),
    }
}

/// A state with some of its slots changed.
fn edited(origin: &State, slots: &[Slot], most: usize, dice: &mut Maker) -> State {
    let mut state = origin.clone();
    for _ in 0..=dice.below(most) {
        let slot = dice.below(slots.len());
        let values = &slots[slot].values;
        state.insert(slot, values[dice.below(values.len())].clone());
    }
    state
}

fn built(state: &State, slots: &[Slot]) -> Json {
    let mut config = Json::Object(Map::new());
    for (slot, value) in slots.iter().zip(state.values()).filter(|(_, value)| !value.is_null()) {
        match slot.at {
            At::Path(path) => put(&mut config, path, value.clone()),
            At::Item(path) => {
                let pointer = format!("/{}", path.join("/"));
                match config.pointer_mut(&pointer).and_then(Json::as_array_mut) {
                    Some(list) => list.push(value.clone()),
                    None => put(&mut config, path, json!([value])),
                }
            }
        }
    }
    config
}

/// Sets what stands at a path, or removes it for `null`.
fn put(config: &mut Json, path: &[&str], value: Json) {
    let Some((last, parents)) = path.split_last() else { return };
    let mut at = config;
    for name in parents {
        at = &mut at[*name];
    }
    if value.is_null() {
        at.as_object_mut().map(|object| object.remove(*last));
    } else {
        at[*last] = value;
    }
}

/// A config as a whimsical author writes it.
fn written(config: &Json, dice: &mut Maker) -> String {
    let author = Author {
        strict: dice.below(4) == 0,
        newline: ["\n", "\r\n"][dice.below(2)],
        unit: ["  ", "    ", "\t"][dice.below(3)],
        comments: [2, 4, 9][dice.below(3)],
        flat: [1, 3, 50][dice.below(3)],
        messy: 50,
        continued: 50,
        quotes: [['"', '"'], ['\'', '\''], ['"', '\'']][dice.below(3)],
        bare: dice.below(2) == 0,
        bom: false,
    };
    let bytes = (0..97 + dice.below(64)).map(|_| u8::try_from(dice.below(256)).unwrap_or_default());
    Writer::new(author, Whim::new(bytes.collect())).write(&plain(config))
}

fn plain(value: &Json) -> Plain {
    match value {
        Json::Null => Plain::Null,
        Json::Bool(value) => Plain::Bool(*value),
        Json::Number(value) => Plain::Number(value.as_f64().unwrap_or_default()),
        Json::String(text) => Plain::Text(text.clone()),
        Json::Array(items) => Plain::List(items.iter().map(plain).collect()),
        Json::Object(members) => Plain::Object(
            members.iter().map(|(name, value)| (name.clone(), plain(value))).collect(),
        ),
    }
}

/// The text with its comments numbered `d7;`; no value has a `c` before a digit and a `;` after it.
fn marked(text: &str) -> String {
    let mut marked = String::with_capacity(text.len());
    for (at, letter) in text.char_indices() {
        let rest = text[at + 1..].trim_start_matches(|next: char| next.is_ascii_digit());
        let is_mark = letter == 'c' && rest.len() < text.len() - at - 1 && rest.starts_with(';');
        marked.push(if is_mark { 'd' } else { letter });
    }
    marked
}

/// The value with the items of its lists in one order.
pub(crate) fn sorted(value: &Json) -> Json {
    match value {
        Json::Array(items) if items.iter().all(Json::is_object) || is_set(items) => {
            let mut items: Vec<Json> = items.iter().map(sorted).collect();
            items.sort_by_key(Json::to_string);
            Json::Array(items)
        }
        Json::Array(items) => Json::Array(items.iter().map(sorted).collect()),
        Json::Object(members) => Json::Object(
            members.iter().map(|(name, value)| (name.clone(), sorted(value))).collect(),
        ),
        other => other.clone(),
    }
}

/// Whether these are the items of a list whose order does not count: all but the words of a command.
fn is_set(items: &[Json]) -> bool {
    !items.iter().any(|item| item == "a" || item == "b")
}
