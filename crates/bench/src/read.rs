//! Pages under load: everybody in turn, round by round, each round giving one ratio.

use crate::arguments::Method;
use crate::load::{Load, Run, Target};
use crate::nginx::Nginx;
use crate::pages::{self, Case};
use crate::plot::{Plot, Shape};
use crate::reference::Reference;
use crate::report::Report;
use crate::spread::Spread;
use crate::subject::{OURS, Subject};
use anyhow::Result;
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// A slow server must answer each connection so often, or half-done answers would falsify its rate.
const TURNS: f64 = 4.0;
const LONGEST: Duration = Duration::from_secs(30);

/// One case for one server.
pub(crate) struct Measured {
    pub(crate) subject: usize,
    pub(crate) target: Target,
    length: Duration,
    pub(crate) runs: Vec<Run>,
}

/// One case for all servers.
pub(crate) struct Rounds {
    pub(crate) case: Case,
    pub(crate) measured: Vec<Measured>,
}

/// What all measurements of reading share.
pub(crate) struct Scene<'a> {
    /// Ours, then nginx when it is measured, then peers.
    pub(crate) subjects: &'a [Subject<'a>],
    pub(crate) nginx: Option<&'a Nginx>,
    pub(crate) reference: &'a Reference,
    pub(crate) token: &'a str,
    pub(crate) folder: &'a Path,
    pub(crate) method: Method,
}

impl Measured {
    /// The median of a figure.
    pub(crate) fn median(&self, figure: fn(&Run) -> f64) -> f64 {
        Spread::of(self.runs.iter().map(figure)).median
    }
}

impl Scene<'_> {
    /// What to ask one of the servers in a case; nothing where it is not measured.
    fn target(&self, subject: &Subject, case: &Case, index: usize) -> Result<Option<Target>> {
        match self.nginx {
            Some(nginx) if nginx.address == subject.address => {
                let (mut paths, mut lengths) = (Vec::new(), Vec::new());
                for (place, page) in case.pages.iter().enumerate() {
                    let body = self.reference.render(page)?;
                    paths.push(nginx.serve(&format!("page-{index}-{place}"), &body)?);
                    lengths.push(body.len() as u64);
                }
                Target::new(paths, lengths).map(Some)
            }
            _ if subject.name == OURS || case.with_peers => {
                subject.pages(&case.pages, self.reference, self.token).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn run(&self, subject: &Subject, target: &Target, length: Duration) -> Result<Run> {
        let load = Load { folder: self.folder, token: self.token, length, connections: self.method.connections };
        let run = load.run(subject, target)?;
        subject.wait_for_rest()?;
        Ok(run)
    }
}

/// Measures and tells.
pub(crate) fn measure(scene: &Scene, report: &mut Report) -> Result<Vec<Rounds>> {
    let mut all = Vec::new();
    for (index, case) in pages::cases(scene.reference).into_iter().enumerate() {
        eprintln!("{}: comparing, warming up …", case.name);
        let mut measured = Vec::new();
        for (place, subject) in scene.subjects.iter().enumerate() {
            if let Some(target) = scene.target(subject, &case, index)? {
                let is_fast = subject.name == OURS || scene.nginx.is_some_and(|nginx| nginx.address == subject.address);
                let warm_up = Duration::from_secs(if is_fast { 1 } else { 5 });
                let rate = scene.run(subject, &target, warm_up)?.rate;
                let turns = Duration::from_secs_f64((TURNS * f64::from(scene.method.connections) / rate).ceil());
                let length = scene.method.length.max(turns.min(LONGEST));
                measured.push(Measured { subject: place, target, length, runs: Vec::new() });
            }
        }
        all.push(Rounds { case, measured });
    }
    for round in 1..=scene.method.rounds {
        eprintln!("round {round} of {} …", scene.method.rounds);
        for one in all.iter_mut().flat_map(|rounds| &mut rounds.measured) {
            one.runs.push(scene.run(&scene.subjects[one.subject], &one.target, one.length)?);
        }
    }
    tell(scene, &all, report)?;
    Ok(all)
}

fn tell(scene: &Scene, all: &[Rounds], report: &mut Report) -> Result<()> {
    let Method { rounds, length, connections } = scene.method;
    report.line(&format!(
        "{rounds} rounds of {} s, {connections} connections; ratio = ours / that server, in the same round",
        length.as_secs()
    ));
    let mut rows = Vec::new();
    let mut kept = Vec::new();
    let mut plot = Plot::new("Throughput: ours against each server, median of the rounds", "times", Shape::Bars);
    for Rounds { case, measured } in all {
        plot.label(&case.name);
        for one in measured {
            let name = scene.subjects[one.subject].name;
            let ours = &measured[0].runs;
            let ratio = Spread::of(ours.iter().zip(&one.runs).map(|(ours, theirs)| ours.rate / theirs.rate));
            let [rate, p50, p99, cpu, bytes] = [
                |run: &Run| run.rate,
                |run: &Run| run.p50,
                |run: &Run| run.p99,
                |run: &Run| run.cpu,
                |run: &Run| run.bytes,
            ]
            .map(|figure| one.median(figure));
            rows.push(vec![
                case.name.clone(),
                name.to_owned(),
                format!("{bytes:.0}"),
                format!("{rate:.0}"),
                if name == OURS { String::new() } else { ratio.to_string() },
                format!("{p50:.0} / {p99:.0}"),
                format!("{cpu:.1}"),
            ]);
            kept.push(json!({
                "case": case.name, "server": name, "rate": rate, "cpu_us": cpu, "p50_us": p50, "p99_us": p99,
                "ours_to_it": ratio,
            }));
            if name != OURS {
                plot.point(name, ratio.median);
            }
        }
    }
    report.table(&["page", "server", "bytes", "req/s", "ratio [min..max]", "p50 / p99 µs", "CPU µs"], &rows);
    report.keep("read", &kept);
    report.plot("throughput", &plot)
}
