//! Requests that are made to hurt: deep, wide, endless, forged. Each is to be refused, quickly.

use serde_json::{Value, json};

/// A request that nobody means well with.
pub(crate) struct Attack {
    pub(crate) name: &'static str,
    /// `None` asks by GET.
    pub(crate) media: Option<&'static str>,
    /// Behind the host.
    pub(crate) path: String,
    pub(crate) body: String,
}

const JSON: &str = "application/json";

fn posted(name: &'static str, body: impl Into<String>) -> Attack {
    Attack { name, media: Some(JSON), path: "/graphql".to_owned(), body: body.into() }
}

fn asked(name: &'static str, query: &str) -> Attack {
    posted(name, json!({"query": query}).to_string())
}

fn with(name: &'static str, query: &str, variables: Value) -> Attack {
    let mut body = json!({"query": query});
    body["variables"] = variables;
    posted(name, body.to_string())
}

fn by_get(name: &'static str, query: &str) -> Attack {
    let path = format!("/graphql?query={query}");
    Attack { name, media: None, path, body: String::new() }
}

fn sent_as(name: &'static str, media: &'static str, body: &str) -> Attack {
    Attack { media: Some(media), ..posted(name, body) }
}

/// Texts one after another, each made of its number.
fn each(times: usize, text: impl Fn(usize) -> String) -> String {
    (0..times).map(text).collect()
}

/// A text within brackets that open and close so many times.
fn nested(times: usize, open: &str, inner: &str, close: &str) -> String {
    format!("{}{inner}{}", open.repeat(times), close.repeat(times))
}

/// All of them; the names of accounts are those that anybody may guess.
pub(crate) fn all() -> Vec<Attack> {
    let mut attacks = depths();
    attacks.extend(widths());
    attacks.extend(sizes());
    attacks.extend(fragments());
    attacks.extend(inputs());
    attacks.extend(costs());
    attacks.extend(forgeries());
    attacks
}

fn depths() -> Vec<Attack> {
    let parents = |times| nested(times, "{ parent ", "{ id }", "}");
    let deep = |times| format!("{{ account(id: \"acc_1\") {} }}", parents(times));
    vec![
        asked("50 parents", &deep(50)),
        asked("1,000 parents", &deep(1_000)),
        asked("8,000 parents", &deep(8_000)),
        asked(
            "inline fragments in inline fragments",
            &nested(3_000, "{ ... on Query ", "{ viewer { name } }", "}"),
        ),
        asked("brackets that open", &"{".repeat(90_000)),
        asked(
            "lists in lists",
            &format!("{{ account(id: {}) {{ id }} }}", nested(20_000, "[", "1", "]")),
        ),
        asked(
            "objects in objects",
            &format!(
                "{{ accounts(filter: {}) {{ nodes {{ id }} }} }}",
                nested(3_000, "{and: [", "{}", "]}")
            ),
        ),
        asked(
            "the schema within the schema",
            &format!(
                "{{ __schema {{ types {} }} }}",
                nested(20, "{ fields { type ", "{ name }", "} }")
            ),
        ),
        asked(
            "types of types",
            &format!(
                "{{ __type(name: \"Account\") {{ fields {{ type {} }} }} }}",
                nested(100, "{ ofType ", "{ name }", "}")
            ),
        ),
        with(
            "variables in variables",
            "query($filter: AccountFilter) { accounts(filter: $filter) { nodes { id } } }",
            (0..100).fold(json!({}), |inner, _| json!({"filter": {"and": [inner]}})),
        ),
        posted(
            "JSON in JSON",
            format!(
                "{{\"query\": \"{{ viewer {{ name }} }}\", \"variables\": {}}}",
                nested(100_000, "{\"a\":", "1", "}")
            ),
        ),
        posted(
            "extensions in extensions",
            format!(
                "{{\"query\": \"{{ viewer {{ name }} }}\", \"extensions\": {}}}",
                nested(100_000, "{\"a\":", "1", "}")
            ),
        ),
    ]
}

