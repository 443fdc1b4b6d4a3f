//! What the rules about keys that the target does not take have in common.

use super::{Context, Findings};
use crate::edit::New;
use crate::effective::is_bundled_provider;
use crate::finding::{Finding, Place, Safety, Step};
use crate::schema::{self, Fate, Past, Release, Values, ViolationKind};
use crate::side_by_side;
use crate::syntax::{Key, Member, NodeId, Object, Segment, Value, ValueKind};

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

/// Keys from which on a thread costs less than those that it takes over.
const MANY: usize = 64;

/// Every key that the target does not take, in order of place.
pub(super) fn find(context: &Context<'_>) -> Vec<UnknownKey> {
    let target = context.world.target;
    let unknown = context.violations().iter().filter_map(|violation| match violation.kind {
        ViolationKind::UnknownKey { value, object } => Some((violation, value, object)),
        _ => None,
    });
    let keys: Vec<&[Segment]> = unknown.clone().map(|(it, ..)| it.place.key.segments()).collect();
    let pasts = Past::of_each(&keys, target);
    let unknown: Vec<_> = unknown.zip(&pasts).collect();
    side_by_side::map(&unknown, unknown.len() >= MANY, |&((violation, id, object), past)| {
        let key = &violation.place.key;
        let value = id.map(|id| Value::new(context.tree, id));
        let fate = Fate::given(past, key, value, object, target);
        UnknownKey {
            place: violation.place.clone(),
            value: id,
            message: fate.message(key, target),
            help: fate.help().or_else(|| violation.help(context.tree)),
            fate,
        }
    })
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

    /// Whether it is said of an agent that stands in a list: there is no way to a place that is named
    /// by an entry until the list has become entries.
    pub(super) fn is_listed(&self, context: &Context<'_>) -> bool {
        let is_agents = matches!(self.place.key.segments(), [agents, entries, ..]
            if agents == "agents" && entries == "entries");
        let entries = context.tree.root().and_then(|root| root.at(&["agents", "entries"]));
        is_agents && entries.is_none()
    }

    /// Offers to move the value to `to`, or to rename its key where that is in the same object. Only
    /// where nothing stands there and the value fits; says whether it did.
    pub(super) fn offer_move(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        to: &[Segment],
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
        if !at_home && self.is_listed(context) {
            return false;
        }
        let path: Vec<&str> = to.iter().map(Segment::as_str).collect();
        let edits = context.edits(|plan| {
            if at_home { plan.rename(member, name) } else { plan.move_path(member, &path) }
        });
        let title = if at_home {
            format!("rename it to `{name}`")
        } else {
            format!("move it to `{}`", to.iter().cloned().collect::<Key>())
        };
        let can = !edits.is_empty();
        finding.fix(safety, title, edits);
        can
    }

    /// Offers to carry the value to `to`, where what stands there wins; says whether it did. The value
    /// has to fit, unless it is an object: what is wrong in it is mended there.
    pub(super) fn offer_carriage(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        to: &[Segment],
    ) -> bool {
        let Some(member) = self.member(context) else { return false };
        if self.is_listed(context) || !fits(context, member, to) {
            return false;
        }
        let path: Vec<&str> = to.iter().map(Segment::as_str).collect();
        let edits = context.edits(|plan| plan.carry_over(member, &path));
        let at_home = self.place.key.segments().split_last().map(|(_, above)| above)
            == to.split_last().map(|(_, above)| above);
        let title = match to.last() {
            Some(name) if at_home => format!("rename it to `{name}`"),
            _ => format!("move it to `{}`", to.iter().cloned().collect::<Key>()),
        };
        let can = !edits.is_empty();
        finding.fix(Safety::Safe, title, edits);
        can
    }

    /// As [`UnknownKey::offer_carriage`], where the value has to be written otherwise.
    pub(super) fn offer_successor(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        to: &[Segment],
        values: Values,
    ) -> bool {
        let member = self.member(context).filter(|it| it.key() == self.place.key);
        let node = context.world.target.lookup(to);
        let value = member.and_then(Member::value);
        let new = node.zip(value).and_then(|(node, value)| values.successor_at(node, value));
        new.is_some_and(|new| self.offer_rewritten(context, finding, to, new))
    }

    /// Offers to carry it to `to`, with another value, which is given as JSON; says whether it did.
    fn offer_rewritten(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        to: &[Segment],
        new: &str,
    ) -> bool {
        let member = self.member(context).filter(|it| it.key() == self.place.key);
        let held = member.and_then(|it| Some((it, it.value()?)));
        let (Some((member, value)), Some(draft)) = (held, New::json(new)) else { return false };
        let path: Vec<&str> = to.iter().map(Segment::as_str).collect();
        let edits = context.edits(|plan| {
            plan.replace(value, draft);
            plan.carry_over(member, &path)
        });
        let can = !edits.is_empty();
        let title = format!("make it `{}: {new}`", to.iter().cloned().collect::<Key>());
        finding.fix(Safety::Safe, title, edits);
        can
    }

    /// Offers to carry the value, or what stands in it, back to where an older target has its place;
    /// `since` is a release that takes the key. Says whether it did.
    pub(super) fn offer_way_back(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        since: Release,
    ) -> bool {
        let Some(value) = self.member(context).and_then(Member::value) else { return false };
        let earlier = |key: &[Segment]| schema::earlier_place(key, since, context.world.target);
        let names = self.place.key.segments();
        if let Some(place) = earlier(names) {
            if place.values.is_empty() {
                return self.offer_carriage(context, finding, &place.key);
            }
            return place
                .values
                .predecessor(value)
                .is_some_and(|old| self.offer_rewritten(context, finding, &place.key, old));
        }
        let members = value.as_object().into_iter().flat_map(Object::members);
        let parts: Vec<(Key, Vec<Segment>)> = members
            .filter_map(|member| {
                let key = self.place.key.clone().child(&*member.name().to_lossy());
                let place = earlier(key.segments()).filter(|place| place.values.is_empty())?;
                Some((key, place.key))
            })
            .collect();
        !parts.is_empty() && self.offer_carriage_of_parts(context, finding, &parts)
    }

    /// As [`UnknownKey::offer_carriage`], for what was called `providers`: channels, under `to`, and in
    /// configs from elsewhere those of models. What they are is told by their names.
    pub(super) fn offer_carriage_of_providers(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        to: &[Segment],
    ) -> bool {
        let Some(node) = context.world.target.lookup(to) else { return false };
        let object = self.member(context).and_then(Member::value).and_then(Value::as_object);
        let names = object.into_iter().flat_map(Object::members).map(Member::name);
        let names: Vec<Segment> = names.map(|name| name.to_lossy().into()).collect();
        let is_channel = |name: &&Segment| node.child(name).is_some_and(|it| !it.is_nothing());
        let is_model = |name: &&Segment| !is_channel(name) && is_bundled_provider(name);
        if names.iter().all(|name| is_channel(&name)) {
            return self.offer_carriage(context, finding, to);
        }
        let parts = |above: &[Segment], is_one: &dyn Fn(&&Segment) -> bool| {
            let part = |name: &Segment| {
                let path = above.iter().chain([name]).cloned().collect();
                (self.place.key.clone().child(name.clone()), path)
            };
            names.iter().filter(is_one).map(part).collect::<Vec<(Key, Vec<Segment>)>>()
        };
        if self.offer_carriage_of_parts(context, finding, &parts(to, &is_channel)) {
            return true;
        }
        let models = ["models", "providers"].map(Segment::from);
        let can = self.offer_carriage_of_parts(context, finding, &parts(&models, &is_model));
        if let Some(fix) = finding.fix.as_mut() {
            fix.safety = Safety::Unsafe;
        }
        can
    }

    /// As [`UnknownKey::offer_carriage`], for members of the value, each with its new place.
    pub(super) fn offer_carriage_of_parts(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        parts: &[(Key, Vec<Segment>)],
    ) -> bool {
        let Some(member) = self.member(context).filter(|_| !self.is_listed(context)) else {
            return false;
        };
        let object = member.value().and_then(Value::as_object);
        let edits = context.edits(|plan| {
            for (part, to) in parts {
                let child = part.segments().last().and_then(|name| object?.get(name));
                if let Some(child) = child.filter(|child| fits(context, *child, to)) {
                    let path: Vec<&str> = to.iter().map(Segment::as_str).collect();
                    plan.carry_over(child, &path)?;
                }
            }
            Ok(())
        });
        let can = !edits.is_empty();
        finding.fix(Safety::Safe, "move what stands in it to its new places", edits);
        can
    }

    /// As [`UnknownKey::offer_carriage_of_parts`], for what stands in a section that guides made up and
    /// has another key which takes the very same value.
    pub(super) fn offer_carriage_of_invented(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
    ) -> bool {
        let object = self.member(context).and_then(Member::value).and_then(Value::as_object);
        let part = |member: Member<'_>| {
            let key = self.place.key.clone().child(&*member.name().to_lossy());
            let to = schema::invented(key.segments())?.instead?;
            Some((key, to))
        };
        let parts: Vec<_> = object.into_iter().flat_map(Object::members).filter_map(part).collect();
        self.offer_carriage_of_parts(context, finding, &parts)
    }

    /// Offers to take it out of force: into a comment that gives the reason, or away where the text
    /// has no comments.
    pub(super) fn offer_retirement(
        &self,
        context: &Context<'_>,
        finding: &mut Finding,
        safety: Safety,
        reason: &str,
    ) {
        let Some(member) = self.member(context) else { return };
        let is_empty = member.value().and_then(Value::as_object).is_some_and(Object::is_empty);
        // An empty object says nothing.
        let safety = if is_empty { Safety::Safe } else { safety };
        let edits = context.edits(|plan| plan.retire(member, reason));
        let gone = edits.steps.iter().any(|step| matches!(step, Step::Removed { .. }));
        finding.fix(safety, if gone { "remove it" } else { "comment it out" }, edits);
    }
}

/// Whether the target takes the value of a member at `to`, or an object there.
fn fits(context: &Context<'_>, member: Member<'_>, to: &[Segment]) -> bool {
    let (Some(node), Some(value)) = (context.world.target.lookup(to), member.value()) else {
        return false;
    };
    let both = value.as_object().is_some() && node.types().admits(ValueKind::Object);
    both || schema::accepts(node, value, &context.world.environment)
}
