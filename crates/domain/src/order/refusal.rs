//! Why a number, a range or an order as a whole is refused.

use super::PhoneRange;
use crate::{IllegalMove, PhoneNumber, Standing, Status, TaskId};
use std::fmt;

/// What is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A number.
    Number(PhoneNumber),
    /// A range, none of whose numbers is judged by itself.
    Range(PhoneRange),
    /// The order as it stands.
    Order,
}

/// An item that is refused, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused {
    /// The item.
    pub item: Item,
    /// Why.
    pub reason: Reason,
    /// Where the number stands, if the caller may know.
    pub from: Option<Standing>,
    /// Where the order would lead it.
    pub to: Option<Standing>,
}

/// Of which kind a reason is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReasonClass {
    /// The caller sees no such number.
    Unknown,
    /// The present state does not admit it; another might.
    State,
    /// A rule of the field forbids it in any state.
    Rule,
}

macro_rules! reasons {
    ($( $(#[$doc:meta])* $name:ident $({ $($(#[$field_doc:meta])* $field:ident: $type:ty),* })? : $class:ident, $word:literal; )*) => {
        /// Why an item is refused.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Reason { $( $(#[$doc])* $name $({ $( $(#[$field_doc])* $field: $type ),* })?, )* }

        impl Reason {
            /// Every word.
            pub const CODES: &'static [&'static str] = &[ $( $word, )* ];

            /// A stable word for it.
            #[must_use]
            pub const fn code(&self) -> &'static str {
                match self { $( Self::$name { .. } => $word, )* }
            }

            /// Of which kind it is.
            #[must_use]
            pub const fn class(&self) -> ReasonClass {
                match self { $( Self::$name { .. } => ReasonClass::$class, )* }
            }
        }
    };
}

reasons! {
    /// There is no such number for this caller in this tenant.
    Unknown: Unknown, "number-unknown";
    /// Another operation works on it.
    Held {
        /// Whose.
        task: TaskId
    }: State, "number-held";
    /// Somebody else has it.
    Taken: State, "number-taken";
    /// It is assigned to somebody or something.
    Assigned: State, "number-assigned";
    /// Its life knows no such move.
    Illegal: State, "move-illegal";
    /// Only an active number can be treated so.
    NotActive: State, "number-not-active";
    /// The order names it more than once.
    Doubled: Rule, "number-doubled";
    /// No numbering plan has such a number.
    Impossible: Rule, "number-impossible";
    /// The range ends before it starts.
    Reversed: Rule, "range-reversed";
    /// The ends of the range have different lengths.
    LengthsDiffer: Rule, "range-lengths-differ";
    /// The ends of the range are numbers of different countries.
    CountriesDiffer: Rule, "range-countries-differ";
    /// The order comes to more numbers than one may have.
    PastLimit {
        /// How many it may have.
        limit: usize
    }: Rule, "limit-exceeded";
    /// The order names no number.
    Nothing: Rule, "numbers-missing";
    /// A further usage needs workflow version 3.
    WorkflowTooOld: Rule, "workflow-version-too-old";
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Held { task } => {
                return write!(formatter, "the task {task} works on it; wait until it is done, or abandon it");
            }
            Self::PastLimit { limit } => {
                return write!(formatter, "the order comes to more than {limit} numbers with it; order fewer at once");
            }
            Self::Unknown => "no such number is within the token's reach here",
            Self::Taken => "somebody else has the number",
            Self::Assigned => "the number is assigned; unassign it first",
            Self::Illegal => "the number's status does not admit it",
            Self::NotActive => "only an active number can be unassigned or checked",
            Self::Doubled => "the number is named more than once; name it once",
            Self::Impossible => "no numbering plan has such a number; correct it",
            Self::Reversed => "the range ends before it starts; exchange its ends",
            Self::LengthsDiffer => "the ends of the range have different lengths; correct one",
            Self::CountriesDiffer => "the ends of the range are numbers of different countries; make two ranges",
            Self::Nothing => "the order names no number; name one at least",
            Self::WorkflowTooOld => "`additionalUsage` needs `workflowVersion` 3; leave one of them out",
        };
        formatter.write_str(text)
    }
}

impl Refused {
    /// Refused for a reason that has nothing to do with where a number stands.
    #[must_use]
    pub const fn new(item: Item, reason: Reason) -> Self {
        Self { item, reason, from: None, to: None }
    }

    /// A number refused where it stands, with where it would have been led.
    #[must_use]
    pub const fn standing(phone: PhoneNumber, reason: Reason, from: Status, to: Standing) -> Self {
        Self { item: Item::Number(phone), reason, from: Some(Standing::Listed(from)), to: Some(to) }
    }

    /// A number refused for an illegal move.
    #[must_use]
    pub const fn illegal(phone: PhoneNumber, illegal: IllegalMove) -> Self {
        Self { item: Item::Number(phone), reason: Reason::Illegal, from: Some(illegal.from), to: Some(illegal.to) }
    }
}

impl fmt::Display for Item {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(phone) => phone.fmt(formatter),
            Self::Range(range) => write!(formatter, "{}-{}", range.start, range.end),
            Self::Order => formatter.write_str("the order"),
        }
    }
}
