//! Companies: what of a record is compared, how, and by which keys records meet.

use super::block::{Keys, Rule};
use super::frequency::{Class, Frequencies};
use super::model::{Comparison, Level, Pattern};
use super::party::{Column, Party};
use super::value::{self, Place, Places};
use super::{Corpus, Kind, stored_key};
use crate::reconcile::form::mailbox::{self, Mailbox};
use crate::reconcile::form::organisation::{self, Legal, Name};
use crate::reconcile::form::words::{Map, Set, Words, hash64, mix};
use crate::reconcile::form::{number, place};

const NAME: usize = 0;
const DOMAIN: usize = 1;
const VAT: usize = 2;
const DUNS: usize = 3;
const PHONE: usize = 4;
const ADDRESS: usize = 5;
const LEGAL: usize = 6;

const COMPARISONS: &[Comparison] = &[
    Comparison {
        name: "name",
        held: false,
        // In the order of `organisation::Level`.
        levels: &[
            Level::rarity("same", 0.55, 0.001),
            Level::rarity("near", 0.15, 0.0005),
            Level::group("within", 0.08, 0.003),
            Level::fixed("relative", -4.0),
            Level::rarity("acronym", 0.01, 0.0005),
            Level::group("shared", 0.05, 0.01),
            Level::fixed("number", -4.0),
            Level::learned("other", 0.07, 0.97),
            Level::fixed("sibling", -7.0),
            Level::fixed("note", -3.0),
        ],
    },
    Comparison {
        name: "domain",
        held: false,
        levels: &[
            Level::rarity("same", 0.85, 0.0005),
            Level::rarity("stem", 0.02, 0.0003),
            Level::learned("near", 0.02, 0.0005),
            Level::learned("other", 0.1, 0.999),
            // A group's domain joins little.
            Level::fixed("group", 4.0),
            // One name under two top-level domains is a family as often as one company.
            Level::fixed("kin", -1.5),
        ],
    },
    Comparison {
        name: "vat",
        held: true,
        levels: &[
            Level::rarity("same", 0.93, 0.0002),
            Level::learned("typo", 0.05, 0.00002),
            Level::learned("other", 0.01, 0.9998),
        ],
    },
    Comparison {
        name: "duns",
        held: true,
        levels: &[
            Level::rarity("same", 0.95, 0.0002),
            Level::learned("typo", 0.03, 0.00002),
            Level::learned("other", 0.01, 0.9998),
        ],
    },
    Comparison {
        name: "phone",
        held: false,
        levels: &[
            Level::group("same", 0.7, 0.0005),
            // As often the next line of one house.
            Level::fixed("typo", 2.0),
            Level::learned("other", 0.28, 0.999),
            Level::group("shared", 0.1, 0.0005),
            // One line for several houses says nothing of two houses.
            Level::fixed("two houses", -1.0),
        ],
    },
    Comparison {
        name: "address",
        held: false,
        levels: &[
            Level::group("street", 0.55, 0.0003),
            Level::group("postcode", 0.15, 0.0007),
            Level::learned("near", 0.05, 0.0003),
            Level::group("city", 0.1, 0.01),
            Level::learned("other", 0.05, 0.4),
            // A company in another country is a subsidiary: another account.
            Level::fixed("country", -9.0),
            Level::learned("apart", 0.08, 0.4),
        ],
    },
    Comparison {
        name: "legal form",
        held: false,
        levels: &[Level::learned("same", 0.9, 0.2), Level::learned("other", 0.1, 0.8)],
    },
];

const DOMAIN_RULE: u8 = 2;
const NAME_RULE: u8 = 4;

const RULES: &[Rule] = &[
    Rule::strong(&[VAT]),         // vat
    Rule::strong(&[DUNS]),        // duns
    Rule::strong(&[DOMAIN]),      // domain
    Rule::strong(&[PHONE]),       // phone
    Rule::strong(&[NAME]),        // name
    Rule::narrow(&[ADDRESS]),     // address
    Rule::weak(&[NAME]),          // word
    Rule::weak(&[NAME]),          // beginning
    Rule::weak(&[NAME, ADDRESS]), // acronym
    Rule::weak(&[NAME]),          // outline
];

