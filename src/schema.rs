//! The catalog: what each release of OpenClaw accepts, as data, and the validator that walks a
//! tree along it.

/// A release in the catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    index: u16,
}
