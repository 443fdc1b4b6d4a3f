//! Versions of OpenClaw: a year, a month and a number.

use std::fmt;

use super::release::Release;

/// A version, perhaps without its last parts, perhaps of a pre-release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    /// Year, month and number; the parts that are left out are the greatest there are.
    parts: [u32; 3],
    /// Whether it is the release itself; `2026.9.6-beta.1` comes before it.
    released: bool,
}

impl Version {
    /// Reads `2026.9.6`, `2026.9`, `2026.9.6-beta.1`, or `2026.1.24-3`, which is that release
    /// published again.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (numbers, again) = match text.split_once(['-', '+']) {
            Some((numbers, rest)) => (numbers, rest),
            None => (text, "0"),
        };
        let mut parts = [u32::MAX; 3];
        for (at, part) in numbers.split('.').enumerate() {
            *parts.get_mut(at)? = part.parse().ok()?;
        }
        // OpenClaw counts in years.
        if parts[0] < 2025 {
            return None;
        }
        let released = !again.is_empty() && again.bytes().all(|byte| byte.is_ascii_digit());
        Some(Self { parts, released })
    }

    /// That of a release.
    pub(super) fn of(release: Release) -> Self {
        Self::parse(release.name()).unwrap_or(Self { parts: [0; 3], released: true })
    }

    /// Whether it stands for `release`: it is that version, or leaves out parts of it.
    pub(super) fn names(&self, release: &Self) -> bool {
        let same = |(own, other): (&u32, &u32)| own == other || *own == u32::MAX;
        self.released && self.parts.iter().zip(&release.parts).all(same)
    }
}

impl fmt::Display for Version {
    /// In words that hold nothing but numbers, whatever a config says.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.released {
            f.write_str("a pre-release of ")?;
        }
        let known = self.parts.iter().filter(|part| **part != u32::MAX);
        f.write_str(&known.map(u32::to_string).collect::<Vec<_>>().join("."))
    }
}
