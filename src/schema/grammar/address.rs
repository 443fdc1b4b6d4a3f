//! Addresses: URLs, origins, hosts. `new URL` decides what a URL is, and the `url` crate follows
//! the same standard.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use super::{folded, trim};

/// The URL that `text` is. Names that claim to be of another script (`xn--`) may hold anything: Node
/// does not look into them.
pub(super) fn url(text: &str) -> Option<Url> {
    let blind = || text.is_ascii().then(|| Url::parse(&shown_plain(text)).ok()).flatten();
    Url::parse(text).ok().or_else(blind)
}

/// The text with such names, if all of it is ASCII, as plain ones of the same length.
fn shown_plain(text: &str) -> String {
    if text.is_ascii() {
        text.to_ascii_lowercase().replace("xn--", "xx--")
    } else {
        text.to_lowercase()
    }
}

/// Whether `text` is a URL, as JavaScript's `new URL` decides.
pub(in crate::schema) fn is_url(text: &str) -> bool {
    url(text).is_some()
}

/// Whether `text` is a URL of the web.
pub(super) fn is_http(text: &str) -> bool {
    url(text).is_some_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// Whether `text` is a URL of the web without path, query, fragment and user.
pub(super) fn is_origin(text: &str) -> bool {
    url(text).is_some_and(|url| {
        matches!(url.scheme(), "http" | "https")
            && url.path() == "/"
            && url.query().unwrap_or_default().is_empty()
            && url.fragment().unwrap_or_default().is_empty()
            && url.username().is_empty()
            && url.password().unwrap_or_default().is_empty()
    })
}

/// Whether what is sent to the URL nobody on the way can read: it is encrypted, or stays on this
/// machine.
pub(super) fn is_private(text: &str) -> bool {
    url(text).is_some_and(|url| match url.scheme() {
        "https" => true,
        "http" => match url.host() {
            Some(Host::Domain(name)) => name == "localhost",
            Some(Host::Ipv4(address)) => address == Ipv4Addr::LOCALHOST,
            Some(Host::Ipv6(address)) => address == Ipv6Addr::LOCALHOST,
            None => false,
        },
        _ => false,
    })
}

/// Whether `text` is an encrypted URL that names more than a host.
pub(super) fn is_https_with_path(text: &str) -> bool {
    url(text).is_some_and(|url| url.scheme() == "https" && url.path() != "/")
}

/// Whether `text` is a domain of at least two names, to which one more can be put in front.
pub(super) fn is_domain(text: &str) -> bool {
    // Room for a name of 33 characters.
    const LONGEST: usize = 220;
    let whole = format!("portal.{}", shown_plain(text));
    url(&format!("https://{whole}")).is_some_and(|url| url.host_str() == Some(whole.as_str()))
        && text.len() <= LONGEST
        && text.contains('.')
        && text.parse::<IpAddr>().is_err()
        && text.split('.').all(is_label)
}

/// Whether `text` is the name or address of one host, a final dot and brackets aside.
pub(super) fn is_host(text: &str) -> bool {
    let text = folded(text);
    let name = text.trim_end_matches('.');
    let name = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    // Zones of IPv6 count as part of the address.
    let (address, zone) = name.split_once('%').map_or((name, None), |(a, zone)| (a, Some(zone)));
    let is_address = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => zone.is_none(),
        Ok(IpAddr::V6(_)) => zone.is_none_or(is_zone),
        Err(_) => false,
    };
    if is_address {
        return true;
    }
    let foreign = |letter: char| {
        "*:/?#@".contains(letter) || trim(letter.encode_utf8(&mut [0; 4])).is_empty()
    };
    if name.is_empty() || name.contains(foreign) {
        return false;
    }
    // What is left is a name in any language, written in ASCII for the net.
    let ascii = match Host::parse(&shown_plain(name)) {
        Ok(host) => host.to_string(),
        Err(_) => return false,
    };
    ascii.len() <= 253 && ascii.split('.').all(is_label)
}

fn is_zone(zone: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
    !zone.is_empty() && zone.bytes().all(fits)
}

/// Whether `label` is one name of a domain.
fn is_label(label: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(fits)
        && !label.starts_with('-')
        && !label.ends_with('-')
}
