//! What a question about groups says, and what is selected of them: only that is reckoned.

use std::collections::BTreeMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::{Context, ContextSelectionSet, Name, ServerResult, Value};

use super::frame::{By, Frame};
use super::measure::{Having, Measure, Order, Sign, Stat};
use super::sheet::Many;
use crate::api::entities::selection::{Asked, unfold};
use crate::api::entities::shape::capitals;
use crate::api::errors::{ApiError, Result};
use crate::api::limits;
use crate::api::words;
use crate::model::nearest::unknown;
use crate::store::Interval;

/// How many groups when nobody says.
pub(super) const USUAL: i32 = 100;
/// Most dimensions of one question.
pub(super) const DIMENSIONS: usize = 3;
/// Most conditions on groups, and most orders.
const CONDITIONS: usize = 20;

/// A question about groups.
pub(super) struct Wish {
    pub(super) frame: &'static Frame,
    /// The arguments as they were given.
    given: IndexMap<Name, Value>,
    /// By what: names of the frame's fields.
    pub(super) by: Vec<(&'static str, By, Option<Interval>)>,
    /// Numbers that are asked for anywhere, by the frame's names, each with whether percentiles are.
    pub(super) numbers: Vec<(&'static str, bool)>,
    /// Whether accounts are counted.
    pub(super) accounts: bool,
    pub(super) having: Vec<Having>,
    pub(super) order: Vec<Order>,
    pub(super) many: Many,
}

type Members = IndexMap<Name, Value>;

impl Wish {
    /// Reads the question at a field of the root.
    pub(super) fn read(
        ctx: &Context<'_>,
        frame: &'static Frame,
        rows: &[Asked<'_>],
        inner: &ContextSelectionSet<'_>,
    ) -> ServerResult<Result<Self>> {
        let given = ctx.field().arguments()?.into_iter().collect();
        let mut wish = Self {
            frame,
            given,
            by: Vec::new(),
            numbers: Vec::new(),
            accounts: false,
            having: Vec::new(),
            order: Vec::new(),
            many: Many::First(0),
        };
        for asked in rows {
            for field in &asked.fields {
                let arguments = inner.with_field(field).field().arguments()?;
                let arguments: Members = arguments.into_iter().collect();
                if let Err(failure) = wish.selected(asked, &arguments, inner) {
                    return Ok(Err(failure));
                }
            }
        }
        Ok(wish.filled().map(|()| wish))
    }

    fn filled(&mut self) -> Result<()> {
        self.by()?;
        self.having()?;
        self.order()?;
        self.many = match (self.length("first"), self.length("last")) {
            (Some(_), Some(_)) => {
                let what = "give `first` or `last`, and not both";
                return Err(ApiError::BadInput(what.to_owned()));
            }
            (None, Some(last)) => Many::Last(limits::length("last", last, limits::GROUPS)?),
            (first, None) => {
                Many::First(limits::first(first.unwrap_or(USUAL), limits::GROUPS)?)
            }
        };
        Ok(())
    }

    fn length(&self, name: &str) -> Option<i32> {
        match self.get(name)? {
            Value::Number(number) => {
                Some(number.as_i64().map_or(i32::MAX, |n| i32::try_from(n).unwrap_or(i32::MAX)))
            }
            _ => None,
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.given.get(name).filter(|value| **value != Value::Null)
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        match self.get(name)? {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// What a cursor of the answer is good for: list, groups and order in one word.
    pub(super) fn question(&self) -> String {
        let by: Vec<_> = self.by.iter().map(|(name, _, interval)| (name, interval)).collect();
        let order = self.order.iter().map(|order| match *order {
            Order::Number { of: Measure::Number(at, stat), descending } => {
                format!("{}.{stat:?}.{descending}", self.numbers[at].0)
            }
            order => format!("{order:?}"),
        });
        format!("{}{by:?}{:?}", self.frame.root, order.collect::<Vec<_>>())
    }

    /// Takes note of what a selected field needs.
    fn selected(
        &mut self,
        asked: &Asked<'_>,
        arguments: &Members,
        inner: &ContextSelectionSet<'_>,
    ) -> Result<()> {
        match asked.name() {
            "figure" if arguments.is_empty() => Ok(()),
            "figure" => self.measure(arguments, "figure").map(drop),
            "accounts" => {
                self.accounts = true;
                Ok(())
            }
            name => {
                let Some((name, _)) = self.frame.numbers.get_key_value(name) else {
                    return Ok(());
                };
                for ty in [SUMMARY, MONEY] {
                    for part in unfold(inner, &asked.sets(), ty) {
                        let stat = Stat::of(part.name());
                        self.number(name, stat.is_some_and(Stat::is_spread));
                    }
                }
                Ok(())
            }
        }
    }

    /// The place of a number among those asked for.
    fn number(&mut self, name: &'static str, spread: bool) -> usize {
        let at = self.numbers.iter().position(|(own, _)| *own == name).unwrap_or_else(|| {
            self.numbers.push((name, false));
            self.numbers.len() - 1
        });
        self.numbers[at].1 |= spread;
        at
    }

    /// The place of a number that is shown.
    pub(super) fn place(&self, name: &str) -> Option<usize> {
        self.numbers.iter().position(|(own, _)| *own == name)
    }

    /// The measure that `of` and `stat` name.
    pub(super) fn measure(&mut self, members: &Members, at: &str) -> Result<Measure> {
        let Some(word) = word(members, "of") else {
            return Err(bad(format!("`{at}` needs `of`: say of what")));
        };
        let stat = self::word(members, "stat").and_then(Stat::of);
        let frame = self.frame;
        if let Some(tally) = frame.tallies.keys().position(|name| capitals(name) == word) {
            if stat.is_some() {
                let what = format!("`{at}`: {word} is a count by itself; leave `stat` out");
                return Err(bad(what));
            }
            self.accounts |= word == "ACCOUNTS";
            return Ok(Measure::Tally(tally));
        }
        let Some(name) = frame.numbers.keys().find(|name| capitals(name) == word) else {
            let known: Vec<String> = frame.numbers.keys().map(|name| capitals(name)).collect();
            return Err(bad(unknown("measure", word, known.iter().map(String::as_str))));
        };
        let Some(stat) = stat else {
            let what =
                format!("`{at}`: say by `stat` what of {word} is meant, such as SUM or P50");
            return Err(bad(what));
        };
        Ok(Measure::Number(self.number(name, stat.is_spread()), stat))
    }

    fn by(&mut self) -> Result<()> {
        let given = self.get("groupBy").cloned().unwrap_or(Value::List(Vec::new()));
        for item in items(&given) {
            let (word, interval) = match item {
                Value::Object(members) => {
                    (self::word(members, "field"), self::word(members, "interval"))
                }
                item => (text_of(item), None),
            };
            let word = word.unwrap_or_default();
            let frame = self.frame;
            let Some((name, by)) = frame.fields.iter().find(|(name, _)| capitals(name) == word)
            else {
                let known: Vec<String> =
                    frame.fields.keys().map(|name| capitals(name)).collect();
                let known = known.iter().map(String::as_str);
                return Err(bad(unknown("field to group by", word, known)));
            };
            let interval = match (by, interval) {
                (By::Time(_), interval) => {
                    Some(interval.and_then(of_interval).unwrap_or(Interval::Month))
                }
                (_, Some(_)) => {
                    let what =
                        format!("`groupBy`: {word} is no day or moment; leave `interval` out");
                    return Err(bad(what));
                }
                (_, None) => None,
            };
            if self.by.iter().any(|(own, ..)| own == name) {
                return Err(bad(format!("`groupBy` names {word} twice; name each once")));
            }
            self.by.push((name, *by, interval));
        }
        if self.by.len() > DIMENSIONS {
            let many = self.by.len();
            return Err(bad(format!(
                "`groupBy` takes at most {DIMENSIONS}; {many} were given"
            )));
        }
        Ok(())
    }

    fn having(&mut self) -> Result<()> {
        for members in self.objects("having")? {
            let of = self.measure(&members, "having")?;
            let mut signs = Vec::new();
            for (name, value) in &members {
                let sign = match (name.as_str(), value) {
                    (_, Value::Null) | ("of" | "stat", _) => continue,
                    ("isNull", value) => Sign::Unknown(*value == Value::Boolean(true)),
                    ("eq", _) => Sign::Eq,
                    ("lt", _) => Sign::Lt,
                    ("lte", _) => Sign::Lte,
                    ("gt", _) => Sign::Gt,
                    _ => Sign::Gte,
                };
                let number = match value {
                    Value::Number(number) => number.as_f64().unwrap_or(f64::NAN),
                    _ => 0.0,
                };
                signs.push((sign, number));
            }
            self.having.push(Having { of, signs });
        }
        Ok(())
    }

    fn order(&mut self) -> Result<()> {
        for members in self.objects("orderBy")? {
            let descending = members.get("desc") == Some(&Value::Boolean(true));
            let order = match (word(&members, "field"), word(&members, "of")) {
                (Some(field), None) => {
                    let at = self.by.iter().position(|(name, ..)| capitals(name) == field);
                    let Some(at) = at else {
                        let what = format!(
                            "`orderBy` names {field}, by which nothing is grouped; add it to `groupBy`"
                        );
                        return Err(bad(what));
                    };
                    Order::Word { at, descending }
                }
                (None, Some(_)) => {
                    Order::Number { of: self.measure(&members, "orderBy")?, descending }
                }
                _ => {
                    let what = "each of `orderBy` takes either `field` or `of`";
                    return Err(bad(what.to_owned()));
                }
            };
            self.order.push(order);
        }
        Ok(())
    }

    fn objects(&self, name: &str) -> Result<Vec<Members>> {
        let Some(given) = self.get(name) else { return Ok(Vec::new()) };
        let given = items(given);
        if given.len() > CONDITIONS {
            let many = given.len();
            return Err(bad(format!(
                "`{name}` has {many} parts; at most {CONDITIONS} are taken"
            )));
        }
        let object = |item: &Value| match item {
            Value::Object(members) => members.clone(),
            _ => Members::new(),
        };
        Ok(given.iter().map(object).collect())
    }

    /// By its place, what was grouped by under a name.
    pub(super) fn grouped_by(&self) -> BTreeMap<&'static str, usize> {
        self.by.iter().enumerate().map(|(at, (name, ..))| (*name, at)).collect()
    }
}

/// The type of what is told of a number that is no money.
pub(super) const SUMMARY: &str = "NumberSummary";
/// Of one that is.
pub(super) const MONEY: &str = "MoneySummary";

fn of_interval(word: &str) -> Option<Interval> {
    use async_graphql::InputType;
    let named = Value::Enum(Name::new(word));
    words::Interval::parse(Some(named)).ok().map(Interval::from)
}

fn word<'a>(members: &'a Members, name: &str) -> Option<&'a str> {
    members.get(name).and_then(text_of)
}

fn text_of(value: &Value) -> Option<&str> {
    match value {
        Value::Enum(word) => Some(word.as_str()),
        Value::String(word) => Some(word),
        _ => None,
    }
}

/// One value stands for a list of it, as everywhere in GraphQL.
fn items(value: &Value) -> &[Value] {
    match value {
        Value::List(items) => items,
        one => std::slice::from_ref(one),
    }
}

fn bad(what: String) -> ApiError {
    ApiError::BadInput(what)
}
