//! See the rule's documentation.

use super::missing_env_variable::takes_placeholder;
use super::purpose::Purpose;
use crate::effective::SecretRef;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Node, Since};
use crate::syntax::{JsText, Value};
use crate::world::{ForeignPlaceholder, Syntax, foreign_placeholders, placeholders};

rule! {
    /// A placeholder is written as another tool wants it, or stands in a name.
    ///
    /// OpenClaw replaces `${NAME}` and nothing else: upper-case letters, digits and `_`, without a default,
    /// in values and never in names. `${env:NAME}`, `${{ secrets.NAME }}`, `{env:NAME}`, `$(NAME)`, `%NAME%`,
    /// `{{NAME}}`, `process.env.NAME`, `${name}` and `${NAME:-default}` are accepted as the text that they are:
    /// as a token, `${env:TOKEN}` lets in whoever sends just that. Where a reference to a secret may
    /// stand, OpenClaw takes `$NAME` for one, and so does this rule; elsewhere that is a text too.
    ///
    /// The rule looks at credentials, headers, variables, addresses, paths and ids. It stays away from
    /// prompts, messages, commands and their arguments, and from the mappings of hooks, where templates are
    /// right.
    ///
    /// The fix writes `${NAME}` where that is certain. It is unsafe: the value changes. `${name}` and a
    /// default are left to you, since the one is the name of another variable and the other would be lost.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "${env:GATEWAY_TOKEN}" } },
    /// //                                         ^^^^^^^^^^^^^^^^^^^^^^
    ///   agents: { defaults: { workspace: "$HOME/claw" } },
    /// //                                 ^^^^^^^^^^^^
    ///   mcp: { servers: { notes: { url: "https://notes.example.com", headers: { Authorization: "Bearer %NOTES%" } } } },
    /// //                                                                                       ^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", auth: { token: "${GATEWAY_TOKEN}" } },
    ///   agents: { defaults: { workspace: "${HOME}/claw" } },
    ///   mcp: { servers: { notes: { url: "https://notes.example.com", headers: { Authorization: "Bearer ${NOTES}" } } } },
    /// }
    /// ```
    ///
    /// Without a certain meaning, and in a name:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", auth: { token: "${OPENCLAW_GATEWAY_TOKEN:-secret}" } },
    /// //                                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   mcp: {
    ///     servers: {
    ///       "${SERVER}": { url: "https://${host}/mcp" },
    /// //    ^^^^^^^^^^^
    /// //                        ^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", auth: { token: "$OPENCLAW_GATEWAY_TOKEN" } },
    ///   channels: { defaults: {}, irc: { host: "irc.example.com", nickserv: { password: "pa$$WORD" } } },
    ///   mcp: { servers: { files: { command: "sh", args: ["-c", "exec files $HOME ${X:-y}"] } } },
    ///   hooks: { mappings: [{ id: "a", match: { path: "a" }, messageTemplate: "{{title}}" }] },
    ///   logging: { file: "/tmp/$${LITERALLY}.log" },
    /// }
    /// ```
    ///
    /// An address is no secret, and takes no reference:
    ///
    /// ```json5 bad
    /// {
    ///   channels: { telegram: { botToken: "$TELEGRAM_BOT_TOKEN", webhookUrl: "$WEBHOOK_URL" } },
    /// //                                                                     ^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: { telegram: { botToken: "$TELEGRAM_BOT_TOKEN", webhookUrl: "${WEBHOOK_URL}" } },
    /// }
    /// ```
    "wrong-placeholder-syntax" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when `$NAME` is known to be a reference to a secret.
const BARE_SINCE: Since = Since::assumed("2026.9.6");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    // Where no text is taken at all, that is said instead.
    let rejected: Vec<_> = context.violations().iter().map(|it| it.place.span).collect();
    for value in context.strings() {
        let Some(text) = value.as_text().map(JsText::into_lossy) else { continue };
        let mut found = foreign_placeholders(&text);
        if found.is_empty() || rejected.contains(&value.span()) || is_reference(context, value) {
            continue;
        }
        let Some(purpose) = Purpose::of(value) else { continue };
        found.retain(|it| is_meant(context, value, purpose, &text, it));
        if let Some(first) = found.first() {
            let finding = findings.add(Place::value(value), message(first.syntax));
            finding.help(help(first));
            let meant = rewritten(&text, &found);
            let Some(meant) = meant.filter(|meant| takes_placeholder(context, meant)) else {
                continue;
            };
            let edits = context.edits(|plan| {
                plan.replace(value, meant);
                Ok(())
            });
            finding.fix(Safety::Unsafe, "write it as OpenClaw's placeholder", edits);
        }
    }
    if context.tree.may_say("${") {
        check_names(context, root, findings);
    }
}

