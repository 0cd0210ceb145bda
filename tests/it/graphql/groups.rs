//! Groups of accounts over GraphQL: what their people answered, what became of their revenue, and a
//! company with all below it.

use accord::insight::{Calendar, Models, scorecard};
use accord::model::*;
use accord::store::{AccountFilter, GroupQuestion, Store, StoredScore};
use serde_json::{Value as Answer, json};

use super::people::kestrel;
use super::world::{
    FIRST, account, ago, day, draft, euro, golden, now, put, schema, score, text, time, world,
};
use super::{ask, data, number, saved};
use crate::kit;

/// Another customer of another country, one of whose people rated us.
async fn beside(store: &Store, n: usize, country: Option<&str>, ratings: &[f64]) {
    let mut customer = golden(n);
    customer.fields.remove("country");
    customer.fields.extend(country.map(|code| ("country", text(code))));
    let mut decisions = Decisions { accounts: vec![customer], ..Decisions::default() };
    decisions.account_of.insert(format!("crm:c{n}"), account(n).into());
    let record = draft(EntityKind::Account, n, &format!("c{n}"), vec![]);
    put(store, "PARTIES", vec![record]).await;
    store.decide(&decisions).await.expect("decisions are written");
    let answer = |(place, rating): (usize, &f64)| {
        let fields = vec![
            ("instrument", text("NPS")),
            ("score", Value::Number(*rating)),
            ("scale_low", Value::Number(0.0)),
            ("scale_high", Value::Number(10.0)),
            ("polarity", text("HIGH_IS_GOOD")),
            ("prong", text("RELATIONAL")),
            ("touchpoint", text("relationship")),
            ("at", time(20)),
        ];
        let mut said = draft(EntityKind::SurveyResponse, n, &format!("n{n}-{place}"), fields);
        said.record.source = "crm".into();
        said
    };
    put(store, "FACTS", ratings.iter().enumerate().map(answer).collect()).await;
}

