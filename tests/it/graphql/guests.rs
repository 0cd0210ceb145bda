//! Who comes in over HTTP: by key, by token, as a stranger or as the host; what that costs, and what is
//! written down of it.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use accord::access::{Algorithm, ApiKey, Issuer, Policy, SignIn};
use accord::api::{Access, Doorman, Profile};
use accord::fetch::{Client as Outward, Egress};
use accord::model::{Clock as _, EntityKind};
use accord::store::{AuditFilter, Chain, KeyRow, Store};
use accord::web::{self, Front};
use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use reqwest::{Client, Response};
use ring::rand::SystemRandom;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};
use tokio::sync::oneshot;
use wiremock::matchers::path;
use wiremock::{Mock, MockServer, Request, ResponseTemplate};

use super::http::{body, header};
use super::world::{draft, front, put, text, world};
use crate::kit::{self, Database};
use crate::river::Steps;

const NOW: &str = "2026-11-21T12:00:00Z";
const WHO: &str = "{ viewer { name role areas accounts shown pointsAMinute } }";
const ORDER: &str = "mutation { once: syncNow(source: \"crm\") { id } }";

/// A hub behind a guarded door; it ends with the test.
struct House {
    store: Store,
    clock: Steps,
    address: SocketAddr,
    client: Client,
    _stop: oneshot::Sender<()>,
}

impl House {
    /// Another process on a database.
    async fn on(store: &Store, access: Access, local: bool) -> Self {
        let clock = Steps::at(NOW);
        let egress =
            Egress { timeout: Duration::from_secs(5), max_reply: 1 << 20, allow_private: true };
        let outward = Outward::new(egress).expect("a client");
        let known = (store.clone(), Arc::new(clock.clone()) as Arc<dyn accord::model::Clock>);
        let doorman = Doorman::new(access, known, outward, local);
        let router = web::router(Front { doorman, ..front(store, Profile::default()) });
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let listener = web::listen(any).await.expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(web::serve(router, listener, async move {
            // An end without a word is an end too.
            let _ended = stopped.await;
        }));
        let client = Client::builder().build().expect("a client");
        Self { store: store.clone(), clock, address, client, _stop: stop }
    }

    async fn new(database: &Database, access: Access, local: bool) -> Self {
        Self::on(&world(database, 2).await, access, local).await
    }

    async fn ask(&self, headers: &[(&str, &str)], query: &str) -> Response {
        let request = self.client.post(format!("http://{}/graphql", self.address));
        let request = request.header("content-type", "application/json");
        let request = headers.iter().fold(request, |r, (name, value)| r.header(*name, *value));
        let body = json!({ "query": query }).to_string();
        request.body(body).send().await.expect("a reply")
    }

    async fn by(&self, credential: &str, query: &str) -> Response {
        self.ask(&[("authorization", &format!("Bearer {credential}"))], query).await
    }

    async fn status(&self, credential: &str) -> u16 {
        self.by(credential, WHO).await.status().as_u16()
    }

    /// What is told to whoever brings this back from an issuer, but for one change.
    async fn redeem(
        &self,
        brought: &Value,
        change: (&str, &str),
        origin: &str,
    ) -> (u16, Value) {
        let mut brought = brought.clone();
        if !change.0.is_empty() {
            brought[change.0] = json!(change.1);
        }
        let request = self.client.post(format!("http://{}/sign-in/token", self.address));
        let reply = request.header("origin", origin).json(&brought).send().await;
        let reply = reply.expect("a reply");
        (reply.status().as_u16(), body(reply).await)
    }

    /// Waits until this is answered with 401, five seconds at most.
    async fn until_refused(&self, headers: &[(&str, &str)]) {
        let refused = async { while self.ask(headers, WHO).await.status() != 401 {} };
        tokio::time::timeout(Duration::from_secs(5), refused).await.expect("it is refused");
    }

    /// Makes a key.
    async fn key(&self, byte: u8, row: KeyRow) -> String {
        let key = ApiKey::new([byte; 4], &[byte; 32]);
        let row = KeyRow { id: key.id().to_owned(), hash: key.hash(), ..row };
        assert!(self.store.put_api_key(&row).await.expect("it is kept"));
        key.text()
    }

