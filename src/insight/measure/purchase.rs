//! PURCHASE: is it easy to buy from us?

use super::survey::{about, from_answers, net};
use super::view::{Evidence, View, median, missing, percent};
use crate::insight::Observation;
use crate::insight::survey::NET_EASY;

/// PU1: median business days from request to quote.
pub(super) fn quote_turnaround(view: &View) -> Observation {
    let (mut waits, mut evidence) = (Vec::new(), Evidence::default());
    for (sent_on, quote) in
        view.recent(&view.facts().quotes, |quote| view.room.day(quote.sent_at))
    {
        let (Some(asked), Some(sent)) = (quote.requested_at, quote.sent_at) else { continue };
        waits.push(view.calendar.business_days(asked, sent));
        evidence.add(sent_on, &quote.origin);
    }
    let n = waits.len();
    median(waits).map_or_else(missing, |raw| evidence.shows(raw, n))
}

/// PU2: won ÷ closed opportunities.
pub(super) fn win_rate(view: &View) -> Observation {
    let closed: Vec<_> = view
        .recent(&view.facts().deals, |deal| view.room.day(deal.closed_at))
        .into_iter()
        .filter_map(|(day, deal)| Some((day, deal, deal.won?)))
        .collect();
    let won = closed.iter().filter(|(_, _, won)| *won).count();
    let evidence: Evidence = closed.iter().map(|(day, deal, _)| (*day, &deal.origin)).collect();
    percent(won, closed.len()).map_or_else(missing, |raw| evidence.shows(raw, closed.len()))
}

/// PU3: NetEasy after a purchase.
pub(super) fn ease_of_buying(view: &View) -> Observation {
    let wanted = |answer: &_| about(answer, &["NETEASY"], &["purchas", "buy", "order"], true);
    from_answers(
        view,
        wanted,
        |answer| NET_EASY.exact(answer),
        |answers| Some(net(answers, |score| score <= 2.0, |score| score >= 5.0)),
    )
}

/// PU3F: median days by which deals closed after the day first expected.
pub(super) fn stage_slip(view: &View) -> Observation {
    let (mut slips, mut evidence) = (Vec::new(), Evidence::default());
    for (closed_on, deal) in
        view.recent(&view.facts().deals, |deal| view.room.day(deal.closed_at))
    {
        let Some(expected) = deal.first_expected_close_on else { continue };
        slips.push((closed_on - expected).num_days().max(0) as f64);
        evidence.add(closed_on, &deal.origin);
    }
    let n = slips.len();
    median(slips).map_or_else(missing, |raw| evidence.shows(raw, n))
}
