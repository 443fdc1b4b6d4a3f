//! What the migrations of QQBot have in common. Its channel became Tencent's own plugin with 2026.8.1,
//! which reads some settings otherwise than the one that came with OpenClaw.

use super::channel_entry::ChannelEntry;
use crate::rules::Context;
use crate::syntax::Value;

/// In whose place nobody may approve: no id of QQBot is like it.
pub(super) const NOBODY: &str = "openclaw:approval-disabled";

/// The section and the accounts, where the target is one for Tencent's plugin and takes the section.
pub(super) fn entries<'t>(context: &Context<'t>) -> Vec<ChannelEntry<'t>> {
    let root = context.tree.root().filter(|_| context.world.target.is_since("2026.8.1"));
    let section = root.and_then(|root| root.get("channels")?.as_object()?.get("qqbot"));
    match (root, section) {
        (Some(root), Some(section)) if !context.is_of_another_release(section) => {
            ChannelEntry::of_channel(root, "qqbot")
        }
        _ => Vec::new(),
    }
}

/// The ids of a list as they are written, without white space around them.
pub(super) fn written_ids(list: Option<Value<'_>>) -> Vec<String> {
    let items = list.and_then(Value::as_array).map(|list| list.items().collect::<Vec<_>>());
    let id = |item: &Value<'_>| match item.as_text() {
        Some(text) => Some(text.to_lossy().trim().to_owned()),
        None => item.as_number().map(|number| number.to_string()),
    };
    distinct(items.iter().flatten().filter_map(id).filter(|id| !id.is_empty()))
}

/// The ids of a list as Tencent's plugin compares them: without `qqbot:` and in capitals.
pub(super) fn ids(list: Option<Value<'_>>) -> Vec<String> {
    distinct(written_ids(list).into_iter().map(|id| {
        let bare = match id.get(..6) {
            Some(prefix) if prefix.eq_ignore_ascii_case("qqbot:") => id[6..].to_owned(),
            _ => id,
        };
        if bare == "*" || bare == NOBODY { bare } else { bare.to_uppercase() }
    }))
}

fn distinct(ids: impl Iterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    ids.filter(|id| seen.insert(id.clone())).collect()
}
