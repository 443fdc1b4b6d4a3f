//! What credentials look like: one row a format.
//!
//! A row is a prefix, what must follow it for a text to be masked, and what does follow in a
//! credential that works, which `plaintext-secret` asks for. Formats without a prefix of their own (Telegram and
//! Discord bot tokens, private key blocks, bare keys) are code in [`super::shapes`] and
//! [`super::random`].

/// The characters that may follow a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tail {
    /// `0-9a-fA-F`
    Hex,
    /// `A-Z0-9`
    Upper,
    /// `A-Za-z0-9`
    Alnum,
    /// `A-Za-z0-9_-`
    Word,
    /// `A-Za-z0-9_-.`
    Dotted,
    /// `A-Za-z0-9_-.+/=~,`: what a header or a base64 text may hold.
    Base64,
    /// `A-Za-z0-9_-.%/@`: the path of a URL.
    Path,
}

impl Tail {
    /// Whether `byte` may stand in it.
    pub(super) const fn holds(self, byte: u8) -> bool {
        match self {
            Self::Hex => byte.is_ascii_hexdigit(),
            Self::Upper => byte.is_ascii_uppercase() || byte.is_ascii_digit(),
            Self::Alnum => byte.is_ascii_alphanumeric(),
            Self::Word => byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'),
            Self::Dotted => Self::Word.holds(byte) || byte == b'.',
            Self::Base64 => {
                Self::Dotted.holds(byte) || matches!(byte, b'+' | b'/' | b'=' | b'~' | b',')
            }
            Self::Path => Self::Dotted.holds(byte) || matches!(byte, b'/' | b'%' | b'@'),
        }
    }
}

/// How sure a prefix makes us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proof {
    /// Nothing else begins so.
    Prefix,
    /// Ordinary words begin so too: a digit must follow somewhere.
    Digit,
    /// The prefix is public and stays readable; what follows is the secret.
    Public,
    /// As `Public`, and what follows must not be a plain word.
    PublicDigit,
}

/// What tells a credential that was handed out from one that only begins so. What is printed is
/// masked by less: a cut-off key is still a leak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    /// As many characters as this after the prefix.
    Length {
        /// At least.
        least: usize,
        /// At most.
        most: usize,
    },
    /// Thirty characters and their checksum, as GitHub's and npm's have it.
    Crc32,
    /// Three parts in base64url, the first of which is an object.
    Jwt,
}

/// The format of a provider's credentials.
#[derive(Debug)]
pub(super) struct Shape {
    /// The text it begins with.
    pub(super) prefix: &'static str,
    /// What may follow.
    pub(super) tail: Tail,
    /// How many of them must follow at least.
    pub(super) least: usize,
    /// Whether that is enough.
    pub(super) proof: Proof,
    /// What follows in one that a provider handed out.
    pub(super) whole: Whole,
    /// What it is, after "looks like ": `a GitHub token`.
    pub(super) name: &'static str,
    /// The variable that people keep it in; empty where there is no custom.
    pub(super) variable: &'static str,
}

const fn row(
    prefix: &'static str,
    tail: Tail,
    least: usize,
    proof: Proof,
    whole: Whole,
    name: &'static str,
    variable: &'static str,
) -> Shape {
    Shape { prefix, tail, least, proof, whole, name, variable }
}

const fn exactly(length: usize) -> Whole {
    between(length, length)
}

const fn from(least: usize) -> Whole {
    between(least, usize::MAX)
}

const fn between(least: usize, most: usize) -> Whole {
    Whole::Length { least, most }
}

use Proof::{Digit, Prefix, Public, PublicDigit};
use Tail::{Alnum, Base64, Dotted, Hex, Path, Upper, Word};