fn widths() -> Vec<Attack> {
    vec![
        asked(
            "100 aliases",
            &format!("{{ {} }}", each(100, |n| format!("a{n}: viewer {{ name }} "))),
        ),
        asked(
            "3,000 aliases",
            &format!("{{ {} }}", each(3_000, |n| format!("a{n}: viewer {{ name }} "))),
        ),
        asked(
            "aliases of what is dear",
            &format!(
                "{{ {} }}",
                each(40, |n| format!(
                    "a{n}: accounts(first: 200) {{ nodes {{ health {{ value }} }} }} "
                ))
            ),
        ),
        asked(
            "one field 10,000 times",
            &format!("{{ viewer {{ {} }} }}", "name ".repeat(10_000)),
        ),
        asked("1,000 fields at the root", &format!("{{ {} }}", "__typename ".repeat(1_000))),
        asked(
            "1,000 directives",
            &format!("{{ viewer {{ name {} }} }}", "@include(if: true) ".repeat(1_000)),
        ),
        asked(
            "directives that nobody knows",
            &format!("{{ viewer {{ name {} }} }}", each(5_000, |n| format!("@a{n} "))),
        ),
        asked(
            "2,000 operations",
            &each(2_000, |n| format!("query q{n} {{ viewer {{ name }} }} ")),
        ),
        asked(
            "5,000 variables",
            &format!(
                "query({}) {{ viewer {{ name }} }}",
                each(5_000, |n| format!("$v{n}: Int "))
            ),
        ),
    ]
}

fn sizes() -> Vec<Attack> {
    vec![
        asked(
            "10,000 arguments",
            &format!("{{ account({}) {{ id }} }}", each(10_000, |n| format!("a{n}: 1 "))),
        ),
        asked("commas", &format!("{{ viewer {{ name }} }}{}", ",".repeat(1_900_000))),
        asked(
            "a remark of two megabytes",
            &format!("# {}\n{{ viewer {{ name }} }}", "x".repeat(1_900_000)),
        ),
        asked(
            "more than two megabytes",
            &format!("{{ viewer {{ name }} }}{}", " ".repeat(3_000_000)),
        ),
        posted(
            "a batch",
            json!([{"query": "{ viewer { name } }"}, {"query": "{ viewer { name } }"}])
                .to_string(),
        ),
        posted(
            "a batch of 10,000",
            format!("[{}null]", "{\"query\":\"{viewer{name}}\"},".repeat(10_000)),
        ),
        posted("an empty batch", "[]"),
    ]
}

fn fragments() -> Vec<Attack> {
    let bomb =
        each(29, |n| format!("fragment f{n} on Viewer {{ ...f{} ...f{} }} ", n + 1, n + 1));
    vec![
        asked(
            "a fragment within itself",
            "{ viewer { ...a } } fragment a on Viewer { name ...a }",
        ),
        asked(
            "fragments in a ring",
            "{ viewer { ...a } } fragment a on Viewer { ...b } fragment b on Viewer { ...c } fragment c on Viewer { ...a }",
        ),
        asked(
            "a bomb of fragments",
            &format!("{{ viewer {{ ...f0 }} }} {bomb} fragment f29 on Viewer {{ name }}"),
        ),
        asked(
            "1,500 fragments that nobody uses",
            &format!(
                "{{ viewer {{ name }} }} {}",
                each(1_500, |n| format!("fragment f{n} on Viewer {{ name }} "))
            ),
        ),
        asked(
            "one fragment spread 5,000 times",
            &format!(
                "{{ viewer {{ {} }} }} fragment a on Viewer {{ name }}",
                "...a ".repeat(5_000)
            ),
        ),
        asked("a fragment that is not there", "{ viewer { ...nowhere } }"),
        asked("a fragment of another type", "{ viewer { ...a } } fragment a on Account { id }"),
    ]
}

