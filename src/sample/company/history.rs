//! What HubSpot remembers of how a record stood before: who was in charge of a company, and when a
//! deal came to its stages.

use super::hubspot::{Deal, STAGES, owner_id};
use super::text::{Object, list};
use super::when::{self, DAY, Sec};
use super::world::{Account, Twist, World};

/// Who was in charge of a company: `ValueWithTimestamp`s of the property, the newest first.
pub(super) fn owner_history(world: &World, account: &Account, created: Sec) -> String {
    let mut dice = world.dice("hubspot-owners", account.index as u64);
    let changes = match account.twist {
        Twist::TrustHigh | Twist::Kestrel => 0,
        Twist::TrustLow => 3,
        Twist::RenewalAtRisk => 2,
        _ => [0, 0, 0, 0, 0, 1, 1, 2][dice.index(8)],
    };
    let mut since = world.start - dice.between(20, 80) * DAY;
    let mut owner = account.owner;
    let mut history = Vec::new();
    for _ in 0..changes {
        if since - 40 * DAY <= created {
            break;
        }
        history.push((owner, since));
        owner = (owner + 1 + dice.index(8)) % 10;
        since -= dice.between(60, 130) * DAY;
    }
    history.push((owner, created));
    held(&history)
}

/// A property's history of owners.
pub(super) fn held(history: &[(usize, Sec)]) -> String {
    let values = history.iter().map(|(owner, since)| {
        Object::new()
            .word("value", owner_id(*owner))
            .word("timestamp", when::iso_ms(*since))
            .word("sourceType", "CRM_UI")
            .word("sourceId", format!("userId:{}", 4_500_100 + *owner as i64))
            .int("updatedByUserId", 4_500_100 + *owner as i64)
            .finish()
    });
    format!(r#"{{"hubspot_owner_id":{}}}"#, list(values))
}

/// A record with the history of its properties, which is shown to who asks for it.
pub(super) fn with_history(mut body: String, history: &str) -> String {
    body.pop();
    body.push_str(r#","propertiesWithHistory":"#);
    body.push_str(history);
    body.push('}');
    body
}

/// The stages that a deal has been in, each with when it came there: ten days in each, fewer when it
/// had less time.
pub(super) fn entered(deal: &Deal, at: Sec) -> Vec<(&'static str, Sec)> {
    let last = if deal.closed() { deal.closes } else { at };
    let step = ((last - deal.created) / (deal.reached + 1)).clamp(0, 10 * DAY);
    let open = (0..deal.reached).zip(STAGES).map(|(n, s)| (s.0, deal.created + n * step));
    let closed = deal.closed().then_some((deal.stage, deal.closes));
    open.chain(closed).collect()
}
