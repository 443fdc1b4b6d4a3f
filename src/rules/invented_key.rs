//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Fate;

rule! {
    /// A key is one that guides on the web teach, and that no release of OpenClaw ever had.
    ///
    /// `connection.autoReconnect`, `gateway.cors`, `llm.provider`, `channels.telegram.token`: they read
    /// well, and OpenClaw rejects the whole config because of each of them. The finding says what
    /// OpenClaw has instead, or that there is nothing to set.
    ///
    /// Where another key takes the very same value and is free, the fix moves it there, which is safe.
    /// So it does with what stands in a section that is made up, such as `log.level`. Otherwise the key can be commented out, which someone must agree to.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { token: "${TELEGRAM_BOT_TOKEN}" } },
    /// //                        ^^^^^
    ///   connection: { autoReconnect: true },
    /// //^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" } },
    ///   // OpenClaw has no such key
    ///   // connection: { autoReconnect: true },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   log: {
    /// //^^^
    ///     level: "debug", // for now
    ///     pretty: true,
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   // OpenClaw has no such key
    ///   // log: {
    ///   //   pretty: true,
    ///   // },
    ///   logging: {
    ///     level: "debug", // for now
    ///   },
    /// }
    /// ```
    ///
    /// Discord's token is really called that:
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { discord: { token: "${DISCORD_BOT_TOKEN}" } },
    /// }
    /// ```
    "invented-key" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for key in context.unknown_keys() {
        let Fate::Invented(invented) = &key.fate else { continue };
        let finding = key.report(findings);
        let instead = invented.instead.as_ref();
        let moved = instead.is_some_and(|to| key.offer_move(context, finding, to, Safety::Safe));
        // What is meant has a place: there it belongs, and into no comment.
        let moved = moved || key.offer_carriage_of_invented(context, finding);
        if !moved && instead.is_none() {
            key.offer_retirement(context, finding, Safety::Unsafe, "OpenClaw has no such key");
        }
    }
}
