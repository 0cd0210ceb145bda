//! What accounts are compared with on a day: rates of exchange, win rates, and what comparable
//! accounts buy. Made once a day and never changed, so that a score can be made again.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::NaiveDate;
use rust_decimal::Decimal;
use rust_decimal::prelude::{FromPrimitive, ToPrimitive};
use serde::{Deserialize, Serialize};

use super::measure::median;
use super::rates::Rates;
use super::revenue::{Book, Circle, ExpansionModel, FittedRenewal, RevenueModel, Spend, Tally};
use crate::model::{AccountId, Currency, short_hash};

/// What accounts are compared with on a day.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Peers {
    /// The day.
    pub day: NaiveDate,
    /// The revenue model by whose words it was made.
    pub model: String,
    /// Rates of exchange.
    pub rates: Rates,
    /// What could not be compared, and why.
    pub errors: Vec<String>,
    /// The renewal probability fitted to renewals of our own, while one is in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewal: Option<FittedRenewal>,
    stages: BTreeMap<String, Tally>,
    /// How long deals took that were won; `None` of a snapshot that was made before that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cycle: Option<Cycle>,
    renewals: BTreeMap<String, Tally>,
    all_renewals: Tally,
    /// Names of segments, sizes and products, which members speak of by their place here.
    words: Vec<String>,
    /// By account.
    members: Vec<Member>,
    #[serde(skip)]
    groups: Groups,
    #[serde(skip)]
    version: String,
}

/// How long it takes to win new business.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Cycle {
    /// Deals that were won.
    pub deals: usize,
    /// The middle of their days from opening to closing.
    pub median_days: f64,
}

/// Who of a segment's members buys something.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Bought {
    /// Members.
    pub members: usize,
    /// Those that bought it in the last year.
    pub buyers: usize,
    /// Of them those that had not in the year before.
    pub adopted: usize,
    /// Those that bought it in the year before only.
    pub left: usize,
    /// Products that nobody ever bought.
    pub unsold: Vec<String>,
}

impl Bought {
    /// One member more, with what it holds of it.
    fn count<'a>(&mut self, owned: impl Iterator<Item = &'a Owned>) {
        let (mut now, mut before) = (false, false);
        for Owned(_, _, held) in owned {
            now |= *held != Held::Gone;
            before |= *held != Held::New;
        }
        self.members += 1;
        self.buyers += usize::from(now);
        self.adopted += usize::from(now && !before);
        self.left += usize::from(before && !now);
    }
}

/// An account as others are compared with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Member {
    #[serde(rename = "a")]
    account: AccountId,
    #[serde(rename = "s")]
    segments: Vec<u32>,
    #[serde(rename = "z")]
    size: Option<u32>,
    #[serde(rename = "p")]
    products: Vec<Owned>,
}

/// A product, what is spent on it per employee in a year (in the reporting currency, exactly as
/// written, so that reading it back gives the same number), and whether it had been bought in the
/// year before.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Owned(u32, Option<Decimal>, Held);

/// In which of the two years something was bought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Held {
    #[serde(rename = "n")]
    New,
    #[serde(rename = "b")]
    Both,
    #[serde(rename = "g")]
    Gone,
}

/// Segment and size; `None` is any.
type Key = (Option<u32>, Option<u32>);
type Groups = HashMap<Key, Stock>;

/// What the accounts of a group buy.
#[derive(Debug, Clone, Default)]
struct Stock {
    members: usize,
    products: BTreeMap<u32, Shelf>,
}

/// What the accounts of a group spend on a product.
#[derive(Debug, Clone, Default)]
struct Shelf {
    /// Spend per employee, rising, with the member's place.
    owners: Vec<(f64, u32)>,
    adopted: usize,
    had: usize,
}

/// The peers of one account, the account itself left out.
pub struct Company<'a> {
    peers: &'a Peers,
    stock: &'a Stock,
    own: Option<u32>,
    /// Whom it is compared with, in words.
    pub name: String,
    /// How many they are.
    pub count: usize,
}

