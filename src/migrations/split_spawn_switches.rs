//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Key, Member, Value};

rule! {
    /// Whether a thread may start sessions is said by two switches; now there is one.
    ///
    /// `threadBindings` had one for sub-agents, `spawnSubagentSessions`, and one for ACP sessions,
    /// `spawnAcpSessions`. Now `spawnSessions` is for both, and `ttlHours` is `idleHours`, in every channel,
    /// in accounts and in `session`.
    ///
    /// The fix lets `spawnSessions` be on only if none of the two was off, as `openclaw doctor --fix` does.
    /// Where one was on and the other off, someone must agree. What stands in the new place wins.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     discord: {
    ///       threadBindings: {
    ///         spawnSubagentSessions: true,
    /// //      ^^^^^^^^^^^^^^^^^^^^^
    ///         spawnAcpSessions: false, // no shells
    /// //      ^^^^^^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     discord: {
    ///       threadBindings: {
    ///         // `channels.discord.threadBindings.spawnSessions` is one switch for both
    ///         // spawnSubagentSessions: true,
    ///         spawnSessions: false, // no shells
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// { "session": { "threadBindings": { "spawnAcpSessions": true } } }
    /// //                                 ^^^^^^^^^^^^^^^^^^
    /// ```
    ///
    /// ```json fixed
    /// { "session": { "threadBindings": { "spawnSessions": true } } }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { discord: { threadBindings: { spawnSessions: true, idleHours: 24 } } } }
    /// ```
    "split-spawn-switches" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const SWITCHES: [&str; 2] = ["spawnSubagentSessions", "spawnAcpSessions"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    if let Some(session) = ChannelEntry::session(root) {
        check_entry(context, findings, &session);
    }
    for entry in ChannelEntry::all(root) {
        check_entry(context, findings, &entry);
    }
}

fn check_entry<'t>(context: &Context<'t>, findings: &mut Findings<'_>, entry: &ChannelEntry<'t>) {
    let Some(object) = entry.at(&["threadBindings"]).and_then(Value::as_object) else { return };
    let to = ["threadBindings", "spawnSessions"];
    let moved = |name: &&str| entry.has_moved(context, &["threadBindings", name], &to);
    let old: Vec<_> =
        SWITCHES.iter().filter(|name| moved(name)).filter_map(|name| object.get(name)).collect();
    let place: Key = entry.below(&to).into_iter().collect();
    let switch = |member: &Member<'_>| member.value().and_then(Value::as_bool);
    let all = old.iter().filter_map(switch).all(|on| on);
    // The one that says what both say together.
    let speaker = old.iter().find(|member| switch(member) == Some(all)).copied();
    let is_set = entry.at(&to).is_some();
    let agree = old.iter().all(|member| switch(member) == Some(all));
    let mut fix = Some(context.edits(|plan| {
        for member in &old {
            if Some(*member) == speaker {
                plan.carry_over(*member, &entry.below(&to))?;
            } else if agree && !is_set {
                plan.absorb(*member, &entry.below(&to))?;
            } else {
                let says = if is_set { "is set already" } else { "is one switch for both" };
                plan.retire(*member, &format!("`{place}` {says}"))?;
            }
        }
        Ok(())
    }));
    for member in &old {
        let finding = findings
            .add(Place::name(*member), "whether a thread may start sessions is one switch now")
            .help(format!("its place is `{place}`"));
        if let Some(edits) = fix.take() {
            let safety = if agree { Safety::Safe } else { Safety::Unsafe };
            finding.fix(safety, format!("make it `{place}`"), edits);
        }
    }
    let (ttl, idle) = (["threadBindings", "ttlHours"], ["threadBindings", "idleHours"]);
    if let Some(old) = object.get("ttlHours").filter(|_| entry.has_moved(context, &ttl, &idle)) {
        let edits = context.edits(|plan| plan.carry_over(old, &entry.below(&idle)));
        findings
            .add(Place::name(old), "how long a thread stays bound has another name")
            .help("its name is `idleHours`, which counts from the last message")
            .fix(Safety::Safe, "rename it to `idleHours`", edits);
    }
}
