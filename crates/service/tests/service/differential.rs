//! Both kinds of database, given the same operations, give the same reports and come to the same numbers.

use crate::answers::assert_equal;
use crate::followed::{exported, operation, perform};
use crate::records;
use crate::support::{Fixture, assert_checked};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, max_shrink_iters: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Without a server to compare with there is nothing to compare; `cargo xtask test` has one.
    #[test]
    fn the_same_operations_have_the_same_outcome(operations in vec(operation(), 1..14)) {
        let Some(fixtures) = Fixture::both_kinds() else { return Ok(()) };
        let [(one, one_database), (other, other_database)] =
            fixtures.each_ref().map(|fixture| (fixture.service(), fixture.database()));
        for operation in &operations {
            let reports = (perform(&one, &one_database, operation), perform(&other, &other_database, operation));
            prop_assert_eq!(reports.0, reports.1);
        }
        one.load().unwrap();
        other.load().unwrap();
        prop_assert_eq!(exported(&one), exported(&other));
        let [one_tables, other_tables] = fixtures.each_ref().map(Fixture::tables);
        prop_assert_eq!(one_tables.seq, other_tables.seq);
        let records = |tables: &crate::oracle::Tables| -> Vec<String> {
            tables.numbers.iter().map(|number| number.json.clone()).collect()
        };
        prop_assert_eq!(records(&one_tables), records(&other_tables));
        // Pages, totals and entity tags: those of each against its own tables, which are equal.
        assert_equal(&one, &one, &one_tables, &records::phones());
        assert_equal(&other, &other, &other_tables, &records::phones());
        fixtures.iter().for_each(assert_checked);
    }
}
