//! Brings records that changed together with those that may be the same party: the pairs of a record
//! are found by its keys and weighed anew, and nothing else is looked at.
//!
//! Which pairs there are follows from the records there are and the model, whatever the order in
//! which they came: where a block grows beyond what a key may bring together, or shrinks to it, the
//! pairs of all its records are found again.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Sync, SyncError};
use crate::model::{Account, Candidate, Cause, Contact};
use crate::reconcile::matching::{Column, Matcher, Model, Party, Settings, StoredKey};
use crate::reconcile::{Subject, Terms, keys_said, learn_of};
use crate::store::{KeyOf, Matching, PairOf, Size, StoreError};

/// Records matched in one transaction.
const RECORDS_PER_BATCH: i64 = 2_000;

/// A part of a kind's matching that differs between kinds.
pub(super) trait Met: Subject {
    /// Keeps what else is found by these records' values.
    fn note(
        matching: &mut Matching,
        changed: &Changed<'_>,
    ) -> impl Future<Output = Result<Vec<String>, StoreError>> + Send;
}

/// Records that changed, as they are now.
pub(super) struct Changed<'a> {
    /// All of them, also those that are no more.
    pub(super) ids: &'a [&'a str],
    /// What those say that are there.
    pub(super) parties: &'a [Party<'a>],
    /// Where these are, from `first` on.
    pub(super) matcher: &'a Matcher,
    pub(super) first: usize,
    /// Keys that came or went.
    pub(super) keys: Vec<u64>,
}

impl Sync {
    /// Learns how records of a kind compare when nothing fitting is known yet: the model in force.
    pub(super) async fn model_of<E: Subject>(&self) -> Result<Arc<Model>, SyncError> {
        let known = if self.relearns {
            self.store.fitting_model(E::SUBJECT).await?
        } else {
            self.store.match_model(E::SUBJECT).await?.map(|(_, model)| model)
        };
        if let Some(model) = known {
            return Ok(model);
        }
        let parties = self.store.all_parties::<E>(&self.registers()).await?;
        let model = tokio::task::spawn_blocking(move || learn_of(E::SUBJECT, &parties))
            .await
            .expect("learning neither panics nor is aborted");
        self.store.put_match_model(&model, self.clock.now()).await?;
        let kept = self.store.match_model(E::SUBJECT).await?;
        Ok(kept.map_or_else(|| Arc::new(model), |(_, kept)| kept))
    }

    /// Finds the pairs of records that changed, some of them: how many records that were.
    pub(super) async fn meet<E: Met>(&self, terms: &Terms) -> Result<usize, SyncError> {
        let due = self.store.unmatched(E::SUBJECT, RECORDS_PER_BATCH).await?;
        if due.is_empty() {
            return Ok(0);
        }
        let ids: Vec<&str> = due.keys().map(String::as_str).collect();
        let mut matching = self.store.matching(E::SUBJECT, ids.len()).await?;
        let records = matching.candidates::<E>(&ids).await?;
        let parties: Vec<Party<'_>> =
            records.iter().map(|record| E::said(record, &terms.registers)).collect();
        let matcher = Matcher::with_model(Arc::clone(&terms.model), parties.iter().copied());
        let new = keys(&parties, &matcher, 0);
        let old = matching.keys(&ids).await?;
        let mut blocks = Blocks::change(&mut matching, &old, &new).await?;
        let keys = blocks.keys();
        let changed =
            Changed { ids: &ids, parties: &parties, matcher: &matcher, first: 0, keys };
        let related = E::note(&mut matching, &changed).await?;
        let mut touched = blocks.touched(&mut matching).await?;
        let here = records.iter().map(|record| record.entity.origin().id.clone());
        touched.extend(here);
        let pairs = blocks.pairs(&mut matching, &touched, &new).await?;
        let edges = weigh::<E>(&mut matching, &pairs, terms).await?;

        let mut all: BTreeSet<&str> = touched.iter().map(String::as_str).collect();
        all.extend(ids.iter().copied());
        let all: Vec<&str> = all.into_iter().collect();
        let gone = matching.change_pairs(&all, &edges).await?;
        let cause = due.values().copied().max().unwrap_or(Cause::Records);
        let ends = gone.iter().chain(&edges).flat_map(|pair| [&pair.a, &pair.b]);
        let ends = ends.chain(&related).map(|id| (id.as_str(), cause));
        let mut seeds: Vec<(&str, Cause)> = ends.collect();
        seeds.extend(all.iter().map(|id| (*id, due.get(*id).copied().unwrap_or(cause))));
        matching.matched(&ids, &seeds).await?;
        matching.commit().await?;
        Ok(due.len())
    }
}

fn matcher<E: Subject>(records: &[Candidate<E>], terms: &Terms) -> Matcher {
    let parties = records.iter().map(|record| E::said(record, &terms.registers));
    Matcher::with_model(Arc::clone(&terms.model), parties)
}

