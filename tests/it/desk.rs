//! An engineer's desk: a folder of files, and the program's `connector` commands run in it as a
//! person or another platform would run them.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What every secret of these tests has in it, so that none slips out unseen.
pub(crate) const SECRET: &str = "s3cr3t";
/// The present moment of every command that is told one.
pub(crate) const NOW: &str = "2026-01-31T00:00:00Z";

/// A folder with files, where commands run.
pub(crate) struct Desk {
    folder: TempDir,
    may_ask_private: bool,
}

/// What a command said.
pub(crate) struct Told {
    /// The code it ended with; -1 when it was killed.
    pub(crate) code: i32,
    /// Standard output.
    pub(crate) out: String,
    /// Standard error.
    pub(crate) err: String,
}

impl Desk {
    /// An empty folder, on a machine where loopback may be asked.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder, may_ask_private: true }
    }

    /// The same, but private addresses are out of bounds, as they are unless somebody allows them.
    pub(crate) fn in_public(self) -> Self {
        Self { may_ask_private: false, ..self }
    }

    /// A path in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file.
    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }

    /// Writes a file of JSON.
    pub(crate) fn put(&self, name: &str, json: &Value) {
        self.write(name, &json.to_string());
    }

    /// The text of a file.
    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect(name)
    }

    /// Reads the catalog on from the state, all four files under their usual names.
    pub(crate) fn read_on(&self) -> Told {
        let files = ["manifest-path", "config", "catalog", "state"];
        let names = ["manifest.yaml", "config.json", "catalog.json", "state.json"];
        let options = files.map(|option| format!("--{option}"));
        let pairs =
            options.iter().zip(names).flat_map(|(option, name)| [option.as_str(), name]);
        self.run(&std::iter::once("read").chain(pairs).collect::<Vec<_>>())
    }

    /// Runs `accord connector …` to its end.
    ///
    /// # Panics
    /// When a secret is in what it prints. The message that hands the configuration back, which is
    /// where a new token belongs, is the exception.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> Told {
        let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
        command.arg("connector").args(arguments).current_dir(self.folder.path());
        command.stdin(Stdio::null()).env_remove("ACCORD_EGRESS__ALLOW_PRIVATE");
        if self.may_ask_private {
            command.env("ACCORD_EGRESS__ALLOW_PRIVATE", "true");
        }
        let output = command.output().expect("the program starts");
        let [out, err] = [output.stdout, output.stderr]
            .map(|bytes| String::from_utf8(bytes).expect("the program writes UTF-8"));
        for line in out.lines().chain(err.lines()) {
            let is_control = line.starts_with(r#"{"type":"CONTROL""#);
            assert!(is_control || !line.contains(SECRET), "a secret is in: {line}");
        }
        Told { code: output.status.code().unwrap_or(-1), out, err }
    }
}

impl Told {
    /// Everything that was printed.
    pub(crate) fn text(&self) -> String {
        format!("{}{}", self.out, self.err)
    }

    /// The messages of the protocol.
    ///
    /// # Panics
    /// When a line of standard output is none.
    #[track_caller]
    pub(crate) fn messages(&self) -> Vec<Value> {
        let message = |line: &str| {
            serde_json::from_str(line)
                .unwrap_or_else(|why| panic!("{why}: {line}\n{}", self.err))
        };
        self.out.lines().map(message).collect()
    }

    /// One line for each message: a story that a test can compare.
    #[track_caller]
    pub(crate) fn story(&self) -> Vec<String> {
        self.messages().iter().map(brief).collect()
    }

    /// The messages of one type, without the envelope.
    #[track_caller]
    pub(crate) fn all(&self, kind: &str) -> Vec<Value> {
        let of = |message: Value| (message["type"] == kind).then(|| payload(&message).clone());
        self.messages().into_iter().filter_map(of).collect()
    }

    /// The sentence with which a command or a stream ended early.
    #[track_caller]
    pub(crate) fn complaint(&self) -> String {
        let traces = self.all("TRACE");
        let errors = traces.iter().filter(|trace| trace["type"] == "ERROR");
        let said: Vec<&str> =
            errors.filter_map(|trace| trace["error"]["message"].as_str()).collect();
        said.join("\n")
    }

    /// Asserts that all of these were printed.
    #[track_caller]
    pub(crate) fn says(&self, parts: &[&str]) -> &Self {
        let text = self.text();
        for part in parts {
            assert!(text.contains(part), "`{part}` is missing in:\n{text}");
        }
        self
    }

    /// Asserts how it ended.
    #[track_caller]
    pub(crate) fn ends(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{}", self.text());
        self
    }
}

// Every message holds its content under its type's name, in lower case.
fn payload(message: &Value) -> &Value {
    let fields = message.as_object().expect("a message is an object");
    fields.values().find(|value| value.is_object()).expect("a message has content")
}

fn brief(message: &Value) -> String {
    let content = payload(message);
    match message["type"].as_str().expect("a message has a type") {
        "RECORD" => {
            let id = &content["data"]["id"];
            format!("{} record {id}", content["stream"].as_str().expect("a stream"))
        }
        "STATE" => {
            let name = content["stream"]["stream_descriptor"]["name"].as_str();
            let state = &content["stream"]["stream_state"];
            let records = &content["sourceStats"]["recordCount"];
            format!("{} state {state} after {}", name.expect("a name"), records)
        }
        "TRACE" if content["type"] == "STREAM_STATUS" => {
            let status = &content["stream_status"];
            let name = status["stream_descriptor"]["name"].as_str().expect("a name");
            format!("{name} {}", status["status"].as_str().expect("a status"))
        }
        "TRACE" => {
            let error = &content["error"];
            let name = error["stream_descriptor"]["name"].as_str().unwrap_or("all");
            format!("{name} error {}", error["failure_type"].as_str().expect("a type"))
        }
        other => other.to_owned(),
    }
}
