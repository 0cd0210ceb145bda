//! A KPI beside the accounts of the same segment.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::SimpleObject;
use tokio::sync::Mutex;

use super::errors::Result;
use super::hub::Desk;
use super::proof::count;
use super::round;
use super::segment::Segment;
use super::visit::Visit;
use crate::insight::benchmark::{Benchmarks, LEAST_OTHERS};
use crate::model::AccountId;
use crate::store::Moment;

/// How long a spread is told although something was written since.
const STALE: Duration = Duration::from_secs(30);

/// How all accounts' KPIs are spread, and when that was read.
#[derive(Default)]
pub(super) struct Shelf(Mutex<Option<(Moment, Instant, Arc<Benchmarks>)>>);

impl Desk {
    /// How the KPIs of all accounts are spread by their latest scores; at most half a minute old.
    pub(super) async fn benchmarks(&self) -> Result<Arc<Benchmarks>> {
        let (store, model) = (&self.hub.store, &self.hub.models.health);
        // Who comes while another one reads waits and takes what that one read.
        let mut kept = self.shelf.0.lock().await;
        let moment = store.moment().await?;
        if let Some((at, read, all)) = kept.as_ref()
            && (*at == moment || read.elapsed() < STALE)
        {
            return Ok(Arc::clone(all));
        }
        let mut all = Benchmarks::of(model);
        let take = |account, segments: &[&str], kpis: &[u8]| all.add(account, segments, kpis);
        store.latest_kpis(&model.id(), take).await?;
        let all = Arc::new(all);
        *kept = Some((moment, Instant::now(), Arc::clone(&all)));
        Ok(all)
    }
}

/// The accounts of the same segment, by their latest scores, at most half a minute old.
#[derive(SimpleObject)]
pub(super) struct SegmentMedian {
    /// The first of the account's segments.
    segment: Segment,
    /// Other accounts of it whose score of this KPI is known.
    n: i64,
    /// The middle of their scores, 0 to 100, in half points, the account itself left out; `null` of fewer
    /// than five.
    median: Option<f64>,
    /// Why there is no median.
    note: Option<String>,
}

impl SegmentMedian {
    pub(super) async fn read(
        visit: &Arc<Visit>,
        account: &AccountId,
        kpi: &str,
    ) -> Result<Option<Self>> {
        let all = visit.desk.benchmarks().await?;
        let Some(beside) = all.beside(account, kpi) else { return Ok(None) };
        let segment = Segment::of(visit, &[beside.segment.to_owned()]).pop();
        let note = beside.median.is_none().then(|| {
            format!(
                "{} others of the segment have a score; {LEAST_OTHERS} are needed",
                beside.n
            )
        });
        Ok(segment.map(|segment| Self {
            segment,
            n: count(beside.n),
            median: beside.median.map(round::score),
            note,
        }))
    }
}
