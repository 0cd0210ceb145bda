//! Which accounts a list, a sum or an inbox is about.

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use rust_decimal::prelude::ToPrimitive as _;

use super::entities::local;
use super::errors::{ApiError, Result};
use super::scalars::{Day, Decimal};
use super::visit::Visit;
use super::words::{Band, Confidence, Position};
use crate::model::{AccountId, EntityKind};
use crate::portfolio::{Condition, Number, Range, Word};
use crate::{insight, store};

/// Conditions in one filter, those within others counted.
const CONDITIONS: usize = 60;
/// Filters within one another.
const LEVELS: usize = 5;

/// Which accounts a list holds. Every condition that is given must hold; what is not known meets none
/// but `isNull`.
#[derive(Debug, Clone, Default, InputObject)]
pub(super) struct AccountFilter {
    /// These accounts only.
    ids: Option<Vec<ID>>,
    /// ISO 3166-1 alpha-2 codes.
    country: Option<Vec<String>>,
    /// States, provinces or sales regions.
    region: Option<Vec<String>>,
    /// Lines of business, of which it buys from one at least.
    line_of_business: Option<Vec<String>>,
    /// Industries in the sources' own words.
    industry: Option<Vec<String>>,
    /// Bands of the latest score.
    band: Option<Vec<Band>>,
    /// How sure the latest score is.
    confidence: Option<Vec<Confidence>>,
    /// At least this coverage of the latest score, 0 to 1.
    min_coverage: Option<f64>,
    /// The code of a segment that it is in.
    segment: Option<ID>,
    /// Where it stands, as of the latest score.
    position: Option<Vec<Position>>,
    /// At least this recurring revenue of a year, in the reporting currency.
    min_arr: Option<Decimal>,
    /// One of its contracts ends before this day and is not over yet.
    renewal_before: Option<Day>,
    /// The id of the partner account that serves it.
    partner: Option<ID>,
    /// The id of the account above it.
    parent: Option<ID>,
    /// The id of our team member in charge.
    owner: Option<ID>,
    /// Part of the name or domain, any case.
    search: Option<String>,
    /// Effective health, 0 to 100.
    health: Option<NumberFilter>,
    /// Share of the evidence behind it that was seen, 0 to 1.
    coverage: Option<NumberFilter>,
    /// Trust, 0 to 100.
    trust: Option<NumberFilter>,
    /// Net promoters of the relation, -100 to 100.
    nps: Option<NumberFilter>,
    /// Recurring revenue of a year; this and all amounts below in the reporting currency.
    arr: Option<NumberFilter>,
    /// Renewals due, times the probability of losing them.
    at_risk: Option<NumberFilter>,
    /// Expected of open deals and of what peers buy.
    growth_expected: Option<NumberFilter>,
    /// Growth less what is at risk.
    net: Option<NumberFilter>,
    /// Revenue at risk as a share of that of a year.
    risk_share: Option<NumberFilter>,
    /// Revenue in growth as a share of it.
    growth_share: Option<NumberFilter>,
    /// Billed in 365 days.
    billed: Option<NumberFilter>,
    /// What serving it cost in 365 days.
    cost_to_serve: Option<NumberFilter>,
    /// Lifetime value.
    lifetime_value: Option<NumberFilter>,
    /// Net revenue retention of 365 days in percent.
    nrr: Option<NumberFilter>,
    /// Gross revenue retention of 365 days in percent.
    grr: Option<NumberFilter>,
    /// Number of employees.
    employees: Option<NumberFilter>,
    /// All of these hold too.
    and: Option<Vec<Self>>,
    /// At least one of these holds too.
    or: Option<Vec<Self>>,
    /// This does not hold.
    not: Option<Box<Self>>,
}

/// A condition on a number; every part that is given must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, InputObject)]
pub(super) struct NumberFilter {
    /// Exactly this.
    eq: Option<f64>,
    /// Greater than this.
    gt: Option<f64>,
    /// This at least.
    gte: Option<f64>,
    /// Less than this.
    lt: Option<f64>,
    /// This at most.
    lte: Option<f64>,
    /// Whether it is not known.
    is_null: Option<bool>,
}

