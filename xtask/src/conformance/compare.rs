//! What OpenClaw says about a config against what we say.

use std::collections::BTreeSet;
use std::fmt;

use clawtidy::finding::{Effect, Finding, Severity};
use clawtidy::schema::{Node, Release};
use clawtidy::source::Source;
use clawtidy::syntax::Segment;
use clawtidy::world::World;

use super::oracle::{Issue, Verdict};

/// In what the two agree on one config.
pub(crate) struct Comparison {
    /// Whether both accept or both reject it.
    pub(crate) verdict: bool,
    /// Of a config that both reject: whether we name every place that OpenClaw names.
    pub(crate) places: Option<bool>,
    /// Of a config that both accept: whether both warn of the same places.
    pub(crate) warnings: Option<bool>,
    /// What they differ in.
    pub(crate) causes: BTreeSet<Cause>,
}

/// A kind of difference.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cause {
    side: Side,
    /// The place, with `*` for what the release does not name itself.
    shape: String,
    /// OpenClaw's message without the parts that vary, or our rule.
    reason: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    OpenClawRejects,
    WeReject,
    NotNamed,
    OpenClawWarns,
    WeWarn,
    OpenClawAudits,
    WeAudit,
}

impl Cause {
    /// A check of the audit that only OpenClaw reports.
    pub(crate) fn missed(check: &str, severity: Severity) -> Self {
        let (shape, reason) = (check.to_owned(), severity.name().to_owned());
        Self { side: Side::OpenClawAudits, shape, reason }
    }

    /// A check of the audit that only we report.
    pub(crate) fn added(check: &str, severity: Severity) -> Self {
        Self { side: Side::WeAudit, ..Self::missed(check, severity) }
    }

    /// Whether it is about the audit.
    pub(crate) const fn is_audit(&self) -> bool {
        matches!(self.side, Side::OpenClawAudits | Side::WeAudit)
    }

    /// Whether it is about warnings only, not about what is accepted.
    pub(crate) const fn is_warning(&self) -> bool {
        matches!(self.side, Side::OpenClawWarns | Side::WeWarn)
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let side = match self.side {
            Side::OpenClawRejects => "only OpenClaw rejects",
            Side::WeReject => "only we reject",
            Side::NotNamed => "we do not name",
            Side::OpenClawWarns => "only OpenClaw warns of",
            Side::WeWarn => "only we warn of",
            Side::OpenClawAudits => "only OpenClaw's audit reports",
            Side::WeAudit => "only we report",
        };
        let shape = if self.shape.is_empty() { "the config" } else { &self.shape };
        write!(f, "{side} {shape}: {}", self.reason)
    }
}

/// Compares OpenClaw's verdict about a config with ours.
pub(crate) fn compare(text: &str, theirs: &Verdict, world: &World) -> Comparison {
    let report = clawtidy::check(&Source::new("openclaw.json", text.to_owned()), world);
    let with = |effect: Effect| {
        let findings = report.findings().iter().filter(move |finding| finding.effect == effect);
        findings.map(|finding| (path_of(finding), finding)).collect::<Vec<_>>()
    };
    let (rejected, warned) = (with(Effect::Rejected), with(Effect::Warned));
    let mut causes = BTreeSet::new();
    let mut differ = |side: Side, shape: String, reason: String| {
        causes.insert(Cause { side, shape, reason });
    };
    let release = world.target;
    let of_issue = |issue: &Issue| {
        let path = plain(&issue.path);
        let segments: Vec<&str> = path.split('.').filter(|segment| !segment.is_empty()).collect();
        let shape = shape(release, segments.iter().copied());
        let stars = shape.split('.').zip(&segments).filter(|(shown, _)| *shown == "*");
        let message = stars.fold(issue.message.clone(), |message, (_, segment)| {
            if segment.len() > 1 { message.replace(segment, "*") } else { message }
        });
        (shape, class(&message))
    };
    let of_finding = |finding: &Finding| {
        let segments = finding.place.key.segments().iter().map(Segment::as_str);
        (shape(release, segments), finding.rule.to_owned())
    };
    let verdict = theirs.valid == report.accepted();
    let (mut places, mut warnings) = (None, None);
    match (theirs.valid, report.accepted()) {
        (false, true) => {
            for (shape, reason) in theirs.issues.iter().map(of_issue) {
                differ(Side::OpenClawRejects, shape, reason);
            }
        }
        (true, false) => {
            for (shape, reason) in rejected.iter().map(|(_, finding)| of_finding(finding)) {
                differ(Side::WeReject, shape, reason);
            }
        }
        (false, false) => {
            let is_named = |issue: &&Issue| {
                let path = plain(&issue.path);
                let union = union_around(release, &path);
                // What is missing is named by its key or by the object that lacks it.
                let object = path.rsplit_once('.').map_or("", |(object, _)| object);
                rejected.iter().any(|(ours, _)| {
                    is_within(ours, &path)
                        || ours == object
                        || union.as_ref().is_some_and(|at| is_within(ours, at))
                })
            };
            for issue in theirs.issues.iter().filter(|issue| !is_named(issue)) {
                let (shape, reason) = of_issue(issue);
                differ(Side::NotNamed, shape, reason);
            }
            places = Some(theirs.issues.iter().all(|issue| is_named(&issue)));
        }
        (true, true) => {
            let near = |a: &str, b: &str| is_within(a, b) || is_within(b, a);
            let alone = |issue: &&Issue| {
                let path = plain(&issue.path);
                !warned.iter().any(|(ours, _)| near(ours, &path))
            };
            let theirs_alone: Vec<_> = theirs.warnings.iter().filter(alone).collect();
            let known = |ours: &str| theirs.warnings.iter().any(|w| near(ours, &plain(&w.path)));
            let ours_alone: Vec<_> = warned.iter().filter(|(ours, _)| !known(ours)).collect();
            warnings = Some(theirs_alone.is_empty() && ours_alone.is_empty());
            for (shape, reason) in theirs_alone.into_iter().map(of_issue) {
                differ(Side::OpenClawWarns, shape, reason);
            }
            for (shape, reason) in ours_alone.into_iter().map(|(_, finding)| of_finding(finding)) {
                differ(Side::WeWarn, shape, reason);
            }
        }
    }
    Comparison { verdict, places, warnings, causes }
}

