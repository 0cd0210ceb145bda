//! What people answer when they are asked: metrics, loyalty, value, and whom to ask next.
//!
//! | file | for |
//! |---|---|
//! | `scale` | an answer on a scale whose polarity is stated, and the arithmetic of shares |
//! | `voice` | answers with the person who gave them, and which of them a question is about |
//! | `kind` | NPS, CSAT, effort …: their scales and their arithmetic |
//! | `metric` | one number of many answers, with sample, margin, distribution and roles |
//! | `loyalty` | ease index and loyalty composite |
//! | `value` | value tiers |
//! | `gap` | what was promised and kept against what they felt |
//! | `asking` | whom we may ask, when next, and how many answer |
//! | `age` | how old feedback is, per moment and prong |
//! | `interview` | whom to call, and why |
//! | `unhappy` | which answers are bad news |
//! | `model` | the numbers of all that, from YAML |
//!
//! Answers of one account or of any group of accounts are the same to it.

mod age;
mod asking;
mod gap;
mod interview;
mod kind;
mod loyalty;
mod metric;
mod model;
mod scale;
#[cfg(test)]
mod tests;
mod unhappy;
mod value;
mod voice;

pub use age::{MomentAge, ProngAge, moments, prongs};
pub use asking::{Ask, Block, Plan, ResponseRate, next_surveys, response_rate};
pub use gap::{Expectation, ExpectationFlag, expectations};
pub use interview::{Interview, InterviewReason, interviews};
pub use kind::SurveyKind;
pub use loyalty::{EasePart, Loyalty, LoyaltyParts, advocacy, ease_index, loyalty, relevance};
pub use metric::{Bucket, Metric, RoleValue, engagement, metric};
pub use model::SurveyModel;
pub(super) use scale::{Answer, CES5, CSAT, NET_EASY, NPS, Scale, mean, net, share};
pub use unhappy::{BadSide, bad_sides, is_unhappy};
pub(super) use value::tier_of_person;
pub use value::{ValueTier, value_tier};
pub(super) use voice::in_room;
pub use voice::{SurveyFilter, Voice, role_group, voices};
pub(super) use voice::{is_of_our_own, prong_of, role_weighted};
