//! Which transport the old settings of Signal meant, for the section and each account.

use std::collections::BTreeSet;

use super::endpoint::{
    DEFAULT_HOST, DEFAULT_PORT, leads_to, local_port, normal_url, port, url_of, with_port,
};
use crate::migrations::channel_entry::ChannelEntry;
use crate::rules::Context;
use crate::syntax::{Member, Value};

/// The old settings that an account took from its section.
pub(super) const FIELDS: [&str; 9] = [
    "configPath",
    "cliPath",
    "httpUrl",
    "httpHost",
    "httpPort",
    "startupTimeoutMs",
    "receiveMode",
    "ignoreStories",
    "autoStart",
];

/// How signal-cli is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// OpenClaw starts it.
    Managed,
    /// It runs by itself.
    External,
    /// It runs in a container that speaks another language.
    Container,
}

impl Kind {
    /// Its name in a config.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Managed => "managed-native",
            Self::External => "external-native",
            Self::Container => "container",
        }
    }
}

/// A transport to write.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    pub(super) kind: Kind,
    /// Where it is reached, unless that is where it is started.
    pub(super) url: Option<String>,
    /// On which port it is started, where that has to be said.
    pub(super) port: Option<u16>,
    /// Whether nothing told it from a container.
    pub(super) is_guess: bool,
}

/// What comes of one entry.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    /// Its `transport` stays.
    Stays,
    /// It gets this one.
    Gets(Transport),
    /// Nothing: it is no account of its own, or says nothing.
    Nothing,
}

/// Why nothing can be carried over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Obstacle {
    Url,
    Host,
    Port,
    NoAccount,
}

impl Obstacle {
    /// What to do about it.
    pub(super) const fn help(self) -> &'static str {
        match self {
            Self::Url => "correct `httpUrl` first: it is no URL that OpenClaw takes",
            Self::Host => "correct `httpHost` first: it is the name of no host",
            Self::Port => "correct `httpPort` first: a port is a whole number from 1 to 65535",
            Self::NoAccount => "say the number in `account` first: a container needs to know it",
        }
    }
}

/// The section of Signal and its accounts.
#[derive(Debug)]
pub(super) struct Signal<'p, 't> {
    context: &'p Context<'t>,
    pub(super) entries: &'p [ChannelEntry<'t>],
    /// Which of them is the account `default`.
    pub(super) default: Option<usize>,
}

