//! What the rules about channels that are open to all have in common.

use super::Findings;
use crate::finding::{Finding, Place};
use crate::syntax::Value;

/// Adds a finding at the first of the policies that let anybody write, with the others beside it;
/// none where there is no such policy.
pub(super) fn report<'f>(
    findings: &'f mut Findings<'_>,
    policies: &[Value<'_>],
    message: impl Into<String>,
) -> Option<&'f mut Finding> {
    let (first, others) = policies.split_first()?;
    let finding = findings.add(Place::value(*first), message);
    for policy in others {
        finding.related(policy.span(), "this lets anybody write as well");
    }
    Some(finding)
}
