//! See the rule's documentation.

use crate::effective::{Forbidden, forbidden_in_sandbox, mounted_path};
use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};

rule! {
    /// A sandbox is given a part of the machine that it must not have.
    ///
    /// `sandbox.docker.binds` gives containers folders of the machine. With the system's own folders
    /// (`/etc`, `/proc`, `/sys`, `/dev`, `/root`, `/boot`, `/run`, `/var/run`, where the socket of Docker
    /// is), with one that holds them, such as `/`, or with where credentials lie in the home of the
    /// user that OpenClaw runs as (`.ssh`, `.aws`, `.docker`, `.gnupg`, `.config`, `.npm`, `.cargo`,
    /// `.netrc`), what runs in the sandbox can take over the machine. OpenClaw's audit calls each
    /// critical, also while the sandbox is off, and OpenClaw refuses to start such a container.
    ///
    /// Whose home it is, the config does not say: OpenClaw only minds that of the user it runs as. The
    /// audit also follows symbolic links, which cannot be seen here.
    ///
    /// ```json5 bad
    /// {
    ///   agents: {
    ///     defaults: {
    ///       sandbox: {
    ///         mode: "all",
    ///         docker: {
    ///           binds: [
    ///             "/var/run/docker.sock:/var/run/docker.sock",
    /// //          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///             "/home/ann/.ssh:/root/.ssh:ro",
    /// //          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///           ],
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good
    /// {
    ///   agents: {
    ///     defaults: { sandbox: { mode: "all", docker: { binds: ["/srv/project:/project:ro"] } } },
    ///   },
    /// }
    /// ```
    "sandbox-dangerous-bind-mount" {
        severity: Severity::Error,
        effect: Effect::Audited,
        audit: Some("sandbox.dangerous_bind_mount"),
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(config) = context.config() else { return };
    let shared = config.at(&["agents", "defaults", "sandbox", "docker", "binds"]);
    let own = config.agents().filter_map(|scope| scope.own(&["sandbox", "docker", "binds"]));
    for (mount, place) in shared.into_iter().chain(own).flat_map(|binds| config.texts(Some(binds)))
    {
        let Some(forbidden) = forbidden_in_sandbox(mounted_path(&mount)) else { continue };
        let (what, audited) = match forbidden {
            Forbidden::System("/") => ("the whole machine".to_owned(), true),
            Forbidden::System(path) => (format!("`{path}` of the machine"), true),
            // Reported by the audit of the user whose home it is.
            Forbidden::Home(path) => (format!("somebody's `{path}`"), false),
        };
        let finding = findings.add(Place::value(place), format!("this gives the sandbox {what}"));
        finding.help("give it the folder of a project instead, with `:ro` if it only has to read");
        if !audited {
            finding.audit(None::<&str>).effect(Effect::Silent);
        }
    }
}
