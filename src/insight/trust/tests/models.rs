//! A trust model that cannot be used says where, why and what would do.

use crate::insight::TrustModel;

const DEFAULT: &str = include_str!("../../models/trust-default.yaml");

/// The line of the default model on which a text begins.
fn line_of(text: &str) -> usize {
    let (before, _) = DEFAULT.split_once(text).unwrap_or_else(|| panic!("no {text}"));
    before.matches('\n').count() + 1
}

#[test]
fn the_built_in_model_has_four_factors_of_four_proxies_and_an_action_for_each() {
    let model = TrustModel::built_in();
    assert_eq!(model.id(), "trust-default@1.0.0");
    assert!(model.factors.iter().all(|factor| factor.proxies.len() == 4));
    assert_eq!(model.actions.len(), 16 + 2);
    let measures: Vec<&str> = model.proxies().map(|kpi| kpi.measure.as_str()).collect();
    let shared = ["SU1", "SU3F", "C3", "AD2", "DE1", "SU2", "BI1", "IM1"];
    assert_eq!(measures[8..], shared);
}

#[test]
fn a_fault_names_file_line_and_remedy() {
    let cases = [
        // (right, wrong, what is said)
        ("most: 0.7", "most: 1.7", "`most: 1.7` must be at least 0 and at most 1"),
        ("most: 0.7", "msot: 0.7", "unknown key `msot`; did you mean `most`?"),
        ("k: 5,", "k: -5,", "the number `k` of answers of -5 is below 0"),
        ("agree_from: 6", "agree_from: 8", "must lie on the scale of 1 to 7"),
        ("agree_from: 6", "agree_from: 3", "disagreement below agreement"),
        ("alone: 3", "alone: 0", "`alone: 0` must be at least 1"),
        ("window: 365 ", "window: 0 ", "`window: 0` must be at least 1"),
        ("gap: 20", "gap: wide", "expected a number"),
        ("least_factors: 3", "least_factors: 5", "must be at least 1 and at most 4"),
        ("- code: CAPABILITY", "- code: CAPABLITY", "did you mean `CAPABILITY`?"),
        ("- code: CAPABILITY", "- code: HUMANITY", "the factor `HUMANITY` stands twice"),
        ("- code: T2", "- code: T1", "the code `T1` is used twice"),
        ("- code: H4", "- code: H5", "unknown measure `H5`; known: "),
        ("measure: SU3F", "measure: SU33", "unknown measure `SU33`; did you mean"),
        ("[[60, 0], [95, 100]]", "[[95, 100], [60, 0]]", "knots must rise in raw, but 95"),
        ("[[10, 0], [80, 100]]", "[[10, 0], [80, 120]]", "must score 0 to 100"),
        ("- code: BUY_MORE", "- code: BUY_MROE", "did you mean `BUY_MORE`?"),
        ("- code: FORGIVE", "- code: RENEW", "the behaviour `RENEW` stands twice"),
        ("{ HUMANITY: 0.35", "{ HUMANTY: 0.35", "unknown factor `HUMANTY`; did you mean"),
        ("intercept: 1.4", "intercept: .inf", "is no number to reckon with"),
        ("- for: T3", "- for: T33", "unknown purpose `T33`; did you mean `T3`?"),
        ("- for: T3", "- for: T2", "`for: T2` stands twice"),
        ("code: TELL_FIRST", "code: ''", "`code` is empty"),
        (
            "    item: HUMANITY ",
            "    itm: HUMANITY ",
            "unknown key `itm`; did you mean `item`?",
        ),
    ];
    for (right, wrong, wanted) in cases {
        let text = DEFAULT.replacen(right, wrong, 1);
        let message = TrustModel::parse("own.yaml", &text).expect_err(wrong).to_string();
        let place = format!("own.yaml:{}: ", line_of(right));
        assert!(message.starts_with(&place), "{wrong}: {message}, not {place}");
        assert!(message.contains(wanted) && !message.contains('\n'), "{wrong}: {message}");
    }
}

#[test]
fn what_is_missing_is_named() {
    let without = |from: &str, to: &str| {
        let (before, rest) = DEFAULT.split_once(from).expect("it begins");
        let (_, after) = rest.split_once(to).expect("it ends");
        let text = format!("{before}{to}{after}");
        TrustModel::parse("own.yaml", &text).expect_err(from).to_string()
    };
    let cases = [
        (
            "  - code: CAPABILITY\n",
            "  - code: RELIABILITY\n",
            "the factor `CAPABILITY` is missing",
        ),
        ("  - code: RECOMMEND\n", "  - code: FORGIVE\n", "`RECOMMEND` is missing; all four"),
        ("  - for: C4\n", "  - for: R1\n", "no action is `for: C4`; say what to do about it"),
        ("blend:", "\n\n# From so", "the key `blend` is missing"),
    ];
    for (from, to, wanted) in cases {
        let message = without(from, to);
        assert!(message.starts_with("own.yaml:") && message.contains(wanted), "{message}");
    }
}
