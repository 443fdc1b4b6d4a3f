//! See the rule's documentation.

mod carry;
mod decision;
mod endpoint;

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Member;
use decision::{FIELDS, Outcome, Signal};

rule! {
    /// How Signal is reached is set in its section, and not in the `transport` of each account.
    ///
    /// Up to 2026.7.35 `httpUrl`, `httpHost`, `httpPort`, `cliPath`, `configPath`, `autoStart` and four more
    /// stood in Signal's section, and accounts took what they lacked from it. Since 2026.8.1 each account has a
    /// `transport`, whose `kind` says whether OpenClaw starts signal-cli (`managed-native`), it runs by itself
    /// (`external-native`) or in a container (`container`); the section's own is for its own account.
    ///
    /// The fix writes it from what the settings meant, and gives accounts whose signal-cli OpenClaw starts
    /// ports of their own. OpenClaw's `doctor --fix` gives up where it would have to ask the endpoint what it
    /// is, and on every config with a host or a port. Where OpenClaw starts signal-cli, there is nothing to
    /// ask, and the fix is safe. Where it runs by itself, the fix takes it for signal-cli and no container,
    /// which someone must agree to.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     signal: {
    ///       account: "+15550001111",
    ///       cliPath: "/opt/signal-cli/bin/signal-cli", // built here
    /// //    ^^^^^^^
    ///       httpPort: 8081,
    /// //    ^^^^^^^^
    ///       autoStart: true,
    /// //    ^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     signal: {
    ///       account: "+15550001111",
    ///       // said by the `kind` of `transport`
    ///       // autoStart: true,
    ///       transport: {
    ///         kind: "managed-native",
    ///         cliPath: "/opt/signal-cli/bin/signal-cli", // built here
    ///         httpPort: 8081,
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "channels": {
    ///     "signal": {
    ///       "httpUrl": "http://signal.lan:8080/",
    /// //    ^^^^^^^^^
    ///       "accounts": {
    ///         "home": { "account": "+15550001111" },
    ///         "work": { "account": "+15550002222" }
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "channels": {
    ///     "signal": {
    ///       "accounts": {
    ///         "home": { "account": "+15550001111", "transport": { "kind": "external-native", "url": "http://signal.lan:8080" } },
    ///         "work": { "account": "+15550002222", "transport": { "kind": "external-native", "url": "http://signal.lan:8080" } }
    ///       }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// Beside a `transport` of the section, what the account `default` said did not count; what others said did.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     signal: {
    ///       account: "+15550001111",
    ///       transport: { kind: "managed-native" },
    ///       accounts: {
    ///         default: { account: "+15550001111", httpPort: 8082 },
    /// //                                          ^^^^^^^^
    ///         work: { account: "+15550002222", httpPort: 8081 },
    /// //                                       ^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     signal: {
    ///       account: "+15550001111",
    ///       transport: { kind: "managed-native" },
    ///       accounts: {
    ///         default: { account: "+15550001111" /* there is no account that it is for: httpPort: 8082 */ },
    ///         work: { account: "+15550002222", transport: { kind: "managed-native", httpPort: 8081 } },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { signal: { account: "+15550001111", transport: { kind: "managed-native", httpPort: 8081 } } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { signal: { account: "+15550001111", httpUrl: "http://signal.lan:8080" } } }
    /// ```
    ///
    /// Where the URL is a variable, so it stays:
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     signal: { account: "+15550001111", httpUrl: "${SIGNAL_URL}" },
    /// //                                     ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     signal: { account: "+15550001111", transport: { kind: "external-native", url: "${SIGNAL_URL}" } },
    ///   },
    /// }
    /// ```
    ///
    /// Nothing here says that there is a Signal to speak to:
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     signal: { startupTimeoutMs: 5000 },
    /// //            ^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     signal: { /* there is no account that it is for: startupTimeoutMs: 5000 */ },
    ///   },
    /// }
    /// ```
    ///
    /// The URL that OpenClaw would listen on needs no saying:
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     signal: {
    ///       account: "+15550001111",
    ///       httpUrl: "http://127.0.0.1:8080",
    /// //    ^^^^^^^
    ///       autoStart: true,
    /// //    ^^^^^^^^^
    ///       receiveMode: "manual",
    /// //    ^^^^^^^^^^^
    ///       ignoreStories: true,
    /// //    ^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     signal: {
    ///       account: "+15550001111",
    ///       // said by the rest of `transport`
    ///       // httpUrl: "http://127.0.0.1:8080",
    ///       // said by the `kind` of `transport`
    ///       // autoStart: true,
    ///       transport: {
    ///         kind: "managed-native",
    ///         receiveMode: "manual",
    ///         ignoreStories: true,
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// With `apiMode` nothing has to be guessed:
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     signal: { account: "+15550001111", apiMode: "native", httpUrl: "http://signal.lan:8080" },
    /// //                                     ^^^^^^^            ^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     signal: { account: "+15550001111", /* said by the `kind` of each `transport`: apiMode: "native" */ transport: { kind: "external-native", url: "http://signal.lan:8080" } },
    ///   },
    /// }
    /// ```
    ///
    /// What listens everywhere is reached by this machine's own address, which follows the port:
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     signal: {
    ///       account: "+15550001111",
    ///       transport: { kind: "managed-native" },
    ///       accounts: {
    ///         work: { account: "+15550002222", httpUrl: "http://[::1]:8080", httpHost: "::", autoStart: true },
    /// //                                       ^^^^^^^                       ^^^^^^^^        ^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     signal: {
    ///       account: "+15550001111",
    ///       transport: { kind: "managed-native" },
    ///       accounts: {
    ///         work: { account: "+15550002222", /* said by the `kind` of `transport`: autoStart: true */ transport: { kind: "managed-native", httpHost: "::", httpPort: 8081, url: "http://[::1]:8081" } },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    "legacy-signal-transport" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let entries = ChannelEntry::of_channel(root, "signal");
    let Some(section) = entries.first() else { return };
    if section.rules_at(context, &["transport"]).is_none() {
        return;
    }
    let names = std::iter::once("apiMode").chain(FIELDS);
    let mut old: Vec<Member<'_>> = Vec::new();
    for entry in &entries {
        let names = names.clone().filter(|name| entry.rules_at(context, &[*name]).is_none());
        let names = names.filter(|name| *name != "apiMode" || entry.account().is_none());
        old.extend(names.filter_map(|name| entry.get(name)));
    }
    if old.is_empty() {
        return;
    }
    old.sort_by_key(|member| member.id());
    let signal = Signal::of(context, &entries);
    let outcomes = signal.outcomes();
    let mut fix = outcomes.as_ref().ok().map(|outcomes| {
        let mending = context.edits(|plan| carry::carry(plan, &signal, outcomes));
        (safety(outcomes), mending)
    });
    for member in old {
        let finding = findings.add(
            Place::name(member),
            "how Signal is reached stands in the `transport` of each account",
        );
        match &outcomes {
            Ok(outcomes) => finding.help(help(outcomes)),
            Err(obstacle) => finding.help(obstacle.help()),
        };
        if let Some((safety, mending)) = fix.take() {
            finding.fix(safety, "write the `transport` that they meant", mending);
        }
    }
}

fn safety(outcomes: &[Outcome]) -> Safety {
    let is_guess = |outcome: &Outcome| matches!(outcome, Outcome::Gets(new) if new.is_guess);
    if outcomes.iter().any(is_guess) { Safety::Unsafe } else { Safety::Safe }
}

fn help(outcomes: &[Outcome]) -> String {
    let kinds = outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Gets(new) => Some(format!("`{}`", new.kind.name())),
        Outcome::Stays | Outcome::Nothing => None,
    });
    let mut kinds: Vec<String> = kinds.collect();
    kinds.dedup();
    match (kinds.as_slice(), safety(outcomes)) {
        ([], _) => "without an account they say nothing".to_owned(),
        (kinds, Safety::Safe) => format!("they mean the kind {}", kinds.join(" and ")),
        (kinds, Safety::Unsafe) => {
            format!("they mean the kind {}, unless it runs in a container", kinds.join(" and "))
        }
    }
}
