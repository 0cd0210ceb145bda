//! The words of the schema, each with the value of the model that it stands for.

use async_graphql::Enum;

use crate::reconcile::matching;
use crate::{insight, model, portfolio, store};

/// Where a score stands. The bounds are the health model's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Band")]
pub(super) enum Band {
    /// Act now.
    Red,
    /// Watch.
    Amber,
    /// Healthy.
    Green,
}

/// How much of what the model asks for was really seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Confidence")]
pub(super) enum Confidence {
    /// Too little to show a score at all.
    Insufficient,
    /// Read with care.
    Low,
    /// Fair.
    Medium,
    /// Most of the model is measured.
    High,
}

/// What kind of system a source is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Category")]
pub(super) enum Category {
    /// Customer relationship management.
    Crm,
    /// Enterprise resource planning: orders, deliveries, invoices.
    Erp,
    /// Support desk.
    Support,
    /// Marketing automation.
    Marketing,
    /// Product usage, web and portal.
    Digital,
    /// Surveys.
    Survey,
    /// Human resources.
    Hr,
    /// Anything bought or found outside.
    External,
}

/// What kind of party records are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "matching::Kind")]
pub(super) enum PartyKind {
    /// Companies.
    Account,
    /// People.
    Contact,
}

/// What happened to an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Change")]
pub(super) enum IdentityChange {
    /// It went into the other, which keeps its records; its id answers with the other.
    Merged,
    /// The other was split off from it.
    Split,
    /// Some of its records went to the other, which was there before.
    Moved,
}

/// Why it is decided anew who is who.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Cause")]
pub(super) enum IdentityCause {
    /// Weights or settings are others than before.
    Model,
    /// A source's records came, changed or went.
    Records,
    /// A steward said so.
    Steward,
}

/// The state of a KPI within a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::KpiStatus")]
pub(super) enum KpiStatus {
    /// Fresh and enough facts.
    Ok,
    /// Older than its time to live; counts less by the day.
    Stale,
    /// Fewer facts than asked for; counts less.
    LowSample,
    /// Older than twice its time to live: not scored.
    Expired,
    /// Not seen: not scored, and never zero.
    Missing,
    /// Declared not to apply to this account: left out altogether.
    NotApplicable,
    /// Could not be measured although facts are there: not scored.
    Error,
}

/// The state of a stage within a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::StageStatus")]
pub(super) enum StageStatus {
    /// At least one KPI scored.
    Ok,
    /// No KPI scored.
    Missing,
    /// No KPI applies to this account.
    NotApplicable,
}

/// What to do about KPIs that are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::MissingPolicy")]
pub(super) enum MissingPolicy {
    /// Leave them out.
    Exclude,
    /// Count them as 0: the value becomes `low`.
    Worst,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "store::RunState")]
pub(super) enum RunState {
    /// Waiting for a worker.
    Queued,
    /// At work.
    Running,
    /// Everything landed.
    Succeeded,
    /// Some records were set aside or some streams failed.
    Partial,
    /// Nothing more could be read.
    Failed,
}

/// A stage of the customer's journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Stage {
    /// Do they notice us?
    Awareness,
    /// Do they look at us in earnest?
    Consideration,
    /// Is buying easy?
    Purchase,
    /// Do the goods come as promised?
    Delivery,
    /// Do they get started in time?
    Implementation,
    /// Do they use what they have?
    Adoption,
    /// Are they helped?
    Support,
    /// Are the bills right and paid?
    Billing,
    /// Do we know the people who matter?
    Relationship,
    /// Do they stay and grow?
    Renewal,
}

impl Stage {
    const ALL: [(Self, &'static str); 10] = [
        (Self::Awareness, "AWARENESS"),
        (Self::Consideration, "CONSIDERATION"),
        (Self::Purchase, "PURCHASE"),
        (Self::Delivery, "DELIVERY"),
        (Self::Implementation, "IMPLEMENTATION"),
        (Self::Adoption, "ADOPTION"),
        (Self::Support, "SUPPORT"),
        (Self::Billing, "BILLING"),
        (Self::Relationship, "RELATIONSHIP"),
        (Self::Renewal, "RENEWAL"),
    ];

    /// The stage of a model's code; models with other codes are refused when they are read.
    pub(super) fn of(code: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known)| *known == code).map(|(stage, _)| *stage)
    }

    /// The code that models write.
    pub(super) fn code(self) -> &'static str {
        Self::ALL.iter().find(|(stage, _)| *stage == self).map_or("", |(_, code)| code)
    }
}

