//! What OpenClaw makes of a config before it acts on it: defaults filled in, credentials resolved.
//! Each answer keeps the place it comes from, so that a finding points at what the author wrote.

mod canonical;
mod credential;
mod exec_policy;
mod gateway;
mod host;
mod model_policy;
mod model_refs;
mod places;
mod providers;
mod redaction;
mod roster;
mod safeguard;
mod secret_ref;
mod tool_catalog;
mod tool_policies;

pub use credential::Credential;
pub use exec_policy::ExecPolicy;
pub use gateway::{AuthMode, Bind, Gateway, Tailscale};
pub use host::{host, is_dotted_loopback, is_private};
pub use model_policy::allows_models;
pub use model_refs::{ModelRef, model_refs};
pub use places::{Found, places};
pub use providers::{BUNDLED_PROVIDERS, is_bundled_provider};
pub use redaction::{is_mask, redaction_placeholders};
pub use roster::{Agent, IMPLICIT_AGENT, Ownership, Roster, RosterForm};
pub use safeguard::{Alarm, Fingerprint, anomalies, next_bytes, refusals};
pub use secret_ref::SecretRef;
pub use tool_catalog::{
    allows_tool, expanded_tools, is_tool, pattern_covers, profile_tools, tool_name,
};
pub use tool_policies::{TOOL_SECTIONS, ToolList, tool_lists};
