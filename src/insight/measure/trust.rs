//! TRUST: what customers say of the four factors, and those proxies that no stage of the journey
//! measures.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use chrono::{DateTime, NaiveDate, Utc};

use super::billing::{names, raised};
use super::relationship::is_key;
use super::survey::{about, from_answers};
use super::view::{Evidence, Room, View, missing, percent, sum};
use crate::insight::Observation;
use crate::insight::survey::{Answer, CSAT, NPS, Scale, share};
use crate::model::{Assignment, Interaction, Invoice, Order, Origin, SurveyResponse};

/// The published scale of the four statements: 7 is full agreement.
const AGREEMENT: Scale = Scale { name: "TRUST", low: 1.0, high: 7.0, high_is_good: true };
const SUPPORT: &[&str] = &["support", "service"];
/// Instrument, its scale, and the worst good and best bad answer on it: from here on it is bad.
const BAD: &[(&str, Scale, f64)] = &[
    ("NPS", NPS, 6.0),
    ("CSAT", CSAT, 2.0),
    // Mirrored: 3 and below are the hard answers, 5 to 7 on the scale as it is asked.
    ("NETEASY", Scale { name: "NetEasy", low: 1.0, high: 7.0, high_is_good: true }, 3.0),
];
/// Business days within which who is unhappy should be called.
const CALL_WITHIN: f64 = 5.0;
/// Days of a quarter.
const QUARTER: f64 = 90.0;

/// What was answered to one statement.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answers {
    /// The answers, 1 (disagrees) to 7 (agrees).
    pub scores: Vec<f64>,
    /// The records, newest first.
    pub inputs: Vec<Origin>,
    /// Why they cannot be read, with the place; then none of them counts.
    pub error: Option<String>,
}

/// What was answered to the statement of an item within the last so many days. One answer that
/// cannot be read refuses them all: leaving it out would pick answers.
pub(in crate::insight) fn agreement(room: &Room, item: &str, days: i64) -> Answers {
    let wanted = |answer: &&SurveyResponse| {
        answer.instrument.as_deref() == Some("TRUST")
            && answer.item.as_deref().is_some_and(|said| said.trim().eq_ignore_ascii_case(item))
            && answer.prong.as_deref() != Some("EMPLOYEE")
            && answer.score.is_some()
    };
    let (mut scores, mut errors) = (Vec::new(), Vec::new());
    let mut evidence = Evidence::default();
    for answer in room.facts().surveys.iter().filter(wanted) {
        let Some(day) = room.day(answer.at).filter(|day| room.within(*day, days)) else {
            continue;
        };
        evidence.add(day, &answer.origin);
        match AGREEMENT.exact(answer) {
            Ok(score) => scores.push(score),
            Err(error) => errors.push(error),
        }
    }
    // The least of them, so that the order of the facts does not show.
    let error = errors.into_iter().min();
    if error.is_some() {
        scores.clear();
    }
    scores.sort_by(f64::total_cmp);
    Answers { scores, inputs: evidence.inputs(), error }
}

/// H1: how often the person in charge changed.
pub(super) fn owner_changes(view: &View) -> Observation {
    let room = view.room;
    // Sources know our people by ids of their own: each tells its history by itself.
    let mut told: BTreeMap<&str, Vec<(NaiveDate, &str, &Assignment)>> = BTreeMap::new();
    for turn in view.facts().assignments.iter().filter(|turn| is_owner(turn)) {
        let since = turn.since.filter(|day| *day <= room.as_of);
        let (Some(since), Some(member)) = (since, turn.team_member.as_deref()) else {
            continue;
        };
        told.entry(turn.origin.record.source.as_str()).or_default().push((since, member, turn));
    }
    let (mut most, mut n, mut evidence) = (0, 0, Evidence::default());
    for turns in told.values_mut() {
        n += turns.len();
        for (_, _, turn) in turns.iter() {
            // Somebody in charge today says today that nobody else is.
            let until = turn.until.filter(|day| *day < room.as_of).unwrap_or(room.as_of);
            evidence.add(until, &turn.origin);
        }
        turns.sort_by_key(|(since, member, _)| (*since, *member));
        turns.dedup_by_key(|(_, member, _)| *member);
        let changes = turns.iter().skip(1).filter(|(since, ..)| view.in_window(*since));
        most = most.max(changes.count());
    }
    if n == 0 { missing() } else { evidence.shows(most as f64, n) }
}

