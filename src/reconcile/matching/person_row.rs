//! A person's record in comparable forms.

use super::party::{Column, Party};
use super::value::{self, Place, Places};
use crate::reconcile::form::mailbox::{self, Mailbox};
use crate::reconcile::form::person::{Name, Said, derived, title};
use crate::reconcile::form::text::folded;
use crate::reconcile::form::words::{Map, Words, mix};
use crate::reconcile::form::{day, number, organisation};

/// A record's forms, as numbers of [`Words`]; 0 for nothing.
#[derive(Default)]
pub(super) struct Row {
    pub(super) name: Name,
    /// How many records have this given name and surname, itself among them.
    pub(super) namesakes: u32,
    pub(super) mail: Mail,
    /// A desk several people sit at, not a person.
    pub(super) desk: bool,
    /// A mobile is one person's, a switchboard many people's.
    pub(super) phones: [u32; 2],
    /// As yyyymmdd.
    pub(super) born: u32,
    pub(super) born_word: u32,
    pub(super) number: u32,
    pub(super) place: Place,
    /// Of the address.
    pub(super) state: u32,
    pub(super) account: u32,
    pub(super) company: u32,
    pub(super) title: u32,
    /// The source, where it has each person once.
    pub(super) register: u32,
}

/// A mailbox.
#[derive(Default)]
pub(super) struct Mail {
    pub(super) address: u32,
    pub(super) local: u32,
    pub(super) domain: u32,
    /// The registrable domain, where it is an employer's.
    pub(super) employer: u32,
    /// Whether several people read it.
    pub(super) role: bool,
    /// Whether it says no more than the name.
    pub(super) derived: bool,
}

impl Row {
    pub(super) fn has_whole_name(&self) -> bool {
        self.name.given > 0 && self.name.last > 0
    }

    pub(super) fn name_pair(&self) -> u64 {
        mix(self.name.given.into(), self.name.last.into())
    }
}

/// Reads records into rows; what comes often is read once.
pub(super) struct Reader<'a> {
    words: Words,
    places: Places<'a>,
    states: Map<&'a str, u32>,
    companies: Map<&'a str, u32>,
    titles: Map<&'a str, u32>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(words: Words) -> Self {
        Self {
            words,
            places: Places::default(),
            states: Map::default(),
            companies: Map::default(),
            titles: Map::default(),
        }
    }

    pub(super) fn words(self) -> Words {
        self.words
    }

    pub(super) fn row(&mut self, party: &Party<'a>) -> Row {
        let said = Said {
            first: party.get(Column::FirstName),
            last: party.get(Column::LastName),
            full: party.get(Column::FullName),
        };
        let name = Name::read(said, &mut self.words);
        let born = day::day(party.get(Column::BirthDate));
        let mut row = Row {
            name,
            namesakes: 1,
            mail: self.mail(party.get(Column::Email), &name),
            desk: false,
            phones: [Column::Mobile, Column::Phone]
                .map(|column| value::phone(party.get(column), &mut self.words)),
            born,
            born_word: if born > 0 { self.words.put_as('b', &born.to_string()) } else { 0 },
            number: self.words.put_as('n', &number::alnum(party.get(Column::NationalNumber))),
            place: self.place(party),
            state: self.state(party.get(Column::State)),
            account: self.words.put_as('A', party.get(Column::Account)),
            company: self.company(party.get(Column::Company)),
            title: self.title(party.get(Column::Title)),
            register: self.words.put_as('R', party.get(Column::Register)),
        };
        self.seat(&mut row, party.get(Column::Company));
        row
    }

    /// Tells a desk from a person: "Accounting", or a role mailbox with the company's name.
    fn seat(&self, row: &mut Row, company: &str) {
        let name = &mut row.name;
        if name.last == 0 && name.given > 0 && mailbox::is_role(self.words.text(name.given)) {
            name.given = 0;
            row.desk = true;
        }
        if row.mail.role && name.given == 0 {
            let surname = self.words.text(name.last);
            let of_company = || folded(company).replace(' ', "").contains(surname);
            if name.last == 0 || !company.is_empty() && of_company() {
                (name.last, name.last_part) = (0, 0);
                row.desk = true;
            }
        }
    }

    fn mail(&mut self, raw: &str, name: &Name) -> Mail {
        let Some(mailbox) = Mailbox::read(raw) else { return Mail::default() };
        let (local, domain) = (mailbox.local(), mailbox.domain());
        let names = [name.given, name.middle, name.last, name.last_part];
        let derived = derived(local, &names.map(|word| self.words.text(word)));
        let employer =
            if mailbox::is_free(domain) { 0 } else { self.words.put(&mailbox::domain(domain)) };
        Mail {
            address: self.words.put(mailbox.address()),
            local: self.words.put_as('@', &mailbox.letters()),
            domain: self.words.put(domain),
            employer,
            role: mailbox::is_role(local),
            derived,
        }
    }

    fn place(&mut self, party: &Party<'a>) -> Place {
        let said = value::Said {
            street: party.get(Column::Street),
            number: party.get(Column::StreetNumber),
            postcode: party.get(Column::Postcode),
            city: party.get(Column::City),
        };
        self.places.read(&said, 2, &mut self.words)
    }

    fn state(&mut self, raw: &'a str) -> u32 {
        if raw.is_empty() {
            return 0;
        }
        let words = &mut self.words;
        let id =
            *self.states.entry(raw).or_insert_with(|| words.id(&format!("S{}", folded(raw))));
        words.again(id);
        id
    }

    fn company(&mut self, raw: &'a str) -> u32 {
        if raw.is_empty() {
            return 0;
        }
        let words = &mut self.words;
        let key = *self.companies.entry(raw).or_insert_with(|| organisation::key(raw, words));
        words.again(key);
        key
    }

    fn title(&mut self, raw: &'a str) -> u32 {
        if raw.is_empty() {
            return 0;
        }
        let words = &mut self.words;
        let id =
            *self.titles.entry(raw).or_insert_with(|| words.id(&format!("T{}", title(raw))));
        words.again(id);
        id
    }
}
