//! One connection that asks for a page again and again: what a request costs, apart from all that runs beside it.
//! Every answer's status and length are looked at.

use crate::load::Target;
use crate::subject::Subject;
use crate::usage::Reading;
use anyhow::{Result, ensure};
use std::time::{Duration, Instant};
use xtask::http::{Connection, request};

/// Processor time of the server for a request, in microseconds.
pub(crate) fn cost(subject: &Subject, target: &Target, token: &str, length: Duration) -> Result<f64> {
    let mut connection = Connection::open(subject.address)?;
    let requests: Vec<_> = target.paths.iter().map(|path| request(path, Some(token), target.head())).collect();
    let mut body = Vec::new();
    let mut asked = 0_u32;
    let before = Reading::of(&(subject.processes)()?)?;
    let started = Instant::now();
    while started.elapsed() < length {
        let index = asked as usize % requests.len();
        let status = connection.ask(&requests[index], &mut body)?;
        ensure!(
            status == 200 && body.len() as u64 == target.lengths[index],
            "{}: {}: {status}, {} bytes",
            subject.name,
            target.paths[index],
            body.len()
        );
        asked += 1;
    }
    let used = Reading::of(&(subject.processes)()?)?.since(&before);
    Ok(used.as_secs_f64() * 1e6 / f64::from(asked))
}
