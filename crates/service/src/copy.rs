//! Moves a database to another place, be it of the other kind.

use crate::{Error, Progress, Service};
use numberline_store::{copy, number};

/// Copies everything into a database that has nothing yet, compares both, and says how many rows there are.
///
/// The copy is one commit: when it fails, the other database stays as it was. Numbers of changes and the whole history
/// come along; the epoch is the copy's own, so that nobody takes its answers for the first one's.
///
/// # Errors
/// When the other database is not empty, when either fails, or when they differ in the end.
pub fn run(from: &Service, to: &Service, progress: &dyn Progress) -> Result<u64, Error> {
    refuse_unless_fresh(to.database.read(copy::is_fresh)?)?;
    from.database.read(|source| {
        let rows = copy::count(source)?;
        progress.phase("copying", Some(rows));
        // Nothing is logged: the log is among what is copied.
        to.database.write(&to.author("copy"), |target| {
            // Others may have written since the first look.
            number::lock(target)?;
            refuse_unless_fresh(copy::is_fresh(target)?)?;
            Ok::<_, Error>(copy::copy(source, target, |moved| progress.advance(moved))?)
        })?;
        progress.phase("comparing", Some(rows * 2));
        let original = copy::hash(source, |rows| progress.advance(rows))?;
        let copied = to.database.read(|target| copy::hash(target, |rows| progress.advance(rows)))?;
        if original != copied {
            return Err(Error::Refused("the copy differs from the original: do not use it".to_owned()));
        }
        Ok(rows)
    })
}

fn refuse_unless_fresh(is_fresh: bool) -> Result<(), Error> {
    let text = "the database to copy to has something in it: name an empty one, which is left alone otherwise";
    if is_fresh { Ok(()) } else { Err(Error::Refused(text.to_owned())) }
}
