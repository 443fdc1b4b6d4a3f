//! What a file beside a config is, by its name (OpenClaw 2026.9.6).

use super::Time;

/// What a file beside a config is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `.bak`, `.bak.1` … `.bak.4`: what a write replaced, 0 being the last one.
    Backup(u8),
    /// `.pre-update`: the config before an update of OpenClaw.
    PreUpdate,
    /// `.last-good`: the config that the gateway last started well with.
    LastGood,
    /// `.rejected.<time>`: what a refused write would have written.
    Rejected,
    /// `.clobbered.<time>`: what stood there when OpenClaw put an older state back.
    Clobbered,
    /// `.clobber.lock`: there while a `.clobbered` file is written.
    Lock,
    /// A copy under a name that OpenClaw does not give, such as `.bak-monday`: someone else's.
    Copy,
}

/// How the names of configs end.
const NAMED: [&str; 2] = [".json", ".json5"];
/// The oldest backup that OpenClaw keeps.
const OLDEST_BACKUP: u8 = 4;

impl Kind {
    /// What `name` is beside the config `config`, and when it was made if it says so; `None` for a
    /// file that has nothing to do with it, and for the config itself.
    pub fn of(name: &str, config: &str) -> Option<(Self, Option<Time>)> {
        let rest = name.strip_prefix(config)?;
        let kind = match rest {
            ".pre-update" => Self::PreUpdate,
            ".last-good" => Self::LastGood,
            ".clobber.lock" => Self::Lock,
            ".bak" => Self::Backup(0),
            _ => {
                if let Some(stamp) = rest.strip_prefix(".rejected.") {
                    return Some((Self::Rejected, Time::from_stamp(stamp)));
                }
                if let Some(stamp) = rest.strip_prefix(".clobbered.") {
                    return Some((Self::Clobbered, clobbered_at(stamp)));
                }
                let age = rest.strip_prefix(".bak.").filter(|age| !age.starts_with(['0', '+']));
                match age.and_then(|age| age.parse().ok()) {
                    Some(age @ 1..=OLDEST_BACKUP) => Self::Backup(age),
                    _ => foreign_copy(rest)?,
                }
            }
        };
        Some((kind, None))
    }

    /// The config whose artefact a file of this name is, where OpenClaw gives such a name: what
    /// stands before the artefact's own part is a name in JSON or JSON5.
    pub fn config_of(name: &str) -> Option<&str> {
        let configs = name.rmatch_indices('.').map(|(at, _)| &name[..at]);
        let mut configs = configs.filter(|config| NAMED.iter().any(|end| config.ends_with(end)));
        configs.find(|config| Self::of(name, config).is_some_and(|(kind, _)| kind != Self::Copy))
    }

    /// Whether it holds an edit that OpenClaw did not keep.
    pub const fn is_lost_edit(self) -> bool {
        matches!(self, Self::Rejected | Self::Clobbered)
    }

    /// Its name in outputs for programs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Backup(_) => "backup",
            Self::PreUpdate => "pre-update",
            Self::LastGood => "last-good",
            Self::Rejected => "rejected",
            Self::Clobbered => "clobbered",
            Self::Lock => "lock",
            Self::Copy => "copy",
        }
    }
}

/// The time of a `.clobbered` file; where several fell on one moment, all but the first have a
/// number after it.
fn clobbered_at(stamp: &str) -> Option<Time> {
    Time::from_stamp(stamp).or_else(|| {
        let (stamp, number) = stamp.rsplit_once('-')?;
        let is_number = number.len() == 2 && number.bytes().all(|digit| digit.is_ascii_digit());
        is_number.then(|| Time::from_stamp(stamp)).flatten()
    })
}

/// Copies that people and scripts make.
fn foreign_copy(rest: &str) -> Option<Kind> {
    let marks = [".bak", ".backup", ".old", ".orig", ".save", ".rejected", ".clobbered"];
    marks.iter().any(|mark| rest.starts_with(mark)).then_some(Kind::Copy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(rest: &str) -> Option<Kind> {
        Kind::of(&format!("openclaw.json{rest}"), "openclaw.json").map(|(kind, _)| kind)
    }

    #[test]
    fn every_name_that_openclaw_gives_is_known() {
        let stamp = "2026-11-26T15-29-46-123Z";
        for (rest, expected) in [
            (".bak", Kind::Backup(0)),
            (".bak.1", Kind::Backup(1)),
            (".bak.4", Kind::Backup(4)),
            (".pre-update", Kind::PreUpdate),
            (".last-good", Kind::LastGood),
            (".clobber.lock", Kind::Lock),
            (&format!(".rejected.{stamp}"), Kind::Rejected),
            (&format!(".clobbered.{stamp}"), Kind::Clobbered),
            (&format!(".clobbered.{stamp}-07"), Kind::Clobbered),
            (".rejected.yesterday", Kind::Rejected),
            (".bak.5", Kind::Copy),
            (".bak.01", Kind::Copy),
            (".bak-monday", Kind::Copy),
            (".backup", Kind::Copy),
            (".rejected", Kind::Copy),
        ] {
            assert_eq!(kind(rest), Some(expected), "{rest}");
        }
        for rest in ["", "5", ".tmp", ".json", "-rejected.x"] {
            assert_eq!(kind(rest), None, "{rest}");
        }
    }

    #[test]
    fn the_time_of_a_numbered_one_is_that_of_its_stamp() {
        let at = |name| Kind::of(name, "o").and_then(|(_, time)| time);
        let plain = at("o.clobbered.2026-11-26T15-29-46-123Z");
        assert!(plain.is_some());
        assert_eq!(at("o.clobbered.2026-11-26T15-29-46-123Z-31"), plain);
        assert_eq!(at("o.clobbered.2026-11-26T15-29-46-123Z-3"), None);
        assert_eq!(at("o.rejected.2026-11-26T15-29-46-123Z-31"), None);
    }

    #[test]
    fn the_config_is_found_by_an_artefact_that_is_left() {
        for (name, config) in [
            ("openclaw.json.bak.2", Some("openclaw.json")),
            ("clawdbot.json.rejected.2026-11-26T15-29-46-123Z", Some("clawdbot.json")),
            ("my.bak.json.last-good", Some("my.bak.json")),
            ("openclaw.json.bak-monday", None),
            ("openclaw.json", None),
            ("notes.txt", None),
        ] {
            assert_eq!(Kind::config_of(name), config, "{name}");
        }
    }
}
