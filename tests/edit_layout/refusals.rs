//! Requests that are refused, and those that build on others.

use clawtidy::edit::{New, Plan, Refusal, Where};
use clawtidy::syntax::{Value, parse};

use crate::{array, carried_out, member, object};

#[test]
fn refusals_change_nothing() {
    let tree = parse("{ a: { b: 1 }, c: 1 }".to_owned());
    let root = tree.root().unwrap();
    let (a, b, c) = (member(root, &["a"]), member(root, &["a", "b"]), member(root, &["c"]));
    let mut plan = Plan::new(&tree);
    assert_eq!(plan.rename(a, "c"), Err(Refusal::Taken));
    assert_eq!(plan.insert(object(root, &[]), Where::Last, "c", 1), Err(Refusal::Taken));
    assert_eq!(plan.set(&["c", "d"], 1), Err(Refusal::NotAnObject));
    assert_eq!(plan.move_path(c, &["a"]), Err(Refusal::Taken));
    assert_eq!(plan.move_path(a, &["a", "b", "c"]), Err(Refusal::NotAnObject));
    assert_eq!(plan.move_path(a, &["a", "d"]), Err(Refusal::IntoItself));
    assert_eq!(Refusal::IntoItself.to_string(), "a member cannot move into itself");
    // It is there.
    assert_eq!(plan.move_path(b, &["a", "b"]), Ok(()));
    assert_eq!(plan.rename(b, "b"), Ok(()));
    assert_eq!(plan.finish(), []);

    let mut plan = Plan::new(&tree);
    plan.remove(b);
    assert_eq!(plan.move_to(b, object(root, &[]), "b"), Err(Refusal::AlreadyGone));

    let list = parse("{ a: [1] }".to_owned());
    let mut plan = Plan::new(&list);
    let items = array(list.root().unwrap(), &["a"]);
    assert_eq!(plan.key_items(items, []), Err(Refusal::Incomplete));
    assert_eq!(plan.finish(), []);

    let strict = parse("{\"a\": 1}".to_owned());
    let mut plan = Plan::new(&strict);
    let a = member(strict.root().unwrap(), &["a"]);
    assert_eq!(plan.comment_out(a, "gone"), Err(Refusal::StrictJson));
    assert_eq!(plan.finish(), []);
}

#[test]
fn nothing_moves_into_itself_on_a_way_around() {
    let tree = parse("{ a: {}, b: {}, c: {}, l: [{ d: {} }, {}] }".to_owned());
    let root = tree.root().unwrap();
    let at = |name: &str| member(root, &[name]);
    let mut plan = Plan::new(&tree);
    plan.move_to(at("a"), object(root, &["b"]), "a").unwrap();
    plan.move_to(at("b"), object(root, &["c"]), "b").unwrap();
    assert_eq!(plan.move_to(at("c"), object(root, &["a"]), "c"), Err(Refusal::IntoItself));
    assert_eq!(plan.move_to(at("c"), object(root, &["b"]), "c"), Err(Refusal::IntoItself));
    // What follows is not inside.
    let items: Vec<_> = array(root, &["l"]).items().filter_map(Value::as_object).collect();
    assert_eq!(plan.move_to(items[0].get("d").unwrap(), items[1], "d"), Ok(()));
}

#[test]
fn requests_for_what_moves_go_along() {
    let text = "{ a: { x: 1 }, b: 2 }";
    let tree = parse(text.to_owned());
    let root = tree.root().unwrap();
    for (replaced, after) in [
        (false, "{ c: { d: { x: 1, n: 3, m: { k: 4 } } }, b: 2 }"),
        (true, "{ c: { d: { y: 0, n: 3, m: { k: 4 } } }, b: 2 }"),
    ] {
        let mut plan = Plan::new(&tree);
        plan.move_path(member(root, &["a"]), &["c", "d"]).unwrap();
        if replaced {
            plan.replace(root.get("a").unwrap(), New::object([("y", 0)]));
        }
        plan.set(&["c", "d", "n"], 3).unwrap();
        plan.set(&["c", "d", "m", "k"], 4).unwrap();
        assert_eq!(plan.set(&["c", "d", "n", "o"], 4), Err(Refusal::NotAnObject));
        assert_eq!(carried_out(text, plan), after);
    }
}

#[test]
fn a_place_that_is_taken_or_asked_for_is_refused() {
    let before = "{ a: { b: 1 }, c: 1 }";
    let (tree, other) = (parse(before.to_owned()), parse("{ c: 2, f: 3, g: 4 }".to_owned()));
    let root = object(tree.root().unwrap(), &[]);
    let own = |name: &str| root.get(name).unwrap();
    let theirs = |name: &str| member(other.root().unwrap(), &[name]);
    let mut plan = Plan::new(&tree);
    plan.insert(root, Where::Last, "f", 1).unwrap();
    plan.adopt(root, Where::Last, theirs("g")).unwrap();
    for taken in ["c", "f", "g"] {
        assert_eq!(plan.adopt(root, Where::Last, theirs(taken)), Err(Refusal::Taken), "{taken}");
        assert_eq!(plan.insert(root, Where::Last, taken, 1), Err(Refusal::Taken), "{taken}");
        assert_eq!(plan.rename(own("a"), taken), Err(Refusal::Taken), "{taken}");
        assert_eq!(plan.move_to(own("a"), root, taken), Err(Refusal::Taken), "{taken}");
        assert_eq!(plan.move_path(own("a"), &[taken]), Err(Refusal::Taken), "{taken}");
    }
    assert_eq!(carried_out(before, plan), "{ a: { b: 1 }, c: 1, f: 1, g: 4 }");
}
