//! The title of a key: its name in plain words.

/// Words that are not written in small letters.
const WORDS: [(&str, &str); 63] = [
    ("a2a", "A2A"),
    ("acp", "ACP"),
    ("ai", "AI"),
    ("api", "API"),
    ("apns", "APNs"),
    ("aws", "AWS"),
    ("ca", "CA"),
    ("cdp", "CDP"),
    ("cidr", "CIDR"),
    ("cidrs", "CIDRs"),
    ("cli", "CLI"),
    ("cpu", "CPU"),
    ("cpus", "CPUs"),
    ("dm", "DM"),
    ("dms", "DMs"),
    ("dns", "DNS"),
    ("elevenlabs", "ElevenLabs"),
    ("github", "GitHub"),
    ("gpu", "GPU"),
    ("gpus", "GPUs"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("https", "HTTPS"),
    ("id", "ID"),
    ("ids", "IDs"),
    ("imap", "IMAP"),
    ("imessage", "iMessage"),
    ("ip", "IP"),
    ("ips", "IPs"),
    ("ipv6", "IPv6"),
    ("irc", "IRC"),
    ("json", "JSON"),
    ("llm", "LLM"),
    ("mb", "MB"),
    ("mcp", "MCP"),
    ("mdns", "mDNS"),
    ("mime", "MIME"),
    ("ms", "ms"),
    ("oauth", "OAuth"),
    ("oidc", "OIDC"),
    ("openai", "OpenAI"),
    ("openrouter", "OpenRouter"),
    ("otel", "OTel"),
    ("pdf", "PDF"),
    ("qr", "QR"),
    ("rfc2544", "RFC 2544"),
    ("rpc", "RPC"),
    ("sdk", "SDK"),
    ("sms", "SMS"),
    ("sql", "SQL"),
    ("ssh", "SSH"),
    ("ssrf", "SSRF"),
    ("tcp", "TCP"),
    ("tls", "TLS"),
    ("ttl", "TTL"),
    ("tts", "TTS"),
    ("ui", "UI"),
    ("uri", "URI"),
    ("url", "URL"),
    ("urls", "URLs"),
    ("uuid", "UUID"),
    ("vnc", "VNC"),
    ("whatsapp", "WhatsApp"),
];

/// `allowedOrigins` → `Allowed origins`, `baseUrl` → `Base URL`.
pub(super) fn title(name: &str) -> String {
    let mut title = String::new();
    for word in words(name) {
        let small = word.to_lowercase();
        let known = WORDS.binary_search_by(|(own, _)| (*own).cmp(&small)).ok();
        let is_name = word.len() > 1 && word.chars().all(|letter| !letter.is_lowercase());
        if !title.is_empty() {
            title.push(' ');
        }
        match known {
            Some(at) => title.push_str(WORDS[at].1),
            None if is_name => title.push_str(word),
            None if title.is_empty() => {
                let mut letters = small.chars();
                title.extend(letters.next().into_iter().flat_map(char::to_uppercase));
                title.push_str(letters.as_str());
            }
            None => title.push_str(&small),
        }
    }
    if title.is_empty() { name.to_owned() } else { title }
}

/// The words of a name: apart by other signs, or by capitals; several capitals are one word.
fn words(name: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for part in name.split(['-', '_', ' ', '.']).filter(|part| !part.is_empty()) {
        let letters: Vec<(usize, char)> = part.char_indices().collect();
        let mut start = 0;
        for window in letters.windows(3) {
            let [(_, before), (at, letter), (_, after)] = [window[0], window[1], window[2]];
            let begins = letter.is_uppercase() && (!before.is_uppercase() || after.is_lowercase());
            if begins {
                words.push(&part[start..at]);
                start = at;
            }
        }
        words.push(&part[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_names_in_plain_words() {
        assert!(WORDS.is_sorted_by(|a, b| a.0 < b.0));
        for (name, expected) in [
            ("allowedOrigins", "Allowed origins"),
            ("controlUi", "Control UI"),
            ("baseUrl", "Base URL"),
            ("apiKey", "API key"),
            ("memory-core", "Memory core"),
            ("ackMaxChars", "Ack max chars"),
            ("parseHTMLBody", "Parse HTML body"),
            ("OPENAI_API_KEY", "OpenAI API KEY"),
            ("$schema", "$schema"),
            ("*", "*"),
            ("x", "X"),
        ] {
            assert_eq!(title(name), expected, "{name}");
        }
    }
}
