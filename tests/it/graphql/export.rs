//! Whole lists as files, on both databases.

use std::collections::BTreeSet;

use serde_json::{Value as Answer, json};

use super::entities::lists;
use super::http::{Served, body, header};
use super::series::past;
use super::world::{account, front, schema};
use super::zoo::zoo;
use super::{ask, data};
use crate::kit;
use accord::api::Profile;

/// The rows of a file of NDJSON.
fn rows(text: &str) -> Vec<Answer> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

async fn text(served: &Served, path: &str) -> String {
    let reply = served.client.get(served.url(path)).send().await.expect("a reply");
    assert_eq!(reply.status(), 200, "{path}");
    reply.text().await.expect("a whole body")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_each_list_says_what_the_list_says() {
    for database in kit::databases().await {
        let store = zoo(&database).await;
        let schema = schema(&store);
        let served = Served::over(database, front(&store, Profile::default())).await;
        for (list, _) in lists() {
            let file = rows(&text(&served, &format!("/export/{list}.ndjson")).await);
            let first = file.first().and_then(Answer::as_object).expect("there are rows");
            // What is asked for is what the file has, amounts and records with their parts.
            let types = data(
                &schema,
                &format!("{{ {list}(first: 1) {{ nodes {{ __typename }} }} }}"),
                json!({}),
            )
            .await;
            assert!(types[&list]["nodes"][0]["__typename"].is_string());
            let money: BTreeSet<&str> = file
                .iter()
                .flat_map(|row| row.as_object().expect("a row"))
                .filter(|(_, value)| value.get("amount").is_some())
                .map(|(name, _)| name.as_str())
                .collect();
            let asked = first.keys().map(|name| match name.as_str() {
                "externalKey" => "externalKey { system object recordId }".to_owned(),
                name if money.contains(name) => format!("{name} {{ amount currency }}"),
                name => name.to_owned(),
            });
            let asked: Vec<String> = asked.collect();
            let query =
                format!("{{ {list}(first: 1000) {{ nodes {{ {} }} }} }}", asked.join(" "));
            let answer = ask(&schema, &query, json!({})).await;
            // An amount that no row has is asked for as a plain field, and refused: none is there.
            if answer["data"].is_null() {
                let said = answer["errors"][0]["message"].as_str().unwrap_or_default();
                assert!(said.contains("must have a selection of subfields"), "{list}: {said}");
                continue;
            }
            let wanted = answer["data"][&list]["nodes"].as_array().expect("rows");
            assert_eq!(&file, wanted, "{list}");
            let csv = text(&served, &format!("/export/{list}.csv?fields=id&first=7")).await;
            let ids: Vec<&str> = csv.lines().collect();
            assert_eq!((ids[0], ids.len()), ("id", 1 + file.len().min(7)), "{list}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn filters_orders_and_columns_are_those_of_the_list() {
    let database = kit::sqlite();
    let store = zoo(&database).await;
    let schema = schema(&store);
    let served = Served::over(database, front(&store, Profile::default())).await;
    let query = "{ tickets(where: {priority: {in: [\"P1\", \"P2\"]}}, orderBy: {field: OPENED_AT, desc: true}, first: 1000) {
        nodes { id openedAt priority } } }";
    let wanted = data(&schema, query, json!({})).await;
    let wanted = wanted["tickets"]["nodes"].as_array().expect("rows");
    assert!(!wanted.is_empty());
    let address = "/export/tickets.ndjson?fields=id,openedAt,priority&orderBy=OPENED_AT&desc=true\
                   &where=%7B%22priority%22%3A%7B%22in%22%3A%5B%22P1%22%2C%22P2%22%5D%7D%7D";
    assert_eq!(&rows(&text(&served, address).await), wanted);
    let asked = json!({"fields": ["id", "openedAt", "priority"], "orderBy": "OPENED_AT", "desc": true,
        "where": {"priority": {"in": ["P1", "P2"]}}});
    let post = served.client.post(served.url("/export/tickets.ndjson"));
    let post = post.header("content-type", "application/json").body(asked.to_string());
    let reply = post.send().await.expect("a reply");
    assert_eq!(header(&reply, "content-type"), "application/x-ndjson; charset=utf-8");
    assert!(header(&reply, "content-disposition").contains("tickets.ndjson"));
    assert!(header(&reply, "accord-data-version").parse::<i64>().is_ok());
    assert_eq!(&rows(&reply.text().await.expect("text")), wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_told_as_of_a_day() {
    let database = kit::sqlite();
    let store = past(&database).await;
    let served = Served::over(database, front(&store, Profile::default())).await;
    let path =
        "/export/accounts.csv?asOf=2026-10-18&fields=accountId,asOf,chi,arrReporting,currency";
    let told = text(&served, path).await;
    let wanted = format!(
        "accountId,asOf,chi,arrReporting,currency\r\n{},2026-10-07,20.0,200.25,EUR\r\n\
         {},2026-10-06,60.0,1.00,EUR\r\n{},,,,\r\n",
        account(0),
        account(1),
        account(2)
    );
    assert_eq!(told, wanted);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_before_anything_is_sent() {
    let served = Served::new().await;
    let cases = [
        ("nothing.csv", 404, "known:"),
        ("tickets.xlsx", 404, "tickets.csv, .ndjson, .arrow or .parquet"),
        ("tickets", 404, "tickets.csv, .ndjson, .arrow or .parquet"),
        ("tickets.csv?fields=idd", 400, "did you mean `id`"),
        ("tickets.csv?fields=", 400, "column"),
        ("tickets.csv?where=x", 400, "`where` must be an object in JSON"),
        ("tickets.csv?where=%7B%22idd%22%3A%7B%7D%7D", 400, "idd"),
        ("tickets.csv?orderBy=NOBODY", 400, "NOBODY"),
        ("tickets.csv?first=many", 400, "whole number"),
        ("tickets.csv?asOf=2026-01-01", 400, "as they are now"),
        ("accounts.csv?orderBy=ID", 400, "by rising id"),
        ("accounts.csv?asOf=2999-01-01", 400, "future"),
        ("tickets.csv?limit=3", 400, "known: fields"),
    ];
    for (file, status, said) in cases {
        let url = served.url(&format!("/export/{file}"));
        let reply = served.client.get(url).send().await.expect("a reply");
        assert_eq!(reply.status(), status, "{file}");
        let answer = body(reply).await;
        let message = answer["errors"][0]["message"].as_str().unwrap_or_default();
        assert!(message.contains(said), "{file}: {message}");
    }
}

#[cfg(not(feature = "columnar"))]
#[tokio::test(flavor = "multi_thread")]
async fn a_build_that_writes_no_columns_says_so() {
    let served = Served::new().await;
    let url = served.url("/export/tickets.parquet");
    let reply = served.client.get(url).send().await.expect("a reply");
    assert_eq!(reply.status(), 404);
    let said = body(reply).await.to_string();
    assert!(said.contains("--features columnar"), "{said}");
}

/// The forms that have columns of their own types.
#[cfg(feature = "columnar")]
mod columnar {
    use std::io::Cursor;

    use arrow_array::cast::AsArray as _;
    use arrow_array::types::{
        Date32Type, Decimal128Type, Float64Type, Int64Type, TimestampMicrosecondType,
    };
    use arrow_array::{Array, RecordBatch};
    use arrow_ipc::reader::FileReader;
    use arrow_schema::{DataType, TimeUnit};
    use axum::body::Bytes;
    use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use rust_decimal::Decimal;

    use super::*;

    async fn bytes(served: &Served, path: &str) -> Vec<u8> {
        let reply = served.client.get(served.url(path)).send().await.expect("a reply");
        assert_eq!(reply.status(), 200, "{path}");
        reply.bytes().await.expect("a whole body").to_vec()
    }

    fn of_arrow(file: Vec<u8>) -> Vec<RecordBatch> {
        let reader = FileReader::try_new(Cursor::new(file), None).expect("a file of Arrow");
        reader.map(|batch| batch.expect("a batch")).collect()
    }

    fn of_parquet(file: Vec<u8>) -> Vec<RecordBatch> {
        let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(file));
        let reader =
            reader.and_then(ParquetRecordBatchReaderBuilder::build).expect("a file of Parquet");
        reader.map(|batch| batch.expect("a batch")).collect()
    }

    /// A cell as JSON says it; decimals as numbers without zeros at their end.
    fn cell(column: &dyn Array, row: usize) -> Answer {
        if column.is_null(row) {
            return Answer::Null;
        }
        match column.data_type() {
            DataType::Utf8 => json!(column.as_string::<i32>().value(row)),
            DataType::Int64 => json!(column.as_primitive::<Int64Type>().value(row)),
            DataType::Float64 => json!(column.as_primitive::<Float64Type>().value(row)),
            DataType::Boolean => json!(column.as_boolean().value(row)),
            DataType::Date32 => {
                let day = column.as_primitive::<Date32Type>().value_as_date(row);
                json!(day.expect("a day").to_string())
            }
            DataType::Timestamp(TimeUnit::Microsecond, Some(zone)) if &**zone == "UTC" => {
                let moment = column.as_primitive::<TimestampMicrosecondType>();
                json!(moment.value(row))
            }
            DataType::Decimal128(38, 9) => {
                let amount = column.as_primitive::<Decimal128Type>().value(row);
                json!(Decimal::from_i128_with_scale(amount, 9).normalize().to_string())
            }
            DataType::List(_) => {
                let words = column.as_list::<i32>().value(row);
                (0..words.len()).map(|at| cell(&words, at)).collect()
            }
            other => panic!("{other}"),
        }
    }

    /// What a row of NDJSON says in the cells of these columns.
    fn wanted(row: &Answer, batch: &RecordBatch) -> Vec<Answer> {
        let fields = batch.schema();
        let said = fields.fields().iter().map(|field| {
            let name = field.name().as_str();
            let value = match name {
                "system" | "object" | "recordId" if row["externalKey"].is_object() => {
                    &row["externalKey"][name]
                }
                name => match name.strip_suffix("Currency").map(|amount| &row[amount]) {
                    Some(money) if row.get(name).is_none() => &money["currency"],
                    _ => &row[name],
                },
            };
            let value = if value.is_object() { &value["amount"] } else { value };
            match (field.data_type(), value) {
                (DataType::Decimal128(..), Answer::String(amount)) => {
                    let amount: Decimal = amount.parse().expect("an amount");
                    json!(amount.round_dp(9).normalize().to_string())
                }
                (DataType::Timestamp(..), Answer::String(moment)) => {
                    let moment = chrono::DateTime::parse_from_rfc3339(moment);
                    json!(moment.expect("a moment").timestamp_micros())
                }
                _ => value.clone(),
            }
        });
        said.collect()
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn every_cell_of_a_file_with_columns_is_that_of_the_lines() {
        for database in kit::databases().await {
            let store = zoo(&database).await;
            let served = Served::over(database, front(&store, Profile::default())).await;
            let mut cells = 0;
            for (list, _) in lists() {
                let lines = rows(&text(&served, &format!("/export/{list}.ndjson")).await);
                let arrow = of_arrow(bytes(&served, &format!("/export/{list}.arrow")).await);
                let parquet =
                    of_parquet(bytes(&served, &format!("/export/{list}.parquet")).await);
                for batches in [arrow, parquet] {
                    let rows = batches
                        .iter()
                        .flat_map(|batch| (0..batch.num_rows()).map(move |row| (batch, row)));
                    let mut lines = lines.iter();
                    for (batch, row) in rows {
                        let line = lines.next().expect("no row is made up");
                        let found: Vec<Answer> =
                            batch.columns().iter().map(|column| cell(&**column, row)).collect();
                        assert_eq!(found, wanted(line, batch), "{list}");
                        cells += found.iter().filter(|cell| !cell.is_null()).count();
                    }
                    assert!(lines.next().is_none(), "{list}: no row is left out");
                }
            }
            assert!(cells > 5_000, "{cells}");
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_list_without_rows_is_a_file_with_columns_all_the_same() {
        let served = Served::new().await;
        let address = "fields=id,openedAt&where=%7B%22account%22%3A%22acc_none%22%7D";
        let arrow = bytes(&served, &format!("/export/tickets.arrow?{address}")).await;
        let reader = FileReader::try_new(Cursor::new(arrow), None).expect("a file of Arrow");
        assert_eq!(reader.schema().fields().len(), 2);
        let parquet = bytes(&served, &format!("/export/tickets.parquet?{address}")).await;
        let reader = ParquetRecordBatchReaderBuilder::try_new(Bytes::from(parquet));
        let reader = reader.expect("a file of Parquet");
        assert_eq!(
            (reader.schema().fields().len(), reader.metadata().num_row_groups()),
            (2, 0)
        );
    }
}
