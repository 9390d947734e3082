//! The little HTTP that asking a server of ours takes: GET over one kept connection, answers with a known length.

use anyhow::{Context, Result, bail, ensure};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);

/// A kept connection.
pub struct Connection {
    stream: BufReader<TcpStream>,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status code.
    pub status: u16,
    /// Whether it said that the database was away (`Numberline-Stale`).
    pub stale: bool,
    /// Its body.
    pub body: Vec<u8>,
}

impl Connection {
    /// Opens a connection.
    ///
    /// # Errors
    /// When nobody listens.
    pub fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::with_capacity(1 << 16, stream) })
    }

    /// Asks for a path, with a bearer token when there is one.
    ///
    /// # Errors
    /// When the connection fails or the answer is not HTTP/1.1 with a length.
    pub fn get(&mut self, path: &str, token: Option<&str>) -> Result<Answer> {
        let credential = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{credential}\r\n");
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.read_answer().with_context(|| format!("GET {path}"))
    }

    fn read_answer(&mut self) -> Result<Answer> {
        let first = self.read_line()?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.with_context(|| format!("`{first}` is not the beginning of an answer"))?;
        let (mut length, mut stale) = (None, false);
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse().context("content-length")?);
            }
            stale |= name.eq_ignore_ascii_case("numberline-stale");
        }
        let Some(length) = length else { bail!("the answer does not tell its length") };
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, stale, body })
    }

    fn read_line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the server closed the connection");
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
