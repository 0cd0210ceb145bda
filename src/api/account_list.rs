//! Accounts as objects, a column at a time: what memory tells of them, and their lists, which are read for
//! all of them at once. All else is resolved as the library does it, field by field, and put beside that.
//!
//! The library resolves a field of an account by some allocations and calls of its own; of fifty accounts
//! with a handful of fields each that is most of the work.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::registry::Registry;
use async_graphql::resolver_utils::resolve_list;
use async_graphql::{
    ContextSelectionSet, InputType as _, Name, OutputType, Positioned, ScalarType,
    ServerResult, Value,
};
use futures_util::future::join_all;

use super::account::Account;
use super::contact::Contacts;
use super::entities::{AccountRows, Asked, Row, lists, object, unfold};
use super::guard;
use super::live::position;
use super::round;
use super::scalars::{Day, Time};
use super::visit::Visit;
use super::words::{Band, Confidence};
use crate::insight::Models;
use crate::store::StoredScore;

/// Accounts of one cohort in their order.
pub(super) struct AccountList(pub(super) Vec<Account>);

/// An account alone.
pub(super) struct OneAccount(pub(super) Account);

impl OutputType for AccountList {
    fn type_name() -> Cow<'static, str> {
        <Vec<Account> as OutputType>::type_name()
    }

    fn qualified_type_name() -> String {
        <Vec<Account> as OutputType>::qualified_type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Vec<Account> as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let accounts = &self.0;
        let seats: Vec<_> = (0..accounts.len()).map(|at| ctx.with_index(at)).collect();
        let table = Table::new(accounts, &seats);
        let others = async |set: &Positioned<SelectionSet>| {
            let inner = ctx.with_selection_set(set);
            match resolve_list(&inner, field, accounts, Some(accounts.len())).await? {
                Value::List(objects) => Ok(objects),
                _ => Ok(Vec::new()),
            }
        };
        table.objects(ctx, others).await.map(Value::List)
    }
}

impl OutputType for OneAccount {
    fn type_name() -> Cow<'static, str> {
        Account::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Account::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        field: &Positioned<Field>,
    ) -> ServerResult<Value> {
        let accounts = std::slice::from_ref(&self.0);
        let table = Table::new(accounts, std::slice::from_ref(ctx));
        let others = async |set: &Positioned<SelectionSet>| {
            let inner = ctx.with_selection_set(set);
            Ok(vec![OutputType::resolve(&self.0, &inner, field).await?])
        };
        Ok(table.objects(ctx, others).await?.pop().unwrap_or_default())
    }
}

/// Accounts, each with its place in the answer.
struct Table<'a> {
    accounts: &'a [Account],
    seats: &'a [ContextSelectionSet<'a>],
    kept: OnceLock<Option<Vec<&'a StoredScore>>>,
}

impl<'a> Table<'a> {
    fn new(accounts: &'a [Account], seats: &'a [ContextSelectionSet<'a>]) -> Self {
        Self { accounts, seats, kept: OnceLock::new() }
    }

    /// The accounts as what is asked of each; `others` resolves what the columns here do not tell.
    async fn objects(
        &self,
        ctx: &ContextSelectionSet<'_>,
        others: impl AsyncFnOnce(&Positioned<SelectionSet>) -> ServerResult<Vec<Value>>,
    ) -> ServerResult<Vec<Value>> {
        if self.accounts.is_empty() {
            return Ok(Vec::new());
        }
        let asked = unfold(ctx, &[ctx.item], "Account");
        let mut columns = join_all(asked.iter().map(|asked| self.column(asked))).await;
        let left = asked.iter().zip(&columns).filter(|(_, column)| column.is_none());
        let left = left.flat_map(|(asked, _)| &asked.fields);
        let left: Vec<_> = left
            .map(|field| Positioned::new(Selection::Field((*field).clone()), field.pos))
            .collect();
        let mut rest = if left.is_empty() {
            Vec::new()
        } else {
            let left = Positioned::new(SelectionSet { items: left }, ctx.item.pos);
            others(&left).await?
        };
        let mut object_at = |at: usize| {
            let mut other = match rest.get_mut(at).map(std::mem::take) {
                None => IndexMap::new(),
                Some(Value::Object(other)) => other,
                // What may not be `null` failed within it.
                Some(_) => return Value::Null,
            };
            let mut value = |column: &mut Option<Vec<Value>>, key: &Name| match column {
                Some(values) => Some(std::mem::take(&mut values[at])),
                None => other.swap_remove(key),
            };
            let fields = asked.iter().zip(&mut columns);
            object(
                fields
                    .filter_map(|(asked, column)| Some((asked.key, value(column, asked.key)?))),
            )
        };
        Ok((0..self.accounts.len()).map(&mut object_at).collect())
    }

    /// The values of a field; `None` where the library has to resolve it.
    async fn column(&self, asked: &Asked<'_>) -> Option<Vec<Value>> {
        let ctx = &self.seats[0];
        let bare = |field: &&Positioned<Field>| field.node.directives.is_empty();
        if !asked.fields.iter().all(bare) || !guard::leaves_open(ctx, "Account", asked.name()) {
            return None;
        }
        if let Some(fact) = fact(asked.name()) {
            return Some(self.accounts.iter().map(fact).collect());
        }
        let plain = |field: &&Positioned<Field>| field.node.arguments.is_empty();
        match asked.name() {
            "health" if asked.fields.iter().all(plain) => {
                self.scores(asked, "HealthScore", health)
            }
            "trust" if asked.fields.iter().all(plain) => {
                self.scores(asked, "TrustScore", trust)
            }
            "position" if asked.fields.iter().all(plain) => self.positions().await,
            _ => self.rows(asked).await,
        }
    }

    fn visit(&self) -> &Arc<Visit> {
        &self.accounts[0].cohort.visit
    }

    /// The latest scores, if each says what would be computed now.
    fn kept(&self) -> Option<&[&'a StoredScore]> {
        let kept = self.kept.get_or_init(|| {
            let desk = &self.visit().desk;
            let (models, today) = (desk.hub.models.id(), desk.today());
            let mut kept = Vec::with_capacity(self.accounts.len());
            for Account { row, .. } in self.accounts {
                let score = row.score.as_ref()?;
                let same = score.version == row.version && score.as_of == today;
                kept.push((same && score.model == models).then_some(score)?);
            }
            Some(kept)
        });
        kept.as_deref()
    }

    /// Scores of which the latest ones tell all that is asked.
    fn scores(
        &self,
        asked: &Asked<'_>,
        of: &str,
        part: fn(&StoredScore, &str, &Models) -> Option<Value>,
    ) -> Option<Vec<Value>> {
        let ctx = &self.seats[0];
        let asked = unfold(ctx, &asked.sets(), of);
        let open = |asked: &Asked<'_>| guard::leaves_open(ctx, of, asked.name());
        if !asked.iter().all(open) {
            return None;
        }
        let models = &self.visit().desk.hub.models;
        let score = |score: &StoredScore| {
            let value = |asked: &Asked<'_>| match asked.name() {
                "__typename" => Some(Value::from(of)),
                name => part(score, name, models),
            };
            let mut fields = IndexMap::with_capacity(asked.len());
            for asked in &asked {
                fields.insert(asked.key.clone(), value(asked)?);
            }
            Some(Value::Object(fields))
        };
        self.kept()?.iter().copied().map(score).collect()
    }