/// The formats, sorted by prefix, byte for byte.
#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    row("1//0", Word, 20, Digit, from(40), "a Google refresh token", ""),
    row("ABSK", Base64, 40, Digit, from(100), "an Amazon Bedrock API key", "AWS_BEARER_TOKEN_BEDROCK"),
    row("AGE-SECRET-KEY-1", Upper, 20, Prefix, exactly(58), "an age secret key", "AGE_SECRET_KEY"),
    row("AIza", Word, 24, Prefix, exactly(35), "a Google API key", "GEMINI_API_KEY"),
    row("AKCp", Alnum, 40, Digit, from(64), "a JFrog API key", "JFROG_API_KEY"),
    row("AKIA", Upper, 12, Prefix, exactly(16), "an AWS access key", "AWS_ACCESS_KEY_ID"),
    row("ASIA", Upper, 16, Digit, exactly(16), "an AWS access key", "AWS_ACCESS_KEY_ID"),
    row("ATATT3x", Base64, 20, Prefix, from(100), "an Atlassian token", "ATLASSIAN_API_TOKEN"),
    row("ATBB", Word, 28, Digit, between(28, 40), "a Bitbucket token", "BITBUCKET_TOKEN"),
    row("ATCTT3x", Base64, 20, Prefix, from(100), "an Atlassian token", "ATLASSIAN_API_TOKEN"),
    row("BSA", Word, 20, Digit, between(24, 32), "a Brave Search API key", "BRAVE_API_KEY"),
    row("Basic ", Base64, 8, PublicDigit, from(12), "basic credentials", ""),
    row("Bearer ", Base64, 8, PublicDigit, from(16), "a bearer token", ""),
    row("CCIPAT_", Word, 20, Prefix, from(40), "a CircleCI token", "CIRCLECI_TOKEN"),
    row("EAA", Alnum, 40, Digit, from(80), "a Meta access token", "META_ACCESS_TOKEN"),
    row("FlyV1 ", Base64, 16, Public, from(60), "a Fly token", "FLY_API_TOKEN"),
    row("GOCSPX-", Word, 16, Prefix, exactly(28), "a Google client secret", "GOOGLE_CLIENT_SECRET"),
    row("HRKU-", Word, 20, Prefix, from(36), "a Heroku API key", "HEROKU_API_KEY"),
    row("IGQV", Word, 40, Digit, from(80), "an Instagram token", "INSTAGRAM_ACCESS_TOKEN"),
    row("NRAK-", Upper, 16, Prefix, exactly(27), "a New Relic API key", "NEW_RELIC_API_KEY"),
    row("PMAK-", Word, 24, Prefix, from(59), "a Postman API key", "POSTMAN_API_KEY"),
    row("SG.", Dotted, 20, Digit, exactly(66), "a SendGrid API key", "SENDGRID_API_KEY"),
    row("SK", Hex, 32, Prefix, exactly(32), "a Twilio API key", "TWILIO_API_KEY"),
    row("Token ", Base64, 12, PublicDigit, from(20), "a token", ""),
    row("aio_", Alnum, 20, Digit, exactly(28), "an Adafruit IO key", "ADAFRUIT_IO_KEY"),
    row("apify_api_", Word, 20, Prefix, from(36), "an Apify token", "APIFY_TOKEN"),
    row("basic ", Base64, 8, PublicDigit, from(12), "basic credentials", ""),
    row("bb_live_", Word, 16, Prefix, from(20), "a Browserbase API key", "BROWSERBASE_API_KEY"),
    row("bce-v3/ALTAK-", Path, 20, Prefix, from(40), "a Qianfan API key", "QIANFAN_API_KEY"),
    row("bearer ", Base64, 8, PublicDigit, from(16), "a bearer token", ""),
    row("bkua_", Alnum, 20, Prefix, exactly(40), "a Buildkite token", "BUILDKITE_TOKEN"),
    row("cfut_", Alnum, 20, Prefix, from(40), "a Cloudflare token", "CLOUDFLARE_API_TOKEN"),
    row("chat.googleapis.com/v1/spaces/", Path, 8, Public, from(20), "a Google Chat webhook", "GOOGLE_CHAT_WEBHOOK"),
    row("csk-", Word, 20, Digit, between(40, 60), "a Cerebras API key", "CEREBRAS_API_KEY"),
    row("dapi", Hex, 28, Prefix, from(32), "a Databricks token", "DATABRICKS_TOKEN"),
    row("dckr_oat_", Word, 16, Prefix, from(27), "a Docker token", "DOCKER_TOKEN"),
    row("dckr_pat_", Word, 16, Prefix, from(27), "a Docker token", "DOCKER_TOKEN"),
    row("discord.com/api/v10/webhooks/", Path, 8, Public, from(60), "a Discord webhook", "DISCORD_WEBHOOK"),
    row("discord.com/api/webhooks/", Path, 8, Public, from(60), "a Discord webhook", "DISCORD_WEBHOOK"),
    row("discordapp.com/api/webhooks/", Path, 8, Public, from(60), "a Discord webhook", "DISCORD_WEBHOOK"),
    row("doo_v1_", Hex, 20, Prefix, exactly(64), "a DigitalOcean token", "DIGITALOCEAN_TOKEN"),
    row("dop_v1_", Hex, 20, Prefix, exactly(64), "a DigitalOcean token", "DIGITALOCEAN_TOKEN"),
    row("dor_v1_", Hex, 20, Prefix, exactly(64), "a DigitalOcean token", "DIGITALOCEAN_TOKEN"),
    row("dp.pt.", Alnum, 20, Prefix, from(40), "a Doppler token", "DOPPLER_TOKEN"),
    row("dp.st.", Dotted, 20, Prefix, from(40), "a Doppler token", "DOPPLER_TOKEN"),
    row("e2b_", Alnum, 20, Digit, exactly(40), "an E2B API key", "E2B_API_KEY"),
    row("esecret_", Alnum, 16, Prefix, from(20), "an Anyscale API key", "ANYSCALE_API_KEY"),
    row("eyJ", Dotted, 24, Prefix, Whole::Jwt, "a JSON Web Token", ""),
    row("fc-", Alnum, 20, Digit, exactly(32), "a Firecrawl API key", "FIRECRAWL_API_KEY"),
    row("figd_", Word, 16, Prefix, from(36), "a Figma token", "FIGMA_TOKEN"),
    row("figu_", Word, 16, Prefix, from(36), "a Figma token", "FIGMA_TOKEN"),
    row("fio-u-", Word, 20, Prefix, from(40), "a Frame.io token", "FRAMEIO_TOKEN"),
    row("fm1_", Base64, 20, Digit, from(60), "a Fly token", "FLY_API_TOKEN"),
    row("fm2_", Base64, 20, Digit, from(60), "a Fly token", "FLY_API_TOKEN"),
    row("fo1_", Base64, 20, Digit, from(40), "a Fly token", "FLY_API_TOKEN"),
    row("fw_", Alnum, 20, Digit, between(20, 32), "a Fireworks API key", "FIREWORKS_API_KEY"),
    row("gho_", Alnum, 20, Prefix, Whole::Crc32, "a GitHub token", "GITHUB_TOKEN"),
    row("ghp_", Alnum, 20, Prefix, Whole::Crc32, "a GitHub token", "GITHUB_TOKEN"),
    row("ghr_", Alnum, 20, Prefix, Whole::Crc32, "a GitHub token", "GITHUB_REFRESH_TOKEN"),
    row("ghs_", Word, 20, Prefix, Whole::Crc32, "a GitHub token", "GITHUB_TOKEN"),
    row("ghu_", Alnum, 20, Prefix, Whole::Crc32, "a GitHub token", "GITHUB_TOKEN"),
    row("github_pat_", Word, 20, Prefix, exactly(82), "a GitHub token", "GITHUB_TOKEN"),
    row("glagent-", Word, 16, Prefix, from(50), "a GitLab token", "GITLAB_TOKEN"),
    row("glc_", Base64, 20, Digit, from(40), "a Grafana token", "GRAFANA_TOKEN"),
    row("glcbt-", Word, 16, Prefix, from(20), "a GitLab token", "GITLAB_TOKEN"),
    row("gldt-", Word, 16, Prefix, from(20), "a GitLab token", "GITLAB_TOKEN"),
    row("glpat-", Dotted, 16, Prefix, from(20), "a GitLab token", "GITLAB_TOKEN"),
    row("glptt-", Word, 16, Prefix, exactly(40), "a GitLab token", "GITLAB_TOKEN"),
    row("glrt-", Dotted, 16, Prefix, from(20), "a GitLab token", "GITLAB_TOKEN"),
    row("glsa_", Word, 20, Prefix, from(40), "a Grafana token", "GRAFANA_TOKEN"),
    row("gsk_", Alnum, 20, Prefix, exactly(52), "a Groq API key", "GROQ_API_KEY"),
    row("hf_", Alnum, 20, Prefix, between(30, 40), "a Hugging Face token", "HF_TOKEN"),
    row("hooks.slack.com/", Path, 12, Public, from(40), "a Slack webhook", "SLACK_WEBHOOK"),
    row("hooks.zapier.com/hooks/catch/", Path, 6, Public, from(12), "a Zapier webhook", "ZAPIER_WEBHOOK"),
    row("hvb.", Word, 20, Prefix, from(24), "a Vault token", "VAULT_TOKEN"),
    row("hvr.", Word, 20, Prefix, from(24), "a Vault token", "VAULT_TOKEN"),
    row("hvs.", Word, 20, Prefix, from(24), "a Vault token", "VAULT_TOKEN"),
    row("jina_", Word, 20, Prefix, from(40), "a Jina API key", "JINA_API_KEY"),
    row("key-", Alnum, 24, Digit, exactly(32), "a Mailgun API key", "MAILGUN_API_KEY"),
    row("lin_api_", Word, 16, Prefix, exactly(40), "a Linear API key", "LINEAR_API_KEY"),
    row("lin_oauth_", Word, 16, Prefix, from(40), "a Linear token", "LINEAR_TOKEN"),
    row("lsv2_pt_", Word, 16, Prefix, from(32), "a LangSmith API key", "LANGSMITH_API_KEY"),
    row("lsv2_sk_", Word, 16, Prefix, from(32), "a LangSmith API key", "LANGSMITH_API_KEY"),
    row("mct_", Word, 20, Digit, from(24), "a Matrix access token", "MATRIX_ACCESS_TOKEN"),
    row("npm_", Alnum, 24, Prefix, Whole::Crc32, "an npm token", "NPM_TOKEN"),
    row("nsec1", Alnum, 40, Prefix, exactly(58), "a Nostr private key", "NOSTR_PRIVATE_KEY"),
    row("ntn_", Alnum, 20, Prefix, from(40), "a Notion token", "NOTION_TOKEN"),
    row("nvapi-", Word, 20, Prefix, from(60), "an NVIDIA API key", "NVIDIA_API_KEY"),
    row("oauth:", Alnum, 24, Digit, exactly(30), "a Twitch token", "TWITCH_ACCESS_TOKEN"),
    row("open.feishu.cn/open-apis/bot/v2/hook/", Path, 8, Public, from(32), "a Feishu webhook", "FEISHU_WEBHOOK"),
    row("open.larksuite.com/open-apis/bot/v2/hook/", Path, 8, Public, from(32), "a Lark webhook", "LARK_WEBHOOK"),
    row("ops_", Word, 50, Digit, from(200), "a 1Password token", "OP_SERVICE_ACCOUNT_TOKEN"),
    row("outlook.office.com/webhook/", Path, 12, Public, from(60), "a Teams webhook", "TEAMS_WEBHOOK"),
    row("outlook.office365.com/webhook/", Path, 12, Public, from(60), "a Teams webhook", "TEAMS_WEBHOOK"),
    row("pa-", Word, 32, Digit, between(40, 48), "a Voyage API key", "VOYAGE_API_KEY"),
    row("pcsk_", Word, 20, Prefix, from(60), "a Pinecone API key", "PINECONE_API_KEY"),
    row("pplx-", Alnum, 20, Prefix, between(40, 64), "a Perplexity API key", "PERPLEXITY_API_KEY"),
    row("pscale_oauth_", Dotted, 20, Prefix, from(32), "a PlanetScale token", "PLANETSCALE_TOKEN"),
    row("pscale_pw_", Dotted, 20, Prefix, from(32), "a PlanetScale password", "PLANETSCALE_PASSWORD"),
    row("pscale_tkn_", Dotted, 20, Prefix, from(32), "a PlanetScale token", "PLANETSCALE_TOKEN"),
    row("pul-", Hex, 24, Prefix, exactly(40), "a Pulumi token", "PULUMI_ACCESS_TOKEN"),
    row("pypi-", Word, 20, Digit, from(80), "a PyPI token", "PYPI_TOKEN"),
    row("r8_", Word, 20, Digit, exactly(37), "a Replicate token", "REPLICATE_API_TOKEN"),
    row("re_", Word, 20, Digit, between(30, 36), "a Resend API key", "RESEND_API_KEY"),
    row("rk_live_", Alnum, 10, Prefix, from(24), "a Stripe key", "STRIPE_API_KEY"),
    row("rk_test_", Alnum, 10, Prefix, from(24), "a Stripe key", "STRIPE_API_KEY"),
    row("rnd_", Alnum, 24, Digit, from(24), "a Render API key", "RENDER_API_KEY"),
    row("rubygems_", Hex, 24, Prefix, exactly(48), "a RubyGems API key", "RUBYGEMS_API_KEY"),
    row("sb_secret_", Word, 16, Prefix, from(24), "a Supabase key", "SUPABASE_SECRET_KEY"),
    row("sbp_", Alnum, 24, Prefix, exactly(40), "a Supabase token", "SUPABASE_ACCESS_TOKEN"),
    row("secret_", Alnum, 24, Digit, exactly(43), "a Notion token", "NOTION_TOKEN"),
    row("sgp_", Word, 24, Digit, from(40), "a Sourcegraph token", "SOURCEGRAPH_TOKEN"),
    row("shpat_", Alnum, 24, Prefix, exactly(32), "a Shopify token", "SHOPIFY_ACCESS_TOKEN"),
    row("shpca_", Alnum, 24, Prefix, exactly(32), "a Shopify token", "SHOPIFY_ACCESS_TOKEN"),
    row("shppa_", Alnum, 24, Prefix, exactly(32), "a Shopify token", "SHOPIFY_ACCESS_TOKEN"),
    row("shpss_", Alnum, 24, Prefix, exactly(32), "a Shopify secret", "SHOPIFY_SECRET"),
    row("sk-", Word, 16, Digit, from(32), "an API key", ""),
    row("sk-ant-", Word, 12, Prefix, from(40), "an Anthropic API key", "ANTHROPIC_API_KEY"),
    row("sk-kimi-", Word, 16, Prefix, from(40), "a Kimi API key", "KIMI_API_KEY"),
    row("sk-lf-", Word, 16, Digit, from(32), "a Langfuse key", "LANGFUSE_SECRET_KEY"),
    row("sk-or-", Word, 16, Prefix, from(40), "an OpenRouter API key", "OPENROUTER_API_KEY"),
    row("sk-proj-", Word, 16, Prefix, from(40), "an OpenAI API key", "OPENAI_API_KEY"),
    row("sk-svcacct-", Word, 16, Prefix, from(40), "an OpenAI API key", "OPENAI_API_KEY"),
    row("sk_", Alnum, 24, Digit, between(40, 64), "an ElevenLabs API key", "ELEVENLABS_API_KEY"),
    row("sk_live_", Alnum, 10, Prefix, from(24), "a Stripe key", "STRIPE_API_KEY"),
    row("sk_test_", Alnum, 10, Prefix, from(24), "a Stripe key", "STRIPE_API_KEY"),
    row("sl.", Dotted, 60, Digit, from(100), "a Dropbox token", "DROPBOX_ACCESS_TOKEN"),
    row("sntrys_", Base64, 24, Prefix, from(60), "a Sentry token", "SENTRY_AUTH_TOKEN"),
    row("sntryu_", Alnum, 24, Prefix, exactly(64), "a Sentry token", "SENTRY_AUTH_TOKEN"),
    row("sq0atp-", Word, 16, Prefix, exactly(22), "a Square token", "SQUARE_ACCESS_TOKEN"),
    row("sq0csp-", Word, 16, Prefix, exactly(43), "a Square secret", "SQUARE_SECRET"),
    row("syt_", Word, 20, Prefix, from(28), "a Matrix access token", "MATRIX_ACCESS_TOKEN"),
    row("tgp_v1_", Word, 16, Prefix, from(40), "a Together API key", "TOGETHER_API_KEY"),
    row("token ", Base64, 12, PublicDigit, from(20), "a token", ""),
    row("tskey-", Word, 12, Prefix, from(24), "a Tailscale key", "TS_AUTHKEY"),
    row("tvly-", Word, 16, Prefix, from(28), "a Tavily API key", "TAVILY_API_KEY"),
    row("vca_", Alnum, 20, Prefix, from(24), "a Vercel token", "VERCEL_TOKEN"),
    row("vck_", Alnum, 20, Prefix, from(40), "a Vercel AI Gateway key", "AI_GATEWAY_API_KEY"),
    row("vcp_", Alnum, 20, Prefix, from(24), "a Vercel token", "VERCEL_TOKEN"),
    row("webhook.office.com/webhookb2/", Path, 12, Public, from(32), "a Teams webhook", "TEAMS_WEBHOOK"),
    row("whsec_", Base64, 16, Prefix, from(24), "a webhook signing secret", "WEBHOOK_SIGNING_SECRET"),
    row("xai-", Word, 20, Prefix, from(60), "an xAI API key", "XAI_API_KEY"),
    row("xapp-", Word, 10, Prefix, from(40), "a Slack app token", "SLACK_APP_TOKEN"),
    row("xkeysib-", Word, 24, Prefix, from(64), "a Brevo API key", "BREVO_API_KEY"),
    row("xoxa-", Word, 10, Prefix, from(24), "a Slack token", "SLACK_TOKEN"),
    row("xoxb-", Word, 10, Prefix, from(24), "a Slack bot token", "SLACK_BOT_TOKEN"),
    row("xoxe-", Word, 10, Prefix, from(24), "a Slack token", "SLACK_TOKEN"),
    row("xoxe.", Dotted, 10, Prefix, from(24), "a Slack token", "SLACK_TOKEN"),
    row("xoxp-", Word, 10, Prefix, from(24), "a Slack user token", "SLACK_USER_TOKEN"),
    row("xoxr-", Word, 10, Prefix, from(24), "a Slack token", "SLACK_TOKEN"),
    row("xoxs-", Word, 10, Prefix, from(24), "a Slack token", "SLACK_TOKEN"),
    row("xsmtpsib-", Word, 24, Prefix, from(64), "a Brevo SMTP key", "BREVO_SMTP_KEY"),
    row("ya29.", Dotted, 16, Prefix, from(40), "a Google access token", "GOOGLE_ACCESS_TOKEN"),
];

