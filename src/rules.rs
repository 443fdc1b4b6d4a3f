//! The rules: one file each, and the list of them.
//!
//! A rule is a value. Its doc comment is its documentation everywhere (`explain`, the pages under
//! `docs/rules/`, the README's table, SARIF) and its examples are its tests; `tests/laws.rs` holds
//! every rule to them.

use crate::finding::{Effect, Finding, Place, Safety, Severity};
use crate::syntax::Tree;
use crate::world::World;

/// One check.
#[derive(Debug)]
pub struct Rule {
    /// Its id: kebab-case, names what is wrong.
    pub id: &'static str,
    /// Its documentation in Markdown: a first line that says it all, reasons, examples.
    pub docs: &'static str,
    /// How much its findings matter, unless one says otherwise.
    pub severity: Severity,
    /// What OpenClaw does because of its findings, unless one says otherwise.
    pub effect: Effect,
    /// The check of `openclaw security audit` that it answers to.
    pub audit: Option<&'static str>,
    /// The clawtidy version that brought it.
    pub since: &'static str,
    /// The safest fix it offers.
    pub fix: Option<Safety>,
    /// What a text must be for it to run.
    pub needs: Stage,
    /// Looks at a config and adds what it finds.
    pub check: fn(&Context<'_>, &mut Findings<'_>),
}

/// How far a text must have come for a rule to make sense: a missing brace must not set off forty
/// findings about the keys after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    /// Any text.
    Text,
    /// A text without syntax errors.
    Parsed,
}

/// What a rule may look at.
#[derive(Debug)]
pub struct Context<'a> {
    /// The text's tree.
    pub tree: &'a Tree,
    /// What it is judged against.
    pub world: &'a World,
}

/// What the rules found so far; a rule adds to it in its own name.
#[derive(Debug)]
pub struct Findings<'a> {
    rule: &'static Rule,
    list: &'a mut Vec<Finding>,
}

impl Findings<'_> {
    /// Adds a finding with what the rule declares; the answer takes help, places and a fix.
    pub fn add(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        let at = self.list.len();
        self.list.push(Finding {
            rule: self.rule.id,
            severity: self.rule.severity,
            effect: self.rule.effect,
            audit: self.rule.audit,
            message: message.into(),
            help: None,
            place,
            related: Vec::new(),
            fix: None,
        });
        &mut self.list[at]
    }
}

/// Every rule, in the order of their ids.
pub static RULES: &[&Rule] = &[];

/// The rule of that id, or the one that answers to that audit check.
pub fn find(id_or_audit: &str) -> Option<&'static Rule> {
    let by_id = RULES.iter().find(|rule| rule.id == id_or_audit);
    by_id.or_else(|| RULES.iter().find(|rule| rule.audit == Some(id_or_audit))).copied()
}

/// Runs every rule whose stage the text has reached.
pub(crate) fn run(context: &Context<'_>) -> Vec<Finding> {
    let stage = if context.tree.errors().is_empty() { Stage::Parsed } else { Stage::Text };
    let mut list = Vec::new();
    for rule in RULES.iter().filter(|rule| rule.needs <= stage) {
        (rule.check)(context, &mut Findings { rule, list: &mut list });
    }
    list
}

/// Declares a file's rule; its doc comment becomes the rule's documentation.
macro_rules! rule {
    ($(#[doc = $doc:literal])+ $id:literal { $($field:ident $(: $value:expr)?),+ $(,)? }) => {
        $(#[doc = $doc])+
        pub(super) static RULE: crate::rules::Rule = crate::rules::Rule {
            id: $id,
            docs: concat!($($doc, "\n"),+),
            $($field $(: $value)?),+
        };
    };
}
pub(crate) use rule;
