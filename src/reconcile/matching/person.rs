//! Persons: what of a record is compared, how, and by which keys records meet.

use super::block::{Keys, Rule};
use super::frequency::{Class, Counts, Frequencies, hash_of_two};
use super::model::{Comparison, Level, Pattern};
use super::party::Party;
use super::person_row::{Mail, Reader, Row};
use super::value;
use super::{Corpus, Kind};
use crate::reconcile::form::person::Nicknames;
use crate::reconcile::form::text::jaro_winkler;
use crate::reconcile::form::words::{Map, Set, Words, hash64, mix};

const NAME: usize = 0;
const EMAIL: usize = 1;
const PHONE: usize = 2;
const BORN: usize = 3;
const NUMBER: usize = 4;
const ADDRESS: usize = 5;
const EMPLOYER: usize = 6;
const TITLE: usize = 7;
const GENERATION: usize = 8;

const COMPARISONS: &[Comparison] = &[
    Comparison {
        name: "name",
        held: false,
        levels: &[
            Level::group("same", 0.55, 0.0001),
            Level::group("like", 0.2, 0.0001),
            Level::group("swapped", 0.02, 0.00005),
            Level::group("initial", 0.05, 0.0003),
            Level::group("near", 0.08, 0.0001),
            // A shared surname is a family as often as a person.
            Level::kept("surname", 0.03, 0.004),
            Level::kept("given", 0.04, 0.01),
            Level::group("half", 0.03, 0.01),
            Level::learned("other", 0.03, 0.98),
            Level::fixed("desk", -8.0),
        ],
    },
    Comparison {
        name: "email",
        held: false,
        levels: &[
            Level::rarity("same", 0.55, 0.00005),
            Level::group("mailbox", 0.1, 0.0001),
            Level::learned("near", 0.08, 0.00005),
            Level::rarity("role", 0.02, 0.0002),
            Level::learned("other", 0.25, 0.999),
        ],
    },
    Comparison {
        name: "phone",
        held: false,
        levels: &[
            Level::rarity("same", 0.5, 0.0001),
            Level::learned("typo", 0.03, 0.00003),
            Level::learned("other", 0.27, 0.999),
            Level::group("shared", 0.3, 0.0003),
        ],
    },
    Comparison {
        name: "born",
        held: false,
        levels: &[
            Level::rarity("same", 0.85, 0.0001),
            Level::learned("near", 0.09, 0.002),
            Level::learned("other", 0.04, 0.988),
            Level::learned("rough", 0.02, 0.01),
        ],
    },
    Comparison {
        name: "national number",
        held: true,
        levels: &[
            Level::rarity("same", 0.9, 0.0001),
            Level::learned("typo", 0.06, 0.0001),
            Level::learned("other", 0.04, 0.9998),
        ],
    },
    Comparison {
        name: "address",
        held: false,
        levels: &[
            Level::rarity("street", 0.45, 0.0001),
            Level::learned("near", 0.12, 0.0003),
            Level::group("postcode", 0.15, 0.001),
            Level::group("city", 0.08, 0.01),
            Level::learned("region", 0.1, 0.2),
            Level::learned("other", 0.1, 0.79),
        ],
    },
    Comparison {
        name: "employer",
        held: false,
        levels: &[
            Level::group("record", 0.3, 0.0003),
            Level::group("domain", 0.3, 0.0003),
            Level::group("name", 0.2, 0.0005),
            Level::learned("near", 0.05, 0.0005),
            Level::learned("other", 0.15, 0.999),
        ],
    },
    Comparison {
        name: "title",
        held: false,
        levels: &[Level::group("same", 0.7, 0.06), Level::learned("other", 0.3, 0.94)],
    },
    Comparison {
        name: "generation",
        held: true,
        levels: &[Level::learned("same", 0.95, 0.5), Level::learned("other", 0.01, 0.5)],
    },
];

