//! Findings that the config tells OpenClaw's audit to keep to itself: `security.audit.suppressions`.

use super::Context;
use crate::effective::suppressions;
use crate::finding::{Effect, Finding, Suppressed};

/// The check that says that there are suppressions, which none of them silences.
const ABOUT_SUPPRESSIONS: &str = "security.audit.suppressions.active";

/// Sets apart what the audit does not report. What OpenClaw does besides, such as refusing to start,
/// no suppression changes: there the finding stays and is the audit's no more. A suppression that is
/// narrowed to words of OpenClaw's own reports silences nothing, as those words are not known here.
pub(super) fn mark(context: &Context<'_>, list: &mut [Finding]) {
    let Some(variables) = context.variables() else { return };
    let suppressions = suppressions(context.tree, variables);
    let audited = |finding: &&mut Finding| {
        finding.audit.as_deref().is_some_and(|audit| audit != ABOUT_SUPPRESSIONS)
    };
    for finding in list.iter_mut().filter(audited) {
        let is_meant = |check: &str| finding.audit.as_deref() == Some(check);
        let mut fitting = suppressions.iter().filter(|it| is_meant(&it.check));
        let whole = fitting.clone().find(|it| !it.is_narrowed);
        if let Some(suppression) = whole {
            let span = suppression.value.span();
            if finding.effect == Effect::Audited {
                let reason = suppression.reason.clone();
                finding.suppressed = Some(Suppressed { span, reason });
            } else {
                finding.audit = None;
                finding.related(span, "this keeps it out of the security audit only");
            }
        } else if let Some(suppression) = fitting.next() {
            let message = "this silences it in OpenClaw's audit if its words fit there; here it \
                           silences nothing, as those words are not known";
            finding.related(suppression.value.span(), message);
        }
    }
}
