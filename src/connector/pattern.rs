//! A small regular-expression matcher for the few places where a manifest may hold one.
//!
//! Backtracking with a limit on steps, so that no pattern can hang a pull. It knows literals, `.`,
//! classes, groups, alternatives, anchors and repetition; a pattern with anything else is refused.

/// Most steps one search may take.
const MAX_STEPS: usize = 100_000;

/// A compiled pattern.
#[derive(Debug, Clone)]
pub(crate) struct Pattern {
    root: Vec<Vec<Item>>,
    groups: usize,
}

#[derive(Debug, Clone)]
struct Item {
    atom: Atom,
    least: usize,
    most: usize,
    greedy: bool,
}

#[derive(Debug, Clone)]
enum Atom {
    One(Class),
    Group(Option<usize>, Vec<Vec<Item>>),
    Start,
    End,
    Edge(bool),
}

#[derive(Debug, Clone)]
struct Class {
    ranges: Vec<(char, char)>,
    negated: bool,
}

/// Where a pattern was found.
#[derive(Debug, Clone)]
pub(crate) struct Found<'a> {
    text: &'a str,
    spans: Vec<Option<(usize, usize)>>,
}

impl<'a> Found<'a> {
    /// The text of a group; 0 is all that was found.
    pub(crate) fn group(&self, index: usize) -> Option<&'a str> {
        let (start, end) = (*self.spans.get(index)?)?;
        self.text.get(start..end)
    }

    /// Where it begins and ends, in bytes.
    pub(crate) fn span(&self) -> (usize, usize) {
        self.spans.first().copied().flatten().unwrap_or_default()
    }
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// What it cannot read.
    pub(crate) fn new(source: &str) -> Result<Self, String> {
        let mut parser = Parser { letters: source.chars().collect(), at: 0, groups: 0 };
        let root = parser.alternatives(0)?;
        if parser.at < parser.letters.len() {
            return Err("a closing bracket without an opening one".to_owned());
        }
        Ok(Self { root, groups: parser.groups })
    }

    /// How many groups it has.
    pub(crate) fn groups(&self) -> usize {
        self.groups
    }

    /// The first place where it is found.
    pub(crate) fn search<'a>(&self, text: &'a str) -> Option<Found<'a>> {
        self.search_from(text, 0)
    }

    /// The first place at or after a byte.
    pub(crate) fn search_from<'a>(&self, text: &'a str, from: usize) -> Option<Found<'a>> {
        let mut steps = MAX_STEPS;
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        for start in starts.skip_while(|at| *at < from) {
            let mut run = Run { text, spans: vec![None; self.groups + 1], steps: &mut steps };
            let mut end = None;
            if run.any(&self.root, start, &mut |_, at| {
                end = Some(at);
                true
            }) {
                let end = end.unwrap_or(start);
                if let Some(whole) = run.spans.first_mut() {
                    *whole = Some((start, end));
                }
                return Some(Found { text, spans: run.spans });
            }
        }
        None
    }
}

