//! Whole answers, kept for whoever asks the very same while nothing was written.
//!
//! What is kept is named by the state of the data that it was read from, so nothing has to be removed.
//! An answer that speaks of the passing moment is not kept.

use std::sync::Arc;
use std::time::{Duration, Instant};

use async_graphql::{Response, Value};
use chrono::NaiveDate;
use moka::sync::Cache;

use super::service::Answer;
use crate::access::Rights;
use crate::model::short_hash;
use crate::store::Moment;

/// How long an answer is kept at most.
const TTL: Duration = Duration::from_mins(1);
/// Bytes that all kept answers may take, about.
const MOST_BYTES: u64 = 64 << 20;
/// A longer answer is not kept.
const LONGEST: usize = 4 << 20;

/// What a kept answer is the answer to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// The request as it came.
    pub(super) raw: Arc<[u8]>,
    /// What whoever asks may.
    pub(super) rights: Arc<Rights>,
    /// What it was read from.
    pub(super) moment: Moment,
    /// The day that it speaks of when it is asked for none.
    pub(super) today: NaiveDate,
}

/// An answer without its last word, which says how old it is.
#[derive(Debug)]
struct Kept {
    text: Vec<u8>,
    tag: Arc<str>,
    born: Instant,
}

impl Kept {
    fn answer(&self, hit: bool) -> Answer {
        let age = self.born.elapsed().as_secs();
        let last = format!(",\"cache\":{{\"hit\":{hit},\"ageSeconds\":{age}}}}}}}");
        let body = [self.text.as_slice(), last.as_bytes()].concat();
        Answer { body, refused: false, tag: Some(Arc::clone(&self.tag)) }
    }
}

/// Kept answers.
pub(super) struct Answers(Cache<Key, Arc<Kept>>);

impl Answers {
    pub(super) fn new() -> Self {
        let weigh = |key: &Key, kept: &Arc<Kept>| {
            u32::try_from(key.raw.len() + kept.text.len() + 256).unwrap_or(u32::MAX)
        };
        let cache = Cache::builder().max_capacity(MOST_BYTES).weigher(weigh);
        Self(cache.time_to_live(TTL).build())
    }

    pub(super) fn get(&self, key: &Key) -> Option<Answer> {
        self.0.get(key).map(|kept| kept.answer(true))
    }

    /// The response as it is sent; kept under the key, when there is one and it is good for others.
    pub(super) fn tell(&self, key: Option<Key>, response: &Response) -> Answer {
        let text = text(response);
        let whole = response.errors.is_empty() && response.cache_control.max_age >= 0;
        // Extensions stand last where there is no error; there the last word is put.
        let open = text.strip_suffix(b"}}").filter(|_| !response.extensions.is_empty());
        match (key, open) {
            (Some(key), Some(open)) if whole && text.len() <= LONGEST => {
                let kept = Arc::new(Kept {
                    tag: short_hash(open).into(),
                    text: open.to_vec(),
                    born: Instant::now(),
                });
                self.0.insert(key, Arc::clone(&kept));
                kept.answer(false)
            }
            _ => Answer { body: text, refused: refused(response), tag: None },
        }
    }
}

/// What fails before anything is executed has no data at all, not even null.
fn refused(response: &Response) -> bool {
    response.data == Value::Null
        && response.errors.iter().all(|error| error.path.is_empty())
        && !response.errors.is_empty()
}

fn text(response: &Response) -> Vec<u8> {
    const PLAIN: &str = "an answer is plain JSON";
    if !refused(response) {
        return serde_json::to_vec(response).expect(PLAIN);
    }
    let mut value = serde_json::to_value(response).expect(PLAIN);
    if let serde_json::Value::Object(fields) = &mut value {
        fields.shift_remove("data");
    }
    serde_json::to_vec(&value).expect(PLAIN)
}
