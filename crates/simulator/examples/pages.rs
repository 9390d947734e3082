//! What a walk over many numbers costs the simulator: `cargo run --release -p numberline-simulator --example pages`.
//!
//! Prints the time for all pages of the gateway's list and of Graph's, the client's part included, and the memory of a
//! number.

#![expect(clippy::unwrap_used, reason = "an example whose ground gives way has failed")]

use numberline_domain::PhoneNumber;
use numberline_simulator::{NewAccount, NewNumber, Options, Rate, Simulator};
use serde_json::Value;
use std::time::Instant;

const NUMBERS: u64 = 100_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut options = Options::default();
    options.settings.rate = Rate::Unlimited;
    let running = Simulator::start(options.clone()).await.unwrap();
    let simulator = running.simulator();
    let tenant = simulator.add_account(&NewAccount::new("quayside")).unwrap().to_string();
    let before = resident();
    let numbers = (0..NUMBERS).map(|at| NewNumber::new(PhoneNumber::from_digits(441_632_000_000 + at).unwrap()));
    simulator.add_numbers("quayside", numbers).unwrap();
    eprintln!("{} bytes for each number", (resident() - before) * 1024 / NUMBERS);

    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let addresses = running.addresses();
    for (directory, scope, first, next) in [
        (
            options.directory.to_string(),
            "https://gateway.example/.default",
            format!("{}/numbers?api-version=2024-02-29-preview&maxpagesize=500&countRecords=true", addresses.gateway),
            "nextLink",
        ),
        (
            tenant,
            "https://graph.microsoft.com/.default",
            format!("{}/admin/teams/telephoneNumberManagement/numberAssignments?$top=1000", addresses.graph),
            "@odata.nextLink",
        ),
    ] {
        let form = format!(
            "grant_type=client_credentials&client_id={}&client_secret={}&scope={scope}",
            options.client_id, options.client_secret
        );
        let url = format!("{}/{directory}/oauth2/v2.0/token", addresses.login);
        let form = http.post(url).header("content-type", "application/x-www-form-urlencoded").body(form);
        let token: Value = form.send().await.unwrap().json().await.unwrap();
        let token = token["access_token"].as_str().unwrap();
        let (begun, mut pages, mut bytes, mut url) = (Instant::now(), 0, 0, Some(first));
        while let Some(page) = url {
            let body = http.get(page).bearer_auth(token).send().await.unwrap().bytes().await.unwrap();
            (pages, bytes) = (pages + 1, bytes + body.len());
            // The link stands at the end, and reading the rest would be the client's work.
            let text = std::str::from_utf8(&body[body.len().saturating_sub(400)..]).unwrap_or_default();
            let link = text.split_once(&format!("\"{next}\":\"")).map(|(_, link)| link);
            url = link.and_then(|link| link.split('"').next()).map(str::to_owned);
        }
        eprintln!("{pages} pages, {} MB, {:?}", bytes / 1_000_000, begun.elapsed());
    }
}

/// Kibibytes of this process in memory.
fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or("0 kB");
    line.trim().trim_end_matches(" kB").parse().unwrap_or_default()
}
