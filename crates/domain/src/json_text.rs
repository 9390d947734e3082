//! JSON values kept as they were received, without the blanks between their tokens.

use std::fmt;

/// A JSON value as compact text: member order, number spelling and escapes as received.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JsonText(Box<str>);

/// The text is not one JSON value.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("is not JSON: {0}")]
pub struct InvalidJsonText(String);

impl JsonText {
    /// Keeps a text that is one JSON value, dropping the blanks between its tokens.
    ///
    /// # Errors
    /// [`InvalidJsonText`] when it is not one JSON value.
    pub fn parse(text: &str) -> Result<Self, InvalidJsonText> {
        serde_json::from_str::<serde::de::IgnoredAny>(text).map_err(|error| InvalidJsonText(error.to_string()))?;
        Ok(Self::from_json(text))
    }

    /// The same for a text already known to be JSON.
    #[must_use]
    pub fn from_json(json: &str) -> Self {
        let mut compact = String::with_capacity(json.len());
        let mut in_string = false;
        let mut escaped = false;
        for character in json.chars() {
            if in_string {
                in_string = escaped || character != '"';
                escaped = !escaped && character == '\\';
            } else if matches!(character, ' ' | '\t' | '\n' | '\r') {
                continue;
            } else {
                in_string = character == '"';
            }
            compact.push(character);
        }
        Self(compact.into_boxed_str())
    }

    /// The compact text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JsonText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_blanks_between_tokens_go() {
        let text = JsonText::parse("[ {\"b\" : 1.0,\n\t\"a\": \"x \\\" y\\\\\" } ]").unwrap();
        assert_eq!(text.as_str(), r#"[{"b":1.0,"a":"x \" y\\"}]"#);
    }

    #[test]
    fn what_is_not_one_json_value_is_refused() {
        for text in ["", "[1,]", "1 2", "{'a':1}"] {
            assert!(JsonText::parse(text).is_err(), "{text}");
        }
    }
}
