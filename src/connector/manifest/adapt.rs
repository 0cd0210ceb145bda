//! From the expanded tree to what a stream does when it asked for more than a source gives.

use super::components::{Action, Strategy, Stream, TokenOption};
use super::part::{Part, Read};
use crate::connector::moment::Span;

/// Ways to ask for less.
#[derive(Debug, Default)]
pub(crate) struct Adapting {
    pub(crate) reset: Option<Reset>,
    pub(crate) smaller_pages: Option<SmallerPages>,
    pub(crate) split: Option<Split>,
}

/// Paging begins anew.
#[derive(Debug)]
pub(crate) struct Reset {
    /// From the highest cursor value that was read, rather than from the start.
    pub(crate) from_cursor: bool,
    /// After so many records, without being asked to.
    pub(crate) records: Option<u64>,
}

/// The same page is asked for with fewer records in it.
#[derive(Debug)]
pub(crate) struct SmallerPages {
    pub(crate) factor: f64,
    pub(crate) least: u64,
    /// So often in a row.
    pub(crate) attempts: u32,
    /// Seconds, times the number of the attempt.
    pub(crate) pause: f64,
    /// So often when the page is as small as it may be.
    pub(crate) retries: u32,
    /// A page that succeeds restores the size.
    pub(crate) restore: bool,
    pub(crate) message: Option<String>,
}

/// A window of time is read as two.
#[derive(Debug)]
pub(crate) struct Split {
    pub(crate) least: Option<Span>,
    pub(crate) message: Option<String>,
}

/// Reads the ways that a retriever has.
pub(super) fn adapting(retriever: &Part<'_>) -> Read<Adapting> {
    Ok(Adapting {
        reset: reset(retriever)?,
        smaller_pages: smaller_pages(retriever)?,
        split: split(retriever)?,
    })
}

fn reset(retriever: &Part<'_>) -> Read<Option<Reset>> {
    let Some(node) = retriever.field("pagination_reset") else { return Ok(None) };
    let part = Part::of(node, "pagination_reset", &["PaginationReset"])?;
    let words = [("RESET", false), ("SPLIT_USING_CURSOR", true)];
    let records = match part.field("limits") {
        Some(node) => {
            Part::of(node, "limits", &["PaginationResetLimits"])?.whole("number_of_records")?
        }
        None => None,
    };
    Ok(Some(Reset {
        from_cursor: part.word("action", &words)?.unwrap_or(false),
        records: records.and_then(|records| u64::try_from(records).ok()),
    }))
}

fn smaller_pages(retriever: &Part<'_>) -> Read<Option<SmallerPages>> {
    let Some(node) = retriever.field("page_size_reduction") else { return Ok(None) };
    let part = Part::of(node, "page_size_reduction", &["PageSizeReduction"])?;
    let count = |name: &str, default: i64, least: i64| -> Read<u32> {
        let count = part.whole(name)?.unwrap_or(default);
        match u32::try_from(count) {
            Ok(fits) if count >= least => Ok(fits),
            _ => part.wrong(format!("`{name}` is {count}; expected at least {least}")),
        }
    };
    let real = |name: &str, default: f64, is_right: fn(f64) -> bool| -> Read<f64> {
        let text = part.text(name)?;
        let value = text.as_ref().map_or(Some(default), |text| text.parse().ok());
        match value.filter(|value| value.is_finite() && is_right(*value)) {
            Some(value) => Ok(value),
            None => part.wrong(format!("`{name}` is out of range")),
        }
    };
    let policies = [("NEVER", false), ("AFTER_SUCCESSFUL_PAGE", true)];
    Ok(Some(SmallerPages {
        factor: real("reduction_factor", 2.0, |factor| factor > 1.0)?,
        least: u64::from(count("minimum_page_size", 1, 1)?),
        attempts: count("max_attempts", 5, 1)?,
        pause: real("backoff_seconds", 0.5, |pause| pause >= 0.0)?,
        retries: count("retries_at_minimum_page_size", 0, 0)?,
        restore: part.word("reset_policy", &policies)?.unwrap_or(false),
        message: part.text("failure_message")?,
    }))
}

fn split(retriever: &Part<'_>) -> Read<Option<Split>> {
    let Some(node) = retriever.field("request_window_splitting") else { return Ok(None) };
    let part = Part::of(node, "request_window_splitting", &["RequestWindowSplitting"])?;
    let least = part.text("min_split_window")?.filter(|text| !text.is_empty());
    let least = match least.map(|text| Span::parse(&text)) {
        None => None,
        Some(Some(span)) if !span.is_zero() => Some(span),
        Some(_) => {
            return part
                .wrong("`min_split_window` is no ISO 8601 duration such as P1D".to_owned());
        }
    };
    Ok(Some(Split { least, message: part.text("failure_message")? }))
}

