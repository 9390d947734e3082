//! Sources: small files that say what they are for, with nothing left half done.

use super::{Faults, File};

const MOST_LINES: usize = 400;
const BY_HAND: [&str; 7] = [".rs", ".py", ".js", ".sh", ".sql", ".css", ".lua"];

/// Words that promise work instead of doing it. They are put together here so that this file does not hold them.
const HALF_DONE: [&str; 5] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];

/// Looks at every source.
pub(super) fn check(files: &[File], faults: &mut Faults) {
    for File { name, text } in files {
        if !BY_HAND.iter().any(|ending| name.ends_with(ending)) {
            continue;
        }
        let lines = text.lines().count();
        if lines > MOST_LINES {
            faults.add(name, format_args!("{lines} lines; split it, {MOST_LINES} are the most"));
        }
        if name.ends_with("/mod.rs") {
            faults.add(name, "name the module's file after it, beside its folder");
        }
        if name.ends_with(".rs") && !text.starts_with("//!") {
            faults.add(name, "begin with `//!` and say what the file is for");
        }
        for (position, line) in text.lines().enumerate() {
            for word in HALF_DONE.iter().filter(|word| line.contains(**word)) {
                faults.add(format_args!("{name}:{}", position + 1), format_args!("`{word}`: do it, or open an issue"));
            }
        }
    }
}
