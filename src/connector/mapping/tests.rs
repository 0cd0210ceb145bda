//! Sentences about mappings.

use proptest::prelude::*;

use super::*;
use crate::connector::What;
use crate::model::{RecordRef, Value};

const SHOP: &str = r#"
category: ERP
title: Shop
version: "1"
default_currency: EUR
tables:
  questions:
    q1: {instrument: NPS, low: 0, high: 10, polarity: HIGH_IS_GOOD, prong: RELATIONAL}
    q2: {instrument: CES5, low: 1, high: 5, polarity: LOW_IS_GOOD, prong: TRANSACTIONAL}
  urgency: {urgent: P1, high: P2}
streams:
  customers:
    deleted_when: {archived: true}
    entities:
      - entity: account
        key: id
        url: "https://shop.example/customers/{id}"
        fields:
          name: name
          country: {from: land, as: country}
          domain: {from: [site, mail], as: domain}
          lines_of_business: {from: lines, split: ";"}
          annual_revenue: {from: revenue, currency: coin}
          employees: staff
          customer_since: {from: since, empty: "0001-01-01"}
          owner: seller
      - entity: contact
        when: {mail: {contains: "@"}}
        key: {from: mail, as: lower}
        account: id
        fields:
          email: {from: mail, as: lower}
          name: "{first} {last}"
          buying_role:
            from: roles
            split: ";"
            table: {BUDGET: ECONOMIC_BUYER, DECIDER: DECISION_MAKER, USER: USER}
            otherwise: ~
  gone: {tombstones_of: customers}
  orders:
    entities:
      - entity: order
        key: id
        account: customer
        fields:
          amount: total
          families: lines.*.family
      - entity: delivery
        each: lines
        when: {kind: [item, goods], "^.status": {not: draft}}
        key: ^.id|line
        account: ^.customer
        fields:
          order: ^.id
          quantity: qty
          delivered_on: ^.shipped
  tickets:
    entities:
      - entity: ticket
        key: id
        when: [{status: open}, {status: solved}]
        fields:
          priority: {from: urgency, table: urgency, otherwise: P4}
          status: {from: status, as: upper}
          topic: "fields[id=7].value"
          replies: "{{ record.answers | length }}"
  replies:
    entities:
      - entity: survey_response
        each: pages.*.questions
        lookup: {table: questions, by: id}
        key: ^.id|id
        fields:
          instrument: "@.instrument"
          score: answer
          scale_low: "@.low"
          scale_high: "@.high"
          polarity: "@.polarity"
          prong: "@.prong"
"#;

fn shop() -> Mapping {
    // The field `status` of a ticket is a choice, for which `upper` is no conversion.
    Mapping::parse("shop.yaml", &SHOP.replace("{from: status, as: upper}", "{is: OPEN}"))
        .expect("the shop's mapping is right")
}

fn record(stream: &str) -> LandedRecord {
    LandedRecord {
        seq: 1,
        record: RecordRef { source: "shop".into(), stream: stream.into(), key: "k".into() },
        json: String::new(),
        deleted: false,
        first: true,
    }
}

fn map(stream: &str, json: &str, phase: Phase) -> Mapped {
    shop().map(&record(stream), &Json::parse(json).expect("valid"), phase)
}

fn codes(mapped: &Mapped) -> Vec<(&str, Option<&str>)> {
    mapped.rejected.iter().map(|(r, path)| (r.code.as_str(), path.as_deref())).collect()
}

fn field(draft: &Draft, name: &str) -> Option<Value> {
    draft.fields.iter().find(|(n, _)| *n == name).and_then(|(_, value)| value.clone())
}

#[expect(clippy::unnecessary_wraps, reason = "it stands beside fields, which may be absent")]
fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

