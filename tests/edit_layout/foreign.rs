//! What is taken over from another text, and the comments of what is replaced.

use clawtidy::edit::{New, Plan, Where};
use clawtidy::syntax::{Value, parse};

use crate::{GATEWAY, Table, array, carried_out, member, object};

/// Takes the sessions over after the gateway.
fn adopt_session<'t>(plan: &mut Plan<'t>, root: Value<'t>, other: Value<'t>) {
    let place = Where::After(member(root, &["gateway"]));
    plan.adopt(object(root, &[]), place, member(other, &["session"])).unwrap();
}

#[test]
fn what_another_text_says() {
    let json = "{\n  \"session\": {\n    \"dmScope\": \"per-peer\",\n    \"it's\": [\n      \"a\",\n      \"b\"\n    ]\n  }\n}\n";
    let json5 = "{\n\t// of each\n\tsession: { dmScope: 'per-peer' /* for now */, x: [\n\t\t1, // one\n\n\t\t// the end\n\t] }, // all of it\n}";
    let mut table = Table::default();
    table.case_with("JSON into a config", GATEWAY, json, adopt_session);
    table.case_with("its comments come along", GATEWAY, json5, adopt_session);
    table.case_with("into one line", "{ gateway: {}, a: 1 }", json5, adopt_session);
    table.case_with("strict JSON has none", "{\n  \"gateway\": {}\n}\n", json5, adopt_session);
    table.case_with(
        "an item",
        "{ list: ['a'] }",
        "{ \"l\": [\n  // why\n  \"b\"\n] }",
        |plan, root, other| {
            let item =
                other.at(&["l"]).and_then(Value::as_array).and_then(|list| list.items().next());
            plan.adopt_item(array(root, &["list"]), Where::Last, item.unwrap());
        },
    );
    let old = "{\n  // ours\n  a: [1, /* kept */ 2], // the same\n}\n";
    let new = "{\n  // theirs\n  a: [3], // the same\n}\n";
    table.case_with("a value, and no comment is lost", old, new, |plan, root, other| {
        plan.take_over(root.get("a").unwrap(), other.get("a").unwrap());
    });
    table.case("a new value, and its comments stay", old, |plan, root| {
        plan.replace(root.get("a").unwrap(), "one");
    });
    table.case(
        "a new value that holds some",
        "{ a: [1, /* kept */ [2 /* moved */]] }",
        |plan, root| {
            let inner = array(root, &["a"]).items().nth(1).unwrap();
            plan.replace(root.get("a").unwrap(), New::object([("x", inner)]));
        },
    );
    table.case(
        "what is of the same text stays as it is written",
        "{ a: {x:[ 1,2 ]} }",
        |plan, root| {
            let a = root.get("a").unwrap();
            plan.replace(a, New::object([("y", a)]));
        },
    );
    table.case("a new value at another place", old, |plan, root| {
        plan.replace(root.get("a").unwrap(), "one");
        plan.move_path(member(root, &["a"]), &["b", "c"]).unwrap();
    });
    table.case("a remark", old, |plan, root| {
        plan.remark(member(root, &["a"]), "said\nin two lines").unwrap();
    });
    table.case(
        "remarks on items and on all",
        "{\n  a: [\n    1, 2,\n    3\n  ]\n}",
        |plan, root| {
            for item in array(root, &["a"]).items() {
                plan.remark_item(item, "said").unwrap();
            }
            plan.remark_item(root, "all").unwrap();
        },
    );
    table.case("a remark on a line", "{ a: 1, b: 2 }", |plan, root| {
        plan.remark(member(root, &["b"]), "said */ here").unwrap();
        plan.replace(root.get("b").unwrap(), 3);
    });
    insta::assert_snapshot!(table.0);
}

/// Sixty-four levels are laid out anew, deeper ones copied.
#[test]
fn what_lies_deep_in_another_text() {
    let nested = |depth| format!("{{session: {}1,2{}}}", "[".repeat(depth), "]".repeat(depth));
    let adopted = |other: String| {
        let (tree, other) = (parse("{ gateway: {} }".to_owned()), parse(other));
        let mut plan = Plan::new(&tree);
        adopt_session(&mut plan, tree.root().unwrap(), other.root().unwrap());
        carried_out(tree.text(), plan).matches("1, 2").count()
    };
    assert_eq!([1, 64, 65, 100].map(|depth| adopted(nested(depth))), [1, 1, 0, 0]);
}
