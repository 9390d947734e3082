//! `numberline generate`.

use crate::support::Sandbox;
use crate::support::records::{TENANT, compact_example};
use std::collections::{BTreeMap, BTreeSet};

fn generated(options: &[&str]) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.run(&[&["generate", "--numbers", "2000", "--tenants", "20"], options].concat()).succeeded();
    sandbox
}

#[test]
fn equal_options_make_equal_databases() {
    for profile in ["even", "varied"] {
        let options = ["--seed", "7", "--profile", profile];
        assert_eq!(generated(&options).exported(), generated(&options).exported(), "{profile}");
    }
}

#[test]
fn another_seed_makes_other_numbers() {
    assert_ne!(generated(&["--seed", "7"]).exported(), generated(&["--seed", "8"]).exported());
}

#[test]
fn the_numbers_are_as_varied_as_real_ones() {
    let export: serde_json::Value = serde_json::from_str(&generated(&[]).exported()).unwrap();
    let records = export["data"].as_array().unwrap();
    let seen = |field: &str| records.iter().map(|record| record[field].to_string()).collect::<BTreeSet<_>>().len();
    assert_eq!(records.len(), 2000);
    assert_eq!(
        (seen("telephoneNumber"), seen("id"), seen("acquiredNumberStatus"), seen("tenantId")),
        (2000, 2000, 5, 20)
    );
    assert!(seen("isoCountryCode") >= 3);
    let mut by_tenant = BTreeMap::<String, usize>::new();
    let mut by_job = BTreeMap::<String, usize>::new();
    for record in records {
        *by_tenant.entry(record["tenantId"].to_string()).or_default() += 1;
        *by_job.entry(record["uploadToAccountJobId"].to_string()).or_default() += 1;
    }
    by_job.remove("null");
    assert_eq!(by_tenant.values().max(), Some(&200), "one tenant has a tenth");
    assert!(by_job.values().all(|size| *size <= 500));
}

#[test]
fn what_is_there_already_stays() {
    let sandbox = Sandbox::with_the_example();
    for seed in ["7", "7"] {
        sandbox.run(&["generate", "--numbers", "1000", "--tenants", "5", "--seed", seed]).succeeded();
    }
    let total =
        sandbox.run(&["numbers", "list", "--json", "--page-size", "1"]).succeeded().json()["totalRecords"].clone();
    assert_eq!(total, 2010);
    let own = sandbox.run(&["export", "--tenant", TENANT]).succeeded().stdout;
    assert_eq!(own.trim_end(), compact_example());
    sandbox.run(&["check"]).succeeded();
}

#[test]
fn nothing_is_not_generated() {
    let sandbox = Sandbox::new();
    for options in [["--numbers", "0", "--tenants", "1"], ["--numbers", "1", "--tenants", "0"]] {
        assert_eq!(sandbox.run(&[&["generate"], &options[..]].concat()).code, Some(2));
    }
}
