//! Times the inventory on a million numbers: `cargo run --release -p numberline-inventory --example render`.
//!
//! A thousand tenants by a power law, the largest with half of all numbers, the last with exactly 200; jobs of 500. With
//! `-- varied`, each number has a job of its own. The figures are for comparing two versions on one machine.

use numberline_domain::{
    AssignmentWord, Guid, JobFacts, JsonText, Number, NumberId, Offer, PhoneNumber, SbcFacts, Scope, ServiceFacts,
    Shape, Status, StatusFilter, Ticks,
};
use numberline_inventory::{Inventory, Selection};
use std::fmt::Write as _;
use std::hint::black_box;
use std::time::Instant;

const NUMBERS: i64 = 1_000_000;
const TENANTS: u32 = 1_000;
/// The service of tenant 2 in another channel.
const SECOND_CHANNEL: u32 = TENANTS + 1;
const JOB: i64 = 500;
/// 2026-02-17T09:52:47.1521345Z.
const NOW: i64 = 639_069_187_671_521_345;

fn main() {
    let (mut report, options): (String, Vec<String>) = (String::new(), std::env::args().collect());
    let is_varied = options.iter().any(|option| option == "varied");
    let before = resident_bytes();
    let started = Instant::now();
    let inventory = build(is_varied);
    let built = started.elapsed();
    let bytes = resident_bytes().saturating_sub(before);
    writeln!(report, "build: {built:.2?}, {:.1} bytes a number", bytes as f64 / NUMBERS as f64).expect("memory");
    time_pages(&inventory, &mut report);
    if !is_varied {
        time_changes(inventory, &mut report);
    }
    #[expect(clippy::print_stdout, reason = "an example prints what it found")]
    {
        print!("{report}");
    }
}

fn tenant(index: u32) -> Guid {
    Guid::from_u128(u128::from(index).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835))
}

/// Which tenant the job at this position belongs to: tenant 1 has half of all jobs, 2 to 1,000 by a power law.
fn tenant_of_job(job: i64) -> u32 {
    let spread = job * 7_919 % 2_000 - 1_000;
    if spread < 0 { 1 } else { 2 + u32::try_from(spread.pow(3) * i64::from(TENANTS - 3) / 1_000_000_000).expect("few") }
}

fn build(is_varied: bool) -> Inventory {
    let mut inventory = Inventory::new();
    define_common(&mut inventory);
    for id in 0..NUMBERS {
        let job = id / JOB;
        // The last job is cut to 200 numbers of a tenant of its own.
        let service = match tenant_of_job(job) {
            _ if job == NUMBERS / JOB - 1 => TENANTS,
            2 if job % 2 == 0 => SECOND_CHANNEL,
            tenant => tenant,
        };
        let number = number(id, is_varied);
        if !inventory.knows_shape(number.shape) {
            inventory.define_job(
                number.shape,
                &JobFacts {
                    upload_to_account_job_id: Some(4_000 + job),
                    when_created: Ticks::from_i64(NOW - 77_777_777 * i64::from(number.shape)).expect("in range"),
                    tn_upload_job_id: Some(Guid::from_u128(u128::from(number.shape) << 90 | 0x1234_5678)),
                },
            );
            let offer = if number.status == Status::PendingFirstSync { 2 } else { 1 };
            inventory.define_shape(number.shape, Shape { job: number.shape, service, sbc: 1, offer });
        }
        if id < NUMBERS - 300 {
            inventory.upsert(&number);
        }
    }
    inventory.settle();
    inventory
}

fn number(id: i64, is_varied: bool) -> Number {
    let status = match id * 7_919 % 100 {
        0..90 => Status::Active,
        90..92 => Status::ReleaseRequested,
        92..94 => Status::MarkedForRemoval,
        94 => Status::ReadyForRemoval,
        _ => Status::PendingFirstSync,
    };
    let is_seen = status != Status::PendingFirstSync;
    let time = |days: i64| is_seen.then(|| Ticks::from_i64(NOW - id % days * 864_123_456_789 - id).expect("in range"));
    let shape = if is_varied { id } else { 2 * (id / JOB) + i64::from(!is_seen) };
    Number {
        id: NumberId::from_i64(121_452 + id).expect("positive"),
        phone: PhoneNumber::from_digits(448_718_943_000 + id.unsigned_abs()).expect("12 digits"),
        entry: Some(294_672 + id),
        acquired_on: time(701),
        aslcht: time(1),
        aslsct: time(97),
        shape: u32::try_from(shape + 1).expect("few"),
        place: 0,
        sweep: u32::from(is_seen),
        aslv_code: is_seen.then_some(200),
        assignment: u8::from(is_seen),
        status,
    }
}

