//! The words every room shares: findings, their severity and effect, fixes and their safety.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use crate::syntax::{Key, Member, Value};
use crate::text::Span;

/// How much a finding matters to the author, apart from what OpenClaw does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Likely wrong or risky.
    Warning,
    /// Wrong or dangerous.
    Error,
}

impl Severity {
    /// All of them, least first.
    pub const ALL: [Severity; 3] = [Self::Info, Self::Warning, Self::Error];

    /// Its name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// How exposed a gateway is meant to be; a rule speaks from the least exposed that it concerns on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Profile {
    /// One person's, on their own machine or behind their own tunnel.
    #[default]
    Personal,
    /// People who trust each other write to its agents.
    Shared,
    /// Anyone may reach it or write to its agents.
    Public,
}

impl Profile {
    /// Its name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Personal => "personal",
            Self::Shared => "shared",
            Self::Public => "public",
        }
    }
}

/// What OpenClaw of the target release does because of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Its validation fails.
    Rejected,
    /// Valid, yet the gateway refuses to start.
    BlocksStart,
    /// Accepted and never read.
    Dropped,
    /// Accepted with a warning.
    Warned,
    /// `openclaw security audit` reports it.
    Audited,
    /// It says nothing.
    Silent,
}

impl Effect {
    /// Its name in machine-readable outputs.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::BlocksStart => "blocks-start",
            Self::Dropped => "dropped",
            Self::Warned => "warned",
            Self::Audited => "audited",
            Self::Silent => "silent",
        }
    }

    /// What it means in words, after "OpenClaw 2026.9.6 "; nothing for `silent`.
    pub const fn words(self) -> Option<&'static str> {
        match self {
            Self::Rejected => Some("rejects this config"),
            Self::BlocksStart => Some("refuses to start the gateway"),
            Self::Dropped => Some("accepts this and never reads it"),
            Self::Warned => Some("accepts this with a warning"),
            Self::Audited => Some("reports this in its security audit"),
            Self::Silent => None,
        }
    }
}

/// Whether a fix may be applied without asking. Unsure is unsafe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// Someone must agree.
    Unsafe,
    /// What the config does stays the same, or it did nothing before.
    Safe,
}

impl Safety {
    /// Its name in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unsafe => "unsafe",
            Self::Safe => "safe",
        }
    }
}

/// A replacement of the bytes under a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

/// What becomes of one setting, for a report of what was changed. Keys are those of the text before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Its value has another place or name.
    Moved {
        /// Where it was.
        from: Key,
        /// Where it is now.
        to: Key,
    },
    /// It stays and has another value, or is new.
    Set {
        /// Its key.
        key: Key,
    },
    /// It is a comment where it stood.
    CommentedOut {
        /// Where it was.
        key: Key,
    },
    /// It is gone.
    Removed {
        /// Where it was.
        key: Key,
        /// Its value as it was written; it may hold secrets.
        text: String,
    },
}

/// Edits that only make sense together, and what they do to the settings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mending {
    /// In order of place, none touching another.
    pub edits: Vec<Edit>,
    /// In the order in which they were asked for.
    pub steps: Vec<Step>,
    /// The keys that were not there and now are, each the topmost. Two fixes must not both create
    /// one: the second would stand in the way of the first.
    pub creates: Vec<Key>,
}

impl Mending {
    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }
}

impl From<Vec<Edit>> for Mending {
    fn from(edits: Vec<Edit>) -> Self {
        Self { edits, ..Self::default() }
    }
}

/// A variable that has to be set for a mended config to do what it did: its value stood there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Assignment {
    /// The variable.
    pub name: String,
    /// Its value, a secret.
    pub value: String,
}

impl fmt::Debug for Assignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}=***", self.name)
    }
}

/// A way to mend a finding: edits that only make sense together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "rename `token` to `botToken`".
    pub title: String,
    /// Whether someone must agree.
    pub safety: Safety,
    /// In order of place, none touching another.
    pub edits: Vec<Edit>,
    /// What they do to the settings, as far as a plan says it.
    pub steps: Vec<Step>,
    /// The keys that were not there and now are, each the topmost.
    pub creates: Vec<Key>,
    /// What has to be kept elsewhere, since the edits take it out of the config.
    pub assigns: Vec<Assignment>,
    /// The edits file by file (0 is the config), where the text is put together of several; each file's
    /// in order of place. Empty for a text of one file.
    pub by_file: BTreeMap<usize, Vec<Edit>>,
}

