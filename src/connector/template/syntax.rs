//! Reads the words of an expression into a tree, with the precedence of Jinja2.

use super::lexer::Token;

/// Deeper nesting is left to the engine, which refuses it.
const MAX_DEPTH: usize = 40;

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Expr {
    None,
    Bool(bool),
    /// Decimal digits.
    Int(String),
    Float(String),
    Text(String),
    Name(String),
    List(Vec<Self>),
    Tuple(Vec<Self>),
    Dict(Vec<(Self, Self)>),
    Attr(Box<Self>, String),
    Item(Box<Self>, Box<Self>),
    Slice(Box<Self>, Vec<Option<Self>>),
    Call(Box<Self>, Args),
    Filter(Box<Self>, String, Args),
    Test(Box<Self>, String, Args),
    /// `-` or `+`.
    Sign(&'static str, Box<Self>),
    Binary(&'static str, Box<Self>, Box<Self>),
    Concat(Vec<Self>),
    Compare(Box<Self>, Vec<(&'static str, Self)>),
    And(Box<Self>, Box<Self>),
    Or(Box<Self>, Box<Self>),
    Not(Box<Self>),
    /// Then, condition, otherwise.
    If(Box<Self>, Box<Self>, Option<Box<Self>>),
}

/// The arguments of a call.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Args {
    pub(super) positional: Vec<Expr>,
    pub(super) named: Vec<(String, Expr)>,
}

/// Reads words from the first to the last.
pub(super) struct Parser<'a> {
    tokens: &'a [Token],
    at: usize,
    depth: usize,
}

impl<'a> Parser<'a> {
    /// A reader that stands before the first word.
    pub(super) fn new(tokens: &'a [Token]) -> Self {
        Self { tokens, at: 0, depth: 0 }
    }

    /// Whether all words are read.
    pub(super) fn is_done(&self) -> bool {
        self.at == self.tokens.len()
    }

    fn peek(&self) -> Option<&'a Token> {
        self.tokens.get(self.at)
    }

    /// Takes a sign if it comes next.
    pub(super) fn sign(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Sign(sign)) if *sign == wanted);
        self.at += usize::from(found);
        found
    }

    /// Takes a word if it comes next.
    pub(super) fn keyword(&mut self, wanted: &str) -> bool {
        let found = matches!(self.peek(), Some(Token::Name(name)) if name == wanted);
        self.at += usize::from(found);
        found
    }

    /// Takes any name.
    pub(super) fn name(&mut self) -> Option<String> {
        let Some(Token::Name(name)) = self.peek() else { return None };
        self.at += 1;
        Some(name.clone())
    }

    fn one_of(&mut self, signs: &[&'static str]) -> Option<&'static str> {
        signs.iter().copied().find(|sign| self.sign(sign))
    }

    /// One expression, or several with commas between them: a tuple.
    pub(super) fn several(&mut self, conditional: bool) -> Option<Expr> {
        let one = |parser: &mut Self| if conditional { parser.expr() } else { parser.or() };
        let first = one(self)?;
        if !matches!(self.peek(), Some(Token::Sign(","))) {
            return Some(first);
        }
        let mut items = vec![first];
        while self.sign(",") {
            let over = matches!(self.peek(), None | Some(Token::Sign(")" | "=" | "]" | "}")));
            if over || matches!(self.peek(), Some(Token::Name(name)) if name == "if") {
                break;
            }
            items.push(one(self)?);
        }
        Some(Expr::Tuple(items))
    }

    /// One expression.
    pub(super) fn expr(&mut self) -> Option<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut value = self.or()?;
        while self.keyword("if") {
            let condition = self.or()?;
            let otherwise =
                if self.keyword("else") { Some(Box::new(self.expr()?)) } else { None };
            value = Expr::If(Box::new(value), Box::new(condition), otherwise);
        }
        self.depth -= 1;
        Some(value)
    }

    fn or(&mut self) -> Option<Expr> {
        let mut left = self.and()?;
        while self.keyword("or") {
            left = Expr::Or(Box::new(left), Box::new(self.and()?));
        }
        Some(left)
    }

    fn and(&mut self) -> Option<Expr> {
        let mut left = self.not()?;
        while self.keyword("and") {
            left = Expr::And(Box::new(left), Box::new(self.not()?));
        }
        Some(left)
    }

    fn not(&mut self) -> Option<Expr> {
        if !self.keyword("not") {
            return self.compare();
        }
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let value = self.not()?;
        self.depth -= 1;
        Some(Expr::Not(Box::new(value)))
    }

    fn compare(&mut self) -> Option<Expr> {
        let left = self.sum()?;
        let mut rest = Vec::new();
        loop {
            let before = self.at;
            let operator = if let Some(sign) = self.one_of(&["==", "!=", "<=", ">=", "<", ">"])
            {
                sign
            } else if self.keyword("in") {
                "in"
            } else if self.keyword("not") && self.keyword("in") {
                "not in"
            } else {
                self.at = before;
                break;
            };
            rest.push((operator, self.sum()?));
        }
        Some(if rest.is_empty() { left } else { Expr::Compare(Box::new(left), rest) })
    }

    fn sum(&mut self) -> Option<Expr> {
        let mut left = self.concat()?;
        while let Some(sign) = self.one_of(&["+", "-"]) {
            left = Expr::Binary(sign, Box::new(left), Box::new(self.concat()?));
        }
        Some(left)
    }

    fn concat(&mut self) -> Option<Expr> {
        let mut parts = vec![self.product()?];
        while self.sign("~") {
            parts.push(self.product()?);
        }
        if parts.len() == 1 { parts.pop() } else { Some(Expr::Concat(parts)) }
    }

    fn product(&mut self) -> Option<Expr> {
        let mut left = self.power()?;
        while let Some(sign) = self.one_of(&["*", "//", "/", "%"]) {
            left = Expr::Binary(sign, Box::new(left), Box::new(self.power()?));
        }
        Some(left)
    }

    fn power(&mut self) -> Option<Expr> {
        let mut left = self.unary(true)?;
        while self.sign("**") {
            left = Expr::Binary("**", Box::new(left), Box::new(self.unary(true)?));
        }
        Some(left)
    }

    fn unary(&mut self, with_filter: bool) -> Option<Expr> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut value = match self.one_of(&["-", "+"]) {
            Some(sign) => Expr::Sign(sign, Box::new(self.unary(false)?)),
            None => self.primary()?,
        };
        value = self.postfix(value)?;
        if with_filter {
            value = self.filters(value)?;
        }
        self.depth -= 1;
        Some(value)
    }

    fn primary(&mut self) -> Option<Expr> {
        let token = self.peek()?;
        self.at += 1;
        Some(match token {
            Token::Name(name) => match name.as_str() {
                "true" | "True" => Expr::Bool(true),
                "false" | "False" => Expr::Bool(false),
                "none" | "None" => Expr::None,
                "and" | "or" | "not" | "if" | "else" | "in" | "is" => return None,
                _ => Expr::Name(name.clone()),
            },
            Token::Text(text) => self.texts(text.clone()),
            Token::Int(digits) => Expr::Int(digits.clone()),
            Token::Float(digits) => Expr::Float(digits.clone()),
            Token::Sign("(") => self.brackets()?,
            Token::Sign("[") => Expr::List(self.items("]")?),
            Token::Sign("{") => self.dict()?,
            Token::Sign(_) => return None,
        })
    }

    fn texts(&mut self, mut text: String) -> Expr {
        while let Some(Token::Text(more)) = self.peek() {
            text.push_str(more);
            self.at += 1;
        }
        Expr::Text(text)
    }

    fn brackets(&mut self) -> Option<Expr> {
        if self.sign(")") {
            return Some(Expr::Tuple(Vec::new()));
        }
        let value = self.several(true)?;
        self.sign(")").then_some(value)
    }

    fn items(&mut self, end: &str) -> Option<Vec<Expr>> {
        let mut items = Vec::new();
        loop {
            if self.sign(end) {
                return Some(items);
            }
            if !items.is_empty() && !self.sign(",") {
                return None;
            }
            if self.sign(end) {
                return Some(items);
            }
            items.push(self.expr()?);
        }
    }

    fn dict(&mut self) -> Option<Expr> {
        let mut fields = Vec::new();
        loop {
            if self.sign("}") {
                return Some(Expr::Dict(fields));
            }
            if !fields.is_empty() && !self.sign(",") {
                return None;
            }
            if self.sign("}") {
                return Some(Expr::Dict(fields));
            }
            let key = self.expr()?;
            if !self.sign(":") {
                return None;
            }
            fields.push((key, self.expr()?));
        }
    }

    fn postfix(&mut self, mut value: Expr) -> Option<Expr> {
        loop {
            value = if self.sign(".") {
                self.dotted(value)?
            } else if self.sign("[") {
                self.subscript(value)?
            } else if self.sign("(") {
                Expr::Call(Box::new(value), self.arguments()?)
            } else {
                return Some(value);
            };
        }
    }

    fn dotted(&mut self, value: Expr) -> Option<Expr> {
        match self.peek()? {
            Token::Name(name) => {
                self.at += 1;
                Some(Expr::Attr(Box::new(value), name.clone()))
            }
            Token::Int(digits) => {
                self.at += 1;
                Some(Expr::Item(Box::new(value), Box::new(Expr::Int(digits.clone()))))
            }
            _ => None,
        }
    }

    fn subscript(&mut self, value: Expr) -> Option<Expr> {
        let mut parts = vec![None];
        let mut colons = 0;
        while !self.sign("]") {
            if self.sign(":") {
                colons += 1;
                parts.push(None);
                continue;
            }
            *parts.last_mut()? = Some(self.several(true)?);
        }
        if colons > 2 {
            return None;
        }
        if colons > 0 {
            return Some(Expr::Slice(Box::new(value), parts));
        }
        let index = parts.pop()??;
        Some(Expr::Item(Box::new(value), Box::new(index)))
    }

    fn arguments(&mut self) -> Option<Args> {
        let mut args = Args::default();
        loop {
            if self.sign(")") {
                return Some(args);
            }
            let is_first = args.positional.is_empty() && args.named.is_empty();
            if !is_first && !self.sign(",") {
                return None;
            }
            if self.sign(")") {
                return Some(args);
            }
            let named = matches!(self.tokens.get(self.at + 1), Some(Token::Sign("=")));
            match self.peek() {
                Some(Token::Name(name)) if named => {
                    self.at += 2;
                    args.named.push((name.clone(), self.expr()?));
                }
                _ if !args.named.is_empty() => return None,
                _ => args.positional.push(self.expr()?),
            }
        }
    }

    fn filters(&mut self, mut value: Expr) -> Option<Expr> {
        loop {
            value = if self.sign("|") {
                let name = self.dotted_name()?;
                let args = if self.sign("(") { self.arguments()? } else { Args::default() };
                Expr::Filter(Box::new(value), name, args)
            } else if self.keyword("is") {
                self.test(value)?
            } else if self.sign("(") {
                Expr::Call(Box::new(value), self.arguments()?)
            } else {
                return Some(value);
            };
        }
    }

    fn dotted_name(&mut self) -> Option<String> {
        let mut name = self.name()?;
        while self.sign(".") {
            name = format!("{name}.{}", self.name()?);
        }
        Some(name)
    }

    fn test(&mut self, value: Expr) -> Option<Expr> {
        let negated = self.keyword("not");
        let name = self.dotted_name()?;
        let args = if self.sign("(") { self.arguments()? } else { self.bare_argument()? };
        let test = Expr::Test(Box::new(value), name, args);
        Some(if negated { Expr::Not(Box::new(test)) } else { test })
    }

    // `x is divisibleby 3` needs no brackets.
    fn bare_argument(&mut self) -> Option<Args> {
        let begins = match self.peek() {
            Some(Token::Name(name)) => {
                !matches!(name.as_str(), "else" | "or" | "and" | "is" | "if" | "not" | "in")
            }
            Some(Token::Text(_) | Token::Int(_) | Token::Float(_)) => true,
            Some(Token::Sign(sign)) => matches!(*sign, "(" | "[" | "{"),
            None => false,
        };
        if !begins {
            return Some(Args::default());
        }
        let value = self.primary()?;
        Some(Args { positional: vec![self.postfix(value)?], named: Vec::new() })
    }
}
