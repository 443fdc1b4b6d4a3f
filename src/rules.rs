//! The rules: one file each, and the list of them.
//!
//! A rule is a value. Its doc comment is its documentation everywhere (`explain`, the pages under
//! `docs/rules/`, the README's table, SARIF) and its examples are its tests; `tests/laws.rs` holds
//! every rule to them.

mod agent_ownership_unclear;
mod artefact_in_repo;
mod avatar_outside_workspace;
mod broken_include;
mod browser_profile_mismatch;
mod comment_key;
mod committed;
mod config_from_newer_release;
mod context_budget_misplaced;
mod custom_provider_incomplete;
mod dm_policy_without_senders;
mod duplicate_agent_id;
mod duplicate_key;
mod empty_agent_roster;
pub mod example;
mod exec_mode_conflict;
mod gateway_auth_mode_ambiguous;
mod gateway_bind_no_auth;
mod gateway_control_ui_allowed_origins_wildcard;
mod gateway_credential_unusable;
mod gateway_custom_bind_host;
mod gateway_funnel_no_password;
mod gateway_mode_missing;
mod gateway_mode_removed;
mod gateway_role_missing;
mod gateway_tailscale_conflict;
mod gateway_trusted_proxy_incomplete;
mod heartbeat_without_owner;
mod hook_mapping_without_session;
mod idle_plugin_config;
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
mod mcp_server_bad_name;
mod mcp_server_oauth_conflict;
mod mcp_server_retired_key;
mod mcp_server_without_command;
mod misplaced_key;
mod missing_env_variable;
mod missing_key;
mod missing_meta;
mod misspelled_key;
mod portal_ingress_conflict;
mod provider_string_content;
mod redaction_placeholder;
mod removed_model_api;
mod retired_key;
mod sandbox_env_not_portable;
mod sandbox_not_isolated;
mod secret_provider_mismatch;
mod secret_reference_misplaced;
mod shared_agent_dir;
mod size_drop_hazard;
mod syntax_error;
mod tools_allow_conflict;
mod unavailable_model;
mod unknown;
mod unknown_agent;
mod unknown_channel;
mod unknown_heartbeat_target;
mod unknown_key;
mod unknown_plugin;
mod unknown_talk_provider;
mod unusable_hooks;
mod web_search_provider_config;
mod web_search_provider_unavailable;
mod web_search_reserved_name;
mod yaml_config;

use std::cell::OnceCell;
use std::collections::BTreeSet;

use crate::edit::{Keep, Plan, Planner, Refusal};
use crate::effective::{Gateway, Roster};
use crate::finding::{Effect, Finding, Mending, Place, Profile, Safety, Severity};
use crate::migrations::{self, MIGRATIONS};
use crate::schema::{self, Fate, Resolved, Variables, Violation};
use crate::syntax::{Member, NodeId, Tree, Value};
use crate::world::World;
use unknown::UnknownKey;

pub(crate) use invalid_value::BindMeaning;

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

/// What a rule may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The text's tree.
    pub tree: &'a Tree,
    /// What it is judged against.
    pub world: &'a World,
    violations: OnceCell<Vec<Violation>>,
    unknown_keys: OnceCell<Vec<UnknownKey>>,
    roster: Option<Roster<'a>>,
    variables: Option<Variables<'a>>,
    planner: Planner<'a>,
}

impl<'a> Context<'a> {
    /// Looks at nothing yet.
    pub(crate) fn new(tree: &'a Tree, world: &'a World, keep: Keep) -> Self {
        let variables = tree.root().map(|root| Variables::of(root, &world.environment));
        Self {
            tree,
            world,
            violations: OnceCell::new(),
            unknown_keys: OnceCell::new(),
            roster: tree
                .root()
                .zip(variables.as_ref())
                .map(|(root, variables)| Roster::of(root, variables, world.target)),
            variables,
            planner: Planner::keeping(tree, keep),
        }
    }

    /// Adds what a rule finds, if the text has reached its stage.
    pub(crate) fn run(&self, rule: &'static Rule, list: &mut Vec<Finding>) {
        let stage = if self.tree.errors().is_empty() { Stage::Parsed } else { Stage::Text };
        if rule.needs <= stage {
            (rule.check)(self, &mut Findings { rule, list });
        }
    }

