//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A newer OpenClaw than the target wrote this config.
    ///
    /// `meta.lastTouchedVersion` says which release wrote the config last. An older gateway refuses to
    /// start on it, since it might undo what the newer one has carried over. Release, pre-release and
    /// correction of one version (`2026.9.6`, `2026.9.6-beta.1`, `2026.9.6-2`) count as the same.
    ///
    /// ```json5 bad
    /// {
    ///   meta: { lastTouchedVersion: "2027.1.1" },
    /// //                            ^^^^^^^^^^
    ///   gateway: { mode: "local" },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   meta: { lastTouchedVersion: "2026.1.29" },
    ///   gateway: { mode: "local" },
    /// }
    /// ```
    ///
    /// ```json5 good 2026.9.2
    /// {
    ///   meta: { lastTouchedVersion: "2026.9.2" },
    ///   gateway: { mode: "local" },
    /// }
    /// ```
    "config-from-newer-release" {
        severity: Severity::Warning,
        effect: Effect::BlocksStart,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let touched = context.tree.root().and_then(|root| root.at(&["meta", "lastTouchedVersion"]));
    let Some(touched) = touched else { return };
    let release = context.world.target;
    let Some(written) = context.text(touched).and_then(|text| version(&text)) else { return };
    if version(release.name()).is_some_and(|target| written > target) {
        let message = format!("this config was last written by a newer OpenClaw than {release}");
        let finding = findings.add(Place::value(touched), message);
        finding.help("run that release or a newer one, or check against it with `--target`");
    }
}

/// The three numbers of a version; what follows them (`-beta.1`, `.beta.1`, `+build`) does not
/// count. OpenClaw reads no version in a text with leading zeros.
fn version(text: &str) -> Option<[u64; 3]> {
    let text = text.trim();
    let text = text.strip_prefix('v').unwrap_or(text);
    let end = text.find(['-', '+']).or_else(|| text.find(".beta")).unwrap_or(text.len());
    let numbers: Option<Vec<u64>> = text[..end]
        .split('.')
        .map(|part| {
            let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
            let plain = part == "0" || !part.starts_with('0');
            (digits && plain).then(|| part.parse().ok()).flatten()
        })
        .collect();
    numbers?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::version;

    #[test]
    fn versions_are_read_as_openclaw_reads_them() {
        for text in ["2026.9.6", " v2026.9.6", "2026.9.6-beta.1", "2026.9.6.beta.1", "2026.9.6+x"] {
            assert_eq!(version(text), Some([2026, 9, 6]), "{text}");
        }
        for text in ["2026.09.6", "2026.9", "", "next", "2026.9.6.7", "-1.2.3"] {
            assert_eq!(version(text), None, "{text}");
        }
    }
}
