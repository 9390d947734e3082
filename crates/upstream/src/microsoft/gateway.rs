//! The Azure Communications Gateway's Provisioning API, version `2024-02-29-preview`.

mod order;

use super::Microsoft;
use super::link::{below, follow, next};
use super::wire::{account, address, consent, number, page};
use crate::http::{Answer, Call, Host, TokenKey};
use crate::{
    Account, AccountName, CapabilityPlan, CivicAddress, Consent, Failure, NumberPage, PageLink, UpstreamNumber, Walk,
};
use numberline_domain::PhoneNumber;
use reqwest::{Method, Url};

const VERSION: &str = "api-version=2024-02-29-preview";
/// Rows asked for; a page may have fewer.
const PAGE_SIZE: u32 = 500;
const JSON: &str = "application/json";

#[derive(Debug)]
pub(super) struct Gateway {
    pub(super) host: Host,
    pub(super) base: Url,
    pub(super) directory: String,
    pub(super) scope: String,
}

impl Gateway {
    fn at(&self, path: &str) -> Url {
        below(&self.base, &format!("{path}?{VERSION}"))
    }

    /// The first page of a list.
    fn list(&self, path: &str) -> Url {
        below(&self.base, &format!("{path}?{VERSION}&maxpagesize={PAGE_SIZE}&countRecords=true"))
    }
}

impl Microsoft {
    /// Makes a call to the gateway.
    async fn ask_gateway<T>(&self, call: &Call, read: impl Fn(&Answer) -> Result<T, Failure>) -> Result<T, Failure> {
        let Gateway { host, directory, scope, .. } = &self.gateway;
        let credential = self.tokens.credential(TokenKey { directory, scope, tenant: None });
        self.client.ask(host, call, Some(credential), read).await
    }

    /// Reads every page of a list.
    async fn walk<T>(
        &self,
        path: &str,
        read: impl Fn(&Answer) -> Result<page::Page<T>, Failure>,
    ) -> Result<Vec<T>, Failure> {
        let (mut rows, mut url, mut walk) = (Vec::new(), self.gateway.list(path), Walk::default());
        loop {
            let page = self.ask_gateway(&Call::get(url.clone()), &read).await?;
            rows.extend(page.rows);
            let Some(link) = next(&self.gateway.base, &url, page.next.as_deref())? else { return Ok(rows) };
            walk.step(&link)?;
            url = follow(&self.gateway.base, &link)?;
        }
    }

    pub(super) async fn accounts_of_gateway(&self) -> Result<Vec<Account>, Failure> {
        self.walk("/accounts", |answer| page::read(answer, account::read)).await
    }

    pub(super) async fn consents_of_gateway(&self) -> Result<Vec<Consent>, Failure> {
        self.walk("/teamsRequestsForInformation", |answer| page::read(answer, consent::read)).await
    }

    pub(super) async fn addresses_of_gateway(&self, account: &AccountName) -> Result<Vec<CivicAddress>, Failure> {
        let path = format!("/accounts/{account}/teamsCivicAddresses");
        self.walk(&path, |answer| page::read(answer, address::read)).await
    }

    pub(super) async fn numbers_of_gateway(
        &self,
        account: Option<&AccountName>,
        page: Option<&PageLink>,
    ) -> Result<NumberPage, Failure> {
        let base = &self.gateway.base;
        let url = match (page, account) {
            (Some(link), _) => follow(base, link)?,
            (None, Some(account)) => self.gateway.list(&format!("/accounts/{account}/numbers")),
            (None, None) => self.gateway.list("/numbers"),
        };
        let read = |answer: &Answer| number::read_page(answer, account, |link| next(base, &url, link));
        self.ask_gateway(&Call::get(url.clone()), read).await
    }

    pub(super) async fn number_of_gateway(
        &self,
        account: &AccountName,
        phone: PhoneNumber,
    ) -> Result<Option<UpstreamNumber>, Failure> {
        let url = self.gateway.at(&format!("/accounts/{account}/numbers/%2B{}", phone.digits()));
        let read = |answer: &Answer| number::read_one(answer, account, phone);
        unless_absent(self.ask_gateway(&Call::get(url), read).await)
    }

    pub(super) async fn capabilities_of_gateway(
        &self,
        account: &AccountName,
        phones: &[PhoneNumber],
    ) -> Result<Vec<String>, Failure> {
        let url = self.gateway.at(&format!("/accounts/{account}:getTeamsAvailableCapabilities"));
        let call = Call::get(url).method(Method::POST).body(JSON, number::identifiers(phones));
        self.ask_gateway(&call, number::read_available).await
    }

    pub(super) async fn plans_of_gateway(&self, account: &AccountName) -> Result<Vec<CapabilityPlan>, Failure> {
        let url = self.gateway.at(&format!("/accounts/{account}:getTeamsCapabilityPlans"));
        self.ask_gateway(&Call::get(url).method(Method::POST), account::read_plans).await
    }
}

/// `None` for what the gateway itself says is not there.
fn unless_absent<T>(answer: Result<T, Failure>) -> Result<Option<T>, Failure> {
    match answer {
        Ok(value) => Ok(Some(value)),
        Err(Failure::Refused(refusal)) if refusal.status == 404 => Ok(None),
        Err(failure) => Err(failure),
    }
}
