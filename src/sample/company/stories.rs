//! Says what was planted, so that tests can hold the product against it.

use super::super::{PlantedAccount, Story, Truth};
use super::businesscentral::Books;
use super::world::{Account, Twist, World};
use super::{businesscentral, hubspot, mixpanel, zendesk};

/// The truth of a world.
pub(super) fn tell(world: &World, books: &Books) -> Truth {
    let mut accounts: Vec<PlantedAccount> =
        world.accounts.iter().map(|account| planted(world, account)).collect();
    accounts.extend((0..hubspot::PARTNERS).map(partner));
    let mut stories: Vec<Story> = BY_TWIST
        .iter()
        .map(|(code, says, twists)| {
            story(code, says, keys(world, |a| twists.contains(&a.twist)))
        })
        .collect();
    stories.extend(by_fact(world, books));
    Truth { accounts, stories }
}

fn planted(world: &World, account: &Account) -> PlantedAccount {
    let index = account.index;
    let record =
        |kind: &str, object: &str, id: String| (kind.to_owned(), object.to_owned(), id);
    let mut records =
        vec![record("hubspot", "companies", hubspot::company_id(index).to_string())];
    if account.twice_in_crm {
        records.push(record("hubspot", "companies", hubspot::twin_id(index).to_string()));
    }
    if account.in_erp {
        records.push(record(
            "businesscentral",
            "customers",
            businesscentral::customer_id(index),
        ));
    }
    if account.in_support {
        records.push(record(
            "zendesk",
            "organizations",
            zendesk::organization_id(index).to_string(),
        ));
    }
    if account.subscription && account.entitled(world.today).is_some() {
        records.push(record("mixpanel", "events", mixpanel::workspace(index)));
    }
    PlantedAccount {
        key: account.key.clone(),
        name: account.legal_name(),
        parent: account.parent.map(|p| world.accounts[p].key.clone()),
        records,
    }
}

/// A partner that serves customers: in the CRM, and a customer of nobody here.
fn partner(number: usize) -> PlantedAccount {
    let id = hubspot::partner_id(number).to_string();
    PlantedAccount {
        key: format!("partner-{number}"),
        name: hubspot::partner_name(number),
        parent: None,
        records: vec![("hubspot".to_owned(), "companies".to_owned(), id)],
    }
}

const BY_TWIST: &[(&str, &str, &[Twist])] = &[
    (
        "PARENT_AND_NAMESAKES",
        "A parent with three subsidiaries, and two strangers of the same name in other countries, with other VAT numbers and domains. Six accounts, none of which may merge.",
        &[Twist::Parent, Twist::Subsidiary, Twist::Namesake],
    ),
    (
        "EQUAL_NPS_OPPOSITE_TRUST",
        "The same five answers to the NPS question; trust items and measured facts are high in the first and low in the second.",
        &[Twist::TrustHigh, Twist::TrustLow],
    ),
    (
        "DELIVERY_CANARY",
        "Of the twenty just-in-time automotive suppliers these three saw on-time delivery fall in the last 28 days by more than 5 points against the 84 days before, and delivery tickets more than doubled in 14 days.",
        &[Twist::Canary],
    ),
    (
        "DELIVERY_SEGMENT",
        "The twenty members of the segment in which the canary sings.",
        &[Twist::Canary, Twist::Segment],
    ),
    (
        "CHAMPION_LEFT",
        "The champion left three weeks before the start.",
        &[Twist::ChampionLeft],
    ),
    (
        "UNHAPPY_DECISION_MAKER",
        "Everybody answers 9 or 10, the decision maker 3.",
        &[Twist::UnhappyDecider],
    ),
    (
        "RENEWAL_AT_RISK",
        "The subscription ends 60 days after the start while use of the last 28 days is about half of what it was.",
        &[Twist::RenewalAtRisk],
    ),
    (
        "GROWTH",
        "Use and orders rise, pricing and demo pages are visited, two deals are open, and half of our families and modules are not bought yet.",
        &[Twist::Growth],
    ),
    (
        "CRM_AND_SUPPORT_ONLY",
        "Known to CRM and support only: no ERP, no product, no marketing, hardly a survey.",
        &[Twist::CrmAndSupport],
    ),
    ("WELL_MEASURED", "Seen by every system, neither bad nor good: amber.", &[Twist::Kestrel]),
    ("TERMINATION", "Gave notice of termination.", &[Twist::Termination]),
    (
        "P1_OPEN",
        "An urgent ticket has been open for more than five business days.",
        &[Twist::UrgentOpen],
    ),
    ("OVERDUE", "Has not paid for most of a year.", &[Twist::Overdue]),
];

/// Stories that are about facts rather than about planted accounts.
fn by_fact(world: &World, books: &Books) -> Vec<Story> {
    let one_of = |currency: &str| {
        world.accounts.iter().find(|a| a.in_erp && a.country.currency == currency)
    };
    let currencies = ["EUR", "USD", "GBP"].into_iter().filter_map(one_of);
    vec![
        story(
            "SHARED_DOMAIN_FAMILY",
            "Parent and subsidiary use one domain; their VAT numbers differ.",
            keys(world, |a| ["harland", "harland-de"].contains(&a.key.as_str())),
        ),
        story(
            "THREE_CURRENCIES",
            "One of many that are billed in euro, dollar and pound each.",
            currencies.map(|a| a.key.clone()).collect(),
        ),
        story(
            "SILENT_SOURCE",
            "Klaviyo answers, but has nothing newer than 14 days before the start.",
            Vec::new(),
        ),
        story(
            "LATE_ARRIVALS",
            "Payments, shipments, notes and events became known days after they happened; with these accounts, payments.",
            late_payers(world, books),
        ),
        story(
            "DELETIONS",
            "Archived contacts and deals and deleted tickets, before the start and after; with these accounts, contacts.",
            keys(world, |a| a.people.iter().any(hubspot::is_archived)),
        ),
        story("DUPLICATES", "Twice in the CRM.", keys(world, |a| a.twice_in_crm)),
        story(
            "MOVED_DOMAIN",
            "Moved to another domain; the ERP still has the old one.",
            keys(world, |a| a.old_domain.is_some()),
        ),
        story(
            "CHANGED_EMPLOYER",
            "Somebody left here for another customer of ours.",
            keys(world, |a| a.index >= 99 && a.people.iter().any(|p| p.left.is_some())),
        ),
    ]
}

/// The accounts with a payment that was keyed in days late.
fn late_payers(world: &World, books: &Books) -> Vec<String> {
    let late = books.invoices.iter().filter(|i| businesscentral::is_booked_late(i));
    let mut accounts: Vec<usize> = late.map(|i| i.account).collect();
    accounts.sort_unstable();
    accounts.dedup();
    accounts.into_iter().map(|a| world.accounts[a].key.clone()).collect()
}

fn keys(world: &World, fits: impl Fn(&Account) -> bool) -> Vec<String> {
    world.accounts.iter().filter(|a| fits(a)).map(|a| a.key.clone()).collect()
}

fn story(code: &str, says: &str, accounts: Vec<String>) -> Story {
    Story { code: code.to_owned(), says: says.to_owned(), accounts }
}