struct Parser {
    letters: Vec<char>,
    at: usize,
    groups: usize,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.at).copied()
    }

    fn next(&mut self) -> Option<char> {
        let letter = self.peek();
        self.at += 1;
        letter
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.letters.get(self.at..).is_some_and(|rest| {
            word.chars().zip(rest).filter(|(a, b)| a == *b).count() == word.chars().count()
        });
        self.at += if found { word.chars().count() } else { 0 };
        found
    }

    fn alternatives(&mut self, depth: usize) -> Result<Vec<Vec<Item>>, String> {
        if depth > 50 {
            return Err("groups nested too deep".to_owned());
        }
        let mut all = vec![Vec::new()];
        while let Some(letter) = self.peek() {
            match letter {
                ')' => break,
                '|' => {
                    self.at += 1;
                    all.push(Vec::new());
                }
                _ => {
                    let item = self.item(depth)?;
                    if let Some(last) = all.last_mut() {
                        last.push(item);
                    }
                }
            }
        }
        Ok(all)
    }

    fn item(&mut self, depth: usize) -> Result<Item, String> {
        let atom = self.atom(depth)?;
        let (least, most) = match self.peek() {
            Some('*') => (0, usize::MAX),
            Some('+') => (1, usize::MAX),
            Some('?') => (0, 1),
            Some('{') => match self.counts() {
                Some(counts) => counts,
                None => return Ok(Item { atom, least: 1, most: 1, greedy: true }),
            },
            _ => return Ok(Item { atom, least: 1, most: 1, greedy: true }),
        };
        self.at += 1;
        let greedy = !self.eat("?");
        if least > most || (least > 1000 || (most > 1000 && most != usize::MAX)) {
            return Err("a repetition that makes no sense".to_owned());
        }
        Ok(Item { atom, least, most, greedy })
    }

    // Leaves the position at the closing brace.
    fn counts(&mut self) -> Option<(usize, usize)> {
        let rest = self.letters.get(self.at + 1..)?;
        let length = rest.iter().position(|c| *c == '}')?;
        let inner: String = rest.get(..length)?.iter().collect();
        let (least, most) = match inner.split_once(',') {
            Some(("", most)) => (0, most.parse().ok()?),
            Some((least, "")) => (least.parse().ok()?, usize::MAX),
            Some((least, most)) => (least.parse().ok()?, most.parse().ok()?),
            None => (inner.parse().ok()?, inner.parse().ok()?),
        };
        self.at += length + 1;
        Some((least, most))
    }

    fn atom(&mut self, depth: usize) -> Result<Atom, String> {
        match self.next() {
            Some('(') => self.group(depth),
            Some('[') => self.class().map(Atom::One),
            Some('.') => Ok(Atom::One(Class { ranges: vec![('\n', '\n')], negated: true })),
            Some('^') => Ok(Atom::Start),
            Some('$') => Ok(Atom::End),
            Some('\\') => self.escape(),
            Some('*' | '+' | '?') => Err("a repetition of nothing".to_owned()),
            Some(letter) => Ok(Atom::One(single(letter))),
            None => Err("an end where something was expected".to_owned()),
        }
    }

    fn group(&mut self, depth: usize) -> Result<Atom, String> {
        let index = if self.eat("?:") {
            None
        } else {
            if self.eat("?P<") || (self.peek() == Some('?') && self.eat("?<")) {
                while self.next().is_some_and(|c| c.is_alphanumeric() || c == '_') {}
                if self.letters.get(self.at - 1) != Some(&'>') {
                    return Err("a look-behind or a group name that cannot be read".to_owned());
                }
            } else if self.peek() == Some('?') {
                return Err("a look-ahead or a flag, which is not known here".to_owned());
            }
            self.groups += 1;
            Some(self.groups)
        };
        let inner = self.alternatives(depth + 1)?;
        match self.next() {
            Some(')') => Ok(Atom::Group(index, inner)),
            _ => Err("a group that is not closed".to_owned()),
        }
    }

    fn escape(&mut self) -> Result<Atom, String> {
        match self.next() {
            Some('b') => Ok(Atom::Edge(true)),
            Some('B') => Ok(Atom::Edge(false)),
            Some('A') => Ok(Atom::Start),
            Some('Z') => Ok(Atom::End),
            Some(letter) if letter.is_ascii_digit() => Err("a back-reference".to_owned()),
            Some(letter) => Ok(Atom::One(escaped(letter))),
            None => Err("a lone backslash at the end".to_owned()),
        }
    }

    fn class(&mut self) -> Result<Class, String> {
        let negated = self.eat("^");
        let mut ranges = Vec::new();
        let begin = self.at;
        loop {
            let letter = self.next().ok_or("a class that is not closed")?;
            if letter == ']' && self.at > begin + 1 {
                return Ok(Class { ranges, negated });
            }
            if letter == '\\' {
                let letter = self.next().ok_or("a class that is not closed")?;
                let class = escaped(letter);
                if class.negated {
                    ranges.extend(complement(&class.ranges));
                } else {
                    ranges.extend(class.ranges);
                }
                continue;
            }
            let is_range = self.peek() == Some('-')
                && self.letters.get(self.at + 1).is_some_and(|c| *c != ']');
            if !is_range {
                ranges.push((letter, letter));
                continue;
            }
            self.at += 1;
            let mut end = self.next().ok_or("a class that is not closed")?;
            if end == '\\' {
                end = self.next().ok_or("a class that is not closed")?;
            }
            ranges.push((letter, end));
        }
    }
}

fn single(letter: char) -> Class {
    Class { ranges: vec![(letter, letter)], negated: false }
}

