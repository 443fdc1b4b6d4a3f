//! Which release a config is judged against.

use std::fmt;

use super::release::Release;
use super::version::Version;
use crate::syntax::Tree;

/// What `--target` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// This release, whatever a config says.
    Release(Release),
    /// The release that last wrote the config; the newest where none is named.
    Auto,
}

/// A release, and how well it answers to what was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// The release to judge against.
    pub release: Release,
    /// Whether it stands in for one that the catalog does not have.
    pub stands_in: bool,
}

/// What is not a release, `latest` or `auto`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTarget(String);

impl fmt::Display for UnknownTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let newest = Release::LATEST;
        write!(
            f,
            "`{}` is no OpenClaw release; write one like {newest}, `latest` or `auto`",
            self.0
        )
    }
}

impl std::error::Error for UnknownTarget {}

impl Target {
    /// Reads `latest`, `auto` or a release: `2026.9.6`, `v2026.9.6`, `openclaw@2026.9.6`,
    /// `clawdbot@2026.1.24`, or `2026.9` for the newest of that month. The second answer says
    /// whether the release stands in for one that the catalog does not have.
    ///
    /// # Errors
    /// When it is none of these.
    pub fn parse(words: &str) -> Result<(Self, bool), UnknownTarget> {
        match words {
            "latest" => Ok((Self::Release(Release::LATEST), false)),
            "auto" => Ok((Self::Auto, false)),
            name => {
                let choice = Choice::of(name).ok_or_else(|| UnknownTarget(name.to_owned()))?;
                Ok((Self::Release(choice.release), choice.stands_in))
            }
        }
    }

    /// The release to judge a config against.
    pub fn release_for(self, tree: &Tree) -> Release {
        match self {
            Self::Release(release) => release,
            Self::Auto => last_touched(tree)
                .and_then(|name| Choice::of(&name))
                .map_or(Release::LATEST, |choice| choice.release),
        }
    }

    /// Says, where the config decides, which release it comes to and why: one sentence without a
    /// full stop.
    pub fn reason(self, tree: &Tree) -> Option<String> {
        if self != Self::Auto {
            return None;
        }
        let newest = Release::LATEST;
        Some(match last_touched(tree) {
            None => {
                format!("judged against {newest}, the latest; it has no `meta.lastTouchedVersion`")
            }
            Some(name) => match (Choice::of(&name), read(&name)) {
                (Some(Choice { release, stands_in: false }), _) => {
                    format!("judged against {release}, which last wrote it")
                }
                (Some(Choice { release, .. }), Some(version)) => format!(
                    "judged against {release}; it was last written by {version}, which the catalog does not have"
                ),
                _ => format!(
                    "judged against {newest}, the latest; its `meta.lastTouchedVersion` is no release"
                ),
            },
        })
    }
}

impl Choice {
    /// The release of that name, or of that month the newest. A version that the catalog does not
    /// have gets the newest one before it, or the oldest there is. `None` for what is no version.
    pub fn of(name: &str) -> Option<Self> {
        let wanted = read(name)?;
        let exact = Release::all().rev().find(|release| wanted.names(&Version::of(*release)));
        if let Some(release) = exact {
            return Some(Self { release, stands_in: false });
        }
        let older = Release::all().rev().find(|release| Version::of(*release) < wanted);
        let release = older.or_else(|| Release::all().next())?;
        Some(Self { release, stands_in: true })
    }
}

/// The version that a name means, with or without the package's.
fn read(name: &str) -> Option<Version> {
    let name = name.trim();
    let packages = ["openclaw@", "clawdbot@", "moltbot@", "v"];
    let bare = packages.iter().find_map(|before| name.strip_prefix(before)).unwrap_or(name);
    Version::parse(bare)
}

/// What `meta.lastTouchedVersion` says.
fn last_touched(tree: &Tree) -> Option<String> {
    let text = tree.root()?.at(&["meta", "lastTouchedVersion"])?.as_text()?;
    Some(text.to_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_to_releases() {
        let cases = [
            ("2026.9.6", "2026.9.6", false),
            ("v2026.9.6", "2026.9.6", false),
            ("openclaw@2026.7.1", "2026.7.1", false),
            ("clawdbot@2026.1.24", "2026.1.24", false),
            // A package that was published again.
            ("2026.1.24-3", "2026.1.24", false),
            ("2026.8", "2026.8.2", false),
            ("2026.3", "2026.3.31", false),
            // A pre-release comes before its release.
            ("2026.9.6-beta.2", "2026.9.5", true),
            ("2026.9.7-beta.1", "2026.9.6", true),
            ("2027.1.1", "2026.9.6", true),
            ("2026.10", "2026.9.6", true),
            ("2026.4.10", "2026.4.9", true),
            ("2025.12.31", "2026.1.24", true),
        ];
        for (name, release, stands_in) in cases {
            let choice = Choice::of(name).unwrap_or_else(|| panic!("{name} is a version"));
            assert_eq!((choice.release.name(), choice.stands_in), (release, stands_in), "{name}");
        }
        for name in
            ["", "v", "newest", "1.x", "2026.", "1.2.3", "2026.9.6.1", "99999999999999999999"]
        {
            assert_eq!(Choice::of(name), None, "{name}");
        }
    }
}
