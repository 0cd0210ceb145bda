//! Whole lists as files: the same fields, filters and rights as GraphQL gives them, because it is GraphQL
//! that is asked, a page at a time. No more than a page is held, however long the list.
//!
//! | file | for |
//! |---|---|
//! | `sheet` | the lists that can be exported and their columns, from the contract |
//! | `render` | rows as lines of text: CSV or NDJSON |
//! | `columnar` | rows as Arrow or Parquet |

#[cfg(feature = "columnar")]
mod columnar;
mod render;
mod sheet;

use std::sync::Arc;

use async_graphql::{Name, PathSegment, Request, Response, Value, Variables};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::OwnedSemaphorePermit;

use super::Schema;
use super::service::{Caller, Refused, Service, Why, broken, too_long};
use crate::model::nearest::unknown;
use render::Pen;
use sheet::{Column, Sheet};

pub use render::Form;

/// Rows of one page.
const PAGE: usize = 500;

/// Says of a request that it is a page of an export: it is charged by what it weighs, not by what a page of a
/// dashboard may cost.
pub(super) struct Bulk;

/// What a page of an export costs beside the same page asked for by a dashboard.
pub(super) const BULK_SHARE: usize = 100;

/// What is to be exported.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct Export {
    /// Columns by their names in the contract; all when left out.
    pub fields: Option<Vec<String>>,
    /// Which rows: `where` of the list, of accounts their `filter`.
    #[serde(rename = "where")]
    pub filter: Option<serde_json::Value>,
    /// A word of the list's order; by id when left out.
    pub order_by: Option<String>,
    /// From the last or highest.
    pub desc: bool,
    /// Of accounts: as it was told on this day.
    pub as_of: Option<String>,
    /// At most so many rows; all when left out.
    pub first: Option<usize>,
}

/// An export under way.
pub struct Exporting {
    service: Service,
    caller: Caller,
    sheet: &'static Sheet,
    columns: Vec<&'static Column>,
    masked: Vec<String>,
    version: Option<i64>,
    form: Form,
    /// `None` once the end is written.
    pen: Option<Pen>,
    text: String,
    variables: serde_json::Value,
    left: usize,
    /// Rendered and not given out yet.
    ready: Option<Vec<u8>>,
    /// Where the next page begins; `None` when there is none.
    after: Option<String>,
    _turn: OwnedSemaphorePermit,
}

impl Service {
    /// Begins an export: the first page is read, so that what is wrong is said before anything is sent.
    /// `name` is the list's, as `tickets`. Leaves a row in the audit, also when it is refused.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn export(
        &self,
        name: &str,
        form: Form,
        asked: Export,
        caller: &Caller,
    ) -> Result<Exporting, Refused> {
        let begun = self.begin(name, form, asked, caller).await;
        let outcome = begun.as_ref().map_or_else(Refused::code, |_| "OK");
        // A name that is no list's is not repeated: it may be anything.
        let known = sheet::find(name).map_or("?", |sheet| sheet.name.as_str());
        self.note(caller, &format!("export {known}.{}", form.word()), outcome).await;
        begun
    }

    async fn begin(
        &self,
        name: &str,
        form: Form,
        asked: Export,
        caller: &Caller,
    ) -> Result<Exporting, Refused> {
        self.may_ask(&caller.viewer)?;
        form.is_built()?;
        let turn = self.export_turn()?;
        let sheet = sheet::find(name).ok_or_else(|| {
            let known = sheet::all().map(|sheet| sheet.name.as_str());
            Refused::new(Why::Unknown, unknown("list to export", name, known))
        })?;
        let columns = columns(sheet, asked.fields.as_deref())?;
        if sheet.order.is_none() && asked.order_by.is_some() {
            let what = format!("`orderBy`: {name} are exported by rising id");
            return Err(Refused::bad(what));
        }
        if !sheet.dated && asked.as_of.is_some() {
            let what = format!("`asOf`: {name} are exported as they are now");
            return Err(Refused::bad(what));
        }
        let order = asked.order_by.map(|field| json!({"field": field, "desc": asked.desc}));
        let variables = json!({"where": asked.filter, "order": order, "asOf": asked.as_of});
        let mut exporting = Exporting {
            service: self.clone(),
            caller: caller.clone(),
            sheet,
            text: sheet.document(&columns),
            columns,
            masked: Vec::new(),
            version: None,
            form,
            pen: None,
            variables,
            left: asked.first.unwrap_or(usize::MAX),
            ready: None,
            after: None,
            _turn: turn,
        };
        exporting.first_page().await?;
        Ok(exporting)
    }
}

/// The columns that are asked for, in that order.
fn columns(
    sheet: &'static Sheet,
    asked: Option<&[String]>,
) -> Result<Vec<&'static Column>, Refused> {
    let Some(asked) = asked else { return Ok(sheet.columns.iter().collect()) };
    let found = asked.iter().map(|name| {
        let known = || sheet.columns.iter().map(|column| column.name.as_str());
        sheet.columns.iter().find(|column| column.name == *name).ok_or_else(|| {
            Refused::bad(unknown(&format!("column of {}", sheet.name), name, known()))
        })
    });
    let found: Vec<_> = found.collect::<Result<_, _>>()?;
    if found.is_empty() {
        return Err(Refused::bad("`fields` names no column".to_owned()));
    }
    Ok(found)
}

