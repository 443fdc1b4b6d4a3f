//! See the rule's documentation.

use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Fate;

rule! {
    /// The name of a key is written wrongly.
    ///
    /// OpenClaw tells upper from lower case and knows one spelling of each name: `bot_token`,
    /// `allowed-origins` and `APIKey` are unknown keys to it, and one unknown key anywhere makes it
    /// reject the whole config.
    ///
    /// Where it is the same word in another spelling, the name is free and the value fits, the fix
    /// renames the key, which is safe. A name that is only near is offered as an unsafe fix.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local", prot: 18789 },
    /// //                          ^^^^
    ///   channels: {
    ///     telegram: { bot_token: "${TELEGRAM_BOT_TOKEN}" }, // the family
    /// //              ^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local", port: 18789 },
    ///   channels: {
    ///     telegram: { botToken: "${TELEGRAM_BOT_TOKEN}" }, // the family
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local", port: 18789 },
    ///   env: { vars: { bot_token: "a name of your own" } },
    /// }
    /// ```
    "misspelled-key" {
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
        let Fate::Misspelled { names, same_word } = &key.fate else { continue };
        let finding = key.report(findings);
        let [name, others @ ..] = names.as_slice() else { continue };
        let clear = *same_word && others.is_empty();
        let safety = if clear { Safety::Safe } else { Safety::Unsafe };
        let to = key.place.key.clone().parent().child(*name);
        if !key.offer_move(context, finding, to.segments(), safety) {
            key.offer_retirement(context, finding, Safety::Unsafe, "OpenClaw knows no such key");
        }
    }
}
