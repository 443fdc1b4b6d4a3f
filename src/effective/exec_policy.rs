//! Whether commands may run: `mode`, and the two older words it stands for.

/// What `security` and `ask` of an object with commands say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExecPolicy {
    /// What may run: `deny`, `allowlist` or `full`.
    pub security: &'static str,
    /// When a person is asked: `off`, `on-miss` or `always`.
    pub ask: &'static str,
}

impl ExecPolicy {
    /// The words that a mode stands for (OpenClaw 2026.9.6); `None` for what is no mode.
    pub fn of_mode(mode: &str) -> Option<Self> {
        let (security, ask) = match mode {
            "deny" => ("deny", "off"),
            "allowlist" => ("allowlist", "off"),
            "ask" | "auto" => ("allowlist", "on-miss"),
            "full" => ("full", "off"),
            _ => return None,
        };
        Some(Self { security, ask })
    }

    /// The policy of two words; `None` if one of them is not known.
    pub fn new(security: &str, ask: &str) -> Option<Self> {
        Some(Self { security: Self::security(security)?, ask: Self::ask(ask)? })
    }

    /// The word, if it says what may run.
    pub fn security(word: &str) -> Option<&'static str> {
        ["deny", "allowlist", "full"].into_iter().find(|known| *known == word)
    }

    /// The word, if it says when a person is asked.
    pub fn ask(word: &str) -> Option<&'static str> {
        ["on-miss", "always", "off"].into_iter().find(|known| *known == word)
    }

    /// The mode that says exactly the same (OpenClaw 2026.9.6), if there is one.
    pub fn mode(self) -> Option<&'static str> {
        match (self.security, self.ask) {
            ("deny", "off" | "on-miss") => Some("deny"),
            ("allowlist", "off") => Some("allowlist"),
            ("allowlist", "on-miss") => Some("ask"),
            ("full", "off") => Some("full"),
            _ => None,
        }
    }
}
