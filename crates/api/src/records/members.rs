//! The members of a JSON object in a request's body, read strictly: every member known, every fault told.

use crate::problem::{Faults, Problem};
use crate::query::{add, echo};
use axum::body::Bytes;
use numberline_domain::{Guid, Label, Ticks};
use serde_json::{Map, Value};
use std::fmt::Display;
use std::ops::RangeInclusive;

/// The largest integer that every JSON parser reads exactly: 2^53 − 1.
pub(super) const LARGEST: i64 = 9_007_199_254_740_991;
/// The most elements of a list.
pub(super) const MOST: usize = 100;

/// The members of an object that have not been read yet.
pub(super) struct Members<'f> {
    /// Where the object stands, with what goes before a member's name.
    path: String,
    members: Map<String, Value>,
    faults: &'f mut Faults,
}

/// Reads a body that is one object, and refuses it with all that is wrong.
pub(super) fn read<T>(body: &Bytes, read: impl FnOnce(&mut Members<'_>) -> Option<T>) -> Result<T, Problem> {
    let mut faults = Faults::new();
    let read = match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => Members::within(String::new(), object, &mut faults, read),
        Ok(_) => {
            add(&mut faults, "body".to_owned(), "is not a JSON object".to_owned());
            None
        }
        Err(reason) => {
            add(&mut faults, "body".to_owned(), format!("is not JSON: {reason}"));
            None
        }
    };
    match read {
        Some(read) if faults.is_empty() => Ok(read),
        Some(_) | None => Err(Problem::of_faults(faults)),
    }
}

