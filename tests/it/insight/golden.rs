//! Every worked number of the example account is reproduced.

use std::collections::BTreeMap;

use accord::insight::{
    Child, Facts, Health, HealthModel, KpiStatus, MissingPolicy, Observation, Observations,
    WhatIf, explain_change, like_for_like, measure, rollup, score,
};
use accord::model::{Contact, ContactId, Origin, RecordRef, SurveyResponse};
use chrono::{Days, NaiveDate};
use serde_json::Value;

fn golden() -> Value {
    let text = include_str!("../../cases/insight/golden.json");
    serde_json::from_str(text).expect("the golden file is JSON")
}

fn as_of() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day")
}

/// The raw values of the example account.
fn kestrel() -> Observations {
    let golden = golden();
    let rows = golden["kestrel"].as_object().expect("raw values by KPI");
    let seen = rows.iter().filter(|(_, row)| !row.is_null());
    seen.map(|(code, row)| (code.clone(), observation(row))).collect()
}

fn observation(row: &Value) -> Observation {
    let age = row["age_d"].as_u64().expect("an age in days");
    Observation {
        raw: row["raw"].as_f64(),
        category: row["raw"].as_str().map(str::to_owned),
        n: row["n"].as_i64().expect("a sample"),
        observed_on: as_of().checked_sub_days(Days::new(age)),
        ..Observation::default()
    }
}

fn scored(observations: &Observations, facts: &Facts, what_if: &WhatIf) -> Health {
    score(observations, facts, &HealthModel::built_in(), as_of(), what_if)
}

fn plain(observations: &Observations) -> Health {
    scored(observations, &Facts::default(), &WhatIf::default())
}

/// Rounds half away from zero, as an answer does.
fn round(value: f64, digits: i32) -> f64 {
    let scale = 10_f64.powi(digits);
    (value * scale).round() / scale
}

fn check(name: &str, health: &Health) {
    let expected = &golden()["golden"][name];
    let rows = expected.as_object().expect("worked numbers");
    for (key, wanted) in rows {
        let got = match key.as_str() {
            "score" => health.value.map(|v| round(v, digits(wanted))),
            "computed" => health.computed.map(|v| round(v, 1)),
            "coverage" => Some(round(health.coverage, 4.min(digits(wanted).max(3)))),
            "low" => Some(round(health.low, 1)),
            "high" => Some(round(health.high, 1)),
            "confidence" => {
                assert_eq!(wanted, health.confidence.word(), "{name}.{key}");
                continue;
            }
            "band" => {
                let band = health.band.map(accord::model::Band::word);
                assert_eq!(wanted.as_str(), band, "{name}.{key}");
                continue;
            }
            "stages" => {
                check_stages(wanted, health);
                continue;
            }
            "raw" | "delivery" | "delta" => continue, // asserted where they belong
            other => unreachable!("{name}.{other} is not checked"),
        };
        assert_eq!(got, wanted.as_f64(), "{name}.{key}");
    }
}

fn check_stages(wanted: &Value, health: &Health) {
    let got: BTreeMap<_, _> = health
        .stages
        .iter()
        .map(|stage| (stage.code.as_str(), stage.score.map(|score| round(score, 1))))
        .collect();
    for (code, score) in wanted.as_object().expect("stage scores") {
        assert_eq!(got[code.as_str()], score.as_f64(), "{code}");
    }
}

/// Digits after the point of a worked number, at least one.
fn digits(number: &Value) -> i32 {
    let text = number.to_string();
    let after = text.split_once('.').map_or(1, |(_, after)| after.len());
    i32::try_from(after).expect("few digits")
}

fn number(path: [&str; 2]) -> Option<f64> {
    golden()["golden"][path[0]][path[1]].as_f64()
}

#[test]
fn the_example_account_scores_as_worked_by_hand() {
    let health = plain(&kestrel());
    check("chi_full", &health);
    assert_eq!(health.model, "chi-default@1.0.0");
    let sum: f64 =
        health.stages.iter().flat_map(|s| &s.kpis).filter_map(|k| k.contribution).sum();
    assert!((sum - health.computed.expect("a score")).abs() < 1e-9);
}

#[test]
fn the_most_points_are_lost_where_worked_by_hand() {
    let health = plain(&kestrel());
    let mut lost: Vec<_> = health
        .stages
        .iter()
        .flat_map(|stage| &stage.kpis)
        .filter_map(|kpi| Some((kpi.code.clone(), kpi.points_lost?)))
        .collect();
    lost.sort_by(|a, b| b.1.total_cmp(&a.1));
    let top: Vec<Value> =
        lost.iter().take(5).map(|(code, v)| serde_json::json!([code, round(*v, 2)])).collect();
    assert_eq!(Value::from(top), golden()["golden"]["chi_top_lost"]);
}