fn define_common(inventory: &mut Inventory) {
    let list = |json: &str| Some(JsonText::from_json(json));
    for id in 1..=SECOND_CHANNEL {
        inventory.define_service(
            id,
            &ServiceFacts {
                tenant_id: tenant(if id == SECOND_CHANNEL { 2 } else { id }),
                ump_customer_guid: Some(tenant(id + TENANTS)),
                ump_customer_full_name: Some(format!("Customer number {id}")),
                ms_company_name: Some(format!("Company number {id} Limited")),
                ovoc_channel_id: i64::from(id == SECOND_CHANNEL),
                consented_on: None,
                tenant_calling_profile_id: None,
                oc_sip_connection_name: None,
                oc_sip_connection_description: None,
            },
        );
    }
    let sbc_list = list(r#"[{"sbcName":"US SP1 SBC","sbcId":11},{"sbcName":"US SP2 SBC","sbcId":12}]"#);
    let sbc_list_array = list(r#"["sbc1.contoso.example [203.0.113.11]","sbc2.contoso.example [203.0.113.12]"]"#);
    inventory.define_sbc(1, &SbcFacts { sbc_list, sbc_list_json: None, sbc_list_array });
    let acquired = list(r#"["Geographic","Office365","InboundCalling","OutboundCalling","UserAssignment"]"#);
    let available = list(
        r#"["Geographic","FirstPartyAppAssignment","Office365","InboundCalling","OutboundCalling","UserAssignment","SharedCalling"]"#,
    );
    for (id, available_capabilities) in [(1, available), (2, None)] {
        inventory.define_offer(
            id,
            &Offer {
                source: "webapi".to_owned(),
                calling_profile_id: Some(Guid::from_u128(7)),
                iso_country_code: Some("GB".to_owned()),
                acquired_capabilities: acquired.clone(),
                available_capabilities,
            },
        );
    }
    inventory.define_sweep(1, NOW);
    inventory.define_assignment(1, &AssignmentWord("Unassigned".to_owned()));
}

fn time_pages(inventory: &Inventory, report: &mut String) {
    let scope = Scope::All;
    let all = Selection { scope: &scope, tenant: None, filter: StatusFilter::All };
    let largest = Selection { tenant: Some(tenant(1)), ..all };
    let smallest = Selection { tenant: Some(tenant(TENANTS)), ..all };
    let last = inventory.total(&largest) / 200;
    let only = |status| Selection { filter: StatusFilter::Only(status), ..largest };
    let cases = [
        ("largest tenant, page 1", largest, 1, 200),
        ("largest tenant, middle", largest, last / 2, 200),
        ("largest tenant, last", largest, last, 200),
        ("tenant of 200", smallest, 1, 200),
        ("two channels, page 100", Selection { tenant: Some(tenant(2)), ..all }, 100, 200),
        ("all tenants, page 2,000", all, 2_000, 200),
        ("largest tenant, active, middle", only(Status::Active), last / 2, 200),
        ("largest tenant, 2 %, middle", only(Status::MarkedForRemoval), 20, 200),
        ("largest tenant, 1 %, page 3", only(Status::ReadyForRemoval), 3, 200),
        ("largest tenant, 5 % pending", only(Status::PendingFirstSync), 20, 200),
        ("largest tenant, 10 a page, middle", largest, last * 10, 10),
        ("largest tenant, 10,000 a page", largest, 7, 10_000),
    ];
    for (name, selection, page, size) in cases {
        let mut out = Vec::new();
        let rounds = 400_000 / size;
        let mut best = f64::MAX;
        for _ in 0..5 {
            let started = Instant::now();
            for _ in 0..rounds {
                out.clear();
                inventory.page(black_box(&selection), black_box(page), black_box(size), &mut out);
                black_box(&out);
            }
            best = best.min(started.elapsed().as_secs_f64() * 1e6 / rounds as f64);
        }
        writeln!(report, "{name:35} {best:9.2} µs  {:8} bytes", out.len()).expect("memory");
    }
    let started = Instant::now();
    let mut out = Vec::new();
    for page in 1..=last {
        out.clear();
        inventory.page(&largest, page * 1_117 % last + 1, 200, &mut out);
    }
    let each = started.elapsed().as_secs_f64() * 1e6 / last as f64;
    writeln!(report, "{:35} {each:9.2} µs", "largest tenant, each page once").expect("memory");
}

fn time_changes(mut inventory: Inventory, report: &mut String) {
    let mut settled = |name: &str, ids: &[i64]| {
        for id in ids {
            inventory.upsert(&Number { status: Status::ReadyForRemoval, ..number(*id, false) });
        }
        let started = Instant::now();
        inventory.settle();
        writeln!(report, "settle after {name:22} {:9.2?}", started.elapsed()).expect("memory");
    };
    settled("one change", &[1]);
    settled("one change again", &[3]);
    settled("1,000 changes", &(0..1_000).map(|index| index * 997).collect::<Vec<_>>());
}

/// Resident memory of this process; 0 where `/proc` does not say.
fn resident_bytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    status.split_ascii_whitespace().nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or(0) * 4096
}
