//! What was planted in the made-up world, for tests to hold the product against.

use serde::Serialize;

/// A real customer and every record that speaks of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlantedAccount {
    /// The world's own key, such as `kestrel`.
    pub key: String,
    /// Its true name.
    pub name: String,
    /// The true parent's key.
    pub parent: Option<String>,
    /// (system kind, object, vendor id) of each account record. Mixpanel has no such record: its
    /// object is `events` and the id is their `company_id`.
    pub records: Vec<(String, String, String)>,
}

/// A planted story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Story {
    /// A stable code: `PARENT_AND_NAMESAKES`, `SHARED_DOMAIN_FAMILY` (parent and subsidiary on one domain),
    /// `EQUAL_NPS_OPPOSITE_TRUST`, `DELIVERY_CANARY`, `DELIVERY_SEGMENT` (the twenty it sings in),
    /// `CHAMPION_LEFT`, `UNHAPPY_DECISION_MAKER`, `RENEWAL_AT_RISK`, `GROWTH`, `CRM_AND_SUPPORT_ONLY`,
    /// `WELL_MEASURED` (Kestrel Pumps), `TERMINATION`, `P1_OPEN`, `OVERDUE`, `THREE_CURRENCIES`,
    /// `SILENT_SOURCE`, `LATE_ARRIVALS`, `DELETIONS`, `DUPLICATES` (twice in the CRM), `MOVED_DOMAIN`,
    /// `CHANGED_EMPLOYER`.
    pub code: String,
    /// What a reader should find.
    pub says: String,
    /// Keys of the accounts in it.
    pub accounts: Vec<String>,
}

/// Everything planted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Truth {
    /// All customers, and the partners that serve some of them (keys `partner-0` …).
    pub accounts: Vec<PlantedAccount>,
    /// All stories.
    pub stories: Vec<Story>,
}
