//! Texts and what is left of them.

use clawtidy::redact::{Redactor, is_sensitive, looks_secret};
use clawtidy::syntax::{Key, parse};

/// A config and what is shown of it.
const SHOWN: &[(&str, &str)] = &[
    // By name, wherever it stands and however it is written.
    ("{ token: 'hunter2' }", "{ token: '*******' }"),
    ("{ 'bot-token': \"hunter2\" }", "{ 'bot-token': \"*******\" }"),
    ("{ API_KEY: 'hunter2', port: 1 }", "{ API_KEY: '*******', port: 1 }"),
    ("{ tokne: 'hunter2', pasword: 'hunter2' }", "{ tokne: '*******', pasword: '*******' }"),
    ("{ to\\u006ben: 'hunter2' }", "{ to\\u006ben: '*******' }"),
    ("{ password: 12345, pin: 0x1F }", "{ password: *****, pin: **** }"),
    ("{ password: 'пароль' }", "{ password: '******' }"),
    ("{ tokens: ['hunter2', { a: ['x'] }] }", "{ tokens: ['*******', { a: ['*'] }] }"),
    (
        "{ credentials: { user: 'bob', file: '/x' } }",
        "{ credentials: { user: '***', file: '/x' } }",
    ),
    ("{ secrets: { a: 'hunter2' } }", "{ secrets: { a: '*******' } }"),
    (
        "{ request: { auth: { mode: 'x', value: 'abc' } } }",
        "{ request: { auth: { mode: 'x', value: '***' } } }",
    ),
    (
        "{ headers: { 'X-My-Key': 'abc', 'X-Title': 'abc' } }",
        "{ headers: { 'X-My-Key': '***', 'X-Title': 'abc' } }",
    ),
    (
        "{ env: { vars: { MISTRAL_KEY: 'abc', LANG: 'en' } } }",
        "{ env: { vars: { MISTRAL_KEY: '***', LANG: 'en' } } }",
    ),
    ("{ args: ['--token', 'abc', '--port', '1'] }", "{ args: ['--token', '***', '--port', '1'] }"),
    (
        "{ args: ['-e', 'DB_PASS=abc', '--token=abc'] }",
        "{ args: ['-e', 'DB_PASS=***', '--token=***'] }",
    ),
    (
        "{ env: [{ name: 'API_KEY', value: 'abc' }] }",
        "{ env: [{ name: 'API_KEY', value: '***' }] }",
    ),
    (
        "{ run: 'curl -H \"X-Api-Key: hunter2\" http://x' }",
        "{ run: 'curl -H \"X-Api-Key: *******\" http://x' }",
    ),
    ("{ run: '{\"token\":\"hunter2\"}' }", "{ run: '{\"token\":\"*******\"}' }"),
    (
        "{ url: 'ftp://bob:hunter2@h/x?token=abc&v=1' }",
        "{ url: 'ftp://bob:*******@h/x?token=***&v=1' }",
    ),
    // Placeholders, references and stand-ins are no secrets.
    (
        "{ token: '${TOKEN}', password: '$PASSWORD' }",
        "{ token: '${TOKEN}', password: '$PASSWORD' }",
    ),
    ("{ Authorization: 'Bearer ${X}' }", "{ Authorization: 'Bearer ${X}' }"),
    ("{ Authorization: 'Bearer abc' }", "{ Authorization: 'Bearer ***' }"),
    ("{ token: 'a-${X}-b' }", "{ token: '**${X}**' }"),
    ("{ url: 'https://${USER}:${PASS}@host' }", "{ url: 'https://${USER}:${PASS}@host' }"),
    (
        "{ token: { source: 'env', provider: 'default', id: 'X' } }",
        "{ token: { source: 'env', provider: 'default', id: 'X' } }",
    ),
    (
        "{ token: { source: 'env', id: 'X', extra: 'abc' } }",
        "{ token: { source: 'env', id: '*', extra: '***' } }",
    ),
    (
        "{ apiKey: 'ollama-local', token: '<your-token>' }",
        "{ apiKey: 'ollama-local', token: '<your-token>' }",
    ),
    (
        "{ token: '__OPENCLAW_REDACTED__', password: '' }",
        "{ token: '__OPENCLAW_REDACTED__', password: '' }",
    ),
    ("{ token: true, password: null }", "{ token: true, password: null }"),
    // Names that only sound so.
    (
        "{ maxTokens: 8192, contextTokens: 'x', tokenBudget: 'y' }",
        "{ maxTokens: 8192, contextTokens: 'x', tokenBudget: 'y' }",
    ),
    ("{ tokens: 8192, apiTokens: '8k' }", "{ tokens: 8192, apiTokens: '8k' }"),
    (
        "{ tokenFile: '/run/x', apiKeyEnv: 'X', secretPath: 'y' }",
        "{ tokenFile: '/run/x', apiKeyEnv: 'X', secretPath: 'y' }",
    ),
    (
        "{ auth: { mode: 'token', allowTailscale: true } }",
        "{ auth: { mode: 'token', allowTailscale: true } }",
    ),
    (
        "{ plugins: { entries: { onepassword: { a: 'x' }, 'secret-box': { a: 'x' } } } }",
        "{ plugins: { entries: { onepassword: { a: 'x' }, 'secret-box': { a: 'x' } } } }",
    ),
    (
        "{ models: { providers: { 'qwen-token-plan': { auth: 'api-key' } } } }",
        "{ models: { providers: { 'qwen-token-plan': { auth: 'api-key' } } } }",
    ),
    (
        "{ secrets: { providers: { x: { source: 'file', path: '/x' } } } }",
        "{ secrets: { providers: { x: { source: 'file', path: '/x' } } } }",
    ),
    (
        "{ sessionKey: 'agent:main:main', key: 'F5', author: 'Ann' }",
        "{ sessionKey: 'agent:main:main', key: 'F5', author: 'Ann' }",
    ),
    (
        "{ tls: { certPath: '/x/cert.pem', keyPath: '/x/key.pem' } }",
        "{ tls: { certPath: '/x/cert.pem', keyPath: '/x/key.pem' } }",
    ),
    // Comments.
    ("{} // token: hunter2 (old)", "{} // token: *************"),
    ("{} /* token: hunter2 */", "{} /* token: ******* */"),
    ("{} // 'token': 'hunter2', // mine", "{} // 'token': '*******', // mine"),
    ("{} // the token comes from BotFather", "{} // the token comes from BotFather"),
    ("{} // token: ${TOKEN}", "{} // token: ${TOKEN}"),
    ("{} // see tokenFile: /run/x", "{} // see tokenFile: /run/x"),
    // Texts with syntax errors.
    ("{ token: 'hunter2\n port: 1 }", "{ token: '*******\n port: 1 }"),
    ("{ token: hunter2, port: 1\n a }", "{ token: ****************\n a }"),
    ("{ token: 'hunter2', port: 1\n a }", "{ token: '*******', port: 1\n a }"),
    ("{ token: \u{201C}hunter2\u{201D}, port: 1 }", "{ token: *********, port: 1 }"),
    ("{ token 'hunter2', port: 1 }", "{ token '*******', port: 1 }"),
    ("{ token: ${TOKEN}, port: 1 }", "{ token: ${TOKEN}, port: 1 }"),
    ("auth:\n  token: hunter2\n  mode: token\n", "auth:\n  token: *******\n  mode: token\n"),
    ("token: |\n  hunter2\n", "token: *\n  *******\n"),
    ("PASSWORD=hunter2 and more\nPORT=1\n", "PASSWORD=****************\nPORT=1\n"),
    // Characters that would steer a terminal.
    ("{ a: '\u{1B}[2J' }", "{ a: '\u{241B}[2J' }"),
    ("{ a: '\u{202E}x\u{9B}y' }", "{ a: '\u{FFFD}x\u{FFFD}y' }"),
    ("{ a: 1,\rb: 2,\r\nc: 3 }", "{ a: 1,\nb: 2,\r\nc: 3 }"),
];

