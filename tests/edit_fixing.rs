//! The applier of fixes and the loop around it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clawtidy::Fixing;
use clawtidy::edit::{Bug, Ground, Planner, Where, apply, converge, converge_on};
use clawtidy::finding::{Edit, Effect, Finding, Fix, Place, Profile, Safety, Severity, Step};
use clawtidy::report::Selection;
use clawtidy::schema::Release;
use clawtidy::syntax::{JsText, Member, Object, Tree, Value, parse};
use clawtidy::text::Span;
use clawtidy::world::{Environment, World};

fn fix(edits: &[(u32, u32, &str)]) -> Fix {
    let edit = |&(start, end, text): &(u32, u32, &str)| Edit {
        span: Span { start, end },
        text: text.to_owned(),
    };
    Fix::of(Safety::Safe, edits.iter().map(edit).collect())
}

#[test]
fn fixes_are_applied_whole_and_in_order_of_place() {
    for (text, fixes, after, applied, deferred) in [
        // By place, not as given.
        ("abcd", vec![fix(&[(2, 3, "C")]), fix(&[(0, 1, "A")])], "AbCd", vec![1, 0], vec![]),
        // What overlaps waits, whole.
        (
            "abcd",
            vec![fix(&[(0, 2, "x")]), fix(&[(1, 2, "y"), (3, 4, "z")])],
            "xcd",
            vec![0],
            vec![1],
        ),
        // So does what touches, insertions at one place included.
        ("abcd", vec![fix(&[(0, 2, "x")]), fix(&[(2, 2, "y")])], "xcd", vec![0], vec![1]),
        ("abcd", vec![fix(&[(2, 2, "x")]), fix(&[(2, 2, "y")])], "abxcd", vec![0], vec![1]),
        ("abcd", vec![fix(&[(1, 2, "")]), fix(&[(2, 2, "y")])], "acd", vec![0], vec![1]),
        // Removals side by side do not.
        ("abcd", vec![fix(&[(0, 2, "")]), fix(&[(2, 3, "")])], "d", vec![0, 1], vec![]),
        ("abcd", vec![fix(&[(0, 2, "")]), fix(&[(1, 3, "")])], "cd", vec![0], vec![1]),
        (
            "abcd",
            vec![fix(&[(0, 1, "x"), (3, 4, "")]), fix(&[(2, 3, "")])],
            "xb",
            vec![0, 1],
            vec![],
        ),
        // Around another.
        (
            "abcd",
            vec![fix(&[(0, 0, "("), (4, 4, ")")]), fix(&[(2, 3, "C")])],
            "(abCd)",
            vec![0, 1],
            vec![],
        ),
    ] {
        let application = apply(text, &fixes);
        assert_eq!(application.text, after, "{fixes:?}");
        assert_eq!(application.applied, applied, "{fixes:?}");
        assert_eq!(application.deferred, deferred, "{fixes:?}");
        assert_eq!(application.broken, Vec::<usize>::new(), "{fixes:?}");
    }
}

#[test]
fn broken_fixes_are_told_from_the_others() {
    let broken = [
        fix(&[]),
        fix(&[(3, 4, ""), (0, 1, "")]),
        fix(&[(0, 2, ""), (1, 3, "")]),
        fix(&[(0, 1, ""), (1, 2, "")]),
        fix(&[(0, 9, "")]),
        fix(&[(2, 1, "")]),
        // Inside the é.
        fix(&[(5, 6, "")]),
    ];
    for fix in &broken {
        let application = apply("abcdé", [fix]);
        assert_eq!(application.broken, [0], "{fix:?}");
        assert_eq!(application.text, "abcdé");
    }
}

/// A finding at the root with a fix.
fn finding(tree: &Tree, rule: &'static str, effect: Effect, fix: Option<Fix>) -> Finding {
    Finding {
        rule,
        severity: Severity::Warning,
        effect,
        audit: None,
        profile: Profile::default(),
        message: String::new(),
        help: None,
        place: Place::text(tree.span()),
        related: Vec::new(),
        fix: fix.map(Box::new),
        suppressed: None,
    }
}

