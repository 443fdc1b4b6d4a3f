//! The rules: one file each, and the list of them.
//!
//! A rule is a value. Its doc comment is its documentation everywhere (`explain`, the pages under
//! `docs/rules/`, the README's table, SARIF) and its examples are its tests; `tests/laws.rs` holds
//! every rule to them.

mod account_without_binding;
mod agent_ownership_unclear;
mod approval_forwarding_disabled;
mod artefact_in_repo;
mod avatar_outside_workspace;
mod blank_credential;
mod broken_include;
mod browser_control_invalid_config;
mod browser_control_no_auth;
mod browser_extension_relay_legacy_auth;
mod browser_profile_mismatch;
mod browser_remote_cdp_http;
mod browser_remote_cdp_private_host;
mod channel_plugin_blocked;
mod channels_allow_from_dangerous_name_matching_enabled;
mod channels_allow_from_mutable_entries_inert;
mod channels_dm_disabled;
mod channels_dm_locked;
mod channels_dm_open;
mod channels_dm_session_collision;
mod channels_routing_owner_missing;
mod channels_telegram_allow_from_invalid_entries;
mod channels_telegram_groups_allow_from_missing;
mod channels_telegram_groups_allow_from_wildcard;
mod channels_telegram_groups_open;
mod codex_plugin_blocked;
mod command_owner_missing;
mod comment_key;
mod committed;
mod config_from_newer_release;
mod config_insecure_or_dangerous_flags;
mod config_secrets_gateway_password_in_config;
mod config_secrets_hooks_token_in_config;
mod context;
mod context_budget_misplaced;
mod custom_codex_command;
mod custom_provider_incomplete;
mod default_account_unclear;
mod device_pairing_off;
mod discovery_mdns_full_mode;
mod dm_policy_moot;
mod dm_policy_without_senders;
mod doctor;
mod duplicate_agent_id;
mod duplicate_key;
mod empty_agent_roster;
pub mod example;
mod exec_mode_conflict;
mod gateway_auth_mode_ambiguous;
mod gateway_auth_no_rate_limit;
mod gateway_bind_every_interface;
mod gateway_bind_network_accessible;
mod gateway_bind_no_auth;
mod gateway_bind_tailnet_fallback;
mod gateway_control_ui_allowed_origins_required;
mod gateway_control_ui_allowed_origins_wildcard;
mod gateway_control_ui_host_header_origin_fallback;
mod gateway_credential_unusable;
mod gateway_custom_bind_host;
mod gateway_funnel_no_password;
mod gateway_http_no_auth;
mod gateway_http_session_key_override_enabled;
mod gateway_loopback_no_auth;
mod gateway_mode_missing;
mod gateway_mode_removed;
mod gateway_no_auth;
mod gateway_nodes_allow_commands_dangerous;
mod gateway_nodes_deny_commands_ineffective;
mod gateway_password_placeholder_value;
mod gateway_password_too_short;
mod gateway_port_privileged;
mod gateway_real_ip_fallback_enabled;
mod gateway_role_missing;
mod gateway_secret;
mod gateway_tailscale_conflict;
mod gateway_tailscale_funnel;
mod gateway_tailscale_serve;
mod gateway_token_placeholder_value;
mod gateway_token_too_short;
mod gateway_tools_invoke_http_dangerous_allow;
mod gateway_trusted_proxies_missing;
mod gateway_trusted_proxy_allow_loopback;
mod gateway_trusted_proxy_auth;
mod gateway_trusted_proxy_device_auto_approve;
mod gateway_trusted_proxy_device_auto_approve_admin;
mod gateway_trusted_proxy_no_allowlist;
mod gateway_trusted_proxy_no_proxies;
mod gateway_trusted_proxy_no_user_header;
mod gateway_trusted_proxy_with_token;
mod gateway_without_tls;
mod group;
mod group_policy_without_senders;
mod group_without_mention;
mod heartbeat_direct_policy_unset;
mod heartbeat_without_owner;
mod hook_mapping_without_session;
mod hooks_allowed_agent_ids_unrestricted;
mod hooks_default_session_key_unset;
mod hooks_path_root;
mod hooks_request_session_key_enabled;
mod hooks_request_session_key_prefixes_missing;
mod hooks_token_reuse_gateway_token;
mod hooks_token_too_short;
mod idle_plugin_config;
mod ignores;
mod ineffective_context1m;
mod inexact_model_entry;
mod invalid_acp_binding;
mod invalid_broadcast_group;
mod invalid_edge_auth_header;
mod invalid_model_policy;
mod invalid_plugin_config;
mod invalid_value;
mod invalid_worker_settings;
mod invented_key;
mod key_too_new;
mod legacy_gateway_token;
mod listed;
mod machine_client_without_secret;
mod mcp_apps_enabled;
mod mcp_server_bad_name;
mod mcp_server_oauth_conflict;
mod mcp_server_retired_key;
mod mcp_server_without_command;
mod memory_search_off;
mod misplaced_key;
mod missing_env_variable;
mod missing_key;
mod missing_meta;
mod misspelled_key;
mod models_legacy;
mod models_small_params;
mod models_weak_tier;
mod nearest;
mod node_commands;
mod node_onboarding_unreachable;
mod open_to_all;
mod own_secrets;
mod placeholder_credential;
mod plaintext_secret;
mod portal_ingress_conflict;
mod provider_string_content;
mod purpose;
mod redaction_placeholder;
mod redundant_agent_setting;
mod redundant_default;
mod refused_env_variable;
mod removed_model_api;
mod retired_key;
mod reused_credential;
mod run;
mod sandbox_dangerous_bind_mount;
mod sandbox_dangerous_network_mode;
mod sandbox_docker_config_mode_off;
mod sandbox_env_not_portable;
mod sandbox_not_isolated;
mod secret_provider_mismatch;
mod secret_reference_misplaced;
mod security_audit_suppressions_active;
mod security_exposure_open_channels_with_exec;
mod security_exposure_open_groups_with_control_plane_tools;
mod security_exposure_open_groups_with_elevated;
mod security_exposure_open_groups_with_runtime_or_fs;
mod security_trust_model_cross_agent_session_access_default;
mod security_trust_model_group_scope_main;
mod security_trust_model_multi_user_heuristic;
mod shared_agent_dir;
mod short_credential;
mod size_drop_hazard;
mod skill_workshop_unreachable;
mod stale_agent_reference;
mod summary_attack_surface;
mod suppressed;
mod suppression_without_reason;
pub mod symptoms;
mod syntax_error;
mod telegram_api_root_with_token;
mod telegram_reply_hides_progress;
mod telegram_webhook_path_reserved;
mod telegram_without_token;
mod tools_allow_conflict;
mod tools_elevated_allow_from_large;
mod tools_elevated_allow_from_wildcard;
mod tools_exec_agent_skill_mcp_boundary_drift;
mod tools_exec_fs_tools_disabled_but_exec_enabled;
mod tools_exec_host_sandbox_no_sandbox_agents;
mod tools_exec_host_sandbox_no_sandbox_defaults;
mod tools_exec_safe_bin_trusted_dirs_risky;
mod tools_exec_safe_bins_broad_behavior;
mod tools_exec_safe_bins_interpreter_unprofiled;
mod tools_exec_security_full_configured;
mod tools_profile_minimal_overridden;
mod unavailable_model;
mod unknown;
mod unknown_agent;
mod unknown_agent_runtime;
mod unknown_channel;
mod unknown_heartbeat_target;
mod unknown_key;
mod unknown_model_provider;
mod unknown_plugin;
mod unknown_suppressed_rule;
mod unknown_talk_provider;
mod unknown_tool_name;
mod unlisted_model;
mod unsendable_codex_param;
mod unusable_hooks;
mod unused_env_variable;
mod unused_suppression;
mod value_for_nothing;
mod web_search_provider_config;
mod web_search_provider_unavailable;
mod web_search_reserved_name;
mod wrong_placeholder_syntax;
mod yaml_config;

