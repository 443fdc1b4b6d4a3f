//! Would a careful person have written it so? Tables of before and after, to be read; the
//! snapshots hold them.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

use std::fmt::Write;

use clawtidy::edit::{New, Plan, Refusal, Where, apply};
use clawtidy::finding::{Fix, Safety};
use clawtidy::syntax::{Array, Member, Object, Value, parse};

/// Pairs of texts, under what was asked for.
#[derive(Default)]
struct Table(String);

impl Table {
    /// Adds what a plan makes of a text, which is JSON5 before and after.
    fn case(
        &mut self,
        title: &str,
        before: &str,
        ask: impl for<'t> FnOnce(&mut Plan<'t>, Value<'t>),
    ) {
        self.case_with(title, before, "{}", alone(ask));
    }

    /// As [`Table::case`], with another text to take something from.
    fn case_with(
        &mut self,
        title: &str,
        before: &str,
        other: &str,
        ask: impl for<'t> FnOnce(&mut Plan<'t>, Value<'t>, Value<'t>),
    ) {
        let (tree, other) = (parse(before.to_owned()), parse(other.to_owned()));
        assert_eq!(tree.errors(), [], "{title}");
        let mut plan = Plan::new(&tree);
        ask(&mut plan, tree.root().unwrap(), other.root().unwrap());
        let fix = Fix::of(Safety::Safe, plan.finish());
        let application = apply(before, [&fix]);
        assert_eq!(application.applied, [0], "{title}");
        assert_eq!(parse(application.text.clone()).errors(), [], "{title}: {}", application.text);
        let visible = |text: &str| {
            let text = text.trim_end_matches('\n');
            text.replace("\r\n", "␍\n").replace('\r', "␍\n").replace('\t', "⇥")
        };
        let (before, after) = (visible(before), visible(&application.text));
        // Writing to a string cannot fail.
        let _ = if before.contains('\n') {
            write!(self.0, "## {title}\n\n{before}\n----\n{after}\n\n\n")
        } else {
            write!(self.0, "## {title}\n\n{before}    →    {after}\n\n\n")
        };
    }
}

/// The same request, which takes nothing from another text.
fn alone(
    ask: impl for<'t> FnOnce(&mut Plan<'t>, Value<'t>),
) -> impl for<'t> FnOnce(&mut Plan<'t>, Value<'t>, Value<'t>) {
    move |plan, root, _| ask(plan, root)
}

fn member<'t>(root: Value<'t>, path: &[&str]) -> Member<'t> {
    root.at(path).and_then(Value::member).unwrap()
}

fn object<'t>(root: Value<'t>, path: &[&str]) -> Object<'t> {
    root.at(path).and_then(Value::as_object).unwrap()
}

fn array<'t>(root: Value<'t>, path: &[&str]) -> Array<'t> {
    root.at(path).and_then(Value::as_array).unwrap()
}

const GATEWAY: &str = "\
// Our gateway. Licence: MIT.
{
  // How it runs.
  gateway: {
    mode: 'local', // not remote

    // The port of the old days.
    port: 18789,
    // From the vault.
    token: 'x', // rotate in May

    // Nothing below this line.
  },
  channels: {},
}
";

const PRINTED: &str = "{
  \"gateway\": {
    \"mode\": \"local\",
    \"token\": \"x\"
  },
  \"channels\": {}
}
";

const COMMAS_FIRST: &str = "{\n    a: 1\n  , b: 2 // two\n  , c: 3\n}\n";

#[test]
fn removing() {
    let mut table = Table::default();
    for name in ["mode", "port", "token"] {
        table.case(&format!("remove gateway.{name}"), GATEWAY, |plan, root| {
            plan.remove(member(root, &["gateway", name]));
        });
    }
    table.case("remove all of gateway one by one", GATEWAY, |plan, root| {
        for name in ["token", "mode", "port"] {
            plan.remove(member(root, &["gateway", name]));
        }
    });
    table.case("remove gateway", GATEWAY, |plan, root| plan.remove(member(root, &["gateway"])));
    table.case("remove the last", PRINTED, |plan, root| {
        plan.remove(member(root, &["gateway", "token"]));
    });
    for name in ["a", "b", "c"] {
        let remove = format!("remove {name}");
        for before in [
            "{ a: 1, b: 2, c: 3 }",
            "{a: 1, b: 2, c: 3,}",
            "{\"a\":1,\"b\":2,\"c\":3}",
            "{ /* a */ a: 1, /* b */ b: 2 /* b */, /* c */ c: 3 /* c */ }",
            "{ a: 1,\n  b: 2,\n  c: 3 }",
            "{\n  a: 1, b: 2, // two\n  c: 3\n}",
            COMMAS_FIRST,
        ] {
            table.case(&remove, before, |plan, root| plan.remove(member(root, &[name])));
        }
    }
    table.case("remove the only one", "{ a: 1, }", |plan, root| plan.remove(member(root, &["a"])));
    table.case(
        "remove items",
        "{\n  a: [1, 2, 3],\n  b: [\n    1, // one\n    2, // two\n  ],\n}\n",
        |plan, root| {
            plan.remove_item(array(root, &["a"]).items().nth(1).unwrap());
            plan.remove_item(array(root, &["b"]).items().next().unwrap());
        },
    );
    insta::assert_snapshot!(table.0);
}

