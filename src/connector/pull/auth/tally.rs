//! What is left of one token's quota, as the source tells it.

use chrono::{DateTime, TimeDelta, Utc};

use crate::connector::budget::http_date;
use crate::connector::manifest::Quota;
use crate::connector::{Json, Reply};

/// A reply that names an end of the window which is so much earlier still speaks of this window.
const SKEW: TimeDelta = TimeDelta::seconds(60);

/// What is left of one token's quota.
#[derive(Clone, Copy)]
pub(super) struct Tally {
    pub(super) left: i64,
    pub(super) limit: i64,
    pub(super) ends: DateTime<Utc>,
    /// The source counts at all.
    pub(super) tracked: bool,
}

impl Tally {
    /// What the status of a token says.
    ///
    /// # Errors
    /// What is not in it, in words.
    pub(super) fn of(quota: &Quota, body: &Json) -> Result<Self, String> {
        let left = at(body, &quota.remaining, whole)?;
        let limit = quota.limit.as_ref().map(|path| at(body, path, whole)).transpose()?;
        let ends = at(body, &quota.reset, moment)?;
        Ok(Self { left, limit: limit.unwrap_or(left), ends, tracked: true })
    }

    /// Nothing before this moment.
    pub(super) fn none_until(ends: DateTime<Utc>) -> Self {
        Self { left: 0, limit: 0, ends, tracked: true }
    }

    /// Takes in what the headers of a reply say.
    pub(super) fn hear(&mut self, quota: &Quota, reply: &Reply) {
        let header = |name: &Option<String>| reply.header(name.as_deref()?).map(str::trim);
        let number = |name| header(name).and_then(|text| text.parse::<i64>().ok());
        let is_hit = quota.spent_by.contains(&reply.status);
        let left = number(&quota.remaining_header).or(is_hit.then_some(0));
        let ends = header(&quota.reset_header).and_then(moment);
        let is_older = ends.is_some_and(|ends| ends < self.ends);
        if let Some(limit) = number(&quota.limit_header).filter(|limit| *limit > 0 && !is_older)
        {
            self.limit = limit;
        }
        if let Some(ends) = ends.filter(|ends| *ends > self.ends) {
            // A new window: what was counted is of the one before.
            self.ends = ends;
            self.left = left.unwrap_or(self.limit);
            return;
        }
        // Replies overtake each other, so a count of the same window only ever lowers ours. One of
        // a window that is over tells nothing, unless it is why the request was refused.
        let is_present = ends.is_none_or(|ends| ends >= self.ends - SKEW);
        if let Some(left) = left.filter(|left| is_present || (is_hit && *left <= 0)) {
            self.left = self.left.min(left);
        }
    }
}

fn at<T>(body: &Json, path: &[String], read: fn(&str) -> Option<T>) -> Result<T, String> {
    let found = path.iter().try_fold(body, |value, step| value.get(step));
    let path = path.join(".");
    let text = found.and_then(Json::text).ok_or_else(|| format!("JSON without `{path}`"))?;
    read(text).ok_or_else(|| format!("`{path}` that is neither number nor moment"))
}

fn whole(text: &str) -> Option<i64> {
    text.trim().parse().ok().or_else(|| text.trim().parse::<f64>().ok().map(|n| n as i64))
}

// Seconds since 1970, or a moment in words.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    match text.trim().parse::<i64>() {
        Ok(seconds) => DateTime::from_timestamp(seconds, 0),
        Err(_) => http_date(text.trim()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quota() -> Quota {
        let header = |name: &str| Some(name.to_owned());
        Quota {
            name: "core".to_owned(),
            remaining: vec!["left".to_owned()],
            reset: vec!["ends".to_owned()],
            limit: Some(vec!["limit".to_owned()]),
            matchers: Vec::new(),
            remaining_header: header("x-left"),
            reset_header: header("x-ends"),
            limit_header: header("x-limit"),
            spent_by: vec![429],
        }
    }

    fn reply(status: u16, headers: &[(&str, &str)]) -> Reply {
        let headers = headers.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned()));
        Reply { status, headers: headers.collect(), body: Vec::new() }
    }

    #[test]
    fn replies_lower_the_count_and_a_new_window_restores_it() {
        type Case = (u16, &'static [(&'static str, &'static str)], (i64, i64));
        let cases: [Case; 12] = [
            // (status, headers, (left, limit)) of a quota with 50 of 100 left until second 1000
            (200, &[], (50, 100)),
            (200, &[("x-left", "40")], (40, 100)),
            (200, &[("x-left", "60")], (50, 100)),
            (200, &[("x-left", "soon")], (50, 100)),
            (200, &[("x-left", "40"), ("x-ends", "1000")], (40, 100)),
            (200, &[("x-left", "40"), ("x-ends", "950")], (40, 100)), // clocks differ
            (200, &[("x-left", "0"), ("x-ends", "900")], (50, 100)), // of a window that is over
            (429, &[("x-left", "0"), ("x-ends", "900")], (0, 100)),
            (200, &[("x-left", "90"), ("x-ends", "5000")], (90, 100)),
            (200, &[("x-ends", "1970-01-01T01:00:00Z"), ("x-limit", "80")], (80, 80)),
            (200, &[("x-limit", "80"), ("x-ends", "900")], (50, 100)),
            (429, &[], (0, 100)),
        ];
        for (status, headers, expected) in cases {
            let ends = moment("1000").expect("a moment");
            let mut tally = Tally { left: 50, limit: 100, ends, tracked: true };
            tally.hear(&quota(), &reply(status, headers));
            assert_eq!((tally.left, tally.limit), expected, "{status} {headers:?}");
        }
    }

    #[test]
    fn a_status_that_lacks_a_field_is_told_which() {
        let told = |text: &str| {
            let body = Json::parse(text).expect("JSON");
            Tally::of(&quota(), &body)
                .map(|tally| (tally.left, tally.limit, tally.ends.timestamp()))
        };
        assert_eq!(told(r#"{"left":"7","limit":9.0,"ends":60}"#), Ok((7, 9, 60)));
        let iso = r#"{"left":7,"limit":9,"ends":"1970-01-01T00:02:00+01:00"}"#;
        assert_eq!(told(iso), Ok((7, 9, -3480)));
        assert_eq!(told(r#"{"left":7,"ends":60}"#), Err("JSON without `limit`".to_owned()));
        let wrong = Err("`ends` that is neither number nor moment".to_owned());
        assert_eq!(told(r#"{"left":7,"limit":9,"ends":"soon"}"#), wrong);
    }
}
