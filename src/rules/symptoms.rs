//! From what a person sees to its cause: the rules that find it in the config, or plainly that it is
//! not there, and what to run instead. `explain` looks here, and `docs/symptoms.md` is made of it.

/// Something that a person sees when OpenClaw does not do what it should.
#[derive(Debug)]
pub struct Symptom {
    /// Short fragments of what is printed, each enough to know it by; case does not count. The first
    /// one is its name.
    pub phrases: &'static [&'static str],
    /// When it is seen.
    pub area: Area,
    /// The rules that find its cause, the likeliest first; none where it is not in the config.
    pub rules: &'static [&'static str],
    /// The cause, in sentences.
    pub cause: &'static str,
    /// What to run, where it is not `clawtidy check`.
    pub run: &'static [&'static str],
}

/// When symptoms are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// The gateway ends before it listens.
    Start,
    /// A page, a command or an app does not get through to a gateway that runs.
    Connection,
    /// Messages do not come, or nobody answers.
    Messages,
    /// A model is not found, or its provider refuses.
    Models,
    /// The config is not what someone wrote.
    Config,
}

impl Area {
    /// All, in the order of someone's way through them.
    pub const ALL: [Self; 5] =
        [Self::Start, Self::Connection, Self::Messages, Self::Models, Self::Config];

    /// Its heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Start => "The gateway does not start",
            Self::Connection => "The gateway cannot be reached",
            Self::Messages => "The agent does not answer",
            Self::Models => "The model does not answer",
            Self::Config => "The config is not what I wrote",
        }
    }
}

impl Symptom {
    /// What calls it by name.
    pub fn name(&self) -> &'static str {
        self.phrases.first().copied().unwrap_or_default()
    }

    /// Whether someone who gives this text, a line of a log or some words of one, means it.
    fn is_meant_by(&self, text: &str) -> bool {
        // A single word may be a key, or a part of any line.
        let is_part = text.contains(' ');
        self.phrases.iter().any(|phrase| {
            let phrase = plain(phrase);
            contains_words(text, &phrase) || is_part && contains_words(&phrase, text)
        })
    }
}

/// Lower case, with one space between words.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Whether whole words of a text read like this.
fn contains_words(text: &str, words: &str) -> bool {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let ends_word = |c: Option<char>| !c.is_some_and(is_word);
    text.match_indices(words).any(|(at, found)| {
        let begins = !words.starts_with(is_word) || ends_word(text[..at].chars().next_back());
        let ends = !words.ends_with(is_word) || ends_word(text[at + found.len()..].chars().next());
        begins && ends
    })
}

/// What someone may mean who gives a line of a log, or some words of one.
pub fn find(text: &str) -> impl Iterator<Item = &'static Symptom> {
    let text = plain(text);
    SYMPTOMS.iter().filter(move |symptom| symptom.is_meant_by(&text))
}

