//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// Telegram is to deliver messages to the path that answers whether the server is well.
    ///
    /// The server that listens for Telegram's webhooks answers at `/healthz` by itself: with
    /// `webhookUrl` set and `webhookPath: "/healthz"`, of `channels.telegram` or an account, no message
    /// gets through. OpenClaw's `doctor` warns of it (`core/doctor/channel-preview-warnings`).
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       webhookUrl: "https://bot.example.com/healthz",
    ///       webhookPath: "/healthz",
    /// //                 ^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   channels: {
    ///     telegram: { webhookUrl: "https://bot.example.com/tg", webhookPath: "/tg" },
    ///   },
    /// }
    /// ```
    "telegram-webhook-path-reserved" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Where the server says whether it is well.
const RESERVED: &str = "/healthz";

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let mut places: Vec<_> = Vec::new();
    for entrance in config.telegram() {
        let url = entrance.get("webhookUrl");
        let has_url = url.is_some_and(|url| config.text(url).is_none_or(|url| !url.is_empty()));
        let path = entrance.get("webhookPath").filter(|_| has_url);
        places.extend(path.filter(|path| config.text(*path).as_deref() == Some(RESERVED)));
    }
    places.dedup();
    for path in places {
        findings
            .add(
                Place::value(path),
                "at this path the server answers itself: no message gets through",
            )
            .help("choose another path, in `webhookPath` and in `webhookUrl`");
    }
}
