//! Where a PostgreSQL database is: `postgres://…`, with libpq's parameters.

use super::tls::{self, Trust};
use crate::Error;
use percent_encoding::percent_decode_str;
use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode, TargetSessionAttrs};
use tokio_postgres_rustls::MakeRustlsConnect;

/// How long a server may take to let us in, unless the address says otherwise.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// How long a server that has vanished without a word is believed to be there.
const SILENCE: Duration = Duration::from_secs(5);

/// The address of a PostgreSQL database.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress {
    /// As given, but for the parameters that the driver does not know. It may hold a password.
    text: String,
    trust: Trust,
}

/// A parameter of an address is wrong. What was given is not repeated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct InvalidParameter(pub(crate) String);

impl PostgresAddress {
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidParameter> {
        judge_user(text)?;
        let (place, query) = text.split_once('?').unwrap_or((text, ""));
        let (mut mode, mut authorities, mut others) = (None, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            match &*decoded(key)? {
                "sslmode" => set_once(&mut mode, "sslmode", value)?,
                "sslrootcert" => set_once(&mut authorities, "sslrootcert", value)?,
                _ => others.push(pair.to_owned()),
            }
        }
        let (mode, trust) = match (mode.as_deref(), authorities.as_deref()) {
            (None | Some("prefer"), None) => ("prefer", Trust::Anybody),
            (Some("require"), None) => ("require", Trust::Anybody),
            (Some("disable"), None) => ("disable", Trust::Anybody),
            (Some("verify-full"), None | Some("system")) => ("require", Trust::System),
            (Some("verify-full"), Some(path)) => ("require", Trust::File(PathBuf::from(path))),
            (_, Some(_)) => return Err(InvalidParameter("sslrootcert needs sslmode=verify-full".to_owned())),
            (Some(_), None) => {
                let known = "sslmode is one of disable, prefer, require, verify-full";
                return Err(InvalidParameter(known.to_owned()));
            }
        };
        others.push(format!("sslmode={mode}"));
        let text = format!("{place}?{}", others.join("&"));
        // Only the source says what is wrong; it names parameters but repeats no values.
        let config = Config::from_str(&text).map_err(|failure| {
            InvalidParameter(
                std::error::Error::source(&failure).map_or_else(|| failure.to_string(), ToString::to_string),
            )
        })?;
        if config.get_hosts().is_empty() {
            return Err(InvalidParameter("it names no host".to_owned()));
        }
        Ok(Self { text, trust })
    }

    pub(super) fn connect_options(&self) -> Result<(Config, MakeRustlsConnect), Error> {
        let mut config = self.config();
        config.application_name("numberline");
        // A standby would refuse the first write, and its inventory would follow late: never end up there unasked.
        if config.get_target_session_attrs() == TargetSessionAttrs::Any {
            config.target_session_attrs(TargetSessionAttrs::ReadWrite);
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_tcp_user_timeout().is_none() {
            config.tcp_user_timeout(SILENCE);
        }
        config.keepalives_idle(SILENCE).keepalives_interval(Duration::from_secs(1)).keepalives_retries(3);
        let connector = match config.get_ssl_mode() {
            SslMode::Disable => tls::connector(&Trust::Anybody)?,
            _ => tls::connector(&self.trust)?,
        };
        Ok((config, connector))
    }

    fn config(&self) -> Config {
        Config::from_str(&self.text).expect("it was judged when it was parsed")
    }
}

/// User and password end at the first `@`, as for the driver. What ends them for others would make parameters a part of
/// the password, `sslmode` among them.
fn judge_user(text: &str) -> Result<(), InvalidParameter> {
    let after_scheme = text.split_once("://").map_or(text, |(_, rest)| rest);
    let is_ambiguous = after_scheme.split_once('@').is_some_and(|(user, _)| user.contains(['?', '/', '#']));
    if !is_ambiguous {
        return Ok(());
    }
    let advice = "user and password end at the first `@`: write `?` in them as %3F, `/` as %2F, `#` as %23, and `@` behind \
                  them as %40";
    Err(InvalidParameter(advice.to_owned()))
}

fn decoded(text: &str) -> Result<Cow<'_, str>, InvalidParameter> {
    let text = percent_decode_str(text).decode_utf8();
    text.map_err(|_| InvalidParameter("a parameter is not UTF-8".to_owned()))
}

fn set_once(parameter: &mut Option<String>, name: &str, value: &str) -> Result<(), InvalidParameter> {
    if parameter.is_some() {
        return Err(InvalidParameter(format!("{name} stands there twice")));
    }
    *parameter = Some(decoded(value)?.into_owned());
    Ok(())
}

/// How long a connection may take from the first host tried to the first answer, so that every host has its turn.
pub(super) fn patience(config: &Config) -> Duration {
    let hosts = u32::try_from(config.get_hosts().len()).unwrap_or(u32::MAX);
    config.get_connect_timeout().copied().unwrap_or(CONNECT_TIMEOUT).saturating_mul(hosts.saturating_add(1))
}

/// Without user and password.
impl fmt::Display for PostgresAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = self.config();
        let ports = config.get_ports();
        let mut hosts = String::new();
        for (index, host) in config.get_hosts().iter().enumerate() {
            let port = ports.get(index).or(ports.first()).copied().unwrap_or(5432);
            let separator = if index == 0 { "" } else { "," };
            match host {
                Host::Tcp(name) => write!(hosts, "{separator}{name}:{port}")?,
                Host::Unix(folder) => write!(hosts, "{separator}{}:{port}", folder.display())?,
            }
        }
        write!(formatter, "postgres://{hosts}/{}", config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PostgresAddress({self})")
    }
}
