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
    /// (system kind, object, vendor id) of each account record.
    pub records: Vec<(String, String, String)>,
}

/// A planted story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Story {
    /// A stable code: `PARENT_AND_NAMESAKES`, `EQUAL_NPS_OPPOSITE_TRUST`, `DELIVERY_CANARY`, `CHAMPION_LEFT`,
    /// `UNHAPPY_DECISION_MAKER`, `RENEWAL_AT_RISK`, `GROWTH`, `CRM_AND_SUPPORT_ONLY`, `THREE_CURRENCIES`,
    /// `SILENT_SOURCE`, `LATE_ARRIVALS`, `DELETIONS`.
    pub code: String,
    /// What a reader should find.
    pub says: String,
    /// Keys of the accounts in it.
    pub accounts: Vec<String>,
}

/// Everything planted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Truth {
    /// All customers.
    pub accounts: Vec<PlantedAccount>,
    /// All stories.
    pub stories: Vec<Story>,
}
