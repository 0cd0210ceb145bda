//! Answers for the six systems over HTTP on loopback.
//!
//! Here stand the listeners, the faults and what all systems share; each vendor's wire shape is
//! in a file of its own, with the page of the vendor's documentation that it follows.

mod ask;
mod businesscentral;
mod desk;
mod hubspot;
mod index;
mod klaviyo;
mod limits;
mod mixpanel;
mod surveymonkey;
mod zendesk;

use std::collections::BTreeMap;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use chrono::{DateTime, Months, SecondsFormat, TimeDelta, Utc};
use serde_json::json;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;

use ask::{Ask, Reply};
use desk::Desk;
pub use desk::Show;
pub use limits::Limit;
use limits::Pace;

use super::{Company, Row, Shelf, System};
use crate::model::Clock;

/// From 1970 to the first day of 2015.
const DAYS_TO_2015: i64 = 16_436;

/// How long [`Serving::stop`] waits for open answers.
const FAREWELL: Duration = Duration::from_secs(5);

/// Something to go wrong on purpose, for tests.
///
/// Where a system's tokens come from (Microsoft's sign-in) is another server: only
/// [`Fault::Unauthorized`] reaches it.
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
    /// Drops the id of one record per page. Lists that only lead to others (companies and
    /// payment journals of the ERP, metrics, surveys) and associations stay whole.
    NoId,
    /// Puts a broken record (lone surrogate) into every page that has records; the same page gets
    /// the same one each time. The lists that [`Fault::NoId`] spares are spared here too.
    Poison,
}

/// The running systems. Stops when dropped or asked to.
pub struct Serving {
    addresses: BTreeMap<System, SocketAddr>,
    desks: BTreeMap<System, Arc<Desk>>,
    since: DateTime<Utc>,
    // Listeners and open connections end when this is sent or dropped.
    halt: watch::Sender<bool>,
    listeners: JoinSet<()>,
}

impl fmt::Debug for Serving {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Serving").field("addresses", &self.addresses).finish_non_exhaustive()
    }
}

impl Serving {
    /// Where each system listens.
    pub fn addresses(&self) -> &BTreeMap<System, SocketAddr> {
        &self.addresses
    }

    /// The same systems with another `start_date` in their configurations (2015 without it).
    pub fn starting(mut self, since: DateTime<Utc>) -> Self {
        self.since = since;
        self
    }

    /// The connector configuration that signs in to a system, `base_url` included.
    pub fn config(&self, system: System) -> serde_json::Value {
        let desk = self.desk(system);
        let mut config = match system {
            System::Hubspot => json!({"access_token": hubspot::TOKEN}),
            System::BusinessCentral => businesscentral::config(desk),
            System::Zendesk => json!({"email": zendesk::EMAIL, "api_token": zendesk::TOKEN}),
            System::Klaviyo => json!({"api_key": klaviyo::KEY}),
            System::SurveyMonkey => json!({"access_token": surveymonkey::TOKEN}),
            System::Mixpanel => json!({
                "username": mixpanel::USERNAME,
                "secret": mixpanel::SECRET,
                "project_id": mixpanel::PROJECT,
            }),
        };
        config["base_url"] = desk.base.as_str().into();
        config["start_date"] = self.since.to_rfc3339_opts(SecondsFormat::Secs, true).into();
        config
    }

    /// Sets or clears a fault of a system.
    pub fn set_fault(&self, system: System, fault: Option<Fault>) {
        self.desk(system).set_fault(fault);
    }

    /// Sets a system's rate limit and opens a new window.
    pub fn set_limit(&self, system: System, limit: Limit) {
        self.desk(system).set_limit(limit);
    }

    /// Requests answered so far by a system (refusals included).
    pub fn requests(&self, system: System) -> u64 {
        self.desk(system).requests()
    }

    /// Stops listening and waits for open answers, at most five seconds.
    pub async fn stop(mut self) {
        self.halt.send_replace(true);
        let ended = async { while self.listeners.join_next().await.is_some() {} };
        if timeout(FAREWELL, ended).await.is_err() {
            self.listeners.shutdown().await;
        }
    }

    fn desk(&self, system: System) -> &Arc<Desk> {
        self.desks.get(&system).expect("every system is served")
    }
}

/// Serves the company's systems, each on a free loopback port.
///
/// # Errors
/// When no port can be had.
pub async fn serve(company: Arc<Company>, clock: Arc<dyn Clock>) -> std::io::Result<Serving> {
    // Contracts reach back 60 months from the start of the world.
    let since = company.start().checked_sub_months(Months::new(61));
    let serving = serve_shelves(Arc::new(move |now| company.shelves(now)), clock).await?;
    Ok(match since {
        Some(since) => serving.starting(since),
        None => serving,
    })
}

/// Serves records from anywhere: `show` yields all systems' versions that came to be until a
/// moment. It should yield the same `Arc` while nothing was added.
///
/// # Errors
/// When no port can be had.
pub async fn serve_shelves(show: Show, clock: Arc<dyn Clock>) -> std::io::Result<Serving> {
    let (halt, halted) = watch::channel(false);
    let mut serving = Serving {
        addresses: BTreeMap::new(),
        desks: BTreeMap::new(),
        since: DateTime::UNIX_EPOCH + TimeDelta::days(DAYS_TO_2015),
        halt,
        listeners: JoinSet::new(),
    };
    for system in System::ALL {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let base = format!("http://{address}");
        let desk = Arc::new(Desk::new(system, base, Show::clone(&show), Arc::clone(&clock)));
        serving.addresses.insert(system, address);
        serving.desks.insert(system, Arc::clone(&desk));
        serving.listeners.spawn(listen(listener, desk, halted.clone()));
    }
    Ok(serving)
}

