//! How scores and KPIs of accounts went in time, as they were told then: one flat list with a time column.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, InputObject, Object, SimpleObject};
use chrono::NaiveDate;

use super::account::Account;
use super::account_filter::AccountFilter;
use super::errors::{ApiError, Result, report};
use super::hub::Desk;
use super::limits;
use super::loaders::Reader;
use super::round;
use super::scalars::Day;
use super::visit::Visit;
use super::words::{Interval, SeriesGroup};
use crate::model::AccountId;
use crate::model::nearest::unknown;
use crate::portfolio::{Dimension, Table};
use crate::store::{Reading, Score, SeriesAsked};

/// Scores that are kept of each day, by their names in filters and orders of accounts.
const SCORES: [(&str, Score); 9] = [
    ("health", Score::Health),
    ("coverage", Score::Coverage),
    ("trust", Score::Trust),
    ("nps", Score::Nps),
    ("arr", Score::Arr),
    ("renewalExpected", Score::RenewalExpected),
    ("atRisk", Score::AtRisk),
    ("growthExpected", Score::GrowthExpected),
    ("billed", Score::Billed),
];

/// A number in an interval.
#[derive(Debug, Clone, SimpleObject)]
pub(super) struct SeriesPoint {
    /// Which number, as it was asked for.
    metric: String,
    /// The word of the group; `null` without groups, and of accounts of which it is not known.
    group: Option<String>,
    /// The interval's first day, in UTC.
    at: Day,
    /// Mean over the accounts of what was told of each last in the interval, or the sum of amounts, to four
    /// decimals; `null` where nothing was told.
    value: Option<f64>,
    /// How many accounts are behind it.
    known: i64,
    /// Of amounts: their currency.
    currency: Option<String>,
}

/// What is followed in time.
#[derive(Debug, InputObject)]
pub(super) struct SeriesInput {
    /// Up to ten: `health`, `coverage`, `trust`, `nps`, `arr`, `renewalExpected`, `atRisk`,
    /// `growthExpected`, `billed`, as scored each day; or codes of KPIs of the health model such as `DE1`, 0
    /// to 100, as kept each week.
    of: Vec<String>,
    /// The first day.
    from: Day,
    /// The last day.
    to: Day,
    /// The length of each step.
    #[graphql(default_with = "Interval::Week")]
    interval: Interval,
}

/// Questions about time; see [`Query`](super::Query).
pub(super) struct SeriesQuery;

/// What went on in time.
#[Object]
impl SeriesQuery {
    /// How scores and KPIs of many accounts went, as they were told then: of each account what was told last
    /// in an interval, of accounts as they are known now. By number, group and time; no interval is left out.
    /// At most 10,000 points.
    #[graphql(complexity = "limits::POINTS * child_complexity + limits::GROUPING_ROWS_COST")]
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and when.")] input: SeriesInput,
        #[graphql(desc = "Which accounts; all when absent.")] filter: Option<AccountFilter>,
        #[graphql(desc = "One series for each group.")] group_by: Option<SeriesGroup>,
    ) -> Result<Option<Vec<SeriesPoint>>> {
        let visit = Visit::of(ctx);
        let desk = &visit.desk;
        let condition = filter.unwrap_or_default().checked(&visit)?;
        let table = visit.sight.accounts().await?;
        let (ids, mut words) = groups(desk, &table, &condition, group_by);
        if words.is_empty() {
            words.push(None);
        }
        let follow = Follow::of(desk, &input, words.len())?;
        follow.bounded(ids.len())?;
        let told = desk.hub.store.series(&ids, &follow.asked).await?;
        Ok(Some(follow.points(ctx, told, &words)))
    }
}

