//! Roles as a file says them, and the viewer that a credential makes.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;

use super::viewer::{Area, Rights, Rows, Span, Viewer};
use crate::model::Pii;
use crate::model::settings::{self, Checked, Entries, Said, SettingsError};

/// The built-in roles' file.
const FILE: &str = "src/access/roles-default.yaml";

/// Who somebody says to be, once it was proved.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Credential {
    /// An API key's name, or a person's e-mail address.
    pub name: String,
    /// The role that it gives.
    pub role: String,
    /// What else it says, for the spans of the role: `member`, `partner`, `region` and so on.
    pub attributes: BTreeMap<String, BTreeSet<String>>,
    /// A limit of its own on what a minute may cost; the role's when `None`.
    pub points_a_minute: Option<u32>,
}

/// The roles there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    roles: BTreeMap<String, Role>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Role {
    reads: BTreeSet<Area>,
    orders: BTreeSet<Area>,
    /// `None` for all accounts.
    spans: Option<Vec<Span>>,
    shown: BTreeSet<Pii>,
    hidden: BTreeSet<String>,
    introspects: bool,
    points_a_minute: Option<u32>,
}

impl Policy {
    /// The roles that come with Accord.
    ///
    /// # Panics
    /// Never: a test reads them.
    pub fn built_in() -> Self {
        Self::parse(FILE, include_str!("roles-default.yaml"))
            .expect("the built-in roles are right")
    }

    /// Reads roles from YAML; `file` is named in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, SettingsError> {
        let missing = "whatever a role does not say it may not, but what it sees must be said";
        settings::parse(file, text, missing, |written: Written| {
            let mut roles = BTreeMap::new();
            for (name, role) in &written.roles {
                roles.insert(name.filled("a role's name")?, role.checked(name)?);
            }
            if roles.is_empty() {
                return Err(written.roles.fault("there is no role; nobody could ask anything"));
            }
            Ok(Self { roles })
        })
    }

    /// The roles by name.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.roles.keys().map(String::as_str)
    }

    /// The fields that roles hide, as `Type.field`.
    pub fn hidden(&self) -> impl Iterator<Item = &str> {
        self.roles.values().flat_map(|role| role.hidden.iter().map(String::as_str))
    }

    /// Whom a credential makes; `None` when there is no such role.
    pub fn viewer(&self, credential: Credential) -> Option<Viewer> {
        let role = self.roles.get(&credential.role)?;
        let rights = Rights {
            reads: role.reads.clone(),
            orders: role.orders.clone(),
            rows: role.spans.as_ref().map_or(Rows::All, |spans| {
                let filled = |span: &Span| span.filled(&credential.attributes);
                Rows::Within(spans.iter().map(filled).collect())
            }),
            shown: role.shown.clone(),
            introspects: role.introspects,
            hidden: role.hidden.clone(),
        };
        let points_a_minute = credential.points_a_minute.or(role.points_a_minute);
        let Credential { name, role, .. } = credential;
        Some(Viewer { name, role, rights: Arc::new(rights), points_a_minute })
    }
}

