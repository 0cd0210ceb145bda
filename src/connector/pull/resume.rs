//! From the state that a pull is given to the one that it begins from.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::state::Position;
use super::{Context, Pull, PullError};
use crate::connector::Json;
use crate::connector::manifest::{Choice, Cursor, Parent, Router, Stream};
use crate::connector::moment::Span;
use crate::connector::template::RenderError;

/// The ecosystem's state of a stream without a cursor that was read to its end.
const READ_WHOLE: &str = "__ab_full_refresh_sync_complete";

impl Pull {
    /// Whether what it asks the source for should depend on how far an earlier pull came: it has a
    /// cursor that is neither applied here, nor ends the paging, nor looks back, and no parent that
    /// says what is new.
    pub(crate) fn asks_from_where_it_was(&self) -> bool {
        let stream = &self.tree.reader(0).stream;
        let asks = |cursor: &Cursor| {
            !cursor.client_side && !cursor.data_feed && cursor.lookback.is_none()
        };
        stream.cursor.as_ref().is_some_and(asks) && !stream.routers.iter().any(is_led)
    }
}

fn is_led(router: &Router) -> bool {
    match router {
        Router::Parents(parents) => parents.iter().any(|parent| parent.incremental),
        Router::Group { inner, .. } => is_led(inner),
        Router::Union { routers, .. } => routers.iter().any(is_led),
        Router::List { .. } => false,
    }
}

/// The stream that a state chooses, and the state in today's form.
///
/// # Errors
/// When an expression cannot be rendered.
pub(super) fn chosen(
    context: &Context,
    choice: &Choice,
    state: Option<Json>,
) -> Result<(Arc<Stream>, Option<Json>), PullError> {
    let failed = |error| context.failed(error);
    let full = Arc::clone(&choice.full);
    let state = state.filter(|state| !matches!(state, Json::Null) && !is_empty(state));
    let (Some(resumed), Some(known)) = (&choice.resumed, &state) else {
        let state = migrated(context, &full, state).map_err(failed)?;
        return Ok((full, state));
    };
    let scope = context.scope(&[], &[]);
    let retention = resumed.retention.as_ref();
    let retention = retention.map(|retention| context.engine().text(retention, &scope));
    let retention = retention.transpose().map_err(failed)?.filter(|text| !text.is_empty());
    if let Some(text) = retention {
        let Some(span) = Span::parse(&text) else {
            let name = &full.name;
            return Err(PullError::Refused(format!(
                "`api_retention_period` of stream `{name}` is no ISO 8601 duration such as P30D"
            )));
        };
        let oldest = span.before(context.now);
        let at = match reached(context, &full, known).map_err(failed)? {
            None => reached(context, &resumed.stream, known).map_err(failed)?,
            at => at,
        };
        // What changed before then the source can no longer tell: only all of it is all of it.
        if at.is_none_or(|at| at < oldest) {
            return Ok((full, None));
        }
    }
    let stream = Arc::clone(&resumed.stream);
    let state = migrated(context, &stream, state).map_err(failed)?;
    Ok((stream, state))
}

fn is_empty(state: &Json) -> bool {
    matches!(state, Json::Object(fields) if fields.is_empty())
}

fn reached(
    context: &Context,
    stream: &Stream,
    state: &Json,
) -> Result<Option<DateTime<Utc>>, RenderError> {
    let Some(cursor) = &stream.cursor else {
        let whole = state.get(READ_WHOLE) == Some(&Json::Bool(true));
        return Ok(whole.then_some(context.now));
    };
    let partitioned = !stream.routers.is_empty();
    let state = if partitioned { state.get("state") } else { Some(state) };
    let position = Position::new(context, cursor, false, state)?;
    Ok(position.reached())
}

/// A state of old, one position per key of the parent, as one position per partition.
fn migrated(
    context: &Context,
    stream: &Stream,
    state: Option<Json>,
) -> Result<Option<Json>, RenderError> {
    let (Some(Json::Object(fields)), true, Some(cursor), Some(parent)) =
        (&state, stream.legacy_state, &stream.cursor, only_parent(stream))
    else {
        return Ok(state);
    };
    let scope = context.scope(&[], &[]);
    let cursor = context.engine().text(&cursor.field, &scope)?;
    let only_cursor = |value: &Json| match value {
        Json::Object(inner) => inner.len() == 1 && inner.iter().all(|(key, _)| *key == cursor),
        _ => false,
    };
    let is_old = !fields.is_empty()
        && fields.iter().all(|(key, value)| key != "states" && only_cursor(value));
    if !is_old {
        return Ok(state);
    }
    let name = context.engine().text(&parent.field, &scope)?;
    // A partition is known by the slice of its parent as well; the ecosystem's own migration leaves
    // that out, and its pull then finds none of these positions and reads everything again.
    let slice = parent.stream.routers.is_empty().then(|| Json::Object(Vec::new()));
    let states = fields.iter().map(|(key, value)| {
        let mut partition = vec![(name.clone(), Json::String(key.clone()))];
        partition.extend(slice.clone().map(|slice| ("parent_slice".to_owned(), slice)));
        Json::Object(vec![
            ("partition".to_owned(), Json::Object(partition)),
            ("cursor".to_owned(), value.clone()),
        ])
    });
    Ok(Some(Json::Object(vec![("states".to_owned(), Json::Array(states.collect()))])))
}

fn only_parent(stream: &Stream) -> Option<&Parent> {
    match stream.routers.as_slice() {
        [Router::Parents(parents)] if parents.len() == 1 => parents.first(),
        _ => None,
    }
}