#[test]
fn renaming_and_replacing() {
    let mut table = Table::default();
    table.case("other names, other values", GATEWAY, |plan, root| {
        plan.rename(member(root, &["gateway", "token"]), "bot-token").unwrap();
        plan.rename(member(root, &["gateway", "mode"]), "kind").unwrap();
        plan.replace(root.at(&["gateway", "port"]).unwrap(), 1);
        plan.replace(root.at(&["channels"]).unwrap(), New::object([("a", 1), ("b", 2)]));
    });
    for before in [
        // As far apart as what stood there, or as what stands around it.
        "{ a: {\n b: 1 }, c: 1 }",
        "{ a: { b: 1 }, c: 1 }",
        "{ c: 1, a: {\n  b: 1 } }",
        "{ c: [\n  1\n], a: [\n  1\n], }",
        "{\n  a: 1,\n  c: [\n    1\n  ],\n  d: [\n    1\n  ]\n}",
        "{\n  a: 1,\n  c: [\n    1,\n  ],\n  d: [\n    1,\n  ]\n}",
        "{ a: 1, c: [\n    1,\n  ] }",
        "{ a: 1, c: [\n    1\n  ] }",
    ] {
        table.case("replace a", before, |plan, root| {
            let inner = New::object([("c", 1)]);
            plan.replace(root.get("a").unwrap(), New::object([("b", inner)]));
        });
    }
    for length in [65, 66] {
        table.case("replace a by a list of two", "{\n  a: 1,\n  b: 1\n}", |plan, root| {
            plan.replace(root.get("a").unwrap(), New::list(["x".repeat(length), "y".to_owned()]));
        });
    }
    for before in ["{ model: 'gpt', tools: ['a'] }", "{\r\n\t\"model\": \"gpt\"\r\n}\r\n"] {
        table.case("wrap the value of model", before, |plan, root| {
            let model = root.at(&["model"]).unwrap();
            let new = [("primary", New::Existing(model)), ("fallbacks", New::list(["it's"]))];
            plan.replace(model, New::object(new));
        });
    }
    insta::assert_snapshot!(table.0);
}

#[test]
fn inserting() {
    let mut table = Table::default();
    for (title, place) in [("insert first", Where::First), ("insert last", Where::Last)] {
        table.case(title, GATEWAY, |plan, root| {
            plan.insert(object(root, &["gateway"]), place, "bind", "lan").unwrap();
            let telegram = New::object([("enabled", true)]);
            plan.insert(object(root, &["channels"]), place, "telegram", telegram).unwrap();
        });
        for before in [
            "{ a: 1 }",
            "{a: 1}",
            "{\"a\":1}",
            "{\r\n\t\"a\": 1\r\n}\r\n",
            "{\r  a: 1,\r}\r",
            "{}",
            "{\n}\n",
            "{ // nothing yet\n}\n",
            "{\n  // b: 2,\n}\n",
            "{ a: 1,\n  b: 2 }\n",
            COMMAS_FIRST,
        ] {
            table.case(title, before, |plan, root| {
                plan.insert(object(root, &[]), place, "n", New::list(["x"])).unwrap();
            });
        }
    }
    table.case("insert bind before and auth after port", GATEWAY, |plan, root| {
        let (gateway, port) = (object(root, &["gateway"]), member(root, &["gateway", "port"]));
        let auth = New::object([("mode", "token"), ("token", "y")]);
        plan.insert(gateway, Where::Before(port), "bind", "lan").unwrap();
        plan.insert(gateway, Where::After(port), "auth", auth).unwrap();
    });
    table.case(
        "push on each",
        "{\n  ports: [\n    1, 2, 3,\n    4, 5\n  ],\n  list: [{\n    id: 'a'\n  }, {\n    id: 'b'\n  }],\n  \
         none: []\n}\n",
        |plan, root| {
            plan.push(array(root, &["ports"]), 6);
            plan.push(array(root, &["list"]), New::object([("id", "c")]));
            plan.push(array(root, &["none"]), "x");
        },
    );
    table.case(
        "push on models, set gateway.auth.token and .mode",
        "{\n  models: [\n    { id: 'a', name: 'A' },\n    { id: 'b', name: 'B' }\n  ],\n}\n",
        |plan, root| {
            plan.push(array(root, &["models"]), New::object([("id", "c"), ("name", "C")]));
            plan.set(&["gateway", "auth", "token"], "x").unwrap();
            plan.set(&["gateway", "auth", "mode"], "token").unwrap();
        },
    );
    table.case("set gateway.auth.token, gateway.mode", PRINTED, |plan, root| {
        plan.set(&["gateway", "auth", "token"], "y").unwrap();
        plan.set(&["gateway", "mode"], "remote").unwrap();
        plan.remove(member(root, &["gateway", "token"]));
    });
    insta::assert_snapshot!(table.0);
}

