//! How many rows of `number` a second go in through this crate, against a bare prepared insert of the driver, and how
//! fast they are scanned: `cargo run --release -p numberline-store --example bulk`.
//!
//! Both write the same million rows into the same tables in one transaction, in turn, three times.

use numberline_domain::{Number, NumberId, PhoneNumber, Status, Ticks};
use numberline_store::{Author, Database, Error, Location, OpenOptions, number};
use std::error::Error as StdError;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

const ROWS: u32 = 1_000_000;

fn main() -> Result<(), Box<dyn StdError>> {
    let mut out = std::io::stdout();
    for round in 1..=3 {
        let folder = tempfile::tempdir()?;
        let bare = through_the_driver(&folder.path().join("bare.db"))?;
        let (ours, scan) = through_the_crate(&folder.path().join("ours.db"))?;
        let bytes = std::fs::metadata(folder.path().join("ours.db"))?.len() / u64::from(ROWS);
        writeln!(
            out,
            "round {round}: driver {bare:.0} rows/s, crate {ours:.0} rows/s ({:.2} x), scan {scan:.0} rows/s, {bytes} bytes/row",
            ours / bare
        )?;
    }
    Ok(())
}

fn rate(since: Instant) -> f64 {
    f64::from(ROWS) / since.elapsed().as_secs_f64()
}

fn row(index: u32) -> Number {
    let id = i64::from(index);
    let instant = Ticks::from_i64(639_069_187_671_521_345 + id * 10_000_019).ok();
    Number {
        id: NumberId::from_i64(121_452 + id).expect("not negative"),
        phone: PhoneNumber::from_digits(448_000_000_000 + u64::from(index) * 7).expect("twelve digits"),
        entry: Some(90_000 + id),
        acquired_on: instant,
        aslcht: instant,
        aslsct: instant,
        shape: 1 + index / 300,
        place: 1 + index / 50,
        sweep: 3,
        aslv_code: Some(200),
        assignment: 1,
        status: Status::Active,
    }
}

fn open(path: &Path) -> Result<Database, Error> {
    Database::open(&Location::Sqlite(path.to_owned()), OpenOptions::default())
}

fn through_the_crate(path: &Path) -> Result<(f64, f64), Error> {
    let database = open(path)?;
    let author = Author { actor: "example".to_owned(), at: Ticks::from_unix_nanoseconds(0) };
    let start = Instant::now();
    database.write(&author, |tx| {
        let mut writer = number::writer(tx)?;
        (0..ROWS).try_for_each(|index| writer.upsert(&row(index)))
    })?;
    let insert = rate(start);
    let start = Instant::now();
    let mut digits = 0_u64;
    database.read(|tx| number::scan(tx, |number| digits ^= number.phone.digits()))?;
    std::hint::black_box(digits);
    Ok((insert, rate(start)))
}

fn through_the_driver(path: &Path) -> Result<f64, Box<dyn StdError>> {
    drop(open(path)?);
    let mut connection = rusqlite::Connection::open(path)?;
    connection.execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -8192")?;
    let start = Instant::now();
    let transaction = connection.transaction()?;
    {
        let mut insert = transaction.prepare("INSERT INTO number VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")?;
        for index in 0..ROWS {
            let number = row(index);
            insert.execute((
                number.id.as_i64(),
                i64::try_from(number.phone.digits())?,
                number.entry,
                number.acquired_on.map(Ticks::as_i64),
                number.aslcht.map(Ticks::as_i64),
                number.aslsct.map(Ticks::as_i64),
                number.shape,
                number.place,
                number.sweep,
                number.aslv_code,
                number.assignment,
                number.status.code(),
            ))?;
        }
    }
    transaction.commit()?;
    Ok(rate(start))
}
