//! What OpenClaw's security audit reports, over configs that turn the settings it looks at.

use std::collections::BTreeSet;

use clawtidy::edit::{New, Plan, apply};
use clawtidy::finding::{Fix, Safety, Severity};
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::syntax::parse;
use clawtidy::world::World;
use serde_json::Value;

use super::cases::Case;
use super::compare::Cause;
use super::mutate::Mutator;

/// The settings and the values that make a difference, one setting a line.
const SETTINGS: &str = include_str!("audits.jsonl");

/// How many settings one config turns at most.
const TURNS: usize = 6;

/// A setting that the audit looks at.
struct Setting {
    key: Vec<String>,
    values: Vec<Value>,
}

impl Setting {
    fn read(line: &str) -> Result<Self, String> {
        let mut line: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let names = line["key"].as_array().ok_or("a setting has no `key`")?;
        let key = names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect();
        let Value::Array(values) = line["values"].take() else {
            return Err("a setting has no `values`".to_owned());
        };
        Ok(Self { key, values })
    }
}

/// A check's id and how much it matters there.
pub(crate) type Reported = BTreeSet<(String, Severity)>;

/// Configs that turn a few of the settings, of an empty config or one of `origins`.
pub(crate) fn cases(
    origins: &[Case],
    release: Release,
    count: usize,
    seed: u64,
) -> Result<Vec<Case>, String> {
    let settings: Vec<_> =
        SETTINGS.trim_end().split('\n').map(Setting::read).collect::<Result<_, _>>()?;
    let mut mutator = Mutator::new(release, seed);
    let mut turned = Vec::new();
    for turn in 0..count {
        let (name, mut text) = match origins.get(mutator.below(2 * origins.len().max(1))) {
            Some(origin) => (origin.name.as_str(), origin.text.clone()),
            None => ("an empty config", "{}".to_owned()),
        };
        for _ in 0..=mutator.below(TURNS) {
            let setting = &settings[mutator.below(settings.len())];
            let value = &setting.values[mutator.below(setting.values.len())];
            text = set(&text, &setting.key, value).unwrap_or(text);
        }
        turned.push(Case { name: format!("audit {turn} of {name}"), text });
    }
    Ok(turned)
}

/// The config with a value at a key; `None` where something else stands in its way.
fn set(text: &str, key: &[String], value: &Value) -> Option<String> {
    let tree = parse(text.to_owned());
    let path: Vec<&str> = key.iter().map(String::as_str).collect();
    let mut plan = Plan::new(&tree);
    match tree.root()?.at(&path) {
        Some(existing) => plan.replace(existing, new(value)),
        None => plan.set(&path, new(value)).ok()?,
    }
    let fix = Fix::of(Safety::Unsafe, plan.finish());
    Some(apply(text, [&fix]).text)
}

fn new<'t>(value: &Value) -> New<'t> {
    match value {
        Value::Null => New::Null,
        Value::Bool(bool) => New::Bool(*bool),
        Value::Number(number) => New::Number(number.as_f64().unwrap_or_default()),
        Value::String(text) => text.clone().into(),
        Value::Array(items) => New::List(items.iter().map(new).collect()),
        Value::Object(members) => {
            New::Object(members.iter().map(|(name, value)| (name.clone(), new(value))).collect())
        }
    }
}

/// What OpenClaw's audit and we report differently about a config that OpenClaw accepts.
pub(crate) fn compare(text: &str, theirs: &Reported, world: &World) -> BTreeSet<Cause> {
    let report = clawtidy::check(&Source::new("openclaw.json", text.to_owned()), world);
    let open = report.findings().iter().filter(|finding| finding.suppressed.is_none());
    let ours: Reported = open
        .filter_map(|finding| Some((finding.audit.as_deref()?.to_owned(), finding.severity)))
        .collect();
    let missed = theirs.difference(&ours).map(|(id, severity)| Cause::missed(id, *severity));
    let added = ours.difference(theirs).map(|(id, severity)| Cause::added(id, *severity));
    missed.chain(added).collect()
}
