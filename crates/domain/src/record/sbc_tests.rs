//! Claims about the SBC texts that numbers share.

use super::*;

fn facts(list: &str, addresses: &str) -> SbcFacts {
    SbcFacts {
        sbc_list: Some(JsonText::parse(list).unwrap()),
        sbc_list_json: None,
        sbc_list_array: Some(JsonText::parse(addresses).unwrap()),
    }
}

fn sbc(id: SbcId, name: &str, fqdn: Option<&str>) -> Sbc {
    Sbc { id, name: name.to_owned(), fqdn: fqdn.map(str::to_owned), ip_address: fqdn.map(|_| "192.0.2.1".to_owned()) }
}

fn texts(facts: &SbcFacts) -> (&str, &str) {
    (facts.sbc_list.as_ref().unwrap().as_str(), facts.sbc_list_array.as_ref().unwrap().as_str())
}

#[test]
fn a_rename_changes_the_name_and_nothing_else() {
    let before = facts(r#"[{"sbcId":11,"x":1.50,"sbcName":"old"},{"sbcName":"o","sbcId":1}]"#, "[]");
    let after = before.with_sbc(&sbc(11, "né\"w", None), &BTreeMap::new());
    assert_eq!(texts(&after), (r#"[{"sbcId":11,"x":1.50,"sbcName":"né\"w"},{"sbcName":"o","sbcId":1}]"#, "[]"));
    assert_eq!(after.with_sbc(&sbc(11, "né\"w", None), &BTreeMap::new()), after);
}

#[test]
fn texts_without_the_sbc_stay_as_they_are() {
    for list in ["[]", r#"[{"sbcName":"a","sbcId":"11"}]"#, r#"[{"sbcName":"a"}]"#, "[7]"] {
        let before = facts(list, "[]");
        assert_eq!(before.with_sbc(&sbc(11, "b", Some("b.example")), &BTreeMap::new()), before, "{list}");
    }
}

#[test]
fn an_address_takes_its_place() {
    let before = facts(r#"[{"sbcName":"a","sbcId":1},{"sbcName":"b","sbcId":2}]"#, r#"["a [1]","b [2]"]"#);
    let after = before.with_sbc(&sbc(2, "b", Some("c.example")), &BTreeMap::new());
    assert_eq!(texts(&after).1, r#"["a [1]","c.example [192.0.2.1]"]"#);
}

#[test]
fn addresses_are_made_anew_once_all_are_known() {
    let before = facts(r#"[{"sbcName":"a","sbcId":1},{"sbcName":"b","sbcId":2}]"#, "[]");
    let one = sbc(1, "a", Some("a.example"));
    assert_eq!(before.with_sbc(&one, &BTreeMap::new()), before);
    let known = BTreeMap::from([(2, sbc(2, "b", Some("b.example")))]);
    let after = before.with_sbc(&one, &known);
    assert_eq!(texts(&after).1, r#"["a.example [192.0.2.1]","b.example [192.0.2.1]"]"#);
    assert_eq!(after.with_sbc(&one, &known), after);
}

#[test]
fn attached_sbcs_are_written_as_the_reference_writes_them() {
    let (one, two) = (sbc(11, "US SP1 SBC", None), sbc(12, "b", Some("b.example")));
    let after = facts("[]", "[]").with_attached(&[&one, &two]);
    assert_eq!(
        texts(&after),
        (r#"[{"sbcName":"US SP1 SBC","sbcId":11},{"sbcName":"b","sbcId":12}]"#, r#"["b.example [192.0.2.1]"]"#)
    );
    let attached: Vec<_> = after.attached().into_iter().map(|sbc| sbc.id).collect();
    assert_eq!(attached, [11, 12]);
}