/// Answers at one address until halted.
async fn listen(listener: TcpListener, desk: Arc<Desk>, mut halted: watch::Receiver<bool>) {
    let system = desk.system;
    let app = Router::new().fallback(answer).with_state(desk);
    let halt = async move {
        // An error means that the sender is gone: the same as being told.
        drop(halted.wait_for(|halt| *halt).await);
    };
    if let Err(error) = axum::serve(listener, app).with_graceful_shutdown(halt).await {
        tracing::warn!(system = system.kind(), %error, "A sample system stopped listening");
    }
}

async fn answer(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    desk.count();
    let Some(ask) = Ask::read(request).await else {
        return Reply::value(413, &json!({"message": "The request is too large"})).whole();
    };
    if desk.system == System::BusinessCentral && businesscentral::asks_token(&ask) {
        let refuse = desk.fault() == Some(Fault::Unauthorized);
        return businesscentral::token(&desk, &ask, refuse).whole();
    }
    let fault = desk.take_fault();
    match fault {
        Some(Fault::Html) => login_page().whole(),
        Some(Fault::Status(status, _)) => plain_status(status).whole(),
        Some(Fault::Unauthorized) => refused(&desk, &ask).whole(),
        Some(Fault::Truncated) => reply(&desk, &ask).cut(),
        Some(Fault::NoId | Fault::Poison) | None => reply(&desk, &ask).whole(),
    }
}

/// Signs in, keeps the pace, answers.
fn reply(desk: &Desk, ask: &Ask) -> Reply {
    if !signed_in(desk, ask) {
        return refused(desk, ask);
    }
    let pace = desk.pace();
    let reply = if pace.over { throttled(desk, &pace) } else { system_reply(desk, ask) };
    paced(desk.system, &pace, reply)
}

fn system_reply(desk: &Desk, ask: &Ask) -> Reply {
    match desk.system {
        System::Hubspot => hubspot::reply(desk, ask),
        System::BusinessCentral => businesscentral::reply(desk, ask),
        System::Zendesk => zendesk::reply(desk, ask),
        System::Klaviyo => klaviyo::reply(desk, ask),
        System::SurveyMonkey => surveymonkey::reply(desk, ask),
        System::Mixpanel => mixpanel::reply(desk, ask),
    }
}

fn signed_in(desk: &Desk, ask: &Ask) -> bool {
    match desk.system {
        System::Hubspot => ask.credential("Bearer") == Some(hubspot::TOKEN),
        System::BusinessCentral => businesscentral::signed_in(desk, ask),
        System::Zendesk => zendesk::signed_in(ask),
        System::Klaviyo => ask.credential("Klaviyo-API-Key") == Some(klaviyo::KEY),
        System::SurveyMonkey => ask.credential("Bearer") == Some(surveymonkey::TOKEN),
        System::Mixpanel => mixpanel::signed_in(ask),
    }
}

fn refused(desk: &Desk, ask: &Ask) -> Reply {
    match desk.system {
        System::Hubspot => hubspot::refused(desk),
        System::BusinessCentral => businesscentral::refused(desk),
        System::Zendesk => zendesk::refused(),
        System::Klaviyo => klaviyo::refused(desk, ask),
        System::SurveyMonkey => surveymonkey::refused(ask),
        System::Mixpanel => mixpanel::refused(ask),
    }
}

fn throttled(desk: &Desk, pace: &Pace) -> Reply {
    match desk.system {
        System::Hubspot => hubspot::throttled(desk, pace),
        System::BusinessCentral => businesscentral::throttled(pace),
        System::Zendesk => zendesk::throttled(pace),
        System::Klaviyo => klaviyo::throttled(desk, pace),
        System::SurveyMonkey => surveymonkey::throttled(),
        System::Mixpanel => mixpanel::throttled(),
    }
}

/// The reply with the vendor's headers about the rate limit.
fn paced(system: System, pace: &Pace, reply: Reply) -> Reply {
    match system {
        System::Hubspot => hubspot::paced(pace, reply),
        System::Zendesk => zendesk::paced(pace, reply),
        System::Klaviyo => klaviyo::paced(pace, reply),
        System::SurveyMonkey => surveymonkey::paced(pace, reply),
        // Neither documents a header on answers that came through.
        System::BusinessCentral | System::Mixpanel => reply,
    }
}

/// What a proxy in between answers when a session is over.
fn login_page() -> Reply {
    let page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>\
                <form method=\"post\" action=\"/login\"><input name=\"user\">\
                <input name=\"password\" type=\"password\"></form></body></html>\n";
    Reply::json(200, page).kind("text/html; charset=utf-8")
}

fn plain_status(status: u16) -> Reply {
    Reply::json(status, format!("{status} on purpose\n")).kind("text/plain; charset=utf-8")
}