const RULES: &[Rule] = &[
    Rule::strong(&[NUMBER]),       // national number
    Rule::strong(&[EMAIL]),        // email
    Rule::strong(&[PHONE]),        // phone
    Rule::narrow(&[NAME]),         // name
    Rule::strong(&[BORN, NAME]),   // day of birth
    Rule::narrow(&[ADDRESS]),      // address
    Rule::weak(&[NAME, EMPLOYER]), // employer
    Rule::narrow(&[EMAIL]),        // mailbox
    Rule::weak(&[NAME]),           // sound
    Rule::weak(&[ADDRESS, NAME]),  // postcode
    Rule::weak(&[NAME]),           // year of birth
    Rule::weak(&[EMPLOYER]),       // domain
];

/// How alike two given names or two surnames are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Unknown,
    Same,
    Alike,
    Initial,
    Other,
}

use Likeness::{Alike, Initial, Other, Same, Unknown};

impl Likeness {
    fn agrees(self) -> bool {
        matches!(self, Unknown | Same | Alike)
    }
}

/// Records of persons, ready to be compared.
pub(crate) struct Persons {
    rows: Vec<Row>,
    words: Words,
    nicknames: Nicknames,
    /// Nicknames are the first words: numbers above this are none.
    last_nickname: u32,
    /// Each word's sound, by its number.
    sounds: Vec<u32>,
    given: Counts,
    surnames: Counts,
    records: f32,
    /// Numbers of several persons.
    shared_phones: Set<u32>,
    /// Mailboxes of several persons.
    shared_mail: Set<u32>,
    /// Whether frequencies are a kept model's.
    kept: bool,
}