use crate::finding::{Effect, Profile, Safety, Severity};
use crate::migrations::MIGRATIONS;

pub use context::{Context, Findings};
pub use group::Group;
pub(crate) use group::is_opinion;
pub(crate) use invalid_value::BindMeaning;
pub(crate) use run::{Asker, run_for, run_on_artefact, run_on_env_file};
pub use run::{run, run_keeping};

/// One check.
#[derive(Debug)]
pub struct Rule {
    /// Its id: kebab-case, names what is wrong.
    pub id: &'static str,
    /// Its documentation in Markdown: a first line that says it all, reasons, examples.
    pub docs: &'static str,
    /// How much its findings matter, unless one says otherwise.
    pub severity: Severity,
    /// What OpenClaw does because of its findings, unless one says otherwise.
    pub effect: Effect,
    /// The check of `openclaw security audit` that it answers to.
    pub audit: Option<&'static str>,
    /// From which profile on it is on by default.
    pub profile: Profile,
    /// The clawtidy version that brought it.
    pub since: &'static str,
    /// The safest fix it offers.
    pub fix: Option<Safety>,
    /// What a text must be for it to run.
    pub needs: Stage,
    /// Looks at a config and adds what it finds.
    pub check: fn(&Context<'_>, &mut Findings<'_>),
}

