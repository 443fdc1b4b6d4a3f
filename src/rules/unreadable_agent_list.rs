//! See the rule's documentation.

use std::collections::{BTreeMap, BTreeSet};

use crate::effective::RosterForm;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{ListFault, Since, list_faults};
use crate::syntax::{Key, Member, Value};
use crate::text::Span;

rule! {
    /// The old list of agents is not one that OpenClaw can still read.
    ///
    /// OpenClaw turns `agents.list` into `agents.entries` when it reads the config, but only a list
    /// where every agent is an object with an `id` of its own in its normal form: lower-case letters,
    /// digits, `_` and `-`, 64 at most, beginning with a letter, a digit or `_`. Any other list it
    /// rejects as a whole.
    ///
    /// The fix writes the ids in their normal form. It is unsafe: elsewhere they may be written as they
    /// were.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     list: [{ id: "Doc Writer" }],
    /// //  ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   agents: {
    ///     list: [{ id: "doc-writer" }],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// { agents: { list: [{ name: "Main" }] } }
    /// //          ^^^^
    /// ```
    ///
    /// ```json5 good
    /// { agents: { list: [{ id: "doc-writer", name: "Doc Writer" }] } }
    /// ```
    "unreadable-agent-list" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.2.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let (Some(roster), Some(variables)) = (context.roster(), context.variables()) else { return };
    if !SINCE.holds_in(context.world.target)
        || roster.form != RosterForm::Unreadable
        || roster.is_partial
    {
        return;
    }
    let Some(holder) = roster.holder else { return };
    let faults = holder.value().map(|list| list_faults(list, variables)).unwrap_or_default();
    let place = Place { key: Key::from_iter(["agents", "entries"]), span: holder.name_span() };
    let finding = findings.add(place, "OpenClaw cannot turn this list into `agents.entries`");
    finding.help("mend what is shown, or list the agents in `agents.entries` under their names");
    for fault in &faults {
        let (span, why) = shown(fault);
        finding.related(span, why);
    }
    if let Some(ids) = normal_ids(context, holder, &faults) {
        let edits = context.edits(|plan| {
            for (value, id) in ids {
                plan.replace(value, id);
            }
            Ok(())
        });
        finding.fix(Safety::Unsafe, "write the ids in their normal form", edits);
    }
}

/// Where a fault is to be seen, and what it is.
fn shown(fault: &ListFault<'_>) -> (Span, String) {
    match fault {
        ListFault::NoList(value) => (value.span(), "this is no list".to_owned()),
        ListFault::NoObject(value) => (value.span(), "this is no object".to_owned()),
        ListFault::NoId(value) => {
            let start = value.span().start;
            (Span::new(start, start + 1), "this agent has no `id`".to_owned())
        }
        ListFault::OddId(value, normal) => {
            (value.span(), format!("this id is not in its normal form, `{normal}`"))
        }
        ListFault::Repeated(value) => (value.span(), "this id is there already".to_owned()),
        ListFault::OddMark(value) => {
            (value.span(), "this is neither `true` nor `false`".to_owned())
        }
    }
}

/// The ids that are not in their normal form, with that; `None` if that would not help, or break
/// what names them.
fn normal_ids<'t, 'f>(
    context: &Context<'_>,
    holder: Member<'t>,
    faults: &'f [ListFault<'t>],
) -> Option<Vec<(Value<'t>, &'f str)>> {
    // Groups name agents exactly as they are written.
    let grouped = context.tree.root().is_some_and(|root| root.get("broadcast").is_some());
    let odd = faults.iter().map(|fault| match fault {
        ListFault::OddId(value, normal) if context.text(*value).is_some() => {
            Some((*value, normal.as_str()))
        }
        _ => None,
    });
    let odd: Vec<_> = odd.collect::<Option<_>>()?;
    let normal: BTreeMap<_, _> = odd.iter().map(|(value, id)| (value.id(), *id)).collect();
    let mut ids = BTreeSet::new();
    for item in holder.value()?.as_array()?.items() {
        let id = item.get("id")?;
        let unique = match normal.get(&id.id()) {
            Some(normal) => ids.insert((*normal).to_owned()),
            None => ids.insert(context.text(id)?),
        };
        if !unique {
            return None;
        }
    }
    (!grouped).then_some(odd)
}
