//! Two configs compared by what they set: key by key, wherever a release put a setting, and item by
//! item where the items of a list are things of their own.

mod canonical;
mod identity;
mod lists;
mod place;

pub use canonical::canonical;
pub use identity::identity;
pub use lists::{Order, order};
