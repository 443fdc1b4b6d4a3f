//! Where secrets stand, and the commands that may not print them.

/// Where anything is secret, because of the names on the way. `@` is the inside of a string in
/// double quotes.
pub(crate) const NAMED: &[&str] = &[
    // Where OpenClaw reads it.
    r#"{ "gateway": { "mode": "local", "auth": { "token": "@", "mode": "wrong" } } }"#,
    r#"{ gateway: { bind: "lan", auth: { mode: "none", password: "@" } } }"#,
    r#"{ channels: { telegram: { accounts: { main: { botToken: "@", nope: 1 } } } } }"#,
    r#"{ models: { providers: { x: { apiKey: "@", api: "openai" } } }, z: 1 }"#,
    r#"{ env: { vars: { OPENAI_API_KEY: "@" }, shellEnv: 1 } }"#,
    // Where older releases read it, guides invent it and fingers slip.
    r#"{ gateway: { token: "@" } }"#,
    r#"{ gateway: { token: "@", auth: { token: "@ or another" } } }"#,
    r#"{ llm: { api_key: "@", model: "x" } }"#,
    r#"{ bot_token: "@", telegram: { "bot-token": "@" } }"#,
    r#"{ gateway: { auth: { tokne: "@" } }, pasword: "@" }"#,
    r#"{ gateway: { auth: { to\u006ben: "@" } } }"#,
    r#"{ gateway: { tokens: ["@", { a: ["@"] }], mode: [] } }"#,
    r#"{ credentials: { user: "@", nested: { deep: "@" } } }"#,
    r#"{ mcp: { servers: { x: { command: 1, args: ["--api-key", "@"], env: { X_KEY: "@" } } } } }"#,
    r#"{ tools: [{ name: "API_KEY", value: "@" }] }"#,
    // With the wrong type.
    r#"{ gateway: { auth: { token: ["@"], password: { value: "@" } } } }"#,
    r#"{ channels: { slack: { botToken: { source: "env", id: "@", extra: "@" } } } }"#,
    r#"{ secrets: "@", credentials: "@" }"#,
    // Twice, with comments, on several lines.
    "{ gateway: { auth: { token: \"@\",\n token: \"other\",\n token: \"@\" } } }",
    "{ token: \"@\", // and\n token: \"@\" /* again */ }",
    "// old token: \"@\"\n{ nope: 1 }",
    "{ nope: 1, // password: \"@\"\n}",
    "{\n  gateway: {\n    // token: \"@\",\n    auth: { mode: 1 },\n    nope: 1,\n  },\n}",
    "{ nope: 1 } // was { token: \"@\" }",
    // Broken.
    r#"{ gateway: { auth: { token: "@ } }"#,
    r#"{ gateway: { auth: { token: "@" mode: "token" } }"#,
    r#"{ gateway: { auth: { token "@" } } }"#,
    r#"{ gateway: { auth: { token = "@" } } }"#,
    r#"{ gateway: { auth: token: "@" } }"#,
    r#"{ gateway: { auth: { token: "@"#,
    "{ gateway: { auth: { token: \u{201C}@\u{201D}, mode: 'x' } } }",
    "{ gateway: { auth: { token: `@`, mode: True } } }",
    "{ gateway: { auth: { token: '''@''' } } }",
    r#"{ gateway: { auth: { token:: "@", } } ] }"#,
    r#"{ gateway: { auth: { token: b"@" } } }"#,
    r#"{ gateway: { auth: { token: ("@") } } }"#,
    r#"{ gateway: { auth: { token: "a" + "@" } } }"#,
    r#"{ a: 1 } { token: "@" }"#,
    r#"{ a: 1 } token: "@""#,
    r#"[2026-09-06] config: { token: "@" }"#,
    "/* { token: \"@\"",
    "gateway:\n  auth:\n    token: \"@\"\n",
    "[gateway.auth]\ntoken = \"@\"\n",
    "export OPENCLAW_GATEWAY_TOKEN=\"@\"\n",
    "<config><token>\"@\"</token></config>",
    "{ token: \"first line\n@\n\", a: 1 }",
];

