//! What a customer's revenue may become, and what it costs.
//!
//! | file | for |
//! |---|---|
//! | `model`, `check` | the YAML that an analyst may change |
//! | `extract` | facts → book |
//! | `book` | what an account's money rests on, each amount in its own currency |
//! | `opportunity` | book, health, trust and peers → renewals, expansion, pipeline, position |
//! | `renewal`, `expansion`, `pipeline`, `position` | its parts, each a formula of its own |
//! | `value` | lifetime value, cost to serve, stay risk |
//! | `totals` | retention and groups of accounts, each account once |

mod book;
mod check;
mod expansion;
mod extract;
mod model;
mod opportunity;
mod pipeline;
mod position;
mod renewal;
mod totals;
mod value;

#[cfg(test)]
mod tests;

pub use book::{ArrFrom, Book, Fate, Flag, Intent, OpenDeal, Spend, Tally, Term};
pub use expansion::{Comparable, ExpansionLine, Whitespace, comparable, whitespace};
pub use extract::{
    Settled, Takings, billed_within, book, decided_within, fates_within, served, takings,
};
pub use model::{Activity, By, Circle, ExpansionModel, RenewalModel, RevenueModel, StayModel};
pub use opportunity::{Asked, Known, Opportunity, RenewalLine, opportunity};
pub use pipeline::{PipelineLine, ProbabilitySource};
pub use position::{Position, Standing};
pub use renewal::{Factor, FittedRenewal, Probability, probability, renewal_flags};
pub use totals::{Figures, Retention, Totals, by_line_of_business, figures, retention};
pub use value::{
    ActivityCost, CostToServe, StayRisk, cost_to_serve, lifetime_value, lifetime_value_of,
    stay_risk,
};