/// A record's forms, as numbers of [`Words`]: one line of the cache.
#[repr(align(64))]
pub(super) struct Row {
    /// Among the names.
    name: u32,
    pub(super) domains: [u32; 2],
    pub(super) stem: u32,
    pub(super) phone: u32,
    vat: u32,
    duns: u32,
    pub(super) place: Place,
    country: u32,
    /// The source, where it has each company once.
    register: u32,
}

/// Records of companies, ready to be compared.
pub(crate) struct Companies {
    rows: Vec<Row>,
    names: Vec<Name>,
    words: Words,
    /// Each word's sound, by its number.
    sounds: Vec<u32>,
    frequencies: organisation::Frequencies,
    /// Numbers that are answered at several addresses.
    shared_phones: Set<u32>,
    /// Domains under which names go on differently: those of groups.
    shared_domains: Set<u32>,
    /// Whether frequencies are a kept model's.
    kept: bool,
}

/// Reads records into rows; equal names and countries are read once.
#[derive(Default)]
struct Reader<'a> {
    words: Words,
    names: Vec<Name>,
    by_name: Map<&'a str, u32>,
    places: Places<'a>,
    countries: Map<&'a str, u32>,
}

impl<'a> Reader<'a> {
    fn row(&mut self, party: &Party<'a>) -> Row {
        let name = self.name(party.get(Column::Name));
        let (domains, stem) = self.domains(party);
        let phone = value::phone(party.get(Column::Phone), &mut self.words);
        let vat = self.words.put_as('v', &number::vat(party.get(Column::Vat)));
        let duns = self.words.put_as('d', &number::duns(party.get(Column::Duns)));
        let place = self.place(party);
        let country = self.country(party.get(Column::Country));
        let register = self.words.put_as('R', party.get(Column::Register));
        Row { name, domains, stem, phone, vat, duns, place, country, register }
    }

    fn name(&mut self, raw: &'a str) -> u32 {
        if let Some(known) = self.by_name.get(raw) {
            return *known;
        }
        let at = self.names.len() as u32;
        self.names.push(Name::read(raw, &mut self.words));
        self.by_name.insert(raw, at);
        at
    }

    /// The domains of site and mailbox where they are the company's own, and the stem of the first.
    fn domains(&mut self, party: &Party<'a>) -> ([u32; 2], u32) {
        let own = |domain: &String| !domain.is_empty() && !mailbox::is_free(domain);
        let site = mailbox::domain(party.get(Column::Website));
        let mail = Mailbox::read(party.get(Column::Email));
        let mail = mail.map(|mail| mailbox::domain(mail.domain())).unwrap_or_default();
        let mut found =
            [Some(&site).filter(|d| own(d)), Some(&mail).filter(|d| own(d) && **d != site)]
                .into_iter()
                .flatten();
        let first = found.next();
        let domains = [first, found.next()].map(|d| d.map_or(0, |d| self.words.put(d)));
        let stem = first.map_or(0, |d| self.words.put_as('~', &mailbox::stem(d)));
        (domains, stem)
    }

    fn place(&mut self, party: &Party<'a>) -> Place {
        let said = value::Said {
            street: party.get(Column::Street),
            number: "",
            postcode: party.get(Column::Postcode),
            city: party.get(Column::City),
        };
        self.places.read(&said, 3, &mut self.words)
    }

    fn country(&mut self, raw: &'a str) -> u32 {
        let words = &mut self.words;
        let id = *self.countries.entry(raw).or_insert_with(|| match place::country(raw) {
            country if country.is_empty() => 0,
            country => words.id(&format!("C{country}")),
        });
        words.again(id);
        id
    }
}

