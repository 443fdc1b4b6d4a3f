//! What edits leave in each kind of gap, a line for each deed.

use clawtidy::edit::Where;

use crate::{Deed, each};

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