/// What peers buy of one product.
#[derive(Debug, Clone, PartialEq)]
pub struct Custom {
    /// Spend per employee in a year of those that buy it, in the reporting currency, rising.
    pub per_size: Vec<f64>,
    /// Peers that adopted it in the last 12 months.
    pub adopted: usize,
    /// Peers that were without it 12 months ago.
    pub without: usize,
}

impl Peers {
    /// Nobody to compare with and no rate of exchange.
    pub fn none(day: NaiveDate, reporting: Currency) -> Self {
        let rates = Rates::none(day, reporting);
        let model = RevenueModel::built_in();
        let nobody = Gathering::new(day, rates).finish(&model);
        Self { version: "none".to_owned(), ..nobody }
    }

    /// Reads what [`Peers::to_json`] wrote.
    ///
    /// # Errors
    /// When it is something else.
    pub fn parse(json: &str) -> Result<Self, serde_json::Error> {
        let peers: Self = serde_json::from_str(json)?;
        Ok(peers.indexed(short_hash(json.as_bytes())))
    }

    /// As a snapshot is kept.
    #[expect(clippy::missing_panics_doc, reason = "its parts are plain words and numbers")]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("plain words and numbers are JSON")
    }

    /// Names the content.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// There is somebody to compare with.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// Deals that had reached a stage: how many closed, how many of them won.
    pub fn stage(&self, stage: &str) -> Tally {
        self.stages.get(stage).copied().unwrap_or_default()
    }

    /// How long it took to win new business; `None` where no deal tells.
    pub fn cycle(&self) -> Option<Cycle> {
        self.cycle
    }

    /// The renewal rate of the first of these segments that has at least so many decided contracts,
    /// else of all accounts.
    pub fn renewal_rate(&self, segments: &[String], least: usize) -> Option<f64> {
        let of = segments.iter().filter_map(|segment| self.renewals.get(segment));
        let mut enough =
            of.chain([&self.all_renewals]).filter(|tally| tally.closed as usize >= least);
        enough.next().and_then(|tally| tally.rate())
    }

    /// Who of a segment's members buys one of these products (families), named in lower case.
    pub fn bought(&self, segment: &str, products: &[String]) -> Bought {
        let lower: Vec<String> = self.words.iter().map(|word| word.to_lowercase()).collect();
        let sold: BTreeSet<u32> = self
            .members
            .iter()
            .flat_map(|one| one.products.iter().map(|owned| owned.0))
            .collect();
        let known = |name: &String| {
            let of = |at: &u32| lower.get(*at as usize).is_some_and(|word| word == name);
            sold.iter().filter(|at| of(at)).copied().collect::<Vec<u32>>()
        };
        let wanted: BTreeSet<u32> = products.iter().flat_map(known).collect();
        let unsold = products.iter().filter(|name| known(name).is_empty()).cloned().collect();
        let mut bought = Bought { unsold, ..Bought::default() };
        let Ok(place) = self.words.binary_search_by(|word| word.as_str().cmp(segment)) else {
            return bought;
        };
        let within = |one: &&Member| one.segments.contains(&(place as u32));
        for member in self.members.iter().filter(within) {
            bought.count(member.products.iter().filter(|owned| wanted.contains(&owned.0)));
        }
        bought
    }

    /// The nearest group with enough peers.
    pub fn company<'a>(&'a self, book: &Book, model: &ExpansionModel) -> Option<Company<'a>> {
        let size = book.size_band.as_deref();
        for circle in &model.groups {
            let pairs: Vec<(Option<&str>, Option<&str>)> = match circle {
                Circle::All => vec![(None, None)],
                Circle::Size => size.map(|size| (None, Some(size))).into_iter().collect(),
                Circle::Segment => book.segments.iter().map(|s| (Some(&**s), None)).collect(),
                Circle::SegmentAndSize => {
                    let known = book.segments.iter().filter(|_| size.is_some());
                    known.map(|segment| (Some(&**segment), size)).collect()
                }
            };
            let found = pairs.into_iter().filter_map(|(s, z)| self.group(&book.account, s, z));
            let mut enough = found.filter(|company| company.count >= model.min_peers);
            if let Some(company) = enough.next() {
                return Some(company);
            }
        }
        None
    }

    fn group(
        &self,
        account: &AccountId,
        segment: Option<&str>,
        size: Option<&str>,
    ) -> Option<Company<'_>> {
        let place = |word: &str| {
            let found = self.words.binary_search_by(|known| known.as_str().cmp(word));
            found.ok().map(|place| place as u32)
        };
        let segment_at = segment.map(place).map_or(Some(None), |at| at.map(Some))?;
        let size_at = size.map(place).map_or(Some(None), |at| at.map(Some))?;
        let stock = self.groups.get(&(segment_at, size_at))?;
        let own = self.members.binary_search_by(|member| member.account.cmp(account)).ok();
        let own = own.filter(|at| self.members[*at].is_in((segment_at, size_at)));
        let words = [segment, size].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let name = if words.is_empty() { "all accounts".to_owned() } else { words };
        let count = stock.members - usize::from(own.is_some());
        Some(Company { peers: self, stock, own: own.map(|at| at as u32), name, count })
    }

    fn indexed(mut self, version: String) -> Self {
        let mut groups = Groups::new();
        for (at, member) in self.members.iter().enumerate() {
            for key in member.keys() {
                groups.entry(key).or_default().add(at as u32, member);
            }
        }
        let shelves = groups.values_mut().flat_map(|stock| stock.products.values_mut());
        for shelf in shelves {
            shelf.owners.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        }
        (self.groups, self.version) = (groups, version);
        self
    }
}

