//! Assignments: what the customer's own directory says a number is given to.

use crate::{Failure, PageLink};
use numberline_domain::{AssignmentWord, PhoneNumber, Place};

/// A page of a tenant's assignments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentPage {
    /// The rows, in the order received.
    pub assignments: Vec<Assignment>,
    /// Where the list goes on; `None` on the last page.
    pub next: Option<PageLink>,
    /// Rows that cannot be ours: numbers with an extension, or longer or shorter than E.164 allows.
    pub set_aside: u64,
}

/// What a number is given to, in its tenant. To whom is personal, and not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// The number.
    pub phone: PhoneNumber,
    /// `assignmentStatus`, as received.
    pub status: Option<String>,
    /// `operatorConnect`, `directRouting`, `callingPlan`; other words as received.
    pub number_type: Option<String>,
    /// `isoCountryCode`.
    pub country: Option<String>,
    /// `locationId` and `civicAddressId`.
    pub place: Place,
}

/// What an assignment check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// It went well: `aslvCode` 200, and the status in our own words.
    Passed(AssignmentWord),
    /// It did not: `aslvCode` is this, and nothing else of the number changes.
    Failed(i16),
}

impl Check {
    /// What the answer to a check means. A number that the tenant does not have is 404; a status that is Microsoft's
    /// own fault, or none at all, is 500.
    #[must_use]
    pub fn of(answer: &Result<Option<Assignment>, Failure>) -> Self {
        match answer {
            Err(failure) => Self::Failed(failure.aslv_code()),
            Ok(None) => Self::Failed(404),
            Ok(Some(assignment)) => assignment.check(),
        }
    }
}

impl Assignment {
    /// What this row means to a check of its number.
    #[must_use]
    pub fn check(&self) -> Check {
        match self.status.as_deref() {
            None | Some("internalError") => Check::Failed(500),
            Some(word) => Check::Passed(AssignmentWord(our_word(word).to_owned())),
        }
    }
}

/// Graph's words in ours; words that are not ours are kept.
fn our_word(word: &str) -> &str {
    match word {
        "unassigned" => "Unassigned",
        "userAssigned" => "UserAssigned",
        "conferenceAssigned" => "ConferenceAssigned",
        "voiceApplicationAssigned" => "VoiceApp",
        "thirdPartyAppAssigned" => "ThirdPartyAppAssigned",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(status: Option<&str>) -> Check {
        let phone = PhoneNumber::parse("+441632960000").unwrap();
        let status = status.map(str::to_owned);
        Check::of(&Ok(Some(Assignment { phone, status, number_type: None, country: None, place: Place::default() })))
    }

    #[test]
    fn every_word_of_ours_has_one_of_theirs_and_others_are_kept() {
        let theirs =
            ["unassigned", "userAssigned", "conferenceAssigned", "voiceApplicationAssigned", "thirdPartyAppAssigned"];
        for (theirs, ours) in theirs.into_iter().zip(AssignmentWord::KNOWN) {
            assert_eq!(check(Some(theirs)), Check::Passed(AssignmentWord(ours.to_owned())));
        }
        assert_eq!(check(Some("policyAssigned")), Check::Passed(AssignmentWord("policyAssigned".to_owned())));
    }

    #[test]
    fn a_status_that_says_nothing_is_a_failed_check() {
        assert_eq!(check(Some("internalError")), Check::Failed(500));
        assert_eq!(check(None), Check::Failed(500));
        assert_eq!(Check::of(&Ok(None)), Check::Failed(404));
        assert_eq!(Check::of(&Err(Failure::Unavailable { wait: None, reason: String::new() })), Check::Failed(503));
    }
}
