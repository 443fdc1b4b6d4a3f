//! See the rule's documentation.

use crate::edit::{New, Plan, Refusal, Where};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::migrations::scope::member_of;
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Object, Value};

rule! {
    /// Whether messages may go to other conversations is said by one switch; now there are two.
    ///
    /// `tools.message.allowCrossContextSend: true` is `tools.message.crossContext` with
    /// `allowWithinProvider: true` and `allowAcrossProviders: true`. `false` was what holds anyway. An
    /// agent with a `tools.message` of its own took the switch from `tools` where it had none, and
    /// takes nothing from the two that came of it, so it gets them by name.
    ///
    /// ```json5 bad
    /// {
    ///   tools: {
    ///     message: {
    ///       allowCrossContextSend: true, // everywhere
    /// //    ^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    ///   agents: {
    ///     entries: { main: { tools: { message: { allowCrossContextSend: false } } } },
    /// //                                         ^^^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     message: {
    ///       crossContext: {
    ///         allowWithinProvider: true,
    ///         allowAcrossProviders: true,
    ///       }, // everywhere
    ///     },
    ///   },
    ///   agents: {
    ///     entries: { main: { tools: { message: { crossContext: { allowWithinProvider: true, allowAcrossProviders: false } } } } },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "tools": {
    ///     "message": {
    ///       "crossContext": { "allowWithinProvider": false },
    ///       "allowCrossContextSend": true
    /// //    ^^^^^^^^^^^^^^^^^^^^^^^
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "tools": {
    ///     "message": {
    ///       "crossContext": { "allowWithinProvider": true, "allowAcrossProviders": true }
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { message: { crossContext: { allowAcrossProviders: true } } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { tools: { message: { allowCrossContextSend: true } } }
    /// ```
    "legacy-cross-context-send" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// The switch.
const OLD: &str = "allowCrossContextSend";
/// What it became.
const NEW: &str = "crossContext";
/// Its parts.
const WITHIN: &str = "allowWithinProvider";
const ACROSS: &str = "allowAcrossProviders";

/// Whether messages may go to other conversations of the same provider, and of other providers.
type Sends = (bool, bool);

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let knows = |name| context.world.target.lookup(&["tools", "message", name]).is_some();
    if knows(OLD) || !knows(NEW) {
        return;
    }
    let general = message_of(root);
    let switch = general.and_then(|message| message.value().get(OLD));
    let is_on = switch.and_then(Value::as_bool) == Some(true);
    if let (Some(message), Some(_)) = (general, switch) {
        look_at(context, findings, message, is_on.then_some((true, true)));
    }
    let entries = root.at(&["agents", "entries"]).and_then(Value::as_object);
    for agent in entries.into_iter().flat_map(Object::members) {
        let Some(message) = agent.value().and_then(message_of) else { continue };
        let part = |name: &str| {
            let own = |of: Object<'_>| of.value().at(&[NEW, name]).and_then(Value::as_bool);
            own(message).or_else(|| own(general?))
        };
        let sends: Option<Sends> = match message.value().get(OLD).map(Value::as_bool) {
            None if !is_on => continue,
            None | Some(Some(true)) => Some((true, true)),
            Some(_) => is_on.then(|| (part(WITHIN) != Some(false), part(ACROSS) == Some(true))),
        };
        look_at(context, findings, message, sends);
    }
}

fn message_of(scope: Value<'_>) -> Option<Object<'_>> {
    scope.at(&["tools", "message"]).and_then(Value::as_object)
}

/// One `tools.message`, with what its switch comes to; `None`: to nothing.
fn look_at<'t>(
    context: &Context<'t>,
    findings: &mut Findings<'_>,
    message: Object<'t>,
    sends: Option<Sends>,
) {
    let old = message.get(OLD);
    let Some(place) = old.or_else(|| message.value().member()) else { return };
    let finding = findings.add(
        Place::name(place),
        match old {
            Some(_) => "the switch for other conversations became two",
            None => "the switch for other conversations, which holds here too, became two",
        },
    );
    finding.help(match sends {
        Some((within, across)) => {
            format!("write `{NEW}: {{ {WITHIN}: {within}, {ACROSS}: {across} }}`")
        }
        None => format!("leave it out, or write `{NEW}`"),
    });
    let edits = context.edits(|plan| write(plan, message, sends));
    finding.fix(Safety::Safe, "write the two switches", edits);
}

fn write<'t>(
    plan: &mut Plan<'t>,
    message: Object<'t>,
    sends: Option<Sends>,
) -> Result<(), Refusal> {
    let old = message.get(OLD);
    let Some((within, across)) = sends else {
        let retire = |old| plan.retire(old, "it holds anyway");
        return old.map_or(Ok(()), retire);
    };
    let parts = [(WITHIN, within), (ACROSS, across)];
    let there = member_of(message.value(), NEW).and_then(Member::value);
    match (there, there.and_then(Value::as_object), old) {
        (_, Some(object), _) => {
            for (name, sends) in parts {
                match object.get(name).and_then(Member::value) {
                    Some(part) => plan.replace(part, sends),
                    None => plan.insert(object, Where::Last, name, sends)?,
                }
            }
        }
        (Some(there), None, _) => plan.replace(there, New::object(parts)),
        (None, _, Some(old)) => {
            plan.rename(old, NEW)?;
            plan.replace(old.value().ok_or(Refusal::Incomplete)?, New::object(parts));
            return Ok(());
        }
        (None, _, None) => plan.insert(message, Where::Last, NEW, New::object(parts))?,
    }
    old.map_or(Ok(()), |old| plan.dissolve(old, "part of `crossContext` now"))
}
