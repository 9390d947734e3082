//! How the cost of a page grows with its tenant, its depth and a status filter: processor time at one connection, which
//! depends neither on the machine's neighbours nor on the load generator. Ratios are those of the cost of a byte, for
//! pages of different tenants differ in length: by a tenth, as their names do. So several tenants stand for a size, and as
//! many pages for every size: what is asked for again at once is nearer to the processor than what is not.

use crate::arguments::Method;
use crate::load::Target;
use crate::pages::{SIZE, alike, page_of, sparse};
use crate::plot::{Plot, Shape};
use crate::reference::{Page, Reference, Tenant};
use crate::report::Report;
use crate::single::cost;
use crate::spread::Spread;
use crate::subject::Subject;
use anyhow::{Context, Result, ensure};
use serde::Serialize;
use serde_json::json;

/// Sizes of tenants looked for; what is nearest is taken.
const TENANTS: [u64; 5] = [SIZE, 1_000, 10_000, 100_000, 1_000_000];
/// How many pages stand for a size: the first ones of as many tenants, or further ones of fewer.
const PAGES_OF_A_SIZE: usize = 16;
/// Pages of the largest tenant, as far as it has them.
const DEPTHS: [u64; 6] = [1, 10, 100, 1_000, 2_500, 4_000];

struct Case {
    name: String,
    /// What stands below the plot of its kind.
    label: String,
    target: Target,
    /// Microseconds a request, round by round.
    costs: Vec<f64>,
}

/// Ratios of the cost of a byte.
#[derive(Debug, Clone, Copy, Serialize)]
pub(crate) struct Growth {
    /// First pages of the largest tenant to those of some that just fill a page.
    pub(crate) by_tenant: Spread,
    /// Last full page of the largest tenant to its first.
    pub(crate) by_depth: Spread,
    /// Rarest status to all statuses, in the largest tenant.
    pub(crate) by_sparse_filter: Spread,
}

/// Measures and tells.
pub(crate) fn measure(
    subject: &Subject,
    reference: &Reference,
    token: &str,
    method: Method,
    report: &mut Report,
) -> Result<Growth> {
    let largest = reference.by_size().swap_remove(0);
    ensure!(largest.numbers >= SIZE, "no tenant has {SIZE} numbers; ask for more --numbers or fewer --tenants");
    let case = |name: String, label: u64, pages: &[Page]| -> Result<Case> {
        Ok(Case { name, label: label.to_string(), target: subject.pages(pages, reference, token)?, costs: Vec::new() })
    };
    let mut tenants: Vec<Case> = Vec::new();
    for wanted in TENANTS {
        let alike = alike(reference, wanted, PAGES_OF_A_SIZE);
        let size = alike[0].numbers;
        let pages: Vec<_> = first_pages(&alike).take(PAGES_OF_A_SIZE).collect();
        let name = match alike.len() {
            1 => format!("first pages of a tenant of {size}"),
            count => format!("first pages of {count} tenants of {size}"),
        };
        if tenants.iter().all(|known| known.name != name) {
            tenants.push(case(name, size, &pages)?);
        }
    }
    let last = largest.numbers / SIZE;
    let mut depths = Vec::new();
    for number in DEPTHS.into_iter().filter(|number| *number < last).chain([last]) {
        depths.push(case(format!("page {number} of it"), number, &[page_of(&largest, number, SIZE)])?);
    }
    let sparse = sparse(reference).context("the largest tenant has too few numbers for a status filter")?;
    let name = format!("page {} of its {} of the rarest status", sparse.number, reference.total(&sparse));
    let of_sparse = case(name, sparse.number, std::slice::from_ref(&sparse))?;
    let (of_tenants, of_depths) = (tenants.len(), depths.len());
    let mut cases: Vec<_> = tenants.into_iter().chain(depths).chain([of_sparse]).collect();
    for round in 1..=method.rounds {
        eprintln!("growth, round {round} of {} …", method.rounds);
        for case in &mut cases {
            case.costs.push(cost(subject, &case.target, token, method.length)?);
        }
    }
    let (tenants, rest) = cases.split_at(of_tenants);
    let (depths, sparse) = rest.split_at(of_depths);
    let growth = Growth {
        by_tenant: ratio(&tenants[of_tenants - 1], &tenants[0]),
        by_depth: ratio(&depths[of_depths - 1], &depths[0]),
        by_sparse_filter: ratio(&sparse[0], &depths[0]),
    };
    tell(&cases, growth, report);
    draw("growth-by-tenant", "Cost of a page by numbers of the tenant", tenants.iter().map(labelled), report)?;
    let title = "Cost of a page by its number, largest tenant";
    draw("growth-by-depth", title, depths.iter().map(labelled), report)?;
    Ok(growth)
}

/// The pages that all of them fill: the first of each, then the second of each …
fn first_pages(tenants: &[Tenant]) -> impl Iterator<Item = Page> {
    let full = tenants.iter().map(|tenant| tenant.numbers / SIZE).min().unwrap_or_default();
    (1..=full).flat_map(move |number| tenants.iter().map(move |tenant| page_of(tenant, number, SIZE)))
}

impl Case {
    /// Nanoseconds a byte.
    fn of_a_byte(&self, cost: f64) -> f64 {
        cost * 1e3 / self.bytes()
    }

    /// Of an answer. All pages are asked for equally often.
    fn bytes(&self) -> f64 {
        self.target.lengths.iter().sum::<u64>() as f64 / self.target.lengths.len() as f64
    }
}

/// Of the same round: what slows the machine for a while slows both.
fn ratio(above: &Case, below: &Case) -> Spread {
    let pairs = above.costs.iter().zip(&below.costs);
    Spread::of(pairs.map(|(left, right)| above.of_a_byte(*left) / below.of_a_byte(*right)))
}

fn tell(cases: &[Case], growth: Growth, report: &mut Report) {
    let mut rows = Vec::new();
    let mut kept = Vec::new();
    for case in cases {
        let cost = Spread::of(case.costs.iter().copied());
        let of_bytes = 100.0 * case.of_a_byte(cost.median);
        rows.push(vec![case.name.clone(), format!("{:.0}", case.bytes()), cost.to_string(), format!("{of_bytes:.1}")]);
        kept.push(json!({"page": case.name, "bytes": case.bytes(), "cpu_us": cost}));
    }
    report.line(&format!("one connection, {SIZE} records a page; ratios are of the processor time of a byte"));
    report.table(&["page", "bytes", "CPU µs a request [min..max]", "a 100 kB"], &rows);
    let Growth { by_tenant, by_depth, by_sparse_filter } = growth;
    report.line(&format!("largest / smallest tenant {by_tenant}; last / first page {by_depth}"));
    report.line(&format!("rarest status / all statuses {by_sparse_filter}"));
    report.keep("growth", &json!({"pages": kept, "ratios": growth}));
}

/// With what stands below a point of the plot of its kind.
fn labelled(case: &Case) -> (&str, &Case) {
    (&case.label, case)
}

fn draw<'a>(
    name: &str,
    title: &str,
    cases: impl Iterator<Item = (&'a str, &'a Case)>,
    report: &mut Report,
) -> Result<()> {
    let mut plot = Plot::new(title, "CPU µs for 100 kB", Shape::Lines);
    for (label, case) in cases {
        plot.label(label);
        plot.point("ours", 100.0 * case.of_a_byte(Spread::of(case.costs.iter().copied()).median));
    }
    report.plot(name, &plot)
}
