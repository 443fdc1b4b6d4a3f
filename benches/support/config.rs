//! Configs for measuring: of any size, like those people have, the same in every run.

use std::fmt::Write as _;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    /// A number below `sides`.
    fn roll(&mut self, sides: usize) -> usize {
        // Knuth's MMIX generator; its high bits are the good ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.roll(words.len())]
    }
}

const MODELS: &[&str] = &["anthropic/claude-opus-4-7", "openai/gpt-5.4", "cellar/qwen3-coder"];
const NAMES: &[&str] = &["Pip", "Molty \\\"the lobster\\\"", "Zoë", "Night watch", "Ada"];
const EMOJI: &[&str] = &["🦞", "🐧", "✨", "\\ud83e\\udd9e"];
const TOOLS: &[&str] = &["read", "write", "exec", "browser", "message", "cron"];
const THEMES: &[&str] = &[
    "Keeps the calendar, answers the door, and never orders more than one pizza at a time.",
    "Dry, brief, exact.",
    "You look after the build machines.\\nWhen one is red, say which commit did it, and wait.",
];
const INTERVALS: &[&str] = &["15m", "30m", "2h", "24h"];

/// A config of about `bytes` bytes, as strict JSON with an indent of two: one gateway, and agents
/// until it is full. OpenClaw 2026.9.6 accepts it and clawtidy finds nothing in it, but that every
/// so many agents, if any, one has a flaw: a comma is missing and a member stands twice.
pub(crate) fn config(bytes: usize, flawed_every: Option<usize>) -> String {
    let mut dice = Dice(2026);
    let mut text = String::with_capacity(bytes + 1024);
    text.push_str(HEAD);
    for index in 0.. {
        let is_flawed = flawed_every.is_some_and(|every| index % every == 0);
        let (comma, twice) = if is_flawed { ("", TWICE) } else { (",", "") };
        let _ = write!(
            text,
            r#"      "agent-{index}": {{
        "name": "{name}"{comma}
{twice}        "model": {{
          "primary": "{primary}",
          "fallbacks": ["{fallback}"]
        }},
        "identity": {{
          "name": "{name}",
          "emoji": "{emoji}",
          "theme": "{theme}"
        }},
        "heartbeat": {{ "every": "{every}", "target": "last" }},
        "tools": {{
          "allow": [
            "{allow}",
            "{also}"
          ],
          "deny": []
        }},
        "skills": ["skill-{skill}", "weather"]
      }}"#,
            name = dice.pick(NAMES),
            primary = dice.pick(MODELS),
            fallback = dice.pick(MODELS),
            emoji = dice.pick(EMOJI),
            theme = dice.pick(THEMES),
            every = dice.pick(INTERVALS),
            allow = dice.pick(TOOLS),
            also = dice.pick(TOOLS),
            skill = dice.roll(1000),
        );
        if text.len() + TAIL.len() >= bytes {
            break;
        }
        text.push_str(",\n");
    }
    text.push_str(TAIL);
    text
}

const HEAD: &str = r#"{
  "gateway": {
    "mode": "local",
    "port": 18789,
    "bind": "loopback",
    "auth": { "mode": "token", "token": "${OPENCLAW_GATEWAY_TOKEN}" }
  },
  "channels": {
    "telegram": {
      "enabled": true,
      "botToken": "${TELEGRAM_BOT_TOKEN}",
      "dmPolicy": "allowlist",
      "allowFrom": ["15550100"]
    }
  },
  "bindings": [{ "agentId": "agent-0", "match": { "channel": "telegram" } }],
  "models": {
    "providers": {
      "cellar": {
        "baseUrl": "http://127.0.0.1:11434/v1",
        "apiKey": "${CELLAR_API_KEY}",
        "api": "openai-completions",
        "models": [
          {
            "id": "qwen3-coder",
            "name": "Qwen3 Coder",
            "compat": { "requiresStringContent": true }
          }
        ]
      }
    }
  },
  "agents": {
    "ownership": "explicit",
    "defaults": { "model": { "primary": "openai/gpt-5.4" } },
    "entries": {
"#;

const TWICE: &str = "        \"workspace\": \"~/a\",\n        \"workspace\": \"~/a\",\n";

const TAIL: &str = "\n    }\n  }\n}\n";