#[test]
fn filling_what_is_empty() {
    let mut table = Table::default();
    for before in [
        // As small ones of this text are: on one line, where no comma ends it.
        "{\n  a: {},\n  b: { c: 1 },\n  d: { e: 2 },\n}\n",
        "{\n  a: {},\n  b: {\n    c: 1,\n  },\n}\n",
        // On lines of its own if something around it is.
        "{\n  a: {} }\n",
        "{ a: {}\n}\n",
        "{ a: {} }\n",
    ] {
        table.case("insert x into a", before, |plan, root| {
            plan.insert(object(root, &["a"]), Where::Last, "x", 1).unwrap();
        });
        table.case("insert x with a list into a", before, |plan, root| {
            let long = "a value that is too long to stand on one line with others like it";
            plan.insert(object(root, &["a"]), Where::Last, "x", New::list([long, long])).unwrap();
        });
    }
    insta::assert_snapshot!(table.0);
}

#[test]
fn items_stand_as_far_apart_as_their_neighbours() {
    let mut table = Table::default();
    for before in [
        "{ a: [1,2], b: [1, 2], c: [1, 2] }",
        "{ a: [1, 2], b: [1,2], c: [1,2] }",
        "{ a: [1, 2],b: [1,2,3,4] }",
        "{\n  a: [\n    1,\n    2,3\n  ]\n}\n",
        "{\n  a: [\n    1,\n    2,\n    3\n  ]\n}\n",
        "{\n  a: [\n    1, [2],\n    3, [4]\n  ]\n}\n",
        "{\n  a: [\n    1, {},\n    3, {}\n  ]\n}\n",
    ] {
        table.case("push 4 on a", before, |plan, root| plan.push(array(root, &["a"]), 4));
    }
    let before = "{\n  a: [\n    1, 2, // two\n    3, 4\n  ]\n}\n";
    for at in 0..4 {
        table.case(&format!("insert 0 before {}", at + 1), before, |plan, root| {
            let list = array(root, &["a"]);
            plan.insert_item(list, Where::Before(list.item(at).unwrap()), 0);
        });
    }
    insta::assert_snapshot!(table.0);
}

