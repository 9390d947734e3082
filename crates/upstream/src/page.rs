//! Pages of lists, and walks over them.

use crate::Failure;
use std::collections::HashSet;
use std::fmt;

/// The most pages of one walk: far beyond any real list, near enough that a list without end is noticed.
const MOST_PAGES: usize = 100_000;

/// Where a list goes on. Opaque; may be kept, and followed later.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct PageLink(Box<str>);

impl PageLink {
    /// A link that was kept as text. Whether it leads anywhere shows when it is followed: never to another host.
    #[must_use]
    pub fn from_text(text: &str) -> Self {
        Self(text.into())
    }

    /// Its text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PageLink {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The guard of a walk over pages: a list that comes back to a page it had is not a list.
#[derive(Debug, Default)]
pub struct Walk {
    seen: HashSet<PageLink>,
}

impl Walk {
    /// Goes on to this page.
    ///
    /// # Errors
    /// [`Failure::Malformed`] when the walk had this page, or has no end.
    pub fn step(&mut self, next: &PageLink) -> Result<(), Failure> {
        if self.seen.len() >= MOST_PAGES {
            return Err(Failure::Malformed { reason: format!("the list has more than {MOST_PAGES} pages") });
        }
        if self.seen.insert(next.clone()) {
            Ok(())
        } else {
            Err(Failure::Malformed { reason: "the list leads back to a page that was read already".to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_walk_that_turns_in_a_circle_is_refused() {
        let mut walk = Walk::default();
        let (first, second) = (PageLink::from_text("/a?skip=1"), PageLink::from_text("/a?skip=2"));
        assert_eq!(walk.step(&first), Ok(()));
        assert_eq!(walk.step(&second), Ok(()));
        assert!(matches!(walk.step(&first), Err(Failure::Malformed { .. })));
    }
}
