//! What the program is built of: no network, and a reason for everything.

use std::collections::BTreeSet;
use std::process::Command;

/// Crates that reach a network, speak TLS, or are what those that do stand on.
const NETWORK: &[&str] = &[
    "async-std",
    "attohttpc",
    "aws-lc-rs",
    "curl",
    "h2",
    "hickory-resolver",
    "hyper",
    "isahc",
    "mio",
    "minreq",
    "native-tls",
    "openssl",
    "openssl-sys",
    "quinn",
    "reqwest",
    "ring",
    "rustls",
    "smol",
    "socket2",
    "surf",
    "tokio",
    "trust-dns-resolver",
    "ureq",
];

/// All crates of the lock file: those of every platform, and of the tests and chores too.
fn locked() -> BTreeSet<String> {
    let lock = include_str!("../Cargo.lock").split('\n');
    let names = lock.filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
    names.map(str::to_owned).collect()
}

/// The crates that the program is built of, on this platform.
fn tree() -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--package", "clawtidy", "--edges", "normal,build"])
        .args(["--prefix", "none", "--format", "{p}", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let listed = String::from_utf8(output.stdout).expect("names are UTF-8");
    listed.split('\n').filter_map(|line| Some(line.split_once(' ')?.0.to_owned())).collect()
}

#[test]
fn nothing_in_the_program_reaches_a_network() {
    let tree = tree();
    assert!(tree.len() > 30 && tree.contains("serde_json"), "{tree:?}");
    let locked = locked();
    assert!(tree.is_subset(&locked), "{:?}", tree.difference(&locked));
    let reaching: Vec<_> = NETWORK.iter().filter(|name| locked.contains(**name)).collect();
    assert_eq!(reaching, Vec::<&&str>::new());
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
