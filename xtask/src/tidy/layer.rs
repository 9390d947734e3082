//! The packages' arrows point down only: what each may be built from.

use super::Faults;
use xtask::workspace::Package;

/// A package, and the packages of the workspace that it may use. `docs/adr/0001-packages.md` says why.
const MAY_USE: [(&str, &[&str]); 12] = [
    ("numberline-domain", &[]),
    ("numberline-store", &["numberline-domain"]),
    ("numberline-inventory", &["numberline-domain"]),
    ("numberline-upstream", &["numberline-domain"]),
    ("numberline-client", &["numberline-domain"]),
    ("numberline-simulator", &["numberline-domain"]),
    ("numberline-service", &["numberline-domain", "numberline-store", "numberline-inventory", "numberline-upstream"]),
    ("numberline-api", &["numberline-domain", "numberline-service"]),
    (
        "numberline-app",
        &[
            "numberline-domain",
            "numberline-store",
            "numberline-inventory",
            "numberline-upstream",
            "numberline-service",
            "numberline-api",
            "numberline-simulator",
        ],
    ),
    ("numberline-testing", &[]),
    ("numberline-bench", &["xtask"]),
    ("xtask", &[]),
];

/// Looks at every package.
pub(super) fn check(packages: &[Package], faults: &mut Faults) {
    for Package { name, uses } in packages {
        let Some((_, allowed)) = MAY_USE.iter().find(|(package, _)| package == name) else {
            faults.add(name, "say in xtask/src/tidy/layer.rs which packages it may use");
            continue;
        };
        for used in uses.iter().filter(|used| !allowed.contains(&used.as_str())) {
            faults.add(name, format_args!("may not use {used}: arrows point down (ARCHITECTURE.md)"));
        }
    }
}
