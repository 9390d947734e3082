//! Latency in an open loop, at half the rate that each server reached.

use crate::pages::{MIXED_PAGES, SMALL_TENANT};
use crate::plot::{Plot, Shape};
use crate::read::{Rounds, Scene};
use crate::report::Report;
use crate::steady::{Latency, Steady};
use anyhow::Result;
use serde_json::json;
use std::time::Duration;

/// Measures and tells.
pub(crate) fn measure(scene: &Scene, all: &[Rounds], report: &mut Report) -> Result<()> {
    let mut rows = Vec::new();
    let mut kept = Vec::new();
    for rounds in all.iter().filter(|rounds| [MIXED_PAGES, SMALL_TENANT].contains(&rounds.case.name.as_str())) {
        eprintln!("{}: latency in an open loop …", rounds.case.name);
        let mut latencies: Vec<Vec<Duration>> = vec![Vec::new(); rounds.measured.len()];
        for _ in 0..scene.method.rounds {
            for (one, latencies) in rounds.measured.iter().zip(&mut latencies) {
                let steady = Steady {
                    token: scene.token,
                    rate: one.median(|run| run.rate) / 2.0,
                    connections: scene.method.connections,
                    length: scene.method.length,
                };
                latencies.extend(steady.run(&scene.subjects[one.subject], &one.target)?);
            }
        }
        // The name of the case says the size of its pages first.
        let case = rounds.case.name.rsplit(", ").next().unwrap_or_default();
        let title = format!("Latency at half load, open loop, from when a request was due; {case}");
        let mut plot = Plot::new(&title, "µs", Shape::Lines);
        for label in ["p50", "p99", "p99.9"] {
            plot.label(label);
        }
        for (one, latencies) in rounds.measured.iter().zip(latencies) {
            let name = scene.subjects[one.subject].name;
            let rate = one.median(|run| run.rate) / 2.0;
            let latency = Latency::of(latencies)?;
            let Latency { p50, p99, p999, most, answers } = latency;
            let mut row = vec![rounds.case.name.clone(), name.to_owned(), format!("{rate:.0}"), answers.to_string()];
            row.extend([p50, p99].map(|figure| format!("{figure:.0}")));
            row.push(p999.map_or_else(String::new, |figure| format!("{figure:.0}")));
            row.push(format!("{most:.0}"));
            rows.push(row);
            kept.push(json!({"case": rounds.case.name, "server": name, "rate": rate, "latency_us": latency}));
            for figure in [Some(p50), Some(p99), p999].into_iter().flatten() {
                plot.point(name, figure);
            }
        }
        report.plot(&format!("latency-{}", case.replace(' ', "-")), &plot)?;
    }
    report.line(&format!(
        "open loop at half of each server's own rate; {} rounds of {} s together",
        scene.method.rounds,
        scene.method.length.as_secs()
    ));
    report.table(&["page", "server", "req/s", "answers", "p50 µs", "p99 µs", "p99.9 µs", "most µs"], &rows);
    report.keep("latency", &kept);
    Ok(())
}
