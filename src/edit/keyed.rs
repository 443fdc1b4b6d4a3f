//! Turning a list into a map, where each item stays where it stands and gets a name, and back.

use std::collections::BTreeMap;

use crate::finding::Edit;
use crate::syntax::{Array, Member, NodeId, Object, TokenId, TokenKind, Value};
use crate::text::Span;

use super::deed::Deed;
use super::gap;
use super::layout::{self, Manner};
use super::plan::{Fate, Plan, Refusal};
use super::quote;

/// The names of an array's items, each with its item, in the order of the text.
pub(super) type Names = Vec<(NodeId, String)>;

impl<'t> Plan<'t> {
    /// Makes an object of an array: every item becomes the value of a member, under the name that
    /// is given for it. Nothing moves: comments, blank lines and the order stay. Other requests may
    /// change what is inside the items.
    ///
    /// # Errors
    /// [`Refusal::Incomplete`] if an item gets no name and does not leave its place either.
    pub fn key_items(
        &mut self,
        array: Array<'t>,
        names: impl IntoIterator<Item = (Value<'t>, String)>,
    ) -> Result<(), Refusal> {
        let holder = array.value().id();
        let mut names: BTreeMap<NodeId, String> =
            names.into_iter().map(|(item, name)| (item.id(), name)).collect();
        let mut keyed = Names::new();
        for item in array.items() {
            match names.remove(&item.id()) {
                Some(name) => keyed.push((item.id(), name)),
                None if self.departs(holder, item.id()) => {}
                None => return Err(Refusal::Incomplete),
            }
        }
        self.keyed.insert(holder, keyed);
        self.deeds.push(Deed::Set(holder));
        Ok(())
    }

    /// Makes an array of an object: every member loses its name, and its value becomes an item. Nothing
    /// moves: comments, blank lines and the order stay. Other requests may change what is inside the
    /// values.
    ///
    /// # Errors
    /// [`Refusal::Incomplete`] if a member has no value.
    pub fn unkey_members(&mut self, object: Object<'t>) -> Result<(), Refusal> {
        if object.members().any(|member| member.value().is_none()) {
            return Err(Refusal::Incomplete);
        }
        self.unkeyed.insert(object.value().id());
        self.deeds.push(Deed::Set(object.value().id()));
        Ok(())
    }

    /// Removes a member whose value says nothing any more where it stands. The comments around it stay;
    /// one with comments inside is retired with the reason instead.
    ///
    /// # Errors
    /// None, as for [`Plan::retire`].
    pub fn dissolve(&mut self, member: Member<'t>, reason: &str) -> Result<(), Refusal> {
        let is_empty = member.value().and_then(Value::as_object).is_some_and(Object::is_empty);
        self.drop_between(member, reason, (!is_empty).then_some(Deed::Removed(member.id())))
    }

    /// As [`Plan::dissolve`], for an `id` that has become a name.
    ///
    /// # Errors
    /// None, as there.
    pub fn dissolve_into_name(&mut self, member: Member<'t>, reason: &str) -> Result<(), Refusal> {
        self.drop_between(member, reason, None)
    }

    /// Takes a member from between its comments, and notes the deed.
    fn drop_between(
        &mut self,
        member: Member<'t>,
        reason: &str,
        deed: Option<Deed>,
    ) -> Result<(), Refusal> {
        if self.has_comments_inside(member.id()) {
            return self.retire(member, reason);
        }
        self.deeds.extend(deed);
        self.depart(member.object().value().id(), member.id(), Fate::Dissolved);
        Ok(())
    }
}

/// The edits that make an object of an array.
pub(super) fn edits(plan: &Plan<'_>, array: NodeId, names: &Names) -> Vec<Edit> {
    let (tree, style) = (plan.tree, plan.style());
    let node = tree.node(array);
    let manner = match layout::outer(tree, array) {
        Some(outer) => Manner::of(tree, outer, style),
        None => Manner::of(tree, array, style),
    };
    let close = node.last.saturating_sub(1);
    let is_space = |token: u32| tree.token_kind(TokenId(token)) == TokenKind::Whitespace;
    // Braces on one line may have white space inside where brackets have none.
    let padding = |token: u32| {
        let bare = !names.is_empty() && !is_space(token);
        if bare { style.object_padding } else { "" }
    };
    let mut edits = vec![
        Edit { span: gap::span(tree, node.first), text: format!("{{{}", padding(node.first + 1)) },
        Edit {
            span: gap::span(tree, close),
            text: format!("{}}}", padding(close.saturating_sub(1))),
        },
    ];
    for (item, name) in names {
        let start = tree.node_span(*item).start;
        let bare = manner.bare_names && quote::is_identifier(name);
        let name = if bare { name.clone() } else { quote::quoted(name, manner.quote) };
        let text = format!("{name}{}", manner.colon);
        edits.push(Edit { span: Span::new(start, start), text });
    }
    edits
}

/// The edits that make an array of an object.
pub(super) fn edits_of_unkeyed(plan: &Plan<'_>, object: NodeId) -> Vec<Edit> {
    let tree = plan.tree;
    let node = tree.node(object);
    let mut edits = vec![
        Edit { span: gap::span(tree, node.first), text: "[".to_owned() },
        Edit { span: gap::span(tree, node.last.saturating_sub(1)), text: "]".to_owned() },
    ];
    let members = Value::new(tree, object).as_object().into_iter().flat_map(Object::members);
    for member in members {
        let Some(value) = member.value() else { continue };
        let first = tree.node(member.id()).first;
        let between = first + 1..tree.node(value.id()).first;
        let is_comment = |token: &u32| tree.token_kind(TokenId(*token)).is_comment();
        // Comments between the name and the value stay, as they stand.
        let kept = between.skip_while(|token| !is_comment(token));
        let kept = kept.filter(|&token| tree.token_kind(TokenId(token)) != TokenKind::Colon);
        let text = kept.map(|token| tree.token_text(TokenId(token))).collect();
        let span = Span::new(gap::span(tree, first).start, value.span().start);
        edits.push(Edit { span, text });
    }
    edits
}
