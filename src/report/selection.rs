//! Which findings a run is about: `--select` and `--ignore`.

use std::fmt;

use crate::finding::{Finding, Profile};
use crate::rules::{self, Group, Rule};
use crate::world::Wanted;

/// Names that stand for rules: a rule's id, the id of an audit check, the first words of either
/// (`gateway` for all `gateway-…` rules and all `gateway.…` checks), a group, or `all`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    select: Vec<String>,
    ignore: Vec<String>,
    profile: Profile,
}

/// A name that stands for no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownSelector {
    /// The name as given.
    pub name: String,
    /// The nearest name that stands for one.
    pub nearest: Option<&'static str>,
}

impl UnknownSelector {
    /// What is to be said of a name that stands for no rule.
    pub(super) fn new(name: String) -> Self {
        Self { nearest: nearest(&name), name }
    }
}

impl fmt::Display for UnknownSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no rule and no audit check is called `{}`", self.name)?;
        match self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => write!(f, "; `clawtidy rules` lists them"),
        }
    }
}

impl Selection {
    /// What `select` names (what the profile of a personal gateway turns on if it names nothing)
    /// without what `ignore` names.
    ///
    /// # Errors
    /// The first name that stands for no rule.
    pub fn new(select: Vec<String>, ignore: Vec<String>) -> Result<Self, UnknownSelector> {
        match select.iter().chain(&ignore).find(|name| !is_known(name)) {
            Some(name) => Err(UnknownSelector::new(name.clone())),
            None => Ok(Self { select, ignore, profile: Profile::default() }),
        }
    }

    /// The same with what a profile turns on where nothing is named.
    #[must_use]
    pub fn with_profile(self, profile: Profile) -> Self {
        Self { profile, ..self }
    }

    /// What the rules have to find for it. Opinions are left out unless they are asked for, the profile
    /// does not matter to what is.
    pub fn wanted(&self) -> Wanted {
        let is_opinion = |name: &String| {
            let of_style = |rule: &&Rule| rules::is_opinion(rule.id);
            name == ALL || rules::every().filter(of_style).any(|rule| is_among(rule, name))
        };
        Wanted {
            profile: if self.select.is_empty() { self.profile } else { Profile::Public },
            opinions: self.select.iter().any(is_opinion),
        }
    }

    /// Whether a finding belongs to it. Opinions do only where they are named.
    pub fn contains(&self, finding: &Finding) -> bool {
        let named = |name: &String| names(name, finding);
        let is_meant = match self.select.as_slice() {
            [] => finding.profile <= self.profile && !rules::is_opinion(finding.rule),
            select => select.iter().any(named),
        };
        is_meant && !self.ignore.iter().any(named)
    }
}

const ALL: &str = "all";

/// Whether a name stands for a rule at all.
pub(super) fn is_known(name: &str) -> bool {
    name == ALL || rules::every().any(|rule| is_among(rule, name))
}

/// Whether a name stands for rules that have no word in common: a group, or all.
pub(super) fn is_wide(name: &str) -> (bool, bool) {
    (name == ALL, Group::NAMES.contains(&name))
}

/// Whether a name stands for a finding, be it with others.
pub(super) fn names(name: &str, finding: &Finding) -> bool {
    covers(name, finding.rule, finding.audit.as_deref())
        || rules::find(finding.rule).is_some_and(|rule| is_among(rule, name))
}

/// Whether `name` stands for a rule, be it with others.
fn is_among(rule: &Rule, name: &str) -> bool {
    covers(name, rule.id, rule.audit) || rule.group().name() == name
}

/// Whether `name` stands for a rule of this id that answers to this audit check.
fn covers(name: &str, id: &str, audit: Option<&str>) -> bool {
    let begins = |whole: &str, joint: char| {
        whole.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(joint))
    };
    let is_check = |audit: &str| begins(audit, '.') || rules::is_audit(audit, name);
    name == ALL || begins(id, '-') || audit.is_some_and(is_check)
}

/// The id, audit id or group nearest to `name`, if one is near.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    rules::nearest_of(name, rules::names().chain(Group::NAMES))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cover_whole_words_only() {
        let audit = Some("gateway.bind_no_auth");
        let covered = |name| covers(name, "gateway-bind-no-auth", audit);
        for name in
            ["all", "gateway", "gateway-bind", "gateway-bind-no-auth", "gateway.bind_no_auth"]
        {
            assert!(covered(name), "{name}");
        }
        let wildcard = Some("tools.elevated.allowFrom.*.large");
        for name in ["tools.elevated", "tools.elevated.allowFrom.discord.large"] {
            assert!(covers(name, "any-id", wildcard), "{name}");
        }
        assert!(!covers("tools.elevated.allowFrom..large", "any-id", wildcard));
        for name in ["", "gate", "gateway-", "gateway.bind", "bind", "ALL"] {
            assert!(!covered(name), "{name}");
        }
    }

    #[test]
    fn groups_and_patterns_of_checks_are_names() {
        let among = |id: &str, name: &str| is_among(rules::find(id).expect("a rule"), name);
        assert!(among("gateway-bind-no-auth", "security"));
        assert!(among("artefact-in-repo", "security"));
        assert!(among("legacy-agent-list", "migration"));
        assert!(among("unknown-key", "correctness"));
        assert!(!among("unknown-key", "security"));
        assert!(among(
            "tools-elevated-allow-from-wildcard",
            "tools.elevated.allowFrom.telegram.wildcard"
        ));
        for name in Group::NAMES {
            assert!(rules::find(name).is_none() && rules::every().any(|rule| is_among(rule, name)));
        }
    }
}
