//! What a config comes to with its includes, without a text yet.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use crate::syntax::{JsText, Member, NodeId, Object, Tree, Value, ValueKind};
use crate::text::Span;
use crate::world::{Directive, INCLUDE, Included, Includes, directives};

use super::pieces::Copy;
use super::{DEEPEST_MERGE, Limit, MOST, TooMuch};

/// Names that OpenClaw leaves out when it merges objects, at every depth but in arrays.
const BLOCKED: [&str; 3] = ["__proto__", "prototype", "constructor"];

/// A value of a copy.
#[derive(Debug, Clone)]
pub(super) enum Node<'t> {
    /// As it is written, but for the directives in it.
    Written {
        page: Page<'t>,
        value: Value<'t>,
        /// Whether names that OpenClaw leaves out when it merges are left out.
        cleaned: bool,
    },
    /// An object of the members of several.
    Object(Box<Merged<'t>>),
    /// The items of several arrays, one after the other.
    Array(Vec<Items<'t>>),
}

/// An object of the members of several.
#[derive(Debug, Clone)]
pub(super) struct Merged<'t> {
    /// The object whose braces it has: the last one's.
    pub(super) shell: (Page<'t>, Object<'t>),
    pub(super) entries: Vec<Entry<'t>>,
    index: HashMap<JsText<'t>, usize>,
}

/// A member of a merged object.
#[derive(Debug, Clone)]
pub(super) struct Entry<'t> {
    page: Page<'t>,
    /// The member that counts.
    member: Member<'t>,
    /// Those of its object that it replaces, in order.
    replaced: Vec<Member<'t>>,
    /// What it holds.
    pub(super) node: Node<'t>,
    /// Whether that is what the member holds, and nothing of others.
    is_whole: bool,
}

impl<'t> Entry<'t> {
    pub(super) fn page(&self) -> &Page<'t> {
        &self.page
    }

    pub(super) const fn member(&self) -> Member<'t> {
        self.member
    }

    pub(super) fn replaced(&self) -> &[Member<'t>] {
        &self.replaced
    }

    pub(super) const fn is_whole(&self) -> bool {
        self.is_whole
    }
}

/// A copy of a file, and what its paths lead to.
#[derive(Debug, Clone)]
pub(super) struct Page<'t> {
    pub(super) copy: Copy,
    pub(super) tree: &'t Tree,
    scope: Scope<'t>,
    facts: Rc<Facts>,
}

/// The files whose directives stay as they are written.
type Left<'t> = &'t BTreeSet<PathBuf>;

#[derive(Debug, Clone, std::marker::Copy)]
enum Scope<'t> {
    Config(&'t Includes),
    File(&'t Included),
}

/// What is to know of a file, however often it is included.
#[derive(Debug)]
struct Facts {
    /// The objects with a directive that can be followed, in order.
    directives: Vec<NodeId>,
    /// Whether a name in it may be left out.
    has_blocked: bool,
}

impl<'t> Scope<'t> {
    fn get(self, path: &str) -> Option<&'t Arc<Included>> {
        match self {
            Self::Config(Includes::Known(known)) => known.get(path)?.as_ref().ok(),
            Self::Config(Includes::Unknown) => None,
            Self::File(file) => file.includes.get(path),
        }
    }

    /// The files that a directive names; `None` if OpenClaw does not take it, or one of them is left.
    fn files(self, directive: Directive<'t>, left: Left<'t>) -> Option<Vec<&'t Arc<Included>>> {
        let path = |value: Value<'t>| self.get(&value.as_text()?.to_lossy());
        let files: Vec<_> = directive.targets().into_iter().map(path).collect::<Option<_>>()?;
        let holds = directive.brings(|path| Some(self.get(path)?.holds));
        let can_merge = !directive.has_siblings || holds == Some(ValueKind::Object);
        let is_left = files.iter().any(|file| left.contains(&file.path));
        (can_merge && !is_left).then_some(files)
    }
}

