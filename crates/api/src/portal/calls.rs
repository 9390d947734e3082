//! Which of the calls that pages use this server has, so that no page offers what it cannot do.

use utoipa::openapi::OpenApi;

/// What the pages' scripts call a call, and its path; parameters are matched whatever they are called.
const CALLS: [(&str, &str); 13] = [
    ("history", "/api/v3/oc/numbers/{}/history"),
    ("tasks", "/api/v3/oc/tasks"),
    ("follow", "/api/v3/oc/tasks/{}/events"),
    ("profiles", "/api/v2/oc/callingprofile"),
    ("released", "/api/v3/oc/released"),
    ("services", "/api/v3/customer"),
    ("leads", "/api/v2/oc/lead"),
    ("upload", "/api/v3/oc/numbers/action/upload"),
    ("release", "/api/v2/oc/numbers/action/release"),
    ("unassign", "/api/v2/oc/numbers/action/unassign"),
    ("check", "/api/v3/oc/numbers/action/check"),
    ("approve", "/api/v3/oc/numbers/action/ready-for-removal"),
    ("clear", "/api/v3/oc/action/clear-removal-status"),
];

/// The names of those that the document describes, parted by blanks.
pub(crate) fn available(document: &OpenApi, base: &str) -> String {
    let described: Vec<_> = document.paths.paths.keys().map(|path| nameless(path)).collect();
    let names = CALLS.iter().filter(|(_, path)| described.contains(&format!("{base}{path}"))).map(|(name, _)| *name);
    names.collect::<Vec<_>>().join(" ")
}

/// A path whose parameters have no names.
fn nameless(path: &str) -> String {
    let mut bare = String::new();
    let mut is_named = false;
    for letter in path.chars() {
        is_named &= letter != '}';
        if !is_named {
            bare.push(letter);
        }
        is_named |= letter == '{';
    }
    bare
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_lose_their_names() {
        assert_eq!(nameless("/a/{phonenumber}/b/{id}"), "/a/{}/b/{}");
        assert_eq!(nameless("/plain"), "/plain");
    }
}
