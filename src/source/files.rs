//! The files that a config's text is put together of, and what edits of the text make of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::{Rewritten, Source};
use crate::assembly::{Assembly, Lean, assemble, assemble_around};
use crate::edit::{Ground, apply, difference};
use crate::finding::{Edit, Finding, Fix, Safety};
use crate::syntax::{Tree, parse};
use crate::text::{Span, offset};
use crate::world::{BrokenInclude, Directive, Included, Includes, directives};

/// The files that a text is put together of.
#[derive(Debug, Clone)]
pub(super) struct Files {
    assembly: Assembly,
    /// What the config includes, by the path as it writes it.
    includes: Includes,
    /// The config, then what it includes, in the order of the assembly.
    now: Vec<Source>,
    /// Those of them that edits changed, by their path, the config's being empty.
    changed: BTreeMap<PathBuf, Changed>,
    /// Those that edits may change, where not all of them.
    open: Option<Arc<BTreeSet<PathBuf>>>,
}

/// What edits made of a file.
#[derive(Debug, Clone)]
struct Changed {
    before: Source,
    passes: Vec<Vec<Edit>>,
}

/// The edits of each file, in order of place.
type FileEdits = BTreeMap<usize, Vec<Edit>>;

/// What a config includes, by the path as it writes it.
type Known = BTreeMap<String, Result<Arc<Included>, BrokenInclude>>;

/// What is found where what some files bring is left where it is included, by those files.
#[derive(Default)]
struct Views(BTreeMap<BTreeSet<PathBuf>, Option<View>>);

/// A config put together around some files, if anything is included then, and what is found in it.
type View = (Option<Assembly>, Vec<Finding>);

impl Files {
    pub(super) fn sources(&self) -> &[Source] {
        &self.now
    }

    pub(super) fn assembly(&self) -> &Assembly {
        &self.assembly
    }

    pub(super) fn paths(&self) -> Vec<PathBuf> {
        self.assembly.files().iter().map(|file| file.path.clone()).collect()
    }

    /// What a file is told from others by; the config, which no file includes, has no path here.
    fn path(&self, file: usize) -> PathBuf {
        let included = file.checked_sub(1).and_then(|at| self.assembly.files().get(at));
        included.map_or_else(PathBuf::new, |file| file.path.clone())
    }
}

impl Source {
    /// A config put together with what it includes; one that includes nothing that can be read stays
    /// as it is, and so does one that includes too much ([`Source::too_much`]).
    #[must_use]
    pub fn assembled(self, includes: &Includes) -> Self {
        self.put_together(includes, BTreeMap::new(), None).unwrap_or_else(|own| own)
    }

    /// The same config, of which edits may change only the included files at these paths.
    #[must_use]
    pub fn changing_only(mut self, paths: BTreeSet<PathBuf>) -> Self {
        if let Some(files) = &mut self.files {
            Arc::make_mut(files).open = Some(Arc::new(paths));
        }
        self
    }

    fn put_together(
        self,
        includes: &Includes,
        changed: BTreeMap<PathBuf, Changed>,
        open: Option<Arc<BTreeSet<PathBuf>>>,
    ) -> Result<Self, Self> {
        match assemble(&self.tree, includes) {
            Ok(Some((text, assembly))) => Ok(self.made_of(text, assembly, includes, changed, open)),
            Ok(None) => Err(self),
            Err(too_much) => Err(Self { too_much: Some(too_much), ..self }),
        }
    }

    fn made_of(
        self,
        text: String,
        assembly: Assembly,
        includes: &Includes,
        changed: BTreeMap<PathBuf, Changed>,
        open: Option<Arc<BTreeSet<PathBuf>>>,
    ) -> Self {
        let name = self.name.clone();
        let source_of = |file: &Arc<Included>| {
            let shown = shown(&name, &file.name);
            Source::of(shown, Arc::clone(&file.tree))
        };
        let others: Vec<Source> = assembly.files().iter().map(source_of).collect();
        let now = std::iter::once(self).chain(others).collect();
        let tree = parse(text).of_files(assembly.stretches());
        let files = Files { assembly, includes: includes.clone(), now, changed, open };
        let whole = Source::from_tree(name, tree);
        Source { files: Some(Arc::new(files)), ..whole }
    }

