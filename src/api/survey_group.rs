//! What the people of many accounts answered, pooled: every answer counts the same, whoever's it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use async_graphql::Object;
use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::errors::{ApiError, Result};
use super::segment::Segment;
use super::survey::{Prong, Question, SurveyKind, SurveyMetric, Whose};
use super::visit::Visit;
use crate::insight::{self, Metric, SurveyFilter, Voice, metric};
use crate::model::Contact;
use crate::store::{AccountFilter, GroupAnswer, GroupQuestion};

/// Most answers that one metric is made of: some 50 MB while it is computed.
const MOST_ANSWERS: usize = 100_000;

/// Answers of many accounts, each with its day and somebody of the role of who gave it.
struct Pool {
    answers: Vec<(GroupAnswer, NaiveDate)>,
    people: BTreeMap<String, Contact>,
}

impl Pool {
    async fn read(
        visit: &Visit,
        accounts: &AccountFilter,
        kind: insight::SurveyKind,
        filter: &SurveyFilter,
    ) -> Result<Self> {
        let hub = &visit.desk.hub;
        let (from, to) = span(filter);
        let asked = GroupQuestion { accounts, instrument: kind.word(), from, to };
        let Some(answers) = hub.store.group_answers(asked, MOST_ANSWERS).await? else {
            return Err(ApiError::BadInput(format!(
                "more than {MOST_ANSWERS} answers to {} would be read; ask for fewer accounts \
                 or `days`",
                kind.word()
            )));
        };
        let dated = |answer: GroupAnswer| {
            let day = hub.calendar.local_day(answer.response.at?);
            answer.response.score.map(|_| (answer, day))
        };
        let answers: Vec<(GroupAnswer, NaiveDate)> =
            answers.into_iter().filter_map(dated).collect();
        let roles: BTreeSet<&String> =
            answers.iter().filter_map(|(answer, _)| answer.role.as_ref()).collect();
        let person = |role: &String| {
            let person = Contact { buying_role: Some(role.clone()), ..Contact::default() };
            (role.clone(), person)
        };
        let people = roles.into_iter().map(person).collect();
        Ok(Self { answers, people })
    }

    /// The answers for which something holds.
    fn voices(&self, holds: impl Fn(&GroupAnswer) -> bool) -> impl Iterator<Item = Voice<'_>> {
        let chosen = self.answers.iter().filter(move |(answer, _)| holds(answer));
        chosen.map(|(answer, day)| Voice {
            response: &answer.response,
            contact: answer.role.as_ref().and_then(|role| self.people.get(role)),
            day: *day,
        })
    }
}

/// The moments that a filter's days lie between, wherever on earth.
fn span(filter: &SurveyFilter) -> (DateTime<Utc>, DateTime<Utc>) {
    let days = Days::new(filter.days.unsigned_abs());
    let first = filter.as_of.checked_sub_days(days).unwrap_or(NaiveDate::MIN);
    let last = filter.as_of.checked_add_days(Days::new(2)).unwrap_or(NaiveDate::MAX);
    let start = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
    (start(first), start(last))
}

/// A metric of many accounts' answers.
pub(super) async fn metric_of(
    visit: &Visit,
    accounts: &AccountFilter,
    kind: insight::SurveyKind,
    filter: &SurveyFilter,
) -> Result<Metric> {
    let pool = Pool::read(visit, accounts, kind, filter).await?;
    let (models, filter) = (Arc::clone(&visit.desk.hub.models), filter.clone());
    aside(move || metric(kind, pool.voices(|_| true), &filter, &models)).await
}

/// Does work on many answers away from the threads that answer.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|panic| ApiError::internal(&panic))
}

/// A metric of the answers of many accounts.
pub(super) struct GroupSurvey {
    whole: SurveyMetric,
    accounts: Arc<AccountFilter>,
    filter: SurveyFilter,
    pool: Arc<Pool>,
    visit: Arc<Visit>,
}

impl GroupSurvey {
    pub(super) async fn read(
        visit: &Arc<Visit>,
        accounts: AccountFilter,
        kind: SurveyKind,
        question: Question,
    ) -> Result<Self> {
        if kind == SurveyKind::EmployeeNps || question.prong == Some(Prong::Employee) {
            let what = "our own people answer for no account; see `Employee.engagement`";
            return Err(ApiError::BadInput(what.to_owned()));
        }
        let (filter, kind) = (question.filter(visit)?, kind.into());
        let pool = Arc::new(Pool::read(visit, &accounts, kind, &filter).await?);
        let accounts = Arc::new(accounts);
        let (of, asked) = (Arc::clone(&pool), filter.clone());
        let models = Arc::clone(&visit.desk.hub.models);
        let whole = aside(move || metric(kind, of.voices(|_| true), &asked, &models)).await?;
        let of = Whose::Group(Arc::clone(&accounts));
        let whole = SurveyMetric::of_group(whole, of, filter.clone(), Arc::clone(visit));
        Ok(Self { whole, accounts, filter, pool, visit: Arc::clone(visit) })
    }

