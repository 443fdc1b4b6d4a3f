//! See the rule's documentation.

use std::borrow::Cow;

use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::plugins::{Misfit, Mismatch, Section};
use crate::rules::{Context, Findings, Stage, rule};
use crate::schema::{is_same_word, nearest, quote};
use crate::syntax::{Array, Key, Member, Object, Value, ValueKind};
use crate::text::Span;
use crate::world::INCLUDE;

rule! {
    /// A plugin that is installed does not take what the config holds for it.
    ///
    /// A plugin brings a schema for `plugins.entries.<id>.config`, and one for each channel that it
    /// adds. OpenClaw rejects the whole config when either does not fit, even where the plugin is
    /// switched off, and also when a plugin that runs needs a config and has none. Defaults of the
    /// schema count as given. Which plugins are installed is known where `--plugins` names their
    /// directory; those that ship with OpenClaw are always judged.
    ///
    /// A key whose name is only spelled in another way is renamed, which is safe; one that is near to
    /// another, or to none, needs your word.
    ///
    /// ```json5 bad plugins:fixtures/plugins/parrot
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { parrot: { size: "big", nets: 2 } },
    /// //                            ^^^^^  ^^^^
    ///   plugins: {
    ///     entries: {
    ///       parrot: {
    ///         config: {
    ///           per_ch: "left",
    /// //        ^^^^^^
    ///           height: 0,
    /// //                ^
    ///           words: { phrsae: "x" },
    /// //               ^
    /// //                 ^^^^^^
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed plugins:fixtures/plugins/parrot
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { parrot: { size: "big" /* the plugin takes no such key: nets: 2 */ } },
    ///   plugins: {
    ///     entries: {
    ///       parrot: {
    ///         config: {
    ///           perch: "left",
    ///           height: 0,
    ///           words: { phrase: "x" },
    ///         },
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 good plugins:fixtures/plugins/parrot
    /// {
    ///   gateway: { mode: "local" },
    ///   channels: { parrot: { size: 3 } },
    ///   plugins: { entries: { parrot: { config: { perch: "${PERCH}", words: { list: ["hi"] } } } } },
    /// }
    /// ```
    "invalid-plugin-config" {
        severity: Severity::Error,
        effect: Effect::Rejected,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let Some(root) = context.tree.root() else { return };
    for section in context.world.plugins.sections(root) {
        for mismatch in section.mismatches(&|value| context.text(value).map(Cow::into_owned)) {
            let spot = Spot::of(&section, root, &mismatch);
            if spot.is_certain(context, &mismatch.fault) {
                report(context, &section, &spot, &mismatch.fault, findings);
            }
        }
    }
}

/// Where something does not fit.
struct Spot<'t> {
    key: Key,
    /// The value there, or the nearest above it that the config holds.
    value: Value<'t>,
    /// Whether it is the very value.
    is_there: bool,
}

impl<'t> Spot<'t> {
    fn of(section: &Section<'t, '_>, root: Value<'t>, mismatch: &Mismatch) -> Self {
        let top: Vec<&str> = match section.channel {
            Some(channel) => vec!["channels", channel],
            None => vec!["plugins", "entries", &section.manifest.id, "config"],
        };
        let below = mismatch.path.iter().map(String::as_str);
        let key = top.iter().copied().chain(below.clone()).collect();
        let (mut value, path): (_, Vec<&str>) = match section.value {
            Some(value) => (value, below.collect()),
            None => (root, top.into_iter().chain(below).collect()),
        };
        for step in path {
            let next = match value.as_array() {
                Some(array) => step.parse().ok().and_then(|index| array.items().nth(index)),
                None => value.get(step),
            };
            let Some(next) = next else { return Self { key, value, is_there: false } };
            value = next;
        }
        Self { key, value, is_there: true }
    }

    /// Whether it does not fit whatever variables and included files hold.
    fn is_certain(&self, context: &Context<'_>, fault: &Misfit) -> bool {
        if matches!(fault, Misfit::UnknownKey { .. }) {
            return true;
        }
        let is_scalar = !matches!(self.value.kind(), ValueKind::Object | ValueKind::Array);
        let above = std::iter::successors(Some(self.value), |value| value.holder());
        let is_partial = |value: Value<'_>| value.get(INCLUDE).is_some();
        (is_scalar || !above.into_iter().any(is_partial))
            && all_below(self.value, &|value| {
                let is_known = value.kind() != ValueKind::String || context.text(value).is_some();
                is_known && !is_partial(value)
            })
    }
}

