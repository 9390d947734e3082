//! What a service answers, beside what the tables say: pages of several sizes, filters and scopes, totals, look-ups.

use crate::oracle::Tables;
use numberline_domain::{Guid, PhoneNumber, Scope, Status, StatusFilter};
use numberline_inventory::{Inventory, Selection};
use numberline_service::Service;
use numberline_service::number::{self, Answer, Edition, ListNumbers, Refusal};
use numberline_service::token::Caller;

/// A size that holds every number of a test.
const WHOLE: u64 = 10_000;

/// What a list or look-up gave.
type Given = Result<(String, Answer), Refusal>;

fn caller(scope: Scope, scope_fingerprint: u64) -> Caller {
    Caller { scope, scope_fingerprint, ..Caller::of_the_command_line() }
}

/// All tenants, some together, one that has nothing; all channels, some, one that has nothing.
fn callers(tables: &Tables) -> Vec<Caller> {
    let mut scopes = vec![Scope::All, Scope::of(vec![nobody()])];
    scopes.extend(tables.tenants.first().map(|tenant| Scope::of(vec![*tenant])));
    scopes.extend(tables.tenants.get(1..).filter(|rest| !rest.is_empty()).map(|rest| Scope::of(rest.to_vec())));
    scopes.push(Scope::within(vec![], vec![3]));
    scopes.push(Scope::within(vec![], vec![0, 9, 11]));
    scopes.push(Scope::within(vec![], vec![11]));
    scopes.extend(tables.tenants.first().map(|tenant| Scope::within(vec![*tenant], vec![0])));
    scopes.into_iter().zip(0..).map(|(scope, fingerprint)| caller(scope, fingerprint)).collect()
}

/// A tenant that is never named.
fn nobody() -> Guid {
    Guid::from_u128(0xdead)
}

fn list(service: &Service, caller: &Caller, query: &ListNumbers) -> Given {
    let mut out = Vec::new();
    let answer = number::list(service, caller, query, |_| false, &mut out)?;
    Ok((String::from_utf8(out).unwrap(), answer))
}

fn find(service: &Service, caller: &Caller, phone: PhoneNumber) -> Given {
    let mut out = Vec::new();
    let answer = number::find(service, caller, Edition::V3, phone, |_| false, &mut out)?;
    Ok((String::from_utf8(out).unwrap(), answer))
}

/// Both services answer alike, byte for byte, entity tags included, and as the tables say.
pub(crate) fn assert_equal(followed: &Service, rebuilt: &Service, tables: &Tables, phones: &[PhoneNumber]) {
    let filters = || Status::ALL.into_iter().map(StatusFilter::Only).chain([StatusFilter::All]);
    for caller in callers(tables) {
        for tenant in [None, Some(nobody())].into_iter().chain(tables.tenants.iter().copied().map(Some)) {
            for filter in filters() {
                let query = ListNumbers { tenant, filter, page: 1, size: WHOLE };
                assert_list(followed, rebuilt, tables, &caller, &query);
            }
        }
        let pages = tables.numbers.len() as u64;
        for (size, filter) in [(1, StatusFilter::All), (3, StatusFilter::All), (4, StatusFilter::Only(Status::Active))]
        {
            for page in 1..=pages.div_ceil(size) + 1 {
                assert_list(followed, rebuilt, tables, &caller, &ListNumbers { tenant: None, filter, page, size });
            }
        }
        for &phone in phones {
            let given = find(followed, &caller, phone);
            assert_eq!(given, find(rebuilt, &caller, phone), "{phone}");
            let stored = tables.numbers.iter().find(|number| number.phone == phone);
            let expected =
                stored.filter(|number| caller.scope.admits(number.tenant, number.channel)).map(|number| &number.json);
            assert_eq!(given.ok().map(|(json, _)| json).as_ref(), expected, "{phone}");
        }
    }
}

fn assert_list(followed: &Service, rebuilt: &Service, tables: &Tables, caller: &Caller, query: &ListNumbers) {
    let given = list(followed, caller, query);
    assert_eq!(given, list(rebuilt, caller, query), "{query:?} of {:?}", caller.scope);
    let has_home =
        |tenant: &Guid| tables.homes.iter().any(|home| home.0 == *tenant && caller.scope.admits_channel(home.1));
    let known = |tenant: &Guid| {
        tables.tenants.contains(tenant)
            && caller.scope.admits_tenant(*tenant)
            && (caller.scope.channels().is_none() || has_home(tenant))
    };
    if query.tenant.is_some_and(|tenant| !known(&tenant)) {
        assert_eq!(given, Err(Refusal::UnknownTenant), "{query:?}");
        return;
    }
    let admits =
        |tenant, channel| caller.scope.admits(tenant, channel) && query.tenant.is_none_or(|only| only == tenant);
    let expected = page(&tables.select(admits, query.filter), query.page, query.size);
    assert_eq!(given.unwrap().0, expected, "{query:?} of {:?}", caller.scope);
}

fn page(records: &[&str], page: u64, size: u64) -> String {
    let total = records.len() as u64;
    let skip = usize::try_from((page - 1) * size).unwrap();
    let data: Vec<&str> = records.iter().skip(skip).take(usize::try_from(size).unwrap()).copied().collect();
    format!(
        r#"{{"currentPage":{page},"pageSize":{size},"totalPages":{},"totalRecords":{total},"data":[{}]}}"#,
        total.div_ceil(size),
        data.join(",")
    )
}

/// I12: every row and every counter of the inventory is what the tables have.
pub(crate) fn assert_inventory(inventory: &Inventory, tables: &Tables) {
    assert_eq!(inventory.seq(), tables.seq);
    let (scope, filter) = (Scope::All, StatusFilter::All);
    for tenant in [None].into_iter().chain(tables.tenants.iter().copied().map(Some)) {
        let selection = Selection { scope: &scope, tenant, filter };
        let admits = |of, _| tenant.is_none_or(|only| only == of);
        let mut out = Vec::new();
        inventory.page(&selection, 1, WHOLE, &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap(),
            page(&tables.select(admits, filter), 1, WHOLE),
            "at {}",
            tables.seq
        );
        let totals = Status::ALL.map(|status| tables.select(admits, StatusFilter::Only(status)).len() as u64);
        assert_eq!(inventory.totals(&selection), totals, "at {}", tables.seq);
    }
}
