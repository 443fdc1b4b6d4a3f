//! What a rule sees of a config, and what it adds to.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::ignores::{self, Ignore};
use super::purpose::strings;
use super::run::Seen;
use super::unknown::{self, UnknownKey};
use super::{Rule, Stage};
use crate::edit::{Keep, Plan, Planner, Refusal};
use crate::effective::{
    Config, Gateway, Hooks, ModelRef, Remembered, Roster, TOOL_SECTIONS, model_refs, tool_lists,
};
use crate::finding::{Finding, Mending, Place};
use crate::redact::{self, Named, ReadOnce, Standing};
use crate::schema::{self, Fate, Variables, Violation};
use crate::syntax::{Array, Member, NodeId, Tree, Value};
use crate::text::Span;
use crate::world::{Environment, Wanted, World};

/// The rules that depend on more than a config and its environment: on files beside it, or on a
/// commit that it is compared with.
const ELSEWHERE: [&str; 6] = [
    "artefact-in-repo",
    "broken-include",
    "gateway-mode-removed",
    "missing-meta",
    "size-drop-hazard",
    "unused-env-variable",
];

/// What a rule may look at. What several rules ask for is worked out once; they may run side by side.
#[derive(Debug)]
pub struct Context<'a> {
    /// The text's tree.
    pub tree: &'a Tree,
    /// What it is judged against.
    pub world: &'a World,
    violations: OnceLock<Vec<Violation>>,
    unknown_keys: OnceLock<Vec<UnknownKey>>,
    /// The places of those of them that other releases take.
    of_other_releases: OnceLock<BTreeSet<Span>>,
    gateway: Gateway<'a>,
    named: ReadOnce,
    strings: OnceLock<Vec<NodeId>>,
    tool_lists: OnceLock<Vec<NodeId>>,
    model_refs: OnceLock<Vec<NodeId>>,
    credentials: OnceLock<Vec<(NodeId, Standing)>>,
    roster: Option<Roster<'a>>,
    variables: Option<Variables<'a>>,
    remembered: Remembered,
    planner: Planner<'a>,
    ignores: OnceLock<Vec<Ignore>>,
    /// For each of them the names that set nothing apart.
    unused: OnceLock<Vec<Vec<usize>>>,
}

impl<'a> Context<'a> {
    /// Looks at nothing yet.
    pub(crate) fn new(tree: &'a Tree, world: &'a World, keep: Keep) -> Self {
        let variables = tree.root().map(|root| Variables::of(root, &world.environment));
        Self {
            tree,
            world,
            violations: OnceLock::new(),
            unknown_keys: OnceLock::new(),
            of_other_releases: OnceLock::new(),
            gateway: Gateway::of(tree, &world.environment),
            named: ReadOnce::default(),
            strings: OnceLock::new(),
            tool_lists: OnceLock::new(),
            model_refs: OnceLock::new(),
            credentials: OnceLock::new(),
            roster: tree
                .root()
                .zip(variables.as_ref())
                .map(|(root, variables)| Roster::of(root, variables, world.target)),
            variables,
            remembered: Remembered::default(),
            planner: Planner::keeping(tree, keep),
            ignores: OnceLock::new(),
            unused: OnceLock::new(),
        }
    }

    /// The same, reading the names of the text no second time where `named` has been asked for them.
    pub(super) fn sharing(self, named: ReadOnce) -> Self {
        Self { named, ..self }
    }

