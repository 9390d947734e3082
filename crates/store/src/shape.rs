//! Shapes: the distinct tuples of facts that numbers have.

use crate::dictionary::{self, Interned};
use crate::row::{Row, Value};
use crate::{Counter, Digest, Error, Tx};
use numberline_domain::{ChannelId, Shape};
use std::collections::BTreeSet;

statements! {
    INSERT = "INSERT INTO shape (id, job, service, sbc, offer) VALUES ($1, $2, $3, $4, $5)
              ON CONFLICT (job, service, sbc, offer) DO NOTHING";
    FIND_ID = "SELECT id FROM shape WHERE job = $1 AND service = $2 AND sbc = $3 AND offer = $4";
    GET = "SELECT id, job, service, sbc, offer FROM shape WHERE id = $1";
    NEWEST_OF_TENANT = "SELECT shape.id, shape.job, shape.service, shape.sbc, shape.offer
                        FROM shape JOIN service_fact ON service_fact.id = shape.service
                        WHERE service_fact.tenant = $1 ORDER BY shape.id DESC LIMIT 1";
    TENANT_OF = "SELECT shape.id, service_fact.tenant FROM shape JOIN service_fact ON service_fact.id = shape.service WHERE shape.id = $1";
    CHANNEL_OF = "SELECT service_fact.ovoc_channel_id FROM shape JOIN service_fact ON service_fact.id = shape.service WHERE shape.id = $1";
    SCAN = "SELECT id, job, service, sbc, offer FROM shape ORDER BY id";
    OF_SERVICE = "SELECT id, job, service, sbc, offer FROM shape WHERE service = $1 ORDER BY id";
    REPLACE = "UPDATE shape SET job = $2, service = $3, sbc = $4, offer = $5 WHERE id = $1";
    SBCS_OF_TENANTS = "SELECT DISTINCT service_fact.tenant, shape.sbc FROM shape
        JOIN service_fact ON service_fact.id = shape.service ORDER BY service_fact.tenant, shape.sbc";
    SBCS_OF_SERVICES = "SELECT DISTINCT shape.service, shape.sbc FROM shape ORDER BY shape.service, shape.sbc";
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

/// The channels that the numbers of these shapes are in.
///
/// # Errors
/// Any [`Error`] of the database; [`Error::Corrupt`] when there is no such shape.
pub fn channels_of(tx: &Tx<'_>, shapes: impl IntoIterator<Item = u32>) -> Result<BTreeSet<ChannelId>, Error> {
    let shapes: BTreeSet<u32> = shapes.into_iter().collect();
    let keys: Vec<Vec<Value<'_>>> = shapes.into_iter().map(|shape| vec![shape.into()]).collect();
    let channels = tx.batch(CHANNEL_OF)?.find_each(&keys, |row| row.integer(0))?;
    channels.into_iter().map(|channel| channel.ok_or_else(|| Error::corrupt("shape"))).collect()
}

/// All shapes, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn scan(tx: &Tx<'_>, each: impl FnMut(u32, Shape)) -> Result<(), Error> {
    dictionary::scan(tx, SCAN, "shape.id", read, each)
}

/// The shapes that have these facts of a service, in the order of ids.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn of_service(tx: &Tx<'_>, service: u32) -> Result<Vec<(u32, Shape)>, Error> {
    let mut shapes = Vec::new();
    tx.query(OF_SERVICE, &[service.into()], |row| {
        shapes.push((row.narrow(0, "shape.id")?, read(row)?));
        Ok::<_, Error>(())
    })?;
    Ok(shapes)
}

/// Puts another tuple under an id, for every number that has it at once. The service's tenant and channel are what they
/// were: those decide where numbers are listed.
///
/// # Errors
/// [`Error::Constraint`] `shape_job_service_sbc_offer_key` when the tuple is kept already, under another id;
/// [`Error::RowCount`] when there is none under this one; and any other [`Error`] of the database.
pub fn replace(tx: &Tx<'_>, id: u32, shape: Shape) -> Result<(), Error> {
    tx.execute_exactly(REPLACE, &shape.row(id, &Digest::NONE), 1)
}

/// For each tenant's id, the ids of the SBC texts that its shapes have.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn sbcs_of_tenants(tx: &Tx<'_>, each: impl FnMut(u32, u32)) -> Result<(), Error> {
    pairs(tx, SBCS_OF_TENANTS, "service_fact.tenant", each)
}

/// For each id of a service's facts, the ids of the SBC texts that its shapes have.
///
/// # Errors
/// Any [`Error`] of the database.
pub fn sbcs_of_services(tx: &Tx<'_>, each: impl FnMut(u32, u32)) -> Result<(), Error> {
    pairs(tx, SBCS_OF_SERVICES, "shape.service", each)
}

fn pairs(tx: &Tx<'_>, text: &str, place: &'static str, mut each: impl FnMut(u32, u32)) -> Result<(), Error> {
    tx.query(text, &[], |row| {
        each(row.narrow(0, place)?, row.narrow(1, "shape.sbc")?);
        Ok(())
    })
}

fn read(row: &Row<'_>) -> Result<Shape, Error> {
    Ok(Shape {
        job: row.narrow(1, "shape.job")?,
        service: row.narrow(2, "shape.service")?,
        sbc: row.narrow(3, "shape.sbc")?,
        offer: row.narrow(4, "shape.offer")?,
    })
}
