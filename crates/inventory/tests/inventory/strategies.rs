//! Random facts and rows: the odd more often than life has it.

use numberline_domain::{
    AssignmentWord, ChannelId, Guid, JobFacts, JsonText, Number, NumberId, Offer, PhoneNumber, Place, SbcFacts,
    ServiceFacts, Shape, Status, Ticks,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use crate::plain::World;

/// Tenants of the random worlds, not in the order of their GUIDs.
pub(crate) const TENANTS: [Guid; 4] =
    [Guid::from_u128(u128::MAX), Guid::from_u128(7), Guid::from_u128(1 << 127), Guid::from_u128(0)];

/// Channels of the random worlds: every tenant has services in both.
pub(crate) const CHANNELS: [ChannelId; 2] = [5, i64::MIN];

/// How many services each tenant has: the first two of a tenant share a channel, the third has another.
pub(crate) const SERVICES_PER_TENANT: usize = 3;
const SHAPES: usize = 30;

fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '"', '\\', '/', '\n', '\t', '\u{8}', '\u{c}', '\0', '\u{1f}', '\u{7f}', '\u{2028}', 'ß',
    ]);
    vec(prop_oneof![odd, any::<char>()], 0..8).prop_map(String::from_iter)
}

fn integer() -> impl Strategy<Value = i64> {
    prop_oneof![0..1000_i64, any::<i64>(), Just(i64::MIN), Just(i64::MAX), Just(0)]
}

pub(crate) fn ticks() -> impl Strategy<Value = Ticks> {
    let exact = prop_oneof![
        Just(0),
        0..3_155_378_976_000_000_000_i64,
        639_069_187_671_521_345..639_069_187_691_521_345_i64,
        Just(3_155_378_975_999_999_999)
    ];
    exact.prop_map(|ticks| Ticks::from_i64(ticks).unwrap())
}

pub(crate) fn guid() -> impl Strategy<Value = Guid> {
    any::<u128>().prop_map(Guid::from_u128)
}

fn list() -> impl Strategy<Value = JsonText> {
    vec(text(), 0..3).prop_map(|texts| JsonText::from_json(&serde_json::to_string(&texts).unwrap()))
}

fn job() -> impl Strategy<Value = JobFacts> {
    (option::of(integer()), ticks(), option::of(guid())).prop_map(|(upload, when_created, upstream)| JobFacts {
        upload_to_account_job_id: upload,
        when_created,
        tn_upload_job_id: upstream,
    })
}

/// A service of the first tenant and of no channel.
pub(crate) fn service() -> impl Strategy<Value = ServiceFacts> {
    let texts = (option::of(text()), option::of(text()), option::of(text()), option::of(text()));
    let rest = (option::of(guid()), option::of(ticks()), option::of(integer()));
    (texts, rest).prop_map(|((full_name, company, sip_name, sip_description), (customer, consented_on, profile))| {
        ServiceFacts {
            tenant_id: TENANTS[0],
            ump_customer_guid: customer,
            ump_customer_full_name: full_name,
            ms_company_name: company,
            ovoc_channel_id: 0,
            consented_on,
            tenant_calling_profile_id: profile,
            oc_sip_connection_name: sip_name,
            oc_sip_connection_description: sip_description,
        }
    })
}

pub(crate) fn sbc() -> impl Strategy<Value = SbcFacts> {
    (option::of(list()), option::of(list()), option::of(list())).prop_map(|(list, json, array)| SbcFacts {
        sbc_list: list,
        sbc_list_json: json,
        sbc_list_array: array,
    })
}

pub(crate) fn offer() -> impl Strategy<Value = Offer> {
    let source = prop_oneof![Just("webapi".to_owned()), Just("ocsync".to_owned()), text()];
    (source, option::of(guid()), option::of(text()), option::of(list()), option::of(list())).prop_map(
        |(source, calling_profile_id, iso_country_code, acquired_capabilities, available_capabilities)| Offer {
            source,
            calling_profile_id,
            iso_country_code,
            acquired_capabilities,
            available_capabilities,
        },
    )
}

pub(crate) fn place() -> impl Strategy<Value = Place> {
    (option::of(text()), option::of(text()))
        .prop_map(|(location_id, civic_address_id)| Place { location_id, civic_address_id })
}

/// A number whose shape, place, sweep and word are among those of [`world`].
pub(crate) fn number() -> impl Strategy<Value = Number> {
    let id = prop_oneof![20 => 0..40_i64, 1 => Just(i64::MAX), 1 => Just(4_000_000_000)];
    let phone = prop_oneof![20 => 990..1030_u64, 1 => Just(999_999_999_999_999), 1 => Just(100)];
    let times = (option::of(ticks()), option::of(ticks()), option::of(ticks()));
    let ids = (1..=u32::try_from(SHAPES).unwrap(), 0..=3_u32, 0..=2_u32, 0..=3_u8);
    let rest = (option::of(integer()), option::of(any::<i16>()), status());
    (id, phone, times, ids, rest).prop_map(|(id, phone, times, ids, (entry, aslv_code, status))| Number {
        id: NumberId::from_i64(id).unwrap(),
        phone: PhoneNumber::from_digits(phone).unwrap(),
        entry,
        acquired_on: times.0,
        aslcht: times.1,
        aslsct: times.2,
        shape: ids.0,
        place: ids.1,
        sweep: ids.2,
        aslv_code,
        assignment: ids.3,
        status,
    })
}

pub(crate) fn status() -> impl Strategy<Value = Status> {
    prop::sample::select(&Status::ALL[..])
}

/// Facts without rows: every tenant has services in two channels, every service some shapes.
pub(crate) fn world() -> impl Strategy<Value = World> {
    let services = vec(service(), TENANTS.len() * SERVICES_PER_TENANT);
    let facts = (vec(job(), 4), services, vec(sbc(), 3), vec(offer(), 4));
    let rest = (vec(place(), 3), vec(integer(), 2), vec(text(), 3), vec((0..4_u32, 0..3_u32, 0..4_u32), SHAPES));
    (facts, rest).prop_map(|((jobs, mut services, sbcs, offers), (places, sweeps, words, shapes))| {
        for (index, service) in services.iter_mut().enumerate() {
            service.tenant_id = TENANTS[index / SERVICES_PER_TENANT];
            service.ovoc_channel_id = CHANNELS[usize::from(index % SERVICES_PER_TENANT == 2)];
        }
        let service_ids = (1..=u32::try_from(services.len()).unwrap()).cycle();
        let shapes = shapes.into_iter().zip(service_ids);
        let shapes =
            shapes.map(|((job, sbc, offer), service)| Shape { job: job + 1, service, sbc: sbc + 1, offer: offer + 1 });
        World {
            jobs,
            shapes: shapes.collect(),
            services,
            sbcs,
            offers,
            places,
            sweeps,
            words: words.into_iter().map(AssignmentWord).collect(),
            numbers: Vec::new(),
        }
    })
}
