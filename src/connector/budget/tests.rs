//! Laws of budgets, and what replies say.

use proptest::prelude::*;

use super::*;
use crate::connector::{Body, Pull};

fn start() -> DateTime<Utc> {
    "2026-03-01T08:00:00Z".parse().expect("a moment")
}

fn at(ms: i64) -> DateTime<Utc> {
    start() + TimeDelta::milliseconds(ms)
}

fn rule(index: usize, limit: u64, ms: i64, fixed: bool) -> Rule {
    let key = format!("{index}:{limit}/{ms}");
    Rule { key, limit, interval: TimeDelta::milliseconds(ms), fixed }
}

fn asking(rules: Vec<Rule>, weight: u64) -> Asking {
    let budget = "c@api.example.com".to_owned();
    Asking {
        line: budget.clone(),
        budget,
        lane: "/items".to_owned(),
        rules: rules.into(),
        weight,
    }
}

/// As another process reads it.
fn shared(ledger: &Ledger) -> Ledger {
    let text = serde_json::to_string(ledger).expect("a ledger is JSON");
    serde_json::from_str(&text).expect("and is read back")
}

/// The most that was sent in any stretch of this length.
fn busiest(sent: &[(i64, u64)], ms: i64) -> u64 {
    let within = |from: i64| move |(at, _): &&(i64, u64)| (from..from + ms).contains(at);
    let sums =
        sent.iter().map(|(from, _)| sent.iter().filter(within(*from)).map(|s| s.1).sum());
    sums.max().unwrap_or(0)
}

proptest! {
    #[test]
    fn no_rate_is_passed_in_any_stretch_of_time_whatever_the_order_of_clocks(
        rates in prop::collection::vec((1_u64..12, 20_i64..20_000), 1..4),
        steps in prop::collection::vec((-800_i64..1_500, 1_u64..4, 0_u64..300, any::<bool>()), 1..150),
    ) {
        let rules: Vec<Rule> =
            rates.iter().enumerate().map(|(i, (limit, ms))| rule(i, *limit, *ms, false)).collect();
        let least = rates.iter().map(|(limit, _)| *limit).min().unwrap_or(1);
        let mut ledger = Ledger::default();
        let (mut clock, mut latest) = (0_i64, i64::MIN);
        let mut sent = Vec::new();
        for (step, weight, holds, patient) in steps {
            clock += step;
            let weight = weight.min(least);
            let asking = asking(rules.clone(), weight);
            let mut turn = ledger.spend(&asking, weight, Duration::from_millis(holds), at(clock));
            if let (Turn::Wait(until), true) = (turn, patient) {
                clock = (until - start()).num_milliseconds() + 1;
                turn = ledger.spend(&asking, weight, Duration::from_millis(holds), at(clock));
                prop_assert_eq!(turn, Turn::Go, "the moment that was told is kept");
            }
            latest = latest.max(clock);
            if turn == Turn::Go {
                // Sent at any time within the lease: here at its middle.
                sent.push((latest + i64::try_from(holds).expect("small") / 2, weight));
            }
            ledger = shared(&ledger);
        }
        for (limit, ms) in rates {
            let most = busiest(&sent, ms);
            prop_assert!(most <= limit, "{most} in {ms} ms, {limit} are allowed: {sent:?}");
        }
    }

    #[test]
    fn what_a_source_says_is_left_is_never_passed_and_is_spread_when_it_is_little(
        limit in 5_u64..200, used in 0_u64..200, seconds in 1_i64..600,
    ) {
        let left = limit.saturating_sub(used).max(1);
        let mut ledger = Ledger::default();
        let asking = asking(Vec::new(), 1);
        let ends = Some(at(seconds * 1000));
        let window = Window { name: String::new(), limit: Some(limit), left, ends };
        ledger.hear(&asking, &Heard { windows: vec![window], ..Heard::default() }, 0, at(0));
        let (mut clock, mut sent) = (0, Vec::new());
        while clock < seconds * 1000 {
            match ledger.turn(&asking, at(clock)) {
                Turn::Go => sent.push((clock, 1)),
                Turn::Wait(until) => clock = (until - start()).num_milliseconds() + 1,
            }
        }
        prop_assert!(sent.len() as u64 <= left);
        prop_assert!(sent.len() as u64 + 1 >= left, "the rest is used: {} of {left}", sent.len());
        let few = limit / 5;
        // The last fifth of the limit does not go out in one burst.
        let burst = busiest(&sent, (seconds * 1000 / 4).max(1));
        prop_assert!(burst <= left.saturating_sub(few) + few / 4 + 3, "{burst}: {sent:?}");
    }
}

