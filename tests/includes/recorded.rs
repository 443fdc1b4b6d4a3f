//! What OpenClaw makes of configs that include files, and what we make of them.

use clawtidy::files;
use clawtidy::source::Source;
use clawtidy::syntax::{Tree, Value, ValueKind};
use clawtidy::world::{Environment, IncludeFault, Includes, World, directives};
use clawtidy::{check, schema::Release};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

#[path = "../support/include_cases.rs"]
mod include_cases;

use include_cases::{Case, cases};

/// The value as JSON, the names that a reader drops when it rebuilds an object left out.
pub(crate) fn json(value: Value<'_>) -> Json {
    match value.kind() {
        ValueKind::Object => {
            let members = value.as_object().expect("an object").effective().into_iter();
            let members = members.filter(|(name, _)| *name != *"__proto__");
            let members = members.map(|(name, member)| {
                (name.to_lossy().into_owned(), json(member.value().expect("a value")))
            });
            Json::Object(members.collect())
        }
        ValueKind::Array => value.as_array().expect("an array").items().map(json).collect(),
        ValueKind::String => json!(value.as_text().expect("a text").to_lossy()),
        ValueKind::Number => json!(value.as_number().expect("a number")),
        ValueKind::Boolean => json!(value.as_bool()),
        ValueKind::Null | ValueKind::Invalid => Json::Null,
    }
}

/// Numbers as floating-point numbers, as JavaScript has them.
fn floating(value: &Json) -> Json {
    match value {
        Json::Number(number) => json!(number.as_f64()),
        Json::Array(items) => items.iter().map(floating).collect(),
        Json::Object(members) => {
            Json::Object(members.iter().map(|(name, it)| (name.clone(), floating(it))).collect())
        }
        other => other.clone(),
    }
}

/// What is at fault with the first directive that OpenClaw does not take.
fn fault(tree: &Tree, includes: &Includes) -> Option<&'static str> {
    directives(tree).into_iter().find_map(|directive| {
        for target in directive.targets() {
            let Some(path) = target.as_text() else { return Some("form") };
            if let Some(Err(broken)) = includes.get(&path.to_lossy()) {
                return Some(kind(&broken.fault));
            }
        }
        let brings = directive.brings(|path| Some(includes.get(path)?.ok()?.holds));
        (directive.has_siblings && brings != Some(ValueKind::Object)).then_some("siblings")
    })
}

fn kind(fault: &IncludeFault) -> &'static str {
    match fault {
        IncludeFault::ImpossiblePath => "path",
        IncludeFault::Outside => "outside",
        IncludeFault::LinksOutside => "link",
        // OpenClaw has no word of its own for a path that leads through a file.
        IncludeFault::Unreadable(cause) if cause.contains("not a directory") => "refused",
        IncludeFault::Unreadable(_) => "unreadable",
        IncludeFault::NotAFile(_) | IncludeFault::HardLinked | IncludeFault::TooLarge => "refused",
        IncludeFault::NotJson5(_) => "syntax",
        IncludeFault::Circular => "circular",
        IncludeFault::TooDeep => "deep",
        IncludeFault::WrongDirective(_) => "form",
        IncludeFault::CannotMerge(_) => "siblings",
    }
}

/// What we make of a case: as the record says it of OpenClaw.
fn ours(case: &Case) -> Json {
    let directory = TempDir::new().expect("a temporary directory");
    let config = case.lay_out(directory.path()).expect("a disk");
    let roots = case.roots(&config);
    let environment = if roots.is_empty() {
        Environment::Unknown
    } else {
        Environment::Known([("OPENCLAW_INCLUDE_ROOTS".to_owned(), roots)].into())
    };
    let text = files::read(&config).expect("the config").text;
    let source = Source::new("openclaw.json", text);
    let includes = files::include(&config, source.tree(), &environment);
    let fault = fault(source.tree(), &includes);
    let source = source.assembled(&includes);
    assert_eq!(source.tree().errors(), [], "{}", source.text());
    let world = World { includes, ..World::new(Release::LATEST, environment) };
    let valid = check(&source, &world).accepted();
    if let Some(error) = fault {
        return json!({ "name": case.name, "valid": valid, "error": error });
    }
    let merged = json(source.tree().root().expect("a value"));
    json!({ "name": case.name, "valid": valid, "merged": merged })
}

#[test]
fn openclaw_and_we_put_the_same_together() {
    let cases = cases(include_str!("cases.txt"));
    let recorded = include_str!("recorded.jsonl").split_terminator('\n');
    let recorded: Vec<Json> =
        recorded.map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert!(cases.len() >= 120 && cases.len() == recorded.len(), "record again");
    let mut differs = Vec::new();
    for (case, recorded) in cases.iter().zip(&recorded) {
        let (ours, theirs) = (floating(&ours(case)), floating(recorded));
        if ours != theirs {
            differs.push(format!("OpenClaw: {theirs}\n      we: {ours}"));
        }
    }
    assert!(differs.is_empty(), "\n{}", differs.join("\n"));
}