    async fn key_of(&self, byte: u8, name: &str, role: &str) -> String {
        self.key(byte, row(name, role)).await
    }
}

fn row(name: &str, role: &str) -> KeyRow {
    KeyRow {
        id: String::new(),
        name: name.to_owned(),
        hash: String::new(),
        role: role.to_owned(),
        attributes: std::collections::BTreeMap::new(),
        points_a_minute: None,
        made_at: Steps::at(NOW).now(),
        made_by: "host".to_owned(),
        expires_at: None,
        revoked_at: None,
        last_used_on: None,
    }
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("")
}

#[tokio::test(flavor = "multi_thread")]
async fn metrics_are_for_whoever_may_see_sources() {
    let database = kit::sqlite();
    let house = House::new(&database, Access::default(), false).await;
    let engineer = house.key_of(1, "prometheus", "engineer").await;
    let bi = house.key_of(2, "powerbi", "bi").await;
    for (key, wanted) in [(engineer, 200), (bi, 403), ("acc_x".to_owned(), 401)] {
        let request = house.client.get(format!("http://{}/metrics", house.address));
        let response = request.bearer_auth(&key).send().await.expect("a reply");
        assert_eq!(response.status().as_u16(), wanted, "{key}");
    }
}

/// Whatever is wrong with a key, the answer is the same.
async fn wrong_keys_look_alike(house: &House, good: &str) {
    let wrong = [
        good.replace("acc_01010101", "acc_02020202"),
        good.replace("AQEB", "AQEC"),
        "acc_".to_owned(),
        "x".to_owned(),
        String::new(),
    ];
    let mut texts = std::collections::BTreeSet::new();
    for key in wrong {
        let response = house.by(&key, WHO).await;
        assert_eq!(response.status(), 401, "{key}");
        let how = header(&response, "www-authenticate");
        assert_eq!(how, "Bearer realm=\"accord\", error=\"invalid_token\"");
        texts.insert(response.text().await.expect("a body"));
    }
    assert_eq!(texts.len(), 1, "all the same: {texts:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_opens_the_door_until_it_expires_or_is_taken_back() {
    for database in kit::databases().await {
        let house = House::new(&database, Access::default(), false).await;
        let other = House::on(&house.store, Access::default(), false).await;
        let until = Some(house.clock.now() + TimeDelta::days(1));
        let good = house.key(1, KeyRow { expires_at: until, ..row("powerbi", "bi") }).await;
        let answer = body(house.by(&good, WHO).await).await;
        let wanted = json!({
            "name": "powerbi", "role": "bi", "accounts": "ALL", "shown": [], "pointsAMinute": null,
            "areas": ["ACCOUNTS", "PORTFOLIO", "PROOF", "ACTING"],
        });
        assert_eq!(answer["data"]["viewer"], wanted, "{}", database.name);
        let own = house.ask(&[("x-api-key", &good)], WHO).await;
        assert_eq!((own.status().as_u16(), header(&own, "cache-control")), (200, "no-store"));
        assert_eq!(other.status(&good).await, 200);
        let used = house.store.api_key("01010101").await.expect("it is read").expect("a key");
        assert_eq!(used.last_used_on, Some(house.clock.now().date_naive()));

        wrong_keys_look_alike(&house, &good).await;
        for two in [
            [("authorization", "Bearer a"), ("x-api-key", "b")],
            [("authorization", "Bearer a"), ("authorization", "Bearer a")],
        ] {
            assert_eq!(house.ask(&two, WHO).await.status(), 400);
        }
        let nobody = house.ask(&[], WHO).await;
        assert_eq!(nobody.status(), 401);
        assert_eq!(header(&nobody, "www-authenticate"), "Bearer realm=\"accord\"");
        assert_eq!(code(&body(nobody).await), "UNAUTHENTICATED");
        for open in ["health", "ready", "graphiql"] {
            let address = format!("http://{}/{open}", house.address);
            let status = house.client.get(address).send().await.expect("a reply").status();
            assert_eq!(status, 200, "{open}");
        }

        let now = house.clock.now();
        assert!(house.store.revoke_api_key("01010101", now).await.expect("it is revoked"));
        let bearer = format!("Bearer {good}");
        for process in [&house, &other] {
            process.until_refused(&[("authorization", &bearer)]).await;
        }
        let short = house.key(3, KeyRow { expires_at: until, ..row("short", "bi") }).await;
        assert_eq!(house.status(&short).await, 200);
        house.clock.forward(TimeDelta::days(1));
        let answer = body(house.by(&short, WHO).await).await;
        assert!(answer["errors"][0]["message"].to_string().contains("has expired"), "{answer}");
        let gone = house.key_of(4, "gone", "no such role").await;
        assert_eq!(house.status(&gone).await, 401);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn on_this_machine_alone_and_with_nothing_configured_everybody_is_the_host() {
    let database = kit::sqlite();
    let house = House::new(&database, Access::default(), true).await;
    let answer = body(house.ask(&[], WHO).await).await;
    assert_eq!(answer["data"]["viewer"]["name"], "api");
    let elsewhere =
        [("host", "evil.example:4000"), ("x-forwarded-for", "10.0.0.1"), ("via", "1.1 p")];
    for (name, value) in elsewhere {
        assert_eq!(house.ask(&[(name, value)], WHO).await.status(), 401, "{name}: {value}");
    }
    let far = House::on(&house.store, Access::default(), false).await;
    assert_eq!(far.ask(&[], WHO).await.status(), 401);
    let stranger = Access { anonymous: Some("partner".to_owned()), ..Access::default() };
    let open = House::on(&house.store, stranger, false).await;
    let asks = "{ viewer { name role accounts } accounts { nodes { id } } goals { id } }";
    let answer = body(open.ask(&[], asks).await).await;
    assert_eq!(answer["errors"][0]["path"][0], "goals", "{answer:#}");
    let answer = body(open.ask(&[], WHO).await).await;
    let viewer = &answer["data"]["viewer"];
    assert_eq!((&viewer["name"], &viewer["accounts"]), (&json!("anonymous"), &json!("SOME")));
    assert_eq!(open.status("x").await, 401, "a wrong credential is no stranger's");
    house.key_of(1, "first", "bi").await;
    house.until_refused(&[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_is_never_answered_with_somebody_else() {
    let database = kit::sqlite();
    let house = House::new(&database, Access::default(), false).await;
    let first = house.key_of(1, "first", "bi").await;
    let second = house.key_of(2, "second", "bi").await;
    for (key, name) in [(&first, "first"), (&second, "second"), (&first, "first")] {
        let answer = body(house.by(key, WHO).await).await;
        assert_eq!(answer["data"]["viewer"]["name"], name);
    }
    let same = "{ accounts { nodes { id } } }";
    house.by(&first, same).await;
    let kept = body(house.by(&second, same).await).await;
    assert_eq!(kept["extensions"]["cache"]["hit"], true, "the same rights, the same answer");
}

/// An issuer of tokens with its keys.
pub(crate) struct Identity {
    pub(crate) server: MockServer,
    pairs: Vec<Ed25519KeyPair>,
    documents: Vec<Vec<u8>>,
}

impl Identity {
    pub(crate) async fn new() -> Self {
        let server = MockServer::start().await;
        let documents: Vec<Vec<u8>> = (0..3).map(|_| document()).collect();
        let pairs = documents.iter().map(|document| pair(document)).collect();
        let this = Self { server, pairs, documents };
        this.publishes(&[0]).await;
        this
    }

    async fn publishes(&self, keys: &[usize]) {
        self.server.reset().await;
        let jwks = format!("{}/keys", self.server.uri());
        let about = json!({"issuer": self.server.uri(), "jwks_uri": jwks});
        let keys: Vec<Value> = keys.iter().map(|at| self.jwk(*at)).collect();
        for (at, json) in
            [("/.well-known/openid-configuration", about), ("/keys", json!({ "keys": keys }))]
        {
            let reply = ResponseTemplate::new(200).set_body_json(json);
            Mock::given(path(at)).respond_with(reply).mount(&self.server).await;
        }
    }

    fn jwk(&self, at: usize) -> Value {
        let x = BASE64_URL_SAFE_NO_PAD.encode(self.pairs[at].public_key());
        json!({"kty": "OKP", "crv": "Ed25519", "kid": format!("k{at}"), "x": x})
    }

    async fn asked(&self) -> usize {
        let all = self.server.received_requests().await.expect("they are kept");
        all.iter().filter(|request| request.url.path() == "/keys").count()
    }

    fn token(&self, at: usize, kid: &str, email: &str) -> String {
        self.token_of((at, kid), email, Steps::at(NOW).now().timestamp())
    }

    pub(crate) fn token_of(&self, (at, kid): (usize, &str), email: &str, now: i64) -> String {
        let claims = json!({
            "iss": self.server.uri(), "aud": "accord", "email": email, "exp": now + 3_600,
            "groups": ["sales"],
        });
        self.signed((at, kid), &claims)
    }

    fn signed(&self, (at, kid): (usize, &str), claims: &Value) -> String {
        signed(&self.pairs[at], kid, claims)
    }

    /// Lets people sign in, from now on in this way: `authorize` sends the browser back with a code at once, and
    /// for that code comes the nonce that was brought, in a token for this client.
    pub(crate) async fn lets_in(&self, client_id: &str, email: &str, now: i64) -> Access {
        self.server.reset().await;
        let at = |path: &str| format!("{}{path}", self.server.uri());
        let about = json!({"issuer": self.server.uri(), "jwks_uri": at("/keys"),
            "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token")});
        for (at, json) in [
            ("/.well-known/openid-configuration", about),
            ("/keys", json!({"keys": [self.jwk(0)]})),
        ] {
            let reply = ResponseTemplate::new(200).set_body_json(json);
            Mock::given(path(at)).respond_with(reply).mount(&self.server).await;
        }
        let asked: Arc<std::sync::Mutex<String>> = Arc::default();
        let heard = Arc::clone(&asked);
        let back = move |request: &Request| {
            let said: std::collections::BTreeMap<_, _> = request.url.query_pairs().collect();
            *heard.lock().expect("one at a time") = said["nonce"].to_string();
            assert_eq!(said["code_challenge_method"], "S256");
            let to = format!("{}?code=c0de&state={}", said["redirect_uri"], said["state"]);
            ResponseTemplate::new(302).insert_header("location", to)
        };
        Mock::given(path("/authorize")).respond_with(back).mount(&self.server).await;
        let exp = now + 3_600;
        let claims =
            json!({"iss": self.server.uri(), "email": email, "exp": exp, "groups": ["sales"]});
        let key = pair(&self.documents[0]);
        let client = client_id.to_owned();
        let given = move |request: &Request| {
            let body = String::from_utf8_lossy(&request.body).into_owned();
            let right = [
                "code=c0de",
                "client_secret=s3cret",
                "grant_type=authorization_code",
                "code_verifier=",
            ];
            if !right.iter().all(|part| body.contains(part)) {
                return ResponseTemplate::new(400)
                    .set_body_json(json!({"error": "invalid_grant"}));
            }
            let (mut id, mut access) = (claims.clone(), claims.clone());
            id["aud"] = json!(client);
            id["nonce"] = json!(*asked.lock().expect("one at a time"));
            access["aud"] = json!("accord");
            ResponseTemplate::new(200)
                .set_body_json(json!({"id_token": signed(&key, "k0", &id), "access_token": signed(&key, "k0", &access)}))
        };
        Mock::given(path("/token")).respond_with(given).mount(&self.server).await;
        let mut access = self.access();
        access.issuers[0].sign_in = Some(SignIn {
            name: "Example".to_owned(),
            client_id: client_id.to_owned(),
            secret: Some("s3cret".to_owned()),
            scope: "openid email".to_owned(),
        });
        access
    }

    fn access(&self) -> Access {
        let issuer = Issuer {
            issuer: self.server.uri(),
            audience: "accord".to_owned(),
            algorithms: [Algorithm::EdDsa].into(),
            jwks: None,
            email_claim: "email".to_owned(),
            role_claim: Some("groups".to_owned()),
            role_map: vec![("sales".to_owned(), "account_manager".to_owned())],
            role: None,
            attribute_claims: std::collections::BTreeMap::new(),
            sign_in: None,
        };
        Access { policy: Policy::built_in(), issuers: vec![issuer], anonymous: None }
    }
}

fn document() -> Vec<u8> {
    let document = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
    document.as_ref().to_vec()
}

fn pair(document: &[u8]) -> Ed25519KeyPair {
    Ed25519KeyPair::from_pkcs8(document).expect("a key")
}

fn signed(pair: &Ed25519KeyPair, kid: &str, claims: &Value) -> String {
    let part = |value: &Value| BASE64_URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({"alg": "EdDSA", "kid": kid})), part(claims));
    let signature = pair.sign(signed.as_bytes());
    format!("{signed}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_in_from_the_page_gets_a_token_for_the_code_they_bring() {
    let database = kit::sqlite();
    let identity = Identity::new().await;
    let access = identity
        .lets_in("accord-page", "rosa@b.example", Steps::at(NOW).now().timestamp())
        .await;
    let house = House::new(&database, access, false).await;
    let own = format!("http://{}", house.address);
    let offers: Value = house
        .client
        .get(format!("{own}/sign-in/offers"))
        .send()
        .await
        .expect("a reply")
        .json()
        .await
        .expect("JSON");
    let offer = &offers["offers"][0];
    assert_eq!(
        (&offer["name"], &offer["clientId"]),
        (&json!("Example"), &json!("accord-page"))
    );
    assert!(!offers.to_string().contains("s3cret"));
    let authorize = offer["authorize"].as_str().expect("an address");
    let client = Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .build()
        .expect("a client");
    let asked = [
        ("redirect_uri", "http://x/sign-in"),
        ("state", "st"),
        ("nonce", "n0nce"),
        ("code_challenge_method", "S256"),
    ];
    let sent = client.get(authorize).query(&asked).send().await.expect("a reply");
    assert_eq!(sent.status(), 302);
    let brought = json!({"issuer": identity.server.uri(), "code": "c0de", "verifier": "v", "nonce": "n0nce",
        "redirect": "http://x/sign-in"});
    let (status, told) = house.redeem(&brought, ("", ""), &own).await;
    assert_eq!(status, 200, "{told:#}");
    let token = told["token"].as_str().expect("a token");
    let who = body(house.by(token, WHO).await).await;
    assert_eq!(who["data"]["viewer"]["name"], "rosa@b.example", "{who:#}");
    for (change, origin, wanted) in [
        (("code", "other"), own.as_str(), 401),
        (("nonce", "other"), &own, 401),
        (("issuer", "https://other.example"), &own, 401),
        (("more", "x"), &own, 400),
        (("", ""), "https://evil.example", 403),
    ] {
        let (status, told) = house.redeem(&brought, change, origin).await;
        assert_eq!(status, wanted, "{change:?} {origin}: {told:#}");
        assert!(!told.to_string().contains("s3cret") && told["token"].is_null());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_signs_in_by_token_and_sees_what_is_theirs() {
    for database in kit::databases().await {
        let identity = Identity::new().await;
        let house = House::new(&database, identity.access(), true).await;
        let name = ("name", text("A. Reyes"));
        let member = vec![name, ("email", text("A.Reyes@Vendor.Example"))];
        let member = draft(EntityKind::TeamMember, 0, "e1", member);
        put(&house.store, "PARTIES", vec![member]).await;
        let asks = "{ viewer { name role accounts } accounts { nodes { owner { id } } } }";
        let token = identity.token(0, "k0", "a.reyes@VENDOR.example");
        let answer = body(house.by(&token, asks).await).await;
        let viewer = json!({
            "name": "a.reyes@vendor.example", "role": "account_manager", "accounts": "SOME",
        });
        assert_eq!(answer["data"]["viewer"], viewer, "{}: {answer:#}", database.name);
        let accounts = answer["data"]["accounts"]["nodes"].as_array().expect("a list");
        assert!(!accounts.is_empty(), "{answer:#}");
        let other = identity.token(0, "k0", "nobody@vendor.example");
        let answer = body(house.by(&other, asks).await).await;
        assert_eq!(answer["data"]["accounts"]["nodes"], json!([]), "no member, no account");
        assert_eq!(house.ask(&[], WHO).await.status(), 401, "an issuer says who may come in");
        assert_eq!(house.status(&identity.token(1, "k0", "a@b.example")).await, 401);
        house.clock.forward(TimeDelta::hours(2));
        let answer = body(house.by(&token, WHO).await).await;
        assert!(answer["errors"][0]["message"].to_string().contains("has expired"), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_read_again_for_a_new_one_and_at_most_once_a_minute() {
    let identity = Identity::new().await;
    let database = kit::sqlite();
    let house = House::new(&database, identity.access(), false).await;
    let token = |at: usize| identity.token(at, &format!("k{at}"), "a@b.example");
    let (old, new) = (token(0), token(1));
    assert_eq!((house.status(&old).await, identity.asked().await), (200, 1));
    identity.publishes(&[0, 1]).await;
    let all = futures(&house, [&new, &old, &new, &old, &new]).await;
    assert_eq!((all, identity.asked().await), (vec![200; 5], 1), "one reading for all");
    for at in 0..50 {
        let unknown = identity.token(2, &format!("kid-{at}"), "a@b.example");
        assert_eq!(house.status(&unknown).await, 401);
    }
    assert_eq!(identity.asked().await, 1, "a flood of unknown keys makes us read nothing");
    house.clock.forward(TimeDelta::seconds(61));
    identity.publishes(&[1, 2]).await;
    assert_eq!(house.status(&token(2)).await, 200);
    assert_eq!(house.status(&old).await, 401, "its key was taken back");
    // The issuer falls silent: what is known still holds, for a day.
    identity.server.reset().await;
    house.clock.forward(TimeDelta::minutes(58));
    assert_eq!(house.status(&new).await, 200);
    let fresh = House::on(&house.store, identity.access(), false).await;
    let response = fresh.by(&new, WHO).await;
    assert_eq!(response.status(), 503, "it cannot be found out now");
    assert_eq!(code(&body(response).await), "UNAVAILABLE");
}

/// The statuses of requests that are made at once.
async fn futures<const N: usize>(house: &House, tokens: [&String; N]) -> Vec<u16> {
    let all = tokens.map(|token| house.status(token));
    async_graphql::futures_util::future::join_all(all).await
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_spent_a_minutes_points_is_told_when_to_come_again() {
    let database = kit::sqlite();
    let house = House::new(&database, Access::default(), false).await;
    let poor = KeyRow { points_a_minute: Some(30), ..row("poor", "bi") };
    let (poor, rich) = (house.key(1, poor).await, house.key_of(2, "rich", "bi").await);
    let asks = |n: usize| format!("{{ accounts(first: {}) {{ nodes {{ id }} }} }}", 10 + n);
    let mut spent = None;
    for n in 0..5 {
        let response = house.by(&poor, &asks(n)).await;
        if response.status() != 200 {
            spent = Some(response);
            break;
        }
    }
    let spent = spent.expect("thirty points do not last");
    assert_eq!(spent.status(), 429);
    let wait: u64 = header(&spent, "retry-after").parse().expect("seconds");
    assert!((1..=120).contains(&wait), "{wait}");
    assert_eq!(code(&body(spent).await), "SPENT");
    assert_eq!(house.by(&rich, &asks(0)).await.status(), 200, "everybody has their own");
    let tiny = KeyRow { points_a_minute: Some(1), ..row("tiny", "bi") };
    let tiny = house.key(3, tiny).await;
    let answer = body(house.by(&tiny, &asks(0)).await).await;
    assert!(answer["errors"][0]["message"].to_string().contains("may spend 1 a minute"));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_order_is_written_down_also_what_is_refused() {
    for database in kit::databases().await {
        let house = House::new(&database, Access::default(), false).await;
        let admin = house.key_of(1, "steward", "admin").await;
        let bi = house.key_of(2, "powerbi", "bi").await;
        let headers = [("authorization", format!("Bearer {admin}"))];
        let headers = [(headers[0].0, headers[0].1.as_str()), ("x-request-id", "r-1")];
        assert_eq!(house.ask(&headers, ORDER).await.status(), 200);
        house.by(&bi, ORDER).await;
        house.by(&admin, "mutation { ...a ...b } fragment a on Mutation { x: syncNow(source: \"no\") { id } } fragment b on Mutation { undoMatch(id: \"no\") { id } }").await;
        house.by(&admin, "mutation { nothing }").await;
        let address = format!("http://{}/graphql", house.address);
        let by_get = house.client.get(address).query(&[("query", ORDER)]).bearer_auth(&admin);
        assert_eq!(by_get.send().await.expect("a reply").status(), 405);
        house.by(&admin, "{ segments { id } }").await;

        let asks = "{ auditLog(first: 3) { nodes { number who role requestId what outcome }
            pageInfo { hasNextPage endCursor } } }";
        let answer = body(house.by(&admin, asks).await).await;
        let log = &answer["data"]["auditLog"];
        let line = |number: i64, what: &str, outcome: &str| {
            let row = log["nodes"].as_array().into_iter().flatten();
            let mut row = row.filter(|row| row["number"] == number);
            let row = row.next().unwrap_or_else(|| panic!("no row {number}: {answer:#}"));
            assert_eq!((&row["what"], &row["outcome"]), (&json!(what), &json!(outcome)));
        };
        line(5, "syncNow", "METHOD_NOT_ALLOWED");
        line(4, "nothing", "BAD_QUERY");
        line(3, "syncNow, undoMatch", "NOT_FOUND");
        assert_eq!(log["pageInfo"], json!({"hasNextPage": true, "endCursor": "3"}));
        let rest = asks.replace("first: 3", "first: 3, after: \"3\"");
        let answer = body(house.by(&admin, &rest).await).await;
        let rows = &answer["data"]["auditLog"]["nodes"];
        assert_eq!(rows[0]["outcome"], "FORBIDDEN", "{answer:#}");
        assert_eq!((&rows[0]["who"], &rows[0]["role"]), (&json!("powerbi"), &json!("bi")));
        assert_eq!((&rows[1]["outcome"], &rows[1]["requestId"]), (&json!("OK"), &json!("r-1")));
        let own = asks.replace("first: 3", "who: \"powerbi\"");
        let answer = body(house.by(&admin, &own).await).await;
        assert_eq!(answer["data"]["auditLog"]["nodes"].as_array().map(Vec::len), Some(1));
        assert_eq!(code(&body(house.by(&bi, asks).await).await), "FORBIDDEN");
        nobody_changes_it(&house.store, &database).await;
    }
}

/// Runs a statement past the store.
async fn run(database: &Database, text: &str) -> sqlx::Result<()> {
    let text = AssertSqlSafe(text.to_owned());
    if database.name == "sqlite" {
        let mut connection = SqliteConnection::connect(&database.url).await?;
        connection.execute(text).await.map(drop)
    } else {
        let mut connection = PgConnection::connect(&database.url).await?;
        connection.execute(text).await.map(drop)
    }
}

async fn nobody_changes_it(store: &Store, database: &Database) {
    let kind = database.name;
    for text in ["UPDATE audit SET who = 'x' WHERE number = 2", "DELETE FROM audit"] {
        let refused = run(database, text).await.expect_err(text).to_string();
        assert!(refused.contains("only added"), "{kind}: {refused}");
    }
    let (chain, _) = store.verify_audit(None).await.expect("it is read");
    let Chain::Whole(5, last) = chain else { panic!("{kind}: {chain:?}") };
    assert!(store.verify_audit(Some(&last)).await.expect("it is read").1);
    assert!(!store.verify_audit(Some("0")).await.expect("it is read").1, "cut off");
    let unlock = match kind {
        "sqlite" => "DROP TRIGGER audit_update; DROP TRIGGER audit_delete",
        _ => "DROP TRIGGER audit_change ON audit",
    };
    for part in unlock.split(';') {
        run(database, part).await.expect("whoever owns the database may");
    }
    run(database, "DELETE FROM audit WHERE number = 4").await.expect("it is deleted");
    assert_eq!(
        store.verify_audit(None).await.expect("it is read").0,
        Chain::Broken(4),
        "{kind}"
    );
    run(database, "UPDATE audit SET outcome = 'OK' WHERE number = 2").await.expect("changed");
    assert_eq!(
        store.verify_audit(None).await.expect("it is read").0,
        Chain::Broken(2),
        "{kind}"
    );
    let all = AuditFilter { first: 10, ..AuditFilter::default() };
    assert_eq!(store.audit(all).await.expect("it is read").len(), 4, "{kind}");
}