    /// Where each stands, if each is priced by the newest snapshot of peers.
    async fn positions(&self) -> Option<Vec<Value>> {
        let desk = &self.visit().desk;
        let (models, today) = (desk.hub.models.id(), desk.today());
        let kept = self.kept()?;
        let newest = desk.hub.store.peers_at_least(&models, today).await.ok()??;
        let position = |score: &StoredScore| {
            let price = score.price.as_ref().filter(|price| price.peers == newest.version)?;
            Some(position(&price.position)?.to_value())
        };
        kept.iter().copied().map(position).collect()
    }

    /// Lists of the accounts' own; `None` for what is no such list, or could not be read: then the library
    /// says why.
    async fn rows(&self, asked: &Asked<'_>) -> Option<Vec<Value>> {
        let [field] = asked.fields[..] else { return None };
        let places: Vec<_> = self.seats.iter().map(|seat| seat.with_field(field)).collect();
        let ctx = &places[0];
        let (list, most) = match asked.name() {
            "contacts" => Contacts::asked(ctx).ok()?,
            _ => AccountRows::asked(ctx)?.ok()?,
        };
        let cohort = &self.accounts[0].cohort;
        let found = cohort.own(field.pos, || Ok(list)).await.ok()?;
        let of = |account: &Account| {
            let rows = found.get(&account.id).into_iter().flat_map(|rows| rows.iter());
            rows.take(most).cloned().map(Row::from).collect()
        };
        let rows: Vec<Vec<Row>> = self.accounts.iter().map(of).collect();
        let set = &field.node.selection_set;
        let places: Vec<_> = places.iter().map(|place| place.with_selection_set(set)).collect();
        Some(lists(&places, &rows).await)
    }
}

/// What a field without arguments says of an account.
fn fact(name: &str) -> Option<fn(&Account) -> Value> {
    Some(match name {
        "__typename" => |_| Value::from("Account"),
        "id" => |account| Value::from(account.id.as_str()),
        "name" => |account| Value::from(account.shown_name()),
        "legalName" => |account| text(account.fields().legal_name.as_ref()),
        "domain" => |account| text(account.fields().domain.as_ref()),
        "country" => |account| text(account.fields().country.as_ref()),
        "region" => |account| text(account.fields().region.as_ref()),
        "industry" => |account| text(account.fields().industry.as_ref()),
        _ => return None,
    })
}

fn text(text: Option<&String>) -> Value {
    text.map_or(Value::Null, |text| Value::from(text.as_str()))
}

/// What the latest score says of the health, under the name of the field.
fn health(score: &StoredScore, name: &str, models: &Models) -> Option<Value> {
    let number = |number: Option<f64>| number.map_or(Value::Null, |n| round::score(n).into());
    Some(match name {
        "value" => number(score.value),
        "computed" => number(score.computed),
        "low" => number(Some(score.low)),
        "high" => number(Some(score.high)),
        "coverage" => round::share(score.coverage).into(),
        "band" => score.band.map_or(Value::Null, |band| Band::from(band).to_value()),
        "confidence" => Confidence::from(score.confidence).to_value(),
        "modelVersion" => models.health.id().into(),
        "asOf" => ScalarType::to_value(&Day(score.as_of)),
        "computedAt" => ScalarType::to_value(&Time(score.computed_at)),
        _ => return None,
    })
}

/// The same of the trust.
fn trust(score: &StoredScore, name: &str, models: &Models) -> Option<Value> {
    Some(match name {
        "value" => score.trust.map_or(Value::Null, |trust| round::score(trust).into()),
        "modelVersion" => models.trust.id().into(),
        "asOf" => ScalarType::to_value(&Day(score.as_of)),
        "computedAt" => ScalarType::to_value(&Time(score.computed_at)),
        _ => return None,
    })
}
