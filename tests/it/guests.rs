//! Who may come in, as whoever runs the hub says it at the terminal.

use std::time::{SystemTime, UNIX_EPOCH};

use reqwest::Client;

use crate::graphql::guests::Identity;
use crate::kit;
use crate::machine::Machine;

#[test]
fn keys_are_made_listed_and_taken_back_and_the_audit_has_it() {
    let machine = Machine::new(None);
    let king = machine.run(&["key", "create", "--name", "powerbi", "--role", "king"]);
    assert!(!king.fine && king.text.contains("known: account_manager, admin"), "{}", king.text);
    let person = machine.run(&["key", "create", "--name", "a@b.example", "--role", "bi"]);
    assert!(!person.fine && person.text.contains("no @"), "{}", person.text);
    let partner = ["key", "create", "--name", "p", "--role", "partner"];
    let blind = machine.run(&partner);
    assert!(blind.fine && blind.text.contains("it will see no such account"), "{}", blind.text);
    let seeing = machine.run(&[&partner[..], &["--attribute", "partner=acc_1"]].concat());
    assert!(seeing.fine && !seeing.text.contains("warning"), "{}", seeing.text);
    let key = seeing.text.trim();
    let id = key.split('_').nth(1).expect("an id");
    assert_eq!(key.len(), 56, "the key alone: {key}");
    let list = machine.run(&["key", "list"]).text;
    assert!(list.contains(id) && list.contains("partner=acc_1"), "{list}");
    assert!(!list.contains(key.get(13..).expect("a secret")), "{list}");
    assert!(machine.run(&["key", "revoke", id]).fine);
    let again = machine.run(&["key", "revoke", id]);
    assert!(!again.fine && again.text.contains("revoked before"), "{}", again.text);
    let list = machine.run(&["key", "list"]).text;
    assert!(list.contains("revoked 20"), "{list}");
    let audit = machine.run(&["audit", "list", "--since", "1d", "--who", "host"]).text;
    assert!(audit.contains(&format!("key revoke {id}")), "{audit}");
    assert!(audit.contains("as partner"), "{audit}");
    let verified = machine.run(&["audit", "verify"]);
    assert!(verified.fine && verified.text.starts_with("ok: 3 rows"), "{}", verified.text);
    let other = machine.run(&["audit", "verify", "--has", "0123"]);
    assert_eq!((other.code, other.text.contains("cut off")), (1, true), "{}", other.text);
}

#[tokio::test]
async fn where_others_reach_it_and_nothing_says_who_may_it_does_not_start() {
    for database in kit::databases().await {
        for listen in ["0.0.0.0:0", "[::]:0"] {
            let machine = Machine::new(Some(&database.url)).set("listen", listen);
            for command in [&["serve"][..], &["check"]] {
                let said = machine.run(command);
                assert_eq!(said.code, 1, "{command:?} on {listen}: {}", said.text);
                assert!(said.text.contains("accord key create"), "{}", said.text);
            }
        }
        let machine = Machine::new(Some(&database.url));
        let said = machine.run(&["check"]);
        assert!(said.fine && said.text.contains("whoever is on this machine"), "{}", said.text);
        let machine = Machine::new(Some(&database.url)).set("listen", "0.0.0.0:0");
        assert!(machine.run(&["key", "create", "--name", "bi", "--role", "bi"]).fine);
        let said = machine.run(&["check"]);
        assert!(said.fine && said.text.contains("1 of 1 API keys"), "{}", said.text);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_log_and_no_dump_of_the_database_holds_a_secret() {
    let identity = Identity::new().await;
    let issuer = format!(
        "anonymous = 'bi'\n[[issuers]]\nissuer = '{}'\naudience = 'accord'\nalgorithms = ['EdDSA']\n\
         role = 'admin'\n",
        identity.server.uri()
    );
    let access: toml::Table = toml::from_str(&issuer).expect("settings");
    let log: toml::Table = toml::from_str("filter = 'trace'").expect("settings");
    let machine = Machine::new(None).set("access", access).set("log", log);
    let made = machine.run(&["key", "create", "--name", "powerbi", "--role", "admin"]).text;
    let key =
        made.lines().rev().find(|line| line.starts_with("acc_")).expect("a key").to_owned();
    let hub = machine.serve();
    let address = format!("http://{}/graphql", hub.address);
    let _first = rustls::crypto::ring::default_provider().install_default();
    let client = Client::builder().build().expect("a client");
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("it is later").as_secs();
    let token = |at| identity.token_of((at, "k0"), "canary@b.example", now.cast_signed());
    let (right, wrong) = (token(0), token(1));
    let other = format!("{}B", key.strip_suffix(|_: char| true).expect("letters"));
    let body = r#"{"query": "{ viewer { name } }"}"#;
    let mut statuses = Vec::new();
    for credential in [&key, &right, &wrong, &other] {
        for name in ["authorization", "x-api-key"] {
            let scheme = if name == "authorization" { "Bearer " } else { "" };
            let request = client.post(&address).header(name, format!("{scheme}{credential}"));
            let request = request.header("content-type", "application/json").body(body);
            statuses.push(request.send().await.expect("a reply").status().as_u16());
        }
    }
    let log = hub.killed();
    assert_eq!(statuses, [200, 200, 200, 401, 401, 401, 401, 401]);
    assert!(log.contains("Answered POST /graphql with 200"), "the log was kept");
    let mut seen = log.into_bytes();
    for file in ["accord.db", "accord.db-wal"] {
        seen.extend(std::fs::read(machine.path(file)).unwrap_or_default());
    }
    let text = String::from_utf8_lossy(&seen);
    let secret = key.get(13..).expect("a secret");
    assert_eq!(secret.len(), 43);
    for canary in [secret, right.as_str(), wrong.as_str(), "canary@b.example"] {
        assert!(!text.contains(canary), "{canary} is seen");
    }
}
