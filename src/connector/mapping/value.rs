//! Where a value comes from and what becomes of it.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

use super::super::Json;
use super::convert::{Convert, Form, Refusal, money};
use super::expression::Expression;
use super::path::{Path, Scope, is_filled};
use crate::model::{Currency, Value};

/// A value's source and conversion, compiled.
#[derive(Debug)]
pub(super) struct Plan {
    /// Where it is read; the first filled one counts.
    pub(super) from: Vec<Term>,
    /// A constant instead.
    pub(super) constant: Option<Value>,
    /// How it is read.
    pub(super) convert: Convert,
    /// Texts that mean absence in this source.
    pub(super) empty: Vec<String>,
    /// The source's words and ours.
    pub(super) table: Option<Table>,
    /// What separates the words of a text that holds several.
    pub(super) split: Option<String>,
    /// An amount's currency.
    pub(super) currency: Option<Coin>,
    /// Instead of reading a flag: whether the text has one of these in it, in any case.
    pub(super) contains: Vec<String>,
    /// Minutes to add to a time, read here; without them there is no time.
    pub(super) later: Option<Path>,
    /// In a key, reference or address every part of a template must be there.
    pub(super) strict: bool,
}

/// Where a text is taken from.
#[derive(Debug)]
pub(super) enum Term {
    /// A path.
    Path(Path),
    /// Text with paths in it.
    Template(Template),
    /// An expression.
    Expression(Expression),
}

/// Text with `{path}` in it.
#[derive(Debug)]
pub(super) struct Template {
    pub(super) parts: Vec<Part>,
    pub(super) source: String,
}

/// A piece of a template.
#[derive(Debug)]
pub(super) enum Part {
    /// Stands as written.
    Text(String),
    /// Replaced by the value there.
    Path(Path),
}

/// A table of the source's words, in the order of the file.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) words: Vec<(String, Option<Value>)>,
    pub(super) places: HashMap<String, usize>,
    /// What any other word becomes; without it, it is refused.
    pub(super) otherwise: Otherwise,
}

/// What a word becomes that is not in the table.
#[derive(Debug, Default)]
pub(super) enum Otherwise {
    /// A dead letter.
    #[default]
    Refused,
    /// This, or nothing.
    Becomes(Option<Value>),
}

/// Where an amount's currency comes from.
#[derive(Debug)]
pub(super) struct Coin {
    /// Read here, first.
    pub(super) path: Option<Path>,
    /// Used when nothing is there.
    pub(super) otherwise: Option<Currency>,
}

impl Plan {
    /// Reads the value; `None` when the source has none.
    pub(super) fn read(&self, scope: &Scope<'_>) -> Result<Option<Value>, Refusal> {
        if self.constant.is_some() {
            return Ok(self.constant.clone());
        }
        if matches!(self.convert, Convert::List) || self.split.is_some() {
            return self.read_many(scope);
        }
        for term in &self.from {
            if let Some(json) = term.read(scope, self.strict)?
                && !self.means_empty(&json)
            {
                return self.convert(&json, scope);
            }
        }
        Ok(self.absent())
    }

    /// A table's row `""` stands for absence.
    fn absent(&self) -> Option<Value> {
        let table = self.table.as_ref()?;
        table.places.get("").and_then(|place| table.words[*place].1.clone())
    }

    /// Reads a key or reference.
    pub(super) fn read_text(&self, scope: &Scope<'_>) -> Result<Option<String>, Refusal> {
        Ok(self.read(scope)?.and_then(|value| value.try_into().ok()))
    }

    fn means_empty(&self, json: &Json) -> bool {
        !self.empty.is_empty()
            && json.text().is_some_and(|text| self.empty.iter().any(|e| e == text.trim()))
    }

    fn convert(&self, json: &Json, scope: &Scope<'_>) -> Result<Option<Value>, Refusal> {
        if let Some(table) = &self.table {
            return table.of(json);
        }
        if let Convert::Money { cents } = self.convert {
            return self.amount(json, cents, scope).map(Some);
        }
        if !self.contains.is_empty() {
            let text = json.text().unwrap_or_default().to_lowercase();
            let any = self.contains.iter().any(|part| text.contains(part.as_str()));
            return Ok(Some(Value::Flag(any)));
        }
        let value = self.convert.read(json)?;
        match &self.later {
            Some(path) => later(value, path, scope),
            None => Ok(Some(value)),
        }
    }

