//! The registry of SQL texts: a text declared here is prepared by a test on every database.

/// Declares the SQL texts of a family, and the list of them. Placeholders are `$1`, `$2` …; `$` stands for nothing else.
macro_rules! statements {
    ($($(#[$attribute:meta])* $name:ident = $text:expr;)+) => {
        $($(#[$attribute])* const $name: &str = $text;)+

        /// Every SQL text of this family.
        #[cfg(test)]
        pub(crate) const STATEMENTS: &[&str] = &[$($name),+];
    };
}

#[cfg(test)]
mod tests {
    use crate::{Database, Error, Location, OpenOptions};

    const FAMILIES: &[&[&str]] = &[
        crate::assignment::STATEMENTS,
        crate::change::STATEMENTS,
        crate::check::STATEMENTS,
        crate::copy::STATEMENTS,
        crate::counter::STATEMENTS,
        crate::entry::STATEMENTS,
        crate::fact::job::STATEMENTS,
        crate::fact::offer::STATEMENTS,
        crate::fact::sbc::STATEMENTS,
        crate::fact::service::STATEMENTS,
        crate::head::STATEMENTS,
        crate::hold::STATEMENTS,
        crate::idempotency::STATEMENTS,
        crate::lease::STATEMENTS,
        crate::migration::STATEMENTS,
        crate::number::STATEMENTS,
        crate::place::STATEMENTS,
        crate::record::calling_profile::STATEMENTS,
        crate::record::channel::STATEMENTS,
        crate::record::civic_address::STATEMENTS,
        crate::record::lead::STATEMENTS,
        crate::record::sbc::STATEMENTS,
        crate::record::service::STATEMENTS,
        crate::record::site_location::STATEMENTS,
        crate::retention::STATEMENTS,
        crate::shape::STATEMENTS,
        crate::staging::application::STATEMENTS,
        crate::staging::direct::STATEMENTS,
        crate::staging::judgement::STATEMENTS,
        crate::staging::leaving::STATEMENTS,
        crate::staging::rows::STATEMENTS,
        crate::sweep::STATEMENTS,
        crate::task::STATEMENTS,
        crate::tenant::STATEMENTS,
        crate::tenant_sync::STATEMENTS,
        crate::token::STATEMENTS,
        crate::upstream_order::STATEMENTS,
    ];

    #[test]
    fn every_statement_prepares() {
        let fixture = numberline_testing::TestDatabase::new();
        let location = Location::parse(&fixture.address()).unwrap();
        let database = Database::open(&location, OpenOptions::default()).unwrap();
        let mut session = database.session().unwrap();
        session
            .stage(|tx| {
                crate::staging::create(tx)?;
                for sql in FAMILIES.iter().copied().flatten() {
                    tx.batch(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
                }
                Ok::<_, Error>(())
            })
            .unwrap();
    }
}
