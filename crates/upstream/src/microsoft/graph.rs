//! Microsoft Graph: what a tenant's numbers are given to, as the tenant itself sees it.

use super::Microsoft;
use super::link::{below, follow, next};
use super::wire::assignment::{self, Rows};
use crate::http::{Answer, Call, Host, TokenKey};
use crate::{Assignment, AssignmentPage, Failure, PageLink};
use numberline_domain::{Guid, PhoneNumber};
use reqwest::Url;

const PATH: &str = "/admin/teams/telephoneNumberManagement/numberAssignments";
/// Rows asked for: the most that a page may have.
const PAGE_SIZE: u64 = 1000;

#[derive(Debug)]
pub(super) struct Graph {
    pub(super) host: Host,
    pub(super) base: Url,
    pub(super) scope: String,
}

impl Microsoft {
    /// Makes a call to Graph with a token from the tenant's own directory.
    async fn ask_graph<T>(
        &self,
        tenant: Guid,
        url: Url,
        read: impl Fn(&Answer) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let Graph { host, scope, .. } = &self.graph;
        let directory = tenant.to_string();
        let credential = self.tokens.credential(TokenKey { directory: &directory, scope, tenant: Some(tenant) });
        self.client.ask(host, &Call::get(url).lane(tenant), Some(credential), read).await
    }

    pub(super) async fn assignments_of_graph(
        &self,
        tenant: Guid,
        page: Option<&PageLink>,
    ) -> Result<AssignmentPage, Failure> {
        let base = &self.graph.base;
        let url = match page {
            Some(link) => follow(base, link)?,
            None => below(base, &format!("{PATH}?$top={PAGE_SIZE}")),
        };
        let read = |answer: &Answer| {
            let Rows { assignments, link, set_aside } = assignment::read(answer)?;
            let next = match next(base, &url, link.as_deref())? {
                Some(link) => Some(link),
                None => after(&url, assignments.len() as u64 + set_aside),
            };
            Ok(AssignmentPage { assignments, next, set_aside })
        };
        self.ask_graph(tenant, url.clone(), read).await
    }

    pub(super) async fn assignment_of_graph(
        &self,
        tenant: Guid,
        phone: PhoneNumber,
    ) -> Result<Option<Assignment>, Failure> {
        let filter = format!("$filter=telephoneNumber%20eq%20%27%2B{}%27", phone.digits());
        let url = below(&self.graph.base, &format!("{PATH}?{filter}"));
        let read = |answer: &Answer| {
            let Rows { assignments, .. } = assignment::read(answer)?;
            let count = assignments.len();
            let mut found = assignments.into_iter().filter(|assignment| assignment.phone == phone);
            match (found.next(), found.next()) {
                (None, None) if count > 0 => {
                    Err(Failure::Malformed { reason: "it is about other numbers than the one asked for".to_owned() })
                }
                (_, Some(_)) => Err(Failure::Malformed { reason: "it has the number twice".to_owned() }),
                (found, None) => Ok(found),
            }
        };
        self.ask_graph(tenant, url, read).await
    }
}

/// Where a list goes on that names no next page: the documentation does not promise one, so a full page is not the last.
fn after(asked: &Url, rows: u64) -> Option<PageLink> {
    if rows < PAGE_SIZE {
        return None;
    }
    let number = |name: &str| asked.query_pairs().find(|(key, _)| key == name)?.1.parse::<u64>().ok();
    let skip = number("$skip").unwrap_or_default() + rows;
    let mut url = asked.clone();
    url.set_query(Some(&format!("$top={PAGE_SIZE}&$skip={skip}")));
    Some(PageLink::from_text(url.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_page_without_a_link_goes_on_by_counting() {
        let first = Url::parse("https://graph.example/v1.0/x?$top=1000").unwrap();
        let second = after(&first, 1000).unwrap();
        assert_eq!(second.as_str(), "https://graph.example/v1.0/x?$top=1000&$skip=1000");
        let third = after(&Url::parse(second.as_str()).unwrap(), 1000).unwrap();
        assert!(third.as_str().ends_with("$skip=2000"));
        assert_eq!(after(&first, 999), None);
    }
}
