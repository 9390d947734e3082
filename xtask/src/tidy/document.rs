//! Documents name only what exists: paths of the project, other documents, tests.

use super::{Faults, File};
use std::path::Path;

/// Folders whose names begin a path of the project.
const FOLDERS: [&str; 6] = ["crates/", "xtask/", "docs/", "deploy/", ".ci/", ".cargo/"];

/// Looks at every document.
pub(super) fn check(root: &Path, documents: &[&File], files: &[File], faults: &mut Faults) {
    for document in documents {
        let folder = root.join(&document.name).parent().map(Path::to_owned).unwrap_or_default();
        for (line, span) in code_spans(&document.text) {
            let place = format!("{}:{line}", document.name);
            if is_path(span) && !root.join(span.trim_end_matches("/**")).exists() && !folder.join(span).exists() {
                faults.add(place, format_args!("there is no `{span}`"));
            } else if is_claim(span) && !is_function(files, span) {
                faults.add(place, format_args!("no test or function is named `{span}`"));
            }
        }
        for (line, target) in links(&document.text) {
            let target = target.split('#').next().unwrap_or_default();
            if !target.is_empty() && !target.contains("://") && !folder.join(target).exists() {
                faults.add(format_args!("{}:{line}", document.name), format_args!("the link leads nowhere: {target}"));
            }
        }
    }
}

/// What stands between single backticks outside code blocks, with its line.
pub(super) fn code_spans(text: &str) -> Vec<(usize, &str)> {
    let mut spans = Vec::new();
    let mut in_block = false;
    for (position, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
        } else if !in_block {
            spans.extend(line.split('`').skip(1).step_by(2).map(|span| (position + 1, span)));
        }
    }
    spans
}

fn links(text: &str) -> Vec<(usize, &str)> {
    let mut links = Vec::new();
    for (position, line) in text.lines().enumerate() {
        for rest in line.split("](").skip(1) {
            links.extend(rest.split(')').next().map(|target| (position + 1, target)));
        }
    }
    links
}

fn is_path(span: &str) -> bool {
    let plain = !span.contains([' ', '<', '{', '…', '*']) || span.ends_with("/**");
    plain && (FOLDERS.iter().any(|folder| span.starts_with(folder)) || span.ends_with(".md"))
}

/// What the names of metrics begin with. A test of `api` compares the documented ones with those there are.
const METRICS: [&str; 2] = ["numberline_", "process_"];

/// Four or more whole words: the name of a test, which is a claim.
fn is_claim(span: &str) -> bool {
    if METRICS.iter().any(|prefix| span.starts_with(prefix)) {
        return false;
    }
    let words: Vec<_> = span.split('_').collect();
    let is_word =
        |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    words.len() >= 4 && words.iter().all(is_word)
}

fn is_function(files: &[File], name: &str) -> bool {
    let beginning = format!("fn {name}(");
    files.iter().any(|file| file.name.ends_with(".rs") && file.text.contains(&beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_found_outside_blocks_only() {
        let text = "see `docs/a.md` and `b`\n```\n`c`\n```\n`d`";
        assert_eq!(code_spans(text), [(1, "docs/a.md"), (1, "b"), (5, "d")]);
    }

    #[test]
    fn paths_of_the_project_are_told_from_other_slashes() {
        assert!(is_path("crates/store/src/lib.rs"));
        assert!(is_path("README.md"));
        for other in ["application/problem+json", "/api/v3/oc/numbers", "docs/<name>.md", "24/7"] {
            assert!(!is_path(other), "{other}");
        }
    }

    #[test]
    fn a_test_name_is_four_words_or_more() {
        assert!(is_claim("a_revoked_token_is_refused"));
        assert!(!is_claim("list_numbers"));
        assert!(!is_claim("Page Number"));
        assert!(!is_claim("numberline_database_head_seq"));
    }
}
