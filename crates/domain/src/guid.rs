//! GUIDs: read in every usual spelling, written in lower case with hyphens.

use std::fmt;

/// A GUID. Ordered as its written form is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Guid(u128);

/// The text is not a GUID in any usual spelling.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a GUID such as `3bc57cac-5794-457f-ad36-2c88cade9dbb`")]
pub struct InvalidGuid;

impl Guid {
    /// Reads a GUID in any case: hyphenated, bare digits, in braces, or as a `urn:uuid:`.
    ///
    /// # Errors
    /// [`InvalidGuid`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidGuid> {
        uuid::Uuid::try_parse(text).map(|uuid| Self(uuid.as_u128())).map_err(|_| InvalidGuid)
    }

    /// The GUID with these 128 bits.
    #[must_use]
    pub const fn from_u128(bits: u128) -> Self {
        Self(bits)
    }

    /// Its 128 bits.
    #[must_use]
    pub const fn as_u128(self) -> u128 {
        self.0
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut buffer = uuid::Uuid::encode_buffer();
        formatter.write_str(uuid::Uuid::from_u128(self.0).hyphenated().encode_lower(&mut buffer))
    }
}

impl serde::Serialize for Guid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Guid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&text).map_err(|reason| serde::de::Error::custom(format!("`{text}` {reason}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_usual_spelling_is_one_guid() {
        let plain = Guid::parse("3bc57cac-5794-457f-ad36-2c88cade9dbb").unwrap();
        for spelling in [
            "3BC57CAC-5794-457F-AD36-2C88CADE9DBB",
            "3bc57cac5794457fad362c88cade9dbb",
            "{3bc57cac-5794-457f-ad36-2c88cade9dbb}",
            "urn:uuid:3bc57cac-5794-457f-ad36-2c88cade9dbb",
        ] {
            assert_eq!(Guid::parse(spelling), Ok(plain), "{spelling}");
        }
        assert_eq!(plain.to_string(), "3bc57cac-5794-457f-ad36-2c88cade9dbb");
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "3bc57cac", "3bc57cac-5794-457f-ad36-2c88cade9dbg", " 3bc57cac-5794-457f-ad36-2c88cade9dbb"] {
            assert_eq!(Guid::parse(text), Err(InvalidGuid), "{text}");
        }
    }
}
