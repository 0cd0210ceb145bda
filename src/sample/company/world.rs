//! The companies, people and contracts behind the records, with the drivers that move them.
//!
//! Each account has latent drivers from 0 (bad) to 1 (good); the systems' files turn them into
//! records, so that what one system says agrees with what another says, as in life.

use super::chance::Dice;
use super::names::{self, Country};
use super::when::{self, Day, Sec};

/// What was planted in an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Twist {
    Plain,
    Kestrel,
    Parent,
    Subsidiary,
    Namesake,
    TrustHigh,
    TrustLow,
    Canary,
    Segment,
    ChampionLeft,
    UnhappyDecider,
    RenewalAtRisk,
    Growth,
    Termination,
    UrgentOpen,
    Overdue,
    CrmAndSupport,
}

/// How well things go, 0 (bad) to 1 (good).
#[derive(Debug, Clone, Copy)]
pub(super) struct Drivers {
    pub delivery: f64,
    pub support: f64,
    pub billing: f64,
    /// How easy it is to deal with our salespeople.
    pub sales: f64,
    /// How the people stand by us.
    pub sympathy: f64,
    pub onboarding: f64,
    pub usage: f64,
    /// Of usage.
    pub trend: f64,
    /// Of what they spend.
    pub growth: f64,
    /// Paid to our marketing.
    pub attention: f64,
}

/// One of our own people.
#[derive(Debug)]
pub(super) struct Staff {
    pub given: &'static str,
    pub family: &'static str,
    pub email: String,
    /// `Sales`, `Support` …
    pub team: &'static str,
}

/// Something we sell.
#[derive(Debug)]
pub(super) struct Good {
    pub sku: String,
    pub name: String,
    pub family: &'static str,
    /// List price in hundredths of a euro.
    pub cents: i64,
    pub goods: bool,
}

/// A person at a customer.
#[derive(Debug, Clone)]
pub(super) struct Person {
    /// Number over all accounts.
    pub number: u64,
    pub account: usize,
    pub given: &'static str,
    pub family: &'static str,
    pub email: String,
    pub phone: Option<String>,
    pub title: &'static str,
    /// HubSpot's words, `;` between them.
    pub roles: Option<&'static str>,
    pub influence: Option<i64>,
    /// HubSpot's custom words.
    pub champion: Option<&'static str>,
    pub confirmed: Option<Day>,
    pub reports_to: Option<u64>,
    pub left: Option<Day>,
    pub in_support: bool,
    pub in_marketing: bool,
}

impl Person {
    /// Counts as a mapped key stakeholder.
    pub(super) fn is_key(&self) -> bool {
        self.left.is_none()
            && self.roles.is_some_and(|r| {
                ["DECISION_MAKER", "BUDGET_HOLDER", "INFLUENCER"].iter().any(|k| r.contains(k))
            })
    }

    pub(super) fn decides(&self) -> bool {
        self.roles.is_some_and(|r| r.contains("DECISION_MAKER"))
    }
}

/// A contract's term.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Number over all accounts.
    pub number: u64,
    pub frame: bool,
    pub starts: Day,
    pub ends: Day,
    /// Hundredths of the account's currency.
    pub annual: i64,
    pub seats: i64,
    /// Places in [`MODULES`], or in [`FAMILIES`] for a frame contract.
    pub modules: Vec<usize>,
    /// Day and annual value of the renewal; value 0 when it was lost.
    pub renewed: Option<(Day, i64)>,
    pub renews: Option<u64>,
    pub notice: Option<Day>,
    /// Planned and actual day of first value.
    pub go_live: Option<(Day, Option<Day>)>,
}

impl Term {
    pub(super) fn active(&self, today: Day) -> bool {
        self.starts <= today && today <= self.ends
    }
}

/// Modules of the monitoring subscription.
pub(super) const MODULES: &[&str] = &[
    "Condition Monitoring",
    "Energy Insight",
    "Leak Guard",
    "Predictive Seals",
    "Fleet View",
    "Compliance Log",
];
/// Families of goods.
pub(super) const FAMILIES: &[&str] = &["Pumps", "Valves", "Seals", "Filters"];

