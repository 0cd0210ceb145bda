//! How a score moved, and why. The past is computed from the facts as they stood then.

use async_graphql::SimpleObject;
use chrono::{Days, Months, NaiveDate};

use super::errors::{ApiError, Result};
use super::health::HealthScore;
use super::limits;
use super::round;
use super::scalars::Day;
use super::words::{Cause, Direction, Grain, Knowledge};
use crate::insight::{KpiChange, explain_change, like_for_like};
use crate::store::MovePart;

/// How a score moved.
#[derive(SimpleObject)]
pub(super) struct Trend {
    /// Points between the two values; `null` when one is missing. What came or went with the
    /// evidence is in it: read it beside `likeForLike`.
    delta: Option<f64>,
    /// Points on the KPIs that were scored both times, with the later weights.
    like_for_like: Option<f64>,
    /// Which way it moved, like for like.
    direction: Direction,
}

/// The score on a day.
#[derive(SimpleObject)]
pub(super) struct Point {
    /// The day.
    at: Day,
    /// The value; `null` when too little was seen.
    value: Option<f64>,
    /// The share of the applicable evidence that was seen, 0 to 1.
    coverage: f64,
}

/// A part of a score's move.
#[derive(SimpleObject)]
pub(super) struct KpiDelta {
    /// The KPI's code, `CAP`, `OVERRIDE` or `REVISION`.
    code: String,
    /// Its score then.
    from_normalised: Option<f64>,
    /// Its score now.
    to_normalised: Option<f64>,
    /// Points of the value; all of them add up to the difference.
    points: f64,
    /// Why.
    cause: Cause,
}

impl KpiDelta {
    /// Parts of a move as it was kept, rounded so that what is shown adds up.
    pub(super) fn kept(parts: &[MovePart]) -> Vec<Self> {
        let points: Vec<Option<f64>> = parts.iter().map(|part| Some(part.points)).collect();
        let delta = |(part, points): (&MovePart, Option<f64>)| Self {
            code: part.code.clone(),
            from_normalised: part.from.map(round::score),
            to_normalised: part.to.map(round::score),
            points: points.unwrap_or(0.0),
            cause: Cause::of(&part.cause),
        };
        parts.iter().zip(round::parts(&points)).map(delta).collect()
    }
}

pub(super) async fn trend(now: &HealthScore, days: i32) -> Result<Trend> {
    let back = u64::from(limits::first(days, 1825).map_err(|_| {
        ApiError::BadInput(format!("`days` must be between 1 and 1825; {days} was asked"))
    })? as u32);
    let day = now.day().checked_sub_days(Days::new(back)).unwrap_or(NaiveDate::MIN);
    let then = now.on(day).await?;
    let (from, to) = (&then.computed.value.health, &now.computed.value.health);
    let delta = from.value.zip(to.value).map(|(from, to)| round::score(to - from));
    let like_for_like = like_for_like(from, to).map(round::score);
    Ok(Trend { delta, like_for_like, direction: direction(like_for_like.or(delta)) })
}

fn direction(moved: Option<f64>) -> Direction {
    match moved {
        None => Direction::Unknown,
        Some(points) if points > 0.0 => Direction::Up,
        Some(points) if points < 0.0 => Direction::Down,
        Some(_) => Direction::Flat,
    }
}

pub(super) async fn history(
    score: &HealthScore,
    span: Span,
    grain: Grain,
    basis: Knowledge,
) -> Result<Vec<Point>> {
    let days = steps(span.from, span.to, grain)?;
    if basis == Knowledge::KnownThen {
        let told = score.told(span).await?;
        let told =
            days.into_iter().filter_map(|day| told.iter().find(|then| then.as_of == day));
        return Ok(told.map(|then| point(then.as_of, then.value, then.coverage)).collect());
    }
    let mut points = Vec::new();
    for day in days {
        let then = score.on(day).await?;
        let health = &then.computed.value.health;
        points.push(point(day, health.value, health.coverage));
    }
    Ok(points)
}

fn point(day: NaiveDate, value: Option<f64>, coverage: f64) -> Point {
    Point { at: Day(day), value: value.map(round::score), coverage: round::share(coverage) }
}

