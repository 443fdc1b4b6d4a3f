//! Pages and tables that are made of what the program knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use clawtidy::finding::{Finding, Profile, Safety};
use clawtidy::migrations::{MIGRATIONS, is_one};
use clawtidy::rules::example::Kind;
use clawtidy::rules::symptoms::{Area, SYMPTOMS, Symptom};
use clawtidy::rules::{self, Group, Rule};
use clawtidy::schema::{History, Move, Release, moves};
use clawtidy::source::Source;
use clawtidy::syntax::{Key, Segment};
use clawtidy::world::{Environment, World};
use rayon::prelude::*;
use serde_json::{Value, json};

use super::{hold, hold_part, root};

fn fix(rule: &Rule) -> &'static str {
    rule.fix.map_or("–", Safety::name)
}

/// A rule's page: its head as data, then its documentation.
fn page(rule: &Rule) -> String {
    let audit =
        rule.audit.map_or(String::new(), |id| format!(" · `openclaw security audit`: `{id}`"));
    let profile = match rule.profile {
        Profile::Personal => String::new(),
        profile => format!(" · on with `--profile {}` or `--select`", profile.name()),
    };
    let docs = rule.documentation();
    format!(
        "# {}\n\n{} · {} · fix: {} · since {}{audit}{profile}\n\n{docs}",
        rule.id,
        rule.severity,
        rule.effect.name(),
        fix(rule),
        rule.since,
    )
}

#[test]
fn every_rule_has_its_page() {
    let folder = root().join("docs/rules");
    for rule in rules::every() {
        hold(&folder.join(format!("{}.md", rule.id)), &page(rule));
    }
    let pages = fs::read_dir(&folder).expect("docs/rules is there").count();
    assert_eq!(pages, rules::every().count() + 1, "docs/rules holds a page of a rule that is gone");
}

/// The groups of rules, and what each is about.
const GROUPS: [(Group, &str); 4] = [
    (Group::Correctness, "What OpenClaw rejects, does not start with, or never reads."),
    (Group::Security, "Who may do what, and what may be seen."),
    (Group::Migration, "What another release changed. `check --fix` and `migrate` carry it over."),
    (Group::Style, "Opinions, reported with `--select style` only."),
];

fn of_group(group: Group) -> Vec<&'static Rule> {
    let mut rules: Vec<_> = rules::every().filter(|rule| rule.group() == group).collect();
    rules.sort_by_key(|rule| rule.id);
    rules
}

#[test]
fn the_rules_are_listed() {
    let mut lists = String::new();
    let mut overview = String::from(
        "| group | rules | with a fix | what they are about |\n| --- | --- | --- | --- |\n",
    );
    for (group, about) in GROUPS {
        let rules = of_group(group);
        let name = group.name();
        let title = name[..1].to_uppercase() + &name[1..];
        let fixable = rules.iter().filter(|rule| rule.fix.is_some()).count();
        let count = rules.len();
        writeln!(
            overview,
            "| [{name}](docs/rules/README.md#{name}) | {count} | {fixable} | {about} |"
        )
        .expect("a string takes all");
        write!(
            lists,
            "## {title}\n\n{about}\n\n\
             | rule | what it finds | severity | effect | fix |\n| --- | --- | --- | --- | --- |\n"
        )
        .expect("a string takes all");
        for rule in rules {
            let (id, title) = (rule.id, rule.title());
            let (severity, effect, fix) = (rule.severity, rule.effect.name(), fix(rule));
            writeln!(lists, "| [{id}]({id}.md) | {title} | {severity} | {effect} | {fix} |")
                .expect("a string takes all");
        }
        lists += "\n";
    }
    hold_part("docs/rules/README.md", "rules", &lists);
    hold_part("README.md", "rules", &overview);
}

/// A symptom's line in the table of its area.
fn symptom_line(symptom: &Symptom) -> String {
    let code = |text: &&str| format!("`{text}`");
    let seen: Vec<String> = symptom.phrases.iter().map(code).collect();
    let rules: Vec<String> =
        symptom.rules.iter().map(|id| format!("[{id}](rules/{id}.md)")).collect();
    let rules = if rules.is_empty() { "not in the config".to_owned() } else { rules.join(", ") };
    let run: Vec<String> = symptom.commands().map(|command| format!("`{command}`")).collect();
    let run = run.join("<br>");
    format!("| {} | {} | {rules} | {run} |\n", seen.join("<br>"), symptom.cause)
}

#[test]
fn the_symptoms_are_listed() {
    let mut text = String::new();
    for area in Area::ALL {
        let title = area.title();
        write!(
            text,
            "## {title}\n\n| what is seen | cause | found by | run |\n| --- | --- | --- | --- |\n"
        )
        .expect("a string takes all");
        text.extend(SYMPTOMS.iter().filter(|it| it.area == area).map(symptom_line));
        text += "\n";
    }
    hold_part("docs/symptoms.md", "symptoms", &text);
}

