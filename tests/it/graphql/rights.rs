//! Who may what: every field of the schema, asked by every role and from behind every row policy, tells
//! nothing that is not theirs; caches that others filled do not either.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use accord::access::{Area, Credential, Policy, Rights, Rows, Span, Viewer};
use accord::api::{self, Caller, Event, Export, Form, Profile, Question, Service, Told};
use accord::model::*;
use accord::store::{AuditFilter, Price, Store};
use async_graphql::parser::types::{
    BaseType, FieldDefinition, Selection, SelectionSet, Type, TypeKind, TypeSystemDefinition,
};
use futures_util::stream::{BoxStream, StreamExt as _};
use serde_json::Value as Answer;

use super::live::{priced, raise, signal};
use super::world::{account, ago, draft, hub_at, now, put, score, source};
use super::zoo::kinds;
use crate::kit::{self, Database};

/// The account that a narrowed viewer sees, and the one that they do not.
const MINE: usize = 0;
const THEIRS: usize = 1;
/// Rows of each kind and account.
const EACH: usize = 3;

/// A text that says whose it is and what it tells; what belongs to no account is nobody's.
fn canary(kind: EntityKind, field: &str, n: usize) -> String {
    let n = if kind.belongs().account { n } else { 9 };
    let class = kind.pii(field).map_or("PLAIN", Pii::word);
    format!("zz{n}{class}zz {field}")
}

fn value(kind: EntityKind, field: &Field, (n, at): (usize, usize)) -> Value {
    let small = i64::try_from(at).expect("small") + 1;
    match field.kind {
        Kind::Text => Value::Text(canary(kind, field.name, n)),
        Kind::Choice(words) => Value::Text(words[at % words.len()].to_owned()),
        Kind::Int => Value::Int(small),
        Kind::Number => Value::Number(small as f64),
        Kind::Amount => {
            Value::Amount(Money::new(small.into(), Currency::EUR).expect("a small amount"))
        }
        Kind::Day => Value::Day(ago(small).date_naive()),
        Kind::Time => Value::Time(ago(small)),
        Kind::Flag => Value::Flag(true),
        Kind::List => Value::List(vec![canary(kind, field.name, n)]),
        Kind::Ref(of) => Value::Text(format!("{of}-{n}-{at}")),
    }
}

fn row(kind: EntityKind, n: usize, at: usize) -> Draft {
    let fields = kind.fields().iter().map(|field| (field.name, value(kind, field, (n, at))));
    let mut row = draft(kind, n, &format!("{}-{n}-{at}", kind.word()), fields.collect());
    row.record.source = "crm".into();
    row.contact = kind.belongs().contact.then(|| format!("contact-{n}-{at}"));
    row
}

fn owner(n: usize) -> String {
    format!("crm:team_member-{n}-0")
}

fn golden(n: usize) -> GoldenAccount {
    let word = |word: &str| Value::Text(format!("zz{n}PLAINzz {word}"));
    let lines = Value::List(vec![format!("zz{n}PLAINzz line")]);
    GoldenAccount {
        id: account(n).into(),
        fields: BTreeMap::from([
            ("name", word("name")),
            ("legal_name", word("legal name")),
            ("country", Value::Text(["DE", "FR"][n].to_owned())),
            ("region", word("region")),
            ("owner", Value::Text(owner(n))),
            ("partner", Value::Text(format!("crm:c{n}"))),
            ("lines_of_business", lines),
        ]),
        lineage: Vec::new(),
        parent: (n == THEIRS).then(|| account(MINE).into()),
    }
}

fn person(n: usize, at: usize) -> GoldenContact {
    let kind = EntityKind::Contact;
    let told =
        |field: &&Field| !matches!(field.kind, Kind::Ref(_)) && field.name != "changed_at";
    let fields = kind.fields().iter().filter(told);
    let id: ContactId = format!("con_zz{n}PLAINzz{at}").into();
    let employment = Employment {
        contact: id.clone(),
        account: account(n).into(),
        title: None,
        current: true,
        ended_on: None,
    };
    GoldenContact {
        id,
        fields: fields.map(|field| (field.name, value(kind, field, (n, at)))).collect(),
        lineage: Vec::new(),
        employments: vec![employment],
    }
}

