//! Names that hold credentials, and names that only sound so.
//!
//! Names are compared folded: in lower case, without `-`, `_`, `.` and spaces, so that `api_key`,
//! `apiKey`, `API-KEY` and `x-api-key` say the same.

use std::cell::RefCell;
use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::text::places_of;

/// What stands under a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Name {
    /// Nothing secret.
    Plain,
    /// Nothing secret although a secret is near: where it lies, its kind, its length
    /// (`tokenFile`, `auth.mode`).
    About,
    /// A secret, however it is written.
    Secret,
    /// Secrets where they are texts, counts where they are numbers (`tokens`).
    Texts,
    /// A secret or an ordinary word: the value tells (`key`, `auth`).
    Vague,
}

impl Name {
    /// Whether secrets stand under it, whatever they look like.
    pub(super) const fn is_secret(self) -> bool {
        matches!(self, Self::Secret | Self::Texts)
    }
}

/// A part of a folded name, with the set of its letters, which rules most names out at once.
struct Stem {
    text: &'static str,
    letters: u32,
}

impl Stem {
    /// Whether a folded name holds it.
    fn is_in(&self, folded: &[u8]) -> bool {
        places_of(folded, self.text.as_bytes()).next().is_some()
    }
}

const fn letters(text: &[u8]) -> u32 {
    let mut set = 0;
    let mut index = 0;
    while index < text.len() {
        set |= 1 << (text[index] & 31);
        index += 1;
    }
    set
}

macro_rules! stems {
    ($($text:literal)*) => {
        &[$(Stem { text: $text, letters: letters($text.as_bytes()) }),*]
    };
}

/// A folded name that holds one of these holds a credential. The first ones are those by which
/// OpenClaw 2026.9.6 itself redacts.
const SECRET: &[Stem] = stems! {
    "token" "secret" "password" "apikey" "encryptkey" "encryptionkey" "privatekey" "serviceaccount"
    "accesskey" "accountkey" "adminkey" "aeskey" "appkey" "authkey" "authorization" "bearer"
    "botkey" "cookie" "credential" "decryptionkey" "deploykey" "devicekey" "hmackey" "hostkey"
    "invitecode" "jwtkey" "licensekey" "masterkey" "mnemonic" "pairingcode" "passcode" "passphrase"
    "passwd" "recoverycode" "recoverykey" "rsakey" "seedphrase" "servicekey" "setupcode" "sharedkey"
    "signingkey" "signkey" "sshkey" "storagekey" "subscriptionkey" "verificationcode" "webhookkey"
};

/// A last word that holds a credential, as in `DB_PASS` and `githubPat`.
const SECRET_WORDS: &[&str] = &[
    "cred", "creds", "jwt", "mnemonic", "nsec", "otp", "pass", "passwds", "pat", "pin", "pincode",
    "psk", "pwd", "totp",
];

/// What may follow a stem, or be the last word, when the value only speaks of a secret.
const ABOUT: &[&str] = &[
    "algorithm",
    "algorithms",
    "budget",
    "command",
    "comment",
    "count",
    "createdat",
    "description",
    "dir",
    "directory",
    "docs",
    "enabled",
    "endpoint",
    "env",
    "envvar",
    "expires",
    "expiresat",
    "expiresin",
    "expiry",
    "field",
    "file",
    "filename",
    "files",
    "format",
    "header",
    "headername",
    "helper",
    "hint",
    "hours",
    "hub",
    "id",
    "ids",
    "interval",
    "kind",
    "label",
    "length",
    "lifetime",
    "limit",
    "limits",
    "minutes",
    "mode",
    "ms",
    "name",
    "names",
    "note",
    "param",
    "path",
    "paths",
    "pattern",
    "patterns",
    "placeholder",
    "plan",
    "policy",
    "prefix",
    "prompt",
    "provider",
    "providers",
    "readonly",
    "ref",
    "refs",
    "required",
    "rotation",
    "scope",
    "scopes",
    "seconds",
    "size",
    "source",
    "state",
    "status",
    "store",
    "strategy",
    "timeout",
    "title",
    "ttl",
    "type",
    "types",
    "updatedat",
    "uri",
    "url",
    "usage",
    "var",
    "window",
];

/// Below a sensitive name these still hold nothing secret.
const ABOUT_BELOW: &[&str] = &[
    "certpath", "dir", "enabled", "env", "envvar", "file", "kind", "keypath", "mode", "path",
    "provider", "source", "type", "var",
];

/// Folded names and parts of names that hold a stem by chance: counts of model tokens, plugins,
/// providers and skills of OpenClaw.
const HARMLESS: &[Stem] = stems! {
    "tokeniz" "pertoken" "tokenjuice" "tokenhub" "tokenplan" "onepassword" "1password" "secretary"
    "secretscan" "cookiecutter" "cookiebanner" "tokensper" "tokensfloor" "silenttoken"
};

