//! `numberline service`, `sbc`, `channel`, `profile`, `lead`.

use crate::support::Sandbox;
use crate::support::records::TENANT;
use serde_json::json;

const SERVICE: &str = "82686da4-980d-4eef-8c00-cfe918d954d4";
const PROFILE: &str = "ab86ef82-ce9e-4ead-befb-4aa954b64872";

#[test]
fn a_rename_shows_in_the_export() {
    let sandbox = Sandbox::with_the_example();
    let ran = sandbox.run(&["service", "rename", SERVICE, "Alder Foods"]).succeeded();
    assert_eq!(ran.stdout, format!("service {SERVICE} is set: Alder Foods\n"));
    sandbox.run(&["sbc", "rename", "11", "London"]).succeeded();
    sandbox.run(&["service", "set", SERVICE, "--channel", "1574"]).succeeded();
    let exported = sandbox.exported();
    for (text, count) in
        [("\"Alder Foods\"", 10), ("BradOCDev", 0), ("\"sbcName\":\"London\"", 10), ("\"ovocChannelId\":1574", 10)]
    {
        assert_eq!(exported.matches(text).count(), count, "{text}");
    }
    sandbox.run(&["check"]).succeeded();
}

#[test]
fn services_are_listed_and_shown() {
    let sandbox = Sandbox::with_the_example();
    let table = sandbox.run(&["service", "list"]).succeeded().stdout;
    assert!(table.contains(SERVICE) && table.contains("BradOCDev") && table.contains(TENANT), "{table}");
    let shown = sandbox.run(&["service", "show", SERVICE]).succeeded().json();
    assert_eq!((&shown["customerFullName"], &shown["siteLocation"][0]["sbcId"]), (&"BradOCDev".into(), &11.into()));
    let listed = sandbox.run(&["service", "list", "--json"]).succeeded().json();
    assert_eq!(listed[0]["UmpCustomerGuid"], SERVICE);
    assert_eq!(sandbox.run(&["sbc", "list", "--json"]).succeeded().json()[0]["sbcId"], 11);
}

#[test]
fn what_cannot_be_set_is_refused_in_words() {
    let sandbox = Sandbox::with_the_example();
    let nobody = "0c1f5b6e-7d43-4f0a-9a35-6f1c2f6f0f11";
    for (arguments, word) in [
        (&["service", "rename", nobody, "x"][..], "msTenantId"),
        (&["service", "show", nobody], nobody),
        (&["service", "set", SERVICE, "--sbc", "999"], "SBC 999"),
        (&["sbc", "set", "999", "--fqdn", "x.example"], "--name"),
        (&["profile", "show", nobody], nobody),
    ] {
        let ran = sandbox.run(arguments);
        assert_eq!(ran.code, Some(1), "{arguments:?}");
        assert!(ran.stderr.contains(word), "{}", ran.stderr);
    }
}

#[test]
fn profiles_leads_and_channels_are_set_from_files() {
    let sandbox = Sandbox::with_the_example();
    sandbox.write("profile.json", json!({"name": "UK", "carrier": "Alder"}).to_string());
    let file = sandbox.path("profile.json");
    sandbox.run(&["profile", "set", PROFILE, file.to_str().unwrap()]).succeeded();
    assert_eq!(sandbox.run(&["profile", "show", PROFILE]).succeeded().json()["name"], "UK");
    sandbox.write("profile.json", json!({"nam": "UK", "carrier": 7}).to_string());
    let ran = sandbox.run(&["profile", "set", PROFILE, file.to_str().unwrap()]);
    assert!(ran.code == Some(1) && ran.stderr.contains("name: is missing") && ran.stderr.contains("carrier"));
    sandbox.write("lead.json", json!({"tenantId": TENANT, "status": "Active"}).to_string());
    let file = sandbox.path("lead.json");
    sandbox.run(&["lead", "set", PROFILE, file.to_str().unwrap()]).succeeded();
    assert_eq!(sandbox.run(&["lead", "list", "--json"]).succeeded().json()[0]["status"], "Active");
    sandbox.run(&["channel", "set", "1574", "North"]).succeeded();
    assert!(sandbox.run(&["channel", "list"]).succeeded().stdout.contains("North"));
    sandbox.run(&["check"]).succeeded();
}
