//! See the migration's documentation.

use crate::edit::New;
use crate::finding::{Effect, Place, Safety, Severity};
use crate::rules::{Context, Findings, Stage, rule};
use crate::syntax::{Array, Member, Object, Value};

rule! {
    /// A command that writes down what is said stands in `audio`, which OpenClaw no longer reads.
    ///
    /// Since 2026.2.17 such a command is one of the models of `tools.media`. The fix makes it one that
    /// is for speech, and the preferred one, as OpenClaw's own migration does. Where there is a model for
    /// speech already, that one holds, and a command that is no plain program is none; the old setting
    /// is then commented out, as it is where it says more than a model does.
    ///
    /// ```json5 bad
    /// {
    ///   audio: { transcription: { command: ["whisper", "--in", "{input}"], timeoutSeconds: 30 } },
    /// //^^^^^
    ///   tools: {
    ///     media: {},
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   tools: {
    ///     media: {
    ///       audio: {
    ///         enabled: true,
    ///         preferredModel: "cli:whisper",
    ///       },
    ///       models: [
    ///         {
    ///           type: "cli",
    ///           command: "whisper",
    ///           args: ["--in", "{{AttachmentPath}}"],
    ///           timeoutSeconds: 30,
    ///           capabilities: ["audio"],
    ///         },
    ///       ],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 bad
    /// {
    ///   audio: { transcription: { command: ["whisper"], timeoutSeconds: "30" } },
    /// //^^^^^
    ///   tools: {
    ///     media: {
    ///       models: [],
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json5 fixed
    /// {
    ///   // the command is one of the models of `tools.media` now
    ///   // audio: { transcription: { command: ["whisper"], timeoutSeconds: "30" } },
    ///   tools: {
    ///     media: {
    ///       models: [
    ///         {
    ///           type: "cli",
    ///           command: "whisper",
    ///           capabilities: ["audio"],
    ///         },
    ///       ],
    ///       audio: {
    ///         enabled: true,
    ///         preferredModel: "cli:whisper",
    ///       },
    ///     },
    ///   },
    /// }
    /// ```
    ///
    /// ```json bad
    /// {
    ///   "audio": { "transcription": { "command": [] } },
    /// //^^^^^^^
    ///   "tools": {}
    /// }
    /// ```
    ///
    /// ```json fixed
    /// {
    ///   "tools": {}
    /// }
    /// ```
    ///
    /// ```json5 good
    /// { tools: { media: { models: [{ type: "cli", command: "whisper", capabilities: ["audio"] }] } } }
    /// ```
    "audio-transcription-command" {
        severity: Severity::Info,
        effect: Effect::Silent,
        audit: None,
        since: "0.1.0",
        fix: Some(Safety::Safe),
        needs: Stage::Parsed,
        check,
    }
}

const MODELS: [&str; 3] = ["tools", "media", "models"];

fn check(context: &Context<'_>, findings: &mut Findings<'_>) {
    let release = context.world.target;
    let Some(root) = context.tree.root() else { return };
    let audio = root.as_object().and_then(|root| root.get("audio"));
    let Some((audio, section)) = audio.and_then(|it| Some((it, it.value()?.as_object()?))) else {
        return;
    };
    let Some(old) = section.get("transcription") else { return };
    if release.lookup(&["audio", "transcription"]).is_some() || release.lookup(&MODELS).is_none() {
        return;
    }
    // With nothing else in it, the section goes too.
    let is_alone = section.members().count() == 1;
    let goes = if is_alone { audio } else { old };
    let finding = findings
        .add(Place::name(goes), "a command for speech is one of the models of `tools.media`");
    finding.help("list it in `tools.media.models`");
    let media = root.at(&MODELS[..2]);
    if media.is_some_and(has_model_for_speech) {
        let edits = context.edits(|plan| plan.retire(goes, "there is a model for speech already"));
        finding.fix(Safety::Safe, "take it out", edits);
        return;
    }
    let command = old.value().and_then(Value::as_object).and_then(Command::of);
    let Some(command) = command else {
        let edits = context.edits(|plan| plan.retire(goes, "no command that can be run"));
        finding.fix(Safety::Safe, "take it out", edits);
        return;
    };
    let speech = ["tools", "media", "audio"];
    let edits = context.edits(|plan| {
        let own = media.and_then(|media| media.get("audio")?.as_object()?.get("preferredModel"));
        if let Some(own) = own {
            plan.retire(own, "the command is preferred")?;
        }
        plan.set(&[&speech[..], &["enabled"]].concat(), true)?;
        let name = format!("cli:{}", command.program);
        plan.set(&[&speech[..], &["preferredModel"]].concat(), name)?;
        match media.and_then(|media| media.get("models")).and_then(Value::as_array) {
            Some(list) => plan.push(list, command.model()),
            None => plan.set(&MODELS, New::List(vec![command.model()]))?,
        }
        if command.says_all {
            plan.absorb(goes, &MODELS)
        } else {
            plan.retire(goes, "the command is one of the models of `tools.media` now")
        }
    });
    finding.fix(Safety::Safe, "make it a model for speech", edits);
}

/// Whether some model may be asked to write down what is said.
fn has_model_for_speech(media: Value<'_>) -> bool {
    let lists = [media.get("models"), media.at(&["audio", "models"])];
    let mut models = lists.into_iter().flatten().filter_map(Value::as_array).flat_map(Array::items);
    models.any(|model| {
        let kinds = model.get("capabilities").and_then(Value::as_array);
        model.as_object().is_some()
            && kinds.is_none_or(|kinds| kinds.items().any(|kind| kind.is_text("audio")))
    })
}

/// A program with its arguments.
struct Command<'t> {
    program: String,
    arguments: Vec<String>,
    timeout: Option<Value<'t>>,
    /// Whether the old setting says nothing else.
    says_all: bool,
}

impl<'t> Command<'t> {
    /// The command of the old setting, if it is one that OpenClaw runs.
    fn of(old: Object<'t>) -> Option<Self> {
        let words = old.get("command").and_then(Member::value)?.as_array()?;
        let words = words.items().map(|word| Some(word.as_text()?.to_lossy().into_owned()));
        let mut words = words.collect::<Option<Vec<String>>>()?.into_iter();
        let program = words.next()?.trim().to_owned();
        let arguments = words.map(|word| word.replace("{input}", "{{AttachmentPath}}")).collect();
        let timeout = old.value().get("timeoutSeconds").filter(|it| it.as_number().is_some());
        let says_all = old.counting().count() == 1 + usize::from(timeout.is_some());
        is_program(&program).then_some(Self { program, arguments, timeout, says_all })
    }

    fn model(&self) -> New<'t> {
        let mut members =
            vec![("type", New::from("cli")), ("command", self.program.as_str().into())];
        if !self.arguments.is_empty() {
            members.push(("args", New::list(self.arguments.iter().map(String::as_str))));
        }
        members.extend(self.timeout.map(|timeout| ("timeoutSeconds", New::Existing(timeout))));
        members.push(("capabilities", New::list(["audio"])));
        New::object(members)
    }
}

/// Whether it is the path or the name of a program, without anything that a shell would act on
/// (OpenClaw 2026.9.6).
fn is_program(text: &str) -> bool {
    let acts = |c: char| c.is_control() || ";&|`$<>\"'".contains(c);
    let is_path = text.starts_with(['.', '~']) || text.contains(['/', '\\']);
    let plain = |c: char| c.is_ascii_alphanumeric() || "._+-".contains(c);
    !text.is_empty()
        && !text.contains(acts)
        && (is_path || (!text.starts_with('-') && text.chars().all(plain)))
}
