//! SARIF 2.1.0, for code scanning and viewers: one run. Results are written as they come; the rules
//! and files that they point at stand after them, which the format leaves open.

mod model;

use std::io::{self, Write};

use super::{Options, rule_page};
use crate::finding::{Effect, Severity};
use crate::report::{
    Failure, FileReport, Region, Reported, ReportedFix, ReportedSuppressed, SuppressedBy, Tally,
};
use crate::rules::{self, Rule};
use crate::syntax::Key;
use model::{
    Artifact, ArtifactChange, ArtifactLocation, BaseUris, Closing, Component, Configuration,
    Content, FingerPrints, Fix, FixProperties, Invocation, Level, Location, LogicalLocation,
    Message, Notification, Opening, PhysicalLocation, Replacement, Result, ResultProperties,
    RuleDescriptor, RuleHelp, RuleProperties, Suppression, TextRegion, Tool,
};

/// What the results so far point at.
#[derive(Debug, Default)]
pub(super) struct Log {
    rules: Vec<&'static str>,
    /// The files, as output calls them.
    files: Vec<String>,
    has_results: bool,
}

impl Log {
    /// Writes what stands before the first result.
    pub(super) fn begin(out: &mut dyn Write) -> io::Result<()> {
        let opening = serde_json::to_string(&Opening::new(BaseUris::new()))?;
        // Its closing braces follow the last result.
        let open = opening.strip_suffix("}]}").unwrap_or(&opening);
        write!(out, "{open},\"results\":[")
    }

    /// Writes the findings of one file.
    pub(super) fn write(
        &mut self,
        file: &FileReport,
        options: Options,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.file(&file.path);
        for finding in &file.findings {
            let suppressions = options.show_suppressed.then(Vec::new);
            self.result(file, finding, suppressions, out)?;
        }
        if options.show_suppressed {
            for ReportedSuppressed { finding, by, reason } in &file.suppressed {
                let suppression = self.suppression(file, by, reason.as_deref());
                self.result(file, finding, Some(vec![suppression]), out)?;
            }
        }
        Ok(())
    }

