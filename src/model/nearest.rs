//! The word that somebody meant who wrote another one: "did you mean".

/// A word less like than this, of 0 to 1, is not offered.
const LIKE: f64 = 0.75;

/// The known word that looks most like this one, in any case, when one looks like it: to be
/// offered to somebody who is told that theirs is unknown.
pub(crate) fn nearest<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let word = word.to_lowercase();
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(&word, &known.to_lowercase()), known))
        .filter(|(likeness, _)| *likeness > LIKE)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, known)| known)
}

/// The known word of which this one is a slip of the pen, a letter or three away: near enough to
/// decide by, where strangers are let pass.
pub(crate) fn slip<'a>(
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let reach = match word.chars().count() {
        0..=3 => 1,
        4..=8 => 2,
        _ => 3,
    };
    known
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(word, known), known))
        .filter(|(distance, _)| *distance <= reach)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// `; did you mean …?` or nothing, to follow what is wrong.
pub(crate) fn hint(meant: Option<&str>) -> String {
    meant.map_or_else(String::new, |meant| format!("; did you mean `{meant}`?"))
}

/// "unknown field `stret`; did you mean `street`? known: …"
pub(crate) fn unknown<'a>(
    what: &str,
    word: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> String {
    let known: Vec<&str> = known.into_iter().collect();
    let meant = nearest(word, known.iter().copied())
        .map_or_else(String::new, |meant| format!("did you mean `{meant}`? "));
    format!("unknown {what} `{word}`; {meant}known: {}", known.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_likely_word_is_offered() {
        let words = ["legal_name", "domain"];
        assert_eq!(nearest("legalname", words), Some("legal_name"));
        assert_eq!(nearest("Legal", words), Some("legal_name"));
        assert_eq!(nearest("xyz", words), None);
    }

    #[test]
    fn a_slip_finds_its_word_and_a_stranger_does_not() {
        let words = ["incremental_sync", "HttpRequester", "name"];
        assert_eq!(slip("incremental_snyc", words), Some("incremental_sync"));
        assert_eq!(slip("HtpRequester", words), Some("HttpRequester"));
        assert_eq!(slip("flavour", words), None);
    }
}
