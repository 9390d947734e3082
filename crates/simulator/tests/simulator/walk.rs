//! A random walk over both contracts: whatever is asked, in whatever state, every answer keeps the contract, and the log of
//! orders agrees with what is there.

use crate::support::{ACCOUNT, Ask, GRAPH_SCOPE, Upstream, number};
use http::Method;
use numberline_simulator::{Among, Assignment, Fault, Life, NewAccount, WhileReleasing};
use serde_json::{Value, json};
use std::time::Duration;

const STEPS: usize = 1500;
const OTHER: &str = "harbour-ltd";
const TENANT: &str = "c4be5d0a-7c3e-4b68-9f27-5d1e80a6b3f2";

/// `SplitMix64`: the same walk for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }

    fn pick<'c>(&mut self, choices: &[&'c str]) -> &'c str {
        let at = self.roll(u64::try_from(choices.len()).unwrap());
        choices[usize::try_from(at).unwrap()]
    }

    /// A number, now and then one that is none.
    fn number(&mut self) -> String {
        if self.roll(20) == 0 { "441632".to_owned() } else { crate::support::phone(self.roll(60)).to_string() }
    }

    fn written(&mut self, account: &str) -> Value {
        let mut number = number(&self.number());
        number["accountName"] = json!(account);
        let service = &mut number["serviceDetails"]["teamsOperatorConnect"];
        match self.roll(8) {
            0 => service["assignmentStatus"] = json!("unassigned"),
            1 => service["configuration"]["usage"] = json!("ConferenceAssignment"),
            2 => service["configuration"]["usage"] = json!("Nothing"),
            3 => number["configuration"] = json!({ "customSipHeader": "desk-1" }),
            _ => {}
        }
        number
    }

    fn ask(&mut self) -> Ask {
        let account = self.pick(&[ACCOUNT, ACCOUNT, ACCOUNT, OTHER, "nobody", "no name"]).replace(' ', "%20");
        let number = self.number().replace('+', "%2B");
        let path = format!("/accounts/{account}/numbers/{number}");
        let count = self.roll(4);
        let query =
            self.pick(&["", "?top=5", "?maxpagesize=3&countRecords=true", "?skip=7", "?top=x", "?maxpagesize=0"]);
        match self.roll(18) {
            0 => Ask::get(&format!("/accounts{query}")),
            1 => Ask::get(&format!("/accounts/{account}")),
            2 => Ask::put(&format!("/accounts/{account}"), &self.account(&account)),
            3 if self.roll(8) == 0 => Ask::delete(&format!("/accounts/{account}?deleteNumbers=true")),
            3 => Ask::delete(&format!("/accounts/{account}")),
            4 | 5 => {
                let numbers: Vec<_> = (0..count).map(|_| self.written(&account)).collect();
                Ask::post(&format!("/accounts/{account}:createOrUpdateNumbers"), &json!({ "numbers": numbers }))
            }
            6 => {
                let numbers: Vec<_> = (0..count).map(|_| json!({ "telephoneNumber": self.number() })).collect();
                Ask::post(&format!("/accounts/{account}:deleteNumbers"), &json!({ "numbers": numbers }))
            }
            7 => Ask::new(Method::POST, &format!("/accounts/{account}:getTeamsCapabilityPlans")),
            8 => {
                let numbers: Vec<_> = (0..count).map(|_| json!({ "telephoneNumber": self.number() })).collect();
                let path = format!("/accounts/{account}:getTeamsAvailableCapabilities");
                Ask::post(&path, &json!({ "numbers": numbers }))
            }
            9 => Ask::get(&format!("/accounts/{account}/numbers{query}")),
            10 => Ask::get(&path).header("If-None-Match", self.pick(&["*", "\"0\""])),
            11 => Ask::get(&path),
            12 => Ask::put(&path, &self.written(&account)).header("If-None-Match", self.pick(&["*", "\"0\""])),
            13 => Ask::delete(&path),
            14 => Ask::get(&format!("/accounts/{account}/teamsCivicAddresses{query}")),
            15 => Ask::get(&format!("/numbers{query}")),
            16 => Ask::get(&format!("/teamsRequestsForInformation{query}")),
            _ => {
                let patch = json!({ "customerRelationship": { "status": "ConsentAcknowledged", "comment": null } });
                let path = format!("/teamsRequestsForInformation/{}", self.pick(&[TENANT, "me"]));
                Ask::new(Method::PATCH, &path).with_text("application/merge-patch+json", &patch.to_string())
            }
        }
    }

    fn account(&mut self, name: &str) -> Value {
        let mut account = json!({ "name": name, "serviceDetails": {
            "teamsTenantId": TENANT,
            "teamsOperatorConnect": { "enabled": true, "syncEnabled": self.roll(3) > 0 },
        } });
        match self.roll(6) {
            0 => account["serviceDetails"]["teamsDirectRouting"] = json!({ "enabled": true, "syncEnabled": false }),
            1 => account["serviceDetails"]["teamsOperatorConnect"] = json!({ "enabled": "yes" }),
            2 => account["correlationId"] = json!("order-7"),
            _ => {}
        }
        account
    }

    /// Something that happens without being asked for.
    fn happen(&mut self, upstream: &Upstream) {
        let simulator = upstream.simulator();
        let some = simulator.choose(ACCOUNT, 2, Among::Any);
        let outcome = match self.roll(8) {
            0 => simulator.customer_deletes(&some),
            1 => simulator.assign(&some, Assignment::UserAssigned),
            2 => simulator.move_to(&some, OTHER),
            3 => simulator.place(&some, "address", "location"),
            4 => {
                simulator.live_once(&Life::every(Duration::from_secs(1)));
                Ok(())
            }
            5 => {
                let shows = [WhileReleasing::Pending, WhileReleasing::Unchanged, WhileReleasing::Absent];
                let shows = shows[usize::try_from(self.roll(3)).unwrap()];
                simulator.set(|settings| settings.while_releasing = shows);
                Ok(())
            }
            6 => {
                let what = self.pick(&[
                    "status=503",
                    "throttle=3",
                    "short-list",
                    "shuffled",
                    "partial",
                    "release-fails=failed",
                ]);
                simulator.add_fault(Fault::new(what.parse().unwrap()).times(1)).unwrap();
                Ok(())
            }
            _ => {
                simulator.advance(Duration::from_secs(self.roll(90)));
                Ok(())
            }
        };
        // The other account may have been deleted meanwhile.
        let _ = outcome;
    }
}