impl<'f> Members<'f> {
    fn within<T>(
        path: String,
        members: Map<String, Value>,
        faults: &'f mut Faults,
        read: impl FnOnce(&mut Members<'_>) -> T,
    ) -> T {
        let mut object = Members { path, members, faults };
        let read = read(&mut object);
        for name in std::mem::take(&mut object.members).into_iter().map(|(name, _)| name) {
            object.fault(&echo(&name), "is not a member that is taken here");
        }
        read
    }

    fn fault(&mut self, name: &str, fault: impl Display) {
        add(self.faults, format!("{}{name}", self.path), fault.to_string());
    }

    /// A member: absent, null or of a type; with a fault when it is neither.
    fn nullable<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&Value) -> Option<T>,
        what: impl Display,
    ) -> Option<Option<T>> {
        match self.members.remove(name)? {
            Value::Null => Some(None),
            value => {
                let read = read(&value);
                if read.is_none() {
                    self.fault(name, format!("`{}` {what}", echo(&value.to_string())));
                }
                Some(read)
            }
        }
    }

    /// The same where null is no value.
    fn never_null<T>(&mut self, name: &str, read: impl FnOnce(&Value) -> Option<T>, what: impl Display) -> Option<T> {
        let value = self.nullable(name, read, &what)?;
        if value.is_none() && !self.faults.contains_key(&format!("{}{name}", self.path)) {
            self.fault(name, format!("`null` {what}"));
        }
        value
    }

    /// A value that must be there.
    pub(super) fn required<T>(&mut self, name: &str, value: Option<T>) -> Option<T> {
        if value.is_none() && !self.faults.contains_key(&format!("{}{name}", self.path)) {
            self.fault(name, "is missing");
        }
        value
    }

    pub(super) fn label(&mut self, name: &str) -> Option<Option<Label>> {
        self.nullable(name, as_label, numberline_domain::InvalidLabel)
    }

    /// A text, or nothing where it is null or absent.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.label(name).flatten().map(String::from)
    }

    pub(super) fn required_text(&mut self, name: &str) -> Option<String> {
        let label = self.never_null(name, as_label, numberline_domain::InvalidLabel);
        self.required(name, label).map(String::from)
    }

    pub(super) fn integer(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<Option<i64>> {
        let what = format!("is not an integer from {} to {}", range.start(), range.end());
        self.nullable(name, |value| as_integer(value).filter(|number| range.contains(number)), what)
    }

    pub(super) fn integer_not_null(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let what = format!("is not an integer from {} to {}", range.start(), range.end());
        self.never_null(name, |value| as_integer(value).filter(|number| range.contains(number)), what)
    }

    pub(super) fn guid(&mut self, name: &str) -> Option<Option<Guid>> {
        self.nullable(name, as_guid, numberline_domain::InvalidGuid)
    }

    pub(super) fn guid_not_null(&mut self, name: &str) -> Option<Guid> {
        self.never_null(name, as_guid, numberline_domain::InvalidGuid)
    }

    pub(super) fn time(&mut self, name: &str) -> Option<Option<Ticks>> {
        let what = numberline_domain::InvalidTicks::Malformed;
        self.nullable(name, |value| Ticks::parse(value.as_str()?).ok(), what)
    }

    pub(super) fn flag(&mut self, name: &str) -> bool {
        self.never_null(name, Value::as_bool, "is neither `true` nor `false`").unwrap_or_default()
    }

    /// A list of at most [`MOST`] elements; nothing is taken for no list.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        mut element: impl FnMut(&mut Members<'_>, &str, &Value) -> Option<T>,
    ) -> Option<Vec<T>> {
        let what = format!("is not a list of at most {MOST} elements");
        let elements =
            self.never_null(name, |value| value.as_array().filter(|list| list.len() <= MOST).cloned(), what)?;
        let mut read = Vec::with_capacity(elements.len());
        for (position, value) in elements.iter().enumerate() {
            let place = format!("{name}[{position}]");
            let faults = self.faults.len();
            match element(self, &place, value) {
                Some(element) => read.push(element),
                None if self.faults.len() == faults => {
                    self.fault(&place, format!("`{}` is not what the schema says", echo(&value.to_string())));
                }
                None => {}
            }
        }
        Some(read)
    }

    pub(super) fn labels(&mut self, name: &str) -> Vec<String> {
        self.list(name, |_, _, value| as_label(value).map(String::from)).unwrap_or_default()
    }

    /// A list of objects.
    pub(super) fn objects<T>(
        &mut self,
        name: &str,
        mut read: impl FnMut(&mut Members<'_>) -> Option<T>,
    ) -> Option<Vec<T>> {
        self.list(name, |members, place, value| members.nested(place, value, &mut read))
    }

    /// An object, or nothing where it is null or absent.
    pub(super) fn object<T>(&mut self, name: &str, read: impl FnMut(&mut Members<'_>) -> Option<T>) -> Option<T> {
        let value = self.nullable(name, |value| value.is_object().then(|| value.clone()), "is not an object")??;
        self.nested(name, &value, read)
    }

    fn nested<T>(&mut self, place: &str, value: &Value, read: impl FnOnce(&mut Members<'_>) -> Option<T>) -> Option<T> {
        let object = value.as_object()?.clone();
        Members::within(format!("{}{place}.", self.path), object, self.faults, read)
    }

    /// A map of texts, or nothing where it is null or absent.
    pub(super) fn texts(&mut self, name: &str) -> Option<std::collections::BTreeMap<String, String>> {
        let read = |value: &Value| {
            let object = value.as_object().filter(|object| object.len() <= MOST)?;
            let text = |(key, value): (&String, &Value)| {
                Some((Label::parse(key).ok()?.into(), String::from(as_label(value)?)))
            };
            object.iter().map(text).collect()
        };
        self.nullable(name, read, "is not an object of texts").flatten()
    }
}

pub(super) fn as_label(value: &Value) -> Option<Label> {
    Label::parse(value.as_str()?).ok()
}

fn as_guid(value: &Value) -> Option<Guid> {
    Guid::parse(value.as_str()?).ok()
}

/// JSON has no integers: `1.0` is one as well.
#[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53 is exact in both")]
pub(super) fn as_integer(value: &Value) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_991.0;
    value.as_i64().or_else(|| {
        let number = value.as_f64()?;
        (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i64)
    })
}
