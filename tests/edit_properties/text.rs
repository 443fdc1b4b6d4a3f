//! Random values and authors.

use proptest::prelude::*;

use crate::author::{Author, Plain, Whim};

pub(crate) fn whim() -> impl Strategy<Value = Whim> {
    proptest::collection::vec(any::<u8>(), 97..193).prop_map(Whim::new)
}

pub(crate) fn author() -> impl Strategy<Value = Author> {
    let habits = (
        prop_oneof![2 => Just("\n"), 2 => Just("\r\n"), 1 => Just("\r")],
        prop_oneof![Just("  "), Just("    "), Just("\t")],
        prop_oneof![Just(2usize), Just(4), Just(9)],
        prop_oneof![Just(1usize), Just(3), Just(50)],
        prop_oneof![Just(3usize), Just(50), Just(50)],
    );
    let marks = (
        prop_oneof![Just(['"', '"']), Just(['\'', '\'']), Just(['"', '\''])],
        any::<bool>(),
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.25),
    );
    (habits, marks).prop_map(
        |((newline, unit, comments, flat, messy), (quotes, bare, bom, strict))| Author {
            strict,
            newline,
            unit,
            comments,
            flat,
            messy,
            continued: 9,
            quotes,
            bare,
            bom,
        },
    )
}

/// An object, with names by number.
pub(crate) fn config() -> impl Strategy<Value = Plain> {
    let scalar = prop_oneof![
        Just(Plain::Null),
        any::<bool>().prop_map(Plain::Bool),
        (-9..1000i32).prop_map(|number| Plain::Number(number.into())),
        "[a-z'\"/*\\\\ \u{2028}é-]{0,6}".prop_map(Plain::Text),
    ];
    let inner = scalar.prop_recursive(4, 24, 4, |value| {
        prop_oneof![
            1 => proptest::collection::vec(value.clone(), 0..4).prop_map(Plain::List),
            2 => proptest::collection::vec(value, 0..4)
                .prop_map(|values| Plain::Object(values.into_iter().map(|v| (String::new(), v)).collect())),
        ]
    });
    proptest::collection::vec(inner, 0..6).prop_map(|values| {
        let mut root = Plain::Object(values.into_iter().map(|v| (String::new(), v)).collect());
        number_names(&mut root, &mut 0);
        root
    })
}

fn number_names(value: &mut Plain, count: &mut usize) {
    match value {
        Plain::List(items) => items.iter_mut().for_each(|item| number_names(item, count)),
        Plain::Object(members) => {
            for (name, value) in members {
                // Some names need quotes.
                *name = if *count % 5 == 3 { format!("k-{count}") } else { format!("k{count}") };
                *count += 1;
                number_names(value, count);
            }
        }
        _ => {}
    }
}
