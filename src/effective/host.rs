//! Hosts of URLs: is a server one's own?

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::schema::trim;

/// The host of a URL in lower case, without port, user info and brackets.
pub fn host(url: &str) -> Option<String> {
    let (_, rest) = url.trim().split_once("://")?;
    let authority = rest.split(['/', '?', '#', '\\']).next()?;
    let host = authority.rsplit('@').next()?;
    let host = match host.strip_prefix('[') {
        Some(bracketed) => bracketed.split(']').next()?,
        None => host.split(':').next()?,
    };
    (!host.is_empty()).then(|| host.trim_end_matches('.').to_ascii_lowercase())
}

/// Domains that only a local resolver knows; `.ts.net` is Tailscale's.
const LOCAL: [&str; 6] = [".local", ".lan", ".internal", ".home.arpa", ".localhost", ".ts.net"];

/// Whether a host is on this machine or a private network: loopback, private, link-local and
/// carrier-grade (Tailscale) addresses, names that only a local resolver knows, and names without
/// a dot, as containers and machines on a LAN have.
pub fn is_private(host: &str) -> bool {
    if let Ok(address) = host.parse::<Ipv4Addr>() {
        let [a, b, ..] = address.octets();
        let carrier_grade = a == 100 && (64..128).contains(&b);
        return address.is_loopback()
            || address.is_private()
            || address.is_link_local()
            || address.is_unspecified()
            || carrier_grade;
    }
    if let Ok(address) = host.parse::<Ipv6Addr>() {
        return address.is_loopback()
            || address.is_unique_local()
            || address.is_unicast_link_local()
            || address.is_unspecified();
    }
    !host.contains('.') || LOCAL.iter().any(|suffix| host.ends_with(suffix))
}

/// Whether an address of this machine is written as four decimal numbers, as OpenClaw 2026.9.6 asks
/// for where it has to be sure of it: `127.0.0.1` is, `localhost` and `127.1` are not. White space
/// and brackets around it do not count.
pub fn is_dotted_loopback(host: &str) -> bool {
    let host = trim(host);
    let bracketed = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    bracketed.unwrap_or(host).parse::<Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_told_by_its_numbers() {
        for host in ["127.0.0.1", " 127.5.0.1 ", "[127.0.0.1]"] {
            assert!(is_dotted_loopback(host), "{host}");
        }
        for host in ["localhost", "127.1", "127.0.0.01", "::1", "128.0.0.1", "", "${HOST}"] {
            assert!(!is_dotted_loopback(host), "{host}");
        }
    }

    #[test]
    fn hosts_are_found() {
        for (url, expected) in [
            ("http://127.0.0.1:8000/v1", Some("127.0.0.1")),
            ("https://user:pass@Host.Example:1/x", Some("host.example")),
            ("http://[::1]:11434/v1", Some("::1")),
            ("http://vllm?x", Some("vllm")),
            ("127.0.0.1:8000", None),
            ("http:///v1", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
    }

    #[test]
    fn private_hosts_are_told_from_public_ones() {
        for private in [
            "127.0.0.1",
            "10.1.2.3",
            "172.20.0.2",
            "192.168.1.9",
            "169.254.1.1",
            "100.101.1.2",
            "::1",
            "fd00::1",
            "fe80::1",
            "localhost",
            "ollama",
            "host.docker.internal",
            "nas.local",
            "box.tail1234.ts.net",
        ] {
            assert!(is_private(private), "{private}");
        }
        for public in ["8.8.8.8", "172.32.0.1", "100.63.0.1", "api.openai.com", "2606:4700::1"] {
            assert!(!is_private(public), "{public}");
        }
    }
}