impl Exporting {
    /// Columns that are not shown to whoever asks and therefore left out.
    pub fn masked(&self) -> &[String] {
        &self.masked
    }

    /// The version of the data when the export began.
    pub fn version(&self) -> Option<i64> {
        self.version
    }

    /// The next part of the file; `None` at its end.
    ///
    /// # Errors
    /// When the list cannot be read on: what was given out is not the whole.
    pub async fn next(&mut self) -> Option<Result<Vec<u8>, Refused>> {
        if let Some(ready) = self.ready.take() {
            return Some(Ok(ready));
        }
        loop {
            let part = self.part().await.transpose()?;
            if let Err(refused) = &part {
                let what = format!("export {}.{} broke off", self.sheet.name, self.form.word());
                self.service.note(&self.caller, &what, refused.code()).await;
            }
            // A form may gather rows before it writes any.
            if part.as_ref().map_or(true, |bytes| !bytes.is_empty()) {
                return Some(part);
            }
        }
    }

    /// What is written of the next page, or the end; `None` behind it.
    async fn part(&mut self) -> Result<Option<Vec<u8>>, Refused> {
        let Some(mut pen) = self.pen.take() else { return Ok(None) };
        let Some(after) = self.after.take() else { return pen.end().map(Some) };
        let (rows, _) = self.page(Some(after)).await?;
        let written = pen.rows(&self.columns, &rows)?;
        self.pen = Some(pen);
        Ok(Some(written))
    }

    async fn first_page(&mut self) -> Result<(), Refused> {
        let (rows, response) = self.page(None).await?;
        self.version = match response.extensions.get("dataVersion") {
            Some(Value::Number(version)) => version.as_i64(),
            _ => None,
        };
        if let Some(Value::List(masked)) = response.extensions.get("masked") {
            let last = |path: &Value| match path {
                Value::String(path) => path.rsplit('.').next().map(str::to_owned),
                _ => None,
            };
            self.masked = masked.iter().filter_map(last).collect();
            self.columns.retain(|column| !self.masked.contains(&column.name));
        }
        let mut pen = Pen::new(self.form, &self.columns)?;
        let mut head = pen.head(&self.columns);
        head.extend(pen.rows(&self.columns, &rows)?);
        (self.ready, self.pen) = (Some(head), Some(pen));
        Ok(())
    }

    /// The rows behind a place, which also says where the next page begins.
    async fn page(&mut self, after: Option<String>) -> Result<(Vec<Value>, Response), Refused> {
        let first = self.left.min(PAGE);
        if first == 0 {
            return Ok((Vec::new(), Response::default()));
        }
        let mut variables = self.variables.clone();
        variables["first"] = json!(first);
        variables["after"] = json!(after);
        let request = Request::new(self.text.clone())
            .variables(Variables::from_json(variables))
            .data(Arc::clone(&self.caller.viewer))
            .data(Bulk);
        let patience = self.service.patience();
        let schema: &Schema = self.service.schema();
        let mut response = tokio::time::timeout(patience, schema.execute(request))
            .await
            .map_err(|_| too_long(patience))?;
        if let Some(error) = response.errors.first() {
            return Err(refused(error));
        }
        let mut connection = member(std::mem::take(&mut response.data), "rows");
        let Value::List(rows) = take(&mut connection, "nodes") else { return Err(broken()) };
        self.left -= rows.len().min(self.left);
        let mut info = take(&mut connection, "pageInfo");
        let more = take(&mut info, "hasNextPage") == Value::Boolean(true) && self.left > 0;
        self.after = match take(&mut info, "endCursor") {
            Value::String(cursor) if more => Some(cursor),
            _ => None,
        };
        Ok((rows, response))
    }
}

fn member(value: Value, name: &str) -> Value {
    let mut value = value;
    take(&mut value, name)
}

fn take(value: &mut Value, name: &str) -> Value {
    match value {
        Value::Object(members) => {
            members.get_mut(&Name::new(name)).map(std::mem::take).unwrap_or_default()
        }
        _ => Value::Null,
    }
}

/// What went wrong with a page, as a refusal of the whole.
fn refused(error: &async_graphql::ServerError) -> Refused {
    let code = error.extensions.as_ref().and_then(|all| all.get("code"));
    let why = match code {
        Some(Value::String(code)) => match code.as_str() {
            "FORBIDDEN" => Why::Forbidden,
            "BAD_INPUT" | "BAD_QUERY" => Why::Bad,
            _ => Why::Broken,
        },
        _ => Why::Bad,
    };
    let at = error.path.iter().rev().find_map(|part| match part {
        PathSegment::Field(name) if name != "rows" && name != "nodes" => Some(name.as_str()),
        _ => None,
    });
    let message = match at {
        Some(field) => format!("{field}: {}", error.message),
        None => error.message.clone(),
    };
    Refused::new(why, message)
}