#[test]
fn what_is_given_back_can_be_taken_again() {
    let rules = vec![rule(0, 10, 60_000, false)];
    let asking = asking(rules, 1);
    let mut ledger = Ledger::default();
    assert_eq!(ledger.spend(&asking, 10, Duration::from_secs(2), at(0)), Turn::Go);
    assert!(matches!(ledger.turn(&asking, at(1)), Turn::Wait(_)));
    ledger.give_back(&asking, 4, at(2_000));
    let turns: Vec<bool> = (0..5).map(|_| ledger.turn(&asking, at(10)) == Turn::Go).collect();
    assert_eq!(turns, [true, true, true, true, false]);
}

#[test]
fn a_clock_that_was_put_back_stops_nobody_for_long() {
    let asking = asking(vec![rule(0, 1, 1_000, false)], 1);
    let mut ledger = Ledger::default();
    assert_eq!(ledger.turn(&asking, at(0)), Turn::Go);
    let back = at(-7_200_000);
    let Turn::Wait(until) = ledger.turn(&asking, back) else { panic!("nothing is forgotten") };
    assert_eq!(until - back, TimeDelta::seconds(1));
}

#[test]
fn a_rest_is_for_all_and_for_a_day_at_most() {
    let (one, other) = (asking(Vec::new(), 1), asking(vec![rule(0, 5, 1_000, false)], 1));
    let mut ledger = Ledger::default();
    let heard = Heard { hit: true, until: Some(at(7_000)), ..Heard::default() };
    assert!(ledger.hear(&one, &heard, 0, at(0)), "others should know");
    assert!(!ledger.hear(&one, &heard, 0, at(1)), "which they do now");
    assert_eq!(ledger.turn(&other, at(10)), Turn::Wait(at(7_000)));
    assert_eq!(ledger.turn(&other, at(7_000)), Turn::Go);
    ledger.block(at(400 * 86_400_000), at(7_000));
    assert_eq!(ledger.turn(&other, at(7_001)), Turn::Wait(at(7_000 + 86_400_000)));
}

#[test]
fn a_source_that_only_says_no_uses_up_the_declared_rate() {
    let asking = asking(vec![rule(0, 5, 1_000, false), rule(1, 90, 60_000, false)], 1);
    let mut ledger = Ledger::default();
    assert_eq!(ledger.turn(&asking, at(0)), Turn::Go);
    ledger.hear(&asking, &Heard { hit: true, ..Heard::default() }, 0, at(10));
    assert!(matches!(ledger.turn(&asking, at(20)), Turn::Wait(_)));
    assert_eq!(ledger.turn(&asking, at(1_100)), Turn::Go, "the larger rate has room");
}

#[test]
fn a_fixed_window_begins_anew_when_the_source_says_so() {
    let asking = asking(vec![rule(0, 2, 60_000, true)], 1);
    let mut ledger = Ledger::default();
    for ms in [50_000, 50_001] {
        assert_eq!(ledger.turn(&asking, at(ms)), Turn::Go);
    }
    assert!(matches!(ledger.turn(&asking, at(59_000)), Turn::Wait(_)));
    ledger.hear(&asking, &Heard { reset: Some(at(60_000)), ..Heard::default() }, 0, at(59_000));
    assert_eq!(ledger.turn(&asking, at(60_001)), Turn::Go);
}

