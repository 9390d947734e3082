//! Pages under load: nginx and our server in turn, round by round, each pair of neighbours giving one ratio.

use crate::Method;
use crate::data::DataSet;
use crate::load::{Load, Run, Spread, Target};
use crate::nginx::Nginx;
use crate::reference::{Page, Reference};
use crate::report::Report;
use anyhow::Result;
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use xtask::server::Server;

/// How many different pages the mixed case has.
const MIXED: u64 = 500;

struct Case {
    name: &'static str,
    ours: Target,
    theirs: Target,
}

struct Round {
    ours: Run,
    theirs: Run,
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
    let nginx = Nginx::start(folder)?;
    let cases = cases(&nginx, reference)?;
    let processes = nginx.processes()?;
    let load = Load { folder, token: &data.token, length: method.length, connections: method.connections };
    let warm_up = Load { length: Duration::from_secs(1), ..load };
    for case in &cases {
        warm_up.run(nginx.address, &processes, &case.theirs)?;
        warm_up.run(server.address, &[server.id()], &case.ours)?;
    }
    let mut rounds: Vec<Vec<Round>> = cases.iter().map(|_| Vec::new()).collect();
    for round in 1..=method.rounds {
        eprintln!("round {round} of {} …", method.rounds);
        for (case, rounds) in cases.iter().zip(&mut rounds) {
            let theirs = load.run(nginx.address, &processes, &case.theirs)?;
            let ours = load.run(server.address, &[server.id()], &case.ours)?;
            rounds.push(Round { ours, theirs });
        }
    }
    report.line(&format!(
        "{} rounds of {} s, {} connections; ratio = ours / nginx, of neighbouring runs",
        method.rounds,
        method.length.as_secs(),
        method.connections
    ));
    tell(&cases, &rounds, report);
    Ok(())
}

fn tell(cases: &[Case], rounds: &[Vec<Round>], report: &mut Report) {
    let mut rows = Vec::new();
    let mut kept = Vec::new();
    for (case, rounds) in cases.iter().zip(rounds) {
        let median = |figure: fn(&Round) -> f64| Spread::of(rounds.iter().map(figure)).median;
        let ratio = Spread::of(rounds.iter().map(|round| round.ours.rate / round.theirs.rate));
        rows.push(vec![
            case.name.to_owned(),
            format!("{:.0}", median(|round| round.ours.bytes)),
            format!("{:.0}", median(|round| round.theirs.rate)),
            format!("{:.0}", median(|round| round.ours.rate)),
            format!("{:.2} [{:.2}..{:.2}]", ratio.median, ratio.least, ratio.most),
            format!("{:.0} / {:.0}", median(|round| round.theirs.p50), median(|round| round.theirs.p99)),
            format!("{:.0} / {:.0}", median(|round| round.ours.p50), median(|round| round.ours.p99)),
            format!("{:.1}", median(|round| round.theirs.cpu)),
            format!("{:.1}", median(|round| round.ours.cpu)),
        ]);
        kept.push(json!({
            "case": case.name,
            "ratio": ratio,
            "ours": {"rate": median(|round| round.ours.rate), "cpu_us": median(|round| round.ours.cpu),
                     "p50_us": median(|round| round.ours.p50), "p99_us": median(|round| round.ours.p99)},
            "nginx": {"rate": median(|round| round.theirs.rate), "cpu_us": median(|round| round.theirs.cpu),
                      "p50_us": median(|round| round.theirs.p50), "p99_us": median(|round| round.theirs.p99)},
        }));
    }
    let head = [
        "page",
        "bytes",
        "nginx req/s",
        "ours req/s",
        "ratio [min..max]",
        "nginx p50/p99 µs",
        "ours p50/p99 µs",
        "nginx CPU µs",
        "ours CPU µs",
    ];
    report.table(&head, &rows);
    report.keep("read", &kept);
}

fn cases(nginx: &Nginx, reference: &Reference) -> Result<Vec<Case>> {
    let largest = &reference.by_size()[0];
    let page = |number, size| Page { tenant: Some(largest.id.clone()), status: None, number, size };
    let last = (largest.numbers / 200).max(1);
    let single = [
        ("200 records, first page", page(1, 200)),
        ("200 records, middle page", page(last.div_ceil(2), 200)),
        ("200 records, last full page", page(last, 200)),
        ("10 records, middle page", page((largest.numbers / 20).max(1), 10)),
    ];
    let mut cases = Vec::new();
    for (index, (name, page)) in single.into_iter().enumerate() {
        let theirs = nginx.serve(&format!("page-{index}"), &reference.render(&page)?)?;
        cases.push(Case { name, ours: Target::One(page.path()), theirs: Target::One(theirs) });
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for (index, page) in mixed_pages(reference).into_iter().enumerate() {
        theirs.push(nginx.serve(&format!("mixed-{index}"), &reference.render(&page)?)?);
        ours.push(page.path());
    }
    cases.push(Case { name: "200 records, mixed pages", ours: Target::Turns(ours), theirs: Target::Turns(theirs) });
    Ok(cases)
}

/// Half of the tenants are drawn evenly, half by their size; any of their pages; every fifth with a status filter.
fn mixed_pages(reference: &Reference) -> Vec<Page> {
    let tenants = reference.by_size();
    let mut random = Random(1);
    let mut pages = Vec::new();
    for index in 0..MIXED {
        let tenant = if index % 2 == 0 {
            random.below(tenants.len() as u64)
        } else {
            let mut row = random.below(reference.len());
            let holds_it = tenants.iter().position(|tenant| {
                let here = row < tenant.numbers;
                row = row.saturating_sub(tenant.numbers);
                here
            });
            holds_it.map_or(0, |index| index as u64)
        };
        let tenant = usize::try_from(tenant).ok().and_then(|index| tenants.get(index)).unwrap_or(&tenants[0]);
        let status = (index % 5 == 0).then_some([0, 0, 1, 2, 4][usize::try_from(random.below(5)).unwrap_or(0)]);
        let mut page = Page { tenant: Some(tenant.id.clone()), status, number: 1, size: 200 };
        page.number = 1 + random.below(reference.total(&page).div_ceil(page.size).max(1));
        pages.push(page);
    }
    pages
}

/// splitmix64: the same pages in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}
