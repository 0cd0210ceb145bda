//! The one outward client: timeouts, size limits, egress rules.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Url, redirect};

use crate::connector::{Body, Method, Reply, Request, SendError};

/// Redirects within one host that are followed.
pub(super) const MAX_REDIRECTS: usize = 5;
/// A connection must stand within this time.
const CONNECT: Duration = Duration::from_secs(10);

/// What the client may do.
#[derive(Debug, Clone)]
pub struct Egress {
    /// Longest time for one reply.
    pub timeout: Duration,
    /// Largest reply in bytes after decompression.
    pub max_reply: usize,
    /// Private and loopback addresses may be asked.
    pub allow_private: bool,
}

/// Chooses who encrypts for this process. Another client may have done so before; any will do.
pub fn provide_tls() {
    if rustls::crypto::CryptoProvider::get_default().is_none() {
        drop(rustls::crypto::ring::default_provider().install_default());
    }
}

/// The HTTP client. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    pub(super) egress: Egress,
}

impl Client {
    /// A client under these rules.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub fn new(egress: Egress) -> Result<Self, SendError> {
        Self::with_redirects(egress, redirect::Policy::custom(follow))
    }

    /// A client under these rules that follows redirects in its own way.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub(super) fn with_redirects(
        egress: Egress,
        redirects: redirect::Policy,
    ) -> Result<Self, SendError> {
        provide_tls();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("accord/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .connect_timeout(CONNECT.min(egress.timeout))
            .timeout(egress.timeout)
            .pool_max_idle_per_host(8)
            .redirect(redirects);
        if !egress.allow_private {
            builder = builder.dns_resolver(Arc::new(PublicOnly));
        }
        let http = builder.build().map_err(|_| {
            SendError::Forbidden("TLS cannot be set up on this machine".to_owned())
        })?;
        Ok(Self { http, egress })
    }

    /// Sends one request and reads the whole reply.
    ///
    /// # Errors
    /// When no reply comes, or the request may not be sent. Any status is a reply.
    pub async fn send(&self, request: &Request) -> Result<Reply, SendError> {
        let url = self.url(request)?;
        let host = host_of(&url);
        let sent = self.prepare(url, request)?.send().await;
        let response = sent.map_err(|error| self.explain(&host, &error))?;
        let status = response.status().as_u16();
        let headers = headers_of(&response);
        let body = self.body(&host, response).await?;
        Ok(Reply { status, headers, body })
    }

    /// Where a request goes, if it may.
    ///
    /// # Errors
    /// When it may not.
    pub(super) fn url(&self, request: &Request) -> Result<Url, SendError> {
        let refused = |why: &str| Err(SendError::Forbidden(why.to_owned()));
        let Ok(mut url) = Url::parse(&request.url) else {
            return refused("the address of a request is not a valid URL; check `url_base`");
        };
        if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none() {
            return refused("only http and https addresses are asked; check `url_base`");
        }
        if !self.egress.allow_private && literal(&url).is_some_and(is_private) {
            return Err(SendError::Forbidden(private(&host_of(&url))));
        }
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        Ok(url)
    }

    /// A request that is ready to be sent.
    ///
    /// # Errors
    /// When a header cannot be sent.
    pub(super) fn prepare(
        &self,
        url: Url,
        request: &Request,
    ) -> Result<reqwest::RequestBuilder, SendError> {
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Put => reqwest::Method::PUT,
            Method::Patch => reqwest::Method::PATCH,
            Method::Delete => reqwest::Method::DELETE,
            Method::Head => reqwest::Method::HEAD,
        };
        let mut headers = HeaderMap::new();
        for (name, value) in &request.headers {
            let (Ok(key), Ok(mut value)) =
                (HeaderName::try_from(name.trim()), HeaderValue::try_from(value.trim()))
            else {
                let message = format!("the header `{name}` holds what no header may hold");
                return Err(SendError::Forbidden(message));
            };
            value.set_sensitive(true);
            headers.insert(key, value);
        }
        let typed = headers.contains_key(CONTENT_TYPE);
        let builder = self.http.request(method, url);
        let builder = match &request.body {
            Body::Empty => builder,
            Body::Text(text) => builder.body(text.clone()),
            Body::Json(json) if typed => builder.body(json.clone()),
            Body::Json(json) => {
                builder.header(CONTENT_TYPE, "application/json").body(json.clone())
            }
            Body::Form(fields) => builder.form(fields),
        };
        Ok(builder.headers(headers))
    }

    async fn body(
        &self,
        host: &str,
        mut response: reqwest::Response,
    ) -> Result<Vec<u8>, SendError> {
        let limit = self.egress.max_reply;
        let too_large = || SendError::TooLarge { host: host.to_owned(), limit };
        let expected = response.content_length().unwrap_or(0);
        if expected > limit as u64 {
            return Err(too_large());
        }
        let mut body = Vec::with_capacity(expected as usize);
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if body.len() + chunk.len() > limit => return Err(too_large()),
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => return Ok(body),
                Err(error) if error.is_timeout() => return Err(self.explain(host, &error)),
                Err(_) => return Err(cut_short(host)),
            }
        }
    }

    /// Why no answer came. Never the error's own text: it holds the URL, whose query may hold a
    /// secret.
    pub(super) fn explain(&self, host: &str, error: &reqwest::Error) -> SendError {
        let host = host.to_owned();
        let causes: Vec<String> = causes(error).map(ToString::to_string).collect();
        let says = |word: &str| causes.iter().any(|cause| cause.contains(word));
        if says(PRIVATE) {
            return SendError::Forbidden(private(&host));
        }
        if error.is_redirect() {
            return SendError::Forbidden(format!(
                "{host} redirects to another host or too often; check `url_base`"
            ));
        }
        if error.is_timeout() {
            return SendError::TimedOut { host, after: self.egress.timeout };
        }
        if error.is_builder() {
            return SendError::Forbidden(format!("a request to {host} cannot be built"));
        }
        let reason = match () {
            () if says("certificate") || says("tls") => "its TLS certificate is not trusted",
            () if says("dns") || says("lookup address") => "its name cannot be resolved",
            () if says("refused") => "the connection was refused",
            () if error.is_connect() => "no connection could be made",
            () => "the connection broke off",
        };
        SendError::Unreachable { host, reason: reason.to_owned() }
    }
}

