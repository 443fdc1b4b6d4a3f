//! A config split into files at random, what it comes to, and what fixes make of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use clawtidy::edit::Change;
use clawtidy::finding::{Finding, Safety};
use clawtidy::schema::Release;
use clawtidy::source::Source;
use clawtidy::syntax::{Array, Tree, Value, ValueKind, parse};
use clawtidy::world::{Environment, Included, Includes, World};
use clawtidy::{Fixing, fix, mend};

use crate::old_config::Maker;

/// Of how many members that stay one has another value in a file that is included.
const OVERRIDDEN: usize = 3;

/// A config in files.
pub(crate) struct Split {
    /// What each file holds, by its path; the config's is empty.
    files: BTreeMap<String, String>,
}

impl Split {
    /// Splits a text at objects and arrays that `maker` picks.
    pub(crate) fn of(text: &str, maker: &mut Maker) -> Self {
        let mut files = BTreeMap::from([(String::new(), text.to_owned())]);
        for number in 0..=maker.below(5) {
            let names: Vec<String> = files.keys().cloned().collect();
            let name = names[maker.below(names.len())].clone();
            let part = format!("part{number}.json5");
            if let Some((whole, fragments)) = split(&files[&name], &part, maker) {
                files.insert(name, whole);
                files.extend(fragments);
            }
        }
        Self { files }
    }

    pub(crate) fn assembled(&self) -> (Source, Includes) {
        let tree = parse(self.files[""].clone());
        let includes = self.includes(&tree);
        let includes = includes.into_iter().map(|(path, file)| (path, Ok(file)));
        let includes = Includes::Known(includes.collect());
        (Source::from_tree("openclaw.json", tree).assembled(&includes), includes)
    }

    /// Holds that the files come to what the text was.
    pub(crate) fn comes_to(&self, text: &str) {
        let (source, _) = self.assembled();
        let shown = || format!("{:#?}\n{}", self.files, source.text());
        assert_eq!(source.tree().errors(), [], "{}", shown());
        let whole = Source::new("openclaw.json", text.to_owned());
        assert!(same(&source, &whole), "{}", shown());
        lies_where_it_says(&source);
    }

    /// The fixes that were not made of the files and were of the whole, or why what was made of them is
    /// wrong. With `twice` a second run may change nothing.
    pub(crate) fn mended(
        &self,
        allowed: Safety,
        fixing: &Fixing,
        twice: bool,
    ) -> Result<Vec<String>, String> {
        let (source, includes) = self.assembled();
        let told =
            |what: &str, more: &str| Err(format!("{allowed:?}: {what}\n{:#?}\n{more}", self.files));
        let world = World { includes, ..World::new(Release::LATEST, Environment::Unknown) };
        let fixed = mend(source.clone(), &world, fixing);
        if let Some(bug) = &fixed.bug {
            return told(&format!("{bug:?}"), source.text());
        }
        let mut changed = BTreeSet::new();
        for file in fixed.source.rewritten() {
            if !file.after.tree().errors().is_empty() || file.before.text() == file.after.text() {
                return told("a file that is rewritten", file.after.text());
            }
            changed.insert(file.after.name());
        }
        for file in fixed.source.files() {
            let key = if file.name() == "openclaw.json" { "" } else { file.name() };
            if !changed.contains(file.name()) && file.text() != self.files[key] {
                return told("a file that was not rewritten differs", file.text());
            }
        }
        // What is included no more is as it was.
        let mut after = self.files.clone();
        for file in fixed.source.files() {
            after.insert(file.name().replace("openclaw.json", ""), file.text().to_owned());
        }
        let kept: String =
            after.values().flat_map(|text| text.chars().filter(|it| !it.is_whitespace())).collect();
        for file in source.files() {
            let comments = file.tree().tokens().filter(|(_, kind, _)| kind.is_comment());
            for (_, _, span) in comments {
                let comment = file.tree().slice(span);
                // It may stand on other lines, and in a comment of another kind.
                let said = comment.trim_start_matches('/').trim_matches('*').trim_end_matches("*/");
                let said: String = said.chars().filter(|it| !it.is_whitespace()).collect();
                if !kept.contains(&said) {
                    return told(&format!("a comment is lost: {comment}"), fixed.source.text());
                }
            }
        }
        if twice {
            let (again, _) = Self { files: after }.assembled();
            let again = mend(again, &world, fixing);
            if let Some(file) = again.source.rewritten().first() {
                return told("a second run changes something", file.after.text());
            }
        }
        let whole = fix("openclaw.json", source.text().to_owned(), &world, fixing);
        if same(&fixed.source, &whole.source) {
            return Ok(Vec::new());
        }
        // What the files could not take on is not offered either.
        let offered = fixed.report.findings().iter().filter(|it| is_offered(it, fixing));
        let offered: Vec<&str> = offered.map(|it| it.rule).collect();
        if !offered.is_empty() {
            return told(&format!("still offered: {offered:?}"), fixed.source.text());
        }
        let named = |change: &Change| format!("{} at {}", change.rule, change.key);
        let made: BTreeSet<String> = fixed.applied.iter().map(named).collect();
        let left = whole.applied.iter().map(named).filter(|name| !made.contains(name));
        Ok(left.chain(["of all".to_owned()]).collect())
    }

