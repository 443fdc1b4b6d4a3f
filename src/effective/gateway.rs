//! The gateway: where it listens, and who may talk to it (OpenClaw 2026.9.6).

mod auth;

use std::net::Ipv4Addr;

pub use auth::{AuthMode, Secret};

use crate::schema::Variables;
use crate::syntax::{Tree, Value};
use crate::world::{Environment, Resolved, resolve_with};

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
    variables: Variables<'t>,
    /// Whether parts of it may come from a file that is included here.
    pub has_includes: bool,
}

impl<'t> Gateway<'t> {
    /// The gateway of a config.
    pub fn of(tree: &'t Tree, environment: &'t Environment) -> Self {
        let section = tree.root().and_then(|root| root.get("gateway"));
        // An empty list includes nothing.
        let some = |it: Value<'_>| it.as_array().is_none_or(|list| list.items().next().is_some());
        let included =
            |value: Option<Value<'_>>| value.and_then(|v| v.get("$include")).is_some_and(some);
        let auth = section.and_then(|section| section.get("auth"));
        let has_includes = included(tree.root()) || included(section) || included(auth);
        let variables = Variables::of_tree(tree, environment);
        Self { section, variables, has_includes }
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
        Some(match resolve_with(&text.to_lossy(), |name| self.variables.get(name)) {
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

    /// What makes it listen on more than this machine, if something is known to.
    pub fn beyond_loopback(&self) -> Option<Value<'t>> {
        match self.bind() {
            Bind::Loopback | Bind::Other => None,
            Bind::Auto | Bind::Lan | Bind::Tailnet | Bind::Custom(_) => self.at(&["bind"]),
        }
    }

    /// What lets other machines reach it: where it listens, or Tailscale in front of it.
    pub fn exposure(&self) -> Option<Value<'t>> {
        self.beyond_loopback().or_else(|| match self.tailscale() {
            Tailscale::Off => None,
            Tailscale::Serve | Tailscale::Funnel => self.at(&["tailscale", "mode"]),
        })
    }

    /// Whether it shows its Control UI: yes, unless the config says otherwise.
    pub fn has_control_ui(&self) -> bool {
        self.at(&["controlUi", "enabled"]).and_then(Value::as_bool) != Some(false)
    }

    /// The items of the list at a path below `gateway`.
    pub fn items(&self, path: &[&str]) -> Vec<Value<'t>> {
        let list = self.at(path).and_then(Value::as_array);
        list.map(|list| list.items().collect()).unwrap_or_default()
    }
}

/// A word of the config.
enum Word {
    Known(String),
    /// A placeholder in an environment that is not known.
    Unknown,
}
