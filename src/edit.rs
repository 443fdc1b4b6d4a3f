//! Structural requests in, text edits out.
//!
//! A rule says what should change ([`Plan`]: remove, rename, replace, insert, move, comment out)
//! and never writes a comma, quote, indent or line end itself: those follow from how the author
//! wrote the neighbours. What nobody asked to change is not touched, byte for byte; comments stay,
//! and those of a member travel with it.
//!
//! [`apply()`] is the one applier of fixes, [`converge()`] the loop around it.

mod adopt;
mod apply;
mod carried;
mod converge;
mod deed;
mod draft;
mod gap;
mod ground;
mod keyed;
mod layout;
mod merge;
mod names;
mod out;
mod path;
mod plan;
mod quote;
mod region;
mod remark;
mod seam;
mod style;
mod verbatim;
mod weave;
mod write;

pub use apply::{Application, apply};
pub(crate) use converge::change;
pub use converge::{Bug, Change, Converged, converge, converge_on};
pub use draft::New;
pub use ground::{Ground, Unfit};
pub(crate) use ground::{Passed, difference};
pub use plan::{Keep, Plan, Planner, Refusal, Where};
pub(crate) use quote::{is_identifier, quoted};
pub(crate) use remark::{at_left, comments_of};
pub use style::is_strict_json;
