//! Out of the config, into a variable.

use super::{advice, naming};
use crate::finding::{Assignment, Finding, Safety};
use crate::redact::{Exposed, Spelt, exposed};
use crate::rules::Context;
use crate::syntax::Value;

/// Offers to move the secrets that `value` spells out to variables, and says so in the help.
pub(in crate::rules) fn offer(context: &Context<'_>, value: Value<'_>, finding: &mut Finding) {
    let all = exposed(context.tree, context.named());
    let names = naming::names(context, &all);
    let found = all.iter().zip(&names).find(|(it, _)| it.place.span() == value.span());
    if let Some((exposed, names)) = found {
        offer_as(context, exposed, names, finding);
    }
}

/// As [`offer`], with the name of the variable for each part.
pub(super) fn offer_as<'t>(
    context: &Context<'t>,
    exposed: &Exposed<'t>,
    names: &[String],
    finding: &mut Finding,
) {
    let Spelt::Value(value) = exposed.place else { return };
    let text = &exposed.text;
    let mut written = String::with_capacity(text.len());
    let mut assigns = Vec::new();
    let mut copied = 0;
    for (part, name) in exposed.parts.iter().zip(names) {
        written.push_str(&text[copied..part.range.start]);
        written.push_str("${");
        written.push_str(name);
        written.push('}');
        copied = part.range.end;
        let value = text[part.range.clone()].to_owned();
        assigns.push(Assignment { name: name.clone(), value });
    }
    written.push_str(&text[copied..]);
    let mut each = names.to_vec();
    each.dedup();
    let placeholders: Vec<String> = each.iter().map(|name| format!("`${{{name}}}`")).collect();
    let edits = context.edits(|plan| {
        plan.replace(value, written);
        Ok(())
    });
    finding
        .help(advice(&each))
        .fix(Safety::Unsafe, format!("read it from {}", placeholders.join(" and ")), edits)
        .assigning(assigns);
}