/// Where the rows of each first byte begin in [`SHAPES`].
const STARTS: [u8; 129] = {
    let mut starts = [0; 129];
    let mut byte = 0;
    let mut index = 0;
    while byte < 129 {
        while index < SHAPES.len() && (SHAPES[index].prefix.as_bytes()[0] as usize) < byte {
            index += 1;
        }
        #[expect(clippy::cast_possible_truncation, reason = "asserted below")]
        {
            starts[byte] = index as u8;
        }
        byte += 1;
    }
    assert!(SHAPES.len() < 256, "indices are bytes");
    starts
};

/// Whether some prefix begins with a byte and another: by both.
static PAIRS: [[bool; 128]; 128] = {
    let mut pairs = [[false; 128]; 128];
    let mut index = 0;
    while index < SHAPES.len() {
        let prefix = SHAPES[index].prefix.as_bytes();
        assert!(prefix.len() > 1, "two bytes of ASCII tell formats apart");
        pairs[prefix[0] as usize][prefix[1] as usize] = true;
        index += 1;
    }
    pairs
};

/// Whether some prefix begins with these bytes.
#[inline]
pub(super) fn may_begin(first: u8, second: u8) -> bool {
    first < 128 && second < 128 && PAIRS[usize::from(first)][usize::from(second)]
}

