//! Realistic numbers from a seed, taken in like those of a file.
//!
//! Nothing reads a clock: equal databases and equal seeds give equal numbers. Ids and telephone numbers that are taken
//! are stepped over.

mod country;
mod customer;
mod job;
mod random;
mod stream;

use crate::import::{self, Input, Intake, Options, Report};
use crate::{Error, Progress, Service};
use numberline_domain::{Guid, Ticks};
use numberline_store::{Author, Counter, number};
use std::io::Cursor;
use stream::Stream;

/// The reference document's example answer, as it prints it.
pub const DOCUMENT: &str = include_str!("../data/document-example.json");

/// The tenant of the reference document's example.
pub const DOCUMENT_TENANT: Guid = Guid::from_u128(0x3bc5_7cac_5794_457f_ad36_2c88_cade_9dbb);

/// The instant at which all generated numbers are known: 2026-03-01T06:00:00Z.
pub(crate) const KNOWN_AT: i64 = 639_079_416_000_000_000;

/// How often a plan is made while others are faster. Each time one of them has written, so that a few who generate at
/// once all come to an end.
const TRIES: u32 = 10;

/// How alike numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// As operators have them: locations by site, SBCs by service, creation times by job.
    Even,
    /// Location, SBCs and creation time vary by number: the hardest case for anything that interns.
    Varied,
}

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// How many numbers.
    pub numbers: u64,
    /// Over how many tenants; one of them gets a tenth, the others' sizes follow a power law.
    pub tenants: u32,
    /// Equal seeds make equal numbers.
    pub seed: u64,
    /// How alike they are.
    pub profile: Profile,
}

/// What was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// How many numbers.
    pub numbers: u64,
    /// The change they became.
    pub seq: u64,
}

/// Makes numbers. When others write numbers of the plan meanwhile, it is made anew around them.
///
/// # Errors
/// When the plan cannot be met, or the database fails.
pub fn run(service: &Service, plan: &Plan, actor: &str, progress: &dyn Progress) -> Result<Made, Error> {
    if plan.tenants == 0 || plan.numbers < u64::from(plan.tenants) {
        let Plan { numbers, tenants, .. } = plan;
        return Err(Error::Refused(format!(
            "{numbers} numbers cannot be shared by {tenants} tenants: give each at least one"
        )));
    }
    for _ in 0..TRIES {
        let report = make(service, plan, actor, progress)?;
        if let Some(seq) = report.seq {
            return Ok(Made { numbers: report.added, seq });
        }
    }
    Err(Error::Refused(format!(
        "others wrote the same numbers or ids meanwhile, {TRIES} times over, and nothing was generated: \
         generate again when they have finished"
    )))
}

/// One try: all numbers of the plan, or none.
fn make(service: &Service, plan: &Plan, actor: &str, progress: &dyn Progress) -> Result<Report, Error> {
    let known_at = Ticks::from_i64(KNOWN_AT).expect("an instant of this century");
    let is_empty = service.database.read(|tx| Ok::<_, Error>(!number::any(tx)?))?;
    let first_id = service.database.reserve(Counter::Number, plan.numbers)?.start;
    let database = service.database.clone();
    let taken = move |first: u64, last: u64| {
        if is_empty {
            return Ok(Vec::new());
        }
        database.read(|tx| number::phones_between(tx, first, last))
    };
    let stream = Stream::new(plan, first_id, Box::new(taken))?;
    let author = Author { actor: actor.to_owned(), at: known_at };
    let options = Options::default();
    let mut report = Report::of("generated", &options);
    "made".clone_into(&mut report.format);
    progress.phase("making", Some(plan.numbers));
    import::take_in(service, stream, &options, &author, Intake::MadeUp, report, progress)
}

/// Takes in the reference document's ten numbers.
///
/// # Errors
/// When one of them is taken, or the database fails.
pub fn document(service: &Service, actor: &str) -> Result<(), Error> {
    let reader = Box::new(Cursor::new(DOCUMENT.as_bytes()));
    let input = Input { name: "the document's example".to_owned(), reader, size: None };
    let report = import::run(service, input, &Options::default(), actor, &crate::Silent)?;
    if report.refused == 0 { Ok(()) } else { Err(Error::Refused(report.to_string())) }
}
