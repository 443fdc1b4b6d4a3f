//! See the rule's documentation.

use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::plugins::{self, Configured};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{Since, nearest};
use crate::syntax::{Member, Object, Value};

rule! {
    /// A channel is one that OpenClaw does not know.
    ///
    /// OpenClaw rejects the whole config. Channels are keys by their one name: `googlechat` and not
    /// `gchat`, `msteams` and not `teams`, although commands take both. Channels of other makers are
    /// known only where their plugin is installed, as `qqbot` and `wecom` are; `--plugins` says where
    /// that is.
    ///
    /// Where `plugins.entries` or `plugins.allow` names a plugin of the channel's very name, OpenClaw
    /// passes over the channel with a warning instead, until the plugin is installed.
    ///
    /// Where the name is another one of a channel that is not there yet, the fix renames it, which is
    /// safe; a name that is only near is offered as an unsafe fix.
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     gchat: { enabled: true }, // the office
    /// //  ^^^^^
    ///     telegramm: { enabled: true },
    /// //  ^^^^^^^^^
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: {
    ///     googlechat: { enabled: true }, // the office
    ///     telegram: { enabled: true },
    ///   },
    /// }
    /// ```
    ///
    /// The plugin of the channel may be installed later:
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { parrot: { perch: 3 } },
    /// //            ^^^^^^
    ///   plugins: { entries: { parrot: { enabled: true } } },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { parrot: { perch: 3 } },
    ///   plugins: { entries: { parrot: { enabled: true } } },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { gateway: { mode: "local" }, channels: { googlechat: { enabled: true } } }
    /// ```
    ///
    /// A plugin that is installed brings its channels along:
    ///
    /// ```json5 good plugins:fixtures/plugins/parrot
    /// { gateway: { mode: "local" }, channels: { parrot: { size: 3 } } }
    /// ```
    "unknown-channel" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw passes over a channel whose plugin may be installed one day.
const PASSED_OVER_SINCE: Since = Since::known("2026.4.27");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    let Some(channels) = root.get("channels").and_then(Value::as_object) else { return };
    let release = context.world.target;
    let Some(node) = release.lookup(&["channels"]) else { return };
    // Before channels had schemas of their own, any name was taken.
    if node.additional().is_some_and(|other| !other.is_nothing()) {
        return;
    }
    let own = node.properties().filter(|(_, node)| !node.is_nothing()).map(|(name, _)| name);
    let plugins = &context.world.plugins;
    let known: Vec<&str> = own.chain(plugins.channels()).collect();
    let configured = Configured::of(root);
    for (name, member) in channels.effective() {
        let name = name.to_lossy();
        let passed_over = matches!(name.trim(), "" | "$include" | "__proto__");
        if passed_over || known.contains(&name.trim()) {
            continue;
        }
        let id = plugins::normal_id(&name);
        let is_known = release.bundles(&id) || plugins.get(&id).is_some();
        if PASSED_OVER_SINCE.holds_in(release) && !is_known && configured.names(&id) {
            let message = "only a plugin that does not ship with OpenClaw brings this channel";
            let finding = findings.add(Place::name(member), message);
            finding
                .effect(Effect::Warned)
                .severity(Severity::Info)
                .help("OpenClaw passes over the channel until the plugin is installed");
            continue;
        }
        if context.is_of_another_release(member) {
            continue;
        }
        let finding =
            findings.add(Place::name(member), format!("OpenClaw knows no channel `{id}`"));
        mend(context, channels, member, &known, finding);
    }
}

/// Says what was meant, and offers it.
fn mend(
    context: &Context<'_>,
    channels: Object<'_>,
    member: Member<'_>,
    known: &[&str],
    finding: &mut Finding,
) {
    let name = member.name();
    let name = name.to_lossy();
    let alias = plugins::channel_of_alias(&name);
    let near = nearest(&name, known.iter().copied());
    let Some(meant) = alias.or_else(|| near.first().copied()) else {
        offer_plugin(context, member, &name, finding);
        return;
    };
    finding.help(format!("its name is `{meant}`"));
    if channels.get(meant).is_none() {
        let certain = alias.is_some() || name.eq_ignore_ascii_case(meant);
        let safety = if certain { Safety::Safe } else { Safety::Unsafe };
        let edits = context.edits(|plan| plan.rename(member, meant));
        finding.fix(safety, format!("rename it to `{meant}`"), edits);
    }
}

/// Says which plugin brings the channel, where one is known to.
fn offer_plugin(context: &Context<'_>, member: Member<'_>, name: &str, finding: &mut Finding) {
    let Some(plugin) = plugins::official(name) else {
        let help = "if a plugin of that name brings it, name it in `plugins.entries` as well";
        let edits = context.edits(|plan| plan.retire(member, "OpenClaw knows no such channel"));
        finding.help(help).fix(Safety::Unsafe, "comment it out", edits);
        return;
    };
    finding.message = format!("the channel `{name}` needs the plugin `{}`", plugin.id);
    finding.help(format!(
        "install it with `openclaw plugins install {}`; without it OpenClaw rejects the config",
        plugin.package
    ));
    let path = ["plugins", "entries", name.trim(), "enabled"];
    let edits = context.edits(|plan| plan.set(&path, true));
    finding.fix(Safety::Unsafe, format!("name `{name}` in `plugins.entries`"), edits);
}
