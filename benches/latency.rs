//! How near a pull comes to what its concurrency level allows, when waiting for the source is all
//! that takes time: 100 ms a page, 8 partitions.
//!
//! `cargo bench --bench latency [-- <pages a partition>]` prints, for several levels, the time
//! taken, the least possible (the longest of: all pages shared among the level, one partition's
//! pages one after another) and their ratio.

use std::sync::Arc;
use std::time::{Duration, Instant};

use accord::connector::{Manifest, Pull};
use accord::fetch::{Client, Driver, Egress};
use accord::model::{Clock, FixedClock};
use chrono::{DateTime, Utc};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

const LATENCY: Duration = Duration::from_millis(100);
const PARTITIONS: usize = 8;
/// Records on a page.
const RECORDS: usize = 100;

#[tokio::main]
#[expect(clippy::print_stdout, reason = "a benchmark tells what it measured")]
async fn main() {
    let given = std::env::args().find_map(|word| word.parse().ok());
    let pages: usize = given.unwrap_or(10);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port on loopback");
    let address = listener.local_addr().expect("a bound socket has an address");
    let serving = tokio::spawn(serve(listener, pages));
    println!("{PARTITIONS} partitions of {pages} pages, 100 ms a page");
    for level in [1, 2, 4, 8, 16] {
        let began = Instant::now();
        let records = read(&format!("http://{address}"), level).await;
        let took = began.elapsed();
        assert_eq!(records, PARTITIONS * pages * RECORDS, "every record is read");
        let turns = (PARTITIONS * pages).div_ceil(level).max(pages);
        let least = LATENCY * u32::try_from(turns).expect("few pages");
        let ratio = took.as_secs_f64() / least.as_secs_f64();
        println!("level {level:>2}: {took:>8.2?} of at least {least:>6.2?}, ratio {ratio:.3}");
    }
    serving.abort();
}

/// Reads the whole stream; gives the number of records.
async fn read(url: &str, level: usize) -> usize {
    let manifest = Manifest::parse("bench.yaml", &manifest(url, level));
    let manifest = Arc::new(manifest.expect("the manifest below is right"));
    let clock: Arc<dyn Clock> = Arc::new(FixedClock(DateTime::<Utc>::UNIX_EPOCH));
    let egress =
        Egress { timeout: Duration::from_secs(30), max_reply: 1 << 24, allow_private: true };
    let client = Client::new(egress).expect("TLS can be set up");
    let pull = Pull::new(&manifest, "items", &serde_json::json!({}), None, clock.now());
    let (sender, mut pages) = mpsc::channel(4);
    let driver = Driver::new(client, clock);
    let pull = pull.expect("the stream is there");
    let driving = tokio::spawn(async move { driver.drive(pull, sender).await.map(drop) });
    let mut records = 0;
    while let Some(page) = pages.recv().await {
        records += page.records.len();
    }
    driving.await.expect("it does not panic").expect("the pull ends well");
    records
}

fn manifest(url: &str, level: usize) -> String {
    let parts: Vec<String> = (0..PARTITIONS).map(|part| format!("'p{part}'")).collect();
    let parts = parts.join(", ");
    format!(
        "version: 7.0.0
type: DeclarativeSource
check: {{type: CheckStream, stream_names: [items]}}
concurrency_level: {{type: ConcurrencyLevel, default_concurrency: {level}}}
streams:
  - type: DeclarativeStream
    name: items
    primary_key: id
    retriever:
      type: SimpleRetriever
      requester: {{type: HttpRequester, url_base: '{url}', path: /items}}
      record_selector: {{extractor: {{field_path: [items]}}}}
      paginator:
        type: DefaultPaginator
        page_token_option: {{inject_into: request_parameter, field_name: page}}
        pagination_strategy:
          {{type: CursorPagination, cursor_value: \"{{{{ response.next }}}}\", stop_condition: \"{{{{ not response.next }}}}\"}}
      partition_router:
        type: ListPartitionRouter
        cursor_field: part
        values: [{parts}]
        request_option: {{inject_into: request_parameter, field_name: part}}
"
    )
}

async fn serve(listener: TcpListener, pages: usize) {
    while let Ok((socket, _)) = listener.accept().await {
        tokio::spawn(answer_all(socket, pages));
    }
}

/// Answers one request after another on a connection, each after 100 ms.
async fn answer_all(mut socket: TcpStream, pages: usize) -> std::io::Result<()> {
    socket.set_nodelay(true)?;
    let mut head = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = socket.read(&mut chunk).await?;
        if read == 0 {
            return Ok(());
        }
        head.extend_from_slice(chunk.get(..read).unwrap_or_default());
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        tokio::time::sleep(LATENCY).await;
        let body = page(&String::from_utf8_lossy(&head), pages);
        let length = body.len();
        let start = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        let reply = format!("{start}Content-Length: {length}\r\n\r\n{body}");
        socket.write_all(reply.as_bytes()).await?;
        head.clear();
    }
}

fn page(request: &str, pages: usize) -> String {
    let value = |name: &str| {
        let found = request.split(['?', '&', ' ']).find_map(|pair| pair.strip_prefix(name));
        found.unwrap_or_default().to_owned()
    };
    let (part, page) = (value("part="), value("page=").parse::<usize>().unwrap_or(1));
    let record = |n: usize| format!(r#"{{"id": "{part}-{page}-{n}", "name": "Someone"}}"#);
    let records: Vec<String> = (0..RECORDS).map(record).collect();
    let next = if page < pages { (page + 1).to_string() } else { "null".to_owned() };
    format!(r#"{{"items": [{}], "next": {next}}}"#, records.join(", "))
}