    /// What fixes made of each file that they changed, the config last.
    pub fn rewritten(&self) -> Vec<Rewritten<'_>> {
        let Some(files) = &self.files else { return Vec::new() };
        let rewritten = files.now.iter().enumerate().filter_map(|(index, after)| {
            let path = files.path(index);
            let Changed { before, passes } = files.changed.get(&path)?;
            let path = (index > 0).then_some(path);
            (before.text() != after.text()).then_some(Rewritten { before, after, path, passes })
        });
        let mut rewritten: Vec<Rewritten<'_>> = rewritten.collect();
        rewritten.sort_by_key(|it| it.path.is_none());
        rewritten
    }

    /// Says of the fix of each finding which files it edits, and how; the fixes that the files cannot
    /// take on are gone then. `offers` tells what is found in a tree. A text of one file takes on
    /// every fix.
    pub fn settle(&self, findings: &mut [Finding], mut offers: impl FnMut(&Tree) -> Vec<Finding>) {
        let Some(files) = &self.files else { return };
        let mut views = Views::default();
        for finding in findings {
            let Some(fix) = finding.fix.as_deref() else { continue };
            let wanted = parse(apply(self.text(), [fix]).text);
            let edits = files
                .carried(&wanted, &fix.edits)
                .or_else(|| files.carried_folded(self, &wanted, &fix.edits))
                .or_else(|| files.carried_around(&wanted, finding, &mut views, &mut offers))
                .or_else(|| files.carried_filled_in(self, &wanted, &fix.edits));
            let why_not = match &edits {
                None => Some(files.torn(fix)),
                Some((edits, _)) => {
                    let closed = files.closed(edits);
                    let why = || {
                        format!("the fix changes {} too, which was not named", closed.join(", "))
                    };
                    (!closed.is_empty()).then(why)
                }
            };
            match (edits, &mut finding.fix) {
                (Some((edits, _)), Some(fix)) if why_not.is_none() => fix.by_file = edits,
                (_, fix) => *fix = None,
            }
            if let Some(why_not) = why_not {
                let help = finding.help.take().map_or_else(String::new, |help| help + "; ");
                finding.help = Some(help + &why_not);
            }
        }
    }
}

impl Ground for Source {
    fn tree(&self) -> &Tree {
        &self.tree
    }

    fn edited(&self, text: String, edits: &[Edit]) -> Option<Self> {
        let tree = parse(text);
        match &self.files {
            None => Some(Source::from_tree(self.name.clone(), tree)),
            Some(files) => {
                let (edits, source) = files.carried(&tree, edits)?;
                files.closed(&edits).is_empty().then_some(source)
            }
        }
    }

    fn edited_around(
        &self,
        text: String,
        finding: &Finding,
        offers: &mut dyn FnMut(&Tree) -> Vec<Finding>,
    ) -> Option<Self> {
        let (files, wanted) = (self.files.as_ref()?, parse(text));
        let edits = &finding.fix.as_ref()?.edits;
        let carried = files
            .carried_folded(self, &wanted, edits)
            .or_else(|| files.carried_around(&wanted, finding, &mut Views::default(), offers))
            .or_else(|| files.carried_filled_in(self, &wanted, edits));
        let (edits, source) = carried?;
        files.closed(&edits).is_empty().then_some(source)
    }

    fn file(&self, place: Span) -> Option<Arc<str>> {
        let site = self.locate(place);
        (site.file > 0).then(|| Arc::from(self.files()[site.file].name()))
    }
}

impl Files {
    /// The edits of files that carry out edits of the text, and what they leave: files that come to the
    /// same as `wanted`.
    fn carried(&self, wanted: &Tree, edits: &[Edit]) -> Option<(FileEdits, Source)> {
        self.carried_by(Some(&self.assembly), wanted, edits)
    }