#[test]
fn two_connected_systems_give_a_low_confidence_and_a_wide_range() {
    let codes = ["CO1", "CO3", "PU1", "PU2", "IM1", "IM2", "RE1", "RE2", "GR3", "SU1", "SU2"];
    let mut seen = kestrel();
    seen.retain(|code, _| codes.contains(&code.as_str()));
    check("chi_crm_support_only", &plain(&seen));
}

#[test]
fn too_little_evidence_hides_the_value_and_still_shows_the_kpis() {
    let mut seen = kestrel();
    seen.retain(|code, _| ["CO3", "RE2", "GR3"].contains(&code.as_str()));
    let health = plain(&seen);
    check("chi_insufficient", &health);
    assert_eq!((health.value, health.computed, health.band), (None, None, None));
    let scored = health.stages.iter().filter_map(|s| Some((s.weight, s.score?)));
    let (weights, points) = scored.fold((0.0, 0.0), |(w, p), (x, s)| (w + x, p + x * s));
    assert_eq!(Some(round(points / weights, 1)), number(["chi_insufficient", "raw"]));
    assert!(health.stages.iter().flat_map(|s| &s.kpis).all(|kpi| kpi.contribution.is_none()));
}

#[test]
fn an_old_value_loses_evidence_before_it_leaves() {
    let mut seen = kestrel();
    let aged = |days: u64| Observation {
        observed_on: as_of().checked_sub_days(Days::new(days)),
        ..kestrel()["DE1"].clone()
    };
    seen.insert("DE1".to_owned(), aged(21));
    let stale = plain(&seen);
    check("chi_stale_de1", &stale);
    seen.insert("DE1".to_owned(), aged(28));
    let expired = plain(&seen);
    check("chi_expired_de1", &expired);
    let delivery = &expired.stages[3];
    assert_eq!(delivery.score.map(|s| round(s, 1)), number(["chi_expired_de1", "delivery"]));
    assert_eq!(stale.stages[3].kpis[0].status, KpiStatus::Stale);
    assert_eq!(delivery.kpis[0].status, KpiStatus::Expired);

    let full = plain(&kestrel());
    let naive = expired.value.expect("a score") - full.value.expect("a score");
    assert_eq!(Some(round(naive, 1)), number(["like_for_like", "naive"]));
    let alike = like_for_like(&full, &expired).expect("common KPIs");
    assert_eq!(Some(round(alike, 2)), number(["like_for_like", "like_for_like"]));
    let parts = explain_change(&full, &expired);
    let told: Vec<_> = parts.iter().map(|p| (p.code.as_str(), p.cause)).collect();
    assert_eq!(told, [("DE1", "DATA_LOST")]);
}

#[test]
fn a_stage_that_does_not_apply_leaves_both_sides() {
    let mut seen = kestrel();
    for code in ["DE1", "DE2", "DE3"] {
        let away = Observation { not_applicable: true, ..Observation::default() };
        seen.insert(code.to_owned(), away);
    }
    check("chi_delivery_na", &plain(&seen));
}

#[test]
fn a_cap_limits_and_both_numbers_show() {
    let gone = Contact {
        champion: Some("LEFT".to_owned()),
        champion_confirmed_on: as_of().pred_opt(),
        ..Contact::default()
    };
    let facts = Facts { contacts: vec![gone], ..Facts::default() };
    let health = scored(&kestrel(), &facts, &WhatIf::default());
    check("chi_cap60", &health);
    assert_eq!(health.caps.len(), 1);
    assert_eq!(health.caps[0].code, "CHAMPION_LEFT");
    assert_eq!(health.caps[0].since, as_of().pred_opt());
}

#[test]
fn a_what_if_tries_values_weights_and_the_worst() {
    let full = plain(&kestrel()).value.expect("a score");
    let raw = WhatIf { raw: [("SU1".to_owned(), 76.0)].into(), ..WhatIf::default() };
    let health = scored(&kestrel(), &Facts::default(), &raw);
    check("chi_whatif_su1_76", &health);
    let delta = health.value.expect("a score") - full;
    assert_eq!(Some(round(delta, 2)), number(["chi_whatif_su1_76", "delta"]));

    let weights = [("BILLING".to_owned(), 1.6), ("AWARENESS".to_owned(), 0.1)].into();
    let health =
        scored(&kestrel(), &Facts::default(), &WhatIf { weights, ..WhatIf::default() });
    assert_eq!(
        health.value.map(|v| round(v, 2)),
        golden()["golden"]["chi_whatif_weights"].as_f64()
    );

    let worst = WhatIf { missing: MissingPolicy::Worst, ..WhatIf::default() };
    let health = scored(&kestrel(), &Facts::default(), &worst);
    assert!((health.value.expect("a score") - health.low).abs() < 1e-9);
}

