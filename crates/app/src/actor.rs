//! Who works at the command line, for the change log.

use std::os::unix::fs::MetadataExt;

/// `cli:<user>@<host>`.
pub(crate) fn name() -> String {
    format!("cli:{}@{}", user(), host())
}

fn user() -> String {
    let named = ["USER", "LOGNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    named.and_then(word).or_else(account).unwrap_or_else(|| "unknown".to_owned())
}

/// The name of the account the process runs under, where there is no login (a service, a container).
fn account() -> Option<String> {
    let id = std::fs::metadata("/proc/self").ok()?.uid();
    let accounts = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let name = accounts.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(id)).then(|| name.to_owned())
    });
    name.or_else(|| Some(format!("uid-{id}")))
}

fn host() -> String {
    let files = ["/proc/sys/kernel/hostname", "/etc/hostname"];
    let named = files.into_iter().find_map(|file| std::fs::read_to_string(file).ok().and_then(word));
    named.or_else(|| std::env::var("HOSTNAME").ok().and_then(word)).unwrap_or_else(|| "unknown".to_owned())
}

/// The text without blanks around it, if anything is left.
fn word(text: impl AsRef<str>) -> Option<String> {
    let word = text.as_ref().trim();
    if word.is_empty() { None } else { Some(word.to_owned()) }
}