#[test]
fn a_record_becomes_its_entities() {
    let customer = r#"{"id":"c1","name":" Kestrel ","land":"Deutschland","site":"","mail":"A.B@Kestrel.example",
        "lines":"pumps; valves;;pumps","revenue":12345678901.25,"coin":"usd","since":"0001-01-01",
        "seller":7,"first":"Ann","last":null,"roles":"USER;DECIDER"}"#;
    let mapped = map("customers", customer, Phase::Parties);
    assert_eq!(codes(&mapped), []);
    let [account, contact] = mapped.drafts.as_slice() else { unreachable!("two were mapped") };
    assert_eq!(account.url.as_deref(), Some("https://shop.example/customers/c1"));
    assert_eq!(field(account, "name"), text("Kestrel"));
    assert_eq!(field(account, "country"), text("DE"));
    assert_eq!(field(account, "domain"), text("kestrel.example"));
    assert_eq!(
        field(account, "lines_of_business"),
        Some(Value::List(vec!["pumps".into(), "valves".into()]))
    );
    let Some(Value::Amount(revenue)) = field(account, "annual_revenue") else {
        unreachable!("revenue is money")
    };
    assert_eq!(revenue.to_string(), "12345678901.25 USD");
    assert_eq!(field(account, "owner"), text("shop:7"));
    let absent: Vec<_> = account.fields.iter().filter(|(_, v)| v.is_none()).collect();
    assert_eq!(absent, [&("employees", None), &("customer_since", None)], "absence is no zero");
    assert_eq!(
        (contact.key.as_str(), contact.account.as_deref()),
        ("a.b@kestrel.example", Some("c1"))
    );
    assert_eq!(field(contact, "name"), text("Ann"));
    assert_eq!(
        field(contact, "buying_role"),
        text("DECISION_MAKER"),
        "the strongest role counts"
    );
    assert_eq!(map("customers", customer, Phase::Facts), Mapped::default());
}

#[test]
fn a_bad_value_is_refused_alone_and_without_being_told() {
    let mapped = map(
        "customers",
        r#"{"id":"c1","name":"K","land":"Atlantis","revenue":"much","staff":"12.5","since":"soon"}"#,
        Phase::Parties,
    );
    assert_eq!(mapped.drafts.len(), 1, "the record still maps");
    assert_eq!(field(&mapped.drafts[0], "name"), text("K"));
    let expected = [
        ("UNKNOWN_COUNTRY", Some("land")),
        ("BAD_INT", Some("staff")),
        ("BAD_MONEY", Some("revenue")),
        ("BAD_DATE", Some("since")),
    ];
    assert_eq!(codes(&mapped), expected);
    let told = format!("{:?}", mapped.rejected);
    assert!(
        !["Atlantis", "much", "12.5", "soon"].iter().any(|value| told.contains(value)),
        "{told}"
    );
}

#[test]
fn a_record_without_a_key_is_refused() {
    let mapped = map("customers", r#"{"id":"","name":"K"}"#, Phase::Parties);
    assert_eq!((mapped.drafts.len(), codes(&mapped)), (0, vec![("NO_KEY", Some("id"))]));
}

#[test]
fn each_line_becomes_an_entity_that_knows_its_record() {
    let order = r#"{"id":"o1","customer":"c1","status":"open","shipped":"2026-03-02","total":10,
        "lines":[{"line":1,"kind":"item","qty":2.5,"family":"a"},{"line":2,"kind":"note","family":"b"},
                 {"kind":"goods","qty":1,"family":"a"}]}"#;
    let mapped = map("orders", order, Phase::Facts);
    assert_eq!(codes(&mapped), [("NO_KEY", Some("lines.*.^.id|line"))]);
    let [order, line] = mapped.drafts.as_slice() else { unreachable!("two were mapped") };
    assert_eq!(field(order, "families"), Some(Value::List(vec!["a".into(), "b".into()])));
    assert_eq!((line.key.as_str(), line.account.as_deref()), ("o1|1", Some("c1")));
    assert_eq!(field(line, "order"), text("shop:o1"));
    assert_eq!(field(line, "quantity"), Some(Value::Number(2.5)));
    let draft = map(
        "orders",
        r#"{"id":"o","status":"draft","lines":[{"line":1,"kind":"item"}]}"#,
        Phase::Facts,
    );
    assert_eq!(draft.drafts.len(), 1);
}

