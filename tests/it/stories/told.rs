//! What some systems tell and others do not: each fact reaches the product from the one that has it.

use accord::insight::{Calendar, Facts, TrustModel, trust};
use accord::model::Ticket;

use super::sample;

/// The raw value of a proxy of trust.
fn proxy(facts: &Facts, code: &str) -> Option<f64> {
    let trust = trust(facts, &TrustModel::built_in(), &Calendar::default(), sample().today);
    let mut proxies = trust.factors.into_iter().flat_map(|factor| factor.proxies);
    proxies.find(|proxy| proxy.code == code).expect(code).raw
}

#[test]
fn owners_promises_and_notices_are_measured_and_differ_with_the_trust_planted() {
    let pair = sample().story("EQUAL_NPS_OPPOSITE_TRUST");
    let of = |code: &str| (proxy(pair[0].1, code), proxy(pair[1].1, code));
    assert!(
        matches!(of("H1"), (Some(few), Some(many)) if few < 0.5 && many > 1.5),
        "{:?}",
        of("H1")
    );
    assert!(matches!(of("T3"), (Some(few), Some(many)) if few < many), "{:?}", of("T3"));
    let told = |code: &str| {
        sample().facts.values().filter(|facts| proxy(facts, code).is_some()).count()
    };
    // Who is in charge the CRM tells of everybody; promises the ERP of those who order goods.
    assert!(told("H1") >= 400, "{}", told("H1"));
    assert!((250..400).contains(&told("T3")), "{}", told("T3"));
    assert!((100..400).contains(&told("T1")), "{}", told("T1"));
    for (key, facts) in sample().story("CRM_AND_SUPPORT_ONLY") {
        assert_eq!((proxy(facts, "T1"), proxy(facts, "T3")), (None, None), "{key}");
    }
}

#[test]
fn an_account_has_one_owner_at_a_time() {
    for (key, facts) in &sample().facts {
        let now = facts.assignments.iter().filter(|turn| turn.until.is_none()).count();
        // A customer that is in the CRM twice has an owner in each record; a partner has none.
        assert!(now <= 2, "{key}: {:?}", facts.assignments);
        assert!(now > 0 || key.starts_with("partner-"), "{key}");
    }
}

#[test]
fn what_was_handed_up_and_what_was_signed_is_known() {
    let open = |ticket: &&Ticket| ticket.escalated == Some(true) && ticket.solved_at.is_none();
    for (key, facts) in sample().story("P1_OPEN") {
        let urgent = facts.tickets.iter().filter(open);
        assert!(urgent.filter(|t| t.priority.as_deref() == Some("P1")).count() == 1, "{key}");
    }
    let all = || sample().facts.values();
    let tickets: Vec<&Ticket> = all().flat_map(|facts| &facts.tickets).collect();
    let escalated = tickets.iter().filter(|ticket| ticket.escalated == Some(true)).count();
    assert!((tickets.len() / 200..tickets.len() / 10).contains(&escalated), "{escalated}");
    let contracts = all().flat_map(|facts| &facts.contracts);
    let signed: Vec<_> =
        contracts.filter_map(|term| term.intent_signed_on.zip(term.ends_on)).collect();
    assert!((5..60).contains(&signed.len()), "{}", signed.len());
    let today = sample().today;
    assert!(signed.iter().all(|(on, ends)| *on < today && today <= *ends), "{signed:?}");
}

#[test]
fn our_own_people_answer_for_their_team() {
    let teams: Vec<(&str, usize)> =
        sample().team_answers.iter().map(|(team, many)| (team.as_str(), *many)).collect();
    let wanted = [("Finance", 6), ("Projects", 12), ("Sales", 30), ("Support", 24)];
    assert_eq!(teams, wanted);
}
