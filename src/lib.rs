//! clawtidy reads an OpenClaw config where it lies, says what OpenClaw of a chosen release would
//! do with it, shows the place, and mends it without losing a comment.
//!
//! The rooms, each of which knows only those above it:
//!
//! | room | what it owes |
//! | --- | --- |
//! | [`text`] | spans in bytes; lines and columns at the edge |
//! | [`syntax`] | text to a lossless tree of JSON5 |
//! | [`finding`] | the words every room shares |
//! | [`edit`] | structural requests in, text edits out |
//! | [`plugins`] | the plugins that OpenClaw knows, and what a config says of them |
//! | [`schema`] | what each release accepts; the validator |
//! | [`world`] | what a config is judged against |
//! | [`effective`] | the config as OpenClaw acts on it: defaults, credentials |
//! | [`rules`] | one file a rule |
//! | [`redact`] | secrets stay out of every output |
//! | [`source`] | a config as it was read |
//! | [`report`] | the one gate between rules and output |
//! | [`files`] | finding, reading and writing configs |
//! | [`output`] | one file a format |
//! | [`cli`] | the command line |

pub mod cli;
pub mod edit;
pub mod effective;
pub mod files;
pub mod finding;
pub mod output;
pub mod plugins;
pub mod redact;
pub mod report;
pub mod rules;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod text;
pub mod world;

use edit::{Bug, Change};
use finding::{Edit, Safety};
use report::{Compat, Report, Selection};
use schema::Release;
use source::Source;
use syntax::Tree;
use world::World;

/// Says what OpenClaw of the target release would do with a config. Pure: the same config and
/// world give the same report.
pub fn check(source: &Source, world: &World) -> Report {
    Report::new(rules::run(source.tree(), world), world.target)
}

/// Says which releases of the catalog accept a config, and what the others reject it for.
/// `world` says what it is judged against besides. Pure as [`check`] is.
pub fn compat(source: &Source, world: &World) -> Compat {
    let mut world = world.clone();
    Compat::new(Release::all().map(|release| {
        world.target = release;
        check(source, &world)
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

/// How often a config is checked again at most; fixes uncover others, and end long before this.
const PASSES: usize = 10;

/// Applies the fixes at least as safe as `allowed` that the selected findings of a config offer,
/// until they offer none. `name` is what output calls the config. Pure as [`check`] is.
pub fn fix(
    name: &str,
    text: String,
    world: &World,
    selection: &Selection,
    allowed: Safety,
) -> Fixed {
    // All findings count when a pass is weighed; only the selected ones offer fixes.
    let offered = |tree: &Tree| {
        let mut findings = rules::run(tree, world);
        for finding in findings.iter_mut().filter(|finding| !selection.contains(finding)) {
            finding.fix = None;
        }
        findings
    };
    let converged = edit::converge(text, PASSES, allowed, offered);
    Fixed {
        source: Source::from_tree(name, converged.tree),
        report: Report::new(converged.findings, world.target),
        applied: converged.applied,
        passes: converged.passes,
        bug: converged.bug,
    }
}
