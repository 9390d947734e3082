//! What goes to standard output and standard error. Nothing here panics when nobody reads.

use std::io::{self, Write};

/// Writes data to standard output at once.
pub(crate) fn print(data: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(data)?;
    stdout.flush()
}

/// Writes a message to standard error; when nobody can read it, nobody can be told either.
pub(crate) fn say(message: &str) {
    let _ = writeln!(io::stderr().lock(), "numberline: {message}");
}

/// Whether the reader of our output is gone.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

/// The error and its causes on one line. Some errors repeat their cause in their own text, which is then said once.
pub(crate) fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        if line.contains(&text) {
            continue;
        }
        if !line.is_empty() {
            line.push_str(": ");
        }
        line.push_str(&text);
    }
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;

    #[test]
    fn causes_stand_on_one_line_and_once() {
        let cause = anyhow::anyhow!("no space\nleft").context("numbers.json: no space\nleft");
        let error = Err::<(), _>(cause).context("cannot export").unwrap_err();
        assert_eq!(one_line(&error), "cannot export: numbers.json: no space left");
    }
}
