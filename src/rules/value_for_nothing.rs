//! See the rule's documentation.

use std::cell::LazyCell;

use super::purpose::Purpose;
use super::{gateway_password_placeholder_value, gateway_token_placeholder_value};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::JsText;

rule! {
    /// A value is a word for nothing: a template or a script went wrong.
    ///
    /// `undefined`, `null`, `NaN` and `[object Object]` as texts are what JavaScript writes where a variable
    /// was empty or no text. OpenClaw takes them for the credential, the address, the path or the id
    /// itself; what needs it fails later, and far from here. The rule looks at whole values, at what follows
    /// `Bearer`, and at the host of a URL. The gateway's own token and password have rules of their own.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { botToken: "undefined", allowFrom: ["[object Object]"] } },
    /// //                                  ^^^^^^^^^^^
    /// //                                                           ^^^^^^^^^^^^^^^^^
    ///   mcp: { servers: { notes: { url: "https://undefined/mcp" } } },
    /// //                                ^^^^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", controlUi: { allowedOrigins: ["null"] } },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}", responsePrefix: "null" } },
    /// }
    /// ```
    "value-for-nothing" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// What JavaScript makes of nothing, of no number, and of an object.
const WORDS: [&str; 4] = ["undefined", "null", "NaN", "[object Object]"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let told = LazyCell::new(|| {
        context.told_by(&[
            &gateway_token_placeholder_value::RULE,
            &gateway_password_placeholder_value::RULE,
        ])
    });
    for value in context.strings() {
        let Some(text) = value.as_text().map(JsText::into_lossy) else { continue };
        let Some(word) = word_in(&text) else { continue };
        match Purpose::of(value) {
            None => continue,
            // Pages without an origin of their own send just that.
            Some(Purpose::Address) if text.trim() == "null" => continue,
            Some(_) => {}
        }
        let place = Place::value(value);
        if !told.contains(&place.span) {
            let message = format!("`{word}` is what a script writes where there was nothing");
            findings
                .add(place, message)
                .help("write the value that was meant, or take the key out");
        }
    }
}

/// The word for nothing that a text is, or has where it counts.
fn word_in(text: &str) -> Option<&'static str> {
    let text = text.trim();
    let counts = text.strip_prefix("Bearer ").map_or(text, str::trim);
    let counts = match memchr::memmem::find(counts.as_bytes(), b"://") {
        Some(at) => counts[at + 3..].split(['/', ':', '?', '#']).next().unwrap_or_default(),
        None => counts,
    };
    WORDS.into_iter().find(|word| *word == counts)
}
