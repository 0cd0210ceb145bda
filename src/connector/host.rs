//! The host and port that an address names.

use std::collections::BTreeSet;

use super::Json;

/// `host:port` of an http or https URL; the port of the scheme when none is given.
pub(crate) fn host_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let port = match scheme.to_ascii_lowercase().as_str() {
        "https" => "443",
        "http" => "80",
        _ => return None,
    };
    let ends = |c: char| matches!(c, '/' | '?' | '#' | '\\') || c.is_whitespace();
    let authority = rest.split(ends).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.trim_end_matches(['"', '\'', '.', ',', ')']).to_ascii_lowercase();
    if host.is_empty() || host.contains(['{', '}']) {
        return None;
    }
    let has_port = host
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()));
    Some(if has_port { host } else { format!("{host}:{port}") })
}

/// Hosts that a configuration names.
pub(crate) fn hosts_in(value: &Json, hosts: &mut BTreeSet<String>) {
    match value {
        Json::String(text) => hosts.extend(host_of(text)),
        Json::Array(items) => items.iter().for_each(|item| hosts_in(item, hosts)),
        Json::Object(fields) => fields.iter().for_each(|(_, value)| hosts_in(value, hosts)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_named_with_its_port() {
        let cases = [
            ("https://api.X.io/a", Some("api.x.io:443")),
            ("http://127.0.0.1:8080?x", Some("127.0.0.1:8080")),
            ("https://user:pw@api.x.io", Some("api.x.io:443")),
            ("https://good.io\\@evil.io/", Some("good.io:443")),
            ("https://[::1]:9/x", Some("[::1]:9")),
            ("https://{{ config.host }}/", None),
            ("ftp://x.io", None),
            ("/relative", None),
        ];
        for (url, host) in cases {
            assert_eq!(host_of(url).as_deref(), host, "{url}");
        }
    }
}
