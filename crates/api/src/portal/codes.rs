//! Codes that sign in once: what `serve --demo` prints. They live in memory, as long as the server.

use parking_lot::Mutex;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use uuid::Uuid;

/// Codes that were not used yet, each with the token whose bearer it signs in. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Codes(Arc<Mutex<HashMap<String, String>>>);

impl Codes {
    /// A new code for a token.
    pub(crate) fn add(&self, token: &str) -> String {
        let code = Uuid::new_v4().simple().to_string();
        self.0.lock().insert(code.clone(), token.to_owned());
        code
    }

    /// The token of a code, which is used up with that.
    pub(super) fn take(&self, code: &str) -> Option<String> {
        self.0.lock().remove(code)
    }
}

impl fmt::Debug for Codes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Codes({})", self.0.lock().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_works_once() {
        let codes = Codes::default();
        let code = codes.add("nl_secret");
        assert_eq!(codes.take(&code).as_deref(), Some("nl_secret"));
        assert_eq!(codes.take(&code), None);
        assert_eq!(format!("{codes:?}"), "Codes(0)");
    }
}
