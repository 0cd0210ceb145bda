//! A schema that is not the hub's, told as the hub's is: what suites that others wrote follow. With
//! `ACCORD_TEST_TICKS=127.0.0.1:4002` it is served there for them, until it is interrupted; see `docs/api.md`.

use std::net::SocketAddr;
use std::time::Duration;

use accord::api::{Profile, Service};
use accord::web;
use async_graphql::{EmptyMutation, Object, Schema, Subscription};
use futures_util::stream::{self, Stream, StreamExt as _};
use tokio::net::TcpListener;

pub(crate) struct Query;

#[Object]
impl Query {
    async fn hello(&self) -> &str {
        "world"
    }
}

pub(crate) struct Ticks;

#[Subscription]
impl Ticks {
    async fn ticks(&self, count: i32) -> impl Stream<Item = i32> {
        stream::iter(0..count)
    }

    async fn forever(&self) -> impl Stream<Item = i32> {
        stream::iter(0..).then(async |n| {
            tokio::time::sleep(Duration::from_millis(100)).await;
            n
        })
    }

    /// As much and as fast as it is taken.
    async fn flood(&self) -> impl Stream<Item = String> {
        stream::repeat_with(|| "x".repeat(1 << 16))
    }
}

pub(crate) fn service(profile: Profile) -> Service<Schema<Query, EmptyMutation, Ticks>> {
    let schema = Schema::build(Query, EmptyMutation, Ticks).finish();
    Service::over(schema, profile)
}

async fn serve(listener: TcpListener) {
    let router = web::answering(service(Profile::default()));
    let interrupted = async { tokio::signal::ctrl_c().await.expect("signals are heard") };
    web::serve(router, listener, interrupted).await.expect("it serves");
}

#[expect(clippy::disallowed_methods, reason = "no configuration names a test's address")]
#[tokio::test(flavor = "multi_thread")]
async fn the_suite_is_served_where_it_asks_for() {
    let Ok(address) = std::env::var("ACCORD_TEST_TICKS") else { return };
    let address: SocketAddr = address.parse().expect("an address and a port");
    serve(web::listen(address).await.expect("a free port")).await;
}