/// Where a credential is known by its looks only.
pub(crate) const ANYWHERE: &[&str] = &[
    r#"{ gateway: { bind: "@", mode: "@", port: "@" } }"#,
    r#"{ gateway: { bind: "custom", customBindHost: "@" } }"#,
    r#"{ "@": true, gateway: { "@": { "@": 1 } } }"#,
    r#"{ agents: "@", channels: ["@"], gateway: "@" }"#,
    r#"{ agents: { defaults: { model: "@", nope: "@", thinkingDefault: "use @ instead" } } }"#,
    r#"{ meta: { note: "see @ or ask Ann", lastTouchedVersion: "@" } }"#,
    r#"{ note: "@", note: "@", "note": "@" }"#,
    r#"{ note: "first\n@", n\u006fte: 2 }"#,
    r#"{ gateway: { controlUi: { allowedOrigins: ["*", "@"] }, cors: { allowedOrigins: ["@"] } } }"#,
    r#"{ models: { providers: { x: { baseUrl: "@", api: "openai-completions", models: [{ id: "@", compat: "@" }] } } } }"#,
    "// @\n{ nope: 1 }",
    "{ nope: 1, // was @\n }",
    "{ nope: 1, // clawtidy-ignore[unknown-key]: @\n }",
    "{ nope: 1, // clawtidy-ignore[@]: why\n }",
    "{ /* once: @ */ nope: /* @ */ 1 /* @ */, /* @ */ }",
    "{ nope: 1 }\n// '@',",
    "{ nope: 1 }\n\n/* @\n",
    "{ nope: 1 } @",
    "@ { nope: 1 }",
    "@",
    "2026-09-06 INFO started with @\n{ nope: 1 }",
    "{ note: '@\n  port: 1 }",
    "{ note: @, nope: 1 }",
    "{ @: 1 }",
    "{ '@: true }",
    "{ note: '@' 'x' }",
    "{ note: '@', ] nope = 1 }",
    "{ gateway: { bind: \u{201C}@\u{201D} } }",
    "note: @\nport: 1\n",
    "{ note: '\\q@', nope: '\\x@' }",
];

/// The command lines that read a config from standard input.
pub(crate) const COMMANDS: &[&[&str]] = &[
    &["check", "-"],
    &["check", "-", "--color", "always"],
    &["check", "-", "--output-format", "concise", "--color", "always"],
    &["check", "-", "--output-format", "json"],
    &["check", "-", "--output-format", "github"],
    &["check", "-", "--show-suppressed", "--output-format", "json"],
    &["check", "-", "--show-suppressed", "--output-format", "sarif"],
    &["check", "-", "--select", "all", "--output-format", "gitlab"],
    &["check", "-", "--output-format", "junit"],
    &["check", "-", "--unsafe-fixes", "--output-format", "markdown"],
    &["check", "-", "--diff"],
    &["check", "-", "--diff", "--unsafe-fixes", "--color", "always"],
    &["check", "-", "--statistics", "--stdin-filename", "a/openclaw.json"],
    &["check", "-", "--fix"],
    &["check", "-", "--fix", "--unsafe-fixes"],
    &["check", "-", "--fix", "--unsafe-fixes", "--output-format", "json"],
    &["compat", "-", "--color", "always"],
    &["compat", "-", "--output-format", "json", "--stdin-filename", "a/openclaw.json"],
    &["migrate", "-", "--report", "markdown", "--unsafe-fixes", "--drop-retired"],
    &["migrate", "-", "--check", "--color", "always"],
    &["migrate", "-", "--report", "json", "--unsafe-fixes"],
    &["migrate", "-", "--unsafe-fixes"],
];

/// Whether the result of a migration is what is asked for.
pub(crate) fn is_text(arguments: &[&str]) -> bool {
    arguments.starts_with(&["migrate", "-"])
        && !arguments.iter().any(|it| matches!(*it, "--report" | "--check"))
}
