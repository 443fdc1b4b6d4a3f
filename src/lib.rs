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

pub mod edit;
pub mod effective;
pub mod finding;
pub mod redact;
pub mod rules;
pub mod schema;
pub mod syntax;
pub mod text;
pub mod world;
