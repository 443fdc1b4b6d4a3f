//! Configs that an older release accepts, made from its catalog: the same for the same seed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use clawtidy::schema::{self, Node, Release, Scalar, ViolationKind};
use clawtidy::syntax::{Segment, Tree, ValueKind, parse};
use clawtidy::world::Environment;

use crate::author::{Author, Plain, Whim, Writer};

/// How deep the catalog is followed.
const DEPTH: usize = 12;
/// How often what a release rejects in a config is mended, before another one is made.
const REPAIRS: usize = 24;

/// A config, and the release that accepts it.
pub(crate) struct OldConfig {
    pub(crate) release: Release,
    pub(crate) text: String,
}

/// A place of a value: names, with `*` for any and `[]` for an item.
#[derive(Debug, Clone)]
pub(crate) struct Leaf {
    pub(crate) path: Vec<&'static str>,
    pub(crate) node: Node,
}

/// Makes configs.
pub(crate) struct Maker {
    dice: u64,
    /// What is chosen first, before the dice decide.
    chosen: Vec<u8>,
    /// How many of them were used.
    used: usize,
    /// How many values it has made; each tells itself apart from all others, where it can.
    made: usize,
}

impl Maker {
    pub(crate) const fn new(seed: u64) -> Self {
        let dice = seed.wrapping_mul(0x2545_f491_4f6c_dd1d);
        Self { dice, chosen: Vec::new(), used: 0, made: 0 }
    }

    /// One whose first choices are these bytes, the others following from `seed`.
    pub(crate) fn choosing(chosen: &[u8], seed: u64) -> Self {
        Self { chosen: chosen.to_owned(), ..Self::new(seed) }
    }

