//! What holds for every account, whatever was seen of it.

use accord::insight::{
    Calendar, Facts, Health, HealthModel, KpiDef, MissingPolicy, Observation, Observations,
    WhatIf, explain_change, like_for_like, measure, score,
};
use accord::model::{
    CampaignTouch, Category, Contact, Contract, Credit, Deal, Delivery, Dispute, Interaction,
    Invoice, Milestone, Order, Payment, Quote, Return, SlaTarget, SurveyResponse, Ticket,
    UsageMeasure, WebVisit,
};
use chrono::{DateTime, Days, NaiveDate, Utc};
use proptest::prelude::*;

use super::kit::*;

fn today() -> NaiveDate {
    day(TODAY).expect("a day")
}

/// Anything that can be seen of a KPI, or nothing.
fn observation(kpi: &KpiDef) -> BoxedStrategy<Option<Observation>> {
    let words: Vec<String> = kpi.categories.keys().cloned().collect();
    let value = if words.is_empty() {
        let (low, high) = (kpi.knots[0].0, kpi.knots[kpi.knots.len() - 1].0);
        let room = high - low;
        (low - room..high + room).prop_map(|raw| (Some(raw), None)).boxed()
    } else {
        prop::sample::select(words).prop_map(|word| (None, Some(word))).boxed()
    };
    let age = 0..u64::try_from(2 * kpi.ttl_days + 5).expect("a positive age");
    let seen = (value, 1_i64..30, age).prop_map(|((raw, category), n, age)| Observation {
        raw,
        category,
        n,
        observed_on: today().checked_sub_days(Days::new(age)),
        ..Observation::default()
    });
    let away = Observation { not_applicable: true, ..Observation::default() };
    prop_oneof![14 => seen.prop_map(Some), 4 => Just(None), 2 => Just(Some(away))].boxed()
}

fn observations() -> impl Strategy<Value = Observations> {
    let model = HealthModel::built_in();
    let codes: Vec<String> = model.kpis().map(|(_, kpi)| kpi.code.clone()).collect();
    let each: Vec<_> = model.kpis().map(|(_, kpi)| observation(kpi)).collect();
    each.prop_map(move |seen| {
        let rows = codes.iter().cloned().zip(seen);
        rows.filter_map(|(code, seen)| Some((code, seen?))).collect()
    })
}

/// Accounts that some caps and moments look at.
fn account() -> impl Strategy<Value = Facts> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(moment, gone, notice)| {
        let mut facts = Facts::default();
        facts.account.industry = moment.then(|| "Just-in-time automotive".to_owned());
        facts.account.termination_notice_on = notice.then(today);
        let champion = Contact {
            champion: text("LEFT"),
            champion_confirmed_on: day(TODAY),
            ..person("a", None)
        };
        facts.contacts = if gone { vec![champion] } else { Vec::new() };
        facts
    })
}

fn policy() -> impl Strategy<Value = MissingPolicy> {
    prop_oneof![3 => Just(MissingPolicy::Exclude), 1 => Just(MissingPolicy::Worst)]
}

/// Weights tried for some stages, 0 among them.
fn weights() -> impl Strategy<Value = WhatIf> {
    let model = HealthModel::built_in();
    let codes: Vec<String> = model.stages.iter().map(|stage| stage.code.clone()).collect();
    let weight = prop_oneof![1 => Just(0.0), 4 => 0.1..3.0];
    (prop::collection::btree_map(prop::sample::select(codes), weight, 0..4), policy())
        .prop_map(|(weights, missing)| WhatIf { weights, missing, ..WhatIf::default() })
}

fn scored(seen: &Observations, facts: &Facts, what_if: &WhatIf) -> Health {
    score(seen, facts, &HealthModel::built_in(), today(), what_if)
}

/// The index before it is hidden or capped.
fn raw(health: &Health) -> Option<f64> {
    let scored = health.stages.iter().filter_map(|s| Some((s.weight, s.score?)));
    let (weights, points) = scored.fold((0.0, 0.0), |(w, p), (x, s)| (w + x, p + x * s));
    (weights > 0.0).then(|| points / weights)
}