/// Checks that a stream can do what its error handler may ask of it.
pub(super) fn check(retriever: &Part<'_>, stream: &Stream) -> Read<()> {
    let asks = |wanted: Action| {
        let filters = stream.requester.errors.iter().flat_map(|handler| &handler.filters);
        filters.filter_map(|filter| filter.action).any(|action| action == wanted)
    };
    let needed = [
        (
            Action::ReducePageSize,
            "page_size_reduction",
            stream.adapting.smaller_pages.is_some(),
        ),
        (Action::SplitWindow, "request_window_splitting", stream.adapting.split.is_some()),
    ];
    for (action, block, is_there) in needed {
        if asks(action) && !is_there {
            let message = format!(
                "an error handler asks for what `{block}` describes; add it to the retriever"
            );
            return retriever.wrong(message);
        }
    }
    let limited = stream.adapting.reset.as_ref().is_some_and(|reset| reset.records.is_some());
    if limited && stream.selector.filter.is_some() {
        let message = "`limits` of PaginationReset cannot be kept while records are filtered";
        return retriever.wrong(message.to_owned());
    }
    let asks_for_less =
        stream.adapting.smaller_pages.is_some() || stream.adapting.split.is_some();
    if asks_for_less && stream.properties.is_some() {
        let message = "a page of several requests, each with its own properties, cannot be made \
                       smaller: take `page_size_reduction` and `request_window_splitting` away";
        return retriever.wrong(message.to_owned());
    }
    if asks_for_less && stream.files.is_some() {
        let message = "the files of a page's records are fetched one by one, so the page cannot be \
                       made smaller: take `page_size_reduction` and `request_window_splitting` away";
        return retriever.wrong(message.to_owned());
    }
    if let Some(why) = no_smaller_pages(stream).or_else(|| no_split(stream)) {
        return retriever.wrong(why.to_owned());
    }
    Ok(())
}

fn no_smaller_pages(stream: &Stream) -> Option<&'static str> {
    let rule = stream.adapting.smaller_pages.as_ref()?;
    let paginator = stream.paginator.as_ref();
    let Some(paginator) = paginator.filter(|paginator| paginator.size_option.is_some()) else {
        return Some("`page_size_reduction` needs a paginator with a `page_size_option`");
    };
    if matches!(paginator.token_option, Some(TokenOption::Path)) {
        return Some(
            "`page_size_reduction` cannot be used with RequestPath: the link to the next page \
             says its size already",
        );
    }
    let stop = match &paginator.strategy {
        Strategy::Page { .. } => {
            return Some(
                "`page_size_reduction` cannot be used with PageIncrement: numbered pages of \
                 another size are other pages",
            );
        }
        Strategy::Cursor { stop, .. } => stop.as_ref(),
        Strategy::Offset { .. } => None,
    };
    let size = paginator.page_size.as_ref().and_then(|size| size.plain()?.parse::<u64>().ok());
    if size.is_some_and(|size| size <= rule.least) {
        return Some("`page_size` is not above `minimum_page_size`, so it cannot be reduced");
    }
    stop.filter(|stop| is_fooled(stop.source(), rule.least)).map(|_| {
        "the `stop_condition` compares `last_page_size` with a fixed number, which would take a \
         page that was made smaller for the last one; compare it with `page_size`"
    })
}

// `last_page_size < 100` and the like; a number that no page is smaller than does no harm.
fn is_fooled(stop: &str, least: u64) -> bool {
    stop.split("last_page_size").skip(1).any(|after| {
        let Some(number) = after.trim_start().strip_prefix('<') else { return false };
        let number = number.trim_start_matches('=').trim_start();
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        number
            .get(..digits)
            .and_then(|digits| digits.parse().ok())
            .is_some_and(|n: u64| n > least)
    })
}

fn no_split(stream: &Stream) -> Option<&'static str> {
    stream.adapting.split.as_ref()?;
    match &stream.cursor {
        Some(cursor) if cursor.granularity.is_some_and(|span| !span.is_zero()) => {
            cursor.client_side.then_some(
                "`request_window_splitting` cannot be used with `is_client_side_incremental`: \
                 the source is not told the window",
            )
        }
        _ => Some(
            "`request_window_splitting` needs a DatetimeBasedCursor with `cursor_granularity`",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_condition_that_smaller_pages_would_meet_is_seen() {
        let cases = [
            ("{{ last_page_size < 100 }}", true),
            ("{{ last_page_size <= 99 }}", true),
            ("{{ last_page_size == 0 }}", false),
            ("{{ last_page_size < 1 }}", false),
            ("{{ last_page_size < page_size }}", false),
            ("{{ not response.next }}", false),
        ];
        for (stop, expected) in cases {
            assert_eq!(is_fooled(stop, 1), expected, "{stop}");
        }
    }
}
