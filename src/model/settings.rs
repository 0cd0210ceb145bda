//! A settings file: YAML that an analyst or a data steward edits, read so that whatever is wrong
//! in it is answered with file, line and remedy.
//!
//! A room says what may stand there as plain types: [`Said`] is a value that knows its line,
//! [`Entries`] a map whose keys do, `#[serde(deny_unknown_fields)]` refuses a misspelt key. What
//! types cannot say, its check asks of the values:
//!
//! ```ignore
//! #[derive(Deserialize)]
//! #[serde(deny_unknown_fields)]
//! struct Written {
//!     code: Said<String>,
//!     weights: Entries<Said<f64>>,
//! }
//!
//! settings::parse(file, text, "every weight must be given", |written: Written| {
//!     for (role, weight) in &written.weights {
//!         role.one_of("role", ROLES.map(|role| (role, ())))?;
//!         weight.at_least_zero("a weight")?;
//!     }
//!     Ok(Weights { code: written.code.filled("code")?, … })
//! })
//! ```
//!
//! The only code of these files that knows the YAML library.

use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::marker::PhantomData;
use std::ops::RangeInclusive;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde_saphyr::{Error, Spanned};

use super::nearest::unknown;

/// Why a settings file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct SettingsError {
    /// Path of the file.
    pub file: String,
    /// One-based line.
    pub line: usize,
    /// What is wrong, what was expected, and the nearest right word when there is one.
    pub message: String,
}

/// What is wrong, and on which line.
#[derive(Debug)]
pub(crate) struct Fault {
    line: usize,
    message: String,
}

/// What a check gives.
pub(crate) type Checked<T> = Result<T, Fault>;

/// Reads a file's text as it is written and checks what it means. `file` is named in errors;
/// `missing` says of a key that is left out why it is needed.
pub(crate) fn parse<W: DeserializeOwned, T>(
    file: &str,
    text: &str,
    missing: &str,
    check: impl FnOnce(W) -> Checked<T>,
) -> Result<T, SettingsError> {
    let written = serde_saphyr::from_str(text).map_err(|error| fault(&error, missing));
    let Fault { line, message } = match written.and_then(check) {
        Ok(checked) => return Ok(checked),
        Err(fault) => fault,
    };
    Err(SettingsError { file: file.to_owned(), line, message })
}

fn fault(error: &Error, missing: &str) -> Fault {
    let message = match error.without_snippet() {
        Error::SerdeUnknownField { field, expected, .. } => {
            unknown("key", field, expected.iter().copied())
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            unknown("word", variant, expected.iter().copied())
        }
        Error::SerdeMissingField { field, .. } => {
            format!("the key `{field}` is missing; {missing}")
        }
        other => one_line(&other.to_string()),
    };
    Fault { line: error.location().map_or(1, line), message }
}

/// The library's words without the place, which the fault names already, and without its own
/// settings, which nobody can turn here.
fn one_line(message: &str) -> String {
    let line: Vec<&str> = message.lines().map(str::trim).filter(|l| !l.is_empty()).collect();
    let line = line.join(" ");
    let said = line.rsplit_once(" at line ").map_or(line.as_str(), |(said, _)| said);
    match said.split_once(", set DuplicateKeyPolicy").map_or(said, |(said, _)| said) {
        "invalid floating point" => "expected a number".to_owned(),
        "invalid i64" => "expected a whole number".to_owned(),
        said => said.to_owned(),
    }
}

fn line(location: serde_saphyr::Location) -> usize {
    usize::try_from(location.line()).unwrap_or(usize::MAX).max(1)
}

/// A value with the line it stands on.
#[derive(Debug, Clone)]
pub(crate) struct Said<T> {
    pub(crate) value: T,
    line: usize,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Said<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::deserialize(deserializer)?;
        Ok(Self { value, line: line(referenced) })
    }
}

impl<T> Said<T> {
    /// A fault of this value.
    pub(crate) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault { line: self.line, message: message.into() }
    }

    /// Refuses this value.
    pub(crate) fn wrong<U>(&self, message: impl Into<String>) -> Checked<U> {
        Err(self.fault(message))
    }
}

impl Said<String> {
    /// What this word stands for among those that may be said; `what` is what it should be.
    pub(crate) fn one_of<'a, T>(
        &self,
        what: &str,
        words: impl IntoIterator<Item = (&'a str, T)>,
    ) -> Checked<T> {
        let mut known = Vec::new();
        for (word, meant) in words {
            if word == self.value {
                return Ok(meant);
            }
            known.push(word);
        }
        self.wrong(unknown(what, &self.value, known))
    }

    /// Refuses a word that is not known.
    pub(crate) fn known<'a>(
        &self,
        what: &str,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Checked<()> {
        self.one_of(what, words.into_iter().map(|word| (word, ())))
    }

    /// The text, which must say something.
    pub(crate) fn filled(&self, key: &str) -> Checked<String> {
        if self.value.trim().is_empty() {
            return self.wrong(format!("`{key}` is empty; give it a word"));
        }
        Ok(self.value.clone())
    }
}

