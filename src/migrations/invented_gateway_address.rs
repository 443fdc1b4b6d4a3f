//! See the rule's documentation.

use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{BindMeaning, Context, Findings, Stage, rule};

rule! {
    /// Guides tell the gateway its address under names that no OpenClaw has, such as `gateway.host`.
    ///
    /// Where the gateway listens is `gateway.bind`, which takes words: `"loopback"`, `"lan"`,
    /// `"tailnet"`, `"auto"`, or `"custom"` with an IPv4 address in `gateway.customBindHost`. OpenClaw
    /// rejects the whole config because of the other names.
    ///
    /// The fix writes the word that is meant. A `bind` that is there already wins, and the address is
    /// commented out. It is unsafe, because the address did nothing until now.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     host: "127.0.0.1", // nobody else
    /// //  ^^^^
    ///     port: 19000,
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "loopback", // nobody else
    ///     port: 19000,
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "gateway": { "mode": "local" },
    ///   "server": { "host": "192.168.1.5" }
    /// //            ^^^^^^
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "gateway": { "mode": "local", "bind": "custom", "customBindHost": "192.168.1.5" },
    ///   "server": {}
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "loopback",
    ///     bindAddress: "0.0.0.0",
    /// //  ^^^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: {
    ///     mode: "local",
    ///     bind: "loopback",
    ///     // `gateway.bind` is set already
    ///     // bindAddress: "0.0.0.0",
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local", bind: "loopback", port: 19000 } }
    /// ```
    "invented-gateway-address" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Where guides put it.
const INVENTED: [&[&str]; 10] = [
    &["gateway", "host"],
    &["gateway", "hostname"],
    &["gateway", "address"],
    &["gateway", "bindAddress"],
    &["gateway", "bind_address"],
    &["gateway", "listen"],
    &["server", "host"],
    &["server", "bind"],
    &["server", "address"],
    &["host"],
];

const BIND: [&str; 2] = ["gateway", "bind"];
const ADDRESS: [&str; 2] = ["gateway", "customBindHost"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    for place in INVENTED {
        let Some(value) = root.at(place) else { continue };
        let (Some(member), Some(text)) = (value.member(), value.as_text()) else { continue };
        let Some(meant) = BindMeaning::of(text.to_lossy().trim()) else { continue };
        if context.world.target.lookup(place).is_some() {
            continue;
        }
        let is_set = root.at(&BIND).is_some();
        let edits = context.edits(|plan| {
            if is_set {
                return plan.retire(member, &format!("`{}` is set already", BIND.join(".")));
            }
            let (word, address) = match &meant {
                BindMeaning::Word(word) => (*word, None),
                BindMeaning::Address(address) => ("custom", Some(address)),
            };
            plan.replace(value, word);
            plan.carry_over(member, &BIND)?;
            match address.filter(|_| root.at(&ADDRESS).is_none()) {
                Some(address) => plan.set(&ADDRESS, address.as_str()),
                None => Ok(()),
            }
        });
        findings
            .add(Place::name(member), format!("OpenClaw has no `{}`", place.join(".")))
            .help("where the gateway listens is `gateway.bind`, which takes words")
            .fix(Safety::Unsafe, "say it as `gateway.bind`", edits);
    }
}