#[test]
fn moving() {
    let mut table = Table::default();
    let mut by_path = |before: &str, from: &[&str], to: &[&str]| {
        let title = format!("{} → {}", from.join("."), to.join("."));
        table.case(&title, before, |plan, root| plan.move_path(member(root, from), to).unwrap());
    };
    by_path(GATEWAY, &["gateway", "token"], &["gateway", "auth", "token"]);
    by_path(GATEWAY, &["gateway", "port"], &["gateway", "net", "port"]);
    by_path(GATEWAY, &["gateway", "token"], &["channels", "bot", "token"]);
    by_path(GATEWAY, &["gateway", "token"], &["token"]);
    by_path(GATEWAY, &["gateway"], &["server", "gateway"]);
    by_path(PRINTED, &["gateway", "token"], &["gateway", "auth", "token"]);
    by_path(PRINTED, &["gateway", "token"], &["channels", "bot", "token"]);
    by_path(
        "{ gateway: { token: 'x' /* vault */, mode: 'local' } }",
        &["gateway", "token"],
        &["gateway", "auth", "token"],
    );
    by_path(
        "{\n  a: {\n    // one\n    /* two */ b: /* three */ 1, // four\n  },\n  c: { d: 1 },\n}\n",
        &["a", "b"],
        &["c", "b"],
    );
    by_path(
        "{\n  a: { b: {\n    text: 'one \\\n    line', /* two\n    lines */\n  } },\n  c: {\n    d: {\n      \
         e: 1,\n    },\n  },\n}\n",
        &["a", "b"],
        &["c", "d", "b"],
    );
    by_path("{\na: {\n  b: 1,\n\n  c: 2\n}\n}", &["a"], &["x", "a"]);
    by_path(
        "{\n\ta: {\n\t\tb: 1,\n\t}, // x\n\t   // y\n\tc: {\n\t\td: 1,\n\t},\n}",
        &["a"],
        &["c", "a"],
    );
    table.case(
        "gateway.token → gateway.auth.token, gateway.bind → gateway.net.bind",
        "{\n  gateway: { token: 'x', bind: 'lan' },\n  list: [{ a: 1 }, { a: 2 }],\n}\n",
        |plan, root| {
            let gateway = |name| member(root, &["gateway", name]);
            plan.move_path(gateway("token"), &["gateway", "auth", "token"]).unwrap();
            plan.move_path(gateway("bind"), &["gateway", "net", "bind"]).unwrap();
        },
    );
    table.case(
        "agent → agents.defaults, with changes inside",
        "{\n  agent: {\n    // Which one.\n    model: \"x\",\n    nested: {\n      /* a\n         b */\n      deep: 1, \
         // why\n               // and how\n    },\n    list: ['a'],\n  },\n}\n",
        |plan, root| {
            plan.move_path(member(root, &["agent"]), &["agents", "defaults"]).unwrap();
            plan.rename(member(root, &["agent", "model"]), "primary").unwrap();
            plan.move_to(member(root, &["agent", "nested", "deep"]), object(root, &[]), "why")
                .unwrap();
            plan.push(array(root, &["agent", "list"]), "b");
        },
    );
    table.case(
        "move l.0.a to l.0.b.c, in an item of a list",
        "{ l: [{ a: 1, b: { d: 2 } }, { a: 3 }] }",
        |plan, root| {
            let first = array(root, &["l"]).items().next().unwrap();
            let a = first.as_object().unwrap().get("a").unwrap();
            plan.move_path(a, &["l", "0", "b", "c"]).unwrap();
        },
    );
    insta::assert_snapshot!(table.0);
}

#[test]
fn commenting_out() {
    let mut table = Table::default();
    let mut out = |before: &str, path: &[&str]| {
        table.case(&format!("comment out {}", path.join(".")), before, |plan, root| {
            plan.comment_out(member(root, path), "removed in 2026.9.6").unwrap();
        });
    };
    for name in ["mode", "port", "token"] {
        out(GATEWAY, &["gateway", name]);
    }
    out(GATEWAY, &["gateway"]);
    out("{ a: 1, b: { /* x */ c: 1 }, d: 2 }", &["b"]);
    out("{ a: 1, b: 2 }", &["a"]);
    out("{ a: 1, b: 2 }", &["b"]);
    out("{\n  a: 1,\n  b: 2\n}", &["b"]);
    out("{\n  a: 1, b: {\n    c: 1, // x\n\n    d: 2,\n  },\n  e: 3,\n}", &["b"]);
    out("{\n  a: 1,\n  b: 'x\\\ny', /* z\n  z */\n}", &["b"]);
    out("{\n  a: 1,\n  /* of\n   b */ b: 'x\u{2028}, c: 1', d: 2\n}", &["b"]);
    out("{\n  a: 'x\u{2028}, c: 1'\n}", &["a"]);
    out(COMMAS_FIRST, &["b"]);
    out(COMMAS_FIRST, &["c"]);
    for before in [
        "{ a: 1, b: ' x */ ', c: 3 }",
        "{\n  a: 1,\n  b: 'x',\n}",
        "{\n\ta: 1,\n\tb: 'x',\n}",
        "{\n  a: 1, b: 'x',\n}",
        "{\n  a: 1,\n  b: 'x', // y\n}",
        "{\n  a: 1,\n  b: /* y */ 'x'\n}",
        "{\n  a: 1,\n  // y\n  b: 'x',\n}",
    ] {
        table.case("say b in a comment", before, |plan, root| {
            plan.say_in_comment(member(root, &["b"]), " x */ y\r\n\u{2028} z ").unwrap();
        });
    }
    table.case("comment out an item", "{\n  a: [\n    1,\n    2,\n  ],\n}\n", |plan, root| {
        let item = array(root, &["a"]).items().next().unwrap();
        plan.comment_out_item(item, "never 1").unwrap();
    });
    insta::assert_snapshot!(table.0);
}