impl<N: Copy + PartialOrd + Display> Said<N> {
    /// The number, both bounds allowed.
    pub(crate) fn within(&self, key: &str, bounds: RangeInclusive<N>) -> Checked<N> {
        if bounds.contains(&self.value) {
            return Ok(self.value);
        }
        let (least, most) = bounds.into_inner();
        let given = self.value;
        self.wrong(format!("`{key}: {given}` must be at least {least} and at most {most}"))
    }
}

impl Said<f64> {
    /// The number, 0 or more; `what` is what it measures.
    pub(crate) fn at_least_zero(&self, what: &str) -> Checked<f64> {
        if self.value >= 0.0 && self.value.is_finite() {
            return Ok(self.value);
        }
        self.wrong(format!("{what} of {} is below 0; give 0 or more", self.value))
    }
}

impl<T> Said<Vec<T>> {
    /// The items, of which there must be one; `otherwise` says what to do about it.
    pub(crate) fn some(&self, otherwise: &str) -> Checked<&[T]> {
        if self.value.is_empty() {
            return self.wrong(otherwise);
        }
        Ok(&self.value)
    }
}

/// Refuses a list that names a word twice.
pub(crate) fn each_once(words: &[Said<String>]) -> Checked<()> {
    match said_twice(words) {
        Some(word) => word.wrong(format!("`{}` stands twice in the list", word.value)),
        None => Ok(()),
    }
}

/// The first word that was said before.
pub(crate) fn said_twice<'a>(
    words: impl IntoIterator<Item = &'a Said<String>>,
) -> Option<&'a Said<String>> {
    let mut seen = BTreeSet::new();
    words.into_iter().find(|word| !seen.insert(word.value.as_str()))
}

/// A map in the order of the file whose keys know their line. A key stands there once.
#[derive(Debug, Clone)]
pub(crate) struct Entries<T>(Vec<(Said<String>, T)>);

impl<T> Entries<T> {
    /// A fault of the whole map: at its first key, or on the first line when it has none.
    pub(crate) fn fault(&self, message: impl Into<String>) -> Fault {
        let message = message.into();
        match self.0.first() {
            Some((key, _)) => key.fault(message),
            None => Fault { line: 1, message },
        }
    }
}

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> IntoIterator for Entries<T> {
    type Item = (Said<String>, T);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Entries<T> {
    type Item = &'a (Said<String>, T);
    type IntoIter = std::slice::Iter<'a, (Said<String>, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Entries<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ReadEntries(PhantomData))
    }
}

struct ReadEntries<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ReadEntries<T> {
    type Value = Entries<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("names with what belongs to each")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Written {
        code: Said<String>,
        unit: Unit,
        days: Said<i64>,
        #[serde(default)]
        weights: Entries<Said<f64>>,
        steps: Said<Vec<Said<String>>>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Unit {
        Percent,
        Days,
    }

    const RIGHT: &str = "\
code: own
unit: percent
days: 30
weights:
  champion: 1.5
  user: 1
steps: [first, second]
";

    fn check(written: &Written) -> Checked<f64> {
        written.code.filled("code")?;
        written.days.within("days", 1..=90)?;
        let mut sum = match written.unit {
            Unit::Percent | Unit::Days => 0.0,
        };
        for (role, weight) in &written.weights {
            role.known("role", ["champion", "user"])?;
            sum += weight.at_least_zero("a role's weight")?;
        }
        each_once(written.steps.some("there is no step; name one")?)?;
        Ok(sum)
    }

    fn read(text: &str) -> Result<f64, SettingsError> {
        parse("own.yaml", text, "each file states its own", |written| check(&written))
    }

    #[test]
    fn whatever_is_wrong_names_its_line_and_the_remedy() {
        assert_eq!(read(RIGHT), Ok(2.5));
        let cases = [
            ("code: own", "code: ' '", "1: `code` is empty; give it a word"),
            ("days: 30", "dyas: 30", "3: unknown key `dyas`; did you mean `days`? known: "),
            (
                "percent",
                "procent",
                "2: unknown word `procent`; did you mean `percent`? known: ",
            ),
            ("days: 30", "days: 91", "3: `days: 91` must be at least 1 and at most 90"),
            ("days: 30", "days: soon", "3: expected a whole number"),
            ("user: 1", "usr: 1", "6: unknown role `usr`; did you mean `user`? known: "),
            ("user: 1", "user: -1", "6: a role's weight of -1 is below 0; give 0 or more"),
            ("user: 1", "user: .nan", "6: a role's weight of NaN is below 0"),
            ("user: 1", "champion: 1", "6: duplicate mapping key: champion"),
            ("[first, second]", "[]", "7: there is no step; name one"),
            ("second]", "\n  first]", "8: `first` stands twice"),
            ("steps: [first, second]\n", "", "the key `steps` is missing; each file states"),
        ];
        for (right, wrong, wanted) in cases {
            let error = read(&RIGHT.replacen(right, wrong, 1)).expect_err(wrong).to_string();
            assert!(error.starts_with("own.yaml:"), "{error}");
            assert!(error.contains(wanted) && !error.contains('\n'), "{wrong}: {error}");
        }
    }
}
