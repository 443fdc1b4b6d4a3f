//! Credentials as providers issue them, checksums and all, made up at run time from a seed, so that no
//! scanner takes this file for a leak.

const HEX: &str = "0123456789abcdef";
const DIGITS: &str = "0123456789";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BECH32: &str = "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L";
const BASE62: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const URL64: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What it begins with, then parts: a text as it stands, or an alphabet and a length.
type Shape = (&'static str, &'static [(&'static str, usize)]);

/// Stands for the checksum of the 30 characters before it.
const SUM: &str = "sum";

#[rustfmt::skip]
const SHAPES: &[Shape] = &[
    ("sk-", &[(BASE62, 20), ("T3BlbkFJ", 0), (BASE62, 20)]), ("sk-proj-", &[(URL64, 74), ("T3BlbkFJ", 0), (BASE62, 73)]),
    ("sk-svcacct-", &[(URL64, 60), (BASE62, 2)]), ("sk-ant-api03-", &[(URL64, 92), (BASE62, 1), ("AA", 0)]),
    ("sk-ant-oat01-", &[(URL64, 80), (BASE62, 1)]), ("sk-or-v1-", &[(HEX, 64)]), ("sk-", &[(HEX, 32)]),
    ("sk-kimi-", &[(BASE62, 64)]), ("AIza", &[("Sy", 0), (URL64, 32), (BASE62, 1)]), ("GOCSPX-", &[(URL64, 27), (BASE62, 1)]),
    ("ya29.", &[(URL64, 120), (BASE62, 1)]), ("gsk_", &[(BASE62, 52)]), ("xai-", &[(BASE62, 80)]), ("pplx-", &[(BASE62, 48)]),
    ("hf_", &[(BASE62, 34)]), ("r8_", &[(BASE62, 37)]), ("csk-", &[(LOWER, 48)]), ("fw_", &[(BASE62, 24)]),
    ("nvapi-", &[(URL64, 63), (BASE62, 1)]), ("tgp_v1_", &[(URL64, 42), (BASE62, 1)]), ("jina_", &[(HEX, 32), (BASE62, 28)]),
    ("tvly-dev-", &[(BASE62, 32)]), ("fc-", &[(HEX, 32)]), ("BSA", &[(BASE62, 28)]), ("pa-", &[(BASE62, 43)]),
    ("ghp_", &[(BASE62, 30), (SUM, 0)]), ("gho_", &[(BASE62, 30), (SUM, 0)]), ("ghu_", &[(BASE62, 30), (SUM, 0)]),
    ("ghs_", &[(BASE62, 30), (SUM, 0)]), ("github_pat_", &[(BASE62, 22), ("_", 0), (BASE62, 59)]), ("npm_", &[(BASE62, 30), (SUM, 0)]),
    ("glpat-", &[(URL64, 19), (BASE62, 1)]), ("xoxb-", &[("1", 0), (DIGITS, 11), ("-1", 0), (DIGITS, 12), ("-", 0), (BASE62, 24)]),
    ("xoxp-", &[("1", 0), (DIGITS, 11), ("-", 0), (DIGITS, 12), ("-", 0), (HEX, 32)]), ("xapp-1-A", &[(UPPER, 10), ("-", 0), (DIGITS, 13), ("-", 0), (HEX, 64)]),
    ("https://hooks.slack.com/services/T", &[(UPPER, 8), ("/B", 0), (UPPER, 8), ("/", 0), (BASE62, 24)]),
    ("https://discord.com/api/webhooks/1", &[(DIGITS, 17), ("/", 0), (URL64, 67), (BASE62, 1)]),
    ("https://acme.webhook.office.com/webhookb2/", &[(HEX, 36), ("/IncomingWebhook/", 0), (HEX, 32)]),
    ("https://open.feishu.cn/open-apis/bot/v2/hook/", &[(HEX, 36)]), ("78", &[(DIGITS, 8), (":AA", 0), (URL64, 32), (BASE62, 1)]),
    ("MTA", &[(BASE62, 23), (".G", 0), (BASE62, 5), (".", 0), (URL64, 37), (BASE62, 1)]), ("SK", &[(HEX, 32)]),
    ("SG.", &[(URL64, 21), (BASE62, 1), (".", 0), (URL64, 42), (BASE62, 1)]), ("sk_live_", &[(BASE62, 24)]), ("rk_live_", &[(BASE62, 24)]),
    ("whsec_", &[(BASE62, 32)]), ("AKIA", &[(UPPER, 16)]), ("ntn_", &[(BASE62, 46)]), ("secret_", &[(BASE62, 43)]),
    ("lin_api_", &[(BASE62, 40)]), ("pypi-AgEIcHlwaS5vcmc", &[(URL64, 150), (BASE62, 1)]), ("dop_v1_", &[(HEX, 64)]),
    ("sk_", &[(HEX, 48)]), ("syt_", &[(BASE62, 12), ("_", 0), (BASE62, 20), ("_", 0), (BASE62, 6)]), ("figd_", &[(URL64, 39), (BASE62, 1)]),
    ("hvs.", &[(URL64, 89), (BASE62, 1)]), ("dapi", &[(HEX, 32)]), ("tskey-auth-", &[(BASE62, 16), ("-", 0), (BASE62, 32)]),
    ("pcsk_", &[(BASE62, 70)]), ("vck_", &[(BASE62, 56)]), ("AGE-SECRET-KEY-1", &[(BECH32, 58)]), ("shpat_", &[(HEX, 32)]),
    ("eyJhbGciOiJIUzI1NiJ9.eyJ", &[(BASE62, 60), (".", 0), (URL64, 42), (BASE62, 1)]), ("glsa_", &[(BASE62, 32), ("_", 0), (HEX, 8)]),
    ("dckr_pat_", &[(URL64, 26), (BASE62, 1)]), ("postgres://bot:", &[(BASE62, 20), ("@db.example.com/bot", 0)]),
    ("https://x.example.com/ws?access_token=", &[(BASE62, 24)]), ("sbp_", &[(HEX, 40)]), ("cfut_", &[(BASE62, 40)]),
    ("-----BEGIN PRIVATE KEY-----\n", &[(BASE62, 64), ("\n", 0), (BASE62, 64), ("\n-----END PRIVATE KEY-----\n", 0)]),
];

/// How many of each shape.
const EACH: usize = 5;

/// A credential: its whole text and its longest random part.
#[derive(Debug, Clone)]
pub(crate) struct Issued {
    /// As the provider hands it out.
    pub(crate) text: String,
    /// What nobody may read of it.
    pub(crate) secret: String,
    /// The text its shape begins with.
    pub(crate) shape: &'static str,
}

/// Several of each shape, the same in each run.
pub(crate) fn issued() -> Vec<Issued> {
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % bound as u64).expect("it is small")
    };
    let mut all = Vec::new();
    for &(shape, parts) in SHAPES.iter().cycle().take(SHAPES.len() * EACH) {
        let (mut text, mut secret) = (shape.to_owned(), String::new());
        for &(alphabet, length) in parts {
            if alphabet == SUM {
                text.push_str(&checksum(&text[text.len() - 30..]));
            } else if length == 0 {
                text.push_str(alphabet);
            } else {
                let random = |_| char::from(alphabet.as_bytes()[next(alphabet.len())]);
                let random: String = (0..length).map(random).collect();
                text.push_str(&random);
                if random.len() > secret.len() {
                    secret = random;
                }
            }
        }
        all.push(Issued { text, secret, shape });
    }
    all
}

/// The CRC-32 of a text in six digits of base62, as GitHub and npm put it behind their tokens.
fn checksum(text: &str) -> String {
    let mut sum = !text.bytes().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 }
        })
    });
    let mut digits = [b'0'; 6];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62.as_bytes()[sum as usize % 62];
        sum /= 62;
    }
    String::from_utf8(digits.to_vec()).expect("base62 is ASCII")
}