impl Persons {
    /// Reads records. Frequencies are counted, or taken from a model.
    pub(crate) fn read<'a>(
        parties: impl Iterator<Item = Party<'a>>,
        known: Option<(u32, &Frequencies)>,
    ) -> Self {
        let mut words = Words::with_capacity(parties.size_hint().0 * 4);
        let nicknames = Nicknames::read(&mut words);
        let last_nickname = words.len() as u32;
        let mut reader = Reader::new(words);
        let rows: Vec<Row> = parties.map(|party| reader.row(&party)).collect();
        let mut words = reader.words();
        let names = rows.iter().map(|row| &row.name);
        let parts = names.flat_map(|name| [name.given, name.last, name.last_part]);
        let sounds = value::sounds(parts, &mut words);
        let mut persons = Self {
            records: rows.len() as f32,
            rows,
            words,
            nicknames,
            last_nickname,
            sounds,
            given: Counts::default(),
            surnames: Counts::default(),
            shared_phones: Set::default(),
            shared_mail: Set::default(),
            kept: known.is_some(),
        };
        match known {
            None => persons.count(),
            Some((records, known)) => persons.recall(records, known),
        }
        persons
    }

    fn count(&mut self) {
        let size = self.words.len() + 1;
        let (mut given, mut surnames) = (vec![0; size], vec![0; size]);
        let mut pairs: Map<u64, u32> = Map::default();
        for row in &self.rows {
            given[row.name.given as usize] += 1;
            surnames[row.name.last as usize] += 1;
            if row.has_whole_name() {
                *pairs.entry(row.name_pair()).or_default() += 1;
            }
        }
        for row in self.rows.iter_mut().filter(|row| row.has_whole_name()) {
            row.namesakes = pairs[&row.name_pair()];
        }
        (given[0], surnames[0]) = (0, 0);
        self.given = Counts::new(given, self.records);
        self.surnames = Counts::new(surnames, self.records);
        self.shared_phones = self.phones_of_many();
        self.shared_mail = self.mail_of_many();
    }

    /// Takes what a model knows of these records' values.
    fn recall(&mut self, records: u32, known: &Frequencies) {
        self.records = records as f32;
        known.recount(&mut self.words);
        let counts = |class| {
            let mut counts = vec![0; self.words.len() + 1];
            known.fill(class, &self.words, &mut counts);
            Counts::new(counts, records as f32)
        };
        (self.given, self.surnames) = (counts(Class::Given), counts(Class::Surname));
        for at in 0..self.rows.len() {
            self.rows[at].namesakes = known.count(self.pair_hash(&self.rows[at])).max(1);
        }
        self.shared_phones = known.marked(Class::SharedPhone, &self.words);
        self.shared_mail = known.marked(Class::SharedMail, &self.words);
    }

    fn pair_hash(&self, row: &Row) -> u64 {
        let (given, last) = (self.words.text(row.name.given), self.words.text(row.name.last));
        hash_of_two(Class::FullName, given, last)
    }

    /// Numbers under which several surnames are found, or somebody without a whole name.
    fn phones_of_many(&self) -> Set<u32> {
        const MOST: usize = 3;
        let mut known: Map<u32, ([u32; MOST], u32)> = Map::default();
        for row in &self.rows {
            let (given, last) =
                (self.sounds[row.name.given as usize], self.sounds[row.name.last as usize]);
            for phone in row
                .phones
                .into_iter()
                .filter(|phone| *phone > 0 && self.words.count(*phone) > 1)
            {
                let (surnames, people) = known.entry(phone).or_default();
                if given == 0 || last == 0 {
                    *people += 1;
                } else if !surnames.contains(&last)
                    && !surnames.contains(&given)
                    && let Some(free) = surnames.iter_mut().find(|surname| **surname == 0)
                {
                    *free = last;
                    *people += 1;
                }
            }
        }
        known
            .into_iter()
            .filter(|(_, (_, people))| *people > 1)
            .map(|(phone, _)| phone)
            .collect()
    }

    /// Mailboxes under which several surnames are found.
    fn mail_of_many(&self) -> Set<u32> {
        let mut known: Map<u32, u32> = Map::default();
        let mut several = Set::default();
        for row in self.rows.iter().filter(|row| row.mail.address > 0 && row.has_whole_name()) {
            let (given, last) = (row.name.given, row.name.last);
            let surname = self.sounds[last as usize];
            let first = *known.entry(row.mail.address).or_insert(surname);
            // Names are given in either order.
            if first != surname && first != self.sounds[given as usize] {
                several.insert(row.mail.address);
            }
        }
        several
    }

    /// The share of records that have a value, over 0 to 1.
    fn share(&self, value: u32) -> f32 {
        value::share(&self.words, self.records, value)
    }

    fn nicknames_agree(&self, a: u32, b: u32) -> bool {
        a.max(b) <= self.last_nickname && self.nicknames.agree(a, b)
    }

    /// A misspelling: few edits for its length, and alike from the front.
    fn misspelt(&self, a: u32, b: u32, x: &str, y: &str) -> bool {
        let short = x.len().min(y.len());
        short >= 3
            && self.words.near(a, b, if short >= 5 { 2 } else { 1 })
            && jaro_winkler(x, y) > 0.8
    }

    fn compare_given(&self, a: u32, b: u32, scripts_differ: bool) -> Likeness {
        if a == 0 || b == 0 {
            return Unknown;
        }
        if a == b {
            return Same;
        }
        if self.nicknames_agree(a, b) {
            return Alike;
        }
        let (x, y) = (self.words.text(a), self.words.text(b));
        let short = x.len().min(y.len());
        if short == 1 {
            return if x.as_bytes()[0] == y.as_bytes()[0] { Initial } else { Other };
        }
        let sounds = scripts_differ && self.sounds[a as usize] == self.sounds[b as usize];
        let begins = || short >= 3 && (x.starts_with(y) || y.starts_with(x));
        if sounds || self.misspelt(a, b, x, y) || begins() { Alike } else { Other }
    }

    fn compare_surnames(&self, a: &Row, b: &Row, scripts_differ: bool) -> Likeness {
        let (one, other) = (&a.name, &b.name);
        if one.last == 0 || other.last == 0 {
            return Unknown;
        }
        if one.last == other.last {
            return Same;
        }
        let (x, y) = (self.words.text(one.last), self.words.text(other.last));
        if x.len().min(y.len()) == 1 {
            return if x.as_bytes()[0] == y.as_bytes()[0] { Initial } else { Other };
        }
        let sound = |word: u32| self.sounds[word as usize];
        let sounds = || self.words.near(sound(one.last), sound(other.last), 1);
        if scripts_differ && sounds() || self.misspelt(one.last, other.last, x, y) {
            return Alike;
        }
        let ends = [one.last_part, other.last_part];
        let one_ends = ends[0] > 0 && (ends[0] == other.last || ends[0] == ends[1]);
        if one_ends || ends[1] > 0 && ends[1] == one.last { Alike } else { Other }
    }

    fn likeness(&self, a: &Row, b: &Row) -> (Likeness, Likeness) {
        let scripts_differ = a.name.foreign != b.name.foreign;
        let given = self.compare_given(a.name.given, b.name.given, scripts_differ);
        let last = self.compare_surnames(a, b, scripts_differ);
        let like =
            |x: u32, y: u32| matches!(self.compare_given(x, y, scripts_differ), Same | Alike);
        // A single name may stand in the wrong column.
        let (x, y) = (&a.name, &b.name);
        if given == Other
            && last == Unknown
            && (x.last == 0 && like(x.given, y.last) || y.last == 0 && like(y.given, x.last))
        {
            return (Unknown, Alike);
        }
        if last == Other
            && given == Unknown
            && (x.given == 0 && like(x.last, y.given) || y.given == 0 && like(y.last, x.given))
        {
            return (Alike, Unknown);
        }
        (given, last)
    }

    fn compare_names(
        &self,
        a: &Row,
        b: &Row,
        (given, last): (Likeness, Likeness),
    ) -> (u8, f32) {
        if a.desk != b.desk {
            return (10, 1.0);
        }
        let share_given = self.given.share(a.name.given).max(self.given.share(b.name.given));
        let share_last = self.surnames.share(a.name.last).max(self.surnames.share(b.name.last));
        let by_chance = share_given * share_last;
        match (given, last) {
            (Unknown, Unknown) => (0, 1.0),
            (Same, Same) => (1, self.share_of_pair(a).max(by_chance)),
            (Alike, Same) | (Same, Alike) => (2, by_chance * 4.0),
            (Initial, Same) => (4, share_last * 0.08),
            (Alike | Initial, Alike) | (Same | Alike, Initial) => {
                (5, share_given.max(0.001) * share_last.max(0.001) * 16.0)
            }
            _ if self.swapped(a, b) => (3, by_chance),
            (Other, Same | Alike) if self.goes_by_middle(a, b) => (5, by_chance),
            (Other, Same) => (6, share_last),
            (Other, Alike) => (6, share_last * 4.0),
            (Same, Other) => (7, share_given),
            (Alike, Other) => (7, share_given * 4.0),
            (Unknown, Same | Alike) => (8, share_last),
            (Same | Alike, Unknown) => (8, share_given),
            (Other | Initial, Other | Initial) => (9, 1.0),
            _ => (0, 1.0),
        }
    }

    /// The share of records with both names, without a person's usual three.
    fn share_of_pair(&self, row: &Row) -> f32 {
        (row.namesakes as f32 - 3.0) / self.records
    }

    fn swapped(&self, a: &Row, b: &Row) -> bool {
        let (a, b) = (&a.name, &b.name);
        let whole = a.given > 0 && b.given > 0 && a.last > 0 && b.last > 0;
        whole
            && (a.given == b.last && self.words.near(a.last, b.given, 1)
                || a.last == b.given && self.words.near(a.given, b.last, 1))
    }

    fn goes_by_middle(&self, a: &Row, b: &Row) -> bool {
        let scripts_differ = a.name.foreign != b.name.foreign;
        let agrees =
            |x: u32, y: u32| x > 0 && self.compare_given(x, y, scripts_differ).agrees();
        agrees(a.name.middle, b.name.given) || agrees(b.name.middle, a.name.given)
    }

    fn compare_mailboxes(&self, a: &Row, b: &Row, names_differ: bool) -> (u8, f32) {
        const NEAR: (u8, f32) = (3, 1.0);
        const OTHER: (u8, f32) = (5, 1.0);
        let (x, y) = (&a.mail, &b.mail);
        if x.address == 0 || y.address == 0 {
            return (0, 1.0);
        }
        if x.address == y.address {
            return self.same_mailbox(x);
        }
        if x.role || y.role {
            return (0, 1.0);
        }
        if x.local == y.local {
            return if self.words.near(x.domain, y.domain, 2) {
                NEAR
            } else if x.derived || y.derived {
                // Says no more than that the names agree.
                (0, 1.0)
            } else {
                (2, self.share(x.local).max(0.001))
            };
        }
        if names_differ {
            return OTHER;
        }
        let slip = || {
            x.domain == y.domain
                && !(x.derived && y.derived)
                && self.words.near(x.local, y.local, 1)
                && self.same_digits(x.local, y.local)
        };
        if self.slips(a, b) || slip() { NEAR } else { OTHER }
    }

    /// Records with one person's mailbox are that person, however many they are; with a mailbox of
    /// several it is one among those who have it.
    fn same_mailbox(&self, mail: &Mail) -> (u8, f32) {
        // Where anybody has a mailbox, namesakes may have had the same thought.
        let of_anybody = mail.derived && mail.employer == 0;
        let several = of_anybody || self.shared_mail.contains(&mail.address);
        let share = if several { self.share(mail.address) } else { 1.0 / self.records };
        if mail.role { (4, self.share(mail.address)) } else { (1, share) }
    }

    /// Slips in the mailbox and in its domain.
    fn slips(&self, a: &Row, b: &Row) -> bool {
        let (x, y) = (a.mail.address, b.mail.address);
        let long = |word: u32| self.words.text(word).len() >= 10;
        a.mail.domain != b.mail.domain
            && self.words.near(x, y, 3)
            && long(x)
            && long(y)
            && self.same_digits(x, y)
    }

    fn same_digits(&self, a: u32, b: u32) -> bool {
        let digits = |word| self.words.text(word).bytes().filter(u8::is_ascii_digit);
        digits(a).eq(digits(b))
    }

    fn compare_phones(&self, a: &Row, b: &Row) -> (u8, f32) {
        let same = a.phones.iter().find(|phone| **phone > 0 && b.phones.contains(phone));
        if let Some(phone) = same {
            let level = if self.shared_phones.contains(phone) { 4 } else { 1 };
            return (level, self.share(*phone));
        }
        let comparable = a.phones.iter().zip(&b.phones).find(|(x, y)| **x > 0 && **y > 0);
        match comparable {
            Some((x, y)) if self.words.near(*x, *y, 1) => (2, 1.0),
            Some(_) => (3, 1.0),
            None => (0, 1.0),
        }
    }

    fn compare_births(&self, a: &Row, b: &Row) -> (u8, f32) {
        if a.born == 0 || b.born == 0 {
            return (0, 1.0);
        }
        if a.born == b.born {
            return (1, self.share(a.born_word));
        }
        let (month, day) = (|born: u32| born / 100 % 100, |born: u32| born % 100);
        let swapped = a.born / 10_000 == b.born / 10_000
            && (month(a.born) == day(b.born) || day(a.born) == month(b.born));
        if swapped || self.words.near(a.born_word, b.born_word, 1) {
            (2, 1.0)
        } else if self.words.near(a.born_word, b.born_word, 2) {
            (4, 1.0)
        } else {
            (3, 1.0)
        }
    }

    fn compare_numbers(&self, a: u32, b: u32) -> (u8, f32) {
        value::compare_numbers(&self.words, self.records, a, b)
    }

    fn compare_places(&self, one: &Row, other: &Row) -> (u8, f32) {
        let (a, b) = (&one.place, &other.place);
        let same = |x: u32, y: u32| x > 0 && x == y;
        let both = |x: u32, y: u32| x > 0 && y > 0;
        let streets = both(a.street[0], b.street[0]);
        if streets {
            let shared = a.shares_street(b);
            if shared && a.number == b.number {
                return (1, self.share(a.door).max(self.share(b.door)));
            }
            let near = shared || self.words.near(a.street[0], b.street[0], 1);
            let fits = a.number == b.number
                || same(a.postcode, b.postcode)
                || a.number == 0
                || b.number == 0;
            if near && fits {
                return (2, 1.0);
            }
        }
        if same(a.postcode, b.postcode) {
            (3, self.share(a.postcode))
        } else if both(a.city, b.city) && self.words.near(a.city, b.city, 2) {
            (4, self.share(a.city).max(self.share(b.city)))
        } else if same(one.state, other.state) {
            (5, 1.0)
        } else if streets
            || both(a.postcode, b.postcode)
            || both(a.city, b.city)
            || both(one.state, other.state)
        {
            (6, 1.0)
        } else {
            (0, 1.0)
        }
    }

    fn compare_employers(&self, a: &Row, b: &Row) -> (u8, f32) {
        let same = |x: u32, y: u32| x > 0 && x == y;
        if same(a.account, b.account) {
            (1, self.share(a.account))
        } else if same(a.mail.employer, b.mail.employer) {
            (2, self.share(a.mail.employer))
        } else if same(a.company, b.company) {
            (3, self.share(a.company))
        } else if a.company > 0 && b.company > 0 {
            let (x, y) = (self.words.text(a.company), self.words.text(b.company));
            let near = x.starts_with(y)
                || y.starts_with(x)
                || self.words.near(a.company, b.company, 2);
            (if near { 4 } else { 5 }, 1.0)
        } else {
            (0, 1.0)
        }
    }

    fn compare_titles(&self, a: u32, b: u32) -> (u8, f32) {
        match (a, b) {
            (0, _) | (_, 0) => (0, 1.0),
            (a, b) if a == b => (1, self.share(a)),
            _ => (2, 1.0),
        }
    }

    /// What a word stands for in a key.
    fn key(&self, word: u32) -> u64 {
        value::key(&self.words, word, self.kept)
    }

    fn first_two(&self, word: u32) -> u64 {
        let bytes = self.words.text(word).as_bytes();
        let at = |i: usize| bytes.get(i).map_or(0, |b| u64::from(*b));
        at(0) << 8 | at(1)
    }

    /// Keys of the name, alone and with the day of birth.
    fn name_keys(&self, row: &Row, (given, last): (u32, u32), keys: &mut Keys) {
        let name = &row.name;
        if name.given > 0 && name.last > 0 {
            let more = [row.born_word, row.place.postcode, row.mail.employer, row.company];
            let (one, other) = (self.key(name.given), self.key(name.last));
            let second = self.key(value::first(more));
            keys.put(3, mix(one.min(other), one.max(other)), second);
        }
        if row.born > 0 {
            let born = self.key(row.born_word);
            let year = u64::from(row.born / 10_000) + (1 << 50);
            keys.put(10, born, self.key(last));
            keys.put(10, born.wrapping_add(1 << 41), self.key(given));
            for (part, other) in [(given, last), (last, given)] {
                if part > 0 {
                    keys.put(4, mix(born, self.first_two(part)), self.key(part));
                    keys.put(10, mix(year, self.key(part)), self.key(other));
                }
            }
        }
        if given > 0 && last > 0 {
            let (g, l) = (self.words.text(given), self.words.text(last));
            let sound: String = g.chars().take(2).chain(l.chars().take(4)).collect();
            let town = value::first([row.place.city, row.place.postcode]);
            keys.put(8, hash64(&sound), self.key(town));
        }
    }

    /// Keys of employer and domain, joined with the name.
    fn employer_keys(&self, row: &Row, (given, last): (u32, u32), keys: &mut Keys) {
        for employer in [row.mail.employer, row.company] {
            if employer > 0 && last > 0 {
                keys.put(6, mix(self.key(employer), self.key(last)), self.key(given));
            }
        }
        if row.account > 0 {
            keys.put(6, mix(self.key(row.account), 3), self.key(last));
        }
        if row.mail.employer > 0 {
            for part in [given, last].into_iter().filter(|part| *part > 0) {
                let key = mix(self.key(row.mail.domain), self.first_two(part));
                keys.put(11, key, self.key(part));
            }
        }
    }
}