/// Two accounts with rows of every kind, where every text says whose it is.
async fn twins(database: &Database) -> Store {
    let store = database.open().await;
    let sources = [source("crm", "hubspot", Category::Crm)];
    store.put_sources(&sources).await.expect("sources are kept");
    let (mut parties, mut decisions) = (Vec::new(), Decisions::default());
    for n in [MINE, THEIRS] {
        parties.push(draft(EntityKind::Account, n, &format!("c{n}"), vec![]));
        decisions.account_of.insert(format!("crm:c{n}"), account(n).into());
        decisions.accounts.push(golden(n));
        for at in 0..EACH {
            for kind in [EntityKind::TeamMember, EntityKind::Product, EntityKind::ExchangeRate]
            {
                parties.push(row(kind, n, at));
            }
            let mut record =
                draft(EntityKind::Contact, n, &format!("contact-{n}-{at}"), vec![]);
            record.record.source = "crm".into();
            parties.push(record);
            let person = person(n, at);
            decisions.contact_of.insert(format!("crm:contact-{n}-{at}"), person.id.clone());
            decisions.contacts.push(person);
        }
    }
    put(&store, "PARTIES", parties).await;
    store.decide(&decisions).await.expect("decisions are written");
    let facts = kinds().filter(|kind| kind.belongs().account && *kind != EntityKind::Contact);
    for kind in facts {
        let rows = [MINE, THEIRS].iter().flat_map(|n| (0..EACH).map(|at| row(kind, *n, at)));
        put(&store, "FACTS", rows.collect()).await;
    }
    let ids = [MINE, THEIRS].map(|n| AccountId(account(n)));
    let scores: Vec<_> = ids.iter().map(|id| (id.clone(), score(Some(40.0)))).collect();
    store.put_scores(&scores).await.expect("scores are kept");
    let price = |n: usize| Price {
        peers: "p".to_owned(),
        currency: Currency::EUR,
        arr: Money::new(1_000.into(), Currency::EUR).ok(),
        renewal_expected: None,
        at_risk: None,
        at_risk_low: None,
        at_risk_high: None,
        unknown_at_risk: None,
        growth: None,
        risk_share: None,
        growth_share: None,
        position: "STABLE".to_owned(),
        billed: None,
        cost_to_serve: None,
        lifetime_value: None,
        retention: None,
        lines: [(Some(format!("zz{n}PLAINzz line")), 1.0)].into(),
    };
    let prices: Vec<_> =
        ids.iter().zip([MINE, THEIRS]).map(|(id, n)| (id.clone(), 1, price(n))).collect();
    store.put_prices(&prices).await.expect("prices are kept");
    store
}

fn service(store: &Store) -> Service {
    api::service(hub_at(store, now()), Profile::default())
}

/// The answer to a question as a viewer gets it over the wire.
async fn told(service: &Service, viewer: &Arc<Viewer>, query: &str) -> Answer {
    let raw = query.as_bytes();
    if let Some(kept) = service.kept(raw, viewer).await {
        return serde_json::from_slice(&kept.body).expect("an answer is JSON");
    }
    let question = Question { query: Some(query.to_owned()), ..Question::default() };
    let viewer = Arc::clone(viewer);
    let caller = Caller { viewer, reads: false, request: "r1".to_owned() };
    let answer = service.answer(raw, question, &caller).await;
    let answer = answer.unwrap_or_else(|refused| panic!("{query}\n{refused:?}"));
    serde_json::from_slice(&answer.body).expect("an answer is JSON")
}

fn host() -> Arc<Viewer> {
    Arc::new(Viewer::host())
}

fn with(rights: Rights) -> Arc<Viewer> {
    Arc::new(Viewer { rights: Arc::new(rights), ..Viewer::host() })
}

/// Every way in which somebody may see the one account and not the other.
fn spans() -> Vec<(&'static str, Span)> {
    let one = |word: &str| Some(BTreeSet::from([word.to_owned()]));
    vec![
        ("owner", Span { owners: one(&owner(MINE)), ..Span::default() }),
        ("partner", Span { partners: one(&account(MINE)), ..Span::default() }),
        ("region", Span { regions: one("zz0PLAINzz region"), ..Span::default() }),
        ("country", Span { countries: one("DE"), ..Span::default() }),
        ("line", Span { lines: one("zz0PLAINzz line"), ..Span::default() }),
    ]
}

