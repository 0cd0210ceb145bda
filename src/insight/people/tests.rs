//! What is known of people, in sentences.

use chrono::NaiveDate;

use super::*;
use crate::insight::{Calendar, Facts, Models};
use crate::model::{
    AccountId, CampaignTouch, Contact, ContactId, Deal, Dispute, Interaction, Origin,
    RecordRef, Statement, SurveyResponse, Ticket, Topic,
};

fn as_of() -> NaiveDate {
    "2026-11-22".parse().unwrap()
}

#[expect(clippy::unnecessary_wraps, reason = "every field of the model may be absent")]
fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
}

#[expect(clippy::unnecessary_wraps, reason = "every field of the model may be absent")]
fn at(day: &str) -> Option<chrono::DateTime<chrono::Utc>> {
    Some(format!("{day}T10:00:00Z").parse().unwrap())
}

#[expect(clippy::unnecessary_wraps, reason = "every field of the model may be absent")]
fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn origin(key: &str, person: &str) -> Origin {
    Origin {
        id: key.to_owned(),
        record: RecordRef { source: "s".into(), stream: "r".into(), key: key.to_owned() },
        contact: (!person.is_empty()).then(|| ContactId::from(person)),
        ..Origin::default()
    }
}

fn person(id: &str, role: &str) -> Contact {
    let buying_role = (!role.is_empty()).then(|| role.to_owned());
    Contact { origin: origin(id, id), buying_role, ..Contact::default() }
}

fn touch(who: &str, member: &str, on: &str, two_way: bool) -> Interaction {
    Interaction {
        origin: origin(&format!("{who}{member}{on}"), who),
        form: text("CALL"),
        at: at(on),
        human: Some(true),
        two_way: Some(two_way),
        team_member: text(member),
        ..Interaction::default()
    }
}

fn said(value: &str, on: &str) -> Statement {
    Statement {
        id: 1,
        account: AccountId::from("acc"),
        contact: Some(ContactId::from("anna")),
        topic: Topic::Champion,
        value: value.to_owned(),
        reason: "called her".to_owned(),
        author: "A. Reyes".to_owned(),
        said_at: at(on).unwrap(),
        expires_at: None,
        withdrawn_at: None,
    }
}

fn map(facts: &Facts) -> Vec<Stakeholder> {
    stakeholders(facts, &Models::built_in(), &Calendar::default(), as_of())
}

fn word(one: &Stakeholder) -> (Option<&str>, Option<&str>) {
    let proposed = one.proposal.as_ref().map(|proposal| proposal.word);
    (one.champion.as_ref().map(|champion| champion.word), proposed)
}

#[test]
fn a_champion_counts_when_somebody_confirmed_it_and_a_statement_wins_over_the_record() {
    let mut facts = Facts { contacts: vec![person("anna", "USER")], ..Facts::default() };
    facts.contacts[0].champion = text("CHAMPION");
    assert_eq!(word(&map(&facts)[0]), (None, Some("CHAMPION")), "proposed, not taken");
    facts.contacts[0].champion_confirmed_on = day("2026-10-01");
    assert_eq!(word(&map(&facts)[0]), (Some("CHAMPION"), None));
    facts.statements = vec![said("DETRACTOR", "2026-11-01"), said("SUPPORTER", "2026-10-20")];
    assert_eq!(word(&map(&facts)[0]), (Some("DETRACTOR"), None), "the newest that holds");
    facts.statements[0].withdrawn_at = at("2026-11-02");
    assert_eq!(word(&map(&facts)[0]), (Some("SUPPORTER"), None));
    facts.statements[1].expires_at = at("2026-11-21");
    assert_eq!(word(&map(&facts)[0]), (Some("CHAMPION"), None), "the record again");
    facts.statements = vec![said("LEFT", "2026-11-01")];
    let (models, calendar) = (Models::built_in(), Calendar::default());
    let friend = champion(&facts, &models, &calendar, as_of()).expect("one who left");
    assert_eq!((word(&friend).0, friend.left), (Some("LEFT"), true));
    let before = "2026-10-31".parse().unwrap();
    let friend = champion(&facts, &models, &calendar, before).expect("not yet");
    assert_eq!((word(&friend).0, friend.left), (Some("CHAMPION"), false));
}

