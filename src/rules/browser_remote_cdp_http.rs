//! See the rule's documentation.

use crate::effective::{WebTool, host, is_private, members};
use crate::finding::{Effect, Place, Profile, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A browser elsewhere is driven over a connection that anyone on the way can read.
    ///
    /// `cdpUrl`, in `browser` or in a profile, says where the browser is that the agent drives. Over
    /// `http:` everyone between the two sees what the agent sees, its logins included, and may drive the
    /// browser as well. OpenClaw warns of it in `openclaw security audit --deep` when the browser plugin
    /// is loaded. On a private network or a tailnet that may be all right: for such a host this is
    /// reported from `--profile shared` on.
    ///
    /// ```json5 bad
    /// {
    ///   browser: {
    ///     profiles: {
    ///       cloud: { cdpUrl: "http://browser.example.com:9222" },
    /// //                     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   browser: {
    ///     profiles: {
    ///       cloud: { cdpUrl: "wss://browser.example.com" },
    ///       local: { cdpUrl: "http://127.0.0.1:9222" },
    ///     },
    ///   },
    /// }
    /// ```
    "browser-remote-cdp-http" {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("browser.remote_cdp_http"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    if !config.web_tool(WebTool::Browser).value {
        return;
    }
    let browser = config.at(&["browser"]);
    let profiles = members(browser.and_then(|browser| browser.get("profiles"))).into_iter();
    let profiles = profiles.filter_map(|(_, profile)| profile.value());
    let urls = browser.into_iter().chain(profiles).filter_map(|holder| holder.get("cdpUrl"));
    for (place, host) in urls.filter_map(|url| Some((url, plain_host(&config.text(url)?)?))) {
        let message = "whoever is between here and this browser sees what the agent sees";
        let finding = findings.add(Place::value(place), message);
        finding.audit(None::<&str>).help("use `https:` or `wss:`, or reach it through a tunnel");
        if is_private(&host) {
            finding.profile(Profile::Shared);
        }
    }
}

/// The host of a URL that is not encrypted, if it is not this machine.
fn plain_host(url: &str) -> Option<String> {
    let scheme = url.trim().split_once("://")?.0;
    let host = host(url).filter(|_| scheme.eq_ignore_ascii_case("http"))?;
    let is_here = host == "localhost"
        || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    (!is_here).then_some(host)
}
