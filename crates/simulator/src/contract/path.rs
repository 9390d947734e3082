//! Paths with parameters in braces, which here may have a text behind them: `{accountName}:deleteNumbers`.

use super::Operation;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;

impl Operation {
    /// Whether a path is this operation's.
    #[must_use]
    pub fn is_at(&self, path: &str) -> bool {
        values(&self.path, path).is_some()
    }

    /// The values of the path's parameters, decoded, in the order of their names in the template.
    #[must_use]
    pub fn path_values<'p>(&self, path: &'p str) -> Vec<(&str, Cow<'p, str>)> {
        values(&self.path, path).unwrap_or_default()
    }
}

/// The values, or `None` when the path is not made after the template.
fn values<'t, 'p>(template: &'t str, path: &'p str) -> Option<Vec<(&'t str, Cow<'p, str>)>> {
    let mut found = Vec::new();
    let mut segments = path.split('/');
    for wanted in template.split('/') {
        let segment = segments.next()?;
        let Some((name, behind)) = wanted.strip_prefix('{').and_then(|rest| rest.split_once('}')) else {
            if wanted != segment {
                return None;
            }
            continue;
        };
        let value = segment.strip_suffix(behind).filter(|value| !value.is_empty())?;
        found.push((name, percent_decode_str(value).decode_utf8_lossy()));
    }
    segments.next().is_none().then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_named() {
        let found = values("/accounts/{a}/numbers/{n}", "/accounts/quay/numbers/%2B44").unwrap();
        assert_eq!(found, [("a", "quay".into()), ("n", "+44".into())]);
    }

    #[test]
    fn an_action_stands_behind_its_account() {
        assert_eq!(values("/accounts/{a}:go", "/accounts/quay:go").unwrap(), [("a", "quay".into())]);
        for other in ["/accounts/quay", "/accounts/quay:stay", "/accounts/:go", "/accounts/quay:go/on"] {
            assert_eq!(values("/accounts/{a}:go", other), None, "{other}");
        }
    }
}