#[test]
fn a_bounce_a_title_and_a_record_propose_that_somebody_left_and_never_decide_it() {
    let mut anna = person("anna", "USER");
    (anna.champion, anna.champion_confirmed_on) = (text("CHAMPION"), day("2026-10-01"));
    let mail = |form: &str, on: &str| CampaignTouch {
        origin: origin(on, "anna"),
        form: text(form),
        at: at(on),
        ..CampaignTouch::default()
    };
    let bounced = Facts {
        contacts: vec![anna.clone()],
        campaign_touches: vec![mail("DELIVERED", "2026-09-01"), mail("BOUNCED", "2026-11-10")],
        ..Facts::default()
    };
    let one = map(&bounced).remove(0);
    assert_eq!((word(&one), one.left), ((Some("CHAMPION"), Some("LEFT")), false));
    assert!(one.proposal.unwrap().because.contains("2026-11-10"));
    let mut reached = bounced.clone();
    reached.interactions.push(touch("anna", "m", "2026-11-15", true));
    assert_eq!(map(&reached)[0].proposal, None, "they spoke to us since");
    let mut delivered = bounced.clone();
    delivered.campaign_touches.push(mail("DELIVERED", "2026-11-12"));
    assert_eq!(map(&delivered)[0].proposal, None, "mail reaches them again");
    let mut answered = bounced;
    answered.statements = vec![said("CHAMPION", "2026-11-12")];
    assert_eq!(map(&answered)[0].proposal, None, "somebody looked into it");
    let titled = Contact { title: text("Former plant manager"), ..anna.clone() };
    let facts = Facts { contacts: vec![titled], ..Facts::default() };
    assert_eq!(word(&map(&facts)[0]).1, Some("LEFT"));
    let extra = Contact { title: text("Export lead"), ..anna };
    let facts = Facts { contacts: vec![extra], ..Facts::default() };
    assert_eq!(word(&map(&facts)[0]).1, None, "`export` is not `ex`");
}

#[test]
fn the_map_says_who_matters_and_what_is_between_us() {
    let mut boss = person("boss", "DECISION_MAKER");
    boss.title = text("Managing Director");
    let mut user = person("user", "USER");
    user.reports_to = text("boss");
    let answer = |score: f64, mood: f64, on: &str| SurveyResponse {
        origin: origin(on, "user"),
        instrument: text("NPS"),
        score: Some(score),
        scale_low: Some(0.0),
        scale_high: Some(10.0),
        polarity: text("HIGH_IS_GOOD"),
        sentiment: Some(mood),
        at: at(on),
        ..SurveyResponse::default()
    };
    let facts = Facts {
        contacts: vec![user, boss],
        interactions: vec![
            touch("user", "crm:1", "2026-08-01", true),
            touch("boss", "crm:1", "2026-10-20", false),
        ],
        surveys: vec![answer(6.0, -0.5, "2026-06-01"), answer(9.0, 0.1, "2026-11-01")],
        ..Facts::default()
    };
    let all = map(&facts);
    let ids: Vec<&str> = all.iter().map(|one| one.contact.origin.id.as_str()).collect();
    assert_eq!(ids, ["boss", "user"], "the most influence first");
    let (boss, user) = (&all[0], &all[1]);
    assert_eq!((boss.influence, boss.influence_derived), (Some(5), true));
    assert!(!boss.covered && boss.last_two_way.is_none(), "a call that nobody took");
    assert!(!user.covered, "113 days ago");
    assert_eq!(user.last_two_way, at("2026-08-01"));
    assert_eq!((user.last_nps, user.sentiment), (Some(9.0), Some(-0.2)));
    assert_eq!((boss.last_nps, boss.sentiment), (None, None));
    assert_eq!(user.reports_to, Some(ContactId::from("boss")));
    assert_eq!(user.owner.as_deref(), Some("crm:1"));
}

#[test]
fn edges_of_the_team_are_counted_by_hand() {
    let mut facts = Facts {
        contacts: vec![person("a", "USER"), person("b", "USER")],
        interactions: vec![
            touch("a", "crm:1", "2026-11-01", true),
            touch("a", "crm:1", "2026-11-02", true),
            touch("b", "crm:1", "2026-11-03", true),
            touch("b", "crm:2", "2026-11-04", true),
            touch("b", "crm:2", "2025-01-04", true), // too long ago
        ],
        tickets: vec![Ticket {
            origin: origin("t", "b"),
            assignee: text("desk:7"),
            opened_at: at("2026-11-05"),
            ..Ticket::default()
        }],
        deals: vec![Deal { owner: text("crm:3"), ..Deal::default() }],
        ..Facts::default()
    };
    facts.account.owner = text("crm:1");
    let team = team(&facts, &Models::built_in(), &Calendar::default(), as_of());
    let shown: Vec<(&str, Vec<usize>)> = team
        .iter()
        .map(|mate| {
            let counts = mate.edges.iter().map(|edge| edge.interactions + edge.tickets);
            (mate.member.as_str(), counts.collect())
        })
        .collect();
    let wanted =
        [("crm:1", vec![2, 1]), ("crm:2", vec![1]), ("desk:7", vec![1]), ("crm:3", vec![])];
    assert_eq!(shown, wanted);
    assert_eq!((&team[0].roles[..], team[3].deals), (&["OWNER".to_owned()][..], 1));
    assert_eq!(team[2].roles, ["SUPPORT"]);
}

