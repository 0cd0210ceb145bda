//! What a record says of a company or a person, as columns of text.

/// What a column means. Each is known by some header names, in small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Column {
    /// The record's own id: one of a kind.
    RecordId,
    /// The company's name.
    Name,
    /// A site or its domain.
    Website,
    /// A mailbox.
    Email,
    /// A telephone number.
    Phone,
    /// A mobile number.
    Mobile,
    /// The number for value added tax.
    Vat,
    /// Dun & Bradstreet's number.
    Duns,
    /// Street, with or without the house number.
    Street,
    /// The house number, where it has a column of its own.
    StreetNumber,
    /// Town.
    City,
    /// Postcode.
    Postcode,
    /// State or region.
    State,
    /// Country, as a code or by name.
    Country,
    /// Given names.
    FirstName,
    /// Surname.
    LastName,
    /// Given names and surname in one.
    FullName,
    /// What the person does in the company.
    Title,
    /// Name of the person's employer.
    Company,
    /// Id of the employer's record in the same source.
    Account,
    /// Day of birth.
    BirthDate,
    /// The person's national number.
    NationalNumber,
    /// The source, where it is known to have each party once: two of its records are two parties.
    Register,
}

/// How many columns there are.
const COLUMNS: usize = Column::Register as usize + 1;

/// What kind of party records are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Companies.
    Account,
    /// Persons.
    Contact,
}

type Header = (Column, &'static [&'static str]);

const SHARED: &[Header] = &[
    (Column::RecordId, &["record_id"]),
    (Column::Website, &["website", "domain"]),
    (Column::Email, &["email"]),
    (Column::Phone, &["phone"]),
    (Column::Street, &["street", "address", "address_1"]),
    (Column::StreetNumber, &["street_number"]),
    (Column::City, &["city", "suburb"]),
    (Column::Postcode, &["postcode", "zip", "postal_code"]),
    (Column::State, &["state"]),
    (Column::Country, &["country"]),
    (Column::Register, &["register"]),
];

const OF_ACCOUNTS: &[Header] = &[
    (Column::Name, &["name", "company_name", "site_name"]),
    (Column::Vat, &["vat_id"]),
    (Column::Duns, &["duns"]),
];

const OF_CONTACTS: &[Header] = &[
    (Column::FirstName, &["first_name", "given_name"]),
    (Column::LastName, &["last_name", "surname"]),
    (Column::FullName, &["full_name", "name"]),
    (Column::Mobile, &["mobile"]),
    (Column::Title, &["title"]),
    (Column::Company, &["company_name", "company"]),
    (Column::Account, &["account_record_id"]),
    (Column::BirthDate, &["dob", "date_of_birth"]),
    (Column::NationalNumber, &["soc_sec_id", "ssn"]),
];

impl Kind {
    /// The kind as a word: `account` or `contact`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Contact => "contact",
        }
    }

    /// The columns that say something of such a party, each with the header names it is known by;
    /// the first is the column's own name.
    pub fn columns(self) -> impl Iterator<Item = (Column, &'static [&'static str])> {
        let own = match self {
            Self::Account => OF_ACCOUNTS,
            Self::Contact => OF_CONTACTS,
        };
        SHARED.iter().chain(own).copied()
    }
}

/// One record's values, borrowed. An empty text is nothing.
#[derive(Clone, Copy)]
pub struct Party<'a> {
    values: [&'a str; COLUMNS],
}

impl Default for Party<'_> {
    fn default() -> Self {
        Self { values: [""; COLUMNS] }
    }
}

impl<'a> Party<'a> {
    /// The record that says so. Of several values for one column the first counts.
    pub fn new(values: impl IntoIterator<Item = (Column, &'a str)>) -> Self {
        let mut party = Self::default();
        for (column, value) in values {
            let slot = &mut party.values[column as usize];
            if slot.is_empty() {
                *slot = value;
            }
        }
        party
    }

    /// What the record says, or `""`.
    pub fn get(&self, column: Column) -> &'a str {
        self.values[column as usize]
    }
}

/// What many records say, their texts end to end: a fraction of what they take by themselves.
#[derive(Debug, Default)]
pub struct Parties {
    text: String,
    /// Where each record's text starts.
    starts: Vec<usize>,
    /// Where each of its columns ends, from there on.
    ends: Vec<[u32; COLUMNS]>,
}

impl Parties {
    /// Adds a record behind the others.
    pub fn put(&mut self, party: &Party<'_>) {
        let start = self.text.len();
        let mut ends = [0; COLUMNS];
        for (value, end) in party.values.iter().zip(&mut ends) {
            self.text.push_str(value);
            *end = (self.text.len() - start) as u32;
        }
        self.starts.push(start);
        self.ends.push(ends);
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The record at a place.
    ///
    /// # Panics
    /// When no record was put there.
    pub fn get(&self, place: usize) -> Party<'_> {
        let mut from = self.starts[place];
        let start = from;
        let values = self.ends[place].map(|end| {
            let to = start + end as usize;
            let value = self.text.get(std::mem::replace(&mut from, to)..to);
            value.expect("each value was put there whole")
        });
        Party { values }
    }

    /// All of them, in the order in which they were put.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = Party<'_>> {
        (0..self.len()).map(|place| self.get(place))
    }
}
