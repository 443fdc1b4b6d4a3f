//! Writing the transports that the old settings of Signal meant.

use super::decision::{FIELDS, Kind, Outcome, Signal, Transport};
use crate::edit::{New, Plan, Refusal};
use crate::migrations::channel_entry::ChannelEntry;
use crate::syntax::{Member, Value};

/// The fields of a transport that OpenClaw starts, besides its URL.
const MANAGED: [&str; 7] = [
    "configPath",
    "cliPath",
    "httpHost",
    "httpPort",
    "startupTimeoutMs",
    "receiveMode",
    "ignoreStories",
];

/// Carries the settings of the section and of all accounts over.
pub(super) fn carry<'t>(
    plan: &mut Plan<'t>,
    signal: &Signal<'_, 't>,
    outcomes: &[Outcome],
) -> Result<(), Refusal> {
    // The section's come last: accounts copy from it.
    for (at, outcome) in outcomes.iter().enumerate().rev() {
        let entry = &signal.entries[at];
        // The transport of the account `default` is the section's.
        let is_default = Some(at) == signal.default;
        let place = if is_default { &signal.entries[0] } else { entry };
        if let (true, Some(own)) = (is_default, entry.get("transport")) {
            plan.carry_over(own, &place.below(&["transport"]))?;
        }
        let mut moved = Vec::new();
        if let Outcome::Gets(transport) = outcome {
            moved = write(plan, signal, (at, place), transport)?;
        }
        for member in FIELDS.into_iter().filter_map(|name| entry.get(name)) {
            if !moved.contains(&member) {
                plan.retire(member, reason(signal, at, outcome, member))?;
            }
        }
    }
    match signal.entries.first().and_then(|section| section.get("apiMode")) {
        Some(mode) => plan.retire(mode, "said by the `kind` of each `transport`"),
        None => Ok(()),
    }
}

/// Why a setting has no place any more.
fn reason(
    signal: &Signal<'_, '_>,
    at: usize,
    outcome: &Outcome,
    member: Member<'_>,
) -> &'static str {
    match outcome {
        Outcome::Stays => "`transport` is set already",
        Outcome::Gets(_) if member.is_named("autoStart") => "said by the `kind` of `transport`",
        Outcome::Gets(transport) if transport.kind == Kind::Managed => {
            "said by the rest of `transport`"
        }
        Outcome::Gets(_) => "of no use where OpenClaw does not start signal-cli",
        Outcome::Nothing if at == 0 && signal.entries.len() > 1 => "said by the accounts",
        Outcome::Nothing => "there is no account that it is for",
    }
}

/// Writes a transport at its place; gives the settings of the entry that moved into it.
fn write<'t>(
    plan: &mut Plan<'t>,
    signal: &Signal<'_, 't>,
    (at, place): (usize, &ChannelEntry<'t>),
    transport: &Transport,
) -> Result<Vec<Member<'t>>, Refusal> {
    let entry = &signal.entries[at];
    let mut moved = Vec::new();
    // Without a value that fits, what stands there made no transport.
    if let Some(broken) = place.get("transport") {
        plan.retire(broken, "no transport that OpenClaw takes")?;
    }
    plan.set(&place.below(&["transport", "kind"]), transport.kind.name())?;
    let mut put = |name: &str, to: &str, new: Option<New<'t>>| -> Result<(), Refusal> {
        let to = place.below(&["transport", to]);
        match (entry.get(name), new) {
            (Some(own), new) => {
                if let Some((value, new)) = own.value().zip(new) {
                    plan.replace(value, new);
                }
                moved.push(own);
                plan.move_path(own, &to)
            }
            (None, Some(new)) => plan.set(&to, new),
            (None, None) => match signal.value(at, name) {
                Some(inherited) => plan.set(&to, inherited),
                None => Ok(()),
            },
        }
    };
    if transport.kind == Kind::Managed {
        for name in MANAGED {
            let value = signal.value(at, name).filter(|value| is_usable(signal, at, name, *value));
            let new = match name {
                "httpPort" => transport.port.map(|port| New::from(f64::from(port))),
                _ => None,
            };
            let new =
                new.filter(|_| value.and_then(Value::as_number) != transport.port.map(f64::from));
            if value.is_some() || new.is_some() {
                put(name, name, new.or_else(|| trimmed(value?)))?;
            }
        }
    }
    if let Some(url) = &transport.url {
        let written = signal.value(at, "httpUrl").filter(|value| value.is_text(url));
        put("httpUrl", "url", written.is_none().then(|| New::from(url.as_str())))?;
    }
    Ok(moved)
}

/// Whether a setting is of the kind that a transport takes.
fn is_usable(signal: &Signal<'_, '_>, at: usize, name: &str, value: Value<'_>) -> bool {
    match name {
        "httpPort" | "startupTimeoutMs" => value.as_number().is_some(),
        "receiveMode" => value.is_text("on-start") || value.is_text("manual"),
        "ignoreStories" => value.as_bool().is_some(),
        _ => signal.text(at, name).is_some(),
    }
}

/// The text without white space around it, where it has any.
fn trimmed<'n>(value: Value<'_>) -> Option<New<'n>> {
    let text = value.as_text()?.to_lossy().into_owned();
    let bare = text.trim();
    (bare != text).then(|| New::from(bare))
}
