//! Every kind of the unified model as a list over GraphQL.

use std::collections::BTreeMap;

use accord::api;
use accord::model::*;
use async_graphql::parser::types::{BaseType, Type, TypeKind, TypeSystemDefinition};
use serde_json::{Value as Answer, json};

use super::world::{FIRST, account, put, schema, world};
use super::zoo::{EACH, animal, kinds, zoo};
use super::{ask, data};
use crate::kit;

/// The fields of every object type of the contract, with their types.
fn objects() -> BTreeMap<String, Vec<(String, Type)>> {
    let document = async_graphql::parser::parse_schema(api::schema_sdl()).expect("SDL");
    let mut objects = BTreeMap::new();
    for definition in document.definitions {
        let TypeSystemDefinition::Type(definition) = definition else { continue };
        let TypeKind::Object(object) = definition.node.kind else { continue };
        let fields = object.fields.into_iter();
        let fields = fields.map(|f| (f.node.name.node.to_string(), f.node.ty.node));
        objects.insert(definition.node.name.node.to_string(), fields.collect());
    }
    objects
}

fn base(of: &Type) -> &str {
    match &of.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => base(inner),
    }
}

/// The lists of each kind at the root with the type of their rows.
pub(super) fn lists() -> Vec<(String, String)> {
    let query = objects().remove("Query").expect("a root");
    let lists = query.into_iter().filter_map(|(name, ty)| {
        let row = base(&ty).strip_suffix("Connection")?.to_owned();
        Some((name, row))
    });
    let rows = |(name, row): &(String, String)| {
        name != "accounts" && row != "AccountFact" && !row.ends_with("Aggregate")
    };
    lists.filter(rows).collect()
}

/// Everything that can be asked of a row, and the names of what hangs on it.
fn whole(row: &str) -> String {
    let objects = objects();
    let parts = objects[row].iter().map(|(name, ty)| match base(ty) {
        "Money" => format!("{name} {{ amount currency rateDate }}"),
        "RecordKey" => format!("{name} {{ system object recordId }}"),
        "SourceRef" => format!("{name} {{ system recordId }}"),
        "Probability" => format!("{name} {{ value }}"),
        "SurveyMetric" => format!("{name} {{ n }}"),
        inner if objects.contains_key(inner) => format!("{name} {{ __typename id }}"),
        _ => name.clone(),
    });
    parts.collect::<Vec<_>>().join(" ")
}

fn refused(answer: &Answer) -> &str {
    answer["errors"][0]["message"].as_str().unwrap_or_else(|| panic!("not refused: {answer:#}"))
}

fn ids(answer: &Answer) -> Vec<&str> {
    let nodes = answer["nodes"].as_array().unwrap_or_else(|| panic!("no page: {answer:#}"));
    nodes.iter().map(|node| node["id"].as_str().expect("an id")).collect()
}

