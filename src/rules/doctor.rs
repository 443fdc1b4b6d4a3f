//! What `openclaw doctor` (2026.9.6), and its security audit, call things that rules of another name
//! report.
//!
//! Of the audit's checks four are never reached, since such a config is rejected; they are listed here with
//! the rules that say so. To these no rule answers, as the config alone does not tell:
//! - `channels.*.account.read_only_resolution` and `channels.*.warning.*`: whether a secret can be had, and
//!   what a channel's own code has to say;
//! - `channels.*.dm.wildcard_routing_unverified.*`: whether a channel's own code knows where strangers
//!   belong. Of the channels that OpenClaw brings, Telegram alone has such code, and it always knows.

/// A check, or what a finding of one asks for, and the rule that answers to it; sorted. Of checks to
/// which several rules answer, the one that speaks most often.
const CHECKS: [(&str, &str); 26] = [
    ("channels.*.dm.open_invalid", "dm-policy-without-senders"),
    ("config.agent_roster.invalid_default_count", "agent-ownership-unclear"),
    ("config.plaintext_secrets", "plaintext-secret"),
    ("core/doctor/channel-plugin-blockers", "channel-plugin-blocked"),
    ("core/doctor/channel-preview-warnings", "channels-telegram-allow-from-invalid-entries"),
    ("core/doctor/codex-session-routes", "codex-plugin-blocked"),
    ("core/doctor/command-owner", "command-owner-missing"),
    ("core/doctor/default-account-routing", "account-without-binding"),
    ("core/doctor/final-config-validation", "invalid-value"),
    ("core/doctor/gateway-auth", "gateway-credential-unusable"),
    ("core/doctor/gateway-config", "gateway-mode-missing"),
    ("core/doctor/hooks-model", "unknown-model-provider"),
    ("core/doctor/memory-search", "memory-search-off"),
    ("core/doctor/model-references", "unknown-model-provider"),
    ("core/doctor/node-hosting-preconditions", "node-onboarding-unreachable"),
    ("core/doctor/skill-workshop-tool-policy", "skill-workshop-unreachable"),
    ("doctor.approval_forwarding_disabled", "approval-forwarding-disabled"),
    ("doctor.exec_filesystem_policy", "tools-exec-fs-tools-disabled-but-exec-enabled"),
    ("doctor.heartbeat_direct_policy_unset", "heartbeat-direct-policy-unset"),
    ("gateway.bind_network_accessible", "gateway-bind-network-accessible"),
    ("machine-client-auth", "machine-client-without-secret"),
    ("node-onboarding-plugin", "device-pairing-off"),
    ("node-onboarding-url", "node-onboarding-unreachable"),
    ("sandbox.bind_mount_non_absolute", "invalid-value"),
    ("sandbox.dangerous_apparmor_profile", "sandbox-not-isolated"),
    ("sandbox.dangerous_seccomp_profile", "sandbox-not-isolated"),
];

/// The id of the rule that answers to a check of that id.
pub(super) fn rule_of(check: &str) -> Option<&'static str> {
    CHECKS.iter().find(|(own, _)| super::is_audit(own, check)).map(|(_, rule)| *rule)
}

/// The ids of the checks.
pub(super) fn checks() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|(check, _)| *check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    #[test]
    fn checks_are_sorted_and_name_rules() {
        assert!(CHECKS.is_sorted_by(|a, b| a.0 < b.0));
        for (check, rule) in CHECKS {
            assert!(rules::every().any(|own| own.id == rule), "{rule}");
            assert_eq!(rules::find(check).map(|own| own.id), Some(rule), "{check}");
        }
    }
}