impl Companies {
    /// Reads records. Frequencies are counted, or taken from a model.
    pub(crate) fn read<'a>(
        parties: impl Iterator<Item = Party<'a>>,
        known: Option<(u32, &Frequencies)>,
    ) -> Self {
        let mut reader = Reader::default();
        let rows: Vec<Row> = parties.map(|party| reader.row(&party)).collect();
        let Reader { mut words, names, .. } = reader;
        let tokens = names.iter().flat_map(|name| name.tokens.iter().copied());
        let sounds = value::sounds(tokens, &mut words);
        let size = words.len() + 1;
        let frequencies = organisation::Frequencies {
            records: rows.len() as f32,
            token: vec![0; size],
            key: vec![0; size],
            joined: vec![0; size],
        };
        let mut companies = Self {
            rows,
            names,
            words,
            sounds,
            frequencies,
            shared_phones: Set::default(),
            shared_domains: Set::default(),
            kept: known.is_some(),
        };
        match known {
            None => companies.count(),
            Some((records, known)) => companies.recall(records, known),
        }
        companies
    }

    pub(super) fn row(&self, record: usize) -> &Row {
        &self.rows[record]
    }

    pub(super) fn name(&self, record: usize) -> &Name {
        &self.names[self.rows[record].name as usize]
    }

    /// What a word's sound stands for in a key.
    pub(super) fn sound_key(&self, word: u32) -> u64 {
        value::key(&self.words, self.sounds[word as usize], self.kept)
    }

    /// How many records have the rarest word of a record's name.
    pub(super) fn rarest_count(&self, record: usize) -> u32 {
        self.frequencies.token[self.rarest(self.name(record)) as usize]
    }

    fn count(&mut self) {
        for row in &self.rows {
            let name = &self.names[row.name as usize];
            for token in name.tokens.iter().chain(&name.notes) {
                self.frequencies.token[*token as usize] += 1;
            }
            self.frequencies.key[name.key as usize] += 1;
            self.frequencies.joined[name.joined as usize] += 1;
        }
        self.shared_phones = self.phones_of_many();
        self.shared_domains = self.domains_of_groups();
    }

    /// Takes what a model knows of these records' values.
    fn recall(&mut self, records: u32, known: &Frequencies) {
        known.recount(&mut self.words);
        self.frequencies.records = records as f32;
        let classes = [
            (Class::Token, &mut self.frequencies.token),
            (Class::Key, &mut self.frequencies.key),
            (Class::Joined, &mut self.frequencies.joined),
        ];
        for (class, counts) in classes {
            known.fill(class, &self.words, counts);
        }
        self.shared_phones = known.marked(Class::SharedPhone, &self.words);
        self.shared_domains = known.marked(Class::SharedDomain, &self.words);
    }

    /// The share of records that have a value, over 0 to 1.
    fn share(&self, value: u32) -> f32 {
        value::share(&self.words, self.frequencies.records, value)
    }

    fn phones_of_many(&self) -> Set<u32> {
        let mut at: Map<u32, (u32, u32)> = Map::default();
        let mut many = Set::default();
        for row in &self.rows {
            let (number, street) = (row.place.number, row.place.street[0]);
            if row.phone == 0 || number == 0 || street == 0 {
                continue;
            }
            let first = *at.entry(row.phone).or_insert((number, street));
            if first.0 != number && !self.words.near(first.1, street, 2) {
                many.insert(row.phone);
            }
        }
        many
    }

    fn domains_of_groups(&self) -> Set<u32> {
        let mut mains: Vec<(u32, u32, u32)> = Vec::new();
        for row in self.rows.iter().filter(|row| row.domains[0] > 0) {
            let Some(main) = self.main_word(&self.names[row.name as usize]) else { continue };
            let domains = row.domains.into_iter().filter(|domain| *domain > 0);
            mains.extend(domains.map(|domain| (domain, main, row.name)));
        }
        mains.sort_unstable();
        let by_domain = mains.chunk_by(|a, b| a.0 == b.0);
        by_domain.filter(|said| self.differ(said)).map(|said| said[0].0).collect()
    }

    /// Whether names under one domain, each with its main word, go on differently than most.
    fn differ(&self, said: &[(u32, u32, u32)]) -> bool {
        let words = said.chunk_by(|a, b| a.1 == b.1).map(|same| (same.len(), same[0].1));
        let text = |word: u32| std::cmp::Reverse(self.words.text(word));
        let usual = words.max_by_key(|(count, word)| (*count, text(*word)));
        let Some((_, usual)) = usual else { return false };
        said.iter().any(|(_, main, name)| {
            !self.names[*name as usize].tokens.contains(&usual) && !self.alike(usual, *main)
        })
    }

    /// The word that most other companies of its kind share: the line of business.
    fn main_word(&self, name: &Name) -> Option<u32> {
        if name.tokens.len() < 2 || name.foreign {
            return None;
        }
        let words = name.tokens.iter().zip(&name.kinds).filter(|(_, kind)| **kind == 0);
        let count = |word: u32| (self.frequencies.token[word as usize], self.words.text(word));
        words.map(|(word, _)| *word).max_by(|a, b| count(*a).cmp(&count(*b)))
    }

    fn alike(&self, a: u32, b: u32) -> bool {
        let (x, y) = (self.words.text(a), self.words.text(b));
        self.words.near(a, b, 2) || x.starts_with(y) || y.starts_with(x)
    }

    /// The word of a name that the fewest have.
    fn rarest(&self, name: &Name) -> u32 {
        let count = |word: u32| (self.frequencies.token[word as usize], self.words.text(word));
        name.tokens.iter().copied().min_by(|a, b| count(*a).cmp(&count(*b))).unwrap_or(0)
    }

    fn compare_domains(&self, a: &Row, b: &Row, name: u8) -> (u8, f32) {
        if a.domains[0] == 0 || b.domains[0] == 0 {
            return (0, 1.0);
        }
        let same = a.domains.iter().find(|domain| **domain > 0 && b.domains.contains(domain));
        if let Some(domain) = same {
            let of_group = self.shared_domains.contains(domain);
            let of_one = !of_group || name == organisation::Level::Same as u8;
            return if of_one { (1, self.share(*domain)) } else { (5, 1.0) };
        }
        if matches!(name, 1..=4 | 6) && self.words.near(a.stem, b.stem, 1) {
            return (6, 1.0);
        }
        if a.stem == b.stem {
            return (2, self.share(a.stem));
        }
        let long = |stem: u32| self.words.text(stem).len() > 6;
        let near = self.words.near(a.stem, b.stem, 1) && long(a.stem) && long(b.stem);
        (if near { 3 } else { 4 }, 1.0)
    }

    fn compare_numbers(&self, a: u32, b: u32) -> (u8, f32) {
        value::compare_numbers(&self.words, self.frequencies.records, a, b)
    }

    fn compare_phones(&self, a: &Row, b: &Row, place: u8) -> (u8, f32) {
        let (level, share) = self.compare_numbers(a.phone, b.phone);
        if level != 1 || !self.shared_phones.contains(&a.phone) {
            return (level, share);
        }
        let two_houses = a.place.door > 0 && b.place.door > 0 && !matches!(place, 1 | 3);
        (if two_houses { 5 } else { 4 }, share)
    }

    fn compare_places(&self, one: &Row, other: &Row) -> (u8, f32) {
        let (a, b) = (&one.place, &other.place);
        let both = |a: u32, b: u32| a > 0 && b > 0;
        let same = |a: u32, b: u32| a > 0 && a == b;
        let streets = both(a.street[0], b.street[0]);
        if streets && same(a.number, b.number) {
            if a.shares_street(b) {
                let town = if both(a.postcode, b.postcode) {
                    a.postcode == b.postcode
                } else {
                    same(a.city, b.city)
                };
                let share = self.share(a.door).max(self.share(b.door));
                return (1, if town { share * 0.3 } else { share });
            }
            if self.words.near(a.street[0], b.street[0], 1) {
                return (3, 1.0);
            }
        }
        if same(a.postcode, b.postcode) {
            (2, self.share(a.postcode))
        } else if both(one.country, other.country) && one.country != other.country {
            (6, 1.0)
        } else if same(a.city, b.city) {
            (4, self.share(a.city))
        } else if both(a.door, b.door) {
            (7, 1.0)
        } else if streets || both(a.postcode, b.postcode) || both(a.city, b.city) {
            (5, 1.0)
        } else {
            (0, 1.0)
        }
    }
}

