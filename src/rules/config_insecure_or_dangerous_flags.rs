//! See the rule's documentation.

use crate::effective::places;
use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// A setting is on that OpenClaw itself calls dangerous.
    ///
    /// OpenClaw's audit reports each of these on its own:
    ///
    /// - content from outside is handed to agents as it is: `hooks.gmail.allowUnsafeExternalContent`, and
    ///   the same in `hooks.mappings`;
    /// - tools may leave the workspace: `tools.exec.applyPatch.workspaceOnly: false`, and
    ///   `tools.fs.workspaceOnly: false`, which is what holds without it as well;
    /// - the browser may open addresses of the local network:
    ///   `browser.ssrfPolicy.dangerouslyAllowPrivateNetwork`;
    /// - a sandbox is let out: `dangerouslyAllowReservedContainerTargets`,
    ///   `dangerouslyAllowExternalBindSources` and `dangerouslyAllowContainerNamespaceJoin` under
    ///   `sandbox.docker` of `agents.defaults` or of an agent;
    /// - mail is believed: `acceptTrustedAuthservId` and a `min` of `unverified` or `mutable` under
    ///   `senderAuth` of an account of the plugin `imap`;
    /// - what rules of their own speak of: the fallback to the `Host` header, sessions chosen by hooks, and
    ///   suppressions. These, and `tools.fs.workspaceOnly`, are on from the profile `public`.
    ///
    /// ```json5 bad
    /// {
    ///   browser: { ssrfPolicy: { dangerouslyAllowPrivateNetwork: true } },
    /// //                                                         ^^^^
    ///   hooks: { mappings: [{ match: { path: "mail" }, allowUnsafeExternalContent: true }] },
    /// //                                                                           ^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { exec: { applyPatch: { workspaceOnly: true } } } }
    /// ```
    "config-insecure-or-dangerous-flags" {
        severity: Severity::Warning,
        effect: Effect::Audited,
        audit: Some("config.insecure_or_dangerous_flags"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// A value that makes a setting dangerous.
enum Danger {
    /// This one.
    Is(bool),
    /// This word.
    Word(&'static str),
    /// A list with something in it.
    NotEmpty,
}

/// A dangerous setting (OpenClaw 2026.9.6).
struct Flag {
    /// Where it stands; see [`places`].
    pattern: &'static str,
    danger: Danger,
    /// What it lets happen.
    message: &'static str,
    /// What to do.
    help: &'static str,
    profile: Profile,
}

/// A flag that no other rule speaks of.
const fn flag(
    pattern: &'static str,
    danger: Danger,
    message: &'static str,
    help: &'static str,
) -> Flag {
    Flag { pattern, danger, message, help, profile: Profile::Personal }
}

/// A flag that is harmless for most, or that a rule of its own speaks of.
const fn further(
    pattern: &'static str,
    danger: Danger,
    message: &'static str,
    help: &'static str,
) -> Flag {
    Flag { pattern, danger, message, help, profile: Profile::Public }
}

const CONTENT: &str = "content from outside reaches the agent without a warning around it";
const CONTENT_HELP: &str = "switch it off unless you trust whoever writes that content";
const SANDBOX_HELP: &str = "switch it off unless the agents in this sandbox are trusted like you";
const MAIL_HELP: &str =
    "ask for senders that are verified, unless anyone may steer the agent by mail";

const FLAGS: [Flag; 17] = [
    further(
        "gateway.controlUi.dangerouslyAllowHostHeaderOriginFallback",
        Danger::Is(true),
        "the name in a request proves where it comes from",
        "list origins in `gateway.controlUi.allowedOrigins` instead",
    ),
    flag("hooks.gmail.allowUnsafeExternalContent", Danger::Is(true), CONTENT, CONTENT_HELP),
    flag("hooks.mappings.*.allowUnsafeExternalContent", Danger::Is(true), CONTENT, CONTENT_HELP),
    flag(
        "tools.exec.applyPatch.workspaceOnly",
        Danger::Is(false),
        "patches may change files outside of the workspace",
        "leave it out, which keeps patches within the workspace",
    ),
    further(
        "security.audit.suppressions",
        Danger::NotEmpty,
        "the security audit keeps something to itself",
        "see what it hides with `--show-suppressed`",
    ),
    further(
        "hooks.allowRequestSessionKey",
        Danger::Is(true),
        "whoever may send a hook chooses the session that it lands in",
        "switch it off, or keep `hooks.allowedSessionKeyPrefixes` to sessions made for hooks",
    ),
    flag(
        "browser.ssrfPolicy.dangerouslyAllowPrivateNetwork",
        Danger::Is(true),
        "pages may send the browser to addresses of your own network",
        "switch it off, and name the few hosts you need in `browser.ssrfPolicy.allowedHostnames`",
    ),
    further(
        "tools.fs.workspaceOnly",
        Danger::Is(false),
        "the file tools may leave the workspace",
        "set it to `true` to keep them within",
    ),
    flag(
        "agents.defaults.sandbox.docker.dangerouslyAllowReservedContainerTargets",
        Danger::Is(true),
        "mounts may hide parts of the sandbox that keep it safe",
        SANDBOX_HELP,
    ),
    flag(
        "agents.defaults.sandbox.docker.dangerouslyAllowExternalBindSources",
        Danger::Is(true),
        "the sandbox may mount directories outside of the workspace",
        SANDBOX_HELP,
    ),
    flag(
        "agents.defaults.sandbox.docker.dangerouslyAllowContainerNamespaceJoin",
        Danger::Is(true),
        "the sandbox may share the network of another container",
        SANDBOX_HELP,
    ),
    flag(
        "agents.entries.*.sandbox.docker.dangerouslyAllowReservedContainerTargets",
        Danger::Is(true),
        "mounts may hide parts of the sandbox that keep it safe",
        SANDBOX_HELP,
    ),
    flag(
        "agents.entries.*.sandbox.docker.dangerouslyAllowExternalBindSources",
        Danger::Is(true),
        "the sandbox may mount directories outside of the workspace",
        SANDBOX_HELP,
    ),
    flag(
        "agents.entries.*.sandbox.docker.dangerouslyAllowContainerNamespaceJoin",
        Danger::Is(true),
        "the sandbox may share the network of another container",
        SANDBOX_HELP,
    ),
    flag(
        "plugins.entries.imap.config.accounts.*.senderAuth.acceptTrustedAuthservId",
        Danger::Is(true),
        "a header that a sender may write says that a mail is genuine",
        MAIL_HELP,
    ),
    flag(
        "plugins.entries.imap.config.accounts.*.senderAuth.min",
        Danger::Word("unverified"),
        "mail reaches the agent whoever claims to have sent it",
        MAIL_HELP,
    ),
    flag(
        "plugins.entries.imap.config.accounts.*.senderAuth.min",
        Danger::Word("mutable"),
        "mail reaches the agent from senders whose names can be taken over",
        MAIL_HELP,
    ),
];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for flag in &FLAGS {
        for found in places(context.tree, flag.pattern) {
            if is_dangerous(context, &flag.danger, found.value) {
                let place = Place { key: found.key, span: found.value.span() };
                findings.add(place, flag.message).profile(flag.profile).help(flag.help);
            }
        }
    }
}

fn is_dangerous(context: &Context<'_>, danger: &Danger, value: Value<'_>) -> bool {
    match danger {
        Danger::Is(wanted) => value.as_bool() == Some(*wanted),
        Danger::Word(word) => context.text(value).as_deref() == Some(*word),
        Danger::NotEmpty => value.as_array().is_some_and(|list| list.items().next().is_some()),
    }
}