/// As the SQLAlchemy dialect reads them: it takes no mark of "never null" off a list, its edges and their rows.
#[test]
fn tools_that_unwrap_no_marks_read_every_list_at_the_root() {
    let objects = objects();
    let field = |of: &str, name: &str| {
        let found = objects[of].iter().find(|(field, _)| field == name);
        found.unwrap_or_else(|| panic!("{of}.{name}")).1.to_string()
    };
    let at_root = objects["Query"].iter().filter(|(_, ty)| base(ty).ends_with("Connection"));
    let at_root: Vec<&(String, Type)> = at_root.collect();
    assert!(at_root.len() > 40, "{at_root:?}");
    for (list, ty) in at_root {
        let stem = base(ty).strip_suffix("Connection").expect("a connection");
        let found =
            (ty.to_string(), field(base(ty), "edges"), field(&format!("{stem}Edge"), "node"));
        let wanted = (format!("{stem}Connection"), format!("[{stem}Edge]"), stem.to_owned());
        assert_eq!(found, wanted, "{list}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_has_a_list_with_all_that_is_known_of_its_rows() {
    let lists = lists();
    assert_eq!(lists.len(), kinds().count());
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        for (list, row) in &lists {
            let fields = whole(row);
            let query = format!(
                "{{ all: {list}(first: 200) {{ totalCount nodes {{ {fields} }}
                    pageInfo {{ hasNextPage hasPreviousPage startCursor endCursor }}
                    edges {{ cursor node {{ id }} }} }} }}"
            );
            let all = data(&schema, &query, json!({})).await;
            let (all, name) = (&all["all"], database.name);
            let ids = ids(all);
            assert!(ids.len() >= EACH, "{name} {list}: {}", ids.len());
            assert_eq!(all["totalCount"], ids.len());
            let edges = all["edges"].as_array().expect("edges");
            let of_edges: Vec<_> =
                edges.iter().map(|edge| edge["node"]["id"].as_str()).collect();
            assert_eq!(of_edges, ids.iter().map(|id| Some(*id)).collect::<Vec<_>>());
            let info = &all["pageInfo"];
            assert_eq!(info["startCursor"], edges[0]["cursor"]);
            assert_eq!(info["endCursor"], edges[edges.len() - 1]["cursor"]);
            assert_eq!(
                (&info["hasNextPage"], &info["hasPreviousPage"]),
                (&json!(false), &json!(false))
            );
            for (field, _) in &objects()[row] {
                let told = all["nodes"].as_array().expect("nodes").iter();
                let told = told.filter(|node| !node[field].is_null()).count();
                let never = ["rateDate", "engagement", "renewalProbability"];
                assert!(told > 0 || never.contains(&field.as_str()), "{name} {row}.{field}");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn any_row_is_found_by_its_id_as_its_list_shows_it() {
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        for (list, row) in lists() {
            let fields = whole(&row);
            let query = format!("{{ {list}(last: 2) {{ nodes {{ {fields} }} }} }}");
            let listed = data(&schema, &query, json!({})).await;
            let listed = &listed[&list]["nodes"][1];
            let query = format!(
                "query($id: ID!) {{ node(id: $id) {{ __typename id ... on {row} {{ {fields} }}
                    ... on Account {{ name }} }} }}"
            );
            let mut found = data(&schema, &query, json!({"id": listed["id"]})).await;
            let found = found["node"].as_object_mut().expect("it is found");
            assert_eq!(found.remove("__typename"), Some(json!(row)), "{}", database.name);
            assert_eq!(&json!(found), listed);
        }
        let query = "query($id: ID!) { node(id: $id) { __typename ... on Node { id }
            ... on Account { name contracts { id startsOn } } ... on Deal { name } } }";
        let found = data(&schema, query, json!({"id": FIRST})).await;
        assert_eq!(found["node"]["__typename"], "Account");
        assert_eq!(found["node"]["name"], "Company 999");
        for id in ["acc_nobody", "con_nobody", "deal:crm:none", "crm:deal-1", "", "deal:"] {
            let found = data(&schema, query, json!({"id": id})).await;
            assert_eq!(found["node"], Answer::Null, "{id}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_contract_and_a_person_are_the_same_wherever_they_are_met() {
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        let fields = whole("Contract");
        let query = format!(
            "query($id: ID!) {{ account(id: $id) {{ contracts {{ {fields} }} contacts {{ {} }} }}
                contracts(where: {{account: $id}}) {{ nodes {{ {fields} }} }}
                contacts(where: {{account: $id}}) {{ nodes {{ {} }} }} }}",
            whole("Contact"),
            whole("Contact")
        );
        let told = data(&schema, &query, json!({"id": FIRST})).await;
        for list in ["contracts", "contacts"] {
            let below = told["account"][list].as_array().expect("a list");
            assert!(below.len() > 3);
            for one in told[list]["nodes"].as_array().expect("a list") {
                let same = below.iter().find(|other| other["id"] == one["id"]);
                assert_eq!(same, Some(one), "{}", database.name);
            }
            assert_eq!(told[list]["nodes"].as_array().map(Vec::len), Some(below.len()));
        }
    }
}

/// What a filter says of a row, by hand.
type Says = fn(&Answer) -> bool;