/// Every role as it is and behind a row policy, whoever may everything behind each row policy, and whoever
/// is shown everything but one class.
fn viewers() -> Vec<(String, Arc<Viewer>)> {
    let policy = Policy::built_in();
    let mut all = Vec::new();
    for role in policy.roles() {
        let credential = Credential {
            name: role.to_owned(),
            role: role.to_owned(),
            ..Credential::default()
        };
        let viewer = policy.viewer(credential).expect("a role");
        let spans = spans().into_iter();
        for (span, rows) in spans.filter(|(span, _)| *span == "owner" || role == "admin") {
            let rows = Rows::Within([rows].into());
            let rights = Rights { rows, ..(*viewer.rights).clone() };
            all.push((format!("{role} by {span}"), with(rights)));
        }
        if !viewer.rights.is_narrowed() {
            all.push((role.to_owned(), Arc::new(viewer)));
        }
    }
    for (_, class) in Pii::ALL {
        let mut rights = Rights::everything();
        rights.shown.remove(&class);
        all.push((format!("all but {}", class.word()), with(rights)));
    }
    all
}

/// What is wrong with an answer to a viewer: whatever of it is not theirs.
fn leaks(viewer: &Viewer, answer: &Answer) -> Vec<String> {
    let text = answer.to_string();
    let mut found = Vec::new();
    let rights = &viewer.rights;
    if rights.is_narrowed() {
        for foreign in [
            format!("zz{THEIRS}PLAIN"),
            format!("zz{THEIRS}CONTACT"),
            format!("zz{THEIRS}FREE"),
            account(THEIRS),
        ] {
            if text.contains(&foreign) {
                found.push(foreign);
            }
        }
    }
    for (word, class) in Pii::ALL {
        if !rights.shown.contains(&class) && text.contains(&format!("{word}zz")) {
            found.push(word.to_owned());
        }
    }
    found
}

/// Parts that are asked at the end of a way from the root.
struct Asking {
    way: Vec<String>,
    parts: Vec<String>,
}

impl Asking {
    fn plain(part: String) -> Self {
        Self { way: Vec::new(), parts: vec![part] }
    }

    fn text(&self) -> String {
        let (open, close) = (self.way.join(" { "), " }".repeat(self.way.len()));
        let open = if self.way.is_empty() { open } else { format!("{open} {{ ") };
        format!("{{ {open}{}{close} }}", self.parts.join(" "))
    }

    /// Each part by itself; what is dear is refused beside others.
    fn apart(self) -> impl Iterator<Item = Self> {
        let way = self.way;
        self.parts.into_iter().map(move |part| Self { way: way.clone(), parts: vec![part] })
    }
}

/// The object types of the contract with their fields.
struct Contract(BTreeMap<String, Vec<FieldDefinition>>);

fn base(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => base(inner),
    }
}

/// Types that only orders, and what is followed, give.
const ELSEWHERE: [&str; 6] =
    ["DryRun", "HealthChange", "Mutation", "PositionChange", "Subscription", "UnmappedField"];

/// Groups by what could tell of others.
const GROUPS: [&str; 6] = [
    "accountsAggregate(groupBy: [COUNTRY, REGION, OWNER]) { nodes { key count } }",
    "accountsAggregate(groupBy: [LINE_OF_BUSINESS]) { nodes { key count } }",
    "ticketsAggregate(groupBy: [{field: ACCOUNT_ID}]) { nodes { key count } }",
    "ticketsAggregate(groupBy: [{field: SUBJECT}]) { nodes { key subject } }",
    "ticketsAggregate(groupBy: [{field: ACCOUNT_REGION}]) { nodes { key count } }",
    "contactsAggregate(groupBy: [{field: TITLE}]) { nodes { key title } }",
];

impl Contract {
    fn read() -> Self {
        let document = async_graphql::parser::parse_schema(api::schema_sdl()).expect("SDL");
        let mut objects = BTreeMap::new();
        for definition in document.definitions {
            let TypeSystemDefinition::Type(definition) = definition else { continue };
            let TypeKind::Object(object) = definition.node.kind else { continue };
            let fields = object.fields.into_iter().map(|field| field.node).collect();
            objects.insert(definition.node.name.node.to_string(), fields);
        }
        Self(objects)
    }

