//! What was said of files that several configs include.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::FileReport;

/// What was said of included files so far.
#[derive(Debug, Clone, Default)]
pub struct Told(BTreeSet<Said>);

/// A finding in an included file: the file, the rule, the bytes and the message.
type Said = (Arc<str>, &'static str, (u32, u32), String);

impl Told {
    /// Leaves out of a report what was said of an included file before, for another config that
    /// includes it too.
    pub fn once(&mut self, file: &mut FileReport) {
        let before = file.findings.len();
        file.findings.retain(|finding| {
            let region = &finding.region;
            let own = file.is_fragment.then(|| Arc::from(&*file.path));
            let Some(name) = region.file.clone().or(own) else { return true };
            let span = (region.start.offset, region.end.offset);
            self.0.insert((name, finding.rule, span, finding.message.clone()))
        });
        file.told_elsewhere += before - file.findings.len();
    }
}
