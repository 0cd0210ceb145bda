//! Messages of the Airbyte protocol, one line of JSON each.

use std::io::{self, BufWriter, Stdout, Write};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::connector::{Page, Placed, compact};
use crate::model::Clock;

/// So much is gathered before it is written.
const BUFFER: usize = 128 * 1024;

/// Why a command cannot do its work.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Failure {
    message: String,
    kind: &'static str,
}

impl Failure {
    /// A person should look at manifest, configuration or catalog.
    pub(super) fn config(message: String) -> Self {
        Self { message, kind: "config_error" }
    }

    /// Something else.
    pub(super) fn system(message: String) -> Self {
        Self { message, kind: "system_error" }
    }

    /// The source did not answer; later it may.
    pub(super) fn transient(message: String) -> Self {
        Self { message, kind: "transient_error" }
    }
}

/// Writes messages to standard output.
pub(super) struct Speaker {
    out: BufWriter<Stdout>,
    clock: Arc<dyn Clock>,
    broken: Option<io::Error>,
}

impl Speaker {
    /// Writes with the times of this clock.
    pub(super) fn new(clock: Arc<dyn Clock>) -> Self {
        Self { out: BufWriter::with_capacity(BUFFER, io::stdout()), clock, broken: None }
    }

    fn say(&mut self, message: &Value) {
        self.write(|out| writeln!(out, "{message}"));
    }

    // Whoever reads may be gone; that is told at the end.
    fn write(&mut self, words: impl FnOnce(&mut BufWriter<Stdout>) -> io::Result<()>) {
        if self.broken.is_none() {
            self.broken = words(&mut self.out).err();
        }
    }

    fn now(&self) -> i64 {
        self.clock.now().timestamp_millis()
    }

    /// Whether nobody reads any more.
    pub(super) fn is_unheard(&self) -> bool {
        self.broken.is_some()
    }

    /// The specification of the configuration.
    pub(super) fn spec(&mut self, spec: &Value) {
        self.say(&json!({"type": "SPEC", "spec": spec}));
    }

    /// Whether the source can be reached; `wrong` says why not.
    pub(super) fn status(&mut self, wrong: Option<&String>) {
        let status = match wrong {
            None => json!({"status": "SUCCEEDED"}),
            Some(message) => json!({"status": "FAILED", "message": message}),
        };
        self.say(&json!({"type": "CONNECTION_STATUS", "connectionStatus": status}));
    }

    /// The streams there are.
    pub(super) fn catalog(&mut self, streams: &[Value]) {
        self.say(&json!({"type": "CATALOG", "catalog": {"streams": streams}}));
    }

    /// The configuration as it should be kept from now on.
    pub(super) fn control(&mut self, config: &Value) {
        let at = self.now();
        self.say(&json!({"type": "CONTROL", "control": {"type": "CONNECTOR_CONFIG",
            "emitted_at": at, "connectorConfig": {"config": config}}}));
    }

    /// A sentence for people.
    pub(super) fn log(&mut self, level: &str, message: &str) {
        self.say(&json!({"type": "LOG", "log": {"level": level, "message": message}}));
    }

    /// How far a stream is: `STARTED`, `RUNNING`, `COMPLETE`, `INCOMPLETE`.
    pub(super) fn progress(&mut self, stream: &str, status: &str) {
        let at = self.now();
        self.say(&json!({"type": "TRACE", "trace": {"type": "STREAM_STATUS", "emitted_at": at,
            "stream_status": {"stream_descriptor": {"name": stream}, "status": status}}}));
    }

    /// Why a command or a stream ended early.
    pub(super) fn failure(&mut self, failure: &Failure, stream: Option<&str>) {
        let at = self.now();
        let mut error = json!({"message": failure.message, "internal_message": failure.message,
            "failure_type": failure.kind});
        if let Some(stream) = stream {
            error["stream_descriptor"] = json!({"name": stream});
        }
        self.say(
            &json!({"type": "TRACE", "trace": {"type": "ERROR", "emitted_at": at, "error": error}}),
        );
    }

    /// The records of a page, with the files that go with them.
    pub(super) fn records(&mut self, stream: &str, page: &Page) {
        let at = self.now();
        let head =
            format!(r#"{{"type":"RECORD","record":{{"stream":{},"data":"#, Value::from(stream));
        let tail = format!(",\"emitted_at\":{at}");
        self.write(|out| {
            for (number, record) in page.records.iter().enumerate() {
                let data = record.shaped.as_ref().unwrap_or(&record.raw);
                out.write_all(head.as_bytes())?;
                out.write_all(compact(data).as_bytes())?;
                out.write_all(tail.as_bytes())?;
                let mut files = page.files.iter().filter(|file| file.record == number);
                if let Some((file, placed)) =
                    files.find_map(|file| Some((file, file.placed.as_ref()?)))
                {
                    let Placed { at, bytes } = placed;
                    let told = json!({"staging_file_url": at,
                        "source_file_relative_path": file.path, "file_size_bytes": bytes});
                    write!(out, ",\"file_reference\":{told}")?;
                }
                out.write_all(b"}}\n")?;
            }
            Ok(())
        });
    }

    /// Where a stream stands, after so many records since the last time.
    pub(super) fn state(&mut self, stream: &str, state: &str, records: u64) {
        let name = Value::from(stream);
        self.write(|out| {
            writeln!(
                out,
                r#"{{"type":"STATE","state":{{"type":"STREAM","stream":{{"stream_descriptor":{{"name":{name}}},"stream_state":{state}}},"sourceStats":{{"recordCount":{records}.0}}}}}}"#
            )
        });
        // Whoever follows may want to keep it now.
        self.write(Write::flush);
    }

    /// Writes what is left; what could not be written makes the command fail.
    pub(super) fn finish(mut self, code: ExitCode) -> ExitCode {
        self.write(Write::flush);
        if self.broken.is_some() { ExitCode::FAILURE } else { code }
    }
}
