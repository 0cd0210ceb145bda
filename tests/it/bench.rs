//! `accord bench`: it measures a made-up portfolio, and touches nobody else's database.

use crate::machine::Machine;

fn bench(machine: &Machine, accounts: &str) -> String {
    let said = machine.run(&["bench", "insight", "--accounts", accounts, "--facts", "20"]);
    assert!(said.fine || said.text.contains("error:"), "{}", said.text);
    said.text
}

#[test]
fn insight_is_measured_once_in_full_and_never_in_a_database_with_other_accounts() {
    let machine = Machine::new(None).set("database", "sqlite:portfolio.db");
    let said = bench(&machine, "120");
    let told = [
        "121 accounts with 2400 facts put in",
        "one account with 1000 facts: scored in",
        "50 accounts with 20 facts each: scored in",
        "121 accounts: scored in",
        "121 accounts in full",
        "2 of them changed",
        "121 accounts' eight quarters made",
        "past weeks made once",
        "questions of proof",
        "memory held at most",
    ];
    for part in told {
        assert!(said.contains(part), "`{part}` is missing in:\n{said}");
    }
    let again = bench(&machine, "120");
    assert!(again.contains("in full: not measured"), "{again}");
    let other = bench(&machine, "100");
    assert!(other.contains("holds 121 records of companies, not 101"), "{other}");
}

#[test]
fn accounts_in_memory_are_measured_without_a_database() {
    let said = Machine::new(None).run(&["bench", "portfolio", "--accounts", "5000"]);
    assert!(said.fine, "{}", said.text);
    for part in ["5000 accounts held", "bytes each", "a page by health", "groups by country"] {
        assert!(said.text.contains(part), "`{part}` is missing in:\n{}", said.text);
    }
}
