//! Reads the operations out of the OpenAPI document, with every reference followed.
//!
//! The document is part of the program, and a test reads it: what it may not be is a panic here.

use super::{AnswerForm, Body, Header, Need, Operation, Parameter, Place, Schema, Service};
use http::Method;
use serde_json::{Map, Value};

/// Every operation of the document.
pub(super) fn operations(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (path, methods) in members(&document["paths"]) {
        for (method, operation) in members(methods) {
            operations.push(read(document, path, method, operation));
        }
    }
    operations
}

fn read(document: &Value, path: &str, method: &str, operation: &Value) -> Operation {
    let schema = |value: &Value| Schema::new(value, document);
    let parameters = items(&operation["parameters"]).map(|parameter| {
        let parameter = followed(document, parameter);
        Parameter {
            name: text(&parameter["name"]),
            place: match parameter["in"].as_str() {
                Some("path") => Place::Path,
                Some("query") => Place::Query,
                Some("header") => Place::Header,
                other => panic!("a parameter stands in {other:?}"),
            },
            required: parameter["required"] == true,
            together_with: parameter["x-together-with"].as_str().map(str::to_owned),
            schema: schema(&parameter["schema"]),
        }
    });
    Operation {
        id: text(&operation["operationId"]),
        summary: text(&operation["summary"]),
        service: match operation["x-service"].as_str() {
            Some("gateway") => Service::Gateway,
            Some("graph") => Service::Graph,
            Some("tokens") => Service::Tokens,
            other => panic!("there is no service {other:?}"),
        },
        method: Method::from_bytes(method.to_ascii_uppercase().as_bytes()).expect("a key of a path is a method"),
        path: path.to_owned(),
        needs_token: operation["security"].is_null(),
        parameters: parameters.collect(),
        body: body(document, &operation["requestBody"]),
        answers: members(&operation["responses"]).map(|(status, form)| answer(document, status, form)).collect(),
    }
}

fn answer(document: &Value, status: &str, form: &Value) -> AnswerForm {
    let form = followed(document, form);
    let headers = form["headers"].as_object().map(Map::iter).into_iter().flatten();
    AnswerForm {
        status: if status == "default" { None } else { Some(status.parse().expect("a status is a number")) },
        headers: headers.map(|(name, header)| self::header(document, name, followed(document, header))).collect(),
        body: body(document, form),
    }
}

fn header(document: &Value, name: &str, header: &Value) -> Header {
    let when = &header["x-required-when"];
    let need = if header["required"] == true {
        Need::Always
    } else if let Some(name) = when["header"].as_str() {
        Need::WithHeader(name.to_owned())
    } else if let Some(name) = when["query"].as_str() {
        Need::WithQuery(name.to_owned(), text(&when["is"]))
    } else {
        Need::Never
    };
    Header { name: name.to_owned(), need, schema: Schema::new(&header["schema"], document) }
}

fn body(document: &Value, holder: &Value) -> Option<Body> {
    let (media_type, content) = holder["content"].as_object()?.iter().next()?;
    let schema = Schema::new(&content["schema"], document);
    Some(Body { media_type: media_type.clone(), schema, example: content["example"].clone() })
}

/// The value itself, or what it refers to.
fn followed<'d>(document: &'d Value, value: &'d Value) -> &'d Value {
    let Some(reference) = value["$ref"].as_str() else { return value };
    let pointer = reference.trim_start_matches('#');
    document.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere"))
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().expect("an object stands here").iter()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().expect("an array stands here").iter()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text stands here").to_owned()
}