impl Corpus for Persons {
    const KIND: Kind = Kind::Contact;
    const COMPARISONS: &'static [Comparison] = COMPARISONS;
    const RULES: &'static [Rule] = RULES;

    fn len(&self) -> usize {
        self.rows.len()
    }

    fn compare(&self, a: usize, b: usize) -> Pattern {
        let (a, b) = (&self.rows[a], &self.rows[b]);
        let mut pattern = Pattern::default();
        let likeness = self.likeness(a, b);
        let names_differ = likeness.0 == Other || likeness.1 == Other;
        let mail = self.compare_mailboxes(a, b, names_differ);
        let phone = self.compare_phones(a, b);
        pattern.set(NAME, self.compare_names(a, b, likeness));
        pattern.set(EMAIL, mail);
        pattern.set(PHONE, phone);
        pattern.set(BORN, self.compare_births(a, b));
        pattern.set(NUMBER, self.compare_numbers(a.number, b.number));
        // One reason for sharing a place of work counts once: a mailbox says it already, a
        // switchboard says no more, and colleagues share the address as well.
        if !matches!(mail.0, 1 | 4) {
            if phone.0 == 4 {
                pattern.set(PHONE, (0, 1.0));
                pattern.set(EMPLOYER, (2, phone.1));
            } else {
                pattern.set(EMPLOYER, self.compare_employers(a, b));
            }
        }
        if !matches!(pattern.level[EMPLOYER], 1..=3) {
            pattern.set(ADDRESS, self.compare_places(a, b));
        }
        pattern.set(TITLE, self.compare_titles(a.title, b.title));
        if let (Some(x), Some(y)) = (a.name.generation, b.name.generation) {
            pattern.set(GENERATION, (if x == y { 1 } else { 2 }, 1.0));
        }
        pattern
    }

