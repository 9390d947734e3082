//! An import into a database without numbers, and another that is faster: what it keeps aside is then judged beside what
//! is there.

use crate::support::{Fixture, assert_checked, import};
use numberline_service::{Service, Silent, import};
use std::io::{self, Cursor, Read};

const SLOW: &str = r#"{"telephoneNumber":"+448718943001","id":1,"tenantId":"3bc57cac-5794-457f-ad36-2c88cade9dbb"}
{"telephoneNumber":"+448718943002","id":2,"tenantId":"3bc57cac-5794-457f-ad36-2c88cade9dbb"}
{"telephoneNumber":"+448718943003","tenantId":"3bc57cac-5794-457f-ad36-2c88cade9dbb"}
"#;
/// One number with the id that another of the slow file claims, one that says what the slow file says.
const FAST: &str = r#"{"telephoneNumber":"+448718943009","id":2,"tenantId":"3bc57cac-5794-457f-ad36-2c88cade9dbb"}
{"telephoneNumber":"+448718943001","id":1,"tenantId":"3bc57cac-5794-457f-ad36-2c88cade9dbb"}
"#;

/// A file at whose end another has been imported.
struct Overtaken {
    file: Cursor<&'static str>,
    other: Option<Service>,
}

impl Read for Overtaken {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(buffer)?;
        if read == 0
            && let Some(service) = self.other.take()
        {
            assert_eq!(import(&service, FAST).added, 2);
        }
        Ok(read)
    }
}

/// The slow file's first bytes are looked at before anything is staged: it is longer than that.
fn slow() -> &'static str {
    let blank_lines = "\n".repeat(100_000);
    Box::leak(format!("{blank_lines}{SLOW}").into_boxed_str())
}

#[test]
fn an_import_that_another_overtakes_is_judged_by_what_is_there_then() {
    let fixture = Fixture::new();
    let file = Overtaken { file: Cursor::new(slow()), other: Some(fixture.service()) };
    let input = import::Input { name: "slow".to_owned(), reader: Box::new(file), size: None };
    let options = import::Options { dry_run: false, accept_partial: true };
    let report = import::run(&fixture.service(), input, &options, "cli:test@here", &Silent).unwrap();
    assert_eq!((report.added, report.changed, report.unchanged, report.refused), (1, 0, 1, 1), "{report}");
    assert_eq!(report.refusals[0].reason, "2 is taken: +448718943009 has it");
    assert_eq!(report.refusals[0].line, 100_002);
    assert_checked(&fixture);
}

#[test]
fn numbers_without_an_id_get_one_in_the_order_of_the_file() {
    let fixture = Fixture::new();
    let mut text = String::new();
    for number in (0..5).rev() {
        text += &format!(
            "{{\"telephoneNumber\":\"+44871894300{number}\",\"tenantId\":\"3bc57cac-5794-457f-ad36-2c88cade9dbb\"}}\n"
        );
    }
    text += "{\"telephoneNumber\":\"+448718943009\",\"id\":70,\"tenantId\":\"3bc57cac-5794-457f-ad36-2c88cade9dbb\"}\n";
    assert_eq!(import(&fixture.service(), &text).added, 6);
    let numbers = fixture.database().read(|tx| {
        let mut numbers = Vec::new();
        numberline_store::number::scan(tx, |number| numbers.push((number.id.as_i64(), number.phone.digits() % 10)))?;
        Ok::<_, numberline_store::Error>(numbers)
    });
    assert_eq!(numbers.unwrap(), [(70, 9), (71, 4), (72, 3), (73, 2), (74, 1), (75, 0)]);
    assert_checked(&fixture);
}