/// The keys of records that are in a matcher from a place on.
pub(super) fn keys(parties: &[Party<'_>], matcher: &Matcher, first: usize) -> Vec<KeyOf> {
    let of = |(place, party): (usize, &Party<'_>)| {
        let id = party.get(Column::RecordId).to_owned();
        matcher.keys(place).into_iter().map(move |key| KeyOf { id: id.clone(), key })
    };
    (first..).zip(parties).flat_map(of).collect()
}

/// The pairs that weigh enough.
async fn weigh<E: Subject>(
    matching: &mut Matching,
    pairs: &BTreeSet<(String, String)>,
    terms: &Terms,
) -> Result<Vec<PairOf>, StoreError> {
    let ids: BTreeSet<&str> = pairs.iter().flat_map(|(a, b)| [a.as_str(), b]).collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let records = matching.candidates::<E>(&ids).await?;
    let matcher = matcher(&records, terms);
    let place: BTreeMap<&str, u32> =
        (0..).zip(&records).map(|(at, r)| (r.entity.origin().id.as_str(), at)).collect();
    let places = pairs
        .iter()
        .filter_map(|(a, b)| Some((*place.get(a.as_str())?, *place.get(b.as_str())?)));
    let id = |place: u32| records[place as usize].entity.origin().id.clone();
    let edges = matcher.edges(places, &Settings::default()).into_iter();
    Ok(edges
        .map(|edge| PairOf { a: id(edge.a), b: id(edge.b), weight: edge.weight.into() })
        .collect())
}

/// What is shared: a key, or a key with its second one.
type Shared = (u64, u32);

/// Blocks of records that share keys, as they are after a change.
pub(super) struct Blocks {
    /// Keys that records of the change got.
    added: BTreeMap<Shared, Vec<KeyOf>>,
    /// Keys that they had.
    removed: BTreeMap<Shared, Vec<KeyOf>>,
    /// Both, each key once.
    changed: Vec<KeyOf>,
    /// How many records share a key, as far as it was asked, counted up to `most`.
    sizes: BTreeMap<u64, usize>,
    sizes_with: BTreeMap<Shared, usize>,
    most: usize,
}

impl Blocks {
    /// Replaces the keys that records had.
    pub(super) async fn change(
        matching: &mut Matching,
        old: &[KeyOf],
        new: &[KeyOf],
    ) -> Result<Self, StoreError> {
        let (before, after): (BTreeSet<&KeyOf>, BTreeSet<&KeyOf>) =
            (old.iter().collect(), new.iter().collect());
        let gone: Vec<KeyOf> = before.difference(&after).map(|key| (*key).clone()).collect();
        let added: Vec<KeyOf> = after.difference(&before).map(|key| (*key).clone()).collect();
        matching.change_keys(&gone, &added).await?;
        let by_key = |keys: &[KeyOf]| {
            let mut by_key: BTreeMap<Shared, Vec<KeyOf>> = BTreeMap::new();
            for key in keys {
                by_key.entry(shared(key)).or_default().push(key.clone());
            }
            by_key
        };
        let cap = gone.iter().chain(&added).map(|key| usize::from(key.key.cap)).max();
        Ok(Self {
            added: by_key(&added),
            removed: by_key(&gone),
            most: cap.unwrap_or(0).max(CAP) + 1 + added.len(),
            changed: gone.into_iter().chain(added).collect(),
            sizes: BTreeMap::new(),
            sizes_with: BTreeMap::new(),
        })
    }

    /// The keys that came or went.
    pub(super) fn keys(&self) -> Vec<u64> {
        self.changed.iter().map(|key| key.key.key).collect()
    }

    /// Records whose pairs have to be found again because others came or went.
    async fn touched(
        &mut self,
        matching: &mut Matching,
    ) -> Result<BTreeSet<String>, StoreError> {
        let changed = std::mem::take(&mut self.changed);
        self.measure(matching, &changed).await?;
        let (mut whole, mut parts) = (BTreeSet::new(), BTreeSet::new());
        let mut crowds = Vec::new();
        for key in &changed {
            let cap = usize::from(key.key.cap);
            let now = self.sizes[&key.key.key];
            if (now > cap) != (self.before(key.key.key) > cap) {
                whole.insert(key.key.key);
            } else if now > cap {
                let with = self.sizes_with[&shared(key)];
                if (with > cap) != (self.before_with(shared(key)) > cap) {
                    parts.insert(shared(key));
                } else if with > cap {
                    crowds.push(key);
                }
            }
        }
        let whole: Vec<u64> = whole.into_iter().collect();
        let parts: Vec<Shared> = parts.into_iter().collect();
        let mut touched = BTreeSet::new();
        touched.extend(matching.members(&whole).await?.into_iter().map(|member| member.id));
        touched
            .extend(matching.members_with(&parts).await?.into_iter().map(|member| member.id));
        for key in crowds {
            touched.extend(matching.neighbours(&key.id, key.key).await?);
        }
        Ok(touched)
    }

    /// Counts who shares keys that were not counted yet.
    async fn measure(
        &mut self,
        matching: &mut Matching,
        keys: &[KeyOf],
    ) -> Result<(), StoreError> {
        let unknown = keys.iter().filter(|key| !self.sizes.contains_key(&key.key.key));
        let unknown: BTreeSet<u64> = unknown.map(|key| key.key.key).collect();
        let unknown: Vec<u64> = unknown.into_iter().collect();
        for Size { of, records } in matching.sizes(&unknown, self.most).await? {
            self.sizes.insert(of.0, records);
        }
        let crowded = |key: &&KeyOf| {
            self.sizes[&key.key.key] > usize::from(key.key.cap)
                && !self.sizes_with.contains_key(&shared(key))
        };
        let crowded: BTreeSet<Shared> = keys.iter().filter(crowded).map(shared).collect();
        let crowded: Vec<Shared> = crowded.into_iter().collect();
        for Size { of, records } in matching.sizes_with(&crowded, self.most).await? {
            self.sizes_with.insert(of, records);
        }
        Ok(())
    }

    /// How many records shared a key before the change.
    fn before(&self, key: u64) -> usize {
        let count = |changes: &BTreeMap<Shared, Vec<KeyOf>>| {
            changes.range((key, 0)..=(key, u32::MAX)).map(|(_, keys)| keys.len()).sum::<usize>()
        };
        (self.sizes[&key] + count(&self.removed)).saturating_sub(count(&self.added))
    }

    fn before_with(&self, of: Shared) -> usize {
        let count =
            |changes: &BTreeMap<Shared, Vec<KeyOf>>| changes.get(&of).map_or(0, Vec::len);
        (self.sizes_with[&of] + count(&self.removed)).saturating_sub(count(&self.added))
    }

    /// Every pair of one of these records with one that it meets, the lower id first.
    async fn pairs(
        &mut self,
        matching: &mut Matching,
        touched: &BTreeSet<String>,
        new: &[KeyOf],
    ) -> Result<BTreeSet<(String, String)>, StoreError> {
        let known: BTreeSet<&str> = new.iter().map(|key| key.id.as_str()).collect();
        let others = touched.iter().map(String::as_str).filter(|id| !known.contains(id));
        let mut keys = matching.keys(&others.collect::<Vec<_>>()).await?;
        keys.extend(new.iter().cloned());
        self.measure(matching, &keys).await?;
        let (mut whole, mut parts) = (BTreeSet::new(), BTreeSet::new());
        let mut pairs = BTreeSet::new();
        for key in &keys {
            let cap = usize::from(key.key.cap);
            if self.sizes[&key.key.key] <= cap {
                whole.insert(key.key.key);
            } else if self.sizes_with[&shared(key)] <= cap {
                parts.insert(shared(key));
            } else {
                let near = matching.neighbours(&key.id, key.key).await?;
                pairs.extend(near.into_iter().map(|other| pair(&key.id, &other)));
            }
        }
        let whole: Vec<u64> = whole.into_iter().collect();
        let parts: Vec<Shared> = parts.into_iter().collect();
        let mut members = matching.members(&whole).await?;
        members.extend(matching.members_with(&parts).await?);
        let whole: BTreeSet<u64> = whole.into_iter().collect();
        let block = |key: &KeyOf| {
            let StoredKey { key, second, .. } = key.key;
            (key, (!whole.contains(&key)).then_some(second))
        };
        members.sort_unstable_by_key(block);
        for block in members.chunk_by(|a, b| block(a) == block(b)) {
            for one in block.iter().filter(|one| touched.contains(&one.id)) {
                let others = block.iter().filter(|other| other.id != one.id);
                pairs.extend(others.map(|other| pair(&one.id, &other.id)));
            }
        }
        Ok(pairs)
    }
}

/// No cap is larger.
const CAP: usize = 64;

fn shared(key: &KeyOf) -> Shared {
    let StoredKey { key, second, .. } = key.key;
    (key, second)
}

fn pair(a: &str, b: &str) -> (String, String) {
    (a.min(b).to_owned(), a.max(b).to_owned())
}

impl Met for Account {
    /// Their names, for the parents among them. Gives who is a part of one that they had or have.
    async fn note(
        matching: &mut Matching,
        changed: &Changed<'_>,
    ) -> Result<Vec<String>, StoreError> {
        let mut names = Vec::new();
        for (place, party) in (changed.first..).zip(changed.parties) {
            let id = party.get(Column::RecordId);
            let Some(known) = changed.matcher.names(place) else { continue };
            names.push((id.to_owned(), known.whole, false));
            names.extend(known.stems.into_iter().map(|stem| (id.to_owned(), stem, true)));
        }
        matching.touch_people(&changed.keys, changed.ids).await?;
        matching.change_names(changed.ids, &names).await
    }
}

impl Met for Contact {
    /// By what their employers are found.
    async fn note(
        matching: &mut Matching,
        changed: &Changed<'_>,
    ) -> Result<Vec<String>, StoreError> {
        let of = |party: &Party<'_>| {
            let id = party.get(Column::RecordId).to_owned();
            keys_said(party).into_iter().map(move |key| (id.clone(), key))
        };
        let keys: Vec<(String, u64)> = changed.parties.iter().flat_map(of).collect();
        matching.change_employers(changed.ids, &keys).await?;
        Ok(Vec::new())
    }
}
