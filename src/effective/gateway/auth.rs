//! How the gateway tells its clients from strangers.

use super::{Gateway, Tailscale, Word};
use crate::effective::Credential;
use crate::syntax::Value;
use crate::world::Variable;

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

    /// What clients have to know.
    pub const fn secret(self) -> Option<Secret> {
        match self {
            Self::Token => Some(Secret::Token),
            Self::Password => Some(Secret::Password),
            Self::None | Self::TrustedProxy => None,
        }
    }
}

/// A secret that the gateway shares with its clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// `gateway.auth.token`.
    Token,
    /// `gateway.auth.password`.
    Password,
}

impl Secret {
    /// Its name below `gateway.auth` and `gateway.remote`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Password => "password",
        }
    }

    /// The variable that OpenClaw reads where the config says nothing.
    pub const fn variable(self) -> &'static str {
        match self {
            Self::Token => "OPENCLAW_GATEWAY_TOKEN",
            Self::Password => "OPENCLAW_GATEWAY_PASSWORD",
        }
    }

    /// The placeholder that OpenClaw's own documentation uses.
    pub const fn placeholder(self) -> &'static str {
        match self {
            Self::Token => "${OPENCLAW_GATEWAY_TOKEN}",
            Self::Password => "${OPENCLAW_GATEWAY_PASSWORD}",
        }
    }
}

impl<'t> Gateway<'t> {
    /// The credential at a path below `gateway`.
    pub fn credential(&self, path: &[&str]) -> Credential<'t> {
        Credential::of(self.at(path), &self.variables)
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
            let has_password = self.in_force(Secret::Password).has_text();
            if has_password { AuthMode::Password } else { AuthMode::Token }
        })
    }

    /// The secret that counts: the gateway's own, else the one in its variable, else the one that
    /// is meant for clients. A password for clients does not stand in where a proxy vouches.
    pub fn in_force(&self, secret: Secret) -> Credential<'t> {
        let own = self.credential(&["auth", secret.word()]);
        if own.is_configured() {
            return own;
        }
        if let Some(text) = self.set_variable(secret) {
            return Credential::Variable(text);
        }
        self.of_clients(secret).unwrap_or(own)
    }

    /// The secret that is meant for clients, where it stands in for the gateway's own.
    fn of_clients(&self, secret: Secret) -> Option<Credential<'t>> {
        let lends =
            secret == Secret::Token || self.explicit_auth_mode() != Some(AuthMode::TrustedProxy);
        Some(self.credential(&["remote", secret.word()])).filter(|it| lends && it.has_text())
    }

    /// What the secret's own variable is known to hold.
    fn set_variable(&self, secret: Secret) -> Option<String> {
        match self.variables.get(secret.variable()) {
            Variable::Set(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
            Variable::Unset | Variable::Unknown => None,
        }
    }

    /// The secret that clients have to know and what is known of it, where the audit looks at its
    /// text: not where the gateway's own is a reference, or a placeholder that is not set.
    pub fn audited_secret(&self) -> Option<(Secret, Credential<'t>)> {
        let secret = self.auth_mode().secret()?;
        match self.credential(&["auth", secret.word()]) {
            Credential::Unset(_) | Credential::Reference(_) => None,
            _ => Some((secret, self.in_force(secret))),
        }
    }

    /// Whether the audit takes the gateway as having authentication: for the chosen mode, or any
    /// when none is chosen. `gateway.remote.token` alone counts here, though not at start.
    pub fn audit_has_auth(&self) -> bool {
        let mode = self.explicit_auth_mode();
        let own_password = self.credential(&["auth", "password"]);
        let is_set = |secret| self.set_variable(secret).is_some();

        let has_token = self.credential(&["auth", "token"]).is_configured()
            || self.credential(&["remote", "token"]).is_configured()
            || is_set(Secret::Token);
        // A `$VAR` that is not set lets the clients' password stand in; a `${VAR}` does not.
        let unset = matches!(own_password, Credential::Unset(_))
            && own_password.audited_as_written().is_none();
        let text = !unset && self.in_force(Secret::Password).has_text();
        let counts = mode == Some(AuthMode::Password) || (mode.is_none() && !has_token);
        let has_password =
            text || (counts && (own_password.is_configured() || is_set(Secret::Password)));
        match mode {
            Some(AuthMode::None) => false,
            Some(AuthMode::Token) => has_token,
            Some(AuthMode::Password) => has_password,
            Some(AuthMode::TrustedProxy) => true,
            None => has_token || has_password,
        }
    }

    /// Whether the audit takes a gateway on loopback as having authentication: as
    /// [`Gateway::audit_has_auth`], or Tailscale Serve says who comes.
    pub fn audit_has_loopback_auth(&self) -> bool {
        let is_served = self.tailscale() == Tailscale::Serve;
        let written = self.at(&["auth", "allowTailscale"]).and_then(Value::as_bool);
        let allows = written.unwrap_or_else(|| {
            !matches!(self.auth_mode(), AuthMode::Password | AuthMode::TrustedProxy)
        });
        self.audit_has_auth() || (is_served && allows)
    }

    /// Whether the audit takes the HTTP endpoints as asking for something: the text of the secret
    /// itself has to be there.
    pub fn audit_has_http_auth(&self) -> bool {
        let Some(secret) = self.auth_mode().secret() else {
            return self.auth_mode() == AuthMode::TrustedProxy;
        };
        match self.in_force(secret) {
            // What leads nowhere is left out before the audit looks.
            Credential::Reference(_) => {
                self.is_environment_unknown() || self.of_clients(secret).is_some()
            }
            other => other.has_text(),
        }
    }

    fn is_environment_unknown(&self) -> bool {
        self.variables.get(Secret::Token.variable()) == Variable::Unknown
    }

    /// Whether a secret may be in a variable of which nothing is known. Where authentication is
    /// switched off, none counts.
    pub fn may_have_unwritten_auth(&self) -> bool {
        self.is_environment_unknown() && self.explicit_auth_mode() != Some(AuthMode::None)
    }

    /// Whether the gateway, when it starts, finds the secret that its mode asks for, or a proxy
    /// that vouches. Unlike the audit it counts a placeholder whose variable is not set: it then
    /// makes up a token for the run.
    pub fn start_has_auth(&self) -> bool {
        let Some(secret) = self.auth_mode().secret() else {
            return self.auth_mode() == AuthMode::TrustedProxy;
        };
        let own = self.credential(&["auth", secret.word()]);
        own.is_configured()
            || matches!(own, Credential::Unset(_))
            || self.set_variable(secret).is_some()
            || self.credential(&["remote", secret.word()]).has_text()
    }
}
