//! SBCs that vary by number, and their renames.

use crate::plain::World;
use crate::strategies::TENANTS;
use numberline_domain::{
    Guid, JobFacts, JsonText, Number, NumberId, Offer, PhoneNumber, SbcFacts, Scope, ServiceFacts, Shape, Status,
    StatusFilter, Ticks,
};
use numberline_inventory::Selection;

/// A world of one service in each tenant, without shapes and rows.
pub(crate) fn simple_world() -> World {
    let service = |tenant_id: Guid| ServiceFacts {
        tenant_id,
        ump_customer_guid: None,
        ump_customer_full_name: Some("Contoso".to_owned()),
        ms_company_name: None,
        ovoc_channel_id: 0,
        consented_on: None,
        tenant_calling_profile_id: None,
        oc_sip_connection_name: None,
        oc_sip_connection_description: None,
    };
    let offer = Offer {
        source: "webapi".to_owned(),
        calling_profile_id: None,
        iso_country_code: Some("GB".to_owned()),
        acquired_capabilities: None,
        available_capabilities: None,
    };
    let job = JobFacts {
        upload_to_account_job_id: Some(1),
        when_created: Ticks::from_i64(639_069_187_671_521_345).unwrap(),
        tn_upload_job_id: None,
    };
    World {
        jobs: vec![job],
        services: TENANTS.into_iter().map(service).collect(),
        sbcs: vec![sbc("sbc1")],
        offers: vec![offer],
        ..World::default()
    }
}

/// A number without anything of its own but its keys.
pub(crate) fn bare_number(id: i64, shape: u32, status: Status) -> Number {
    Number {
        id: NumberId::from_i64(id).unwrap(),
        phone: PhoneNumber::from_digits(441_000_000_000 + id.unsigned_abs()).unwrap(),
        entry: None,
        acquired_on: None,
        aslcht: None,
        aslsct: None,
        shape,
        place: 0,
        sweep: 0,
        aslv_code: None,
        assignment: 0,
        status,
    }
}

fn sbc(name: &str) -> SbcFacts {
    let list = JsonText::from_json(&format!(r#"[{{"sbcName":"{name}","sbcId":1}}]"#));
    SbcFacts { sbc_list: Some(list), sbc_list_json: None, sbc_list_array: None }
}

#[test]
fn renames_reach_the_numbers_of_a_service_with_many_sbcs() {
    let mut world = simple_world();
    world.sbcs = (0..40).map(|index| sbc(&format!("sbc{index}"))).collect();
    world.shapes = (1..=40).map(|sbc| Shape { job: 1, service: 1, sbc, offer: 1 }).collect();
    world.numbers = (1..=40).map(|id| bare_number(i64::from(id), id, Status::Active)).collect();
    let mut inventory = world.build(&world.numbers);
    let selection = Selection { scope: &Scope::All, tenant: Some(TENANTS[0]), filter: StatusFilter::All };
    world.assert_pages(&inventory, &selection, &[7]);

    world.services[0].ump_customer_full_name = Some("Fabrikam".to_owned());
    inventory.define_service(1, &world.services[0]);
    for renamed in [3, 30] {
        world.sbcs[renamed] = sbc("a much longer name than before");
        inventory.define_sbc(u32::try_from(renamed).unwrap() + 1, &world.sbcs[renamed]);
    }
    world.assert_pages(&inventory, &selection, &[7]);
}