impl<'t> Page<'t> {
    /// The first object at or after a node, before `end`, that has a directive.
    pub(super) fn directive_in(&self, from: NodeId, end: NodeId) -> Option<Value<'t>> {
        let list = &self.facts.directives;
        let next = *list.get(list.partition_point(|id| *id < from))?;
        (next < end).then(|| Value::new(self.tree, next))
    }

    fn has_directive(&self, value: Value<'_>) -> bool {
        self.facts.directives.binary_search(&value.id()).is_ok()
    }
}

/// Merges a config with what it includes.
pub(super) struct Merger<'t> {
    config: &'t Tree,
    includes: &'t Includes,
    left_out: Left<'t>,
    /// Where each file is in the list, by its address; and what is known of it.
    known: HashMap<*const Included, (u32, Rc<Facts>)>,
    files: Vec<Arc<Included>>,
    copies: u32,
    depth: usize,
    left: usize,
    /// The directive of the config that is followed.
    place: Span,
}

impl<'t> Merger<'t> {
    pub(super) fn new(config: &'t Tree, includes: &'t Includes, left_out: Left<'t>) -> Self {
        Self {
            config,
            includes,
            left_out,
            known: HashMap::new(),
            files: Vec::new(),
            copies: 0,
            depth: 0,
            left: MOST,
            place: Span::empty(0),
        }
    }

