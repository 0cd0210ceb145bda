//! What our people say of accounts and contacts, beside what systems say.

use std::sync::Arc;

use async_graphql::{Context, ID, SimpleObject};
use chrono::{DateTime, TimeDelta, Utc};

use super::account::Account;
use super::assessment::MOST_MATURE;
use super::cohort::Cohort;
use super::errors::{ApiError, Result};
use super::health::HealthScore;
use super::loaders::RowOf;
use super::personal::Personal;
use super::scalars::Time;
use super::steward::take_effect;
use super::visit::Visit;
use super::words::{ChampionStatus, Topic};
use crate::model::Pii;
use crate::model::{self, AccountId, ContactId};

/// The longest that an override of a score may hold.
const LONGEST: TimeDelta = TimeDelta::days(90);

/// What one of our people said of an account or of one of its people.
#[derive(SimpleObject)]
pub(super) struct Statement {
    /// Names it, to withdraw it.
    id: ID,
    /// What it is about.
    topic: Topic,
    /// What was said: a number, a word, a name.
    value: String,
    /// Why.
    #[graphql(directive = Personal::apply(Pii::FreeText))]
    reason: Option<String>,
    /// Who said it.
    #[graphql(directive = Personal::apply(Pii::Employee))]
    author: Option<String>,
    /// When.
    said_at: Time,
    /// When it ends by itself.
    expires_at: Option<Time>,
    /// When it was withdrawn.
    withdrawn_at: Option<Time>,
    /// Of which of the account's people, when it is about one.
    contact_id: Option<ID>,
}

impl From<&model::Statement> for Statement {
    fn from(said: &model::Statement) -> Self {
        Self {
            id: ID(said.id.to_string()),
            topic: said.topic.into(),
            value: said.value.clone(),
            reason: Some(said.reason.clone()),
            author: Some(said.author.clone()),
            said_at: Time(said.said_at),
            expires_at: said.expires_at.map(Time),
            withdrawn_at: said.withdrawn_at.map(Time),
            contact_id: said.contact.as_ref().map(|contact| ID(contact.0.clone())),
        }
    }
}

/// What is to be said.
pub(super) struct Said {
    pub(super) account: ID,
    pub(super) contact: Option<ID>,
    pub(super) topic: model::Topic,
    pub(super) value: String,
    pub(super) reason: String,
    pub(super) expires_at: Option<DateTime<Utc>>,
}

/// Gives the health index a value, for ninety days at most, and answers with the index.
pub(super) async fn override_score(
    ctx: &Context<'_>,
    account: ID,
    value: f64,
    reason: String,
    expires_at: DateTime<Utc>,
) -> Result<HealthScore> {
    let desk = &Visit::of(ctx).desk;
    if !(0.0..=100.0).contains(&value) {
        let what = format!("`value` must be between 0 and 100; {value} was given");
        return Err(ApiError::BadInput(what));
    }
    let (now, last) = (desk.now(), desk.now() + LONGEST);
    let days = &desk.hub.calendar;
    if days.local_day(expires_at) <= days.local_day(now) || expires_at > last {
        let what = format!(
            "`expiresAt` {expires_at} must lie on a day after today and at most 90 days ahead: an \
             override always ends; renew it when it still holds then"
        );
        return Err(ApiError::BadInput(what));
    }
    let said = Said {
        account,
        contact: None,
        topic: model::Topic::HealthOverride,
        value: value.to_string(),
        reason,
        expires_at: Some(expires_at),
    };
    let account = state(ctx, said).await?;
    let today = account.cohort.visit.desk.today();
    HealthScore::read(Arc::clone(&account.cohort), account.id, today, None).await
}

/// Says how one of the account's people stands by us.
pub(super) async fn confirm_champion(
    ctx: &Context<'_>,
    account: ID,
    contact: ID,
    status: ChampionStatus,
    reason: String,
) -> Result<Account> {
    let said = Said {
        account,
        contact: Some(contact),
        topic: model::Topic::Champion,
        value: status.word().to_owned(),
        reason,
        expires_at: None,
    };
    state(ctx, said).await
}