/// A model of another code with other bounds, weights and one KPI less.
fn other_model() -> HealthModel {
    let mut model = HealthModel::clone(&HealthModel::built_in());
    model.code = "other".into();
    model.stages[0].kpis.remove(1);
    model.stages[4].weight = 3.0;
    model.stages[7].kpis[0].knots = vec![(50.0, 0.0), (100.0, 100.0)];
    let moved = model.stages[2].kpis.remove(0);
    model.stages[3].kpis.push(moved);
    model
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_index_lies_in_its_range(seen in observations(), facts in account(), tried in weights()) {
        let health = scored(&seen, &facts, &tried);
        prop_assert!((-1e-9..=1.0 + 1e-9).contains(&health.coverage));
        prop_assert!(health.low >= -1e-9 && health.high <= 100.0 + 1e-9);
        if let Some(raw) = raw(&health) {
            prop_assert!(health.low <= raw + 1e-9 && raw <= health.high + 1e-9);
        }
        if let (Some(value), Some(computed)) = (health.value, health.computed) {
            prop_assert!(value <= computed);
            prop_assert_eq!(health.band, HealthModel::built_in().band(value));
        }
    }

    #[test]
    fn contributions_add_up_to_the_index(seen in observations(), facts in account(), tried in weights()) {
        let health = scored(&seen, &facts, &tried);
        let kpis = || health.stages.iter().flat_map(|stage| &stage.kpis);
        let sum: f64 = kpis().filter_map(|kpi| kpi.contribution).sum();
        let lost: f64 = kpis().filter_map(|kpi| kpi.points_lost).sum();
        match health.computed {
            Some(computed) => {
                prop_assert!((sum - computed).abs() < 1e-9);
                prop_assert!((sum + lost - 100.0).abs() < 1e-9);
            }
            None => prop_assert!(kpis().all(|kpi| kpi.contribution.is_none())),
        }
    }

    #[test]
    fn only_ratios_of_weights_matter(seen in observations(), scale in 0.01..100.0) {
        let model = HealthModel::built_in();
        let scaled = model.stages.iter().map(|stage| (stage.code.clone(), stage.weight * scale));
        let tried = WhatIf { weights: scaled.collect(), ..WhatIf::default() };
        let facts = Facts::default();
        let (one, other) = (scored(&seen, &facts, &WhatIf::default()), scored(&seen, &facts, &tried));
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        prop_assert!(near(one.coverage, other.coverage));
        prop_assert!(near(one.low, other.low) && near(one.high, other.high));
        prop_assert!(near(raw(&one).unwrap_or(-1.0), raw(&other).unwrap_or(-1.0)));
    }

    #[test]
    fn a_better_kpi_never_lowers_the_index(seen in observations(), which in 0_usize..30, step in 0.0..1.0) {
        let model = HealthModel::built_in();
        let kpi = model.kpis().nth(which).expect("one of thirty").1;
        let mut better = seen.clone();
        if let Some(row) = better.get_mut(&kpi.code)
            && let (Some(raw), Some(best)) = (row.raw, kpi.best_raw())
        {
            row.raw = Some(raw + (best - raw) * step);
        }
        let facts = Facts::default();
        let before = scored(&seen, &facts, &WhatIf::default());
        let after = scored(&better, &facts, &WhatIf::default());
        if let (Some(before), Some(after)) = (raw(&before), raw(&after)) {
            // Beyond the best bound nothing is better any more.
            prop_assert!(after >= before - 1e-9);
        }
    }

    #[test]
    fn the_reasons_of_a_change_add_up(
        then in observations(), now in observations(),
        facts in (account(), account()), tried in (weights(), weights()),
    ) {
        let from = scored(&then, &facts.0, &tried.0);
        let to = scored(&now, &facts.1, &tried.1);
        let parts = explain_change(&from, &to);
        let (Some(before), Some(after)) = (from.value, to.value) else {
            prop_assert!(parts.is_empty());
            return Ok(());
        };
        let sum: f64 = parts.iter().map(|part| part.points).sum();
        prop_assert!((sum - (after - before)).abs() < 1e-9, "{} of {}", sum, after - before);
    }

    #[test]
    fn the_reasons_add_up_between_models(then in observations(), now in observations()) {
        let from = scored(&then, &Facts::default(), &WhatIf::default());
        let to = score(&now, &Facts::default(), &other_model(), today(), &WhatIf::default());
        if let (Some(before), Some(after)) = (from.value, to.value) {
            let parts = explain_change(&from, &to);
            let sum: f64 = parts.iter().map(|part| part.points).sum();
            prop_assert!((sum - (after - before)).abs() < 1e-9);
            prop_assert!(parts.iter().all(|part| part.cause != "WEIGHT" || part.from.is_none() || part.to.is_none()));
        }
    }

    #[test]
    fn values_explain_the_like_for_like_difference(then in observations(), now in observations()) {
        let facts = Facts::default();
        let from = scored(&then, &facts, &WhatIf::default());
        let to = scored(&now, &facts, &WhatIf::default());
        let values = explain_change(&from, &to);
        let sum: f64 =
            values.iter().filter(|part| part.cause == "VALUE").map(|part| part.points).sum();
        if let Some(alike) = like_for_like(&from, &to) {
            prop_assert!((sum - alike).abs() < 1e-9);
        }
    }

    #[test]
    fn data_that_vanishes_moves_nothing_like_for_like(seen in observations(), gone in prop::collection::vec(any::<bool>(), 30)) {
        let kept = seen.iter().zip(gone).filter(|(_, gone)| !gone);
        let kept: Observations = kept.map(|((code, row), _)| (code.clone(), row.clone())).collect();
        let facts = Facts::default();
        let (from, to) = (scored(&seen, &facts, &WhatIf::default()), scored(&kept, &facts, &WhatIf::default()));
        if let Some(alike) = like_for_like(&from, &to) {
            prop_assert!(alike.abs() < 1e-9);
        }
    }
}