/// Conditions on texts.
fn on_texts() -> Vec<(Answer, Says)> {
    vec![
        (json!({}), |_| true),
        (json!({"name": {"eq": "alpha"}}), |row| row["name"] == "alpha"),
        (json!({"name": {"ne": "alpha"}}), |row| {
            !row["name"].is_null() && row["name"] != "alpha"
        }),
        (json!({"not": {"name": {"eq": "alpha"}}}), |row| row["name"] != "alpha"),
        (json!({"name": {"in": ["alpha", "B_1"]}}), |row| {
            row["name"] == "alpha" || row["name"] == "B_1"
        }),
        (json!({"name": {"in": []}}), |_| false),
        (json!({"name": {"contains": "lpha"}}), |row| {
            row["name"].as_str().is_some_and(|name| name.contains("lpha"))
        }),
        (json!({"name": {"startsWith": "ä"}}), |row| {
            row["name"].as_str().is_some_and(|name| name.starts_with('ä'))
        }),
        (json!({"name": {"gt": "Z", "lte": "b"}}), |row| {
            row["name"].as_str().is_some_and(|name| name > "Z" && name <= "b")
        }),
        (json!({"name": {"isNull": true}}), |row| row["name"].is_null()),
    ]
}

/// Conditions on other fields, and on several.
fn on_others() -> Vec<(Answer, Says)> {
    vec![
        (json!({"form": {"in": ["NEW", "RENEWAL"]}}), |row| {
            row["form"] == "NEW" || row["form"] == "RENEWAL"
        }),
        (json!({"won": {"eq": false}}), |row| row["won"] == false),
        (json!({"probability": {"gte": -0.25, "lt": 0.5}}), |row| {
            row["probability"].as_f64().is_some_and(|p| (-0.25..0.5).contains(&p))
        }),
        (json!({"amount": {"gt": "0", "currency": "EUR"}}), |row| {
            let amount = row["amount"]["amount"].as_str().and_then(|a| a.parse::<f64>().ok());
            amount.is_some_and(|a| a > 0.0) && row["amount"]["currency"] == "EUR"
        }),
        (json!({"expectedCloseOn": {"gte": "2026-11-18", "lt": "2026-11-20"}}), |row| {
            row["expectedCloseOn"]
                .as_str()
                .is_some_and(|day| ("2026-11-18".."2026-11-20").contains(&day))
        }),
        (json!({"openedAt": {"gt": "2026-11-18T12:00:00Z"}}), |row| {
            row["openedAt"].as_str().is_some_and(|at| {
                at.parse::<chrono::DateTime<chrono::Utc>>().expect("a moment")
                    > "2026-11-18T12:00:00Z"
                        .parse::<chrono::DateTime<chrono::Utc>>()
                        .expect("a moment")
            })
        }),
        (json!({"stagesReached": {"contains": "a,b"}}), |row| {
            row["stagesReached"].as_array().is_some_and(|all| all.contains(&json!("a,b")))
        }),
        (json!({"ownerId": {"eq": "team_member:crm:team_member-3"}}), |row| {
            row["ownerId"] == "team_member:crm:team_member-3"
        }),
        (json!({"account": account(1)}), |row| row["accountId"] == account(1).as_str()),
        (
            json!({"or": [{"won": {"eq": true}}, {"and": [{"name": {"isNull": false}},
                {"not": {"accounts": [account(0), account(1)]}}]}]}),
            |row| {
                let ours =
                    [account(0), account(1)].iter().any(|a| row["accountId"] == a.as_str());
                row["won"] == true || (!row["name"].is_null() && !ours)
            },
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_of_every_kind_of_field_let_through_what_they_say() {
    let cases: Vec<(Answer, Says)> = on_texts().into_iter().chain(on_others()).collect();
    let query =
        "query($where: DealFilter) { deals(where: $where, first: 200) { totalCount nodes {
        id name form won probability amount { amount currency } expectedCloseOn openedAt
        stagesReached ownerId accountId } } }";
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        let all = data(&schema, query, json!({})).await;
        let all = all["deals"]["nodes"].as_array().expect("deals").clone();
        for (filter, says) in &cases {
            let kept = data(&schema, query, json!({"where": filter})).await;
            let wanted: Vec<&str> = all
                .iter()
                .filter(|row| says(row))
                .filter_map(|row| row["id"].as_str())
                .collect();
            assert_eq!(ids(&kept["deals"]), wanted, "{} {filter}", database.name);
            assert_eq!(kept["deals"]["totalCount"], wanted.len());
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_written_into_a_filter_is_compared_and_never_run() {
    let evil = [
        "'; DROP TABLE deal; --",
        "\" OR \"\"=\"",
        "{in:1}",
        "{values}",
        "$1",
        "?1",
        "%",
        "_",
        "\\",
        "\u{0}",
        "') OR 1=1 --",
        "x' OR 1=1 --",
    ];
    let query = "query($where: DealFilter) { deals(where: $where, first: 200) { totalCount } }";
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        let all = data(&schema, "{ deals(first: 200) { nodes { name } } }", json!({})).await;
        let all = all["deals"]["nodes"].as_array().expect("deals").iter();
        let names: Vec<String> =
            all.filter_map(|row| row["name"].as_str().map(str::to_owned)).collect();
        for text in evil {
            for sign in ["eq", "contains", "startsWith", "in"] {
                let filter = json!({"name": {sign: text}});
                let kept = data(&schema, query, json!({"where": filter})).await;
                let meant = |word: &&str| match sign {
                    "contains" => word.contains(text),
                    "startsWith" => word.starts_with(text),
                    _ => *word == text,
                };
                let some = names.iter().any(|word| meant(&word.as_str()));
                assert_eq!(
                    kept["deals"]["totalCount"] != 0,
                    some,
                    "{} {filter}",
                    database.name
                );
            }
            let filter =
                json!({"ownerId": {"eq": text}, "account": text, "id": {"in": [text]}});
            let kept = data(&schema, query, json!({"where": filter})).await;
            assert_eq!(kept["deals"]["totalCount"], 0);
        }
        let kept = data(&schema, query, json!({})).await;
        assert_eq!(kept["deals"]["totalCount"], EACH, "nothing was dropped");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_is_refused_with_the_remedy() {
    let deep = (0..6).fold(json!({"won": {"eq": true}}), |inner, _| json!({"not": inner}));
    let wide: Vec<Answer> = (0..41).map(|_| json!({"won": {"eq": true}})).collect();
    let many: Vec<String> = (0..1_001).map(|n| n.to_string()).collect();
    let cases = [
        (json!({"first": 0}), "`first` must be between 1 and 1000; 0 was asked"),
        (json!({"first": -1}), "between 1 and 1000"),
        (json!({"first": 1_001}), "between 1 and 1000"),
        (json!({"last": 1_001}), "`last` must be between 1 and 1000"),
        (json!({"first": 2, "last": 2}), "`first` and `last` were both given"),
        (json!({"after": "garbage"}), "`after` is not a cursor of this list"),
        (json!({"before": "e30"}), "`before` is not a cursor of this list"),
        (json!({"where": deep}), "more than 5 levels"),
        (json!({"where": {"or": wide}}), "more than 40 conditions"),
        (json!({"where": {"name": {"in": many}}}), "has 1001 values; at most 1000"),
        (
            json!({"where": {"name": {"eq": null}}}),
            "`name.eq` is null; ask for what is not known",
        ),
        (json!({"where": {"form": {"eq": "REVEWAL"}}}), "RENEWAL"),
        (json!({"where": {"amount": {"eq": "1.23456"}}}), "at most four decimals"),
        (json!({"where": {"amount": {"currency": ["EURO"]}}}), "ISO 4217"),
        (json!({"where": {"openedAt": {"gt": "yesterday"}}}), "2026-11-21T09:12:00Z"),
        (json!({"where": {"nobody": {"eq": 1}}}), "nobody"),
        (json!({"where": {"name": {"like": "a"}}}), "like"),
        (json!({"orderBy": {"field": "STAGES_REACHED"}}), "STAGES_REACHED"),
    ];
    let query = "query($where: DealFilter, $orderBy: DealOrder, $first: Int, $after: String, $last: Int,
        $before: String) { deals(where: $where, orderBy: $orderBy, first: $first, after: $after,
        last: $last, before: $before) { nodes { id } } }";
    let database = kit::sqlite();
    let store = zoo(&database).await;
    let schema = schema(&store);
    for (variables, says) in cases {
        let all = ["where", "orderBy", "first", "after", "last", "before"];
        let mut given = variables.clone();
        for name in all {
            let given = given.as_object_mut().expect("variables");
            given.entry(name).or_insert(Answer::Null);
        }
        let answer = ask(&schema, query, given).await;
        assert!(refused(&answer).contains(says), "{variables}\n{answer:#}");
        let code = &answer["errors"][0]["extensions"]["code"];
        assert!(code == "BAD_INPUT" || code == "BAD_QUERY", "{answer:#}");
    }
    let costly =
        "{ deals(first: 1000) { nodes { account { contracts { id name form status start end
        daysToEnd url accountId annualValue { amount } seats modules startsOn } } } } }";
    assert!(refused(&ask(&schema, costly, json!({})).await).contains("complex"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_goes_on_in_its_own_list_and_order_only() {
    let query = "query($order: DealOrder, $after: String, $before: String) {
        deals(orderBy: $order, first: 4, after: $after, before: $before) {
            nodes { id } pageInfo { endCursor startCursor hasNextPage hasPreviousPage } } }";
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        let by = |field: &str, desc: bool| json!({"field": field, "desc": desc});
        for field in
            ["ID", "NAME", "AMOUNT", "PROBABILITY", "OPENED_AT", "WON", "EXPECTED_CLOSE_ON"]
        {
            for desc in [false, true] {
                let order = by(field, desc);
                let all = "query($order: DealOrder) { deals(orderBy: $order, first: 100) { nodes { id } } }";
                let all = data(&schema, all, json!({"order": order})).await;
                let (mut walked, mut after) = (Vec::new(), Answer::Null);
                loop {
                    let page = data(
                        &schema,
                        query,
                        json!({"order": order, "after": after, "before": null}),
                    )
                    .await;
                    let page = &page["deals"];
                    walked.extend(ids(page).into_iter().map(str::to_owned));
                    assert_eq!(page["pageInfo"]["hasPreviousPage"], !after.is_null());
                    if page["pageInfo"]["hasNextPage"] == false {
                        break;
                    }
                    after = page["pageInfo"]["endCursor"].clone();
                }
                assert_eq!(walked, ids(&all["deals"]), "{} {order}", database.name);
                let back = "query($order: DealOrder, $before: String) {
                    deals(orderBy: $order, last: 3, before: $before) { nodes { id }
                        pageInfo { hasNextPage hasPreviousPage } } }";
                let back = data(&schema, back, json!({"order": order, "before": after})).await;
                let at = walked.len().div_ceil(4) * 4 - 4 - 1;
                assert_eq!(ids(&back["deals"]), walked[at - 3..at], "{order}");
                let info = json!({"hasNextPage": true, "hasPreviousPage": true});
                assert_eq!(back["deals"]["pageInfo"], info);
            }
        }
        let page = data(
            &schema,
            query,
            json!({"order": by("NAME", false), "after": null, "before": null}),
        )
        .await;
        let cursor = &page["deals"]["pageInfo"]["endCursor"];
        for order in [by("NAME", true), by("ID", false), Answer::Null] {
            let other =
                ask(&schema, query, json!({"order": order, "after": cursor, "before": null}))
                    .await;
            assert!(refused(&other).contains("made in another list or order"), "{other:#}");
        }
        let other = "query($after: String) { quotes(after: $after) { nodes { id } } }";
        let other = ask(&schema, other, json!({"after": cursor})).await;
        assert!(refused(&other).contains("made in another list or order"), "{other:#}");
        assert_eq!(other["data"]["quotes"], Answer::Null);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fragments_names_and_equal_keys_are_answered_as_the_specification_says() {
    let query = "query($no: Boolean!) { a: deals(first: 1) { ...page nodes { money: amount { amount } } }
            b: deals(first: 1) { nodes { ... on Node { id } ... { name } ... on Deal { n: name }
                skipped: name @skip(if: true) kept: name @include(if: $no)
                account { id } account { name } externalKey { system __typename } externalKey { object } } } }
        fragment page on DealConnection { __typename edges { __typename cursor node { ...deal __typename } }
            nodes { ...deal money: amount { currency __typename } } }
        fragment deal on Deal { id }";
    for database in kit::databases().await {
        let store = world(&database, 1).await;
        let mut deal = animal(EntityKind::Deal, 1);
        deal.fields.retain(|(name, _)| !["name", "amount"].contains(name));
        deal.fields.push(("name", Some(Value::Text("One".to_owned()))));
        let money = Money::new("12.5".parse().expect("a number"), Currency::EUR);
        deal.fields.push(("amount", Some(Value::Amount(money.expect("small")))));
        deal.account = Some("c0".to_owned());
        put(&store, "FACTS", vec![deal]).await;
        let answer = data(&schema(&store), query, json!({"no": false})).await;
        let (a, b) = (&answer["a"], &answer["b"]["nodes"][0]);
        assert_eq!(a["__typename"], "DealConnection");
        let id = json!("deal:crm:deal-1");
        let (edge, node) = (&a["edges"][0], &a["nodes"][0]);
        assert_eq!(edge["__typename"], "DealEdge");
        assert_eq!(edge["node"], json!({"id": id, "__typename": "Deal"}));
        let money = json!({"currency": "EUR", "__typename": "Money", "amount": "12.50"});
        assert_eq!(node["money"], money, "{}", database.name);
        assert_eq!(
            *b,
            json!({"id": id, "name": "One", "n": "One",
            "account": {"id": FIRST, "name": "Company 999"},
            "externalKey": {"system": "crm", "__typename": "RecordKey", "object": "deal"}})
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_statements_of_a_page_do_not_grow_with_its_rows() {
    let flat =
        "query($first: Int!) { deals(first: $first) { nodes { id name amount { amount } } } }";
    let counted = "query($first: Int!) { deals(first: $first) { totalCount nodes { id } } }";
    let nested =
        "query($first: Int!) { deals(first: $first) { nodes { account { name } owner { name }
        product { name } contract { name daysToEnd account { id } } } } }";
    let own = "query($first: Int!) { accounts(first: $first) { nodes { id
        tickets(first: 2) { id } invoices(where: {amount: {isNull: false}}) { id order { id } } } } }";
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let count = async |query: &str, first: usize| {
            let schema = schema(&store);
            // Nothing is written meanwhile, so the version that every answer states is known.
            data(&schema, "{ __typename }", json!({})).await;
            let before = store.statements();
            let answer = data(&schema, query, json!({"first": first})).await;
            let list = if query == own { "accounts" } else { "deals" };
            assert!(answer[list]["nodes"].as_array().is_some_and(|rows| rows.len() <= first));
            store.statements() - before
        };
        assert_eq!(count(flat, 3).await, 1, "{}", database.name);
        assert_eq!(count(flat, 20).await, 1);
        assert_eq!(count(counted, 20).await, 2);
        // The page, its accounts, its people, its products, its contracts, and what the sources are;
        // and the accounts of the contracts that are met on the way.
        let (few, many) = (count(nested, 3).await, count(nested, 20).await);
        assert!(few <= 7 && many <= 7, "{}: {few} and {many}", database.name);
        let (few, many) = (count(own, 1).await, count(own, 20).await);
        // Rows that the lists of several accounts refer to share a statement or not, as the moment has it.
        assert!(many <= few + 3, "{}: {few} for one account, {many} for all", database.name);
    }
}