/// What stands before `token` or `tokens` in counts.
const COUNTED: &[&str] = &[
    "budget",
    "cached",
    "completion",
    "context",
    "cost",
    "image",
    "input",
    "keep",
    "keeprecent",
    "limit",
    "max",
    "min",
    "num",
    "output",
    "prompt",
    "reasoning",
    "recent",
    "remaining",
    "reserve",
    "reserved",
    "softthreshold",
    "summary",
    "thinking",
    "threshold",
    "total",
    "used",
];

/// Headers and TLS settings that hold a credential or key material where their parent says so.
const PLAIN_KEYS: &[&str] = &[
    "publickey",
    "publickeys",
    "sessionkey",
    "sessionkeys",
    "cachekey",
    "hotkey",
    "primarykey",
    "storekey",
    "idempotencykey",
    "dedupekey",
    "sortkey",
    "profilekey",
    "modelkey",
    "agentkey",
    "monkey",
    "turkey",
    "authorizedkeys",
];

/// Names that are often misspelt, with the letters of each.
const OFTEN_MISSPELT: &[Stem] = stems! {
    "token" "secret" "password" "passphrase" "apikey" "privatekey" "credentials" "authorization"
    "bottoken" "apptoken" "authtoken" "accesstoken" "clientsecret" "signingsecret" "apppassword"
};

/// Words that are one slip away from a sensitive name and no slip.
const NO_SLIP: &[&str] = &["taken", "toke", "secrete", "secreto"];

/// Parameters of URLs that hold a credential only there.
const PARAMETERS: &[&str] = &[
    "auth",
    "code",
    "hash",
    "hmac",
    "key",
    "pass",
    "pwd",
    "sid",
    "sig",
    "sign",
    "signature",
    "tk",
    "xamzsignature",
    "xgoogsignature",
];

/// A name has no more words between spaces than `old API key`.
const MOST_WORDS: usize = 3;

/// The name in lower case without `-`, `_`, `.` and spaces.
fn folded(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    let kept = name.chars().filter(|c| !matches!(c, '-' | '_' | '.' | ' '));
    folded.extend(kept.map(|c| c.to_ascii_lowercase()));
    folded
}

/// Whether `name` is `other` when folded; most names differ in their first letter.
fn folds_to(name: &str, other: &str) -> bool {
    let folded = name.bytes().filter(|byte| !matches!(byte, b'-' | b'_' | b'.' | b' '));
    folded.map(|byte| byte.to_ascii_lowercase()).eq(other.bytes())
}

/// The last word of a name in camelCase, `snake_case` or kebab-case, in lower case.
fn last_word(name: &str) -> String {
    let bytes = name.as_bytes();
    let start = (1..bytes.len())
        .rev()
        .find(|&at| {
            let (before, here) = (bytes[at - 1], bytes[at]);
            matches!(before, b'-' | b'_' | b'.' | b' ')
                || (before.is_ascii_lowercase() && here.is_ascii_uppercase())
        })
        .unwrap_or_default();
    name.get(start..).unwrap_or(name).to_ascii_lowercase()
}

thread_local! {
    /// What names say, each worked out once: all configs have most of theirs in common.
    static KNOWN: RefCell<HashMap<Box<str>, Name, RandomState>> = RefCell::default();
}

/// How many names are remembered.
const MOST_KNOWN: usize = 4096;
/// Longer names are no words that configs have in common. In bytes.
const LONGEST_KNOWN: usize = 64;

/// What stands under `name`, wherever it is.
pub(super) fn classify(name: &str) -> Name {
    if name.len() > LONGEST_KNOWN {
        return classify_anew(name);
    }
    KNOWN.with_borrow_mut(|known| {
        if let Some(class) = known.get(name) {
            return *class;
        }
        let class = classify_anew(name);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(name.into(), class);
        class
    })
}

fn classify_anew(name: &str) -> Name {
    // Neither a number nor a sentence is a name.
    let has_letter = name.bytes().any(|byte| byte.is_ascii_alphabetic());
    if !has_letter || name.split_whitespace().nth(MOST_WORDS).is_some() {
        return Name::Plain;
    }
    let folded = folded(name);
    let set = letters(folded.as_bytes());
    let holds = |stem: &Stem| stem.letters & !set == 0 && stem.is_in(folded.as_bytes());
    if let Some(stem) = SECRET.iter().find(|stem| holds(stem)) {
        return with_stem(name, &folded, stem.text, HARMLESS.iter().any(holds));
    }
    let last = last_word(name);
    if SECRET_WORDS.contains(&last.as_str()) {
        return Name::Secret;
    }
    if is_slip(&folded) || is_slip(&last) {
        return Name::Secret;
    }
    if folded == "code" || matches!(last.as_str(), "auth" | "sig" | "signature") {
        return Name::Vague;
    }
    if (folded.ends_with("key") || folded.ends_with("keys")) && !is_plain_key(&folded) {
        // An environment variable such as `MISTRAL_KEY`.
        let shouted = name.contains('_') && !name.bytes().any(|byte| byte.is_ascii_lowercase());
        return if shouted { Name::Secret } else { Name::Vague };
    }
    Name::Plain
}

