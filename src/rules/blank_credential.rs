//! See the rule's documentation.

use super::own_secrets::is_of_gateway;
use crate::finding::{Effect, Place, Severity};
use crate::redact::Standing;
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A credential is there and blank.
    ///
    /// OpenClaw takes a blank key or token for one that is not set, without a word: what needs it is not
    /// configured, or reads a variable of the environment instead (`TELEGRAM_BOT_TOKEN`). In an empty
    /// `env.vars` entry nothing is set. Few keys refuse a blank text, and then `invalid-value` says so.
    /// The gateway does not start with a blank token or password of its own, which is a matter of
    /// `gateway-token-placeholder-value` and `gateway-password-placeholder-value`.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { botToken: "" } },
    /// //                                  ^^
    ///   skills: { entries: { notes: { apiKey: "  " } } },
    /// //                                      ^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { telegram: { tokenFile: "~/telegram.token", botToken: "${TELEGRAM_BOT_TOKEN}" } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", auth: { token: "" } } }
    /// ```
    "blank-credential" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let blank = context.credentials().filter(|(_, it)| *it == Standing::Blank);
    for (value, _) in blank.filter(|(value, _)| !is_of_gateway(&value.key())) {
        let message = format!("`{}` is blank, which counts as not set", value.key());
        findings.add(Place::value(value), message).help(
            "remove it, or write a placeholder such as `${NAME}` for the variable that holds it",
        );
    }
}
