//! See the rule's documentation.

use crate::effective::WebTool;
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Value;

rule! {
    /// The browser extension may still prove who it is in the old way.
    ///
    /// `browser.extensionRelay.allowLegacyAuth` is `true` unless the config says otherwise, so that
    /// extensions of before keep working. OpenClaw warns of it in `openclaw security audit --deep` when
    /// the browser plugin is loaded. As almost every config has it, it is only on with
    /// `--profile public`, and only where there is a `browser` section.
    ///
    /// ```json5 bad
    /// {
    ///   browser: { enabled: true },
    /// //^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { browser: { enabled: true, extensionRelay: { allowLegacyAuth: false } } }
    /// ```
    "browser-extension-relay-legacy-auth" from Public {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("browser.extension_relay_legacy_auth"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// The switch.
const SWITCH: [&str; 3] = ["browser", "extensionRelay", "allowLegacyAuth"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if context.world.target.lookup(&SWITCH).is_none() {
        return;
    }
    let Some(config) = context.config().filter(|config| !config.is_partial()) else { return };
    let is_on = config.web_tool(WebTool::Browser).value;
    let Some(section) = config.at(&["browser"]).filter(|_| is_on) else { return };
    let switch = config.at(&SWITCH);
    if switch.and_then(Value::as_bool) == Some(false) {
        return;
    }
    let place = match (switch, section.member()) {
        (Some(switch), _) => Place::value(switch),
        (None, Some(member)) => Place::name(member),
        (None, None) => return,
    };
    findings
        .add(place, "extensions may still prove who they are in the old way")
        .audit(None::<&str>)
        .help("update the extension, then set `browser.extensionRelay.allowLegacyAuth: false`");
}
