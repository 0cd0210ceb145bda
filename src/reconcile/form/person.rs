//! Names of persons, and what else tells about them: the part of a mailbox that only repeats
//! the name, job titles.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::table;
use super::text::{edits, fold, folded, is_foreign};
use super::words::{Map, Set, Words};

static PARTICLES: LazyLock<Set<String>> =
    LazyLock::new(|| table::folded_set(include_str!("tables/particles.txt")));

/// What a source says a person is called.
#[derive(Clone, Copy, Default)]
pub(crate) struct Said<'a> {
    pub first: &'a str,
    pub last: &'a str,
    /// Read only when `first` and `last` are empty: `Anna van Dijk`, `van Dijk, Anna`.
    pub full: &'a str,
}

/// Jr, Sr, and those counted: father and son share everything else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Generation {
    Junior = 1,
    Senior = 2,
    Counted = 3,
}

/// A person's name as numbers of [`Words`], each counted; 0 for nothing.
#[derive(Clone, Copy, Default)]
pub(crate) struct Name {
    pub given: u32,
    /// The last of the further given names.
    pub middle: u32,
    /// The surname without its particles, in one word: `garcialopez`.
    pub last: u32,
    /// The last part of a surname of several.
    pub last_part: u32,
    pub generation: Option<Generation>,
    /// Written in another script than Latin.
    pub foreign: bool,
}
impl Name {
    pub(crate) fn read(said: Said<'_>, words: &mut Words) -> Self {
        let (first, last) = halves(said);
        let mut name =
            Self { foreign: is_foreign(&first) || is_foreign(&last), ..Self::default() };
        let mut text = String::new();
        fold(&first, &mut text);
        let mut given = text.split(' ').filter(|part| !part.is_empty());
        name.given = words.put(given.next().unwrap_or_default());
        name.middle = words.put(given.next_back().unwrap_or_default());
        fold(&last, &mut text);
        name.read_surname(&text, words);
        name
    }

    fn read_surname(&mut self, text: &str, words: &mut Words) {
        let mut parts: Vec<&str> = text.split(' ').filter(|part| !part.is_empty()).collect();
        self.generation = generation(&parts);
        if self.generation.is_some() {
            parts.pop();
        }
        let core = |part: &&str| !PARTICLES.contains(*part);
        if parts.iter().any(core) {
            parts.retain(core);
        }
        self.last = words.put(&parts.concat());
        if let [_, .., end] = parts.as_slice() {
            self.last_part = words.put(end);
        }
    }
}

fn generation(parts: &[&str]) -> Option<Generation> {
    let [_, .., end] = parts else { return None };
    match *end {
        "jr" | "junior" => Some(Generation::Junior),
        "sr" | "senior" => Some(Generation::Senior),
        "ii" | "iii" | "iv" => Some(Generation::Counted),
        _ => None,
    }
}

fn halves(said: Said<'_>) -> (Cow<'_, str>, Cow<'_, str>) {
    if !said.first.is_empty() || !said.last.is_empty() {
        return (said.first.into(), said.last.into());
    }
    if let Some((last, first)) = said.full.split_once(',') {
        return (first.into(), last.into());
    }
    let parts: Vec<&str> = said.full.split_whitespace().collect();
    let mut at = parts.len().saturating_sub(1).max(1).min(parts.len());
    while at > 1 && PARTICLES.contains(folded(parts[at - 1]).as_str()) {
        at -= 1;
    }
    (parts[..at].join(" ").into(), parts[at..].join(" ").into())
}

/// Which given names stand for each other, as numbers of [`Words`].
pub(crate) struct Nicknames {
    groups: Map<u32, Vec<u16>>,
}

impl Nicknames {
    pub(crate) fn read(words: &mut Words) -> Self {
        let mut groups: Map<u32, Vec<u16>> = Map::default();
        let table = table::lines(include_str!("tables/nicknames.txt"));
        for (group, line) in table.enumerate() {
            for name in line.split(' ') {
                groups.entry(words.id(&folded(name))).or_default().push(group as u16);
            }
        }
        Self { groups }
    }

    /// Whether both may call one person: `bob`, `robert`.
    pub(crate) fn agree(&self, a: u32, b: u32) -> bool {
        let (Some(a), Some(b)) = (self.groups.get(&a), self.groups.get(&b)) else {
            return false;
        };
        a.iter().any(|group| b.contains(group))
    }
}

