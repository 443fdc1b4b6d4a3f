//! What the lists of a config are to OpenClaw: whether their order counts, and what tells their items
//! apart. A list is known by the end of its key, since many stand in several places.

use crate::syntax::{Key, Segment};

/// Whether something depends on the order of a list's items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// It does, because of this, in words; nothing where that is not known.
    Counts(Option<&'static str>),
    /// It does not.
    Free,
}

/// A list of objects that are things of their own.
struct Named {
    /// The end of its key.
    at: &'static str,
    /// The members that together tell its items apart.
    by: &'static [&'static str],
    order: Order,
}

const fn named(at: &'static str, by: &'static [&'static str], order: Order) -> Named {
    Named { at, by, order }
}

const fn counts(why: &'static str) -> Order {
    Order::Counts(Some(why))
}

const FIRST_MATCH: Order = counts("the first one that matches is taken");
const IN_TURN: Order = counts("they are tried in turn");
const SHOWN: Order = counts("they are shown in this order");

/// The lists of objects that are things of their own.
static NAMED: &[Named] = &[
    // Without a default one the first agent speaks.
    named("agents.list", &["id"], counts("the first agent speaks where no one is named")),
    named("bindings", &["agentId", "match", "type"], FIRST_MATCH),
    // The default where none is chosen; see the rule `implicit-primary-model`.
    named("providers.*.models", &["id"], counts("the first model is used where none is chosen")),
    named("media.models", &["type", "provider", "model", "command", "args"], IN_TURN),
    named("media.*.models", &["type", "provider", "model", "command", "args"], IN_TURN),
    named("links.models", &["command", "args"], IN_TURN),
    named("hooks.mappings", &["id", "match", "name"], FIRST_MATCH),
    named("internal.handlers", &["event", "module"], counts("they are called in turn")),
    // A denial wins over all that allow.
    named("sendPolicy.rules", &["match"], Order::Free),
    named("scope.rules", &["match"], FIRST_MATCH),
    named("customCommands", &["command"], SHOWN),
    named("voice.allowedChannels", &["guildId", "channelId"], Order::Free),
    named("voice.autoJoin", &["guildId", "channelId"], Order::Free),
    named(
        "transcripts.autoStart",
        &["providerId", "accountId", "guildId", "channelId", "meetingUrl"],
        Order::Free,
    ),
    named("tieredPricing", &["range"], Order::Free),
    named("extraPaths", &["path", "pattern"], Order::Free),
    named("addressTokens", &["senders"], Order::Free),
    named("literalGrants", &["nodeId", "command", "requestedPath"], Order::Free),
    named("pendingReapprovals", &["kind", "path", "selector"], Order::Free),
    named("audit.suppressions", &["checkId", "titleIncludes", "detailIncludes"], Order::Free),
    named("exec.targets", &["channel", "to", "accountId", "threadId"], Order::Free),
    named("plugin.targets", &["channel", "to", "accountId", "threadId"], Order::Free),
];

/// The lists of single values whose order counts, and why.
static ORDERED: &[(&str, &[&str])] = &[
    (
        "they are tried in turn",
        &[
            "fallbacks",
            "modelFallbacks",
            "imageModelFallbacks",
            "auth.order.*",
            "dns",
            "openRouterRouting.order",
            "vercelGatewayRouting.order",
        ],
    ),
    (
        "they are the words of a command",
        &["args", "resumeArgs", "mcpArgs", "extraArgs", "command", "setupCommand"],
    ),
    (
        "what is found first counts",
        &["pathPrepend", "extraDirs", "load.paths", "extraHosts", "unsafeLocal.paths"],
    ),
    ("the later file counts", &["$include"]),
    ("they are the ends of a range", &["tieredPricing.*.range"]),
    ("the agents answer in turn", &["broadcast.*", "broadcast.*.agents"]),
    (
        "they are shown in this order",
        &["sidebarEntries", "promptStarters", "stickerSets.*.*", "postCompactionSections"],
    ),
];

/// The lists of single values whose order does not count, by what OpenClaw does with them.
static FREE: &[&[&str]] = &[
    // It looks whether someone or something is among them.
    &[
        "accessGroups.*.members.*",
        "agentFilter",
        "agents",
        "allow",
        "allowAgents",
        "allowBundled",
        "allowFrom",
        "allowFrom.*",
        "allowIn",
        "allowModels",
        "allowProfiles",
        "allowReadPaths",
        "allowSymlinkTargets",
        "allowUsers",
        "allowWritePaths",
        "allowedAgentIds",
        "allowedAgents",
        "allowedChatIds",
        "allowedChatTypes",
        "allowedCompletionModels",
        "allowedDomains",
        "allowedHostnames",
        "allowedHosts",
        "allowedMimes",
        "allowedModels",
        "allowedOrigins",
        "allowedRoles",
        "allowedSenders",
        "allowedSessionKeyPrefixes",
        "allowedShips",
        "allowedSourceIps",
        "allowedValueFlags",
        "allowlist",
        "alsoAllow",
        "approvers",
        "attachmentRoots",
        "autoApproveCidrs",
        "autoJoinAllowlist",
        "blockedHostnames",
        "bypassHosts",
        "chatTypes",
        "cidrs",
        "defaultAuthorizedShips",
        "deniedChatIds",
        "deniedFlags",
        "deny",
        "denyIn",
        "denyPaths",
        "dmAllowlist",
        "exclude",
        "excludeSessions.channels",
        "exposeAgents",
        "followUsers",
        "groupAllowFrom",
        "groupChannels",
        "groupInviteAllowlist",
        "groupSenderAllowFrom",
        "hookExternalContentSources",
        "identityLinks.*",
        "identityScopes.*",
        "ignore",
        "include",
        "mediaAllowHosts",
        "mediaAuthAllowHosts",
        "only",
        "ownerAllowFrom",
        "quantizations",
        "reactionAllowlist",
        "remoteAttachmentRoots",
        "requiredHeaders",
        "roles",
        "safeBinTrustedDirs",
        "safeBins",
        "scopes",
        "senders",
        "sessionFilter",
        "toolsAllow",
        "trustedAuthservIds",
        "trustedDirs",
        "trustedLocalFileRoots",
        "trustedProxies",
        "urlAllowlist",
        "users",
    ],
    // It looks whether any of them matches.
    &["mentionPatterns", "oncharPrefixes", "redactPatterns", "resetTriggers", "wakeNames"],
    // All of them hold, each by itself.
    &[
        "applyOn",
        "binds",
        "bootstrapContextFiles",
        "capDrop",
        "capabilities",
        "catalogs",
        "channels",
        "flags",
        "groups",
        "input",
        "labels",
        "modalities",
        "passEnv",
        "pickerRuntimes",
        "presets",
        "relays",
        "skills",
        "skipOptionalBootstrapFiles",
        "sources",
        "supportedReasoningEfforts",
        "targets",
        "tmpfs",
        "unsupportedToolSchemaKeywords",
        "visibleReasoningDetailTypes",
    ],
];

/// Whether something depends on the order of the items of the list at `list`. Of a list that is not
/// known it is taken to.
pub fn order(list: &Key) -> Order {
    let key = list.segments();
    if let Some(named) = found(key) {
        return named.order;
    }
    let ends = |ends: &[&str]| ends.iter().any(|end| ends_with(key, end));
    if let Some((why, _)) = ORDERED.iter().find(|(_, lists)| ends(lists)) {
        return counts(why);
    }
    if FREE.iter().any(|lists| ends(lists)) { Order::Free } else { Order::Counts(None) }
}

/// The members that together tell the items of a list of objects apart, if it is known.
pub(super) fn distinguishing(list: &[Segment]) -> Option<&'static [&'static str]> {
    found(list).map(|named| named.by)
}

fn found(key: &[Segment]) -> Option<&'static Named> {
    NAMED.iter().find(|named| ends_with(key, named.at))
}

/// Whether a key ends with these names; `*` is any.
fn ends_with(key: &[Segment], end: &str) -> bool {
    let mut own = key.iter().rev();
    end.rsplit('.').all(|name| own.next().is_some_and(|own| name == "*" || name == own))
}