/// How a person stands by us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum ChampionStatus {
    /// Speaks for us unasked.
    Champion,
    /// Speaks for us when asked.
    Supporter,
    /// Neither.
    Neutral,
    /// Nobody confirmed anything, or that there is nothing.
    None,
    /// Speaks against us.
    Detractor,
    /// No longer works there.
    Left,
}

impl ChampionStatus {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Champion, "CHAMPION"),
        (Self::Supporter, "SUPPORTER"),
        (Self::Neutral, "NEUTRAL"),
        (Self::None, "NONE"),
        (Self::Detractor, "DETRACTOR"),
        (Self::Left, "LEFT"),
    ];

    /// The word of [`CHAMPION`](model::CHAMPION).
    pub(super) fn word(self) -> &'static str {
        Self::ALL.iter().find(|(status, _)| *status == self).map_or("NONE", |(_, word)| word)
    }

    /// The status of a word; an unknown one says nothing.
    pub(super) fn of(word: &str) -> Self {
        Self::ALL.iter().find(|(_, known)| *known == word).map_or(Self::None, |(s, _)| *s)
    }
}

/// What a person's statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "model::Topic")]
pub(super) enum Topic {
    /// The health index is this number, whatever was computed.
    HealthOverride,
    /// How a contact stands by us.
    Champion,
    /// Our share of what they buy of our kind, in percent.
    MarketShare,
    /// Growth of their revenue against the year before, in percent.
    RevenueGrowth,
    /// A competitor of ours there, by name.
    Competitor,
    /// How mature they are in what we do for them, 1 to 5.
    Maturity,
    /// What a business review with them came to, in words.
    BusinessReview,
}

/// What the past is told from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Knowledge {
    /// The facts of the day as they are known now: one measure for all days.
    KnownNow,
    /// What was told at the end of the day, by the facts, joins and models of then. Days on which
    /// nothing was scored are left out.
    KnownThen,
}

/// What trust is made of: humanity and transparency show intent, capability and reliability
/// competence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::TrustFactor")]
pub(super) enum TrustFactorName {
    /// They care about me and treat all fairly.
    Humanity,
    /// They share information and motives in plain words.
    Transparency,
    /// Their product, service and experience are good.
    Capability,
    /// They keep their promises, time after time.
    Reliability,
}

/// What the score of a factor is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::Basis")]
pub(super) enum Basis {
    /// What they say and what was measured.
    Blended,
    /// What they say, by enough answers.
    SurveyOnly,
    /// What was measured.
    OperationalOnly,
    /// Nothing, or too few answers: there is no score.
    None,
}

/// What they say and what was measured lie far apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::GapFlag")]
pub(super) enum PerceptionGap {
    /// We do better than they feel: tell them and show it.
    PerceptionBelowFacts,
    /// Goodwill is being used up: repair before they notice.
    PerceptionAboveFacts,
}

/// What a customer may do who trusts us, or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::Behaviour")]
pub(super) enum Behaviour {
    /// Stay.
    Renew,
    /// Buy more.
    BuyMore,
    /// Recommend us.
    Recommend,
    /// Forgive a mistake.
    Forgive,
}

/// The step between two points of a history.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Grain {
    /// One day.
    Day,
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
}

impl From<SeriesGroup> for portfolio::Dimension {
    fn from(by: SeriesGroup) -> Self {
        match by {
            SeriesGroup::Country => Self::Country,
            SeriesGroup::Region => Self::Region,
            SeriesGroup::Segment => Self::Segment,
            SeriesGroup::Owner => Self::Owner,
            SeriesGroup::Partner => Self::Partner,
            SeriesGroup::Band => Self::Band,
            SeriesGroup::Position => Self::Position,
            SeriesGroup::Industry => Self::Industry,
        }
    }
}

/// An interval of the calendar, in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "store::Interval")]
pub(super) enum Interval {
    /// A day.
    Day,
    /// A week of ISO 8601, from Monday.
    Week,
    /// A month.
    Month,
    /// A quarter of a calendar year.
    Quarter,
    /// A calendar year.
    Year,
}

