//! Answers that are no success, by their status.

use super::Answer;
use crate::{Failure, Refusal, Secret};
use serde::Deserialize;
use std::time::Duration;

/// The most of a sentence that is kept for the log.
const LONGEST_MESSAGE: usize = 300;

/// The forms of an error's body: the gateway's and Graph's, or the login's.
#[derive(Deserialize)]
struct Body {
    error: Error,
    error_description: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Error {
    Word(String),
    Whole { code: String, message: Option<String> },
}

/// Gives a success back, and makes a failure of anything else.
///
/// The secrets are taken out of what was said: an answer may repeat what we sent.
pub(super) fn judge(answer: Answer, wait: Option<Duration>, secrets: &[&Secret]) -> Result<Answer, Failure> {
    let status = answer.status;
    if (200..300).contains(&status) {
        return Ok(answer);
    }
    let body: Option<Body> = answer.json().ok();
    let is_error = body.is_some();
    let refusal = say(status, body, answer.header("x-ms-error-code"), secrets);
    Err(match status {
        429 => Failure::Throttled { wait: wait.unwrap_or_default() },
        401 => Failure::Unauthorised(refusal),
        403 => Failure::Forbidden(refusal),
        // Only the system itself can say that something is not there; a proxy on the way knows nothing of it.
        404 if !is_error => Failure::Malformed { reason: "a 404 that is not the system's own".to_owned() },
        501 | 400..500 => Failure::Refused(refusal),
        500..600 => Failure::Failed { refusal, wait },
        _ => Failure::Malformed { reason: format!("status {status} is none that is documented") },
    })
}

fn say(status: u16, body: Option<Body>, header: Option<&str>, secrets: &[&Secret]) -> Refusal {
    let (code, message) = match body {
        None => (None, None),
        Some(Body { error: Error::Word(code), error_description }) => (Some(code), error_description),
        Some(Body { error: Error::Whole { code, message }, .. }) => (Some(code), message),
    };
    let redacted = |text: String| secrets.iter().fold(text, |text, secret| secret.redact(&text));
    let code = code.or_else(|| header.map(str::to_owned)).map(redacted).filter(|code| is_word(code));
    let message = message.map(redacted).map(|message| {
        message.chars().filter(|character| !character.is_control()).take(LONGEST_MESSAGE).collect::<String>()
    });
    Refusal { status, code, message }
}

fn is_word(code: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    (1..=64).contains(&code.len()) && code.bytes().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderMap;

    fn judged(status: u16, body: &str) -> Failure {
        let answer = Answer { status, headers: HeaderMap::new(), body: body.into() };
        judge(answer, None, &[&Secret::new("hunter2")]).unwrap_err()
    }

    #[test]
    fn each_form_of_an_error_gives_its_code() {
        let refusal = |code: &str, message: &str| Refusal {
            status: 400,
            code: Some(code.to_owned()),
            message: Some(message.to_owned()),
        };
        let gateway = r#"{"error":{"code":"NumberInUse","message":"Held.","details":[]}}"#;
        assert_eq!(judged(400, gateway), Failure::Refused(refusal("NumberInUse", "Held.")));
        let login = r#"{"error":"invalid_client","error_description":"Bad secret."}"#;
        assert_eq!(judged(400, login), Failure::Refused(refusal("invalid_client", "Bad secret.")));
    }

    #[test]
    fn what_is_not_there_is_said_by_the_system_alone() {
        assert!(matches!(judged(404, r#"{"error":{"code":"NumberNotFound","message":""}}"#), Failure::Refused(_)));
        assert!(matches!(judged(404, "<html>Not found</html>"), Failure::Malformed { .. }));
        assert!(matches!(judged(302, ""), Failure::Malformed { .. }));
    }

    #[test]
    fn a_secret_that_comes_back_is_taken_out() {
        let failure = judged(400, r#"{"error":{"code":"hunter2","message":"bad hunter2 here"}}"#);
        let Failure::Refused(refusal) = &failure else { panic!("{failure:?}") };
        assert_eq!(refusal.message.as_deref(), Some("bad [secret] here"));
        assert_eq!(refusal.code, None);
    }
}
