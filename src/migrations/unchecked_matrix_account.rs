//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Key, Member, Object, Value};

rule! {
    /// An account of Matrix holds settings in places where they are no longer read.
    ///
    /// OpenClaw takes any key in the accounts of Matrix, so that it rejects none that is retired. What was
    /// renamed in Matrix's own section is not read under its old name in an account either.
    ///
    /// The fix moves each to its place, as in the section; what stands there wins.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     matrix: {
    ///       accounts: {
    ///         home: {
    ///           allowPrivateNetwork: true,
    /// //        ^^^^^^^^^^^^^^^^^^^
    ///           rooms: {
    ///             "!ops:example.org": { allow: false },
    /// //                                ^^^^^
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     matrix: {
    ///       accounts: {
    ///         home: {
    ///           network: { dangerouslyAllowPrivateNetwork: true },
    ///           rooms: {
    ///             "!ops:example.org": { enabled: false },
    ///           },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { matrix: { accounts: { home: { network: { dangerouslyAllowPrivateNetwork: true } } } } } }
    /// ```
    "unchecked-matrix-account" {
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
    for entry in ChannelEntry::of_channel(root, "matrix") {
        let is_open = context.world.target.lookup(&entry.path);
        if entry.account().is_none() || is_open.is_none_or(|node| node.additional().is_none()) {
            continue;
        }
        if let Some(old) = entry.get("allowPrivateNetwork") {
            let to = ["network", "dangerouslyAllowPrivateNetwork"];
            offer(context, findings, &entry, old, (&["allowPrivateNetwork"], &to));
        }
        for section in ["groups", "rooms"] {
            let rooms = entry.at(&[section]).and_then(Value::as_object);
            for room in rooms.into_iter().flat_map(Object::members) {
                let name = room.name().to_lossy().into_owned();
                let switch = room.value().and_then(|room| room.as_object()?.get("allow"));
                if let Some(switch) = switch
                    && switch.value().is_some_and(|value| value.as_bool().is_some())
                {
                    let (from, to) = ([section, &name, "allow"], [section, &name, "enabled"]);
                    offer(context, findings, &entry, switch, (&from, &to));
                }
            }
        }
    }
}

/// Offers to carry a setting over to its place, where the section has it there.
fn offer<'t>(
    context: &Context<'t>,
    findings: &mut Findings<'_>,
    entry: &ChannelEntry<'t>,
    old: Member<'t>,
    (from, to): (&[&str], &[&str]),
) {
    if !entry.has_moved(context, from, to) {
        return;
    }
    let to = entry.below(to);
    let place: Key = to.iter().copied().collect();
    let edits = context.edits(|plan| plan.carry_over(old, &to));
    findings
        .add(Place::name(old), "OpenClaw takes this setting here and does not read it")
        .help(format!("its place is `{place}`"))
        .fix(Safety::Safe, format!("move it to `{place}`"), edits);
}
