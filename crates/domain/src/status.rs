//! Where a number stands in its life.

use std::fmt;

/// The status of an acquired number. The discriminants are the API's integers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Status {
    /// Active and synchronised with Microsoft.
    Active = 0,
    /// The operator released it; Microsoft has not confirmed yet.
    ReleaseRequested = 1,
    /// The customer deleted it at Microsoft; the operator has to approve.
    MarkedForRemoval = 2,
    /// The operator approved; it goes when the removal job has run.
    ReadyForRemoval = 3,
    /// Uploaded, not yet seen at Microsoft.
    PendingFirstSync = 4,
}

/// The text or number names no status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is none of {}", StatusFilter::ACCEPTED)]
pub struct InvalidStatus;

impl Status {
    /// How many statuses there are.
    pub const COUNT: usize = 5;
    /// Every status, in the order of its integer.
    pub const ALL: [Self; Self::COUNT] =
        [Self::Active, Self::ReleaseRequested, Self::MarkedForRemoval, Self::ReadyForRemoval, Self::PendingFirstSync];

    /// The API's integer.
    #[must_use]
    pub const fn code(self) -> u8 {
        self as u8
    }

    /// The status with this integer.
    ///
    /// # Errors
    /// [`InvalidStatus`] outside 0–4.
    pub fn from_code(code: i64) -> Result<Self, InvalidStatus> {
        usize::try_from(code).ok().and_then(|index| Self::ALL.get(index).copied()).ok_or(InvalidStatus)
    }

    /// Its name, as one word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::ReleaseRequested => "ReleaseRequested",
            Self::MarkedForRemoval => "MarkedForRemoval",
            Self::ReadyForRemoval => "ReadyForRemoval",
            Self::PendingFirstSync => "PendingFirstSync",
        }
    }

    const fn words(self) -> &'static [&'static str] {
        match self {
            Self::Active => &["active"],
            Self::ReleaseRequested => &["release", "requested"],
            Self::MarkedForRemoval => &["marked", "for", "removal"],
            Self::ReadyForRemoval => &["ready", "for", "removal"],
            Self::PendingFirstSync => &["pending", "first", "sync"],
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Which statuses a list asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum StatusFilter {
    /// Every status.
    #[default]
    All,
    /// One status.
    Only(Status),
}

impl StatusFilter {
    /// The accepted words, for error messages.
    pub const ACCEPTED: &'static str = "All, Active (0), Release Requested (1), Marked For Removal (2), \
                                        Ready For Removal (3), Pending First Sync (4)";

    /// Every accepted spelling as a regular expression that both ECMA-262 and Rust understand.
    pub const PATTERN: &'static str = "^([0-4]|[Aa][Ll][Ll]|[Aa][Cc][Tt][Ii][Vv][Ee]\
        |[Rr][Ee][Ll][Ee][Aa][Ss][Ee][ +]?[Rr][Ee][Qq][Uu][Ee][Ss][Tt][Ee][Dd]\
        |([Mm][Aa][Rr][Kk][Ee][Dd]|[Rr][Ee][Aa][Dd][Yy])[ +]?[Ff][Oo][Rr][ +]?[Rr][Ee][Mm][Oo][Vv][Aa][Ll]\
        |[Pp][Ee][Nn][Dd][Ii][Nn][Gg][ +]?[Ff][Ii][Rr][Ss][Tt][ +]?[Ss][Yy][Nn][Cc])$";

    /// Reads a status name in any case, its words joined, or parted by a blank or a `+`; an integer 0–4; or `All`.
    ///
    /// # Errors
    /// [`InvalidStatus`] for anything else.
    pub fn parse(text: &str) -> Result<Self, InvalidStatus> {
        if let [digit @ b'0'..=b'4'] = text.as_bytes() {
            return Status::from_code(i64::from(digit - b'0')).map(Self::Only);
        }
        if text.eq_ignore_ascii_case("all") {
            return Ok(Self::All);
        }
        Status::ALL.into_iter().find(|status| spells(text, status.words())).map(Self::Only).ok_or(InvalidStatus)
    }

    /// Whether a number of this status is asked for.
    #[must_use]
    pub fn admits(self, status: Status) -> bool {
        match self {
            Self::All => true,
            Self::Only(only) => only == status,
        }
    }
}

fn spells(text: &str, words: &[&str]) -> bool {
    let mut rest = text;
    for (position, word) in words.iter().enumerate() {
        if position > 0 {
            rest = rest.strip_prefix([' ', '+']).unwrap_or(rest);
        }
        match rest.split_at_checked(word.len()) {
            Some((head, tail)) if head.eq_ignore_ascii_case(word) => rest = tail,
            _ => return false,
        }
    }
    rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_names_its_status() {
        for text in ["Pending First Sync", "pendingfirstsync", "PENDING+FIRST+SYNC", "Pending FirstSync", "4"] {
            assert_eq!(StatusFilter::parse(text), Ok(StatusFilter::Only(Status::PendingFirstSync)), "{text}");
        }
        assert_eq!(StatusFilter::parse("aLL"), Ok(StatusFilter::All));
        assert_eq!(StatusFilter::parse("Release Requested"), Ok(StatusFilter::Only(Status::ReleaseRequested)));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "5", "-1", "00", " Active", "Active ", "Release  Requested", "Pending", "Aktiv", "Activé"] {
            assert_eq!(StatusFilter::parse(text), Err(InvalidStatus), "{text}");
        }
    }
}