#[tokio::test]
async fn whatever_is_asked_the_answer_keeps_the_contract() {
    for seed in 1..=2 {
        let upstream = Upstream::start_with(|options| {
            options.seed = seed;
            options.settings.token_life = Duration::from_secs(10_000_000);
        })
        .await;
        upstream.simulator().add_account(&NewAccount::new(OTHER)).unwrap();
        let tenant = Some(numberline_domain::Guid::parse(TENANT).unwrap());
        let lead = NewAccount { tenant, has_account: false, ..NewAccount::new("lead") };
        upstream.simulator().add_account(&lead).unwrap();
        let token = upstream.ask_token(TENANT, GRAPH_SCOPE).await.unwrap();
        let mut dice = Dice(seed);
        let mut good = 0;
        for step in 0..STEPS {
            let mut ask = dice.ask();
            if dice.roll(3) == 0 {
                // Late in the walk these are too old, and rejected.
                ask = ask.once(&format!("order-{}", dice.roll(200)));
            }
            if dice.roll(4) == 0 {
                ask = ask.header("x-ms-client-request-id", TENANT);
            }
            good += usize::from(upstream.ask(ask).await.status < 300);
            if step % 10 == 0 {
                let query = dice.pick(&[
                    "",
                    "?$top=3",
                    "?$skip=2",
                    "?$filter=assignmentStatus%20eq%20'userAssigned'",
                    "?$top=0",
                ]);
                upstream.ask(Ask::graph(query, &token)).await;
            }
            if dice.roll(3) == 0 {
                dice.happen(&upstream);
            }
        }
        assert!(good > STEPS / 5, "{good} of {STEPS}");
        let orders = upstream.simulator().orders();
        let sequences: Vec<_> = orders.iter().map(|order| order.sequence).collect();
        assert_eq!(sequences, (1..=u64::try_from(orders.len()).unwrap()).collect::<Vec<_>>());
        assert!(orders.len() > 50, "{}", orders.len());
    }
}
