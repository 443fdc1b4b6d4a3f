//! Secrets: credentials planted anywhere in any config are printed by no command in no format.

use std::path::Path;
use std::sync::OnceLock;

use clawtidy::cli::{Status, Terminal};
use clawtidy::syntax::parse;
use tempfile::TempDir;

use crate::author::Plain;
use crate::config;
use crate::leak::Case;
use crate::old_config::Maker;
use crate::places::{ANYWHERE, COMMANDS, NAMED, is_text};
use crate::process::{Given, run};
use crate::reached::Reached;
use crate::{issued, planted};

/// A credential that shows what it is: its text, and what of it nobody may read.
struct Credential {
    text: String,
    secret: String,
}

fn credentials() -> &'static [Credential] {
    static ALL: OnceLock<Vec<Credential>> = OnceLock::new();
    ALL.get_or_init(|| {
        let planted = planted::planted().into_iter();
        let planted = planted.map(|it| Credential { text: it.text, secret: it.secret });
        let issued = issued::issued().into_iter();
        planted.chain(issued.map(|it| Credential { text: it.text, secret: it.secret })).collect()
    })
}

/// A directory with nothing in it.
fn empty() -> &'static Path {
    static EMPTY: OnceLock<TempDir> = OnceLock::new();
    EMPTY.get_or_init(|| TempDir::new().expect("a temporary directory")).path()
}

pub(crate) fn hold(bytes: &[u8]) -> Reached {
    let mut dice = config::made_of(bytes).unwrap_or_else(|| Maker::new(config::hash(bytes)));
    let all = credentials();
    let credential = &all[dice.below(all.len())];
    let is_text_of_its_own = config::made_of(bytes).is_none();
    let text = if is_text_of_its_own {
        put_into(&config::text(bytes), credential)
    } else {
        planted_in(credential, &mut dice)
    };
    let case = Case { text, secret: credential.secret.clone(), written: credential.secret.clone() };
    let arguments = COMMANDS[dice.below(COMMANDS.len())];
    let terminal = match dice.below(3) {
        0 => Terminal { stdout: true, stderr: true, width: Some(40), links: true },
        _ => Terminal::default(),
    };
    let variables = [("LANG", if dice.below(2) == 0 { "C" } else { "C.UTF-8" })];
    let stdin = case.text.as_bytes();
    let mut ran = run(empty(), &Given { arguments, variables: &variables, terminal, stdin });
    assert!(!ran.stderr.contains("bug of clawtidy"), "{}\n{}", ran.stderr, case.text);
    if arguments.contains(&"--fix") || is_text(arguments) {
        // The config itself.
        ran.stdout.clear();
    }
    let leak = case.leak(&ran, arguments);
    assert!(leak.is_none(), "{}", leak.unwrap_or_default());
    Reached::of([
        ("with a credential in it", case.text.contains(&credential.secret)),
        ("with a finding", ran.status == Status::Found),
        ("with something printed", !ran.stdout.is_empty()),
        ("failed", ran.status == Status::Failed),
    ])
}

/// A text with a credential at each `@`, apart from a word before it: nobody tells it from that.
fn put_into(text: &str, credential: &Credential) -> String {
    let mut parts = text.split('@');
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if whole.ends_with(|c: char| c.is_ascii_alphanumeric()) {
            whole.push(' ');
        }
        whole += &credential.text;
        whole += part;
    }
    whole
}

/// A config with a credential in it, once or several times.
fn planted_in(credential: &Credential, dice: &mut Maker) -> String {
    let quoted = Plain::Text(credential.text.clone());
    let strict = serde_json::to_string(&credential.text).expect("a string is JSON");
    let inside = &strict[1..strict.len() - 1];
    match dice.below(4) {
        0 => NAMED[dice.below(NAMED.len())].replace('@', inside),
        1 => ANYWHERE[dice.below(ANYWHERE.len())].replace('@', inside),
        _ => {
            let mut config = config::plain(dice);
            for _ in 0..=dice.below(3) {
                match dice.below(4) {
                    0 | 1 => config::plant_value(&mut config, quoted.clone(), dice),
                    2 => *config::somewhere(&mut config, dice) = quoted.clone(),
                    _ => match config::somewhere(&mut config, dice) {
                        Plain::Object(members) => {
                            members.push((credential.text.clone(), config::value(dice)));
                        }
                        Plain::Text(text) => *text = format!("{text} {} {text}", credential.text),
                        at => *at = Plain::List(vec![quoted.clone()]),
                    },
                }
            }
            let mut text = dice.write(&config);
            if dice.below(4) == 0 && !credential.text.contains('\n') {
                // At the end of a line, but for one that a string goes on after.
                let tree = parse(text.clone());
                let is_free = |at: &usize| {
                    u32::try_from(*at)
                        .is_ok_and(|at| tree.token_kind(tree.token_at(at)).is_trivia())
                };
                let ends = text.match_indices('\n').map(|(at, _)| at).filter(is_free);
                let ends: Vec<usize> = ends.collect();
                let at = ends.get(dice.below(ends.len().max(1))).copied().unwrap_or(text.len());
                text.insert_str(at, &format!(" // was {}", credential.text));
            }
            text
        }
    }
}