#[test]
fn words_are_translated_by_tables_and_expressions_fill_the_rest() {
    let ticket = r#"{"id":1,"status":"solved","urgency":"urgent","answers":[1,2],
        "fields":[{"id":6,"value":"no"},{"id":7,"value":"billing"}]}"#;
    let mapped = map("tickets", ticket, Phase::Facts);
    let ticket = &mapped.drafts[0];
    assert_eq!(field(ticket, "priority"), text("P1"));
    assert_eq!(field(ticket, "topic"), text("billing"));
    assert_eq!(field(ticket, "replies"), Some(Value::Int(2)));
    let other = map("tickets", r#"{"id":1,"status":"open","urgency":"odd"}"#, Phase::Facts);
    assert_eq!(field(&other.drafts[0], "priority"), text("P4"));
    assert_eq!(map("tickets", r#"{"id":1,"status":"new"}"#, Phase::Facts).drafts, []);
}

#[test]
fn a_survey_answer_takes_its_scale_from_the_table() {
    let reply = r#"{"id":"r","pages":[{"questions":[{"id":"q1","answer":9}]},
        {"questions":[{"id":"q2","answer":6},{"id":"q3","answer":1}]}]}"#;
    let mapped = map("replies", reply, Phase::Facts);
    let expected = [
        ("OUT_OF_SCALE", Some("pages.*.questions.*.answer")),
        ("UNKNOWN_ROW", Some("pages.*.questions.*.id")),
    ];
    assert_eq!(codes(&mapped), expected);
    let [first, second] = mapped.drafts.as_slice() else { unreachable!("two were mapped") };
    assert_eq!((field(first, "score"), first.key.as_str()), (Some(Value::Number(9.0)), "r|q1"));
    assert_eq!(field(second, "polarity"), text("LOW_IS_GOOD"));
    assert_eq!(field(second, "score"), None);
}

#[test]
fn the_rarer_words_do_what_the_page_says() {
    let text = r#"
category: DIGITAL
title: T
version: "1"
streams:
  s:
    entities:
      - entity: ticket
        key: id
        fields:
          first_reply_at: {from: at, plus_minutes: wait}
          status: {from: state, table: {done: SOLVED, "": NEW}}
      - entity: web_visit
        key: id
        fields:
          at: {from: at, format: [epoch_ms, iso], zone: Europe/Berlin}
          high_intent: {from: page, contains: [Pricing, demo]}
      - entity: invoice
        key: id
        fields:
          amount: {from: sum, currency: {is: CHF}, unit: cents}
          recurring: {from: kind, table: {sub: true}, otherwise: false}
"#;
    let mapping = Mapping::parse("t.yaml", text).expect("right");
    let map = |json: &str| {
        mapping.map(&record("s"), &Json::parse(json).expect("valid"), Phase::Facts)
    };
    let full = map(
        r#"{"id":1,"at":"2026-07-01T12:00:00","wait":"90","page":"/PRICING/eu","sum":1999,"kind":"one"}"#,
    );
    assert_eq!(codes(&full), []);
    let shown: Vec<String> = full
        .drafts
        .iter()
        .flat_map(|draft| draft.fields.iter().map(|(name, value)| format!("{name} {value:?}")))
        .collect();
    let expected = [
        "status Some(Text(\"NEW\"))",
        "first_reply_at Some(Time(2026-07-01T13:30:00Z))",
        "at Some(Time(2026-07-01T10:00:00Z))",
        "high_intent Some(Flag(true))",
        "amount Some(Amount(Money { amount: 19.99, currency: Currency([67, 72, 70]) }))",
        "recurring Some(Flag(false))",
    ];
    assert_eq!(shown, expected);
    let empty = map(r#"{"id":1,"state":"odd","at":"2026-07-01T12:00:00"}"#);
    assert_eq!(codes(&empty), [("UNKNOWN_WORD", Some("state"))]);
    assert_eq!(field(&empty.drafts[0], "first_reply_at"), None, "no wait, no time");
    assert_eq!(field(&empty.drafts[2], "recurring"), None, "absence is no word");
}

fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::Bool),
        "-?[0-9]{1,25}(\\.[0-9]{1,9})?([eE]-?[0-9]{1,4})?".prop_map(Json::Number),
        "\\PC{0,12}".prop_map(Json::String),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let name =
            prop_oneof![Just("id".to_owned()), Just("questions".to_owned()), "[a-z]{1,4}"];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::Array),
            proptest::collection::vec((name, inner), 0..4).prop_map(Json::Object),
        ]
    })
}