    /// A number below `end`: the next choice, a byte or two, or by splitmix64.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        if let Some(&byte) = self.chosen.get(self.used) {
            self.used += 1;
            let mut choice = usize::from(byte);
            if end > 256 {
                choice = choice << 8 | self.chosen.get(self.used).map_or(0, |it| usize::from(*it));
                self.used += 1;
            }
            return choice % end.max(1);
        }
        self.dice = self.dice.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.dice;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let below = (bits ^ (bits >> 31)) % (end.max(1) as u64);
        usize::try_from(below).unwrap_or_default()
    }

    fn pick<T: Clone>(&mut self, all: &[T]) -> Option<T> {
        all.get(self.below(all.len())).cloned()
    }

    /// A config that one of `releases` accepts.
    pub(crate) fn config(&mut self, releases: &[Release]) -> OldConfig {
        loop {
            let release = self.pick(releases).unwrap_or(Release::LATEST);
            let leaves = Leaves::of(release);
            let mut config = Plain::Object(Vec::new());
            let most = [3, 12, 40, 200][self.below(4)];
            for _ in 0..=self.below(most) {
                let groups = if self.below(3) < 2 { &leaves.retired } else { &leaves.all };
                let group = self.below(groups.len());
                let leaf = groups.values().nth(group).and_then(|group| self.pick(group));
                if let Some(leaf) = leaf {
                    self.plant(&mut config, &leaf);
                }
            }
            if self.repair(&mut config, release) {
                return OldConfig { release, text: self.write(&config) };
            }
        }
    }

    /// A config with this leaf alone and what must be there with it, as strict JSON; `None` if its
    /// release accepts none that was tried.
    pub(crate) fn config_with(&mut self, leaf: &Leaf, release: Release) -> Option<String> {
        (0..8).find_map(|_| {
            let mut config = Plain::Object(Vec::new());
            self.plant(&mut config, leaf);
            self.repair(&mut config, release).then(|| strict(&config))
        })
    }

    /// Writes a config in some manner.
    pub(crate) fn write(&mut self, config: &Plain) -> String {
        let bytes = (0..97 + self.below(96)).map(|_| self.below(256).to_le_bytes()[0]).collect();
        let layout = self.below(8);
        let strict = layout < 3;
        let author = Author {
            strict,
            newline: if self.below(4) == 0 { "\r\n" } else { "\n" },
            unit: ["  ", "    ", "\t", "  "][self.below(4)],
            comments: [2, 4, 9][self.below(3)],
            flat: [50, 50, 3, 1][self.below(4)],
            messy: 50,
            continued: [9, 500, 500, 500][self.below(4)],
            quotes: [['"', '"'], ['\'', '\''], ['"', '\'']][self.below(3)],
            bare: self.below(3) > 0,
            bom: false,
        };
        let text = Writer::new(author, Whim::new(bytes)).write(config);
        if layout == 0 { dense(&text) } else { text }
    }

    /// Puts a value that fits at a leaf's place.
    pub(crate) fn plant(&mut self, config: &mut Plain, leaf: &Leaf) {
        let path = self.path(leaf);
        let value = self.fitting(leaf);
        put(config, &path, &leaf.path, value);
    }

    /// A value that fits at a leaf's place.
    pub(crate) fn fitting(&mut self, leaf: &Leaf) -> Plain {
        let known = self.known(leaf.path.last().copied().unwrap_or_default(), leaf.node);
        known.unwrap_or_else(|| self.value(leaf.node, 3))
    }

    /// Puts a value at a leaf's place.
    pub(crate) fn put(&mut self, config: &mut Plain, leaf: &Leaf, value: Plain) {
        let path = self.path(leaf);
        put(config, &path, &leaf.path, value);
    }

    /// A way to a leaf: where names are free, some name.
    fn path(&mut self, leaf: &Leaf) -> Vec<Segment> {
        let step = |(index, step): (usize, &&str)| match *step {
            "*" => self.name(&leaf.path[..index]).into(),
            "[]" => self.below(2).to_string().into(),
            name => name.into(),
        };
        leaf.path.iter().enumerate().map(step).collect()
    }

    /// A name in a map.
    fn name(&mut self, path: &[&str]) -> String {
        let names: &[&str] = match path {
            [.., "providers"] => &["openai", "anthropic", "ollama", "default", "relay"],
            [.., "models"] => &["openai/gpt-5.4", "anthropic/claude-opus-4"],
            ["channels", _, "accounts"] => &["default", "work", "home"],
            ["plugins", "entries"] => &["brave", "memory-core", "voice-call", "lobster"],
            [.., "env" | "vars"] => &["WORK_DIR", "API_KEY", "REGION"],
            [.., "byChannel"] => &["telegram", "slack", "discord"],
            _ => &["main", "work", "night-watch", "15550100"],
        };
        names[self.below(names.len())].to_owned()
    }

    /// A text that means something, where a key of that name takes one.
    fn known(&mut self, name: &str, node: Node) -> Option<Plain> {
        self.made += 1;
        let number = self.made;
        let text = match name {
            "agentId" | "id" => ["main", "work", "night-watch"][self.below(3)].to_owned(),
            "httpHost" => format!("host-{number}.example.com"),
            "httpUrl" => format!("https://host-{number}.example.com:8080"),
            _ => return None,
        };
        let takes = node.types().admits(ValueKind::String) && node.values().is_none();
        takes.then_some(Plain::Text(text))
    }

    /// A value that a node takes, as far as that can be made.
    fn value(&mut self, node: Node, depth: usize) -> Plain {
        let branches: Vec<Node> = node.branches().chain(node.all_of()).collect();
        if let Some(branch) = self.pick(&branches) {
            return self.value(branch, depth);
        }
        if let Some(values) = node.values() {
            let values: Vec<Scalar> = values.collect();
            return match self.pick(&values) {
                Some(Scalar::Text(text)) => Plain::Text(text.to_owned()),
                Some(Scalar::Number(number)) => Plain::Number(number),
                Some(Scalar::Boolean(boolean)) => Plain::Bool(boolean),
                Some(Scalar::Null) | None => Plain::Null,
            };
        }
        if node.is_anything() {
            let member = ("free".to_owned(), self.text(node));
            return if self.below(2) == 0 { self.text(node) } else { Plain::Object(vec![member]) };
        }
        let types: Vec<&str> = node.types().names().collect();
        match self.pick(&types).unwrap_or_default() {
            "object" => {
                let required =
                    node.required().filter_map(|name| Some((name, node.property(name)?)));
                let required: Vec<_> = required.collect();
                let mut held = Vec::new();
                for (name, below) in required {
                    held.push((name.to_owned(), self.value(below, depth.saturating_sub(1))));
                }
                Plain::Object(held)
            }
            "array" => {
                let items = 0..self.below(3).min(depth);
                let item = node.item(0);
                Plain::List(items.filter_map(|_| Some(self.value(item?, depth - 1))).collect())
            }
            "boolean" => Plain::Bool(self.below(2) == 0),
            "number" | "integer" => self.number(node),
            "null" => Plain::Null,
            _ => self.text(node),
        }
    }

    /// A number that no other value is, if the bounds have room.
    fn number(&mut self, node: Node) -> Plain {
        self.made += 1;
        let bounds = node.bounds();
        let most = bounds.maximum.unwrap_or(1e9);
        let least = bounds.minimum.unwrap_or(1.0).max(0.0);
        let offset = u32::try_from(self.made * 7 + self.below(7)).unwrap_or_default();
        let number = least.floor() + 1.0 + f64::from(offset);
        Plain::Number(if number > most { most } else { number })
    }

    /// A text that no other value is.
    fn text(&mut self, node: Node) -> Plain {
        self.made += 1;
        let number = self.made;
        let texts = [
            format!("{0} {number} {0}", ["amber", "birch", "cedar", "dune"][number % 4]),
            format!("{}-{number}", ["ember", "fjord", "glade", "heath"][number % 4]),
            format!("https://host-{number}.example.com/path"),
            format!("https://host-{number}.example.com"),
            format!("wss://host-{number}.example.com/"),
            format!("host-{number}.example.com"),
            format!("/srv/folder-{number}"),
            format!("/srv/folder-{number}:/data:ro"),
            format!("vendor/model-{number}"),
            format!("WORD_{number}"),
            format!("{number}m"),
            format!("{number}d"),
            format!("{number}"),
            format!("{number}mb"),
            format!("word{number}@example.com"),
            format!("#{number:06}"),
            format!("a{number:07}-0000-4000-8000-000000000000"),
            format!("github.com/owner/name-{number}"),
            format!("https://team-{number}.cloudflareaccess.com"),
            format!("{:02}:{:02}", number % 24, number % 60),
            "2026-01-31T10:00:00Z".to_owned(),
            "2026-01-31".to_owned(),
            "value".to_owned(),
            String::new(),
        ];
        let first = if self.below(4) == 0 { self.below(texts.len()) } else { 0 };
        let mut texts_from = texts[first..].iter().chain(&texts);
        let fits = |text: &&String| {
            let written = parse(format!("{text:?}"));
            let takes = |value| schema::accepts(node, value, &Environment::Unknown);
            written.root().is_some_and(takes)
        };
        Plain::Text(texts_from.find(fits).cloned().unwrap_or_default())
    }

    /// Takes out of a config what `release` rejects, and puts in what it misses; says whether it
    /// came to accept it.
    fn repair(&mut self, config: &mut Plain, release: Release) -> bool {
        for _ in 0..REPAIRS {
            let tree = parse(strict(config));
            let violations = schema::check(&tree, release, &Environment::Unknown);
            if violations.is_empty() {
                return matches!(config, Plain::Object(members) if !members.is_empty());
            }
            // From the end, so that the items before keep their indices.
            let mut done: BTreeSet<Vec<Segment>> = BTreeSet::new();
            for violation in violations.iter().rev() {
                let key = violation.place.key.segments();
                if done.iter().any(|other| other.starts_with(key) || key.starts_with(other)) {
                    continue;
                }
                match &violation.kind {
                    ViolationKind::MissingKey { name, expected } => {
                        let Some(node) = self.pick(&expected.alternatives()) else { return false };
                        let known = self.known(name, node);
                        let value = known.unwrap_or_else(|| self.value(node, 3));
                        put(config, key, &[], value);
                    }
                    _ if key.is_empty() => return false,
                    _ => take(config, key),
                }
                done.insert(key.to_vec());
            }
        }
        false
    }
}

