//! What is forgotten, and that nobody who follows the log or reads it notices more than that.

use crate::answers::assert_equal;
use crate::records;
use crate::support::{Fixture, assert_checked, import, reach};
use numberline_service::{follower, retention};
use numberline_store::{Seq, change};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

#[test]
fn a_follower_goes_on_and_a_rebuilt_inventory_tells_the_same() {
    let fixture = Fixture::new();
    let followed = fixture.service();
    (0..3).for_each(|variant| drop(import(&followed, &records::plain_file(variant))));
    let running = follower::start(&followed);
    reach(&followed, 3);
    let later = fixture.service_after(2 * DAY);
    assert_eq!(retention::forget(&later, 3 * DAY).unwrap(), numberline_service::Forgotten::default());
    let forgotten = retention::forget(&later, DAY).unwrap();
    assert!(forgotten.changes > 0);
    assert_eq!(fixture.database().read(change::oldest), Ok(Some(Seq(3))));
    let rebuilt = fixture.service();
    rebuilt.load().unwrap();
    assert_equal(&followed, &rebuilt, &fixture.tables(), &records::phones());
    assert_checked(&fixture);

    assert_eq!(import(&followed, &records::plain_file(3)).seq, Some(4));
    reach(&followed, 4);
    assert_eq!(followed.figures().rebuilds, 0, "it follows, it does not begin anew");
    let rebuilt = fixture.service();
    rebuilt.load().unwrap();
    assert_equal(&followed, &rebuilt, &fixture.tables(), &records::phones());
    running.stop();
    assert_checked(&fixture);
}
