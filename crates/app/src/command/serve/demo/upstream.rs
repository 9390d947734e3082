//! The demo's upstream: a simulator in this process that knows the generated tenants and their numbers. The reference
//! document's tenant has no account there, and so stays as the document prints it.

use anyhow::{Context, bail};
use numberline_domain::{Clock, Guid, PhoneNumber, Scope, Status, StatusFilter};
use numberline_inventory::Selection;
use numberline_service::Service;
use numberline_service::generate;
use numberline_simulator::{
    Assignment, Capabilities, Life, NewAccount, NewNumber, Options, Rate, Running, Settings, Simulator,
};
use numberline_upstream::{Given, GivenSecret, Microsoft, Secret, Upstream};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;

/// How often a customer deletes a number, and some assign theirs.
const LIFE: Duration = Duration::from_secs(7);
/// How long what was ordered takes at the simulator.
const DELAY: Duration = Duration::from_secs(2);

/// What the simulator has to know of a number.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    telephone_number: String,
    tenant_id: String,
    ms_company_name: Option<String>,
    acquired_number_status: u8,
    acquired_capabilities: Option<Vec<String>>,
    available_capabilities: Option<Vec<String>>,
    assignment_status: Option<String>,
    location_id: Option<String>,
    civic_address_id: Option<String>,
}

/// Starts the simulator and makes the generated tenants its customers. Must be called where the runtime may be blocked.
pub(super) fn start(service: &Service) -> anyhow::Result<(Running, Arc<dyn Upstream>)> {
    service.load()?;
    let settings = Settings { rate: Rate::Unlimited, sync_delay: DELAY, release_delay: DELAY, ..Settings::default() };
    let options = Options { settings, ..Options::default() };
    let running = Handle::current().block_on(Simulator::start(options)).context("cannot start the simulator")?;
    for (tenant, records) in generated(service)? {
        register(running.simulator(), tenant, &records)?;
    }
    running.simulator().live(Some(Life::every(LIFE)));
    let upstream = client(&running)?;
    Ok((running, upstream))
}

/// The records of each generated tenant.
fn generated(service: &Service) -> anyhow::Result<BTreeMap<Guid, Vec<Record>>> {
    let scope = Scope::All;
    let mut lines = Vec::new();
    let selection = Selection { scope: &scope, tenant: None, filter: StatusFilter::All };
    service.shared().inventory().records(&selection, 0, u64::MAX, b"\n", &mut lines);
    let mut tenants: BTreeMap<Guid, Vec<Record>> = BTreeMap::new();
    for line in lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
        let record: Record = serde_json::from_slice(line)?;
        let tenant = Guid::parse(&record.tenant_id)?;
        if tenant != generate::DOCUMENT_TENANT {
            tenants.entry(tenant).or_default().push(record);
        }
    }
    Ok(tenants)
}

fn register(simulator: &Simulator, tenant: Guid, records: &[Record]) -> anyhow::Result<()> {
    let name = tenant.to_string();
    let company = records.iter().find_map(|record| record.ms_company_name.clone());
    simulator.add_account(&NewAccount { tenant: Some(tenant), company, ..NewAccount::new(&name) })?;
    // What a customer deleted is not there any longer. What is being released or removed is, as no task of the demo ends it.
    let deleted = Status::MarkedForRemoval.code();
    let is_there = |record: &&Record| record.acquired_number_status != deleted;
    let numbers = records.iter().filter(is_there).map(number).collect::<anyhow::Result<Vec<_>>>()?;
    simulator.add_numbers(&name, numbers)?;
    Ok(())
}

fn number(record: &Record) -> anyhow::Result<NewNumber> {
    let phone = PhoneNumber::parse(&record.telephone_number)?;
    let capabilities = match (&record.acquired_capabilities, &record.available_capabilities) {
        (Some(acquired), Some(available)) => {
            Some(Arc::new(Capabilities { acquired: acquired.clone(), available: available.clone() }))
        }
        _ => None,
    };
    let place = record.civic_address_id.clone().zip(record.location_id.clone());
    let assignment = match record.assignment_status.as_deref() {
        Some("UserAssigned") => Assignment::UserAssigned,
        Some("ConferenceAssigned") => Assignment::ConferenceAssigned,
        Some("VoiceApp") => Assignment::VoiceApplicationAssigned,
        Some("ThirdPartyAppAssigned") => Assignment::ThirdPartyAppAssigned,
        _ => Assignment::Unassigned,
    };
    Ok(NewNumber { capabilities, place, assignment, ..NewNumber::new(phone) })
}

/// The product's own client, which the simulator cannot tell from one of Microsoft's.
fn client(running: &Running) -> anyhow::Result<Arc<dyn Upstream>> {
    let (addresses, options) = (running.addresses(), running.simulator().options());
    let given = Given {
        upstream_url: Some(addresses.gateway),
        graph_url: Some(addresses.graph),
        token_url: Some(addresses.login),
        directory: Some(options.directory.to_string()),
        client_id: Some(options.client_id.clone()),
        secret: GivenSecret::Text(Secret::new(&options.client_secret)),
        rate_per_minute: Some(0),
        ..Given::default()
    };
    let settings = match numberline_upstream::Settings::read(&given) {
        Ok(settings) => settings,
        Err(mistakes) => bail!("the simulator's own settings are wrong: {mistakes}"),
    };
    Ok(Arc::new(Microsoft::new(settings, Clock::System).context("cannot get ready to ask the simulator")?))
}