#[test]
fn keying_items() {
    let mut table = Table::default();
    let mut key = |before: &str| {
        table.case("key the items of a by their n", before, |plan, root| {
            let list = array(root, &["a"]);
            let mut names = Vec::new();
            for item in list.items() {
                match item.as_object().and_then(|object| object.get("n")) {
                    Some(name) => {
                        let text = name.value().and_then(Value::as_text).unwrap();
                        names.push((item, text.to_lossy().into_owned()));
                        plan.dissolve(name, "the name now").unwrap();
                    }
                    None => plan.retire_item(item, "has no name").unwrap(),
                }
            }
            plan.key_items(list, names).unwrap();
        });
    };
    key("{ a: [{ n: 'x', b: 1 }, { b: 2, n: 'y-z' }] }");
    key("{ a: [{ n: 'x' }] }");
    key("{\"a\":[{\"n\":\"x\",\"b\":1}]}");
    key("{ a: [ /* none */ ] }");
    key("{ a: [] }");
    key("{\n  a: [{\n    n: 'x',\n    b: 1,\n  }, {\n    n: 'y',\n  }],\n}");
    key(
        "{\n  a: [\n    // the first\n    { n: 'x', b: 1 }, // of two\n\n    {\n      // called\n      \
         n: 'y', // for short\n      b: 2,\n    },\n    // no more\n  ],\n}",
    );
    key(
        "{\n  a: [\n    {\n      n: // so\n        'x',\n      b: 1,\n    },\n    7, // what?\n  ],\n}",
    );
    insta::assert_snapshot!(table.0);
}

#[test]
fn unkeying_members() {
    let mut table = Table::default();
    let mut unkey = |before: &str| {
        table.case("make a list of a, with the names as n", before, |plan, root| {
            let object = root.get("a").and_then(Value::as_object).unwrap();
            for member in object.members() {
                let inner = member.value().and_then(Value::as_object).unwrap();
                let name = member.name().to_lossy().into_owned();
                plan.insert(inner, Where::First, "n", name).unwrap();
            }
            plan.unkey_members(object).unwrap();
        });
    };
    unkey("{ a: { x: { b: 1 }, 'y-z': {} } }");
    unkey("{\"a\":{\"x\":{\"b\":1}}}");
    unkey("{ a: {/* of x */x /* x */: { b: 1 }} }");
    unkey("{ a: { /* none */ } }");
    unkey("{ a: {} }");
    unkey(
        "{\n  a: {\n    // the first\n    x: { b: 1 }, // of two\n\n    y /* short */ : // for what\n      \
         {\n        b: 2,\n      },\n    // no more\n  },\n}",
    );
    insta::assert_snapshot!(table.0);
}

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
        let fix = Fix::of(Safety::Safe, plan.finish());
        assert_eq!(apply(text, [&fix]).text, after);
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
    let fix = Fix::of(Safety::Safe, plan.finish());
    assert_eq!(apply(before, [&fix]).text, "{ a: { b: 1 }, c: 1, f: 1, g: 4 }");
}

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
        let fix = Fix::of(Safety::Safe, plan.finish());
        apply(tree.text(), [&fix]).text.matches("1, 2").count()
    };
    assert_eq!([1, 64, 65, 100].map(|depth| adopted(nested(depth))), [1, 1, 0, 0]);
}

