//! See the rule's documentation.

use crate::edit::Where;
use crate::effective::{Found, places};
use crate::finding::{Effect, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::Since;
use crate::syntax::{Value, ValueKind};

rule! {
    /// A browser profile does not say where its browser is, or says what its driver does not use.
    ///
    /// OpenClaw rejects the config. It starts a browser of its own at `cdpPort`, or attaches to one
    /// at `cdpUrl`: without the driver `"existing-session"` or `"extension"` a profile needs one of
    /// them. `userDataDir` is for `"existing-session"`, which takes over a browser that runs, and
    /// `"extension"` finds its browser itself, so that it takes no `cdpUrl`.
    ///
    /// The fixes are unsafe: only you know which browser is meant.
    ///
    /// ```json5 bad
    /// {
    ///   browser: {
    ///     profiles: {
    ///       work: { headless: true },
    /// //    ^^^^
    ///       tabs: {
    ///         driver: "extension",
    ///         cdpUrl: "http://127.0.0.1:9222",
    /// //      ^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   browser: {
    ///     profiles: {
    ///       work: { headless: true },
    ///       tabs: {
    ///         driver: "extension",
    ///         // the extension finds its browser itself
    ///         // cdpUrl: "http://127.0.0.1:9222",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   browser: {
    ///     profiles: {
    ///       mine: {
    ///         cdpPort: 9222,
    ///         userDataDir: "~/chrome",
    /// //      ^^^^^^^^^^^
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   browser: {
    ///     profiles: {
    ///       mine: {
    ///         driver: "existing-session",
    ///         cdpPort: 9222,
    ///         userDataDir: "~/chrome",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   browser: {
    ///     profiles: {
    ///       work: { cdpPort: 18801 },
    ///       mine: { driver: "existing-session", userDataDir: "~/chrome" },
    ///       tabs: { driver: "extension" },
    ///     },
    ///   },
    /// }
    /// ```
    "browser-profile-mismatch" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Unsafe),
        needs: Stage::Parsed,
        check,
    }
}

/// Since when OpenClaw makes each of the checks; the second came with the key, the third with the
/// driver.
const ENDPOINT_SINCE: Since = Since::known("2026.1.24");
const USER_DATA_SINCE: Since = Since::known("2026.3.22");
const EXTENSION_SINCE: Since = Since::assumed("2026.7.1");

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    for profile in places(context.tree, "browser.profiles.*") {
        if profile.value.kind() == ValueKind::Object {
            look_at(context, &profile, findings);
        }
    }
}

fn look_at(context: &Context<'_>, profile: &Found<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let written = profile.get("driver");
    let driver = match written {
        Some(value) => context.text(value),
        None if profile.is_partial => None,
        None => Some("openclaw".into()),
    };
    // A driver that is not known here, or no text, which is a finding of its own.
    let Some(driver) = driver else { return };
    let own_session = driver == "existing-session";
    let extension = driver == "extension" && EXTENSION_SINCE.holds_in(release);

    let has_endpoint = profile.get("cdpPort").is_some_and(|port| port.as_number() != Some(0.0))
        || is_set(context, profile.get("cdpUrl"));
    let needs_endpoint = !own_session && !extension && ENDPOINT_SINCE.holds_in(release);
    if needs_endpoint && !has_endpoint && !profile.is_partial {
        findings
            .add(profile.name_place(), "this browser profile does not say where its browser is")
            .help(
                "give it a `cdpPort` for a browser that OpenClaw starts, the `cdpUrl` of one that \
                 runs, or the driver `\"existing-session\"` or `\"extension\"`",
            );
    }
    if !own_session
        && is_set(context, profile.get("userDataDir"))
        && USER_DATA_SINCE.holds_in(release)
        && let Some(member) = profile.member("userDataDir")
    {
        let finding = findings.add(
            profile.member_name(member),
            "only the driver `\"existing-session\"` uses a directory with user data",
        );
        finding.help("set `driver: \"existing-session\"`, or leave the directory out");
        if let Some(object) = profile.value.as_object()
            && written.is_none()
        {
            let edits = context.edits(|plan| {
                let place = Where::First;
                plan.insert(object, place, "driver", "existing-session")
            });
            finding.fix(Safety::Unsafe, "set `driver: \"existing-session\"`", edits);
        }
    }
    if extension
        && is_set(context, profile.get("cdpUrl"))
        && let Some(member) = profile.member("cdpUrl")
    {
        let finding = findings.add(
            profile.member_name(member),
            "with the driver `\"extension\"` a profile takes no address of a browser",
        );
        if let Some(driver) = written {
            finding.related(driver.span(), "the extension finds its browser itself");
        }
        finding.help("leave `cdpUrl` out, or choose another driver");
        let reason = "the extension finds its browser itself";
        let edits = context.edits(|plan| plan.retire(member, reason));
        finding.fix(Safety::Unsafe, "comment out `cdpUrl`", edits);
    }
}

/// Whether a text is there that is not empty, or may be.
fn is_set(context: &Context<'_>, value: Option<Value<'_>>) -> bool {
    value.is_some_and(|value| context.text(value).is_none_or(|text| !text.is_empty()))
}
