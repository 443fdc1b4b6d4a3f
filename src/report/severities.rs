//! How much findings matter to whoever runs this, where it is not as the rules say.

use std::cmp::Reverse;
use std::str::FromStr;

use super::selection::{self, UnknownSelector};
use crate::finding::{Finding, Severity};

/// Severities by name: a rule's id, the id of an audit check, the first words of either, a group or
/// `all`. The name that says most of a finding counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Severities {
    /// The names that say most first.
    named: Vec<(String, Severity)>,
}

/// What the findings of a name are reported with: `gateway=error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remap {
    /// The name.
    pub name: String,
    /// The severity.
    pub severity: Severity,
}

impl FromStr for Remap {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, level) = text.split_once('=').ok_or("write it as RULE=SEVERITY")?;
        let severity = Severity::ALL.into_iter().find(|severity| severity.name() == level);
        let names = || Severity::ALL.map(Severity::name).join(", ");
        let severity = severity.ok_or_else(|| format!("`{level}` is none of {}", names()))?;
        Ok(Self { name: name.to_owned(), severity })
    }
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
    fn remaps_are_a_name_and_a_severity() {
        let remap: Remap = "gateway=error".parse().expect("a remap");
        assert_eq!(remap, Remap { name: "gateway".to_owned(), severity: Severity::Error });
        for text in ["gateway", "gateway=", "gateway=fatal", "gateway=ERROR"] {
            assert!(text.parse::<Remap>().is_err(), "{text}");
        }
    }

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
