//! See the rule's documentation.

mod bounds;

use crate::edit::New;
use crate::effective::{Found, places};
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema;
use crate::schema::Since;
use crate::syntax::{Array, Key, Object, Value};
use crate::world::placeholders;

rule! {
    /// The settings of a cloud worker hold a secret, or too much.
    ///
    /// `cloudWorkers.profiles.<name>.settings` belong to the worker's provider, and OpenClaw does not
    /// look into them, but for two things. What is named like a secret (`token`, `apiKey`,
    /// `clientSecret`, `keyRef`, …) must be a reference to one: a text is rejected, a placeholder such as
    /// `${TOKEN}` too. And all of it must stay within bounds: 32 levels, 4096 values, 512 keys in one
    /// object, texts of 65536 characters, 256 KiB in all, and no number such as `Infinity`.
    ///
    /// Where a secret is one variable, the fix writes the reference to it. It is unsafe: provider
    /// `default` may be set up otherwise.
    ///
    /// ```json5 bad
    /// {
    ///   cloudWorkers: {
    ///     profiles: {
    ///       small: { provider: "cloud", settings: { region: "eu", apiKey: "${CLOUD_KEY}" } },
    /// //                                                                  ^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   cloudWorkers: {
    ///     profiles: {
    ///       small: { provider: "cloud", settings: { region: "eu", apiKey: { source: "env", provider: "default", id: "CLOUD_KEY" } } },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   cloudWorkers: {
    ///     profiles: {
    ///       small: {
    ///         provider: "cloud",
    ///         settings: {
    ///           maxTokens: 1000,
    ///           passwordFile: "/run/secrets/cloud",
    ///           token: { source: "exec", provider: "vault", id: "cloud/token" },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// `password` and `secret` count anywhere in a name:
    ///
    /// ```json5 bad
    /// {
    ///   cloudWorkers: {
    ///     profiles: { small: { provider: "cloud", settings: { adminPassword: "${CLOUD_PASSWORD}" } } },
    /// //                                                                     ^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   cloudWorkers: {
    ///     profiles: { small: { provider: "cloud", settings: { adminPassword: { source: "env", provider: "default", id: "CLOUD_PASSWORD" } } } },
    ///   },
    /// }
    /// ```
    "invalid-worker-settings" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.8.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for settings in places(context.tree, "cloudWorkers.profiles.*.settings") {
        if settings.value.as_object().is_none() {
            continue;
        }
        match bounds::exceeded(context, settings.value) {
            Some(excess) => {
                let place = Place { key: settings.key.clone(), span: excess.value.span() };
                findings.add(place, excess.what).help(excess.help);
            }
            None => secrets(context, &settings, findings),
        }
    }
}

/// Reports secrets that are no references. The depth is within bounds.
fn secrets(context: &Context<'_>, settings: &Found<'_>, findings: &mut Findings<'_>) {
    let mut open = vec![(settings.key.clone(), settings.value)];
    while let Some((key, value)) = open.pop() {
        let items = value.as_array().into_iter().flat_map(Array::items).enumerate();
        open.extend(items.map(|(index, item)| (key.clone().child(index.to_string()), item)));
        for (name, member) in value.as_object().map(Object::effective).unwrap_or_default() {
            let Some(value) = member.value().filter(|_| name != "__proto__") else { continue };
            let name = name.to_lossy();
            let key = key.clone().child(name.clone());
            if !asks_for_reference(&name) {
                open.push((key, value));
            } else if !is_reference(context, value) {
                report(context, key, &name, value, findings);
            }
        }
    }
}

fn report(
    context: &Context<'_>,
    key: Key,
    name: &str,
    value: Value<'_>,
    findings: &mut Findings<'_>,
) {
    let place = Place { key, span: value.span() };
    let message = format!("`{name}` is named like a secret, and is no reference to one");
    let finding = findings.add(place, message);
    finding.help("write { source: \"env\", provider: \"default\", id: \"NAME_OF_VARIABLE\" }");
    let text = value.as_text();
    let Some(variable) = text.as_ref().and_then(|text| variable(text.as_str()?)) else { return };
    let parts = [("source", "env"), ("provider", "default"), ("id", variable)];
    let edits = context.edits(|plan| {
        plan.replace(value, New::object(parts));
        Ok(())
    });
    finding.fix(Safety::Unsafe, format!("refer to the variable `{variable}`"), edits);
}

/// The variable, if the text is a placeholder for it and nothing else.
fn variable(text: &str) -> Option<&str> {
    let first = placeholders(text).next()?;
    let whole = first.range == (0..text.len()) && !first.escaped;
    (whole && !first.name.starts_with('_') && first.name.len() <= 128).then_some(first.name)
}

/// Whether the value is a reference to a secret, or may be one.
fn is_reference(context: &Context<'_>, value: Value<'_>) -> bool {
    // Any place that takes a secret takes the same references.
    let taken = context.world.target.lookup(&["gateway", "auth", "token"]);
    value.as_object().is_some()
        && taken.is_none_or(|node| schema::accepts(node, value, &context.world.environment))
}

/// Whether OpenClaw takes what has that name for a secret.
fn asks_for_reference(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let base = lower.strip_suffix("ref");
    lower == "keyref" || is_secret(&lower) || base.is_some_and(is_secret)
}

/// Names that end so hold no secret.
const HARMLESS: [&str; 10] = [
    "maxtokens",
    "maxoutputtokens",
    "maxinputtokens",
    "maxcompletiontokens",
    "contexttokens",
    "totaltokens",
    "tokencount",
    "tokenlimit",
    "tokenbudget",
    "passwordfile",
];

/// Whether a name in lower case is that of a secret.
fn is_secret(lower: &str) -> bool {
    // One character may stand between the two words.
    let pair = |first: &str| {
        lower.match_indices(first).any(|(at, _)| {
            let after = &lower[at + first.len()..];
            let mut letters = after.chars();
            let between = letters.next().is_some_and(|letter| {
                letter.len_utf16() == 1 && !matches!(letter, '\n' | '\r' | '\u{2028}' | '\u{2029}')
            });
            after.starts_with("key") || (between && letters.as_str().starts_with("key"))
        })
    };
    let sounds = lower.ends_with("token")
        || lower.contains("password")
        || lower.contains("secret")
        || ["api", "encrypt", "private"].into_iter().any(pair)
        || lower.ends_with("serviceaccount")
        || lower.ends_with("serviceaccountref");
    lower.contains("localservice.env.")
        || (sounds && !HARMLESS.iter().any(|harmless| lower.ends_with(harmless)))
}
