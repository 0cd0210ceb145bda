//! Compiles a value: `path`, `"{template}"`, `"{{ expression }}"` or `{from: …, as: …, …}`.

use chrono_tz::Tz;

use super::super::Json;
use super::compile::{Compiler, Result, Section, fits};
use super::convert::{Convert, Format, Moment};
use super::expression::Expression;
use super::value::{Coin, Otherwise, Part, Plan, Table, Template, Term};
use super::vocabulary::{self as words, near};
use super::yaml::{Node, Yaml};
use crate::model::{Kind, Value};

impl<'a> Compiler<'a> {
    /// Compiles a value for a field of this kind. `target` names it in errors.
    pub(super) fn value(
        &self,
        node: &'a Node,
        kind: &Kind,
        target: &str,
        strict: bool,
    ) -> Result<Plan> {
        if !matches!(node.value, Yaml::Map(_)) {
            let convert = self.convert(None, kind, target)?;
            let from = self.terms(node)?;
            return Ok(Plan { from, strict, ..self.bare(convert, None)? });
        }
        let value = self.section(node, "a value", words::VALUE)?;
        let convert = self.convert(Some(&value), kind, target)?;
        self.check_options(&value, &convert)?;
        let mut plan = Plan { strict, ..self.bare(convert, Some(&value))? };
        match (value.get("from"), value.get("is")) {
            (Some(from), None) => plan.from = self.terms(from)?,
            (None, Some(is)) => plan.constant = self.constant(is, &plan.convert)?,
            _ => return Err(self.error(value.line, "a value needs either `from` or `is`")),
        }
        if plan.constant.is_none() && value.get("is").is_some() {
            return Err(
                self.error(value.line, "`is` must be filled; leave the field out instead")
            );
        }
        plan.table = self.word_table(&value, &plan.convert)?;
        plan.split = value.get("split").map(|node| self.text(node)).transpose()?;
        if plan.split.as_deref() == Some("") {
            return Err(self.error(value.line, "`split` needs the text between the words"));
        }
        plan.later = value.get("plus_minutes").map(|node| self.path(node)).transpose()?;
        if let Some(node) = value.get("contains") {
            plan.contains =
                self.one_or_more(node)?.iter().map(|part| part.to_lowercase()).collect();
        }
        if let Some(node) = value.get("empty") {
            plan.empty = self.one_or_more(node)?;
        }
        Ok(plan)
    }

    /// An option that would do nothing here is a mistake, not a wish.
    fn check_options(&self, value: &Section<'a>, convert: &Convert) -> Result<()> {
        let money = matches!(convert, Convert::Money { .. });
        let moment = matches!(convert, Convert::Day(_) | Convert::Time(_));
        let many = *convert == Convert::List || value.get("table").is_some();
        let rules = [
            ("currency", money, "money"),
            ("unit", money, "money"),
            ("format", moment, "days and times"),
            ("zone", moment, "days and times"),
            ("contains", *convert == Convert::Flag, "flags"),
            ("plus_minutes", matches!(convert, Convert::Time(_)), "times"),
            ("split", many, "lists, or values with a `table`"),
        ];
        for (key, allowed, what) in rules {
            if let (Some(node), false) = (value.get(key), allowed) {
                return Err(self.error(node.line, format!("`{key}` is for {what} only")));
            }
        }
        Ok(())
    }

    fn bare(&self, convert: Convert, value: Option<&Section<'a>>) -> Result<Plan> {
        let currency = match convert {
            Convert::Money { .. } => Some(self.coin(value.and_then(|v| v.get("currency")))?),
            _ => None,
        };
        Ok(Plan {
            from: Vec::new(),
            constant: None,
            convert,
            empty: Vec::new(),
            table: None,
            split: None,
            currency,
            later: None,
            contains: Vec::new(),
            strict: false,
        })
    }

    fn terms(&self, node: &'a Node) -> Result<Vec<Term>> {
        match &node.value {
            Yaml::List(items) => items.iter().map(|item| self.term(item)).collect(),
            _ => Ok(vec![self.term(node)?]),
        }
    }

