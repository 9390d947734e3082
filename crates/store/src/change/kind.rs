//! The kinds of changes. Their words are stored: one that is released is never renamed.

/// What happened to the rows of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ChangeKind {
    /// An import brought them.
    ImportedAdded,
    /// An import gave them other values.
    ImportedChanged,
    /// `generate` made them.
    Generated,
    /// They left because the same telephone number came under another id.
    Replaced,
    /// They left because the same telephone number came under another tenant.
    Moved,
    /// They left because their release completed.
    Released,
    /// They left because their removal completed.
    Removed,
    /// Their status changed.
    StatusChanged,
    /// A token was made.
    TokenCreated,
    /// A token was revoked.
    TokenRevoked,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 10] = [
        Self::ImportedAdded,
        Self::ImportedChanged,
        Self::Generated,
        Self::Replaced,
        Self::Moved,
        Self::Released,
        Self::Removed,
        Self::StatusChanged,
        Self::TokenCreated,
        Self::TokenRevoked,
    ];

    /// Whether rows left with such a change; with any other they came or stayed.
    #[must_use]
    pub const fn is_departure(self) -> bool {
        match self {
            Self::Replaced | Self::Moved | Self::Released | Self::Removed => true,
            Self::ImportedAdded
            | Self::ImportedChanged
            | Self::Generated
            | Self::StatusChanged
            | Self::TokenCreated
            | Self::TokenRevoked => false,
        }
    }

    /// The word that is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ImportedAdded => "imported_added",
            Self::ImportedChanged => "imported_changed",
            Self::Generated => "generated",
            Self::Replaced => "replaced",
            Self::Moved => "moved",
            Self::Released => "released",
            Self::Removed => "removed",
            Self::StatusChanged => "status_changed",
            Self::TokenCreated => "token_created",
            Self::TokenRevoked => "token_revoked",
        }
    }

    /// The kind with this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}
