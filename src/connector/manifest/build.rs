//! From the expanded tree to the components of a stream.

use super::components::{
    Bound, Cursor, Injection, Paginator, Parent, Place, Router, Strategy, Stream, TokenOption,
};
use super::part::{Part, Read, Trouble, scalar, wrong};
use super::yaml::{Node, Yaml};
use super::{adapt, choice, files, job, properties, reading, requester, transform};
use crate::connector::moment::Span;
use crate::connector::template::{Engine, Template};
use chrono::Weekday;

/// How a count is written: as the moment so many microseconds after 1970.
const COUNT: &str = "%epoch_microseconds";
/// No count is higher.
const LAST_COUNT: &str = "8000000000000000000";

/// Reads a stream.
pub(crate) fn stream(engine: &mut Engine, node: &Node) -> Read<Stream> {
    let part = Part::of(node, "streams", &["DeclarativeStream"])?;
    let name = part.text("name")?.filter(|name| !name.is_empty());
    let Some(name) = name else {
        return part.wrong("a stream needs a `name`".to_owned());
    };
    let kinds = ["SimpleRetriever", "AsyncRetriever"];
    let retriever = Part::of(part.need("retriever")?, "retriever", &kinds)?;
    let key = primary_key(&part)?;
    let schema = part.field("schema_loader");
    let way = if retriever.kind == "AsyncRetriever" {
        job::way(engine, &retriever, &name, schema)?
    } else {
        simple(engine, &retriever, &name, schema)?
    };
    let offset = way.paginator.as_ref().map(|paginator| &paginator.strategy);
    if way.selector.extractor.is_union() && matches!(offset, Some(Strategy::Offset { .. })) {
        let message = "OffsetIncrement would count the records of all `extractors` as one page and \
                       leave records out; use `mode: first_match` or another pagination";
        return retriever.wrong(message.to_owned());
    }
    let cursor = match part.field("incremental_sync") {
        Some(node) => Some(cursor(engine, node)?),
        None => None,
    };
    let stream = Stream {
        key,
        cursor,
        transformations: transform::all(engine, part.list("transformations")?)?,
        legacy_state: legacy_state(&part)?,
        // Records can be read without the files that go with them.
        files: match files::files(engine, &part, &name) {
            Ok(files) => files.map(|files| Ok(Box::new(files))),
            Err(Trouble::Later(line, why)) => Some(Err((line, why))),
            Err(wrong) => return Err(wrong),
        },
        ..way
    };
    adapt::check(&retriever, &stream)?;
    Ok(stream)
}

/// Reads a retriever that asks for pages.
pub(super) fn simple(
    engine: &mut Engine,
    retriever: &Part<'_>,
    name: &str,
    schema: Option<&Node>,
) -> Read<Stream> {
    let (decoder, selector) = reading::reading(engine, retriever, schema)?;
    let node = retriever.need("requester")?;
    let requester = requester::requester(engine, node)?;
    Ok(Stream {
        properties: properties::properties(engine, node)?,
        decoder,
        selector,
        paginator: match retriever.field("paginator") {
            Some(node) => paginator(engine, node)?,
            None => None,
        },
        routers: routers(engine, retriever)?,
        adapting: adapt::adapting(retriever)?,
        bare_pages: retriever.flag("ignore_stream_slicer_parameters_on_paginated_requests")?,
        ..Stream::plain(name, requester)
    })
}

fn legacy_state(part: &Part<'_>) -> Read<bool> {
    let nodes = part.list("state_migrations")?;
    for node in nodes {
        Part::of(node, "state_migrations", &["LegacyToPerPartitionStateMigration"])?;
    }
    Ok(!nodes.is_empty())
}

fn primary_key(part: &Part<'_>) -> Read<Vec<Vec<String>>> {
    let Some(node) = part.field("primary_key") else { return Ok(Vec::new()) };
    let expected = "a name, a list of names or a list of paths";
    let step = |node: &Node| match scalar(node) {
        Some(text) => Ok(text),
        None => {
            wrong(node, format!("`primary_key` holds {}; expected {expected}", node.kind()))
        }
    };
    match &node.value {
        Yaml::Text(text) if text.is_empty() => Ok(Vec::new()),
        Yaml::Text(text) => Ok(vec![vec![text.clone()]]),
        Yaml::List(items) => items
            .iter()
            .map(|item| match &item.value {
                Yaml::List(steps) => steps.iter().map(step).collect(),
                _ => step(item).map(|name| vec![name]),
            })
            .collect(),
        _ => wrong(node, format!("`primary_key` is {}; expected {expected}", node.kind())),
    }
}

