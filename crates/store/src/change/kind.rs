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
    /// They left because their upload was withdrawn before Microsoft had them.
    Withdrawn,
    /// An upload brought them.
    Uploaded,
    /// The sync found them at Microsoft; they were not uploaded here.
    Found,
    /// Their status changed.
    StatusChanged,
    /// The sync brought them up to what Microsoft says: capabilities, locations.
    Synced,
    /// An assignment check looked at them.
    Checked,
    /// What they share was renamed or given to another service.
    FactsChanged,
    /// A token was made.
    TokenCreated,
    /// A token was revoked.
    TokenRevoked,
}

/// Whether rows came or went. Within a commit the rows of the log stand in the order in which it happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// They were not there before.
    Came,
    /// They are not there after.
    Left,
    /// Neither.
    Stayed,
}

impl ChangeKind {
    /// Every kind.
    pub const ALL: [Self; 16] = [
        Self::ImportedAdded,
        Self::ImportedChanged,
        Self::Generated,
        Self::Replaced,
        Self::Moved,
        Self::Released,
        Self::Removed,
        Self::Withdrawn,
        Self::Uploaded,
        Self::Found,
        Self::StatusChanged,
        Self::Synced,
        Self::Checked,
        Self::FactsChanged,
        Self::TokenCreated,
        Self::TokenRevoked,
    ];

    /// Whether rows came, left or stayed with such a change.
    #[must_use]
    pub const fn passage(self) -> Passage {
        match self {
            Self::ImportedAdded | Self::Generated | Self::Uploaded | Self::Found => Passage::Came,
            Self::Replaced | Self::Moved | Self::Released | Self::Removed | Self::Withdrawn => Passage::Left,
            Self::ImportedChanged
            | Self::StatusChanged
            | Self::Synced
            | Self::Checked
            | Self::FactsChanged
            | Self::TokenCreated
            | Self::TokenRevoked => Passage::Stayed,
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
            Self::Withdrawn => "withdrawn",
            Self::Uploaded => "uploaded",
            Self::Found => "found",
            Self::StatusChanged => "status_changed",
            Self::Synced => "synced",
            Self::Checked => "checked",
            Self::FactsChanged => "facts_changed",
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
