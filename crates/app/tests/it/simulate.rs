//! `numberline simulate`.

use crate::support::sandbox::Ran;
use crate::support::{PATIENCE, Sandbox, eventually, http};
use serde_json::{Value, json};
use std::io::Read;
use std::process::{Child, Stdio};

const NUMBER: &str = "+441632960000";

/// A simulator that runs. It ends with the test.
struct Simulator {
    sandbox: Sandbox,
    child: Child,
    greeting: String,
    url: String,
}

impl Simulator {
    fn start(options: &[&str]) -> Self {
        let sandbox = Sandbox::new();
        let arguments = [&["simulate", "--listen", "127.0.0.1:0"], options].concat();
        let mut child = sandbox.command(&arguments).stdout(Stdio::piped()).spawn().unwrap();
        let (mut greeting, mut byte) = (String::new(), [0]);
        let stdout = child.stdout.as_mut().unwrap();
        while !greeting.ends_with("/control\n") && stdout.read(&mut byte).unwrap() == 1 {
            greeting.push(char::from(byte[0]));
        }
        let end = greeting.find("/gateway").expect("the gateway's address is told");
        let url = greeting[greeting.find("http://").unwrap()..end].to_owned();
        Self { sandbox, child, greeting, url }
    }

    /// Drives it.
    fn run(&self, arguments: &[&str]) -> Ran {
        self.sandbox.run(&[&["simulate"], arguments, &["--simulator", &self.url]].concat())
    }

    #[track_caller]
    fn json(&self, arguments: &[&str]) -> Value {
        self.run(&[arguments, &["--json"]].concat()).succeeded().json()
    }

