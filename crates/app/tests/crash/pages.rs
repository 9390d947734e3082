//! A client that asks for pages, one after the other, over one connection to a server.

use numberline_domain::{Guid, Role};
use numberline_service::Service;
use numberline_service::token::{self, NewToken};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Instant;

const SIZE: u64 = 200;

pub(crate) struct Pages {
    connection: BufReader<TcpStream>,
    head: String,
    pages: u64,
    next: u64,
}

impl Pages {
    /// A reader of a tenant's pages, of which there are so many.
    pub(crate) fn of(service: &Service, address: &str, tenant: Guid, numbers: u64) -> Self {
        let new = NewToken { role: Role::Reader, tenants: vec![], channels: vec![], name: None, expires_in: None };
        let secret = token::create(service, &new, "cli:crash@here").unwrap().secret;
        let head = format!(
            "&pageSize={SIZE}&msTenantId={tenant} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {}\r\n\r\n",
            secret.expose()
        );
        let connection = BufReader::new(TcpStream::connect(address).unwrap());
        connection.get_ref().set_nodelay(true).unwrap();
        Self { connection, head, pages: numbers / SIZE, next: 0 }
    }

    /// Asks for a page, and says how it was answered.
    fn ask(&mut self) -> u16 {
        self.next = self.next % self.pages + 1;
        let request = format!("GET /api/v3/oc/numbers?pageNumber={}{}", self.next, self.head);
        self.connection.get_mut().write_all(request.as_bytes()).unwrap();
        let (mut status, mut length) = (0, 0);
        loop {
            let mut line = String::new();
            self.connection.read_line(&mut line).unwrap();
            let line = line.trim_end();
            if line.is_empty() {
                break;
            }
            if status == 0 {
                status = line.split(' ').nth(1).unwrap().parse().unwrap();
            } else if let Some((name, value)) = line.split_once(": ")
                && name.eq_ignore_ascii_case("content-length")
            {
                length = value.parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        self.connection.read_exact(&mut body).unwrap();
        status
    }

    /// Waits until the server knows the token.
    pub(crate) fn wait_for_admission(&mut self) {
        while self.ask() == 401 {
            std::thread::yield_now();
        }
    }

    /// How many pages are answered in a second, asked for until the end of something.
    pub(crate) fn rate_until(&mut self, mut is_over: impl FnMut() -> bool) -> f64 {
        const BETWEEN_LOOKS: u64 = 500;
        let (begun, mut count) = (Instant::now(), 0);
        while !is_over() {
            for _ in 0..BETWEEN_LOOKS {
                assert_eq!(self.ask(), 200);
            }
            count += BETWEEN_LOOKS;
        }
        count as f64 / begun.elapsed().as_secs_f64()
    }
}
