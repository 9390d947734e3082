//! Microsoft: the gateway's Provisioning API for what the operator does, and Graph for what the customer does.

mod gateway;
mod graph;
mod link;
mod wire;

use crate::http::{Client, Host, Limits, Tokens};
use crate::settings::address::is_loopback;
use crate::{
    Accepted, Account, AccountName, AccountOrder, Assignment, AssignmentPage, CapabilityPlan, CivicAddress, Consent,
    CreateOrder, DeleteOrder, Failure, HostReport, NumberPage, OrderId, PageLink, Settings, Upstream, UpstreamNumber,
};
use gateway::Gateway;
use graph::Graph;
use numberline_domain::{Clock, Guid, PhoneNumber};
use std::time::Duration;

/// What the gateway's documentation lets one wait when it does not say how long.
const UNTOLD_WAIT: Duration = Duration::from_secs(60);

/// The gateway and Graph, with the same application.
#[derive(Debug)]
pub struct Microsoft {
    client: Client,
    tokens: Tokens,
    gateway: Gateway,
    graph: Graph,
}

impl Microsoft {
    /// Gets ready to ask; asks nothing yet. The clock tells how far a date is away that an answer names.
    ///
    /// # Errors
    /// When the machine gives no thread, or its certificates cannot be read.
    pub fn new(settings: Settings, clock: Clock) -> std::io::Result<Self> {
        let Settings { gateway, graph, login, directory, client_id, secret, .. } = settings;
        let limits = Limits { deadlines: settings.deadlines, body: settings.body_limit };
        let is_local = [&gateway, &graph, &login].into_iter().all(is_loopback);
        let host = Host::new("login", &login, None, None);
        Ok(Self {
            client: Client::new(limits, clock, is_local)?,
            tokens: Tokens::new(host, login, client_id, secret),
            gateway: Gateway {
                host: Host::new("gateway", &gateway, settings.rate, Some(UNTOLD_WAIT)),
                base: gateway,
                directory,
                scope: settings.upstream_scope,
            },
            graph: Graph { host: Host::new("graph", &graph, None, None), base: graph, scope: settings.graph_scope },
        })
    }
}

impl Upstream for Microsoft {
    fn accounts(&self) -> Result<Vec<Account>, Failure> {
        self.client.block_on(self.accounts_of_gateway())
    }

    fn ensure_account(&self, order: &AccountOrder) -> Result<Account, Failure> {
        self.client.block_on(self.ensure_account_at_gateway(order))
    }

    fn consents(&self) -> Result<Vec<Consent>, Failure> {
        self.client.block_on(self.consents_of_gateway())
    }

    fn acknowledge_consent(&self, order: OrderId, tenant: Guid) -> Result<Consent, Failure> {
        self.client.block_on(self.acknowledge_at_gateway(order, tenant))
    }

    fn civic_addresses(&self, account: &AccountName) -> Result<Vec<CivicAddress>, Failure> {
        self.client.block_on(self.addresses_of_gateway(account))
    }

    fn numbers(&self, account: Option<&AccountName>, page: Option<&PageLink>) -> Result<NumberPage, Failure> {
        self.client.block_on(self.numbers_of_gateway(account, page))
    }

    fn number(&self, account: &AccountName, phone: PhoneNumber) -> Result<Option<UpstreamNumber>, Failure> {
        self.client.block_on(self.number_of_gateway(account, phone))
    }

    fn create(&self, order: &CreateOrder) -> Result<Accepted, Failure> {
        self.client.block_on(self.create_at_gateway(order))
    }

    fn delete(&self, order: &DeleteOrder) -> Result<Accepted, Failure> {
        self.client.block_on(self.delete_at_gateway(order))
    }

    fn available_capabilities(&self, account: &AccountName, phones: &[PhoneNumber]) -> Result<Vec<String>, Failure> {
        self.client.block_on(self.capabilities_of_gateway(account, phones))
    }

    fn capability_plans(&self, account: &AccountName) -> Result<Vec<CapabilityPlan>, Failure> {
        self.client.block_on(self.plans_of_gateway(account))
    }

    fn assignments(&self, tenant: Guid, page: Option<&PageLink>) -> Result<AssignmentPage, Failure> {
        self.client.block_on(self.assignments_of_graph(tenant, page))
    }

    fn assignment(&self, tenant: Guid, phone: PhoneNumber) -> Result<Option<Assignment>, Failure> {
        self.client.block_on(self.assignment_of_graph(tenant, phone))
    }

    fn hosts(&self) -> Vec<HostReport> {
        [&self.gateway.host, &self.graph.host, self.tokens.host()].into_iter().map(Host::report).collect()
    }

    fn stop(&self) {
        self.client.stop();
    }
}