    /// The same of each part that answers fall into; an answer may fall into several.
    async fn parts<K: Ord + Clone + Send + 'static>(
        &self,
        keys: fn(&GroupAnswer) -> Vec<K>,
    ) -> Result<Vec<(K, Metric)>> {
        let (pool, filter) = (Arc::clone(&self.pool), self.filter.clone());
        let (models, kind) = (Arc::clone(&self.visit.desk.hub.models), self.whole.kind_asked());
        let work = move || {
            let all: BTreeSet<K> =
                pool.answers.iter().flat_map(|(answer, _)| keys(answer)).collect();
            let one = |key: K| {
                let voices = pool.voices(|answer| keys(answer).contains(&key));
                let part = metric(kind, voices, &filter, &models);
                (key, part)
            };
            let parts = all.into_iter().map(one);
            parts.filter(|(_, part)| part.n > 0).collect()
        };
        aside(work).await
    }

    fn part(&self, metric: Metric, accounts: Option<AccountFilter>) -> SurveyMetric {
        let whose = accounts.map_or(Whose::Untold, |accounts| Whose::Group(Arc::new(accounts)));
        SurveyMetric::of_group(metric, whose, self.filter.clone(), Arc::clone(&self.visit))
    }
}

/// A metric of the answers of many accounts, pooled: every answer counts the same, so that it is no
/// mean of the accounts' own. Refused above 100,000 answers; nothing but answers is read.
#[Object]
impl GroupSurvey {
    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn whole(&self) -> SurveyMetric {
        self.whole.clone()
    }

    /// How many accounts have an answer that counts.
    async fn accounts(&self) -> usize {
        let kind = self.whole.kind_asked();
        let counts = self.pool.voices(|_| true).filter(|voice| {
            voice.response.instrument.as_deref() == Some(kind.word())
                && self.filter.admits(voice)
        });
        let accounts: BTreeSet<_> =
            counts.filter_map(|voice| voice.response.origin.account.as_ref()).collect();
        accounts.len()
    }

    /// The same by the accounts' country; accounts without one come first.
    #[graphql(complexity = "20 * child_complexity + 10")]
    async fn by_country(&self) -> Result<Vec<CountrySurvey>> {
        let parts = self.parts(|answer| vec![answer.country.clone()]).await?;
        let part = |(country, metric): (Option<String>, Metric)| {
            let only = |code: &String| AccountFilter {
                countries: Some(vec![code.clone()]),
                ..AccountFilter::clone(&self.accounts)
            };
            let metric = self.part(metric, country.as_ref().map(only));
            CountrySurvey { country, metric }
        };
        Ok(parts.into_iter().map(part).collect())
    }

    /// The same by segment, in the order of the rules; an account counts in each that it is in, as of
    /// its latest score.
    #[graphql(complexity = "10 * child_complexity + 10")]
    async fn by_segment(&self) -> Result<Vec<SegmentSurvey>> {
        let parts = self.parts(|answer| answer.segments.clone()).await?;
        let mut parts: BTreeMap<String, Metric> = parts.into_iter().collect();
        let part = |segment: Segment| {
            let code = segment.code().to_owned();
            let metric = parts.remove(&code)?;
            let of = self.accounts.segment.as_ref();
            let only = of.is_none_or(|of| *of == code).then(|| AccountFilter {
                segment: Some(code),
                ..AccountFilter::clone(&self.accounts)
            });
            Some(SegmentSurvey { segment, metric: self.part(metric, only) })
        };
        Ok(Segment::all(&self.visit).into_iter().filter_map(part).collect())
    }
}

/// A metric of the accounts of one country.
pub(super) struct CountrySurvey {
    country: Option<String>,
    metric: SurveyMetric,
}

/// A metric of the answers of the accounts of one country.
#[Object]
impl CountrySurvey {
    /// ISO 3166-1 alpha-2 code; `null` for accounts without one.
    async fn country(&self) -> Option<&str> {
        self.country.as_deref()
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn metric(&self) -> SurveyMetric {
        self.metric.clone()
    }
}

/// A metric of the accounts of one segment.
pub(super) struct SegmentSurvey {
    segment: Segment,
    metric: SurveyMetric,
}

/// A metric of the answers of the accounts of one segment.
#[Object]
impl SegmentSurvey {
    /// The segment.
    async fn segment(&self) -> Segment {
        self.segment.clone()
    }

    #[graphql(flatten)]
    #[expect(clippy::unused_async, reason = "a resolver has to be async")]
    async fn metric(&self) -> SurveyMetric {
        self.metric.clone()
    }
}
