//! What an account can be filtered and ordered by.

use super::Row;
use crate::insight::revenue::{Figures, Retention};
use crate::model::{AccountId, Band, Confidence};

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$of])* $variant),+ }

        impl $name {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// Its name in the schema.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

words! {
    /// A number of an account. Amounts are in the currency of its row.
    Number {
        /// Effective health, 0 to 100.
        Health = "health",
        /// Share of the evidence behind it that was seen, 0 to 1.
        Coverage = "coverage",
        /// Lowest that the missing could make of it.
        Low = "low",
        /// Highest.
        High = "high",
        /// Trust, 0 to 100.
        Trust = "trust",
        /// Net promoters, -100 to 100.
        Nps = "nps",
        /// Recurring revenue of a year.
        Arr = "arr",
        /// Renewals due, times their probability.
        RenewalExpected = "renewalExpected",
        /// Renewals due, times the probability of losing them.
        AtRisk = "atRisk",
        /// Renewals due of which nothing is known.
        UnknownAtRisk = "unknownAtRisk",
        /// Expected of open deals and of what peers buy.
        GrowthExpected = "growthExpected",
        /// Growth less what is at risk.
        Net = "net",
        /// Revenue at risk as a share of that of a year.
        RiskShare = "riskShare",
        /// Revenue in growth as a share of it.
        GrowthShare = "growthShare",
        /// Billed in 365 days.
        Billed = "billed",
        /// What serving it cost in 365 days.
        CostToServe = "costToServe",
        /// Lifetime value.
        LifetimeValue = "lifetimeValue",
        /// Net revenue retention of 365 days in percent.
        Nrr = "nrr",
        /// Gross revenue retention in percent.
        Grr = "grr",
        /// Number of employees.
        Employees = "employees",
    }
}

words! {
    /// A word of an account.
    Word {
        /// ISO 3166-1 alpha-2 code of the country.
        Country = "country",
        /// State, province or sales region.
        Region = "region",
        /// Industry in the source's own word.
        Industry = "industry",
        /// Band of its health.
        Band = "band",
        /// How sure its health is.
        Confidence = "confidence",
        /// Where its business stands.
        Position = "position",
        /// Our person in charge, by origin id.
        Owner = "owner",
        /// The partner account that serves it.
        Partner = "partner",
        /// The account above it.
        Parent = "parent",
    }
}

words! {
    /// What accounts are grouped by.
    Dimension {
        /// ISO 3166-1 alpha-2 code of the country.
        Country = "country",
        /// State, province or sales region.
        Region = "region",
        /// What it buys. An account is in each of its lines: there it counts whole and brings its share
        /// of the money, by what each billed.
        LineOfBusiness = "lineOfBusiness",
        /// Code of the first of the segments that it is in, so that nobody counts twice.
        Segment = "segment",
        /// Our person in charge, by id.
        Owner = "owner",
        /// The partner account that serves it, by id.
        Partner = "partner",
        /// Band of its health.
        Band = "band",
        /// Where its business stands.
        Position = "position",
        /// Industry in the source's own word.
        Industry = "industry",
        /// How sure its health is.
        Confidence = "confidence",
        /// Month in which the next of its contracts ends, by its first day; of contracts that are not over.
        ContractEnd = "contractEnd",
    }
}

impl Number {
    /// Whether it is an amount of money.
    pub fn is_money(self) -> bool {
        use Number::{
            Arr, AtRisk, Billed, CostToServe, GrowthExpected, LifetimeValue, Net,
            RenewalExpected, UnknownAtRisk,
        };
        matches!(
            self,
            Arr | RenewalExpected
                | AtRisk
                | UnknownAtRisk
                | GrowthExpected
                | Net
                | Billed
                | CostToServe
                | LifetimeValue
        )
    }

    /// That of an account; `None` where it is not known.
    pub fn of(self, row: &Row) -> Option<f64> {
        let holding = &row.holding;
        let figures: &Figures = &holding.figures;
        match self {
            Self::Health => holding.health,
            Self::Coverage => holding.coverage,
            Self::Low => row.range.map(|(low, _)| low),
            Self::High => row.range.map(|(_, high)| high),
            Self::Trust => holding.trust,
            Self::Nps => row.nps,
            Self::Arr => figures.arr,
            Self::RenewalExpected => figures.renewal_expected,
            Self::AtRisk => figures.at_risk,
            Self::UnknownAtRisk => figures.unknown_at_risk,
            Self::GrowthExpected => figures.growth_expected,
            Self::Net => Some(figures.growth_expected? - figures.at_risk?),
            Self::RiskShare => row.shares.0,
            Self::GrowthShare => row.shares.1,
            Self::Billed => figures.billed,
            Self::CostToServe => figures.cost_to_serve,
            Self::LifetimeValue => figures.lifetime_value,
            Self::Nrr => figures.retention.and_then(Retention::nrr),
            Self::Grr => figures.retention.and_then(Retention::grr),
            Self::Employees => row.employees.map(|count| count as f64),
        }
    }
}

impl Word {
    /// That of an account; `None` where nothing tells it.
    pub fn of(self, row: &Row) -> Option<&str> {
        let holding = &row.holding;
        match self {
            Self::Country => holding.country.as_deref(),
            Self::Region => holding.region.as_deref(),
            Self::Industry => row.industry.as_deref(),
            Self::Band => holding.band.map(Band::word),
            Self::Confidence => row.confidence.map(Confidence::word),
            Self::Position => holding.position.as_deref(),
            Self::Owner => holding.owner.as_deref(),
            Self::Partner => holding.partner.as_ref().map(AccountId::as_str),
            Self::Parent => row.parent.as_ref().map(AccountId::as_str),
        }
    }
}