    fn amount(&self, json: &Json, cents: bool, scope: &Scope<'_>) -> Result<Value, Refusal> {
        let coin = self.currency.as_ref();
        let path = coin.and_then(|coin| coin.path.as_ref());
        let written = path.and_then(|path| path.first(scope)).and_then(Json::text);
        let otherwise = coin.and_then(|coin| coin.otherwise);
        let code = written.or(otherwise.as_ref().map(Currency::code)).ok_or_else(|| {
            Refusal::new(
                "NO_CURRENCY",
                "the amount has no currency; state `default_currency` if the source leaves it out",
            )
        })?;
        money(json, code, cents).map(Value::Amount)
    }

    /// Several words: a list of them all, or for a single field the first of the table's words
    /// that is among them.
    fn read_many(&self, scope: &Scope<'_>) -> Result<Option<Value>, Refusal> {
        let words = self.words(scope)?;
        if words.is_empty() {
            return Ok(self.absent());
        }
        let Convert::List = self.convert else { return self.strongest(&words) };
        let mut list = Vec::with_capacity(words.len());
        for word in words {
            let Some(table) = &self.table else {
                list.push(word);
                continue;
            };
            if let Some(Value::List(ours)) = table.of(&Json::String(word))? {
                list.extend(ours);
            }
        }
        let mut seen = HashSet::new();
        list.retain(|word| seen.insert(word.clone()));
        Ok((!list.is_empty()).then_some(Value::List(list)))
    }

    fn strongest(&self, words: &[String]) -> Result<Option<Value>, Refusal> {
        let Some(table) = &self.table else {
            return self.convert.read(&Json::String(words[0].clone())).map(Some);
        };
        match table.words.iter().find(|(word, _)| words.contains(word)) {
            Some((_, value)) => Ok(value.clone()),
            None => table.other(),
        }
    }

    fn words(&self, scope: &Scope<'_>) -> Result<Vec<String>, Refusal> {
        for term in &self.from {
            let found = term.all(scope, self.strict)?;
            let mut words = Vec::new();
            for json in &found {
                self.split_into(json, &mut words)?;
            }
            if !words.is_empty() {
                return Ok(words);
            }
        }
        Ok(Vec::new())
    }

    fn split_into(&self, json: &Json, words: &mut Vec<String>) -> Result<(), Refusal> {
        if let Json::Array(items) = json {
            return items.iter().try_for_each(|item| self.split_into(item, words));
        }
        if matches!(json, Json::Null) {
            return Ok(());
        }
        let Value::Text(text) = Convert::Text(Form::Plain).read(json)? else { return Ok(()) };
        let parts: Vec<&str> = match &self.split {
            Some(separator) => text.split(separator.as_str()).collect(),
            None => vec![&text],
        };
        let filled = parts.into_iter().map(str::trim).filter(|part| !part.is_empty());
        words.extend(filled.filter(|p| !self.empty.iter().any(|e| e == p)).map(str::to_owned));
        Ok(())
    }

    /// Hands every path it reads to `see`.
    pub(super) fn paths<'a>(&'a self, see: &mut dyn FnMut(&'a Path)) {
        for term in &self.from {
            match term {
                Term::Path(path) => see(path),
                Term::Template(template) => template.paths(see),
                Term::Expression(_) => {}
            }
        }
        if let Some(path) = self.currency.as_ref().and_then(|coin| coin.path.as_ref()) {
            see(path);
        }
        if let Some(path) = &self.later {
            see(path);
        }
    }

    /// What becomes of it, for people; `None` when it is taken as it is.
    pub(super) fn conversion(&self) -> Option<String> {
        let mut words = Vec::new();
        match &self.convert {
            Convert::Text(Form::Plain) | Convert::Choice(_) => {}
            convert => words.push(super::compile_value::natural_word(convert)),
        }
        if self.constant.is_some() {
            words.push("constant");
        }
        if self.table.is_some() {
            words.push("by table");
        }
        (!words.is_empty()).then(|| words.join(", "))
    }

