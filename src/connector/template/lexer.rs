//! Cuts the inside of `{{ … }}` and `{% … %}` into words, as Jinja2 does.

/// One word of an expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    /// A name or keyword.
    Name(String),
    /// A text, its escapes read.
    Text(String),
    /// A whole number, in decimal digits.
    Int(String),
    /// Any other number.
    Float(String),
    /// A sign: `==`, `(`, `|`.
    Sign(&'static str),
}

/// Longest first, so that `==` is not read as `=` twice.
const SIGNS: [&str; 27] = [
    "//", "**", "==", "!=", ">=", "<=", "+", "-", "*", "/", "%", "~", "<", ">", "=", "(", ")",
    "[", "]", "{", "}", ".", ",", ":", "|", ";", "!",
];

/// The words up to an end mark such as `%}`, and how many bytes they and the mark take.
///
/// The second part is what stands between them as it was written, without the mark and its sign
/// for white space; the third is that sign. `None` when the text has no such end or is no expression.
pub(super) struct Cut<'a> {
    /// The words.
    pub(super) tokens: Vec<Token>,
    /// What was read, as written.
    pub(super) written: &'a str,
    /// `-` or `+` before the end mark.
    pub(super) sign: &'a str,
    /// All that comes after.
    pub(super) rest: &'a str,
}

/// Cuts until an end mark outside brackets.
pub(super) fn cut<'a>(text: &'a str, end: &str) -> Option<Cut<'a>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    let mut depth = 0_usize;
    loop {
        rest = rest.trim_start();
        if depth == 0
            && let Some((sign, after)) = at_end(rest, end)
        {
            let written = text.get(..text.len() - rest.len())?;
            return Some(Cut { tokens, written, sign, rest: after });
        }
        let (token, after) = word(rest)?;
        match token {
            Token::Sign("(" | "[" | "{") => depth += 1,
            Token::Sign(")" | "]" | "}") => depth = depth.checked_sub(1)?,
            _ => {}
        }
        tokens.push(token);
        rest = after;
    }
}

fn at_end<'a>(rest: &'a str, end: &str) -> Option<(&'a str, &'a str)> {
    if let Some(after) = rest.strip_prefix(end) {
        return Some(("", after));
    }
    let (sign, after) = rest.split_at_checked(1)?;
    let after = after.strip_prefix(end)?;
    matches!(sign, "-" | "+").then_some((sign, after))
}

fn word(text: &str) -> Option<(Token, &str)> {
    let first = text.chars().next()?;
    if first == '"' || first == '\'' {
        return quoted(text, first);
    }
    if first.is_ascii_digit() {
        return number(text);
    }
    if first.is_alphabetic() || first == '_' {
        let end = text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
        let (name, rest) = text.split_at_checked(end)?;
        return Some((Token::Name(name.to_owned()), rest));
    }
    let sign = SIGNS.into_iter().find(|sign| text.starts_with(sign))?;
    Some((Token::Sign(sign), text.strip_prefix(sign)?))
}

fn number(text: &str) -> Option<(Token, &str)> {
    let radix = match text.get(..2).map(str::to_ascii_lowercase).as_deref() {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => return decimal(text),
    };
    let body = text.get(2..)?;
    let end = body.find(|c: char| !(c.is_digit(radix) || c == '_')).unwrap_or(body.len());
    let (digits, rest) = body.split_at_checked(end)?;
    let value = i128::from_str_radix(&digits.replace('_', ""), radix).ok()?;
    Some((Token::Int(value.to_string()), rest))
}

fn decimal(text: &str) -> Option<(Token, &str)> {
    let run =
        |text: &str| text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'_').count();
    let mut end = run(text);
    let mut whole = true;
    if let Some(after) = text.get(end..)?.strip_prefix('.')
        && after.starts_with(|c: char| c.is_ascii_digit())
    {
        end += 1 + run(after);
        whole = false;
    }
    let after = text.get(end..)?;
    if let Some(exponent) = after.strip_prefix(['e', 'E']) {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        if run(digits) > 0 {
            end += 1 + (exponent.len() - digits.len()) + run(digits);
            whole = false;
        }
    }
    let (digits, rest) = text.split_at_checked(end)?;
    let digits = digits.replace('_', "");
    Some((if whole { Token::Int(digits) } else { Token::Float(digits) }, rest))
}

fn quoted(text: &str, mark: char) -> Option<(Token, &str)> {
    let body = text.get(1..)?;
    let mut letters = body.char_indices();
    let mut out = String::new();
    while let Some((at, letter)) = letters.next() {
        if letter == mark {
            return Some((Token::Text(out), body.get(at + 1..)?));
        }
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        let (_, escaped) = letters.next()?;
        let read = escape(escaped, letters.as_str(), &mut out)?;
        for _ in 0..read {
            letters.next()?;
        }
    }
    None
}

// How many more letters the escape takes.
fn escape(letter: char, rest: &str, out: &mut String) -> Option<usize> {
    let simple = match letter {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'a' => '\x07',
        'b' => '\x08',
        'f' => '\x0c',
        'v' => '\x0b',
        '\\' | '\'' | '"' => letter,
        '\n' => return Some(0),
        '0'..='7' => {
            let more = rest.bytes().take(2).take_while(|b| (b'0'..=b'7').contains(b)).count();
            let digits = format!("{letter}{}", rest.get(..more)?);
            out.push(char::from_u32(u32::from_str_radix(&digits, 8).ok()?)?);
            return Some(more);
        }
        'x' | 'u' | 'U' => {
            let length = match letter {
                'x' => 2,
                'u' => 4,
                _ => 8,
            };
            let code = u32::from_str_radix(rest.get(..length)?, 16).ok()?;
            out.push(char::from_u32(code)?);
            return Some(length);
        }
        other => {
            out.push('\\');
            other
        }
    };
    out.push(simple);
    Some(0)
}