/// Whether the part of a mailbox before the `@` says no more than these folded names do.
pub(crate) fn derived(local: &str, names: &[&str]) -> bool {
    let letters: String = local.chars().filter(char::is_ascii_alphanumeric).collect();
    if letters.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let (rest, hits) = without_names(&letters, names);
    if rest.len() <= 1 && (hits > 0 || letters.len() <= 2) {
        return true;
    }
    let initial_and_name =
        |name: &&str| name.len() >= 3 && rest.len() <= name.len() + 1 && rest.ends_with(*name);
    if hits == 0 && names.iter().any(initial_and_name) {
        return true;
    }
    folded(local).split(' ').all(|part| part.len() == 1 || names.iter().any(|n| says(part, n)))
}

/// What stays when names are taken from the front, and how many were.
fn without_names<'a>(letters: &'a str, names: &[&str]) -> (&'a str, usize) {
    let mut rest = letters;
    for hits in 0..4 {
        let longest = names
            .iter()
            .filter(|name| !name.is_empty())
            .filter_map(|name| rest.strip_prefix(name))
            .min_by_key(|rest| rest.len());
        let Some(less) = longest else { return (rest, hits) };
        rest = less;
    }
    (rest, 4)
}

fn says(part: &str, name: &str) -> bool {
    edits(part, name, 1) <= 1
        || part.len() > 1 && name.ends_with(part)
        || part.len() > 1 && !name.is_empty() && part.ends_with(name)
}

/// What titles are shortened to, longer phrases first.
static TITLES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut all = Vec::from_iter(table::synonyms(include_str!("tables/titles.txt")));
    all.sort_by_key(|(long, _)| std::cmp::Reverse(long.len()));
    all
});

/// A job title as sorted words, its usual abbreviations written one way: `VP of Sales` and
/// `Vice President, Sales` agree.
pub(crate) fn title(raw: &str) -> String {
    let mut text = folded(raw);
    for (long, short) in TITLES.iter() {
        if text.contains(long.as_str()) {
            text = text.replace(long, short);
        }
    }
    let idle = |word: &&str| !matches!(*word, "of" | "the" | "and" | "for");
    let mut words: Vec<&str> = text.split(' ').filter(idle).collect();
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(first: &str, last: &str, full: &str) -> (String, Option<Generation>) {
        let mut words = Words::default();
        let name = Name::read(Said { first, last, full }, &mut words);
        let all = [name.given, name.middle, name.last, name.last_part];
        (all.map(|id| words.text(id).to_owned()).join("|"), name.generation)
    }

    #[test]
    fn names_come_apart() {
        let cases = [
            (("Anna Maria", "van Dijk", ""), "anna|maria|dijk|"),
            (("", "", "Anna van Dijk"), "anna||dijk|"),
            (("", "", "van Dijk, Anna"), "anna||dijk|"),
            (("José", "García López", ""), "jose||garcialopez|lopez"),
            (("", "", "Madonna"), "madonna|||"),
            (("Иван", "Петров", ""), "ivan||petrov|"),
            (("", "", ""), "|||"),
            (("", "De La", ""), "||dela|la"),
        ];
        for ((first, last, full), expected) in cases {
            assert_eq!(read(first, last, full).0, expected);
        }
        assert_eq!(read("John", "Smith Jr.", "").1, Some(Generation::Junior));
        assert_eq!(read("John", "Smith III", "").1, Some(Generation::Counted));
        assert_eq!(read("John", "Junior", "").1, None);
    }

    #[test]
    fn nicknames_agree_both_ways() {
        let mut words = Words::default();
        let nicknames = Nicknames::read(&mut words);
        for (a, b, agree) in
            [("bob", "robert", true), ("kate", "kathy", true), ("bob", "bill", false)]
        {
            let (a, b) = (words.id(a), words.id(b));
            assert_eq!((nicknames.agree(a, b), nicknames.agree(b, a)), (agree, agree));
        }
        assert!(!nicknames.agree(0, 0));
    }

    #[test]
    fn a_mailbox_that_repeats_the_name_is_derived() {
        let cases = [
            ("jane.doe", true),
            ("jdoe", true),
            ("doe_j", true),
            ("jane", true),
            ("janedoe77", false),
            ("sunshine", false),
        ];
        for (local, expected) in cases {
            assert_eq!(derived(local, &["jane", "", "doe", ""]), expected, "{local}");
        }
    }

    #[test]
    fn titles_agree_however_they_are_put() {
        assert_eq!(title("Vice President, Sales"), title("VP of Sales"));
        assert_eq!(title("Chief Executive Officer"), "ceo");
    }
}