fn escaped(letter: char) -> Class {
    let ranges: Vec<(char, char)> = match letter.to_ascii_lowercase() {
        'd' => vec![('0', '9')],
        'w' => vec![('a', 'z'), ('A', 'Z'), ('0', '9'), ('_', '_'), ('\u{c0}', '\u{24f}')],
        's' => vec![(' ', ' '), ('\t', '\r'), ('\u{a0}', '\u{a0}')],
        _ => {
            let plain = match letter {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                other => other,
            };
            return single(plain);
        }
    };
    Class { ranges, negated: letter.is_ascii_uppercase() }
}

fn complement(ranges: &[(char, char)]) -> Vec<(char, char)> {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    let mut gaps = Vec::new();
    let mut next = '\0';
    for (from, to) in sorted {
        if next < from {
            gaps.push((next, char::from_u32(from as u32 - 1).unwrap_or(next)));
        }
        next = char::from_u32(to as u32 + 1).unwrap_or(char::MAX);
    }
    gaps.push((next, char::MAX));
    gaps
}

impl Class {
    fn has(&self, letter: char) -> bool {
        self.ranges.iter().any(|(from, to)| (*from..=*to).contains(&letter)) != self.negated
    }
}

type Then<'t> = dyn FnMut(&mut Run<'_>, usize) -> bool + 't;

struct Run<'r> {
    text: &'r str,
    spans: Vec<Option<(usize, usize)>>,
    steps: &'r mut usize,
}

impl Run<'_> {
    fn any(&mut self, alternatives: &[Vec<Item>], at: usize, then: &mut Then<'_>) -> bool {
        alternatives.iter().any(|items| self.sequence(items, at, then))
    }

    fn sequence(&mut self, items: &[Item], at: usize, then: &mut Then<'_>) -> bool {
        match items.split_first() {
            None => then(self, at),
            Some((item, rest)) => self.repeat((item, rest), 0, at, then),
        }
    }

    fn repeat(
        &mut self,
        items: (&Item, &[Item]),
        done: usize,
        at: usize,
        then: &mut Then<'_>,
    ) -> bool {
        let (item, rest) = items;
        if *self.steps == 0 {
            return false;
        }
        *self.steps -= 1;
        let enough = done >= item.least;
        if enough && !item.greedy && self.sequence(rest, at, then) {
            return true;
        }
        if done < item.most {
            let more = self.atom(&item.atom, at, &mut |run, next| {
                // A round that takes nothing would go on for ever.
                (next > at || done < item.least) && run.repeat(items, done + 1, next, then)
            });
            if more {
                return true;
            }
        }
        enough && item.greedy && self.sequence(rest, at, then)
    }

    fn atom(&mut self, atom: &Atom, at: usize, then: &mut Then<'_>) -> bool {
        match atom {
            Atom::One(class) => {
                let letter = self.text.get(at..).and_then(|rest| rest.chars().next());
                letter.is_some_and(|c| class.has(c) && then(self, at + c.len_utf8()))
            }
            Atom::Start => at == 0 && then(self, at),
            Atom::End => {
                let at_end =
                    self.text.get(at..).is_some_and(|rest| rest.is_empty() || rest == "\n");
                at_end && then(self, at)
            }
            Atom::Edge(wanted) => self.is_edge(at) == *wanted && then(self, at),
            Atom::Group(None, inner) => self.any(inner, at, then),
            Atom::Group(Some(index), inner) => {
                let before = self.spans.get(*index).copied().flatten();
                let found = self.any(inner, at, &mut |run, end| {
                    let old = run.spans.get(*index).copied().flatten();
                    run.set(*index, Some((at, end)));
                    then(run, end) || {
                        run.set(*index, old);
                        false
                    }
                });
                if !found {
                    self.set(*index, before);
                }
                found
            }
        }
    }

    fn set(&mut self, index: usize, span: Option<(usize, usize)>) {
        if let Some(slot) = self.spans.get_mut(index) {
            *slot = span;
        }
    }

    fn is_edge(&self, at: usize) -> bool {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let before =
            self.text.get(..at).and_then(|t| t.chars().next_back()).is_some_and(is_word);
        let after = self.text.get(at..).and_then(|t| t.chars().next()).is_some_and(is_word);
        before != after
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
            (r"a{,2}", "aaa", Some("aa")),
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
