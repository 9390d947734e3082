//! What else than numbers and tokens a change is about. The words are stored: one that is released is never renamed.

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$member_doc:meta])* $member:ident: $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$member_doc])* $member,)+ }

        impl $name {
            /// Each of them.
            pub const ALL: &[Self] = &[$(Self::$member),+];

            /// The word that is stored.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$member => $word,)+ }
            }

            /// The one with this word.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.as_str() == word)
            }
        }
    };
}

words! {
    /// What numbers share, by its table.
    FactKind {
        /// Rows of `service_fact`.
        Service: "service_facts",
        /// Rows of `sbc_fact`.
        Sbc: "sbc_facts",
        /// Rows of `shape`.
        Shape: "shapes",
    }
}

words! {
    /// A record beside the numbers.
    RecordKind {
        /// A channel.
        Channel: "channel",
        /// An SBC.
        Sbc: "sbc",
        /// A customer's service.
        Service: "service",
        /// A calling profile.
        CallingProfile: "calling_profile",
        /// A lead.
        Lead: "lead",
        /// A civic address.
        CivicAddress: "civic_address",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read_back() {
        assert!(FactKind::ALL.iter().all(|kind| FactKind::parse(kind.as_str()) == Some(*kind)));
        assert!(RecordKind::ALL.iter().all(|kind| RecordKind::parse(kind.as_str()) == Some(*kind)));
    }
}