fn inputs() -> Vec<Attack> {
    let long = "x".repeat(90_000);
    let many = |times: usize| (0..times).map(|n| json!(format!("acc_{n}"))).collect::<Value>();
    let narrowed = "query($w: TicketFilter) { tickets(where: $w) { nodes { id } } }";
    vec![
        asked(
            "a text of 90,000 letters as a place",
            &format!("{{ accounts(after: \"{long}\") {{ nodes {{ id }} }} }}"),
        ),
        asked(
            "a place that was made up",
            "{ accounts(first: 2, after: \"garbage\") { nodes { id } } }",
        ),
        asked(
            "a number beyond all",
            &format!("{{ accounts(first: {}) {{ nodes {{ id }} }} }}", "9".repeat(5_000)),
        ),
        asked("a negative page", "{ tickets(first: -1) { nodes { id } } }"),
        asked("both ends of a list", "{ tickets(first: 1, last: 1) { nodes { id } } }"),
        asked(
            "a word that is none of the order",
            "{ tickets(orderBy: {field: NOTHING}) { nodes { id } } }",
        ),
        with("a list of 100,000 ids", narrowed, json!({"w": {"accounts": many(100_000)}})),
        with(
            "10,000 conditions",
            narrowed,
            json!({"w": {"and": (0..10_000).map(|_| json!({"priority": {"eq": "P1"}})).collect::<Value>()}}),
        ),
        with(
            "a text for a number",
            "query($n: Int) { accounts(first: $n) { nodes { id } } }",
            json!({"n": "1; DROP TABLE account"}),
        ),
        with(
            "an object for an id",
            "query($id: ID!) { account(id: $id) { id } }",
            json!({"id": {"$ne": null}}),
        ),
        with(
            "10,000 representations",
            "query($all: [_Any!]!) { _entities(representations: $all) { __typename } }",
            json!({"all": (0..10_000).map(|n| json!({"__typename": "Account", "id": format!("acc_{n}")})).collect::<Value>()}),
        ),
        with(
            "representations of no type",
            "query($all: [_Any!]!) { _entities(representations: $all) { __typename } }",
            json!({"all": [{"id": 1}, {"__typename": "__Schema"}]}),
        ),
        with(
            "9,999 years day by day",
            "query($i: SeriesInput!) { series(input: $i) { at } }",
            json!({"i": {"metric": "CHI", "from": "0001-01-01", "to": "9999-12-31", "grain": "DAY"}}),
        ),
        asked("a day that is none", "{ accountFacts(asOf: \"2026-02-31\") { nodes { chi } } }"),
    ]
}

fn costs() -> Vec<Attack> {
    let tree = |of: &str| format!("{{ accounts(first: 200) {{ nodes {{ {of} }} }} }}");
    vec![
        asked("a million accounts", "{ accounts(first: 1000000) { nodes { id } } }"),
        asked("a million tickets", "{ tickets(first: 1000000) { nodes { id } } }"),
        asked(
            "200 of 200 of 200",
            &tree(
                "tickets(first: 200) { account { invoices(first: 200) { id total { amount } status } } }",
            ),
        ),
        asked(
            "the history of every account",
            &tree(
                "health { history(from: \"2000-01-01\", to: \"2026-11-20\", grain: DAY) { at value } }",
            ),
        ),
        asked("the making of every account", &tree("identity { steps { kind } }")),
        asked(
            "what-ifs of every account",
            &tree(
                "health { stages { kpis { code inputs { recordId url } segmentMedian { median } } } drivers(first: 50) { code } whatIf(changes: []) { value } }",
            ),
        ),
        asked(
            "groups by everything",
            "{ accountsAggregate(groupBy: [COUNTRY, SEGMENT, OWNER, POSITION, INDUSTRY]) { nodes { count } } }",
        ),
        asked(
            "100,000 groups",
            "{ ticketsAggregate(groupBy: [ACCOUNT], first: 100000) { nodes { count } } }",
        ),
    ]
}

fn forgeries() -> Vec<Attack> {
    let order = "mutation { syncNow(source: \"crm\") { id } }";
    let asked = json!({"query": order}).to_string();
    vec![
        by_get("an order by GET", "mutation%7BsyncNow(source:%22crm%22)%7Bid%7D%7D"),
        by_get("a subscription by GET", "subscription%7BsyncProgress%7Bid%7D%7D"),
        sent_as(
            "an order as a form",
            "application/x-www-form-urlencoded",
            "query=mutation%7BsyncNow(source:%22crm%22)%7Bid%7D%7D",
        ),
        sent_as("an order as plain text", "text/plain", &asked),
        sent_as(
            "an order as a form with parts",
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{}\r\n--x--\r\n",
        ),
        sent_as("an order without a type", "", &asked),
        posted(
            "a hash that is not the document's",
            json!({"query": "{ viewer { name } }",
            "extensions": {"persistedQuery": {"version": 1, "sha256Hash": "0".repeat(64)}}}).to_string(),
        ),
        posted(
            "a hash that nobody knows",
            json!({"extensions": {"persistedQuery": {"version": 1, "sha256Hash": "f".repeat(64)}}}).to_string(),
        ),
        posted(
            "an operation that is not there",
            json!({"query": "query a { viewer { name } }", "operationName": "b"}).to_string(),
        ),
        posted("no document", "{}"),
        posted("broken JSON", "{\"query\": \"{ viewer"),
        posted("no text", "\u{0}\u{1}\u{2}"),
    ]
}
