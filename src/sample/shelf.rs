//! The records of a system in all their versions, and what it shows at a moment.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};

/// One of the six systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// CRM
    Hubspot,
    /// ERP
    BusinessCentral,
    /// Support desk
    Zendesk,
    /// Marketing automation
    Klaviyo,
    /// Surveys
    SurveyMonkey,
    /// Product usage
    Mixpanel,
}

impl System {
    /// All six, in the order of the connectors' names.
    pub const ALL: [Self; 6] = [
        Self::BusinessCentral,
        Self::Hubspot,
        Self::Klaviyo,
        Self::Mixpanel,
        Self::SurveyMonkey,
        Self::Zendesk,
    ];

    /// The connector's folder name.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Hubspot => "hubspot",
            Self::BusinessCentral => "businesscentral",
            Self::Zendesk => "zendesk",
            Self::Klaviyo => "klaviyo",
            Self::SurveyMonkey => "surveymonkey",
            Self::Mixpanel => "mixpanel",
        }
    }
}

/// One version of one record, in the vendor's JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The vendor's name of the object: `companies`, `salesOrders`, `tickets` …; an association is
    /// `deals/companies` with the id of the from side.
    pub object: &'static str,
    /// The vendor's id.
    pub id: String,
    /// When this version came to be. The system shows it from then on.
    pub at: DateTime<Utc>,
    /// The record's JSON text, as the vendor writes it in a list.
    pub body: String,
    /// This version is a deletion (archived, status `deleted` …).
    pub gone: bool,
}

/// A system's records. Built once; asked by moment.
#[derive(Debug, Default)]
pub struct Shelf {
    /// Versions by object, in order of (at, id).
    rows: BTreeMap<&'static str, Vec<Row>>,
    /// Positions of a record's versions by object and id, oldest first.
    versions: HashMap<(&'static str, String), Vec<usize>>,
}

impl Shelf {
    /// A shelf of these versions, in any order.
    pub fn new(rows: Vec<Row>) -> Self {
        let mut shelf = Self::default();
        for row in rows {
            shelf.rows.entry(row.object).or_default().push(row);
        }
        for (object, rows) in &mut shelf.rows {
            rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
            for (place, row) in rows.iter().enumerate() {
                shelf.versions.entry((*object, row.id.clone())).or_default().push(place);
            }
        }
        shelf
    }

    /// The records whose newest version at `until` came in `since..=until`, in order of (at, id),
    /// deleted ones included (`gone`).
    pub fn changed(
        &self,
        object: &str,
        since: Option<DateTime<Utc>>,
        until: DateTime<Utc>,
    ) -> Vec<&Row> {
        let Some((object, rows)) = self.rows.get_key_value(object) else { return Vec::new() };
        let from = since.map_or(0, |since| rows.partition_point(|row| row.at < since));
        let to = rows.partition_point(|row| row.at <= until);
        let newest = |place: usize| {
            let versions = &self.versions[&(*object, rows[place].id.clone())];
            versions.iter().rev().find(|v| **v < to) == Some(&place)
        };
        (from..to).filter(|place| newest(*place)).map(|place| &rows[place]).collect()
    }

    /// A record as it stood at a moment.
    pub fn get(&self, object: &str, id: &str, until: DateTime<Utc>) -> Option<&Row> {
        let (object, rows) = self.rows.get_key_value(object)?;
        let versions = self.versions.get(&(*object, id.to_owned()))?;
        versions.iter().rev().map(|v| &rows[*v]).find(|row| row.at <= until)
    }
}