/// Whether the value belongs to a reference to a secret, whose `id` is a name as it stands.
fn is_reference(context: &Context<'_>, value: Value<'_>) -> bool {
    let object = value.member().map(|member| member.object().value());
    let reference = object.zip(context.variables()).map(|(it, known)| SecretRef::of(it, known));
    reference.flatten().is_some()
}

/// Whether the placeholder is one, by where and how it stands in `text`.
fn is_meant(
    context: &Context<'_>,
    value: Value<'_>,
    purpose: Purpose,
    text: &str,
    found: &ForeignPlaceholder<'_>,
) -> bool {
    let (before, after) = (&text[..found.range.start], &text[found.range.end..]);
    let is_whole = before.is_empty() && after.is_empty();
    // `Bearer $TOKEN`, and nothing before `Bearer`.
    let has_scheme = after.is_empty()
        && before.strip_suffix(' ').is_some_and(|scheme| {
            !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphabetic())
        });
    let is_part = before.is_empty() || before.ends_with(['/', '\\', ':', '@']);
    match found.syntax {
        Syntax::Marked | Syntax::WithDefault | Syntax::LowerCase => true,
        Syntax::Bare if is_whole && purpose != Purpose::Path => {
            !(BARE_SINCE.holds_in(context.world.target) && takes_reference(context, value))
        }
        _ if matches!(purpose, Purpose::Address | Purpose::Path) => is_whole || is_part,
        Syntax::Bare | Syntax::Template | Syntax::Parenthesised | Syntax::Percent => {
            is_whole || has_scheme
        }
        Syntax::Script => is_whole,
    }
}

/// Whether the target takes a reference to a secret where `value` stands.
fn takes_reference(context: &Context<'_>, value: Value<'_>) -> bool {
    let key = value.key();
    let is_reference = |node: Node| node.child("source").is_some() && node.child("id").is_some();
    let node = context.world.target.lookup(key.segments());
    node.is_some_and(|node| is_reference(node) || node.branches().any(is_reference))
}

fn message(syntax: Syntax) -> &'static str {
    match syntax {
        Syntax::LowerCase => {
            "OpenClaw replaces placeholders in upper case only, and takes this as the text it is"
        }
        Syntax::WithDefault => {
            "OpenClaw knows no default in a placeholder, and takes this as the text it is"
        }
        _ => "this is another tool's placeholder, and OpenClaw takes it as the text it is",
    }
}

fn help(found: &ForeignPlaceholder<'_>) -> String {
    match (found.syntax, found.meaning()) {
        (_, Some(meaning)) => format!("write `{meaning}`"),
        (Syntax::WithDefault, None) => format!(
            "write `${{{}}}`, and give the default in `env.vars`, where the environment still wins",
            found.name.to_ascii_uppercase()
        ),
        (_, None) => {
            let upper = found.name.to_ascii_uppercase();
            format!("write `${{{upper}}}`, and set the variable `{upper}`")
        }
    }
}

/// The text with each of its placeholders as OpenClaw has it, if all are certain.
fn rewritten(text: &str, found: &[ForeignPlaceholder<'_>]) -> Option<String> {
    let mut meant = String::new();
    let mut done = 0;
    for placeholder in found {
        meant.push_str(&text[done..placeholder.range.start]);
        meant.push_str(&placeholder.meaning()?);
        done = placeholder.range.end;
    }
    meant.push_str(&text[done..]);
    Some(meant)
}

/// Reports names with a placeholder where the target takes any name.
fn check_names(context: &Context<'_>, root: Value<'_>, findings: &mut Findings<'_>) {
    let unknown: Vec<_> = context.unknown_keys().iter().map(|key| key.place.span).collect();
    for member in root.counting().filter_map(Value::member) {
        let name = member.name();
        let has = placeholders(name.as_bytes()).any(|found| !found.escaped);
        if has && !unknown.contains(&member.name_span()) {
            let message = "OpenClaw replaces placeholders in values and never in names";
            findings.add(Place::name(member), message).help("write the name itself");
        }
    }
}