#[test]
fn names_strings_and_numbers() {
    let mut table = Table::default();
    for text in ["{ 'a': 'x' }", "{ a: 'x' }", "{ a: \"x\" }", "{\"a\": \"x\"}"] {
        for name in ["", "a1", "1a", "_", "$", "a-b", "é", "it's", "a\\b\n\r\t\u{1}\u{7f}\u{2028}"]
        {
            table.case("rename a", text, |plan, root| {
                plan.rename(member(root, &["a"]), name).unwrap();
            });
        }
        for value in ["it's", "\"", "it's \"both\""] {
            table.case("replace a", text, |plan, root| plan.replace(root.get("a").unwrap(), value));
        }
    }
    let whole = [0.0, -0.0, 1.0, -1.5, 1e6, 1e20, 1e21, -1e21, 1.25e300];
    let small = [1e-6, 1e-7, -1e-7, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    for text in ["{ a: 1 }", "{\"a\": 1}"] {
        table.case("replace a by numbers", text, |plan, root| {
            plan.replace(root.get("a").unwrap(), New::list(whole.into_iter().chain(small)));
        });
        let theirs = "[-0.5, .5, 5., +1, 0x1F, 1e3, NaN, -Infinity, 'a\\ud800b\\udfffc\\ud7ff\\ue000', \
            [], { /**/ }, true, null]";
        table.case_with("take over what another text writes", text, theirs, |plan, root, other| {
            plan.replace(root.get("a").unwrap(), other);
        });
    }
    insta::assert_snapshot!(table.0);
}

#[test]
fn strict_json_is_told_from_other_json5() {
    let values = [
        "0",
        "-0",
        "-",
        "10",
        "01",
        "-01",
        "1.5",
        "1.",
        ".5",
        "+1",
        "0x1F",
        "1e5",
        "1E-5",
        "1e+",
        "1e",
        "1.e5",
        "NaN",
        "Infinity",
        "true",
        "null",
        "nul",
        "\"\"",
        "''",
        "\"\\\"\"",
        "\"\\/\\b\\f\\n\\r\\t\\\\\"",
        "\"\\u00e9\"",
        "\"\\u00g9\"",
        "\"\\u12\"",
        "\"\\x41\"",
        "\"\\q\"",
        "\"\\'\"",
        "\"\t\"",
        "\"\u{7f}\u{2028}\"",
        "\"a\\\nb\"",
        "[]",
        "[1]",
        "[1,]",
        "[,]",
        "{}",
        "{\"a\": 1,}",
        "{a: 1}",
        "{'a': 1}",
        "1 // x",
        "/* x */ 1",
        "\u{a0}1",
        "\u{feff}1",
        "1\r\n\t",
        "1 2",
    ];
    for value in values {
        for text in [value.to_owned(), format!("{{\"a\": [{value}]}}"), format!("\u{feff} {value}")]
        {
            // A byte order mark at the start is taken off by who reads.
            let json = text.strip_prefix('\u{feff}').unwrap_or(&text);
            let is_json = serde_json::from_str::<serde::de::IgnoredAny>(json).is_ok();
            assert_eq!(clawtidy::edit::is_strict_json(&parse(text.clone())), is_json, "{text:?}");
        }
    }
}

#[test]
fn edits_are_no_larger_than_they_need_be() {
    let edits = |text: &str, ask: &dyn for<'t> Fn(&mut Plan<'t>, Value<'t>)| {
        let tree = parse(text.to_owned());
        let mut plan = Plan::new(&tree);
        ask(&mut plan, tree.root().unwrap());
        let edits = plan.finish().into_iter();
        edits.map(|it| (it.span.start, it.span.end, it.text)).collect::<Vec<_>>()
    };
    let one = |start, end, text: &str| vec![(start, end, text.to_owned())];
    let add = edits("{ a: 1, b: 2 }", &|plan, root| {
        plan.insert(object(root, &[]), Where::Last, "n", 0).unwrap();
    });
    assert_eq!(add, one(12, 12, ", n: 0"));
    let between = edits("{\n  a: 1, // x\n  b: 2,\n}", &|plan, root| {
        plan.insert(object(root, &[]), Where::After(member(root, &["a"])), "n", 0).unwrap();
    });
    assert_eq!(between, one(14, 14, "\n  n: 0,"));
    let gone =
        edits("{\n  a: 1, // x\n  b: 2,\n}", &|plan, root| plan.remove(member(root, &["a"])));
    assert_eq!(gone, one(1, 14, ""));
    let both = edits("{\n  a: 1,\n\n  // note\n\n  b: 2,\n  c: 3,\n}", &|plan, root| {
        plan.remove(member(root, &["a"]));
        plan.remove(member(root, &["b"]));
    });
    assert_eq!(both, [one(4, 13, ""), one(24, 32, "")].concat());
    let commas = edits(COMMAS_FIRST, &|plan, root| {
        plan.insert(object(root, &[]), Where::After(member(root, &["a"])), "n", 0).unwrap();
    });
    assert_eq!(commas, [one(10, 10, ",\n    n: 0,"), one(13, 15, "")].concat());
    // What becomes a comment is no place for another fix, from its start to its end.
    let comment = edits("{\n  a: {\n    b: 1,\n  },\n}", &|plan, root| {
        plan.comment_out(member(root, &["a"]), "no").unwrap();
    });
    assert_eq!(comment, one(4, 22, "// no\n  // a: {\n  //   b: 1,\n  // }"));
}

/// What may stand in a gap: none of it holds a comma.
const GAPS: [&str; 14] = [
    "",
    " ",
    "\n",
    "\n\n",
    " /* x */ ",
    "/* x */ /* y */",
    " // x\n",
    "\n// x\n",
    "\n/* x */ ",
    "\n/* x */\n",
    "\n\n// x\n\n",
    " // x\n\n// y\n",
    " // x\n// y\n",
    " // x\n       // y\n",
];

/// A deed that is done next to a gap.
type Deed = (&'static str, for<'t> fn(&mut Plan<'t>, Object<'t>));