impl NumberFilter {
    fn condition(self, number: Number) -> Vec<Condition> {
        let (from, to) = (self.gte.or(self.eq), self.lte.or(self.eq));
        let range = Range { above: self.gt, from, to, below: self.lt };
        // Two lower ends, of which the stricter counts.
        let also = self.eq.map(|eq| Range { from: Some(eq), to: Some(eq), ..Range::default() });
        let mut all: Vec<Condition> =
            also.into_iter().map(|range| Condition::Number(number, range)).collect();
        if range != Range::default() {
            all.push(Condition::Number(number, range));
        }
        match self.is_null {
            Some(true) => all.push(Condition::NoNumber(number)),
            Some(false) => all.push(Condition::Not(Condition::NoNumber(number).into())),
            None => {}
        }
        all
    }
}

impl AccountFilter {
    /// The accounts in memory that it lets through, on a day.
    fn condition(&self, today: NaiveDate) -> Result<Condition> {
        let mut left = CONDITIONS;
        self.parts(today, LEVELS, &mut left)
    }

    fn parts(&self, today: NaiveDate, levels: usize, left: &mut usize) -> Result<Condition> {
        if levels == 0 {
            let what = format!("a filter holds filters at most {LEVELS} deep");
            return Err(ApiError::BadInput(what));
        }
        let mut all = self.own(today);
        let mut within = |filters: &[Self]| -> Result<Vec<Condition>> {
            filters.iter().map(|filter| filter.parts(today, levels - 1, left)).collect()
        };
        if let Some(and) = &self.and {
            all.extend(within(and)?);
        }
        if let Some(or) = &self.or {
            all.push(Condition::Any(within(or)?));
        }
        if let Some(not) = &self.not {
            let not = not.parts(today, levels - 1, left)?;
            all.push(Condition::Not(not.into()));
        }
        *left = left.checked_sub(all.len()).ok_or_else(|| {
            ApiError::BadInput(format!("a filter has at most {CONDITIONS} conditions"))
        })?;
        Ok(Condition::All(all))
    }

    /// The conditions without those within others.
    fn own(&self, today: NaiveDate) -> Vec<Condition> {
        let mut all = Vec::new();
        let ids = |ids: &Vec<ID>| ids.iter().map(|id| AccountId(id.0.clone())).collect();
        all.extend(self.ids.as_ref().map(|given| Condition::Ids(ids(given))));
        let one = |id: &Option<ID>| id.as_ref().map(|id| vec![id.0.clone()]);
        let upper =
            |codes: &Vec<String>| codes.iter().map(|code| code.to_uppercase()).collect();
        let words = [
            (Word::Country, self.country.as_ref().map(upper)),
            (Word::Region, self.region.clone()),
            (Word::Industry, self.industry.clone()),
            (Word::Band, self.bands()),
            (Word::Confidence, self.confidences()),
            (Word::Position, self.positions()),
            (Word::Partner, one(&self.partner)),
            (Word::Parent, one(&self.parent)),
            (Word::Owner, self.owner().map(|owner| vec![owner])),
        ];
        let given = |(word, of): (Word, Option<Vec<String>>)| {
            Some(Condition::Word(word, of?.into_iter().collect()))
        };
        all.extend(words.into_iter().filter_map(given));
        let lines = self.line_of_business.as_ref();
        all.extend(lines.map(|lines| Condition::Line(lines.iter().cloned().collect())));
        all.extend(self.segment.as_ref().map(|code| Condition::Segment(code.0.clone())));
        all.extend(self.renewal_before.map(|before| Condition::Ends(today, before.0)));
        let search = self.search.as_ref();
        all.extend(search.map(|part| Condition::Search(part.trim().to_lowercase())));
        let least = |number, least: Option<f64>| {
            let range = Range { from: Some(least?), ..Range::default() };
            Some(Condition::Number(number, range))
        };
        all.extend(least(Number::Coverage, self.min_coverage));
        all.extend(least(
            Number::Arr,
            self.min_arr.map(|arr| arr.0.to_f64().unwrap_or(f64::MAX)),
        ));
        let numbers = self.numbers().into_iter();
        all.extend(numbers.flat_map(|(number, of)| of.unwrap_or_default().condition(number)));
        all
    }