/// A day up to three years before today, or soon after.
fn some_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..1100).prop_map(|age| today() + Days::new(30) - Days::new(age))
}

fn some_time() -> impl Strategy<Value = DateTime<Utc>> {
    (some_day(), 0_u32..24).prop_map(|(day, hour)| {
        day.and_hms_opt(hour, 30, 0).expect("an hour of the day").and_utc()
    })
}

/// What facts are made of: a number, days, moments.
type Stuff = (usize, [NaiveDate; 2], [DateTime<Utc>; 2]);

fn stuff() -> impl Strategy<Value = Vec<Stuff>> {
    let days = [some_day(), some_day()];
    let times = [some_time(), some_time()];
    prop::collection::vec((0_usize..1000, days, times), 0..40)
}

fn pick(number: usize, words: &[&str]) -> Option<String> {
    text(words[number % words.len()])
}

/// An account with a fact of each kind for each piece of stuff.
fn facts_of(stuff: &[Stuff]) -> Facts {
    let mut facts = connected(Facts::default(), Category::Crm);
    facts.account.time_zone = text("America/Sao_Paulo");
    facts.contacts = ["a", "b", "c", "d"].map(|id| person(id, None)).to_vec();
    for (contact, role) in facts.contacts.iter_mut().zip(accord::model::BUYING_ROLES) {
        contact.buying_role = text(role);
    }
    for (i, piece) in stuff.iter().enumerate() {
        goods(&mut facts, i, piece);
        bills(&mut facts, i, piece);
        contracts(&mut facts, i, piece);
        service(&mut facts, i, piece);
        talk(&mut facts, i, piece);
    }
    facts
}

fn reference(n: usize) -> Option<String> {
    text(&format!("s:{}", n % 40))
}

fn amount(n: usize) -> Option<accord::model::Money> {
    euro(i64::try_from(n).expect("a small number") + 1)
}

fn goods(facts: &mut Facts, i: usize, (n, days, _): &Stuff) {
    let origin = || of(&i.to_string());
    facts.orders.push(Order {
        origin: origin(),
        ordered_on: Some(days[0].min(days[1])),
        promised_on: Some(days[0].max(days[1])),
        ..Order::default()
    });
    facts.deliveries.push(Delivery {
        origin: origin(),
        order: reference(*n),
        delivered_on: Some(days[1]),
        ..Delivery::default()
    });
    facts.returns.push(Return {
        origin: origin(),
        returned_on: Some(days[0]),
        ..Return::default()
    });
}

