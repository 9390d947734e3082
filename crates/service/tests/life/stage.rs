//! The stage of a test: a database, the product over it, an upstream, and what an operator and the jobs can do.

use crate::upstream::Fake;
use numberline_domain::{Clock, Guid, PhoneNumber, Status, TaskId, TaskKind, TaskStatus, Ticks, Wanted};
use numberline_service::job::sync::{self, Depth, Report};
use numberline_service::job::{self, Interrupted, Jobs, Settings, sweep};
use numberline_service::order::{Ordered, Origin, Refusal};
use numberline_service::token::Caller;
use numberline_service::upload::Terms;
use numberline_service::{Location, OpenOptions, Service, Silent, check, release, removal, unassign, upload};
use numberline_store::task::Filter;
use numberline_store::{Database, Entry, Error, Task, entry, hold, number, task, tenant};
use numberline_testing::{Bare, Row, TestDatabase};
use numberline_upstream::AccountName;
use parking_lot::Mutex;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

pub(crate) const TENANTS: [Guid; 2] = [Guid::from_u128(0xa1), Guid::from_u128(0xb2)];
const MANY: usize = 10_000;

/// A number as the tables have it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) tenant: Guid,
    pub(crate) status: Status,
    pub(crate) source: String,
    pub(crate) acquired_on: Option<Ticks>,
    pub(crate) acquired: Option<String>,
    pub(crate) assignment: Option<String>,
    pub(crate) aslcht: Option<Ticks>,
    pub(crate) aslsct: Option<Ticks>,
    pub(crate) aslv_code: Option<i16>,
    pub(crate) asticks: Option<i64>,
}

pub(crate) struct Stage {
    database: TestDatabase,
    store: Database,
    /// Past the product: what the tables hold, whatever it says.
    bare: Mutex<Bare>,
    ids: Mutex<BTreeMap<Guid, u32>>,
    pub(crate) service: Service,
    pub(crate) upstream: Fake,
    pub(crate) jobs: Jobs,
    /// The same jobs when all that Microsoft accepted is overdue.
    late: Jobs,
}

impl Stage {
    /// Two tenants with accounts, no numbers.
    pub(crate) fn new() -> Self {
        Self::with(Settings { lease: Duration::from_secs(600), pause: Duration::ZERO, ..Settings::default() })
    }

    pub(crate) fn with(settings: Settings) -> Self {
        let database = TestDatabase::new();
        let service = open(&database);
        let store = Database::open(&Location::parse(&database.address()).unwrap(), options()).unwrap();
        let upstream = Fake::default();
        for (name, tenant) in ["alpha", "beta"].into_iter().zip(TENANTS) {
            upstream.world().accounts.insert(AccountName::parse(name).unwrap(), tenant);
        }
        let jobs = Jobs::new(&service, Some(Arc::new(upstream.clone())), settings).unwrap();
        let overdue = Settings { deadline: Duration::ZERO, ..settings };
        let late = Jobs::new(&service, Some(Arc::new(upstream.clone())), overdue).unwrap();
        let bare = Mutex::new(database.bare());
        let stage = Self { database, store, bare, ids: Mutex::default(), service, upstream, jobs, late };
        sync::discover_accounts(&stage.jobs).unwrap();
        stage.service.load().unwrap();
        stage
    }

    /// Another node over the same database and upstream.
    pub(crate) fn second_node(&self, settings: Settings) -> Jobs {
        let service = open(&self.database);
        service.load().unwrap();
        Jobs::new(&service, Some(Arc::new(self.upstream.clone())), settings).unwrap()
    }

    /// Past the product's operations.
    pub(crate) const fn store(&self) -> &Database {
        &self.store
    }

    /// What the time does to the leases of a node that is gone.
    pub(crate) fn expire_leases(&self) {
        self.bare.lock().script("UPDATE lease SET until_at = 0");
    }

    pub(crate) fn account(&self, tenant: Guid) -> AccountName {
        let world = self.upstream.world();
        world.accounts.iter().find(|(_, of)| **of == tenant).unwrap().0.clone()
    }

    pub(crate) fn upload(&self, tenant: Guid, phones: &[PhoneNumber]) -> Result<Ordered, Refusal> {
        let terms = Terms {
            source: "webapi".to_owned(),
            calling_profile: None,
            usage: Terms::USAGE.to_owned(),
            additional_usage: None,
            capabilities: vec!["InboundCalling".to_owned()],
            ticket_id: None,
            workflow_version: 3,
        };
        let order = upload::Upload { tenant, wanted: wanted(phones), limit: MANY, terms };
        upload::order(&self.service, origin(&operator()), &order)
    }