/// The accounts, each with the place of its group, and the groups' words in their order.
fn groups(
    desk: &Desk,
    table: &Table,
    condition: &crate::portfolio::Condition,
    by: Option<SeriesGroup>,
) -> (Vec<(AccountId, usize)>, Vec<Option<String>>) {
    let word = |row| {
        let by = Dimension::from(by?);
        by.word(row, desk.today()).map(std::borrow::Cow::into_owned)
    };
    let all: Vec<_> =
        table.filtered(condition).map(|row| (row.id().clone(), word(row))).collect();
    let mut places: BTreeMap<(bool, Option<&str>), usize> =
        all.iter().map(|(_, word)| ((word.is_none(), word.as_deref()), 0)).collect();
    for (at, place) in places.values_mut().enumerate() {
        *place = at;
    }
    let words = places.keys().map(|(_, word)| word.map(str::to_owned)).collect();
    let place = |word: &Option<String>| places[&(word.is_none(), word.as_deref())];
    (all.iter().map(|(id, word)| (id.clone(), place(word))).collect(), words)
}

/// What is followed, checked.
struct Follow {
    /// The names, scores before KPIs as the store tells them.
    names: Vec<String>,
    /// For each name asked for, its place among these.
    order: Vec<usize>,
    asked: SeriesAsked,
    starts: Vec<NaiveDate>,
}

impl Follow {
    fn of(desk: &Desk, input: &SeriesInput, groups: usize) -> Result<Self> {
        let model = &desk.hub.models.health;
        let (mut scores, mut kpis) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        for name in &input.of {
            if !seen.insert(name) {
                return Err(bad(format!("`of` names {name} twice; name each once")));
            }
            let score = SCORES.iter().find(|(own, _)| own == name);
            let kpi = model.kpis().position(|(_, kpi)| kpi.code == *name);
            match (score, kpi) {
                (Some((_, score)), _) => scores.push((name.clone(), *score)),
                (None, Some(at)) => kpis.push((name.clone(), at)),
                (None, None) => {
                    let known = SCORES.iter().map(|(own, _)| *own);
                    let known = known.chain(model.kpis().map(|(_, kpi)| kpi.code.as_str()));
                    return Err(bad(unknown("number that is kept in time", name, known)));
                }
            }
        }
        limits::length("of", i32::try_from(input.of.len()).unwrap_or(i32::MAX), MOST)?;
        let interval = input.interval.into();
        let starts =
            starts(input.from.0, input.to.0, interval, input.of.len() * groups.max(1))?;
        let names: Vec<String> =
            scores.iter().map(|s| &s.0).chain(kpis.iter().map(|k| &k.0)).cloned().collect();
        let place = |name: &String| names.iter().position(|own| own == name);
        let order = input.of.iter().filter_map(place).collect();
        let asked = SeriesAsked {
            from: input.from.0,
            to: input.to.0,
            interval,
            scores: scores.into_iter().map(|(_, score)| score).collect(),
            kpis: kpis.into_iter().map(|(_, at)| at).collect(),
            model: model.id(),
        };
        Ok(Self { names, order, asked, starts })
    }

    /// That not more of the past is read than one question may.
    fn bounded(&self, accounts: usize) -> Result<()> {
        let days = (self.asked.to - self.asked.from).num_days().unsigned_abs() as usize + 1;
        let rows = if self.asked.scores.is_empty() { days.div_ceil(7) } else { days };
        if accounts.saturating_mul(rows) <= limits::TOLD {
            return Ok(());
        }
        Err(bad(format!(
            "{accounts} accounts over {days} days are more than one question may read; ask for fewer \
             accounts by `filter`, or for a shorter time"
        )))
    }