    /// The fields of a type that hold no object, as they are asked.
    fn leaves(&self, ty: &str) -> String {
        let fields = self.0[ty].iter();
        let leaves = fields.filter(|field| !self.0.contains_key(base(&field.ty.node)));
        let leaves = leaves.filter(|field| base(&field.ty.node) != "Node");
        let asked: Vec<String> = leaves.map(asked).collect();
        if asked.is_empty() { "__typename".to_owned() } else { asked.join(" ") }
    }

    /// Every object below every type, each reached the shortest way: together they ask every field there
    /// is.
    fn questions(&self) -> VecDeque<Asking> {
        let mut ways: BTreeMap<&str, Vec<String>> = BTreeMap::from([("Query", Vec::new())]);
        let mut queue = VecDeque::from(["Query"]);
        let mut all = VecDeque::new();
        while let Some(ty) = queue.pop_front() {
            let way = ways[ty].clone();
            let mut parts = Vec::new();
            for field in &self.0[ty] {
                let inner = base(&field.ty.node);
                let Some((inner, _)) = self.0.get_key_value(inner) else { continue };
                let asked = asked(field);
                parts.push(format!("{asked} {{ {} }}", self.leaves(inner)));
                if !ways.contains_key(inner.as_str()) {
                    let further = way.iter().cloned().chain([asked]).collect();
                    ways.insert(inner, further);
                    queue.push_back(inner);
                }
            }
            let together = if way.is_empty() { 1 } else { 4 };
            let parts = parts.chunks(together);
            all.extend(parts.map(|parts| Asking { way: way.clone(), parts: parts.to_vec() }));
        }
        for kind in kinds() {
            let ty = match kind {
                EntityKind::TeamMember => "Employee".to_owned(),
                _ => format!("{kind:?}"),
            };
            for n in [MINE, THEIRS] {
                let id = match kind {
                    EntityKind::Contact => person(n, 0).id.to_string(),
                    _ => format!("{}:crm:{}-{n}-0", kind.word(), kind.word()),
                };
                let leaves = self.leaves(&ty);
                all.push_back(Asking::plain(format!(
                    "_entities(representations: [{{__typename: \"{ty}\", id: \"{id}\"}}]) {{
                        ... on {ty} {{ {leaves} }} }}"
                )));
                let node = format!("node(id: \"{id}\") {{ ... on {ty} {{ {leaves} }} }}");
                all.push_back(Asking::plain(node));
            }
        }
        all.extend(GROUPS.map(|asked| Asking::plain(asked.to_owned())));
        let leaves = self.leaves("Account");
        let theirs = format!("account(id: \"{}\") {{ {leaves} }}", account(THEIRS));
        all.push_back(Asking::plain(theirs));
        let seen =
            |ty: &&String| ways.contains_key(ty.as_str()) || ELSEWHERE.contains(&ty.as_str());
        let unseen: Vec<&String> = self.0.keys().filter(|ty| !seen(ty)).collect();
        assert!(unseen.is_empty(), "nothing asked for {unseen:?}");
        all
    }
}

/// What of an answer is not as the contract says: fields that were asked and are not there, and `null` where
/// it may not be.
struct Shape<'a> {
    contract: &'a Contract,
    wrong: Vec<String>,
}

impl<'a> Shape<'a> {
    fn wrong(contract: &'a Contract, question: &str, answer: &Answer) -> Vec<String> {
        let document = async_graphql::parser::parse_query(question).expect("GraphQL");
        let (_, operation) = document.operations.iter().next().expect("a question");
        let mut shape = Self { contract, wrong: Vec::new() };
        if let Some(data @ Answer::Object(_)) = answer.get("data") {
            shape.object("Query", &operation.node.selection_set.node, data);
        }
        shape.wrong
    }

    fn object(&mut self, ty: &str, asked: &SelectionSet, value: &Answer) {
        // Of an interface or a union it is not told which type it is.
        let Some(fields) = self.contract.0.get(ty) else { return };
        for selection in &asked.items {
            let Selection::Field(asked) = &selection.node else { continue };
            let (name, key) = (&asked.node.name.node, &asked.node.response_key().node);
            let Some(field) = fields.iter().find(|field| field.name.node == *name) else {
                continue;
            };
            match value.get(key.as_str()) {
                None => self.wrong.push(format!("{ty}.{key} is not there")),
                Some(value) => {
                    let at = (format!("{ty}.{key}"), &field.ty.node);
                    self.value(&at, &asked.node.selection_set.node, value);
                }
            }
        }
    }