impl PartialEq for Peers {
    fn eq(&self, other: &Self) -> bool {
        self.version == other.version
    }
}

impl Company<'_> {
    /// What they buy, by product (family); only what at least one of them buys.
    pub fn custom(&self) -> impl Iterator<Item = (&str, Custom)> {
        let told = self.stock.products.iter().map(|(product, shelf)| {
            (self.peers.words[*product as usize].as_str(), self.without_itself(*product, shelf))
        });
        told.filter(|(_, custom)| !custom.per_size.is_empty())
    }

    fn without_itself(&self, product: u32, goods: &Shelf) -> Custom {
        let own = self.own.map(|at| &self.peers.members[at as usize]);
        let held = own.and_then(|own| own.products.iter().find(|owned| owned.0 == product));
        let held = held.map(|owned| owned.2);
        let others = goods.owners.iter().filter(|(_, at)| Some(*at) != self.own);
        let had = goods.had - usize::from(held.is_some_and(|held| held != Held::New));
        Custom {
            per_size: others.map(|(per_size, _)| *per_size).collect(),
            adopted: goods.adopted - usize::from(held == Some(Held::New)),
            without: self.count - had,
        }
    }
}

impl Member {
    fn is_in(&self, (segment, size): Key) -> bool {
        segment.is_none_or(|segment| self.segments.contains(&segment))
            && size.is_none_or(|size| self.size == Some(size))
    }

    fn keys(&self) -> Vec<Key> {
        let sizes = [None].into_iter().chain(self.size.map(Some));
        let segments = || [None].into_iter().chain(self.segments.iter().copied().map(Some));
        sizes.flat_map(|size| segments().map(move |segment| (segment, size))).collect()
    }
}

impl Stock {
    fn add(&mut self, at: u32, member: &Member) {
        self.members += 1;
        for Owned(product, per_size, held) in &member.products {
            let goods = self.products.entry(*product).or_default();
            goods.adopted += usize::from(*held == Held::New);
            goods.had += usize::from(*held != Held::New);
            let per_size = per_size.and_then(|spend| spend.to_f64());
            goods.owners.extend(per_size.map(|per_size| (per_size, at)));
        }
    }
}

/// A snapshot in the making: the accounts of a portfolio tell about each other, one by one. The order
/// in which they come does not show.
pub struct Gathering {
    day: NaiveDate,
    rates: Rates,
    members: BTreeMap<AccountId, Told>,
    stages: BTreeMap<String, Tally>,
    renewals: BTreeMap<String, Tally>,
    all_renewals: Tally,
    cycles: Vec<f64>,
    errors: BTreeSet<String>,
    renewal: Option<FittedRenewal>,
}

/// A member in words.
struct Told {
    segments: BTreeSet<String>,
    size: Option<String>,
    products: BTreeMap<String, (Option<Decimal>, Held)>,
}