/// Reads where a value goes.
pub(crate) fn injection(engine: &mut Engine, node: &Node, place: &str) -> Read<Injection> {
    let part = Part::of(node, place, &["RequestOption"])?;
    part.need("inject_into")?;
    let words = [
        ("request_parameter", Place::Parameter),
        ("header", Place::Header),
        ("body_data", Place::Form),
        ("body_json", Place::Json),
    ];
    let Some(place) = part.word("inject_into", &words)? else {
        return part.wrong("RequestOption needs `inject_into`".to_owned());
    };
    let path = part.templates(engine, "field_path")?;
    if !path.is_empty() {
        if place != Place::Json {
            return part.wrong("`field_path` is for `inject_into: body_json` only".to_owned());
        }
        return Ok(Injection { place, field: path });
    }
    match part.filled(engine, "field_name")? {
        Some(name) => Ok(Injection { place, field: vec![name] }),
        None => part.wrong("RequestOption needs `field_name` or `field_path`".to_owned()),
    }
}

fn optional_injection(
    engine: &mut Engine,
    part: &Part<'_>,
    name: &str,
) -> Read<Option<Injection>> {
    part.field(name).map(|node| injection(engine, node, name)).transpose()
}

/// Reads how one page leads to the next.
pub(super) fn paginator(engine: &mut Engine, node: &Node) -> Read<Option<Paginator>> {
    let part = Part::of(node, "paginator", &["DefaultPaginator", "NoPagination"])?;
    if part.kind == "NoPagination" {
        return Ok(None);
    }
    let kinds = ["CursorPagination", "PageIncrement", "OffsetIncrement"];
    let strategy = Part::of(part.need("pagination_strategy")?, "pagination_strategy", &kinds)?;
    let page_size = strategy.filled(engine, "page_size")?;
    let on_first =
        strategy.kind != "CursorPagination" && strategy.flag("inject_on_first_request")?;
    let strategy = match strategy.kind {
        "PageIncrement" => {
            Strategy::Page { start: strategy.whole("start_from_page")?.unwrap_or(0), on_first }
        }
        "OffsetIncrement" => Strategy::Offset { on_first },
        _ => Strategy::Cursor {
            value: strategy.need_template(engine, "cursor_value")?,
            stop: strategy.filled(engine, "stop_condition")?,
        },
    };
    let size_option = optional_injection(engine, &part, "page_size_option")?;
    if size_option.is_some() && page_size.is_none() {
        let message = "`page_size_option` needs a `page_size` in the pagination strategy";
        return part.wrong(message.to_owned());
    }
    let token_option = token_option(engine, &part)?;
    Ok(Some(Paginator { strategy, page_size, size_option, token_option }))
}

fn token_option(engine: &mut Engine, part: &Part<'_>) -> Read<Option<TokenOption>> {
    let Some(node) = part.field("page_token_option") else { return Ok(None) };
    let kinds = ["RequestOption", "RequestPath"];
    if Part::of(node, "page_token_option", &kinds)?.kind == "RequestPath" {
        return Ok(Some(TokenOption::Path));
    }
    Ok(Some(TokenOption::Inject(injection(engine, node, "page_token_option")?)))
}

/// Reads how a stream is cut into partitions.
pub(super) fn routers(engine: &mut Engine, retriever: &Part<'_>) -> Read<Vec<Router>> {
    let Some(node) = retriever.field("partition_router") else { return Ok(Vec::new()) };
    match &node.value {
        Yaml::List(items) => items.iter().map(|item| router(engine, item)).collect(),
        _ => Ok(vec![router(engine, node)?]),
    }
}

fn router(engine: &mut Engine, node: &Node) -> Read<Router> {
    let kinds = [
        "SubstreamPartitionRouter",
        "ListPartitionRouter",
        "GroupingPartitionRouter",
        "UnionPartitionRouter",
    ];
    let part = Part::of(node, "partition_router", &kinds)?;
    match part.kind {
        "ListPartitionRouter" => Ok(Router::List {
            field: part.need_template(engine, "cursor_field")?,
            values: part.plan(engine, "values")?,
            option: optional_injection(engine, &part, "request_option")?,
        }),
        "UnionPartitionRouter" => {
            let Some(field) = part.text("partition_field")? else {
                return part.wrong("UnionPartitionRouter needs `partition_field`".to_owned());
            };
            let routers =
                part.list("partition_routers")?.iter().map(|node| router(engine, node));
            Ok(Router::Union { field, routers: routers.collect::<Read<_>>()? })
        }
        "GroupingPartitionRouter" => {
            let size = part.whole("group_size")?.unwrap_or(0);
            let Some(size) = usize::try_from(size).ok().filter(|size| *size > 0) else {
                return part.wrong("`group_size` must be at least 1".to_owned());
            };
            let inner = Box::new(router(engine, part.need("underlying_partition_router")?)?);
            Ok(Router::Group { size, inner, deduplicate: part.flag_or("deduplicate", true)? })
        }
        _ => {
            let parents = part.list("parent_stream_configs")?;
            if parents.is_empty() {
                return part.wrong("SubstreamPartitionRouter needs a parent stream".to_owned());
            }
            let parents = parents.iter().map(|node| parent(engine, node));
            Ok(Router::Parents(parents.collect::<Read<_>>()?))
        }
    }
}

