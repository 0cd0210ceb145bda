//! Rewrites templates so that operators, methods and slices mean what they mean in Python.
//!
//! The engine's own operators know no dates, no `%` on texts and no `TypeError`; here `a + b` becomes
//! `__add(a, b)`, whose meaning is `operators`'. What cannot be read here is left as it is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::lexer::{Cut, Token, cut};
use super::syntax::{Args, Expr, Parser};

/// Names that Python's dictionaries carry besides their keys.
pub(super) const DICT_METHODS: [&str; 10] =
    ["clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "update", "values"];
/// Templates that use one of these need lists and dictionaries that can change.
const CHANGES: [&str; 11] = [
    "append",
    "clear",
    "extend",
    "insert",
    "pop",
    "popitem",
    "remove",
    "reverse",
    "setdefault",
    "sort",
    "update",
];

/// A template that was read.
pub(super) struct Lowered {
    /// What the engine compiles.
    pub(super) text: String,
    /// The parts of a template that is texts and expressions only.
    pub(super) parts: Option<Vec<Part>>,
    /// Of each variable the keys that are read, or nothing when it may be read whole.
    pub(super) reads: BTreeMap<String, Option<BTreeSet<String>>>,
    /// Whether it changes lists or objects.
    pub(super) changes: bool,
}

/// A piece of a template.
#[derive(Debug, Clone)]
pub(super) enum Part {
    Text(String),
    Expr(Expr),
}

/// Reads a template; `None` when it holds what this grammar does not know.
pub(super) fn lower(source: &str) -> Option<Lowered> {
    // Jinja2 drops one newline at the end.
    let mut out = Writer {
        text: String::with_capacity(source.len() * 2),
        parts: Some(Vec::new()),
        reads: BTreeMap::new(),
        mutable: source.contains("namespace(")
            || CHANGES.iter().any(|name| source.contains(&format!(".{name}("))),
    };
    let mut rest = source;
    while let Some(at) = next_mark(rest) {
        let (data, mark) = rest.split_at_checked(at)?;
        out.data(data);
        rest = match mark.get(..2)? {
            "{{" => out.expression(mark)?,
            "{%" => out.statement(mark)?,
            _ => out.comment(mark)?,
        };
    }
    out.data(rest);
    out.trim_end(rest);
    Some(Lowered { text: out.text, parts: out.parts, reads: out.reads, changes: out.mutable })
}

fn next_mark(text: &str) -> Option<usize> {
    ["{{", "{%", "{#"].iter().filter_map(|mark| text.find(mark)).min()
}

struct Writer {
    text: String,
    parts: Option<Vec<Part>>,
    reads: BTreeMap<String, Option<BTreeSet<String>>>,
    mutable: bool,
}

impl Writer {
    fn data(&mut self, data: &str) {
        self.text.push_str(data);
        if let Some(parts) = self.parts.as_mut().filter(|_| !data.is_empty()) {
            parts.push(Part::Text(data.to_owned()));
        }
    }

    fn trim_end(&mut self, last: &str) {
        let trimmed =
            last.strip_suffix('\n').map(|text| text.strip_suffix('\r').unwrap_or(text));
        if let (Some(trimmed), Some(Part::Text(text))) =
            (trimmed, self.parts.as_mut().and_then(|parts| parts.last_mut()))
        {
            trimmed.clone_into(text);
        }
    }

    fn comment<'a>(&mut self, mark: &'a str) -> Option<&'a str> {
        let end = mark.find("#}")? + 2;
        let (comment, rest) = mark.split_at_checked(end)?;
        self.text.push_str(comment);
        self.parts = None;
        Some(rest)
    }

    fn expression<'a>(&mut self, mark: &'a str) -> Option<&'a str> {
        let (open, inner) = opened(mark)?;
        let cut = cut(inner, "}}")?;
        let mut parser = Parser::new(&cut.tokens);
        let expr = parser.several(true)?;
        if !parser.is_done() {
            return None;
        }
        self.text.push_str(open);
        self.text.push(' ');
        self.emit(&expr);
        self.close(cut.sign, "}}");
        if open.len() > 2 || !cut.sign.is_empty() {
            self.parts = None;
        } else if let Some(parts) = &mut self.parts {
            parts.push(Part::Expr(expr));
        }
        Some(cut.rest)
    }

    fn close(&mut self, sign: &str, end: &str) {
        self.text.push(' ');
        self.text.push_str(sign);
        self.text.push_str(end);
    }

    fn statement<'a>(&mut self, mark: &'a str) -> Option<&'a str> {
        self.parts = None;
        let (open, inner) = opened(mark)?;
        if inner.trim_start().starts_with("raw") {
            return self.raw(mark);
        }
        let mut cut = cut(inner, "%}")?;
        // Python's habit of a colon at the end is allowed.
        if cut.tokens.last() == Some(&Token::Sign(":")) {
            cut.tokens.pop();
            cut.written = cut.written.trim_end().strip_suffix(':')?;
        }
        self.text.push_str(open);
        self.text.push(' ');
        self.inside(&cut)?;
        self.close(cut.sign, "%}");
        Some(cut.rest)
    }

    fn raw<'a>(&mut self, mark: &'a str) -> Option<&'a str> {
        let mut from = 0;
        loop {
            let at = from + mark.get(from..)?.find("{%")?;
            let (_, inner) = opened(mark.get(at..)?)?;
            if let Some(after) = inner.trim_start().strip_prefix("endraw") {
                let end = mark.len() - after.len() + after.find("%}")? + 2;
                let (raw, rest) = mark.split_at_checked(end)?;
                self.text.push_str(raw);
                return Some(rest);
            }
            from = at + 2;
        }
    }

    fn inside(&mut self, cut: &Cut<'_>) -> Option<()> {
        let mut parser = Parser::new(&cut.tokens);
        match parser.name()?.as_str() {
            word @ ("if" | "elif") => {
                let _infallible = write!(self.text, "{word} ");
                self.whole(&mut parser)
            }
            "set" if cut.tokens.contains(&Token::Sign("=")) => {
                self.text.push_str("set ");
                self.targets(&mut parser, |parser| parser.sign("="))?;
                self.text.push_str(" = ");
                self.whole(&mut parser)
            }
            "for" => self.each(&mut parser),
            "with" => {
                self.text.push_str("with ");
                self.bindings(&mut parser)
            }
            _ => {
                self.text.push_str(cut.written.trim());
                // What the words of other statements read is not looked into.
                for token in &cut.tokens {
                    if let Token::Name(name) = token {
                        self.reads.insert(name.clone(), None);
                    }
                }
                Some(())
            }
        }
    }

    fn whole(&mut self, parser: &mut Parser<'_>) -> Option<()> {
        let expr = parser.several(true)?;
        self.emit(&expr);
        parser.is_done().then_some(())
    }

    // `a`, `a, b`, `(a, b), c` or `ns.a`, up to the word that ends them.
    fn targets(
        &mut self,
        parser: &mut Parser<'_>,
        is_over: impl Fn(&mut Parser<'_>) -> bool,
    ) -> Option<()> {
        while !is_over(parser) {
            let sign = [",", "(", ")", "."].into_iter().find(|sign| parser.sign(sign));
            if let Some(sign) = sign {
                self.text.push_str(sign)
            } else {
                let name = parser.name()?;
                self.text.push_str(&name);
                self.reads.insert(name, None);
            }
        }
        Some(())
    }

    fn each(&mut self, parser: &mut Parser<'_>) -> Option<()> {
        self.text.push_str("for ");
        self.targets(parser, |parser| parser.keyword("in"))?;
        self.text.push_str(" in __iter(");
        let over = parser.several(false)?;
        self.emit(&over);
        self.text.push(')');
        if parser.keyword("if") {
            self.text.push_str(" if ");
            let condition = parser.expr()?;
            self.emit(&condition);
        }
        if parser.keyword("recursive") {
            self.text.push_str(" recursive");
        }
        parser.is_done().then_some(())
    }

    fn bindings(&mut self, parser: &mut Parser<'_>) -> Option<()> {
        while !parser.is_done() {
            self.targets(parser, |parser| parser.sign("="))?;
            self.text.push_str(" = ");
            let value = parser.expr()?;
            self.emit(&value);
            if parser.sign(",") {
                self.text.push_str(", ");
            }
        }
        Some(())
    }

    fn emit(&mut self, expr: &Expr) {
        match expr {
            Expr::None => self.text.push_str("none"),
            Expr::Bool(flag) => self.text.push_str(if *flag { "true" } else { "false" }),
            Expr::Int(digits) | Expr::Float(digits) => self.text.push_str(digits),
            Expr::Text(text) => self.quote(text),
            Expr::Name(name) => {
                self.reads.insert(name.clone(), None);
                self.text.push_str(name);
            }
            Expr::List(items) if self.mutable => self.call("__list", items),
            Expr::List(items) => self.between("[", items, "]"),
            Expr::Tuple(items) => self.call("__tuple", items),
            Expr::Dict(fields) => self.dict(fields),
            Expr::Attr(base, name) => self.attribute(base, name),
            Expr::Item(base, key) => self.item(base, key),
            Expr::Slice(base, parts) => self.slice(base, parts),
            Expr::Call(function, args) => self.invoke(function, args),
            Expr::Filter(base, name, args) => {
                self.bracketed(base);
                let _infallible = write!(self.text, "|{name}");
                self.arguments(&[], args);
            }
            Expr::Test(base, name, args) => self.test(base, name, args),
            Expr::Sign(sign, base) => {
                let name = if *sign == "-" { "__neg" } else { "__pos" };
                self.call(name, std::slice::from_ref(&**base));
            }
            Expr::Binary(sign, left, right) => self.pair(operator(sign), left, right),
            Expr::Concat(parts) => self.call("__concat", parts),
            Expr::Compare(first, rest) => self.compare(first, rest),
            Expr::And(left, right) => self.joined(left, " and ", right),
            Expr::Or(left, right) => self.joined(left, " or ", right),
            Expr::Not(base) => {
                self.text.push_str("(not ");
                self.bracketed(base);
                self.text.push(')');
            }
            Expr::If(then, condition, otherwise) => {
                self.text.push('(');
                self.bracketed(then);
                self.text.push_str(" if ");
                self.bracketed(condition);
                if let Some(otherwise) = otherwise {
                    self.text.push_str(" else ");
                    self.bracketed(otherwise);
                }
                self.text.push(')');
            }
        }
    }

    fn quote(&mut self, text: &str) {
        self.text.push('"');
        for letter in text.chars() {
            match letter {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                other => self.text.push(other),
            }
        }
        self.text.push('"');
    }

    fn bracketed(&mut self, expr: &Expr) {
        self.text.push('(');
        self.emit(expr);
        self.text.push(')');
    }

    fn between(&mut self, open: &str, items: &[Expr], close: &str) {
        self.text.push_str(open);
        for (index, item) in items.iter().enumerate() {
            self.text.push_str(if index == 0 { "" } else { ", " });
            self.emit(item);
        }
        self.text.push_str(close);
    }

    fn call(&mut self, name: &str, items: &[Expr]) {
        self.text.push_str(name);
        self.between("(", items, ")");
    }

    fn pair(&mut self, name: &str, left: &Expr, right: &Expr) {
        let _infallible = write!(self.text, "{name}(");
        self.emit(left);
        self.text.push_str(", ");
        self.emit(right);
        self.text.push(')');
    }

    fn joined(&mut self, left: &Expr, word: &str, right: &Expr) {
        self.text.push('(');
        self.bracketed(left);
        self.text.push_str(word);
        self.bracketed(right);
        self.text.push(')');
    }

    fn dict(&mut self, fields: &[(Expr, Expr)]) {
        let (open, between, close) =
            if self.mutable { ("__dict(", ", ", ")") } else { ("{", ": ", "}") };
        self.text.push_str(open);
        for (index, (key, value)) in fields.iter().enumerate() {
            self.text.push_str(if index == 0 { "" } else { ", " });
            self.emit(key);
            self.text.push_str(between);
            self.emit(value);
        }
        self.text.push_str(close);
    }

    // A variable of which one key is read need not be handed over whole.
    fn base(&mut self, base: &Expr, key: Option<&str>) {
        let (Expr::Name(name), Some(key)) = (base, key) else { return self.emit(base) };
        let keys = self.reads.entry(name.clone()).or_insert_with(|| Some(BTreeSet::new()));
        if let Some(keys) = keys {
            keys.insert(key.to_owned());
        }
        self.text.push_str(name);
    }

    fn attribute(&mut self, base: &Expr, name: &str) {
        // Jinja2's `self` holds the blocks, of which a manifest has none.
        if *base == Expr::Name("self".to_owned()) {
            self.text.push_str("__nothing()");
        } else if DICT_METHODS.contains(&name) {
            self.text.push_str("__attr(");
            self.emit(base);
            self.text.push_str(", ");
            self.quote(name);
            self.text.push(')');
        } else {
            self.base(base, Some(name));
            let _infallible = write!(self.text, ".{name}");
        }
    }

    fn item(&mut self, base: &Expr, key: &Expr) {
        let text = match key {
            Expr::Text(text) => Some(text.as_str()),
            _ => None,
        };
        if let Some(text) = text.filter(|text| DICT_METHODS.contains(text)) {
            self.text.push_str("__item(");
            self.emit(base);
            self.text.push_str(", ");
            self.quote(text);
            self.text.push(')');
            return;
        }
        self.base(base, text);
        self.text.push('[');
        self.emit(key);
        self.text.push(']');
    }

    fn slice(&mut self, base: &Expr, parts: &[Option<Expr>]) {
        self.text.push_str("__slice(");
        self.emit(base);
        for index in 0..3 {
            self.text.push_str(", ");
            match parts.get(index) {
                Some(Some(part)) => self.emit(part),
                _ => self.text.push_str("none"),
            }
        }
        self.text.push(')');
    }

    fn invoke(&mut self, function: &Expr, args: &Args) {
        match function {
            // What belongs to the engine stays a call of its own.
            Expr::Attr(base, name) if is_own(base) => {
                self.emit(base);
                let _infallible = write!(self.text, ".{name}");
                self.arguments(&[], args);
            }
            Expr::Attr(base, name) => {
                let key = match (name.as_str(), args.positional.first()) {
                    ("get", Some(Expr::Text(key))) => Some(key.as_str()),
                    _ => None,
                };
                self.text.push_str("__call(");
                self.base(base, key);
                self.text.push_str(", ");
                self.quote(name);
                for arg in &args.positional {
                    self.text.push_str(", ");
                    self.emit(arg);
                }
                for (name, arg) in &args.named {
                    let _infallible = write!(self.text, ", {name}=");
                    self.emit(arg);
                }
                self.text.push(')');
            }
            Expr::Name(_) => {
                self.emit(function);
                self.arguments(&[], args);
            }
            _ => {
                self.text.push_str("__run");
                self.arguments(std::slice::from_ref(function), args);
            }
        }
    }

    fn arguments(&mut self, first: &[Expr], args: &Args) {
        self.text.push('(');
        let mut comma = "";
        for arg in first.iter().chain(&args.positional) {
            self.text.push_str(comma);
            self.emit(arg);
            comma = ", ";
        }
        for (name, arg) in &args.named {
            let _infallible = write!(self.text, "{comma}{name}=");
            self.emit(arg);
            comma = ", ";
        }
        self.text.push(')');
    }

    fn test(&mut self, base: &Expr, name: &str, args: &Args) {
        self.text.push('(');
        self.bracketed(base);
        let _infallible = write!(self.text, " is {name}");
        if !args.positional.is_empty() || !args.named.is_empty() {
            self.arguments(&[], args);
        }
        self.text.push(')');
    }

    fn compare(&mut self, first: &Expr, rest: &[(&str, Expr)]) {
        self.text.push('(');
        let mut left = first;
        for (index, (sign, right)) in rest.iter().enumerate() {
            self.text.push_str(if index == 0 { "" } else { " and " });
            self.pair(operator(sign), left, right);
            left = right;
        }
        self.text.push(')');
    }
}

fn is_own(base: &Expr) -> bool {
    matches!(base, Expr::Name(name) if matches!(name.as_str(), "loop" | "caller" | "super"))
}

fn opened(mark: &str) -> Option<(&str, &str)> {
    let length = if matches!(mark.as_bytes().get(2), Some(b'-' | b'+')) { 3 } else { 2 };
    mark.split_at_checked(length)
}

fn operator(sign: &str) -> &'static str {
    match sign {
        "+" => "__add",
        "-" => "__sub",
        "*" => "__mul",
        "/" => "__div",
        "//" => "__floordiv",
        "%" => "__mod",
        "**" => "__pow",
        "==" => "__eq",
        "!=" => "__ne",
        "<" => "__lt",
        "<=" => "__le",
        ">" => "__gt",
        ">=" => "__ge",
        "in" => "__in",
        _ => "__not_in",
    }
}
