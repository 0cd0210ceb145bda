//! Batched reads: one statement for all keys that are asked for together.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use async_graphql::dataloader::Loader;

use super::errors::ApiError;
use super::limits;
use super::sight::Sight;
use crate::insight::Facts;
use crate::insight::acting::{Action, ActionStep, LoopStep, Subject};
use crate::model::{
    AccountId, Contact, DeadLetter, Entity as _, EntityKind, LineageRow, SourceId, TeamMember,
};
use crate::store::{AccountRow, EntityRow, SourceRecord, Store};

/// Reads the store for a [`DataLoader`](async_graphql::dataloader::DataLoader), and only what the viewer sees.
pub(super) struct Reader {
    pub(super) store: Store,
    pub(super) sight: Arc<Sight>,
}

/// An account's facts and the version that they were read at, in one snapshot.
#[derive(Debug)]
pub(super) struct Seen {
    pub(super) version: i64,
    pub(super) facts: Facts,
}

/// Keys by what they name. Of accounts those that the viewer does not see have nothing.
macro_rules! keys {
    ($($(#[$doc:meta])* $key:ident($of:ty) -> $value:ty = $query:ident $($seen:ident)?),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub(super) struct $key(pub(super) $of);

        impl Loader<$key> for Reader {
            type Value = $value;
            type Error = ApiError;

            async fn load(&self, keys: &[$key]) -> Result<HashMap<$key, $value>, ApiError> {
                let ids: Vec<$of> = keys.iter().map(|key| key.0.clone()).collect();
                $(let ids = self.sight.$seen(ids).await?;)?
                let found = self.store.$query(&ids).await?;
                Ok(found.into_iter().map(|(id, value)| ($key(id), value)).collect())
            }
        }
    )+};
}

keys! {
    /// The accounts below one.
    ChildrenOf(AccountId) -> Vec<AccountId> = children seen,
    /// The source records that make up an account.
    RecordsOf(AccountId) -> Vec<SourceRecord> = account_records seen,
    /// Why an account's fields hold what they hold.
    LineageOf(AccountId) -> Vec<LineageRow> = lineage seen,
    /// The steps of the loop of an answer, by its origin id.
    LoopOf(String) -> Vec<LoopStep> = loop_steps,
    /// What is and was to be done for an account.
    ActionsOf(AccountId) -> Vec<Action> = actions_of seen,
    /// The steps of an action.
    StepsOf(i64) -> Vec<ActionStep> = action_steps,
    /// The accounts of an initiative.
    SubjectsOf(i64) -> Vec<Subject> = initiative_subjects,
    /// One of our people by origin id.
    MemberOf(String) -> TeamMember = team_members,
}

/// An account by its id, retired ones too.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct RowOf(pub(super) AccountId);

impl Loader<RowOf> for Reader {
    type Value = Arc<AccountRow>;
    type Error = ApiError;

    async fn load(&self, keys: &[RowOf]) -> Result<HashMap<RowOf, Arc<AccountRow>>, ApiError> {
        let ids: Vec<AccountId> = keys.iter().map(|key| key.0.clone()).collect();
        let mut found = self.store.accounts_by_id(&ids).await?;
        // By the id that it has now: who asks by a retired one sees no more for it.
        let current = found.values().filter_map(|row| row.account.origin.account.clone());
        let seen: HashSet<AccountId> =
            self.sight.seen(current.collect()).await?.into_iter().collect();
        found.retain(|_, row| {
            row.account.origin.account.as_ref().is_some_and(|id| seen.contains(id))
        });
        Ok(found.into_iter().map(|(id, row)| (RowOf(id), Arc::new(row))).collect())
    }
}

/// An account's people, whole.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct ContactsOf(pub(super) AccountId);

impl Loader<ContactsOf> for Reader {
    type Value = Vec<Contact>;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[ContactsOf],
    ) -> Result<HashMap<ContactsOf, Vec<Contact>>, ApiError> {
        let ids: Vec<AccountId> = keys.iter().map(|key| key.0.clone()).collect();
        let whole = |row: EntityRow| Contact::read(row.origin, row.values);
        let people = |(id, rows): (AccountId, Vec<EntityRow>)| {
            (ContactsOf(id), rows.into_iter().map(whole).collect())
        };
        Ok(self.sight.contacts(&ids, None).await?.into_iter().map(people).collect())
    }
}

/// Everything that is known of an account.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct FactsOf(pub(super) AccountId);

impl Loader<FactsOf> for Reader {
    type Value = Arc<Seen>;
    type Error = ApiError;

    async fn load(&self, keys: &[FactsOf]) -> Result<HashMap<FactsOf, Arc<Seen>>, ApiError> {
        let ids: Vec<AccountId> = keys.iter().map(|key| key.0.clone()).collect();
        let ids = self.sight.seen(ids).await?;
        let found = self.store.facts(&ids).await?;
        let seen = |(id, (version, facts))| (FactsOf(id), Arc::new(Seen { version, facts }));
        Ok(found.into_iter().map(seen).collect())
    }
}

/// A row of a kind by its id, as the store knows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct EntityOf(pub(super) EntityKind, pub(super) String);

/// One statement for each kind asked for.
impl Loader<EntityOf> for Reader {
    type Value = Arc<EntityRow>;
    type Error = ApiError;

    async fn load(
        &self,
        keys: &[EntityOf],
    ) -> Result<HashMap<EntityOf, Self::Value>, ApiError> {
        let mut kinds: BTreeMap<EntityKind, Vec<String>> = BTreeMap::new();
        for EntityOf(kind, id) in keys {
            kinds.entry(*kind).or_default().push(id.clone());
        }
        let mut found = HashMap::new();
        for (kind, ids) in kinds {
            let mut rows = self.store.entity_rows(kind, &ids).await?;
            self.sight.retain(kind, &mut rows).await?;
            found.extend(rows.into_iter().map(|(id, row)| (EntityOf(kind, id), Arc::new(row))));
        }
        Ok(found)
    }
}

/// What a source's records were set aside for. One statement for each source asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct DeadOf(pub(super) SourceId);

impl Loader<DeadOf> for Reader {
    type Value = Arc<Vec<DeadLetter>>;
    type Error = ApiError;

    async fn load(&self, keys: &[DeadOf]) -> Result<HashMap<DeadOf, Self::Value>, ApiError> {
        let mut found = HashMap::new();
        for key in keys {
            let letters = self.store.dead_letters(&key.0, limits::DEAD_LETTERS).await?;
            found.insert(key.clone(), Arc::new(letters));
        }
        Ok(found)
    }
}