    fn numbers(&self) -> [(Number, Option<NumberFilter>); 16] {
        [
            (Number::Health, self.health),
            (Number::Coverage, self.coverage),
            (Number::Trust, self.trust),
            (Number::Nps, self.nps),
            (Number::Arr, self.arr),
            (Number::AtRisk, self.at_risk),
            (Number::GrowthExpected, self.growth_expected),
            (Number::Net, self.net),
            (Number::RiskShare, self.risk_share),
            (Number::GrowthShare, self.growth_share),
            (Number::Billed, self.billed),
            (Number::CostToServe, self.cost_to_serve),
            (Number::LifetimeValue, self.lifetime_value),
            (Number::Nrr, self.nrr),
            (Number::Grr, self.grr),
            (Number::Employees, self.employees),
        ]
    }

    fn bands(&self) -> Option<Vec<String>> {
        let word = |band: &Band| crate::model::Band::from(*band).word().to_owned();
        self.band.as_ref().map(|bands| bands.iter().map(word).collect())
    }

    fn confidences(&self) -> Option<Vec<String>> {
        let word = |of: &Confidence| crate::model::Confidence::from(*of).word().to_owned();
        self.confidence.as_ref().map(|all| all.iter().map(word).collect())
    }

    fn positions(&self) -> Option<Vec<String>> {
        let word = |of: &Position| insight::revenue::Position::from(*of).word().to_owned();
        self.position.as_ref().map(|all| all.iter().map(word).collect())
    }

    /// The owner's origin id.
    fn owner(&self) -> Option<String> {
        self.owner.as_ref().map(|id| local(EntityKind::TeamMember, id).to_owned())
    }

    /// Whether the store knows all of its conditions by itself.
    fn is_plain(&self) -> bool {
        let lists = [&self.region, &self.line_of_business, &self.industry];
        lists.iter().all(|list| list.is_none())
            && self.confidence.is_none()
            && self.parent.is_none()
            && self.and.is_none()
            && self.or.is_none()
            && self.not.is_none()
            && self.numbers().iter().all(|(_, of)| of.is_none())
    }

    /// The condition on the accounts in memory; refused where it looks at what the viewer is not shown.
    pub(super) fn checked(&self, visit: &Visit) -> Result<Condition> {
        let condition = self.condition(visit.desk.today())?;
        visit.sight.may_look_at(condition.names())?;
        Ok(condition)
    }

    /// The same for the store. What it does not know itself is looked up among the accounts in memory, as
    /// they are now.
    pub(super) async fn stored(&self, visit: &Visit) -> Result<store::AccountFilter> {
        let condition = self.checked(visit)?;
        if self.is_plain() {
            return visit.sight.within(self.plain(visit.desk.today())).await;
        }
        let roster = visit.sight.accounts().await?;
        let ids = roster.filtered(&condition).map(|row| row.id().clone()).collect();
        Ok(store::AccountFilter { ids: Some(ids), ..store::AccountFilter::default() })
    }

    /// The same for the store, of a day of the past.
    pub(super) async fn of_the_past(&self, visit: &Visit) -> Result<store::AccountFilter> {
        self.checked(visit)?;
        if self.is_plain() {
            return visit.sight.within(self.plain(visit.desk.today())).await;
        }
        let what = "of a day of the past, accounts can be asked for by ids, country, band, \
                    minCoverage, segment, position, minArr, renewalBefore, partner, owner and search \
                    only";
        Err(ApiError::BadInput(what.to_owned()))
    }

    fn plain(&self, today: NaiveDate) -> store::AccountFilter {
        let upper = |codes: &Vec<String>| codes.iter().map(|c| c.to_uppercase()).collect();
        let ids = |ids: &Vec<ID>| ids.iter().map(|id| AccountId(id.0.clone())).collect();
        let bands = |bands: &Vec<Band>| bands.iter().map(|band| (*band).into()).collect();
        store::AccountFilter {
            ids: self.ids.as_ref().map(ids),
            countries: self.country.as_ref().map(upper),
            bands: self.band.as_ref().map(bands),
            min_coverage: self.min_coverage,
            segment: self.segment.as_ref().map(|id| id.0.clone()),
            positions: self.positions(),
            min_arr: self.min_arr.map(|least| least.0),
            renewal_before: self.renewal_before.map(|day| (today, day.0)),
            partner: self.partner.as_ref().map(|id| AccountId(id.0.clone())),
            owner: self.owner(),
            search: self.search.clone(),
        }
    }
}