/// What each deed makes of each text, a line each; what comes to the same stands in one.
fn each(texts: impl IntoIterator<Item = String>, deeds: &[Deed]) -> String {
    let visible = |text: &str| text.replace('\r', "␍").replace('\n', "⏎").replace('\t', "⇥");
    let mut lines = String::new();
    for text in texts {
        let tree = parse(text.clone());
        assert_eq!(tree.errors(), [], "{text}");
        let _ = writeln!(lines, "{}", visible(&text));
        for (name, ask) in deeds {
            let mut plan = Plan::new(&tree);
            ask(&mut plan, object(tree.root().unwrap(), &[]));
            let fix = Fix::of(Safety::Safe, plan.finish());
            let after = apply(&text, [&fix]);
            assert!(after.broken.is_empty(), "{text}");
            assert_eq!(parse(after.text.clone()).errors(), [], "{text}: {}", after.text);
            let _ = writeln!(lines, "  {name:>9}  {}", visible(&after.text));
        }
    }
    lines
}

#[test]
fn each_gap_between_two() {
    let deeds: [Deed; 7] = [
        ("- a", |plan, root| plan.remove(root.get("a").unwrap())),
        ("- b", |plan, root| plan.remove(root.get("b").unwrap())),
        ("a + n", |plan, root| {
            let place = Where::After(root.get("a").unwrap());
            plan.insert(root, place, "n", 0).unwrap();
        }),
        ("n + b", |plan, root| {
            let place = Where::Before(root.get("b").unwrap());
            plan.insert(root, place, "n", 0).unwrap();
        }),
        ("b / n", |plan, root| {
            plan.remove(root.get("b").unwrap());
            plan.insert(root, Where::Last, "n", 0).unwrap();
        }),
        ("// a", |plan, root| plan.comment_out(root.get("a").unwrap(), "no").unwrap()),
        ("b → c.b", |plan, root| plan.move_path(root.get("b").unwrap(), &["c", "b"]).unwrap()),
    ];
    let texts = GAPS
        .iter()
        .flat_map(|gap| [format!("{{a: 1,{gap}b: 2}}"), format!("{{\n  a: 1{gap}, b: 2\n}}")]);
    // In the column of the comment, and what does not go on with it.
    let columns = [
        "{a: 1, // x\n       // y\n       b: 2}",
        "{a: 1, // x\n\n       // y\nb: 2}",
        "{a: 1, // x\n       /* y */\nb: 2}",
        "{a: 1,   b: 2 }",
    ];
    let texts = texts.chain(columns.map(str::to_owned));
    insta::assert_snapshot!(each(texts, &deeds));
}

#[test]
fn each_gap_at_an_end() {
    let deeds: [Deed; 5] = [
        ("- a", |plan, root| plan.remove(root.get("a").unwrap())),
        ("+ n", |plan, root| plan.insert(root, Where::First, "n", 0).unwrap()),
        ("n +", |plan, root| plan.insert(root, Where::Last, "n", 0).unwrap()),
        ("// a", |plan, root| plan.comment_out(root.get("a").unwrap(), "no").unwrap()),
        ("a → c.a", |plan, root| plan.move_path(root.get("a").unwrap(), &["c", "a"]).unwrap()),
    ];
    let texts = GAPS.iter().flat_map(|gap| {
        [
            format!("{{{gap}a: 1}}"),
            format!("{{a: 1{gap}}}"),
            format!("{{\n  a: 1,{gap}}}"),
            format!("{{\n  a: 1{gap},\n}}"),
        ]
    });
    insta::assert_snapshot!(each(texts, &deeds));
}