/// When something was retired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Retired {
    /// No release of the catalog takes it.
    Never,
    /// This release was the first that does not.
    In(Release),
    /// The newest still does.
    Not,
}

impl Retired {
    /// Of what these releases took.
    fn after(last: Option<Release>) -> Self {
        match last {
            None => Self::Never,
            Some(last) => {
                let next = Release::all().find(|release| *release > last);
                next.map_or(Self::Not, Self::In)
            }
        }
    }

    /// The heading under which it stands.
    fn generation(self) -> String {
        match self {
            Self::Never => "Before 2026.1.24 (clawdbot, moltbot), or in no release".to_owned(),
            Self::In(release) => {
                let name: Vec<&str> = release.name().split('.').take(2).collect();
                format!("Retired in {}", name.join("."))
            }
            Self::Not => "Still accepted, and read otherwise or not at all".to_owned(),
        }
    }
}

/// When what a migration finds was retired, by its examples.
fn retired(migration: &Rule) -> Retired {
    let mut examples = migration.examples().expect("examples");
    examples
        .retain(|it| it.kind == Kind::Bad && it.target == Release::LATEST && it.beside.is_none());
    let mut keys = Vec::new();
    let mut last = None;
    for (index, example) in examples.into_iter().enumerate() {
        let source = Source::new("openclaw.json", example.text);
        let check = |release| clawtidy::check(&source, &World::new(release, Environment::Unknown));
        // The first example is the case that the migration is for.
        if index == 0 {
            last = Release::all().rev().find(|release| check(*release).accepted());
        }
        let report = check(Release::LATEST);
        let own = report.findings().iter().filter(|it| it.rule == migration.id);
        keys.extend(own.map(|finding| finding.place.key.clone()));
    }
    // No release takes an example that shows several times together.
    let of_keys = || keys.iter().filter_map(|key| last_of(key.segments())).max();
    let last = last.or_else(|| of_keys().filter(|release| *release < Release::LATEST));
    Retired::after(last)
}

/// The last release that takes a key.
fn last_of(key: &[Segment]) -> Option<Release> {
    let last = |key: &[Segment]| History::of(key).periods().last().map(|period| period.last);
    match key {
        [channels, any, below @ ..] if channels == "channels" && any == "*" => {
            let channels = Release::all().filter_map(|release| release.lookup(&["channels"]));
            let names: BTreeSet<_> =
                channels.flat_map(|node| node.properties().map(|(name, _)| name)).collect();
            let own = names.into_iter().filter_map(|name| {
                let key = ["channels", name].into_iter().map(Segment::from);
                last(&key.chain(below.iter().cloned()).collect::<Vec<_>>())
            });
            own.max()
        }
        _ => last(key),
    }
}

/// A key that a path of the catalog stands for.
fn example_of(path: &str) -> Key {
    let path: Key = path.parse().expect("a key");
    let names =
        path.segments().iter().enumerate().map(|(index, name)| match (name.as_str(), index) {
            ("*", 1) => "telegram",
            ("*", _) => "main",
            ("[]", _) => "0",
            (name, _) => name,
        });
    names.collect()
}

/// Puts a value at a key; whether the config has room for it.
fn put(config: &mut Value, key: &[Segment], value: &Value) -> bool {
    let [name, below @ ..] = key else {
        let is_free = config.is_null();
        if is_free {
            *config = value.clone();
        }
        return is_free;
    };
    if name == "0" {
        let list = if config.is_null() { &mut json!([Value::Null]) } else { &mut config.clone() };
        let fits = list.get_mut(0).is_some_and(|item| put(item, below, value));
        if fits {
            *config = list.clone();
        }
        return fits;
    }
    if config.is_null() {
        *config = json!({});
    }
    let Some(object) = config.as_object_mut() else { return false };
    put(object.entry(name.clone()).or_insert(Value::Null), below, value)
}

/// The migration that reports a section in which the key is written otherwise.
fn around<'f>(own: &[&'f Finding], key: &Key, step: &Move) -> Option<&'f Finding> {
    let within = |it: &&&Finding| {
        let section = it.place.key.segments();
        !section.is_empty() && key.segments().starts_with(section)
    };
    let needs_own = step.value_differs && step.values.is_empty();
    needs_own.then(|| own.iter().find(within).copied()).flatten()
}

