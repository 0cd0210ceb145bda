//! Opens a port and serves on it until told to stop.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;

use axum::Router;
use tokio::net::TcpListener;

/// Why nothing can be served.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Somebody else has the port.
    #[error("port {} of {} is in use by another program; stop that one or choose another port",
        .0.port(), .0.ip())]
    InUse(SocketAddr),
    /// The system does not let us have it.
    #[error("port {} of {} may not be opened by this user; choose one above 1023",
        .0.port(), .0.ip())]
    Forbidden(SocketAddr),
    /// It cannot be opened for another reason, such as an address of another machine.
    #[error("cannot listen on {address}; is it an address of this machine?")]
    Failed {
        /// Where.
        address: SocketAddr,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

/// Opens a port.
///
/// # Errors
/// When it is taken or may not be opened; the message names it and the remedy.
pub async fn listen(address: SocketAddr) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|source| match source.kind() {
        ErrorKind::AddrInUse => ListenError::InUse(address),
        ErrorKind::PermissionDenied => ListenError::Forbidden(address),
        _ => ListenError::Failed { address, source },
    })
}

/// Serves until `shutdown` ends, then lets the requests at work end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    router: Router,
    listener: TcpListener,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    axum::serve(listener, router).with_graceful_shutdown(shutdown).await
}