#[test]
fn endpoints_with_limits_of_their_own_do_not_slow_each_other_down() {
    let first = asking(Vec::new(), 1);
    let second = Asking { lane: "/people".to_owned(), ..first.clone() };
    let mut ledger = Ledger::default();
    let heard = |limit, left| {
        let ends = Some(at(30_000));
        let window = Window { name: String::new(), limit: Some(limit), left, ends };
        Heard { windows: vec![window], ..Heard::default() }
    };
    ledger.hear(&first, &heard(10, 0), 0, at(0));
    assert_eq!(ledger.turn(&second, at(1)), Turn::Wait(at(30_000)), "not known yet");
    ledger.hear(&second, &heard(500, 400), 0, at(2));
    assert_eq!(ledger.turn(&second, at(3)), Turn::Go);
    assert_eq!(ledger.turn(&first, at(3)), Turn::Wait(at(30_000)));
}

#[test]
fn requests_under_way_count_before_the_source_counts_them() {
    let asking = asking(Vec::new(), 1);
    let mut ledger = Ledger::default();
    let ends = Some(at(30_000));
    let window = Window { name: String::new(), limit: Some(10), left: 3, ends };
    ledger.hear(&asking, &Heard { windows: vec![window], ..Heard::default() }, 3, at(0));
    assert_eq!(ledger.turn(&asking, at(1)), Turn::Wait(at(30_000)));
}

fn reply(status: u16, headers: &[(&str, &str)]) -> Reply {
    let headers = headers.iter().map(|(n, v)| (n.to_lowercase(), (*v).to_owned())).collect();
    Reply { status, headers, body: Vec::new() }
}

