//! Unions: when no branch takes a value, the branch that was meant says what is wrong.

use super::{Step, Walk, opening};
use crate::finding::Place;
use crate::schema::expected::Expected;
use crate::schema::node::Node;
use crate::schema::violation::{Violation, ViolationKind};
use crate::syntax::Value;

/// A branch, and what the value violates of it.
type Trial = (Node, Vec<Violation>);

impl<'t> Walk<'t> {
    /// Checks that a value is taken by one of `branches`; by no other as well if `only_one`.
    pub(super) fn union(
        &mut self,
        value: Value<'t>,
        branches: &[u32],
        only_one: bool,
        partial: bool,
    ) {
        let unknown = self.unknown_texts;
        let mut trials: Vec<Trial> = Vec::new();
        let mut takers = 0;
        for &branch in branches {
            let violations = self.trial(value, Node(branch), partial);
            if violations.is_empty() {
                takers += 1;
                if !only_one {
                    return;
                }
            } else {
                trials.push((Node(branch), violations));
            }
        }
        let all = || Expected::any(branches.iter().map(|&branch| Node(branch)).collect());
        match takers {
            0 => self.nearest(value, trials, all()),
            1 => {}
            // With a variable of which nothing is known, more than one may seem to take it.
            _ if self.unknown_texts > unknown => {}
            _ => self.wrong(value, all()),
        }
    }

    /// Reports what is wrong with a value that no branch takes.
    fn nearest(&mut self, value: Value<'t>, mut trials: Vec<Trial>, all: Expected) {
        // Branches that mean another kind of value altogether.
        trials.retain(|(_, violations)| {
            !violations.iter().any(|violation| match &violation.kind {
                ViolationKind::WrongValue { value: wrong, .. } => *wrong == value.id(),
                _ => false,
            })
        });
        if trials.is_empty() {
            self.wrong(value, all);
            return;
        }
        if trials.len() > 1
            && let Some(name) = discriminator(&trials)
            && !self.discriminate(value, name, &mut trials)
        {
            return;
        }
        let lacking = trials.len() > 1 && self.lacks_every_branch(value, &trials);
        let fewest = trials.into_iter().min_by_key(|(_, violations)| {
            let deepest = violations.iter().map(|v| v.place.key.segments().len()).max();
            (violations.len(), std::cmp::Reverse(deepest))
        });
        let rest = fewest.into_iter().flat_map(|(_, violations)| violations);
        let kept = rest.filter(|violation| !lacking || !self.is_own_missing(violation));
        let kept: Vec<_> = kept.collect();
        self.found.extend(kept);
    }

    /// Whether a violation is a key that the current object itself lacks.
    fn is_own_missing(&self, violation: &Violation) -> bool {
        let depth = violation.place.key.segments().len();
        matches!(violation.kind, ViolationKind::MissingKey { .. }) && depth == self.path.len() + 1
    }

    /// Whether an object has not even one of the keys that its branches ask for, so that none of
    /// them can be told to be meant. Reports them all as one then.
    fn lacks_every_branch(&mut self, value: Value<'t>, trials: &[Trial]) -> bool {
        let Some(object) = value.as_object() else { return false };
        let mut branches = Vec::new();
        for (branch, violations) in trials {
            let lacks = violations.iter().any(|violation| self.is_own_missing(violation));
            if !lacks || branch.required().any(|name| object.get(name).is_some()) {
                return false;
            }
            branches.push(branch.required().collect::<Vec<_>>());
        }
        branches.dedup();
        if branches.len() < 2 {
            return false;
        }
        let place = Place { key: self.key(), span: opening(value) };
        self.found.push(Violation { kind: ViolationKind::MissingKeys { branches }, place });
        true
    }

    /// Keeps the branches that take the value's `name`. If that is wrong or missing in all of them,
    /// reports it and gives `false`.
    fn discriminate(
        &mut self,
        value: Value<'t>,
        name: &'static str,
        trials: &mut Vec<Trial>,
    ) -> bool {
        let allowed = trials.iter().filter_map(|(branch, _)| branch.property(name)).collect();
        let allowed = Expected::any(allowed);
        let requires = |(branch, _): &Trial| branch.required().any(|required| required == name);
        let member = value.as_object().and_then(|object| object.get(name));
        let Some((member, chosen)) = member.and_then(|m| Some((m, m.value()?))) else {
            if trials.iter().all(requires) {
                self.missing(value, name, allowed);
                return false;
            }
            trials.retain(|trial| !requires(trial));
            return true;
        };
        let refuses = |(_, violations): &Trial| {
            violations.iter().any(|violation| match &violation.kind {
                ViolationKind::WrongValue { value: wrong, .. } => *wrong == chosen.id(),
                _ => false,
            })
        };
        if trials.iter().all(refuses) {
            self.path.push(Step::Name(member.name()));
            self.wrong(chosen, allowed);
            self.path.pop();
            return false;
        }
        trials.retain(|trial| !refuses(trial));
        true
    }
}

/// The key by whose value the branches tell each other apart: each lists values for it.
fn discriminator(trials: &[Trial]) -> Option<&'static str> {
    let (first, others) = trials.split_first()?;
    let lists = |branch: &Node, name: &str| {
        branch.property(name).is_some_and(|property| property.values().is_some())
    };
    let requires = |(branch, _): &Trial, name: &str| branch.required().any(|other| other == name);
    first.0.properties().map(|(name, _)| name).find(|name| {
        lists(&first.0, name)
            && others.iter().all(|(branch, _)| lists(branch, name))
            && trials.iter().any(|trial| requires(trial, name))
    })
}
