//! The migrations: one file each, the order in which they are carried out, and the engine.
//!
//! A migration is a [`Rule`] whose fix carries a config over a release that moved, renamed, reshaped
//! or retired a key. What data can say stands in `schema/moves.jsonl` and is carried out by the rule
//! `retired-key`; code is for the rest. A migration declares the effect `silent`: where the target
//! rejects the text at its place, the finding says so by itself (`weigh`).
//!
//! They run one after the other, each on the text that the one before it left, because OpenClaw's
//! do: a default model is moved before the list of allowed models is made of it.

mod agent_wide_runtime;
mod agents_entries_too_new;
mod audio_transcription_command;
mod automatic_local_model_lean;
mod canvas_host;
mod channel_entry;
mod channel_heartbeat_visibility;
mod codex_supervisor_plugin;
mod control_ui_origins_missing;
mod deepgram_options;
mod default_model_at_root;
mod device_auth_bypass;
mod disabled_imessage_catchup;
mod discord_channel_agent;
mod fill;
mod googlechat_service_account_ref;
mod implicit_primary_model;
mod impossible_gateway_port;
mod internal_hook_handlers;
mod invented_gateway_address;
mod invented_llm_section;
mod legacy_agent_list;
mod legacy_agent_section;
mod legacy_bash_tool;
mod legacy_channel_match;
mod legacy_channel_sections;
mod legacy_codex_provider;
mod legacy_cross_context_send;
mod legacy_default_agent;
mod legacy_dm_settings;
mod legacy_exec_policy;
mod legacy_group_routing;
mod legacy_heartbeat;
mod legacy_identity;
mod legacy_memory_search;
mod legacy_ollama_settings;
mod legacy_routing;
mod legacy_routing_agents;
mod legacy_sandbox_scope;
mod legacy_session_settings;
mod legacy_signal_transport;
mod legacy_streaming_settings;
mod legacy_tool_name;
mod legacy_variable_name;
mod llm_task_permissions;
mod long_wake_names;
mod loose_env_variables;
mod loose_feishu_webhook_path;
mod marker;
mod matrix_dm_policy_trusted;
mod mcp_server_type;
mod media_models_by_kind;
mod media_settings;
mod misshapen_model_choice;
mod misshapen_provider_models;
mod model_providers_at_root;
mod model_ref;
mod model_runtime;
mod models_as_allowlist;
mod named_tailscale_service;
mod openai_codex_plugin;
mod otel_content_flags;
mod otel_over_grpc;
mod ownership;
mod prompt_personality;
mod provider_owned_compat;
mod qqbot;
mod qqbot_approvals;
mod qqbot_default_account;
mod qqbot_group_settings;
mod qqbot_secret_file;
mod response_prefix_not_in_channels;
mod retired_model;
mod retired_qmd_memory;
mod retired_value;
mod retired_xai_setting;
mod runtime_as_provider;
mod scope;
mod secret_marker;
mod skills_as_list;
mod slack_explicit_mention;
mod slack_identity;
mod slack_interactive_replies;
mod speech;
mod split_spawn_switches;
mod stale_context_window;
mod stray_channel_config;
mod talk_provider_settings;
mod telegram_group_history_context;
mod telegram_mention_switch;
mod tools_filtered_by_profile;
mod tts_in_messages;
mod tts_provider_blocks;
mod tts_speaker_names;
mod tts_switch;
mod two_hostname_lists;
mod unchecked_matrix_account;
mod unknown_thinking_format;
mod unnamed_system_agent;
mod unread_feishu_settings;
mod unsupported_sandbox_network;
mod untruncated_compaction;
mod unusable_egress_hosts;
mod vllm_thinking_format;
mod whatsapp_ack_reaction;
mod whatsapp_debounce;
mod whatsapp_message_prefix;
mod wide_area_switched_off;
mod zero_session_retention;

pub use scope::{Scope, agent_scopes, channel_entries};

use std::collections::BTreeSet;

use crate::Fixing;
use crate::edit::{Bug, Change, Ground, Passed, Unfit, apply, change};
use crate::finding::{Edit, Effect, Finding, Fix, Severity};
use crate::rules::{self, Context, Rule};
use crate::syntax::Tree;
use crate::world::World;

