//! Compressed pages: ours against nginx compressing the same pages as they are asked for, and their size against what
//! the program gzip makes of them.

use crate::load::{Load, Run, Target};
use crate::nginx::Nginx;
use crate::pages::different;
use crate::read::Scene;
use crate::report::Report;
use crate::spread::Spread;
use crate::subject::Subject;
use anyhow::{Context, Result, ensure};
use flate2::read::MultiGzDecoder;
use serde_json::json;
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::Duration;
use xtask::http::{Connection, request};

const PAGES: usize = 1000;

/// Measures and tells.
pub(crate) fn measure(scene: &Scene, nginx: &Nginx, report: &mut Report) -> Result<()> {
    let theirs =
        Subject { name: "nginx, gzip 1", address: nginx.compressing, processes: Box::new(|| nginx.processes()) };
    let ours = &scene.subjects[0];
    eprintln!("gzip: comparing every page …");
    let (mut at_ours, mut at_nginx, mut plain, mut by_gzip) = (Vec::new(), Vec::new(), 0, 0);
    for (index, page) in different(scene.reference, PAGES).iter().enumerate() {
        let body = scene.reference.render(page)?;
        plain += body.len() as u64;
        by_gzip += length_by_gzip(&body)?;
        at_nginx.push((nginx.serve(&format!("gzip-{index}"), &body)?, body.clone()));
        at_ours.push((page.path(), body));
    }
    let pages = at_ours.len();
    let at_ours = target(ours, scene.token, at_ours)?;
    let at_nginx = target(&theirs, scene.token, at_nginx)?;
    let load =
        |length| Load { folder: scene.folder, token: scene.token, length, connections: scene.method.connections };
    for (subject, target) in [(&theirs, &at_nginx), (ours, &at_ours)] {
        load(Duration::from_secs(1)).run(subject, target)?;
    }
    let mut rounds: Vec<(Run, Run)> = Vec::new();
    for round in 1..=scene.method.rounds {
        eprintln!("gzip, round {round} of {} …", scene.method.rounds);
        let of_nginx = load(scene.method.length).run(&theirs, &at_nginx)?;
        rounds.push((load(scene.method.length).run(ours, &at_ours)?, of_nginx));
    }
    let ratio = Spread::of(rounds.iter().map(|(ours, theirs)| ours.rate / theirs.rate));
    let row = |name: &str, target: &Target, pick: fn(&(Run, Run)) -> Run| {
        let median = |figure: fn(Run) -> f64| Spread::of(rounds.iter().map(|round| figure(pick(round)))).median;
        let bytes = target.lengths.iter().sum::<u64>();
        vec![
            name.to_owned(),
            format!("{:.0}", median(|run| run.rate)),
            format!("{:.0} / {:.0}", median(|run| run.p50), median(|run| run.p99)),
            format!("{:.1}", median(|run| run.cpu)),
            format!("{:.0}", bytes as f64 / pages as f64),
            format!("{:.2}", bytes as f64 / by_gzip as f64),
            format!("{:.1}", plain as f64 / bytes as f64),
        ]
    };
    let rows = [row("ours", &at_ours, |round| round.0), row(theirs.name, &at_nginx, |round| round.1)];
    report.line(&format!(
        "gzip over {pages} different pages, each decompressed and equal to its plain rendering; ours / nginx {ratio}"
    ));
    report.table(
        &["server", "req/s", "p50 / p99 µs", "CPU µs", "bytes a page", "bytes / gzip -6", "plain / bytes"],
        &rows,
    );
    let bytes: u64 = at_ours.lengths.iter().sum();
    report.keep("gzip", &json!({"pages": pages, "ratio": ratio, "bytes_to_gzip_6": bytes as f64 / by_gzip as f64}));
    Ok(())
}

/// Asks for each page once, decompresses it and compares.
fn target(subject: &Subject, token: &str, pages: Vec<(String, Vec<u8>)>) -> Result<Target> {
    let mut connection = Connection::open(subject.address)?;
    let (mut paths, mut lengths, mut body) = (Vec::new(), Vec::new(), Vec::new());
    for (path, plain) in pages {
        let status = connection.ask(&request(&path, Some(token), "Accept-Encoding: gzip\r\n"), &mut body)?;
        ensure!(status == 200, "{}: {path}: {status}", subject.name);
        // A page without a record is too short to be worth compressing.
        if body != plain {
            let mut unpacked = Vec::new();
            let read = MultiGzDecoder::new(body.as_slice()).read_to_end(&mut unpacked);
            read.with_context(|| format!("{}: {path} is no gzip", subject.name))?;
            ensure!(unpacked == plain, "{}: {path} decompresses to something else", subject.name);
        }
        lengths.push(body.len() as u64);
        paths.push(path);
    }
    Ok(Target { gzip: true, ..Target::new(paths, lengths)? })
}

fn length_by_gzip(plain: &[u8]) -> Result<u64> {
    let mut gzip = Command::new("gzip")
        .args(["-6", "-c"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run gzip")?;
    let mut input = gzip.stdin.take().context("gzip has no input")?;
    // A page compresses to less than a pipe holds, so writing all of it before reading cannot block for ever.
    input.write_all(plain)?;
    drop(input);
    let output = gzip.wait_with_output()?;
    ensure!(output.status.success(), "gzip ended with {}", output.status);
    Ok(output.stdout.len() as u64)
}