    fn touch(&self, record: usize) -> u64 {
        let row = &self.rows[record];
        let asked = [row.name.given, row.name.last, row.mail.local, row.phones[1]];
        asked.iter().fold(row.title.into(), |read, word| read ^ self.words.letters(*word))
    }

    fn keys(&self, record: usize, keys: &mut Keys) {
        let row = &self.rows[record];
        let sound = |word: u32| self.sounds[word as usize];
        let sounds = (sound(row.name.given), sound(row.name.last));
        let both = self.key(sounds.0) ^ self.key(sounds.1);
        keys.put(0, self.key(row.number), 0);
        keys.put(1, self.key(row.mail.address), both);
        for phone in row.phones {
            keys.put(2, self.key(phone), both);
        }
        self.name_keys(row, sounds, keys);
        let place = &row.place;
        let postcode = self.key(place.postcode);
        keys.put(5, self.key(place.door), postcode);
        self.employer_keys(row, sounds, keys);
        if !row.mail.role {
            keys.put(7, self.key(row.mail.local), both);
        }
        if place.postcode > 0 {
            let (given, last) = (self.key(sounds.0), self.key(sounds.1));
            keys.put(9, mix(postcode, last), given);
            keys.put(9, mix(postcode, given.wrapping_add(1 << 40)), last);
        }
    }

    fn cannot_link(&self, a: usize, b: usize) -> bool {
        let (a, b) = (&self.rows[a], &self.rows[b]);
        let generations = a.name.generation.zip(b.name.generation);
        let listed_twice = a.register > 0 && a.register == b.register;
        listed_twice || generations.is_some_and(|(a, b)| a != b)
    }

    fn frequencies(&self) -> Frequencies {
        let mut kept = Frequencies::default();
        kept.note(Class::Value, &self.words, |id| self.words.count(id));
        kept.note(Class::Given, &self.words, |id| self.given.count(id));
        kept.note(Class::Surname, &self.words, |id| self.surnames.count(id));
        let mut noted: Set<u64> = Set::default();
        for row in self.rows.iter().filter(|row| row.has_whole_name()) {
            if noted.insert(row.name_pair()) {
                kept.put(self.pair_hash(row), row.namesakes);
            }
        }
        kept.mark(Class::SharedPhone, &self.words, self.shared_phones.iter());
        kept.mark(Class::SharedMail, &self.words, self.shared_mail.iter());
        kept.sorted()
    }
}
