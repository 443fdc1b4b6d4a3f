//! Credentials of every provider's shape, put together at run time.

const LOWER_HEX: &str = "0123456789abcdef";
const UPPER: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ234567";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz234567";
const BASE62: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const BASE64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BASE64URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// A format: the text before the secret, its characters, how many, and the text after. They are
/// put together at run time, so that no scanner takes this file for a leak.
type Format = (&'static str, &'static str, usize, &'static str);

#[rustfmt::skip]
const FORMATS: &[Format] = &[
    ("sk-", BASE62, 48, ""), ("sk-proj-", BASE64URL, 64, ""), ("sk-svcacct-", BASE64URL, 64, ""),
    ("sk-ant-api03-", BASE64URL, 93, "AA"), ("sk-ant-oat01-", BASE64URL, 80, ""),
    ("sk-or-v1-", LOWER_HEX, 64, ""), ("xai-", BASE62, 80, ""), ("gsk_", BASE62, 52, ""),
    ("csk-", LOWER, 48, ""), ("AIza", BASE64URL, 35, ""), ("ya29.", BASE64URL, 60, ""),
    ("GOCSPX-", BASE64URL, 28, ""), ("ghp_", BASE62, 36, ""), ("gho_", BASE62, 36, ""),
    ("ghu_", BASE62, 36, ""), ("ghs_", BASE62, 36, ""), ("ghr_", BASE62, 36, ""),
    ("github_pat_11A", BASE62, 70, ""), ("glpat-", BASE64URL, 20, ""), ("xoxb-", BASE62, 40, ""),
    ("xoxp-", BASE62, 60, ""), ("xoxa-2-", BASE62, 40, ""), ("xapp-1-A0123-", BASE62, 60, ""),
    ("https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/", BASE62, 24, ""),
    ("https://discord.com/api/webhooks/123456789012345678/", BASE64URL, 68, ""),
    ("https://acme.webhook.office.com/webhookb2/", LOWER_HEX, 32, "/IncomingWebhook"),
    ("https://open.feishu.cn/open-apis/bot/v2/hook/", LOWER_HEX, 32, ""),
    ("7768489884:AA", BASE64URL, 33, ""), ("https://api.telegram.org/bot7768489884:AA", BASE64URL, 33, "/getMe"),
    ("AKIA", UPPER, 16, ""), ("ASIA2", UPPER, 15, ""), ("", BASE62, 40, ""), ("", BASE62, 32, ""),
    ("sk_live_", BASE62, 24, ""), ("rk_live_", BASE62, 24, ""), ("whsec_", BASE64, 32, ""),
    ("SK", LOWER_HEX, 32, ""), ("key-", LOWER_HEX, 32, ""), ("npm_", BASE62, 36, ""),
    ("pypi-AgEIcHlwaS5vcmc", BASE64URL, 100, ""), ("hf_", BASE62, 34, ""), ("r8_", BASE62, 37, ""),
    ("pplx-", BASE62, 48, ""), ("tvly-dev-", BASE62, 32, ""), ("fc-", LOWER_HEX, 32, ""),
    ("BSA", BASE64URL, 28, ""), ("nvapi-", BASE64URL, 64, ""), ("sk_", LOWER_HEX, 48, ""),
    ("secret_", BASE62, 43, ""), ("ntn_", BASE62, 46, ""), ("lin_api_", BASE62, 40, ""),
    ("figd_", BASE64URL, 40, ""), ("shpat_", LOWER_HEX, 32, ""), ("dop_v1_", LOWER_HEX, 64, ""),
    ("FlyV1 fm2_", BASE64, 120, ""), ("fo1_", BASE64URL, 43, ""), ("vck_", BASE62, 56, ""),
    ("sbp_", LOWER_HEX, 40, ""), ("dapi", LOWER_HEX, 32, ""), ("hvs.", BASE64URL, 90, ""),
    ("AGE-SECRET-KEY-1", UPPER, 58, ""), ("nsec1", LOWER, 58, ""), ("syt_", BASE62, 40, ""),
    ("tskey-auth-", BASE62, 30, ""), ("jina_", BASE62, 60, ""), ("pcsk_", BASE62, 60, ""),
    ("tgp_v1_", BASE64URL, 43, ""), ("eyJhbGciOiJIUzI1NiJ9.", BASE64URL, 60, ""),
    ("Bearer ", BASE62, 30, ""), ("Basic ", BASE62, 30, "=="), ("", LOWER_HEX, 32, ""), ("", LOWER_HEX, 64, ""),
    ("postgres://bot:", BASE62, 14, "@db.example.com/bot"), ("https://", BASE62, 24, "@git.example.com/x.git"),
    ("https://x.blob.core.windows.net/c?sv=2024&sig=", BASE64, 40, "%3D"),
    ("wss://example.com/ws?access_token=", BASE62, 12, "&v=1"), ("https://example.com/?key=", BASE62, 9, ""),
    ("glsa_", BASE62, 40, ""), ("dckr_pat_", BASE64URL, 27, ""), ("xkeysib-", LOWER_HEX, 64, ""),
    ("ATATT3xFf", BASE64URL, 150, ""), ("HRKU-", BASE64URL, 60, ""), ("lsv2_pt_", LOWER_HEX, 32, "_0123456789"),
    ("-----BEGIN RSA PRIVATE KEY----- ", BASE64, 200, " -----END RSA PRIVATE KEY-----"),
];

/// A credential: its whole text and the part of it that nobody may read.
pub(crate) struct Planted {
    /// As a provider hands it out.
    pub(crate) text: String,
    /// What nobody may read of it.
    pub(crate) secret: String,
}

/// All of them, the same in each run.
pub(crate) fn planted() -> Vec<Planted> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % bound as u64).expect("it is small")
    };
    let mut random = |alphabet: &str, length: usize| -> String {
        (0..length).map(|_| char::from(alphabet.as_bytes()[next(alphabet.len())])).collect()
    };
    let mut all: Vec<Planted> = FORMATS
        .iter()
        .map(|&(before, alphabet, length, after)| {
            let secret = random(alphabet, length);
            Planted { text: format!("{before}{secret}{after}"), secret }
        })
        .collect();
    let parts = [random(BASE62, 26), random(BASE62, 6), random(BASE64URL, 38)];
    all.push(Planted { text: parts.join("."), secret: parts.join(".") });
    let parts = [random(BASE62, 22), random(BASE64URL, 43)];
    let text = format!("SG.{}", parts.join("."));
    all.push(Planted { text, secret: parts.join(".") });
    all
}

/// Whether any eight characters of `secret` in a row stand in `output`.
pub(crate) fn leaks(output: &str, secret: &str) -> bool {
    let characters: Vec<char> = secret.chars().collect();
    characters.windows(8).any(|window| output.contains(&window.iter().collect::<String>()))
}