    fn value(&mut self, (at, ty): &(String, &Type), asked: &SelectionSet, value: &Answer) {
        match (&ty.base, value) {
            (_, Answer::Null) if ty.nullable => {}
            (_, Answer::Null) => self.wrong.push(format!("{at} is null and may not be")),
            (BaseType::List(inner), Answer::Array(items)) => {
                for item in items {
                    self.value(&(at.clone(), inner), asked, item);
                }
            }
            (BaseType::Named(name), value) => self.object(name, asked, value),
            (BaseType::List(_), _) => self.wrong.push(format!("{at} is no list")),
        }
    }
}

/// A field with what its arguments need.
fn asked(field: &FieldDefinition) -> String {
    let mut arguments = Vec::new();
    for argument in &field.arguments {
        let argument = &argument.node;
        let (name, ty) = (argument.name.node.as_str(), &argument.ty.node);
        if (name, base(ty)) == ("first", "Int") {
            // More than there are, and no more: what is dear is refused.
            arguments.push("first: 10".to_owned());
        } else if !ty.nullable && argument.default_value.is_none() {
            arguments.push(format!("{name}: {}", given(name, base(ty))));
        }
    }
    if field.name.node == "account" && field.arguments.len() == 2 {
        arguments.push(format!("id: \"{}\"", account(MINE)));
    }
    let arguments = match arguments.join(", ") {
        none if none.is_empty() => none,
        some => format!("({some})"),
    };
    format!("{}{arguments}", field.name.node)
}

