//! See the rule's documentation.

use crate::effective::Config;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::trim;
use crate::syntax::Value;

rule! {
    /// The address of Telegram's server ends in the bot's own.
    ///
    /// `apiRoot`, of `channels.telegram` or an account, is where the server is. OpenClaw adds `/bot` and
    /// the token itself: with both in `apiRoot` every call asks for an address that is not there. Its
    /// `doctor` warns of it (`core/doctor/channel-preview-warnings`), and `doctor --fix` cuts it off.
    ///
    /// The fix does the same where `botToken` or `tokenFile` is set. It is unsafe: the token in it may be
    /// another one.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       botToken: "${TELEGRAM_BOT_TOKEN}",
    ///       apiRoot: "https://tg.example.com/bot123:not-a-real-one",
    /// //             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   channels: {
    ///     telegram: {
    ///       botToken: "${TELEGRAM_BOT_TOKEN}",
    ///       apiRoot: "https://tg.example.com",
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { apiRoot: "https://tg.example.com/bots" } } }
    /// ```
    "telegram-api-root-with-token" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    for entrance in config.telegram() {
        let root = entrance.scope().get("apiRoot");
        let Some((place, server)) = root.and_then(|root| Some((root, server(&config, root)?)))
        else {
            continue;
        };
        let finding =
            findings.add(Place::value(place), "OpenClaw adds the bot and its token to this itself");
        finding.help("write the address of the server alone, and the token in `botToken`");
        // The token must not be lost where it stands nowhere else.
        if ["botToken", "tokenFile"].iter().any(|name| entrance.get(name).is_some()) {
            let edits = context.edits(|plan| {
                plan.replace(place, server);
                Ok(())
            });
            finding.fix(Safety::Unsafe, "keep the address of the server alone", edits);
        }
    }
}

/// What is left of an address that ends in a bot's own.
fn server(config: &Config<'_, '_>, root: Value<'_>) -> Option<String> {
    let text = config.text(root)?;
    let text = trim(&text).trim_end_matches('/');
    let (server, last) = text.rsplit_once('/').filter(|_| text.contains("://"))?;
    let (number, token) = last.strip_prefix("bot")?.split_once(':')?;
    let is_bot = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    (is_bot && !token.is_empty() && !token.contains(['?', '#'])).then(|| server.to_owned())
}