impl Gathering {
    /// Nobody yet. The rates of exchange are those of the day.
    pub fn new(day: NaiveDate, rates: Rates) -> Self {
        Self {
            day,
            rates,
            members: BTreeMap::new(),
            stages: BTreeMap::new(),
            renewals: BTreeMap::new(),
            all_renewals: Tally::default(),
            cycles: Vec::new(),
            errors: BTreeSet::new(),
            renewal: None,
        }
    }

    /// With the renewal probability that is in force.
    #[must_use]
    pub fn with_renewal(self, renewal: Option<FittedRenewal>) -> Self {
        Self { renewal, ..self }
    }

    /// One account more.
    pub fn add(&mut self, account: AccountId, book: &Book) {
        for (stage, tally) in &book.closed {
            self.stages.entry(stage.clone()).or_default().add(*tally);
        }
        let segments: BTreeSet<String> = book.segments.iter().cloned().collect();
        for segment in &segments {
            self.renewals.entry(segment.clone()).or_default().add(book.renewals);
        }
        self.all_renewals.add(book.renewals);
        self.cycles.extend(book.cycles.iter().map(|days| f64::from(*days)));
        let mut products = BTreeMap::new();
        for (product, spend) in &book.spend {
            let Some(held) = held(spend) else { continue };
            let per_size = book.size.and_then(|size| self.per_size(spend, size));
            products.insert(product.clone(), (per_size, held));
        }
        self.members.insert(account, Told { segments, size: book.size_band.clone(), products });
    }

    /// How many accounts were added.
    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Nobody was added.
    pub fn is_empty(&self) -> bool {
        self.members.is_empty()
    }

    /// The snapshot.
    pub fn finish(self, model: &RevenueModel) -> Peers {
        let words: Vec<String> = self.words().into_iter().collect();
        let members = self.members.iter().map(|(id, told)| told.member(id, &words)).collect();
        let deals = self.cycles.len();
        let cycle = median(self.cycles).map(|median_days| Cycle { deals, median_days });
        let peers = Peers {
            cycle,
            day: self.day,
            model: model.id(),
            errors: self.errors.into_iter().collect(),
            renewal: self.renewal,
            stages: self.stages,
            renewals: self.renewals,
            all_renewals: self.all_renewals,
            members,
            words,
            rates: self.rates,
            groups: Groups::new(),
            version: String::new(),
        };
        let version = short_hash(peers.to_json().as_bytes());
        peers.indexed(version)
    }

    /// Spend of the last year per employee; `None` when nothing was bought then.
    fn per_size(&mut self, spend: &Spend, size: i64) -> Option<Decimal> {
        if !spend.last.has_money() {
            return None;
        }
        let mut total = 0.0;
        for money in spend.last.iter() {
            match self.rates.convert(money, self.rates.reporting) {
                Ok(amount) => total += amount,
                Err(error) => {
                    self.errors.insert(error.to_string());
                    return None;
                }
            }
        }
        Decimal::from_f64(total / size as f64).map(|per_size| per_size.normalize())
    }

    fn words(&self) -> BTreeSet<String> {
        let members = self.members.values();
        let words = members.flat_map(|told| {
            let products = told.products.keys();
            told.segments.iter().chain(&told.size).chain(products).cloned()
        });
        words.collect()
    }
}

impl Told {
    fn member(&self, account: &AccountId, words: &[String]) -> Member {
        let place = |word: &String| words.binary_search(word).unwrap_or_default() as u32;
        let owned = |(product, (per_size, held)): (&String, &(Option<Decimal>, Held))| {
            Owned(place(product), *per_size, *held)
        };
        Member {
            account: account.clone(),
            segments: self.segments.iter().map(place).collect(),
            size: self.size.as_ref().map(place),
            products: self.products.iter().map(owned).collect(),
        }
    }
}

/// In which of the two years it was bought; `None` in neither.
fn held(spend: &Spend) -> Option<Held> {
    match (spend.last.has_money(), spend.before.has_money()) {
        (true, false) => Some(Held::New),
        (true, true) => Some(Held::Both),
        (false, true) => Some(Held::Gone),
        (false, false) => None,
    }
}