/// A right value of a required argument.
fn given(name: &str, ty: &str) -> String {
    let key =
        |key: &str| format!("{{system: \"crm\", object: \"account\", recordId: \"{key}\"}}");
    match (name, ty) {
        ("kind", "SurveyKind") => "NPS".to_owned(),
        ("left", _) => key("c0"),
        ("right", _) => key("c1"),
        ("input", "CorrelationInput") => "{outcome: \"ARR\", metrics: [\"NPS\"]}".to_owned(),
        ("input", "SeriesInput") => {
            "{of: [\"health\", \"arr\"], from: \"2026-11-01\", to: \"2026-11-21\"}".to_owned()
        }
        ("of", ty) if ty.ends_with("Measure") => "COUNT".to_owned(),
        ("outcome", _) => "\"ARR\"".to_owned(),
        ("metrics" | "candidates", _) => "[\"NPS\", \"LOYALTY\"]".to_owned(),
        ("field", "String") => "\"name\"".to_owned(),
        ("to", "Date") => "\"2026-11-20\"".to_owned(),
        (_, "Date") => "\"2026-11-01\"".to_owned(),
        (_, "ID") => format!("\"{}\"", account(MINE)),
        (_, "Int" | "Float") => "1".to_owned(),
        (_, "Decimal") => "\"1\"".to_owned(),
        (_, "Boolean") => "true".to_owned(),
        _ => panic!("say what a right `{name}: {ty}` is"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_field_tells_anybody_what_is_not_theirs_whoever_asked_before() {
    for database in kit::databases().await {
        let store = twins(&database).await;
        let service = service(&store);
        let (mut shown, mut wrong) = (BTreeSet::new(), BTreeMap::new());
        let contract = Contract::read();
        let mut questions = contract.questions();
        while let Some(asking) = questions.pop_front() {
            let question = asking.text();
            // Caches are warm with what somebody saw who may see everything.
            let answer = told(&service, &host(), &question).await;
            let code = answer["errors"][0]["extensions"]["code"].as_str();
            if code == Some("BAD_QUERY") && asking.parts.len() > 1 {
                questions.extend(asking.apart());
                continue;
            }
            assert!(!matches!(code, Some("BAD_QUERY" | "INTERNAL")), "{question}\n{answer:#}");
            let misshapen = Shape::wrong(&contract, &question, &answer);
            assert!(misshapen.is_empty(), "{misshapen:?}\n{question}\n{answer:#}");
            let text = answer.to_string();
            for (word, _) in Pii::ALL {
                shown.extend(text.contains(&format!("{word}zz")).then_some(word));
            }
            for (name, viewer) in viewers() {
                let answer = told(&service, &viewer, &question).await;
                let mut found = leaks(&viewer, &answer);
                found.extend(Shape::wrong(&contract, &question, &answer));
                if !found.is_empty() {
                    wrong.entry(question.clone()).or_insert((name, found, answer));
                }
            }
        }
        for (question, (name, leaks, answer)) in &wrong {
            println!("{name} was told {leaks:?}\n{question}\n{answer:#}\n");
        }
        let wrong: Vec<&String> = wrong.keys().collect();
        assert!(wrong.is_empty(), "{}: {wrong:#?}", database.name);
        assert_eq!(shown.len(), Pii::ALL.len(), "the host is shown everything: {shown:?}");
    }
}

#[test]
fn whatever_a_role_may_be_refused_at_the_root_may_be_null_so_that_the_rest_is_told() {
    let contract = Contract::read();
    let stated = [
        "_entities",
        "_service",
        "brandProfiles",
        "goalTemplates",
        "healthModel",
        "metrics",
        "viewer",
    ];
    let fields = contract.0["Query"].iter().filter(|field| !field.ty.node.nullable);
    let fields: Vec<&str> = fields.map(|field| field.name.node.as_str()).collect();
    assert_eq!(fields, stated, "everybody may ask these, or the specification wants them so");
}

/// Every order that can be given, about the account that is not seen by everybody.
fn orders() -> Vec<(&'static str, Area, String)> {
    use Area::{Acting, Identity, Sources};
    let (id, contact) = (account(THEIRS), person(THEIRS, 0).id);
    let key = "{system: \"crm\", object: \"account\", recordId: \"c1\"}";
    let pair = format!("records: {{left: {key}, right: {key}}}");
    let feedback = "feedbackId: \"survey_response:crm:survey_response-1-0\"";
    let initiative = "input: {name: \"x\", filter: {}, targets: [],
        cost: {amount: \"1\", currency: \"EUR\"}}";
    let goal = "anchor: \"x\", due: \"2027-06-01\", name: \"x\", outcome: ARR, target: 1";
    let pin = format!("account: \"{id}\", field: \"name\", record: {key}");
    let said = format!("accountId: \"{id}\", reason: \"x\"");
    let closed = format!("{feedback}, toldCustomer: true, whatWeDid: \"x\"");
    let champion = format!("{said}, contactId: \"{contact}\", status: CHAMPION");
    let action = format!("accountId: \"{id}\", title: \"x\", trigger: \"x\", targetKpis: []");
    let value = format!("{said}, expiresAt: \"2027-01-01T00:00:00Z\", value: 10");
    let fact = format!("{said}, topic: COMPETITOR, value: \"x\"");
    let not_same = format!("{pair}, same: false");
    let order = |(name, area, arguments): (&'static str, Area, &str)| {
        (name, area, format!("mutation {{ {name}({arguments}) {{ __typename }} }}"))
    };
    [
        ("acknowledgeFeedback", Acting, feedback),
        ("closeLoop", Acting, &closed),
        ("confirmChampion", Acting, &champion),
        ("createInitiative", Acting, initiative),
        ("logAction", Acting, &action),
        ("setGoal", Acting, goal),
        ("setScoreOverride", Acting, &value),
        ("stateFact", Acting, &fact),
        ("updateAction", Acting, "id: 1, note: \"x\""),
        ("updateGoal", Acting, "id: 1, reason: \"x\", target: 2"),
        ("updateInitiative", Acting, "id: 1, status: ACTIVE"),
        ("withdrawStatement", Acting, "id: 1"),
        ("decideMatch", Identity, &not_same),
        ("pinValue", Identity, &pin),
        ("undoMatch", Identity, &pair),
        ("unpinValue", Identity, &pin),
        ("dryRunSync", Sources, "connectorId: \"crm\""),
        ("syncNow", Sources, "source: \"crm\""),
        ("replayRejected", Sources, "source: \"crm\""),
    ]
    .map(order)
    .into()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_orders_what_their_role_does_not_say_or_about_accounts_that_they_do_not_see() {
    let named: BTreeSet<String> =
        orders().into_iter().map(|(name, ..)| name.to_owned()).collect();
    let contract = Contract::read();
    let known = contract.0["Mutation"].iter().map(|field| field.name.node.to_string());
    assert_eq!(named, known.collect(), "every order is tried");
    for database in kit::databases().await {
        let store = twins(&database).await;
        let service = service(&store);
        // Something of the other account that could be changed.
        for order in ["logAction", "stateFact"] {
            let (.., text) =
                orders().into_iter().find(|(name, ..)| *name == order).expect("it");
            let answer = told(&service, &host(), &text).await;
            assert_eq!(answer.get("errors"), None, "{answer:#}");
        }
        let version = store.data_version().await.expect("a version");
        for (name, viewer) in viewers() {
            for (order, area, text) in orders() {
                if viewer.rights.orders.contains(&area) && !viewer.rights.is_narrowed() {
                    continue;
                }
                let answer = told(&service, &viewer, &text).await;
                let code = answer["errors"][0]["extensions"]["code"].as_str();
                let may = viewer.rights.orders.contains(&area);
                let refused = code == Some("FORBIDDEN") || (may && code == Some("NOT_FOUND"));
                assert!(refused, "{name} ordered {order}: {answer:#}");
            }
        }
        let after = store.data_version().await.expect("a version");
        assert_eq!(version, after, "{}: nothing was changed", database.name);
    }
}

/// Everything that can be followed, with its part of the hub and the events until the one of a version.
const FOLLOWED: [(&str, Area); 4] = [
    ("canaryRaised", Area::Acting),
    ("healthChanged", Area::Accounts),
    ("positionChanged", Area::Accounts),
    ("syncProgress", Area::Sources),
];

impl Contract {
    /// Follows something from the beginning, and asks every field of it and of the account.
    fn following(&self, root: &str) -> String {
        let field = self.0["Subscription"].iter().find(|field| field.name.node == root);
        let ty = base(&field.expect("it is there").ty.node).to_owned();
        let inner = self.0[&ty].iter().filter_map(|field| {
            let of = base(&field.ty.node);
            self.0
                .contains_key(of)
                .then(|| format!("{} {{ {} }}", asked(field), self.leaves(of)))
        });
        let inner: Vec<String> = inner.collect();
        format!(
            "subscription {{ {root}(since: 0) {{ {} {} }} }}",
            self.leaves(&ty),
            inner.join(" ")
        )
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_follows_what_their_role_does_not_say_or_accounts_that_they_do_not_see() {
    let contract = Contract::read();
    let known = contract.0["Subscription"].iter().map(|field| field.name.node.to_string());
    let named = FOLLOWED.map(|(name, _)| name.to_owned());
    assert_eq!(BTreeSet::from(named), known.collect(), "everything is tried");
    for database in kit::databases().await {
        let store = twins(&database).await;
        // What is not seen comes first, and what is seen last: who is told of the last was told of all.
        for n in [THEIRS, MINE] {
            let id = AccountId(account(n));
            let scores = [(id.clone(), score(Some(80.0)))];
            store.put_scores(&scores).await.expect("scores are kept");
            let lines = [(Some(format!("zz{n}PLAINzz line")), 1.0)].into();
            let prices = [(id, 1, Price { lines, ..priced("BUSINESS_AT_RISK") })];
            store.put_prices(&prices).await.expect("prices are kept");
            raise(&store, &[signal(n, "s")]).await;
        }
        let service = service(&store);
        for (root, area) in FOLLOWED {
            let query = contract.following(root);
            let all = viewers().into_iter().chain([("host".to_owned(), host())]);
            for (name, viewer) in all {
                let rights = &viewer.rights;
                let of_all = area == Area::Sources && rights.is_narrowed();
                let may = rights.reads.contains(&area) && !of_all;
                let mut events = followed(&service, &viewer, &query).await;
                loop {
                    let next =
                        tokio::time::timeout(Duration::from_mins(1), events.next()).await;
                    let next =
                        next.unwrap_or_else(|_| panic!("{name} waits for {root}: {query}"));
                    let event = next.expect("something is told");
                    let answer: Answer = serde_json::from_slice(&event.body).expect("JSON");
                    let leaks = leaks(&viewer, &answer);
                    assert!(leaks.is_empty(), "{name} was told {leaks:?}: {answer:#}");
                    let error = &answer["errors"][0]["extensions"]["code"];
                    if !may {
                        assert_eq!(error, "FORBIDDEN", "{name} followed {root}: {answer:#}");
                        assert!(events.next().await.is_none(), "{name}: it is the end");
                        break;
                    }
                    let told = &answer["data"][root];
                    assert!(told.is_object(), "{name} did not follow {root}: {answer:#}");
                    let last = told.to_string().contains(&account(MINE));
                    if last || root == "syncProgress" {
                        break;
                    }
                }
            }
        }
    }
}

async fn followed(
    service: &Service,
    viewer: &Arc<Viewer>,
    query: &str,
) -> BoxStream<'static, Event> {
    let question = Question { query: Some(query.to_owned()), ..Question::default() };
    let viewer = Arc::clone(viewer);
    let caller = Caller { viewer, reads: false, request: "r1".to_owned() };
    match service.tell(query.as_bytes(), question, &caller).await {
        Ok(Told::Live(events)) => events,
        Ok(Told::Once(_)) => panic!("{query} is followed"),
        Err(refused) => panic!("{query}: {refused:?}"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_shown_is_null_and_named_and_cannot_be_asked_by_its_value() {
    let database = kit::sqlite();
    let service = service(&twins(&database).await);
    let mut rights = Rights::everything();
    rights.shown.remove(&Pii::ContactData);
    rights.hidden.insert("Account.country".to_owned());
    let viewer = with(rights);
    let query =
        "{ accounts(first: 1) { nodes { country name people: contacts { email champion } } }
        contacts(first: 1) { edges { node { phone influence } } } }";
    let answer = told(&service, &viewer, query).await;
    let node = &answer["data"]["accounts"]["nodes"][0];
    assert_eq!((&node["country"], &node["people"][0]["email"]), (&Answer::Null, &Answer::Null));
    assert!(
        node["people"][0]["champion"].is_string() && node["name"].is_string(),
        "{answer:#}"
    );
    let masked = serde_json::json!([
        "accounts.nodes.country",
        "accounts.nodes.people.email",
        "contacts.edges.node.phone"
    ]);
    assert_eq!(answer["extensions"]["masked"], masked);
    for arguments in [
        "where: {email: {startsWith: \"zz\"}}",
        "where: {not: {or: [{name: {isNull: true}}]}}",
        "orderBy: {field: NAME}",
    ] {
        let query = format!("{{ contacts({arguments}) {{ totalCount }} }}");
        let answer = told(&service, &viewer, &query).await;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "FORBIDDEN", "{arguments}: {answer:#}");
        assert!(error["message"].to_string().contains("CONTACT_DATA"), "{answer:#}");
    }
}

/// A whole export as lines of JSON.
async fn exported(
    service: &Service,
    viewer: &Arc<Viewer>,
    list: &str,
) -> Result<Answer, api::Refused> {
    let viewer = Arc::clone(viewer);
    let caller = Caller { viewer, reads: true, request: "r1".to_owned() };
    let mut export = service.export(list, Form::Ndjson, Export::default(), &caller).await?;
    let mut text = Vec::new();
    while let Some(part) = export.next().await {
        text.extend(part?);
    }
    let text = String::from_utf8(text).expect("text");
    let line = |line: &str| serde_json::from_str(line).expect("JSON");
    Ok(Answer::Array(text.lines().map(line).collect()))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_export_tells_anybody_what_is_not_theirs() {
    for database in kit::databases().await {
        let store = twins(&database).await;
        let service = service(&store);
        let lists: Vec<String> =
            super::entities::lists().into_iter().map(|(list, _)| list).collect();
        let lists: Vec<&str> = lists.iter().map(String::as_str).chain(["accounts"]).collect();
        let mut told = 0;
        for (name, viewer) in viewers() {
            for list in &lists {
                // As the host has it first, so that whatever is kept is theirs.
                let whole = exported(&service, &host(), list).await.expect("the host may");
                let whole = whole.as_array().map_or(0, Vec::len);
                let rows = match exported(&service, &viewer, list).await {
                    Ok(rows) => rows,
                    Err(refused) => {
                        assert_eq!(refused.code(), "FORBIDDEN", "{name} {list}: {refused:?}");
                        continue;
                    }
                };
                assert_eq!(leaks(&viewer, &rows), Vec::<String>::new(), "{name} {list}");
                let rows = rows.as_array().map_or(0, Vec::len);
                assert!(rows <= whole && (viewer.rights.is_narrowed() || rows == whole));
                told += rows;
            }
        }
        assert!(told > 1_000, "{told} rows were told");
        let audit = store.audit(AuditFilter { first: 5, ..AuditFilter::default() });
        let audit = audit.await.expect("the audit");
        assert!(audit.iter().all(|row| row.deed.what.starts_with("export ")), "{audit:?}");
    }
}