    /// The config itself; `None` if it includes nothing that can be read.
    pub(super) fn config(&mut self) -> Option<Page<'t>> {
        let scope = Scope::Config(self.includes);
        let facts = Rc::new(facts(self.config, scope, self.left_out));
        let copy = Copy { file: 0, number: 0 };
        let page = Page { copy, tree: self.config, scope, facts };
        (!page.facts.directives.is_empty()).then_some(page)
    }

    /// What was too much, once something was.
    pub(super) fn too_much(&self) -> TooMuch {
        let limit = if self.depth > DEEPEST_MERGE {
            Limit::Depth
        } else if self.left == 0 {
            Limit::Settings
        } else {
            Limit::Bytes
        };
        TooMuch { place: self.place, limit }
    }

    /// The files that the directive of an object names, by their place in the list; `None` if it has
    /// none that can be followed.
    pub(super) fn named(&self, page: &Page<'t>, holder: Value<'t>) -> Option<Vec<usize>> {
        if !page.has_directive(holder) {
            return None;
        }
        let directive = Directive { value: holder.get(INCLUDE)?, has_siblings: true };
        let path = |value: Value<'t>| page.scope.get(&value.as_text()?.to_lossy());
        let files = directive.targets().into_iter().filter_map(path);
        let known = |file: &'t Arc<Included>| Some(self.known.get(&Arc::as_ptr(file))?.0 as usize);
        Some(files.filter_map(known).collect())
    }

    /// The files so far, each as a further copy.
    pub(super) fn copies(&mut self) -> Vec<(Copy, Arc<Tree>)> {
        let files = self.files.iter().zip(1_u32..);
        let copies = files.map(|(included, file)| {
            self.copies += 1;
            (Copy { file, number: self.copies }, Arc::clone(&included.tree))
        });
        copies.collect()
    }

    pub(super) fn into_files(self) -> Vec<Arc<Included>> {
        self.files
    }

    /// What a value comes to, the directives below it aside.
    pub(super) fn resolve(&mut self, page: &Page<'t>, value: Value<'t>) -> Option<Node<'t>> {
        let written = Node::Written { page: page.clone(), value, cleaned: false };
        let Some(object) = value.as_object().filter(|_| page.has_directive(value)) else {
            return Some(written);
        };
        let directive = Directive {
            value: value.get(INCLUDE)?,
            has_siblings: object.members().any(|member| !member.is_named(INCLUDE)),
        };
        let files = page.scope.files(directive, self.left_out)?;
        if page.copy.number == 0 {
            self.place = directive.value.span();
        }
        self.depth += 1;
        if self.depth > DEEPEST_MERGE {
            return None;
        }
        let is_list = directive.value.as_array().is_some();
        let mut node = is_list.then(|| Node::Object(Box::new(Merged::empty(page.clone(), object))));
        for file in files {
            let below = self.page(file)?;
            let brought = self.resolve(&below, file.tree.root()?)?;
            node = Some(match node {
                Some(node) => self.merge(node, brought, false)?,
                None => brought,
            });
        }
        let mut node = node?;
        if directive.has_siblings {
            let own = self.open(page, object, &|name| *name == *INCLUDE)?;
            node = self.merge(node, Node::Object(Box::new(own)), false)?;
        }
        self.depth -= 1;
        Some(node)
    }

    /// A further copy of a file.
    fn page(&mut self, file: &'t Arc<Included>) -> Option<Page<'t>> {
        self.left = self.left.checked_sub(1)?;
        let (files, scope, left_out) = (&mut self.files, Scope::File(file), self.left_out);
        let (index, facts) = self.known.entry(Arc::as_ptr(file)).or_insert_with(|| {
            files.push(Arc::clone(file));
            let index = u32::try_from(files.len()).unwrap_or(u32::MAX);
            (index, Rc::new(facts(&file.tree, scope, left_out)))
        });
        self.copies += 1;
        let copy = Copy { file: *index, number: self.copies };
        Some(Page { copy, tree: &file.tree, scope, facts: Rc::clone(facts) })
    }

    /// The members of an object that count, but for those that are left out.
    fn open(
        &mut self,
        page: &Page<'t>,
        object: Object<'t>,
        left_out: &dyn Fn(&JsText<'t>) -> bool,
    ) -> Option<Merged<'t>> {
        let mut merged = Merged::empty(page.clone(), object);
        for member in object.members() {
            let name = member.name();
            if left_out(&name) {
                continue;
            }
            self.left = self.left.checked_sub(1)?;
            let node = self.resolve(page, member.value()?)?;
            let page = page.clone();
            merged.put(name, Entry { page, member, replaced: Vec::new(), node, is_whole: true });
        }
        Some(merged)
    }

    /// What `node` is as a merged object, with all that counts when it is merged; `None` inside if it
    /// is none.
    fn opened(&mut self, node: Node<'t>) -> Option<Result<Merged<'t>, Node<'t>>> {
        let merged = match node {
            Node::Object(merged) => *merged,
            Node::Written { page, value, cleaned } => match value.as_object() {
                Some(object) => self.open(&page, object, &is_blocked)?,
                None => return Some(Err(Node::Written { page, value, cleaned })),
            },
            node @ Node::Array(_) => return Some(Err(node)),
        };
        self.cleaned_entries(merged).map(Ok)
    }

    /// Leaves out what OpenClaw leaves out when it merges.
    fn cleaned_entries(&mut self, mut merged: Merged<'t>) -> Option<Merged<'t>> {
        let entries = std::mem::take(&mut merged.entries);
        merged.index.clear();
        for mut entry in entries {
            let name = entry.member.name();
            if !is_blocked(&name) {
                entry.node = self.cleaned(entry.node)?;
                merged.index.insert(name, merged.entries.len());
                merged.entries.push(entry);
            }
        }
        Some(merged)
    }

    /// The node without what OpenClaw leaves out when it merges. Arrays stay as they are.
    fn cleaned(&mut self, node: Node<'t>) -> Option<Node<'t>> {
        match node {
            Node::Written { page, value, .. } => {
                let cleaned = page.facts.has_blocked && value.as_object().is_some();
                Some(Node::Written { page, value, cleaned })
            }
            Node::Object(merged) => {
                self.cleaned_entries(*merged).map(|own| Node::Object(Box::new(own)))
            }
            Node::Array(_) => Some(node),
        }
    }

    /// An object as it is written, opened so that what is left out of it stays out.
    pub(super) fn clean(&mut self, page: &Page<'t>, object: Object<'t>) -> Option<Merged<'t>> {
        self.depth += 1;
        if self.depth > DEEPEST_MERGE {
            return None;
        }
        let merged = self.open(page, object, &is_blocked)?;
        let merged = self.cleaned_entries(merged);
        self.depth -= 1;
        merged
    }

    /// `over` merged over `base`, as OpenClaw does.
    fn merge(&mut self, base: Node<'t>, over: Node<'t>, is_member: bool) -> Option<Node<'t>> {
        self.depth += 1;
        if self.depth > DEEPEST_MERGE {
            return None;
        }
        let merged = self.merge_deep(base, over, is_member);
        self.depth -= 1;
        merged
    }

    fn merge_deep(&mut self, base: Node<'t>, over: Node<'t>, is_member: bool) -> Option<Node<'t>> {
        let (base, over) = match (arrays(base), arrays(over)) {
            (Ok(mut base), Ok(over)) => {
                self.left = self.left.checked_sub(over.len())?;
                base.extend(over);
                return Some(Node::Array(base));
            }
            (base, over) => (node(base), node(over)),
        };
        let is_object = |node: &Node<'t>| match node {
            Node::Written { value, .. } => value.as_object().is_some(),
            Node::Object(_) => true,
            Node::Array(_) => false,
        };
        if !is_object(&over) {
            return Some(over);
        }
        let is_empty = matches!(&base, Node::Object(merged) if merged.entries.is_empty());
        if !is_object(&base) || is_empty {
            return if is_member || is_empty { self.cleaned(over) } else { Some(over) };
        }
        let (Ok(mut merged), Ok(over)) = (self.opened(base)?, self.opened(over)?) else {
            return None;
        };
        merged.shell = over.shell;
        for mut entry in over.entries {
            let name = entry.member.name();
            if let Some(&at) = merged.index.get(&name) {
                let page = entry.page.clone();
                let hollow = Node::Written { page, value: entry.member.value()?, cleaned: false };
                let base = std::mem::replace(&mut merged.entries[at].node, hollow.clone());
                let own = std::mem::replace(&mut entry.node, hollow);
                entry.node = self.merge(base, own, true)?;
                entry.is_whole = false;
                merged.entries[at] = entry;
            } else {
                merged.index.insert(name, merged.entries.len());
                merged.entries.push(entry);
            }
        }
        Some(Node::Object(Box::new(merged)))
    }
}