fn parent(engine: &mut Engine, node: &Node) -> Read<Parent> {
    let part = Part::of(node, "parent_stream_configs", &["ParentStreamConfig"])?;
    let choice = choice::read(engine, part.need("stream")?)?;
    Ok(Parent {
        stream: choice.full,
        resumed: choice.resumed.map(|resumed| resumed.stream),
        key: part.need_template(engine, "parent_key")?,
        field: part.need_template(engine, "partition_field")?,
        option: optional_injection(engine, &part, "request_option")?,
        extra: part.paths(engine, "extra_fields")?,
        incremental: part.flag("incremental_dependency")?,
    })
}

fn cursor(engine: &mut Engine, node: &Node) -> Read<Cursor> {
    let kinds = ["DatetimeBasedCursor", "IncrementingCountCursor"];
    let part = Part::of(node, "incremental_sync", &kinds)?;
    if part.kind == "IncrementingCountCursor" {
        return count_cursor(engine, &part);
    }
    let format = part.text("datetime_format")?.unwrap_or_default();
    let formats = part.list("cursor_datetime_formats")?.iter().filter_map(scalar).collect();
    let granularity = match part.text("cursor_granularity")? {
        Some(text) => match Span::parse(&text) {
            Some(span) => Some(span),
            None => return part.wrong(not_a_duration("cursor_granularity", &text)),
        },
        None => None,
    };
    let step = part.filled(engine, "step")?;
    let lookback = part.filled(engine, "lookback_window")?;
    for (name, span) in [("step", &step), ("lookback_window", &lookback)] {
        if let Some(text) = span.as_ref().and_then(|template| template.plain())
            && Span::parse(text).is_none()
        {
            return part.wrong(not_a_duration(name, text));
        }
    }
    if step.is_some() != granularity.is_some() {
        return part.wrong("`step` and `cursor_granularity` are given together".to_owned());
    }
    Ok(Cursor {
        line: part.line(),
        field: part.need_template(engine, "cursor_field")?,
        format,
        formats,
        start: bound(engine, &part, "start_datetime")?,
        end: match part.field("end_datetime") {
            Some(_) => Some(bound(engine, &part, "end_datetime")?),
            None => None,
        },
        start_option: optional_injection(engine, &part, "start_time_option")?,
        end_option: optional_injection(engine, &part, "end_time_option")?,
        granularity,
        step,
        lookback,
        start_name: part.template_or(engine, "partition_field_start", "start_time")?,
        end_name: part.template_or(engine, "partition_field_end", "end_time")?,
        client_side: part.flag("is_client_side_incremental")?,
        data_feed: part.flag("is_data_feed")?,
        global: part.flag("global_substream_cursor")?,
        strict: part.flag("is_compare_strictly")?,
        clamping: clamping(engine, &part)?,
        counts: false,
    })
}

fn count_cursor(engine: &mut Engine, part: &Part<'_>) -> Read<Cursor> {
    let bound = |at| Bound { at, format: None, least: None, most: None };
    Ok(Cursor {
        line: part.line(),
        field: part.need_template(engine, "cursor_field")?,
        format: COUNT.to_owned(),
        formats: Vec::new(),
        start: bound(part.template_or(engine, "start_value", "0")?),
        end: Some(bound(part.compile(engine, LAST_COUNT, part.line())?)),
        start_option: optional_injection(engine, part, "start_value_option")?,
        end_option: None,
        granularity: None,
        step: None,
        lookback: None,
        start_name: part.compile(engine, "start", part.line())?,
        end_name: part.compile(engine, "end", part.line())?,
        client_side: false,
        data_feed: false,
        global: false,
        strict: false,
        clamping: None,
        counts: true,
    })
}

fn clamping(engine: &mut Engine, part: &Part<'_>) -> Read<Option<(Template, Option<Weekday>)>> {
    let Some(node) = part.field("clamping") else { return Ok(None) };
    let Some(target) = node.get("target").and_then(scalar) else {
        return wrong(node, "`clamping` needs a `target`: DAY, WEEK or MONTH".to_owned());
    };
    let weekday = match node.get("target_details").and_then(|details| details.get("weekday")) {
        Some(day) => match day.text().and_then(|day| day.parse().ok()) {
            Some(weekday) => Some(weekday),
            None => return wrong(day, "`weekday` is no day such as MONDAY".to_owned()),
        },
        None => None,
    };
    Ok(Some((part.compile(engine, &target, node.line)?, weekday)))
}

fn not_a_duration(name: &str, text: &str) -> String {
    format!("`{name}` is `{text}`; expected an ISO 8601 duration such as P30D or PT1S")
}

fn bound(engine: &mut Engine, part: &Part<'_>, name: &str) -> Read<Bound> {
    let node = part.need(name)?;
    if scalar(node).is_some() {
        let at = part.need_template(engine, name)?;
        return Ok(Bound { at, format: None, least: None, most: None });
    }
    let part = Part::of(node, name, &["MinMaxDatetime"])?;
    Ok(Bound {
        at: part.need_template(engine, "datetime")?,
        format: part.text("datetime_format")?.filter(|format| !format.is_empty()),
        least: part.filled(engine, "min_datetime")?,
        most: part.filled(engine, "max_datetime")?,
    })
}
