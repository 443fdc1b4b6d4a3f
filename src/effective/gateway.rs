//! The gateway: where it listens, and who may talk to it (OpenClaw 2026.9.6).

use std::net::Ipv4Addr;

use super::Credential;
use crate::syntax::{Tree, Value};
use crate::world::{Environment, Resolved, resolve};

/// Which addresses the gateway listens on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bind {
    /// This machine only.
    Loopback,
    /// Loopback outside of containers, every interface within.
    Auto,
    /// Every interface.
    Lan,
    /// The tailnet's address.
    Tailnet,
    /// The address in `customBindHost`, if it is one.
    Custom(Option<Ipv4Addr>),
    /// A word that OpenClaw does not know, or one that is not known here.
    Other,
}

/// How clients prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuthMode {
    /// They need not.
    None,
    /// By a token.
    Token,
    /// By a password.
    Password,
    /// A proxy in front vouches for them.
    TrustedProxy,
}

impl AuthMode {
    /// Its word in a config.
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Token => "token",
            Self::Password => "password",
            Self::TrustedProxy => "trusted-proxy",
        }
    }
}

/// What Tailscale does with the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tailscale {
    /// Nothing.
    Off,
    /// It is served to the tailnet.
    Serve,
    /// It is served to the internet.
    Funnel,
}

/// The gateway's section with defaults filled in.
#[derive(Debug)]
pub struct Gateway<'t> {
    section: Option<Value<'t>>,
    environment: &'t Environment,
    /// Whether parts of it may come from a file that is included here.
    pub has_includes: bool,
}

impl<'t> Gateway<'t> {
    /// The gateway of a config.
    pub fn of(tree: &'t Tree, environment: &'t Environment) -> Self {
        let section = tree.root().and_then(|root| root.get("gateway"));
        let included = |value: Option<Value<'_>>| value.and_then(|v| v.get("$include")).is_some();
        let auth = section.and_then(|section| section.get("auth"));
        let has_includes = included(tree.root()) || included(section) || included(auth);
        Self { section, environment, has_includes }
    }

    /// What the author wrote at a path below `gateway`.
    pub fn at(&self, path: &[&str]) -> Option<Value<'t>> {
        self.section?.at(path)
    }

    /// The `gateway` section itself.
    pub fn section(&self) -> Option<Value<'t>> {
        self.section
    }

    /// Whether this machine is a client of a gateway elsewhere, so that none starts here.
    pub fn is_remote(&self) -> bool {
        matches!(self.word(&["mode"]), Some(Word::Known(word)) if word == "remote")
    }

    /// The word at a path below `gateway`: `None` when nothing or no string is there.
    fn word(&self, path: &[&str]) -> Option<Word> {
        let text = self.at(path)?.as_text()?;
        Some(match resolve(&text.to_lossy(), self.environment) {
            Resolved::Text(text) => Word::Known(text.into_owned()),
            Resolved::Unset => Word::Known(text.to_lossy().into_owned()),
            Resolved::Unknown => Word::Unknown,
        })
    }

    /// Where it listens; loopback unless the config says otherwise.
    pub fn bind(&self) -> Bind {
        match self.word(&["bind"]) {
            None => Bind::Loopback,
            Some(Word::Unknown) => Bind::Other,
            Some(Word::Known(word)) => match word.as_str() {
                "loopback" => Bind::Loopback,
                "auto" => Bind::Auto,
                "lan" => Bind::Lan,
                "tailnet" => Bind::Tailnet,
                "custom" => Bind::Custom(match self.word(&["customBindHost"]) {
                    Some(Word::Known(host)) => host.trim().parse().ok(),
                    _ => None,
                }),
                _ => Bind::Other,
            },
        }
    }

    /// What Tailscale does with it; nothing unless the config says otherwise.
    pub fn tailscale(&self) -> Tailscale {
        match self.word(&["tailscale", "mode"]) {
            Some(Word::Known(word)) if word == "serve" => Tailscale::Serve,
            Some(Word::Known(word)) if word == "funnel" => Tailscale::Funnel,
            _ => Tailscale::Off,
        }
    }

    /// The credential at a path below `gateway`.
    pub fn credential(&self, path: &[&str]) -> Credential<'t> {
        Credential::of(self.at(path), self.environment)
    }

    /// The mode that the author chose.
    pub fn explicit_auth_mode(&self) -> Option<AuthMode> {
        match self.word(&["auth", "mode"])? {
            Word::Known(word) => match word.as_str() {
                "none" => Some(AuthMode::None),
                "token" => Some(AuthMode::Token),
                "password" => Some(AuthMode::Password),
                "trusted-proxy" => Some(AuthMode::TrustedProxy),
                _ => None,
            },
            Word::Unknown => None,
        }
    }

    /// The mode in force: the chosen one, else `password` if there is one, else `token`.
    pub fn auth_mode(&self) -> AuthMode {
        self.explicit_auth_mode().unwrap_or_else(|| {
            let password = self.credential(&["auth", "password"]).has_text()
                || self.credential(&["remote", "password"]).has_text();
            if password { AuthMode::Password } else { AuthMode::Token }
        })
    }

    /// Whether the audit takes the gateway as having authentication: for the chosen mode, or any
    /// when none is chosen. `gateway.remote.token` alone counts here, though not at start.
    pub fn audit_has_auth(&self) -> bool {
        let token = self.credential(&["auth", "token"]);
        let remote_token = self.credential(&["remote", "token"]);
        let password = self.credential(&["auth", "password"]);
        let remote_password = self.credential(&["remote", "password"]);
        let mode = self.explicit_auth_mode();

        let local_reference = matches!(token, Credential::Reference(_));
        let has_token = token.is_configured() || (!local_reference && remote_token.is_configured());
        let resolved_password = match &password {
            Credential::Reference(_) => false,
            own => {
                own.has_text()
                    || (mode != Some(AuthMode::TrustedProxy) && remote_password.has_text())
            }
        };
        let password_counts = mode == Some(AuthMode::Password) || (mode.is_none() && !has_token);
        let has_password = resolved_password || (password_counts && password.is_configured());
        match mode {
            Some(AuthMode::None) => false,
            Some(AuthMode::Token) => has_token,
            Some(AuthMode::Password) => has_password,
            Some(AuthMode::TrustedProxy) => true,
            None => has_token || has_password,
        }
    }

    /// Whether the gateway, when it starts, finds the secret that its mode asks for, or a proxy
    /// that vouches. Unlike the audit it counts a placeholder whose variable is not set: it then
    /// makes up a token for the run.
    pub fn start_has_auth(&self) -> bool {
        let mode = self.auth_mode();
        let configured = |local: &[&str], remote: &[&str]| {
            let local = self.credential(local);
            local.is_configured()
                || matches!(local, Credential::Unset(_))
                || self.credential(remote).has_text()
        };
        match mode {
            AuthMode::None => false,
            AuthMode::Token => configured(&["auth", "token"], &["remote", "token"]),
            AuthMode::Password => configured(&["auth", "password"], &["remote", "password"]),
            AuthMode::TrustedProxy => true,
        }
    }
}

/// A word of the config.
enum Word {
    Known(String),
    /// A placeholder in an environment that is not known.
    Unknown,
}
