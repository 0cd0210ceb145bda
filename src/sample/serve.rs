//! Answers for the six systems over HTTP on loopback.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

use super::{Company, System};
use crate::model::Clock;

/// Something to go wrong on purpose, for tests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Answers 200 with an HTML login page.
    Html,
    /// Cuts the body of every answer short of its announced length.
    Truncated,
    /// Refuses every credential.
    Unauthorized,
    /// Answers this status to the next so many requests.
    Status(u16, u32),
    /// Drops the id of one record per page.
    NoId,
    /// Puts a broken record (lone surrogate) into every page.
    Poison,
}

/// The running systems. Stops when dropped or asked to.
#[derive(Debug)]
pub struct Serving {}

impl Serving {
    /// Where each system listens.
    pub fn addresses(&self) -> &BTreeMap<System, SocketAddr> {
        todo!()
    }

    /// The connector configuration that signs in to a system, `base_url` included.
    pub fn config(&self, system: System) -> serde_json::Value {
        let _ = system;
        todo!()
    }

    /// Sets or clears a fault of a system.
    pub fn set_fault(&self, system: System, fault: Option<Fault>) {
        let _ = (system, fault);
        todo!()
    }

    /// Requests answered so far by a system (refusals included).
    pub fn requests(&self, system: System) -> u64 {
        let _ = system;
        todo!()
    }

    /// Stops listening and waits for open answers.
    pub async fn stop(self) {
        todo!()
    }
}

/// Serves the company's systems, each on a free loopback port.
///
/// # Errors
/// When no port can be had.
pub async fn serve(company: Arc<Company>, clock: Arc<dyn Clock>) -> std::io::Result<Serving> {
    let _ = (company, clock);
    todo!()
}