    /// As [`Files::carried`], for edits of the text that another assembly of the files gives; without
    /// one, of the config's own.
    fn carried_by(
        &self,
        assembly: Option<&Assembly>,
        wanted: &Tree,
        edits: &[Edit],
    ) -> Option<(FileEdits, Source)> {
        let Some(assembly) = assembly else {
            let edits = BTreeMap::from([(0, edits.to_vec())]);
            let source = self.edited(wanted, &edits)?;
            return Some((edits, source));
        };
        let mut tried: Vec<FileEdits> = Vec::new();
        for (lean, near) in
            [(Lean::Before, true), (Lean::After, true), (Lean::Before, false), (Lean::After, false)]
        {
            let edits = self.named_here(assembly, assembly.carry(edits, lean, near)?)?;
            if tried.contains(&edits) {
                continue;
            }
            if let Some(source) = self.edited(wanted, &edits) {
                return Some((edits, source));
            }
            tried.push(edits);
        }
        None
    }

    /// What output calls the files of these edits that are not to be changed.
    fn closed(&self, edits: &FileEdits) -> Vec<String> {
        let Some(open) = &self.open else { return Vec::new() };
        let closed = edits.keys().filter(|file| !open.contains(&self.path(**file)));
        closed.filter_map(|file| Some(format!("`{}`", self.now.get(*file)?.name()))).collect()
    }

    /// The edits of files by their numbers here, which another assembly may count in another order.
    fn named_here(&self, assembly: &Assembly, edits: FileEdits) -> Option<FileEdits> {
        let here = |file: usize| {
            let Some(at) = file.checked_sub(1) else { return Some(0) };
            let path = &assembly.files().get(at)?.path;
            let own = self.assembly.files().iter().position(|file| file.path == *path)?;
            Some(own + 1)
        };
        edits.into_iter().map(|(file, edits)| Some((here(file)?, edits))).collect()
    }

    /// As [`Files::carried`], where a directive that is taken away is written elsewhere, and not what it
    /// brings: so a section moves with its directive. `whole` is the text of these files.
    fn carried_folded(
        &self,
        whole: &Source,
        wanted: &Tree,
        edits: &[Edit],
    ) -> Option<(FileEdits, Source)> {
        let written: Vec<&str> = self.now.iter().map(Source::text).collect();
        let (folded, moved) = self.assembly.folded(whole.text(), edits, &written)?;
        let taken = self.assembly.taken_away(edits).into_iter().flatten();
        let left: BTreeSet<PathBuf> = taken.map(|file| self.path(file)).collect();
        let own = &self.now.first()?.tree;
        let around = assemble_around(own, &self.includes, &left).ok()?;
        let (text, assembly) = match &around {
            Some((text, assembly)) => (text.as_str(), Some(assembly)),
            // Nothing is included any more.
            None => (own.text(), None),
        };
        if text != folded {
            return None;
        }
        self.carried_by(assembly, wanted, &moved)
    }

    /// As [`Files::carried`], with the fix that is found for the same reason where what some of the files
    /// bring is left where it is included: so a section moves with its directive.
    fn carried_around(
        &self,
        wanted: &Tree,
        finding: &Finding,
        views: &mut Views,
        offers: &mut dyn FnMut(&Tree) -> Vec<Finding>,
    ) -> Option<(FileEdits, Source)> {
        let edits = &finding.fix.as_ref()?.edits;
        let paths = |files: BTreeSet<usize>| -> BTreeSet<PathBuf> {
            files.into_iter().filter(|file| *file > 0).map(|file| self.path(file)).collect()
        };
        let touched = paths(self.assembly.touched(edits));
        let taken = self.assembly.taken_away(edits).into_iter();
        let taken: Vec<_> = taken.map(|files| paths(files.into_iter().collect())).collect();
        let one = |path: &PathBuf| BTreeSet::from([path.clone()]);
        let others = |path: &PathBuf| touched.difference(&one(path)).cloned().collect();
        let all = [touched.clone(), taken.iter().flatten().cloned().collect()];
        let sets: BTreeSet<BTreeSet<PathBuf>> = touched
            .iter()
            .flat_map(|path| [one(path), others(path)])
            .chain(taken)
            .chain(all)
            .collect();
        // The fewer are left out, the better.
        let mut sets: Vec<_> = sets.into_iter().filter(|set| !set.is_empty()).collect();
        sets.sort_by_key(BTreeSet::len);
        sets.into_iter().find_map(|left| {
            let view = views.0.entry(left).or_insert_with_key(|left| self.view(left, offers));
            let (assembly, found) = view.as_ref()?;
            let same = |other: &&Finding| {
                other.rule == finding.rule && other.place.key == finding.place.key
            };
            let fix = found.iter().find(same)?.fix.as_ref()?;
            self.carried_by(assembly.as_ref(), wanted, &fix.edits)
        })
    }

