//! A page of groups as Relay's connections are shaped; of the groups only what is selected.

use std::collections::BTreeMap;

use async_graphql::{Context, ContextSelectionSet, ScalarType, ServerResult, Value};

use super::asked::{MONEY, SUMMARY, Wish};
use super::frame::{By, Frame, Of};
use super::measure::{Measure, Stat};
use super::sheet::{Line, Page, Shown, Sums};
use super::{accounts, rows};
use crate::api::entities::ids::global;
use crate::api::entities::selection::{Asked, object, unfold};
use crate::api::errors::{Result, report};
use crate::api::money::Money;
use crate::api::round;
use crate::api::scalars::Day;
use crate::model;
use crate::store::Figure;

/// The answer of a root field to what it is asked for; nothing, with the reason, when it is asked
/// wrongly.
pub(in crate::api::entities) async fn answer(
    ctx: &Context<'_>,
    frame: &'static Frame,
) -> ServerResult<Value> {
    let set = &ctx.item.node.selection_set;
    let inner = ctx.with_selection_set(set);
    let (row, edge) = (frame.row(), frame.edge());
    let asked = unfold(&inner, &[set], &frame.connection());
    let mut of_rows = Vec::new();
    for part in &asked {
        match part.name() {
            "nodes" => of_rows.extend(unfold(&inner, &part.sets(), &row)),
            "edges" => {
                for part in unfold(&inner, &part.sets(), &edge) {
                    if part.name() == "node" {
                        of_rows.extend(unfold(&inner, &part.sets(), &row));
                    }
                }
            }
            _ => {}
        }
    }
    let wish = match Wish::read(ctx, frame, &of_rows, &inner)
        .map_err(|error| ctx.set_error_path(error))?
    {
        Ok(wish) => wish,
        Err(failure) => {
            report(ctx, failure);
            return Ok(Value::Null);
        }
    };
    match page(ctx, &wish).await {
        Ok(page) => Ok(Drawn { wish, page }.connection(&inner, &asked)),
        Err(failure) => {
            report(ctx, failure);
            Ok(Value::Null)
        }
    }
}

async fn page(ctx: &Context<'_>, wish: &Wish) -> Result<Page> {
    let lines = match wish.frame.of {
        Of::Accounts => accounts::lines(ctx, wish).await?,
        Of::Rows(shape) => rows::lines(ctx, wish, shape).await?,
    };
    let shown = Shown {
        having: &wish.having,
        order: &wish.order,
        after: wish.text("after"),
        before: wish.text("before"),
        many: wish.many,
        question: wish.question(),
    };
    shown.page(lines)
}

/// A page on its way into the answer.
struct Drawn {
    wish: Wish,
    page: Page,
}