impl Fix {
    /// A fix of these edits, in order of place and none touching another, that says no more of
    /// itself.
    pub fn of(safety: Safety, edits: Vec<Edit>) -> Self {
        Self {
            title: String::new(),
            safety,
            edits,
            steps: Vec::new(),
            creates: Vec::new(),
            assigns: Vec::new(),
            by_file: BTreeMap::new(),
        }
    }

    /// Leaves of it what is shown of fixes that nobody applies, the edits only if they are.
    pub(crate) fn leave_what_is_shown(&mut self, with_edits: bool) {
        self.steps = Vec::new();
        self.creates = Vec::new();
        if !with_edits {
            self.edits = Vec::new();
        }
    }
}

/// A further place that a finding speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// What is to be seen there.
    pub message: String,
    /// Where.
    pub span: Span,
}

/// Where a finding lies: its key and its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The key it is about.
    pub key: Key,
    /// The bytes to underline.
    pub span: Span,
}

impl Place {
    /// The value itself.
    pub fn value(value: Value<'_>) -> Self {
        Self { key: value.key(), span: value.span() }
    }

    /// The name of a member.
    pub fn name(member: Member<'_>) -> Self {
        Self { key: member.key(), span: member.name_span() }
    }

    /// A span of the text that belongs to no key.
    pub const fn text(span: Span) -> Self {
        Self { key: Key::ROOT, span }
    }
}

/// One thing that a rule reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// What OpenClaw does because of it.
    pub effect: Effect,
    /// The id under which `openclaw security audit` reports it.
    pub audit: Option<Cow<'static, str>>,
    /// From which profile on it is reported unless asked for.
    pub profile: Profile,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Where it lies.
    pub place: Place,
    /// Further places it speaks of.
    pub related: Vec<Related>,
    /// How to mend it; apart, since most findings have none.
    pub fix: Option<Box<Fix>>,
    /// What in the config sets it apart from the others, if something does.
    pub suppressed: Option<Suppressed>,
}

/// Why a finding is set apart from the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suppressed {
    /// Where the config says so.
    pub span: Span,
    /// The reason that its author gives.
    pub reason: Option<String>,
}

impl Finding {
    /// Says what to do.
    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = Some(help.into());
        self
    }

    /// Points at a further place.
    pub fn related(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        self.related.push(Related { message: message.into(), span });
        self
    }

    /// Says what OpenClaw does, where it differs from what the rule declares.
    pub fn effect(&mut self, effect: Effect) -> &mut Self {
        self.effect = effect;
        self
    }

    /// Says how much it matters, where it differs from what the rule declares.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = severity;
        self
    }

    /// Says from which profile on it is reported, where it differs from what the rule declares.
    pub fn profile(&mut self, profile: Profile) -> &mut Self {
        self.profile = profile;
        self
    }

    /// Names the audit check, or none, where it differs from what the rule declares.
    pub fn audit(&mut self, audit: Option<impl Into<Cow<'static, str>>>) -> &mut Self {
        self.audit = audit.map(Into::into);
        self
    }

    /// Offers a fix, if there are edits for it.
    pub fn fix(
        &mut self,
        safety: Safety,
        title: impl Into<String>,
        mending: impl Into<Mending>,
    ) -> &mut Self {
        let Mending { edits, steps, creates } = mending.into();
        if !edits.is_empty() {
            let (title, assigns, by_file) = (title.into(), Vec::new(), BTreeMap::new());
            let fix = Fix { title, safety, edits, steps, creates, assigns, by_file };
            self.fix = Some(Box::new(fix));
        }
        self
    }

    /// Says what the fix, if one is offered, takes out of the config and leaves to variables.
    pub fn assigning(&mut self, assigns: Vec<Assignment>) -> &mut Self {
        if let Some(fix) = &mut self.fix {
            fix.assigns = assigns;
        }
        self
    }
}
