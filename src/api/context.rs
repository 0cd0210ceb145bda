//! What is known of a customer's own business and market, by whom and of which day.

use async_graphql::SimpleObject;
use chrono::NaiveDate;

use super::account::Account;
use super::errors::Result;
use super::personal::Personal;
use super::round;
use super::scalars::Day;
use super::words::KpiStatus;
use crate::insight::Facts;
use crate::model::Pii;
use crate::model::{AccountContext, Topic};

/// Days after which what is known is old.
const STALE_DAYS: i64 = 180;

/// What is known of a customer's own business and market.
#[derive(SimpleObject)]
pub(super) struct ClientContext {
    /// Our share of what they buy of our kind, or theirs of their market, in percent.
    market_share: Option<f64>,
    /// Growth of their revenue against the year before, in percent.
    revenue_growth: Option<f64>,
    /// Our competitors there.
    competitors: Vec<String>,
    /// A risk in the news.
    news_risk: Option<String>,
    /// The day of the newest of it.
    updated_at: Option<Day>,
    /// OK, STALE when nothing is newer than 180 days, or MISSING.
    state: KpiStatus,
    /// Each part, with who told it and of which day.
    told: Vec<ContextPart>,
}

/// A part of what is known, as it was told.
#[derive(SimpleObject, Clone)]
struct ContextPart {
    /// MARKET_SHARE, REVENUE_GROWTH, COMPETITOR or NEWS_RISK.
    topic: String,
    /// What was told.
    value: String,
    /// Of which day.
    as_of: Day,
    /// OK, or STALE when older than 180 days.
    state: KpiStatus,
    /// Which of our people said it; `null` for what a source tells.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    said_by: Option<String>,
    /// The record of a source that tells it.
    source: Option<Told>,
}

/// The record of a source that tells a part.
#[derive(SimpleObject, Clone)]
struct Told {
    /// The source's name in the configuration.
    system: String,
    /// The kind of record.
    object: String,
    /// The record's key in the source.
    record_id: async_graphql::ID,
}

pub(super) async fn of(account: &Account) -> Result<ClientContext> {
    let ledger = account.ledger(None).await?;
    let end = account.cohort.visit.desk.hub.calendar.end_of(ledger.book.as_of);
    Ok(ClientContext::of(&ledger.seen.facts, ledger.book.as_of, end))
}

impl ClientContext {
    fn of(facts: &Facts, day: NaiveDate, end: chrono::DateTime<chrono::Utc>) -> Self {
        let mut told: Vec<ContextPart> = Vec::new();
        for context in &facts.contexts {
            let on = context.as_of.filter(|on| *on <= day);
            told.extend(on.into_iter().flat_map(|on| parts(context, on, day)));
        }
        let before = end - chrono::Duration::nanoseconds(1);
        for said in facts.statements.iter().filter(|said| said.holds(before)) {
            let about = [Topic::MarketShare, Topic::RevenueGrowth, Topic::Competitor];
            if about.contains(&said.topic) {
                let part = part(said.topic.word(), &said.value, said.said_at.date_naive(), day);
                told.push(ContextPart { said_by: Some(said.author.clone()), ..part });
            }
        }
        // The newest first; of one day what a person says stands before what a system does.
        told.sort_by(|a, b| {
            let rank = |part: &ContextPart| (part.as_of.0, part.said_by.is_some());
            rank(b).cmp(&rank(a)).then_with(|| (&a.topic, &a.value).cmp(&(&b.topic, &b.value)))
        });
        let newest = |topic: &str| told.iter().find(|part| part.topic == topic);
        let number = |topic: &str| newest(topic).and_then(|part| part.value.parse().ok());
        let mut competitors: Vec<String> = Vec::new();
        for part in told.iter().filter(|part| part.topic == Topic::Competitor.word()) {
            let same = |known: &String| known.to_lowercase() == part.value.to_lowercase();
            if !competitors.iter().any(same) {
                competitors.push(part.value.clone());
            }
        }
        Self {
            market_share: number(Topic::MarketShare.word()).map(round::raw),
            revenue_growth: number(Topic::RevenueGrowth.word()).map(round::raw),
            competitors,
            news_risk: newest("NEWS_RISK").map(|part| part.value.clone()),
            updated_at: told.first().map(|part| part.as_of),
            state: told.first().map_or(KpiStatus::Missing, |part| part.state),
            told,
        }
    }
}

fn parts(context: &AccountContext, on: NaiveDate, day: NaiveDate) -> Vec<ContextPart> {
    let share = context.market_share.map(|share| ("MARKET_SHARE", share.to_string()));
    let growth = context.revenue_growth.map(|growth| ("REVENUE_GROWTH", growth.to_string()));
    let risk = context.news_risk.clone().map(|risk| ("NEWS_RISK", risk));
    let rivals = context.competitors.iter().flatten();
    let rivals = rivals.map(|name| ("COMPETITOR", name.clone()));
    let record = &context.origin.record;
    let source = Told {
        system: record.source.0.clone(),
        object: record.stream.clone(),
        record_id: async_graphql::ID(record.key.clone()),
    };
    let all = share.into_iter().chain(growth).chain(risk).chain(rivals);
    all.map(|(topic, value)| ContextPart {
        source: Some(source.clone()),
        ..part(topic, &value, on, day)
    })
    .collect()
}

fn part(topic: &str, value: &str, on: NaiveDate, day: NaiveDate) -> ContextPart {
    let old = (day - on).num_days() > STALE_DAYS;
    ContextPart {
        topic: topic.to_owned(),
        value: value.to_owned(),
        as_of: Day(on),
        state: if old { KpiStatus::Stale } else { KpiStatus::Ok },
        said_by: None,
        source: None,
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{AccountId, Statement};

    use super::*;

    #[test]
    fn the_newest_word_counts_and_what_is_old_is_stale() {
        let day = |text: &str| text.parse::<NaiveDate>().expect("a day");
        let at = |text: &str| format!("{text}T10:00:00Z").parse().expect("a moment");
        let context = AccountContext {
            as_of: Some(day("2026-03-01")),
            market_share: Some(20.0),
            revenue_growth: Some(-2.5),
            competitors: Some(vec!["Rival".to_owned()]),
            ..AccountContext::default()
        };
        let said = |topic: Topic, value: &str, on: &str| Statement {
            id: 1,
            account: AccountId::default(),
            contact: None,
            topic,
            value: value.to_owned(),
            reason: String::new(),
            author: "A. Reyes".to_owned(),
            said_at: at(on),
            expires_at: None,
            withdrawn_at: None,
        };
        let withdrawn = Statement {
            withdrawn_at: Some(at("2026-11-02")),
            ..said(Topic::Competitor, "Gone", "2026-11-01")
        };
        let facts = Facts {
            contexts: vec![context],
            statements: vec![
                said(Topic::MarketShare, "30", "2026-11-01"),
                said(Topic::Competitor, "rival", "2026-10-01"),
                withdrawn,
            ],
            ..Facts::default()
        };
        let found = ClientContext::of(&facts, day("2026-11-21"), at("2026-11-22"));
        assert_eq!((found.market_share, found.revenue_growth), (Some(30.0), Some(-2.5)));
        assert_eq!(found.competitors, ["rival"]);
        assert_eq!(found.state, KpiStatus::Ok);
        let growth = found.told.iter().find(|part| part.topic == "REVENUE_GROWTH");
        assert_eq!(growth.expect("told").state, KpiStatus::Stale);
        let nothing = ClientContext::of(&Facts::default(), day("2026-11-21"), at("2026-11-22"));
        assert_eq!(nothing.state, KpiStatus::Missing);
    }
}