    /// What a tree includes: each file is named once.
    fn includes(&self, tree: &Tree) -> BTreeMap<String, Arc<Included>> {
        let named = self
            .files
            .keys()
            .filter(|name| !name.is_empty() && tree.text().contains(&format!("\"{name}\"")));
        let file = |name: &String| {
            let tree = Arc::new(parse(self.files[name].clone()));
            let includes = self.includes(&tree);
            let file = Included::new(name.clone(), PathBuf::from(name), tree, includes);
            (name.clone(), Arc::new(file.expect("a file that can be included")))
        };
        named.map(file).collect()
    }
}

/// A text that includes `part` where a value of it stood, and what is in that; the whole value, or some
/// members of an object. Either may be in two files, one after the other, and what members stay may
/// stand in the file as well, with another value.
fn split(text: &str, part: &str, maker: &mut Maker) -> Option<(String, BTreeMap<String, String>)> {
    let tree = parse(text.to_owned());
    let is_whole = maker.below(2) == 0;
    let fits = |value: &Value<'_>| match value.kind() {
        // What has a directive of its own cannot have another one.
        ValueKind::Object => value.get("$include").is_none(),
        // The list of a directive is none of the config's.
        ValueKind::Array => {
            is_whole && value.member().is_none_or(|member| !member.is_named("$include"))
        }
        _ => false,
    };
    let values: Vec<Value<'_>> = tree.values().filter(fits).collect();
    // The root more often than its share.
    let pick = if maker.below(4) == 0 { 0 } else { maker.below(values.len()) };
    let value = *values.get(pick)?;
    let (own, moved) = parts(value, is_whole, maker);
    let second = format!("{part}.more");
    let (fragments, named) = match maker.below(4) {
        0 if moved.len() > 1 => {
            let (first, rest) = moved.split_at(maker.below(moved.len()));
            let fragments = [(part, first), (second.as_str(), rest)];
            let fragments = fragments.map(|(name, parts)| (name.to_owned(), whole(value, parts)));
            (BTreeMap::from(fragments), format!("[\"{part}\", \"{second}\"]"))
        }
        1 => (BTreeMap::from([(part.to_owned(), whole(value, &moved))]), format!("[\"{part}\"]")),
        // As it stands, with what is around its parts.
        _ if own.is_empty() => {
            let fragment = value.source().to_owned();
            (BTreeMap::from([(part.to_owned(), fragment)]), format!("\"{part}\""))
        }
        _ => (BTreeMap::from([(part.to_owned(), whole(value, &moved))]), format!("\"{part}\"")),
    };
    let own: Vec<String> = std::iter::once(format!("\"$include\": {named}")).chain(own).collect();
    let span = value.span();
    let text = [&text[..span.start as usize], &braced(&own), &text[span.end as usize..]].concat();
    Some((text, fragments))
}

/// What of a value stays and what is moved to files, item by item or member by member.
fn parts(value: Value<'_>, is_whole: bool, maker: &mut Maker) -> (Vec<String>, Vec<String>) {
    let Some(object) = value.as_object() else {
        let items = value.as_array().into_iter().flat_map(Array::items);
        return (Vec::new(), items.map(|item| item.source().to_owned()).collect());
    };
    // Of an object that names a member twice all goes with it.
    let is_unique = object.effective().len() == object.members().count();
    let (mut own, mut moved) = (Vec::new(), Vec::new());
    for member in object.members() {
        let text = object.value().tree().slice(member.span()).to_owned();
        let stays = !is_whole && is_unique && maker.below(2) == 0;
        let is_plain = member
            .value()
            .is_some_and(|value| !matches!(value.kind(), ValueKind::Object | ValueKind::Array));
        if stays && is_plain && maker.below(OVERRIDDEN) == 0 {
            let name = object.value().tree().slice(member.name_span());
            moved.push(format!("{name}: \"another\""));
        }
        if stays { &mut own } else { &mut moved }.push(text);
    }
    (own, moved)
}

/// A value of these parts.
fn whole(value: Value<'_>, parts: &[String]) -> String {
    match value.kind() {
        ValueKind::Array => format!("[\n{}\n]", parts.join(",\n")),
        _ => braced(parts),
    }
}

fn braced(members: &[String]) -> String {
    if members.is_empty() { "{}".to_owned() } else { format!("{{\n{}\n}}", members.join(",\n")) }
}

fn same(a: &Source, b: &Source) -> bool {
    a.tree().root().expect("a value").same_as(b.tree().root().expect("a value"))
}

/// Holds that whatever stands in a text stands where it says that it does.
pub(crate) fn lies_where_it_says(source: &Source) {
    for (_, kind, span) in source.tree().tokens() {
        let site = source.locate(span);
        let own = source.files()[site.file].tree().slice(site.span);
        let is_glue = own != source.tree().slice(span);
        assert!(
            !is_glue || kind.is_trivia() || source.tree().slice(span) == ",",
            "{}",
            source.text()
        );
    }
}

fn is_offered(finding: &Finding, fixing: &Fixing) -> bool {
    let fix = finding.fix.as_ref();
    fixing.wants(finding) && fix.is_some_and(|fix| fix.safety >= fixing.allowed)
}