    pub(crate) fn release(&self, tenant: Guid, phones: &[PhoneNumber]) -> Result<Ordered, Refusal> {
        let order = release::Release { tenant, wanted: wanted(phones), limit: MANY };
        release::order(&self.service, origin(&operator()), &order)
    }

    pub(crate) fn unassign(&self, tenant: Guid, phones: &[PhoneNumber]) -> Result<Ordered, Refusal> {
        let order = unassign::Unassign { tenant, wanted: wanted(phones), limit: MANY };
        unassign::order(&self.service, origin(&operator()), &order)
    }

    pub(crate) fn approve(&self, phones: &[PhoneNumber]) -> usize {
        removal::approve(&self.service, origin(&operator()), phones).unwrap().succeeded()
    }

    pub(crate) fn clear(&self, phones: &[PhoneNumber]) -> usize {
        removal::clear(&self.service, origin(&operator()), phones).unwrap().succeeded()
    }

    /// Goes a step on with every open task that orders numbers, due or not.
    pub(crate) fn orders(&self) {
        for task in self.open_tasks() {
            job::go_on_with(&self.jobs, task).unwrap();
        }
    }

    pub(crate) fn open_tasks(&self) -> Vec<TaskId> {
        let tasks = self.tasks(Some(TaskStatus::InProgress));
        tasks.into_iter().filter(|task| task.kind != TaskKind::Sweep).map(|task| task.id).collect()
    }

    pub(crate) fn tasks(&self, status: Option<TaskStatus>) -> Vec<Task> {
        let filter = Filter { status, ..Filter::default() };
        self.store().read(|tx| task::page(tx, &filter, 0, 10_000)).unwrap()
    }

    /// The entries of all tasks of some kinds that are about this number.
    pub(crate) fn entries_of(&self, phone: PhoneNumber, kinds: [TaskKind; 2]) -> usize {
        let [one, other] = kinds.map(TaskKind::as_str);
        let text = format!(
            "SELECT count(*) FROM entry JOIN task ON task.id = entry.task
             WHERE entry.phone = {} AND task.kind IN ('{one}', '{other}')",
            phone.digits()
        );
        usize::try_from(self.bare.lock().query(&text)[0].integer(0)).unwrap()
    }

    pub(crate) fn entries(&self, task: TaskId) -> Vec<Entry> {
        self.store().read(|tx| entry::page(tx, task, 0, 10_000)).unwrap()
    }

    pub(crate) fn held(&self) -> u64 {
        self.store().read(hold::count).unwrap()
    }

    /// A pass over a tenant, after the inventory was brought up to date.
    pub(crate) fn sync(&self, tenant: Guid, depth: Depth) -> Result<Option<Report>, Interrupted> {
        self.service.load().unwrap();
        sync::pass(&self.jobs, self.id_of(tenant), depth)
    }

    /// A full pass when all that Microsoft accepted is overdue.
    pub(crate) fn sync_late(&self, tenant: Guid) -> Result<Option<Report>, Interrupted> {
        self.service.load().unwrap();
        sync::pass(&self.late, self.id_of(tenant), Depth::Full)
    }

    /// A tenant's id, which is its own for ever.
    fn id_of(&self, tenant: Guid) -> u32 {
        let find = || self.store().read(|tx| tenant::find(tx, tenant)).unwrap().unwrap();
        *self.ids.lock().entry(tenant).or_insert_with(find)
    }

    pub(crate) fn sweep(&self) -> Task {
        self.sweep_over(&sweep::Extent::default())
    }

    /// A sweep over some numbers of a tenant.
    pub(crate) fn sweep_of(&self, tenant: Guid, phones: &[PhoneNumber]) -> Task {
        let numbers = phones.iter().map(|phone| phone.digits()).collect();
        self.sweep_over(&sweep::Extent { tenant: Some(tenant), numbers, older_than_seconds: None })
    }

    fn sweep_over(&self, extent: &sweep::Extent) -> Task {
        self.service.load().unwrap();
        let id = sweep::order(&self.service, extent, "test").unwrap();
        sweep::run_now(&self.jobs, id).unwrap().unwrap()
    }

    /// How often one of these left the list.
    pub(crate) fn released(&self, phones: &[PhoneNumber]) -> u64 {
        let phones: Vec<String> = phones.iter().map(|phone| phone.digits().to_string()).collect();
        let text = format!("SELECT count(*) FROM released WHERE phone IN ({})", phones.join(","));
        self.bare.lock().query(&text)[0].integer(0).unsigned_abs()
    }

