//! Tasks: what somebody asked for that takes time, and the numbers in it.

use crate::{Guid, InvalidGuid};
use std::fmt;

/// The id of a task. The API writes it as `tsk_msjob_` and a GUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TaskId(Guid);

impl TaskId {
    /// What the API writes before the GUID.
    pub const PREFIX: &'static str = "tsk_msjob_";

    /// Reads an id with or without the prefix.
    ///
    /// # Errors
    /// [`InvalidGuid`] when what follows is none.
    pub fn parse(text: &str) -> Result<Self, InvalidGuid> {
        Guid::parse(text.strip_prefix(Self::PREFIX).unwrap_or(text)).map(Self)
    }
}

impl From<Guid> for TaskId {
    fn from(guid: Guid) -> Self {
        Self(guid)
    }
}

impl From<TaskId> for Guid {
    fn from(id: TaskId) -> Self {
        id.0
    }
}

impl fmt::Display for TaskId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", Self::PREFIX, self.0)
    }
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $( $(#[$variant_doc:meta])* $variant:ident = $word:literal, )* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $( $(#[$variant_doc])* $variant, )* }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// The word that is stored and shown.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// The one with this word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(self.as_str())
            }
        }
    };
}

words! {
    /// What a task does.
    TaskKind {
        /// Orders numbers for a tenant.
        Upload = "upload",
        /// Gives numbers back; withdraws those that are still pending.
        Release = "release",
        /// Ends the assignments of numbers.
        Unassign = "unassign",
        /// Removes numbers that the operator approved.
        Removal = "removal",
        /// Checks assignments.
        Sweep = "sweep",
    }
}

words! {
    /// How a task stands. The words are the API's.
    TaskStatus {
        /// Not done yet.
        InProgress = "In Progress",
        /// Every entry is done.
        CompletedSuccess = "CompletedSuccess",
        /// Some entries are done, others failed.
        CompletedWithErrors = "CompletedWithErrors",
        /// No entry is done.
        Failed = "Failed",
        /// Abandoned before it was done; what was done stays.
        Cancelled = "Cancelled",
    }
}

words! {
    /// How one number of a task stands.
    EntryState {
        /// Nothing was sent yet.
        Waiting = "waiting",
        /// An order for it was written down, and perhaps sent.
        Ordered = "ordered",
        /// Microsoft took the order; its effect is still to be seen.
        Accepted = "accepted",
        /// Done.
        Done = "done",
        /// Refused or failed; it may be retried.
        Failed = "failed",
        /// Given up before it was done.
        Abandoned = "abandoned",
    }
}

impl TaskStatus {
    /// Whether nothing more happens by itself.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::InProgress => false,
            Self::CompletedSuccess | Self::CompletedWithErrors | Self::Failed | Self::Cancelled => true,
        }
    }
}

impl EntryState {
    /// Whether the task has nothing more to do for the number.
    #[must_use]
    pub const fn is_final(self) -> bool {
        match self {
            Self::Waiting | Self::Ordered | Self::Accepted => false,
            Self::Done | Self::Failed | Self::Abandoned => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_as_it_is_written() {
        let guid = Guid::parse("3bc57cac-5794-457f-ad36-2c88cade9dbb").unwrap();
        let id = TaskId::from(guid);
        assert_eq!(id.to_string(), "tsk_msjob_3bc57cac-5794-457f-ad36-2c88cade9dbb");
        assert_eq!(TaskId::parse(&id.to_string()), Ok(id));
        assert_eq!(TaskId::parse(&guid.to_string()), Ok(id));
        assert_eq!(TaskId::parse("tsk_185510"), Err(InvalidGuid));
    }

    #[test]
    fn every_word_is_read_back() {
        for status in TaskStatus::ALL {
            assert_eq!(TaskStatus::parse(status.as_str()), Some(*status));
        }
        assert_eq!(EntryState::parse("lost"), None);
    }
}
