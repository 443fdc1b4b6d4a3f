//! clawtidy reads an OpenClaw config where it lies, says what OpenClaw of a chosen release would
//! do with it, shows the place, and mends it without losing a comment.
//!
//! The rooms, each of which knows only those above it:
//!
//! | room | what it owes |
//! | --- | --- |
//! | [`work`] | how much is done, counted for tests |
//! | `side_by_side` | the work on one config, on two threads |
//! | [`text`] | spans in bytes; lines and columns at the edge |
//! | [`syntax`] | text to a lossless tree of JSON5 |
//! | [`finding`] | the words every room shares |
//! | [`edit`] | structural requests in, text edits out |
//! | [`yaml`] | YAML to JSON5 that says the same |
//! | [`plugins`] | the plugins that OpenClaw knows, and what a config says of them |
//! | [`schema`] | what each release accepts; the validator |
//! | [`world`] | what a config is judged against |
//! | [`compare`] | what two configs set differently |
//! | [`effective`] | the config as OpenClaw acts on it: defaults, credentials |
//! | [`rules`] | one file a rule |
//! | [`migrations`] | one file a migration; the engine that carries a config over them |
//! | [`redact`] | secrets stay out of every output |
//! | [`assembly`] | a config and what it includes as one text, and back |
//! | [`source`] | a config as it was read |
//! | [`report`] | the one gate between rules and output |
//! | [`settings`] | what a project settles for all runs: `clawtidy.toml` |
//! | [`merge`] | a lost edit put back on the config as it is now |
//! | [`artefacts`] | what OpenClaw leaves beside a config, and why it did |
//! | [`files`] | finding, reading and writing configs |
//! | [`output`] | one file a format |
//! | [`cli`] | the command line |

pub mod artefacts;
pub mod assembly;
pub mod cli;
pub mod compare;
pub mod edit;
pub mod effective;
pub mod files;
pub mod finding;
pub mod merge;
pub mod migrations;
pub mod output;
pub mod plugins;
pub mod redact;
pub mod report;
pub mod rules;
pub mod schema;
pub mod settings;
mod side_by_side;
pub mod source;
pub mod syntax;
pub mod text;
pub mod work;
pub mod world;
pub mod yaml;

use std::borrow::Cow;
use std::collections::BTreeSet;

use edit::{Bug, Change, Keep};
use finding::{Assignment, Edit, Effect, Finding, Safety};
use report::{Compat, Report, Selection};
use rules::Asker;
use schema::Release;
use source::Source;
use syntax::Tree;
use world::{Environment, World};

/// Says what OpenClaw of the target release would do with a config. Pure: the same config and
/// world give the same report.
pub fn check(source: &Source, world: &World) -> Report {
    settled(source, world, rules::run(source.tree(), world))
}

/// As [`check`], for someone who shares work with the rules.
pub(crate) fn check_for(source: &Source, world: &World, asker: &Asker<'_>) -> Report {
    settled(source, world, rules::run_for(source.tree(), world, asker))
}

/// What the rules found, once what could not be done in the files of a config is left out.
fn settled(source: &Source, world: &World, mut findings: Vec<Finding>) -> Report {
    source.settle(&mut findings, |tree| rules::run(tree, world));
    Report::new(findings, world.target)
}

/// Says what there is to say of a copy of a config, such as a backup, without its text. Pure as
/// [`check`] is.
pub fn check_artefact(source: &Source, world: &World) -> Report {
    Report::new(rules::run_on_artefact(source.tree(), world), world.target)
}

/// Says what there is to say of a file of environment variables, which `world.env_file` describes.
/// Pure as [`check`] is.
pub fn check_env_file(source: &Source, world: &World) -> Report {
    Report::new(rules::run_on_env_file(source.tree(), world), world.target)
}

/// Says which releases of the catalog accept a config, and what the others reject it for.
/// `world` says what it is judged against besides. Pure as [`check`] is.
pub fn compat(source: &Source, world: &World) -> Compat {
    let mut world = world.clone();
    Compat::new(Release::all().map(|release| {
        world.target = release;
        Report::new(rules::run(source.tree(), &world), release)
    }))
}

/// What came of mending a config.
#[derive(Debug)]
pub struct Fixed {
    /// The config afterwards.
    pub source: Source,
    /// What is left in it.
    pub report: Report,
    /// The fixes it took on, in the order in which it did.
    pub applied: Vec<Change>,
    /// The edits of each pass, in order of place, in the text that the pass before it left.
    pub passes: Vec<Vec<Edit>>,
    /// What went wrong on our side. The fixes before it hold.
    pub bug: Option<Bug>,
}

impl Fixed {
    /// The variables that hold what the fixes took out of the config, in the order of their names, each
    /// once.
    pub fn assigns(&self) -> BTreeSet<Assignment> {
        self.applied.iter().flat_map(|change| &change.assigns).cloned().collect()
    }
}