impl Rule {
    /// What it finds, in one sentence.
    pub fn title(&self) -> &'static str {
        let first = self.docs.split('\n').next().unwrap_or_default();
        first.trim().trim_end_matches('.')
    }

    /// Its documentation in Markdown, as a page shows it.
    pub fn documentation(&self) -> String {
        let lines = self.docs.split('\n').map(|line| line.strip_prefix(' ').unwrap_or(line));
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// How far a text must have come for a rule to make sense: a missing brace must not set off forty
/// findings about the keys after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Any text.
    Text,
    /// A text without syntax errors.
    Parsed,
}

/// Every rule, in the order of their ids.
pub static RULES: &[&Rule] = &[
    &account_without_binding::RULE,
    &agent_ownership_unclear::RULE,
    &approval_forwarding_disabled::RULE,
    &artefact_in_repo::RULE,
    &avatar_outside_workspace::RULE,
    &blank_credential::RULE,
    &broken_include::RULE,
    &browser_control_invalid_config::RULE,
    &browser_control_no_auth::RULE,
    &browser_extension_relay_legacy_auth::RULE,
    &browser_profile_mismatch::RULE,
    &browser_remote_cdp_http::RULE,
    &browser_remote_cdp_private_host::RULE,
    &channel_plugin_blocked::RULE,
    &channels_allow_from_dangerous_name_matching_enabled::RULE,
    &channels_allow_from_mutable_entries_inert::RULE,
    &channels_dm_disabled::RULE,
    &channels_dm_locked::RULE,
    &channels_dm_open::RULE,
    &channels_dm_session_collision::RULE,
    &channels_routing_owner_missing::RULE,
    &channels_telegram_allow_from_invalid_entries::RULE,
    &channels_telegram_groups_allow_from_missing::RULE,
    &channels_telegram_groups_allow_from_wildcard::RULE,
    &channels_telegram_groups_open::RULE,
    &codex_plugin_blocked::RULE,
    &command_owner_missing::RULE,
    &comment_key::RULE,
    &config_from_newer_release::RULE,
    &config_insecure_or_dangerous_flags::RULE,
    &config_secrets_gateway_password_in_config::RULE,
    &config_secrets_hooks_token_in_config::RULE,
    &context_budget_misplaced::RULE,
    &custom_codex_command::RULE,
    &custom_provider_incomplete::RULE,
    &default_account_unclear::RULE,
    &device_pairing_off::RULE,
    &discovery_mdns_full_mode::RULE,
    &dm_policy_moot::RULE,
    &dm_policy_without_senders::RULE,
    &duplicate_agent_id::RULE,
    &duplicate_key::RULE,
    &empty_agent_roster::RULE,
    &exec_mode_conflict::RULE,
    &gateway_auth_mode_ambiguous::RULE,
    &gateway_auth_no_rate_limit::RULE,
    &gateway_bind_every_interface::RULE,
    &gateway_bind_network_accessible::RULE,
    &gateway_bind_no_auth::RULE,
    &gateway_bind_tailnet_fallback::RULE,
    &gateway_control_ui_allowed_origins_required::RULE,
    &gateway_control_ui_allowed_origins_wildcard::RULE,
    &gateway_control_ui_host_header_origin_fallback::RULE,
    &gateway_credential_unusable::RULE,
    &gateway_custom_bind_host::RULE,
    &gateway_funnel_no_password::RULE,
    &gateway_http_no_auth::RULE,
    &gateway_http_session_key_override_enabled::RULE,
    &gateway_loopback_no_auth::RULE,
    &gateway_mode_missing::RULE,
    &gateway_mode_removed::RULE,
    &gateway_nodes_allow_commands_dangerous::RULE,
    &gateway_nodes_deny_commands_ineffective::RULE,
    &gateway_password_placeholder_value::RULE,
    &gateway_password_too_short::RULE,
    &gateway_port_privileged::RULE,
    &gateway_real_ip_fallback_enabled::RULE,
    &gateway_role_missing::RULE,
    &gateway_tailscale_conflict::RULE,
    &gateway_tailscale_funnel::RULE,
    &gateway_tailscale_serve::RULE,
    &gateway_token_placeholder_value::RULE,
    &gateway_token_too_short::RULE,
    &gateway_tools_invoke_http_dangerous_allow::RULE,
    &gateway_trusted_proxies_missing::RULE,
    &gateway_trusted_proxy_allow_loopback::RULE,
    &gateway_trusted_proxy_auth::RULE,
    &gateway_trusted_proxy_device_auto_approve::RULE,
    &gateway_trusted_proxy_device_auto_approve_admin::RULE,
    &gateway_trusted_proxy_no_allowlist::RULE,
    &gateway_trusted_proxy_no_proxies::RULE,
    &gateway_trusted_proxy_no_user_header::RULE,
    &gateway_trusted_proxy_with_token::RULE,
    &gateway_without_tls::RULE,
    &group_policy_without_senders::RULE,
    &group_without_mention::RULE,
    &heartbeat_direct_policy_unset::RULE,
    &heartbeat_without_owner::RULE,
    &hook_mapping_without_session::RULE,
    &hooks_allowed_agent_ids_unrestricted::RULE,
    &hooks_default_session_key_unset::RULE,
    &hooks_path_root::RULE,
    &hooks_request_session_key_enabled::RULE,
    &hooks_request_session_key_prefixes_missing::RULE,
    &hooks_token_reuse_gateway_token::RULE,
    &hooks_token_too_short::RULE,
    &idle_plugin_config::RULE,
    &ineffective_context1m::RULE,
    &inexact_model_entry::RULE,
    &invalid_acp_binding::RULE,
    &invalid_broadcast_group::RULE,
    &invalid_edge_auth_header::RULE,
    &invalid_model_policy::RULE,
    &invalid_plugin_config::RULE,
    &invalid_value::RULE,
    &invalid_worker_settings::RULE,
    &invented_key::RULE,
    &key_too_new::RULE,
    &legacy_gateway_token::RULE,
    &machine_client_without_secret::RULE,
    &mcp_apps_enabled::RULE,
    &mcp_server_bad_name::RULE,
    &mcp_server_oauth_conflict::RULE,
    &mcp_server_retired_key::RULE,
    &mcp_server_without_command::RULE,
    &memory_search_off::RULE,
    &misplaced_key::RULE,
    &missing_env_variable::RULE,
    &missing_key::RULE,
    &missing_meta::RULE,
    &misspelled_key::RULE,
    &models_legacy::RULE,
    &models_small_params::RULE,
    &models_weak_tier::RULE,
    &node_onboarding_unreachable::RULE,
    &placeholder_credential::RULE,
    &plaintext_secret::RULE,
    &portal_ingress_conflict::RULE,
    &provider_string_content::RULE,
    &redaction_placeholder::RULE,
    &redundant_agent_setting::RULE,
    &redundant_default::RULE,
    &refused_env_variable::RULE,
    &removed_model_api::RULE,
    &retired_key::RULE,
    &reused_credential::RULE,
    &sandbox_dangerous_bind_mount::RULE,
    &sandbox_dangerous_network_mode::RULE,
    &sandbox_docker_config_mode_off::RULE,
    &sandbox_env_not_portable::RULE,
    &sandbox_not_isolated::RULE,
    &secret_provider_mismatch::RULE,
    &secret_reference_misplaced::RULE,
    &security_audit_suppressions_active::RULE,
    &security_exposure_open_channels_with_exec::RULE,
    &security_exposure_open_groups_with_control_plane_tools::RULE,
    &security_exposure_open_groups_with_elevated::RULE,
    &security_exposure_open_groups_with_runtime_or_fs::RULE,
    &security_trust_model_cross_agent_session_access_default::RULE,
    &security_trust_model_group_scope_main::RULE,
    &security_trust_model_multi_user_heuristic::RULE,
    &shared_agent_dir::RULE,
    &short_credential::RULE,
    &size_drop_hazard::RULE,
    &skill_workshop_unreachable::RULE,
    &stale_agent_reference::RULE,
    &summary_attack_surface::RULE,
    &suppression_without_reason::RULE,
    &syntax_error::RULE,
    &telegram_api_root_with_token::RULE,
    &telegram_reply_hides_progress::RULE,
    &telegram_webhook_path_reserved::RULE,
    &telegram_without_token::RULE,
    &tools_allow_conflict::RULE,
    &tools_elevated_allow_from_large::RULE,
    &tools_elevated_allow_from_wildcard::RULE,
    &tools_exec_agent_skill_mcp_boundary_drift::RULE,
    &tools_exec_fs_tools_disabled_but_exec_enabled::RULE,
    &tools_exec_host_sandbox_no_sandbox_agents::RULE,
    &tools_exec_host_sandbox_no_sandbox_defaults::RULE,
    &tools_exec_safe_bin_trusted_dirs_risky::RULE,
    &tools_exec_safe_bins_broad_behavior::RULE,
    &tools_exec_safe_bins_interpreter_unprofiled::RULE,
    &tools_exec_security_full_configured::RULE,
    &tools_profile_minimal_overridden::RULE,
    &unavailable_model::RULE,
    &unknown_agent::RULE,
    &unknown_agent_runtime::RULE,
    &unknown_channel::RULE,
    &unknown_heartbeat_target::RULE,
    &unknown_key::RULE,
    &unknown_model_provider::RULE,
    &unknown_plugin::RULE,
    &unknown_suppressed_rule::RULE,
    &unknown_talk_provider::RULE,
    &unknown_tool_name::RULE,
    &unlisted_model::RULE,
    &unsendable_codex_param::RULE,
    &unusable_hooks::RULE,
    &unused_env_variable::RULE,
    &unused_suppression::RULE,
    &value_for_nothing::RULE,
    &web_search_provider_config::RULE,
    &web_search_provider_unavailable::RULE,
    &web_search_reserved_name::RULE,
    &wrong_placeholder_syntax::RULE,
    &yaml_config::RULE,
];

