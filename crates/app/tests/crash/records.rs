//! What customers tell Microsoft beside their numbers is known here after a look.

use crate::stage::{ACCOUNTS, Stage};
use numberline_service::job::sync::{self, Depth};
use numberline_service::job::{Jobs, Settings};
use numberline_service::lead;
use numberline_service::token::Caller;
use numberline_simulator::ConsentStatus;

#[test]
fn consents_become_leads_and_civic_addresses_are_kept() {
    let stage = Stage::set();
    let (caller, (_, tenant)) = (Caller::of_the_command_line(), ACCOUNTS[0]);
    let jobs = Jobs::new(&stage.service, Some(stage.client()), Settings::default()).unwrap();
    sync::discover_accounts(&jobs).unwrap();
    stage.service.load().unwrap();
    let id = sync::standing(&stage.service).unwrap().into_iter().find(|known| known.guid == tenant).unwrap().tenant;
    sync::pass(&jobs, id, Depth::Full).unwrap().unwrap();
    let leads = lead::list(&stage.service, &caller, Some(tenant), 1, 10).unwrap();
    let [known] = leads.as_slice() else { panic!("{leads:?}") };
    assert_eq!((known.lead.tenant_id, known.lead.status.as_str()), (tenant, "Active"));
    assert!(known.lead.consented_on.is_some());
    assert_eq!(known.addresses.len(), 1);
    assert_eq!(known.addresses[0].city_or_town.as_deref(), Some("Harbourtown"));
    // Another look at the same writes nothing.
    let seq = || {
        stage.service.load().unwrap();
        stage.service.shared().inventory().seq()
    };
    let before = seq();
    sync::discover_accounts(&jobs).unwrap();
    sync::pass(&jobs, id, Depth::Full).unwrap().unwrap();
    assert_eq!(seq(), before);
    stage.simulator().consent(tenant, ConsentStatus::Suspended).unwrap();
    sync::discover_accounts(&jobs).unwrap();
    let leads = lead::list(&stage.service, &caller, Some(tenant), 1, 10).unwrap();
    assert_eq!(leads[0].lead.status, "Suspended");
}
