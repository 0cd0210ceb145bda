//! What a slice does when it asked for more than its source gives: it begins paging anew, asks for
//! smaller pages, or reads its window of time in halves.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::slice::{Guard, Run, Stage};
use super::state::Window;
use super::{Asked, Pull, PullError, job, paginate, properties};
use crate::connector::manifest::{Cursor, SmallerPages, Stream};
use crate::connector::moment;
use crate::connector::template::Typing;

/// A window is halved so often at most.
const MAX_DEPTH: u32 = 10;

/// How to ask for less.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Reset,
    SmallerPage,
    SmallerWindow,
}

/// How far a slice has come to terms with its source.
#[derive(Debug, Default)]
pub(super) struct Adapted {
    /// Instead of the size that the paginator says.
    pub(super) page_size: Option<u64>,
    reductions: u32,
    retries: u32,
    /// Since paging began.
    records: u64,
    resets: u32,
    depth: u32,
    /// Windows that are still to be read for the slice, with their depth.
    windows: VecDeque<(Window, u32)>,
}

/// A page was read: notes what it means for the next. Says whether paging must begin anew.
pub(super) fn page_read(run: &mut Run, stream: &Stream, records: usize) -> bool {
    let adapted = &mut run.adapted;
    adapted.reductions = 0;
    adapted.retries = 0;
    if stream.adapting.smaller_pages.as_ref().is_some_and(|rule| rule.restore) {
        adapted.page_size = None;
    }
    adapted.records += records as u64;
    let limit = stream.adapting.reset.as_ref().and_then(|reset| reset.records);
    limit.is_some_and(|limit| adapted.records >= limit)
}

/// After the last page of a window: whether the slice goes on with another.
pub(super) fn goes_on(run: &mut Run, stream: &Stream) -> bool {
    let Some((window, depth)) = run.adapted.windows.pop_front() else { return false };
    run.slice.set_window(window);
    run.adapted.depth = depth;
    run.adapted.page_size = None;
    restart(run, stream);
    true
}

fn restart(run: &mut Run, stream: &Stream) {
    run.token = paginate::first(stream.paginator.as_ref());
    run.pages = 0;
    run.attempts = 0;
    run.renewed = false;
    run.guard = Guard::default();
    run.stage = Stage::Ready;
    run.adapted.records = 0;
    properties::rewind(run);
}

impl Pull {
    /// Asks for less than before.
    ///
    /// # Errors
    /// When nothing less can be asked for.
    pub(super) fn adapt(
        &mut self,
        asked: &Asked<'_>,
        way: Way,
        reason: &str,
    ) -> Result<(), PullError> {
        let Asked { reader, run, .. } = *asked;
        if self.tree.run(reader, run).and_then(job::phase_of).is_some() {
            return Err(self.no_less(asked, reason.to_owned()));
        }
        match way {
            Way::Reset => self.reset(asked),
            Way::SmallerPage => self.smaller_page(asked, reason),
            Way::SmallerWindow => self.smaller_window(asked, reason),
        }
    }

    fn reset(&mut self, asked: &Asked<'_>) -> Result<(), PullError> {
        let stream = Arc::clone(&self.tree.reader(asked.reader).stream);
        let rule = stream.adapting.reset.as_ref().is_some_and(|reset| reset.from_cursor);
        let cursor = stream.cursor.as_ref().filter(|_| rule);
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return Ok(()) };
        let moved = cursor.is_some_and(|cursor| move_start(run, cursor));
        run.adapted.resets = if moved { 0 } else { run.adapted.resets + 1 };
        // Without a cursor one more try is worth it; with one, the same records would come again.
        if run.adapted.resets > u32::from(cursor.is_none()) {
            let why = "paging was reset, and what was read did not lead any further";
            return Err(self.no_less(asked, why.to_owned()));
        }
        restart(run, &stream);
        Ok(())
    }

    fn smaller_page(&mut self, asked: &Asked<'_>, reason: &str) -> Result<(), PullError> {
        let stream = Arc::clone(&self.tree.reader(asked.reader).stream);
        let configured = self.page_size(&stream)?;
        let now = self.context.moment;
        let Some(rule) = &stream.adapting.smaller_pages else {
            let why = format!("{reason}; the retriever has no `page_size_reduction`");
            return Err(self.no_less(asked, why));
        };
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return Ok(()) };
        let adapted = &mut run.adapted;
        let Some(size) = adapted.page_size.or(configured) else {
            let why = format!("{reason}; the `page_size` is no whole number to be reduced");
            return Err(self.no_less(asked, why));
        };
        if let Some(pause) = reduced(rule, adapted, size) {
            run.stage = Stage::Waiting(now + pause);
            Ok(())
        } else {
            let advice = rule.message.as_deref().unwrap_or_default();
            let why = format!("{reason}, down to {size} records a page. {advice}");
            Err(self.no_less(asked, why.trim_end().to_owned()))
        }
    }

    fn page_size(&self, stream: &Stream) -> Result<Option<u64>, PullError> {
        let size = stream.paginator.as_ref().and_then(|paginator| paginator.page_size.as_ref());
        let Some(size) = size else { return Ok(None) };
        let scope = self.context.scope(&[], &[]);
        let size = self.context.engine().typed(size, &scope, Typing::Free);
        let size = size.map_err(|error| self.context.failed(error))?;
        Ok(size.and_then(|size| size.text()?.parse().ok()))
    }

    fn smaller_window(&mut self, asked: &Asked<'_>, reason: &str) -> Result<(), PullError> {
        let stream = Arc::clone(&self.tree.reader(asked.reader).stream);
        let rule = stream.adapting.split.as_ref();
        let Some(run) = self.tree.run_mut(asked.reader, asked.run) else { return Ok(()) };
        let depth = run.adapted.depth + 1;
        let least = rule.and_then(|rule| rule.least);
        let halves = stream.cursor.as_ref().zip(run.slice.window.as_ref()).and_then(
            |(cursor, window)| {
                let within = rule.is_some() && depth <= MAX_DEPTH;
                within.then(|| halves(cursor, window, least)).flatten()
            },
        );
        let Some([first, second]) = halves else {
            let advice = rule.and_then(|rule| rule.message.as_deref()).unwrap_or_default();
            let why = format!("{reason}; the window cannot be made smaller. {advice}");
            return Err(self.no_less(asked, why.trim_end().to_owned()));
        };
        run.adapted.windows.push_front((second, depth));
        run.adapted.windows.push_front((first, depth));
        goes_on(run, &stream);
        Ok(())
    }

    fn no_less(&self, asked: &Asked<'_>, reason: String) -> PullError {
        let attempts = self.tree.attempts(asked.reader, asked.run) + 1;
        let (stream, url) = (self.name.clone(), asked.url.to_owned());
        PullError::Failed { stream, url, attempts, reason }
    }
}

