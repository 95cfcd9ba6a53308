//! The address of the service as the asker sees it.
//!
//! In: request headers, the option `--base-url`. Out: an address without a slash at the end. Must not know: paths.

use axum::http::{HeaderMap, header};

/// The base address: the option if given, else `Forwarded`, else `X-Forwarded-*`, else `Host`.
pub fn base(option: Option<&str>, headers: &HeaderMap) -> String {
    if let Some(url) = option {
        return url.trim_end_matches('/').to_owned();
    }
    let forwarded = |key: &str| forwarded(headers, key);
    let first = |name: &str| first(headers, name);
    let proto =
        forwarded("proto").or_else(|| first("x-forwarded-proto")).filter(|p| p == "https" || p == "http");
    let host = forwarded("host")
        .or_else(|| first("x-forwarded-host"))
        .or_else(|| first(header::HOST.as_str()))
        .filter(|host| is_host(host));
    let prefix = first("x-forwarded-prefix").filter(|p| is_path(p)).unwrap_or_default();
    format!(
        "{}://{}{}",
        proto.as_deref().unwrap_or("http"),
        host.as_deref().unwrap_or("localhost"),
        prefix.trim_end_matches('/')
    )
}

fn first(headers: &HeaderMap, name: &str) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    value.split(',').next().map(|v| v.trim().to_owned()).filter(|v| !v.is_empty())
}

/// A member of the first element of `Forwarded` (RFC 7239).
fn forwarded(headers: &HeaderMap, key: &str) -> Option<String> {
    let element = first(headers, "forwarded")?;
    element.split(';').find_map(|pair| {
        let (name, value) = pair.split_once('=')?;
        name.trim().eq_ignore_ascii_case(key).then(|| value.trim().trim_matches('"').to_owned())
    })
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || ".-:[]_".contains(c))
}

fn is_path(text: &str) -> bool {
    text.starts_with('/') && text.chars().all(|c| c.is_ascii_alphanumeric() || "/-_.~".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(k, v)| (k.parse(), v.parse()))
            .filter_map(|(k, v)| Some((k.ok()?, v.ok()?)))
            .collect()
    }

    #[test]
    fn without_a_proxy_the_host_is_used() {
        assert_eq!(base(None, &headers(&[("host", "127.0.0.1:8080")])), "http://127.0.0.1:8080");
    }

    #[test]
    fn behind_a_proxy_with_a_prefix() {
        let set = [
            ("host", "inner"),
            ("x-forwarded-host", "gov.example"),
            ("x-forwarded-proto", "https"),
            ("x-forwarded-prefix", "/map/"),
        ];
        assert_eq!(base(None, &headers(&set)), "https://gov.example/map");
        let set = [
            ("host", "inner"),
            ("forwarded", "for=1.2.3.4;proto=https;host=\"gov.example:8443\", for=5.6.7.8"),
        ];
        assert_eq!(base(None, &headers(&set)), "https://gov.example:8443");
    }

    #[test]
    fn the_option_wins_and_a_strange_host_is_not_repeated() {
        assert_eq!(base(Some("https://a.example/x/"), &headers(&[("host", "b")])), "https://a.example/x");
        assert_eq!(
            base(None, &headers(&[("x-forwarded-host", "a/<script>"), ("host", "b")])),
            "http://localhost"
        );
    }
}
