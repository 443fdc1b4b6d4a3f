//! See the rule's documentation.

use url::Url;

use crate::effective::places;
use crate::finding::{Effect, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Array, Value};

rule! {
    /// Portals are to be reached where the gateway or its Control UI is.
    ///
    /// `gateway.portals.ingress` shows what agents build to the outside, each portal under a name of
    /// its own below `domain`. OpenClaw rejects a domain that holds the host of
    /// `gateway.publicOrigin` or of one of `gateway.controlUi.allowedOrigins`, since a portal could
    /// then pass for the gateway, and a port that is the gateway's own (18789 where none is set).
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     publicOrigin: "https://claw.example.net",
    ///     portals: {
    ///       ingress: { domain: "example.net", port: 18789 },
    /// //                       ^^^^^^^^^^^^^
    /// //                                            ^^^^^
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   gateway: {
    ///     publicOrigin: "https://claw.example.net",
    ///     portals: { ingress: { domain: "portals.example.net", port: 18790 } },
    ///   },
    /// }
    /// ```
    "portal-ingress-conflict" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw checks it.
const SINCE: Since = Since::known("2026.9.6");

/// The gateway's port unless the config sets another.
const DEFAULT_PORT: f64 = 18789.0;

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    if !SINCE.holds_in(context.world.target) {
        return;
    }
    for ingress in places(context.tree, "gateway.portals.ingress") {
        let gateway = context.gateway();
        if let Some(domain) = ingress.get("domain")
            && let Some(origin) = below(context, domain)
        {
            findings
                .add(
                    ingress.member_value("domain", domain),
                    "portals below this domain could pass for the gateway",
                )
                .related(origin.span(), "this host is within the domain")
                .help("give portals a domain of their own, such as `portals.example.net`");
        }
        let Some(port) = ingress.get("port") else { continue };
        let own = gateway.at(&["port"]);
        let taken = match own {
            Some(own) => own.as_number(),
            None => Some(DEFAULT_PORT).filter(|_| !gateway.has_includes),
        };
        if taken.is_some() && taken == port.as_number() {
            let finding = findings.add(
                ingress.member_value("port", port),
                "portals cannot have the port on which the gateway listens",
            );
            finding.help("give portals a port of their own");
            if let Some(own) = own {
                finding.related(own.span(), "the gateway listens here");
            }
        }
    }
}

/// The first origin of the gateway whose host is the domain or below it.
fn below<'t>(context: &Context<'t>, domain: Value<'_>) -> Option<Value<'t>> {
    let domain = context.text(domain)?.to_lowercase();
    let gateway = context.gateway();
    let ui = gateway.at(&["controlUi", "allowedOrigins"]).and_then(Value::as_array);
    let listed = ui.into_iter().flat_map(Array::items);
    gateway.at(&["publicOrigin"]).into_iter().chain(listed).find(|origin| {
        let Some(url) = context.text(*origin).and_then(|text| Url::parse(&text).ok()) else {
            return false;
        };
        let host = url.host_str().unwrap_or_default().to_lowercase();
        host == domain || host.strip_suffix(&domain).is_some_and(|front| front.ends_with('.'))
    })
}
