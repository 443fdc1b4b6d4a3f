//! How fast findings become edits and edits become a text: a plan for each of many findings, then
//! one pass of the applier.

use clawtidy::edit::{Plan, Planner, Where, apply};
use clawtidy::finding::{Fix, Safety};
use clawtidy::syntax::{Member, Object, Tree, Value, parse};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

/// How many places there are to mend.
const PLACES: [usize; 3] = [100, 1_000, 10_000];

/// A config with a comment and two members for each place.
fn config(places: usize) -> Tree {
    let mut text = String::from("{\n");
    for place in 0..places {
        let number = place.to_string();
        text.extend(["  // about ", &number, "\n  k", &number, ": {\n    id: 'a', // id\n"]);
        text.extend(["    old: ", &number, ",\n  },\n"]);
    }
    text.push_str("}\n");
    parse(text)
}

/// Makes a plan for each member of the root and applies all of them.
fn mend(bencher: Bencher<'_, '_>, places: usize, ask: for<'t> fn(&mut Plan<'t>, Member<'t>)) {
    let tree = config(places);
    bencher.bench_local(|| {
        let planner = Planner::new(&tree);
        let members = tree.root().and_then(Value::as_object).into_iter().flat_map(Object::members);
        let fix = |member| {
            let mut plan = planner.plan();
            ask(&mut plan, member);
            Fix::of(Safety::Safe, plan.finish())
        };
        let fixes: Vec<Fix> = members.map(fix).collect();
        let application = apply(tree.text(), black_box(&fixes));
        assert_eq!(application.applied.len(), places);
        application
    });
}

#[divan::bench(args = PLACES)]
fn remove(bencher: Bencher<'_, '_>, places: usize) {
    mend(bencher, places, |plan, member| {
        plan.remove(member);
    });
}

#[divan::bench(args = PLACES)]
fn insert(bencher: Bencher<'_, '_>, places: usize) {
    mend(bencher, places, |plan, member| {
        if let Some(object) = member.value().and_then(Value::as_object) {
            let _ = plan.insert(object, Where::Last, "new", "value");
        }
    });
}

#[divan::bench(args = PLACES)]
fn comment_out(bencher: Bencher<'_, '_>, places: usize) {
    mend(bencher, places, |plan, member| {
        if let Some(old) = member.value().and_then(Value::as_object).and_then(|o| o.get("old")) {
            let _ = plan.comment_out(old, "no longer read");
        }
    });
}
