//! `accord key`

use std::collections::{BTreeMap, BTreeSet};
use std::process::ExitCode;

use anyhow::{anyhow, bail, ensure};
use chrono::TimeDelta;
use ring::rand::{SecureRandom as _, SystemRandom};

use super::access::known_role;
use super::clock::SystemClock;
use super::config::{Config, duration};
use super::{say, start_log};
use crate::access::{ApiKey, Credential, Viewer};
use crate::api::ANONYMOUS;
use crate::model::Clock as _;
use crate::store::{Deed, KeyRow, Store};

/// Who works at the terminal, as the audit names them.
const HOST: &str = "host";
/// Longest name of a key, in characters.
const LONGEST: usize = 64;

/// Make, list and revoke the API keys by which programs come in.
#[derive(Debug, clap::Args)]
pub(super) struct KeyCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Make a key and print it, once: only its hash is kept.
    Create(Create),
    /// List all keys there ever were, without their secrets.
    List,
    /// Take a key back, for good; within 5 seconds no process takes it any more.
    Revoke {
        /// The key's id, as `list` shows it.
        id: String,
    },
}

#[derive(Debug, clap::Args)]
struct Create {
    /// Whose it is: the audit and what they order name them so.
    #[arg(long)]
    name: String,
    /// What it may, by a role of the file that [access] names, or a built-in one.
    #[arg(long)]
    role: String,
    /// What the role's spans ask for, such as partner=acc_0123456789abcdef; may be repeated.
    #[arg(long = "attribute", value_name = "NAME=VALUE")]
    attributes: Vec<String>,
    /// How long it is good, such as 90d or 12h; without an end when left out.
    #[arg(long, value_name = "TIME")]
    expires: Option<String>,
    /// Points that its requests of a minute may cost together; the role's when left out.
    #[arg(long, value_name = "POINTS", value_parser = clap::value_parser!(u32).range(1..))]
    points: Option<u32>,
}

impl KeyCommand {
    pub(super) async fn run(self, config: Config) -> anyhow::Result<ExitCode> {
        let _log = start_log(&config)?;
        let store = super::house::open(&config).await?;
        match self.what {
            What::Create(create) => create.run(&config, &store).await?,
            What::List => list(&store).await?,
            What::Revoke { id } => revoke(&store, &id).await?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Create {
    async fn run(self, config: &Config, store: &Store) -> anyhow::Result<()> {
        let policy = config.access.policy()?;
        known_role(&policy, "--role", &self.role)?;
        let attributes = attributes(&self.attributes)?;
        let now = SystemClock.now();
        let life = self.expires.as_deref().map(duration).transpose()?;
        let life = life.map(TimeDelta::from_std).transpose()?;
        let until = life.map(|life| now.checked_add_signed(life));
        let until =
            until.map(|until| until.ok_or_else(|| anyhow!("--expires is too far away")));
        let credential = Credential {
            name: named(&self.name)?,
            role: self.role,
            attributes,
            points_a_minute: self.points,
        };
        let viewer = policy.viewer(credential.clone()).expect("the role is known");
        let mut row = KeyRow {
            id: String::new(),
            name: credential.name,
            hash: String::new(),
            role: credential.role,
            attributes: credential.attributes,
            points_a_minute: credential.points_a_minute,
            made_at: now,
            made_by: HOST.to_owned(),
            expires_at: until.transpose()?,
            revoked_at: None,
            last_used_on: None,
        };
        let key = loop {
            let key = made()?;
            (row.id, row.hash) = (key.id().to_owned(), key.hash());
            if store.put_api_key(&row).await? {
                break key;
            }
        };
        note(store, &format!("key create {} as {}", row.id, row.role)).await?;
        warn(&viewer);
        say(&key.text());
        Ok(())
    }
}

/// A new key of the machine's own randomness.
fn made() -> anyhow::Result<ApiKey> {
    let (mut id, mut secret) = ([0; 4], [0; 32]);
    let random = SystemRandom::new();
    let filled = random.fill(&mut id).and_then(|()| random.fill(&mut secret));
    filled.map_err(|_| anyhow!("this machine gives no random numbers; no key was made"))?;
    Ok(ApiKey::new(id, &secret))
}

/// A name that nobody takes for a person, a stranger or the host.
fn named(name: &str) -> anyhow::Result<String> {
    let name = name.trim();
    let plain = !name.is_empty()
        && name.chars().count() <= LONGEST
        && !name.chars().any(|c| c.is_control() || c == '@');
    ensure!(
        plain,
        "--name has 1 to {LONGEST} characters and no @: names with one are people's addresses"
    );
    let taken = [HOST, ANONYMOUS, Viewer::host().name.as_str()].contains(&name);
    ensure!(!taken, "--name `{name}` is what somebody without a key is called; take another");
    Ok(name.to_owned())
}

fn attributes(said: &[String]) -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in said {
        let (name, value) =
            one.split_once('=').map(|(n, v)| (n.trim(), v.trim())).unwrap_or_default();
        if name.is_empty() || value.is_empty() {
            bail!(
                "--attribute `{one}` is not NAME=VALUE, such as partner=acc_0123456789abcdef"
            );
        }
        let name = name.trim_start_matches('$').to_owned();
        all.entry(name).or_default().insert(value.to_owned());
    }
    Ok(all)
}

/// Says what the role asks of the key and the key does not say.
#[expect(clippy::print_stderr, reason = "the key alone goes to standard output")]
fn warn(viewer: &Viewer) {
    let unfilled: Vec<&str> = viewer.rights.unfilled().into_iter().collect();
    if !unfilled.is_empty() {
        eprintln!(
            "warning: the role `{}` sees accounts by their {}, as the key's attributes say them, and \
             this key says none: it will see no such account; make another with --attribute",
            viewer.role,
            unfilled.join(", ")
        );
    }
}

async fn list(store: &Store) -> anyhow::Result<()> {
    let now = SystemClock.now();
    for key in store.api_keys().await? {
        let day = |at: chrono::DateTime<chrono::Utc>| at.date_naive().to_string();
        let state = match (key.revoked_at, key.expires_at) {
            (Some(at), _) => format!("revoked {}", day(at)),
            (None, Some(at)) if at <= now => format!("expired {}", day(at)),
            (None, Some(at)) => format!("until {}", day(at)),
            (None, None) => "without end".to_owned(),
        };
        let used = key.last_used_on.map_or("never".to_owned(), |day| day.to_string());
        let attributes = key.attributes.iter().flat_map(|(name, values)| {
            values.iter().map(move |value| format!(" {name}={value}"))
        });
        say(&format!(
            "{}  {:<16} {:<18} used {used:<10}  {}{}",
            key.id,
            key.role,
            state,
            key.name,
            attributes.collect::<String>()
        ));
    }
    Ok(())
}

async fn revoke(store: &Store, id: &str) -> anyhow::Result<()> {
    // Somebody may have the whole key at hand.
    let key = ApiKey::parse(id);
    let id = key.as_ref().map_or(id, ApiKey::id);
    ensure!(
        store.revoke_api_key(id, SystemClock.now()).await?,
        "there is no key of this id, or it was revoked before; `accord key list` shows them"
    );
    note(store, &format!("key revoke {id}")).await?;
    say(&format!("revoked {id}"));
    Ok(())
}

async fn note(store: &Store, what: &str) -> anyhow::Result<()> {
    let deed = Deed {
        at: SystemClock.now(),
        who: HOST.to_owned(),
        role: "admin".to_owned(),
        request: String::new(),
        what: what.to_owned(),
        outcome: "OK".to_owned(),
    };
    Ok(store.note(&deed).await?)
}