    fn term(&self, node: &'a Node) -> Result<Term> {
        let Yaml::Scalar(Json::String(text)) = &node.value else {
            let message = "a path is expected here; a constant is written `{is: …}`";
            return Err(self.error(node.line, message));
        };
        if text.trim_start().starts_with("{{") {
            let compiled = Expression::parse(text).map_err(|why| self.error(node.line, why))?;
            return Ok(Term::Expression(compiled));
        }
        if text.contains('{') {
            return self.template(node).map(Term::Template);
        }
        if text.contains('|') {
            return self.joined(node.line, text).map(Term::Template);
        }
        self.path(node).map(Term::Path)
    }

    /// `a|b`: the parts of a composite key.
    fn joined(&self, line: usize, source: &str) -> Result<Template> {
        let mut parts = Vec::new();
        for path in source.split('|') {
            if !parts.is_empty() {
                parts.push(Part::Text("|".to_owned()));
            }
            parts.push(Part::Path(self.path_of(line, path)?));
        }
        Ok(Template { parts, source: source.to_owned() })
    }

    fn convert(
        &self,
        value: Option<&Section<'a>>,
        kind: &Kind,
        target: &str,
    ) -> Result<Convert> {
        let plain = self.natural(kind, value)?;
        let Some(node) = value.and_then(|value| value.get("as")) else { return Ok(plain) };
        let word = self.text(node)?;
        if !words::CONVERSIONS.contains(&word.as_str()) {
            let near = near(&word, words::CONVERSIONS.iter().copied());
            return Err(self.error(node.line, format!("`{word}` is no conversion{near}")));
        }
        let convert = match words::form(&word) {
            Some(form) => Convert::Text(form),
            None if natural_word(&plain) == word => plain.clone(),
            None => {
                let fit = natural_word(&plain);
                let message = format!("`{word}` does not fit {target}; it is read by `{fit}`");
                return Err(self.error(node.line, message));
            }
        };
        if !fits(kind, &convert) {
            let fit = natural_word(&plain);
            let message = format!("`{word}` does not fit {target}; it is read by `{fit}`");
            return Err(self.error(node.line, message));
        }
        Ok(convert)
    }

    /// The conversion that a field's kind asks for when the mapping says nothing else.
    fn natural(&self, kind: &Kind, value: Option<&Section<'a>>) -> Result<Convert> {
        Ok(match kind {
            Kind::Text | Kind::Ref(_) => Convert::Text(super::convert::Form::Plain),
            Kind::Choice(words) => Convert::Choice(words),
            Kind::Int => Convert::Int,
            Kind::Number => Convert::Number,
            Kind::Amount => Convert::Money { cents: self.cents(value)? },
            Kind::Day => Convert::Day(self.moment(value)?),
            Kind::Time => Convert::Time(self.moment(value)?),
            Kind::Flag => Convert::Flag,
            Kind::List => Convert::List,
        })
    }

    fn cents(&self, value: Option<&Section<'a>>) -> Result<bool> {
        let Some(node) = value.and_then(|value| value.get("unit")) else { return Ok(false) };
        match self.text(node)?.as_str() {
            "whole" => Ok(false),
            "cents" => Ok(true),
            other => {
                let near = near(other, words::UNITS.iter().copied());
                Err(self.error(node.line, format!("`{other}` is no unit of money{near}")))
            }
        }
    }

    fn moment(&self, value: Option<&Section<'a>>) -> Result<Moment> {
        let get = |key| value.and_then(|value| value.get(key));
        let formats = match get("format") {
            None => vec![Format::Iso],
            Some(node) => self
                .one_or_more(node)?
                .iter()
                .map(|word| self.format(node.line, word))
                .collect::<Result<_>>()?,
        };
        let zone = get("zone").map(|node| self.zone(node)).transpose()?;
        Ok(Moment { formats, zone })
    }