/// A customer.
#[derive(Debug)]
pub(super) struct Account {
    pub index: usize,
    pub key: String,
    /// Without the legal form.
    pub name: String,
    pub country: &'static Country,
    /// Place in the country's forms.
    pub form: &'static [&'static str],
    pub city: (&'static str, &'static str, &'static str),
    pub street: String,
    pub phone: String,
    pub vat: String,
    pub duns: String,
    pub domain: String,
    /// Where their site was before it moved.
    pub old_domain: Option<String>,
    pub industry: &'static str,
    /// Places in [`FAMILIES`] they buy.
    pub families: Vec<usize>,
    pub employees: i64,
    pub parent: Option<usize>,
    /// Place of the salesperson among the staff.
    pub owner: usize,
    pub since: Day,
    pub goods: bool,
    pub subscription: bool,
    pub in_erp: bool,
    pub in_support: bool,
    pub in_marketing: bool,
    pub twice_in_crm: bool,
    /// Days after the due day on which they tend to pay.
    pub terms_days: i64,
    pub drivers: Drivers,
    pub twist: Twist,
    pub people: Vec<Person>,
    pub terms: Vec<Term>,
}

impl Account {
    /// The registered name.
    pub(super) fn legal_name(&self) -> String {
        format!("{} {}", self.name, self.form[0])
    }

    /// The name as one system has it: right, in capitals, without the form, or with another spelling of it.
    pub(super) fn spelled(&self, dice: &mut Dice) -> String {
        match dice.index(12) {
            0 => self.name.to_uppercase(),
            1 => self.name.clone(),
            2 | 3 => format!("{} {}", self.name, dice.pick(self.form)),
            4 => format!("{} {}", names::typo(&self.name, dice), self.form[0]),
            _ => self.legal_name(),
        }
    }

    /// What today's subscription entitles to.
    pub(super) fn entitled(&self, today: Day) -> Option<&Term> {
        self.terms.iter().rev().find(|t| !t.frame && t.active(today))
    }
}

/// The whole world.
#[derive(Debug)]
pub(super) struct World {
    pub seed: u64,
    pub start: Sec,
    /// The day of the start.
    pub today: Day,
    /// The first place of those customers about whom there is no story of their own.
    pub plain_from: usize,
    pub staff: Vec<Staff>,
    pub goods: Vec<Good>,
    pub accounts: Vec<Account>,
}

/// How many customers there are in a whole world.
pub(super) const CUSTOMERS: usize = 400;
/// The first place that no planted customer has.
const UNPLANTED: usize = 39;

impl World {
    /// A world of so many customers, at most [`CUSTOMERS`].
    pub(super) fn new(seed: u64, start: Sec, customers: usize) -> Self {
        let today = when::day_of(start);
        // As in the whole world, three in twenty are known to CRM and support only.
        let plain_from = UNPLANTED + customers * 60 / CUSTOMERS;
        let mut world = Self {
            seed,
            start,
            today,
            plain_from,
            staff: staff(),
            goods: goods(),
            accounts: Vec::new(),
        };
        let cores = cores(&mut world.dice("names", 0));
        for index in 0..customers {
            let account = world.account(index, &cores);
            world.accounts.push(account);
        }
        world.move_people();
        world.sign_contracts();
        world
    }

    pub(super) fn dice(&self, topic: &str, number: u64) -> Dice {
        Dice::new(self.seed, topic, number)
    }

