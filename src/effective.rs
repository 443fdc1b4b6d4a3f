//! What OpenClaw makes of a config before it acts on it: defaults filled in, credentials resolved,
//! the settings of all and those of an agent made one.
//! Each answer keeps the place it comes from, so that a finding points at what the author wrote.

mod audited_models;
mod bind_mounts;
mod canonical;
mod channel_defaults;
mod codex;
mod config;
mod credential;
mod exec_policy;
mod exec_scopes;
mod gateway;
mod group_routes;
mod hooks;
mod host;
mod inbound;
mod listed_models;
mod model_name;
mod model_policy;
mod model_refs;
mod model_strength;
mod places;
mod providers;
mod redaction;
mod roster;
mod safe_bins;
mod safeguard;
mod sandbox;
mod secret_ref;
mod suppression;
mod telegram;
mod tool_catalog;
mod tool_layers;
mod tool_policies;
mod web_tools;

pub use audited_models::AuditedModel;
pub use bind_mounts::{Forbidden, forbidden_in_sandbox, mounted_path};
pub use channel_defaults::{account_policy, channel_policy};
pub use codex::{Codex, CodexRoute};
pub use config::{Config, Remembered, Scope, Setting, has_members, members};
pub use credential::Credential;
pub use exec_policy::ExecPolicy;
pub use exec_scopes::{ExecHost, ExecScope};
pub use gateway::{AuthMode, Bind, Gateway, Secret, Tailscale};
pub use hooks::Hooks;
pub use host::{host, is_dotted_loopback, is_private};
pub use inbound::{Entrance, ManySenders};
pub use listed_models::listed_models;
pub use model_name::ModelName;
pub use model_policy::allows_models;
pub use model_refs::{ModelRef, model_refs};
pub use model_strength::{Weakness, billions_of_parameters, is_later_gpt, is_old_model, weakness};
pub use places::{Found, places};
pub use providers::{BUNDLED_PROVIDERS, is_bundled_provider};
pub use redaction::{is_mask, redaction_placeholders};
pub use roster::{Agent, IMPLICIT_AGENT, Ownership, Roster, RosterForm};
pub use safe_bins::{does_more_than_filter, is_interpreter, program_name, why_not_trusted};
pub use safeguard::{Alarm, Fingerprint, anomalies, next_bytes, refusals};
pub use sandbox::SandboxMode;
pub use secret_ref::SecretRef;
pub use suppression::{Suppression, suppressions};
pub use telegram::{TelegramGroups, is_telegram_sender};
pub use tool_catalog::{
    ToolSet, allows_tool, expanded_tools, is_tool, is_tool_group, pattern_covers, profile_tools,
    tool_groups, tool_name, tool_names,
};
pub use tool_layers::{
    CONTROL_TOOLS, FILE_TOOLS, ModelOf, RUNTIME_TOOLS, SESSION_TOOLS, ToolLayer, ToolLayers,
};
pub use tool_policies::{TOOL_SECTIONS, tool_lists};
pub use web_tools::WebTool;