/// The keys by which a company is found that a person names by mailbox and name, as far as they
/// say one: those of its domain and of its name, as [`Corpus::keys`] are kept.
pub fn employer_keys(email: &str, company: &str) -> Vec<u64> {
    let mail = Mailbox::read(email).filter(|mail| !mailbox::is_free(mail.domain()));
    let domain = mail.map(|mail| mailbox::domain(mail.domain())).unwrap_or_default();
    let mut words = Words::default();
    let name = organisation::key(company, &mut words);
    let named = [(DOMAIN_RULE, domain.as_str()), (NAME_RULE, words.text(name))];
    let said = named.into_iter().filter(|(_, text)| !text.is_empty());
    said.map(|(rule, text)| stored_key(rule, hash64(text))).collect()
}

fn compare_legal(a: Option<Legal>, b: Option<Legal>) -> (u8, f32) {
    match (a, b) {
        (Some(a), Some(b)) => (if a == b { 1 } else { 2 }, 1.0),
        _ => (0, 1.0),
    }
}

impl Corpus for Companies {
    const KIND: Kind = Kind::Account;
    const COMPARISONS: &'static [Comparison] = COMPARISONS;
    const RULES: &'static [Rule] = RULES;

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn compare(&self, a: usize, b: usize) -> Pattern {
        let (a, b) = (&self.rows[a], &self.rows[b]);
        let (x, y) = (&self.names[a.name as usize], &self.names[b.name as usize]);
        let context = organisation::Context {
            words: &self.words,
            sounds: &self.sounds,
            frequencies: &self.frequencies,
        };
        let (name, share) = organisation::compare(x, y, &context);
        let mut pattern = Pattern::default();
        pattern.set(NAME, (name as u8, share));
        pattern.set(DOMAIN, self.compare_domains(a, b, name as u8));
        pattern.set(VAT, self.compare_numbers(a.vat, b.vat));
        pattern.set(DUNS, self.compare_numbers(a.duns, b.duns));
        let place = self.compare_places(a, b);
        pattern.set(PHONE, self.compare_phones(a, b, place.0));
        pattern.set(ADDRESS, place);
        pattern.set(LEGAL, compare_legal(x.legal, y.legal));
        pattern
    }

