//! Addresses below a base, and links that other systems give: they lead to the same host, or nowhere.

use crate::{Failure, PageLink};
use reqwest::Url;

/// The address of a path below a base. The path is in its written form already.
pub(super) fn below(base: &Url, path: &str) -> Url {
    let text = format!("{}{path}", base.as_str().trim_end_matches('/'));
    Url::parse(&text).expect("a base that is a URL stays one with a path after it")
}

/// Where a link leads.
///
/// # Errors
/// [`Failure::Malformed`] when that is not below the base: our token is for that host alone.
pub(super) fn follow(base: &Url, link: &PageLink) -> Result<Url, Failure> {
    let malformed = |reason: &str| Failure::Malformed { reason: reason.to_owned() };
    let url = Url::parse(link.as_str()).map_err(|_| malformed("the link to its next page is not a URL"))?;
    let is_below = url.origin() == base.origin()
        && url.path().starts_with(base.path().trim_end_matches('/'))
        && url.username().is_empty()
        && url.password().is_none();
    if is_below { Ok(url) } else { Err(malformed("the link to its next page leads elsewhere")) }
}

/// The link of a page that was read from an address.
///
/// # Errors
/// [`Failure::Malformed`] when it leads elsewhere, or back to the same page.
pub(super) fn next(base: &Url, asked: &Url, link: Option<&str>) -> Result<Option<PageLink>, Failure> {
    let Some(link) = link.map(PageLink::from_text) else { return Ok(None) };
    if follow(base, &link)? == *asked {
        return Err(Failure::Malformed { reason: "the link to its next page is its own".to_owned() });
    }
    Ok(Some(link))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_below_its_base_or_nowhere() {
        let base = Url::parse("https://graph.example/v1.0/").unwrap();
        let asked = below(&base, "/numbers?skip=0");
        assert_eq!(asked.as_str(), "https://graph.example/v1.0/numbers?skip=0");
        let good = "https://graph.example/v1.0/numbers?skip=500";
        assert_eq!(next(&base, &asked, Some(good)), Ok(Some(PageLink::from_text(good))));
        for link in [
            "https://graph.example/v1.0/numbers?skip=0",
            "https://evil.example/v1.0/numbers",
            "http://graph.example/v1.0/numbers",
            "https://graph.example:444/v1.0/numbers",
            "https://user@graph.example/v1.0/numbers",
            "https://graph.example/other",
            "/v1.0/numbers?skip=500",
            "",
        ] {
            assert!(matches!(next(&base, &asked, Some(link)), Err(Failure::Malformed { .. })), "{link}");
        }
    }
}
