//! How much findings matter to whoever runs this, where it is not as the rules say.

use std::cmp::Reverse;

use super::selection::{self, UnknownSelector};
use crate::finding::{Finding, Severity};

/// Severities by name: a rule's id, the id of an audit check, the first words of either, a group or
/// `all`. The name that says most of a finding counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Severities {
    /// The names that say most first.
    named: Vec<(String, Severity)>,
}

impl Severities {
    /// The severities of these names; of two for one name the later counts.
    ///
    /// # Errors
    /// The first name that stands for no rule.
    pub fn new(
        named: impl IntoIterator<Item = (String, Severity)>,
    ) -> Result<Self, UnknownSelector> {
        let mut own: Vec<(String, Severity)> = Vec::new();
        for (name, severity) in named {
            if !selection::is_known(&name) {
                return Err(UnknownSelector::new(name));
            }
            own.retain(|(other, _)| *other != name);
            own.push((name, severity));
        }
        own.sort_by_key(|(name, _)| (selection::is_wide(name), Reverse(name.len())));
        Ok(Self { named: own })
    }

    /// How much a finding matters.
    pub fn of(&self, finding: &Finding) -> Severity {
        let named = self.named.iter().find(|(name, _)| selection::names(name, finding));
        named.map_or(finding.severity, |(_, severity)| *severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use crate::schema::Release;
    use crate::syntax::parse;
    use crate::world::{Environment, World};

    #[test]
    fn the_name_that_says_most_counts() {
        let tree = parse("{ gateway: { mode: 'local', prot: 1 } }".to_owned());
        let world = World::new(Release::LATEST, Environment::Unknown);
        let findings = rules::run(&tree, &world);
        let finding = findings.iter().find(|it| it.rule == "misspelled-key").expect("a finding");
        let severities = |names: &[(&str, Severity)]| {
            let named = names.iter().map(|(name, severity)| ((*name).to_owned(), *severity));
            Severities::new(named).map(|severities| severities.of(finding))
        };
        let (info, warning) = (Severity::Info, Severity::Warning);
        assert_eq!(severities(&[]), Ok(Severity::Error));
        assert_eq!(severities(&[("all", info)]), Ok(info));
        assert_eq!(severities(&[("correctness", warning), ("all", info)]), Ok(warning));
        assert_eq!(severities(&[("misspelled-key", info), ("correctness", warning)]), Ok(info));
        assert_eq!(severities(&[("misspelled", info), ("correctness", warning)]), Ok(info));
        assert_eq!(severities(&[("security", info)]), Ok(Severity::Error));
        assert!(severities(&[("mispelled-key", info)]).is_err());
    }
}
