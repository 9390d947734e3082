//! The members of a JSON object in a request's body, read strictly: every member known, every fault told.

use crate::body::{BODY, Node, Sent};
use crate::problem::{Faults, Problem};
use crate::query::{add, echo};
use numberline_domain::{Guid, Label, Ticks};
use std::collections::BTreeMap;
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
    members: Vec<(String, Node)>,
    faults: &'f mut Faults,
}

/// Reads a body that is one object, and refuses it with all that is wrong.
pub(super) fn read<T>(sent: &Sent, read: impl FnOnce(&mut Members<'_>) -> Option<T>) -> Result<T, Problem> {
    let mut faults = Faults::new();
    let read = match sent.json(&mut faults)? {
        Some(Node::Members(object)) => Members::within(String::new(), object, &mut faults, read),
        Some(_) => {
            add(&mut faults, BODY.to_owned(), "is not a JSON object".to_owned());
            None
        }
        None => None,
    };
    match read {
        Some(read) if faults.is_empty() => Ok(read),
        Some(_) | None => Err(Problem::of_faults(faults)),
    }
}

impl<'f> Members<'f> {
    fn within<T>(
        path: String,
        members: Vec<(String, Node)>,
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

    /// Takes a member out, which has to be given once.
    fn take(&mut self, name: &str) -> Option<Node> {
        let is_it = |(known, _): &mut (String, Node)| known.eq_ignore_ascii_case(name);
        let mut given: Vec<_> = self.members.extract_if(.., is_it).collect();
        if given.len() > 1 {
            self.fault(name, "is given more than once; give it once");
        }
        given.pop().map(|(_, value)| value)
    }

    /// A member: absent, null or of a type; with a fault when it is neither.
    fn nullable<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(&Node) -> Option<T>,
        what: impl Display,
    ) -> Option<Option<T>> {
        match self.take(name)? {
            Node::Null => Some(None),
            value => {
                let read = read(&value);
                if read.is_none() {
                    self.fault(name, format!("{} {what}", told(&value)));
                }
                Some(read)
            }
        }
    }

    /// The same where null is no value.
    fn never_null<T>(&mut self, name: &str, read: impl FnOnce(&Node) -> Option<T>, what: impl Display) -> Option<T> {
        let value = self.nullable(name, read, &what)?;
        if value.is_none() && !self.faults.contains_key(&format!("{}{name}", self.path)) {
            self.fault(name, format!("null {what}"));
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
        self.nullable(name, |value| value.as_integer().filter(|number| range.contains(number)), what)
    }

    pub(super) fn integer_not_null(&mut self, name: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let what = format!("is not an integer from {} to {}", range.start(), range.end());
        self.never_null(name, |value| value.as_integer().filter(|number| range.contains(number)), what)
    }

    pub(super) fn guid(&mut self, name: &str) -> Option<Option<Guid>> {
        self.nullable(name, as_guid, numberline_domain::InvalidGuid)
    }

    pub(super) fn guid_not_null(&mut self, name: &str) -> Option<Guid> {
        self.never_null(name, as_guid, numberline_domain::InvalidGuid)
    }

    pub(super) fn time(&mut self, name: &str) -> Option<Option<Ticks>> {
        let what = numberline_domain::InvalidTicks::Malformed;
        self.nullable(name, |value| Ticks::parse(value.as_text()?).ok(), what)
    }

    pub(super) fn flag(&mut self, name: &str) -> bool {
        let read = |value: &Node| if let Node::Boolean(flag) = value { Some(*flag) } else { None };
        self.never_null(name, read, "is neither `true` nor `false`").unwrap_or_default()
    }

    /// A list of at most [`MOST`] elements; nothing is taken for no list.
    pub(super) fn list<T>(
        &mut self,
        name: &str,
        mut element: impl FnMut(&mut Members<'_>, &str, &Node) -> Option<T>,
    ) -> Option<Vec<T>> {
        let what = format!("is not a list of at most {MOST} elements");
        let read = |value: &Node| match value {
            Node::List(list) if list.len() <= MOST => Some(list.clone()),
            _ => None,
        };
        let elements = self.never_null(name, read, what)?;
        let mut read = Vec::with_capacity(elements.len());
        for (position, value) in elements.iter().enumerate() {
            let place = format!("{name}[{position}]");
            let faults = self.faults.len();
            match element(self, &place, value) {
                Some(element) => read.push(element),
                None if self.faults.len() == faults => {
                    self.fault(&place, format!("{} is not what the schema says", told(value)));
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
        let object = |value: &Node| matches!(value, Node::Members(_)).then(|| value.clone());
        let value = self.nullable(name, object, "is not an object")??;
        self.nested(name, &value, read)
    }

    fn nested<T>(&mut self, place: &str, value: &Node, read: impl FnOnce(&mut Members<'_>) -> Option<T>) -> Option<T> {
        let Node::Members(object) = value else { return None };
        Members::within(format!("{}{place}.", self.path), object.clone(), self.faults, read)
    }

    /// A map of texts, or nothing where it is null or absent.
    pub(super) fn texts(&mut self, name: &str) -> Option<BTreeMap<String, String>> {
        let read = |value: &Node| {
            let Node::Members(members) = value else { return None };
            let text =
                |(key, value): &(String, Node)| Some((Label::parse(key).ok()?.into(), String::from(as_label(value)?)));
            let texts: BTreeMap<_, _> = members.iter().map(text).collect::<Option<_>>()?;
            (texts.len() == members.len() && texts.len() <= MOST).then_some(texts)
        };
        self.nullable(name, read, "is not an object of texts, each name given once").flatten()
    }
}

fn as_label(value: &Node) -> Option<Label> {
    Label::parse(value.as_text()?).ok()
}

fn as_guid(value: &Node) -> Option<Guid> {
    Guid::parse(value.as_text()?).ok()
}

/// What a fault says of a value: the value itself where it is short, else what it is.
fn told(value: &Node) -> String {
    match value {
        Node::Text(text) => format!("`{}`", echo(text)),
        Node::Number(number) => format!("`{number}`"),
        other => other.kind().to_owned(),
    }
}
