//! A JSON Schema that says in words what is wrong with a value.

use jsonschema::Validator;
use serde_json::Value;
use std::fmt;

/// A schema that stands by itself: what it refers to is inside.
pub struct Schema {
    value: Value,
    validator: Validator,
}

impl Schema {
    /// The schema, which may refer to components of the document.
    pub(super) fn new(schema: &Value, document: &Value) -> Self {
        let mut value = schema.clone();
        if schema.to_string().contains("\"$ref\"") {
            value["components"] = serde_json::json!({ "schemas": document["components"]["schemas"] });
        }
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012).should_validate_formats(true);
        let validator = options.build(&value).expect("a test builds every schema of the document");
        Self { value, validator }
    }

    /// The schema as JSON.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Whether a value is as it says.
    #[must_use]
    pub fn is_valid(&self, value: &Value) -> bool {
        self.validator.is_valid(value)
    }

    /// What is wrong with a value, each a sentence that begins with the place.
    #[must_use]
    pub fn faults(&self, value: &Value) -> Vec<String> {
        let say = |error: jsonschema::ValidationError<'_>| {
            let place = error.instance_path().to_string();
            if place.is_empty() { error.to_string() } else { format!("at {place}: {error}") }
        };
        self.validator.iter_errors(value).map(say).collect()
    }

    /// The value that a text in a path, a query, a header or a form means, by the type that the schema names.
    pub(super) fn value_of(&self, text: &str) -> Value {
        let read = match self.value["type"].as_str() {
            Some("integer") => text.parse::<i64>().ok().map(Value::from),
            Some("boolean") => text.parse().ok().map(Value::Bool),
            _ => None,
        };
        read.unwrap_or_else(|| Value::from(text))
    }
}

impl fmt::Debug for Schema {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(formatter)
    }
}
