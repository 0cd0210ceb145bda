//! DELIVERY: do goods arrive when and as promised?

use chrono::NaiveDate;

use super::view::{Evidence, Room, View, median, missing, percent};
use crate::insight::Observation;
use crate::model::{Delivery, Origin};

/// A delivered line with its days.
struct Line<'a> {
    delivered: NaiveDate,
    promised: NaiveDate,
    ordered: Option<NaiveDate>,
    delivery: &'a Delivery,
}

/// Only a declaration says that goods do not matter; no shipment so far says nothing.
fn declared_away(view: &View) -> Option<Observation> {
    let declared = view.facts().account.receives_goods == Some(false);
    declared.then(|| Observation { not_applicable: true, ..Observation::default() })
}

fn promised_lines<'a>(view: &View<'a>) -> Vec<Line<'a>> {
    let recent = view.recent(&view.facts().deliveries, |delivery| delivery.delivered_on);
    recent.into_iter().filter_map(|(_, delivery)| line(view.room, delivery)).collect()
}

fn line<'a>(room: &Room<'a>, delivery: &'a Delivery) -> Option<Line<'a>> {
    let delivered = delivery.delivered_on?;
    let order = room.order(&delivery.origin, delivery.order.as_deref());
    let promised = delivery.promised_on.or_else(|| order?.promised_on)?;
    let ordered = delivery.ordered_on.or_else(|| order?.ordered_on);
    Some(Line { delivered, promised, ordered, delivery })
}

/// A delivered line of which it is known whether it came in time.
pub(in crate::insight) struct Kept<'a> {
    pub(in crate::insight) delivered: NaiveDate,
    pub(in crate::insight) on_time: bool,
    pub(in crate::insight) origin: &'a Origin,
}

/// All lines of which it is known whether they came in time, of whatever day.
pub(in crate::insight) fn kept_lines<'a>(room: &Room<'a>) -> Vec<Kept<'a>> {
    let lines = room.facts().deliveries.iter().filter_map(|delivery| line(room, delivery));
    let kept = lines.map(|line| Kept {
        delivered: line.delivered,
        on_time: line.delivered <= line.promised,
        origin: &line.delivery.origin,
    });
    kept.collect()
}

/// DE1: lines delivered by the promised day ÷ lines delivered.
pub(super) fn on_time(view: &View) -> Observation {
    if let Some(declared) = declared_away(view) {
        return declared;
    }
    let lines = promised_lines(view);
    let kept = lines.iter().filter(|line| line.delivered <= line.promised).count();
    let evidence: Evidence =
        lines.iter().map(|line| (line.delivered, &line.delivery.origin)).collect();
    percent(kept, lines.len()).map_or_else(missing, |raw| evidence.shows(raw, lines.len()))
}

/// DE2: 1 − lines returned or credited ÷ lines shipped.
pub(super) fn line_accuracy(view: &View) -> Observation {
    share_returned(view, |wrong| 100.0 - wrong)
}

/// C3: lines returned or credited ÷ lines shipped.
pub(super) fn return_rate(view: &View) -> Observation {
    share_returned(view, |wrong| wrong)
}

fn share_returned(view: &View, raw: fn(f64) -> f64) -> Observation {
    if let Some(declared) = declared_away(view) {
        return declared;
    }
    let shipped = view.recent(&view.facts().deliveries, |delivery| delivery.delivered_on);
    let returned = view.recent(&view.facts().returns, |line| line.returned_on);
    let Some(wrong) = percent(returned.len(), shipped.len()) else { return missing() };
    let shipped_origins = shipped.iter().map(|(day, line)| (*day, &line.origin));
    let returned_origins = returned.iter().map(|(day, line)| (*day, &line.origin));
    let evidence: Evidence = shipped_origins.chain(returned_origins).collect();
    // Returns of goods shipped before the window can outnumber the window's lines.
    evidence.shows(raw(wrong.min(100.0)), shipped.len())
}

/// DE3: median of actual ÷ promised lead time.
pub(super) fn lead_time(view: &View) -> Observation {
    if let Some(declared) = declared_away(view) {
        return declared;
    }
    let (mut ratios, mut evidence) = (Vec::new(), Evidence::default());
    for line in promised_lines(view) {
        let Some(ordered) = line.ordered else { continue };
        let promised = (line.promised - ordered).num_days();
        if promised <= 0 {
            continue;
        }
        let actual = (line.delivered - ordered).num_days().max(0);
        ratios.push(actual as f64 / promised as f64);
        evidence.add(line.delivered, &line.delivery.origin);
    }
    let n = ratios.len();
    median(ratios).map_or_else(missing, |raw| evidence.shows(raw, n))
}