    /// Writes what stands after the last result, and a line end.
    pub(super) fn finish(mut self, tally: &Tally, out: &mut dyn Write) -> io::Result<()> {
        let failures = tally.failures();
        let notifications = failures.iter().map(|it| self.notification(it)).collect();
        let invocation = Invocation {
            execution_successful: failures.is_empty(),
            tool_execution_notifications: notifications,
        };
        let closing = Closing {
            invocations: [invocation],
            artifacts: self.files.iter().map(|path| Artifact::new(path)).collect(),
            tool: Tool {
                driver: Component {
                    name: "clawtidy",
                    version: env!("CARGO_PKG_VERSION"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules: self.rules.iter().filter_map(|id| rules::find(id)).map(rule).collect(),
                },
            },
        };
        // Its opening brace has been written.
        let closing = serde_json::to_string(&closing)?;
        writeln!(out, "],{}]}}", closing.trim_start_matches('{'))
    }

    fn result(
        &mut self,
        file: &FileReport,
        finding: &Reported,
        suppressions: Option<Vec<Suppression>>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let path = file.path.as_str();
        let effect =
            finding.effect.words().map(|words| format!("OpenClaw {} {words}", file.target));
        let lines = [Some(finding.message.as_str()), effect.as_deref(), finding.help.as_deref()];
        let text = lines.into_iter().flatten().collect::<Vec<_>>().join("\n");
        let related = finding.related.iter().enumerate().map(|(index, place)| Location {
            id: Some(index),
            physical_location: self.place(&place.region, path),
            logical_locations: None,
            message: Some(message(&place.message)),
        });
        let related = related.collect();
        let result = Result {
            rule_id: finding.rule,
            rule_index: index_of(&mut self.rules, finding.rule),
            level: finding.severity.into(),
            message: message(&text),
            locations: [Location {
                id: None,
                physical_location: self.place(&finding.region, path),
                logical_locations: (finding.key != Key::ROOT).then(|| {
                    let fully_qualified_name = finding.key.to_string();
                    [LogicalLocation { fully_qualified_name }]
                }),
                message: None,
            }],
            related_locations: related,
            partial_fingerprints: finding
                .fingerprint
                .as_ref()
                .map(|it| FingerPrints { own: it.to_string() }),
            fixes: finding.fix.as_ref().and_then(|fix| self.fix(fix, path)).map(|fix| [fix]),
            suppressions,
            properties: ResultProperties {
                effect: finding.effect.name(),
                audit: finding.audit.clone(),
                target: file.target.name(),
            },
        };
        if self.has_results {
            out.write_all(b",")?;
        }
        self.has_results = true;
        Ok(serde_json::to_writer(out, &result)?)
    }

    /// A fix, unless something in it is masked: whoever applies it would write the mask.
    fn fix(&mut self, fix: &ReportedFix, path: &str) -> Option<Fix> {
        if fix.edits.iter().any(|edit| edit.masked) {
            return None;
        }
        let same_file = fix.edits.chunk_by(|a, b| a.region.file == b.region.file);
        let changes = same_file.filter_map(|edits| {
            let replacements = edits.iter().map(|edit| Replacement {
                deleted_region: TextRegion::new(&edit.region),
                inserted_content: Content { text: edit.text.clone() },
            });
            Some(ArtifactChange {
                artifact_location: self.file(edits.first()?.region.file(path)),
                replacements: replacements.collect(),
            })
        });
        Some(Fix {
            artifact_changes: changes.collect(),
            description: message(&fix.title),
            properties: FixProperties { safety: fix.safety.name() },
        })
    }

    fn suppression(
        &mut self,
        file: &FileReport,
        by: &SuppressedBy,
        reason: Option<&str>,
    ) -> Suppression {
        // What `security.audit.suppressions` says stands in the config as a comment does.
        let (kind, place) = match by {
            SuppressedBy::Config(region) => ("inSource", Some(self.place(region, &file.path))),
            SuppressedBy::Baseline => ("external", None),
        };
        Suppression {
            kind,
            status: "accepted",
            justification: reason.map(str::to_owned),
            location: place.map(|physical_location| Location {
                id: None,
                physical_location,
                logical_locations: None,
                message: None,
            }),
        }
    }

    fn notification(&mut self, failure: &Failure) -> Notification {
        let artifact_location = self.file(&failure.path);
        Notification {
            level: Level::Error,
            message: message(&failure.message),
            locations: [Location {
                id: None,
                physical_location: PhysicalLocation { artifact_location, region: None },
                logical_locations: None,
                message: None,
            }],
        }
    }

    fn place(&mut self, region: &Region, path: &str) -> PhysicalLocation {
        let artifact_location = self.file(region.file(path));
        PhysicalLocation { artifact_location, region: Some(TextRegion::new(region)) }
    }

    fn file(&mut self, path: &str) -> ArtifactLocation {
        let index = self.files.iter().rposition(|it| it == path).unwrap_or_else(|| {
            self.files.push(path.to_owned());
            self.files.len() - 1
        });
        ArtifactLocation::new(path, Some(index))
    }
}

fn index_of(rules: &mut Vec<&'static str>, rule: &'static str) -> usize {
    rules.iter().position(|it| *it == rule).unwrap_or_else(|| {
        rules.push(rule);
        rules.len() - 1
    })
}

/// A text whose words are no link: a viewer makes one of `[words](place)`.
fn message(text: &str) -> Message {
    Message { text: text.replace("](", "] (") }
}

fn rule(rule: &'static Rule) -> RuleDescriptor {
    let page = rule_page(rule.id);
    let is_of_security = rule.group().name() == "security";
    RuleDescriptor {
        id: rule.id,
        name: pascal_case(rule.id),
        short_description: Message { text: format!("{}.", rule.title()) },
        full_description: Message { text: prose(rule) },
        help: RuleHelp {
            text: format!("{}.\n{page}", rule.title()),
            markdown: rule.documentation(),
        },
        help_uri: page,
        default_configuration: Configuration { level: rule.severity.into() },
        properties: RuleProperties {
            tags: [rule.group().name()],
            security_severity: is_of_security.then(|| score(rule)),
            problem_severity: match rule.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "recommendation",
            },
        },
    }
}

/// How dangerous GitHub shows a rule of security to be: from 7 "high", from 4 "medium", else "low".
const fn score(rule: &Rule) -> &'static str {
    match (rule.severity, rule.effect) {
        (Severity::Error, _) => "8.0",
        (Severity::Warning, Effect::Audited) => "6.0",
        (Severity::Warning, _) => "5.0",
        (Severity::Info, _) => "2.0",
    }
}

/// What a rule's documentation says before its examples, as long as GitHub takes it.
fn prose(rule: &Rule) -> String {
    const LONGEST: usize = 1_000;
    let docs = rule.documentation();
    let prose = docs.split("```").next().unwrap_or_default();
    let paragraphs =
        prose.split("\n\n").map(|it| it.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut text = paragraphs.filter(|it| !it.is_empty()).collect::<Vec<_>>().join("\n\n");
    if let Some((end, _)) = text.char_indices().nth(LONGEST) {
        text.truncate(end);
        text.push('…');
    }
    text
}

/// `GatewayBindNoAuth` of `gateway-bind-no-auth`.
fn pascal_case(id: &str) -> String {
    let capital = |word: &str| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    id.split('-').map(capital).collect()
}