fn bills(facts: &mut Facts, i: usize, (n, days, times): &Stuff) {
    let origin = || of(&i.to_string());
    facts.invoices.push(Invoice {
        origin: origin(),
        number: reference(*n),
        issued_on: Some(days[0].min(days[1])),
        due_on: Some(days[0].max(days[1])),
        amount: amount(*n),
        ..Invoice::default()
    });
    facts.credits.push(Credit {
        origin: origin(),
        invoice: reference(*n),
        issued_on: Some(days[1]),
        amount: amount(*n),
        ..Credit::default()
    });
    facts.payments.push(Payment {
        origin: origin(),
        invoice: reference(*n),
        paid_on: Some(days[0]),
        amount: amount(*n),
    });
    facts.disputes.push(Dispute {
        origin: origin(),
        invoice_number: text("s:1"),
        opened_at: Some(times[0].min(times[1])),
        solved_at: Some(times[0].max(times[1])),
        ..Dispute::default()
    });
}

fn contracts(facts: &mut Facts, i: usize, (n, days, times): &Stuff) {
    let origin = || of(&i.to_string());
    facts.contracts.push(Contract {
        origin: origin(),
        form: pick(*n, &["SUBSCRIPTION", "FRAME"]),
        starts_on: Some(days[0].min(days[1])),
        ends_on: Some(days[0].max(days[1])),
        annual_value: amount(*n),
        seats: Some(20),
        renews: reference(*n),
        modules: Some(vec!["m1".to_owned(), "m2".to_owned()]),
        go_live_planned: Some(days[0].max(days[1])),
        ..Contract::default()
    });
    facts.deals.push(Deal {
        origin: origin(),
        closed_at: Some(times[0]),
        won: Some(n % 2 == 0),
        first_expected_close_on: Some(days[0]),
        ..Deal::default()
    });
    facts.quotes.push(Quote {
        origin: origin(),
        requested_at: Some(times[0].min(times[1])),
        sent_at: Some(times[0].max(times[1])),
        ..Quote::default()
    });
}

fn service(facts: &mut Facts, i: usize, (n, days, times): &Stuff) {
    let origin = || of(&i.to_string());
    let small = i64::try_from(n % 3).expect("a small number");
    facts.tickets.push(Ticket {
        origin: origin(),
        priority: pick(*n, &["P1", "P3"]),
        opened_at: Some(times[0].min(times[1])),
        solved_at: Some(times[0].max(times[1])),
        replies: Some(small),
        reopens: Some(small / 2),
        ..Ticket::default()
    });
    facts.sla_targets.push(SlaTarget {
        origin: origin(),
        at: Some(times[0]),
        met: Some(n % 3 > 0),
        ..SlaTarget::default()
    });
    facts.milestones.push(Milestone {
        origin: origin(),
        due_on: Some(days[0]),
        done_on: Some(days[1]),
        ..Milestone::default()
    });
    facts.usage.push(UsageMeasure {
        origin: origin(),
        day: Some(days[0]),
        user: pick(*n, &["u1", "u2", "u3"]),
        module: pick(*n, &["m1", "m3"]),
        quantity: Some(*n as f64 / 7.0),
    });
}

fn talk(facts: &mut Facts, i: usize, (n, _, times): &Stuff) {
    let origin = || by(&i.to_string(), ["a", "b", "c", "d"][n % 4]);
    facts.interactions.push(Interaction {
        origin: origin(),
        form: pick(*n, &["ENQUIRY", "CALL", "REVIEW"]),
        direction: pick(*n, &["OUTBOUND", "INBOUND"]),
        two_way: Some(n % 2 == 0),
        at: Some(times[0]),
        ..Interaction::default()
    });
    facts.campaign_touches.push(CampaignTouch {
        origin: origin(),
        form: pick(*n, &["DELIVERED", "CLICKED", "INVITED", "ATTENDED"]),
        message: pick(n / 4, &["x", "y", "z"]),
        at: Some(times[0]),
        ..CampaignTouch::default()
    });
    facts.web_visits.push(WebVisit {
        origin: origin(),
        at: Some(times[1]),
        high_intent: Some(n % 2 == 0),
        ..WebVisit::default()
    });
    facts.surveys.push(SurveyResponse {
        origin: origin(),
        instrument: pick(*n, &["NPS", "CES7"]),
        score: Some((n % 6 + 1) as f64),
        scale_low: Some(if n % 2 == 0 { 0.0 } else { 1.0 }),
        scale_high: Some(if n % 2 == 0 { 10.0 } else { 7.0 }),
        polarity: text("HIGH_IS_GOOD"),
        prong: text("RELATIONAL"),
        at: Some(times[0]),
        ..SurveyResponse::default()
    });
}

