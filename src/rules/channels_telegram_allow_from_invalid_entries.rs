//! See the rule's documentation.

use crate::effective::is_telegram_sender;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Value};

rule! {
    /// A sender on Telegram is listed by something that is not their number.
    ///
    /// Telegram knows people by number, and so do `allowFrom` and `groupAllowFrom`, of the channel, an
    /// account, a group or a topic: `12345678`, or `tg:12345678`. A name such as `@ann` never fits
    /// anybody, because whoever drops the name could hand it on; a negative number is a group. The
    /// running gateway reports such entries in its audit; `openclaw security audit` alone does not.
    ///
    /// ```json5 bad
    /// {
    ///   channels: {
    ///     telegram: {
    ///       allowFrom: ["12345678", "@ann"],
    /// //                            ^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { channels: { telegram: { allowFrom: ["12345678", 87654321, "tg:1234", "*"] } } }
    /// ```
    "channels-telegram-allow-from-invalid-entries" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("channels.telegram.allowFrom.invalid_entries"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let own = config.telegram().into_iter().filter(|entrance| entrance.says("allowFrom"));
    let own = own.filter_map(|entrance| entrance.get("allowFrom"));
    let own = own.filter_map(Value::as_array);
    let of_groups = config.telegram_groups().into_iter().flat_map(|groups| groups.lists());
    let items = own.chain(of_groups).flat_map(Array::items);
    let is_nobody = |item: &Value<'_>| match item.as_number() {
        Some(number) => number < 0.0,
        None => config.text(*item).is_some_and(|text| !is_telegram_sender(&text)),
    };
    let mut nobody: Vec<_> = items.filter(is_nobody).collect();
    nobody.sort_by_key(|item| item.span());
    nobody.dedup();
    let Some((first, others)) = nobody.split_first() else { return };
    let finding = findings
        .add(Place::value(*first), "this is no number of a person on Telegram: it fits nobody");
    for other in others {
        finding.related(other.span(), "nor is this");
    }
    finding
        .audit(None::<&str>)
        .help("write the person's number, which `openclaw setup` can look up");
}
