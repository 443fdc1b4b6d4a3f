//! The findings that are known already: a file that a project keeps.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{FileReport, Fingerprint, ReportedSuppressed, SuppressedBy};

/// How often each finding is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Fingerprint, usize>,
}

/// Why a text is no baseline.
#[derive(Debug)]
pub enum BaselineError {
    /// It is not JSON, or other JSON.
    Text(serde_json::Error),
    /// It is of a later clawtidy.
    Version(u32),
}

impl fmt::Display for BaselineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(error) => write!(f, "this is no baseline: {error}"),
            Self::Version(version) => {
                write!(f, "a baseline of version {version}, which a later clawtidy reads")
            }
        }
    }
}

impl std::error::Error for BaselineError {}

/// The version that is written, and the only one that is read.
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Serialize, Deserialize)]
struct Entry {
    #[serde(flatten)]
    fingerprint: Fingerprint,
    #[serde(default = "once", skip_serializing_if = "is_once")]
    count: usize,
}

const fn once() -> usize {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_once(count: &usize) -> bool {
    *count == 1
}

impl Baseline {
    /// Reads what [`Baseline::to_json`] writes.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(text: &str) -> Result<Self, BaselineError> {
        let Document { version, findings } =
            serde_json::from_str(text).map_err(BaselineError::Text)?;
        if version != VERSION {
            return Err(BaselineError::Version(version));
        }
        let mut counts = BTreeMap::new();
        for Entry { fingerprint, count } in findings {
            *counts.entry(fingerprint).or_default() += count;
        }
        Ok(Self { counts })
    }

    /// As JSON, sorted, one finding a line, so that a change of it reads well.
    ///
    /// # Errors
    /// None that a list of texts could bring about.
    pub fn to_json(&self) -> Result<String, serde_json::Error> {
        let entry = |(fingerprint, &count): (&Fingerprint, &usize)| {
            serde_json::to_string(&Entry { fingerprint: fingerprint.clone(), count })
        };
        let entries: Result<Vec<String>, _> = self.counts.iter().map(entry).collect();
        let entries = entries?.iter().map(|entry| format!("\n    {entry}")).collect::<Vec<_>>();
        let end = if entries.is_empty() { "" } else { "\n  " };
        let entries = entries.join(",");
        Ok(format!("{{\n  \"version\": {VERSION},\n  \"findings\": [{entries}{end}]\n}}\n"))
    }

    /// Takes in what was found in a file.
    pub fn add(&mut self, file: &FileReport) {
        for fingerprint in file.findings.iter().filter_map(|it| it.fingerprint.as_deref()) {
            *self.counts.entry(fingerprint.clone()).or_default() += 1;
        }
    }

    /// Sets apart what is known of a file's findings. Each of them is known as often as it is listed,
    /// over all files.
    pub fn set_apart(&mut self, file: &mut FileReport) {
        let is_known = |fingerprint: &Fingerprint, counts: &mut BTreeMap<Fingerprint, usize>| {
            let left = counts.get_mut(fingerprint).filter(|left| **left > 0);
            left.is_some_and(|left| {
                *left -= 1;
                true
            })
        };
        let findings = std::mem::take(&mut file.findings);
        for finding in findings {
            let fingerprint = finding.fingerprint.as_deref();
            if fingerprint.is_some_and(|it| is_known(it, &mut self.counts)) {
                let by = SuppressedBy::Baseline;
                file.suppressed.push(ReportedSuppressed { finding, by, reason: None });
            } else {
                file.findings.push(finding);
            }
        }
    }

    /// How many findings it lists; after [`Baseline::set_apart`], those that were not there.
    pub fn len(&self) -> usize {
        self.counts.values().sum()
    }

    /// Whether it lists none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Details, Gate};
    use crate::schema::Release;
    use crate::source::Source;
    use crate::world::{Environment, World};

    fn report(text: &str) -> FileReport {
        let source = Source::new("openclaw.json", text.to_owned());
        let world = World::new(Release::LATEST, Environment::Unknown);
        let gate = Gate {
            details: Details { fingerprints: true, ..Details::default() },
            ..Gate::default()
        };
        gate.pass(&source, &crate::check(&source, &world))
    }

    /// How many findings of `after` are new to the baseline of `before`, and how many of that are gone.
    fn changed(before: &str, after: &str) -> (usize, usize) {
        let mut baseline = Baseline::default();
        baseline.add(&report(before));
        let written = baseline.to_json().expect("JSON");
        let mut baseline = Baseline::read(&written).expect("a baseline");
        assert_eq!(baseline.to_json().expect("JSON"), written);
        let mut file = report(after);
        baseline.set_apart(&mut file);
        (file.findings.len(), baseline.len())
    }

    const CONFIG: &str =
        "{ gateway: { mode: 'local', prot: 1 }, agents: { entries: { a: { modl: 'x' } } } }";

    #[test]
    fn layout_and_order_do_not_count() {
        assert_eq!(report(CONFIG).findings.len(), 2);
        assert_eq!(changed(CONFIG, CONFIG), (0, 0));
        let other = "// new\n{\n  agents: { entries: { a: { \"modl\": \"x\" } } },\n\n  gateway: {\n prot: 0x1, mode: 'local' } }";
        assert_eq!(changed(CONFIG, other), (0, 0));
    }

    #[test]
    fn another_value_another_key_and_one_more_are_new() {
        assert_eq!(changed(CONFIG, &CONFIG.replace("prot: 1", "prot: 2")), (1, 1));
        assert_eq!(changed(CONFIG, &CONFIG.replace("modl", "modle")), (1, 1));
        assert_eq!(changed("{ gateway: { mode: 'local' } }", CONFIG), (2, 0));
        assert_eq!(changed(CONFIG, "{ gateway: { mode: 'local' } }"), (0, 2));
        let two = "{ gateway: { mode: 'local' }, bindings: [{ agntId: 'x' }, { agntId: 'x' }] }";
        let one = two.replace("{ agntId: 'x' }, ", "");
        let new = changed(&one, two);
        assert!(new.0 > 0 && new.1 == 0, "{new:?}");
    }

    #[test]
    fn where_an_item_stands_does_not_count() {
        let list = |items: &str| format!("{{ gateway: {{ mode: 'local' }}, bindings: [{items}] }}");
        let one = "{ agentId: 'main', match: { channel: 'telegram', prot: 7 } }";
        let (before, after) = (
            list(one),
            list(&format!("{{ agentId: 'main', match: {{ channel: 'telegram' }} }}, {one}")),
        );
        let count = |text: &str| {
            report(text)
                .findings
                .iter()
                .filter(|it| it.key.segments().contains(&"prot".into()))
                .count()
        };
        assert_eq!((count(&before), count(&after)), (1, 1));
        let mut baseline = Baseline::default();
        baseline.add(&report(&before));
        let mut file = report(&after);
        baseline.set_apart(&mut file);
        assert!(file.findings.iter().all(|it| !it.key.segments().contains(&"prot".into())));
    }

    #[test]
    fn of_secrets_there_is_nothing() {
        let text = |secret: &str| {
            format!(
                "{{ gateway: {{ mode: 'local', auth: {{ tokne: '{secret}' }}, token: '{secret}' }} }}"
            )
        };
        let baseline = |secret: &str| {
            let mut baseline = Baseline::default();
            baseline.add(&report(&text(secret)));
            assert!(!baseline.is_empty());
            baseline.to_json().expect("JSON")
        };
        assert_eq!(baseline("swordfish"), baseline("another"));
    }

    #[test]
    fn what_is_no_baseline_is_refused() {
        let refused = |text: &str| Baseline::read(text).expect_err(text).to_string();
        assert!(refused("[]").starts_with("this is no baseline: "));
        assert!(refused(r#"{"version":1,"findings":[],"more":1}"#).contains("`more`"));
        assert!(refused(r#"{"version":2,"findings":[]}"#).contains("version 2"));
    }
}