/// Whether something holds of a value and all that it holds, which nests no deeper than what a
/// schema is asked about.
fn all_below(value: Value<'_>, holds: &dyn Fn(Value<'_>) -> bool) -> bool {
    let items = value.as_array().into_iter().flat_map(Array::items);
    let members = value.as_object().into_iter().flat_map(Object::members);
    let mut below = items.chain(members.filter_map(Member::value));
    holds(value) && below.all(|value| all_below(value, holds))
}

fn report(
    context: &Context<'_>,
    section: &Section<'_, '_>,
    spot: &Spot<'_>,
    fault: &Misfit,
    findings: &mut Findings<'_>,
) {
    let plugin = &section.manifest.id;
    let key = &spot.key;
    // What is nowhere in the config is shown where it would be.
    let span = if section.value.is_some() { spot.value.span() } else { section.place.span };
    let place = Place { key: key.clone(), span };
    match fault {
        Misfit::UnknownKey { name, known } => {
            let member = spot.value.as_object().and_then(|object| object.get(name));
            let place = member.map_or(place, Place::name);
            let message = format!("the plugin `{plugin}` takes no key `{name}` in `{key}`");
            let finding = findings.add(place, message);
            mend(context, spot, name, known, finding);
        }
        Misfit::MissingKey(name) => {
            let message = if section.value.is_some() {
                format!("`{key}` lacks the key `{name}`, which the plugin `{plugin}` asks for")
            } else {
                format!("the plugin `{plugin}` runs, and its config lacks the key `{name}`")
            };
            let is_object = section.value.is_some() && spot.value.as_object().is_some();
            let opening = Span::new(span.start, span.start + 1);
            let place = Place {
                key: key.clone().child(name.as_str()),
                span: if is_object { opening } else { span },
            };
            findings.add(place, message).help(format!("add `{name}`"));
        }
        Misfit::NotExpected(expected) if spot.is_there => {
            let is_secret = section.manifest.is_secret(key.segments());
            let kind = spot.value.kind().name();
            let found = if is_secret { kind.to_owned() } else { quote(key, spot.value) };
            let message = format!("`{key}` is {found}; the plugin `{plugin}` expects {expected}");
            findings.add(place, message).help(look_up(section));
        }
        Misfit::NotExpected(expected) => {
            let message = format!("the plugin `{plugin}` expects {expected} at `{key}`");
            findings.add(place, message).help(look_up(section));
        }
        Misfit::Other => {
            let message = format!("`{key}` does not fit what the plugin `{plugin}` takes");
            findings.add(place, message).help(look_up(section));
        }
    }
}

/// Where to see what the plugin takes.
fn look_up(section: &Section<'_, '_>) -> String {
    let part = if section.channel.is_some() { "channelConfigs" } else { "configSchema" };
    format!("`{part}` in `{}` says what it takes", section.manifest.path)
}

/// Says which key was meant, and offers it.
fn mend(
    context: &Context<'_>,
    spot: &Spot<'_>,
    name: &str,
    known: &[String],
    finding: &mut Finding,
) {
    let near = nearest(name, known.iter().map(String::as_str));
    let Some(object) = spot.value.as_object() else { return };
    let Some(member) = object.get(name) else { return };
    if let [meant, others @ ..] = near.as_slice()
        && object.get(meant).is_none()
    {
        let clear = is_same_word(name, meant) && others.is_empty();
        let (safety, help) = if clear {
            (Safety::Safe, format!("the plugin writes it `{meant}`"))
        } else {
            (Safety::Unsafe, format!("did you mean `{meant}`?"))
        };
        let edits = context.edits(|plan| plan.rename(member, meant));
        finding.help(help).fix(safety, format!("rename it to `{meant}`"), edits);
        return;
    }
    let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
    finding.help(match names.len() {
        1..=8 => format!("it takes {}", names.join(", ")),
        _ => "remove it".to_owned(),
    });
    let edits = context.edits(|plan| plan.comment_out(member, "the plugin takes no such key"));
    finding.fix(Safety::Unsafe, "comment it out", edits);
}