pub(super) async fn explain(
    score: &HealthScore,
    span: Span,
    basis: Knowledge,
) -> Result<Vec<KpiDelta>> {
    let (earlier, later) = (score.on(span.from).await?, score.on(span.to).await?);
    let mut changes =
        explain_change(&earlier.computed.value.health, &later.computed.value.health);
    if basis == Knowledge::KnownThen {
        changes.extend(revision(score, span, [&earlier, &later]).await?);
    }
    let points: Vec<Option<f64>> = changes.iter().map(|change| Some(change.points)).collect();
    let shown = round::parts(&points);
    let delta = |(change, points): (KpiChange, Option<f64>)| KpiDelta {
        code: change.code,
        from_normalised: change.from.map(round::score),
        to_normalised: change.to.map(round::score),
        points: points.unwrap_or(0.0),
        cause: Cause::of(change.cause),
    };
    Ok(changes.into_iter().zip(shown).map(delta).collect())
}

/// How far what was told on the two days lies from what is known of them now, as one part: with it
/// the parts add up to the difference of what was told.
async fn revision(
    score: &HealthScore,
    span: Span,
    now: [&HealthScore; 2],
) -> Result<Option<KpiChange>> {
    let told = score.told(span).await?;
    let [from, to] = [span.from, span.to].map(|day| told.iter().find(|then| then.as_of == day));
    let (Some(from), Some(to)) = (from, to) else {
        let what = format!(
            "nothing was scored on {} or on {}; ask with `basis: KNOWN_NOW`",
            span.from, span.to
        );
        return Err(ApiError::NotFound(what));
    };
    let values = now.map(|score| score.computed.value.health.value);
    let (Some(told), [Some(first), Some(last)]) = (from.value.zip(to.value), values) else {
        return Ok(None);
    };
    let points = (told.1 - last) - (told.0 - first);
    let cause = if from.model != to.model {
        "MODEL"
    } else if score.joined_since(from.computed_at).await? {
        "IDENTITY"
    } else {
        "REVISED"
    };
    let part = KpiChange {
        code: "REVISION".to_owned(),
        from: Some(told.0),
        to: Some(told.1),
        points,
        cause,
    };
    Ok((points.abs() > 1e-9).then_some(part))
}

/// Days that run forward and end by today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Span {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Span {
    pub(super) fn checked(from: Day, to: Day, today: NaiveDate) -> Result<Self> {
        span(from.0, to.0, today)?;
        Ok(Self { from: from.0, to: to.0 })
    }
}

/// Checks that a span of days runs forward and ends by today.
fn span(from: NaiveDate, to: NaiveDate, today: NaiveDate) -> Result<()> {
    if from > to {
        return Err(ApiError::BadInput(format!("`from` {from} lies after `to` {to}")));
    }
    if to > today {
        let what = format!("`to` {to} lies in the future; today is {today}");
        return Err(ApiError::BadInput(what));
    }
    Ok(())
}

/// The days of a history, rising, counted back from the last.
fn steps(from: NaiveDate, to: NaiveDate, grain: Grain) -> Result<Vec<NaiveDate>> {
    let back = |n: u32| match grain {
        Grain::Day => to.checked_sub_days(Days::new(u64::from(n))),
        Grain::Week => to.checked_sub_days(Days::new(u64::from(n) * 7)),
        Grain::Month => to.checked_sub_months(Months::new(n)),
        Grain::Quarter => to.checked_sub_months(Months::new(n * 3)),
    };
    let most = limits::POINTS;
    let days = (0..).map_while(back).take_while(|day| *day >= from).take(most + 1);
    let mut days: Vec<NaiveDate> = days.collect();
    if days.len() > most {
        let what = format!("a history has at most {most} points; ask a coarser `grain`");
        return Err(ApiError::BadInput(what));
    }
    days.reverse();
    Ok(days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    #[test]
    fn a_history_is_counted_back_from_its_last_day() {
        let cases = [
            (Grain::Day, "2026-03-30", vec!["2026-03-30", "2026-03-31"]),
            (Grain::Week, "2026-03-20", vec!["2026-03-24", "2026-03-31"]),
            (Grain::Month, "2026-01-31", vec!["2026-01-31", "2026-02-28", "2026-03-31"]),
            (Grain::Quarter, "2025-12-31", vec!["2025-12-31", "2026-03-31"]),
        ];
        for (grain, from, expected) in cases {
            let expected: Vec<NaiveDate> = expected.into_iter().map(day).collect();
            assert_eq!(steps(day(from), day("2026-03-31"), grain), Ok(expected), "{grain:?}");
        }
    }

    #[test]
    fn a_span_that_runs_backwards_or_ahead_or_too_fine_is_refused() {
        let (old, today) = (day("2020-01-01"), day("2026-11-21"));
        assert!(span(today, old, today).is_err());
        assert!(span(old, day("2026-11-22"), today).is_err());
        assert!(steps(old, today, Grain::Day).is_err());
        assert!(steps(old, today, Grain::Month).is_ok());
    }
}