impl<'p, 't> Signal<'p, 't> {
    /// Looks at them; the section comes first.
    pub(super) fn of(context: &'p Context<'t>, entries: &'p [ChannelEntry<'t>]) -> Self {
        let is_default = |entry: &ChannelEntry<'_>| {
            entry.account().is_some_and(|account| account.trim().to_lowercase() == "default")
        };
        Self { context, entries, default: entries.iter().position(is_default) }
    }

    /// The value that counts for an entry: its own, or else the section's.
    pub(super) fn value(&self, at: usize, name: &str) -> Option<Value<'t>> {
        let own = self.entries.get(at)?.get(name);
        let member = own.or_else(|| self.entries.first()?.get(name));
        member.and_then(Member::value)
    }

    /// Its text without white space around it; `None` for an empty one.
    pub(super) fn text(&self, at: usize, name: &str) -> Option<String> {
        let value = self.value(at, name)?;
        let text = value.as_text()?.to_lossy().trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn number(&self, at: usize, name: &str) -> Option<f64> {
        self.value(at, name)?.as_number()
    }

    fn has_transport(&self, at: usize) -> bool {
        self.entries.get(at).is_some_and(|entry| {
            let transport = entry.at(&["transport"]);
            transport.is_some_and(|value| entry.takes(self.context, &["transport"], value))
        })
    }

    /// Whether the section is an account itself.
    fn section_is_account(&self) -> bool {
        let number = self.entries.first().and_then(|section| section.at(&["account"]));
        let named = number.and_then(Value::as_text).is_some_and(|text| !text.is_empty());
        self.entries.len() == 1 || named || self.has_transport(0)
    }

    fn is_discarded(&self, at: usize) -> bool {
        if at > 0 {
            return Some(at) == self.default && self.has_transport(0);
        }
        let default_has_own = self.default.is_some_and(|at| {
            let has_field = |name: &&str| self.entries[at].get(name).is_some();
            self.has_transport(at) || FIELDS.iter().any(has_field)
        });
        !self.section_is_account() || default_has_own
    }

    /// Whether something said that there is a Signal to speak to.
    fn was_configured(&self, at: usize) -> bool {
        ["account", "configPath", "httpUrl", "httpHost", "cliPath"]
            .iter()
            .any(|name| self.text(at, name).is_some())
            || self.number(at, "httpPort").is_some()
            || self.value(at, "autoStart").is_some_and(|value| value.as_bool().is_some())
    }

    /// What comes of each entry.
    pub(super) fn outcomes(&self) -> Result<Vec<Outcome>, Obstacle> {
        let mode = self.entries.first().and_then(|section| section.at(&["apiMode"]));
        let mode = mode.and_then(Value::as_text).map(|text| text.to_lossy().into_owned());
        let mut outcomes = Vec::new();
        for at in 0..self.entries.len() {
            outcomes.push(if self.is_discarded(at) {
                Outcome::Nothing
            } else if self.has_transport(at) {
                Outcome::Stays
            } else if self.was_configured(at) {
                Outcome::Gets(self.transport(at, mode.as_deref())?)
            } else {
                Outcome::Nothing
            });
        }
        // What the account `default` comes to is the section's.
        if let (Some(_), false, Some(section)) =
            (self.default, self.has_transport(0), outcomes.first_mut())
        {
            *section = Outcome::Nothing;
        }
        self.tell_ports_apart(&mut outcomes);
        Ok(outcomes)
    }

    fn transport(&self, at: usize, mode: Option<&str>) -> Result<Transport, Obstacle> {
        let url = self.text(at, "httpUrl");
        let written = self.value(at, "httpUrl").filter(|_| url.is_some());
        let is_variable = written.is_some_and(|value| self.context.text(value).is_none());
        let host = self.text(at, "httpHost");
        let host = host.as_deref().unwrap_or(DEFAULT_HOST);
        let number = self.value(at, "httpPort").filter(|_| url.is_none());
        let bound = match self.value(at, "httpPort").and_then(Value::as_number) {
            Some(number) => port(number).ok_or(Obstacle::Port)?,
            None if number.is_some() => return Err(Obstacle::Port),
            None => DEFAULT_PORT,
        };
        let reached = match &url {
            Some(url) if is_variable => url.clone(),
            Some(url) => normal_url(url).ok_or(Obstacle::Url)?,
            None => url_of(host, bound).ok_or(Obstacle::Host)?,
        };
        let auto_start = self.value(at, "autoStart").and_then(Value::as_bool);
        let starts = auto_start.unwrap_or(url.is_none());
        let kind = match mode {
            Some("container") => Kind::Container,
            _ if starts => Kind::Managed,
            _ => Kind::External,
        };
        if kind == Kind::Container && !self.has_number(at) {
            return Err(Obstacle::NoAccount);
        }
        let is_said = matches!(mode, Some("container" | "native"));
        let elsewhere = url.is_some() && !is_same_place(&reached, host, bound);
        Ok(Transport {
            kind,
            url: (kind != Kind::Managed || elsewhere).then_some(reached),
            port: None,
            // What OpenClaw starts itself is no container.
            is_guess: !is_said && kind == Kind::External,
        })
    }

    fn has_number(&self, at: usize) -> bool {
        let is_off = |at: usize| {
            let enabled = self.entries.get(at).and_then(|entry| entry.at(&["enabled"]));
            enabled.and_then(Value::as_bool) == Some(false)
        };
        is_off(0) || is_off(at) || self.text(at, "account").is_some()
    }

    /// Gives accounts whose signal-cli OpenClaw starts ports of their own.
    fn tell_ports_apart(&self, outcomes: &mut [Outcome]) {
        let first = match self.default {
            _ if self.has_transport(0) => Some(0),
            Some(at) => Some(at),
            None => self.section_is_account().then_some(0),
        };
        let bound = |at: usize| self.number(at, "httpPort").and_then(port).unwrap_or(DEFAULT_PORT);
        let host = |at: usize| self.text(at, "httpHost").unwrap_or_else(|| DEFAULT_HOST.to_owned());
        let mut taken = BTreeSet::new();
        for (at, outcome) in outcomes.iter().enumerate() {
            match outcome {
                Outcome::Gets(new) if new.kind == Kind::Managed => {
                    let url = new.url.as_ref().filter(|url| !leads_to(url, &host(at), bound(at)));
                    taken.extend(url.and_then(|url| local_port(url)));
                    taken.extend((Some(at) == first).then(|| bound(at)));
                }
                Outcome::Gets(new) => {
                    taken.extend(new.url.as_ref().and_then(|url| local_port(url)));
                }
                Outcome::Stays => taken.extend(self.entries.get(at).and_then(taken_by)),
                Outcome::Nothing => {}
            }
        }
        for (at, outcome) in outcomes.iter_mut().enumerate() {
            let Outcome::Gets(new) = outcome else { continue };
            if new.kind != Kind::Managed || Some(at) == first {
                continue;
            }
            let own = if taken.contains(&bound(at)) {
                (DEFAULT_PORT..=u16::MAX).find(|port| !taken.contains(port))
            } else {
                self.number(at, "httpPort").and_then(port).or(Some(DEFAULT_PORT))
            };
            let Some(own) = own else { continue };
            taken.insert(own);
            new.port = Some(own);
            if let Some(url) = new.url.take() {
                let follows = leads_to(&url, &host(at), bound(at));
                new.url = if follows { with_port(&url, own) } else { Some(url) };
            }
        }
    }
}

/// Whether a URL is the one of what is started there.
fn is_same_place(url: &str, host: &str, port: u16) -> bool {
    url_of(host, port).as_deref() == Some(url)
}

/// The port that a `transport` that stays takes on this machine.
fn taken_by(entry: &ChannelEntry<'_>) -> Option<u16> {
    let transport = entry.at(&["transport"])?;
    if transport.get("socketPath").is_some() {
        return None;
    }
    if transport.get("kind").is_some_and(|kind| kind.is_text(Kind::Managed.name())) {
        let number = transport.get("httpPort").and_then(Value::as_number);
        return number.map_or(Some(DEFAULT_PORT), port);
    }
    local_port(&transport.get("url")?.as_text()?.to_lossy())
}