#[test]
fn two_fixes_do_not_create_the_same_key() {
    let tree = parse("{ a: 1, b: 2, c: { d: 3 } }".to_owned());
    let planner = Planner::new(&tree);
    let object = tree.root().and_then(Value::as_object).expect("an object");
    let moved = |name: &str, path: &[&str]| {
        let mut plan = planner.plan();
        plan.move_path(object.get(name).expect("it is there"), path).expect("it can move");
        let mending = plan.mending();
        Fix { edits: mending.edits, creates: mending.creates, ..fix(&[]) }
    };
    // Both would write an `x`, and the second would win.
    let fixes = [moved("a", &["x", "a"]), moved("b", &["x", "b"]), moved("c", &["y", "c"])];
    let application = apply(tree.text(), &fixes);
    assert_eq!(application.text, "{ x: { a: 1 }, b: 2, y: { c: { d: 3 } } }");
    assert_eq!(application.deferred, [1]);
}

/// Offers to remove each member whose name begins with `x`, and to count `n` down.
fn check(tree: &Tree) -> Vec<Finding> {
    let planner = Planner::new(tree);
    let mut findings = Vec::new();
    for member in tree.objects().flat_map(Object::members) {
        let mut plan = planner.plan();
        if member.name().to_lossy().starts_with('x') {
            plan.remove(member);
        } else if let Some(value) = member.value()
            && let Some(number) = value.as_number().filter(|number| *number > 0.0)
        {
            plan.replace(value, number - 1.0);
        }
        let fix = Fix::of(Safety::Safe, plan.finish());
        let fix = (!fix.edits.is_empty()).then_some(fix);
        findings.push(finding(tree, "mend", Effect::Warned, fix));
    }
    findings
}

#[test]
fn passes_follow_until_nothing_is_left() {
    let text = "{ x1: 1, x2: 2, a: 3, // three\n x3: { x4: 1 } }".to_owned();
    let converged = converge(text, 10, Safety::Safe, check);
    assert_eq!(converged.bug, None);
    assert_eq!(converged.tree.text(), "{ a: 0 // three\n }");
    assert_eq!(converged.passes.len(), 4);
    assert!(converged.findings.iter().all(|finding| finding.fix.is_none()));

    let unsafe_only = |tree: &Tree| {
        let mut findings = check(tree);
        findings
            .iter_mut()
            .filter_map(|finding| finding.fix.as_mut())
            .for_each(|fix| fix.safety = Safety::Unsafe);
        findings
    };
    let text = "{ x: 1 }";
    assert_eq!(converge(text.to_owned(), 10, Safety::Safe, unsafe_only).tree.text(), text);
    assert_eq!(converge(text.to_owned(), 10, Safety::Unsafe, unsafe_only).tree.text(), "{}");
}

#[test]
fn what_goes_wrong_is_our_bug_and_changes_nothing() {
    let offer = |effect: Effect, edit: (u32, u32, &'static str)| {
        move |tree: &Tree| {
            // A rejected finding for each `bad`, and always the same fix.
            let bad = tree.text().matches("bad").count();
            let mut findings: Vec<_> =
                (0..bad).map(|_| finding(tree, "bad", effect, None)).collect();
            findings.push(finding(tree, "mend", Effect::Silent, Some(fix(&[edit]))));
            findings
        }
    };
    let rules = vec!["mend"];
    for (edit, bug, after) in [
        ((0, 1, ""), Bug::AddsSyntaxError { rules: rules.clone() }, "{ a: 1 }"),
        ((2, 3, "bad"), Bug::AddsRejected { rules: rules.clone() }, "{ a: 1 }"),
        ((9, 9, ""), Bug::BrokenFix { rule: "mend" }, "{ a: 1 }"),
        ((7, 7, " "), Bug::NeverEnds { rules: rules.clone() }, "{ a: 1             }"),
    ] {
        let converged =
            converge("{ a: 1 }".to_owned(), 12, Safety::Safe, offer(Effect::Rejected, edit));
        assert_eq!(converged.bug, Some(bug));
        assert_eq!(converged.tree.text(), after);
    }
}

/// Makes these edits of a text, once; each `late` is rejected as soon as there is no `cover`, each `bad`
/// at once.
fn after_edits(text: &str, edits: &[(u32, u32, &str)], steps: &[Step]) -> (Option<Bug>, String) {
    let check = |tree: &Tree| {
        let is_covered = tree.text().contains("cover");
        let rejected =
            tree.values().filter(|value| match value.as_text().as_ref().and_then(JsText::as_str) {
                Some("bad") => true,
                Some("late") => !is_covered,
                _ => false,
            });
        let mut findings: Vec<_> = rejected
            .map(|value| Finding {
                place: Place::value(value),
                ..finding(tree, "bad", Effect::Rejected, None)
            })
            .collect();
        let once = (tree.text() == text).then(|| Fix { steps: steps.to_vec(), ..fix(edits) });
        findings.push(finding(tree, "mend", Effect::Silent, once));
        findings
    };
    let converged = converge(text.to_owned(), 3, Safety::Safe, check);
    (converged.bug, converged.tree.text().to_owned())
}

