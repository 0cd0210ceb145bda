//! Templates hold what the ecosystem promises for them.

use chrono::{DateTime, Utc};
use serde_json::json;

use super::*;

fn now() -> DateTime<Utc> {
    "2026-03-04T05:06:07.089Z".parse().expect("a moment")
}

fn render(source: &str) -> Result<Option<Json>, String> {
    let mut engine = Engine::new();
    let parameters = Value::from_pairs([("name", "deals")]);
    let template = engine.compile(source, 7, &parameters)?;
    let config = to_value(
        &Json::parse(
            &json!({
                "start_date": "2026-01-02T03:04:05Z", "id": "0042", "n": 3, "list": ["a", "b"],
                "nested": {"key": "v'x"}, "secret": "hunter2", "empty": ""
            })
            .to_string(),
        )
        .expect("valid"),
    );
    let record = Json::parse(r#"{"amount":12345678901234567.89,"name":"x","none":null}"#)
        .expect("valid");
    let vars = [("record", Var::Json(&record))];
    let scope = Scope { config: &config, now: now(), vars: &vars, extra: &[] };
    engine.typed(&template, &scope, Typing::Free).map_err(|error| error.message)
}

#[test]
fn expressions_read_as_in_the_ecosystem() {
    let cases = [
        // (template, JSON)
        ("plain", r#""plain""#),
        ("42", "42"),
        ("{{ config['start_date'] }}", r#""2026-01-02T03:04:05Z""#),
        ("{{ config.id }}", r#""0042""#),
        ("{{ config.get('missing', 'x') }}", r#""x""#),
        ("{{ config.nested['key'] }}", r#""v'x""#),
        ("{{ parameters.name }}", r#""deals""#),
        ("{{ config['n'] + 1 }}", "4"),
        ("{{ ','.join(config['list']) }}", r#""a,b""#),
        ("{{ config['list'] }}", r#"["a","b"]"#),
        ("{{ record['amount'] }}", "12345678901234567.89"),
        ("{{ record.none }}", "null"),
        ("{{ now_utc() }}", r#""2026-03-04 05:06:07.089000+00:00""#),
        ("{{ now_utc().strftime('%Y-%m-%d') }}", r#""2026-03-04""#),
        ("{{ (now_utc() - duration('P30D')).strftime('%Y-%m-%d') }}", r#""2026-02-02""#),
        ("{{ today_utc() }}", r#""2026-03-04""#),
        ("{{ day_delta(-1, '%Y-%m-%d') }}", r#""2026-03-03""#),
        ("{{ day_delta(1, format='%d.%m.') }}", r#""05.03.""#),
        ("{{ timestamp(config.start_date) | int }}", "1767323045"),
        ("{{ timestamp(12.7) }}", "12"),
        ("{{ max(2, 3, 1) }}{{ min([5, 4]) }}", "34"),
        ("{{ format_datetime(config.start_date, '%Y%m%d') }}", "20260102"),
        ("{{ format_datetime(1767323045, '%Y-%m-%d') }}", r#""2026-01-02""#),
        ("{{ format_datetime('02.01.26', '%Y', '%d.%m.%y') }}", "2026"),
        ("{{ str_to_datetime('2026-01-02').strftime('%s') }}", "1767312000"),
        ("{{ 'abc' | hash }}", r#""900150983cd24fb0d6963f7d28e17f72""#),
        ("{{ 'a:b' | base64encode }}", r#""YTpi""#),
        ("{{ 'YTpi' | base64decode }}", r#""a:b""#),
        ("{{ [1] | string }}", r#""[1]""#),
        ("{{ 'CamelCase' | upper }}", r#""CAMELCASE""#),
        ("{{ camel_case_to_snake_case('camelCaseWord') }}", r#""camel_case_word""#),
        ("{{ sanitize_url('a b&c') }}", r#""a+b%26c""#),
        ("{{ 1 if config.empty else 2 }}", "2"),
        ("{{ now_utc().isoformat('T', 'seconds') }}", r#""2026-03-04T05:06:07+00:00""#),
        ("{{ now_utc() > str_to_datetime('2026-01-01') }}", "true"),
    ];
    for (source, expected) in cases {
        let value = render(source).map(|v| v.map(|v| v.to_string()));
        assert_eq!(value, Ok(Some(expected.to_owned())), "{source}");
    }
}

#[test]
fn what_is_not_there_is_nothing_and_never_a_word() {
    for source in [
        "{{ record.none.get('x') }}",
        "{{ config.missing }}",
        "{{ config.missing.deeper }}",
        "{{ config.empty }}",
    ] {
        assert_eq!(render(source), Ok(None), "{source}");
    }
}

#[test]
fn an_error_says_what_is_wrong_and_no_value() {
    assert!(render("{{ config['x' }}").expect_err("wrong").contains("syntax error"));
    assert!(render("{{ config.secret | nosuch }}").expect_err("wrong").contains("nosuch"));
    let told = render("{{ str_to_datetime(config.secret) }}").expect_err("wrong");
    assert!(told.contains("ISO 8601") && !told.contains("hunter2"), "{told}");
    let told = render("{{ config.secret.index('x') }}").expect_err("wrong");
    assert!(!told.contains("hunter2"), "{told}");
}

#[test]
fn a_template_that_never_ends_is_stopped() {
    let endless =
        "{% for a in range(9999) %}{% for b in range(9999) %}x{% endfor %}{% endfor %}";
    assert!(render(endless).is_err());
}
