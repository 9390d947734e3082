//! Shapes: the distinct tuples of facts that numbers have.

use crate::dictionary::{self, Interned};
use crate::row::{Row, Value};
use crate::{Counter, Digest, Error, Tx};
use numberline_domain::Shape;

statements! {
    INSERT = "INSERT INTO shape (id, job, service, sbc, offer) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (job, service, sbc, offer) DO NOTHING";
    FIND_ID = "SELECT id FROM shape WHERE job = $1 AND service = $2 AND sbc = $3 AND offer = $4";
    GET = "SELECT id, job, service, sbc, offer FROM shape WHERE id = $1";
    NEWEST_OF_TENANT = "SELECT shape.id, shape.job, shape.service, shape.sbc, shape.offer
                        FROM shape JOIN service_fact ON service_fact.id = shape.service
                        WHERE service_fact.tenant = $1 ORDER BY shape.id DESC LIMIT 1";
    TENANT_OF = "SELECT shape.id, service_fact.tenant FROM shape JOIN service_fact ON service_fact.id = shape.service WHERE shape.id = $1";
    SCAN = "SELECT id, job, service, sbc, offer FROM shape ORDER BY id";
}

impl Interned for Shape {
    const COUNTER: Counter = Counter::Shape;
    const INSERT: &'static str = INSERT;
    const FIND_ID: &'static str = FIND_ID;
    const PLACE: &'static str = "shape.id";

    fn digest(&self) -> Digest {
        Digest::NONE
    }

    fn key<'v>(&'v self, _: &'v Digest) -> Vec<Value<'v>> {
        let Self { job, service, sbc, offer } = *self;
        vec![job.into(), service.into(), sbc.into(), offer.into()]
    }

    fn row<'v>(&'v self, id: u32, _: &'v Digest) -> Vec<Value<'v>> {
        let Self { job, service, sbc, offer } = *self;
        vec![id.into(), job.into(), service.into(), sbc.into(), offer.into()]
    }
}

/// Keeps a shape under this id; `false` when it is kept already, under another one.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn insert(tx: &Tx<'_>, id: u32, shape: Shape) -> Result<bool, Error> {
    dictionary::insert(tx, id, &shape)
}

/// The id of a shape.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn find_id(tx: &Tx<'_>, shape: Shape) -> Result<Option<u32>, Error> {
    dictionary::find_id(tx, &shape)
}

/// The ids of shapes, which from now on are kept; fresh ones come from the counter.
///
/// # Errors
/// As [`insert`], and [`Error::Exhausted`] when there are no more ids.
pub fn intern_each(tx: &mut Tx<'_>, shapes: &[Shape]) -> Result<Vec<u32>, Error> {
    dictionary::intern_each(tx, shapes)
}

/// The shape with this id.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn get(tx: &Tx<'_>, id: u32) -> Result<Option<Shape>, Error> {
    tx.find(GET, &[id.into()], read)
}

/// The shape of a tenant that was made last.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn newest_of_tenant(tx: &Tx<'_>, tenant: u32) -> Result<Option<Shape>, Error> {
    tx.find(NEWEST_OF_TENANT, &[tenant.into()], read)
}

/// The id of the tenant that has the numbers of this shape.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn tenant_of(tx: &Tx<'_>, id: u32) -> Result<Option<u32>, Error> {
    tx.find(TENANT_OF, &[id.into()], |row| row.narrow(1, "service_fact.tenant"))
}

/// All shapes, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, each: impl FnMut(u32, Shape)) -> Result<(), Error> {
    dictionary::scan(tx, SCAN, "shape.id", read, each)
}

fn read(row: &Row<'_>) -> Result<Shape, Error> {
    Ok(Shape {
        job: row.narrow(1, "shape.job")?,
        service: row.narrow(2, "shape.service")?,
        sbc: row.narrow(3, "shape.sbc")?,
        offer: row.narrow(4, "shape.offer")?,
    })
}
