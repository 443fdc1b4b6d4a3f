//! What credentials look like: one row a format.
//!
//! A row is a prefix and what must follow it. Formats without a prefix of their own (Telegram and
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
    /// What it is, after "looks like ": `a GitHub token`.
    pub(super) name: &'static str,
}

const fn row(
    prefix: &'static str,
    tail: Tail,
    least: usize,
    proof: Proof,
    name: &'static str,
) -> Shape {
    Shape { prefix, tail, least, proof, name }
}

use Proof::{Digit, Prefix, Public, PublicDigit};
use Tail::{Alnum, Base64, Dotted, Hex, Path, Upper, Word};

/// The formats, sorted by prefix, byte for byte.
#[rustfmt::skip]
pub(super) const SHAPES: &[Shape] = &[
    row("1//0", Word, 20, Digit, "a Google refresh token"),
    row("ABSK", Base64, 40, Digit, "an Amazon Bedrock API key"),
    row("AGE-SECRET-KEY-1", Upper, 20, Prefix, "an age secret key"),
    row("AIza", Word, 24, Prefix, "a Google API key"),
    row("AKCp", Alnum, 40, Digit, "a JFrog API key"),
    row("AKIA", Upper, 12, Prefix, "an AWS access key"),
    row("ASIA", Upper, 16, Digit, "an AWS access key"),
    row("ATATT3x", Base64, 20, Prefix, "an Atlassian token"),
    row("ATBB", Word, 28, Digit, "a Bitbucket token"),
    row("ATCTT3x", Base64, 20, Prefix, "an Atlassian token"),
    row("BSA", Word, 20, Digit, "a Brave Search API key"),
    row("Basic ", Base64, 8, PublicDigit, "basic credentials"),
    row("Bearer ", Base64, 8, PublicDigit, "a bearer token"),
    row("CCIPAT_", Word, 20, Prefix, "a CircleCI token"),
    row("EAA", Alnum, 40, Digit, "a Meta access token"),
    row("FlyV1 ", Base64, 16, Public, "a Fly token"),
    row("GOCSPX-", Word, 16, Prefix, "a Google client secret"),
    row("HRKU-", Word, 20, Prefix, "a Heroku API key"),
    row("IGQV", Word, 40, Digit, "an Instagram token"),
    row("NRAK-", Upper, 16, Prefix, "a New Relic API key"),
    row("PMAK-", Word, 24, Prefix, "a Postman API key"),
    row("SG.", Dotted, 20, Digit, "a SendGrid API key"),
    row("SK", Hex, 32, Prefix, "a Twilio API key"),
    row("Token ", Base64, 12, PublicDigit, "a token"),
    row("aio_", Alnum, 20, Digit, "an Adafruit IO key"),
    row("apify_api_", Word, 20, Prefix, "an Apify token"),
    row("basic ", Base64, 8, PublicDigit, "basic credentials"),
    row("bb_live_", Word, 16, Prefix, "a Browserbase API key"),
    row("bearer ", Base64, 8, PublicDigit, "a bearer token"),
    row("bkua_", Alnum, 20, Prefix, "a Buildkite token"),
    row("chat.googleapis.com/v1/spaces/", Path, 8, Public, "a Google Chat webhook"),
    row("csk-", Word, 20, Digit, "a Cerebras API key"),
    row("dapi", Hex, 28, Prefix, "a Databricks token"),
    row("dckr_oat_", Word, 16, Prefix, "a Docker token"),
    row("dckr_pat_", Word, 16, Prefix, "a Docker token"),
    row("discord.com/api/v10/webhooks/", Path, 8, Public, "a Discord webhook"),
    row("discord.com/api/webhooks/", Path, 8, Public, "a Discord webhook"),
    row("discordapp.com/api/webhooks/", Path, 8, Public, "a Discord webhook"),
    row("doo_v1_", Hex, 20, Prefix, "a DigitalOcean token"),
    row("dop_v1_", Hex, 20, Prefix, "a DigitalOcean token"),
    row("dor_v1_", Hex, 20, Prefix, "a DigitalOcean token"),
    row("dp.pt.", Alnum, 20, Prefix, "a Doppler token"),
    row("dp.st.", Dotted, 20, Prefix, "a Doppler token"),
    row("e2b_", Alnum, 20, Digit, "an E2B API key"),
    row("esecret_", Alnum, 16, Prefix, "an Anyscale API key"),
    row("eyJ", Dotted, 24, Prefix, "a JSON Web Token"),
    row("fc-", Alnum, 20, Digit, "a Firecrawl API key"),
    row("figd_", Word, 16, Prefix, "a Figma token"),
    row("figu_", Word, 16, Prefix, "a Figma token"),
    row("fio-u-", Word, 20, Prefix, "a Frame.io token"),
    row("fm1_", Base64, 20, Digit, "a Fly token"),
    row("fm2_", Base64, 20, Digit, "a Fly token"),
    row("fo1_", Base64, 20, Digit, "a Fly token"),
    row("fw_", Alnum, 20, Digit, "a Fireworks API key"),
    row("gho_", Alnum, 20, Prefix, "a GitHub token"),
    row("ghp_", Alnum, 20, Prefix, "a GitHub token"),
    row("ghr_", Alnum, 20, Prefix, "a GitHub token"),
    row("ghs_", Word, 20, Prefix, "a GitHub token"),
    row("ghu_", Alnum, 20, Prefix, "a GitHub token"),
    row("github_pat_", Word, 20, Prefix, "a GitHub token"),
    row("glagent-", Word, 16, Prefix, "a GitLab token"),
    row("glc_", Base64, 20, Digit, "a Grafana token"),
    row("glcbt-", Word, 16, Prefix, "a GitLab token"),
    row("gldt-", Word, 16, Prefix, "a GitLab token"),
    row("glpat-", Dotted, 16, Prefix, "a GitLab token"),
    row("glptt-", Word, 16, Prefix, "a GitLab token"),
    row("glrt-", Dotted, 16, Prefix, "a GitLab token"),
    row("glsa_", Word, 20, Prefix, "a Grafana token"),
    row("gsk_", Alnum, 20, Prefix, "a Groq API key"),
    row("hf_", Alnum, 20, Prefix, "a Hugging Face token"),
    row("hooks.slack.com/", Path, 12, Public, "a Slack webhook"),
    row("hooks.zapier.com/hooks/catch/", Path, 6, Public, "a Zapier webhook"),
    row("hvb.", Word, 20, Prefix, "a Vault token"),
    row("hvr.", Word, 20, Prefix, "a Vault token"),
    row("hvs.", Word, 20, Prefix, "a Vault token"),
    row("jina_", Word, 20, Prefix, "a Jina API key"),
    row("key-", Alnum, 24, Digit, "a Mailgun API key"),
    row("lin_api_", Word, 16, Prefix, "a Linear API key"),
    row("lin_oauth_", Word, 16, Prefix, "a Linear token"),
    row("lsv2_pt_", Word, 16, Prefix, "a LangSmith API key"),
    row("lsv2_sk_", Word, 16, Prefix, "a LangSmith API key"),
    row("mct_", Word, 20, Digit, "a Matrix access token"),
    row("npm_", Alnum, 24, Prefix, "an npm token"),
    row("nsec1", Alnum, 40, Prefix, "a Nostr private key"),
    row("ntn_", Alnum, 20, Prefix, "a Notion token"),
    row("nvapi-", Word, 20, Prefix, "an NVIDIA API key"),
    row("oauth:", Alnum, 24, Digit, "a Twitch token"),
    row("open.feishu.cn/open-apis/bot/v2/hook/", Path, 8, Public, "a Feishu webhook"),
    row("open.larksuite.com/open-apis/bot/v2/hook/", Path, 8, Public, "a Lark webhook"),
    row("ops_", Word, 50, Digit, "a 1Password token"),
    row("outlook.office.com/webhook/", Path, 12, Public, "a Teams webhook"),
    row("outlook.office365.com/webhook/", Path, 12, Public, "a Teams webhook"),
    row("pa-", Word, 32, Digit, "a Voyage API key"),
    row("pcsk_", Word, 20, Prefix, "a Pinecone API key"),
    row("pplx-", Alnum, 20, Prefix, "a Perplexity API key"),
    row("pscale_oauth_", Dotted, 20, Prefix, "a PlanetScale token"),
    row("pscale_pw_", Dotted, 20, Prefix, "a PlanetScale password"),
    row("pscale_tkn_", Dotted, 20, Prefix, "a PlanetScale token"),
    row("pul-", Hex, 24, Prefix, "a Pulumi token"),
    row("pypi-", Word, 20, Digit, "a PyPI token"),
    row("r8_", Word, 20, Digit, "a Replicate token"),
    row("re_", Word, 20, Digit, "a Resend API key"),
    row("rk_live_", Alnum, 10, Prefix, "a Stripe key"),
    row("rk_test_", Alnum, 10, Prefix, "a Stripe key"),
    row("rnd_", Alnum, 24, Digit, "a Render API key"),
    row("rubygems_", Hex, 24, Prefix, "a RubyGems API key"),
    row("sb_secret_", Word, 16, Prefix, "a Supabase key"),
    row("sbp_", Alnum, 24, Prefix, "a Supabase token"),
    row("secret_", Alnum, 24, Digit, "a Notion token"),
    row("sgp_", Word, 24, Digit, "a Sourcegraph token"),
    row("shpat_", Alnum, 24, Prefix, "a Shopify token"),
    row("shpca_", Alnum, 24, Prefix, "a Shopify token"),
    row("shppa_", Alnum, 24, Prefix, "a Shopify token"),
    row("shpss_", Alnum, 24, Prefix, "a Shopify secret"),
    row("sk-", Word, 16, Digit, "an API key"),
    row("sk-ant-", Word, 12, Prefix, "an Anthropic API key"),
    row("sk-or-", Word, 16, Prefix, "an OpenRouter API key"),
    row("sk-proj-", Word, 16, Prefix, "an OpenAI API key"),
    row("sk-svcacct-", Word, 16, Prefix, "an OpenAI API key"),
    row("sk_", Alnum, 24, Digit, "an ElevenLabs API key"),
    row("sk_live_", Alnum, 10, Prefix, "a Stripe key"),
    row("sk_test_", Alnum, 10, Prefix, "a Stripe key"),
    row("sl.", Dotted, 60, Digit, "a Dropbox token"),
    row("sntrys_", Base64, 24, Prefix, "a Sentry token"),
    row("sntryu_", Alnum, 24, Prefix, "a Sentry token"),
    row("sq0atp-", Word, 16, Prefix, "a Square token"),
    row("sq0csp-", Word, 16, Prefix, "a Square secret"),
    row("syt_", Word, 20, Prefix, "a Matrix access token"),
    row("tgp_v1_", Word, 16, Prefix, "a Together API key"),
    row("token ", Base64, 12, PublicDigit, "a token"),
    row("tskey-", Word, 12, Prefix, "a Tailscale key"),
    row("tvly-", Word, 16, Prefix, "a Tavily API key"),
    row("vca_", Alnum, 20, Prefix, "a Vercel token"),
    row("vck_", Alnum, 20, Prefix, "a Vercel AI Gateway key"),
    row("vcp_", Alnum, 20, Prefix, "a Vercel token"),
    row("webhook.office.com/webhookb2/", Path, 12, Public, "a Teams webhook"),
    row("whsec_", Base64, 16, Prefix, "a webhook signing secret"),
    row("xai-", Word, 20, Prefix, "an xAI API key"),
    row("xapp-", Word, 10, Prefix, "a Slack app token"),
    row("xkeysib-", Word, 24, Prefix, "a Brevo API key"),
    row("xoxa-", Word, 10, Prefix, "a Slack token"),
    row("xoxb-", Word, 10, Prefix, "a Slack bot token"),
    row("xoxe-", Word, 10, Prefix, "a Slack token"),
    row("xoxe.", Dotted, 10, Prefix, "a Slack token"),
    row("xoxp-", Word, 10, Prefix, "a Slack user token"),
    row("xoxr-", Word, 10, Prefix, "a Slack token"),
    row("xoxs-", Word, 10, Prefix, "a Slack token"),
    row("xsmtpsib-", Word, 24, Prefix, "a Brevo SMTP key"),
    row("ya29.", Dotted, 16, Prefix, "a Google access token"),
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

/// The formats whose prefix begins with `byte`.
pub(super) fn starting_with(byte: u8) -> &'static [Shape] {
    let byte = usize::from(byte);
    if byte >= 128 {
        return &[];
    }
    &SHAPES[usize::from(STARTS[byte])..usize::from(STARTS[byte + 1])]
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
            let found = starting_with(shape.prefix.as_bytes()[0]);
            assert!(found.iter().any(|other| other.prefix == shape.prefix), "{shape:?}");
        }
    }
}
