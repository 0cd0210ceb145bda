//! A user's machine: the built program with its configuration file in a folder of its own, beside
//! the sample company's systems on loopback.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::Arc;
use std::thread::JoinHandle;

use accord::model::Clock;
use accord::sample::{self, Company, Serving, System};
use tempfile::TempDir;

/// The program, its folder and its settings.
pub(crate) struct Machine {
    folder: TempDir,
    settings: toml::Table,
}

/// What a command said.
pub(crate) struct Said {
    /// It ended well.
    pub(crate) fine: bool,
    /// The code it ended with; -1 when it was killed.
    pub(crate) code: i32,
    /// Everything it printed, both streams.
    pub(crate) text: String,
}

/// The program while it serves; it is killed when this is dropped.
pub(crate) struct Hub {
    child: Child,
    /// Where it answers.
    pub(crate) address: SocketAddr,
    log: Option<JoinHandle<String>>,
}

impl Hub {
    /// Asks it to end, as whoever runs services does.
    pub(crate) fn terminate(&self) {
        let order = format!("kill -TERM {}", self.child.id());
        assert!(Command::new("sh").args(["-c", &order]).status().expect("a shell").success());
    }

    /// Waits for its end: how it ended, and all that it logged.
    pub(crate) fn ended(mut self) -> (ExitStatus, String) {
        let status = self.child.wait().expect("it ends");
        let log = self.log.take().expect("it is taken once");
        (status, log.join().expect("the log was read"))
    }

    /// Ends it at once; all that it logged.
    pub(crate) fn killed(mut self) -> String {
        self.child.kill().expect("it ran");
        self.ended().1
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        // It may have ended before.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

impl Machine {
    /// A machine without sources, on this database (a SQLite file of its own when `None`).
    pub(crate) fn new(database: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let own = format!("sqlite:{}", folder.path().join("accord.db").display());
        let mut settings = toml::Table::new();
        settings.insert("database".into(), database.unwrap_or(&own).into());
        settings.insert("listen".into(), "127.0.0.1:0".into());
        settings.insert(
            "sync".into(),
            table([("lease_seconds", 1.into()), ("patience_seconds", 1.into())]).into(),
        );
        settings.insert(
            "egress".into(),
            table([("allow_private", true.into()), ("timeout_seconds", 5.into())]).into(),
        );
        settings.insert("log".into(), table([("filter", "warn".into())]).into());
        Self { folder, settings }
    }

    /// Connects to these of the sample company's systems.
    pub(crate) fn with_sources(mut self, serving: &Serving, systems: &[System]) -> Self {
        for system in systems {
            let config = toml::Value::try_from(serving.config(*system)).expect("plain values");
            self.set_source(system.kind(), system.kind(), config);
        }
        self
    }

    /// Connects to a source of any kind.
    pub(crate) fn set_source(&mut self, name: &str, connector: &str, config: toml::Value) {
        let source = table([("connector", connector.into()), ("config", config)]);
        let sources =
            self.settings.entry("sources").or_insert_with(|| toml::Table::new().into());
        sources.as_table_mut().expect("a table").insert(name.into(), source.into());
    }

    /// Sets a setting of the top level.
    pub(crate) fn set(mut self, name: &str, value: impl Into<toml::Value>) -> Self {
        self.settings.insert(name.into(), value.into());
        self
    }

    /// A path in the machine's folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes a file into the machine's folder.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, text).expect("a file");
        path
    }

    /// Runs a command to its end.
    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        let output = self.command(arguments).output().expect("the program starts");
        said(&output)
    }

    /// Starts a command and leaves it running.
    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().expect("the program starts")
    }

    /// Starts serving, and waits until it answers.
    pub(crate) fn serve(&self) -> Hub {
        let mut child = self.start(&["serve"]);
        let mut errors = child.stderr.take().expect("it is piped");
        // Read beside, or it would wait for somebody to read.
        let log = std::thread::spawn(move || {
            let mut text = Vec::new();
            errors.read_to_end(&mut text).expect("a pipe");
            String::from_utf8_lossy(&text).into_owned()
        });
        let mut said = String::new();
        let out = child.stdout.take().expect("it is piped");
        BufReader::new(out).read_line(&mut said).expect("a text");
        let address = said.trim().strip_prefix("serving on http://");
        let address = address.and_then(|said| said.strip_suffix("/graphql")?.parse().ok());
        let Some(address) = address else {
            child.kill().ok();
            panic!("it does not serve: {said}{}", log.join().expect("the log was read"));
        };
        Hub { child, address, log: Some(log) }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let file =
            self.write("accord.toml", &toml::to_string(&self.settings).expect("settings"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_accord"));
        command.args(arguments).arg("--config").arg(file).current_dir(self.folder.path());
        command.env_remove("DATABASE_URL").stdin(Stdio::null());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

fn said(output: &Output) -> Said {
    let text = [&output.stdout, &output.stderr]
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let code = output.status.code().unwrap_or(-1);
    Said { fine: output.status.success(), code, text: text.concat() }
}

fn table<const N: usize>(fields: [(&str, toml::Value); N]) -> toml::Table {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// Starts the sample company's systems on this clock.
pub(crate) async fn systems(company: Arc<Company>, clock: impl Clock + 'static) -> Serving {
    sample::serve(company, Arc::new(clock)).await.expect("loopback ports")
}

/// The path of a folder of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
