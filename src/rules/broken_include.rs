//! See the rule's documentation.

use crate::finding::{Effect, Place, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Value, ValueKind};
use crate::world::{BrokenInclude, DEEPEST, Directive, IncludeFault, directives};

rule! {
    /// A file that the config includes cannot be put in its place.
    ///
    /// `$include` takes a path, or a list of paths, from the directory of the file that it stands in.
    /// OpenClaw rejects the whole config unless every file on the way can be read: a regular file
    /// with no second name, of at most 2 MiB of JSON5, in the config's directory or below it (or below
    /// one that the variable `OPENCLAW_INCLUDE_ROOTS` lists), links followed. Files may include
    /// others, ten deep, and none of those that include it. Where other keys stand beside `$include`,
    /// the file must hold an object.
    ///
    /// Of a config from standard input it is not known what stands beside it; there only the form of
    /// `$include` is judged.
    ///
    /// ```json5 bad beside:fixtures/includes
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: { $include: "./no-such-file.json5" },
    /// //                    ^^^^^^^^^^^^^^^^^^^^^^
    ///   channels: {
    ///     $include: ["./parts/telegram.json5", "../valid/secrets.json5", "parts/deep/round.json5"],
    /// //                                       ^^^^^^^^^^^^^^^^^^^^^^^^  ^^^^^^^^^^^^^^^^^^^^^^^^
    ///   },
    ///   bindings: { $include: "./parts/list.json5", extra: 1 },
    /// //                      ^^^^^^^^^^^^^^^^^^^^
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   gateway: { mode: "local" },
    ///   agents: { $include: { path: "./agents.json5" } },
    /// //                    ^^^^^^^^^^^^^^^^^^^^^^^^^^
    ///   broadcast: { $include: ["./a.json5", 2] },
    /// //                                     ^
    /// }
    /// ```
    ///
    /// ```json5 good beside:fixtures/includes
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { $include: ["./parts/telegram.json5"], discord: { enabled: false } },
    ///   bindings: { $include: "./parts/list.json5" },
    /// }
    /// ```
    "broken-include" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: None,
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let includes = &context.world.includes;
    for directive in directives(context.tree) {
        for target in directive.targets() {
            match target.as_text().map(|path| path.to_lossy().into_owned()) {
                None => report_form(target, findings),
                Some(path) => {
                    if let Some(Err(broken)) = includes.get(&path) {
                        report(target, broken, findings);
                    }
                }
            }
        }
        let holds = |path: &str| Some(includes.get(path)?.ok()?.holds);
        if directive.has_siblings
            && let Some(brings) = directive.brings(holds).filter(|it| *it != ValueKind::Object)
        {
            report_siblings(directive, brings, findings);
        }
    }
}

/// The value of `$include`, or an item of it, that is no path.
fn report_form(target: Value<'_>, findings: &mut Findings<'_>) {
    let message =
        format!("`$include` takes a path or a list of paths, not {}", target.kind().name());
    findings.add(Place::value(target), message).help("write the path of a file, in quotes");
}

fn report(target: Value<'_>, broken: &BrokenInclude, findings: &mut Findings<'_>) {
    let BrokenInclude { chain, fault } = broken;
    let message = match chain.as_slice() {
        [first, others @ ..] if !others.is_empty() => {
            let others: Vec<String> = others.iter().map(|file| format!("`{file}`")).collect();
            format!("`{first}` includes {}, which {fault}", others.join(", which includes "))
        }
        _ => format!("the included file `{}` {fault}", chain.join("")),
    };
    findings.add(Place::value(target), message).help(match fault {
        IncludeFault::ImpossiblePath => "write the path of a file".to_owned(),
        IncludeFault::Outside | IncludeFault::LinksOutside => {
            "keep it in the config's directory, or list its directory in the variable \
             `OPENCLAW_INCLUDE_ROOTS` of the gateway"
                .to_owned()
        }
        IncludeFault::Circular => "include it from one of the two only".to_owned(),
        IncludeFault::TooDeep => format!("OpenClaw follows {DEEPEST} files; join some of them"),
        IncludeFault::Unreadable(_) => {
            "OpenClaw takes the path from the directory of the file that it is written in"
                .to_owned()
        }
        IncludeFault::NotAFile(_) => "name a file; OpenClaw includes no other".to_owned(),
        IncludeFault::HardLinked => "replace it with a copy of its own".to_owned(),
        IncludeFault::TooLarge => "split it into several files".to_owned(),
        IncludeFault::NotJson5(_) => "`clawtidy check` on that file shows what is wrong".to_owned(),
        IncludeFault::WrongDirective(_) => "write the path of a file, in quotes".to_owned(),
        IncludeFault::CannotMerge(_) => {
            "move the keys away, or include a file that holds an object".to_owned()
        }
    });
}

fn report_siblings(directive: Directive<'_>, brings: ValueKind, findings: &mut Findings<'_>) {
    let message = format!(
        "other keys stand beside this `$include`, which brings {} and no object",
        brings.name()
    );
    let finding = findings.add(Place::value(directive.value), message);
    finding.help("move the keys away, or include a file that holds an object");
}