/// Which fixes a run applies, and how.
#[derive(Debug, Clone)]
pub struct Fixing {
    /// Which findings offer theirs.
    pub selection: Selection,
    /// The least safe that is applied.
    pub allowed: Safety,
    /// Where settings are kept that have no place any more.
    pub keep: Keep,
    /// Whether what only the security audit reports is mended too.
    pub of_audit: bool,
    /// Whether secrets are taken out of the config: someone has to keep [`Fixed::assigns`].
    pub moves_secrets: bool,
}

impl Fixing {
    /// The fixes of the selected findings that are at least as safe as `allowed`.
    pub fn new(selection: Selection, allowed: Safety) -> Self {
        Self { selection, allowed, keep: Keep::default(), of_audit: true, moves_secrets: false }
    }

    /// All fixes at least as safe as `allowed` that carry a config to a release. How safe the config
    /// is to run is not part of that.
    pub fn migrating(allowed: Safety) -> Self {
        Self { of_audit: false, ..Self::new(Selection::default(), allowed) }
    }

    /// Whether the fix of a finding is wanted, if it is safe enough.
    pub fn wants(&self, finding: &Finding) -> bool {
        // A migration leaves what people wrote about findings to them, as it does the audit.
        let is_of_audit =
            finding.effect == Effect::Audited || finding.rule == rules::UNUSED_SUPPRESSION;
        let moves = finding.fix.as_ref().is_some_and(|fix| !fix.assigns.is_empty());
        self.selection.contains(finding)
            && (self.moves_secrets || !moves)
            && finding.suppressed.is_none()
            && (self.of_audit || !is_of_audit)
    }
}

/// How often a config is checked again at most; fixes uncover others, and end long before this.
const PASSES: usize = 20;
/// How often at most migrations follow fixes that brought them something to do.
const ROUNDS: usize = 10;

/// The world in which the variables are set that fixes leave secrets to, if all of them are known.
fn after_moving<'w>(tree: &Tree, world: &'w World, fixing: &Fixing) -> Cow<'w, World> {
    let Environment::Known(set) = &world.environment else { return Cow::Borrowed(world) };
    if !fixing.moves_secrets {
        return Cow::Borrowed(world);
    }
    let mut set = set.clone();
    let findings = rules::run(tree, world);
    let fixes = findings.into_iter().filter(|it| fixing.wants(it)).filter_map(|it| it.fix);
    for Assignment { name, value } in fixes.flat_map(|fix| fix.assigns) {
        set.entry(name).or_insert(value);
    }
    Cow::Owned(World { environment: Environment::Known(set), ..world.clone() })
}

/// Carries a config over the migrations, then applies the fixes of the rules, until neither has
/// anything to do. `name` is what output calls the config. Pure as [`check`] is.
pub fn fix(name: &str, text: String, world: &World, fixing: &Fixing) -> Fixed {
    mend(Source::new(name, text), world, fixing)
}

/// As [`fix`], for a config that was read already, be it put together of several files: each fix
/// edits the files that hold what it is about. What they cannot take on without a setting of
/// theirs changing stays.
pub fn mend(source: Source, world: &World, fixing: &Fixing) -> Fixed {
    let selected = |finding: &Finding| fixing.wants(finding);
    let world = &after_moving(source.tree(), world, fixing);
    // All findings count when a pass is weighed; only the selected ones offer fixes.
    let offered = |tree: &Tree| {
        let mut findings = rules::run_keeping(tree, world, fixing.keep);
        let offers = |finding: &Finding| selected(finding) && !migrations::is_one(finding.rule);
        for finding in findings.iter_mut().filter(|finding| !offers(finding)) {
            finding.fix = None;
        }
        findings
    };
    let mut source = source;
    let (mut applied, mut passes) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let carried = migrations::carry(source, world, fixing, &selected);
        applied.extend(carried.applied);
        passes.extend(carried.passes);
        let converged = edit::converge_on(carried.tree, PASSES, fixing.allowed, &offered);
        let is_done = converged.passes.is_empty();
        applied.extend(converged.applied);
        passes.extend(converged.passes);
        let bug = carried.bug.or(converged.bug);
        if is_done || bug.is_some() {
            // What a migration would still do, if someone agreed, is to be seen.
            let left = converged.findings.iter().any(|finding| migrations::is_one(finding.rule));
            let found = |tree: &Tree| rules::run_keeping(tree, world, fixing.keep);
            let mut findings = if left { found(converged.tree.tree()) } else { converged.findings };
            converged.tree.settle(&mut findings, found);
            return Fixed {
                source: converged.tree,
                report: Report::new(findings, world.target),
                applied,
                passes,
                bug,
            };
        }
        source = converged.tree;
    }
    let findings = rules::run_keeping(source.tree(), world, fixing.keep);
    Fixed {
        report: Report::new(findings, world.target),
        source,
        applied,
        passes,
        bug: Some(Bug::NeverEnds { rules: Vec::new() }),
    }
}
