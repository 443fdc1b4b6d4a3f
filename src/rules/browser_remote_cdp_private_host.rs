//! See the rule's documentation.

use crate::effective::{WebTool, host, is_dotted_loopback, is_private, places};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::Member;

rule! {
    /// A browser on the private network is driven, and pages may reach that network.
    ///
    /// `cdpUrl`, in `browser` or in a profile, names a machine of a private network, and
    /// `browser.ssrfPolicy.dangerouslyAllowPrivateNetwork` lets the browser open what is there. Whoever
    /// is on that network may drive the browser, too. OpenClaw warns of it in `openclaw security audit
    /// --deep` when the browser plugin is loaded. At home or in a tailnet that is what one wants: this is
    /// on from `--profile shared`.
    ///
    /// ```json5 bad
    /// {
    ///   browser: {
    ///     ssrfPolicy: { dangerouslyAllowPrivateNetwork: true },
    ///     cdpUrl: "http://10.0.0.4:9222",
    /// //          ^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { browser: { cdpUrl: "http://10.0.0.4:9222" } }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   browser: {
    ///     ssrfPolicy: { dangerouslyAllowPrivateNetwork: true },
    ///     cdpUrl: "http://127.0.0.1:9222",
    ///   },
    /// }
    /// ```
    "browser-remote-cdp-private-host" from Shared {
        severity: Severity::Warning,
        effect: Effect::Silent,
        audit: Some("browser.remote_cdp_private_host"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let policy = config.at(&["browser", "ssrfPolicy"]);
    let switch = policy.and_then(|policy| policy.get("dangerouslyAllowPrivateNetwork"));
    let Some(switch) = switch.filter(|switch| switch.as_bool() == Some(true)) else { return };
    if !config.web_tool(WebTool::Browser).value {
        return;
    }
    let own = places(context.tree, "browser.cdpUrl");
    let of_profiles = places(context.tree, "browser.profiles.*").into_iter();
    // The extension finds its browser itself.
    let of_profiles = of_profiles
        .filter(|profile| !profile.get("driver").is_some_and(|driver| driver.is_text("extension")));
    let urls = own.into_iter().map(|url| url.value);
    let urls = urls.chain(of_profiles.filter_map(|profile| profile.get("cdpUrl")));
    for url in urls.filter(|url| config.text(*url).as_deref().is_some_and(is_elsewhere_and_private))
    {
        findings
            .add(Place::value(url), "whoever is on this network may drive the browser as well")
            .related(
                switch.member().map_or(switch.span(), Member::name_span),
                "this lets the browser open what is on the network",
            )
            .audit(None::<&str>)
            .help(
                "reach the browser through a tunnel, and leave \
                 `dangerouslyAllowPrivateNetwork` out",
            );
    }
}

/// Whether the machine is on a private network, and another one than this. Names do not tell, but
/// for the one that clouds give their own service.
fn is_elsewhere_and_private(url: &str) -> bool {
    let Some(host) = host(url) else { return false };
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    let is_here = is_dotted_loopback(&host) || host == "::1";
    host == "metadata.google.internal" || is_address && !is_here && is_private(&host)
}