/// The lists that an account has of its own, with the type of their rows.
fn own_lists() -> Vec<(String, String)> {
    let account = &objects()["Account"];
    let told = ["contacts", "contracts"];
    let own = |(list, _): &(String, String)| {
        !told.contains(&list.as_str()) && account.iter().any(|(name, _)| name == list)
    };
    lists().into_iter().filter(own).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accounts_own_lists_say_of_it_what_the_lists_at_the_root_say() {
    let own = own_lists();
    assert!(own.len() > 15, "{own:?}");
    for database in kit::databases().await {
        let schema = schema(&zoo(&database).await);
        for (list, _) in &own {
            let query = format!(
                "{{ accounts(first: 200) {{ nodes {{ id own: {list}(first: 2, orderBy: {{field: ID}}) {{ id }} }} }}
                    all: {list}(first: 1000, orderBy: {{field: ID}}) {{ nodes {{ id accountId }} }} }}"
            );
            let answer = data(&schema, &query, json!({})).await;
            let mut known: BTreeMap<&str, Vec<&Answer>> = BTreeMap::new();
            for row in answer["all"]["nodes"].as_array().expect("rows") {
                let account = row["accountId"].as_str();
                known.entry(account.unwrap_or_default()).or_default().push(&row["id"]);
            }
            let mut met = 0;
            for account in answer["accounts"]["nodes"].as_array().expect("accounts") {
                let own =
                    account["own"].as_array().expect("a list").iter().map(|row| &row["id"]);
                let own: Vec<&Answer> = own.collect();
                let id = account["id"].as_str().expect("an id");
                let wanted = known.remove(id).unwrap_or_default();
                met += own.len();
                assert_eq!(own, wanted[..wanted.len().min(2)], "{} {list} {id}", database.name);
            }
            assert!(met > 0, "{} {list}", database.name);
        }
        let query = "{ accounts(first: 200) { nodes {
            newest: tickets { openedAt } few: tickets(where: {priority: {eq: \"P1\"}}) { priority } } } }";
        let answer = data(&schema, query, json!({})).await;
        for account in answer["accounts"]["nodes"].as_array().expect("accounts") {
            let at = |row: &Answer| row["openedAt"].as_str().map(ToOwned::to_owned);
            let newest: Vec<_> =
                account["newest"].as_array().expect("a list").iter().map(at).collect();
            assert!(newest.is_sorted_by(|a, b| a >= b), "{newest:?}");
            let few = account["few"].as_array().expect("a list");
            assert!(few.iter().all(|ticket| ticket["priority"] == "P1"));
        }
        let wrong = "{ accounts(first: 1) { nodes { tickets(first: 500) { id } } } }";
        let answer = ask(&schema, wrong, json!({})).await;
        assert!(
            refused(&answer).contains("`first` must be between 1 and 200"),
            "{}",
            refused(&answer)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_alone_says_what_it_says_among_others() {
    // The databases are asked in another way for one than for many.
    let lists: Vec<String> = own_lists()
        .into_iter()
        .flat_map(|(list, _)| {
            [
                format!("{list}_: {list}(first: 2) {{ id }}"),
                format!("{list}_by_id: {list}(first: 1, orderBy: {{field: ID, desc: true}}, where: {{id: {{isNull: false}}}}) {{ id }}"),
            ]
        })
        .collect();
    let asked = format!(
        "id contacts(first: 3) {{ id name email leftOn champion }} newest: tickets(first: 3, orderBy: {{field: PRIORITY, desc: true}},
            where: {{openedAt: {{isNull: false}}}}) {{ id priority }} {}",
        lists.join(" ")
    );
    for database in kit::databases().await {
        let schema = schema(&zoo(&database).await);
        let all = format!("{{ accounts(first: 50) {{ nodes {{ {asked} }} }} }}");
        let one = format!("query($id: ID!) {{ account(id: $id) {{ {asked} }} }}");
        let all = data(&schema, &all, json!({})).await;
        let all = all["accounts"]["nodes"].as_array().expect("accounts");
        assert!(
            all.iter().any(|account| account["newest"].as_array().is_some_and(|l| l.len() > 1))
        );
        for among in all {
            let alone = data(&schema, &one, json!({"id": among["id"]})).await;
            assert_eq!(alone["account"], *among, "{}", database.name);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_questions_on_the_page_about_lists_are_answered() {
    let page = include_str!("../../../docs/api.md");
    let questions = page.split("```graphql").skip(1).take(2);
    let questions = questions.filter_map(|rest| rest.split("```").next());
    let database = kit::sqlite();
    let schema = schema(&zoo(&database).await);
    let mut answers = Vec::new();
    for question in questions {
        answers.push(data(&schema, question, json!({"after": null})).await);
    }
    assert!(answers[0]["tickets"]["totalCount"].is_number(), "{:#}", answers[0]);
    assert!(answers[1]["accounts"]["nodes"][0]["invoices"].is_array(), "{:#}", answers[1]);
}

#[test]
fn pages_can_be_read_by_tools_that_do_not_look_behind_a_mark() {
    let objects = objects();
    for (list, row) in lists() {
        let (_, page) =
            objects["Query"].iter().find(|(name, _)| *name == list).expect("a list");
        assert!(page.nullable, "{list}");
        let page = &objects[&format!("{row}Connection")];
        let (_, edges) = page.iter().find(|(name, _)| name == "edges").expect("edges");
        assert_eq!(edges.to_string(), format!("[{row}Edge]"));
    }
    let sdl = api::schema_sdl();
    assert!(sdl.contains("email: String @pii(class: CONTACT_DATA)"));
    assert!(sdl.contains("subject: String @pii(class: FREE_TEXT)"));
}
