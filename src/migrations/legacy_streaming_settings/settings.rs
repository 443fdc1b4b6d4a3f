//! The streaming settings of a channel or an account as values that may come from several places of
//! the text.

use std::collections::BTreeMap;

use crate::syntax::Value;

/// How deep objects are told apart; no streaming setting lies deeper.
const DEPTH: usize = 6;

/// A setting, or an object of settings.
#[derive(Debug, Clone)]
pub(super) enum Setting<'t> {
    /// A value as it is written somewhere in the text.
    Written(Value<'t>),
    /// A word, which a value of the text may stand for.
    Word(&'static str, Option<Value<'t>>),
    /// A switch.
    Switch(bool),
    /// An object.
    Group(Group<'t>),
}

/// An object of settings.
#[derive(Debug, Clone, Default)]
pub(super) struct Group<'t> {
    /// Where it stands in the text, if it does.
    pub(super) written: Option<Value<'t>>,
    /// What it holds, in order.
    pub(super) members: Vec<(String, Setting<'t>)>,
}

impl<'t> Setting<'t> {
    /// The setting that a value of the text makes.
    pub(super) fn of(value: Value<'t>) -> Self {
        Self::nested(value, DEPTH)
    }

    fn nested(value: Value<'t>, depth: usize) -> Self {
        let Some(object) = value.as_object().filter(|_| depth > 0) else {
            return Self::Written(value);
        };
        // Of duplicate names the last one counts.
        let mut members = object.effective();
        members.sort_by_key(|(_, member)| member.id());
        let members = members.into_iter().filter_map(|(name, member)| {
            Some((name.to_lossy().into_owned(), Self::nested(member.value()?, depth - 1)))
        });
        Self::Group(Group { written: Some(value), members: members.collect() })
    }

    /// As an object.
    pub(super) fn group(&self) -> Option<&Group<'t>> {
        match self {
            Self::Group(group) => Some(group),
            _ => None,
        }
    }
}

impl<'t> Group<'t> {
    /// The settings of an object of the text; none for any other value.
    pub(super) fn of(value: Option<Value<'t>>) -> Self {
        match value.map(Setting::of) {
            Some(Setting::Group(group)) => group,
            _ => Self::default(),
        }
    }

    /// What stands at a path of names below it.
    pub(super) fn at(&self, path: &[&str]) -> Option<&Setting<'t>> {
        let (name, below) = path.split_first()?;
        let (_, setting) = self.members.iter().find(|(own, _)| own == name)?;
        if below.is_empty() { Some(setting) } else { setting.group()?.at(below) }
    }

    /// Puts a setting at a path of names; objects on the way are created. What stands there, and what
    /// is no object on the way, goes.
    pub(super) fn put(&mut self, path: &[&str], setting: Setting<'t>) {
        let Some((name, below)) = path.split_first() else { return };
        let found = self.members.iter().position(|(own, _)| own == name);
        let at = found.unwrap_or_else(|| {
            self.members.push(((*name).to_owned(), Setting::Group(Group::default())));
            self.members.len() - 1
        });
        let place = &mut self.members[at].1;
        if below.is_empty() {
            *place = setting;
            return;
        }
        if place.group().is_none() {
            *place = Setting::Group(Group::default());
        }
        if let Setting::Group(group) = place {
            group.put(below, setting);
        }
    }

    /// Takes over what it lacks from another, at every level.
    pub(super) fn fill(&mut self, other: &Group<'t>) {
        let own = self.members.iter().enumerate();
        let own: BTreeMap<String, usize> = own.map(|(at, (name, _))| (name.clone(), at)).collect();
        for (name, setting) in &other.members {
            match (own.get(name).map(|&at| &mut self.members[at].1), setting) {
                (None, _) => self.members.push((name.clone(), setting.clone())),
                (Some(Setting::Group(group)), Setting::Group(theirs)) => group.fill(theirs),
                (Some(_), _) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::parse;

    #[test]
    fn what_lies_deeper_than_any_setting_stays_as_it_is_written() {
        for deep in [DEPTH, DEPTH + 3] {
            let tree = parse(format!("{}1{}", "{a:".repeat(deep), "}".repeat(deep)));
            let mut setting = tree.root().map(Setting::of);
            let mut depth = 0;
            while let Some(Setting::Group(group)) = setting {
                depth += 1;
                setting = group.members.into_iter().next().map(|(_, inner)| inner);
            }
            assert_eq!(depth, DEPTH);
            assert!(matches!(setting, Some(Setting::Written(_))), "{deep}");
        }
    }
}