/// The formats whose prefix begins as `text` does, as far as its first two bytes tell; the longest
/// of those that begin alike come last.
#[inline]
pub(super) fn starting_with(text: &[u8]) -> impl DoubleEndedIterator<Item = &'static Shape> {
    let (first, second) = (text.first().copied().unwrap_or_default(), text.get(1).copied());
    let rows = match usize::from(first) {
        byte @ ..128 => &SHAPES[usize::from(STARTS[byte])..usize::from(STARTS[byte + 1])],
        _ => &[],
    };
    rows.iter().filter(move |shape| shape.prefix.as_bytes().get(1).copied() == second)
}

/// What looks random and is public all the same: the text before the run, or how the run begins.
pub(super) const PUBLIC_BEFORE: &[&str] = &["sha1:", "sha256:", "sha384:", "sha512:", "md5:"];

/// Beginnings of runs that are public: digests of packages, public keys.
pub(super) const PUBLIC_PREFIXES: &[&str] = &[
    "AAAAB3NzaC1",
    "AAAAC3NzaC1",
    "AAAAE2VjZHNh",
    "age1",
    "npub1",
    "sha1-",
    "sha256-",
    "sha384-",
    "sha512-",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_and_found() {
        assert!(SHAPES.is_sorted_by(|a, b| a.prefix < b.prefix));
        for shape in SHAPES {
            let mut found = starting_with(shape.prefix.as_bytes());
            assert!(found.any(|other| other.prefix == shape.prefix), "{shape:?}");
        }
    }
}
