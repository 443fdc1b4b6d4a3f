//! Keeps secrets, and characters that would steer a terminal, out of every output.
//!
//! A config holds credentials. They are found in three ways: by the names they stand under, at
//! whatever place and however it is spelt; by what credentials look like, in values, names and
//! comments; and, where no tree helps, by the name in front of them on the same line. Whatever is
//! printed passes through one [`Redactor`]: text of the file through [`Redactor::text`], words
//! about it through [`Redactor::mask`].
//!
//! When in doubt a value is masked: a needless `*` costs a reader a moment, a leaked key more.

mod assignments;
mod carried;
mod continued;
mod controls;
mod credentials;
mod declared;
mod dictionary;
mod exposed;
mod masked;
mod named;
mod names;
mod overlaps;
mod places;
mod random;
mod samples;
mod shapes;
mod urls;
mod values;
mod whole;

pub use exposed::{Exposed, Part, Spelt, Standing, credentials, exposed};
pub use named::Named;
pub(crate) use named::ReadOnce;

use std::borrow::Cow;
use std::sync::OnceLock;

use self::assignments::Manner;
use self::dictionary::Dictionary;
use self::masked::{Masked, Style, merged};
use self::names::Name;
use self::overlaps::Overlaps;
use self::places::Found;
use self::shapes::span;
use crate::finding::Edit;
use crate::syntax::{Key, Segment, Tree};
use crate::text::Span;
use crate::world::placeholders;

/// Masks the secrets of one text, in that text and in whatever is said about it.
///
/// Nothing is searched before it is asked for, and everything once.
#[derive(Debug)]
pub struct Redactor<'t> {
    source: Source<'t>,
    hides: bool,
    /// Further keys whose values are secret.
    keys: &'t [Vec<String>],
    /// What is secret besides: in this text, and in others that belong to it.
    besides: Besides,
    /// What the names in the text say.
    named: ReadOnce,
    found: OnceLock<Found>,
    places: OnceLock<Overlaps>,
    masked: OnceLock<Masked<'t>>,
    dictionary: OnceLock<Dictionary>,
}

/// What is secret in a text for a reason that lies outside of it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Besides {
    /// Bytes of the text.
    pub(crate) spans: Vec<Span>,
    /// Secrets of other texts, which words about this one may hold.
    pub(crate) texts: Vec<String>,
}

