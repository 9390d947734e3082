//! Texts that people give to things.

use std::fmt;

/// A text of one line: 1 to 255 characters, none of them a control character.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Label(String);

/// The text is no [`Label`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a text of 1 to {} characters without control characters", Label::MOST)]
pub struct InvalidLabel;

impl Label {
    /// The longest, in characters.
    pub const MOST: usize = 255;
    /// What it looks like, as a regular expression that both ECMA-262 and Rust understand.
    pub const PATTERN: &str = r"^[^\u0000-\u001F\u007F-\u009F]{1,255}$";

    /// Reads one.
    ///
    /// # Errors
    /// [`InvalidLabel`] when it is empty, too long, or has a control character.
    pub fn parse(text: &str) -> Result<Self, InvalidLabel> {
        let fits = !text.is_empty() && text.chars().count() <= Self::MOST && !text.chars().any(char::is_control);
        if fits { Ok(Self(text.to_owned())) } else { Err(InvalidLabel) }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Label> for String {
    fn from(label: Label) -> Self {
        label.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_one_line_of_some_length() {
        for text in ["x", "Ünï [10.0.0.1]", &"é".repeat(255)] {
            assert_eq!(Label::parse(text).map(String::from), Ok(text.to_owned()));
        }
        for text in ["", "two\nlines", "nul\0", "bell\u{85}", &"é".repeat(256)] {
            assert_eq!(Label::parse(text), Err(InvalidLabel), "{text:?}");
        }
    }
}
