//! What the rules about keys that the target does not take have in common.

use super::{Context, Findings};
use crate::finding::{Finding, Place, Safety};
use crate::schema::{self, Fate, ViolationKind};
use crate::syntax::{Key, Member, NodeId, Value};

/// A key that the target does not take.
#[derive(Debug)]
pub(crate) struct UnknownKey {
    /// Its name in the text.
    pub(super) place: Place,
    /// Its value, unless that is missing.
    value: Option<NodeId>,
    /// Why it is not taken.
    pub(super) fate: Fate,
    /// What is wrong, and what to do about it.
    message: String,
    help: Option<String>,
}

/// Every key that the target does not take, in order of place.
pub(super) fn find(context: &Context<'_>) -> Vec<UnknownKey> {
    let mut found = Vec::new();
    for violation in context.violations() {
        let ViolationKind::UnknownKey { value, object } = violation.kind else { continue };
        let target = context.world.target;
        let key = &violation.place.key;
        let fate = Fate::of(key, value.map(|id| Value::new(context.tree, id)), object, target);
        found.push(UnknownKey {
            place: violation.place.clone(),
            value,
            message: fate.message(key, target),
            help: fate.help().or_else(|| violation.help(context.tree)),
            fate,
        });
    }
    found
}

impl UnknownKey {
    /// Its member, unless it has no value.
    pub(super) fn member<'t>(&self, context: &Context<'t>) -> Option<Member<'t>> {
        Value::new(context.tree, self.value?).member()
    }

    /// Adds the finding about it.
    pub(super) fn report<'f>(&self, findings: &'f mut Findings<'_>) -> &'f mut Finding {
        let finding = findings.add(self.place.clone(), self.message.clone());
        finding.help.clone_from(&self.help);
        finding
    }

    /// Offers to move the value to `to`, or to rename its key where that is in the same object. Only
    /// where nothing stands there and the value fits; says whether it did.
    pub(super) fn offer_move(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        to: &[String],
        safety: Safety,
    ) -> bool {
        let Some((member, value)) = self.member(context).and_then(|it| Some((it, it.value()?)))
        else {
            return false;
        };
        let node = context.world.target.lookup(to);
        let fits = |node| schema::accepts(node, value, &context.world.environment);
        if !node.is_some_and(fits) {
            return false;
        }
        let Some((name, above)) = to.split_last() else { return false };
        let at_home = self.place.key.segments().split_last().is_some_and(|(_, own)| own == above);
        // In a list of agents there is no way to a place that is named by an entry.
        if !at_home && member.key() != self.place.key {
            return false;
        }
        let path: Vec<&str> = to.iter().map(String::as_str).collect();
        let edits = context.edits(|plan| {
            if at_home { plan.rename(member, name) } else { plan.move_path(member, &path) }
        });
        let title = if at_home {
            format!("rename it to `{name}`")
        } else {
            format!("move it to `{}`", to.iter().collect::<Key>())
        };
        let can = !edits.is_empty();
        finding.fix(safety, title, edits);
        can
    }

    /// Offers to turn it into a comment that gives the reason.
    pub(super) fn offer_comment(&self, context: &Context<'_>, finding: &mut Finding, reason: &str) {
        let Some(member) = self.member(context) else { return };
        let edits = context.edits(|plan| plan.comment_out(member, reason));
        finding.fix(Safety::Unsafe, "comment it out", edits);
    }
}
