//! Gates for the tests: growth and memory at the small scale. A limit is broken only when even the best of the rounds is
//! beyond it, since the machine may be a noisy one.

use crate::growth::Growth;
use crate::report::Report;
use crate::spread::Spread;
use crate::start::Start;
use anyhow::{Result, ensure};

/// Looks at every limit and tells all that are broken.
pub(crate) fn check(growth: Growth, start: &Start, report: &Report) -> Result<()> {
    let gates = [
        ("largest / smallest tenant", growth.by_tenant, 1.15),
        ("last / first page", growth.by_depth, 1.15),
        ("rarest status / all statuses", growth.by_sparse_filter, 1.7),
        ("resident bytes for each further number", start.bytes_a_number_more, 90.0),
    ];
    let holds = |found: Spread, limit: f64| found.least <= limit;
    let rows = gates.map(|(name, found, limit)| {
        let verdict = if holds(found, limit) { "holds" } else { "broken" };
        vec![name.to_owned(), found.to_string(), limit.to_string(), verdict.to_owned()]
    });
    report.table(&["gate", "found [min..max]", "limit", ""], &rows);
    let broken: Vec<_> = gates.iter().filter(|(_, found, limit)| !holds(*found, *limit)).map(|gate| gate.0).collect();
    ensure!(broken.is_empty(), "beyond the limit in every round: {}", broken.join(", "));
    Ok(())
}
