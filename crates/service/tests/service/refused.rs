//! What an import refuses, record by record: the report says which line, which field and why.

use crate::support::{Fixture, assert_checked, import};
use numberline_domain::AssignmentWord;
use numberline_service::import::{Input, Options, Refusal, Report, run};
use numberline_service::{Service, Silent};
use std::fmt::Write as _;
use std::io::Cursor;

fn record(number: usize, members: &str) -> String {
    format!(
        r#"{{"telephoneNumber":"+44871894{number:04}","tenantId":"3bc57cac-5794-457f-ad36-2c88cade9dbb",{members}}}"#
    )
}

fn dry_run(service: &Service, text: &str) -> Report {
    let input = Input { name: "test".to_owned(), reader: Box::new(Cursor::new(text.to_owned())), size: None };
    let options = Options { dry_run: true, accept_partial: true };
    run(service, input, &options, "cli:test@here", &Silent).unwrap()
}

fn lines_and_fields(report: &Report) -> Vec<(u64, &str)> {
    report.refusals.iter().map(|Refusal { line, field, .. }| (*line, field.as_str())).collect()
}

/// As many records, each with a word of its own that nobody knows.
fn words(count: usize) -> String {
    (0..count).fold(String::new(), |mut text, number| {
        writeln!(text, "{}", record(number, &format!(r#""assignmentStatus":"Word{number}""#))).unwrap();
        text
    })
}

/// How many words there can be beside the field's own.
const FREE: usize = 255 - AssignmentWord::KNOWN.len();

/// A database with nothing in it, and one with a number.
fn empty_and_not() -> [Fixture; 2] {
    let fixtures = [Fixture::new(), Fixture::new()];
    fixtures[0].database();
    import(&fixtures[1].service(), &record(9_000, r#""assignmentStatus":"UserAssigned""#));
    fixtures
}

#[test]
fn a_word_of_assignment_status_has_255_characters_at_most() {
    let fixture = Fixture::new();
    let text = [255, 256, 10_000]
        .into_iter()
        .enumerate()
        .map(|(number, length)| record(number, &format!(r#""assignmentStatus":"{}""#, "é".repeat(length))))
        .collect::<Vec<_>>()
        .join("\n");
    let report = import(&fixture.service(), &text);
    assert_eq!((report.added, report.refused), (1, 2), "{report}");
    assert_eq!(lines_and_fields(&report), [(2, "assignmentStatus"), (3, "assignmentStatus")]);
    assert_eq!(report.refusals[0].reason, "has 256 characters; 255 are the most");
    assert_eq!(report.refusals[1].number.as_deref(), Some("+448718940002"));
    assert_checked(&fixture);
}

#[test]
fn words_of_assignment_status_that_no_longer_fit_are_refused_one_by_one() {
    for fixture in empty_and_not() {
        let text = words(FREE + 2)
            + &record(8_000, r#""assignmentStatus":"VoiceApp""#)
            + "\n"
            + &record(8_001, r#""assignmentStatus":"Word\u0030""#);
        let refused = [(FREE as u64 + 1, "assignmentStatus"), (FREE as u64 + 2, "assignmentStatus")];
        for report in [dry_run(&fixture.service(), &text), import(&fixture.service(), &text)] {
            assert_eq!((report.added, report.refused), (FREE as u64 + 2, 2), "{report}");
            assert_eq!(lines_and_fields(&report), refused);
            assert_eq!(report.refusals[0].reason, r#""Word250" is one word too many: 255 are kept, and all are taken"#);
        }
        let again = import(&fixture.service(), &text);
        assert_eq!((again.unchanged, again.refused), (FREE as u64 + 2, 2), "{again}");
        assert_checked(&fixture);
    }
}

#[test]
fn a_word_that_a_refused_record_alone_has_takes_no_place() {
    let fixture = Fixture::new();
    let text = record(9_000, r#""assignmentStatus":"Refused","aslvCode":"x""#) + "\n" + &words(FREE);
    let report = import(&fixture.service(), &text);
    assert_eq!((report.added, report.refused), (FREE as u64, 1), "{report}");
    assert_checked(&fixture);
}

#[test]
fn a_record_that_is_refused_for_its_word_frees_no_id() {
    let fixture = Fixture::new();
    import(&fixture.service(), &words(FREE));
    import(&fixture.service(), &(record(8_000, r#""id":9005"#) + "\n" + &record(8_001, r#""id":9006"#)));
    let swap = record(8_000, r#""id":9007,"assignmentStatus":"Late""#) + "\n" + &record(8_001, r#""id":9005"#);
    let report = import(&fixture.service(), &swap);
    assert_eq!((report.changed, report.refused), (0, 2), "{report}");
    assert_eq!(lines_and_fields(&report), [(1, "assignmentStatus"), (2, "id")]);
    assert_checked(&fixture);
}

#[test]
fn an_sbc_is_an_object_with_a_name_and_an_id() {
    let fixture = Fixture::new();
    let lists = [
        r#"[["x",1]]"#,
        "[{}]",
        r#"[{"sbcName":"x"}]"#,
        r#"[{"sbcId":1}]"#,
        r#"[{"sbcName":"x","sbcId":1},["x",1]]"#,
        r#"[{"sbcName":"x","sbcId":1,"port":5061}]"#,
        "[null]",
        r#"[{"sbcId":1, "sbcName":"x"}, {"sbcName":null,"sbcId":null}]"#,
        "[]",
    ];
    let records = lists.iter().enumerate().map(|(number, list)| record(number, &format!(r#""sbcList":{list}"#)));
    let report = import(&fixture.service(), &records.collect::<Vec<_>>().join("\n"));
    assert_eq!(lines_and_fields(&report), (1..=7).map(|line| (line, "sbcList")).collect::<Vec<_>>(), "{report}");
    assert_eq!((report.added, report.refused), (2, 7));
    assert_checked(&fixture);
}

#[test]
fn a_csv_file_whose_lines_end_with_a_carriage_return_alone_is_refused() {
    let fixture = Fixture::new();
    let file = "telephoneNumber,tenantId\r+448718943000,3bc57cac-5794-457f-ad36-2c88cade9dbb\r";
    for text in [file.to_owned(), file.to_owned() + "\n", file.replace("tenantId", "\"tenant\rId\"")] {
        let report = import(&fixture.service(), &text);
        assert_eq!((report.added, report.refused, report.unknown_members.len()), (0, 1, 0), "{report}");
        assert_eq!(report.refusals[0].line, 1);
        assert!(report.refusals[0].reason.contains("save it with line feeds"), "{report}");
    }
    let report = import(&fixture.service(), &file.replace('\r', "\r\n"));
    assert_eq!((report.added, report.refused), (1, 0), "{report}");
}
