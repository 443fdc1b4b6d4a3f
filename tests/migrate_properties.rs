//! Old configs, made from the catalogs of older releases, keep the laws of migration; and every key
//! that a release retired has its place, or a reason that it has none.
//!
//! `cargo xtask soak` does the same for many more.

#[path = "support/author.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod author;
#[path = "support/keeping.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod keeping;
#[path = "support/old_config.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod old_config;
#[path = "support/there_and_back.rs"]
#[allow(dead_code, reason = "others use the rest of it")]
mod there_and_back;

use clawtidy::finding::Safety;
use clawtidy::schema::Release;
use old_config::{Maker, retired_leaves};
use rayon::prelude::*;

/// How many configs are carried over.
const CONFIGS: u64 = 150;

/// One in so many retired keys is carried over; the soak takes all of them.
const ONE_IN: usize = 20;

#[test]
fn retired_keys_have_their_places() {
    let leaves: Vec<_> = retired_leaves().into_iter().step_by(ONE_IN).collect();
    assert!(leaves.len() > 100, "{} retired keys", leaves.len());
    let broken: Vec<String> = leaves
        .par_iter()
        .enumerate()
        .filter_map(|(seed, (leaf, release))| {
            let text = Maker::new(seed as u64).config_with(leaf, *release)?;
            let faults = keeping::carry_alone(&text, Release::LATEST).faults;
            (!faults.is_empty()).then(|| format!("{release}: {faults:?}\n{text}"))
        })
        .collect();
    assert!(broken.is_empty(), "{} broken laws:\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn old_configs_keep_the_laws() {
    let releases: Vec<Release> = Release::all().step_by(9).collect();
    let broken: Vec<String> = (0..CONFIGS)
        .into_par_iter()
        .flat_map_iter(|seed| {
            let config = Maker::new(seed).config(&releases);
            let carry = |allowed| keeping::carry(&config.text, Release::LATEST, allowed);
            let carried = [carry(Safety::Safe), carry(Safety::Unsafe)];
            let faults = carried.into_iter().flat_map(|carried| carried.faults);
            let of = config.release;
            let tell = move |fault| format!("seed {seed}, {of}: {fault:?}\n{}", config.text);
            faults.map(tell).collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "{} broken laws:\n{}", broken.len(), broken.join("\n"));
}

/// How many configs of the newest release are carried to each of [`OLDER`] and back.
const RETURNS: u64 = 25;

/// Older releases: before and after the agents became entries, and what moved in the spring.
const OLDER: [&str; 5] = ["2026.8.1", "2026.7.35", "2026.6.11", "2026.4.15", "2026.2.26"];

#[test]
fn what_an_older_release_knows_under_another_name_comes_back() {
    let older = OLDER.map(|name| Release::find(name).expect("it is in the catalog"));
    let broken: Vec<String> = (0..RETURNS)
        .into_par_iter()
        .flat_map_iter(|seed| {
            let config = Maker::new(seed).config(&[Release::LATEST]);
            let text = there_and_back::settled(&config.text);
            older
                .into_iter()
                .flat_map(move |older| {
                    let returned = there_and_back::there_and_back(&text, older);
                    let (text, way) = (text.clone(), returned.older);
                    let tell =
                        move |fault| format!("seed {seed}, {older}: {fault:?}\n{text}\n{way}");
                    returned.faults.into_iter().map(tell).collect::<Vec<_>>()
                })
                .collect::<Vec<_>>()
        })
        .collect();
    assert!(broken.is_empty(), "{} broken laws:\n{}", broken.len(), broken.join("\n"));
}

/// Configs of the newest release whose every key has had another place, with the exact way back.
const WITH_A_WAY_BACK: [&str; 4] = [
    r#"// the family's
{
  gateway: { mode: "local" },
  agents: {
    defaults: {
      workspace: "~/work", // shared
    },
    entries: {
      // answers everybody
      main: {
        workspace: "~/main", // its own
        tools: { allow: ["read"] },
      },
    },
  },
}
"#,
    r#"{
  gateway: { mode: "local" },
  messages: {
    groupChat: { historyLimit: 5 },
  },
  tts: { auto: "always" }, // reads aloud
}
"#,
    r#"{
  gateway: { mode: "local" },
  tools: {
    // slow machines
    exec: { timeoutSeconds: 90 }, // in all
  },
  agents: {
    defaults: {
      workspace: "~/work",
    },
  },
  memory: {
    // all of it
    search: { enabled: true },
  },
}
"#,
    r#"{
  "gateway": { "mode": "local" },
  "env": {
    "vars": {
      "REGION": "eu"
    }
  },
  "agents": {
    "entries": {
      "main": { "workspace": "~/main" }
    }
  }
}
"#,
];

#[test]
fn what_has_an_exact_way_back_comes_back_byte_for_byte() {
    for text in WITH_A_WAY_BACK {
        assert_eq!(there_and_back::settled(text), text);
        for name in &OLDER[1..] {
            let older = Release::find(name).expect("it is in the catalog");
            let returned = there_and_back::there_and_back(text, older);
            assert_ne!(returned.older, text, "{older}");
            assert!(returned.only_moved && returned.faults.is_empty(), "{older}: {returned:?}");
            assert_eq!(returned.newest, text, "{older}:\n{}", returned.older);
        }
    }
}

#[test]
fn what_has_no_way_back_is_told_of() {
    let text = r#"{
  gateway: { mode: "local" },
  agents: {
    ownership: "explicit", // each its own
    entries: { main: {}, work: {} },
  },
}
"#;
    let older = Release::find("2026.7.35").expect("it is in the catalog");
    let returned = there_and_back::there_and_back(text, older);
    assert!(!returned.only_moved && returned.faults.is_empty(), "{returned:?}");
    let comment =
        "// for OpenClaw 2026.8.1 and later\n    // ownership: \"explicit\", // each its own";
    assert!(returned.older.contains(comment), "{}", returned.older);
    assert!(returned.newest.contains(comment), "{}", returned.newest);
}

#[test]
fn what_no_model_can_be_made_of_stays() {
    for value in ["[{ id: 'qwen3' }]", "7", "true"] {
        let text =
            format!("{{ models: {{ providers: {{ qwen: {{ models: {{ fast: {value} }} }} }} }} }}");
        let carried = keeping::carry(&text, Release::LATEST, Safety::Unsafe);
        assert!(carried.text.contains(&format!("fast: {value}")), "{}", carried.text);
    }
}
