//! Addresses: joining, the host they lead to, the parameters that are in them.

/// Joins as Python's `urljoin` does with a base that ends in a slash.
pub(super) fn join(base: &str, path: &str) -> String {
    if path.is_empty() {
        return base.to_owned();
    }
    if base.is_empty() || is_absolute(path) {
        return path.to_owned();
    }
    let base = if base.ends_with('/') { base.to_owned() } else { format!("{base}/") };
    let scheme = base.find("://").map_or(0, |at| at + 3);
    let (scheme, after) = base.split_at(scheme);
    if let Some(rest) = path.strip_prefix("//") {
        return format!("{scheme}{rest}");
    }
    let (host, after) = split_before(after, &['/', '?', '#']);
    let (known, _) = split_before(after, &['?', '#']);
    let (own, rest) = split_before(path, &['?', '#']);
    let joined = if own.is_empty() { known.to_owned() } else { resolved(known, own) };
    format!("{scheme}{host}{joined}{rest}")
}

fn is_absolute(path: &str) -> bool {
    let scheme = path.split_once("://").map_or("", |(scheme, _)| scheme);
    !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric())
}

fn split_before<'a>(text: &'a str, ends: &[char]) -> (&'a str, &'a str) {
    text.split_at(text.find(ends).unwrap_or(text.len()))
}

// A path in place of the last step of another, without dots and without doubled slashes between.
fn resolved(base: &str, path: &str) -> String {
    let steps: Vec<&str> = if path.starts_with('/') {
        path.split('/').collect()
    } else {
        let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = folder.split('/').filter(|step| !step.is_empty());
        let (inner, last) = path.rsplit_once('/').unwrap_or(("", path));
        let inner = inner.split('/').filter(|step| !step.is_empty());
        std::iter::once("").chain(folder).chain(inner).chain([last]).collect()
    };
    let mut kept: Vec<&str> = Vec::with_capacity(steps.len());
    for step in &steps {
        match *step {
            "." => {}
            ".." => drop(kept.pop()),
            step => kept.push(step),
        }
    }
    if matches!(steps.last(), Some(&("." | ".."))) {
        kept.push("");
    }
    let path = kept.join("/");
    if path.is_empty() { "/".to_owned() } else { path }
}

/// The parameters that are in an address already.
pub(super) fn query_of(url: &str) -> Vec<(String, String)> {
    let Some((_, query)) = url.split_once('?') else { return Vec::new() };
    let query = query.split('#').next().unwrap_or_default();
    query
        .split('&')
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

fn decoded(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digits = (byte == b'%').then(|| [ahead.next(), ahead.next()]);
        let code = match digits {
            Some([Some(high), Some(low)]) => {
                let pair = [high, low];
                std::str::from_utf8(&pair).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())
            }
            _ => None,
        };
        match code {
            Some(code) => {
                out.push(code);
                bytes = ahead;
            }
            None => out.push(if byte == b'+' { b' ' } else { byte }),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_join_as_in_python() {
        let cases = [
            // (base, path, url)
            ("https://x.io/api/", "v1/a", "https://x.io/api/v1/a"),
            ("https://x.io/api", "v1/a?b=c", "https://x.io/api/v1/a?b=c"),
            ("https://x.io/api/", "", "https://x.io/api/"),
            ("https://x.io/api", "/v1/next?p=2", "https://x.io/v1/next?p=2"),
            ("https://x.io/api", "https://y.io/z", "https://y.io/z"),
            ("https://x.io/api", "//y.io/z", "https://y.io/z"),
            ("https://x.io//", "a", "https://x.io/a"),
            ("https://x.io/api", "a//b/", "https://x.io/api/a/b/"),
            ("https://x.io/api", "/a//b", "https://x.io/a//b"),
            ("https://x.io/api?k=v", "a", "https://x.io/a"),
            ("https://x.io/api/v1", "../v2/./a", "https://x.io/api/v2/a"),
            ("https://x.io/api", "?page=2", "https://x.io/api/?page=2"),
            ("https://x.io/api", "jobs/7:run", "https://x.io/api/jobs/7:run"),
            ("https://x.io/api", "find?u=https://y.io", "https://x.io/api/find?u=https://y.io"),
            ("https://x.io", "a", "https://x.io/a"),
        ];
        for (base, path, url) in cases {
            assert_eq!(join(base, path), url, "{base} {path}");
        }
    }

    #[test]
    fn what_a_link_holds_is_seen_however_it_is_written() {
        let query = query_of("https://x/y?%24filter=a%20gt+1&top=5&bad=%zz#f");
        let expected = [("$filter", "a gt 1"), ("top", "5"), ("bad", "%zz")];
        assert_eq!(query, expected.map(|(n, v)| (n.to_owned(), v.to_owned())));
    }
}