    /// What the config `tree` includes besides `known`, by the path as it writes it: files that others
    /// included before. `now` is what they are, by their paths.
    fn moved_here(
        &self,
        tree: &Tree,
        known: &Known,
        now: &BTreeMap<PathBuf, Arc<Included>>,
    ) -> Known {
        let Some(file) = self.assembly.files().first() else { return Known::new() };
        // The name of a file is its path from here.
        let depth = Path::new(&file.name).components().count();
        let Some(directory) = file.path.ancestors().nth(depth) else { return Known::new() };
        let targets = directives(tree).into_iter().flat_map(Directive::targets);
        let paths = targets.filter_map(|target| Some(target.as_text()?.to_lossy().into_owned()));
        let fresh = paths.filter(|path| !known.contains_key(path));
        let found = fresh.filter_map(|path| {
            let file = Arc::clone(now.get(&directory.join(&path))?);
            Some((path, Ok(file)))
        });
        found.collect()
    }

    /// As [`Files::carried`], once what some directives bring is written in their places: so a value
    /// that stands in several files is first brought together. `whole` is the text of these files.
    fn carried_filled_in(
        &self,
        whole: &Source,
        wanted: &Tree,
        edits: &[Edit],
    ) -> Option<(FileEdits, Source)> {
        self.assembly.filled_in(whole.text(), edits).into_iter().find_map(|filling| {
            let filled = self.edited(&whole.tree, &filling)?;
            if filled.text() != whole.text() {
                return None;
            }
            let (_, source) = filled.files.as_ref()?.carried(wanted, edits)?;
            Some((self.edits_to(source.files.as_ref()?), source))
        })
    }

    /// The edits that make other files of these.
    fn edits_to(&self, other: &Self) -> FileEdits {
        let own = self.now.iter().enumerate();
        let edits = own.filter_map(|(file, before)| {
            let path = self.path(file);
            let after = (0..other.now.len()).find(|at| other.path(*at) == path)?;
            Some((file, vec![difference(before.text(), other.now[after].text())?]))
        });
        edits.collect()
    }

    /// Why a fix is not offered.
    fn torn(&self, fix: &Fix) -> String {
        let files = self.assembly.touched(&fix.edits);
        let names = files.iter().filter_map(|file| self.now.get(*file));
        let names: Vec<String> = names.map(|file| format!("`{}`", file.name())).collect();
        if names.len() < 2 {
            return "no fix is offered, since a file that is included would set it instead; mend that \
                    one as well"
                .to_owned();
        }
        format!("no fix is offered, since it would tear what stands in {}", names.join(" and "))
    }

    /// What is found where what the files `left` bring is left where it is included.
    fn view(
        &self,
        left: &BTreeSet<PathBuf>,
        offers: &mut dyn FnMut(&Tree) -> Vec<Finding>,
    ) -> Option<(Option<Assembly>, Vec<Finding>)> {
        let own = &self.now.first()?.tree;
        Some(match assemble_around(own, &self.includes, left).ok()? {
            Some((text, assembly)) => {
                let tree = parse(text).of_files(assembly.stretches());
                (Some(assembly), offers(&tree))
            }
            // Nothing is included any more.
            None => (None, offers(own)),
        })
    }