/// Texts that say in one point how their author writes, around an object that is empty and whose own
/// neighbours, if they can, say nothing of it.
const HABITS: [&str; 54] = [
    // Line ends: the most, and of as many the plainer.
    "{\r\n  'e-e': {},\r\n  b: 1,\n}",
    "{\n  'e-e': {},\n  b: 1,\r\n}",
    "{\r\n  'e-e': {},\n}",
    "{\r  'e-e': {},\r  b: 1,\n}",
    "{\r  'e-e': {},\n}",
    "{\r  'e-e': {},\r\n}",
    "{\r  'e-e': {},\r  b: 1,\r\n}",
    "\n{\n  'e-e': {},\r}",
    "\r\n{\r\n  'e-e': {},\r}\r",
    // Indentation: of the first that breaks its line deeper than it begins.
    "{\n\t'e-e': {},\n\tz: [\n\t  [1]\n\t]\n}",
    "{\n    'e-e': {},\n    z: [\n      [1]\n    ]\n}",
    "{ z: [\n   [1]\n],\n   'e-e': {}\n}",
    "{\n'e-e': {},\nz: [\n   [1]\n]\n}",
    "  {\n 'e-e': {}, z: [\n   [1]\n]\n}",
    // Quotes, of the text and of the neighbours.
    "{e: {}, z: \"a\", y: \"b\", x: 'c', w: ['a', 'b', 'c']}",
    "{e: {}, z: [['a', 'b', \"c\"]]}",
    "{e: {}, z: [['a', \"b\", \"c\"]]}",
    "{e: {}, z: [['a', \"b\"]]}",
    "{e: {}, z: 'a', y: [\"a\", \"b\"]}",
    "{e: {}, z: 'a', y: \"b\", x: ['a']}",
    // Names.
    "{'e-e': {}, 'z-z': [{'a': 1, 'b': 1, c: 1}]}",
    "{'e-e': {}, 'z-z': [{\"a\": 1, \"b\": 1, c: 1}]}",
    "{'e-e': {}, 'z-z': [{'a': 1, b: 1, c: 1}]}",
    "{'e-e': {}, 'z-z': [{'a': 1, b: 1}]}",
    "{'e-e': {}, 'z-z': [{'a-a': 1, 'b-b': 1, c: 1}]}",
    // Colons.
    "{'e-e'/**/:{}, 'z-z'/**/:[{a:1, b: 1}]}",
    "{'e-e'/**/:{}, 'z-z'/**/: [{a: 1, b: 1}]}",
    "{'e-e'/**/:{}, 'z-z'/**/: [{a: 1, b:1}]}",
    "{'e-e' :{}, z: 1}",
    "{'e-e'\t: {}, z: 1}",
    // Commas.
    "{'e-e': {},z: [[1,2,3]]}",
    "{'e-e': {},z: [[1, 2, 3]]}",
    "{'e-e': {},z: [[1, 2]]}",
    "{'e-e': {},\tz: [[1,2]]}",
    "{'e-e': {},/**/z: [[1,\n2, 3]]}",
    "{'e-e':{},/**/z:[[1,\n2]]}",
    // Inside braces and brackets.
    "{'e-e': {}, z: [{ a: 1 }]}",
    "{ 'e-e': {}, z: [{ a: 1 }]}",
    "{ 'e-e': {}, z: [{a: 1 }]}",
    "{ 'e-e': {}, z: [ [ 1 ], [2]] }",
    "{ 'e-e': {}, z: [ [ 1 ] ] }",
    "{'e-e':{},z:[[]]}",
    "{\n  \"a\": [{}]\n}",
    // Commas after the last.
    "{\n  'e-e': {},\n  z: [\n    1,\n  ]\n}",
    "{\n  'e-e': {},\n  z: [\n    1\n  ]\n}",
    "{\n  'e-e': {},\n  z: [{ a: 1, }, [2, ]]\n}",
    // What stands on one line, by its size.
    "{\n  'e-e': {},\n  z: { a: 1 },\n  y: { a: 1, b: 1 },\n}",
    "{\n  'e-e': {},\n  z: { a: 1 },\n  y: {\n    a: 1,\n    b: 1,\n  },\n}",
    "{\n  'e-e': {},\n  z: [[1, 2]],\n  y: [\n    1,\n    2,\n  ],\n}",
    "{\n  'e-e': {},\n  z: [1],\n  y: [\n    1,\n    2,\n  ],\n}",
    "{\n  'e-e': {},\n  z: [\n    1,\n  ],\n  y: [1, 2],\n}",
    "{\n  'e-e': {},\n  z: [1,\n    2,\n  ],\n}",
    "{\n  'e-e': {},\n  z: [\n    1, 2],\n}",
    "{\n  'e-e': {},\n  z: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],\n}",
];

#[test]
fn each_habit() {
    fn fill<'t>(plan: &mut Plan<'t>, root: Object<'t>, name: &str, new: impl Into<New<'t>>) {
        let empty = root.value().tree().objects().find(|it| it.is_empty()).unwrap();
        plan.insert(empty, Where::Last, name, new).unwrap();
    }
    let deeds: [Deed; 5] = [
        ("text", |plan, root| fill(plan, root, "n-n", "x")),
        ("list", |plan, root| fill(plan, root, "n", New::list([1, 2]))),
        ("object", |plan, root| fill(plan, root, "n", New::object([("o", 1)]))),
        ("dozen", |plan, root| fill(plan, root, "n", New::list(0..12))),
        ("nested", |plan, root| {
            fill(plan, root, "n", New::object([("o", New::object([("p", New::list(["x"]))]))]));
        }),
    ];
    insta::assert_snapshot!(each(HABITS.map(str::to_owned), &deeds));
}
