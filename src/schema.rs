//! The catalog: what each release of OpenClaw accepts, as data, and the validator that walks a
//! tree along it.
//!
//! `build.rs` turns the data in `schema/` into tables; nothing is read or compiled at start-up.
//! One table of nodes serves all releases, each of which has a root of its own.

mod check;
mod describe;
mod expected;
mod fate;
mod grammar;
mod history;
mod invented;
mod json_schema;
mod moves;
mod node;
mod path;
mod pattern;
mod placeholder;
mod quote;
mod reader;
mod release;
mod roster;
mod since;
mod space;
mod suggest;
mod tables;
mod target;
mod version;
mod violation;

pub use check::{accepts, check, check_except};
pub use describe::{Answer, AnyName, Description, Takes, describe};
pub use expected::Expected;
pub(crate) use fate::alternatives;
pub use fate::{Fate, Past, Retired};
pub use grammar::{Grammar, is_model};
pub use history::{History, Period};
pub use invented::{Invented, invented};
pub use moves::{
    Earlier, Move, Replaced, Values, Whereabouts, earlier_place, moves, replaced, whereabouts,
};
pub use node::{Bounds, Node, Scalar, Types};
pub(crate) use path::steps;
pub use path::values_at;
pub use placeholder::{Resolved, Variables, resolve};
pub use quote::quote;
pub use reader::Reading;
pub use release::Release;
pub use roster::{ListFault, agent_id, list_faults};
pub use since::Since;
pub use space::trim;
pub use suggest::{is_same_word, nearest};
pub use target::{Choice, Target, UnknownTarget};
pub use violation::{Violation, ViolationKind};