#[derive(Debug)]
enum Source<'t> {
    Tree(&'t Tree),
    Text(&'t str),
    /// A tree, the one it was before, and the passes of edits between them.
    Mended(&'t Tree, &'t Tree, &'t [Vec<Edit>]),
}

impl<'t> Redactor<'t> {
    /// For a config. Where its text has syntax errors, the rest of a line after a sensitive name
    /// counts as secret unless it is plain where the value ends.
    pub fn new(tree: &'t Tree) -> Self {
        Self::with(Source::Tree(tree))
    }

    /// For a text that is no config: an environment file, a log, a file that is not JSON5 at all.
    pub fn plain(text: &'t str) -> Self {
        Self::with(Source::Text(text))
    }

    /// For a config that passes of edits made of `before`. What was secret before them still is,
    /// wherever it stands now: an edit may move a value, or close a quote in the middle of it.
    pub fn mended(tree: &'t Tree, before: &'t Tree, passes: &'t [Vec<Edit>]) -> Self {
        Self::with(Source::Mended(tree, before, passes))
    }

    fn with(source: Source<'t>) -> Self {
        Self {
            source,
            hides: true,
            keys: &[],
            besides: Besides { spans: Vec::new(), texts: Vec::new() },
            named: ReadOnce::default(),
            found: OnceLock::new(),
            places: OnceLock::new(),
            masked: OnceLock::new(),
            dictionary: OnceLock::new(),
        }
    }

    /// The same with secrets shown when `show` (`--show-secrets`); controls stay replaced.
    #[must_use]
    pub fn showing_secrets(self, show: bool) -> Self {
        Self { hides: !show, ..self.afresh() }
    }

    /// The same with what stands at these keys secret as well, from the root down; `*` is any name
    /// or index.
    #[must_use]
    pub fn hiding(self, keys: &'t [Vec<String>]) -> Self {
        Self { keys, ..self.afresh() }
    }

    /// The same with what is secret for a reason that lies outside of the text secret as well.
    #[must_use]
    pub(crate) fn besides(self, besides: Besides) -> Self {
        Self { besides, ..self.afresh() }
    }

    /// The same, reading the names of the config no second time where `named` has been asked for them.
    #[must_use]
    pub(crate) fn sharing(self, named: ReadOnce) -> Self {
        Self { named, ..self.afresh() }
    }

    /// The same, with nothing searched yet.
    fn afresh(self) -> Self {
        let Self { source, hides, keys, besides, named, .. } = self;
        Self { hides, keys, besides, named, ..Self::with(source) }
    }

    /// Looks for what would be looked for when something is masked first.
    pub(crate) fn prepare(&self) {
        if self.hides {
            self.dictionary();
        }
    }

    /// The secrets of the text, as they are written and as they are meant.
    pub(crate) fn known(&self) -> Vec<String> {
        let found = self.found();
        let written = found.spans.iter().map(|span| self.original()[span.range()].to_owned());
        written.chain(found.decoded.iter().cloned()).collect()
    }

    /// The whole text for display: each character of a secret is a `*`, quotes stay, and each
    /// control character (escape sequences, marks that reorder a line) is one that can be seen.
    /// Characters and lines are as many as in the original; bytes may differ, see
    /// [`Redactor::span`].
    pub fn text(&self) -> &str {
        &self.masked().text
    }

    /// Where the bytes under `span` of the original stand in [`Redactor::text`].
    pub fn span(&self, span: Span) -> Span {
        let masked = self.masked();
        Span::new(masked.offset(span.start), masked.offset(span.end))
    }

    /// Words about the text — a message, a help line, a key, a label — with `***` for each secret
    /// of the text and for whatever looks like a credential, and without control characters. A
    /// value must be masked before it is shortened.
    pub fn mask<'s>(&self, words: &'s str) -> Cow<'s, str> {
        let spans = if self.hides { self.secrets_in(words) } else { Vec::new() };
        Masked::new(words, &merged(spans), Style::Short).text
    }

    /// Words, as [`Redactor::mask`] shows them. Where nothing is masked they are not copied.
    pub fn mask_owned(&self, words: String) -> String {
        match self.mask(&words) {
            Cow::Borrowed(_) => words,
            Cow::Owned(masked) => masked,
        }
    }

    /// A key, each name as [`Redactor::mask`] shows it. Where nothing is masked the names are not copied.
    pub fn mask_key(&self, key: &Key) -> Key {
        let names: Vec<Cow<'_, str>> = key.segments().iter().map(|name| self.mask(name)).collect();
        let is_same = names.iter().all(|name| matches!(name, Cow::Borrowed(_)));
        if is_same { key.clone() } else { names.into_iter().map(Cow::into_owned).collect() }
    }

    /// A piece of config — a line of a diff, the text of an edit — with a `*` for each character
    /// of a secret: of this text, of what looks like a credential, and of what stands after a
    /// sensitive name in the piece itself. Characters and lines stay as many as they are.
    pub fn mask_in_place<'s>(&self, piece: &'s str) -> Cow<'s, str> {
        let mut spans = Vec::new();
        if self.hides {
            spans = self.secrets_in(piece);
            assignments::find(piece, Manner::Comment, &mut |span| spans.push(span));
        }
        Masked::new(piece, &merged(spans), Style::OneForOne).text
    }

    /// The text of an edit of this text, as [`Redactor::mask_in_place`] shows it. What takes the
    /// place of a part of a secret is one too, and so is what takes the place of a secret and does
    /// not hold it as it was written: it may be the same in other quotes.
    pub fn mask_edit<'e>(&self, edit: &'e Edit) -> Cow<'e, str> {
        let rewritten = |secret: Span| {
            !edit.span.contains(secret)
                || secret == edit.span
                || !edit.text.contains(&self.original()[secret.range()])
        };
        if self.hides
            && !edit.span.is_empty()
            && !is_placeholder(&edit.text)
            && self.places().with(edit.span).any(rewritten)
        {
            let all = [span(0, edit.text.len())];
            return Masked::new(&edit.text, &all, Style::OneForOne).text;
        }
        self.mask_in_place(&edit.text)
    }

    /// The bytes of the text that are masked, in order, none touching another.
    pub fn secrets(&self) -> Vec<Span> {
        if !self.hides {
            return Vec::new();
        }
        let mut spans = self.found().spans.clone();
        self.dictionary().find_again(self.original(), &mut spans);
        merged(spans)
    }

    fn secrets_in(&self, words: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        if words.is_empty() {
            return spans;
        }
        self.dictionary().find(words, &mut spans);
        shapes::find(words, &mut |span, _| spans.push(span));
        spans
    }

    fn dictionary(&self) -> &Dictionary {
        self.dictionary.get_or_init(|| Dictionary::new(self.original(), self.found()))
    }

    fn original(&self) -> &'t str {
        match self.source {
            Source::Tree(tree) | Source::Mended(tree, ..) => tree.text(),
            Source::Text(text) => text,
        }
    }

    fn found(&self) -> &Found {
        self.found.get_or_init(|| {
            let mut found = match self.source {
                Source::Tree(tree) => Found::in_tree(tree, self.named.of(tree), self.keys),
                Source::Text(text) => Found::in_text(text),
                Source::Mended(tree, before, passes) => {
                    Found::in_mended(tree, before, passes, self.keys)
                }
            };
            found.spans.extend(&self.besides.spans);
            found.decoded.extend(self.besides.texts.iter().cloned());
            found
        })
    }

    /// Where the secrets of the text stand.
    fn places(&self) -> &Overlaps {
        self.places.get_or_init(|| Overlaps::new(self.found().spans.clone()))
    }

    fn masked(&self) -> &Masked<'t> {
        self.masked.get_or_init(|| Masked::new(self.original(), &self.secrets(), Style::OneForOne))
    }
}

