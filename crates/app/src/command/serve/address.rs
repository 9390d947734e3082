//! Where a server listens.

use std::io;
use std::net::{SocketAddr, ToSocketAddrs};
use tokio::net::TcpListener;

/// Reads `ADDRESS:PORT` or `NAME:PORT`.
pub(in crate::command) fn parse_listen(text: &str) -> Result<SocketAddr, String> {
    let mut addresses = text.to_socket_addrs().map_err(|_| "write ADDRESS:PORT, such as 127.0.0.1:8080".to_owned())?;
    addresses.next().ok_or_else(|| "the name has no address".to_owned())
}

/// Takes the address, or says why it cannot be had and what to do.
pub(in crate::command) async fn bind(option: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| {
        if error.kind() == io::ErrorKind::AddrInUse {
            let free = SocketAddr::new(address.ip(), 0);
            anyhow::anyhow!(
                "another program listens on {address}: name another port, or take a free one with `{option} {free}`"
            )
        } else {
            anyhow::anyhow!("cannot listen on {address}: {error}")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_its_port() {
        assert!(parse_listen("127.0.0.1:0").is_ok() && parse_listen("[::1]:8080").is_ok());
        assert!(
            parse_listen("127.0.0.1").is_err() && parse_listen("").is_err() && parse_listen("127.0.0.1:99999").is_err()
        );
    }
}
