//! The dashboard: what is embedded is what the sources say, and real people's browser can use it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use accord::access::ApiKey;
use accord::api::{self, Doorman, Profile};
use accord::fetch::Egress;
use accord::model::{Clock, hash};
use accord::sample::Company;
use accord::store::KeyRow;
use accord::web::{self, Front};

use crate::graphql::guests::Identity;
use crate::kit;
use crate::machine::repository;
use crate::river::{River, Steps};

/// What is no source of the built files: see `dashboard/stamp.mjs`, which leaves out the same.
const LEFT_OUT: [&str; 7] =
    ["node_modules", "dist", "README.md", ".gitignore", "asked.ts", "tests", "pictures-of"];

fn sources(folder: &Path, into: &mut BTreeSet<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let name = entry.file_name();
        if LEFT_OUT.iter().any(|left| name == *left) {
            continue;
        }
        if path.is_dir() {
            sources(&path, into);
        } else {
            into.insert(path);
        }
    }
}

#[test]
fn the_built_pages_are_the_sources_pages() {
    let root = repository("dashboard");
    let mut all = BTreeSet::new();
    sources(&root, &mut all);
    let mut lines: Vec<(String, String)> = all
        .iter()
        .map(|path| {
            let name = path
                .strip_prefix(&root)
                .expect("below it")
                .to_string_lossy()
                .replace('\\', "/");
            (name, hash(&std::fs::read(path).expect("a file")))
        })
        .collect();
    lines.sort();
    let text =
        lines.iter().fold(String::new(), |text, (name, sum)| text + name + "\0" + sum + "\n");
    let built = std::fs::read_to_string(root.join("dist/sources.sha256")).expect("the sum");
    assert_eq!(
        hash(text.as_bytes()),
        built.trim(),
        "dashboard/dist was built from other sources: run `npm ci && npm run build` in dashboard/"
    );
}

/// Everything that the pages ask, as they ask it.
fn documents() -> Vec<(PathBuf, String)> {
    let mut all = BTreeSet::new();
    sources(&repository("dashboard/src"), &mut all);
    let questions =
        all.into_iter().filter(|path| path.extension().is_some_and(|it| it == "graphql"));
    questions
        .map(|path| (path.clone(), std::fs::read_to_string(path).expect("a file")))
        .collect()
}

#[tokio::test]
async fn every_question_of_the_pages_is_one_that_the_hub_understands() {
    let database = kit::sqlite();
    let store = database.open().await;
    let river = River::of(
        Arc::new(Company::new(7, START.parse().expect("a moment"))),
        store,
        Steps::at(START),
    )
    .await;
    let schema = river.schema();
    let documents = documents();
    assert!(documents.len() >= 3, "{documents:?}");
    for (path, text) in documents {
        let parsed = async_graphql::parser::parse_query(&text).expect("GraphQL");
        for (name, operation) in parsed.operations.iter() {
            // Without values for its variables a document that is wrong says so before they are looked at.
            let name = name.expect("a name").to_string();
            let request = async_graphql::Request::new(&text).operation_name(&name);
            if operation.node.ty != async_graphql::parser::types::OperationType::Query {
                continue;
            }
            for error in schema.execute(request).await.errors {
                let known = [
                    "Unknown field",
                    "Cannot query",
                    "Unknown argument",
                    "Unknown fragment",
                    "Unknown type",
                ];
                assert!(
                    !known.iter().any(|word| error.message.contains(word)),
                    "{} {name}: {}",
                    path.display(),
                    error.message
                );
            }
        }
    }
}

const START: &str = "2026-03-02T08:00:00Z";

/// A hub that serves the sample company from a database, and its address.
async fn served(database: &kit::Database) -> (River, String) {
    let company = Arc::new(Company::new(7, START.parse().expect("a moment")));
    let river = River::of(company, database.open().await, Steps::at(START)).await;
    river.synced().await;
    let address = behind(&river, Doorman::open()).await;
    (river, address)
}

