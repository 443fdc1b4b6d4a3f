//! The sandbox of an agent (OpenClaw 2026.9.6).

use super::{Scope, Setting};

/// Which sessions of an agent run in a sandbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SandboxMode {
    /// None.
    Off,
    /// All but the main one.
    NonMain,
    /// All.
    All,
}

impl SandboxMode {
    /// Its word in a config.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::NonMain => "non-main",
            Self::All => "all",
        }
    }
}

impl<'t> Scope<'_, '_, 't> {
    /// Which sessions run in a sandbox. A word of which nothing is known is taken as `all`, so that
    /// nothing is found fault with that may be right.
    pub fn sandbox_mode(&self) -> Setting<'t, SandboxMode> {
        let place = self.setting(&["sandbox", "mode"]);
        let value =
            place.map_or(SandboxMode::Off, |mode| match self.config.text(mode).as_deref() {
                Some("off") => SandboxMode::Off,
                Some("non-main") => SandboxMode::NonMain,
                _ => SandboxMode::All,
            });
        Setting { value, place }
    }

    /// Whether what runs in the sandbox may write to the agent's workspace.
    pub fn sandbox_writes_workspace(&self) -> bool {
        let access = self.setting(&["sandbox", "workspaceAccess"]);
        access.and_then(|access| self.config.text(access)).as_deref() == Some("rw")
    }
}

#[cfg(test)]
mod tests {
    use super::super::config::tests::with;
    use super::*;

    #[test]
    fn an_agent_has_the_sandbox_of_all_or_its_own() {
        let text = "{agents: {defaults: {sandbox: {mode: 'all', workspaceAccess: 'rw'}},
                     entries: {a: {sandbox: {mode: 'off'}}, b: {sandbox: {workspaceAccess: 'ro'}}}}}";
        with(text, |config| {
            let modes: Vec<_> = config.scopes().iter().map(|s| s.sandbox_mode().value).collect();
            assert_eq!(modes, [SandboxMode::All, SandboxMode::Off, SandboxMode::All]);
            let writes: Vec<_> =
                config.scopes().iter().map(Scope::sandbox_writes_workspace).collect();
            assert_eq!(writes, [true, true, false]);
        });
        with("{}", |config| {
            let mode = config.defaults().sandbox_mode();
            assert_eq!((mode.value, mode.place), (SandboxMode::Off, None));
        });
    }
}
