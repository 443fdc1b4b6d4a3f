//! Pages and tables that are made of what the program knows.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use clawtidy::finding::{Profile, Safety};
use clawtidy::migrations::MIGRATIONS;
use clawtidy::rules::symptoms::{Area, SYMPTOMS, Symptom};
use clawtidy::rules::{self, Group, Rule};
use clawtidy::schema::{History, Move, Release, moves};
use clawtidy::source::Source;
use clawtidy::syntax::Key;
use clawtidy::world::{Environment, World};

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
    let run: Vec<String> = symptom.run.iter().map(code).collect();
    let run = if run.is_empty() { "`clawtidy check`".to_owned() } else { run.join("<br>") };
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
            Self::Never => "Before 2026.1.24, or never".to_owned(),
            Self::In(release) => {
                let name: Vec<&str> = release.name().split('.').take(2).collect();
                format!("Retired in {}", name.join("."))
            }
            Self::Not => "Still read".to_owned(),
        }
    }
}

/// When what a migration finds was retired: its first example is asked of all releases.
fn retired(migration: &Rule) -> Option<Retired> {
    let examples = migration.examples().expect("examples");
    let bad = examples.iter().find(|it| {
        it.kind == rules::example::Kind::Bad && it.target == Release::LATEST && it.beside.is_none()
    })?;
    let source = Source::new("openclaw.json", bad.text.clone());
    let takes = |release: &Release| {
        let world = World::new(*release, Environment::Unknown);
        clawtidy::check(&source, &world).accepted()
    };
    Some(Retired::after(Release::all().rev().find(takes)))
}

/// The migrations that speak of a key, by what their examples show.
fn carriers() -> Vec<(Key, &'static str)> {
    let mut carriers = Vec::new();
    for migration in MIGRATIONS {
        for example in migration.examples().expect("examples") {
            let source = Source::new("openclaw.json", example.text);
            let report =
                clawtidy::check(&source, &World::new(example.target, Environment::Unknown));
            let own = report.findings().iter().filter(|it| it.rule == migration.id);
            carriers.extend(own.map(|finding| (finding.place.key.clone(), migration.id)));
        }
    }
    carriers
}

/// Whether a key is one that a path of the catalog stands for.
fn is_of(path: &str, key: &Key) -> bool {
    let Ok(path) = path.parse::<Key>() else { return false };
    let (path, key) = (path.segments(), key.segments());
    let same = |(own, name): (&String, &String)| {
        own == "*" || own == name || own == "[]" && name.parse::<usize>().is_ok()
    };
    path.len() == key.len() && path.iter().zip(key).all(same)
}

/// A moved key's line, without its own name.
fn fate(step: &Move, carriers: &[(Key, &'static str)]) -> String {
    let carrier = carriers.iter().find(|(key, _)| is_of(step.from, key)).map(|(_, id)| *id);
    let to = match (step.to, step.value_differs) {
        (Some(to), true) => format!("`{to}`, written otherwise"),
        (Some(to), false) => format!("`{to}`"),
        (None, _) => "nothing".to_owned(),
    };
    let carrier = carrier.unwrap_or("retired-key");
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
    for migration in MIGRATIONS {
        part(&mut parts, retired(migration).unwrap_or(Retired::Not))
            .migrations
            .insert(migration.id);
    }
    let carriers = carriers();
    for step in moves() {
        let key: Key = step.from.parse().expect("a key");
        let history = History::of_exactly(key.segments());
        let last = history.periods().last().map(|period| period.last);
        part(&mut parts, Retired::after(last))
            .keys
            .entry(fate(&step, &carriers))
            .or_default()
            .push(step.from);
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