    pub(crate) fn seq(&self) -> u64 {
        self.store().read(|tx| Ok::<_, Error>(numberline_store::head::read(tx)?.seq.0)).unwrap()
    }

    pub(crate) fn rows(&self) -> BTreeMap<PhoneNumber, Held> {
        let mut phones = Vec::new();
        self.store().read(|tx| number::scan(tx, |number| phones.push(number.phone))).unwrap();
        self.rows_of(&phones)
    }

    /// Those of these telephone numbers that are listed.
    pub(crate) fn rows_of(&self, phones: &[PhoneNumber]) -> BTreeMap<PhoneNumber, Held> {
        let phones: Vec<String> = phones.iter().map(|phone| phone.digits().to_string()).collect();
        if phones.is_empty() {
            return BTreeMap::new();
        }
        let text = format!("{ROWS} WHERE number.phone IN ({})", phones.join(","));
        self.bare.lock().query(&text).iter().map(held).collect()
    }

    /// The service that a listed number is of.
    pub(crate) fn service_of(&self, phone: PhoneNumber) -> Option<Guid> {
        let text = format!(
            "SELECT service_fact.ump_customer_guid FROM number
             JOIN shape ON shape.id = number.shape JOIN service_fact ON service_fact.id = shape.service
             WHERE number.phone = {}",
            phone.digits()
        );
        self.bare.lock().query(&text)[0].optional_text(0).map(|text| Guid::parse(text).unwrap())
    }

    pub(crate) fn status(&self, phone: PhoneNumber) -> Option<Status> {
        self.rows().get(&phone).map(|held| held.status)
    }

    /// The log, the tables and a rebuilt inventory agree.
    pub(crate) fn assert_checked(&self) {
        let mut lines = Vec::new();
        check::run(&open(&self.database), &Silent, |line| lines.push(line.to_owned())).unwrap();
        assert_eq!(lines, Vec::<String>::new());
    }
}

const ROWS: &str = "SELECT number.phone, tenant.guid, number.status, offer_fact.source, number.acquired_on,
        offer_fact.acquired_capabilities, assignment.word, number.aslcht, number.aslsct, number.aslv_code, sweep.ticks
    FROM number
    JOIN shape ON shape.id = number.shape
    JOIN service_fact ON service_fact.id = shape.service
    JOIN tenant ON tenant.id = service_fact.tenant
    JOIN offer_fact ON offer_fact.id = shape.offer
    LEFT JOIN assignment ON assignment.id = number.assignment
    LEFT JOIN sweep ON sweep.id = number.sweep";

fn held(row: &Row) -> (PhoneNumber, Held) {
    let time = |column| row.optional_integer(column).map(|ticks| Ticks::from_i64(ticks).unwrap());
    let held = Held {
        tenant: Guid::parse(row.text(1)).unwrap(),
        status: Status::from_code(row.integer(2)).unwrap(),
        source: row.text(3).to_owned(),
        acquired_on: time(4),
        acquired: row.optional_text(5).map(str::to_owned),
        assignment: row.optional_text(6).map(str::to_owned),
        aslcht: time(7),
        aslsct: time(8),
        aslv_code: row.optional_integer(9).map(|code| i16::try_from(code).unwrap()),
        asticks: row.optional_integer(10),
    };
    (PhoneNumber::from_digits(row.integer(0).unsigned_abs()).unwrap(), held)
}

fn open(database: &TestDatabase) -> Service {
    Service::open(&Location::parse(&database.address()).unwrap(), options(), Clock::System).unwrap()
}

fn options() -> OpenOptions {
    OpenOptions { busy_timeout: Duration::from_secs(60), ..OpenOptions::default() }
}

fn operator() -> Caller {
    Caller::of_the_command_line()
}

const fn origin(caller: &Caller) -> Origin<'_> {
    Origin { caller, actor: "cli:test@here", key: None }
}

fn wanted(phones: &[PhoneNumber]) -> Wanted {
    Wanted { numbers: phones.to_vec(), ranges: Vec::new() }
}

pub(crate) fn phone(last: u64) -> PhoneNumber {
    PhoneNumber::from_digits(441_632_960_000 + last).unwrap()
}

pub(crate) fn phones(range: std::ops::Range<u64>) -> Vec<PhoneNumber> {
    range.map(phone).collect()
}