/// Every migration, in the order in which they are carried out.
pub static MIGRATIONS: &[&Rule] = &[
    // What guides make up, and names of old products.
    &invented_llm_section::RULE,
    &invented_gateway_address::RULE,
    &skills_as_list::RULE,
    &legacy_variable_name::RULE,
    // What data says of single values.
    &retired_value::RULE,
    // What early releases kept at the root.
    &legacy_agent_section::RULE,
    &legacy_channel_match::RULE,
    &legacy_heartbeat::RULE,
    &model_providers_at_root::RULE,
    &legacy_channel_sections::RULE,
    &telegram_mention_switch::RULE,
    &legacy_group_routing::RULE,
    // The roster: what follows finds agents under their names.
    &legacy_agent_list::RULE,
    &legacy_routing_agents::RULE,
    // Nothing else is left in `routing` then.
    &legacy_routing::RULE,
    &legacy_identity::RULE,
    &legacy_default_agent::RULE,
    &unnamed_system_agent::RULE,
    // Models: chosen, named as they are now, and only then allowed.
    &default_model_at_root::RULE,
    &misshapen_model_choice::RULE,
    &misshapen_provider_models::RULE,
    &agent_wide_runtime::RULE,
    &implicit_primary_model::RULE,
    &provider_owned_compat::RULE,
    &legacy_codex_provider::RULE,
    &retired_model::RULE,
    &models_as_allowlist::RULE,
    &runtime_as_provider::RULE,
    &vllm_thinking_format::RULE,
    &unknown_thinking_format::RULE,
    &stale_context_window::RULE,
    &automatic_local_model_lean::RULE,
    &llm_task_permissions::RULE,
    &legacy_ollama_settings::RULE,
    &retired_xai_setting::RULE,
    // Media.
    &audio_transcription_command::RULE,
    &media_models_by_kind::RULE,
    &deepgram_options::RULE,
    &media_settings::RULE,
    // The gateway, telemetry, the browser.
    &otel_over_grpc::RULE,
    &named_tailscale_service::RULE,
    &device_auth_bypass::RULE,
    &impossible_gateway_port::RULE,
    &control_ui_origins_missing::RULE,
    &wide_area_switched_off::RULE,
    &loose_env_variables::RULE,
    &two_hostname_lists::RULE,
    &otel_content_flags::RULE,
    // Speech.
    &tts_in_messages::RULE,
    &tts_provider_blocks::RULE,
    &tts_speaker_names::RULE,
    &tts_switch::RULE,
    &talk_provider_settings::RULE,
    // Plugins and servers.
    &codex_supervisor_plugin::RULE,
    &openai_codex_plugin::RULE,
    &canvas_host::RULE,
    &prompt_personality::RULE,
    &mcp_server_type::RULE,
    // Hooks, sessions, secrets.
    &internal_hook_handlers::RULE,
    &untruncated_compaction::RULE,
    &unusable_egress_hosts::RULE,
    &secret_marker::RULE,
    // Channels.
    &legacy_streaming_settings::RULE,
    &unread_feishu_settings::RULE,
    &channel_heartbeat_visibility::RULE,
    &loose_feishu_webhook_path::RULE,
    &unchecked_matrix_account::RULE,
    &matrix_dm_policy_trusted::RULE,
    &slack_identity::RULE,
    &slack_explicit_mention::RULE,
    &slack_interactive_replies::RULE,
    &telegram_group_history_context::RULE,
    &disabled_imessage_catchup::RULE,
    &googlechat_service_account_ref::RULE,
    &whatsapp_message_prefix::RULE,
    &whatsapp_ack_reaction::RULE,
    &whatsapp_debounce::RULE,
    &response_prefix_not_in_channels::RULE,
    &split_spawn_switches::RULE,
    &legacy_dm_settings::RULE,
    &discord_channel_agent::RULE,
    &long_wake_names::RULE,
    &stray_channel_config::RULE,
    &legacy_signal_transport::RULE,
    &qqbot_default_account::RULE,
    &qqbot_secret_file::RULE,
    &qqbot_approvals::RULE,
    &qqbot_group_settings::RULE,
    // Agents, tools, memory and sessions.
    &legacy_sandbox_scope::RULE,
    &unsupported_sandbox_network::RULE,
    &legacy_memory_search::RULE,
    &retired_qmd_memory::RULE,
    &legacy_bash_tool::RULE,
    &legacy_exec_policy::RULE,
    &tools_filtered_by_profile::RULE,
    &legacy_tool_name::RULE,
    &legacy_cross_context_send::RULE,
    &legacy_session_settings::RULE,
    &zero_session_retention::RULE,
    // Back to older releases.
    &agents_entries_too_new::RULE,
];

/// Whether a migration has that id.
pub fn is_one(id: &str) -> bool {
    MIGRATIONS.iter().any(|migration| migration.id == id)
}