fn is_owner(turn: &Assignment) -> bool {
    turn.role.as_deref().is_none_or(|role| role.to_lowercase().contains("owner"))
}

/// H2: contacts in a quarter in which a person of ours and a key stakeholder both spoke, for each
/// key stakeholder.
pub(super) fn personal_contacts(view: &View) -> Observation {
    let room = view.room;
    let stakeholders = room.active_contacts().filter(|contact| is_key(contact)).count();
    // A source that tells neither who took part nor who spoke says nothing of it.
    let telling = || room.touches().filter(|(_, t)| t.human.is_some() && t.two_way.is_some());
    let newest = telling()
        .map(|(day, touch)| (day, &touch.origin))
        .max_by_key(|(day, origin)| (*day, std::cmp::Reverse(&origin.record)));
    let (Some(newest), true) = (newest, stakeholders > 0) else { return missing() };
    let mut evidence = Evidence::from_iter([newest]);
    let mut met = 0;
    for (day, touch) in telling().filter(|(day, _)| view.in_window(*day)) {
        let key = room.contact(&touch.origin).is_some_and(is_key);
        let present = room.active_person(&touch.origin).is_some();
        if key && present && touch.human == Some(true) && touch.two_way == Some(true) {
            met += 1;
            evidence.add(day, &touch.origin);
        }
    }
    let quarters = view.kpi.window_days as f64 / QUARTER;
    evidence.shows(f64::from(met) / stakeholders as f64 / quarters, stakeholders)
}

/// H3: top-2 box of support CSAT; of the question about tone alone, where it is asked.
pub(super) fn support_satisfaction(view: &View) -> Observation {
    let of_support = |answer: &SurveyResponse| about(answer, &["CSAT"], SUPPORT, false);
    let of_tone = |answer: &SurveyResponse| {
        of_support(answer)
            && answer.item.as_deref().is_some_and(|item| item.to_lowercase().contains("tone"))
    };
    let value = |answers: &[Answer]| Some(share(answers, |score| score >= 4.0));
    let tone = from_answers(view, of_tone, |answer| CSAT.exact(answer), value);
    if tone != missing() {
        return tone;
    }
    from_answers(view, of_support, |answer| CSAT.exact(answer), value)
}

/// H4: of the unhappy, those whom a person of ours called or met in time.
pub(super) fn unhappy_called(view: &View) -> Observation {
    let room = view.room;
    if room.touches().next().is_none() {
        return missing();
    }
    let (mut called, mut asked) = (0, 0);
    let (mut evidence, mut errors) = (Evidence::default(), Vec::new());
    for (day, answer) in view.recent(&view.facts().surveys, |answer| room.day(answer.at)) {
        let (Some(bad), Some(at)) = (is_bad(answer), answer.at) else { continue };
        match bad {
            Ok(true) => {}
            Ok(false) => continue,
            Err(error) => {
                evidence.add(day, &answer.origin);
                errors.push(error);
                continue;
            }
        }
        let call = first_call(view, answer, at);
        // Time is left to call.
        if call.is_none() && view.calendar.business_days(at, room.end()) <= CALL_WITHIN {
            continue;
        }
        asked += 1;
        called += usize::from(call.is_some());
        evidence.add(day, &answer.origin);
        if let Some((day, call)) = call {
            evidence.add(day, &call.origin);
        }
    }
    if let Some(error) = errors.into_iter().min() {
        return evidence.refuses(error);
    }
    percent(called, asked).map_or_else(missing, |raw| evidence.shows(raw, asked))
}

/// Whether a customer's answer is one of the bad ends; `None` for what asks something else.
fn is_bad(answer: &SurveyResponse) -> Option<Result<bool, String>> {
    let instrument = answer.instrument.as_deref()?;
    let (_, scale, worst) = BAD.iter().find(|(name, ..)| *name == instrument)?;
    answer.score?;
    let customer = answer.prong.as_deref() != Some("EMPLOYEE");
    customer.then(|| scale.exact(answer).map(|score| score <= *worst))
}