/// All of them, in the order of their areas.
pub static SYMPTOMS: &[Symptom] = &[
    Symptom {
        phrases: &["refusing to bind gateway"],
        area: Area::Start,
        rules: &["gateway-bind-no-auth"],
        cause: "The gateway is to listen beyond this machine, and there is no token and no password. In a \
                container it does so when `gateway.bind` says nothing.",
        run: &[],
    },
    Symptom {
        phrases: &["Gateway start blocked", "missing gateway.mode", "set gateway.mode=local"],
        area: Area::Start,
        rules: &["gateway-mode-missing", "syntax-error", "gateway-mode-removed"],
        cause: "The config does not say `gateway.mode: \"local\"`, or it cannot be read, or OpenClaw looks at \
                another file.",
        run: &["openclaw config file"],
    },
    Symptom {
        phrases: &["Unrecognized key", "Unrecognized keys"],
        area: Area::Start,
        rules: &[
            "misspelled-key",
            "misplaced-key",
            "retired-key",
            "key-too-new",
            "invented-key",
            "comment-key",
            "unknown-key",
        ],
        cause: "The config has a key that this release does not know. One such key and the whole config is \
                rejected.",
        run: &["clawtidy check --fix", "clawtidy migrate", "clawtidy compat"],
    },
    Symptom {
        phrases: &["Invalid config at", "Config invalid", "exit 78", "status=78", "exit code 78"],
        area: Area::Start,
        rules: &["invalid-value", "missing-key", "unknown-key", "retired-key", "syntax-error"],
        cause: "OpenClaw rejects the config, or refuses to start with it. A service manager that starts it \
                again and again changes nothing about that.",
        run: &[],
    },
    Symptom {
        phrases: &["JSON5 parse failed", "JSON5: invalid", "SyntaxError: JSON5"],
        area: Area::Start,
        rules: &["syntax-error"],
        cause: "The config is not JSON5 all the way through: a comma, a quote or a bracket is missing.",
        run: &[],
    },
    Symptom {
        phrases: &["Legacy config keys detected"],
        area: Area::Start,
        rules: &["retired-key", "legacy-agent-section", "legacy-gateway-token"],
        cause: "The config is one of an older release.",
        run: &["clawtidy migrate"],
    },
    Symptom {
        phrases: &["config was written by version", "older than the config last written by"],
        area: Area::Start,
        rules: &["config-from-newer-release"],
        cause: "A newer OpenClaw wrote this config than the one that starts now; often there are two on one \
                machine.",
        run: &["openclaw --version", "openclaw gateway status --deep"],
    },
    Symptom {
        phrases: &["but gateway.auth.mode is unset", "while gateway.auth.mode is unset"],
        area: Area::Start,
        rules: &["gateway-auth-mode-ambiguous"],
        cause: "There are a token and a password, and `gateway.auth.mode` does not say which counts.",
        run: &[],
    },
    Symptom {
        phrases: &[
            "published example placeholder",
            "gateway auth token is blank",
            "gateway auth password is blank",
            "no password is configured",
        ],
        area: Area::Start,
        rules: &[
            "gateway-token-placeholder-value",
            "gateway-password-placeholder-value",
            "gateway-credential-unusable",
        ],
        cause: "The gateway's token or password is empty, or a sample that anyone can look up.",
        run: &[],
    },
    Symptom {
        phrases: &["gateway.bind=custom requires"],
        area: Area::Start,
        rules: &["gateway-custom-bind-host"],
        cause: "`gateway.customBindHost` is not there, or is no IPv4 address.",
        run: &[],
    },
    Symptom {
        phrases: &["tailscale serve/funnel requires", "requires gateway bind=loopback"],
        area: Area::Start,
        rules: &["gateway-tailscale-conflict"],
        cause: "Tailscale serves a gateway that listens on loopback, and no other.",
        run: &[],
    },
    Symptom {
        phrases: &["tailscale funnel requires", "funnel requires gateway auth mode=password"],
        area: Area::Start,
        rules: &["gateway-funnel-no-password"],
        cause: "Tailscale Funnel opens the gateway to the internet, and OpenClaw wants a password for that.",
        run: &[],
    },
    Symptom {
        phrases: &[
            "mode=trusted-proxy requires gateway.trustedProxies",
            "trusted-proxy requires",
            "gateway auth mode=trusted-proxy",
        ],
        area: Area::Start,
        rules: &[
            "gateway-trusted-proxy-no-proxies",
            "gateway-trusted-proxy-no-user-header",
            "gateway-trusted-proxy-with-token",
        ],
        cause: "A proxy is to say who comes, and the config does not say which proxy, or in which header, or \
                has a token besides.",
        run: &[],
    },
    Symptom {
        phrases: &["hooks.enabled requires hooks.token", "hooks.path may not be"],
        area: Area::Start,
        rules: &["unusable-hooks", "hooks-path-root"],
        cause: "Hooks are on, and have no token, or a path that they cannot have.",
        run: &[],
    },
    Symptom {
        phrases: &["Missing env var"],
        area: Area::Start,
        rules: &["missing-env-variable", "wrong-placeholder-syntax"],
        cause: "The config names a variable that is not set where OpenClaw runs. A shell's settings are not \
                those of a service; OpenClaw reads `~/.openclaw/.env`.",
        run: &["clawtidy check --env-file ~/.openclaw/.env"],
    },
    Symptom {
        phrases: &[
            "Failed to read include file",
            "Circular include detected",
            "Include path escapes",
            "Maximum include depth",
        ],
        area: Area::Start,
        rules: &["broken-include"],
        cause: "A file that the config includes is missing, includes itself, or lies where OpenClaw does not \
                read.",
        run: &[],
    },
    Symptom {
        phrases: &["plugin not found"],
        area: Area::Start,
        rules: &["unknown-plugin"],
        cause: "The config names a plugin that is not installed, or misspells it.",
        run: &["clawtidy check --plugins ~/.openclaw/extensions", "openclaw plugins list"],
    },
    Symptom {
        phrases: &[
            "instance is already listening",
            "gateway already running",
            "EADDRINUSE",
            "address already in use",
        ],
        area: Area::Start,
        rules: &[],
        cause: "Another program has the port; most often it is a second gateway.",
        run: &["openclaw gateway status --deep", "openclaw gateway stop"],
    },
    Symptom {
        phrases: &["listen EACCES"],
        area: Area::Start,
        rules: &["gateway-port-privileged"],
        cause: "Ports below 1024 are for privileged programs.",
        run: &[],
    },
    Symptom {
        phrases: &["EACCES: permission denied, open"],
        area: Area::Start,
        rules: &[],
        cause: "OpenClaw runs as another user than the one who owns its files.",
        run: &["ls -la ~/.openclaw", "openclaw doctor"],
    },
    Symptom {
        phrases: &["origin not allowed", "CONTROL_UI_ORIGIN_NOT_ALLOWED"],
        area: Area::Connection,
        rules: &["gateway-control-ui-allowed-origins-required", "invented-key"],
        cause: "The page is served from an origin that `gateway.controlUi.allowedOrigins` does not list.",
        run: &[],
    },
    Symptom {
        phrases: &["gateway token not configured", "gateway password not configured"],
        area: Area::Connection,
        rules: &["gateway-credential-unusable", "legacy-gateway-token"],
        cause: "The gateway asks for a token, and its config has none where it looks: `gateway.auth.token`.",
        run: &[],
    },
    Symptom {
        phrases: &[
            "gateway token mismatch",
            "gateway token missing",
            "gateway password mismatch",
            "AUTH_TOKEN_MISMATCH",
            "AUTH_TOKEN_MISSING",
            "AUTH_PASSWORD_MISMATCH",
            "unauthorized",
        ],
        area: Area::Connection,
        rules: &["legacy-gateway-token", "gateway-credential-unusable"],
        cause: "After an update: the token may stand where OpenClaw no longer reads it. Otherwise it is not in \
                this config: the page, the app or the command has another token than the gateway.",
        run: &["openclaw dashboard", "openclaw gateway status --deep"],
    },
    Symptom {
        phrases: &["AUTH_RATE_LIMITED", "too many failed authentication attempts"],
        area: Area::Connection,
        rules: &[],
        cause: "Something tries a wrong token again and again; the gateway makes it wait.",
        run: &["openclaw logs --follow", "openclaw devices list"],
    },
    Symptom {
        phrases: &[
            "pairing required",
            "PAIRING_REQUIRED",
            "AUTH_DEVICE_TOKEN_MISMATCH",
            "device token mismatch",
        ],
        area: Area::Connection,
        rules: &[],
        cause: "The device is not paired with the gateway, or no longer. Pairings are not in the config.",
        run: &["openclaw devices list", "openclaw devices approve REQUEST"],
    },
    Symptom {
        phrases: &["device identity required", "DEVICE_IDENTITY_REQUIRED"],
        area: Area::Connection,
        rules: &["gateway-without-tls"],
        cause: "The page came over plain HTTP from another machine, where browsers keep no identity. Use \
                HTTPS, Tailscale Serve or an SSH tunnel.",
        run: &["ssh -N -L 18789:127.0.0.1:18789 USER@HOST"],
    },
    Symptom {
        phrases: &["ECONNREFUSED 127.0.0.1", "connection refused"],
        area: Area::Connection,
        rules: &["gateway-bind-tailnet-fallback", "gateway-mode-missing"],
        cause: "With `bind: \"tailnet\"`, or `custom` with another address, nothing listens on 127.0.0.1. \
                Otherwise the gateway does not run.",
        run: &["openclaw gateway status --deep"],
    },
    Symptom {
        phrases: &["ETIMEDOUT", "EHOSTUNREACH", "connection timed out"],
        area: Area::Connection,
        rules: &[],
        cause: "A firewall, or a network that does not lead there.",
        run: &["openclaw gateway probe"],
    },
    Symptom {
        phrases: &["ENOTFOUND", "EAI_AGAIN", "getaddrinfo"],
        area: Area::Connection,
        rules: &[],
        cause: "A name cannot be looked up: DNS, or no network when the service started.",
        run: &["getent hosts api.telegram.org"],
    },
    Symptom {
        phrases: &[
            "certificate has expired",
            "CERT_NOT_YET_VALID",
            "unable to verify the first certificate",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
        ],
        area: Area::Connection,
        rules: &[],
        cause: "A certificate, or this machine's clock.",
        run: &["date -u", "timedatectl"],
    },
    Symptom {
        phrases: &["mention required", "no-mention", "skipping group message"],
        area: Area::Messages,
        rules: &["group-without-mention", "group-policy-without-senders"],
        cause: "In groups the agent answers when it is mentioned, unless `requireMention` says otherwise.",
        run: &[],
    },
    Symptom {
        phrases: &["no group allowlist entries", "groupPolicy: allowlist", "groupPolicy: disabled"],
        area: Area::Messages,
        rules: &["group-policy-without-senders", "channels-telegram-groups-allow-from-missing"],
        cause: "The policy for groups lets in who is listed, and nobody is.",
        run: &[],
    },
    Symptom {
        phrases: &["dmPolicy=", "dmPolicy: disabled", "bot does not answer", "silent bot"],
        area: Area::Messages,
        rules: &[
            "dm-policy-without-senders",
            "channels-dm-disabled",
            "channels-dm-locked",
            "channels-telegram-allow-from-invalid-entries",
            "channel-plugin-blocked",
        ],
        cause: "A policy drops the messages, or the sender waits for approval. Who waits is not in the config.",
        run: &["openclaw channels status --probe", "openclaw pairing list"],
    },
    Symptom {
        phrases: &["409: Conflict", "terminated by other getUpdates request"],
        area: Area::Messages,
        rules: &[],
        cause: "Two programs ask Telegram for the messages of one bot; stop the other one.",
        run: &["openclaw gateway status --deep"],
    },
    Symptom {
        phrases: &["QR login", "scan the QR", "Session logged out", "logged out"],
        area: Area::Messages,
        rules: &[],
        cause: "The session with WhatsApp or Signal is over. It is no setting, and no file to copy.",
        run: &["openclaw channels login --channel whatsapp"],
    },
    Symptom {
        phrases: &["invalid_auth", "'getMe' failed", "invalid token was provided"],
        area: Area::Messages,
        rules: &["placeholder-credential", "blank-credential", "missing-env-variable"],
        cause: "The service does not take the bot's token: it is a sample, empty, or was revoked. A revoked one \
                cannot be told from the config.",
        run: &["openclaw channels status --probe"],
    },
    Symptom {
        phrases: &["invalid type: sequence, expected a string"],
        area: Area::Models,
        rules: &["provider-string-content"],
        cause: "The server takes a message as one text only, and OpenClaw sends it in parts.",
        run: &[],
    },
    Symptom {
        phrases: &["Extra usage is required for long context", "long context requests"],
        area: Area::Models,
        rules: &["ineffective-context1m"],
        cause: "The config asks for the long context, and the key is not entitled to it.",
        run: &[],
    },
    Symptom {
        phrases: &["context window too small"],
        area: Area::Models,
        rules: &["stale-context-window", "context-budget-misplaced"],
        cause: "The model, or what the config says of it, can read too little at once for an agent.",
        run: &["openclaw models status"],
    },
    Symptom {
        phrases: &["Unknown model", "model not allowed", "model not found", "model_not_found"],
        area: Area::Models,
        rules: &[
            "unknown-model-provider",
            "unavailable-model",
            "retired-model",
            "inexact-model-entry",
            "models-as-allowlist",
        ],
        cause: "The model is misspelled, lacks `provider/` in front, is retired, or is not among the models \
                that agents may use.",
        run: &["openclaw models list --all"],
    },
    Symptom {
        phrases: &["No API key found for provider", "No API key found"],
        area: Area::Models,
        rules: &[
            "missing-env-variable",
            "blank-credential",
            "invented-llm-section",
            "model-providers-at-root",
        ],
        cause: "The provider's key is in no variable and not where OpenClaw looks for it; keys that were \
                given by `openclaw models auth` are not in the config.",
        run: &["openclaw models status"],
    },
    Symptom {
        phrases: &["API rate limit reached", "429 Too Many Requests", "insufficient_quota"],
        area: Area::Models,
        rules: &[],
        cause: "The provider has had enough of this key for now.",
        run: &["openclaw models status"],
    },
    Symptom {
        phrases: &[
            "auto-restored from last-known-good",
            "auto-restored from backup",
            "openclaw.json.clobbered",
        ],
        area: Area::Config,
        rules: &["gateway-mode-removed", "size-drop-hazard", "missing-meta"],
        cause: "OpenClaw took the file for damaged and put an older one in its place. What you wrote lies \
                beside it.",
        run: &["clawtidy rejected", "clawtidy rejected --merge"],
    },
    Symptom {
        phrases: &[
            "Config write rejected",
            "openclaw.json.rejected",
            "size-drop",
            "gateway-mode-removed",
        ],
        area: Area::Config,
        rules: &["gateway-mode-removed", "size-drop-hazard"],
        cause: "OpenClaw did not write an edit that it took for damage. It lies beside the config.",
        run: &["clawtidy rejected", "clawtidy rejected --merge"],
    },
    Symptom {
        phrases: &["redacted secret placeholder"],
        area: Area::Config,
        rules: &["redaction-placeholder"],
        cause: "The file was pasted back from output in which secrets are masked.",
        run: &[],
    },
    Symptom {
        phrases: &["comments are gone", "my comments disappeared"],
        area: Area::Config,
        rules: &[],
        cause: "OpenClaw writes the whole file anew when a command or the Control UI changes a setting. What \
                must stay goes into a file that the config includes.",
        run: &["clawtidy diff openclaw.json.bak openclaw.json"],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;

    fn named(text: &str) -> Vec<&'static str> {
        find(text).map(Symptom::name).collect()
    }

    #[test]
    fn symptoms_name_rules_and_are_told_apart() {
        for symptom in SYMPTOMS {
            for rule in symptom.rules {
                assert!(rules::every().any(|own| own.id == *rule), "{rule}");
            }
            assert!(!symptom.rules.is_empty() || !symptom.run.is_empty(), "{}", symptom.name());
            for phrase in symptom.phrases {
                assert_eq!(named(phrase).len(), 1, "{phrase}: {:?}", named(phrase));
                assert!(rules::find(phrase).is_none_or(|rule| symptom.rules.contains(&rule.id)));
            }
        }
        let areas = SYMPTOMS.iter().map(|it| Area::ALL.iter().position(|area| *area == it.area));
        assert!(areas.is_sorted());
    }

    #[test]
    fn lines_of_a_log_and_parts_of_them_are_known() {
        let line = "[gateway] Refusing to  bind gateway to 0.0.0.0:18789 without auth (set …)";
        assert_eq!(named(line), ["refusing to bind gateway"]);
        assert_eq!(named("refusing to bind"), ["refusing to bind gateway"]);
        assert_eq!(named("code=exited, status=78/CONFIG"), ["Invalid config at"]);
        assert!(named("status=780").is_empty());
        assert!(named("bind").is_empty());
        assert!(named("").is_empty());
    }
}
