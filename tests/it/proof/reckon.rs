//! The thirty KPIs and their fallbacks by plain arithmetic, each as the `formula` of its KPI in
//! `src/insight/models/chi-default.yaml` says it. Windows, best values and weights are written out
//! here a second time on purpose.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use super::books::{Books, Invoice, Order, Person, Term, Ticket};

/// What was reckoned for one KPI.
#[derive(Debug, Default, Clone)]
pub(super) struct Reckoned {
    pub(super) raw: Option<f64>,
    pub(super) category: Option<&'static str>,
    pub(super) n: usize,
    pub(super) not_applicable: bool,
    /// Code of the fallback that stood in.
    pub(super) fallback: Option<&'static str>,
    /// The records behind it.
    pub(super) records: Vec<String>,
}

type Formula = fn(&Books) -> Reckoned;
type Fallback = Option<(&'static str, Formula)>;

/// KPI, formula, fallback.
const FORMULAS: &[(&str, Formula, Fallback)] = &[
    ("AW1", click_rate, None),
    ("AW2", web_reach, None),
    ("AW3", attendance, None),
    ("CO1", enquiry_response, None),
    ("CO2", high_intent, None),
    ("CO3", roles_touched, None),
    ("PU1", quote_turnaround, None),
    ("PU2", win_rate, None),
    ("PU3", ease_of_buying, Some(("PU3F", slip))),
    ("DE1", on_time, None),
    ("DE2", line_accuracy, None),
    ("DE3", lead_time, None),
    ("IM1", milestones, None),
    ("IM2", time_to_value, None),
    ("IM3", onboarding, Some(("IM3F", tickets_per_milestone))),
    ("AD1", active_seats, None),
    ("AD2", modules_in_use, None),
    ("AD3", trend, None),
    ("SU1", first_contact, None),
    ("SU2", targets_met, None),
    ("SU3", effort, Some(("SU3F", reopened))),
    ("BI1", invoice_accuracy, None),
    ("BI2", beyond_terms, None),
    ("BI3", dispute_time, None),
    ("RE1", stakeholders, None),
    ("RE2", champion, None),
    ("RE3", weighted_nps, None),
    ("GR1", renewal_rate, None),
    ("GR2", retention, None),
    ("GR3", advocacy, None),
];

/// Every KPI by code.
pub(super) fn reckon(books: &Books) -> BTreeMap<&'static str, Reckoned> {
    let each = FORMULAS.iter().map(|(code, formula, fallback)| {
        let seen = formula(books);
        let missing = seen.raw.is_none() && seen.category.is_none() && !seen.not_applicable;
        let Some((name, instead)) = fallback.filter(|_| missing) else { return (*code, seen) };
        let instead = instead(books);
        let fallback = instead.raw.map(|_| name);
        (*code, Reckoned { fallback, ..instead })
    });
    each.collect()
}

fn missing() -> Reckoned {
    Reckoned::default()
}

fn found(raw: f64, n: usize, records: Vec<String>) -> Reckoned {
    Reckoned { raw: Some(raw), n, records, ..missing() }
}

fn share(part: usize, whole: usize, records: Vec<String>) -> Reckoned {
    if whole == 0 {
        return missing();
    }
    found(100.0 * part as f64 / whole as f64, whole, records)
}