/// The places of values that a release takes, by the part of the config that they stand in.
pub(crate) struct Leaves {
    pub(crate) all: BTreeMap<Vec<&'static str>, Vec<Leaf>>,
    /// Those that the newest release does not take.
    pub(crate) retired: BTreeMap<Vec<&'static str>, Vec<Leaf>>,
}

impl Leaves {
    /// Those of a release, which are found out once.
    pub(crate) fn of(release: Release) -> &'static Self {
        static ALL: OnceLock<BTreeMap<&'static str, OnceLock<Leaves>>> = OnceLock::new();
        static NONE: Leaves = Leaves { all: BTreeMap::new(), retired: BTreeMap::new() };
        let all = ALL.get_or_init(|| {
            Release::all().map(|release| (release.name(), OnceLock::new())).collect()
        });
        let own = all.get(release.name());
        own.map_or(&NONE, |own| own.get_or_init(|| Self::find(release)))
    }

    fn find(release: Release) -> Self {
        let mut leaves = Vec::new();
        walk(release.root(), &mut Vec::new(), &mut leaves);
        let (mut all, mut retired) = (BTreeMap::new(), BTreeMap::new());
        for leaf in leaves {
            let is_deep = matches!(leaf.path.first(), Some(&("channels" | "plugins" | "agents")));
            let part = leaf.path[..leaf.path.len().min(if is_deep { 2 } else { 1 })].to_vec();
            if Release::LATEST.lookup(&leaf.path).is_none() {
                retired.entry(part.clone()).or_insert_with(Vec::new).push(leaf.clone());
            }
            all.entry(part).or_insert_with(Vec::new).push(leaf);
        }
        Self { all, retired }
    }
}

