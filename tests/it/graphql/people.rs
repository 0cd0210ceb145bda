//! People over GraphQL: what they answer, who they are, what happened.

use accord::model::*;
use accord::store::Store;
use serde_json::{Value as Answer, json};

use super::world::{FIRST, account, ago, day, draft, golden, put, schema, text, time, world};
use super::{ask, data, number, saved};
use crate::kit::{self, Database};

/// Key, role, title and rating of each of them.
const PEOPLE: &[(&str, &str, &str, f64)] = &[
    ("p0", "DECISION_MAKER", "Managing Director", 8.0),
    ("p1", "INFLUENCER", "Plant manager", 9.0),
    ("p2", "INFLUENCER", "Process engineer", 6.0),
    ("p3", "USER", "Operator", 9.0),
    ("p4", "USER", "Operator", 10.0),
    ("p5", "USER", "Operator", 9.0),
    ("p6", "USER", "Operator", 9.0),
    ("p7", "USER", "Operator", 5.0),
];

/// A fact as the CRM tells it, of one of them.
fn told(kind: EntityKind, key: &str, who: &str, fields: Vec<(&'static str, Value)>) -> Draft {
    let mut draft = draft(kind, 0, key, fields);
    draft.record.source = "crm".into();
    draft.contact = (!who.is_empty()).then(|| who.to_owned());
    draft
}

pub(super) fn answer(
    key: &str,
    who: &str,
    (instrument, low, high): (&str, f64, f64),
    score: f64,
    mut more: Vec<(&'static str, Value)>,
) -> Draft {
    more.extend([
        ("instrument", text(instrument)),
        ("score", Value::Number(score)),
        ("scale_low", Value::Number(low)),
        ("scale_high", Value::Number(high)),
    ]);
    told(EntityKind::SurveyResponse, key, who, more)
}

fn relational(at: i64) -> Vec<(&'static str, Value)> {
    vec![
        ("prong", text("RELATIONAL")),
        ("touchpoint", text("relationship")),
        ("polarity", text("HIGH_IS_GOOD")),
        ("at", time(at)),
    ]
}

fn answers() -> Vec<Draft> {
    let rated = PEOPLE.iter().map(|(who, _, _, rating)| {
        answer(&format!("nps-{who}"), who, ("NPS", 0.0, 10.0), *rating, relational(20))
    });
    let ease = [1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0].into_iter();
    let ease = (0..).zip(ease).map(|(place, score): (i64, f64)| {
        let more = vec![
            ("prong", text("TRANSACTIONAL")),
            ("touchpoint", text("delivery")),
            ("polarity", text("LOW_IS_GOOD")),
            ("at", time(1 + place)),
            ("themes", Value::List(vec!["late".to_owned(), "no notice".to_owned()])),
            ("sentiment", Value::Number(-0.6)),
        ];
        answer(&format!("ease-{place}"), "p7", ("NETEASY", 1.0, 7.0), score, more)
    });
    let tiers = [("FUNCTIONAL", 4.2), ("EMOTIONAL", 3.1), ("TRANSFORMATIONAL", 2.0)];
    let tiers = tiers.into_iter().map(|(item, score)| {
        let mut more = relational(30);
        more.push(("item", text(item)));
        answer(item, "p0", ("VALUE_TIER", 1.0, 5.0), score, more)
    });
    rated.chain(ease).chain(tiers).collect()
}

fn events() -> Vec<Draft> {
    let call = |key: &str, who: &str, at: i64| {
        let fields = vec![
            ("form", text("CALL")),
            ("at", time(at)),
            ("human", Value::Flag(true)),
            ("two_way", Value::Flag(true)),
            ("subject", text("How is it going?")),
            ("team_member", text("e2")),
        ];
        told(EntityKind::Interaction, key, who, fields)
    };
    let deal =
        vec![("name", text("Pumps")), ("won", Value::Flag(true)), ("closed_at", time(40))];
    let bill = vec![("number", text("R-7")), ("issued_on", day(50))];
    let urgent = vec![
        ("subject", text("It stands still")),
        ("priority", text("P2")),
        ("opened_at", time(6)),
    ];
    vec![
        call("call-1", "p1", 3),
        call("call-2", "p1", 200),
        told(EntityKind::Deal, "d1", "", deal),
        told(EntityKind::Invoice, "i1", "", bill),
        told(EntityKind::Ticket, "t1", "p7", urgent),
    ]
}

fn employees(team: &str, scores: &[f64]) -> Vec<Draft> {
    let one = |(place, score): (usize, &f64)| {
        let more = vec![
            ("prong", text("EMPLOYEE")),
            ("polarity", text("HIGH_IS_GOOD")),
            ("team", text(team)),
            ("at", time(30)),
        ];
        let mut draft =
            answer(&format!("{team}-{place}"), "", ("EMPLOYEE_NPS", 0.0, 10.0), *score, more);
        draft.account = None;
        draft
    };
    scores.iter().enumerate().map(one).collect()
}

fn person(key: &str, role: &str, title: &str) -> GoldenContact {
    let mut fields = std::collections::BTreeMap::from([
        ("name", text(&format!("Person {key}"))),
        ("title", text(title)),
        ("buying_role", text(role)),
    ]);
    let mut lineage = Vec::new();
    if key == "p1" {
        // References to records stand in the lineage alone.
        lineage.push(LineageRow {
            field: "reports_to".to_owned(),
            value: "crm:p0".to_owned(),
            record: RecordRef {
                source: "crm".into(),
                stream: "contact".to_owned(),
                key: key.into(),
            },
            rule: "trust".to_owned(),
            losers: Vec::new(),
        });
        fields.insert("champion", text("SUPPORTER"));
        fields.insert("champion_confirmed_on", day(30));
    }
    let employment = Employment {
        contact: format!("con_{key}").as_str().into(),
        account: account(0).into(),
        title: Some(title.to_owned()),
        current: true,
        ended_on: None,
    };
    GoldenContact {
        id: format!("con_{key}").as_str().into(),
        fields,
        lineage,
        employments: vec![employment],
    }
}

/// One customer whose people answered.
pub(super) async fn kestrel(database: &Database) -> Store {
    let store = world(database, 0).await;
    let member = vec![("name", text("B. Stone")), ("team", text("Service"))];
    let mut parties = vec![
        draft(EntityKind::Account, 0, "c0", vec![("name", text("Kestrel Pumps"))]),
        draft(EntityKind::TeamMember, 0, "e2", member),
    ];
    let mut decisions = Decisions::default();
    decisions.account_of.insert("crm:c0".to_owned(), account(0).into());
    decisions.accounts.push(golden(0));
    for (key, role, title, _) in PEOPLE {
        parties.push(draft(EntityKind::Contact, 0, key, vec![("name", text(key))]));
        decisions.contact_of.insert(format!("crm:{key}"), format!("con_{key}").as_str().into());
        decisions.contacts.push(person(key, role, title));
    }
    put(&store, "PARTIES", parties).await;
    store.decide(&decisions).await.expect("decisions are written");
    let team = employees("Service", &[10.0, 9.0, 9.0, 8.0, 3.0]);
    let few = employees("Sales", &[0.0, 1.0]);
    put(&store, "FACTS", [answers(), events(), team, few].concat()).await;
    store
}

#[tokio::test(flavor = "multi_thread")]
async fn the_stakeholder_map_is_answered() {
    for database in kit::databases().await {
        let schema = schema(&kestrel(&database).await);
        let page = data(&schema, &saved("q03"), json!({"id": FIRST})).await;
        let account = &page["account"];
        let nps = &account["nps"];
        assert_eq!((number(&nps["value"]), &nps["n"]), (10.0, &json!(8)), "{}", database.name);
        assert_eq!((&nps["marginOfError"], &nps["status"]), (&Answer::Null, &json!("OK")));
        let roles = json!([
            {"role": "DECISION_MAKER", "value": 0.0, "n": 1},
            {"role": "INFLUENCER", "value": 0.0, "n": 2},
            {"role": "USER", "value": 60.0, "n": 5},
        ]);
        assert_eq!(nps["byRole"], roles);
        let ease = json!({
            "value": 20.0, "n": 10, "scale": "1 easy .. 7 difficult", "formula": "pct(1-2)-pct(5-7)",
            "distribution": [{"label": "EASY", "count": 5}, {"label": "NEUTRAL", "count": 2},
                {"label": "DIFFICULT", "count": 3}],
        });
        assert_eq!(account["ease"], ease);
        assert_eq!(account["decisionMakersTier"], "FUNCTIONAL");
        a_stakeholder_is_told_whole(&account["stakeholders"]);
        let feedback = account["feedback"].as_array().expect("a list");
        assert_eq!(feedback.len(), 5);
        let newest = json!({
            "id": "crm:ease-7", "at": "2026-11-13T12:00:00Z", "kind": "NETEASY",
            "touchpoint": "delivery", "score": 5.0, "themes": ["late", "no notice"],
            "sentiment": -0.6, "role": "USER",
            "loop": {"state": "NEW", "dueAt": "2026-11-20T12:00:00Z", "toldCustomer": false,
                "owner": {"name": "A. Reyes"}},
        });
        assert_eq!(feedback[0], newest, "the newest of those whose loop is open");
    }
}

fn a_stakeholder_is_told_whole(all: &Answer) {
    let all = all.as_array().expect("a list");
    assert_eq!(all.len(), PEOPLE.len());
    assert_eq!(all[0]["role"], "DECISION_MAKER", "the most influence first");
    assert_eq!(
        (&all[0]["valueTier"], &all[0]["coverage"]),
        (&json!("FUNCTIONAL"), &json!(false))
    );
    assert_eq!(all[0]["owner"]["name"], "A. Reyes", "whoever has the account");
    let of = |id: &str| all.iter().find(|one| one["contact"]["id"] == id).expect("on the map");
    let wanted = json!({
        "contact": {"id": "con_p1", "name": "Person p1", "title": "Plant manager"},
        "role": "INFLUENCER", "influence": 3, "reportsTo": "con_p0", "champion": "SUPPORTER",
        "sentiment": null, "lastTwoWayContact": "2026-11-18T12:00:00Z", "coverage": true,
        "valueTier": null, "lastNps": 9.0, "owner": {"name": "B. Stone"},
    });
    assert_eq!(*of("con_p1"), wanted);
    assert_eq!(of("con_p7")["sentiment"], -0.6);
}

#[tokio::test(flavor = "multi_thread")]
async fn relational_nps_of_all_is_the_kpi_and_plain_nps_has_its_margin() {
    let query = "query($id: ID!) { account(id: $id) {
        relation: survey(kind: NPS, prong: RELATIONAL) { value plain roleWeighted delta }
        all: survey(kind: NPS) { value marginOfError }
        users: survey(kind: NPS, prong: RELATIONAL, role: USER) { value marginOfError n }
        then: survey(kind: NPS, asOf: \"2026-10-01\") { value status n }
        health { stages { kpis { code raw } } } } }";
    let database = kit::sqlite();
    let schema = schema(&kestrel(&database).await);
    let answer = data(&schema, query, json!({"id": FIRST})).await;
    let account = &answer["account"];
    let stages = account["health"]["stages"].as_array().expect("stages");
    let kpis = stages.iter().flat_map(|stage| stage["kpis"].as_array().into_iter().flatten());
    let kpi = kpis.into_iter().find(|kpi| kpi["code"] == "RE3").expect("RE3");
    assert_eq!(account["relation"]["value"], kpi["raw"]);
    assert_eq!(account["relation"]["plain"], 37.5);
    assert_eq!(
        account["relation"]["delta"],
        Answer::Null,
        "nobody had answered 90 days before"
    );
    assert_eq!(account["all"]["value"], 37.5);
    assert!(number(&account["all"]["marginOfError"]) > 40.0);
    assert_eq!((number(&account["users"]["value"]), &account["users"]["n"]), (60.0, &json!(5)));
    assert_eq!(account["then"], json!({"value": null, "status": "MISSING", "n": 0}));
}

#[tokio::test(flavor = "multi_thread")]
async fn people_team_and_plans_are_answered_and_a_small_team_is_kept_private() {
    let query = "query($id: ID!) { account(id: $id) {
        champion { contact { id } champion championConfirmedOn }
        team { id roles employee { name engagement { value n status } } contacts { contact { id } interactions tickets lastAt } }
        people { blindSpot { blind decisionMakers touched heard } unseenPlayers { metIn }
            humanTouch { human all ratio belowFloor } dialogueRatio completeness { score known missing } }
        experience { ease { index parts { code score } } expectationGaps { stage gap flag } responseRate { rate }
            feedbackAge { stage n ageDays } prongs { prong n } interviewQueue { contact { id } reason about on }
            surveyPlan(overdue: true) { contact { id } } plans: surveyPlan { contact { id } mayBeAsked freeOn nextSurveyDue } } } }";
    for database in kit::databases().await {
        let schema = schema(&kestrel(&database).await);
        let answer = data(&schema, query, json!({"id": FIRST})).await;
        let account = &answer["account"];
        assert_eq!(account["champion"]["contact"]["id"], "con_p1", "{}", database.name);
        let team = account["team"].as_array().expect("a list");
        let stone = team.iter().find(|mate| mate["id"] == "crm:e2").expect("who called");
        assert_eq!(stone["contacts"][0]["interactions"], 2);
        let engaged = json!({"value": 40.0, "n": 5, "status": "OK"});
        assert_eq!(stone["employee"]["engagement"], engaged);
        let spot = json!({"blind": false, "decisionMakers": 1, "touched": 0, "heard": 1});
        assert_eq!(account["people"]["blindSpot"], spot);
        assert_eq!(account["people"]["humanTouch"]["ratio"], 1.0);
        let experience = &account["experience"];
        assert_eq!(experience["responseRate"], Answer::Null);
        assert_eq!(experience["surveyPlan"], json!([]), "everybody with a say was heard");
        assert_eq!(experience["plans"][0]["mayBeAsked"], false, "20 days ago");
        let reasons = experience["interviewQueue"].to_string();
        assert!(reasons.contains("LOW_SCORE") && reasons.contains("con_p7"), "{reasons}");
    }
}