/// The middle of (value, record), or the mean of the middle two.
fn middle(mut values: Vec<(f64, String)>) -> Reckoned {
    values.sort_by(|a, b| a.0.partial_cmp(&b.0).expect("numbers"));
    let n = values.len();
    if n == 0 {
        return missing();
    }
    let raw = f64::midpoint(values[(n - 1) / 2].0, values[n / 2].0);
    let tell = |(value, record): (f64, String)| format!("{record}: {value:.4}");
    found(raw, n, values.into_iter().map(tell).collect())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Working hours, 9 to 17 from Monday to Friday by the clock on the customer's wall: day by day.
fn hours(zone: Tz, from: DateTime<Utc>, to: DateTime<Utc>) -> f64 {
    let from = from.with_timezone(&zone).naive_local();
    let to = to.with_timezone(&zone).naive_local();
    let clock = |hour| NaiveTime::from_hms_opt(hour, 0, 0).expect("an hour");
    let mut worked = TimeDelta::zero();
    for day in from.date().iter_days().take_while(|day| *day <= to.date()) {
        let begin = day.and_time(clock(9)).max(from);
        let end = day.and_time(clock(17)).min(to);
        if day.weekday().number_from_monday() <= 5 && end > begin {
            worked += end - begin;
        }
    }
    worked.num_seconds() as f64 / 3_600.0
}

impl Books {
    /// Days ago; negative in the future.
    fn ago(&self, day: NaiveDate) -> i64 {
        (self.today - day).num_days()
    }

    /// In the last so many days, today among them.
    fn recent(&self, day: NaiveDate, window: i64) -> bool {
        (0..window).contains(&self.ago(day))
    }

    /// The end of today.
    fn midnight(&self) -> DateTime<Utc> {
        (self.today + Days::new(1)).and_time(NaiveTime::MIN).and_utc()
    }

    fn active(&self) -> BTreeMap<&str, &Person> {
        let here = self.people.iter().filter(|(_, p)| {
            p.left.is_none_or(|day| day > self.today) && p.champion.as_deref() != Some("left")
        });
        here.map(|(mail, person)| (mail.as_str(), person)).collect()
    }

    fn order(&self, number: &str) -> Option<&Order> {
        self.orders.iter().find(|order| order.number == number)
    }

    fn invoice(&self, id: &str) -> Option<&Invoice> {
        self.invoices.iter().find(|invoice| invoice.id == id)
    }

    fn invoiced(&self, window: i64) -> Vec<&Invoice> {
        self.invoices.iter().filter(|i| self.recent(i.issued, window)).collect()
    }

    /// Subscriptions that run today.
    fn subscriptions(&self) -> Vec<&Term> {
        self.running().into_iter().filter(|term| term.subscription).collect()
    }

    fn running(&self) -> Vec<&Term> {
        self.terms.iter().filter(|t| t.starts <= self.today && self.today <= t.ends).collect()
    }

    fn solved(&self, window: i64) -> Vec<&Ticket> {
        let inside =
            |t: &&Ticket| t.solved.is_some_and(|at| self.recent(at.date_naive(), window));
        self.tickets.iter().filter(inside).collect()
    }

    /// Answers to a question as (score, record).
    fn scores(&self, question: &str, window: i64) -> Vec<(f64, String)> {
        let mine = self.answers.iter().filter(|a| a.question == question);
        let recent = mine.filter(|a| self.recent(a.on, window));
        recent.map(|a| (a.score, a.id.clone())).collect()
    }
}

fn offered_and_taken(books: &Books, offer: &str, answer: &str, window: i64) -> Reckoned {
    let of = |metric: &str| -> BTreeSet<(&str, &str)> {
        let recent = books.echoes.iter().filter(|e| books.recent(e.on, window));
        recent
            .filter(|e| e.metric == metric)
            .map(|e| (e.mail.as_str(), e.about.as_str()))
            .collect()
    };
    let (offered, taken) = (of(offer), of(answer));
    let records = offered.iter().map(|o| format!("{offer} {o:?}")).collect();
    share(offered.intersection(&taken).count(), offered.len(), records)
}

fn click_rate(books: &Books) -> Reckoned {
    offered_and_taken(books, "Received Email", "Clicked Email", 90)
}

fn attendance(books: &Books) -> Reckoned {
    offered_and_taken(books, "Invited to Event", "Attended Event", 180)
}

const VISITS: &[&str] = &["Active on Site", "Viewed Page"];

fn web_reach(books: &Books) -> Reckoned {
    let visits = books.echoes.iter().filter(|e| VISITS.contains(&e.metric.as_str()));
    let visits: Vec<_> = visits.filter(|e| books.ago(e.on) >= 0).collect();
    let active = books.active();
    if visits.is_empty() {
        return missing();
    }
    let recent = visits.into_iter().filter(|e| books.recent(e.on, 90));
    let visitors: BTreeSet<&str> =
        recent.map(|e| e.mail.as_str()).filter(|mail| active.contains_key(mail)).collect();
    let records = visitors.iter().map(|mail| format!("visitor {mail}"));
    let records = records.chain(active.keys().map(|mail| format!("active {mail}"))).collect();
    share(visitors.len(), active.len(), records)
}

fn high_intent(books: &Books) -> Reckoned {
    let visits = books.echoes.iter().filter(|e| VISITS.contains(&e.metric.as_str()));
    let active = books.active().len();
    if visits.clone().count() == 0 || active == 0 {
        return missing();
    }
    let buying =
        |page: &str| ["/pricing", "/demo", "/docs"].iter().any(|p| page.starts_with(p));
    let acts: Vec<String> = visits
        .filter(|e| books.recent(e.on, 90) && buying(&e.page))
        .map(|e| e.id.clone())
        .collect();
    found(acts.len() as f64 / active as f64, active, acts)
}

fn enquiry_response(books: &Books) -> Reckoned {
    let mut waits = Vec::new();
    let enquiries = books.touches.iter().filter(|t| t.enquiry);
    for enquiry in enquiries.filter(|t| books.recent(t.at.date_naive(), 180)) {
        let answers = books.touches.iter().filter(|t| {
            !t.enquiry && !t.inbound && t.mail == enquiry.mail && t.at > enquiry.at
        });
        let answered = answers.map(|t| t.at).min();
        let waited = hours(books.zone, enquiry.at, answered.unwrap_or(books.midnight()));
        if answered.is_some() || waited > 8.0 {
            waits.push((waited, enquiry.id.clone()));
        }
    }
    middle(waits)
}

fn roles_touched(books: &Books) -> Reckoned {
    // The CRM's list of roles has none for a technical buyer.
    const ROLES: &[&[&str]] =
        &[&["BUDGET_HOLDER"], &["DECISION_MAKER", "EXECUTIVE_SPONSOR"], &[], &["END_USER"]];
    let active = books.active();
    let holders = active.values().filter(|p| ROLES.iter().any(|role| p.is(role))).count();
    if holders == 0 || books.touches.is_empty() {
        return missing();
    }
    let touched: BTreeSet<&str> = books
        .touches
        .iter()
        .filter(|t| books.recent(t.at.date_naive(), 180))
        .map(|t| t.mail.as_str())
        .collect();
    let held = |role: &&&[&str]| {
        active.iter().any(|(mail, person)| touched.contains(mail) && person.is(role))
    };
    let covered = ROLES.iter().filter(held).count();
    let records = touched.iter().map(|mail| format!("touched {mail}")).collect();
    found(100.0 * covered as f64 / 4.0, holders, records)
}

fn quote_turnaround(books: &Books) -> Reckoned {
    let sent = books.quotes.iter().filter(|q| books.recent(q.sent.date_naive(), 365));
    middle(sent.map(|q| (hours(books.zone, q.asked, q.sent) / 8.0, q.id.clone())).collect())
}

fn win_rate(books: &Books) -> Reckoned {
    let closed: Vec<_> = books.deals.iter().filter(|d| books.recent(d.closed, 730)).collect();
    let won = closed.iter().filter(|d| d.won).count();
    share(won, closed.len(), closed.iter().map(|d| format!("{} won {}", d.id, d.won)).collect())
}

fn ease_of_buying(books: &Books) -> Reckoned {
    let answers = books.scores("51000201", 365);
    net(&answers, |score| score <= 2.0, |score| score >= 5.0)
}

fn net(
    answers: &[(f64, String)],
    good: impl Fn(f64) -> bool,
    bad: impl Fn(f64) -> bool,
) -> Reckoned {
    if answers.is_empty() {
        return missing();
    }
    let count =
        |fits: &dyn Fn(f64) -> bool| answers.iter().filter(|a| fits(a.0)).count() as f64;
    let raw = 100.0 * (count(&good) - count(&bad)) / answers.len() as f64;
    found(raw, answers.len(), tell(answers))
}

fn tell(answers: &[(f64, String)]) -> Vec<String> {
    answers.iter().map(|(score, id)| format!("{id}: {score}")).collect()
}

fn slip(books: &Books) -> Reckoned {
    let closed = books.deals.iter().filter(|d| books.recent(d.closed, 365));
    let late = closed.filter_map(|d| {
        let days = (d.closed - d.first_expected?).num_days();
        Some((days.max(0) as f64, d.id.clone()))
    });
    middle(late.collect())
}

fn not_applicable() -> Reckoned {
    Reckoned { not_applicable: true, ..missing() }
}

fn on_time(books: &Books) -> Reckoned {
    if !books.receives_goods {
        return not_applicable();
    }
    let recent = books.lines.iter().filter(|l| books.recent(l.shipped, 90));
    let lines: Vec<(bool, &str)> = recent
        .filter_map(|l| Some((l.shipped <= books.order(&l.order)?.promised, l.id.as_str())))
        .collect();
    let kept = lines.iter().filter(|l| l.0).count();
    let records = lines.iter().map(|(kept, id)| format!("{id} in time {kept}")).collect();
    share(kept, lines.len(), records)
}

fn line_accuracy(books: &Books) -> Reckoned {
    if !books.receives_goods {
        return not_applicable();
    }
    let shipped = books.lines.iter().filter(|l| books.recent(l.shipped, 180)).count();
    let credits = books.credits.iter().filter(|c| books.recent(c.on, 180));
    let returned: usize = credits.clone().map(|c| c.goods).sum();
    if shipped == 0 {
        return missing();
    }
    let raw = 100.0 * (1.0 - returned as f64 / shipped as f64).max(0.0);
    found(raw, shipped, credits.map(|c| format!("{}: {} lines", c.id, c.goods)).collect())
}

fn lead_time(books: &Books) -> Reckoned {
    if !books.receives_goods {
        return not_applicable();
    }
    let recent = books.lines.iter().filter(|l| books.recent(l.shipped, 90));
    let ratio = |l: &super::books::Line| {
        let order = books.order(&l.order)?;
        let promised = (order.promised - order.ordered).num_days();
        let actual = (l.shipped - order.ordered).num_days();
        (promised > 0).then(|| (actual as f64 / promised as f64, l.id.clone()))
    };
    middle(recent.filter_map(ratio).collect())
}

fn milestones(books: &Books) -> Reckoned {
    let due: Vec<_> = books.milestones.iter().filter(|m| books.recent(m.due, 365)).collect();
    let kept = due.iter().filter(|m| m.done.is_some_and(|done| done <= m.due)).count();
    let records = due.iter().map(|m| format!("{} due {} done {:?}", m.id, m.due, m.done));
    share(kept, due.len(), records.collect())
}

fn time_to_value(books: &Books) -> Reckoned {
    let ratio = |term: &Term| {
        let planned = term.planned?;
        let until = match term.live {
            Some(live) => books.recent(live, 365).then_some(live)?,
            None => {
                (planned < books.today && books.today <= term.ends).then_some(books.today)?
            }
        };
        let days = |to: NaiveDate| (to - term.starts).num_days() as f64;
        (days(planned) > 0.0).then(|| (days(until) / days(planned), term.id.clone()))
    };
    middle(books.terms.iter().filter_map(ratio).collect())
}

fn onboarding(books: &Books) -> Reckoned {
    let answers = books.scores("51000301", 365);
    let satisfied = answers.iter().filter(|a| a.0 >= 4.0).count();
    share(satisfied, answers.len(), tell(&answers))
}

fn tickets_per_milestone(books: &Books) -> Reckoned {
    let due = books.milestones.iter().filter(|m| books.recent(m.due, 365)).count();
    if due == 0 || !books.in_support {
        return missing();
    }
    let opened = books.tickets.iter().filter(|t| books.recent(t.opened.date_naive(), 365));
    let about: Vec<String> =
        opened.filter(|t| t.topic == "onboarding").map(|t| t.id.clone()).collect();
    found(about.len() as f64 / due as f64, due, about)
}

fn active_seats(books: &Books) -> Reckoned {
    let subscriptions = books.subscriptions();
    if subscriptions.is_empty() {
        return months_with_orders(books);
    }
    let seats: f64 = subscriptions.iter().map(|t| t.seats).sum();
    if books.uses.is_empty() || seats == 0.0 {
        return missing();
    }
    let recent: Vec<_> = books.uses.iter().filter(|u| books.recent(u.on, 28)).collect();
    let users: BTreeSet<&str> = recent.iter().map(|u| u.user.as_str()).collect();
    let records = recent.iter().map(|u| format!("{} {}", u.id, u.user)).collect();
    found(100.0 * users.len() as f64 / seats, recent.len(), records)
}

/// Windows of 28 days with an order: this year's against those of the year before.
fn months_with_orders(books: &Books) -> Reckoned {
    let months: BTreeSet<i64> = books
        .orders
        .iter()
        .map(|o| books.ago(o.ordered))
        .filter(|ago| *ago >= 0)
        .map(|ago| ago / 28)
        .collect();
    let Some(oldest) = months.last() else { return missing() };
    let now = months.range(..12).count();
    let before = months.range(12..24).count();
    let expected = if before > 0 { before } else { (*oldest as usize + 1).min(12) };
    let records = books.orders.iter().map(|o| format!("order {} {}", o.number, o.ordered));
    found(100.0 * now as f64 / expected as f64, now + before, records.collect())
}

fn modules_in_use(books: &Books) -> Reckoned {
    let subscriptions = books.subscriptions();
    if subscriptions.is_empty() {
        return groups_ordered(books);
    }
    let entitled: BTreeSet<&String> = subscriptions.iter().flat_map(|t| &t.modules).collect();
    if books.uses.is_empty() {
        return missing();
    }
    let recent: Vec<_> = books.uses.iter().filter(|u| books.recent(u.on, 28)).collect();
    let used: BTreeSet<&String> = recent.iter().map(|u| &u.module).collect();
    let both = entitled.intersection(&used).count();
    let records = used.iter().map(|module| format!("used {module}"));
    let records = records.chain(entitled.iter().map(|module| format!("entitled {module}")));
    found(100.0 * both as f64 / entitled.len() as f64, recent.len(), records.collect())
}

fn groups_ordered(books: &Books) -> Reckoned {
    let contracted: BTreeSet<String> =
        books.running().iter().flat_map(|t| &t.modules).map(|m| m.to_lowercase()).collect();
    let year = |day| books.recent(day, 12 * 28);
    let ordered = books.orders.iter().filter(|o| year(o.ordered));
    let delivered = books.lines.iter().filter(|l| year(l.shipped));
    let n = ordered.clone().count() + delivered.clone().count();
    let bought: BTreeSet<&String> =
        ordered.flat_map(|o| &o.families).chain(delivered.map(|l| &l.family)).collect();
    if contracted.is_empty() || n == 0 {
        return missing();
    }
    let both = contracted.iter().filter(|group| bought.contains(group)).count();
    let records = contracted.iter().map(|g| format!("contracted {g}"));
    let records = records.chain(bought.iter().map(|g| format!("bought {g}"))).collect();
    found(100.0 * both as f64 / contracted.len() as f64, n, records)
}

fn trend(books: &Books) -> Reckoned {
    let mut quarters = [0.0; 4];
    let mut records = Vec::new();
    for used in &books.uses {
        let quarter = books.ago(used.on).div_euclid(28);
        if let Some(sum) = usize::try_from(quarter).ok().and_then(|q| quarters.get_mut(q)) {
            *sum += used.actions;
            records.push(format!("{} {} {}", used.id, used.on, used.actions));
        }
    }
    let first = books.uses.iter().map(|u| books.ago(u.on)).max().unwrap_or(0);
    // A quarter of which the last day lies before the first use does not count.
    let counted: Vec<f64> =
        (1..4).filter(|q| q * 28 <= first).map(|q| quarters[q as usize]).collect();
    if counted.iter().sum::<f64>() == 0.0 {
        return missing();
    }
    found(quarters[0] / mean(&counted), records.len(), records)
}

fn first_contact(books: &Books) -> Reckoned {
    let solved = books.solved(90);
    let once = solved.iter().filter(|t| t.replies == 1 && t.reopens == 0).count();
    let records = solved.iter().map(|t| format!("ticket {} {} {}", t.id, t.replies, t.reopens));
    share(once, solved.len(), records.collect())
}

fn targets_met(books: &Books) -> Reckoned {
    let decided: Vec<_> = books.targets.iter().filter(|t| books.recent(t.on, 90)).collect();
    let met = decided.iter().filter(|t| t.met).count();
    let records = decided.iter().map(|t| format!("{} {} met {}", t.id, t.on, t.met)).collect();
    share(met, decided.len(), records)
}

fn effort(books: &Books) -> Reckoned {
    let answers = books.scores("51000401", 90);
    if answers.is_empty() {
        return missing();
    }
    let scores: Vec<f64> = answers.iter().map(|a| a.0).collect();
    found(mean(&scores), answers.len(), tell(&answers))
}

fn reopened(books: &Books) -> Reckoned {
    let solved = books.solved(90);
    let again = solved.iter().filter(|t| t.reopens > 0).count();
    let records = solved.iter().map(|t| format!("ticket {} reopened {}", t.id, t.reopens));
    share(again, solved.len(), records.collect())
}

fn invoice_accuracy(books: &Books) -> Reckoned {
    let issued = books.invoiced(180);
    let credited =
        |i: &Invoice| books.credits.iter().find(|c| c.invoice == i.id).map(|c| c.id.clone());
    let disputed = |i: &Invoice| {
        let ticket = books.tickets.iter().find(|t| t.disputed.as_ref() == Some(&i.number));
        ticket.map(|t| format!("ticket {}", t.id))
    };
    let wrong: Vec<String> = issued
        .iter()
        .filter_map(|i| Some(format!("{}: {}", i.number, credited(i).or(disputed(i))?)))
        .collect();
    share(issued.len() - wrong.len(), issued.len(), wrong)
}

fn beyond_terms(books: &Books) -> Reckoned {
    let received = books.payments.iter().filter(|p| books.recent(p.on, 180));
    let paid: Vec<(f64, f64, String)> = received
        .filter_map(|p| {
            let late = (p.on - books.invoice(&p.invoice)?.due).num_days().max(0);
            Some((late as f64, p.amount, p.id.clone()))
        })
        .collect();
    let total: f64 = paid.iter().map(|p| p.1).sum();
    if total == 0.0 {
        return missing();
    }
    let weighted: f64 = paid.iter().map(|(late, amount, _)| late * amount).sum();
    let records = paid.iter().map(|(late, amount, id)| format!("{id}: {amount} {late} d late"));
    found(weighted / total, paid.len(), records.collect())
}

fn dispute_time(books: &Books) -> Reckoned {
    let days = |t: &Ticket, to| (hours(books.zone, t.opened, to) / 8.0, t.id.clone());
    let disputes = books.tickets.iter().filter(|t| t.disputed.is_some());
    let settled = disputes.clone().filter_map(|t| {
        let at = t.solved.filter(|at| books.recent(at.date_naive(), 180))?;
        Some(days(t, at))
    });
    let open = disputes.filter(|t| t.solved.is_none()).map(|t| days(t, books.midnight()));
    let (settled, open) = (middle(settled.collect()), middle(open.collect()));
    let invoices = books.invoiced(180);
    match (settled.raw, open.raw) {
        (Some(_), _) => settled,
        (None, Some(_)) => open,
        // The knot of score 100.
        (None, None) if !invoices.is_empty() => found(3.0, invoices.len(), Vec::new()),
        (None, None) => missing(),
    }
}

fn stakeholders(books: &Books) -> Reckoned {
    let say = |p: &Person| {
        p.roles.iter().any(|role| role != "END_USER") || p.influence.is_some_and(|i| i >= 4)
    };
    let key: BTreeSet<&str> =
        books.active().into_iter().filter(|(_, p)| say(p)).map(|(mail, _)| mail).collect();
    if key.is_empty() || books.touches.is_empty() {
        return missing();
    }
    let recent = books.touches.iter().filter(|t| books.recent(t.at.date_naive(), 90));
    let reached: BTreeSet<&str> =
        recent.filter(|t| t.two_way).map(|t| t.mail.as_str()).collect();
    let records = key.iter().map(|m| format!("{m} reached {}", reached.contains(m))).collect();
    share(key.intersection(&reached).count(), key.len(), records)
}

fn champion(books: &Books) -> Reckoned {
    const BEST_FIRST: &[(&str, &str)] = &[
        ("champion", "CHAMPION"),
        ("supporter", "SUPPORTER"),
        ("neutral", "NEUTRAL"),
        ("none", "NONE"),
        ("detractor", "DETRACTOR"),
    ];
    let confirmed = |p: &Person| p.confirmed.is_some_and(|on| books.recent(on, 180));
    let active = books.active();
    let with = |word: &str| {
        let people = active.iter().filter(|(_, p)| p.champion.as_deref() == Some(word));
        people.filter(|(_, p)| confirmed(p)).map(|(m, _)| (*m).to_owned()).collect::<Vec<_>>()
    };
    let left = |p: &Person| {
        let on = p.left.or(p.confirmed);
        p.champion.as_deref() == Some("left") && on.is_some_and(|on| books.recent(on, 180))
    };
    let gone: Vec<String> =
        books.people.iter().filter(|(_, p)| left(p)).map(|(mail, _)| mail.clone()).collect();
    let word = |category, people: Vec<String>| Reckoned {
        category: Some(category),
        n: people.len().max(1),
        records: people,
        ..missing()
    };
    if with("champion").is_empty() && !gone.is_empty() {
        return word("LEFT", gone);
    }
    for (theirs, ours) in BEST_FIRST {
        let people = with(theirs);
        if !people.is_empty() {
            return word(ours, people);
        }
    }
    word("NONE", Vec::new())
}

fn weighted_nps(books: &Books) -> Reckoned {
    let mut by_weight: BTreeMap<u8, Vec<f64>> = BTreeMap::new();
    let mut records = Vec::new();
    let answers = books.answers.iter().filter(|a| a.question == "51000101");
    for answer in answers.filter(|a| books.recent(a.on, 365)) {
        let weight = match books.people.get(&answer.mail) {
            Some(p) if p.is(&["DECISION_MAKER", "BUDGET_HOLDER", "EXECUTIVE_SPONSOR"]) => 3,
            Some(p) if p.is(&["INFLUENCER", "CHAMPION", "LEGAL_AND_COMPLIANCE"]) => 2,
            _ => 1,
        };
        by_weight.entry(weight).or_default().push(answer.score);
        records
            .push(format!("{} {} weight {weight}: {}", answer.id, answer.mail, answer.score));
    }
    let nps = |scores: &[f64]| {
        let share = |fits: fn(&&f64) -> bool| scores.iter().filter(fits).count() as f64;
        100.0 * (share(|s| **s >= 9.0) - share(|s| **s <= 6.0)) / scores.len() as f64
    };
    let weights: f64 = by_weight.keys().map(|w| f64::from(*w)).sum();
    if weights == 0.0 {
        return missing();
    }
    let sum: f64 = by_weight.iter().map(|(w, scores)| f64::from(*w) * nps(scores)).sum();
    found(sum / weights, records.len(), records)
}

fn renewal_rate(books: &Books) -> Reckoned {
    let ended = books.terms.iter().filter(|t| books.recent(t.ends, 1_095));
    let decided: Vec<(f64, f64, &str)> =
        ended.filter_map(|t| Some((t.annual, t.renewed?, t.id.as_str()))).collect();
    let due: f64 = decided.iter().map(|t| t.0).sum();
    if due == 0.0 {
        return missing();
    }
    let kept: f64 = decided.iter().map(|t| t.1).sum();
    let records = decided.iter().map(|(due, kept, id)| format!("{id}: {kept} of {due}"));
    found(100.0 * kept / due, decided.len(), records.collect())
}

fn retention(books: &Books) -> Reckoned {
    let two_years = books.invoiced(730);
    let (now, before): (Vec<&Invoice>, Vec<&Invoice>) =
        two_years.iter().partition(|i| books.recent(i.issued, 365));
    let sum = |invoices: &[&Invoice]| invoices.iter().map(|i| i.net).sum::<f64>();
    if before.is_empty() {
        return missing();
    }
    let records = two_years.iter().map(|i| format!("{} {} {}", i.number, i.issued, i.net));
    found(100.0 * sum(&now) / sum(&before), two_years.len(), records.collect())
}

fn advocacy(books: &Books) -> Reckoned {
    let acts = books.advocacy.iter().filter(|(on, _)| books.recent(*on, 365));
    let acts: Vec<String> = acts.map(|(_, id)| id.clone()).collect();
    found(acts.len() as f64, acts.len().max(1), acts)
}