/// Which migrations report moved keys, asked of configs that hold them.
fn carriers() -> BTreeMap<&'static str, &'static str> {
    let mut carriers = BTreeMap::new();
    for value in [json!("x"), json!(true), json!({ "a": "x" })] {
        let mut left: Vec<_> = moves().map(|step| step.from).collect();
        while !left.is_empty() {
            let mut config = Value::Null;
            let mut has_list = None;
            left.retain(|path| {
                // Agents stand in a list or under their ids.
                let list = path.starts_with("agents.list");
                let is_agent = list || path.starts_with("agents.entries");
                let has_room = !is_agent || *has_list.get_or_insert(list) == list;
                let mut tried = config.clone();
                let fits = has_room && put(&mut tried, example_of(path).segments(), &value);
                if fits {
                    config = tried;
                }
                !fits
            });
            let source = Source::new("openclaw.json", config.to_string());
            let report =
                clawtidy::check(&source, &World::new(Release::LATEST, Environment::Unknown));
            let own: Vec<_> = report.findings().iter().filter(|it| is_one(it.rule)).collect();
            for step in moves() {
                let key = example_of(step.from);
                let at_key = own.iter().find(|it| it.place.key == key).copied();
                if let Some(finding) = at_key.or_else(|| around(&own, &key, &step)) {
                    carriers.entry(step.from).or_insert(finding.rule);
                }
            }
        }
    }
    // An item that the example leaves incomplete is carried over as any other agent is.
    for step in moves() {
        let Some(below) = step.from.strip_prefix("agents.list[]") else { continue };
        if let Some(carrier) = carriers.get(&*format!("agents.defaults{below}")).copied() {
            carriers.entry(step.from).or_insert(carrier);
        }
    }
    carriers
}

/// A moved key's line, without its own name.
fn fate(step: &Move, carriers: &BTreeMap<&str, &str>) -> String {
    let to = match (step.to, step.value_differs) {
        (Some(to), true) => format!("`{to}`, written otherwise"),
        (Some(to), false) => format!("`{to}`"),
        (None, _) => "nothing".to_owned(),
    };
    let carrier = carriers.get(step.from).unwrap_or(&"retired-key");
    format!("{to} | {} | [{carrier}](rules/{carrier}.md)", step.note)
}

/// What was retired in one generation.
#[derive(Default)]
struct Part {
    migrations: BTreeSet<&'static str>,
    /// What became of keys, and the keys of which that is true.
    keys: BTreeMap<String, Vec<&'static str>>,
    releases: BTreeSet<Release>,
}

/// The generations by their headings, each with the first time in it.
type Parts = BTreeMap<String, (Retired, Part)>;

/// The generation of a time.
fn part(parts: &mut Parts, retired: Retired) -> &mut Part {
    let (_, part) = parts.entry(retired.generation()).or_insert_with(|| (retired, Part::default()));
    if let Retired::In(release) = retired {
        part.releases.insert(release);
    }
    part
}

#[test]
fn the_migrations_are_listed() {
    let mut parts = Parts::new();
    let times: Vec<_> = MIGRATIONS.par_iter().map(|migration| retired(migration)).collect();
    for (migration, time) in MIGRATIONS.iter().zip(times) {
        part(&mut parts, time).migrations.insert(migration.id);
    }
    let carriers = carriers();
    for step in moves() {
        let key: Key = step.from.parse().expect("a key");
        let part = part(&mut parts, Retired::after(last_of(key.segments())));
        part.keys.entry(fate(&step, &carriers)).or_default().push(step.from);
    }
    let mut text = String::new();
    let mut parts: Vec<_> = parts.into_iter().collect();
    parts.sort_by_key(|(_, (retired, _))| *retired);
    for (title, (_, part)) in parts {
        writeln!(text, "## {title}\n").expect("a string takes all");
        if part.releases.len() > 1 {
            let releases: Vec<_> = part.releases.iter().map(|it| it.name()).collect();
            writeln!(text, "In {}.\n", releases.join(", ")).expect("a string takes all");
        }
        if !part.migrations.is_empty() {
            text += "| migration | what it finds | fix |\n| --- | --- | --- |\n";
            for id in part.migrations {
                let rule = rules::find(id).expect("a migration");
                let (title, fix) = (rule.title(), fix(rule));
                writeln!(text, "| [{id}](rules/{id}.md) | {title} | {fix} |")
                    .expect("a string takes all");
            }
            text += "\n";
        }
        if !part.keys.is_empty() {
            text += "| key | became | why | carried by |\n| --- | --- | --- | --- |\n";
            let mut lines: Vec<_> =
                part.keys.into_iter().map(|(fate, keys)| (keys, fate)).collect();
            lines.sort();
            for (keys, fate) in lines {
                let keys: Vec<String> = keys.iter().map(|key| format!("`{key}`")).collect();
                writeln!(text, "| {} | {fate} |", keys.join("<br>")).expect("a string takes all");
            }
            text += "\n";
        }
    }
    hold_part("docs/migrating.md", "generations", &text);
}
