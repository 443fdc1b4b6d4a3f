//! See the rule's documentation.

use super::channel_entry::ChannelEntry;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Google Chat's service account is referred to in `serviceAccountRef`, not in `serviceAccount`.
    ///
    /// `serviceAccountRef` held a reference to a secret, and counted before `serviceAccount`, which held the
    /// account itself. Since 2026.8.1 `serviceAccount` takes both.
    ///
    /// The fix moves the reference there. It was the one in use, so an account that stands there is replaced:
    /// it is commented out.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     googlechat: {
    ///       serviceAccount: { type: "service_account" },
    ///       serviceAccountRef: { source: "env", provider: "default", id: "CHAT_ACCOUNT" },
    /// //    ^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     googlechat: {
    ///       // `serviceAccountRef` counted before it
    ///       // serviceAccount: { type: "service_account" },
    ///       serviceAccount: { source: "env", provider: "default", id: "CHAT_ACCOUNT" },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { googlechat: { serviceAccount: { source: "env", provider: "default", id: "CHAT_ACCOUNT" } } } }
    /// ```
    ///
    /// ```json5 good 2026.7.35
    /// { channels: { googlechat: { serviceAccountRef: { source: "env", provider: "default", id: "CHAT_ACCOUNT" } } } }
    /// ```
    "googlechat-service-account-ref" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    for entry in ChannelEntry::of_channel(root, "googlechat") {
        let Some(reference) = entry.get("serviceAccountRef") else { continue };
        if !entry.has_moved(context, &["serviceAccountRef"], &["serviceAccount"]) {
            continue;
        }
        let account = entry.get("serviceAccount");
        let edits = context.edits(|plan| {
            if let Some(account) = account {
                plan.retire(account, "`serviceAccountRef` counted before it")?;
            }
            plan.rename(reference, "serviceAccount")
        });
        let finding = findings.add(
            Place::name(reference),
            "the reference to the service account stands in `serviceAccount` now",
        );
        finding.help("`serviceAccount` takes a reference as well").fix(
            Safety::Safe,
            "rename it to `serviceAccount`",
            edits,
        );
        if let Some(account) = account {
            finding.related(account.name_span(), "this was not in use, as the reference counted");
        }
    }
}
