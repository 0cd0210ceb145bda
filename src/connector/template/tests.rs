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

/// What Python's Jinja gives for each, as text; `undefined` and `type` are its errors.
const AS_IN_PYTHON: &str = include_str!("../../../tests/cases/templates.txt");

#[test]
fn each_case_renders_as_in_python() {
    let config = Json::parse(
        r#"{"n": 3, "f": 2.5, "neg": -7, "s": "Hello World", "empty": "", "none": null,
            "list": ["a", "b", "c"], "nums": [3, 1, 2], "d": {"k": "v", "n": 1},
            "start": "2026-01-02T03:04:05Z", "mixed": [1, "a"],
            "objs": [{"name": "x", "v": 1, "t": "A"}, {"name": "y", "v": 2, "t": "B"},
                     {"name": "z", "t": "A"}]}"#,
    )
    .expect("valid");
    let config = to_value(&config);
    let record =
        r#"{"id":7,"score":10,"price":1.50,"tags":["p","q"],"none":null,"name":"Bob"}"#;
    let record = Json::parse(record).expect("valid");
    let vars = [("record", Var::Json(&record))];
    let scope = Scope { config: &config, now: now(), vars: &vars, extra: &[] };
    let mut told = Vec::new();
    for line in AS_IN_PYTHON.lines().filter(|line| !line.is_empty() && !line.starts_with("##"))
    {
        let (source, wanted) = line.split_once(" => ").expect("`template => text`");
        let source = if source.contains("{{") || source.contains("{%") {
            source.to_owned()
        } else {
            format!("{{{{ {source} }}}}")
        };
        let mut engine = Engine::new();
        let template = engine.compile(&source, 1, &Value::UNDEFINED).expect("a template");
        let got = match engine.render(&template, &scope) {
            Ok(text) => text,
            Err(failure) => match failure.fault {
                Fault::Undefined => "!undefined".to_owned(),
                Fault::Type => "!type".to_owned(),
                Fault::Other => "!wrong".to_owned(),
            },
        };
        let short = fast(&template, &scope).and_then(Fast::text);
        if got != wanted || short.is_some_and(|short| short != wanted) {
            told.push(format!("{source} gives {got}, not {wanted}"));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn what_python_refuses_for_its_type_stands_as_written_and_is_true() {
    let source = "{{ record.none >= 10 }}";
    assert_eq!(render(source), Ok(Some(Json::String(source.to_owned()))));
    let mut engine = Engine::new();
    let template = engine.compile(source, 1, &Value::UNDEFINED).expect("a template");
    let record = Json::parse(r#"{"none":null}"#).expect("valid");
    let vars = [("record", Var::Json(&record))];
    let config = Value::from(());
    let scope = Scope { config: &config, now: now(), vars: &vars, extra: &[] };
    assert_eq!(engine.truth(&template, &scope), Ok(true));
}

#[test]
fn a_misspelt_variable_is_named() {
    let told = render("{{ recrod.name }}").expect_err("wrong");
    assert!(told.contains("no variable `recrod`") && told.contains("`record`"), "{told}");
    assert_eq!(render("{{ stream_slice }}"), Ok(None), "known elsewhere, undefined here");
}

#[test]
fn a_hostile_template_is_stopped_in_time_and_room() {
    let chain = format!("{{{{ {}1{} }}}}", "(".repeat(5000), ")".repeat(5000));
    let lists = format!("{{{{ {}1{} }}}}", "[".repeat(5000), "]".repeat(5000));
    let loops =
        "{% for a in l %}{% for b in l %}{% for c in l %}x{% endfor %}{% endfor %}{% endfor %}";
    let cases = [
        "{{ 'x' * 999999999 }}".to_owned(),
        "{{ [0] * 999999999 }}".to_owned(),
        "{{ 'x'.ljust(999999999) }}".to_owned(),
        "{{ '%999999999d' % 1 }}".to_owned(),
        "{{ '%*d' % (999999999, 1) }}".to_owned(),
        "{{ '{:999999999}'.format(1) }}".to_owned(),
        "{{ 'x'|center(999999999) }}".to_owned(),
        "{{ 'x'|indent(999999999, true) }}".to_owned(),
        "{{ [1]|batch(999999999, 0) }}".to_owned(),
        "{{ [1]|slice(999999999) }}".to_owned(),
        "{{ 10 ** 10 ** 10 }}".to_owned(),
        "{{ ('x' * 9999).replace('x', 'y' * 9999) }}".to_owned(),
        "{{ ('x' * 9999)|replace('x', 'y' * 9999) }}".to_owned(),
        "{{ ('y' * 9999).join('x' * 9999) }}".to_owned(),
        "{% set n = namespace(x='ab') %}{% for a in 'x' * 99 %}{% set n.x = n.x + n.x %}{% endfor %}"
            .to_owned(),
        "{% set l = [1] %}{% for a in 'x' * 99 %}{% set _ = l.extend(l) %}{% endfor %}".to_owned(),
        "{% macro f(x) %}{{ f(x) }}{% endmacro %}{{ f(1) }}".to_owned(),
        format!("{{% set l = 'x' * 999 %}}{loops}"),
        "{% set l = [] %}{% set _ = l.append(l) %}{% set _ = l.append(l) %}{{ l }}".to_owned(),
        "{% set n = namespace(x=()) %}{% for a in 'x' * 20000 %}{% set n.x = (n.x,) %}{% endfor %}"
            .to_owned(),
        chain,
        lists,
    ];
    for source in cases {
        let begin: String = source.chars().take(70).collect();
        assert!(render(&source).is_err(), "{begin}");
    }
    // A long chain of lists is taken apart without trouble.
    let deep = "{% set n = namespace(x=[]) %}{% for a in 'x' * 9000 %}{% set n.x = [n.x] %}{% endfor %}";
    assert_eq!(render(&format!("{deep}1")), Ok(Some(Json::Number("1".to_owned()))));
}