    /// How many of a kind there are.
    #[track_caller]
    fn count(&self, kind: &str) -> u64 {
        self.json(&["state"])["numbers"][kind].as_u64().unwrap()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // One that has ended already cannot be killed, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_tells_the_options_of_a_server() {
    let simulator = Simulator::start(&["--client-secret", "hush"]);
    let origin = &simulator.url;
    for part in [
        "NUMBERLINE_UPSTREAM_CLIENT_SECRET=hush numberline serve".to_owned(),
        format!("--upstream-url {origin}/gateway "),
        format!("--graph-url {origin}/graph/v1.0 "),
        format!("--token-url {origin}/login "),
        "--upstream-client-id ".to_owned(),
        "--upstream-directory ".to_owned(),
    ] {
        assert!(simulator.greeting.contains(&part), "{part} in {}", simulator.greeting);
    }
    let address = origin.strip_prefix("http://").unwrap();
    let path = "/gateway/numbers?api-version=2024-02-29-preview";
    assert_eq!(http::request(address, "GET", "", path, "").status, 401);
}

#[test]
fn a_signal_ends_it_well() {
    let mut simulator = Simulator::start(&[]);
    let kill = format!("kill -TERM {}", simulator.child.id());
    assert!(std::process::Command::new("sh").args(["-c", &kill]).status().unwrap().success());
    let ended = eventually(PATIENCE, "the simulator has ended", || simulator.child.try_wait().unwrap());
    assert!(ended.success());
}

#[test]
fn a_customer_is_made_and_does_what_customers_do() {
    let simulator = Simulator::start(&[]);
    let made =
        simulator.json(&["account", "quayside", "--company", "Quayside Books", "--first", NUMBER, "--count", "20"]);
    let tenant = made["tenant"].as_str().unwrap();
    simulator.run(&["account", "harbour", "--address", "7 Harbour Street,Bristol,GB"]).succeeded();
    let assigned = simulator.run(&["assign", "--account", tenant, "--count", "5"]).succeeded().stdout;
    let assigned: Vec<_> = assigned.lines().collect();
    assert_eq!((assigned.len(), simulator.count("assigned")), (5, 5));
    simulator.run(&["unassign", assigned[0], assigned[1]]).succeeded();
    simulator.run(&["move", assigned[2], "--to", "harbour"]).succeeded();
    simulator.run(&["delete", "--account", "quayside", "--count", "3"]).succeeded();
    assert_eq!((simulator.count("assigned"), simulator.count("total")), (2, 17));
    simulator.run(&["appear", "harbour", "--first", "+441632961000", "--count", "1000"]).succeeded();
    simulator.run(&["fail", "+441632961000", "--code", "Busy"]).succeeded();
    assert_eq!((simulator.count("total"), simulator.count("failed")), (1017, 1));
    simulator.run(&["mend", "+441632961000"]).succeeded();
    let listed = simulator.json(&["numbers", "harbour", "--top", "2"]);
    assert_eq!(listed["total"], 1001);
    assert_eq!(listed["numbers"].as_array().unwrap().len(), 2);
    let state = simulator.run(&["state"]).succeeded().stdout;
    for part in ["quayside", "Quayside Books", tenant, "active", "numbers: ", "synced 1017", "orders: "] {
        assert!(state.contains(part), "{part} in {state}");
    }
    simulator.run(&["reset"]).succeeded();
    assert_eq!(simulator.count("total"), 0);
}

#[test]
fn faults_are_set_listed_and_taken_back() {
    let simulator = Simulator::start(&[]);
    let set = ["fault", "throttle=date:30", "--operation", "listNumbers", "--times", "2", "--probability", "0.5"];
    assert_eq!(simulator.run(&set).succeeded().stdout, "fault 1 is set\n");
    let list = simulator.run(&["fault"]).succeeded().stdout;
    assert!(list.contains("throttle=date:30") && list.contains("listNumbers"), "{list}");
    let unknown = simulator.run(&["fault", "silence", "--operation", "everything"]).failed_with_one_sentence();
    assert!(unknown.stderr.contains("no operation or service `everything`"), "{}", unknown.stderr);
    assert_eq!(simulator.run(&["fault", "storm"]).code, Some(2));
    simulator.run(&["fault", "--clear"]).succeeded();
    assert_eq!(simulator.json(&["fault"])["faults"], json!([]));
}

#[test]
fn settings_and_life_can_be_changed() {
    let simulator = Simulator::start(&["--rate", "unlimited"]);
    let shown = simulator.run(&["set", "--sync-delay", "0s", "--while-releasing", "absent"]).succeeded().stdout;
    for line in ["rate unlimited\n", "syncDelaySeconds 0.0\n", "releaseDelaySeconds 2.0\n", "whileReleasing absent\n"] {
        assert!(shown.contains(line), "{line} in {shown}");
    }
    simulator.run(&["life", "--every", "60s", "--spare", "quayside"]).succeeded();
    simulator.run(&["life", "--stop"]).succeeded();
    assert_eq!(simulator.json(&["orders"])["counts"]["doubled"], 0);
    assert!(simulator.run(&["orders"]).succeeded().stdout.contains("0 orders, 0 doubled"));
}

#[test]
fn what_cannot_be_done_is_said_in_one_sentence() {
    let simulator = Simulator::start(&[]);
    let absent = simulator.run(&["delete", NUMBER]).failed_with_one_sentence();
    assert!(absent.stderr.contains(&format!("there is no number {NUMBER}")), "{}", absent.stderr);
    let sandbox = Sandbox::new();
    let nobody = sandbox.run(&["simulate", "state", "--simulator", "http://127.0.0.1:1"]).failed_with_one_sentence();
    assert!(nobody.stderr.contains("start one with `numberline simulate`"), "{}", nobody.stderr);
    for arguments in [&["simulate", "delete"][..], &["simulate", "--rate", "0"], &["simulate", "--seed", "1", "state"]]
    {
        assert_eq!(sandbox.run(arguments).code, Some(2), "{arguments:?}");
    }
}

#[test]
fn the_order_log_can_be_a_file() {
    let simulator = Simulator::start(&["--order-log", "orders.ndjson"]);
    assert_eq!(simulator.sandbox.read("orders.ndjson"), "");
}