// The pause before the page is asked for again, smaller if that is possible.
fn reduced(rule: &SmallerPages, adapted: &mut Adapted, size: u64) -> Option<Duration> {
    let smaller = ((size as f64 / rule.factor).floor() as u64).max(rule.least);
    let attempt = if smaller < size {
        adapted.reductions += 1;
        if adapted.reductions > rule.attempts {
            return None;
        }
        adapted.page_size = Some(smaller);
        adapted.reductions
    } else {
        adapted.retries += 1;
        if adapted.retries > rule.retries {
            return None;
        }
        adapted.retries
    };
    Duration::try_from_secs_f64(rule.pause * f64::from(attempt)).ok()
}

// From the newest record that was read; the source returns them from old to new.
fn move_start(run: &mut Run, cursor: &Cursor) -> bool {
    let (Some(window), Some(highest)) = (&run.slice.window, run.highest) else { return false };
    let start_text = moment::format(highest, &cursor.format);
    if start_text == window.start_text {
        return false;
    }
    let window = Window { start_text, ..window.clone() };
    run.slice.set_window(window);
    true
}

fn halves(
    cursor: &Cursor,
    window: &Window,
    least: Option<moment::Span>,
) -> Option<[Window; 2]> {
    let granularity = cursor.granularity?;
    let start = moment::parse(&window.start_text, &cursor.format)?;
    let end = moment::parse(&window.end_text, &cursor.format)?;
    if start >= end || least.is_some_and(|least| least.after(start) >= end) {
        return None;
    }
    let (first_end, second_start) = middle(start, end, granularity.after(start) - start)?;
    let window = |from: DateTime<Utc>, to: DateTime<Utc>| Window {
        start_text: moment::format(from, &cursor.format),
        end_text: moment::format(to, &cursor.format),
        ..window.clone()
    };
    Some([window(start, first_end), window(second_start, end)])
}

fn middle(
    start: DateTime<Utc>,
    end: DateTime<Utc>,
    unit: chrono::TimeDelta,
) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
    let micros = unit.num_microseconds().filter(|micros| *micros > 0)?;
    let units = (end - start).num_microseconds()? / micros + 1;
    let half = chrono::TimeDelta::microseconds(units / 2 * micros);
    let second_start = start + half;
    let first_end = second_start - unit;
    (units > 1 && start <= first_end && second_start <= end)
        .then_some((first_end, second_start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_window_meet_and_never_overlap() {
        let at = |text: &str| format!("2026-01-{text}T00:00:00Z").parse().expect("a moment");
        let day = chrono::TimeDelta::days(1);
        let cases = [
            // (start, end, end of the first, start of the second)
            ("01", "10", Some(("05", "06"))),
            ("01", "03", Some(("01", "02"))),
            ("01", "02", Some(("01", "02"))),
            ("01", "01", None),
        ];
        for (start, end, expected) in cases {
            let expected = expected.map(|(first, second)| (at(first), at(second)));
            assert_eq!(middle(at(start), at(end), day), expected, "{start} {end}");
        }
    }
}
