//! Legal forms of organisations, by country.

use std::num::NonZeroU16;
use std::sync::LazyLock;

use super::super::table;
use super::super::text::folded;
use super::super::words::Map;
use super::plain;

/// A legal form under all its spellings. Weak evidence: sources leave it out, and companies
/// change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Legal(NonZeroU16);

impl Legal {
    /// Its short name: `gmbh`.
    pub(crate) fn name(self) -> &'static str {
        LEGAL_FORMS.forms[usize::from(self.0.get()) - 1].0
    }

    /// Codes of the countries where it is known, parted by spaces; empty when it is unknown.
    pub(crate) fn countries(self) -> &'static str {
        LEGAL_FORMS.forms[usize::from(self.0.get()) - 1].1
    }
}

static LEGAL_FORMS: LazyLock<LegalForms> =
    LazyLock::new(|| LegalForms::read(include_str!("../tables/legal_forms.txt")));

/// A folded name without its legal forms, and the one that says most.
pub(super) fn cut(text: &str, foreign: bool) -> (&str, Option<Legal>) {
    LEGAL_FORMS.cut(text, foreign)
}

/// Legal forms that stand before the name, whatever its script.
const LEADING: &[&str] = &["ooo", "ao", "oao", "zao", "pao", "pt", "llc", "jsc"];

/// Every form and its spellings.
struct LegalForms {
    forms: Vec<(&'static str, &'static str)>,
    spellings: Map<String, Legal>,
    /// Words of the longest spelling.
    longest: usize,
}

impl LegalForms {
    fn read(text: &'static str) -> Self {
        let mut all = Self { forms: Vec::new(), spellings: Map::default(), longest: 0 };
        for line in table::lines(text) {
            let mut fields = line.split(';').map(str::trim);
            let (Some(name), Some(countries)) = (fields.next(), fields.next()) else {
                continue;
            };
            all.forms.push((name, countries));
            let number = NonZeroU16::new(all.forms.len() as u16).expect("one was pushed");
            for spelling in fields {
                let spelling = folded(&plain(spelling));
                all.longest = all.longest.max(spelling.split(' ').count());
                // The first line that has a spelling keeps it: the table's order is by use.
                all.spellings.entry(spelling).or_insert(Legal(number));
            }
        }
        all
    }

    /// Cuts the longest form at the end that leaves a word.
    fn cut_tail<'a>(&self, text: &'a str) -> Option<(&'a str, &'a str, Legal)> {
        let gaps = text.rmatch_indices(' ').take(self.longest);
        let tails = gaps.filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
        tails.filter_map(|(rest, tail)| Some((rest, tail, *self.spellings.get(tail)?))).last()
    }

    /// Cuts the longest form at the beginning that leaves a word.
    fn cut_head<'a>(&self, text: &'a str) -> Option<(&'a str, Legal)> {
        let gaps = text.match_indices(' ').take(self.longest);
        let heads = gaps.filter_map(|(at, _)| Some((text.get(..at)?, text.get(at + 1..)?)));
        heads.filter_map(|(head, rest)| Some((rest, *self.spellings.get(head)?))).last()
    }

    fn cut<'a>(&self, text: &'a str, foreign: bool) -> (&'a str, Option<Legal>) {
        let (mut text, mut legal) = (text, None);
        loop {
            if let Some((rest, tail, form)) = self.cut_tail(text) {
                // `Kestrel Limited Liability Company`: of several, the longest.
                if legal.is_none() || tail.contains(' ') {
                    legal = Some(form);
                }
                text = rest;
            } else if let Some((rest, form)) = self.cut_head(text).filter(|_| foreign) {
                legal = Some(form);
                text = rest;
            } else {
                break;
            }
        }
        match text.split_once(' ') {
            Some((head, rest)) if LEADING.contains(&head) => {
                (rest, self.spellings.get(head).copied())
            }
            _ => (text, legal),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::words::Words;
    use super::super::Name;
    use super::*;

    #[test]
    fn legal_forms_are_known_in_many_languages() {
        let cases = [
            ("Kestrel G.m.b.H.", Some("gmbh")),
            ("Kestrel Gesellschaft mit beschränkter Haftung", Some("gmbh")),
            ("Kestrel GmbH & Co. KG", Some("kg")),
            ("Kestrel Sp. z o.o.", Some("sp zoo")),
            ("Kestrel S.p.A.", Some("spa")),
            ("ООО Кестрел", Some("llc")),
            ("Kestrel", None),
            // A form alone is a name.
            ("GmbH", None),
        ];
        for (raw, expected) in cases {
            let mut words = Words::default();
            let name = Name::read(raw, &mut words);
            assert_eq!(name.legal.map(Legal::name), expected, "{raw}");
            assert_eq!(name.tokens.len(), 1, "{raw}");
        }
        let mut words = Words::default();
        let legal = Name::read("Kestrel GmbH", &mut words).legal.map(Legal::countries);
        assert_eq!(legal, Some("AT BE CH DE LI"));
    }
}