/// Whether what an edit writes is a variable and no more, but for a scheme such as `Bearer`.
fn is_placeholder(text: &str) -> bool {
    let inside = text.trim_matches(['"', '\'']);
    placeholders(inside).next().is_some() && values::secret_parts(inside).is_empty()
}

/// Whether a text at `key` is a credential by the names on the way to it, wherever the key stands
/// and however the names are spelt: `gateway.auth.token`, `llm.api_key`, `env.vars.OPENAI_API_KEY`,
/// `tokens[0]`. Names that only speak of a secret (`tokenFile`, `auth.mode`, `maxTokens`) are not.
pub fn is_sensitive(key: &Key) -> bool {
    let names = key.segments();
    let names: Vec<&str> = names
        .iter()
        .map(Segment::as_str)
        .filter(|name| !name.bytes().all(|byte| byte.is_ascii_digit()))
        .collect();
    let mut class = Name::Plain;
    for (index, name) in names.iter().enumerate() {
        let at = |back: usize| index.checked_sub(back).map(|index| names[index]);
        if class.is_secret() {
            if names::is_about_below(name) {
                return false;
            }
            continue;
        }
        class =
            names::classify_in(at(2), at(1), name, names::classify(name), index + 1 < names.len());
        if class == Name::About {
            return false;
        }
    }
    class.is_secret()
}

/// What a text looks like, if a credential stands anywhere in it: `"an OpenAI API key"`, for use
/// after "looks like".
pub fn looks_secret(text: &str) -> Option<&'static str> {
    shapes::first(text)
}
