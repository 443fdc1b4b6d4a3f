//! What a run is judged by: the project's `clawtidy.toml`, and the command line, which wins over it.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::Session;
use super::args::{Color, FailOn, Given, Policy, SettingsFile};
use crate::files::{self, Shelf, Strays};
use crate::finding::Profile;
use crate::output::{self, Look};
use crate::report::{Gate, Selection, Severities};
use crate::schema::{Release, Target};
use crate::settings::{self, Globs, Layer, Origin, Settings, Value, Word, below};

/// What a run is judged by.
#[derive(Debug, Default)]
pub(super) struct Project {
    /// The file of settings, relative to the working directory, if there is one.
    pub(super) file: Option<PathBuf>,
    /// The directory that it lies in, absolute.
    root: PathBuf,
    settings: Settings,
    /// What the command line says.
    own: Layer,
    /// What configs of the run include.
    pub(super) shelf: Arc<Shelf>,
    /// What killed runs left beside the files of this one.
    pub(super) strays: Arc<Strays>,
}

impl Project {
    /// Reads the settings; where they cannot be taken, `stderr` says why and the answer is `None`.
    pub(super) fn load(
        given: &Given,
        policy: Option<&Policy>,
        color: Color,
        session: &mut Session<'_>,
    ) -> io::Result<Option<Self>> {
        Self::read(&given.settings, command_line(given, policy), color, session)
    }

    fn read(
        from: &SettingsFile,
        own: Layer,
        color: Color,
        session: &mut Session<'_>,
    ) -> io::Result<Option<Self>> {
        let file = match &from.config {
            Some(file) => Some(file.clone()),
            None if from.no_config => None,
            None => files::settings(session.directory),
        };
        let Some(file) = file else { return Ok(Some(Self { own, ..Self::default() })) };
        let look = session.look(color, true);
        let name = file.display().to_string();
        let on_disk = session.directory.join(&file);
        let text = match files::read(&on_disk) {
            Ok(original) => original.text,
            Err(error) => {
                return session.complain(look, &format!("{name}: {error}")).map(|()| None);
            }
        };
        match settings::read(&text) {
            Ok(settings) => {
                let root = std::path::absolute(&on_disk)?;
                let root = root.parent().unwrap_or(Path::new("/")).to_owned();
                Ok(Some(Self { file: Some(file), root, settings, own, ..Self::default() }))
            }
            Err(problems) => {
                complain(&name, &text, &problems, look, session)?;
                Ok(None)
            }
        }
    }

    /// The settings with the release that the command line names, if it names one.
    pub(super) fn for_release(mut self, asked: Option<&String>) -> Self {
        if let Some(asked) = asked {
            let word = Word { text: asked.clone(), origin: Origin::CommandLine };
            self.own.say("target", Value::Word(word));
        }
        self
    }

    /// The overrides that a config takes on, by their place in the file; `path` is relative to the
    /// working directory.
    pub(super) fn overrides(&self, path: &Path, directory: &Path) -> Vec<usize> {
        if self.settings.overrides.is_empty() {
            return Vec::new();
        }
        let Some(path) = self.below(path, directory) else { return Vec::new() };
        let own = self.settings.overrides.iter().enumerate();
        own.filter(|(_, own)| own.files.matches(&path, false)).map(|(index, _)| index).collect()
    }

    /// The lines where these overrides begin.
    pub(super) fn lines(&self, overrides: &[usize]) -> Vec<u32> {
        overrides.iter().map(|&index| self.settings.overrides[index].line).collect()
    }

    /// The settings as they hold for configs that take on these overrides.
    pub(super) fn effective(&self, overrides: &[usize]) -> Layer {
        let own = overrides.iter().map(|&index| &self.settings.overrides[index].layer);
        let mut said = own.fold(self.settings.layer.clone(), Layer::under);
        // Whoever asks for a rule now is not to be told that the project does not care for it.
        if self.own.get("select").is_some() {
            said.forget("ignore");
        }
        said.under(&self.own)
    }

    /// What of a directory is looked at.
    pub(super) fn scope(&self, directory: &Path) -> files::Scope {
        let globs = |key| Globs::new(&self.settings.layer.texts(key)).unwrap_or_default();
        let directory = std::path::absolute(directory).unwrap_or_else(|_| directory.to_owned());
        let root = if self.file.is_some() { &self.root } else { &directory };
        files::Scope {
            root: root.clone(),
            names: globs("names"),
            exclude: globs("exclude"),
            fragments: globs("fragments"),
        }
    }

    /// The directory that the settings lie in, absolute, if there are any.
    pub(super) fn root(&self) -> Option<&Path> {
        self.file.is_some().then_some(&*self.root)
    }

    /// A path of the settings, relative to the working directory; the file of settings says it
    /// relative to itself.
    pub(super) fn path(&self, word: &Word) -> PathBuf {
        let from = match word.origin {
            Origin::Line(_) => self.file.as_deref().and_then(Path::parent),
            Origin::CommandLine => None,
        };
        from.unwrap_or(Path::new("")).join(&word.text)
    }

    /// Names what killed runs left beside the files of this one, once there is nothing else to say.
    pub(super) fn tell_strays(&self, look: Look, session: &mut Session<'_>) -> io::Result<()> {
        let strays = self.strays.found();
        if strays.is_empty() {
            return Ok(());
        }
        session.stdout.flush()?;
        for stray in strays {
            let message = format!(
                "{}: left by a run of clawtidy that was killed; it may hold credentials, and nothing \
                 needs it: delete it",
                stray.display()
            );
            session.warn(look, &message)?;
        }
        Ok(())
    }

