//! Assignments, as Graph shows them.

use super::malformed;
use super::text::{Text, owned};
use crate::http::Answer;
use crate::{Assignment, Failure};
use numberline_domain::{PhoneNumber, Place};
use serde::Deserialize;

/// The rows of an answer.
pub(in crate::microsoft) struct Rows {
    pub(in crate::microsoft) assignments: Vec<Assignment>,
    pub(in crate::microsoft) link: Option<String>,
    pub(in crate::microsoft) set_aside: u64,
}

#[derive(Deserialize)]
struct PageRow<'a> {
    #[serde(borrow)]
    value: OneOrMany<'a>,
    #[serde(rename = "@odata.nextLink")]
    next_link: Option<Text<'a>>,
}

/// Some published examples show one row where the description has a list.
enum OneOrMany<'a> {
    One(Box<AssignmentRow<'a>>),
    Many(Vec<AssignmentRow<'a>>),
}

/// To whom a number is given is personal: it is not read.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AssignmentRow<'a> {
    #[serde(borrow)]
    telephone_number: Text<'a>,
    assignment_status: Option<Text<'a>>,
    number_type: Option<Text<'a>>,
    iso_country_code: Option<Text<'a>>,
    location_id: Option<Text<'a>>,
    civic_address_id: Option<Text<'a>>,
}

impl<'de: 'a, 'a> Deserialize<'de> for OneOrMany<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
        use serde::de::{MapAccess, SeqAccess, Visitor};

        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = OneOrMany<'de>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a row or a list of rows")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, rows: A) -> Result<Self::Value, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(rows)).map(OneOrMany::Many)
            }

            fn visit_map<A: MapAccess<'de>>(self, row: A) -> Result<Self::Value, A::Error> {
                Box::deserialize(MapAccessDeserializer::new(row)).map(OneOrMany::One)
            }
        }

        deserializer.deserialize_any(Either)
    }
}

/// Reads an answer with rows.
pub(in crate::microsoft) fn read(answer: &Answer) -> Result<Rows, Failure> {
    let PageRow { value, next_link } = answer.json()?;
    let rows = match value {
        OneOrMany::One(row) => vec![*row],
        OneOrMany::Many(rows) => rows,
    };
    let mut assignments = Vec::with_capacity(rows.len());
    let mut set_aside = 0;
    for row in rows {
        match phone(row.telephone_number.as_str())? {
            None => set_aside += 1,
            Some(phone) => assignments.push(Assignment {
                phone,
                status: owned(row.assignment_status),
                number_type: owned(row.number_type),
                country: owned(row.iso_country_code),
                place: Place { location_id: owned(row.location_id), civic_address_id: owned(row.civic_address_id) },
            }),
        }
    }
    Ok(Rows { assignments, link: owned(next_link), set_aside })
}

/// `None` for a number that Graph's description admits and E.164 does not: Direct Routing has extensions, and more.
fn phone(text: &str) -> Result<Option<PhoneNumber>, Failure> {
    if let Ok(phone) = PhoneNumber::parse(text) {
        return Ok(Some(phone));
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (number, extension) = text.split_once(";ext=").map_or((text, None), |(number, rest)| (number, Some(rest)));
    let is_admitted = number.strip_prefix('+').is_some_and(is_digits) && extension.is_none_or(is_digits);
    if is_admitted { Ok(None) } else { Err(malformed("a telephone number")) }
}