impl Span {
    /// The span with what a credential says in the place of `$name`; nothing in the place of what it does
    /// not say.
    fn filled(&self, attributes: &BTreeMap<String, BTreeSet<String>>) -> Self {
        let fill = |words: &Option<BTreeSet<String>>| {
            let words = words.as_ref()?.iter();
            let of = |word: &String| match word.strip_prefix('$') {
                Some(name) => attributes.get(name).cloned().unwrap_or_default(),
                None => BTreeSet::from([word.clone()]),
            };
            Some(words.flat_map(of).collect())
        };
        Self {
            owners: fill(&self.owners),
            partners: fill(&self.partners),
            regions: fill(&self.regions),
            countries: fill(&self.countries),
            lines: fill(&self.lines),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    roles: Entries<WrittenRole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenRole {
    #[serde(default)]
    reads: Vec<Said<String>>,
    #[serde(default)]
    orders: Vec<Said<String>>,
    #[serde(default)]
    accounts: Vec<WrittenSpan>,
    all_accounts: Option<Said<bool>>,
    #[serde(default)]
    personal: Vec<Said<String>>,
    #[serde(default)]
    hidden: Vec<Said<String>>,
    #[serde(default)]
    introspection: bool,
    points_a_minute: Option<Said<u32>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenSpan {
    owners: Option<Vec<Said<String>>>,
    partners: Option<Vec<Said<String>>>,
    regions: Option<Vec<Said<String>>>,
    countries: Option<Vec<Said<String>>>,
    lines: Option<Vec<Said<String>>>,
}

impl WrittenRole {
    fn checked(&self, name: &Said<String>) -> Checked<Role> {
        let sees_all = self.all_accounts.as_ref().is_some_and(|all| all.value);
        if sees_all != self.accounts.is_empty() {
            return name.wrong(format!(
                "role `{}` must say either `accounts` or `all_accounts: true`",
                name.value
            ));
        }
        let spans: Checked<Vec<Span>> =
            self.accounts.iter().map(|span| span.checked(name)).collect();
        let mut hidden = BTreeSet::new();
        for field in &self.hidden {
            if field.value.split('.').filter(|part| !part.is_empty()).count() != 2 {
                return field.wrong(format!("`{}` is no `Type.field`", field.value));
            }
            hidden.insert(field.value.clone());
        }
        let points = self.points_a_minute.as_ref();
        Ok(Role {
            reads: all_of("area", &self.reads, &Area::ALL)?,
            orders: all_of("area", &self.orders, &Area::ALL)?,
            spans: (!sees_all).then_some(spans?),
            shown: all_of("class of personal data", &self.personal, &Pii::ALL)?,
            hidden,
            introspects: self.introspection,
            points_a_minute: points
                .map(|points| points.within("points_a_minute", 1..=u32::MAX))
                .transpose()?,
        })
    }
}

impl WrittenSpan {
    fn checked(&self, role: &Said<String>) -> Checked<Span> {
        let span = Span {
            owners: words(self.owners.as_deref())?,
            partners: words(self.partners.as_deref())?,
            regions: words(self.regions.as_deref())?,
            countries: words(self.countries.as_deref())?,
            lines: words(self.lines.as_deref())?,
        };
        if span == Span::default() {
            return role.wrong(format!(
                "a span of role `{}` says nothing; write `all_accounts: true` if all are meant",
                role.value
            ));
        }
        Ok(span)
    }
}

fn words(said: Option<&[Said<String>]>) -> Checked<Option<BTreeSet<String>>> {
    let Some(said) = said else { return Ok(None) };
    let words: Checked<_> = said.iter().map(|word| word.filled("a span's word")).collect();
    words.map(Some)
}

/// What words stand for; `ALL` for everything there is.
fn all_of<T: Copy + Ord>(
    what: &str,
    said: &[Said<String>],
    known: &[(&'static str, T)],
) -> Checked<BTreeSet<T>> {
    let mut all = BTreeSet::new();
    for word in said {
        let one = known.iter().map(|(word, meant)| (*word, Some(*meant)));
        match word.one_of(what, one.chain([("ALL", None)]))? {
            Some(meant) => all.extend([meant]),
            None => all.extend(known.iter().map(|(_, meant)| *meant)),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn viewer(role: &str, attributes: &[(&str, &str)]) -> Viewer {
        let attributes = attributes
            .iter()
            .map(|(name, value)| ((*name).to_owned(), BTreeSet::from([(*value).to_owned()])));
        let credential = Credential {
            name: "somebody".to_owned(),
            role: role.to_owned(),
            attributes: attributes.collect(),
            points_a_minute: None,
        };
        Policy::built_in().viewer(credential).expect("a role")
    }

    #[test]
    fn a_role_that_nobody_wrote_makes_no_viewer() {
        let credential = Credential { role: "king".to_owned(), ..Credential::default() };
        assert_eq!(Policy::built_in().viewer(credential), None);
    }

    #[test]
    fn a_span_is_filled_with_what_the_credential_says_and_with_nothing_else() {
        let own = |owner: &[&str]| {
            let owners = owner.iter().map(|id| (*id).to_owned()).collect();
            Rows::Within([Span { owners: Some(owners), ..Span::default() }].into())
        };
        let manager = viewer("account_manager", &[("member", "erp:7"), ("region", "north")]);
        assert_eq!(manager.rights.rows, own(&["erp:7"]));
        assert_eq!(viewer("account_manager", &[("region", "north")]).rights.rows, own(&[]));
        assert!(viewer("account_manager", &[]).rights.is_narrowed());
        assert!(!viewer("bi", &[]).rights.is_narrowed());
    }

    #[test]
    fn only_the_admin_may_everything() {
        let policy = Policy::built_in();
        for role in policy.roles() {
            let may_all = *viewer(role, &[]).rights == Rights::everything();
            assert_eq!(may_all, role == "admin", "{role}");
        }
    }

    #[test]
    fn what_is_wrong_in_the_file_is_named_with_its_line() {
        let cases = [
            ("roles:\n  a: {reads: [ACCOUNT], all_accounts: true}", "2: ", "ACCOUNTS"),
            (
                "roles:\n  a: {all_accounts: true, personal: [EMAIL]}",
                "2: ",
                "class of personal",
            ),
            ("roles:\n  a: {reads: [ALL]}", "2: ", "all_accounts: true"),
            ("roles:\n  a:\n    accounts: [{}]", "2: ", "says nothing"),
            ("roles:\n  a:\n    accounts: [{owner: [x]}]", "3: ", "owners"),
            ("roles:\n  a: {all_accounts: true, hidden: [costToServe]}", "2: ", "Type.field"),
            ("roles: {}", "1: ", "no role"),
            ("roles:\n  a: {all_accounts: true, points_a_minute: 0}", "2: ", "at least 1"),
        ];
        for (text, line, word) in cases {
            let error = Policy::parse("roles.yaml", text).expect_err(text).to_string();
            assert!(error.starts_with(&format!("roles.yaml:{line}")), "{error}");
            assert!(error.contains(word), "{error}");
        }
    }
}
