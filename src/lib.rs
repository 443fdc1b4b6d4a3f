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
pub mod redact;
pub mod report;
pub mod rules;
pub mod schema;
pub mod source;
pub mod syntax;
pub mod text;
pub mod world;

use report::Report;
use rules::Context;
use source::Source;
use world::World;

/// Says what OpenClaw of the target release would do with a config. Pure: the same config and
/// world give the same report.
pub fn check(source: &Source, world: &World) -> Report {
    let context = Context { tree: source.tree(), world };
    Report::new(rules::run(&context), world.target)
}
