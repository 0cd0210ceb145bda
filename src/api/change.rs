//! How a score moved, and why. The past is computed from the facts as they stood then.

use async_graphql::SimpleObject;
use chrono::{Days, Months, NaiveDate};

use super::errors::{ApiError, Result};
use super::health::HealthScore;
use super::limits;
use super::round;
use super::scalars::Day;
use super::words::{Cause, Direction, Grain};
use crate::insight::{KpiChange, explain_change, like_for_like};

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
    /// The KPI's code, or `CAP`.
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

pub(super) async fn trend(now: &HealthScore, days: i32) -> Result<Trend> {
    let back = u64::from(limits::first(days, 1825).map_err(|_| {
        ApiError::BadInput(format!("`days` must be between 1 and 1825; {days} was asked"))
    })? as u32);
    let day = now.day().checked_sub_days(Days::new(back)).unwrap_or(NaiveDate::MIN);
    let then = now.on(day).await?;
    let (from, to) = (&then.computed.health, &now.computed.health);
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
    from: NaiveDate,
    to: NaiveDate,
    grain: Grain,
) -> Result<Vec<Point>> {
    span(from, to, score.today())?;
    let mut points = Vec::new();
    for day in steps(from, to, grain)? {
        let then = score.on(day).await?;
        let health = &then.computed.health;
        let (value, coverage) = (health.value.map(round::score), round::share(health.coverage));
        points.push(Point { at: Day(day), value, coverage });
    }
    Ok(points)
}

pub(super) async fn explain(
    score: &HealthScore,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<KpiDelta>> {
    span(from, to, score.today())?;
    let (earlier, later) = (score.on(from).await?, score.on(to).await?);
    let changes = explain_change(&earlier.computed.health, &later.computed.health);
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