#[test]
fn what_fixes_write_may_not_be_rejected_and_what_they_uncover_may() {
    let key = |names: &[&str]| names.iter().copied().collect();
    let moved = Step::Moved { from: key(&["x"]), to: key(&["y"]) };
    let elsewhere = Step::Moved { from: key(&["x"]), to: key(&["y", "z", "w"]) };
    for (text, edits, steps, is_fine) in [
        // Uncovered in a config that was rejected anyway, in front of what was written and behind it.
        ("{ a: 'bad', x: 'cover', b: 'late' }", vec![(15, 22, "1")], vec![], true),
        ("{ b: 'late', x: 'cover', a: 'bad' }", vec![(16, 23, "1")], vec![], true),
        // In one that was not.
        ("{ a: 'fine', x: 'cover', b: 'late' }", vec![(16, 23, "1")], vec![], false),
        // Written, alone and behind what made the text longer.
        ("{ a: 'bad', x: 'cover' }", vec![(15, 22, "'late'")], vec![], false),
        ("{ a: 'bad', x: 'cover' }", vec![(2, 3, "abc"), (16, 21, "late")], vec![], false),
        ("{ a: 'bad', x: 'cover', c: 1 }", vec![(15, 22, "'late'"), (27, 28, "2")], vec![], false),
        // Rejected at that key before.
        ("{ a: 'bad', x: 'cover' }", vec![(12, 22, "a: 'late'")], vec![], true),
        // Moved, whole or with what holds it; what stands above where something went did not.
        ("{ x: 'cover' }", vec![(2, 12, "y: 'late'")], vec![moved.clone()], true),
        ("{ x: 'cover' }", vec![(2, 12, "y: { z: 'late' }")], vec![moved.clone()], true),
        ("{ x: 'cover' }", vec![(2, 12, "w: { y: 'late' }")], vec![moved], false),
        ("{ x: 'cover' }", vec![(2, 12, "y: { z: 'late' }")], vec![elsewhere], false),
        // As much as before.
        ("{ a: 'bad', x: 1 }", vec![(2, 16, "b: 'bad'")], vec![], true),
    ] {
        let after = apply(text, [&fix(&edits)]).text;
        let bug = (!is_fine).then(|| Bug::AddsRejected { rules: vec!["mend"] });
        let left = if is_fine { after } else { text.to_owned() };
        assert_eq!(after_edits(text, &edits, &steps), (bug, left), "{text} {edits:?}");
    }
}

#[test]
fn a_broken_text_is_mended_as_far_as_it_comes_closer() {
    for (text, edits, is_closer) in [
        // Fewer places are wrong, wherever they are.
        ("[1 @, 2 @]", vec![(3, 4, "")], true),
        ("[1 @, 2 @]", vec![(1, 1, "@ "), (3, 4, ""), (8, 9, "")], true),
        // As many, further on.
        ("[@ 1, 2]", vec![(1, 2, ""), (7, 7, " @")], true),
        // More, though further on.
        ("[@ 1, 2]", vec![(1, 2, ""), (5, 5, " @"), (7, 7, " @")], true),
        // As many, as far from the end or further.
        ("{ a: 1 @ }", vec![(1, 2, "")], false),
        ("{ a: 1 @ }", vec![(9, 9, " ")], false),
        ("{ a: 1 @ }", vec![(1, 1, "@"), (7, 8, "")], false),
        ("{ a: 1 @ }", vec![(1, 1, "@")], false),
    ] {
        let check = |tree: &Tree| {
            let once = (tree.text() == text).then(|| fix(&edits));
            vec![finding(tree, "mend", Effect::Silent, once)]
        };
        let converged = converge(text.to_owned(), 3, Safety::Safe, check);
        assert_eq!(converged.bug, None);
        let after = apply(text, [&fix(&edits)]).text;
        assert_eq!(converged.tree.text(), if is_closer { &*after } else { text }, "{edits:?}");
    }
}