    /// Every number, group and interval, with what was told of it.
    fn points(
        &self,
        ctx: &Context<'_>,
        told: Vec<Reading>,
        words: &[Option<String>],
    ) -> Vec<SeriesPoint> {
        let mut found: HashMap<(usize, usize, NaiveDate), Reading> =
            told.into_iter().map(|of| ((of.of, of.group, of.at), of)).collect();
        let mut points = Vec::new();
        let mut torn = None;
        for of in &self.order {
            for (group, word) in words.iter().enumerate() {
                for at in &self.starts {
                    let reading = found.remove(&(*of, group, *at));
                    let currencies = reading.as_ref().and_then(|of| of.currencies.clone());
                    let whole = currencies.as_ref().is_none_or(|(first, last)| first == last);
                    if !whole {
                        torn = torn.or(currencies.clone());
                    }
                    let value = reading.as_ref().and_then(|of| of.value).filter(|_| whole);
                    points.push(SeriesPoint {
                        metric: self.names[*of].clone(),
                        group: word.clone(),
                        at: Day(*at),
                        value: value.map(round::raw),
                        known: reading.map_or(0, |of| of.known),
                        currency: currencies.map(|(first, _)| first).filter(|_| whole),
                    });
                }
            }
        }
        if let Some((first, last)) = torn {
            let what = format!(
                "amounts of an interval were kept in {first} and {last}, which do not add up; ask for \
                 a time in which the reporting currency was one"
            );
            report(ctx, ApiError::Unmeasured(what));
        }
        points
    }
}

/// Numbers of one question.
const MOST: i32 = 10;

/// The first days of the intervals from one day to another.
fn starts(
    from: NaiveDate,
    to: NaiveDate,
    interval: crate::store::Interval,
    series: usize,
) -> Result<Vec<NaiveDate>> {
    if from > to {
        return Err(bad(format!("`from` {from} is after `to` {to}; turn them round")));
    }
    let most = limits::GROUPS as usize / series.max(1);
    let first = std::iter::successors(Some(interval.begins(from)), |at| interval.next(*at));
    let starts: Vec<NaiveDate> = first.take_while(|at| *at <= to).take(most + 1).collect();
    if starts.len() > most {
        return Err(bad(format!(
            "these are more than {} points; ask for longer intervals, a shorter time, fewer numbers or \
             fewer groups",
            limits::GROUPS
        )));
    }
    Ok(starts)
}

fn bad(what: String) -> ApiError {
    ApiError::BadInput(what)
}

/// How an account's numbers went.
pub(super) struct AccountSeries(pub(super) Account);

/// How an account's numbers went.
#[Object]
impl AccountSeries {
    /// How its scores and KPIs went, as they were told then: what was told last in each interval. By number
    /// and time; no interval is left out. At most 10,000 points.
    #[graphql(complexity = "limits::POINTS * child_complexity + 10")]
    async fn series(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What, and when.")] input: SeriesInput,
    ) -> Result<Option<Vec<SeriesPoint>>> {
        let visit = &self.0.cohort.visit;
        let follow = Follow::of(&visit.desk, &input, 1)?;
        follow.bounded(1)?;
        let key =
            SeriesOf { account: self.0.id.clone(), asked: Arc::new(follow.asked.clone()) };
        let told = visit.reader.load_one(key).await?.unwrap_or_default();
        Ok(Some(follow.points(ctx, told, &[None])))
    }
}

/// What was told of an account in time; those of one list are read together.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct SeriesOf {
    account: AccountId,
    asked: Arc<SeriesAsked>,
}

impl Loader<SeriesOf> for Reader {
    type Value = Vec<Reading>;
    type Error = ApiError;

    async fn load(&self, keys: &[SeriesOf]) -> Result<HashMap<SeriesOf, Vec<Reading>>> {
        let mut together: HashMap<&Arc<SeriesAsked>, Vec<&SeriesOf>> = HashMap::new();
        for key in keys {
            together.entry(&key.asked).or_default().push(key);
        }
        let mut found: HashMap<SeriesOf, Vec<Reading>> = HashMap::new();
        for (asked, keys) in together {
            let ids: Vec<(AccountId, usize)> =
                keys.iter().enumerate().map(|(n, key)| (key.account.clone(), n)).collect();
            for reading in self.store.series(&ids, asked).await? {
                let Some(key) = keys.get(reading.group) else { continue };
                let own = found.entry(SeriesOf::clone(key)).or_default();
                own.push(Reading { group: 0, ..reading });
            }
        }
        Ok(found)
    }
}
