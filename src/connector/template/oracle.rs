//! Holds templates against values that Python's Jinja gave, from a file outside the repository.
//!
//! `ACCORD_TEMPLATE_CASES` names a JSON list of `{t, ctx, exp, err}`; without it nothing is checked.

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::value::RawValue;

    use super::super::*;

    /// The share of cases that must agree.
    const BAR: f64 = 0.995;

    #[derive(Deserialize)]
    struct Case {
        /// The template.
        t: String,
        /// Its variables.
        ctx: BTreeMap<String, Box<RawValue>>,
        /// What it renders to.
        exp: Option<String>,
        /// The same with its type, where that is known.
        typed: Option<Box<RawValue>>,
        /// Or the error, such as `UndefinedError("…")`.
        err: Option<String>,
    }

    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "what is checked lies outside the repository, and only the environment can say where"
    )]
    fn templates_render_as_in_python() {
        let Ok(path) = std::env::var("ACCORD_TEMPLATE_CASES") else { return };
        let text = std::fs::read_to_string(&path).expect("ACCORD_TEMPLATE_CASES can be read");
        let cases: Vec<Case> = serde_json::from_str(&text).expect("a list of cases");
        let mut told = Vec::new();
        for case in &cases {
            let (wanted, got) = (wanted(case), got(case));
            if wanted != got {
                told.push(format!("{:?}\n  wants {wanted}\n  gives {got}", case.t));
            }
        }
        let share = 1.0 - told.len() as f64 / cases.len() as f64;
        let report = told.join("\n");
        if let Ok(report_to) = std::env::var("ACCORD_TEMPLATE_REPORT") {
            std::fs::write(report_to, &report).expect("the report can be written");
        }
        assert!(
            share >= BAR,
            "{} of {} agree:\n{report}",
            cases.len() - told.len(),
            cases.len()
        );
    }

    fn wanted(case: &Case) -> String {
        match (&case.exp, &case.err) {
            (Some(text), _) => format!("{text:?}"),
            (None, Some(error)) => match error.split('(').next().unwrap_or_default() {
                kind @ ("UndefinedError" | "TypeError") => kind.to_owned(),
                _ => "another error".to_owned(),
            },
            (None, None) => "nothing".to_owned(),
        }
    }

    fn got(case: &Case) -> String {
        let json: Vec<(&str, Json)> = case
            .ctx
            .iter()
            .map(|(name, raw)| (name.as_str(), Json::parse(raw.get()).expect("JSON")))
            .collect();
        let vars: Vec<(&str, Var<'_>)> = json.iter().map(|(n, j)| (*n, Var::Json(j))).collect();
        let config =
            case.ctx.get("config").map_or(Json::Null, |c| Json::parse(c.get()).expect("JSON"));
        let parameters = case
            .ctx
            .get("parameters")
            .map_or(Json::Null, |c| Json::parse(c.get()).expect("JSON"));
        let config = to_value(&config);
        let scope = Scope {
            config: &config,
            now: "2026-03-04T05:06:07.089Z".parse().expect("a moment"),
            vars: &vars,
            extra: &[],
        };
        let mut engine = Engine::new();
        let Ok(template) = engine.compile(&case.t, 1, &to_value(&parameters)) else {
            return "another error".to_owned();
        };
        if let Some(wanted) = &case.typed {
            let wanted = Json::parse(wanted.get()).expect("JSON");
            let got = engine.typed(&template, &scope, Typing::Free).map_err(|e| e.message);
            if !got.as_ref().is_ok_and(|got| same(got.as_ref(), Some(&wanted))) {
                return format!("{got:?}, not {wanted:?}");
            }
        }
        match engine.render(&template, &scope) {
            Ok(text) => agreed(&template, &scope, &text),
            Err(failure) => match failure.fault {
                Fault::Undefined => "UndefinedError".to_owned(),
                Fault::Type => "TypeError".to_owned(),
                Fault::Other => "another error".to_owned(),
            },
        }
    }

    // The short way must give what the engine gives.
    fn agreed(template: &Template, scope: &Scope<'_>, text: &str) -> String {
        if let Some(short) = fast(template, scope).and_then(Fast::text)
            && short != text
        {
            return format!("{text:?}, but {short:?} without the engine");
        }
        if let Some(Ok(typed)) = fast(template, scope).map(|f| type_fast(f, Typing::Free)) {
            let engine = (!text.is_empty()).then(|| type_text(text.to_owned(), Typing::Free));
            if !same(typed.as_ref(), engine.as_ref()) {
                return format!("{engine:?}, but {typed:?} without the engine");
            }
        }
        format!("{text:?}")
    }

    // Digits that a float would lose are kept without the engine.
    fn same(left: Option<&Json>, right: Option<&Json>) -> bool {
        match (left, right) {
            (None, Some(Json::Null)) => true,
            (Some(Json::Array(left)), Some(Json::Array(right))) => {
                left.len() == right.len()
                    && left.iter().zip(right).all(|(left, right)| same(Some(left), Some(right)))
            }
            (Some(Json::Object(left)), Some(Json::Object(right))) => {
                left.len() == right.len()
                    && left.iter().zip(right).all(|((name, left), (other, right))| {
                        name == other && same(Some(left), Some(right))
                    })
            }
            (Some(Json::Number(left)), Some(Json::Number(right))) => {
                left.parse::<f64>() == right.parse::<f64>()
            }
            _ => left == right,
        }
    }
}