/// A pass that can only mend a part is none of those that are counted.
#[test]
fn a_text_with_more_errors_than_are_told_takes_more_passes() {
    let first = |tree: &Tree| {
        let at = tree.text().find('@').and_then(|at| u32::try_from(at).ok());
        let fix = at.map(|at| fix(&[(at, at + 1, "")]));
        vec![finding(tree, "mend", Effect::Silent, fix)]
    };
    let passes = |wrong: usize| {
        let converged = converge(format!("[{}]", "@ 1, ".repeat(wrong)), 2, Safety::Safe, first);
        assert_eq!(converged.bug, None);
        (converged.passes.len(), converged.tree.errors().is_empty())
    };
    assert_eq!(passes(2), (2, true));
    assert_eq!(passes(3), (2, false));
    // A thousand are told.
    assert_eq!(passes(1000 + 3), (3 + 2, false));
    assert_eq!(passes(1000 + 100), (10 * 2, false));
}

/// Ten thousand fixes for one text, each with a plan of its own, on ten thousand lines and on one.
#[test]
fn many_fixes_are_quick() {
    for (open, between, close) in [("{\n  ", " // a comment\n  ", "\n}\n"), ("{ ", " ", "}")] {
        let member = |n| format!("x{n}: {{ id: 'a{n}' }},{between}");
        let members = (0..10_000).map(member).collect::<Vec<_>>().concat();
        let text = format!("{open}{members}kept: {{ a: 1 }}{close}");
        let tree = parse(text.clone());
        let planner = Planner::new(&tree);
        let start = Instant::now();
        let fix = |member: Member<'_>| {
            let mut plan = planner.plan();
            match member.value().and_then(Value::as_object).filter(|_| member.is_named("kept")) {
                Some(object) => plan.insert(object, Where::Last, "b", 2).unwrap(),
                None => plan.remove(member),
            }
            Fix::of(Safety::Safe, plan.finish())
        };
        let root = tree.root().and_then(Value::as_object).unwrap();
        let fixes: Vec<Fix> = root.members().map(fix).collect();
        let application = apply(&text, &fixes);
        assert_eq!(application.applied.len(), 10_001);
        assert_eq!(application.text, format!("{open}kept: {{ a: 1, b: 2 }}{close}"));
        // Quadratic work would take minutes.
        assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    }
}

#[test]
fn what_is_removed_as_said_elsewhere_leaves_its_comments() {
    for text in [
        "{ gateway: { mode: 'local' /* kept */ }, gateway: { mode: 'local' } }",
        "{\n  // kept\n  gateway: { mode: 'local' },\n  gateway: { mode: 'local' },\n}",
        "{ gateway: { token: 'quokka-9-numbats' /* kept */, auth: { token: 'quokka-9-numbats' } } }",
        "{ tools: { exec: { mode: 'ask', security: 'allowlist' /* kept */, ask: 'on-miss' } } }",
        "{ gateway: { controlUi: { allowedOrigins: ['*' /* kept */, 'https://claw.example.com'] } } }",
        "{ models: { providers: { vllm: { baseUrl: 'http://localhost:8000/v1', compat: { \
         requiresStringContent: true /* kept */ }, models: [{ id: 'qwen', name: 'Qwen' }] } } } }",
    ] {
        let world = World::new(Release::LATEST, Environment::Unknown);
        let fixing = Fixing::new(Selection::default(), Safety::Unsafe);
        let fixed = clawtidy::fix("openclaw.json", text.to_owned(), &world, &fixing);
        assert!(!fixed.applied.is_empty(), "{text}");
        assert!(fixed.source.text().contains("kept"), "{text}\n{}", fixed.source.text());
    }
}

#[test]
fn no_fix_writes_a_variable_that_an_old_release_rejects() {
    let text = "{ gateway: { mode: 'local' } }";
    for (release, is_fixed) in [("2026.2.23", false), ("2026.9.6", true)] {
        let release = Release::find(release).expect("a release of the catalog");
        let world = World::new(release, Environment::Known(BTreeMap::new()));
        let fixing = Fixing::new(
            Selection::new(vec!["all".to_owned()], Vec::new()).expect("all rules"),
            Safety::Unsafe,
        );
        let fixed = clawtidy::fix("openclaw.json", text.to_owned(), &world, &fixing);
        assert_eq!(fixed.bug, None);
        assert_eq!(fixed.source.text().contains("${OPENCLAW_GATEWAY_TOKEN}"), is_fixed);
    }
}

