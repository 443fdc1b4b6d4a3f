//! Where signal-cli is reached: URLs, hosts and ports as OpenClaw 2026.9.6 reads them.

use std::net::IpAddr;

use url::{Host, Url};

/// The port where none is said.
pub(super) const DEFAULT_PORT: u16 = 8080;
/// The host where none is said.
pub(super) const DEFAULT_HOST: &str = "127.0.0.1";

/// A port that is one.
pub(super) fn port(number: f64) -> Option<u16> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number within the bounds of a port"
    )]
    let port =
        (number.fract() == 0.0 && (1.0..=65535.0).contains(&number)).then_some(number as u16);
    port
}

/// The URL as OpenClaw keeps it: with a scheme, without credentials, query and trailing slashes.
/// `None` for what it does not take.
pub(super) fn normal_url(text: &str) -> Option<String> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let is_http = lower.starts_with("http://") || lower.starts_with("https://");
    let is_half = lower.starts_with("http:") || lower.starts_with("https:");
    if text.is_empty() || (is_half && !is_http) || (!is_http && text.contains("://")) {
        return None;
    }
    let url = Url::parse(&if is_http { text.to_owned() } else { format!("http://{text}") }).ok()?;
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    let host = url.host_str()?;
    let port = url.port().map_or(String::new(), |port| format!(":{port}"));
    let path = url.path().trim_end_matches('/');
    Some(format!("{}://{host}{port}{path}", url.scheme()))
}

/// The URL of a host and a port; `None` for what is no host.
pub(super) fn url_of(host: &str, port: u16) -> Option<String> {
    let host = host.trim();
    let bare = match host.strip_prefix('[') {
        Some(inner) => inner.strip_suffix(']')?,
        None => host,
    };
    if bare.parse::<IpAddr>().is_err() && !is_name(bare) {
        return None;
    }
    normal_url(&if bare.contains(':') {
        format!("http://[{bare}]:{port}")
    } else {
        format!("http://{bare}:{port}")
    })
}

/// Whether it is the name of a host: labels of letters, digits and inner hyphens.
fn is_name(host: &str) -> bool {
    let name = host.strip_suffix('.').unwrap_or(host);
    let is_label = |label: &str| {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (1..=63).contains(&label.len())
            && label.bytes().all(fits)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

/// The port of a URL that leads to this machine.
pub(super) fn local_port(url: &str) -> Option<u16> {
    let url = Url::parse(url).ok()?;
    let is_local = match url.host()? {
        Host::Domain(name) => {
            let name = name.strip_suffix('.').unwrap_or(name);
            name == "localhost" || name.ends_with(".localhost")
        }
        Host::Ipv4(address) => address.is_loopback() || address.is_unspecified(),
        Host::Ipv6(address) => {
            let mapped = address.to_ipv4_mapped().is_some_and(|address| address.is_loopback());
            address.is_loopback() || address.is_unspecified() || mapped
        }
    };
    url.port_or_known_default().filter(|_| is_local)
}

/// Whether a URL leads to what is started on that host and port.
pub(super) fn leads_to(url: &str, host: &str, port: u16) -> bool {
    let Ok(url) = Url::parse(url) else { return false };
    let bare = |host: &str| host.trim_matches(['[', ']']).trim_end_matches('.').to_lowercase();
    let (reached, bound) = (url.host_str().map(bare).unwrap_or_default(), bare(host));
    if url.scheme() != "http" || url.port_or_known_default() != Some(port) {
        return false;
    }
    let is_loopback = |host: &str| ["localhost", "127.0.0.1", "::1"].contains(&host);
    reached == bound
        || match bound.as_str() {
            "0.0.0.0" => reached == "localhost" || reached.starts_with("127."),
            "::" => reached == "localhost" || reached == "::1",
            "localhost" => is_loopback(&reached),
            _ => reached == "localhost" && is_loopback(&bound),
        }
}

/// The URL with another port.
pub(super) fn with_port(url: &str, port: u16) -> Option<String> {
    let mut url = Url::parse(url).ok()?;
    url.set_port(Some(port)).ok()?;
    normal_url(url.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_whole_numbers_within_their_bounds() {
        assert_eq!([1.0, 8080.0, 65535.0].map(port), [Some(1), Some(8080), Some(65535)]);
        assert_eq!([0.0, -1.0, 80.5, 65536.0, f64::NAN, f64::INFINITY].map(port), [None; 6]);
    }

    #[test]
    fn hosts_are_names_or_addresses() {
        let url = |host: &str| url_of(host, 8080);
        assert_eq!(url(" signal.lan ").as_deref(), Some("http://signal.lan:8080"));
        assert_eq!(url("10.0.0.5").as_deref(), Some("http://10.0.0.5:8080"));
        assert_eq!(url("::1").as_deref(), Some("http://[::1]:8080"));
        assert_eq!(url("[::1]").as_deref(), Some("http://[::1]:8080"));
        let label = "a".repeat(62);
        let long = |last: &str| [&label, &label, &label, &label, last].join(".");
        assert!(url(&long("a")).is_some_and(|url| url.len() == 253 + "http://:8080".len()));
        assert_eq!(url(&long("ab")), None);
        assert_eq!(["", "-a", "a b", "[::1", "a/b", "a:1"].map(url), [const { None }; 6]);
    }

    #[test]
    fn urls_lose_what_openclaw_does_not_keep() {
        let normal = [
            ("signal.lan:8080/", "http://signal.lan:8080"),
            (" HTTPS://Signal.lan/api/?a=b ", "https://signal.lan/api"),
            ("http://[::1]:81", "http://[::1]:81"),
        ];
        for (written, kept) in normal {
            assert_eq!(normal_url(written).as_deref(), Some(kept), "{written}");
        }
        for no_url in ["", "ftp://signal.lan", "http:signal.lan", "http://me:pass@signal.lan"] {
            assert_eq!(normal_url(no_url), None, "{no_url}");
        }
    }
}
