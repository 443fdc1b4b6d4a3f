//! See the rule's documentation.

use crate::edit::{New, Plan, Refusal};
use crate::effective::{Bind, Gateway};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Member, Value, ValueKind};

rule! {
    /// Any website may talk to the gateway's Control UI.
    ///
    /// `gateway.controlUi.allowedOrigins` lists the origins whose pages a browser lets speak to the
    /// gateway. With `"*"` in it, every page that someone opens in a browser which can reach the
    /// gateway may try. OpenClaw's audit calls that critical when the gateway listens beyond loopback
    /// and a warning when it does not.
    ///
    /// Guides on the web invent other places for this list, such as `gateway.cors.allowed_origins`.
    /// OpenClaw has none of them and rejects the config.
    ///
    /// The fix drops the wildcard where other origins remain, and carries the origins of an invented
    /// place over to the true one, without a wildcard. It is unsafe: a page that you use may be
    /// among those that lose access.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     controlUi: { allowedOrigins: ["*", "https://control.example.com"] },
    /// //                                ^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     controlUi: { allowedOrigins: ["https://control.example.com"] },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     allowedOrigins: ["https://control.example.com"], // the wall display
    /// //  ^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     controlUi: {
    ///       allowedOrigins: ["https://control.example.com"], // the wall display
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// What is listed in the true place already stays, and gains the others:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     cors: ["https://control.example.com", "https://wall.example.com"],
    /// //  ^^^^
    ///     controlUi: { allowedOrigins: ["https://control.example.com"] },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     controlUi: { allowedOrigins: ["https://control.example.com", "https://wall.example.com"] },
    ///   },
    /// }
    /// ```
    ///
    /// Of nothing but a wildcard, nothing is carried over:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     cors: ["*"],
    /// //  ^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     // OpenClaw has no such key; a wildcard is not carried over
    ///     // cors: ["*"],
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", controlUi: { allowedOrigins: ["https://*.example.com"] } } }
    /// ```
    "gateway-control-ui-allowed-origins-wildcard" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("gateway.control_ui.allowed_origins_wildcard"),
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Where the list belongs.
const TRUE_PLACE: [&str; 3] = ["gateway", "controlUi", "allowedOrigins"];

/// Where guides put it, below `gateway` or, all by itself, at the root.
const INVENTED: [&[&str]; 12] = [
    &["gateway", "cors"],
    &["gateway", "cors", "allowed_origins"],
    &["gateway", "cors", "allowedOrigins"],
    &["gateway", "cors", "origins"],
    &["gateway", "cors", "origin"],
    &["gateway", "allowedOrigins"],
    &["gateway", "allowed_origins"],
    &["cors"],
    &["cors", "allowed_origins"],
    &["cors", "allowedOrigins"],
    &["cors", "origins"],
    &["cors", "origin"],
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let gateway = context.gateway();
    check_true_place(context, gateway, findings);
    for place in INVENTED {
        check_invented(context, gateway, place, findings);
    }
}

fn is_wildcard(origin: Value<'_>) -> bool {
    origin.as_text().is_some_and(|text| text.to_lossy().trim() == "*")
}

fn check_true_place(context: &Context<'_>, gateway: &Gateway<'_>, findings: &mut Findings<'_>) {
    let list = gateway.at(&TRUE_PLACE[1..]).and_then(Value::as_array);
    let Some(list) = list else { return };
    let (wildcards, others): (Vec<_>, Vec<_>) = list.items().partition(|item| is_wildcard(*item));
    let Some((first, more)) = wildcards.split_first() else { return };

    let finding =
        findings.add(Place::value(*first), "`\"*\"` lets pages of any website talk to the gateway");
    if gateway.bind() != Bind::Loopback {
        finding.severity(Severity::Error);
        if let Some(bind) = gateway.at(&["bind"]) {
            finding.related(bind.span(), "and the gateway listens beyond this machine");
        }
    }
    for wildcard in more {
        finding.related(wildcard.span(), "here again");
    }
    finding
        .help("list the origins of the pages you use, such as `\"https://control.example.com\"`");
    if !others.is_empty() {
        let edits = context.edits(|plan| {
            for wildcard in &wildcards {
                plan.discard_item(*wildcard, "let pages of any website in")?;
            }
            Ok(())
        });
        finding.fix(Safety::Unsafe, "drop the wildcard", edits);
    }
}

fn check_invented(
    context: &Context<'_>,
    gateway: &Gateway<'_>,
    place: &[&str],
    findings: &mut Findings<'_>,
) {
    let at = |names: &[&str]| context.tree.root()?.at(names)?.member();
    let Some(written) = at(place) else { return };
    let Some(value) = written.value() else { return };
    if context.world.target.lookup(place).is_some() {
        return;
    }
    let Some(origins) = origins(value) else { return };
    // The name that OpenClaw stumbles over.
    let depth = if place.first() == Some(&"gateway") { 2 } else { 1 };
    let Some(unknown) = at(&place[..depth]) else { return };
    let finding = findings.add(
        Place::name(unknown),
        format!(
            "OpenClaw has no `{}`; the origins belong in `{}`",
            place.join("."),
            TRUE_PLACE.join(".")
        ),
    );
    finding.severity(Severity::Error).effect(Effect::Rejected).audit(None::<&str>);
    finding.help("list the origins of the pages you use there, and no `\"*\"`");
    let alone = unknown.value().and_then(Value::as_object).is_none_or(|o| o.members().count() == 1);
    let invented = Invented { origins, whole: if alone { unknown } else { written } };
    let edits = context.edits(|plan| invented.carry_over(gateway, plan));
    finding.fix(Safety::Unsafe, "carry the origins over, without a wildcard", edits);
}

/// The origins that a value lists, or the one that it is.
fn origins(value: Value<'_>) -> Option<Vec<Value<'_>>> {
    let listed = match value.kind() {
        ValueKind::Array => value.as_array()?.items().collect(),
        _ => vec![value],
    };
    listed.iter().all(|origin| origin.as_text().is_some()).then_some(listed)
}

/// A list of origins at a place that OpenClaw does not have.
struct Invented<'t> {
    origins: Vec<Value<'t>>,
    /// What goes once the origins are carried over.
    whole: Member<'t>,
}

impl<'t> Invented<'t> {
    /// Brings the origins to their true place.
    fn carry_over(&self, gateway: &Gateway<'t>, plan: &mut Plan<'t>) -> Result<(), Refusal> {
        let kept = || self.origins.iter().copied().filter(|origin| !is_wildcard(*origin));
        let all_kept = kept().count() == self.origins.len();
        let none_kept = kept().next().is_none();
        let list = self.whole.value().filter(|value| value.kind() == ValueKind::Array);

        match gateway.at(&TRUE_PLACE[1..]) {
            None if all_kept && list.is_some() => return plan.move_path(self.whole, &TRUE_PLACE),
            None if none_kept => {}
            None => plan.set(&TRUE_PLACE, New::list(kept().map(New::Existing)))?,
            Some(existing) => {
                let list = existing.as_array().ok_or(Refusal::NotAnObject)?;
                let known = |origin: Value<'_>| list.items().any(|item| item.same_as(origin));
                kept().filter(|origin| !known(*origin)).for_each(|origin| {
                    plan.push(list, New::Existing(origin));
                });
            }
        }
        if !all_kept {
            let reason = if none_kept {
                "OpenClaw has no such key; a wildcard is not carried over"
            } else {
                "OpenClaw has no such key; without the wildcard, the origins are in \
                 gateway.controlUi.allowedOrigins"
            };
            if plan.comment_out(self.whole, reason).is_ok() {
                return Ok(());
            }
            // Strict JSON: what is lost is a wildcard, and the finding has named it.
        }
        plan.remove(self.whole);
        Ok(())
    }
}