/// What five people answered to a statement about trust.
fn trusted(item: &str, scores: [f64; 5]) -> Vec<Draft> {
    let one = |(place, score): (usize, f64)| {
        let mut more = relational(40);
        more.push(("item", text(item)));
        answer(&format!("{item}-{place}"), "p3", ("TRUST", 1.0, 7.0), score, more)
    };
    scores.into_iter().enumerate().map(one).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn loyalty_names_the_part_that_is_missing_and_is_told_when_it_is_there() {
    let query = "query($id: ID!, $day: Date) { account(id: $id) {
        trust(asOf: $day) { value } experience(asOf: $day) { ease { index }
            loyalty { value ease relevance trust advocacy missing }
            interviewQueue { contact { id } reason about } } } }";
    for database in kit::databases().await {
        let store = kestrel(&database).await;
        let schema = schema(&store);
        // By then they had been asked about value, and about nothing else.
        let then = json!({"id": FIRST, "day": "2026-10-25"});
        let before = data(&schema, query, then).await;
        let loyalty = &before["account"]["experience"]["loyalty"];
        // 4.2 of 5 is 80 of 100.
        assert_eq!((&loyalty["value"], &loyalty["relevance"]), (&Answer::Null, &json!(80.0)));
        let missing = json!(["TRUST", "ADVOCACY"]);
        assert_eq!(loyalty["missing"], missing, "{}: {loyalty:#}", database.name);
        assert_eq!(loyalty["advocacy"], Answer::Null);

        let said = [
            trusted("HUMANITY", [7.0; 5]),
            trusted("CAPABILITY", [7.0; 5]),
            trusted("TRANSPARENCY", [1.0; 5]),
        ];
        put(&store, "FACTS", said.concat()).await;
        let after = data(&schema, query, json!({"id": FIRST})).await;
        let experience = &after["account"]["experience"];
        let loyalty = &experience["loyalty"];
        assert_eq!(loyalty["trust"], after["account"]["trust"]["value"], "{}", database.name);
        let part = |name: &str| number(&loyalty[name]);
        let weighed = 0.3 * part("ease") + 0.25 * part("relevance");
        let weighed = weighed + 0.25 * part("trust") + 0.2 * part("advocacy");
        assert!((number(&loyalty["value"]) - weighed).abs() < 0.11, "{loyalty:#}");
        assert_eq!((&loyalty["missing"], part("advocacy")), (&json!([]), 55.0));
        assert_eq!(loyalty["ease"], experience["ease"]["index"]);
        // No bill was disputed, and nobody feels it: the saddest of them is to be called.
        let below = json!({"contact": {"id": "con_p7"}, "reason": "MISMATCH",
            "about": "trust, TRANSPARENCY: perception below facts"});
        let queue = experience["interviewQueue"].as_array().expect("a list");
        assert!(queue.contains(&below), "{queue:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_timeline_is_walked_page_by_page_newest_first() {
    let query = "query($id: ID!, $after: String, $kinds: [String!]) { account(id: $id) {
        timeline(first: 7, after: $after, kinds: $kinds) {
            edges { cursor node { id at kind stage channel human title source { system recordId } } }
            pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    for database in kit::databases().await {
        let schema = schema(&kestrel(&database).await);
        let (mut seen, mut after) = (Vec::new(), Answer::Null);
        loop {
            let page = data(&schema, query, json!({"id": FIRST, "after": after})).await;
            let page = &page["account"]["timeline"];
            for edge in page["edges"].as_array().expect("a list") {
                let at = edge["node"]["at"].as_str().expect("a moment").to_owned();
                seen.push((at, edge["node"]["id"].to_string()));
            }
            assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
        }
        let expected = answers().len() + events().len();
        assert_eq!(seen.len(), expected, "{}", database.name);
        assert!(seen.windows(2).all(|pair| pair[0].0 >= pair[1].0), "newest first");
        let mut ids: Vec<&String> = seen.iter().map(|(_, id)| id).collect();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), expected, "each once");
        let won = json!({"id": FIRST, "kinds": ["DEAL_WON", "INVOICE"]});
        let page = data(&schema, query, won).await;
        let edges = &page["account"]["timeline"]["edges"];
        let node = json!({
            "id": "DEAL_WON:crm:d1", "at": ago(40).to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
            "kind": "DEAL_WON", "stage": "PURCHASE", "channel": null, "human": null,
            "title": "Pumps", "source": {"system": "crm", "recordId": "d1"},
        });
        assert_eq!((&edges[0]["node"], edges.as_array().map(Vec::len)), (&node, Some(2)));
        assert_eq!(edges[1]["node"]["title"], "invoice R-7");
        for (key, value, words) in [
            ("kinds", json!(["DEAL_WIN"]), "did you mean `DEAL_WON`?"),
            ("after", json!("nonsense"), "not a cursor"),
        ] {
            let refused = ask(&schema, query, json!({"id": FIRST, key: value})).await;
            let message = refused["errors"][0]["message"].to_string();
            assert!(message.contains(words), "{message}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_without_polarity_is_an_error_beside_a_null() {
    let database = kit::sqlite();
    let store = kestrel(&database).await;
    let more = vec![("prong", text("RELATIONAL")), ("at", time(5))];
    put(&store, "FACTS", vec![answer("odd", "p3", ("NPS", 0.0, 10.0), 9.0, more)]).await;
    let query = "query($id: ID!) { account(id: $id) { survey(kind: NPS) { value status n } } }";
    let answer = ask(&schema(&store), query, json!({"id": FIRST})).await;
    let metric = &answer["data"]["account"]["survey"];
    assert_eq!(*metric, json!({"value": null, "status": "ERROR", "n": 9}));
    let error = &answer["errors"][0];
    assert_eq!(error["extensions"]["code"], "UNMEASURED");
    let message = error["message"].as_str().expect("words");
    assert!(message.contains("states no polarity"), "{message}");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_questions_about_people_are_refused_with_the_remedy() {
    let database = kit::sqlite();
    let schema = schema(&kestrel(&database).await);
    let cases = [
        ("survey(kind: NPS, days: 0) { n }", "between 1 and 3650"),
        ("survey(kind: NPS, role: UNKNOWN) { n }", "cannot be asked for"),
        ("survey(kind: NPS, asOf: \"2030-01-01\") { n }", "lies in the future"),
        ("feedback(first: 0) { id }", "between 1 and 200"),
        ("timeline(first: 201) { edges { cursor } }", "between 1 and 200"),
    ];
    for (field, words) in cases {
        let query = format!("query($id: ID!) {{ account(id: $id) {{ {field} }} }}");
        let answer = ask(&schema, &query, json!({"id": FIRST})).await;
        let message = answer["errors"][0]["message"].to_string();
        assert!(message.contains(words), "{field}: {message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_about_people_costs_no_more_statements_for_more_accounts() {
    let query = "query($first: Int!) { accounts(first: $first) { nodes {
        survey(kind: NPS) { value delta } feedback(first: 2) { id source { system } }
        stakeholders { contact { id } owner { name engagement { n } } }
        champion { owner { name } } valueTier team { employee { name } }
        people { blindSpot { blind } completeness { score } } experience { ease { index } }
        timeline(first: 2) { edges { node { id source { category } } } } } } }";
    for database in kit::databases().await {
        let store = world(&database, 30).await;
        let count = async |first: usize| {
            let schema = schema(&store);
            data(&schema, "{ __typename }", json!({})).await;
            let before = store.statements();
            data(&schema, query, json!({"first": first})).await;
            store.statements() - before
        };
        assert_eq!(count(3).await, count(25).await, "{}", database.name);
    }
}