/// The headers of a reply, under lower-case names.
pub(super) fn headers_of(response: &reqwest::Response) -> Vec<(String, String)> {
    let headers = response.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    headers.collect()
}

/// A reply began and did not end.
pub(super) fn cut_short(host: &str) -> SendError {
    let reason = "the reply was cut short".to_owned();
    SendError::Unreachable { host: host.to_owned(), reason }
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(std::error::Error::source(error), |cause| cause.source())
}

fn follow(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let last = attempt.previous().last();
    let same = last.is_some_and(|last| {
        last.host_str() == attempt.url().host_str()
            && last.port_or_known_default() == attempt.url().port_or_known_default()
    });
    if !same || attempt.previous().len() > MAX_REDIRECTS {
        return attempt.error("redirect refused");
    }
    attempt.follow()
}

/// Host and port of an address.
pub(super) fn host_of(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port_or_known_default().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The address that stands in the place of a name.
pub(super) fn literal(url: &Url) -> Option<IpAddr> {
    url.host_str()?.trim_matches(['[', ']']).parse().ok()
}

fn private(host: &str) -> String {
    format!("{host} is a private or loopback address; allow private addresses to ask it")
}

/// Addresses that only machines near us have: asking them could reach what is not meant for a source.
pub(super) fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || first == 0
                || (first == 100 && (64..128).contains(&second))
                || (first == 198 && (second & 0xfe) == 18)
                || first >= 240
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
                || (v6.segments()[0] & 0xffc0) == 0xfec0
                || within(v6).is_some_and(|v4| is_private(IpAddr::V4(v4)))
        }
    }
}

/// The IPv4 address that an IPv6 address stands for: written in it, or reached through a translator
/// (NAT64, 6to4).
fn within(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let halves = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match v6.segments() {
        [0x64, 0xff9b, 0, 0, 0, 0, high, low] | [0x2002, high, low, ..] => {
            Some(halves(high, low))
        }
        _ => v6.to_ipv4(),
    }
}

const PRIVATE: &str = "only private addresses";

/// Resolves names, but never to a private address: a public name may point inwards.
#[derive(Debug)]
struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|at| !is_private(at.ip())).collect();
            if public.is_empty() {
                return Err(std::io::Error::other(PRIVATE).into());
            }
            let addresses: Addrs = Box::new(public.into_iter());
            Ok(addresses)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_near_us_are_private() {
        let cases = [
            ("127.0.0.1", true),
            ("10.1.2.3", true),
            ("192.168.0.1", true),
            ("169.254.169.254", true),
            ("100.64.0.1", true),
            ("0.0.0.0", true),
            ("::1", true),
            ("fd00::1", true),
            ("fe80::1", true),
            ("::ffff:127.0.0.1", true),
            ("::ffff:10.0.0.1", true),
            ("64:ff9b::10.0.0.1", true),
            ("2002:a00:1::1", true),
            ("fec0::1", true),
            ("240.0.0.1", true),
            ("64:ff9b::8.8.8.8", false),
            ("8.8.8.8", false),
            ("172.32.0.1", false),
            ("2606:4700::1111", false),
        ];
        for (address, expected) in cases {
            let parsed: IpAddr = address.parse().expect(address);
            assert_eq!(is_private(parsed), expected, "{address}");
        }
    }
}
