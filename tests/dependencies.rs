//! What the program is built of: no network, and a reason for everything.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// Words in the names of features that are about a network.
const NETWORK: &[&str] =
    &["dns", "fetch", "http", "https", "net", "networking", "rustls", "socket", "sockets", "tls"];

/// The crates that `deny.toml` keeps out because they reach a network.
fn denied() -> BTreeSet<&'static str> {
    let lines = include_str!("../deny.toml").split('\n');
    let denied = lines.filter(|line| line.contains("the program opens no connection"));
    let name = |line: &'static str| line.split('"').nth(1);
    denied.map(|line| name(line).unwrap_or_else(|| panic!("without a name: {line}"))).collect()
}

/// All crates of the lock file, with their versions: those of every platform, and of the tests and
/// chores too.
fn locked() -> BTreeSet<(String, String)> {
    let packages = include_str!("../Cargo.lock").split("[[package]]\n").skip(1);
    let field = |package: &str, name: &str| {
        let value =
            package.split('\n').find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        value.trim_start_matches(" = \"").trim_end_matches('"').to_owned()
    };
    packages.map(|package| (field(package, "name"), field(package, "version"))).collect()
}

/// The crates that the program is built of, on this platform, each with the features that are chosen.
fn tree() -> BTreeMap<String, Vec<String>> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "clawtidy", "--edges", "normal,build"])
        .args(["--prefix", "none", "--format", "{p}|{f}|", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).expect("names are UTF-8");
    let crates = listed.split('\n').filter_map(|line| {
        let (package, rest) = line.split_once('|')?;
        let features = rest.split('|').next()?.split(',').map(str::to_owned).collect();
        Some((package.split_once(' ')?.0.to_owned(), features))
    });
    crates.collect()
}

/// Whether a feature is about a network: one of the words that its name is made of says so.
fn is_network(feature: &str) -> bool {
    let mut words = feature.split(['-', '_', '/']).map(str::to_lowercase);
    words.any(|word| NETWORK.contains(&word.as_str()))
}

#[test]
fn no_crate_reaches_a_network() {
    let denied = denied();
    assert!(denied.len() > 20 && denied.contains("tokio"), "{denied:?}");
    let locked = locked();
    let names: BTreeSet<&str> = locked.iter().map(|(name, _)| name.as_str()).collect();
    assert!(names.len() > 100 && names.contains("serde_json"), "{names:?}");
    assert_eq!(denied.intersection(&names).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn no_crate_is_built_with_a_feature_for_networks() {
    let tree = tree();
    assert!(
        tree.len() > 30 && tree["serde_json"].contains(&"preserve_order".to_owned()),
        "{tree:?}"
    );
    let locked = locked();
    let unlocked = |name: &&String| !locked.iter().any(|(locked, _)| locked == *name);
    assert_eq!(tree.keys().filter(unlocked).collect::<Vec<_>>(), Vec::<&String>::new());
    for of_a_network in ["net", "resolve-http", "Win32_Networking_WinSock", "rustls-tls"] {
        assert!(is_network(of_a_network), "{of_a_network}");
    }
    let all = tree.iter().flat_map(|(name, all)| all.iter().map(move |feature| (name, feature)));
    let networked: Vec<_> = all.filter(|(_, feature)| is_network(feature)).collect();
    assert_eq!(networked, []);
}

/// The names that a program for 64-bit Linux takes from the system's libraries.
#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
fn taken(program: &[u8]) -> BTreeSet<&str> {
    let number = |at: usize, bytes: usize| {
        let bytes = &program[at..at + bytes];
        bytes.iter().rev().fold(0_usize, |number, &byte| number << 8 | usize::from(byte))
    };
    let (table, size, count) = (number(0x28, 8), number(0x3A, 2), number(0x3C, 2));
    let section = |at: usize| table + at * size;
    // 11 is the table of symbols for the linker at start; what it is linked to are their names.
    let symbols = (0..count).map(section).find(|&at| number(at + 4, 4) == 11);
    let names = section(number(symbols.expect("symbols") + 0x28, 4));
    let start = number(names + 0x18, 8);
    let names = &program[start..start + number(names + 0x20, 8)];
    names.split(|&byte| byte == 0).map(|name| str::from_utf8(name).expect("a name")).collect()
}

/// The program asks the system for no function that opens a connection or looks a name up. What a
/// crate could do with the standard library alone would be seen here.
#[test]
#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
fn the_program_calls_nothing_that_connects() {
    let program = std::fs::read(env!("CARGO_BIN_EXE_clawtidy")).expect("the program is built");
    let taken = taken(&program);
    assert!(taken.contains("write") && taken.contains("rename"), "{taken:?}");
    let connecting = ["accept4", "bind", "connect", "getaddrinfo", "listen", "sendto", "socket"];
    let connecting: Vec<_> = connecting.iter().filter(|name| taken.contains(**name)).collect();
    assert_eq!(connecting, Vec::<&&str>::new());
}

#[test]
fn every_dependency_has_its_reason() {
    for manifest in [include_str!("../Cargo.toml"), include_str!("../xtask/Cargo.toml")] {
        let mut section = "";
        let mut before = "";
        for line in manifest.split('\n') {
            if line.starts_with('[') {
                section = line;
            } else if section.ends_with("dependencies]")
                && !line.is_empty()
                && !line.starts_with('#')
            {
                assert!(before.starts_with("# "), "without a reason: {line}");
            }
            before = line;
        }
    }
}

/// The crates of the tables of a document, with their versions.
fn crates_in(document: &str) -> impl Iterator<Item = (&str, &str)> {
    let rows = document.split('\n').filter_map(|line| line.strip_prefix("| `")?.split_once(" |"));
    rows.filter_map(|(package, _)| package.split_once("` "))
}

/// `docs/dependencies.md` is about the crates of the lock file: these versions, and no others.
#[test]
fn the_list_of_dependencies_is_current() {
    let listed = crates_in(include_str!("../docs/dependencies.md"));
    let listed: BTreeSet<_> =
        listed.map(|(name, version)| (name.to_owned(), version.to_owned())).collect();
    let mut locked = locked();
    locked.retain(|(name, _)| name != "clawtidy" && name != "xtask");
    let missing: Vec<_> = locked.difference(&listed).collect();
    let gone: Vec<_> = listed.difference(&locked).collect();
    assert!(
        missing.is_empty() && gone.is_empty(),
        "`cargo xtask dependencies` writes it anew: missing {missing:?}, gone {gone:?}"
    );
}

/// It tells apart what the program asks for by itself.
#[test]
fn what_the_program_asks_for_is_told_apart() {
    let within = |text: &'static str, start: &str, end: &str| {
        let after = text.split_once(start).expect("it begins").1;
        after.split_once(end).map_or(after, |(section, _)| section)
    };
    let page = include_str!("../docs/dependencies.md");
    let listed = crates_in(within(page, "## What the program asks for\n", "\n## "));
    let listed: BTreeSet<&str> = listed.map(|(name, _)| name).collect();
    let lines = within(include_str!("../Cargo.toml"), "\n[dependencies]\n", "\n[").split('\n');
    let lines = lines.filter(|line| !line.starts_with('#'));
    let asked: BTreeSet<&str> =
        lines.filter_map(|line| line.split_once([' ', '.', '='])).map(|(name, _)| name).collect();
    assert_eq!(listed, asked, "`cargo xtask dependencies` writes it anew");
}
