//! Which severity findings are reported with: `--severity`.

use std::str::FromStr;

use super::selection::{UnknownSelector, stands_for};
use crate::finding::{Finding, Severity};

/// Severities that a run gives to findings in place of those of their rules, by names as a
/// [`Selection`](super::Selection) takes them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Severities(Vec<Remap>);

/// What the findings of a name are reported with: `gateway=error`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remap {
    name: String,
    severity: Severity,
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
    /// The remaps, the later over the earlier.
    ///
    /// # Errors
    /// The first name that stands for no rule.
    pub fn new(remaps: Vec<Remap>) -> Result<Self, UnknownSelector> {
        remaps.iter().try_for_each(|remap| UnknownSelector::check(&remap.name))?;
        Ok(Self(remaps))
    }

    /// What a finding is reported with.
    pub fn of(&self, finding: &Finding) -> Severity {
        let remap = self.0.iter().rev().find(|remap| stands_for(&remap.name, finding));
        remap.map_or(finding.severity, |remap| remap.severity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remaps_are_a_name_and_a_severity() {
        let remap: Remap = "gateway=error".parse().expect("a remap");
        assert_eq!(remap, Remap { name: "gateway".to_owned(), severity: Severity::Error });
        for text in ["gateway", "gateway=", "gateway=fatal", "gateway=ERROR"] {
            assert!(text.parse::<Remap>().is_err(), "{text}");
        }
    }
}