fn shuffled(facts: &Facts) -> Facts {
    let mut other = facts.clone();
    macro_rules! turn {
        ($($list:ident),+) => { $(other.$list.reverse(); let by = other.$list.len() / 3; other.$list.rotate_left(by);)+ };
    }
    turn!(contacts, contracts, deals, quotes, orders, deliveries, returns, invoices, credits);
    turn!(payments, disputes, tickets, sla_targets, interactions, campaign_touches);
    turn!(web_visits, usage, surveys, milestones);
    other
}

/// Only what began by today, so that what begins later can be left away.
fn without_tomorrow(facts: &Facts) -> Facts {
    let mut other = facts.clone();
    let known = |day: Option<NaiveDate>| day.is_some_and(|day| day <= today());
    let past = |at: Option<DateTime<Utc>>| known(at.map(|at| at.date_naive()));
    other.contracts.retain(|f| known(f.starts_on));
    other.deals.retain(|f| past(f.closed_at));
    other.quotes.retain(|f| past(f.sent_at));
    other.deliveries.retain(|f| known(f.delivered_on));
    other.returns.retain(|f| known(f.returned_on));
    other.invoices.retain(|f| known(f.issued_on));
    other.credits.retain(|f| known(f.issued_on));
    other.payments.retain(|f| known(f.paid_on));
    other.disputes.retain(|f| past(f.opened_at));
    other.tickets.retain(|f| past(f.opened_at));
    other.sla_targets.retain(|f| past(f.at));
    other.interactions.retain(|f| past(f.at));
    other.campaign_touches.retain(|f| past(f.at));
    other.web_visits.retain(|f| past(f.at));
    other.usage.retain(|f| known(f.day));
    other.surveys.retain(|f| past(f.at));
    other.milestones.retain(|f| known(f.due_on));
    // What is written into a record later: solved, settled, done, renewed, gone live.
    for ticket in &mut other.tickets {
        ticket.solved_at = ticket.solved_at.filter(|at| past(Some(*at)));
    }
    for dispute in &mut other.disputes {
        dispute.solved_at = dispute.solved_at.filter(|at| past(Some(*at)));
    }
    for milestone in &mut other.milestones {
        milestone.done_on = milestone.done_on.filter(|day| known(Some(*day)));
    }
    other
}

fn health_of(facts: &Facts) -> (Observations, Health) {
    let model = HealthModel::built_in();
    let seen = measure(facts, &model, &Calendar::default(), today());
    let health = score(&seen, facts, &model, today(), &WhatIf::default());
    (seen, health)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn the_order_of_facts_does_not_show(stuff in stuff()) {
        let facts = facts_of(&stuff);
        prop_assert_eq!(health_of(&facts), health_of(&shuffled(&facts)));
    }

    #[test]
    fn facts_of_tomorrow_change_nothing_today(stuff in stuff()) {
        let facts = facts_of(&stuff);
        prop_assert_eq!(health_of(&facts), health_of(&without_tomorrow(&facts)));
    }

    #[test]
    fn every_input_is_known_and_the_newest_tells_the_age(stuff in stuff()) {
        let (seen, health) = health_of(&facts_of(&stuff));
        for (code, row) in &seen {
            prop_assert!(row.observed_on.is_none_or(|day| day <= today()), "{}", code);
            prop_assert!(row.raw.is_none_or(f64::is_finite), "{}", code);
        }
        prop_assert!(health.low <= health.high);
    }
}