impl<'t> Merged<'t> {
    fn empty(page: Page<'t>, object: Object<'t>) -> Self {
        Self { shell: (page, object), entries: Vec::new(), index: HashMap::new() }
    }

    /// Adds a member of the same object as those before it.
    fn put(&mut self, name: JsText<'t>, mut entry: Entry<'t>) {
        if let Some(&at) = self.index.get(&name) {
            let own = &mut self.entries[at];
            entry.replaced.append(&mut own.replaced);
            entry.replaced.push(own.member);
            *own = entry;
        } else {
            self.index.insert(name, self.entries.len());
            self.entries.push(entry);
        }
    }
}

/// A copy of a file and an array of it.
type Items<'t> = (Page<'t>, Value<'t>);

/// The arrays that a node is made of, if it is one.
fn arrays(node: Node<'_>) -> Result<Vec<Items<'_>>, Node<'_>> {
    match node {
        Node::Array(arrays) => Ok(arrays),
        Node::Written { page, value, .. } if value.as_array().is_some() => Ok(vec![(page, value)]),
        node => Err(node),
    }
}

fn node<'t>(arrays: Result<Vec<Items<'t>>, Node<'t>>) -> Node<'t> {
    arrays.map_or_else(|node| node, Node::Array)
}

fn is_blocked(name: &JsText<'_>) -> bool {
    BLOCKED.iter().any(|blocked| *name == **blocked)
}

fn facts<'t>(tree: &'t Tree, scope: Scope<'t>, left: Left<'t>) -> Facts {
    let found = directives(tree).into_iter();
    let followed = found.filter(|directive| scope.files(*directive, left).is_some());
    let mut directives: Vec<NodeId> =
        followed.filter_map(|directive| Some(directive.value.holder()?.id())).collect();
    directives.sort_unstable();
    let mut members = tree.objects().flat_map(Object::members);
    Facts { directives, has_blocked: members.any(|member| is_blocked(&member.name())) }
}
