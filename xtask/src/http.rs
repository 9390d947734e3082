//! The little HTTP that asking a server of ours takes: GET over one kept connection, answers whose length is told at once or by chunks.

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

/// A request for a path, with a bearer token when there is one, and further lines of the head, each ended by CR LF.
#[must_use]
pub fn request(path: &str, token: Option<&str>, head: &str) -> String {
    let credential = token.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{credential}{head}\r\n")
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
    /// When the connection fails or the answer is not HTTP/1.1 with a length or chunks.
    pub fn get(&mut self, path: &str, token: Option<&str>) -> Result<Answer> {
        let mut body = Vec::new();
        let (status, stale) = self.exchange(&request(path, token, ""), &mut body)?;
        Ok(Answer { status, stale, body })
    }

    /// Sends a whole request, as [`request`] makes it, and gives the status; the body replaces what `body` holds, so that
    /// one buffer serves many answers.
    ///
    /// # Errors
    /// When the connection fails or the answer is not HTTP/1.1 with a length or chunks.
    pub fn ask(&mut self, request: &str, body: &mut Vec<u8>) -> Result<u16> {
        self.exchange(request, body).map(|(status, _)| status)
    }

    /// The status, and whether the database was said to be away.
    fn exchange(&mut self, request: &str, body: &mut Vec<u8>) -> Result<(u16, bool)> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.read_answer(body).with_context(|| request.lines().next().unwrap_or_default().to_owned())
    }

    fn read_answer(&mut self, body: &mut Vec<u8>) -> Result<(u16, bool)> {
        let first = self.read_line()?;
        let status = first.split(' ').nth(1).and_then(|code| code.parse().ok());
        let status = status.with_context(|| format!("`{first}` is not the beginning of an answer"))?;
        let (mut length, mut chunked, mut stale) = (None, false, false);
        loop {
            let line = self.read_line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').unwrap_or((&line, ""));
            if name.eq_ignore_ascii_case("content-length") {
                length = Some(value.trim().parse().context("content-length")?);
            } else if name.eq_ignore_ascii_case("transfer-encoding") {
                chunked = value.trim().eq_ignore_ascii_case("chunked");
            }
            stale |= name.eq_ignore_ascii_case("numberline-stale");
        }
        body.clear();
        match length {
            Some(length) => self.read_piece(length, body)?,
            None if chunked => self.read_chunks(body)?,
            None => bail!("the answer does not tell its length"),
        }
        Ok((status, stale))
    }

    fn read_chunks(&mut self, body: &mut Vec<u8>) -> Result<()> {
        loop {
            let length = u64::from_str_radix(&self.read_line()?, 16).context("the length of a chunk")?;
            self.read_piece(length, body)?;
            ensure!(self.read_line()?.is_empty(), "a chunk is longer than it says");
            if length == 0 {
                return Ok(());
            }
        }
    }

    fn read_piece(&mut self, length: u64, body: &mut Vec<u8>) -> Result<()> {
        let read = self.stream.by_ref().take(length).read_to_end(body)?;
        ensure!(u64::try_from(read)? == length, "the answer ends after {read} of {length} bytes");
        Ok(())
    }

    fn read_line(&mut self) -> Result<String> {
        let mut line = String::new();
        ensure!(self.stream.read_line(&mut line)? > 0, "the server closed the connection");
        line.truncate(line.trim_end().len());
        Ok(line)
    }
}