#[test]
fn decision_makers_are_out_of_sight_until_one_was_touched_or_heard() {
    let spot =
        |facts: &Facts| blind_spot(facts, &Models::built_in(), &Calendar::default(), as_of());
    let mut facts = Facts {
        contacts: vec![person("boss", "DECISION_MAKER"), person("user", "USER")],
        interactions: vec![
            touch("user", "m", "2026-11-01", true),
            touch("boss", "m", "2026-08-01", true),
        ],
        ..Facts::default()
    };
    assert!(spot(&facts).blind, "users do not decide, and August is long ago");
    facts.surveys.push(SurveyResponse {
        origin: origin("s", "boss"),
        score: Some(3.0),
        at: at("2026-07-01"),
        ..SurveyResponse::default()
    });
    let seen = spot(&facts);
    assert_eq!((seen.blind, seen.touched, seen.heard), (false, 0, 1));
    facts.contacts[0].left_on = day("2026-11-01");
    let seen = spot(&facts);
    assert_eq!((seen.blind, seen.decision_makers), (true, 0), "nobody who decides is known");
}

#[test]
fn whoever_wrote_about_invoices_and_was_never_spoken_to_is_unseen() {
    let clerk = |id: &str| Dispute {
        origin: origin(&format!("d{id}"), id),
        opened_at: at("2026-10-01"),
        ..Dispute::default()
    };
    let facts = Facts {
        contacts: vec![person("clerk", ""), person("known", ""), person("mapped", "USER")],
        disputes: vec![clerk("clerk"), clerk("known"), clerk("mapped")],
        interactions: vec![touch("known", "m", "2024-10-20", true)],
        ..Facts::default()
    };
    let unseen = unseen_players(&facts, &Calendar::default(), as_of());
    let wanted = Unseen { contact: ContactId::from("clerk"), met_in: vec!["INVOICE"] };
    assert_eq!(unseen, [wanted]);
}

#[test]
fn two_of_twenty_touches_by_people_are_below_the_floor() {
    let mail = |key: usize| CampaignTouch {
        origin: origin(&key.to_string(), "a"),
        form: text("DELIVERED"),
        at: at("2026-11-01"),
        ..CampaignTouch::default()
    };
    let mut facts = Facts {
        interactions: vec![
            touch("a", "m", "2026-11-01", true),
            touch("b", "m", "2026-11-01", false),
        ],
        campaign_touches: (0..18).map(mail).collect(),
        ..Facts::default()
    };
    let ratio =
        |facts: &Facts| human_touch(facts, &Models::built_in(), &Calendar::default(), as_of());
    let few = ratio(&facts);
    assert_eq!((few.human, few.all, few.ratio, few.below_floor), (2, 20, Some(0.1), true));
    facts.campaign_touches.truncate(2);
    assert!(!ratio(&facts).below_floor);
    assert_eq!(ratio(&Facts::default()).ratio, None);
}

#[test]
fn four_of_ten_mails_answered_is_a_dialogue_of_two_fifths() {
    let mail = |on: u32, direction: &str| Interaction {
        form: text("EMAIL"),
        direction: text(direction),
        ..touch("a", "m", &format!("2026-10-{on:02}"), direction == "INBOUND")
    };
    let mut mails: Vec<Interaction> = (1..=10).map(|n| mail(2 * n, "OUTBOUND")).collect();
    mails.extend([1, 2, 3, 4].map(|n| mail(2 * n + 1, "INBOUND")));
    let facts = Facts { interactions: mails, ..Facts::default() };
    let ratio = |facts: &Facts, who: Option<&ContactId>| {
        dialogue_ratio(facts, &Models::built_in(), &Calendar::default(), (who, as_of()))
    };
    assert_eq!(ratio(&facts, None), Some(0.4));
    assert_eq!(ratio(&facts, Some(&ContactId::from("a"))), Some(0.4));
    assert_eq!(ratio(&facts, Some(&ContactId::from("b"))), None);
    let begun = Facts { interactions: vec![mail(1, "INBOUND")], ..Facts::default() };
    assert_eq!(ratio(&begun, None), Some(1.0));
}

#[test]
fn six_of_ten_things_known_are_sixty() {
    let mut boss = person("boss", "DECISION_MAKER");
    (boss.champion, boss.champion_confirmed_on) = (text("SUPPORTER"), day("2026-10-01"));
    let mut user = person("user", "USER");
    user.reports_to = text("boss");
    let mut facts = Facts {
        contacts: vec![boss, user, person("expert", "TECHNICAL")],
        interactions: vec![touch("boss", "m", "2026-11-01", true)],
        ..Facts::default()
    };
    let known =
        |facts: &Facts| completeness(facts, &Models::built_in(), &Calendar::default(), as_of());
    let six = known(&facts);
    assert_eq!((six.score, six.items.len()), (60, 10), "{six:?}");
    let share = Statement { topic: Topic::MarketShare, ..said("30", "2026-10-01") };
    facts.statements.push(Statement { contact: None, ..share });
    assert_eq!(known(&facts).score, 70);
    assert_eq!(known(&Facts::default()).score, 0);
}
