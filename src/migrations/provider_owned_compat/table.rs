//! What OpenClaw 2026.9.6 knows of models by itself, from the lists that its plugins bring.

/// The models of a provider that are spoken to in the same way.
pub(super) struct Route {
    /// In small letters.
    pub(super) provider: &'static str,
    pub(super) api: &'static str,
    pub(super) base_url: &'static str,
    /// What is known, as JSON, and the ids of the models of which it is, in small letters and
    /// without the provider before them.
    pub(super) known: &'static [(&'static str, &'static [&'static str])],
}

/// All of them, sorted by provider.
pub(super) const ROUTES: [Route; 13] = [
    Route {
        provider: "anthropic",
        api: "anthropic-messages",
        base_url: "https://api.anthropic.com",
        known: &[
            (r#"{"codeMode": "capable"}"#, &["claude-haiku-4-5"]),
            (
                r#"{"codeMode": "preferred"}"#,
                &[
                    "claude-fable-5",
                    "claude-fable-5-1",
                    "claude-mythos-5",
                    "claude-opus-4-8",
                    "claude-opus-5",
                    "claude-opus-5-5",
                    "claude-sonnet-5",
                ],
            ),
        ],
    },
    Route {
        provider: "azure-openai-responses",
        api: "azure-openai-responses",
        base_url: "https://api.openai.com/v1",
        known: &[
            (
                r#"{"codeMode": "preferred", "supportedReasoningEfforts": ["low", "medium", "high", "xhigh", "max"], "supportsReasoningEffort": true, "supportsTemperature": false}"#,
                &["gpt-6-astra"],
            ),
            (
                r#"{"codeMode": "preferred", "supportedReasoningEfforts": ["none", "low", "medium", "high", "xhigh", "max"], "supportsReasoningEffort": true, "supportsTemperature": false}"#,
                &["gpt-5.6-luna", "gpt-5.6-sol", "gpt-5.6-terra", "gpt-6-luna", "gpt-6-sol"],
            ),
            (r#"{"codeMode": "preferred"}"#, &["gpt-5.5", "gpt-5.5-pro"]),
        ],
    },
    Route {
        provider: "github-copilot",
        api: "anthropic-messages",
        base_url: "https://api.individual.githubcopilot.com",
        known: &[
            (
                r#"{"codeMode": "capable", "supportedReasoningEfforts": ["low", "medium", "high", "xhigh", "max"], "supportsReasoningEffort": true}"#,
                &["claude-opus-5"],
            ),
            (r#"{"codeMode": "capable"}"#, &["claude-fable-5", "claude-sonnet-5"]),
        ],
    },
    Route {
        provider: "github-copilot",
        api: "openai-completions",
        base_url: "https://api.individual.githubcopilot.com",
        known: &[
            (
                r#"{"codeMode": "capable", "maxTokensField": "max_tokens", "supportsDeveloperRole": false, "supportsStore": false, "supportsUsageInStreaming": false}"#,
                &["gemini-3.1-pro-preview", "gemini-3.5-flash", "gemini-3.6-flash"],
            ),
            (
                r#"{"maxTokensField": "max_tokens", "supportsDeveloperRole": false, "supportsStore": false, "supportsUsageInStreaming": false}"#,
                &["gemini-2.5-pro"],
            ),
        ],
    },
    Route {
        provider: "github-copilot",
        api: "openai-responses",
        base_url: "https://api.individual.githubcopilot.com",
        known: &[
            (
                r#"{"codeMode": "capable", "supportedReasoningEfforts": ["none", "low", "medium", "high", "xhigh", "max"]}"#,
                &["gpt-5.6-luna", "gpt-5.6-sol", "gpt-5.6-terra"],
            ),
            (
                r#"{"codeMode": "capable", "supportedReasoningEfforts": ["none", "low", "medium", "high", "xhigh"]}"#,
                &["gpt-5.5"],
            ),
            (
                r#"{"supportedReasoningEfforts": ["low", "medium", "high", "xhigh"]}"#,
                &["gpt-5.3-codex"],
            ),
            (
                r#"{"supportedReasoningEfforts": ["none", "low", "medium", "high", "xhigh"]}"#,
                &["gpt-5.4", "gpt-5.4-mini"],
            ),
        ],
    },
    Route {
        provider: "google",
        api: "google-generative-ai",
        base_url: "https://generativelanguage.googleapis.com/v1beta",
        known: &[(
            r#"{"codeMode": "preferred"}"#,
            &[
                "gemini-3-flash-preview",
                "gemini-3.1-flash-lite",
                "gemini-3.1-pro-preview",
                "gemini-3.5-flash",
                "gemini-3.5-flash-lite",
                "gemini-3.6-flash",
                "gemini-3.7-flash",
            ],
        )],
    },
    Route {
        provider: "nvidia",
        api: "openai-completions",
        base_url: "https://integrate.api.nvidia.com/v1",
        known: &[
            (
                r#"{"codeMode": "capable", "requiresStringContent": true}"#,
                &["deepseek-ai/deepseek-v4-pro", "z-ai/glm-5.1", "z-ai/glm-5.2"],
            ),
            (
                r#"{"requiresStringContent": true}"#,
                &[
                    "minimaxai/minimax-m2.7",
                    "minimaxai/minimax-m3",
                    "moonshotai/kimi-k2.5",
                    "moonshotai/kimi-k2.6",
                    "nemotron-3-super-120b-a12b",
                    "nemotron-3-ultra-550b-a55b",
                    "nemotron-3.5-lightning-30b-a3b",
                    "qwen/qwen3.5-397b-a17b",
                    "z-ai/glm5",
                ],
            ),
        ],
    },
    Route {
        provider: "ollama-cloud",
        api: "ollama",
        base_url: "https://ollama.com",
        known: &[
            (
                r#"{"codeMode": "capable", "supportsTools": true, "supportsUsageInStreaming": true}"#,
                &["deepseek-v4-flash", "deepseek-v4-pro", "glm-5.1", "glm-5.2", "kimi-k3"],
            ),
            (
                r#"{"supportsTools": true, "supportsUsageInStreaming": true}"#,
                &[
                    "deepseek-v4-flash:0731",
                    "deepseek-v4-flash:preview",
                    "deepseek-v4-pro:0813",
                    "deepseek-v4-pro:preview",
                    "gemma4",
                    "gemma4:31b",
                    "gpt-oss:120b",
                    "gpt-oss:20b",
                    "kimi-k2.5",
                    "kimi-k2.6",
                    "kimi-k2.7-code",
                    "minimax-m2.7",
                    "minimax-m3",
                    "mistral-large-3:675b",
                    "nemotron-3-nano:30b",
                    "nemotron-3-super",
                    "nemotron-3-ultra",
                    "qwen3.5",
                    "qwen3.5:397b",
                ],
            ),
        ],
    },
    Route {
        provider: "openai",
        api: "openai-responses",
        base_url: "https://api.openai.com/v1",
        known: &[
            (
                r#"{"codeMode": "preferred", "supportedReasoningEfforts": ["low", "medium", "high", "xhigh", "max"], "supportsReasoningEffort": true, "supportsTemperature": false}"#,
                &["gpt-6-astra"],
            ),
            (
                r#"{"codeMode": "preferred", "supportedReasoningEfforts": ["none", "low", "medium", "high", "xhigh", "max"], "supportsReasoningEffort": true, "supportsTemperature": false}"#,
                &["gpt-5.6-luna", "gpt-5.6-sol", "gpt-5.6-terra", "gpt-6-luna", "gpt-6-sol"],
            ),
            (r#"{"codeMode": "preferred"}"#, &["gpt-5.5", "gpt-5.5-pro"]),
        ],
    },
    Route {
        provider: "opencode-go",
        api: "anthropic-messages",
        base_url: "https://opencode.ai/zen/go",
        known: &[(r#"{"codeMode": "capable", "thinkingFormat": "qwen"}"#, &["qwen3.8-max"])],
    },
    Route {
        provider: "opencode-go",
        api: "openai-completions",
        base_url: "https://opencode.ai/zen/go/v1",
        known: &[
            (
                r#"{"codeMode": "capable", "maxTokensField": "max_tokens", "supportedReasoningEfforts": ["high", "max"], "supportsDeveloperRole": false, "supportsReasoningEffort": true, "supportsStrictMode": false, "supportsUsageInStreaming": true}"#,
                &["deepseek-v4-pro"],
            ),
            (
                r#"{"codeMode": "capable", "maxTokensField": "max_tokens", "supportedReasoningEfforts": ["low", "high", "max"], "supportsDeveloperRole": false, "supportsReasoningEffort": true, "supportsStrictMode": false, "supportsUsageInStreaming": true}"#,
                &["deepseek-v4-flash"],
            ),
            (
                r#"{"codeMode": "capable", "maxTokensField": "max_tokens", "supportedReasoningEfforts": ["max"], "supportsDeveloperRole": false, "supportsReasoningEffort": true, "supportsStrictMode": false, "supportsUsageInStreaming": true}"#,
                &["kimi-k3"],
            ),
            (
                r#"{"supportsDeveloperRole": false, "supportsStrictMode": false, "supportsUsageInStreaming": true}"#,
                &["hy3-preview", "kimi-k2.6"],
            ),
        ],
    },
    Route {
        provider: "opencode-go",
        api: "openai-responses",
        base_url: "https://opencode.ai/zen/go/v1",
        known: &[(
            r#"{"codeMode": "capable", "maxTokensField": "max_tokens", "supportedReasoningEfforts": ["none", "low", "medium", "high", "xhigh", "max"], "supportsReasoningEffort": true, "supportsUsageInStreaming": true}"#,
            &["gpt-5.6-luna"],
        )],
    },
    Route {
        provider: "together",
        api: "openai-completions",
        base_url: "https://api.together.xyz/v1",
        known: &[(
            r#"{"codeMode": "capable"}"#,
            &["deepseek-ai/deepseek-v4-pro", "zai-org/glm-5.2"],
        )],
    },
];