    /// The files after edits, put together again; `None` unless they come to the same as `wanted`.
    fn edited(&self, wanted: &Tree, edits: &FileEdits) -> Option<Source> {
        let mut trees: BTreeMap<PathBuf, Arc<Tree>> = BTreeMap::new();
        let mut changed = self.changed.clone();
        for (&file, edits) in edits {
            let before = self.now.get(file)?;
            let fix = Fix::of(Safety::Safe, edits.clone());
            let outcome = apply(before.text(), [&fix]);
            let tree = parse(outcome.text);
            if outcome.applied.is_empty() || !tree.errors().is_empty() {
                return None;
            }
            let path = self.path(file);
            let own = changed.entry(path.clone());
            let own = own.or_insert_with(|| Changed { before: before.clone(), passes: Vec::new() });
            own.passes.push(edits.clone());
            trees.insert(path, Arc::new(tree));
        }
        let Includes::Known(known) = &self.includes else { return None };
        let mut done = BTreeMap::new();
        let includes = known.iter().map(|(path, file)| {
            let file = match file {
                Ok(file) => Ok(replaced(file, &trees, &mut done)?),
                Err(broken) => Err(broken.clone()),
            };
            Some((path.clone(), file))
        });
        let mut includes: BTreeMap<_, _> = includes.collect::<Option<_>>()?;
        let own = self.now.first()?;
        let tree = trees.get(Path::new("")).unwrap_or(&own.tree);
        includes.extend(self.moved_here(tree, &includes, &done));
        let includes = Includes::Known(includes);
        let own = Source::of(own.name.clone(), Arc::clone(tree));
        let open = self.open.clone();
        let mut source = match own.put_together(&includes, changed.clone(), open.clone()) {
            Ok(source) => source,
            Err(own) if own.too_much.is_some() => return None,
            // Nothing is included any more.
            Err(own) => {
                let text = own.text().to_owned();
                let assembly = Assembly::of_one(offset(text.len()));
                own.made_of(text, assembly, &includes, changed, open)
            }
        };
        // What is not included any more stays on the disk as it was.
        let Files { assembly, changed, .. } = Arc::make_mut(source.files.as_mut()?);
        let is_there = |path: &PathBuf| assembly.files().iter().any(|it| it.path == *path);
        changed.retain(|path, _| path.as_os_str().is_empty() || is_there(path));
        let same = source.tree.root()?.same_as(wanted.root()?);
        (same && source.tree.errors().is_empty()).then_some(source)
    }
}

/// A file, and what it includes, with the trees of those that were edited.
fn replaced(
    file: &Arc<Included>,
    trees: &BTreeMap<PathBuf, Arc<Tree>>,
    done: &mut BTreeMap<PathBuf, Arc<Included>>,
) -> Option<Arc<Included>> {
    if let Some(done) = done.get(&file.path) {
        return Some(Arc::clone(done));
    }
    let includes = file.includes.iter();
    let includes = includes.map(|(path, file)| Some((path.clone(), replaced(file, trees, done)?)));
    let includes: BTreeMap<String, Arc<Included>> = includes.collect::<Option<_>>()?;
    let tree = Arc::clone(trees.get(&file.path).unwrap_or(&file.tree));
    let new = Included::new(file.name.clone(), file.path.clone(), tree, includes)?;
    let new = Arc::new(new);
    done.insert(file.path.clone(), Arc::clone(&new));
    Some(new)
}

/// What output calls a file that the config `name` includes: the way to it as the user would write
/// it.
fn shown(name: &str, included: &str) -> String {
    let whole = Path::new(name).parent().unwrap_or(Path::new("")).join(included);
    let mut shown = PathBuf::new();
    for part in whole.components() {
        // One file has one name, from whichever config it is seen.
        match (part, shown.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                shown.pop();
            }
            _ => shown.push(part),
        }
    }
    shown.display().to_string()
}