#[test]
fn fixes_for_older_releases_come_to_an_end_and_add_nothing_rejected() {
    for (target, text) in [
        // Nothing but a number above zero fits, in quotes or without.
        ("2026.8.2", "{ session: { maintenance: { resetArchiveRetention: 0 } } }"),
        ("2026.8.2", "{ session: { maintenance: { resetArchiveRetention: '0' } } }"),
        // The switch for its server came later.
        (
            "2026.2.23",
            "{ models: { providers: { a: { baseUrl: 'http://10.0.0.1/v1', api: 'openai-completions', \
             models: [{ id: 'b', name: 'B' }] } } } }",
        ),
    ] {
        let target = Release::find(target).expect("a release of the catalog");
        let world = World::new(target, Environment::Unknown);
        for safety in [Safety::Safe, Safety::Unsafe] {
            let fixing = Fixing::new(Selection::default(), safety);
            let fixed = clawtidy::fix("openclaw.json", text.to_owned(), &world, &fixing);
            assert_eq!(fixed.bug, None, "{text}");
            let after = fixed.source.text();
            let again = clawtidy::fix("openclaw.json", after.to_owned(), &world, &fixing);
            assert_eq!(again.applied.len(), 0, "{after}");
        }
    }
}

/// A text in files that take no `b` and `c` together, no `x`, and a `v` only around what they bring.
struct Picky(Tree);

impl Ground for Picky {
    fn tree(&self) -> &Tree {
        &self.0
    }

    fn edited(&self, text: String, _: &[Edit]) -> Option<Self> {
        let refused = text.contains(['x', 'v']) || (text.contains('b') && text.contains('c'));
        (!refused).then(|| Self(parse(text)))
    }

    fn edited_around(
        &self,
        text: String,
        _: &Finding,
        _: &mut dyn FnMut(&Tree) -> Vec<Finding>,
    ) -> Option<Self> {
        text.contains('v').then(|| Self(parse(text.replace('v', "w"))))
    }

    fn file(&self, _: Span) -> Option<Arc<str>> {
        None
    }
}

#[test]
fn what_files_cannot_take_on_stays_and_the_rest_is_applied() {
    // Each number asks for its letter.
    let letters = ["a", "b", "c", "x", "v", "d"];
    let check = |tree: &Tree| {
        let wanted = letters.iter().enumerate().filter_map(|(number, letter)| {
            let digit = number.to_string();
            let at = u32::try_from(tree.text().find(&digit)?).ok()?;
            let fix = Fix { title: digit, ..fix(&[(at, at + 1, letter)]) };
            Some(finding(tree, "mend", Effect::Silent, Some(fix)))
        });
        // What comes of `v` brings another.
        let next = tree.text().find('w').and_then(|at| u32::try_from(at).ok());
        let next = next.map(|at| Fix { title: "w".to_owned(), ..fix(&[(at, at + 1, "5")]) });
        wanted.chain(next.map(|it| finding(tree, "mend", Effect::Silent, Some(it)))).collect()
    };
    for (text, after) in [
        // All at once, and half of them where all is too much.
        ("['0', '1']", "['a', 'b']"),
        ("['1', '2']", "['b', '2']"),
        ("['0', '1', '2', '5']", "['a', 'b', '2', 'd']"),
        // One by one.
        ("['3', '0']", "['3', 'a']"),
        ("['3']", "['3']"),
        // What comes later is asked for, whatever was refused before.
        ("['3', '4']", "['3', 'd']"),
    ] {
        let converged = converge_on(Picky(parse(text.to_owned())), 12, Safety::Safe, check);
        assert_eq!(converged.bug, None, "{text}");
        assert_eq!(converged.tree.0.text(), after);
    }
}

#[test]
fn a_removal_says_what_went() {
    let tree = parse("{ a: { b: [1, 'x'] }, c: [2, 3], d: {}, e: { f: 1 } }".to_owned());
    let at = |path: &[&str]| tree.root().and_then(|root| root.at(path)).expect("a value");
    let mut plan = Planner::new(&tree).plan();
    plan.remove(at(&["a", "b"]).member().expect("a member"));
    for name in ["d", "e"] {
        let member = at(&[name]).member().expect("a member");
        plan.dissolve(member, "nothing is left in it").expect("it can go");
    }
    plan.remove_item(at(&["c"]).as_array().and_then(|list| list.item(1)).expect("an item"));
    let steps = plan.mending().steps.into_iter();
    let went = steps.filter_map(|step| match step {
        Step::Removed { key, text } => Some((key.segments().join("/"), text)),
        _ => None,
    });
    let went: Vec<_> = went.collect();
    // That nothing stood in it is no loss.
    let told = [("a/b", "[1, 'x']"), ("e", "{ f: 1 }"), ("c/1", "3")];
    assert_eq!(went, told.map(|(key, text)| (key.to_owned(), text.to_owned())));
}