/// Serves what a river brought behind a door.
async fn behind(river: &River, doorman: Doorman) -> String {
    let front = Front {
        service: api::service(river.hub(), Profile::default()),
        doorman,
        store: river.sync.store.clone(),
        webhooks: None,
        editor: true,
        dashboard: true,
    };
    let any = std::net::SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = web::listen(any).await.expect("a free port");
    let address = format!("http://{}", listener.local_addr().expect("it listens"));
    tokio::spawn(web::serve(web::router(front), listener, std::future::pending()));
    address
}

/// The same behind a door where an issuer lets in somebody who sees some accounts only; with a key of somebody
/// who is shown no persons.
async fn guarded(river: &River, identity: &Identity) -> (String, String) {
    const WHO: &str = "{ teamMembers(first: 200) { nodes { id email } }
        accountsAggregate(groupBy: [OWNER], first: 50) { nodes { owner count } } }";
    let told = river.schema().execute(WHO).await.into_result().expect("an answer");
    let told = told.data.into_json().expect("JSON");
    let owners = told["accountsAggregate"]["nodes"].as_array().expect("groups").iter();
    let owner = owners.clone().find(|group| group["owner"].is_string()).expect("an owner");
    let of = told["teamMembers"]["nodes"].as_array().expect("rows").iter();
    let email = of.clone().find(|person| person["id"] == owner["owner"]).expect("a person");
    let email = email["email"].as_str().expect("an address");
    let now = river.clock.now();
    let access = identity.lets_in("accord-page", email, now.timestamp()).await;
    let egress =
        Egress { timeout: Duration::from_secs(5), max_reply: 1 << 20, allow_private: true };
    let client = accord::fetch::Client::new(egress).expect("a client");
    let key = ApiKey::new([7; 4], &[7; 32]);
    let row = KeyRow {
        id: key.id().to_owned(),
        hash: key.hash(),
        name: "powerbi".to_owned(),
        role: "bi".to_owned(),
        attributes: BTreeMap::new(),
        points_a_minute: None,
        made_at: now,
        made_by: "host".to_owned(),
        expires_at: None,
        revoked_at: None,
        last_used_on: None,
    };
    assert!(river.sync.store.put_api_key(&row).await.expect("it is kept"));
    let known = (river.sync.store.clone(), Arc::new(river.clock.clone()) as Arc<dyn Clock>);
    (behind(river, Doorman::new(access, known, client, false)).await, key.text())
}

/// `ACCORD_TEST_BROWSER=skip` leaves out what needs Node and Chromium; scripts/test.sh brings both.
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests says so by a variable")]
#[expect(clippy::print_stderr, reason = "that the pages are left out must be seen")]
fn browser_is_left_out() -> bool {
    let left_out = std::env::var("ACCORD_TEST_BROWSER").is_ok_and(|word| word == "skip");
    if left_out {
        eprintln!("ACCORD_TEST_BROWSER=skip: the pages are NOT tested in a browser");
    }
    left_out
}

#[tokio::test(flavor = "multi_thread")]
async fn the_pages_work_in_a_browser() {
    if browser_is_left_out() {
        return;
    }
    let database = kit::sqlite();
    let (river, address) = served(&database).await;
    let identity = Identity::new().await;
    let (door, key) = guarded(&river, &identity).await;
    let mut browser = Command::new("node")
        .args(["pages.mjs", &address])
        .env("LIVE", "1")
        .env("GUARDED", door)
        .env("GUARDED_KEY", key)
        .current_dir(repository("dashboard/tests"))
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()
        .expect(
            "Node is missing: run scripts/test.sh, which brings it, or set ACCORD_TEST_BROWSER=skip",
        );
    let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
    let said = BufReader::new(browser.stdout.take().expect("it is piped"));
    std::thread::spawn(move || {
        // It ends when the browser's script does, or when nobody listens any more.
        said.lines().map_while(Result::ok).all(|line| tell.send(line).is_ok())
    });
    let mut all = Vec::new();
    while let Some(line) = told.recv().await {
        // A day goes by, and what the systems say of it comes in while the page is open.
        if line == "ready for a move" {
            river.clock.forward(chrono::Duration::days(1));
            river.synced().await;
        }
        all.push(line);
    }
    let ended = browser.wait().expect("it ends");
    let said = all.join("\n");
    assert!(ended.success(), "{said}");
    assert!(said.contains("all pages work"), "{said}");
}