    fn account(&self, index: usize, cores: &[(String, &'static str)]) -> Account {
        let mut dice = self.dice("account", index as u64);
        let plan = plan(index, self.plain_from, cores, &mut dice);
        let twist = plan.twist;
        let drivers = drivers(twist, &mut dice);
        let name = plan.name;
        let country = plan.country;
        let form =
            if twist == Twist::Kestrel { country.forms[0] } else { *dice.pick(country.forms) };
        let city = *dice.pick(country.cities);
        let street = format!("{} {}", dice.pick(country.streets), dice.between(1, 180));
        let (goods, subscription) = buys(twist, dice.index(100));
        let planted = is_planted(twist);
        let crm_only = twist == Twist::CrmAndSupport;
        let domain = plan.domain.unwrap_or_else(|| format!("{}.example", plan.key));
        let (area, line) = (dice.between(20, 899), dice.between(0, 999_999));
        // A business park answers for two of its tenants.
        let shared = index >= self.plain_from && index % 40 == 7;
        let phone = if shared {
            self.accounts[index - 1].phone.clone()
        } else {
            format!("{} {area} {line:06}", country.dial)
        };
        let mut families: Vec<usize> = (0..FAMILIES.len()).collect();
        dice.shuffle(&mut families);
        families.truncate(if twist == Twist::Growth { 2 } else { dice.between(1, 4) as usize });
        let moved = twist == Twist::Plain && dice.chance(0.06);
        let mut account = Account {
            index,
            name,
            form,
            city,
            street,
            phone,
            vat: vat(country.code, index),
            duns: format!("{:09}", 310_000_000 + index * 7_919),
            old_domain: moved.then(|| format!("{}-online.example", plan.key.replace('-', ""))),
            domain,
            industry: plan.industry,
            families,
            employees: dice.between(3, 60) * dice.between(4, 60),
            parent: plan.parent,
            owner: dice.index(10),
            since: self.today - dice.between(if planted { 900 } else { 150 }, 2_400),
            goods,
            subscription,
            in_erp: goods || subscription,
            in_support: planted || crm_only || dice.chance(0.72),
            in_marketing: planted || !crm_only && dice.chance(0.88),
            twice_in_crm: !planted && index % 14 == 5,
            terms_days: *dice.pick(&[14, 30, 30, 30, 45]),
            drivers,
            twist,
            people: Vec::new(),
            terms: Vec::new(),
            country,
            key: plan.key,
        };
        account.people = self.hire(&account, &mut dice);
        account
    }

    fn hire(&self, account: &Account, dice: &mut Dice) -> Vec<Person> {
        let planted = !matches!(account.twist, Twist::Plain | Twist::CrmAndSupport);
        let count = if planted { dice.between(5, 7) } else { dice.between(3, 6) } as usize;
        let mut taken: Vec<(&str, &str)> = Vec::new();
        let mut people: Vec<Person> = Vec::new();
        for place in 0..count {
            let name = loop {
                let name = (*dice.pick(names::GIVEN), *dice.pick(names::FAMILY));
                if !taken.contains(&name) {
                    break name;
                }
            };
            taken.push(name);
            people.push(person(account, place, name, dice));
        }
        let boss = people[0].number;
        for person in &mut people[1..] {
            person.reports_to = dice.chance(0.6).then_some(boss);
        }
        self.appoint_champion(account, &mut people, dice);
        people
    }

    /// Says of one person how they stand by us.
    fn appoint_champion(&self, account: &Account, people: &mut [Person], dice: &mut Dice) {
        let sympathy = account.drivers.sympathy + dice.bell() * 0.1;
        let word = match account.twist {
            Twist::ChampionLeft => "left",
            Twist::Kestrel => "supporter",
            Twist::Growth | Twist::TrustHigh => "champion",
            _ if dice.chance(0.2) => return,
            _ => match sympathy {
                s if s > 0.78 => "champion",
                s if s > 0.55 => "supporter",
                s if s > 0.35 => "neutral",
                s if s > 0.2 => "none",
                _ => "detractor",
            },
        };
        let chosen = &mut people[1];
        chosen.champion = Some(word);
        chosen.confirmed = Some(self.today - dice.between(3, 110));
        if chosen.roles.is_none() {
            chosen.roles = Some("CHAMPION");
        }
        if word == "left" {
            chosen.left = Some(self.today - 21);
            chosen.confirmed = Some(self.today - 20);
        }
    }

    /// Lets some people change employer: the old entry stays and says so, a new one appears
    /// elsewhere; every third keeps one free-mail address through both.
    fn move_people(&mut self) {
        let mut dice = self.dice("moves", 0);
        for step in 0..18_usize {
            let (from, to) =
                (self.plain_from + 11 + step * 13, self.plain_from + 17 + step * 15);
            if to >= self.accounts.len() {
                return;
            }
            let mut newcomer = self.accounts[from].people[2].clone();
            let number = self.accounts[to].people.len();
            if step % 3 == 0 {
                let mail = format!(
                    "{}.{}.{}@{}",
                    names::slug(newcomer.given),
                    names::slug(newcomer.family),
                    1_960 + step,
                    dice.pick(names::FREE_MAIL)
                );
                self.accounts[from].people[2].email.clone_from(&mail);
                newcomer.email = mail;
                // One address, one account there: support and marketing still have the old employer.
                (newcomer.in_support, newcomer.in_marketing) = (false, false);
            } else {
                newcomer.email = mail_at(&newcomer, &self.accounts[to].domain);
            }
            let left = self.today - dice.between(40, 300);
            self.accounts[from].people[2].left = Some(left);
            newcomer.number = person_number(to, number);
            newcomer.account = to;
            newcomer.reports_to = None;
            newcomer.champion = None;
            newcomer.phone = None;
            self.accounts[to].people.push(newcomer);
        }
    }

    fn sign_contracts(&mut self) {
        let mut number = 1;
        for index in 0..self.accounts.len() {
            let mut dice = self.dice("contracts", index as u64);
            let mut terms = Vec::new();
            if self.accounts[index].subscription {
                terms.extend(self.terms(index, false, number, &mut dice));
                number += terms.len() as u64;
            }
            if self.accounts[index].goods && dice.chance(0.3) {
                let frames = self.terms(index, true, number, &mut dice);
                number += frames.len() as u64;
                terms.extend(frames);
            }
            self.accounts[index].terms = terms;
        }
    }

    /// The chain of terms from the beginning of the relation, five years ago at most.
    fn terms(&self, index: usize, frame: bool, first: u64, dice: &mut Dice) -> Vec<Term> {
        let account = &self.accounts[index];
        let usual: &[i64] = if frame { &[24, 24, 36] } else { &[12, 24, 24, 36, 36] };
        let months = if account.twist == Twist::Growth { 12 } else { *dice.pick(usual) };
        let oldest = self.today - 1_825;
        let mut starts = account.since.max(oldest + dice.between(0, 200));
        if account.twist == Twist::RenewalAtRisk {
            starts = when::add_months(self.today + 61, -2 * months);
        }
        let bought = account.employees.clamp(30, 900) * dice.between(6_000, 16_000) + 1_000_000;
        let mut annual = if account.twist == Twist::Kestrel { 24_000_000 } else { bought };
        let mut seats = dice.between(4, 14);
        let mut modules = entitlement(account, frame, dice);
        let mut terms: Vec<Term> = Vec::new();
        loop {
            let number = first + terms.len() as u64;
            let mut ends = when::add_months(starts, months) - 1;
            if account.twist == Twist::RenewalAtRisk && ends >= self.today {
                ends = self.today + 60;
            }
            let mut term = Term {
                number,
                frame,
                starts,
                ends,
                annual,
                seats,
                modules: modules.clone(),
                renewed: None,
                renews: number.checked_sub(1).filter(|_| !terms.is_empty()),
                notice: None,
                // The first term starts a roll-out, and so do most later ones, of what is new.
                go_live: (!frame && (terms.is_empty() || dice.chance(0.7)))
                    .then(|| self.go_live(account, starts, dice)),
            };
            if ends >= self.today {
                if account.twist == Twist::Termination {
                    term.notice = Some(self.today - 12);
                }
                terms.push(term);
                return terms;
            }
            // Growth shows in the renewals: 50 to 100 % and more of what was due.
            let worth = 0.72 + 0.4 * account.drivers.growth + dice.bell() * 0.05;
            let lost = account.twist == Twist::Plain
                && dice.chance((0.32 - account.drivers.growth) / 3.0);
            let next = if lost { 0 } else { (annual as f64 * worth) as i64 };
            term.renewed = Some((ends - dice.between(5, 40), next));
            if lost {
                term.notice = Some(ends - 95);
            }
            terms.push(term);
            if lost {
                return terms;
            }
            annual = next.max(120_000);
            if worth > 1.05 && modules.len() < 5 && !frame {
                modules.push((0..MODULES.len()).find(|m| !modules.contains(m)).unwrap_or(0));
                seats += 2;
            }
            starts = ends + 1;
        }
    }

    /// Planned and actual first value: ratio 2 when onboarding goes badly, 1 when well.
    fn go_live(&self, account: &Account, starts: Day, dice: &mut Dice) -> (Day, Option<Day>) {
        let planned = dice.between(30, 70);
        let ratio = (2.0 - account.drivers.onboarding + dice.bell() * 0.08).max(0.85);
        let actual = starts + (planned as f64 * ratio) as i64;
        (starts + planned, (actual <= self.today).then_some(actual))
    }
}

/// What a contract covers: the families bought, or some of the modules.
fn entitlement(account: &Account, frame: bool, dice: &mut Dice) -> Vec<usize> {
    if frame {
        return account.families.clone();
    }
    let mut modules: Vec<usize> = (0..MODULES.len()).collect();
    dice.shuffle(&mut modules);
    let many = if account.twist == Twist::Growth { 3 } else { dice.between(2, 5) };
    modules.truncate(many as usize);
    modules
}

struct Plan {
    key: String,
    name: String,
    domain: Option<String>,
    industry: &'static str,
    country: &'static Country,
    parent: Option<usize>,
    twist: Twist,
}

/// Place, key, name, country and twist of the accounts that stories are about.
const PLANTED: &[(usize, &str, &str, &str, Twist)] = &[
    (0, "kestrel", "Kestrel Pumps", "DE", Twist::Kestrel),
    (1, "harland", "Harland Dynamics", "GB", Twist::Parent),
    (2, "harland-de", "Harland Dynamics Deutschland", "DE", Twist::Subsidiary),
    (3, "harland-fr", "Harland Dynamics France", "FR", Twist::Subsidiary),
    (4, "harland-nordic", "Harland Nordic", "SE", Twist::Subsidiary),
    (5, "harland-us", "Harland Dynamics", "US", Twist::Namesake),
    (6, "harland-au", "Harland Dynamics", "AU", Twist::Namesake),
    (7, "trust-high", "Lindqvist Process", "SE", Twist::TrustHigh),
    (8, "trust-low", "Moreau Process", "FR", Twist::TrustLow),
    (29, "champion-left", "Northgate Chemicals", "GB", Twist::ChampionLeft),
    (30, "unhappy-decider", "Brouwer Zuivel", "NL", Twist::UnhappyDecider),
    (31, "renewal-at-risk", "Carlsen Foods", "US", Twist::RenewalAtRisk),
    (32, "growth", "Solarberg Energie", "AT", Twist::Growth),
    (33, "notice-one", "Tulsa Basin Refining", "US", Twist::Termination),
    (34, "notice-two", "Ferriera Adda", "IT", Twist::Termination),
    (35, "urgent-one", "Papelera Ebro", "ES", Twist::UrgentOpen),
    (36, "urgent-two", "Huta Brzeg", "PL", Twist::UrgentOpen),
    (37, "overdue-one", "Whitby Castings", "GB", Twist::Overdue),
    (38, "overdue-two", "Plastiques Vauban", "FR", Twist::Overdue),
];

fn plan(
    index: usize,
    plain_from: usize,
    cores: &[(String, &'static str)],
    dice: &mut Dice,
) -> Plan {
    if let Some((_, key, name, country, twist)) = PLANTED.iter().find(|p| p.0 == index) {
        let domain = match *key {
            // One subsidiary uses its parent's domain: only the VAT number tells them apart.
            "harland-de" | "harland" => Some("harland-dynamics.example".to_owned()),
            "harland-us" => Some("harlanddynamics-usa.example".to_owned()),
            "harland-au" => Some("harlandgeelong.example".to_owned()),
            _ => Some(format!("{}.example", names::slug(name))),
        };
        let parent = (*twist == Twist::Subsidiary).then_some(1);
        let industry = if *twist == Twist::Growth { "Energy" } else { "Machinery" };
        let country = names::country(country);
        return Plan {
            key: (*key).into(),
            name: (*name).into(),
            domain,
            industry,
            country,
            parent,
            twist: *twist,
        };
    }
    let country = &names::COUNTRIES[[0, 0, 0, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9][dice.index(14)]];
    let (name, industry, twist) = if let Some(place) = index.checked_sub(9).filter(|p| *p < 20)
    {
        let twist = if place < 3 { Twist::Canary } else { Twist::Segment };
        (format!("{} Automotive", names::JIT[place]), "Just-in-time automotive", twist)
    } else {
        let (name, industry) = cores[index].clone();
        let twist = if (UNPLANTED..plain_from).contains(&index) {
            Twist::CrmAndSupport
        } else {
            Twist::Plain
        };
        (name, industry, twist)
    };
    Plan { key: names::slug(&name), name, domain: None, industry, country, parent: None, twist }
}

/// Names that no two companies share, with what such companies do.
fn cores(dice: &mut Dice) -> Vec<(String, &'static str)> {
    let mut cores: Vec<(String, &'static str)> = Vec::new();
    for first in names::FIRST {
        for (second, industry) in names::SECOND.iter().zip(names::INDUSTRIES) {
            cores.push((format!("{first} {second}"), industry));
        }
    }
    dice.shuffle(&mut cores);
    cores
}

/// One common mood and a part of its own for each driver.
fn drivers(twist: Twist, dice: &mut Dice) -> Drivers {
    let mood = match twist {
        Twist::Kestrel => 0.65,
        Twist::TrustHigh => 0.9,
        Twist::TrustLow => 0.28,
        Twist::Growth => 0.88,
        Twist::Canary | Twist::Segment => 0.75,
        Twist::Termination | Twist::UrgentOpen | Twist::Overdue => 0.55,
        Twist::UnhappyDecider | Twist::ChampionLeft | Twist::RenewalAtRisk => 0.68,
        _ => 0.63 + 0.2 * dice.bell(),
    };
    let spread = if twist == Twist::Kestrel { 0.05 } else { 0.13 };
    let mut own = || (mood + spread * dice.bell()).clamp(0.02, 1.0);
    let mut drivers = Drivers {
        delivery: own(),
        support: own(),
        billing: own(),
        sales: own(),
        sympathy: own(),
        onboarding: own(),
        usage: own(),
        trend: own(),
        growth: own(),
        attention: own(),
    };
    match twist {
        Twist::Canary | Twist::Segment => drivers.delivery = 0.85,
        Twist::RenewalAtRisk => let_down(&mut drivers),
        Twist::Overdue => drivers.billing = 0.1,
        Twist::Growth => (drivers.trend, drivers.growth, drivers.usage) = (1.0, 1.0, 0.9),
        _ => {}
    }
    drivers
}

/// Deliveries come late and help is slow, they use and buy less, and their people draw back.
fn let_down(drivers: &mut Drivers) {
    (drivers.delivery, drivers.support) = (0.4, 0.42);
    (drivers.usage, drivers.trend, drivers.growth) = (0.4, 0.0, 0.1);
    drivers.sympathy = 0.4;
}

fn is_planted(twist: Twist) -> bool {
    !matches!(twist, Twist::Plain | Twist::CrmAndSupport | Twist::Namesake)
}

/// Whether an account buys goods and a subscription: every account but those of the CRM and
/// support story at least one of them.
fn buys(twist: Twist, kind: usize) -> (bool, bool) {
    match twist {
        Twist::CrmAndSupport => (false, false),
        Twist::Canary | Twist::Segment => (true, kind < 40),
        _ if is_planted(twist) => (true, true),
        _ => (kind < 78, kind >= 24),
    }
}

fn person_number(account: usize, place: usize) -> u64 {
    (account * 16 + place) as u64
}

fn mail_at(person: &Person, domain: &str) -> String {
    format!("{}.{}@{domain}", names::slug(person.given), names::slug(person.family))
}

fn person(
    account: &Account,
    place: usize,
    (given, family): (&'static str, &'static str),
    dice: &mut Dice,
) -> Person {
    let (title, role) = names::TITLES[place % names::TITLES.len()];
    // The first three are mapped in nearly every account, the rest in some.
    let mapped = match place {
        0 | 2 => 0.95,
        1 => 0.85,
        _ => 0.75,
    };
    let free = place == 4 && dice.chance(0.25);
    let planted = !matches!(account.twist, Twist::Plain | Twist::CrmAndSupport);
    let both = place == 0 && !planted && dice.chance(0.12);
    let role = if both { "DECISION_MAKER;BUDGET_HOLDER" } else { role };
    let roles = (planted && place == 0 || dice.chance(mapped)).then_some(role);
    let mut person = Person {
        number: person_number(account.index, place),
        account: account.index,
        given,
        family,
        email: String::new(),
        // Half of them answer by the company's switchboard.
        phone: dice.chance(0.75).then(|| account.phone.clone()),
        title,
        roles: if role == "OTHER" { None } else { roles },
        influence: dice.chance(0.7).then(|| (5 - place as i64).clamp(1, 5)),
        champion: None,
        confirmed: None,
        reports_to: None,
        left: None,
        in_support: account.in_support && (place >= 2 || dice.chance(0.35)),
        in_marketing: account.in_marketing && dice.chance(0.92),
    };
    person.email = if free {
        let number = account.index;
        format!(
            "{}.{}{number}@{}",
            names::slug(given),
            names::slug(family),
            dice.pick(names::FREE_MAIL)
        )
    } else {
        mail_at(&person, &account.domain)
    };
    if dice.chance(0.5) {
        person.phone = person.phone.map(|_| {
            format!(
                "{} {} {:07}",
                account.country.dial,
                dice.between(150, 179),
                dice.between(0, 9_999_999)
            )
        });
    }
    person
}

/// A tax number in the shape of its country; the account's place makes it its own.
fn vat(country: &str, index: usize) -> String {
    let n = 100_000_000 + index * 104_729;
    match country {
        "FR" => format!("FR{:02}{n}", index % 97),
        "NL" => format!("NL{n}B01"),
        "IT" => format!("IT{n}{:02}", index % 100),
        "ES" => format!("ESB{}", n / 10),
        "SE" => format!("SE{n}{:03}", index % 1000),
        "AT" => format!("ATU{}", n / 10),
        "PL" => format!("PL{n}{}", index % 10),
        "US" => format!("{:02}-{:07}", 10 + index % 80, 1_000_000 + index * 1_237),
        "AU" => format!("{:011}", 10_000_000_000 + index * 7_654_321),
        _ => format!("{country}{n}"),
    }
}

fn staff() -> Vec<Staff> {
    const TEAMS: &[(&str, usize)] =
        &[("Sales", 10), ("Support", 8), ("Projects", 4), ("Finance", 2)];
    let mut staff = Vec::new();
    for (team, count) in TEAMS {
        for _ in 0..*count {
            let place = staff.len();
            let (given, family) =
                (names::GIVEN[place], names::FAMILY[(place * 5 + 3) % names::FAMILY.len()]);
            let email =
                format!("{}.{}@pumpwerk.example", names::slug(given), names::slug(family));
            staff.push(Staff { given, family, email, team });
        }
    }
    staff
}

fn goods() -> Vec<Good> {
    const SIZES: &[&str] = &["DN25", "DN40", "DN50", "DN65", "DN80", "DN100", "DN125", "DN150"];
    const KINDS: &[(&str, &str, i64)] = &[
        ("Centrifugal pump", "PU", 182_050),
        ("Control valve", "VA", 64_990),
        ("Mechanical seal", "SE", 11_845),
        ("Filter cartridge", "FI", 4_275),
    ];
    let mut goods = Vec::new();
    for (family, (kind, code, cents)) in FAMILIES.iter().zip(KINDS) {
        for (step, size) in SIZES.iter().enumerate() {
            goods.push(Good {
                sku: format!("{code}-{}", 1_000 + step * 10),
                name: format!("{kind} {size}"),
                family,
                cents: cents + cents * step as i64 / 4,
                goods: true,
            });
        }
    }
    for (place, module) in MODULES.iter().enumerate() {
        let cents = 90_000 + 12_500 * place as i64;
        let sku = format!("MO-{}", 9_000 + place * 10);
        goods.push(Good {
            sku,
            name: (*module).into(),
            family: "Monitoring",
            cents,
            goods: false,
        });
    }
    goods
}