/// The place of a finding as OpenClaw writes it.
fn path_of(finding: &Finding) -> String {
    finding.place.key.segments().join(".").replace('/', ".")
}

/// A path of OpenClaw's with a dot before every step: some indices are in brackets, some names in
/// brackets and quotes, and some names are parted at their slashes.
fn plain(path: &str) -> String {
    path.replace(['[', '/'], ".").replace([']', '"'], "")
}

/// The innermost union above the end of a path. OpenClaw reports what each branch of a union
/// wants; we report what the branch wants that was meant.
fn union_around(release: Release, path: &str) -> Option<String> {
    let segments: Vec<&str> = path.split('.').collect();
    let is_union = |length: &usize| {
        let node = release.lookup(&segments[..*length]);
        node.is_some_and(|node| node.branches().chain(node.all_of()).next().is_some())
    };
    let length = (1..segments.len()).rev().find(is_union)?;
    Some(segments[..length].join("."))
}

/// Whether `path` is `outer` or lies below it, ignoring case and spaces around names: OpenClaw names
/// channels and plugins in the normal form of their ids. Everything lies below the root, the empty path.
fn is_within(path: &str, outer: &str) -> bool {
    let names = |path: &str| -> Vec<String> {
        path.split('.').map(|name| name.trim().to_lowercase()).collect()
    };
    outer.is_empty() || names(path).starts_with(&names(outer))
}

/// A path with `*` for what the release does not name itself: ids, indices, strangers.
fn shape<'p>(release: Release, segments: impl Iterator<Item = &'p str>) -> String {
    let mut node = Some(release.root());
    let shown = segments.map(|segment| {
        let here = node;
        node = here.and_then(|node| node.child(segment));
        if here.is_some_and(|node| names(node, segment)) { segment } else { "*" }
    });
    shown.collect::<Vec<_>>().join(".")
}

fn names(node: Node, name: &str) -> bool {
    let mut below = node.branches().chain(node.all_of());
    node.property(name).is_some() || below.any(|branch| names(branch, name))
}

/// A message without what is quoted, bracketed or numeric in it, and only its beginning.
fn class(message: &str) -> String {
    let (mut class, mut closing) = (String::new(), None);
    for c in message.chars() {
        match closing {
            Some(end) if c == end => closing = None,
            Some(_) => continue,
            None if c == '(' => closing = Some(')'),
            None if c == '"' => closing = Some('"'),
            None => {}
        }
        let c = if c.is_ascii_digit() { '#' } else { c };
        if c == '#' && class.ends_with('#') {
            continue;
        }
        class.push(c);
        if class.len() >= 90 {
            class.push('…');
            break;
        }
    }
    class
}