/// The first call or meeting with whoever answered, or with nobody named, in time.
fn first_call<'a>(
    view: &View<'a>,
    answer: &SurveyResponse,
    at: DateTime<Utc>,
) -> Option<(NaiveDate, &'a Interaction)> {
    let who = answer.origin.contact.as_ref();
    let reaches = |touch: &Interaction| {
        let by_us = match touch.form.as_deref() {
            Some("CALL") => touch.direction.as_deref() != Some("INBOUND"),
            Some("MEETING") => true,
            _ => false,
        };
        let person = touch.origin.contact.as_ref();
        by_us
            && touch.human != Some(false)
            && (who.is_none() || person.is_none() || person == who)
    };
    let in_time = |touch: &Interaction| {
        touch.at.is_some_and(|then| {
            then >= at && view.calendar.business_days(at, then) <= CALL_WITHIN
        })
    };
    let calls = view.room.touches().filter(|(_, touch)| reaches(touch) && in_time(touch));
    calls.min_by_key(|(_, touch)| (touch.at, &touch.origin.record))
}

/// T1: of the late orders, those of which the customer was told before they asked.
pub(super) fn delays_announced(view: &View) -> Observation {
    let missed = missed_promises(view.room);
    // Sources say `false` of punctual orders too: it counts only when the order was late.
    let told = |order: &Order| {
        let told = order.delay_announced?;
        let moved = order.promise_changes.is_some_and(|times| times > 0);
        (told || moved || missed.contains(order.origin.id.as_str())).then_some(told)
    };
    let day = |order: &Order| order.ordered_on.or(order.promised_on);
    let orders = view.recent(&view.facts().orders, day).into_iter();
    let late: Vec<_> = orders.filter_map(|(day, o)| Some((day, &o.origin, told(o)?))).collect();
    let announced = late.iter().filter(|(.., told)| *told).count();
    let evidence: Evidence = late.iter().map(|(day, origin, _)| (*day, *origin)).collect();
    percent(announced, late.len()).map_or_else(missing, |raw| evidence.shows(raw, late.len()))
}

/// Orders of which a line came after the promised day.
fn missed_promises<'a>(room: &Room<'a>) -> HashSet<&'a str> {
    let delivered = room.facts().deliveries.iter().filter(|line| room.known(line.delivered_on));
    let late = delivered.filter_map(|line| {
        let order = room.order(&line.origin, line.order.as_deref())?;
        let promised = line.promised_on.or(order.promised_on)?;
        (line.delivered_on? > promised).then_some(order.origin.id.as_str())
    });
    late.collect()
}

/// T2: lines of bills disputed or credited ÷ lines billed.
pub(super) fn lines_in_doubt(view: &View) -> Observation {
    let issued = view.recent(&view.facts().invoices, |invoice| invoice.issued_on);
    let mut evidence: Evidence = issued.iter().map(|(day, i)| (*day, &i.origin)).collect();
    let lines = lines_by_invoice(view);
    let doubts = Doubts::of(view, &mut evidence);
    let (mut billed, mut doubted) = (0, 0);
    for (_, invoice) in &issued {
        let id = invoice.origin.id.as_str();
        let known: &[Option<&str>] = lines.get(id).map_or(&[None], Vec::as_slice);
        billed += known.len();
        doubted += doubts.among(invoice, known);
    }
    percent(doubted, billed).map_or_else(missing, |raw| evidence.shows(raw, issued.len()))
}

/// The products of each bill's lines. A bill whose lines nobody knows has none here and counts as
/// one line.
fn lines_by_invoice<'a>(view: &View<'a>) -> BTreeMap<&'a str, Vec<Option<&'a str>>> {
    let mut lines: BTreeMap<&str, Vec<Option<&str>>> = BTreeMap::new();
    for line in &view.facts().invoice_lines {
        let invoice = view.room.invoice(&line.origin, line.invoice.as_deref());
        if let Some(invoice) = invoice {
            let of = lines.entry(invoice.origin.id.as_str()).or_default();
            of.push(line.product.as_deref());
        }
    }
    lines
}

