//! What of a request is not as the contract says.

use super::{Body, Operation, Parameter, Place};
use crate::asked::pairs;
use http::Request;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Map, Value};

/// Every mismatch, in words.
pub(super) fn check(operation: &Operation, request: &Request<impl AsRef<[u8]>>) -> Vec<String> {
    let mut faults = Faults { id: &operation.id, found: Vec::new() };
    let query = pairs(request.uri().query().unwrap_or_default().as_bytes());
    let is_known =
        |name: &str| operation.parameters.iter().any(|known| known.place == Place::Query && known.name == name);
    for (name, _) in query.iter().filter(|(name, _)| !is_known(name)) {
        faults.add(format_args!("has no parameter `{name}` in its query"));
    }
    let path = operation.path_values(request.uri().path());
    for parameter in &operation.parameters {
        match parameter.place {
            Place::Path => {
                let value = path.iter().find(|(name, _)| *name == parameter.name).map(|(_, value)| value.as_ref());
                faults.judge(parameter, "its path", value.into_iter());
            }
            Place::Query => {
                let values = query.iter().filter(|(name, _)| *name == parameter.name).map(|(_, value)| value.as_str());
                faults.judge(parameter, "its query", values);
            }
            Place::Header => {
                let values = request.headers().get_all(&parameter.name).iter();
                faults.judge(parameter, "its headers", values.map(|value| value.to_str().unwrap_or("unreadable")));
                let other = parameter.together_with.as_ref();
                if let Some(other) = other
                    && request.headers().contains_key(&parameter.name)
                    && !request.headers().contains_key(other)
                {
                    faults.add(format_args!("takes `{}` only together with `{other}`", parameter.name));
                }
            }
        }
    }
    let authorization = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if operation.needs_token && authorization.is_none_or(|value| !value.starts_with("Bearer ")) {
        faults.add("needs `Authorization: Bearer …`");
    }
    let content_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    faults.judge_body(operation.body.as_ref(), content_type, request.body().as_ref());
    faults.found
}

struct Faults<'o> {
    id: &'o str,
    found: Vec<String>,
}

impl Faults<'_> {
    fn add(&mut self, fault: impl std::fmt::Display) {
        self.found.push(format!("{} {fault}", self.id));
    }

    fn judge<'v>(&mut self, parameter: &Parameter, place: &str, values: impl Iterator<Item = &'v str>) {
        let values: Vec<_> = values.collect();
        match values[..] {
            [] if parameter.required => self.add(format_args!("needs `{}` in {place}", parameter.name)),
            [] => {}
            [text] => {
                for fault in parameter.schema.faults(&parameter.schema.value_of(text)) {
                    self.add(format_args!("takes another `{}` in {place}: {fault}", parameter.name));
                }
            }
            _ => self.add(format_args!("takes `{}` once in {place}", parameter.name)),
        }
    }

    fn judge_body(&mut self, wanted: Option<&Body>, content_type: Option<&str>, body: &[u8]) {
        let Some(wanted) = wanted else {
            if !body.is_empty() {
                self.add("takes no body");
            }
            return;
        };
        let media_type = content_type.and_then(|value| value.split(';').next()).unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case(&wanted.media_type) {
            self.add(format_args!("takes {}, not `{media_type}`", wanted.media_type));
            return;
        }
        let value = if wanted.media_type == "application/x-www-form-urlencoded" {
            let fields = pairs(body).into_iter().map(|(name, value)| (name, Value::from(value)));
            Value::Object(fields.collect::<Map<_, _>>())
        } else {
            match serde_json::from_slice(body) {
                Ok(value) => value,
                Err(error) => return self.add(format_args!("takes JSON: {error}")),
            }
        };
        for fault in wanted.schema.faults(&value) {
            self.add(format_args!("takes another body: {fault}"));
        }
    }
}
