//! While the database does not answer, reads go on from memory and say so.

use crate::support::records::NUMBERS;
use crate::support::{PATIENCE, Sandbox, eventually};

#[test]
fn reads_go_on_and_say_how_old_they_may_be_until_the_database_is_back() {
    let sandbox = Sandbox::with_the_example();
    let token = sandbox.token(&["--role", "reader"]);
    let server = sandbox.serve(&[]);
    let before = server.get(&token, NUMBERS).ok();
    assert_eq!(before.header("numberline-stale"), None);

    // Without the table that the follower looks at first, the file answers as little as a server that is gone.
    let mut database = sandbox.bare();
    database.script("ALTER TABLE head RENAME TO head_elsewhere");
    let stale = eventually(PATIENCE, "the database is missed", || {
        Some(server.get(&token, NUMBERS).ok()).filter(|reply| reply.header("numberline-stale").is_some())
    });
    stale.header("numberline-stale").unwrap().parse::<u64>().unwrap();
    assert_eq!((stale.text(), stale.header("etag")), (before.text(), before.header("etag")));
    let ready = server.get("", "/readyz").ok().json();
    assert_eq!((&ready["status"], &ready["stale"]), (&"ready".into(), &true.into()));
    let metrics = server.get(&token, "/metrics").ok();
    let for_seconds = metrics.text().lines().find_map(|line| line.strip_prefix("numberline_stale_seconds ")).unwrap();
    assert!(for_seconds.parse::<f64>().unwrap() > 0.0 && metrics.text().contains("\nnumberline_ready 1\n"));

    database.script("ALTER TABLE head_elsewhere RENAME TO head");
    eventually(PATIENCE, "the database is back", || {
        server.get(&token, NUMBERS).ok().header("numberline-stale").is_none().then_some(())
    });
    assert_eq!(server.get("", "/readyz").ok().json()["stale"], false);
}
