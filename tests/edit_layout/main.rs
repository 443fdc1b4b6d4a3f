//! Would a careful person have written it so? Tables of before and after, to be read; the
//! snapshots hold them.

#![expect(clippy::unwrap_used, reason = "a panic fails the test")]

mod foreign;
mod gaps;
mod habits;
mod refusals;
mod words;

use std::fmt::Write;

use clawtidy::edit::{New, Plan, Where, apply};
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
        let after = carried_out(before, plan);
        let visible = |text: &str| {
            let text = text.trim_end_matches('\n');
            text.replace("\r\n", "␍\n").replace('\r', "␍\n").replace('\t', "⇥")
        };
        let (before, after) = (visible(before), visible(&after));
        // Writing to a string cannot fail.
        let _ = if before.contains('\n') {
            write!(self.0, "## {title}\n\n{before}\n----\n{after}\n\n\n")
        } else {
            write!(self.0, "## {title}\n\n{before}    →    {after}\n\n\n")
        };
    }
}

/// The text once the plan's edits are applied to it; it is JSON5 then.
fn carried_out(text: &str, plan: Plan<'_>) -> String {
    let fix = Fix::of(Safety::Safe, plan.finish());
    let application = apply(text, [&fix]);
    assert_eq!(application.applied, [0], "{text}");
    assert_eq!(parse(application.text.clone()).errors(), [], "{text}: {}", application.text);
    application.text
}

/// The same request, which takes nothing from another text.
fn alone(
    ask: impl for<'t> FnOnce(&mut Plan<'t>, Value<'t>),
) -> impl for<'t> FnOnce(&mut Plan<'t>, Value<'t>, Value<'t>) {
    move |plan, root, _| ask(plan, root)
}

/// A deed that is done next to a gap.
type Deed = (&'static str, for<'t> fn(&mut Plan<'t>, Object<'t>));

/// What each deed makes of each text, a line each.
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
            let _ = writeln!(lines, "  {name:>9}  {}", visible(&carried_out(&text, plan)));
        }
    }
    lines
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