/// The rule that looks at what all others found.
pub(crate) const UNUSED_SUPPRESSION: &str = unused_suppression::RULE.id;

/// The rules, then the migrations.
pub fn every() -> impl Iterator<Item = &'static Rule> + Clone {
    RULES.iter().chain(MIGRATIONS).copied()
}

/// The rule or migration of that id, or the rule that answers to that check of the audit or of
/// `openclaw doctor` (or to checks of that pattern).
pub fn find(id_or_check: &str) -> Option<&'static Rule> {
    let by_id = |id: &str| every().find(|rule| rule.id == id);
    let of_audit = || every().find(|rule| rule.audit.is_some_and(|it| is_audit(it, id_or_check)));
    let of_doctor = || by_id(doctor::rule_of(id_or_check)?);
    by_id(id_or_check).or_else(of_audit).or_else(of_doctor)
}

/// By what [`find`] finds a rule or a migration.
pub fn names() -> impl Iterator<Item = &'static str> {
    every().flat_map(|rule| [Some(rule.id), rule.audit]).flatten().chain(doctor::checks())
}

/// Whether a rule that declares `audit` answers to the check of that id. A `*` in what it declares
/// stands for a name, such as a channel's.
pub(crate) fn is_audit(audit: &str, id: &str) -> bool {
    audit.split_once('*').map_or(audit == id, |(before, after)| {
        let Some(rest) = id.strip_prefix(before) else { return false };
        // A name is one letter at least.
        rest.char_indices().skip(1).any(|(at, _)| is_audit(after, &rest[at..]))
            || after.is_empty() && !rest.is_empty()
    })
}

/// Declares a file's rule; its doc comment becomes the rule's documentation.
macro_rules! rule {
    (
        $(#[doc = $doc:literal])+
        $id:literal $(from $profile:ident)? { $($field:ident $(: $value:expr)?),+ $(,)? }
    ) => {
        $(#[doc = $doc])+
        pub(crate) static RULE: crate::rules::Rule = crate::rules::Rule {
            id: $id,
            docs: concat!($($doc, "\n"),+),
            profile: crate::rules::rule!(@profile $($profile)?),
            $($field $(: $value)?),+
        };
    };
    (@profile) => { crate::finding::Profile::Personal };
    (@profile $profile:ident) => { crate::finding::Profile::$profile };
}
pub(crate) use ignores::{
    Added as AddedIgnores, NotAdded as NoIgnores, WORD as IGNORE, add as add_ignores,
    mark_in as set_apart_by_comments,
};
pub(crate) use nearest::{nearest, nearest_of};
pub(crate) use rule;
