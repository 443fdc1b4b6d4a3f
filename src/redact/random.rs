//! Bare keys: runs of characters that nobody chose by hand.

use super::credentials::{PUBLIC_BEFORE, PUBLIC_PREFIXES};

/// The least bytes of a bare key.
pub(super) const SHORTEST: usize = 24;

/// What a run of letters and digits is made of.
#[derive(Debug, Clone, Copy, Default)]
struct Mix {
    length: usize,
    upper: usize,
    lower: usize,
    digits: usize,
    hex: usize,
    /// How often the kind changes from one character to the next.
    changes: usize,
    /// Neighbours that could have differed.
    pairs: usize,
    last: Option<u8>,
}

impl Mix {
    fn of(bytes: &[u8]) -> Self {
        let mut mix = Self::default();
        for &byte in bytes {
            mix.push(byte);
        }
        mix
    }

    fn push(&mut self, byte: u8) {
        let kind = match byte {
            b'A'..=b'Z' => {
                self.upper += 1;
                b'A'
            }
            b'a'..=b'z' => {
                self.lower += 1;
                b'a'
            }
            b'0'..=b'9' => {
                self.digits += 1;
                b'0'
            }
            _ => {
                self.last = None;
                return;
            }
        };
        self.length += 1;
        self.hex += usize::from(byte.is_ascii_hexdigit());
        if let Some(last) = self.last {
            self.pairs += 1;
            self.changes += usize::from(last != kind);
        }
        self.last = Some(kind);
    }

    const fn kinds(self) -> usize {
        (self.upper > 0) as usize + (self.lower > 0) as usize + (self.digits > 0) as usize
    }

    /// Whether the kind changes at least `percent` times in a hundred. Words and camelCase stay
    /// under 35, random base62 lies about 62 and random base36 about 40.
    const fn changes_over(self, percent: usize) -> bool {
        self.changes * 100 >= self.pairs * percent
    }

    /// A run without separators that nobody chose.
    const fn is_random(self) -> bool {
        let hex = self.length >= 32 && self.hex == self.length && self.digits > 0;
        let three = self.length >= 24 && self.kinds() == 3 && self.changes_over(38);
        let two = self.length >= 24
            && self.kinds() == 2
            && self.digits >= 4
            && self.digits < self.length
            && self.changes_over(25);
        hex || three || two
    }
}

/// Whether `run`, letters and digits with `-` and `_`, is a bare key. `before` is what stands in
/// front of it.
pub(super) fn is_bare_key(run: &str, before: &str) -> bool {
    if run.len() < SHORTEST || is_public(run, before) {
        return false;
    }
    let mut whole = Mix::default();
    let mut longest = Mix::default();
    for part in run.as_bytes().split(|byte| matches!(byte, b'-' | b'_')) {
        let mix = Mix::of(part);
        if mix.is_random() {
            return true;
        }
        if mix.length > longest.length {
            longest = mix;
        }
        whole.length += mix.length;
        whole.upper += mix.upper;
        whole.lower += mix.lower;
        whole.digits += mix.digits;
    }
    // Base64url: a long part that looks random among shorter ones.
    whole.length >= 24 && whole.kinds() == 3 && longest.length >= 12 && longest.changes_over(40)
}

/// Whether `run`, which may hold `+` and `/` too, is a key in base64; a path is not.
pub(super) fn is_base64_key(run: &str) -> bool {
    if run.len() < 32 {
        return false;
    }
    let mix = Mix::of(run.as_bytes());
    let parts = run.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
    let longest = parts.map(<[u8]>::len).max().unwrap_or_default();
    mix.kinds() == 3 && mix.changes_over(45) && longest >= 10
}

/// Whether `run` looks random and is public all the same.
pub(super) fn is_public(run: &str, before: &str) -> bool {
    let all_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    // A commit: `owner/repo#0123…`, `pkg@0123…`.
    let commit = run.len() == 40 && before.ends_with(['#', '@']) && all_hex(run);
    // LINE's ids of users, rooms and groups.
    let line = run.len() == 33 && run.starts_with(['U', 'R', 'C']) && all_hex(&run[1..]);
    // Feishu's ids of users, chats, messages and apps.
    let feishu = run.split_once('_').is_some_and(|(kind, id)| {
        matches!(kind, "oc" | "om" | "on" | "ou") && id.len() == 32 && all_hex(id)
    });
    // Teams' ids of conversations.
    let teams = run.len() == 32 && before.ends_with("19:");
    commit
        || feishu
        || line
        || teams
        || PUBLIC_BEFORE.iter().any(|prefix| before.ends_with(prefix))
        || PUBLIC_PREFIXES.iter().any(|prefix| run.starts_with(prefix))
}
