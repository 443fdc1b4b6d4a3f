//! Since when OpenClaw makes a check that its schema does not say.

use super::release::Release;

/// The first release that makes a check, and how that was found out.
///
/// A release is *asked* by running its own validator over a config that the check is about, whose
/// keys its schema takes; `cargo xtask conformance RELEASE` asks about every rule's examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Since {
    first: &'static str,
    is_known: bool,
}

impl Since {
    /// `first` makes the check, and the release before it takes what the check refuses or lacks the
    /// keys: both were asked. The catalog's oldest release has none before it.
    pub const fn known(first: &'static str) -> Self {
        Self { first, is_known: true }
    }

    /// `first` makes the check; what the releases before it do was not found out, and they are taken
    /// not to make it.
    pub const fn assumed(first: &'static str) -> Self {
        Self { first, is_known: false }
    }

    /// Whether `release` makes the check.
    pub fn holds_in(self, release: Release) -> bool {
        release.is_since(self.first)
    }

    /// The first release that makes it.
    pub fn first(self) -> &'static str {
        self.first
    }

    /// Whether the releases were asked on both sides of the first.
    pub fn is_known(self) -> bool {
        self.is_known
    }
}