    fn touch(&self, record: usize) -> u64 {
        let name = self.name(record);
        name.tokens.iter().fold(0, |read, token| read ^ self.words.letters(*token))
    }

    fn keys(&self, record: usize, keys: &mut Keys) {
        let row = &self.rows[record];
        let name = &self.names[row.name as usize];
        let place = &row.place;
        let id = |word: u32| value::key(&self.words, word, self.kept);
        let rare = self.rarest(name);
        let second = id(rare);
        keys.put(0, id(row.vat), second);
        keys.put(1, id(row.duns), second);
        for domain in row.domains {
            keys.put(DOMAIN_RULE, id(domain), second);
        }
        keys.put(3, id(row.phone), second);
        keys.put(NAME_RULE, id(name.key), id(value::first([place.city, place.postcode])));
        keys.put(5, id(place.door), id(place.postcode));
        keys.put(6, id(self.sounds[rare as usize]), id(name.key));
        if let Some(first) = name.tokens.first().filter(|first| **first != rare) {
            keys.put(6, id(self.sounds[*first as usize]), id(name.key));
        }
        if let Some(beginning) = self.words.text(name.joined).get(..5) {
            let six = self.words.text(name.joined).get(..6).unwrap_or(beginning);
            keys.put(7, hash64(six), id(row.country));
        }
        if let [first, .., last] = name.tokens[..]
            && let Some(three) = self.words.text(first).get(..3)
        {
            let key = mix(mix(hash64(three), id(last)), id(row.country).max(1));
            keys.put(9, key, id(place.city));
        }
        if name.acronym > 0 {
            keys.put(8, mix(id(name.acronym), id(place.city)), 0);
        }
    }

    fn cannot_link(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.rows[a], &self.rows[b]);
        // Two slips of the pen are forgiven.
        let differ = |a: u32, b: u32| a > 0 && b > 0 && !self.words.near(a, b, 2);
        let listed_twice = a.register > 0 && a.register == b.register;
        differ(a.vat, b.vat) || differ(a.duns, b.duns) || listed_twice
    }

    fn frequencies(&self) -> Frequencies {
        let mut kept = Frequencies::default();
        kept.note(Class::Value, &self.words, |id| self.words.count(id));
        kept.note(Class::Token, &self.words, |id| self.frequencies.token[id as usize]);
        kept.note(Class::Key, &self.words, |id| self.frequencies.key[id as usize]);
        kept.note(Class::Joined, &self.words, |id| self.frequencies.joined[id as usize]);
        kept.mark(Class::SharedPhone, &self.words, self.shared_phones.iter());
        kept.mark(Class::SharedDomain, &self.words, self.shared_domains.iter());
        kept.sorted()
    }
}