    /// Where the text is not what the catalog accepts.
    pub fn violations(&self) -> &[Violation] {
        let world = self.world;
        let check = || {
            schema::check_except(self.tree, world.target, &world.environment, &self.of_plugins())
        };
        self.violations.get_or_init(check)
    }

    /// The values that installed plugins judge, or would if they cared to.
    fn of_plugins(&self) -> BTreeSet<NodeId> {
        let Some(root) = self.tree.root() else { return BTreeSet::new() };
        let plugins = &self.world.plugins;
        let sections = plugins.sections(root).into_iter().filter_map(|section| section.value);
        let target = self.world.target;
        let own = plugins.channels().filter(|name| target.lookup(&["channels", name]).is_none());
        let channels = own.filter_map(|name| root.at(&["channels", name]));
        sections.chain(channels).map(Value::id).collect()
    }

    /// The keys that the target does not take, each with the reason.
    pub(crate) fn unknown_keys(&self) -> &[UnknownKey] {
        self.unknown_keys.get_or_init(|| unknown::find(self))
    }

    /// Whether the member is unknown to the target, and other releases take it.
    pub(crate) fn is_of_another_release(&self, member: Member<'_>) -> bool {
        self.unknown_keys().iter().any(|key| {
            let other = matches!(key.fate, Fate::Retired(_) | Fate::TooNew { .. });
            other && key.place.span == member.name_span()
        })
    }

    /// The gateway's section with defaults filled in.
    pub fn gateway(&self) -> Gateway<'a> {
        Gateway::of(self.tree, &self.world.environment)
    }

    /// The agents of the config; `None` for a text without a value.
    pub fn roster(&self) -> Option<&Roster<'a>> {
        self.roster.as_ref()
    }

    /// The variables that the config's strings are read with; `None` for a text without a value.
    pub fn variables(&self) -> Option<&Variables<'a>> {
        self.variables.as_ref()
    }

    /// The text of a string as OpenClaw reads it; `None` for any other value, and for a string with
    /// a variable of which nothing is known.
    pub fn text(&self, value: Value<'_>) -> Option<String> {
        match self.variables()?.resolve(&value.as_text()?) {
            Resolved::Text(text) => Some(String::from_utf8_lossy(&text).into_owned()),
            Resolved::Unknown => None,
        }
    }

    /// The edits of a plan; none when the plan cannot be carried out in this text.
    pub fn edits(&self, plan: impl FnOnce(&mut Plan<'a>) -> Result<(), Refusal>) -> Mending {
        let mut requests = self.planner.plan();
        plan(&mut requests).map(|()| requests.mending()).unwrap_or_default()
    }
}

/// What the rules found so far; a rule adds to it in its own name.
#[derive(Debug)]
pub struct Findings<'a> {
    rule: &'static Rule,
    list: &'a mut Vec<Finding>,
}

impl Findings<'_> {
    /// Adds a finding with what the rule declares; the answer takes help, places and a fix.
    pub fn add(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        let at = self.list.len();
        self.list.push(Finding {
            rule: self.rule.id,
            severity: self.rule.severity,
            effect: self.rule.effect,
            audit: self.rule.audit.map(Into::into),
            profile: self.rule.profile,
            message: message.into(),
            help: None,
            place,
            related: Vec::new(),
            fix: None,
        });
        &mut self.list[at]
    }
}