fn with_stem(name: &str, folded: &str, stem: &str, harmless: bool) -> Name {
    if harmless {
        return Name::Plain;
    }
    let (before, after) = folded.rsplit_once(stem).unwrap_or((folded, ""));
    if stem == "token" && COUNTED.contains(&before) {
        return Name::Plain;
    }
    // `secret_id` is the password of a Vault role.
    if folded.ends_with("secretid") {
        return Name::Secret;
    }
    if ABOUT.contains(&after) || ABOUT.contains(&last_word(name).as_str()) {
        return Name::About;
    }
    if stem == "token" && COUNTED.iter().any(|counted| before.ends_with(counted)) && after == "s" {
        return Name::Plain;
    }
    if stem == "token" && after == "s" { Name::Texts } else { Name::Secret }
}

fn is_plain_key(folded: &str) -> bool {
    PLAIN_KEYS.iter().any(|plain| folded.ends_with(plain))
}

/// Whether a folded name or word is a sensitive one with one letter wrong, missing, too many or
/// swapped with its neighbour.
fn is_slip(folded: &str) -> bool {
    let set = letters(folded.as_bytes());
    folded.len() >= 5
        && OFTEN_MISSPELT.iter().any(|stem| {
            folded.len().abs_diff(stem.text.len()) <= 1
                && (set ^ stem.letters).count_ones() <= 2
                && folded.as_bytes().first() == stem.text.as_bytes().first()
                && strsim::osa_distance(folded, stem.text) <= 1
        })
        && !NO_SLIP.contains(&folded)
}

/// What stands under `name`, which says `own` wherever it is, in an object that is the value of
/// `parent`, which lies in `grand`; `is_object` tells whether the value is an object.
pub(super) fn classify_in(
    grand: Option<&str>,
    parent: Option<&str>,
    name: &str,
    own: Name,
    is_object: bool,
) -> Name {
    let parent_is = |folded: &str| parent.is_some_and(|parent| folds_to(parent, folded));
    // `secrets` at the root says where secrets lie, `tools.secrets` names a tool.
    if is_object && folds_to(name, "secrets") && (parent.is_none() || parent_is("tools")) {
        return Name::Plain;
    }
    if is_object && MAPS_OF_IDS.iter().any(|map| parent_is(map)) {
        return Name::Plain;
    }
    if grand.is_none() && parent_is("secrets") {
        let known = ["providers", "defaults", "egressProxy", "resolution"].contains(&name);
        return if known { Name::Plain } else { Name::Secret };
    }
    match own {
        Name::Plain if parent_is("auth") && folds_to(name, "value") => Name::Secret,
        Name::Plain if parent_is("tls") && matches!(name, "ca" | "cert") => Name::Vague,
        Name::Plain if parent_is("headers") && folded(name).contains("auth") => Name::Vague,
        Name::Vague if parent_is("headers") => Name::Secret,
        own => own,
    }
}

/// Names below these (folded) ones are ids that people choose: of plugins, providers, agents.
const MAPS_OF_IDS: &[&str] =
    &["accounts", "agents", "channels", "entries", "profiles", "providers", "servers"];

/// Whether a member called so, below a sensitive name, holds nothing secret.
pub(super) fn is_about_below(name: &str) -> bool {
    ABOUT_BELOW.iter().any(|about| folds_to(name, about))
}

/// Whether a parameter of a URL called `name` holds a credential.
pub(super) fn is_secret_parameter(name: &str) -> bool {
    classify(name).is_secret() || PARAMETERS.iter().any(|known| folds_to(name, known))
}

/// Whether a name ends with a word that OpenClaw itself redacts by, or holds nothing after it.
pub(super) fn is_stem(name: &str) -> bool {
    let folded = folded(name);
    SECRET.iter().any(|stem| folded.ends_with(stem.text))
}

/// Whether a name is that of a key which a provider hands out.
pub(super) fn is_api_key(name: &str) -> bool {
    folded(name).ends_with("apikey")
}

/// Whether `text` is itself a sensitive name: a value that says only `token` or `password` cannot
/// be told apart from the word.
pub(super) fn is_vocabulary(text: &str) -> bool {
    let folded = folded(text);
    SECRET.iter().any(|stem| stem.text == folded.strip_suffix('s').unwrap_or(&folded))
}