const NAMES: [&str; 16] = [
    "id", "name", "land", "site", "mail", "lines", "revenue", "coin", "since", "staff",
    "roles", "status", "urgency", "fields", "pages", "total",
];

proptest! {
    #[test]
    fn whatever_a_record_holds_it_maps_or_is_refused(
        fields in proptest::collection::vec((proptest::sample::select(&NAMES[..]), any_json()), 0..12),
    ) {
        let fields = fields.into_iter().map(|(name, json)| (name.to_owned(), json)).collect();
        let json = Json::Object(fields);
        let mapping = shop();
        for stream in ["customers", "orders", "tickets", "replies"] {
            for phase in [Phase::Parties, Phase::Facts] {
                let mapped = mapping.map(&record(stream), &json, phase);
                prop_assert!(mapped.drafts.iter().all(|draft| !draft.key.is_empty()));
                prop_assert_eq!(&mapped, &mapping.map(&record(stream), &json, phase));
            }
            mapping.unmapped(stream, std::slice::from_ref(&json));
        }
    }
}

#[test]
fn deleted_records_and_tombstones_are_told() {
    assert!(map("customers", r#"{"id":1,"archived":true}"#, Phase::Parties).deleted);
    let mut gone = record("customers");
    gone.deleted = true;
    assert!(shop().map(&gone, &Json::Null, Phase::Facts).deleted);
    assert_eq!(shop().tombstones("gone"), Some("customers"));
    assert_eq!(shop().tombstones("customers"), None);
    assert_eq!(shop().streams(Phase::Parties), ["customers"]);
    assert_eq!(shop().streams(Phase::Facts), ["orders", "tickets", "replies"]);
}

/// Text of the right mapping, what it becomes, how many lines above it the error is, and the error.
const MISTAKES: &[(&str, &str, usize, &str)] = &[
    ("category: ERP", "category: CRN", 0, "`CRN` is no category; did you mean `CRM`?"),
    ("version: \"1\"\n", "", 2, "the mapping needs `version`"),
    ("- entity: account", "- entity: acount", 0, "did you mean `account`?"),
    (
        "          employees: staff",
        "          employes: staff",
        0,
        "account has no field `employes`; did you mean `employees`?",
    ),
    (
        "land, as: country",
        "land, as: contry",
        0,
        "`contry` is no conversion; did you mean `country`?",
    ),
    (
        "land, as: country",
        "land, as: money",
        0,
        "`money` does not fit account.country; it is read by `text`",
    ),
    ("land, as: country", "land, az: country", 0, "a value has no `az`; did you mean `as`?"),
    ("land, as: country", "land, zone: UTC", 0, "`zone` is for days and times only"),
    ("empty: \"0001-01-01\"", "format: epoch", 0, "`epoch` is no format"),
    ("BUDGET: ECONOMIC_BUYER", "BUDGET: ECONOMY_BUYER", 0, "did you mean `ECONOMIC_BUYER`?"),
    (
        "table: urgency, ",
        "table: urgncy, ",
        0,
        "no table `urgncy` under `tables`; did you mean `urgency`?",
    ),
    ("coin}", "coin, unit: cent}", 0, "`cent` is no unit of money; did you mean `cents`?"),
    ("key: ^.id|line", "key: ^.id||line", 0, "is not a path"),
    ("{{ record.answers | length }}", "{{ recrod.answers }}", 0, "`recrod` is unknown here"),
    (
        "          polarity: \"@.polarity\"\n",
        "",
        9,
        "a survey_response must state its `polarity`",
    ),
    (
        "        account: customer\n",
        "        contact: customer\n",
        0,
        "order belongs to no contact",
    ),
    (
        "gone: {tombstones_of: customers}",
        "gone: {}",
        0,
        "needs either `entities` or `tombstones_of`",
    ),
];

#[test]
fn a_mistake_is_named_with_its_line_and_the_nearest_word() {
    let right = SHOP.replace("{from: status, as: upper}", "{is: OPEN}");
    for &(was, becomes, off, message) in MISTAKES {
        assert!(right.contains(was), "{was}");
        let error =
            Mapping::parse("m.yaml", &right.replacen(was, becomes, 1)).expect_err(becomes);
        assert!(error.to_string().contains(message), "{becomes}: {error}");
        let at = right.lines().position(|l| l.contains(was.lines().next().unwrap_or(was)));
        let at = at.map_or(0, |at| at + 1);
        assert_eq!(error.line, at.saturating_sub(off), "{error}");
    }
    let error = Mapping::parse("m.yaml", SHOP).expect_err("a choice has no upper case");
    assert!(error.message.contains("`upper` does not fit ticket.status"), "{error}");
}

#[test]
fn streams_must_be_in_the_manifest() {
    let all = ["customers", "gone", "orders", "tickets", "replies"];
    assert_eq!(shop().check_streams(&all), Ok(()));
    let error = shop().check_streams(&["customer", "gone"]).expect_err("misspelt");
    assert_eq!(
        error.to_string(),
        "shop.yaml:12: the manifest has no stream `customers`; did you mean `customer`?"
    );
}

#[test]
fn what_nothing_reads_is_told_with_its_coverage() {
    let records = [
        r#"{"id":"o1","customer":"c","note":"x","lines":[{"line":1,"colour":"red","qty":1}]}"#,
        r#"{"id":"o2","note":"","lines":[{"line":1,"qty":1}],"deep":{"er":0}}"#,
    ];
    let ticket =
        Json::parse(r#"{"id":1,"fields":[{"id":7,"value":"billing"}]}"#).expect("valid");
    assert_eq!(shop().unmapped("tickets", &[ticket]), [], "a bracket reads what it looks at");
    let records: Vec<Json> = records.iter().map(|r| Json::parse(r).expect("valid")).collect();
    let found = shop().unmapped("orders", &records);
    let found: Vec<_> = found.iter().map(|f| (f.path.as_str(), f.coverage)).collect();
    assert_eq!(found, [("deep.er", 0.5), ("lines.*.colour", 0.5), ("note", 0.5)]);
}

#[test]
fn a_fingerprint_changes_with_the_file_only() {
    assert_eq!(shop().fingerprint(), shop().fingerprint());
    let other = Mapping::parse("x", &SHOP.replace("{from: status, as: upper}", "{is: NEW}"));
    assert_ne!(shop().fingerprint(), other.expect("right").fingerprint());
    assert_eq!(shop().fingerprint().len(), 16);
}

#[test]
fn a_mapping_describes_itself() {
    let described = shop().describe();
    let customers = &described[0];
    assert_eq!(customers.entities, [EntityKind::Account, EntityKind::Contact]);
    let row = |from: &str, to: &str, how: Option<&str>| {
        (from.to_owned(), to.to_owned(), how.map(str::to_owned))
    };
    assert!(customers.fields.contains(&row("id", "account.key", None)));
    assert!(customers.fields.contains(&row("site or mail", "account.domain", Some("domain"))));
}

#[test]
fn the_page_names_every_word_of_the_vocabulary() {
    let page = include_str!("../../../connectors/README.md");
    let all = [
        vocabulary::HEADER,
        vocabulary::STREAM,
        vocabulary::SWEEP,
        vocabulary::WEBHOOKS,
        vocabulary::SIGNATURE,
        vocabulary::SCHEMES,
        vocabulary::ENCODINGS,
        vocabulary::SIGNED,
        vocabulary::PLACE,
        vocabulary::EVENT,
        vocabulary::ENTITY,
        vocabulary::VALUE,
        vocabulary::LOOKUP,
        vocabulary::TEST,
        vocabulary::CONVERSIONS,
        vocabulary::FORMATS,
        vocabulary::UNITS,
    ];
    let missing: Vec<&&str> = all
        .iter()
        .copied()
        .flatten()
        .filter(|word| !page.contains(&format!("`{word}`")))
        .collect();
    assert_eq!(missing, Vec::<&&str>::new(), "explain them in connectors/README.md");
}

const TOLD: &str = r#"
category: ERP
title: Told
version: "1"
streams:
  shops:
    sweep: {every: P7D, at_most: 5%}
    entities: [{entity: account, key: id}]
  gone: {tombstones_of: shops}
webhooks:
  signature:
    scheme: hmac_sha256
    header: X-Signature
    over: "{timestamp}.{body}"
    timestamp: X-Time
    window: PT1M
  event: {header: X-Event}
  events:
    shop.*: {stream: shops, key: a.id|b}
    shop.deleted: {stream: shops, key: a.id|b, deleted: true}
"#;

#[test]
fn mistakes_in_sweeps_and_webhooks_name_their_line_and_the_remedy() {
    let cases = [
        // (right, wrong, line, what is said)
        ("every: P7D", "evry: P7D", 7, "did you mean `every`"),
        ("every: P7D", "every: 7d", 7, "ISO 8601"),
        ("every: P7D", "every: P0D", 7, "ISO 8601"),
        ("at_most: 5%", "at_most: 500%", 7, "a share such as 20%"),
        ("at_most: 5%", "at_most: many", 7, "number of records"),
        ("{tombstones_of: shops}", "{tombstones_of: shops, sweep: {}}", 9, "sweep the other"),
        ("hmac_sha256", "hmac_sha265", 12, "did you mean `hmac_sha256`"),
        ("header: X-Signature", "header: X-Signature\n    as: hexx", 14, "no encoding"),
        ("{timestamp}.{body}", "{timestamp}.{bdy}", 14, "did you mean `body`"),
        ("{timestamp}.{body}", "{timestamp}.", 12, "anybody can change it"),
        ("{timestamp}.{body}", "{body}", 12, "go together"),
        ("timestamp: X-Time", "part: t", 16, "without `timestamp`"),
        ("scheme: hmac_sha256", "scheme: token", 14, "signs nothing"),
        ("deleted: true", "deleted: maybe", 20, "`deleted` is true"),
        ("key: a.id|b, deleted: true", "record: a, deleted: true", 20, "either a `key`"),
        ("event: {header: X-Event}", "evnt: x", 17, "did you mean `event`"),
    ];
    for (right, wrong, line, said) in cases {
        let text = TOLD.replace(right, wrong);
        let error = Mapping::parse("m.yaml", &text).expect_err(wrong);
        assert!(error.message.contains(said), "{wrong}: {error}");
        assert_eq!(error.line, line, "{wrong}: {error}");
    }
    let mapping = Mapping::parse("m.yaml", TOLD).expect("right");
    let error = mapping.check_streams(&["gone"]).expect_err("no shops");
    assert!(error.message.contains("no stream `shops`"), "{error}");
    let sweep = mapping.sweep("shops").expect("it is swept");
    assert_eq!((sweep.at_most(100), sweep.at_most(10_000)), (50, 500));
    assert!(mapping.check_sweep("shops", true).is_ok());
    let error = mapping.check_sweep("shops", false).expect_err("never read in part");
    assert!(error.message.contains("leave `every` out"), "{error}");
}

#[test]
fn an_event_is_told_by_the_longest_type_that_fits() {
    let mapping = Mapping::parse("m.yaml", TOLD).expect("right");
    let webhooks = mapping.webhooks().expect("it takes some");
    let what = |kind: &str, body: &str| {
        let delivery = crate::connector::Delivery {
            method: "POST".to_owned(),
            host: String::new(),
            path: String::new(),
            headers: vec![("x-event".to_owned(), kind.to_owned())],
            body: body.as_bytes().to_vec(),
        };
        webhooks.read(&delivery).into_iter().map(|event| event.what).collect::<Vec<_>>()
    };
    let (stream, key) = ("shops".to_owned(), "7|x".to_owned());
    let changed = What::Changed { stream: stream.clone(), key: key.clone() };
    let deleted = What::Deleted { stream, key };
    let one = r#"{"a":{"id":7},"b":"x"}"#;
    assert_eq!(what("shop.saved", one), std::slice::from_ref(&changed));
    assert_eq!(what("shop.deleted", one), std::slice::from_ref(&deleted));
    assert_eq!(what("shopping", one), [What::Other]);
    assert_eq!(what("shop.saved", &format!("[{one},{one}]")), [changed.clone(), changed]);
    assert_eq!(what("shop.saved", "[]"), []);
    assert!(matches!(what("shop.saved", r#"{"b":1}"#)[..], [What::Poison { .. }]));
    assert_eq!(webhooks.memory_s(), 120);
}