#[expect(clippy::too_many_lines, reason = "a table")]
#[test]
fn limits_are_read_in_the_words_of_many_vendors() {
    type Headers<'a> = &'a [(&'a str, &'a str)];
    type Told<'a> = (&'a str, Option<u64>, u64, Option<i64>);
    let cases: &[(Headers<'_>, &[Told<'_>])] = &[
        // (headers, (window, limit, left, seconds until it ends))
        (&[("RateLimit", r#""default";r=50;t=30"#)], &[("default", None, 50, Some(30))]),
        (
            &[
                ("RateLimit-Policy", r#""burst";q=100;w=60,"daily";q=1000;w=86400"#),
                ("RateLimit", r#""burst";r=7;t=12, "daily";r=900;t=80000"#),
            ],
            &[("burst", Some(100), 7, Some(12)), ("daily", Some(1000), 900, Some(80_000))],
        ),
        (&[("RateLimit", "limit=100, remaining=50, reset=5")], &[("", Some(100), 50, Some(5))]),
        (
            &[
                ("RateLimit-Limit", "10, 10;w=1, 150;w=60"),
                ("RateLimit-Remaining", "9"),
                ("RateLimit-Reset", "1"),
            ],
            &[("", Some(10), 9, Some(1))],
        ),
        (
            &[
                ("X-RateLimit-Limit", "5000"),
                ("X-RateLimit-Remaining", "4999"),
                ("X-RateLimit-Reset", "1772352090"),
                ("X-RateLimit-Used", "1"),
                ("X-RateLimit-Resource", "core"),
            ],
            &[("", Some(5000), 4999, Some(90))],
        ),
        (
            &[("X-Rate-Limit-Remaining", "3"), ("X-Rate-Limit-Reset", "1772352090500")],
            &[("", None, 3, Some(90))],
        ),
        (
            &[
                ("X-HubSpot-RateLimit-Max", "190"),
                ("X-HubSpot-RateLimit-Remaining", "12"),
                ("X-HubSpot-RateLimit-Interval-Milliseconds", "10000"),
                ("X-HubSpot-RateLimit-Daily", "625000"),
                ("X-HubSpot-RateLimit-Daily-Remaining", "0"),
            ],
            // Nobody knows when the day ends: it is asked again before.
            &[("", Some(190), 12, Some(10)), ("daily", Some(625_000), 0, Some(900))],
        ),
        (
            &[("X-RateLimit-Limit-Minute", "60"), ("X-RateLimit-Remaining-Minute", "2")],
            &[("minute", Some(60), 2, Some(60))],
        ),
        (
            &[
                ("x-ratelimit-remaining-requests", "59"),
                ("x-ratelimit-limit-requests", "60"),
                ("x-ratelimit-reset-requests", "6m0s"),
            ],
            &[("requests", Some(60), 59, Some(360))],
        ),
        (
            &[("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset-After", "1.5")],
            &[("", None, 0, Some(1))],
        ),
        (
            &[("X-RateLimit-Remaining", "1"), ("X-RateLimit-Reset", "2026-03-01T08:01:00Z")],
            &[("", None, 1, Some(60))],
        ),
        // Milliseconds, as the length of the window tells.
        (
            &[
                ("RateLimit-Policy", "100;w=60"),
                ("RateLimit-Remaining", "4"),
                ("RateLimit-Reset", "59000"),
            ],
            &[("", Some(100), 4, Some(59))],
        ),
        // A moment that is over, or too far away to be one, is none.
        (&[("X-RateLimit-Remaining", "4"), ("X-RateLimit-Reset", "1772300000")], &[]),
        (&[("X-RateLimit-Remaining", "4"), ("X-RateLimit-Reset", "3772300000")], &[]),
        (&[("X-RateLimit-Remaining", "many")], &[]),
        (&[("X-RateLimit-Remaining", "4")], &[("", None, 4, None)]),
        (&[("Content-Type", "application/json")], &[]),
    ];
    for (headers, expected) in cases {
        let heard = Heard::of(&reply(200, headers), start(), &Names::default(), &[]);
        let seconds = |ends: DateTime<Utc>| (ends - start()).num_seconds();
        let told: Vec<Told<'_>> = heard
            .windows
            .iter()
            .map(|w| (w.name.as_str(), w.limit, w.left, w.ends.map(seconds)))
            .collect();
        assert_eq!(told, *expected, "{headers:?}");
    }
}

#[test]
fn a_rest_is_read_as_seconds_or_as_a_moment() {
    let cases: [(u16, &str, &str, Option<i64>); 11] = [
        // (status, header, value, seconds to wait)
        (429, "Retry-After", "7", Some(7)),
        (429, "Retry-After", "0.5", Some(0)),
        (429, "Retry-After", "Sun, 01 Mar 2026 08:00:30 GMT", Some(30)),
        (429, "Retry-After", "Sunday, 01-Mar-26 08:00:30 GMT", Some(30)),
        (429, "Retry-After", "Sun Mar  1 08:00:30 2026", Some(30)),
        (429, "Retry-After", "Sat, 28 Feb 2026 08:00:30 GMT", Some(0)),
        (429, "Retry-After", "1772352090", Some(90)),
        (429, "Retry-After-Ms", "2500", Some(2)),
        (503, "Retry-After", "9", Some(9)),
        (500, "Retry-After", "9", None),
        (429, "Retry-After", "soon", None),
    ];
    for (status, name, value, expected) in cases {
        let heard =
            Heard::of(&reply(status, &[(name, value)]), start(), &Names::default(), &[]);
        let seconds = heard.until.map(|until| (until - start()).num_seconds());
        assert_eq!(seconds, expected, "{status} {name}: {value}");
        assert_eq!(heard.hit, status == 429);
    }
}

#[test]
fn the_headers_and_codes_that_a_manifest_declares_are_read() {
    let names = Names { reset: Some("x-ends".into()), remaining: Some("x-left".into()) };
    let said = reply(503, &[("X-Ends", "1772352090"), ("X-Left", "2")]);
    let heard = Heard::of(&said, start(), &names, &[503]);
    assert!(heard.hit);
    assert_eq!(heard.reset, Some(at(90_000)));
    let window = heard.windows.first().expect("the declared one");
    assert_eq!((window.left, window.ends), (2, Some(at(90_000))));
}

fn pace(text: &str, config: &serde_json::Value) -> Result<Pace, String> {
    let manifest = format!(
        "version: 7.0.0\ntype: DeclarativeSource\ncheck: {{type: CheckStream, stream_names: []}}\n\
         streams: []\n{text}"
    );
    let manifest = Manifest::parse("m.yaml", &manifest).map_err(|error| error.to_string())?;
    Pace::of(&manifest, config, start()).map_err(|error| error.to_string())
}

#[test]
fn the_first_policy_that_matches_counts() {
    let text = "api_budget:
  type: HTTPAPIBudget
  policies:
    - type: UnlimitedCallRatePolicy
      matchers: [{headers: {X-Sandbox: true}}]
    - type: FixedWindowCallRatePolicy
      period: PT1M
      call_limit: 100
      matchers:
        - {method: post, url_path_pattern: '^/v1/search$', weight: \"{{ config['cost'] }}\"}
        - {url_base: 'https://files.example.com/'}
        - {params: {type: export}}
    - type: MovingWindowCallRatePolicy
      rates: [{limit: \"{{ config.get('rate', 25) }}\", interval: PT1S}, {limit: 900, interval: PT1H}]
      matchers: [{method: GET}]
";
    let pace = pace(text, &serde_json::json!({"cost": 5})).expect("a budget");
    let request =
        |method, url: &str, query: &[(&str, &str)], headers: &[(&str, &str)]| Request {
            method,
            url: url.to_owned(),
            query: query.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
            headers: headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect(),
            body: Body::Empty,
        };
    let (get, post) = (Method::Get, Method::Post);
    let cases: [(Request, &[u64], u64); 8] = [
        // (request, limits, weight)
        (request(post, "https://a.example.com/v1/search/", &[], &[]), &[100], 5),
        (request(get, "https://a.example.com/v1/search", &[], &[]), &[25, 900], 1),
        (request(get, "https://files.example.com/x", &[], &[]), &[100], 1),
        (request(get, "https://a.example.com/x?type=export", &[], &[]), &[100], 1),
        (request(get, "https://a.example.com/x", &[("type", "export")], &[]), &[100], 1),
        (request(get, "https://a.example.com", &[], &[]), &[25, 900], 1),
        (request(get, "https://a.example.com/x", &[], &[("x-sandbox", "True")]), &[], 1),
        (request(post, "https://a.example.com/x", &[], &[]), &[], 1),
    ];
    for (request, limits, weight) in cases {
        let asking = pace.asking("c", &request);
        let found: Vec<u64> = asking.rules.iter().map(|rule| rule.limit).collect();
        assert_eq!((found.as_slice(), asking.weight()), (limits, weight), "{request:?}");
    }
}

/// What the spec offers as a default is no value, and what a migration makes of an old form is.
#[test]
fn a_budget_reads_the_configuration_that_the_pull_reads() {
    let text = r#"version: 7.0.0
type: DeclarativeSource
check: {type: CheckStream, stream_names: [items]}
streams:
  - type: DeclarativeStream
    name: items
    retriever:
      requester: {url: "https://a.example.com/items"}
      record_selector: {extractor: {field_path: []}}
concurrency_level:
  type: ConcurrencyLevel
  default_concurrency: "{{ config.get('workers', 7) }}"
  max_concurrency: 20
api_budget:
  type: HTTPAPIBudget
  policies:
    - type: FixedWindowCallRatePolicy
      period: PT1M
      call_limit: "{{ config['limit'] }}"
      matchers: []
spec:
  type: Spec
  connection_specification:
    type: object
    properties: {workers: {type: integer, default: 3}, limit: {type: integer, default: 5}}
  config_normalization_rules:
    config_migrations:
      - type: ConfigMigration
        transformations:
          - {type: ConfigAddFields, condition: "{{ config['plan'] is defined }}", fields: [{type: AddedFieldDefinition, path: [workers], value: "{{ config['threads'] }}", value_type: integer}]}
    transformations:
      - {type: ConfigAddFields, fields: [{type: AddedFieldDefinition, path: [limit], value: "{{ 600 if config['plan'] == 'gold' else 60 }}", value_type: integer}]}
"#;
    let manifest = Arc::new(Manifest::parse("m.yaml", text).expect("a manifest"));
    let request = Request {
        method: Method::Get,
        url: "https://a.example.com/items".to_owned(),
        query: Vec::new(),
        headers: Vec::new(),
        body: Body::Empty,
    };
    let told = |pace: &Pace| {
        let asking = pace.asking("c", &request);
        (pace.level(), asking.rules.iter().map(|rule| rule.limit).collect::<Vec<_>>())
    };
    let cases = [
        (serde_json::json!({}), 7, 60),
        (serde_json::json!({"plan": "gold", "threads": 9}), 9, 600),
    ];
    for (config, level, limit) in cases {
        let pull = Pull::new(&manifest, "items", &config, None, start()).expect("a pull");
        let pace = Pace::of(&manifest, &config, start()).expect("a pace");
        assert_eq!(told(pull.pace()), (level, vec![limit]), "{config}");
        assert_eq!(told(&pace), (level, vec![limit]), "{config}");
    }
}

#[test]
fn a_budget_that_cannot_be_is_told_with_its_line() {
    let policy = |policy: &str| {
        format!("api_budget:\n  type: HTTPAPIBudget\n  policies:\n    - {{{policy}}}\n")
    };
    let moving = "type: MovingWindowCallRatePolicy, matchers: [], rates";
    let cases = [
        (policy(&format!("{moving}: [{{limit: 0, interval: PT1S}}]")), "m.yaml:8: the limit of a rate must come to a whole number above zero"),
        (policy(&format!("{moving}: [{{limit: 5, interval: 1s}}]")), "m.yaml:8: `interval` is `1s`; expected an ISO 8601 duration"),
        (policy(&format!("{moving}: []")), "m.yaml:8: MovingWindowCallRatePolicy needs a rate"),
        (policy("type: UnlimitedCallRatePolicy, matchers: [{url_path_pattern: '('}]"), "m.yaml:8: `url_path_pattern` cannot be read"),
        (policy("type: FixedWindowCallRatePolicy, period: PT1S, call_limit: 5, matchers: [{weight: 6}]"), "m.yaml:8: `weight` is 6, more than the limit of 5"),
        (policy("type: FixedWindowCalRatePolicy, matchers: []"), "did you mean `FixedWindowCallRatePolicy`?"),
        ("concurrency_level: {type: ConcurrencyLevel, default_concurrency: \"{{ config['n'] }}\"}\n".to_owned(), "m.yaml:5: ConcurrencyLevel needs `max_concurrency`"),
        ("concurrency_level: {type: ConcurrencyLevel, default_concurrency: many}\n".to_owned(), "m.yaml:5: `default_concurrency` must come to a whole number"),
    ];
    for (text, expected) in cases {
        let told = pace(&text, &serde_json::Value::Null).expect_err(&text);
        assert!(told.contains(expected), "{told}\nis not: {expected}");
    }
}

#[test]
fn the_concurrency_level_is_the_manifests_within_bounds() {
    let level = |text: &str| format!("concurrency_level: {{type: ConcurrencyLevel, {text}}}\n");
    let of_config = "default_concurrency: \"{{ config.get('n', 10) }}\", max_concurrency: 20";
    let cases = [
        (String::new(), serde_json::json!({}), 4),
        (level("default_concurrency: 8"), serde_json::json!({}), 8),
        (level("default_concurrency: 8, max_concurrency: 3"), serde_json::json!({}), 3),
        (level(of_config), serde_json::json!({}), 10),
        (level(of_config), serde_json::json!({"n": 15}), 15),
        (level(of_config), serde_json::json!({"n": 50}), 20),
        (level("default_concurrency: 5000"), serde_json::json!({}), 100),
    ];
    for (text, config, expected) in cases {
        assert_eq!(pace(&text, &config).expect("a level").level(), expected, "{text}");
    }
}