    /// The places that rules report, whose findings say what another one then need not.
    pub(super) fn told_by(&self, rules: &[&'static Rule]) -> BTreeSet<Span> {
        let mut list = Vec::new();
        for rule in rules {
            self.run(rule, &mut list);
        }
        list.into_iter().map(|finding| finding.place.span).collect()
    }

    /// Adds what a rule finds, if the text has reached its stage.
    pub(crate) fn run(&self, rule: &'static Rule, list: &mut Vec<Finding>) {
        self.run_telling(rule, list, &|_| ());
    }

    /// The same; `seen` is given each finding as soon as the rule has said all of it.
    pub(super) fn run_telling(
        &self,
        rule: &'static Rule,
        list: &mut Vec<Finding>,
        seen: &Seen<'_>,
    ) {
        let stage = if self.tree.errors().is_empty() { Stage::Parsed } else { Stage::Text };
        let is_known = !self.world.is_fragment || super::run::holds_anywhere(rule);
        if rule.needs <= stage && is_known {
            let mut findings = Findings { rule, told: list.len(), list, seen };
            (rule.check)(self, &mut findings);
            findings.tell();
        }
    }

    /// What is wanted of the rules. A comment that sets apart what nobody wants is of use all the same.
    pub(super) fn wanted(&self) -> Wanted {
        if self.ignores().is_empty() { self.world.wanted } else { Wanted::ALL }
    }

    /// The comments that set findings apart.
    pub(super) fn ignores(&self) -> &[Ignore] {
        self.ignores.get_or_init(|| ignores::ignores(self.tree))
    }

    /// For each comment that sets findings apart, the places of the names that set none apart. Known
    /// once [`Context::set_apart`] has seen all findings; none before.
    pub(super) fn unused_ignores(&self) -> &[Vec<usize>] {
        self.unused.get().map_or(&[], Vec::as_slice)
    }

    /// Sets apart, of all findings, those that comments are for.
    pub(super) fn set_apart(&self, list: &mut [Finding]) {
        let ignores = self.ignores();
        let mut used = ignores::mark(ignores, list);
        let is_idle = |used: &[Vec<bool>]| used.iter().flatten().any(|used| !used);
        if is_idle(&used) && self.world.environment == Environment::Unknown {
            // A finding may depend on variables that are not set where the config is used.
            let environment = Environment::Known(BTreeMap::new());
            let world = World { environment, ..self.world.clone() };
            let mut found = Vec::new();
            let context = Context::new(self.tree, &world, Keep::default());
            super::run::find_all(&context, &mut found, &|_| ());
            for (used, also) in used.iter_mut().zip(ignores::mark(ignores, &mut found)) {
                used.iter_mut().zip(also).for_each(|(used, also)| *used |= also);
            }
        }
        let is_judged = |name: &str| match super::find(name) {
            Some(rule) => {
                let is_run = !self.world.is_fragment || super::run::holds_anywhere(rule);
                is_run && !ELSEWHERE.contains(&rule.id)
            }
            // That is reported for itself.
            None => false,
        };
        let idle = ignores.iter().zip(used).map(|(ignore, used)| {
            let names = used.into_iter().enumerate().filter(|(_, used)| !used);
            let names = names.map(|(index, _)| index);
            names.filter(|&index| is_judged(&ignore.names[index].text)).collect()
        });
        let _ = self.unused.set(idle.collect());
    }

    /// Where the text is not what the catalog accepts.
    pub fn violations(&self) -> &[Violation] {
        let world = self.world;
        let check = || {
            schema::check_except(self.tree, world.target, &world.environment, &self.of_plugins())
        };
        self.violations.get_or_init(check)
    }

    /// The values that installed plugins judge, or would if they cared to.
    fn of_plugins(&self) -> BTreeSet<NodeId> {
        let Some(root) = self.tree.root() else { return BTreeSet::new() };
        let plugins = &self.world.plugins;
        let sections = plugins.sections(root).into_iter().filter_map(|section| section.value);
        let target = self.world.target;
        let own = plugins.channels().filter(|name| target.lookup(&["channels", name]).is_none());
        let channels = own.filter_map(|name| root.at(&["channels", name]));
        sections.chain(channels).map(Value::id).collect()
    }

    /// The keys that the target does not take, each with the reason.
    pub(crate) fn unknown_keys(&self) -> &[UnknownKey] {
        self.unknown_keys.get_or_init(|| unknown::find(self))
    }

    /// What the names say of each value that holds no others.
    pub fn named(&self) -> &Named {
        self.named.of(self.tree)
    }

    /// The strings that count, in order of place: several rules read all of them.
    pub(crate) fn strings(&self) -> impl Iterator<Item = Value<'a>> {
        let find = || self.tree.root().map(strings).unwrap_or_default();
        let ids = self.strings.get_or_init(|| find().into_iter().map(Value::id).collect());
        ids.iter().map(|id| Value::new(self.tree, *id))
    }