/// Every place of a value that an older release takes and the newest does not, with the last release
/// that does.
pub(crate) fn retired_leaves() -> Vec<(Leaf, Release)> {
    let mut last: BTreeMap<Vec<&'static str>, (Leaf, Release)> = BTreeMap::new();
    for release in Release::all() {
        for leaf in Leaves::of(release).retired.values().flatten() {
            last.insert(leaf.path.clone(), (leaf.clone(), release));
        }
    }
    last.into_values().collect()
}

/// Adds the places of values at and below a node.
fn walk(node: Node, path: &mut Vec<&'static str>, leaves: &mut Vec<Leaf>) {
    if node.is_nothing() || path.len() > DEPTH {
        return;
    }
    if node.is_anything() {
        leaves.push(Leaf { path: path.clone(), node });
        return;
    }
    let types = node.types();
    let is_union = node.branches().len() + node.all_of().len() > 0;
    let scalar = [ValueKind::String, ValueKind::Number, ValueKind::Boolean];
    let is_scalar = node.values().is_some()
        || (!types.is_any() && scalar.iter().any(|kind| types.admits(*kind)));
    let is_known = leaves.iter().rev().take(32).any(|leaf| leaf.path == *path);
    if is_scalar && !is_known {
        leaves.push(Leaf { path: path.clone(), node });
    }
    let mut below: Vec<(&'static str, Node)> = node.properties().collect();
    if !types.is_any() || !is_union {
        if types.admits(ValueKind::Object) {
            below.extend(node.additional().map(|held| ("*", held)));
        }
        if types.admits(ValueKind::Array) {
            below.extend(node.item(0).map(|held| ("[]", held)));
        }
    }
    for (name, held) in below {
        path.push(name);
        walk(held, path, leaves);
        path.pop();
    }
    for branch in node.branches().chain(node.all_of()) {
        walk(branch, path, leaves);
    }
}

/// Puts a value at a path; what is missing on the way, or of another kind, is made. `steps` says
/// which names are items.
fn put(config: &mut Plain, path: &[Segment], steps: &[&str], value: Plain) {
    let Some((name, below)) = path.split_first() else {
        *config = value;
        return;
    };
    let is_item = match steps.first() {
        Some(step) => *step == "[]",
        None => matches!(config, Plain::List(_)),
    };
    if is_item {
        if !matches!(config, Plain::List(_)) {
            *config = Plain::List(Vec::new());
        }
        if let Plain::List(items) = config {
            let index = name.parse().unwrap_or(0).min(items.len());
            if index == items.len() {
                items.push(Plain::Object(Vec::new()));
            }
            put(&mut items[index], below, steps.get(1..).unwrap_or_default(), value);
        }
        return;
    }
    if !matches!(config, Plain::Object(_)) {
        *config = Plain::Object(Vec::new());
    }
    if let Plain::Object(members) = config {
        let at = members.iter().position(|(own, _)| own == name).unwrap_or(members.len());
        if at == members.len() {
            members.push((name.to_string(), Plain::Object(Vec::new())));
        }
        put(&mut members[at].1, below, steps.get(1..).unwrap_or_default(), value);
    }
}

/// Takes a value away.
fn take(config: &mut Plain, path: &[Segment]) {
    let Some((name, below)) = path.split_first() else { return };
    match config {
        Plain::Object(members) => {
            let Some(at) = members.iter().position(|(own, _)| own == name) else { return };
            if below.is_empty() {
                members.remove(at);
            } else {
                take(&mut members[at].1, below);
            }
        }
        Plain::List(items) => {
            let Some(at) = name.parse().ok().filter(|at| *at < items.len()) else { return };
            if below.is_empty() {
                items.remove(at);
            } else {
                take(&mut items[at], below);
            }
        }
        _ => {}
    }
}

/// A config as JSON.
pub(crate) fn strict(config: &Plain) -> String {
    let author = Author {
        strict: true,
        newline: "\n",
        unit: "  ",
        comments: 2,
        flat: usize::MAX,
        messy: usize::MAX,
        continued: usize::MAX,
        quotes: ['"', '"'],
        bare: false,
        bom: false,
    };
    Writer::new(author, Whim::new(vec![1])).write(config)
}

/// A text without white space.
fn dense(text: &str) -> String {
    let tree: Tree = parse(text.to_owned());
    let kept = tree.tokens().filter(|(_, kind, _)| !kind.is_trivia());
    kept.map(|(_, _, span)| tree.slice(span)).collect()
}
