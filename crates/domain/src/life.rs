//! The life of a number: every move that there is, and who makes it. Pure and total: each standing meets each event.

use crate::Status;
use std::fmt;

/// Where a telephone number stands with us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// We do not list it.
    Absent,
    /// We list it with this status.
    Listed(Status),
}

impl fmt::Display for Standing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Absent => "absent",
            Self::Listed(status) => status.as_str(),
        })
    }
}

/// What happens to a telephone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Event {
    /// The operator uploads it.
    Uploaded,
    /// The sync sees it ready for use at Microsoft.
    SeenUpstream,
    /// The sync does not see it at Microsoft, and Microsoft confirms that it is not there.
    MissingUpstream,
    /// The sync sees it under another tenant.
    SeenElsewhere,
    /// The operator asks for its release; of a pending upload, this is the withdrawal.
    ReleaseRequested,
    /// The release is complete at Microsoft.
    ReleaseCompleted,
    /// Microsoft refuses the release.
    ReleaseRefused,
    /// The operator approves that it is removed.
    RemovalApproved,
    /// The operator keeps it after all.
    RemovalCleared,
    /// The removal is complete.
    RemovalCompleted,
}

impl Event {
    /// Every event.
    pub const ALL: [Self; 10] = [
        Self::Uploaded,
        Self::SeenUpstream,
        Self::MissingUpstream,
        Self::SeenElsewhere,
        Self::ReleaseRequested,
        Self::ReleaseCompleted,
        Self::ReleaseRefused,
        Self::RemovalApproved,
        Self::RemovalCleared,
        Self::RemovalCompleted,
    ];

    /// Where it is meant to lead.
    #[must_use]
    pub const fn aim(self) -> Standing {
        match self {
            Self::Uploaded => Standing::Listed(Status::PendingFirstSync),
            Self::SeenUpstream | Self::ReleaseRefused | Self::RemovalCleared => Standing::Listed(Status::Active),
            Self::MissingUpstream => Standing::Listed(Status::MarkedForRemoval),
            Self::ReleaseRequested => Standing::Listed(Status::ReleaseRequested),
            Self::RemovalApproved => Standing::Listed(Status::ReadyForRemoval),
            Self::SeenElsewhere | Self::ReleaseCompleted | Self::RemovalCompleted => Standing::Absent,
        }
    }
}

/// The number's life knows no such move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a number that is {from} cannot become {to}")]
pub struct IllegalMove {
    /// Where it stands.
    pub from: Standing,
    /// Where the event would lead.
    pub to: Standing,
}

impl Standing {
    /// Where the number stands after the event; the same standing when the event changes nothing.
    ///
    /// # Errors
    /// [`IllegalMove`] when the event cannot happen to a number that stands here.
    pub const fn after(self, event: Event) -> Result<Self, IllegalMove> {
        use Status::{Active, MarkedForRemoval, PendingFirstSync, ReadyForRemoval, ReleaseRequested};
        let status = match self {
            Self::Absent => {
                return match event {
                    Event::Uploaded | Event::SeenUpstream => Ok(event.aim()),
                    // What completes may have completed before: a job that is run again finds its work done.
                    Event::MissingUpstream
                    | Event::SeenElsewhere
                    | Event::ReleaseCompleted
                    | Event::RemovalCompleted => Ok(self),
                    Event::ReleaseRequested
                    | Event::ReleaseRefused
                    | Event::RemovalApproved
                    | Event::RemovalCleared => Err(self.refuse(event)),
                };
            }
            Self::Listed(status) => status,
        };
        match (status, event) {
            // Seen active while its release or removal is under way: no change until the job ends.
            (ReleaseRequested | ReadyForRemoval, Event::SeenUpstream) => Ok(self),
            (PendingFirstSync | MarkedForRemoval | Active, Event::SeenUpstream) => Ok(event.aim()),
            (Active | MarkedForRemoval, Event::MissingUpstream) => Ok(event.aim()),
            // An upload may not have arrived yet; what is leaving may have left.
            (PendingFirstSync | ReleaseRequested | ReadyForRemoval, Event::MissingUpstream) => Ok(self),
            (_, Event::SeenElsewhere) => Ok(event.aim()),
            (Active, Event::ReleaseRequested) => Ok(event.aim()),
            // A withdrawal: it stays pending until Microsoft no longer has it.
            (PendingFirstSync, Event::ReleaseRequested | Event::ReleaseRefused) => Ok(self),
            (ReleaseRequested | PendingFirstSync, Event::ReleaseCompleted) => Ok(event.aim()),
            (ReleaseRequested, Event::ReleaseRefused) => Ok(event.aim()),
            (MarkedForRemoval | ReadyForRemoval, Event::RemovalApproved) => Ok(event.aim()),
            (MarkedForRemoval | Active, Event::RemovalCleared) => Ok(event.aim()),
            (ReadyForRemoval, Event::RemovalCompleted) => Ok(event.aim()),
            (_, Event::Uploaded)
            | (ReleaseRequested | MarkedForRemoval | ReadyForRemoval, Event::ReleaseRequested)
            | (Active | MarkedForRemoval | ReadyForRemoval, Event::ReleaseCompleted | Event::ReleaseRefused)
            | (Active | ReleaseRequested | PendingFirstSync, Event::RemovalApproved)
            | (ReleaseRequested | ReadyForRemoval | PendingFirstSync, Event::RemovalCleared)
            | (Active | ReleaseRequested | MarkedForRemoval | PendingFirstSync, Event::RemovalCompleted) => {
                Err(self.refuse(event))
            }
        }
    }

    const fn refuse(self, event: Event) -> IllegalMove {
        IllegalMove { from: self, to: event.aim() }
    }
}

#[cfg(test)]
#[path = "life_tests.rs"]
mod tests;