    /// The lists of tools in all of the [`TOOL_SECTIONS`], in no order.
    pub(crate) fn tool_lists(&self) -> impl Iterator<Item = Array<'a>> {
        let lists = || self.tree.root().map(|root| tool_lists(root, &TOOL_SECTIONS));
        let find = || lists().into_iter().flatten().map(|list| list.value().id()).collect();
        let ids = self.tool_lists.get_or_init(find);
        ids.iter().filter_map(|id| Value::new(self.tree, *id).as_array())
    }

    /// The places where the config names models of its agents, tools, hooks and channels.
    pub(crate) fn model_refs(&self) -> impl Iterator<Item = ModelRef<'a>> {
        let find = || self.tree.root().map(model_refs).unwrap_or_default();
        let ids = self.model_refs.get_or_init(|| find().into_iter().map(ModelRef::id).collect());
        ids.iter().map(|id| ModelRef::at(self.tree, *id))
    }

    /// The strings at keys that hold credentials by their names, in order of place.
    pub fn credentials(&self) -> impl Iterator<Item = (Value<'a>, Standing)> {
        let find = || {
            let found = redact::credentials(self.tree, self.named());
            found.map(|(value, standing)| (value.id(), standing)).collect()
        };
        let found: &Vec<_> = self.credentials.get_or_init(find);
        found.iter().map(|(id, standing)| (Value::new(self.tree, *id), *standing))
    }

    /// Whether the member is unknown to the target, and other releases take it.
    pub(crate) fn is_of_another_release(&self, member: Member<'_>) -> bool {
        let other = |key: &&UnknownKey| matches!(key.fate, Fate::Retired(_) | Fate::TooNew { .. });
        let find = || self.unknown_keys().iter().filter(other).map(|key| key.place.span).collect();
        self.of_other_releases.get_or_init(find).contains(&member.name_span())
    }

    /// The gateway's section with defaults filled in.
    pub fn gateway(&self) -> &Gateway<'a> {
        &self.gateway
    }

    /// The hooks, if the config switches them on.
    pub fn hooks(&self) -> Option<Hooks<'a>> {
        Hooks::of(self.tree, &self.world.environment)
    }

    /// Where to show that nothing is at `path`: the name of the nearest section that is there, else
    /// the brace that opens the config. `None` for a text that is no object.
    pub fn absence(&self, path: &[&str]) -> Option<Place> {
        let root = self.tree.root()?.as_object()?.value();
        let nearest = (1..path.len()).rev().find_map(|depth| root.at(&path[..depth])?.member());
        let brace = Span::new(root.span().start, root.span().start + 1);
        let span = nearest.map_or(brace, Member::name_span);
        Some(Place { key: path.iter().copied().collect(), span })
    }

    /// The agents of the config; `None` for a text without a value.
    pub fn roster(&self) -> Option<&Roster<'a>> {
        self.roster.as_ref()
    }

    /// The config with its agents, as its settings for them are read; `None` for a text without a
    /// value.
    pub fn config(&self) -> Option<Config<'_, 'a>> {
        Some(Config::new(self.tree.root()?, self.roster()?, self.variables()?, &self.remembered))
    }

    /// The variables that the config's strings are read with; `None` for a text without a value.
    pub fn variables(&self) -> Option<&Variables<'a>> {
        self.variables.as_ref()
    }

    /// The text of a string as OpenClaw reads it; `None` for any other value, and for a string with
    /// a variable of which nothing is known.
    pub fn text<'x>(&self, value: Value<'x>) -> Option<Cow<'x, str>> {
        self.variables()?.text(value)
    }

    /// The edits of a plan; none when the plan cannot be carried out in this text.
    pub fn edits(&self, plan: impl FnOnce(&mut Plan<'a>) -> Result<(), Refusal>) -> Mending {
        let mut requests = self.planner.plan();
        plan(&mut requests).map(|()| requests.mending()).unwrap_or_default()
    }
}

/// What the rules found so far; a rule adds to it in its own name.
pub struct Findings<'a> {
    rule: &'static Rule,
    list: &'a mut Vec<Finding>,
    seen: &'a Seen<'a>,
    /// How many `seen` was given.
    told: usize,
}

impl Findings<'_> {
    /// Adds a finding with what the rule declares; the answer takes help, places and a fix.
    pub fn add(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        self.tell();
        let at = self.list.len();
        self.list.push(Finding {
            rule: self.rule.id,
            severity: self.rule.severity,
            effect: self.rule.effect,
            audit: self.rule.audit.map(Into::into),
            profile: self.rule.profile,
            message: message.into(),
            help: None,
            place,
            related: Vec::new(),
            fix: None,
            suppressed: None,
        });
        &mut self.list[at]
    }

    /// Of the findings so far all is said.
    fn tell(&mut self) {
        self.list[self.told..].iter_mut().for_each(self.seen);
        self.told = self.list.len();
    }
}
