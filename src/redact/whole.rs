//! Finds credentials that a provider handed out, as far as their format tells: the right length, the
//! right checksum, no sample.
//!
//! Where [`super::shapes`] masks when in doubt, this is silent when in doubt. Whatever it finds is
//! found there too.

use std::ops::Range;

use super::credentials::{Proof, Shape, Tail, Whole, may_begin, starting_with};
use super::samples::is_sample;
use super::shapes::{begins_word, bot_token, count, is_base64, key_blocks};

/// A credential in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sighting {
    /// The secret bytes.
    pub(super) range: Range<usize>,
    /// What it is: `a GitHub token`.
    pub(super) kind: &'static str,
    /// The variable that people keep it in; empty where there is no custom.
    pub(super) variable: &'static str,
}

/// The length of the shortest credential that a format knows, in bytes.
const SHORTEST: usize = 16;

/// The credentials in `text`, in order, none touching another. Linear.
pub(super) fn find(text: &str) -> Vec<Sighting> {
    if text.len() < SHORTEST {
        return Vec::new();
    }
    let mut found = prefixed(text);
    bot_tokens(text, &mut found);
    key_blocks(text, &mut |span, kind| {
        if is_key_block(&text[span.range()]) {
            found.push(Sighting { range: span.range(), kind, variable: "" });
        }
    });
    found.sort_by_key(|it| (it.range.start, it.variable.is_empty()));
    let mut apart: Vec<Sighting> = Vec::new();
    for sighting in found {
        match apart.last_mut() {
            Some(last) if sighting.range.start < last.range.end => {
                // `Bearer ghp_…` is a GitHub token rather than a bearer token.
                if last.variable.is_empty() && !sighting.variable.is_empty() {
                    *last = sighting;
                }
            }
            _ => apart.push(sighting),
        }
    }
    apart
}

fn prefixed(text: &str) -> Vec<Sighting> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let text_here = &bytes[at..];
        let may_begin = matches!(text_here, [first, second, ..] if may_begin(*first, *second));
        if !may_begin || !begins_word(bytes, at) {
            at += 1;
            continue;
        }
        // The longest prefix first.
        let mut shapes = starting_with(text_here).rev();
        let shape = shapes.find(|it| text_here.starts_with(it.prefix.as_bytes()));
        let Some(shape) = shape else {
            at += 1;
            continue;
        };
        let after = at + shape.prefix.len();
        if let Some(end) = shape.whole_end(text, at) {
            let is_public = matches!(shape.proof, Proof::Public | Proof::PublicDigit);
            let range = if is_public { after..end } else { at..end };
            found.push(Sighting { range, kind: shape.name, variable: shape.variable });
            at = if is_public { after } else { end };
        } else {
            at = after;
        }
    }
    found
}

impl Shape {
    /// Where the credential of this format at `at` ends, if there is one.
    fn whole_end(&self, text: &str, at: usize) -> Option<usize> {
        let (_, lax_end, _) = self.end(text.as_bytes(), at)?;
        let start = at + self.prefix.len();
        // A full stop or a comma after it belongs to the sentence.
        let tail = text.get(start..lax_end)?.trim_end_matches(['.', ',', '-', '_', '~']);
        let end = start + tail.len();
        let goes_on = self.tail != Tail::Path
            && text[end..].starts_with(|next: char| next.is_ascii_alphanumeric());
        let is_whole = match self.whole {
            Whole::Length { least, most } => (least..=most).contains(&tail.len()),
            Whole::Crc32 => match tail.len() {
                36 => has_checksum(tail),
                // Newer ones carry a JSON Web Token, which has a signature of its own.
                length => self.tail == Tail::Word && length >= 60,
            },
            Whole::Jwt => is_jwt(tail),
        };
        (is_whole && !goes_on && !is_sample(tail)).then_some(end)
    }
}

/// Telegram's and Discord's bot tokens.
fn bot_tokens(text: &str, found: &mut Vec<Sighting>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if !is_base64(bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        at += count(&bytes[at..], usize::MAX, is_base64);
        let slash = memchr::memrchr2(b'+', b'/', &bytes[start..at]);
        let start = slash.map_or(start, |slash| start + slash + 1);
        let Some((start, end, kind)) = bot_token(bytes, start, at) else { continue };
        let token = &text[start..end];
        let is_whole = match token.split_once(':') {
            // A number that counts up and 35 characters.
            Some((bot, key)) => (8..=10).contains(&bot.len()) && key.len() == 35 && !is_sample(key),
            // The bot's number in base64: a digit begins with one of these.
            None => token.starts_with(['M', 'N', 'O']) && !is_sample(token),
        };
        if is_whole {
            let variable = match kind {
                "a Telegram bot token" => "TELEGRAM_BOT_TOKEN",
                _ => "DISCORD_BOT_TOKEN",
            };
            found.push(Sighting { range: start..end, kind, variable });
        }
        at = end;
    }
}

/// Whether the last six of 36 characters are the CRC-32 of the others, in base62.
fn has_checksum(tail: &str) -> bool {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let Some((body, sum)) = tail.split_at_checked(30) else { return false };
    let value = sum.bytes().try_fold(0u64, |value, byte| {
        let digit = DIGITS.iter().position(|&it| it == byte)?;
        Some(value * 62 + digit as u64)
    });
    value == Some(u64::from(crc32(body.as_bytes())))
}

/// The checksum of ZIP and Ethernet, bit by bit: thirty bytes need no table.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum: u32, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 * (sum & 1)))
    })
}

/// Whether what follows `eyJ` (`{"` in base64) makes it a token: a body that begins so too, or, in an
/// encrypted one, five parts; and a signature.
fn is_jwt(tail: &str) -> bool {
    let parts: Vec<&str> = tail.split('.').collect();
    match parts[..] {
        [header, body, signature] => {
            header.len() >= 12
                && body.starts_with("eyJ")
                && body.len() >= 12
                && signature.len() >= 32
        }
        [header, _, _, _, tag] => header.len() >= 12 && tag.len() >= 16,
        _ => false,
    }
}

/// Whether a private key in PEM holds one.
fn is_key_block(block: &str) -> bool {
    let body = block.splitn(3, "-----").nth(2).unwrap_or_default();
    let body = body.split("-----END").next().unwrap_or_default();
    let characters = body.bytes().filter(|&byte| is_base64(byte) || byte == b'=').count();
    let distinct = (0..=127u8).filter(|byte| body.as_bytes().contains(byte)).count();
    characters >= 48 && distinct >= 16 && !body.contains("...") && !body.contains('…')
}

#[cfg(test)]
mod tests {
    use super::super::credentials::SHAPES;
    use super::*;

    #[test]
    fn no_format_is_shorter() {
        for shape in SHAPES {
            let least = match shape.whole {
                Whole::Length { least, .. } => least,
                Whole::Crc32 => 36,
                // Three parts in base64.
                Whole::Jwt => 20,
            };
            assert!(shape.prefix.len() + least >= SHORTEST, "{}", shape.prefix);
        }
    }

    #[test]
    fn checksums_tell_real_tokens() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        // The sample of GitHub's own announcement, in two parts.
        let (body, sum) = ("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17");
        assert!(has_checksum(&format!("{body}{sum}")));
        assert!(!has_checksum(&format!("{body}0mLq18")));
        assert!(!has_checksum("short"));
    }
}
