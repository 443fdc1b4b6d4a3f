//! Model providers that OpenClaw knows by itself.

use crate::schema::trim;

/// The providers whose address and models OpenClaw 2026.9.6 knows, so that a config need not give
/// them; sorted. Other releases know a few more or less of them.
pub const BUNDLED_PROVIDERS: [&str; 79] = [
    "amazon-bedrock",
    "amazon-bedrock-mantle",
    "anthropic",
    "anthropic-vertex",
    "arcee",
    "azure-openai-responses",
    "byteplus",
    "byteplus-plan",
    "cerebras",
    "chutes",
    "claude-cli",
    "clawrouter",
    "cloudflare-ai-gateway",
    "codex",
    "comfy",
    "copilot-proxy",
    "dashscope",
    "deepinfra",
    "deepseek",
    "fal",
    "fireworks",
    "github-copilot",
    "gmi",
    "gmi-cloud",
    "gmicloud",
    "google",
    "google-antigravity",
    "google-gemini-cli",
    "google-vertex",
    "groq",
    "huggingface",
    "kilocode",
    "kimi",
    "kimi-coding",
    "litellm",
    "lmstudio",
    "meta",
    "microsoft-foundry",
    "minimax",
    "minimax-portal",
    "mistral",
    "modelstudio",
    "moonshot",
    "moonshot-ai",
    "moonshotai",
    "novita",
    "novita-ai",
    "novitaai",
    "nvidia",
    "ollama",
    "ollama-cloud",
    "openai",
    "opencode",
    "opencode-go",
    "openrouter",
    "qianfan",
    "qwen",
    "qwen-token-plan",
    "qwencloud",
    "sglang",
    "stepfun",
    "stepfun-plan",
    "synthetic",
    "tencent-tokenhub",
    "tencent-tokenplan",
    "together",
    "venice",
    "vercel-ai-gateway",
    "vllm",
    "volcengine",
    "volcengine-plan",
    "vydra",
    "x-ai",
    "xai",
    "xiaomi",
    "xiaomi-token-plan",
    "z-ai",
    "z.ai",
    "zai",
];

/// Whether the provider of that name is one of them. Case and white space around it do not count.
pub fn is_bundled_provider(name: &str) -> bool {
    let name = trim(name).to_lowercase();
    BUNDLED_PROVIDERS.binary_search(&name.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_any_case() {
        assert!(BUNDLED_PROVIDERS.is_sorted());
        for name in BUNDLED_PROVIDERS {
            assert!(is_bundled_provider(&format!(" {}\u{feff}", name.to_uppercase())), "{name}");
        }
        assert!(!is_bundled_provider("constructor") && !is_bundled_provider("open ai"));
    }
}