impl Drawn {
    fn connection(mut self, ctx: &ContextSelectionSet<'_>, asked: &[Asked<'_>]) -> Value {
        let mut members = Vec::with_capacity(asked.len());
        for part in asked {
            let value = match part.name() {
                "nodes" => Value::List(self.nodes(ctx, part)),
                "edges" => Value::List(self.edges(ctx, part)),
                "pageInfo" => self.info(ctx, part),
                "totalCount" => Value::from(self.page.total),
                _ => Value::from(self.wish.frame.connection()),
            };
            members.push((part.key, value));
        }
        object(members.into_iter())
    }

    fn edges(&mut self, ctx: &ContextSelectionSet<'_>, asked: &Asked<'_>) -> Vec<Value> {
        let name = self.wish.frame.edge();
        let parts = unfold(ctx, &asked.sets(), &name);
        let mut columns = Vec::with_capacity(parts.len());
        for part in &parts {
            let all = 0..self.page.lines.len();
            let column: Vec<Value> = match part.name() {
                "cursor" => all.map(|at| Value::from(self.page.cursor(at))).collect(),
                "node" => self.nodes(ctx, part),
                _ => all.map(|_| Value::from(name.as_str())).collect(),
            };
            columns.push(column.into_iter());
        }
        let mut edge = || {
            let values = columns.iter_mut().map(|column| column.next().unwrap_or_default());
            object(parts.iter().map(|part| part.key).zip(values))
        };
        self.page.lines.iter().map(|_| edge()).collect()
    }

    fn info(&self, ctx: &ContextSelectionSet<'_>, asked: &Asked<'_>) -> Value {
        let shown = self.page.lines.len();
        let cursor =
            |at: Option<usize>| at.map_or(Value::Null, |at| self.page.cursor(at).into());
        let part = |name: &str| match name {
            "hasNextPage" => Value::from(self.page.start + shown < self.page.total),
            "hasPreviousPage" => Value::from(self.page.start > 0),
            "startCursor" => cursor((shown > 0).then_some(0)),
            "endCursor" => cursor(shown.checked_sub(1)),
            _ => Value::from("PageInfo"),
        };
        let parts = unfold(ctx, &asked.sets(), "PageInfo");
        object(parts.iter().map(|asked| (asked.key, part(asked.name()))))
    }

    /// The rows, a column at a time.
    fn nodes(&mut self, ctx: &ContextSelectionSet<'_>, asked: &Asked<'_>) -> Vec<Value> {
        let by = self.wish.grouped_by();
        let parts = unfold(ctx, &asked.sets(), &self.wish.frame.row());
        let mut columns = Vec::with_capacity(parts.len());
        for part in &parts {
            columns.push(self.column(ctx, part, &by).into_iter());
        }
        let mut row = || {
            let values = columns.iter_mut().map(|column| column.next().unwrap_or_default());
            object(parts.iter().map(|part| part.key).zip(values))
        };
        self.page.lines.iter().map(|_| row()).collect()
    }

    fn column(
        &mut self,
        ctx: &ContextSelectionSet<'_>,
        asked: &Asked<'_>,
        by: &BTreeMap<&'static str, usize>,
    ) -> Vec<Value> {
        let (name, frame) = (asked.name(), self.wish.frame);
        let measure = self.measured(ctx, asked);
        let each = |value: &dyn Fn(&Line) -> Value| self.page.lines.iter().map(value).collect();
        if let Some(field) = frame.fields.get(name) {
            let Some(at) = by.get(name) else { return each(&|_| Value::Null) };
            return each(&|line| word(*field, line.key[*at].as_deref()));
        }
        if let Some(at) = frame.tallies.get_index_of(name) {
            return each(&|line| Value::from(line.tallies[at]));
        }
        if let Some(number) = frame.numbers.get(name) {
            let ty = if number.is_money() { MONEY } else { SUMMARY };
            let parts = unfold(ctx, &asked.sets(), ty);
            let at = self.wish.place(name);
            return each(&|line| {
                let sums = at.and_then(|at| line.numbers.get(at)).cloned().unwrap_or_default();
                summary(&parts, &sums, ty)
            });
        }
        match name {
            "key" => each(&|line| self.key(line)),
            "figure" => each(&|line| {
                let told = measure.and_then(|of| line.number(of));
                told.map_or(Value::Null, |told| Value::from(round::raw(told)))
            }),
            _ => each(&|_| Value::from(frame.row())),
        }
    }

    /// The measure that is asked for by arguments.
    fn measured(
        &mut self,
        ctx: &ContextSelectionSet<'_>,
        asked: &Asked<'_>,
    ) -> Option<Measure> {
        if asked.name() != "figure" {
            return None;
        }
        let arguments = ctx.with_field(asked.fields[0]).field().arguments().ok()?;
        // It was read before, or there would be no answer.
        self.wish.measure(&arguments.into_iter().collect(), "figure").ok()
    }

    fn key(&self, line: &Line) -> Value {
        let words = self.wish.by.iter().zip(&line.key);
        let shown = words.map(|((_, by, _), own)| match (by.refers(), own.as_deref()) {
            (Some(kind), Some(id)) => Value::from(global(kind, id)),
            (_, Some(word)) => Value::from(word),
            (_, None) => Value::Null,
        });
        Value::List(shown.collect())
    }
}

/// What its members have in common, as the field shows it.
fn word(by: By, word: Option<&str>) -> Value {
    let Some(word) = word else { return Value::Null };
    if by.is_day() {
        return word.parse().map_or(Value::Null, |day| Day(day).to_value());
    }
    if by.is_flag() {
        return Value::from(word == "true");
    }
    by.refers().map_or_else(|| Value::from(word), |kind| Value::from(global(kind, word)))
}

fn summary(parts: &[Asked<'_>], sums: &Sums, ty: &str) -> Value {
    let told = |name: &str| match (Stat::of(name).map(Stat::figure), name) {
        (Some(None), _) => Value::from(sums.known),
        (Some(Some(at)), _) => {
            sums.figures[at].map_or(Value::Null, |figure| shown(figure, sums, ty))
        }
        (None, "currency") => {
            sums.currency.map_or(Value::Null, |currency| Value::from(currency.code()))
        }
        (None, "rateDate") => sums.since.map_or(Value::Null, |day| Day(day).to_value()),
        (None, _) => Value::from(ty),
    };
    object(parts.iter().map(|part| (part.key, told(part.name()))))
}

fn shown(figure: Figure, sums: &Sums, ty: &str) -> Value {
    if ty == SUMMARY {
        return Value::from(round::raw(figure.number()));
    }
    let Some(currency) = sums.currency else { return Value::Null };
    let money = match figure {
        Figure::Exact(amount) => Some(Money::from(model::Money { amount, currency })),
        Figure::Real(amount) => Money::reckoned(amount, currency, sums.since),
    };
    money.map_or(Value::Null, |money| money.part("amount"))
}
