//! What holds for every text.

use clawtidy::redact::Redactor;
use clawtidy::syntax::parse;
use clawtidy::text::{LineIndex, Span};
use proptest::prelude::*;

/// Texts made of what matters here: names, quotes, controls, broken pieces.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("token"),
        Just("apiKey"),
        Just("key"),
        Just("tokens"),
        Just("note"),
        Just(":"),
        Just("="),
        Just(","),
        Just("{"),
        Just("}"),
        Just("["),
        Just("]"),
        Just("\""),
        Just("'"),
        Just("`"),
        Just("\\"),
        Just("\\u0041"),
        Just("\n"),
        Just("\r"),
        Just("\r\n"),
        Just("\t"),
        Just(" "),
        Just("// "),
        Just("/*"),
        Just("*/"),
        Just("hunter2"),
        Just("sk-ant-0123456789abcdef"),
        Just("${X}"),
        Just("$"),
        Just("Bearer "),
        Just("://"),
        Just("bob:pw@h"),
        Just("?sig="),
        Just("-----BEGIN PRIVATE KEY-----"),
        Just("-----END "),
        Just("--token"),
        Just("\u{201C}"),
        Just("\u{201D}"),
        Just("é"),
        Just("密码"),
        Just("😀"),
        Just("\u{1B}"),
        Just("\u{9B}"),
        Just("\u{202E}"),
        Just("\u{2028}"),
        Just("\u{FEFF}"),
        Just("\0"),
        Just("\u{AB}"),
        Just("123456:"),
        Just("."),
    ];
    prop_oneof![
        4 => prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
        1 => any::<String>(),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

    #[test]
    fn characters_lines_and_places_stay(text in texts()) {
        let tree = parse(text.clone());
        for redactor in [Redactor::new(&tree), Redactor::plain(&text)] {
            let masked = redactor.text();
            prop_assert_eq!(masked.chars().count(), text.chars().count());
            prop_assert_eq!(LineIndex::new(masked).count(), LineIndex::new(&text).count());
            let offset = |at: usize| u32::try_from(at).expect("it is short");
            let ends = |text: &str| -> Vec<usize> {
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect()
            };
            for (from, to) in ends(&text).into_iter().zip(ends(masked)) {
                prop_assert_eq!(redactor.span(Span::empty(offset(from))), Span::empty(offset(to)));
            }
            let mut last = 0;
            for at in 0..=text.len() {
                let to = redactor.span(Span::empty(offset(at))).start;
                prop_assert!(masked.is_char_boundary(to as usize) || !text.is_char_boundary(at));
                prop_assert!(last <= to);
                last = to;
            }
            prop_assert!(is_quiet(masked), "{masked:?}");
            prop_assert!(is_quiet(&redactor.mask(&text)));
            let piece = redactor.mask_in_place(&text);
            prop_assert!(is_quiet(&piece));
            prop_assert_eq!(piece.chars().count(), text.chars().count());
            // What is masked stays masked.
            let tree = parse(masked.to_owned());
            prop_assert_eq!(Redactor::new(&tree).text().chars().count(), masked.chars().count());
        }
    }

    /// Whatever a password is, neither the text nor a message shows it.
    #[test]
    fn a_password_never_shows(password in "[ -#%-;=?-z|}~]{6,20}", place in 0_usize..4) {
        let password = password.trim();
        // A slot, a placeholder or a stand-in may show, and `***` says nothing.
        let telling = password.len() >= 6 && password.contains(char::is_alphanumeric)
            && !clawtidy_shows(password);
        prop_assume!(telling);
        let quoted = serde_json::to_string(password).expect("a string is JSON");
        let text = [
            format!("{{ password: {quoted} }}"),
            format!("{{ a: [{{ llm: {{ api_key: [{quoted}] }} }}] }}"),
            format!("{{ a: 1 }} // password: {quoted}\n"),
            format!("{{ password: {quoted}, a b }}"),
        ][place].clone();
        let tree = parse(text.clone());
        let redactor = Redactor::new(&tree);
        let written = quoted.trim_matches('"');
        prop_assert!(!redactor.text().contains(written), "{}", redactor.text());
        if place != 2 {
            let message = format!("found {password}, that is {quoted}");
            let masked = redactor.mask(&message);
            prop_assert!(!masked.contains(password), "{masked}");
        }
    }
}

/// Words that redaction itself shows: a scheme before a credential, a certain stand-in.
fn clawtidy_shows(password: &str) -> bool {
    let text = format!("{{ password: {} }}", serde_json::to_string(password).expect("JSON"));
    let folded = password.to_ascii_lowercase();
    ["bearer", "basic", "token", "bot"].iter().any(|word| folded.starts_with(word))
        || (password.chars().all(|c| c.is_ascii_lowercase() || c == '-') && {
            let tree = parse(text.clone());
            Redactor::new(&tree).secrets().is_empty()
        })
}

/// Whether no character steers a terminal.
fn is_quiet(text: &str) -> bool {
    let unquiet = |c: char| {
        (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
            || matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    !text.contains(unquiet) && !text.replace("\r\n", "").contains('\r')
}

/// Texts that would be slow if any search began anew at each name. In quadratic time each of them
/// would take minutes.
#[test]
fn long_hard_texts_are_quick() {
    for unit in [
        "key: \u{AB}a ",
        "key: `a ",
        "token: 'a ",
        "key: \"a\"b ",
        "key:",
        "tokens: [",
        "--key ",
        "sk-",
        "sk-a-",
        "://",
        "a://b@",
        "?key=",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN ",
        "123456:",
        "eyJ",
        "Bearer ",
        "{ token: ",
        "[",
        "\"\\u0041\",",
        "key=a,",
        "token\n\n",
        "\u{1B}",
        "é",
        "a.",
        "aB3",
    ] {
        let text = unit.repeat(60_000 / unit.len());
        let tree = parse(text.clone());
        for redactor in [Redactor::new(&tree), Redactor::plain(&text)] {
            assert_eq!(redactor.text().chars().count(), text.chars().count());
            assert!(!redactor.mask_in_place(&text).is_empty());
        }
    }
}