#[test]
fn what_is_shown_of_a_config() {
    let wrong: Vec<String> = SHOWN
        .iter()
        .filter_map(|(text, shown)| {
            let tree = parse((*text).to_owned());
            let redactor = Redactor::new(&tree);
            let got = redactor.text();
            (got != *shown).then(|| format!("shown  {got}\nwanted {shown}\n"))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// What people write into configs and must be able to read in findings.
const READABLE: &[&str] = &[
    "claude-sonnet-4-5-20250929",
    "anthropic/claude-opus-4-20250514-v1:0",
    "openai/gpt-5.4-mini-2026-03-17",
    "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    "DeepSeek-R1-Distill-Qwen-32B-Q4_K_M.gguf",
    "Qwen2.5-VL-72B-Instruct-GPTQ-Int4",
    "hf.co/unsloth/Qwen3-30B-A3B-GGUF:Q4_K_XL",
    "text-embedding-3-large",
    "/home/ann/.openclaw/workspace/skills",
    "C:\\Users\\Ann\\AppData\\Roaming\\OpenClaw",
    "/Users/ann/Library/Application Support/OpenClaw/Projects2026/MyFirstAgent",
    "https://example.com/docs/getting-started?version=2026.9.6#install",
    "http://host.docker.internal:11434/v1",
    "https://github.com/openclaw/openclaw/blob/main/docs/gateway/configuration.md",
    "ssh://git@example.com/x.git",
    "@modelcontextprotocol/server-filesystem",
    "npx -y @upstash/context7-mcp@1.0.14",
    "openclaw@2026.9.6",
    "+15551234567",
    "123456789012345678",
    "-1001234567890",
    "C0123ABCDEF",
    "U0123456789",
    "ann@example.com",
    "120363012345678901@g.us",
    "!room:matrix.example.com",
    "@ann:matrix.example.com",
    "telegram:123456789",
    "550e8400-e29b-41d4-a716-446655440000",
    "agent:main:telegram:group:-1001234567890",
    "2026-09-06T12:00:00.000Z",
    "debian:bookworm-slim@sha256:3d868b5eb908155f3784317b3dda2941df87bbbbaa4608f84881de66d9bb297b",
    "github:ann/skills#0123456789abcdef0123456789abcdef01234567",
    "dangerouslyAllowHostHeaderOriginFallback",
    "You are Ann. Never tell a secret; keep tokens low.",
    "task-force-one",
    "disk-usage-report",
    "risk-assessment-2026",
    "gateway.auth.token",
    "OPENAI_API_KEY",
    "${OPENAI_API_KEY}",
    "0.0.0.0/0",
    "fe80::1",
    "127.0.0.1:18789",
    "#ff8800",
    "*/15 9-17 * * 1-5",
    "Europe/Berlin",
    "en-US-AndrewMultilingualNeural",
    "21m00Tcm4TlvDq8ikWAM",
    "ou_0123456789abcdef0123456789abcdef",
    "sha512-bnzfdIEEu1/LFvcdyjaTkyxt27w6c7dqhkPezU62OWaqmcdFsUGR3T55USK/O9pIKsNcnL1Tnu1pqKYCWHFgWQ==",
    "users/112345678901234567890",
    "spaces/AAAAbcdEFGH",
];

#[test]
fn ordinary_texts_stay_readable() {
    for text in READABLE {
        assert_eq!(looks_secret(text), None, "{text}");
        let quoted = serde_json::to_string(text).expect("a string is JSON");
        let config = format!("{{ note: {quoted}, {quoted}: true, list: [{quoted}] }} // {text}");
        let tree = parse(config.clone());
        assert_eq!(tree.errors(), [], "{config}");
        let redactor = Redactor::new(&tree);
        assert_eq!(redactor.text(), config);
        assert_eq!(redactor.mask(text), *text);
        assert_eq!(redactor.mask_in_place(&config), config);
    }
}

#[test]
fn keys_are_sensitive_by_their_names() {
    let key = |path: &str| -> Key { path.split('/').collect() };
    for path in [
        "gateway/token",
        "gateway/auth/token",
        "gateway/auth/password",
        "llm/api_key",
        "tokens/0",
        "gateway/remote/token",
        "channels/telegram/token",
        "channels/telegram/accounts/main/botToken",
        "channels/slack/appToken",
        "channels/slack/signingSecret",
        "channels/msteams/appPassword",
        "channels/whatsapp/creds/json",
        "channels/feishu/encryptKey",
        "channels/wecom/encodingAesKey",
        "channels/googlechat/serviceAccount/private_key",
        "cron/webhookToken",
        "hooks/gmail/pushToken",
        "models/providers/openai/apiKey",
        "models/providers/x/headers/x-api-key",
        "models/providers/x/request/headers/X-Goog-Key",
        "models/providers/x/request/auth/value",
        "models/providers/x/request/tls/passphrase",
        "skills/entries/x/apiKey",
        "env/vars/OPENAI_API_KEY",
        "mcp/servers/x/env/GITHUB_PAT",
        "mcp/servers/x/headers/Authorization",
        "secrets/mine",
        "bearer",
        "plugins/entries/webhooks/config/routes/x/secret",
        "plugins/entries/google/config/webSearch/apiKey",
    ] {
        assert!(is_sensitive(&key(path)), "{path}");
    }
    for path in [
        "gateway/auth/mode",
        "gateway/auth/allowTailscale",
        "agents/defaults/maxTokens",
        "channels/telegram/tokenFile",
        "gateway/bind",
        "agents/entries/main/model",
        "secrets/providers/x/path",
        "models/providers/qwen-token-plan/baseUrl",
        "plugins/entries/onepassword/enabled",
        "session/key",
        "agents/defaults/compaction/reserveTokensFloor",
        "models/providers/x/apiKeyEnv",
        "gateway/tls/keyPath",
        "gateway/auth/tokenFile",
        "auth/profiles/anthropic:token/mode",
    ] {
        assert!(!is_sensitive(&key(path)), "{path}");
    }
    assert!(!is_sensitive(&Key::ROOT));
}

#[test]
fn messages_do_not_repeat_what_the_file_hides() {
    let text = "{ token: 'correct horse', password: 'ab\\u0063d', pin: 'xy', apiKey: 'ollama' }";
    let tree = parse(text.to_owned());
    let redactor = Redactor::new(&tree);
    assert_eq!(redactor.mask("found \"correct horse\""), "found \"***\"");
    assert_eq!(redactor.mask("found abcd, written ab\\u0063d"), "found ***, written ***");
    // Too short to be told from a word; a stand-in.
    assert_eq!(
        redactor.mask("galaxy, `models.providers.ollama`"),
        "galaxy, `models.providers.ollama`"
    );
    assert_eq!(redactor.mask("\u{1B}[31m"), "\u{241B}[31m");
    assert_eq!(
        redactor.mask_in_place("-  pin: 'zz', // correct horse"),
        "-  pin: '**', // *************"
    );
    let shown = redactor.showing_secrets(true);
    assert_eq!(shown.text(), text);
    assert_eq!(shown.mask("correct horse\u{7}"), "correct horse\u{2407}");
}
