//! Compares what was acknowledged with what the database has, and the nodes with it and each other.

use super::node::Node;
use super::report::Report;
use super::stage::{DATABASE, Stage};
use super::writers;
use anyhow::{Context, Result, ensure};
use serde_json::Value;
use std::collections::HashMap;
use std::fs;
use std::time::{Duration, Instant};
use xtask::postgres::Cluster;
use xtask::program::{Program, output};

/// How long a node may take to know the last change once the database answers.
const FOLLOW_LIMIT: Duration = Duration::from_secs(20);

/// What was acknowledged: for each number its last round, and every token's name.
#[derive(Default)]
struct Acknowledged {
    numbers: HashMap<String, u64>,
    tokens: Vec<String>,
}

/// How many acknowledged writes are not in the database.
pub(super) struct Losses {
    acknowledged: usize,
    lost: Vec<String>,
}

/// All of it for a cluster that has come to rest: nothing acknowledged is lost (I1), nothing is there twice (I2), the
/// database agrees with itself, and the nodes with it.
pub(super) fn check(stage: &Stage, program: &Program, report: &mut Report) -> Result<()> {
    let location = Stage::location_on(stage.writable());
    let losses = losses(stage, program, &location, report)?;
    report.must(losses.lost.is_empty(), &losses);
    check_database(stage.writable(), program, &location, report)?;
    check_nodes(stage, report)
}

impl std::fmt::Display for Losses {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} numbers and tokens acknowledged, {} lost", self.acknowledged, self.lost.len())?;
        if let Some(first) = self.lost.first() {
            write!(formatter, ", the first of them: {first}")?;
        }
        Ok(())
    }
}

impl Losses {
    pub(super) fn count(&self) -> usize {
        self.lost.len()
    }
}

/// Looks for everything acknowledged, and that nothing is there twice.
pub(super) fn losses(stage: &Stage, program: &Program, location: &str, report: &mut Report) -> Result<Losses> {
    let acknowledged = Acknowledged::read(&fs::read_to_string(writers::log(stage.folder())).unwrap_or_default())?;
    let mut numbers: HashMap<String, String> = HashMap::new();
    let mut twice = 0;
    for line in output(program.over(location).args(["export", "--format", "ndjson"]))?.lines() {
        let record: Value = serde_json::from_str(line)?;
        let text = |name: &str| record[name].as_str().unwrap_or_default().to_owned();
        twice += usize::from(numbers.insert(text("telephoneNumber"), text("locationId")).is_some());
    }
    let tokens: Value = serde_json::from_str(&output(program.over(location).args(["token", "list", "--json"]))?)?;
    let mut names: HashMap<&str, usize> = HashMap::new();
    for name in tokens.as_array().context("a list of tokens")?.iter().filter_map(|token| token["name"].as_str()) {
        *names.entry(name).or_default() += 1;
    }
    twice += names.values().filter(|count| **count > 1).count();
    report.must(twice == 0, format_args!("{} numbers, {twice} of them twice", numbers.len()));
    let mut lost = Vec::new();
    for (phone, round) in &acknowledged.numbers {
        // A later round that was not acknowledged may have arrived all the same.
        let found = numbers.get(phone).and_then(|found| found.parse::<u64>().ok());
        if found < Some(*round) {
            lost.push(format!("number {phone} of round {round}, found {found:?}"));
        }
    }
    lost.extend(acknowledged.tokens.iter().filter(|name| !names.contains_key(name.as_str())).cloned());
    Ok(Losses { acknowledged: acknowledged.numbers.len() + acknowledged.tokens.len(), lost })
}

/// One row for each telephone number, and no disagreement that `numberline check` would find.
pub(super) fn check_database(server: &Cluster, program: &Program, location: &str, report: &mut Report) -> Result<()> {
    let doubled = server.query(DATABASE, "SELECT count(*) - count(DISTINCT phone) FROM number")?;
    report.must(doubled == "0", format_args!("{doubled} telephone numbers in more than one row"));
    let checked = program.over(location).arg("check").output()?;
    let said = String::from_utf8_lossy(&checked.stdout);
    report.must(
        checked.status.success() && said.trim().is_empty(),
        format_args!("`numberline check` finds {} disagreements {}", said.lines().count(), said.trim()),
    );
    Ok(())
}

/// All nodes reach the database's last change and answer alike, byte for byte.
pub(super) fn check_nodes(stage: &Stage, report: &mut Report) -> Result<()> {
    let seq: u64 = stage.writable().query(DATABASE, "SELECT seq FROM head")?.parse().context("head.seq")?;
    let started = Instant::now();
    for (position, node) in stage.nodes.iter().enumerate() {
        wait_until_followed(node, seq).with_context(|| format!("node {}", position + 1))?;
    }
    report.observed(format_args!("every node knows change {seq} after {:.2} s", started.elapsed().as_secs_f64()));
    let pages = stage.nodes.iter().map(|node| node.pages(&stage.token)).collect::<Result<Vec<_>>>()?;
    let alike = pages.iter().all(|other| *other == pages[0]);
    report.must(alike, format_args!("{} pages of each node, byte for byte the same: {alike}", pages[0].len()));
    Ok(())
}

fn wait_until_followed(node: &Node, seq: u64) -> Result<()> {
    let started = Instant::now();
    loop {
        let standing = node.standing()?;
        if standing == (seq, false) {
            return Ok(());
        }
        let (at, stale) = standing;
        ensure!(
            started.elapsed() < FOLLOW_LIMIT,
            "it is at {at}, stale: {stale}, not at {seq}, after {FOLLOW_LIMIT:?}"
        );
        std::thread::sleep(Duration::from_millis(20));
    }
}

impl Acknowledged {
    fn read(log: &str) -> Result<Self> {
        let mut acknowledged = Self::default();
        for line in log.lines() {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["number", phone, round] => {
                    let round: u64 = round.parse()?;
                    let known = acknowledged.numbers.entry(phone.to_owned()).or_default();
                    *known = round.max(*known);
                }
                ["token", name] => acknowledged.tokens.push(name.to_owned()),
                _ => anyhow::bail!("`{line}` is no acknowledged write"),
            }
        }
        Ok(acknowledged)
    }
}

#[cfg(test)]
mod tests {
    use super::Acknowledged;

    #[test]
    fn the_last_round_of_a_number_is_what_was_acknowledged() {
        let log = "number +888 1\ntoken writer-0-1\nnumber +888 3\nnumber +888 2\n";
        let acknowledged = Acknowledged::read(log).unwrap();
        assert_eq!(acknowledged.numbers["+888"], 3);
        assert_eq!(acknowledged.tokens, ["writer-0-1"]);
        assert!(Acknowledged::read("number +888").is_err());
    }
}