/// What was doubted of bills by the end of the day.
struct Doubts<'a> {
    /// The products credited, by bill.
    products: BTreeMap<&'a str, BTreeSet<&'a str>>,
    /// Bills doubted, whatever the line.
    bills: BTreeSet<&'a str>,
}

impl<'a> Doubts<'a> {
    fn of(view: &View<'a>, evidence: &mut Evidence<'a>) -> Self {
        let (room, facts) = (view.room, view.facts());
        let mut doubts = Self { products: BTreeMap::new(), bills: BTreeSet::new() };
        let counts =
            |invoice: &&Invoice| invoice.issued_on.is_some_and(|day| view.in_window(day));
        for line in facts.returns.iter().filter(|line| room.known(line.returned_on)) {
            let invoice = room.invoice(&line.origin, line.invoice.as_deref()).filter(counts);
            let Some((invoice, day)) = invoice.zip(line.returned_on) else { continue };
            let id = invoice.origin.id.as_str();
            match line.product.as_deref() {
                Some(product) => doubts.products.entry(id).or_default().insert(product),
                None => doubts.bills.insert(id),
            };
            evidence.add(day, &line.origin);
        }
        for credit in facts.credits.iter().filter(|credit| room.known(credit.issued_on)) {
            let invoice = room.invoice(&credit.origin, credit.invoice.as_deref());
            let Some((invoice, day)) = invoice.filter(counts).zip(credit.issued_on) else {
                continue;
            };
            doubts.bills.insert(invoice.origin.id.as_str());
            evidence.add(day, &credit.origin);
        }
        for (day, dispute) in raised(room) {
            let named = |invoice: &&Invoice| counts(invoice) && names(dispute, invoice);
            for invoice in facts.invoices.iter().filter(named) {
                doubts.bills.insert(invoice.origin.id.as_str());
                evidence.add(day, &dispute.origin);
            }
        }
        doubts
    }

    /// How many of a bill's lines are doubted: those of products credited; all when a bill is
    /// doubted and nothing says which.
    fn among(&self, invoice: &Invoice, lines: &[Option<&str>]) -> usize {
        let id = invoice.origin.id.as_str();
        let credited = self.products.get(id);
        let is_credited = |product: &str| credited.is_some_and(|of| of.contains(product));
        let named = lines.iter().flatten().filter(|product| is_credited(product)).count();
        let doubted = credited.is_some() || self.bills.contains(id);
        if doubted && named == 0 { lines.len() } else { named }
    }
}

/// T3: changes of the promised day for each order.
pub(super) fn promise_changes(view: &View) -> Observation {
    let orders: Vec<_> = view
        .recent(&view.facts().orders, |order| order.ordered_on)
        .into_iter()
        .filter_map(|(day, order)| Some((day, &order.origin, order.promise_changes?)))
        .collect();
    let evidence: Evidence = orders.iter().map(|(day, origin, _)| (*day, *origin)).collect();
    let n = orders.len();
    if n == 0 {
        return missing();
    }
    let changes = sum(orders.iter().map(|(.., times)| (*times).max(0) as f64).collect());
    evidence.shows(changes / n as f64, n)
}

/// T4: promises to keep the customer posted that were kept ÷ measured.
pub(super) fn updates_in_time(view: &View) -> Observation {
    let targets: Vec<_> = view
        .recent(&view.facts().sla_targets, |target| view.room.day(target.at))
        .into_iter()
        .filter(|(_, target)| {
            target.metric.as_deref().is_some_and(|m| m.to_lowercase().contains("update"))
        })
        .filter_map(|(day, target)| Some((day, &target.origin, target.met?)))
        .collect();
    let met = targets.iter().filter(|(.., met)| *met).count();
    let evidence: Evidence = targets.iter().map(|(day, origin, _)| (*day, *origin)).collect();
    percent(met, targets.len()).map_or_else(missing, |raw| evidence.shows(raw, targets.len()))
}
