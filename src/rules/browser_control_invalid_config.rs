//! See the rule's documentation.

use url::Url;

use crate::effective::{WebTool, places};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// The address of a browser is not one that OpenClaw can use.
    ///
    /// `cdpUrl`, in `browser` or in a profile, is a URL that begins with `http:`, `https:`, `ws:` or
    /// `wss:`. OpenClaw accepts the config with anything else, and fails when the agent first wants the
    /// browser; `openclaw security audit --deep` reports it when the browser plugin is loaded.
    ///
    /// ```json5 bad
    /// {
    ///   browser: {
    ///     cdpUrl: "localhost:9222",
    /// //          ^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { browser: { cdpUrl: "http://localhost:9222" } }
    /// ```
    "browser-control-invalid-config" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("browser.control_invalid_config"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Where addresses of browsers stand.
const ADDRESSES: [&str; 2] = ["browser.cdpUrl", "browser.profiles.*.cdpUrl"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    if !config.web_tool(WebTool::Browser).value {
        return;
    }
    let found = ADDRESSES.iter().flat_map(|pattern| places(context.tree, pattern));
    for address in found {
        let Some(text) = config.text(address.value) else { continue };
        // A blank one is as none.
        if text.trim().is_empty() || is_usable(text.trim()) {
            continue;
        }
        findings
            .add(Place::value(address.value), "this is no address of a browser")
            .audit(None::<&str>)
            .help("write a URL such as `\"http://127.0.0.1:9222\"` or `\"wss://browser.example.com\"`");
    }
}

fn is_usable(address: &str) -> bool {
    let url = Url::parse(address);
    url.is_ok_and(|url| matches!(url.scheme(), "http" | "https" | "ws" | "wss"))
}