/// What accounts are followed in time by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum SeriesGroup {
    /// ISO 3166-1 alpha-2 code of the country.
    Country,
    /// State, province or sales region.
    Region,
    /// Code of the first of the segments that they are in.
    Segment,
    /// Our person in charge.
    Owner,
    /// The partner that serves them.
    Partner,
    /// Band of their health now.
    Band,
    /// Where their business stands now.
    Position,
    /// Industry in the source's own word.
    Industry,
}

/// Which way a score moved on evidence seen at both times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Direction {
    /// It rose.
    Up,
    /// It fell.
    Down,
    /// It did not move by a tenth of a point.
    Flat,
    /// There is nothing to compare.
    Unknown,
}

/// Whether a source can be relied on right now. The first that holds, from the worst.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum SourceState {
    /// It does not take its credential any more: a person must connect it again.
    NeedsReconnect,
    /// It was never read to the end.
    Never,
    /// Its last run read nothing more: the credentials, the network or the system failed.
    Failed,
    /// Its last success is older than three times its interval.
    Stale,
    /// Its last run set records aside or lost a stream.
    Degraded,
    /// It answers, but has said nothing new for seven days.
    Silent,
    /// Read in time and complete.
    Ok,
}

/// Where an account stands. The lines are the revenue model's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::revenue::Position")]
pub(super) enum Position {
    /// Much of the recurring revenue is at risk.
    #[graphql(name = "BUSINESS_AT_RISK")]
    AtRisk,
    /// Much may be added to it.
    #[graphql(name = "BUSINESS_AT_GROWTH")]
    AtGrowth,
    /// Both at once.
    Both,
    /// Neither.
    Stable,
    /// Too little is known; never to be read as safe.
    Unknown,
}

/// What a portfolio is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Enum)]
#[graphql(remote = "insight::portfolio::Dimension")]
pub(super) enum Dimension {
    /// Not at all: one group of everybody.
    Global,
    /// Each account by itself.
    Account,
    /// What they buy; an account that buys from several lines is shared out by what each billed.
    LineOfBusiness,
    /// Country, as ISO 3166-1 alpha-2 code.
    Country,
    /// State, province or sales region.
    Region,
    /// The first of the segments that they are in, so that nobody counts twice.
    Segment,
    /// Our person in charge.
    Owner,
    /// The partner that serves them.
    Partner,
    /// Band of their health.
    Band,
    /// Where their business stands.
    Position,
}

/// What of two metrics is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::proof::Of")]
pub(super) enum Compared {
    /// Where accounts stand: the good against others.
    Levels,
    /// How they moved since the quarter before: each against itself.
    Moves,
}

/// Where a deal's probability comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::revenue::ProbabilitySource")]
pub(super) enum ProbabilitySource {
    /// Won among our closed deals that had reached its stage.
    OwnWinRate,
    /// What the CRM says.
    Crm,
    /// Nothing tells it.
    None,
}

/// Whether they like us, and whether they stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "insight::revenue::StayRisk")]
pub(super) enum StayRisk {
    /// They like us and stay.
    Loyal,
    /// They like us and may go.
    Exposed,
    /// They stay and are unhappy.
    Trapped,
    /// Neither.
    Leaving,
}

/// Why a part of a score moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum Cause {
    /// What was measured changed.
    Value,
    /// Its weight, or the weight of the evidence around it, changed.
    Weight,
    /// It was measured then and is not any more.
    DataLost,
    /// It is measured now and was not then.
    DataNew,
    /// The health model changed.
    Model,
    /// A cap began or ceased to hold.
    Cap,
    /// A person's word in place of the value began or ceased to hold.
    Override,
    /// Records were joined to the account, or left it, after the score was given.
    Identity,
    /// What is known of the day is not what was known then: records came late or were corrected.
    Revised,
}

impl Cause {
    /// The cause that `insight` names; an unknown word reads as a changed value.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "WEIGHT" => Self::Weight,
            "DATA_LOST" => Self::DataLost,
            "DATA_NEW" => Self::DataNew,
            "MODEL" => Self::Model,
            "CAP" => Self::Cap,
            "OVERRIDE" => Self::Override,
            "IDENTITY" => Self::Identity,
            "REVISED" => Self::Revised,
            _ => Self::Value,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_stage_finds_itself_by_its_code() {
        for (stage, code) in Stage::ALL {
            assert_eq!(Stage::of(code), Some(stage));
            assert_eq!(stage.code(), code);
        }
        assert_eq!(Stage::of("PARTY"), None);
    }
}