/// Every rule, in the order of their ids.
pub static RULES: &[&Rule] = &[
    &agent_ownership_unclear::RULE,
    &artefact_in_repo::RULE,
    &avatar_outside_workspace::RULE,
    &broken_include::RULE,
    &browser_profile_mismatch::RULE,
    &comment_key::RULE,
    &config_from_newer_release::RULE,
    &context_budget_misplaced::RULE,
    &custom_provider_incomplete::RULE,
    &dm_policy_without_senders::RULE,
    &duplicate_agent_id::RULE,
    &duplicate_key::RULE,
    &empty_agent_roster::RULE,
    &exec_mode_conflict::RULE,
    &gateway_auth_mode_ambiguous::RULE,
    &gateway_bind_no_auth::RULE,
    &gateway_control_ui_allowed_origins_wildcard::RULE,
    &gateway_credential_unusable::RULE,
    &gateway_custom_bind_host::RULE,
    &gateway_funnel_no_password::RULE,
    &gateway_mode_missing::RULE,
    &gateway_mode_removed::RULE,
    &gateway_role_missing::RULE,
    &gateway_tailscale_conflict::RULE,
    &gateway_trusted_proxy_incomplete::RULE,
    &heartbeat_without_owner::RULE,
    &hook_mapping_without_session::RULE,
    &idle_plugin_config::RULE,
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
    &mcp_server_bad_name::RULE,
    &mcp_server_oauth_conflict::RULE,
    &mcp_server_retired_key::RULE,
    &mcp_server_without_command::RULE,
    &misplaced_key::RULE,
    &missing_env_variable::RULE,
    &missing_key::RULE,
    &missing_meta::RULE,
    &misspelled_key::RULE,
    &portal_ingress_conflict::RULE,
    &provider_string_content::RULE,
    &redaction_placeholder::RULE,
    &removed_model_api::RULE,
    &retired_key::RULE,
    &sandbox_env_not_portable::RULE,
    &sandbox_not_isolated::RULE,
    &secret_provider_mismatch::RULE,
    &secret_reference_misplaced::RULE,
    &shared_agent_dir::RULE,
    &size_drop_hazard::RULE,
    &syntax_error::RULE,
    &tools_allow_conflict::RULE,
    &unavailable_model::RULE,
    &unknown_agent::RULE,
    &unknown_channel::RULE,
    &unknown_heartbeat_target::RULE,
    &unknown_key::RULE,
    &unknown_plugin::RULE,
    &unknown_talk_provider::RULE,
    &unusable_hooks::RULE,
    &web_search_provider_config::RULE,
    &web_search_provider_unavailable::RULE,
    &web_search_reserved_name::RULE,
    &yaml_config::RULE,
];

/// The rules, then the migrations.
pub fn every() -> impl Iterator<Item = &'static Rule> + Clone {
    RULES.iter().chain(MIGRATIONS).copied()
}

/// The rule or migration of that id, or the rule that answers to that audit check.
pub fn find(id_or_audit: &str) -> Option<&'static Rule> {
    let by_id = every().find(|rule| rule.id == id_or_audit);
    by_id.or_else(|| every().find(|rule| rule.audit == Some(id_or_audit)))
}

/// The rules that speak for the catalog alone. Where another rule knows the case, they are silent.
const CATALOG: [&str; 9] = [
    "comment-key",
    "invalid-value",
    "invented-key",
    "key-too-new",
    "misplaced-key",
    "missing-key",
    "misspelled-key",
    "retired-key",
    "unknown-key",
];

/// What every rule and migration whose stage the text has reached finds, one after the other.
pub fn run(tree: &Tree, world: &World) -> Vec<Finding> {
    run_keeping(tree, world, Keep::default())
}

/// What is said of a copy of a config that lies beside it and is not read.
pub(crate) fn run_on_artefact(tree: &Tree, world: &World) -> Vec<Finding> {
    let mut list = Vec::new();
    Context::new(tree, world, Keep::default()).run(&artefact_in_repo::RULE, &mut list);
    list
}

/// As [`run`]; the fixes keep retired settings where `keep` says.
pub fn run_keeping(tree: &Tree, world: &World, keep: Keep) -> Vec<Finding> {
    let context = Context::new(tree, world, keep);
    let mut list = Vec::new();
    if world.is_yaml {
        // What a file says that is never read has no effect.
        context.run(&yaml_config::RULE, &mut list);
        return list;
    }
    for rule in MIGRATIONS.iter().chain(RULES) {
        context.run(rule, &mut list);
    }
    migrations::weigh(&context, &mut list);
    let has_entries = world.target.lookup(&["agents", "entries"]).is_some();
    listed::name_agents(tree, has_entries, context.roster(), &mut list);
    let speaks_for_catalog = |finding: &Finding| CATALOG.contains(&finding.rule);
    let known: BTreeSet<_> = list
        .iter()
        .filter(|finding| finding.effect == Effect::Rejected && !speaks_for_catalog(finding))
        .map(|finding| finding.place.span)
        .collect();
    list.retain(|finding| !speaks_for_catalog(finding) || !known.contains(&finding.place.span));
    list
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
pub(crate) use rule;