/// Lets the findings of migrations say what the target makes of the text at their place.
pub(crate) fn weigh(context: &Context<'_>, findings: &mut [Finding]) {
    let mut own = findings
        .iter_mut()
        .filter(|finding| finding.effect == Effect::Silent && is_one(finding.rule))
        .peekable();
    if own.peek().is_none() {
        return;
    }
    let rejected: BTreeSet<_> = context.violations().iter().map(|it| it.place.span).collect();
    for finding in own.filter(|finding| rejected.contains(&finding.place.span)) {
        finding.effect = Effect::Rejected;
        finding.severity = Severity::Error;
    }
}

/// What came of carrying a config over the migrations.
#[derive(Debug)]
pub(crate) struct Carried<G> {
    /// The text afterwards.
    pub(crate) tree: G,
    /// What was done.
    pub(crate) applied: Vec<Change>,
    /// The edits of each pass, in order of place.
    pub(crate) passes: Vec<Vec<Edit>>,
    /// What went wrong on our side; nothing was done then.
    pub(crate) bug: Option<Bug>,
}

/// How often a migration may go on with what it left; those that merge need two passes.
const PASSES: usize = 12;

/// Carries a config over all migrations whose findings are `selected` and that are safe enough.
/// A text with syntax errors stays as it is, and so does what the files that it stands in cannot
/// take on.
pub(crate) fn carry<G: Ground + Clone>(
    tree: G,
    world: &World,
    fixing: &Fixing,
    selected: &impl Fn(&Finding) -> bool,
) -> Carried<G> {
    let mut carried = Carried { tree, applied: Vec::new(), passes: Vec::new(), bug: None };
    if !carried.tree.tree().errors().is_empty() {
        return carried;
    }
    let before = carried.tree.clone();
    let mut unfit = Unfit::default();
    let mut next = 0;
    let mut passes = 0;
    while next < MIGRATIONS.len() {
        let context = Context::new(carried.tree.tree(), world, fixing.keep);
        let mut done = None;
        while let Some(migration) = MIGRATIONS.get(next) {
            let mut findings = Vec::new();
            context.run(migration, &mut findings);
            rules::set_apart_by_comments(&context, &mut findings);
            let offers = |finding: &&Finding| {
                let offered = finding.fix.as_ref();
                let is_safe = offered.is_some_and(|fix| fix.safety >= fixing.allowed);
                is_safe && selected(finding) && !unfit.holds(finding)
            };
            let offers: Vec<&Finding> = findings.iter().filter(offers).collect();
            let found = &mut |tree: &Tree| {
                let mut findings = Vec::new();
                Context::new(tree, world, fixing.keep).run(migration, &mut findings);
                findings
            };
            if passes < PASSES
                && let Some(outcome) = applied(&carried.tree, &offers, &mut unfit, found)
            {
                done = Some(outcome);
                passes += 1;
                break;
            }
            next += 1;
            passes = 0;
        }
        let Some((outcome, changes)) = done else { break };
        carried.tree = outcome.ground;
        carried.applied.extend(changes);
        carried.passes.push(outcome.edits);
        carried.passes.extend(outcome.settled.map(|edit| vec![edit]));
    }
    if !carried.passes.is_empty() {
        carried.bug = fault(before.tree(), &carried, world);
        if carried.bug.is_some() {
            return Carried { tree: before, applied: Vec::new(), passes: Vec::new(), ..carried };
        }
    }
    carried
}

/// What stands there with the fixes of findings applied, and what they did; `None` if nothing.
fn applied<G: Ground>(
    ground: &G,
    offers: &[&Finding],
    unfit: &mut Unfit,
    found: &mut dyn FnMut(&Tree) -> Vec<Finding>,
) -> Option<(Passed<G>, Vec<Change>)> {
    let fixes: Vec<&Fix> = offers.iter().filter_map(|finding| finding.fix.as_deref()).collect();
    if fixes.is_empty() {
        return None;
    }
    let outcome = apply(ground.tree().text(), fixes);
    if outcome.text == ground.tree().text() {
        return None;
    }
    let passed = Passed::of(ground, offers, outcome, unfit, found)?;
    let changes = passed.applied.iter().filter_map(|&index| change(ground, offers.get(index)?));
    let changes = changes.collect();
    Some((passed, changes))
}

/// What the migrations made worse: syntax, or a config that was accepted and is no longer.
fn fault<G: Ground>(before: &Tree, carried: &Carried<G>, world: &World) -> Option<Bug> {
    let mut rules: Vec<_> = carried.applied.iter().map(|change| change.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    let after = carried.tree.tree();
    if !after.errors().is_empty() {
        return Some(Bug::AddsSyntaxError { rules });
    }
    let accepted = |tree: &Tree| {
        rules::run(tree, world).iter().all(|finding| finding.effect != Effect::Rejected)
    };
    let worse = !accepted(after) && accepted(before);
    worse.then_some(Bug::AddsRejected { rules })
}
