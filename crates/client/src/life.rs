//! What became of numbers: their history, and those that left the list.

use crate::client::{Client, read, refuse};
use crate::{Answer, Error, NumberRecord, Page, wire};
use numberline_domain::{Guid, PhoneNumber, Ticks};
use serde::Deserialize;
use std::fmt::Write as _;

/// Which page of a list; the default is the first, at the server's page size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WantedPage {
    /// The page, from 1; `None` for the first.
    pub page: Option<u64>,
    /// How many on a page; `None` for the server's default, 200.
    pub page_size: Option<u64>,
}

/// What a list of numbers that left asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListReleased {
    /// The tenant; `None` for all that the token sees.
    pub tenant: Option<Guid>,
    /// The page.
    pub page: WantedPage,
}

/// A change of a number.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PastChange {
    /// The number of the change: that of [`Answer::seq`].
    pub seq: u64,
    /// When.
    #[serde(deserialize_with = "wire::ticks")]
    pub at: Ticks,
    /// Who.
    pub actor: String,
    /// The task by which it happened.
    pub task_id: Option<String>,
    /// What happened, in a word; others may come.
    pub kind: String,
    /// What it was, for people.
    pub before: Option<String>,
    /// What it is, for people.
    pub after: Option<String>,
    /// The customer's Azure tenant that had the number.
    #[serde(deserialize_with = "wire::guid")]
    pub tenant_id: Guid,
    /// The number's row id then.
    pub id: i64,
}

/// A number that left the list.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReleasedNumber {
    /// The number, in E.164 form.
    #[serde(deserialize_with = "wire::phone")]
    pub telephone_number: PhoneNumber,
    /// The customer's Azure tenant that had it.
    #[serde(deserialize_with = "wire::guid")]
    pub tenant_id: Guid,
    /// Its row id.
    pub id: i64,
    /// When it left.
    #[serde(deserialize_with = "wire::ticks")]
    pub left_at: Ticks,
    /// Why: `released`, `removed`, `withdrawn`, `moved` or `replaced`; others may come.
    pub kind: String,
    /// Who.
    pub actor: String,
    /// The task by which it left.
    pub task_id: Option<String>,
    /// Its last record in the list.
    pub record: NumberRecord,
}

impl Client {
    /// What happened to a number, oldest first, also after it has left; `None` when the token never saw such a number.
    ///
    /// # Errors
    /// An [`Error`].
    pub async fn number_history(
        &self,
        phone: PhoneNumber,
        page: WantedPage,
    ) -> Result<Option<Answer<Page<PastChange>>>, Error> {
        let path = format!("/api/v3/oc/numbers/%2B{}/history{}", phone.digits(), query(None, page));
        match refuse(self.ask(&path, None).await?).await {
            Ok(response) => read(response).await.map(Some),
            Err(Error::Problem(problem)) if problem.error_code == "number-unknown" => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A page of the numbers that left the list, the last ones first.
    ///
    /// # Errors
    /// An [`Error`]; an unknown tenant is a [`crate::Problem`].
    pub async fn list_released(&self, wanted: &ListReleased) -> Result<Answer<Page<ReleasedNumber>>, Error> {
        let path = format!("/api/v3/oc/released{}", query(wanted.tenant, wanted.page));
        read(refuse(self.ask(&path, None).await?).await?).await
    }
}

/// Every value below stands in a URL as it is.
fn query(tenant: Option<Guid>, page: WantedPage) -> String {
    let mut query = String::new();
    let mut add = |name: &str, value: Option<String>| {
        let Some(value) = value else { return };
        let separator = if query.is_empty() { '?' } else { '&' };
        write!(query, "{separator}{name}={value}").expect("writing to a string cannot fail");
    };
    add("msTenantId", tenant.map(|tenant| tenant.to_string()));
    add("pageNumber", page.page.map(|page| page.to_string()));
    add("pageSize", page.page_size.map(|size| size.to_string()));
    query
}
