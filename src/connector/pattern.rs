//! The regular expressions that a manifest may hold.
//!
//! They are written for Python; what its engine knows and ours does not (look-around, back
//! references) is refused. Ours never backtracks, so that no pattern can hang a pull.

use regex::{Captures, Regex, RegexBuilder};

/// Most memory a compiled pattern may take, in bytes.
const MAX_SIZE: usize = 1 << 20;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern(Regex);

/// Where a pattern was found.
#[derive(Debug)]
pub(crate) struct Found<'a>(Captures<'a>);

impl<'a> Found<'a> {
    /// The text of a group; 0 is all that was found.
    pub(crate) fn group(&self, index: usize) -> Option<&'a str> {
        self.0.get(index).map(|group| group.as_str())
    }

    /// Where it begins and ends, in bytes.
    pub(crate) fn span(&self) -> (usize, usize) {
        self.0.get(0).map_or((0, 0), |whole| (whole.start(), whole.end()))
    }
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What it cannot read.
    pub(crate) fn new(source: &str) -> Result<Self, String> {
        let regex = RegexBuilder::new(&translated(source)).size_limit(MAX_SIZE).build();
        regex.map(Self).map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "a form that is too large".to_owned(),
            // The last line says what is wrong; those before it draw the place.
            error => error.to_string().lines().last().unwrap_or_default().to_owned(),
        })
    }

    /// How many groups it has.
    pub(crate) fn groups(&self) -> usize {
        self.0.captures_len() - 1
    }

    /// The first place where it is found.
    pub(crate) fn search<'a>(&self, text: &'a str) -> Option<Found<'a>> {
        self.search_from(text, 0)
    }

    /// The first place at or after a byte.
    pub(crate) fn search_from<'a>(&self, text: &'a str, from: usize) -> Option<Found<'a>> {
        self.0.captures_at(text, from).map(Found)
    }
}

// What Python writes otherwise: `\Z`, a bracket or two dashes in a class, a brace that repeats
// nothing.
fn translated(source: &str) -> String {
    let mut out = String::with_capacity(source.len() + 8);
    let mut in_class = false;
    let mut rest = source;
    while let Some(letter) = rest.chars().next() {
        let after = rest.get(letter.len_utf8()..).unwrap_or_default();
        if letter == '\\' {
            let escaped =
                after.chars().next().map_or("", |c| after.get(..c.len_utf8()).unwrap_or(""));
            out.push_str(match escaped {
                "Z" => r"\z",
                "<" | ">" => escaped,
                _ => rest.get(..1 + escaped.len()).unwrap_or_default(),
            });
            rest = after.get(escaped.len()..).unwrap_or_default();
            continue;
        }
        let begins = letter == '[' && !in_class;
        if in_class
            && (letter == '[' || (matches!(letter, '&' | '~') && after.starts_with(letter)))
            || letter == '{' && !in_class && !repeats(after)
        {
            out.push('\\');
        }
        out.push(letter);
        rest = after;
        if begins {
            // A bracket that closes at once stands for itself.
            let head = after.strip_prefix('^').unwrap_or(after);
            let own = head.starts_with(']');
            let length = after.len() - head.len() + usize::from(own);
            out.push_str(after.get(..after.len() - head.len()).unwrap_or_default());
            out.push_str(if own { r"\]" } else { "" });
            rest = after.get(length..).unwrap_or_default();
            in_class = true;
        } else if letter == ']' {
            in_class = false;
        }
    }
    out
}

fn repeats(after: &str) -> bool {
    let Some((inside, _)) = after.split_once('}') else { return false };
    let mut parts = inside.splitn(2, ',');
    let digits =
        |part: Option<&str>| part.is_none_or(|part| part.bytes().all(|b| b.is_ascii_digit()));
    inside.starts_with(|c: char| c.is_ascii_digit())
        && digits(parts.next())
        && digits(parts.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_what_python_finds() {
        let cases: [(&str, &str, Option<&str>); 20] = [
            // (pattern, text, last group or the whole)
            (r"(\d+)s", "wait 30s", Some("30")),
            (r"^retry in ([0-9.]+) sec", "retry in 2.5 sec", Some("2.5")),
            (r"page=(\d+)", "x?page=12&y", Some("12")),
            (r"<(.*?)>; rel=.next", "<a>; rel=\"next\"", Some("a")),
            (r"(a|b)+c", "xxabac", Some("a")),
            (r"[^/]+$", "a/b/c.json", Some("c.json")),
            (r"(?:x|y){2,3}", "zxyxq", Some("xyx")),
            (r"(?P<year>\d{4})-\d\d", "on 2026-03", Some("2026")),
            (r"\bcat\b", "concat cat", Some("cat")),
            (r"[\w.-]+@[\w-]+", "to a.b-c@d e", Some("a.b-c@d")),
            (r"a{0,2}", "aaa", Some("aa")),
            (r"nothing", "something", None),
            (r"(a*)*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", None),
            (r"\d+\Z", "a 12", Some("12")),
            (r"{(.+)}", "x{id}", Some("id")),
            (r"[[a]+", "x[a[", Some("[a[")),
            (r"[]x]+", "a]x", Some("]x")),
            (r"[^]]+", "]ab]", Some("ab")),
            (r"\<(.*?)\>", "<a>", Some("a")),
            (r"a{1}b{,2}", "ab{,2}", Some("ab{,2}")),
        ];
        for (source, text, expected) in cases {
            let pattern = Pattern::new(source).expect(source);
            let found = pattern.search(text);
            let last = found.and_then(|found| found.group(pattern.groups()));
            assert_eq!(last, expected, "{source}");
        }
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for source in ["(a", "a)", "[a", "*a", r"(a)\1", "(?=a)", "a{3,2}", "\\"] {
            assert!(Pattern::new(source).is_err(), "{source}");
        }
    }
}