    fn format(&self, line: usize, word: &str) -> Result<Format> {
        Ok(match word {
            "iso" => Format::Iso,
            "date" => Format::Date,
            "epoch_s" => Format::EpochS,
            "epoch_ms" => Format::EpochMs,
            pattern if pattern.contains('%') => Format::Pattern(pattern.to_owned()),
            other => {
                let near = near(other, words::FORMATS.iter().copied());
                let message = format!("`{other}` is no format of days and times{near}");
                return Err(self.error(line, message));
            }
        })
    }

    fn zone(&self, node: &Node) -> Result<Tz> {
        let name = self.text(node)?;
        name.parse().map_err(|_| {
            let near = near(&name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name()));
            self.error(node.line, format!("`{name}` is no IANA time zone{near}"))
        })
    }

    fn coin(&self, node: Option<&'a Node>) -> Result<Coin> {
        let Some(node) = node else {
            return Ok(Coin { path: None, otherwise: self.default_currency });
        };
        if !matches!(node.value, Yaml::Map(_)) {
            let path = Some(self.path(node)?);
            return Ok(Coin { path, otherwise: self.default_currency });
        }
        let fixed = self.section(node, "a currency", &["is"])?;
        let otherwise = Some(self.currency_code(self.need(&fixed, "is")?)?);
        Ok(Coin { path: None, otherwise })
    }

    fn word_table(&self, value: &Section<'a>, convert: &Convert) -> Result<Option<Table>> {
        let Some(node) = value.get("table") else {
            return match value.get("otherwise") {
                Some(node) => Err(self.error(node.line, "`otherwise` needs a `table`")),
                None => Ok(None),
            };
        };
        if matches!(convert, Convert::Money { .. }) {
            return Err(self.error(node.line, "money is not read through a table"));
        }
        let rows = match &node.value {
            Yaml::Map(rows) => rows.as_slice(),
            _ => self.table(node)?,
        };
        let mut table = Table::default();
        for (place, (_, word, ours)) in rows.iter().enumerate() {
            table.places.insert(word.clone(), place);
            table.words.push((word.clone(), self.constant(ours, convert)?));
        }
        if let Some(node) = value.get("otherwise") {
            table.otherwise = Otherwise::Becomes(self.constant(node, convert)?);
        }
        Ok(Some(table))
    }

    /// A value of ours in the file; `~` is none.
    fn constant(&self, node: &Node, convert: &Convert) -> Result<Option<Value>> {
        if let (Yaml::List(items), Convert::List) = (&node.value, convert) {
            let list = items.iter().map(|item| self.text(item)).collect::<Result<_>>()?;
            return Ok(Some(Value::List(list)));
        }
        let Yaml::Scalar(scalar) = &node.value else {
            return Err(self.error(node.line, "a single value is expected here"));
        };
        if *scalar == Json::Null {
            return Ok(None);
        }
        let wrong = |message: String| {
            let hint = match convert {
                Convert::Choice(words) => {
                    let word = node.text().unwrap_or_default();
                    format!(
                        "`{word}` is not a word of this field{}",
                        near(&word, words.iter().copied())
                    )
                }
                _ => message,
            };
            self.error(node.line, hint)
        };
        convert.read(scalar).map(Some).map_err(|refusal| wrong(refusal.message))
    }
}

/// The word for a conversion.
pub(super) fn natural_word(convert: &Convert) -> &'static str {
    use super::convert::Form;
    match convert {
        Convert::Text(Form::Plain) | Convert::Choice(_) => "text",
        Convert::Text(Form::Lower) => "lower",
        Convert::Text(Form::Upper) => "upper",
        Convert::Text(Form::Phone) => "phone",
        Convert::Text(Form::Domain) => "domain",
        Convert::Text(Form::Country) => "country",
        Convert::Int => "int",
        Convert::Number => "number",
        Convert::Money { .. } => "money",
        Convert::Day(_) => "day",
        Convert::Time(_) => "time",
        Convert::Flag => "flag",
        Convert::List => "list",
    }
}
