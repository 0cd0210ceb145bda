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
        let regex = RegexBuilder::new(source).size_limit(MAX_SIZE).build();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_find_what_python_finds() {
        let cases: [(&str, &str, Option<&str>); 13] = [
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
