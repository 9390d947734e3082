//! Encryption on the way to PostgreSQL, with the words of libpq's `sslmode`.

use crate::Error;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio_postgres_rustls::MakeRustlsConnect;

/// Whose certificates are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Trust {
    /// Anybody's: `prefer` and `require` keep listeners out, not impostors.
    Anybody,
    /// Those that an authority of the operating system vouches for: `verify-full`.
    System,
    /// Those that an authority in this file vouches for: `verify-full` with `sslrootcert`.
    File(PathBuf),
}

pub(super) fn connector(trust: &Trust) -> Result<MakeRustlsConnect, Error> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|failure| Error::Away { reason: format!("no TLS: {failure}") })?;
    let config = match trust {
        Trust::Anybody => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(BelieveAnybody(provider)))
            .with_no_client_auth(),
        Trust::System => builder.with_root_certificates(system_authorities()?).with_no_client_auth(),
        Trust::File(path) => builder.with_root_certificates(authorities_in(path)?).with_no_client_auth(),
    };
    Ok(MakeRustlsConnect::new(config))
}

fn system_authorities() -> Result<RootCertStore, Error> {
    let mut store = RootCertStore::empty();
    // A certificate that cannot be read vouches for nobody; the others still do.
    store.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if store.is_empty() {
        let reason = "sslmode=verify-full: this system has no certificate authorities; name a file with sslrootcert";
        return Err(Error::Away { reason: reason.to_owned() });
    }
    Ok(store)
}

fn authorities_in(path: &Path) -> Result<RootCertStore, Error> {
    let unreadable = |why: String| Error::Away { reason: format!("sslrootcert {}: {why}", path.display()) };
    let mut store = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).map_err(|failure| unreadable(failure.to_string()))? {
        let certificate = certificate.map_err(|failure| unreadable(failure.to_string()))?;
        store.add(certificate).map_err(|failure| unreadable(failure.to_string()))?;
    }
    if store.is_empty() { Err(unreadable("it has no certificate".to_owned())) } else { Ok(store) }
}

/// Takes any certificate, but only from someone who holds its key.
#[derive(Debug)]
struct BelieveAnybody(Arc<CryptoProvider>);

impl ServerCertVerifier for BelieveAnybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
