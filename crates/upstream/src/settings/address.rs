//! Addresses of other systems.

use super::Mistake;
use reqwest::Url;

/// Reads the address that a system's paths stand below. It bears a secret, so it is `https`, or stays on this machine.
pub(super) fn parse(setting: &'static str, text: &str) -> Result<Url, Mistake> {
    let refuse = |reason: &'static str| Mistake::NoAddress { setting, value: without_password(text), reason };
    let url = Url::parse(text).map_err(|_| refuse("is not a URL such as https://provapi.gw1.example"))?;
    if url.host_str().is_none_or(str::is_empty) {
        return Err(refuse("names no host"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("bears a user or password: credentials have settings of their own"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refuse("goes on after its path"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(refuse("is not encrypted, which is allowed on this machine only: write https")),
        _ => Err(refuse("is not an https URL")),
    }
}

/// Whether the address is on this machine, where no proxy is asked.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn without_password(text: &str) -> String {
    match (text.find("://"), text.rfind('@')) {
        (Some(scheme), Some(at)) if scheme < at => format!("{}…{}", &text[..scheme + 3], &text[at..]),
        _ => text.to_owned(),
    }
}
