//! See the rule's documentation.

use crate::effective::why_not_trusted;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Trusted programs are looked for where others may put theirs.
    ///
    /// `tools.exec.safeBinTrustedDirs`, for all or for one agent, lists folders whose programs count as
    /// the real ones, besides `/bin` and `/usr/bin`. In a temporary folder, in somebody's home, in the
    /// folder of a package manager or at a relative path, the agent itself or another user may put a
    /// program of that name.
    ///
    /// ```json5 bad
    /// {
    ///   tools: { exec: { safeBinTrustedDirs: ["/opt/tools/bin", "/tmp/bin", "bin"] } },
    /// //                                                        ^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { exec: { safeBinTrustedDirs: ["/opt/tools/bin"] } } }
    /// ```
    "tools-exec-safe-bin-trusted-dirs-risky" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("tools.exec.safe_bin_trusted_dirs_risky"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let shared = config.at(&["tools", "exec", "safeBinTrustedDirs"]);
    let own = config.agents().filter_map(|scope| scope.own_tool(&["exec", "safeBinTrustedDirs"]));
    let folders = shared.into_iter().chain(own).flat_map(|list| config.texts(Some(list)));
    let risky: Vec<_> =
        folders.filter_map(|(folder, place)| Some((why_not_trusted(&folder)?, place))).collect();
    let Some(((why, first), others)) = risky.split_first() else { return };
    let finding =
        findings.add(Place::value(*first), format!("programs here are not to be trusted: {why}"));
    for (why, other) in others {
        finding.related(other.span(), format!("nor are those here: {why}"));
    }
    finding.help("name folders that only the administrator may write to");
}
