//! A channel's section, or one of its accounts, with the old settings in it.

use super::channel::Channel;
use super::settings::{Group, Setting};
use crate::migrations::channel_entry::ChannelEntry;
use crate::rules::Context;
use crate::schema::{self, Node, Scalar};
use crate::syntax::{Member, NodeId, Value};

/// The old keys, and where below the entry their values have their place.
const OLD_KEYS: [(&str, &[&str]); 7] = [
    ("streaming", MODE),
    ("streamMode", MODE),
    ("chunkMode", &["streaming", "chunkMode"]),
    ("blockStreaming", &["streaming", "block", "enabled"]),
    ("blockStreamingCoalesce", &["streaming", "block", "coalesce"]),
    ("draftChunk", &["streaming", "preview", "chunk"]),
    ("nativeStreaming", NATIVE),
];
const MODE: &[&str] = &["streaming", "mode"];
const NATIVE: &[&str] = &["streaming", "nativeTransport"];

/// A setting in its old place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Old<'t> {
    pub(super) member: Member<'t>,
    pub(super) value: Value<'t>,
    name: &'static str,
    path: &'static [&'static str],
}

impl Old<'_> {
    /// Its name.
    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    /// Its new place below the entry.
    pub(super) const fn path(&self) -> &'static [&'static str] {
        self.path
    }

    /// Whether it is the value in `streaming`.
    pub(super) fn is_streaming_itself(&self) -> bool {
        self.name == "streaming"
    }
}

/// A channel's section or an account.
#[derive(Debug)]
pub(super) struct Entry<'t> {
    place: ChannelEntry<'t>,
    /// What stands in `streaming`.
    pub(super) streaming: Option<Value<'t>>,
    /// What is to stand in `streaming`.
    pub(super) settings: Group<'t>,
    /// Whether a mode was replaced that the target does not have.
    pub(super) guesses: bool,
    old: Vec<Old<'t>>,
    ignored: Option<NodeId>,
}

impl<'t> Entry<'t> {
    /// Looks at a section or an account.
    pub(super) fn of(context: &Context<'_>, channel: Channel, place: ChannelEntry<'t>) -> Self {
        let streaming = place.get("streaming").and_then(Member::value);
        let mut entry = Self {
            place,
            streaming,
            settings: Group::of(streaming),
            guesses: false,
            old: Vec::new(),
            ignored: None,
        };
        let keys = OLD_KEYS.iter();
        entry.old = keys.filter_map(|&key| entry.old_key(context, channel, key)).collect();
        let can_hold = streaming.is_none_or(|it| it.as_object().is_some() || it.is_null());
        if !can_hold && !entry.old.first().is_some_and(Old::is_streaming_itself) {
            // What stands there is neither of now nor of then.
            entry.old.clear();
        }
        let ignored = entry.old.iter().find(|old| old.name == "streamMode");
        entry.ignored = ignored.filter(|_| channel.ignored_stream_mode()).map(|it| it.value.id());
        entry.collect(context, channel);
        entry
    }

    /// A setting in an old place that the target does not take, and that has a new one.
    fn old_key(
        &self,
        context: &Context<'_>,
        channel: Channel,
        (name, path): (&'static str, &'static [&'static str]),
    ) -> Option<Old<'t>> {
        let member = self.place.get(name)?;
        let value = member.value()?;
        let accepts = |node| schema::accepts(node, value, &context.world.environment);
        let here = self.place.rules_at(context, &[name]);
        let there = self.place.rules_at(context, path);
        let is_old = match name {
            "streaming" => {
                let is_plain = value.as_text().is_some() || value.as_bool().is_some();
                is_plain && there.is_some() && here.is_some_and(|node| !accepts(node))
            }
            "streamMode" => here.is_none() && (there.is_some() || channel.ignored_stream_mode()),
            _ => {
                // An object is moved even where something in it is wrong.
                let is_object = value.as_object().is_some();
                here.is_none() && there.is_some_and(|node| is_object || accepts(node))
            }
        };
        is_old.then_some(Old { member, value, name, path })
    }

    /// Works out the new settings from the old ones.
    fn collect(&mut self, context: &Context<'_>, channel: Channel) {
        let named = |name: &str| {
            let old = self.old.iter().find(|old| old.name == name);
            old.map(|old| old.value).filter(|value| self.ignored != Some(value.id()))
        };
        let (streaming, stream_mode) = (named("streaming"), named("streamMode"));
        if (streaming.is_some() || stream_mode.is_some()) && self.settings.at(&["mode"]).is_none() {
            let mut mode = channel.mode(context, streaming, stream_mode);
            if let Setting::Word(word, from) = mode
                && !self.takes_mode(context, word)
            {
                mode = Setting::Word(channel.fallback(), from);
                self.guesses = true;
            } else if let Setting::Written(value) = mode
                && !self.takes(context, MODE, value)
            {
                mode = Setting::Word(channel.fallback(), Some(value));
                self.guesses = true;
            }
            self.settings.put(&MODE[1..], mode);
        }
        for old in &self.old {
            let is_mode = old.path == MODE;
            if !is_mode && self.settings.at(&old.path[1..]).is_none() {
                self.settings.put(&old.path[1..], Setting::of(old.value));
            }
        }
        // A switch was at the same time the one of Slack's own streaming.
        if let Some(switch) = streaming.and_then(Value::as_bool)
            && self.place.rules_at(context, NATIVE).is_some()
            && self.settings.at(&NATIVE[1..]).is_none()
        {
            self.settings.put(&NATIVE[1..], Setting::Switch(switch));
        }
    }

    fn takes_mode(&self, context: &Context<'_>, word: &str) -> bool {
        let node = self.place.rules_at(context, MODE);
        let mut values = node.into_iter().filter_map(Node::values).flatten();
        values.any(|value| matches!(value, Scalar::Text(text) if text == word))
    }

    /// Whether the target takes a value at a path below the entry.
    pub(super) fn takes(&self, context: &Context<'_>, path: &[&str], value: Value<'_>) -> bool {
        self.place.takes(context, path, value)
    }

    /// The key of something below the entry.
    pub(super) fn below<'p>(&'p self, path: &[&'p str]) -> Vec<&'p str> {
        self.place.below(path)
    }

    /// The old settings, `streaming` itself first.
    pub(super) fn old_keys(&self) -> &[Old<'t>] {
        &self.old
    }

    /// The old setting with that value.
    pub(super) fn old_at(&self, value: Value<'t>) -> Option<&Old<'t>> {
        self.old.iter().find(|old| old.value == value)
    }

    /// Whether the channel never read that setting.
    pub(super) fn is_ignored(&self, old: &Old<'_>) -> bool {
        self.ignored == Some(old.value.id())
    }

    /// Whether any old setting says something.
    pub(super) fn is_old(&self) -> bool {
        self.old.iter().any(|old| !self.is_ignored(old))
    }

    /// Whether it will have an object in `streaming`.
    pub(super) fn has_settings(&self) -> bool {
        self.is_old() || self.streaming.is_some_and(|value| value.as_object().is_some())
    }

    /// The settings that stood beside `streaming`, in their new places.
    pub(super) fn flat(&self) -> Group<'t> {
        let mut flat = Group::default();
        let names = ["chunkMode", "blockStreaming", "blockStreamingCoalesce", "draftChunk"];
        for old in self.old.iter().filter(|old| names.contains(&old.name)) {
            flat.put(&old.path[1..], Setting::of(old.value));
        }
        flat
    }
}