    fn below(&self, path: &Path, directory: &Path) -> Option<PathBuf> {
        below(&std::path::absolute(directory.join(path)).ok()?, &self.root)
    }
}

/// What the command line says, in the words of the settings.
fn command_line(given: &Given, policy: Option<&Policy>) -> Layer {
    let word = |text: String| Word { text, origin: Origin::CommandLine };
    let mut layer = Layer::default();
    let mut list = |key, words: Vec<String>| {
        if !words.is_empty() {
            layer
                .say(key, Value::Words(words.into_iter().map(word).collect(), Origin::CommandLine));
        }
    };
    let paths = |paths: &[PathBuf]| paths.iter().map(|path| path.display().to_string()).collect();
    list("env-files", paths(&given.env_file));
    list("plugins", paths(&given.plugins));
    let Some(policy) = policy else { return layer };
    list("select", policy.select.clone());
    list("ignore", policy.ignore.clone());
    if !policy.severity.is_empty() {
        let named = policy.severity.iter().map(|it| (word(it.name.clone()), it.severity));
        layer.say("severity", Value::Severities(named.collect()));
    }
    let words = [
        ("target", policy.target.clone()),
        ("profile", policy.profile.map(|profile| profile.name().to_owned())),
        ("fail-on", policy.fail_on.map(|fail_on| fail_on.name().to_owned())),
        ("baseline", policy.baseline.as_ref().map(|path| path.display().to_string())),
    ];
    for (key, text) in words {
        if let Some(text) = text {
            layer.say(key, Value::Word(word(text)));
        }
    }
    layer
}

/// Draws what is wrong with the settings.
fn complain(
    name: &str,
    text: &str,
    problems: &[settings::Problem],
    look: Look,
    session: &mut Session<'_>,
) -> io::Result<()> {
    let gate = Gate::default();
    for problem in problems {
        let words = (problem.message.as_str(), problem.help.as_deref());
        let problem = gate.pass_plain("invalid-setting", text, problem.span, words);
        output::write_problem(name, &problem, look, &mut session.stderr)?;
    }
    Ok(())
}

/// A question about a release that is asked of no config.
pub(super) struct Question<'a> {
    pub(super) settings: &'a SettingsFile,
    /// The release that the command line names.
    pub(super) asked: Option<&'a String>,
    /// Why that cannot be the one which wrote a config.
    pub(super) no_config: &'a str,
    /// What is said before the nearest release that stands in for it.
    pub(super) verb: &'a str,
}

/// The release that a question is about: what the command line names, else what the settings do, else
/// the newest; `None` where `stderr` says why there is none.
pub(super) fn release(
    question: &Question<'_>,
    color: Color,
    session: &mut Session<'_>,
) -> io::Result<Option<Release>> {
    let look = session.look(color, true);
    let project = Project::read(question.settings, Layer::default(), color, session)?;
    let Some(project) = project.map(|project| project.for_release(question.asked)) else {
        return Ok(None);
    };
    let settings = project.effective(&[]);
    match target(&settings) {
        Ok((Target::Release(release), _)) => {
            for message in stand_ins([&settings].into_iter(), question.verb) {
                session.warn(look, &message)?;
            }
            Ok(Some(release))
        }
        Ok((Target::Auto, _)) if question.asked.is_some() => {
            session.complain(look, question.no_config).map(|()| None)
        }
        // The settings speak of configs.
        Ok((Target::Auto, _)) => Ok(Some(Release::LATEST)),
        Err(message) => session.complain(look, &message).map(|()| None),
    }
}

/// The target that settings name, and whether it stands in for one that the catalog does not have.
pub(super) fn target(layer: &Layer) -> Result<(Target, bool), String> {
    let named = layer.word("target").map_or("latest", |word| &word.text);
    Target::parse(named).map_err(|unknown| unknown.to_string())
}

/// Which findings settings ask for.
pub(super) fn selection(layer: &Layer) -> Result<Selection, String> {
    let profile = layer.word("profile").map_or("personal", |word| &word.text);
    let profiles = [Profile::Personal, Profile::Shared, Profile::Public];
    let profile = profiles.into_iter().find(|it| it.name() == profile).unwrap_or_default();
    let selection = Selection::new(layer.texts("select"), layer.texts("ignore"));
    Ok(selection.map_err(|unknown| unknown.to_string())?.with_profile(profile))
}

/// How much findings matter by the settings.
pub(super) fn severities(layer: &Layer) -> Result<Severities, String> {
    let named = layer.severities("severity").iter();
    let named = named.map(|(name, severity)| (name.text.clone(), *severity));
    Severities::new(named).map_err(|unknown| unknown.to_string())
}

/// The least severity that makes the exit code 1 by the settings.
pub(super) fn fail_on(layer: &Layer) -> FailOn {
    let named = layer.word("fail-on").map_or("warning", |word| &word.text);
    let all = [FailOn::Error, FailOn::Warning, FailOn::Info, FailOn::Never];
    all.into_iter().find(|it| it.name() == named).unwrap_or(FailOn::Warning)
}

/// What is to be said of releases that the catalog does not have, each once.
pub(super) fn stand_ins<'l>(
    layers: impl Iterator<Item = &'l Layer>,
    verb: &str,
) -> BTreeSet<String> {
    layers.filter_map(|layer| stand_in(&layer.word("target")?.text, verb)).collect()
}

/// What is to be said of a release that the catalog does not have; `verb` says what is done with the
/// nearest one. `None` for one that it has, and for what is no release.
fn stand_in(asked: &str, verb: &str) -> Option<String> {
    let (Target::Release(nearest), true) = Target::parse(asked).ok()? else { return None };
    Some(format!("the catalog has no OpenClaw `{asked}`; {verb} {nearest}, the nearest it has"))
}
