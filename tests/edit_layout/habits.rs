//! What new members follow of an author's habits.

use clawtidy::edit::{New, Plan, Where};
use clawtidy::syntax::Object;

use crate::{Deed, each};

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