#[test]
fn a_moment_that_matters_weighs_more() {
    let mut facts = Facts::default();
    facts.account.industry = Some("just-in-time AUTOMOTIVE".to_owned());
    let health = scored(&kestrel(), &facts, &WhatIf::default());
    let wanted = golden()["golden"]["chi_moment_delivery_x1_5"].as_f64();
    assert_eq!(health.value.map(|v| round(v, 2)), wanted);
    assert!(health.stages[3].moment);
}

#[test]
fn a_fallback_counts_half_the_evidence() {
    let mut seen = kestrel();
    // 9.2 % reopened scores 60, as the effort of 2.6 does that it stands in for.
    let fallback = Observation {
        raw: Some(9.2),
        n: 8,
        observed_on: Some(as_of()),
        fallback: Some("SU3F".to_owned()),
        ..Observation::default()
    };
    seen.insert("SU3".to_owned(), fallback);
    let health = plain(&seen);
    check("chi_fallback_su3", &health);
    let row = &health.stages[6].kpis[2];
    assert_eq!(row.fallback_used.as_deref(), Some("SU3F"));
    assert_eq!((row.code.as_str(), row.name.as_str()), ("SU3", "Reopen rate"));
}

#[test]
fn a_parent_shows_its_mean_its_worst_child_and_what_burns() {
    let child = |value: f64, arr: i64| Child {
        value: Some(value),
        arr: rust_decimal::Decimal::from(arr),
    };
    let children = [child(65.2944, 300_000), child(81.0, 100_000), child(38.0, 50_000)];
    let parent = rollup(&children, &HealthModel::built_in());
    assert_eq!(parent.value.map(|v| round(v, 2)), number(["rollup", "arr_weighted"]));
    assert_eq!(parent.worst, number(["rollup", "worst"]));
    assert_eq!(parent.arr_in_red.map(|v| round(v, 4)), number(["rollup", "arr_in_red"]));
    assert_eq!(rollup(&[], &HealthModel::built_in()).value, None);
}

/// Answers of people with roles, as facts.
fn answered(rows: &[(&str, f64)]) -> Facts {
    let mut facts = Facts::default();
    for (i, (role, rating)) in rows.iter().enumerate() {
        let person = Some(ContactId(format!("con_{i}")));
        let record = RecordRef {
            source: "survey".into(),
            stream: "responses".to_owned(),
            key: i.to_string(),
        };
        let origin = |kind: &str| Origin {
            id: format!("survey:{kind}{i}"),
            record: record.clone(),
            contact: person.clone(),
            ..Origin::default()
        };
        facts.contacts.push(Contact {
            origin: origin("c"),
            buying_role: Some((*role).to_owned()),
            ..Contact::default()
        });
        facts.surveys.push(SurveyResponse {
            origin: origin("r"),
            instrument: Some("NPS".to_owned()),
            score: Some(*rating),
            scale_low: Some(0.0),
            scale_high: Some(10.0),
            polarity: Some("HIGH_IS_GOOD".to_owned()),
            prong: Some("RELATIONAL".to_owned()),
            at: as_of().and_hms_opt(8, 0, 0).map(|at| at.and_utc()),
            ..SurveyResponse::default()
        });
    }
    facts
}

#[test]
fn one_unhappy_decision_maker_outweighs_happy_users() {
    let kestrel = [
        ("DECISION_MAKER", 8.0),
        ("INFLUENCER", 9.0),
        ("INFLUENCER", 6.0),
        ("USER", 9.0),
        ("USER", 10.0),
        ("USER", 9.0),
        ("USER", 9.0),
        ("USER", 5.0),
    ];
    let unhappy = [
        ("DECISION_MAKER", 6.0),
        ("INFLUENCER", 9.0),
        ("INFLUENCER", 8.0),
        ("USER", 9.0),
        ("USER", 10.0),
        ("USER", 9.0),
        ("USER", 7.0),
    ];
    let model = HealthModel::built_in();
    let calendar = accord::insight::Calendar::default();
    for (name, rows) in [("kestrel_nps", &kestrel[..]), ("role_nps", &unhappy[..])] {
        let seen = measure(&answered(rows), &model, &calendar, as_of());
        let raw = seen["RE3"].raw.map(|raw| round(raw, 1));
        assert_eq!(raw, number([name, "weighted"]), "{name}");
        let users: Vec<_> = rows.iter().map(|(_, rating)| ("USER", *rating)).collect();
        let plain = measure(&answered(&users), &model, &calendar, as_of());
        assert_eq!(plain["RE3"].raw.map(|r| round(r, 1)), number([name, "plain"]));
    }
}
