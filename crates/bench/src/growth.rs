//! How the cost of a page grows with its tenant and its depth: processor time for each request at one connection, which
//! depends neither on the machine's neighbours nor on the load generator.

use crate::Method;
use crate::data::DataSet;
use crate::load::{Load, Run, Spread, Target};
use crate::reference::{Page, Reference, Tenant};
use crate::report::Report;
use anyhow::Result;
use serde_json::json;
use std::path::Path;
use xtask::server::Server;

const SIZE: u64 = 200;
/// Sizes of tenants looked for; what is nearest is taken.
const WANTED: [u64; 4] = [SIZE, 1_000, 10_000, 100_000];

struct Case {
    name: String,
    target: Target,
    runs: Vec<Run>,
}

/// Measures and tells.
pub(crate) fn measure(
    server: &Server,
    data: &DataSet,
    reference: &Reference,
    folder: &Path,
    method: Method,
    report: &mut Report,
) -> Result<()> {
    let tenants: Vec<_> = reference.by_size().into_iter().filter(|tenant| tenant.numbers >= SIZE).collect();
    anyhow::ensure!(!tenants.is_empty(), "no tenant has {SIZE} numbers; ask for more --numbers or fewer --tenants");
    let largest = &tenants[0];
    let mut cases: Vec<Case> = Vec::new();
    for wanted in WANTED {
        let nearest = tenants.iter().min_by_key(|tenant| tenant.numbers.abs_diff(wanted)).unwrap_or(largest);
        let case = case(nearest, 1);
        if cases.iter().all(|known| known.name != case.name) {
            cases.push(case);
        }
    }
    let of_largest = cases.len() - 1;
    let last = largest.numbers / SIZE;
    cases.push(case(largest, last.div_ceil(2)));
    cases.push(case(largest, last));
    let load = Load { folder, token: &data.token, length: method.length, connections: 1 };
    for round in 1..=method.rounds {
        eprintln!("growth, round {round} of {} …", method.rounds);
        for case in &mut cases {
            case.runs.push(load.run(server.address, &[server.id()], &case.target)?);
        }
    }
    let cpu = |case: &Case| Spread::of(case.runs.iter().map(|run| run.cpu));
    let rows: Vec<_> = cases
        .iter()
        .map(|case| {
            let cpu = cpu(case);
            let bytes = case.runs[0].bytes;
            vec![
                case.name.clone(),
                format!("{bytes:.0}"),
                format!("{:.1} [{:.1}..{:.1}]", cpu.median, cpu.least, cpu.most),
                format!("{:.1}", cpu.median / bytes * 1e5),
            ]
        })
        .collect();
    report.line(&format!("one connection, {SIZE} records a page"));
    report.table(&["page", "bytes", "CPU µs a request [min..max]", "a 100 kB"], &rows);
    // Ratios of the same round: what slows the machine for a while slows both.
    let ratio = |above: &Case, below: &Case| {
        Spread::of(above.runs.iter().zip(&below.runs).map(|(above, below)| above.cpu / below.cpu))
    };
    let by_tenant = ratio(&cases[of_largest], &cases[0]);
    let by_depth = ratio(&cases[cases.len() - 1], &cases[of_largest]);
    report.line(&format!(
        "largest / smallest tenant {:.2} [{:.2}..{:.2}]; last / first page {:.2} [{:.2}..{:.2}]",
        by_tenant.median, by_tenant.least, by_tenant.most, by_depth.median, by_depth.least, by_depth.most
    ));
    let kept: Vec<_> = cases.iter().map(|case| json!({"page": case.name, "cpu_us": cpu(case)})).collect();
    report.keep("growth", &json!({"pages": kept, "largest_to_smallest": by_tenant, "last_to_first": by_depth}));
    Ok(())
}

fn case(tenant: &Tenant, number: u64) -> Case {
    let page = Page { tenant: Some(tenant.id.clone()), status: None, number, size: SIZE };
    Case {
        name: format!("page {number} of a tenant of {}", tenant.numbers),
        target: Target::One(page.path()),
        runs: Vec::new(),
    }
}