    /// Where it is read, in the mapping's own words.
    pub(super) fn source(&self) -> String {
        if let Some(constant) = &self.constant {
            return match constant {
                Value::Text(text) => format!("`{text}`"),
                other => format!("{other:?}"),
            };
        }
        let terms: Vec<String> = self.from.iter().map(ToString::to_string).collect();
        terms.join(" or ")
    }
}

/// A time that the source tells as minutes after another one.
fn later(value: Value, path: &Path, scope: &Scope<'_>) -> Result<Option<Value>, Refusal> {
    let (Value::Time(time), Some(json)) = (value, path.first(scope)) else { return Ok(None) };
    let minutes = match Convert::Int.read(json)? {
        Value::Int(minutes) => chrono::TimeDelta::try_minutes(minutes),
        _ => None,
    };
    let time = minutes.and_then(|minutes| time.checked_add_signed(minutes));
    time.map(|time| Some(Value::Time(time)))
        .ok_or_else(|| Refusal::new("BAD_TIME", "not a number of minutes that a time can take"))
}

impl Table {
    fn of(&self, json: &Json) -> Result<Option<Value>, Refusal> {
        let word = match json {
            Json::Bool(flag) => Cow::Owned(flag.to_string()),
            _ => Cow::Borrowed(json.text().unwrap_or_default().trim()),
        };
        match self.places.get(word.as_ref()) {
            Some(place) => Ok(self.words[*place].1.clone()),
            None => self.other(),
        }
    }

    fn other(&self) -> Result<Option<Value>, Refusal> {
        match &self.otherwise {
            Otherwise::Becomes(value) => Ok(value.clone()),
            Otherwise::Refused => Err(Refusal::new(
                "UNKNOWN_WORD",
                "a word that is not in the mapping's table; add it there, or an `otherwise`",
            )),
        }
    }
}

impl Term {
    fn read<'a>(
        &self,
        scope: &Scope<'a>,
        strict: bool,
    ) -> Result<Option<Cow<'a, Json>>, Refusal> {
        Ok(match self {
            Self::Path(path) => path.first(scope).map(Cow::Borrowed),
            Self::Template(template) => {
                template.fill(scope, strict).map(|text| Cow::Owned(Json::String(text)))
            }
            Self::Expression(expression) => expression
                .read(scope)
                .map_err(|why| Refusal::new("BAD_EXPRESSION", why))?
                .map(Cow::Owned),
        })
    }

    fn all<'a>(&self, scope: &Scope<'a>, strict: bool) -> Result<Vec<Cow<'a, Json>>, Refusal> {
        match self {
            Self::Path(path) => Ok(path.all(scope).into_iter().map(Cow::Borrowed).collect()),
            _ => Ok(self.read(scope, strict)?.into_iter().collect()),
        }
    }
}

impl Template {
    /// The text with its values; `None` when a part is missing that must be there, or all are.
    pub(super) fn fill(&self, scope: &Scope<'_>, strict: bool) -> Option<String> {
        let mut text = String::new();
        let mut any = false;
        for part in &self.parts {
            match part {
                Part::Text(written) => text.push_str(written),
                Part::Path(path) => match path.first(scope) {
                    Some(Json::Bool(flag)) => {
                        any = true;
                        text.push_str(if *flag { "true" } else { "false" });
                    }
                    Some(json) => {
                        any = true;
                        text.push_str(json.text()?.trim());
                    }
                    None if strict => return None,
                    None => {}
                },
            }
        }
        let json = Json::String(text.trim().to_owned());
        (any && is_filled(&json)).then(|| text.trim().to_owned())
    }

    pub(super) fn paths<'a>(&'a self, see: &mut dyn FnMut(&'a Path)) {
        for part in &self.parts {
            if let Part::Path(path) = part {
                see(path);
            }
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(path) => path.fmt(f),
            Self::Template(template) => f.write_str(&template.source),
            Self::Expression(expression) => expression.fmt(f),
        }
    }
}