const SURVEY: &str = "query($filter: AccountFilter, $role: BuyerRole) {
    survey(kind: NPS, prong: RELATIONAL, role: $role, filter: $filter) {
        value plain roleWeighted n accounts marginOfError status distribution { label count }
        byRole { role value n } delta(days: 10)
        byCountry { country plain n status delta(days: 10) } bySegment { segment { id } plain n } } }";

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_many_accounts_are_pooled_each_counting_once() {
    for database in kit::databases().await {
        let store = kestrel(&database).await;
        beside(&store, 1, Some("FR"), &[0.0, 3.0]).await;
        beside(&store, 2, None, &[10.0]).await;
        let mut scored = score(Some(60.0));
        scored.segments = vec!["steady-goods".to_owned(), "subscribers".to_owned()];
        store.put_scores(&[(account(1).into(), scored)]).await.expect("a score is kept");
        let schema = schema(&store);
        let all = data(&schema, SURVEY, json!({})).await;
        let all = &all["survey"];
        // 6 of 11 recommend us, 4 do not; the mean of the three accounts' own would be 12.5.
        assert_eq!((&all["n"], &all["accounts"]), (&json!(11), &json!(3)), "{all:#}");
        assert_eq!(all["plain"], 18.2, "{}", database.name);
        let counts = json!([{"label": "PROMOTER", "count": 6}, {"label": "PASSIVE", "count": 1},
            {"label": "DETRACTOR", "count": 4}]);
        assert_eq!(all["distribution"], counts);
        assert_eq!(all["value"], all["roleWeighted"], "as of one account");
        let roles = json!([
            {"role": "DECISION_MAKER", "value": 0.0, "n": 1},
            {"role": "INFLUENCER", "value": 0.0, "n": 2},
            {"role": "USER", "value": 60.0, "n": 5},
            {"role": "UNKNOWN", "value": -33.3, "n": 3},
        ]);
        assert_eq!(all["byRole"], roles);
        let countries = json!([
            {"country": null, "plain": 100.0, "n": 1, "status": "LOW_SAMPLE", "delta": null},
            {"country": "DE", "plain": 37.5, "n": 8, "status": "OK", "delta": 0.0},
            {"country": "FR", "plain": -100.0, "n": 2, "status": "LOW_SAMPLE", "delta": 0.0},
        ]);
        assert_eq!(all["byCountry"], countries);
        let segments = json!([
            {"segment": {"id": "steady-goods"}, "plain": -100.0, "n": 2},
            {"segment": {"id": "subscribers"}, "plain": -100.0, "n": 2},
        ]);
        assert_eq!(all["bySegment"], segments);

        let one = "query($id: ID!) { account(id: $id) {
            survey(kind: NPS, prong: RELATIONAL) { value plain roleWeighted n marginOfError status
                distribution { label count } byRole { role value n } delta(days: 10) } } }";
        let one = data(&schema, one, json!({"id": FIRST})).await["account"]["survey"].clone();
        let same = data(&schema, SURVEY, json!({"filter": {"ids": [FIRST]}})).await;
        for (field, told) in one.as_object().expect("fields") {
            assert_eq!(same["survey"][field], *told, "{field} of one account alone");
        }
        let users = data(&schema, SURVEY, json!({"role": "USER"})).await;
        assert_eq!(
            (&users["survey"]["n"], &users["survey"]["value"]),
            (&json!(5), &json!(60.0))
        );
        let segment =
            "{ segment(id: \"subscribers\") { survey(kind: NPS) { plain n accounts } } }";
        let segment = data(&schema, segment, json!({})).await;
        let told = json!({"plain": -100.0, "n": 2, "accounts": 1});
        assert_eq!(segment["segment"]["survey"], told);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn more_answers_than_a_metric_is_made_of_are_refused_and_few_statements_are_sent() {
    for database in kit::databases().await {
        let store = kestrel(&database).await;
        let everybody = AccountFilter::default();
        let (from, to) = (ago(365), now());
        let asked = GroupQuestion { accounts: &everybody, instrument: "NPS", from, to };
        let all = store.group_answers(asked, 8).await.expect("answers are read");
        assert_eq!(all.map(|all| all.len()), Some(8), "{}", database.name);
        assert_eq!(store.group_answers(asked, 7).await.expect("they are counted"), None);
        let schema = schema(&store);
        let before = store.statements();
        data(&schema, SURVEY, json!({})).await;
        // The answers; those of ten days before for the whole and for the country.
        assert!(store.statements() - before <= 4, "{}", store.statements() - before);
        for (query, part) in [
            ("{ survey(kind: EMPLOYEE_NPS) { n } }", "Employee.engagement"),
            ("{ survey(kind: NPS, prong: EMPLOYEE) { n } }", "Employee.engagement"),
            ("{ survey(kind: NPS, days: 0) { n } }", "between 1 and 3650"),
            ("{ survey(kind: NPS, asOf: \"2026-11-22\") { n } }", "lies in the future"),
        ] {
            let refused = ask(&schema, query, json!({})).await;
            let message = refused["errors"][0]["message"].as_str().unwrap_or_default();
            assert!(message.contains(part), "{query} says {message}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn answers_of_opposite_polarity_are_refused_where_they_are_mixed() {
    let database = kit::sqlite();
    let store = kestrel(&database).await;
    beside(&store, 1, Some("FR"), &[9.0]).await;
    let mut turned = draft(
        EntityKind::SurveyResponse,
        1,
        "turned",
        vec![
            ("instrument", text("NPS")),
            ("score", Value::Number(2.0)),
            ("scale_low", Value::Number(0.0)),
            ("scale_high", Value::Number(10.0)),
            ("polarity", text("LOW_IS_GOOD")),
            ("at", time(20)),
        ],
    );
    turned.record.source = "crm".into();
    put(&store, "FACTS", vec![turned]).await;
    let answer = ask(&schema(&store), SURVEY, json!({})).await;
    let survey = &answer["data"]["survey"];
    assert_eq!((&survey["status"], &survey["value"]), (&json!("ERROR"), &Answer::Null));
    let message = answer["errors"].to_string();
    assert!(message.contains("turned") && message.contains("polarity"), "{message}");
    let germans = &survey["byCountry"][0];
    assert_eq!((&germans["country"], &germans["plain"]), (&json!("DE"), &json!(37.5)));
}

/// A bill for a product, so many days ago.
fn bill(n: usize, key: &str, amount: Value, days: i64) -> Draft {
    let fields = vec![("issued_on", day(days)), ("net_amount", amount)];
    draft(EntityKind::Invoice, n, &format!("{key}{n}"), fields)
}

/// Scores these accounts as a sync does.
async fn scored(store: &Store, accounts: &[usize], segment: &str) {
    let ids: Vec<AccountId> = accounts.iter().map(|n| account(*n).as_str().into()).collect();
    let facts = store.facts(&ids).await.expect("facts are read");
    let (models, calendar) = (Models::built_in(), Calendar::default());
    let today = now().date_naive();
    let of = |(id, (version, facts)): (&AccountId, &(i64, _))| {
        let mut card = scorecard(facts, &models, &calendar, today);
        card.book.segments = vec![segment.to_owned()];
        let kept = StoredScore {
            value: card.health.value,
            trust: card.trust.value,
            segments: card.book.segments.clone(),
            book: Some(serde_json::to_string(&card.book).expect("JSON")),
            version: *version,
            ..score(None)
        };
        (id.clone(), kept)
    };
    let scores: Vec<_> = facts.iter().map(of).collect();
    store.put_scores(&scores).await.expect("scores are kept");
}

const GROUP: &str = "query($id: ID!, $currency: String) { account(id: $id) {
    arr { amount } nrr group(currency: $currency) { accounts unscored asOf
        arr { amount currency rateDate } renewalExpected { amount } atRisk { amount }
        unknownAtRisk { amount } growthExpected { amount } net { amount } nrr grr
        healthBelow { value worst arrInRed arrUnknown } } } }";

fn amount(money: &Answer) -> f64 {
    money["amount"].as_str().and_then(|text| text.parse().ok()).expect("an amount")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_company_and_all_below_it_are_one_customer_counted_once() {
    for database in kit::databases().await {
        // The second and the seventh belong to the first; the third to the second.
        let store = world(&database, 7).await;
        let mut third = golden(2);
        third.parent = Some(account(1).into());
        let decisions = Decisions { accounts: vec![third], ..Decisions::default() };
        store.decide(&decisions).await.expect("an owner is written");
        // 10,000 of each in the last year; before: 8,000 of one, 20,000 of another.
        put(
            &store,
            "FACTS",
            vec![bill(0, "old", euro(8_000), 400), bill(1, "old", euro(20_000), 400)],
        )
        .await;
        scored(&store, &[0, 1, 2], "steady-goods").await;
        let schema = schema(&store);
        let answer = data(&schema, GROUP, json!({"id": FIRST})).await;
        let (own, group) = (&answer["account"], &answer["account"]["group"]);
        let counts = (&group["accounts"], &group["unscored"], &group["asOf"]);
        assert_eq!(counts, (&json!(4), &json!(1), &json!("2026-11-21")), "{}", database.name);
        assert!((amount(&group["arr"]) - 3.0 * amount(&own["arr"])).abs() < 1e-9, "{group:#}");
        assert_eq!(group["arr"]["rateDate"], Answer::Null);
        // 28,000 became 2,000 more and 10,000 less: 20,000; the third has no year before.
        assert_eq!((number(&group["nrr"]), number(&group["grr"])), (71.4, 64.3), "{group:#}");
        assert_eq!(own["nrr"], 125.0);
        let parts = ["renewalExpected", "atRisk", "unknownAtRisk", "growthExpected", "net"];
        assert!(parts.iter().all(|part| amount(&group[*part]).abs() < 1e-9), "{group:#}");
        assert!(
            number(&group["healthBelow"]["value"]) >= number(&group["healthBelow"]["worst"])
        );
        assert_eq!(group["healthBelow"]["arrUnknown"], 0.0);

        let middle = data(&schema, GROUP, json!({"id": account(1)})).await;
        assert_eq!(middle["account"]["group"]["accounts"], 2);
        let refused = ask(&schema, GROUP, json!({"id": FIRST, "currency": "Euro"})).await;
        assert!(refused["errors"].to_string().contains("is no currency"), "{refused:#}");
        // Nobody told what a dollar is worth: no sum of amounts, which is not a sum of 0.
        let dollars = ask(&schema, GROUP, json!({"id": FIRST, "currency": "USD"})).await;
        let group = &dollars["data"]["account"]["group"];
        assert_eq!((&group["arr"], &group["nrr"]), (&Answer::Null, &Answer::Null), "{group:#}");
        assert!(dollars["errors"].to_string().contains("rate"), "{dollars:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn owners_in_a_circle_come_to_an_end() {
    for database in kit::databases().await {
        let store = world(&database, 2).await;
        let mut first = golden(0);
        first.parent = Some(account(1).into());
        let decisions = Decisions { accounts: vec![first], ..Decisions::default() };
        store.decide(&decisions).await.expect("an owner is written");
        let ids = [account(0).as_str().into(), account(1).as_str().into()];
        let trees = store.trees(&ids, 4).await.expect("read").expect("few enough");
        assert!(trees.values().all(|tree| tree.len() == 2), "{}: {trees:?}", database.name);
        assert_eq!(store.trees(&ids, 3).await.expect("read"), None, "more than asked for");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_segments_retention_is_that_of_its_members_money_and_what_has_no_rate_is_told() {
    let query = "{ segment(id: \"steady-goods\") { accountCount nrr grr }
        empty: segment(id: \"subscribers\") { nrr grr } }";
    for database in kit::databases().await {
        let store = world(&database, 3).await;
        put(
            &store,
            "FACTS",
            vec![bill(0, "old", euro(8_000), 400), bill(1, "old", euro(20_000), 400)],
        )
        .await;
        scored(&store, &[0, 1, 2], "steady-goods").await;
        let schema = schema(&store);
        let answer = data(&schema, query, json!({})).await;
        let told = json!({"accountCount": 3, "nrr": 71.4, "grr": 64.3});
        assert_eq!(answer["segment"], told, "{}", database.name);
        assert_eq!(answer["empty"], json!({"nrr": null, "grr": null}), "nobody is no zero");

        let dollar = Currency::parse("USD").expect("a currency");
        let money = Money::new(500.into(), dollar).expect("a small amount");
        put(&store, "FACTS", vec![bill(2, "dollar", Value::Amount(money), 400)]).await;
        scored(&store, &[2], "steady-goods").await;
        let answer = ask(&schema, query, json!({})).await;
        assert_eq!(answer["data"]["segment"]["nrr"], 71.4, "{}", database.name);
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.starts_with("1 of its accounts are left out: no rate"), "{answer:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_c_levels_page_is_answered_as_far_as_it_goes() {
    let database = kit::sqlite();
    let store = world(&database, 6).await;
    scored(&store, &[0, 1, 2, 3], "steady-goods").await;
    let page = data(&schema(&store), &saved("q04"), json!({})).await;
    assert_eq!(page["topRisks"]["nodes"].as_array().map(Vec::len), Some(3), "{page:#}");
    assert_eq!(page["segments"].as_array().map(Vec::len), Some(6));
    assert_eq!(page["nps"]["n"], 60);
    assert_eq!(page["nps"]["bySegment"][0]["n"], 40);
}