/// Says something of the account's own business.
pub(super) async fn state_fact(ctx: &Context<'_>, said: Said) -> Result<Account> {
    use model::Topic::{
        BusinessReview, Champion, Competitor, HealthOverride, MarketShare, Maturity,
        RevenueGrowth,
    };
    let number = said.value.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let wrong = match said.topic {
        HealthOverride => Some("use `setScoreOverride`, which asks when it ends"),
        Champion => Some("use `confirmChampion`, which asks of whom"),
        MarketShare if !number.is_some_and(|share| (0.0..=100.0).contains(&share)) => {
            Some("a share is a number of percent between 0 and 100")
        }
        RevenueGrowth if number.is_none() => {
            Some("growth is a number of percent, such as -3.5")
        }
        Competitor if said.value.trim().is_empty() => Some("name the competitor"),
        Maturity if !number.is_some_and(|level| (1.0..=MOST_MATURE).contains(&level)) => {
            Some("maturity is a number from 1 to 5")
        }
        BusinessReview if said.value.trim().is_empty() => Some("say what the review came to"),
        MarketShare | RevenueGrowth | Competitor | Maturity | BusinessReview => None,
    };
    if let Some(wrong) = wrong {
        let topic = said.topic.word();
        return Err(ApiError::BadInput(format!("{topic} cannot be `{}`: {wrong}", said.value)));
    }
    state(ctx, Said { value: said.value.trim().to_owned(), ..said }).await
}

async fn state(ctx: &Context<'_>, said: Said) -> Result<Account> {
    let visit = Visit::of(ctx);
    if said.reason.trim().is_empty() {
        let what = "`reason` is empty; say why, for whoever looks at it later";
        return Err(ApiError::BadInput(what.to_owned()));
    }
    let account = AccountId(said.account.0);
    let statement = model::Statement {
        id: 0,
        account: account.clone(),
        contact: said.contact.map(|contact| ContactId(contact.0)),
        topic: said.topic,
        value: said.value,
        reason: said.reason,
        author: visit.author(),
        said_at: visit.desk.now(),
        expires_at: said.expires_at,
        withdrawn_at: None,
    };
    let seen =
        visit.read([RowOf(account.clone())]).await?.contains_key(&RowOf(account.clone()));
    if !seen || visit.desk.hub.store.state(&statement).await?.is_none() {
        let whom = statement.contact.map_or_else(
            || format!("there is no account `{account}`"),
            |contact| format!("`{contact}` is none of the people of account `{account}`"),
        );
        return Err(ApiError::NotFound(format!("{whom}; nothing was kept")));
    }
    take_effect(ctx, &visit).await;
    read(&visit, account).await
}

/// Withdraws what was said, and gives the account.
pub(super) async fn withdraw(ctx: &Context<'_>, id: ID) -> Result<Account> {
    let visit = Visit::of(ctx);
    let none = || ApiError::NotFound(format!("no statement `{}` is in force", id.as_str()));
    let number = id.parse::<i64>().map_err(|_| none())?;
    let (store, now) = (&visit.desk.hub.store, visit.desk.now());
    let speaks_of = store.stated_of(number).await?.ok_or_else(none)?;
    if !visit.sight.sees(&speaks_of).await? {
        return Err(none());
    }
    let account = store.withdraw(number, &visit.author(), now).await?.ok_or_else(none)?;
    take_effect(ctx, &visit).await;
    read(&visit, account).await
}

/// The account as it is now: what this request read of it before does not count.
async fn read(visit: &Visit, account: AccountId) -> Result<Account> {
    let fresh = visit.anew();
    let rows = fresh.read([RowOf(account.clone())]).await?.into_values().collect();
    let seated = Cohort::seat(&fresh, rows).pop();
    seated.ok_or_else(|| ApiError::NotFound(format!("account {account} went away")))
}
