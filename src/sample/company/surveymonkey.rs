//! SurveyMonkey: what people answer when they are asked.
//!
//! Six surveys with fixed ids. Shapes follow <https://api.surveymonkey.com/v3/docs>.

use super::Rows;
use super::chance::Dice;
use super::text::{Object, list, quoted};
use super::when::{self, DAY, HOUR, Sec};
use super::world::{Account, Person, Twist, World};

/// A question on a scale from `low` to `high`.
#[derive(Debug)]
pub(super) struct Question {
    /// The vendor's id.
    pub id: u64,
    /// As it is asked, with its scale in words.
    pub heading: &'static str,
    /// The lowest answer.
    pub low: i64,
    /// The highest answer.
    pub high: i64,
}

/// A survey.
#[derive(Debug)]
pub(super) struct Survey {
    /// The vendor's id.
    pub id: u64,
    /// Its title.
    pub title: &'static str,
    /// Its questions on a scale. One for free text follows: id of the survey × 100 + 31.
    pub questions: &'static [Question],
}

const fn ask(id: u64, heading: &'static str, (low, high): (i64, i64)) -> Question {
    Question { id, heading, low, high }
}

/// The six surveys.
pub(super) const SURVEYS: &[Survey] = &[
    Survey {
        id: 510_001,
        title: "How are we doing together?",
        questions: &[
            ask(
                51_000_101,
                "How likely are you to recommend us? (0 not at all, 10 very)",
                (0, 10),
            ),
            ask(
                51_000_111,
                "Pumpwerk cares about us and treats all fairly. (1 disagree, 7 agree)",
                (1, 7),
            ),
            ask(
                51_000_112,
                "Pumpwerk shares information and motives in plain words. (1 disagree, 7 agree)",
                (1, 7),
            ),
            ask(
                51_000_113,
                "Pumpwerk's product, service and experience are good. (1 disagree, 7 agree)",
                (1, 7),
            ),
            ask(
                51_000_114,
                "Pumpwerk keeps its promises, time after time. (1 disagree, 7 agree)",
                (1, 7),
            ),
            ask(51_000_121, "It does what we bought it for. (1 disagree, 5 agree)", (1, 5)),
            ask(51_000_122, "Working with Pumpwerk feels good. (1 disagree, 5 agree)", (1, 5)),
            ask(
                51_000_123,
                "Pumpwerk changes how we run our business. (1 disagree, 5 agree)",
                (1, 5),
            ),
        ],
    },
    Survey {
        id: 510_002,
        title: "Your purchase",
        questions: &[ask(
            51_000_201,
            "How easy was it to buy from us? (1 very easy, 7 very hard)",
            (1, 7),
        )],
    },
    Survey {
        id: 510_003,
        title: "Your start with us",
        questions: &[ask(
            51_000_301,
            "How satisfied are you with the onboarding? (1 not at all, 5 very)",
            (1, 5),
        )],
    },
    Survey {
        id: 510_004,
        title: "Your support case",
        questions: &[ask(
            51_000_401,
            "How much effort did it take you? (1 very little, 5 very much)",
            (1, 5),
        )],
    },
    Survey {
        id: 510_005,
        title: "Your delivery",
        questions: &[ask(
            51_000_501,
            "How satisfied are you with the delivery? (1 not at all, 5 very)",
            (1, 5),
        )],
    },
    Survey {
        id: 510_006,
        title: "Working at Pumpwerk",
        questions: &[ask(
            51_000_601,
            "How likely are you to recommend working here? (0 not at all, 10 very)",
            (0, 10),
        )],
    },
];

/// A filled-in form.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub survey: usize,
    pub at: Sec,
    /// Name and mail.
    pub who: (String, String, String),
    /// The company's name and domain; none for our own people.
    pub company: Option<(String, String)>,
    /// The team of our own people.
    pub team: Option<&'static str>,
    /// In the order of the survey's questions.
    pub scores: Vec<i64>,
    pub words: Option<&'static str>,
}

/// Writes surveys and answers up to the start; gives the last response id.
pub(super) fn write(world: &World, rows: &mut Rows) -> u64 {
    let mut answers: Vec<Answer> = Vec::new();
    for account in &world.accounts {
        let mut dice = world.dice("surveys", account.index as u64);
        relation(world, account, &mut dice, &mut answers);
        if account.twist != Twist::CrmAndSupport {
            moments(world, account, &mut dice, &mut answers);
        }
    }
    employees(world, &mut answers);
    answers.sort_by(|a, b| (a.at, &a.who.2, a.survey).cmp(&(b.at, &b.who.2, b.survey)));
    for (place, answer) in answers.iter().enumerate() {
        put(answer, place as u64 + 1, answer.at + 300, rows);
    }
    for survey in SURVEYS {
        let count = answers.iter().filter(|a| SURVEYS[a.survey].id == survey.id).count();
        write_survey(world, survey, count, rows);
    }
    answers.len() as u64
}

/// The yearly survey about the relation, with an older round for some.
fn relation(world: &World, account: &Account, dice: &mut Dice, answers: &mut Vec<Answer>) {
    let planted = !matches!(account.twist, Twist::Plain | Twist::CrmAndSupport);
    let asked = planted || account.in_erp && dice.chance(0.72);
    if !asked {
        return;
    }
    let many = if planted { 5 } else { dice.between(2, 5) as usize };
    for (place, person) in
        account.people.iter().filter(|p| p.left.is_none()).take(many).enumerate()
    {
        let at = world.start - dice.between(15, 330) * DAY - dice.between(0, 8 * HOUR);
        answers.push(relational(account, (place, person), at, dice));
        if dice.chance(0.2) && !planted {
            let at = at - 365 * DAY;
            answers.push(relational(account, (place, person), at, dice));
        }
    }
}

fn relational(
    account: &Account,
    (place, person): (usize, &Person),
    at: Sec,
    dice: &mut Dice,
) -> Answer {
    let d = &account.drivers;
    let mut scores = vec![grade(dice, (4.4, 5.4), d.sympathy, (0, 10), 1.2)];
    for driver in [d.sympathy, f64::midpoint(d.billing, d.support), d.support, d.delivery] {
        scores.push(grade(dice, (2.4, 4.4), driver, (1, 7), 0.8));
    }
    for step in 0..3 {
        let base = 2.9 - 0.8 * f64::from(step);
        scores.push(grade(dice, (base, 2.2), d.sympathy, (1, 5), 0.5));
    }
    match account.twist {
        Twist::TrustHigh | Twist::TrustLow => {
            scores[0] = [9, 9, 8, 7, 6][place];
            let high = account.twist == Twist::TrustHigh;
            for score in &mut scores[1..5] {
                *score = if high { 6 + dice.between(0, 1) } else { dice.between(1, 3) };
            }
        }
        Twist::UnhappyDecider => {
            scores[0] = if person.decides() { 3 } else { 9 + dice.between(0, 1) }
        }
        _ => {}
    }
    let words = dice.chance(0.25).then(|| match scores[0] {
        9.. => "Reliable partner, quick answers.",
        7..=8 => "Good, but deliveries could be announced earlier.",
        _ => "We wait too long and hear too little.",
    });
    answer(0, account, person, (at, scores, words))
}

/// The surveys after an event.
fn moments(world: &World, account: &Account, dice: &mut Dice, answers: &mut Vec<Answer>) {
    let d = &account.drivers;
    let all = account.twist == Twist::Kestrel;
    // Survey, how often there is one, up to how many days ago, base and slope over the driver.
    let plans = [
        (1, 0.36, 330, (6.1, -4.9), d.sales, account.in_erp),
        (2, 0.28, 340, (2.5, 2.6), d.onboarding, account.subscription),
        (3, 0.55, 84, (5.0, -3.9), d.support, account.in_support),
        (4, 0.30, 300, (2.4, 2.5), d.delivery, account.goods),
    ];
    for (survey, share, back, (base, slope), driver, fits) in plans {
        if !fits || !(all || dice.chance(share)) {
            continue;
        }
        let question = &SURVEYS[survey].questions[0];
        for _ in 0..dice.between(2, 4) + i64::from(all) {
            let present: Vec<&Person> =
                account.people.iter().filter(|p| p.left.is_none()).collect();
            let person = *dice.pick(&present);
            let at = world.start - dice.between(2, back) * DAY - dice.between(0, 8 * HOUR);
            let score = grade(dice, (base, slope), driver, (question.low, question.high), 0.8);
            answers.push(answer(survey, account, person, (at, vec![score], None)));
        }
    }
}

fn employees(world: &World, answers: &mut Vec<Answer>) {
    let mut dice = world.dice("employees", 0);
    for round in 0..3 {
        for staff in &world.staff {
            let at = world.start - (20 + round * 180) * DAY - dice.between(0, 5 * DAY);
            let who = (staff.given.to_owned(), staff.family.to_owned(), staff.email.clone());
            let scores = vec![dice.between(5, 10)];
            let team = Some(staff.team);
            answers.push(Answer {
                survey: 5,
                at,
                who,
                company: None,
                team,
                scores,
                words: None,
            });
        }
    }
}

/// An answer around `base + slope × driver`, within the scale.
fn grade(
    dice: &mut Dice,
    (base, slope): (f64, f64),
    driver: f64,
    (low, high): (i64, i64),
    spread: f64,
) -> i64 {
    let score = base + slope * driver + spread * dice.bell() + 0.5;
    (score.max(0.0) as i64).clamp(low, high)
}

fn answer(
    survey: usize,
    account: &Account,
    person: &Person,
    (at, scores, words): (Sec, Vec<i64>, Option<&'static str>),
) -> Answer {
    Answer {
        survey,
        at,
        who: (person.given.to_owned(), person.family.to_owned(), person.email.clone()),
        company: Some((account.legal_name(), account.domain.clone())),
        team: None,
        scores,
        words,
    }
}

/// An answer given in a tick, to the survey after a support case.
pub(super) fn new_answer(account: &Account, at: Sec, dice: &mut Dice) -> Answer {
    let present: Vec<&Person> = account.people.iter().filter(|p| p.left.is_none()).collect();
    let person = *dice.pick(&present);
    let score = grade(dice, (5.0, -3.9), account.drivers.support, (1, 5), 0.8);
    answer(3, account, person, (at, vec![score], None))
}

pub(super) fn put(answer: &Answer, number: u64, at: Sec, rows: &mut Rows) {
    let id = (118_000_000_000 + number * 17).to_string();
    rows.put("responses", id.clone(), at, |at| response(answer, &id, at));
}

fn response(answer: &Answer, id: &str, at: Sec) -> String {
    let survey = &SURVEYS[answer.survey];
    let mut questions: Vec<String> = Vec::new();
    for (question, score) in survey.questions.iter().zip(&answer.scores) {
        let q = question.id;
        questions.push(format!(
            r#"{{"id":"{q}","answers":[{{"choice_id":"{q}{score:02}","row_id":"{q}99","choice_metadata":{{"weight":"{score}"}},"simple_text":"{score}"}}]}}"#
        ));
    }
    if let Some(words) = answer.words {
        let words = quoted(words);
        let q = survey.id * 100 + 31;
        questions.push(format!(
            r#"{{"id":"{q}","answers":[{{"text":{words},"simple_text":{words}}}]}}"#
        ));
    }
    let page = format!(r#"{{"id":"{}","questions":{}}}"#, survey.id * 10 + 1, list(questions));
    let (given, family, mail) = &answer.who;
    let field = |value: &str| format!(r#"{{"type":"string","value":{}}}"#, quoted(value));
    let contact = Object::new()
        .raw("first_name", field(given))
        .raw("last_name", field(family))
        .raw("email", field(mail))
        .finish();
    let variables = answer.company.as_ref().map_or_else(Object::new, |(name, domain)| {
        Object::new().text("company", name).text("domain", domain)
    });
    let variables = match answer.team {
        Some(team) => variables.text("team", team),
        None => variables,
    };
    Object::new()
        .word("id", id)
        .word("recipient_id", id)
        .word("survey_id", survey.id.to_string())
        .word("collector_id", (survey.id + 400_000).to_string())
        .word("collection_mode", "default")
        .word("response_status", "completed")
        .word("custom_value", "")
        .raw("custom_variables", variables.finish())
        .word("ip_address", "")
        .int("total_time", 95)
        .word("date_created", when::iso_offset(answer.at))
        .word("date_modified", when::iso_offset(at))
        .word(
            "href",
            format!("https://api.surveymonkey.com/v3/surveys/{}/responses/{id}", survey.id),
        )
        .raw("logic_path", "{}")
        .raw("page_path", "[]")
        .raw("metadata", format!(r#"{{"contact":{contact}}}"#))
        .raw("pages", format!("[{page}]"))
        .finish()
}

fn write_survey(world: &World, survey: &Survey, count: usize, rows: &mut Rows) {
    let created = world.start - 760 * DAY;
    let href = format!("https://api.surveymonkey.com/v3/surveys/{}", survey.id);
    rows.put("surveys", survey.id.to_string(), created, |_| {
        Object::new()
            .word("id", survey.id.to_string())
            .text("title", survey.title)
            .word("nickname", "")
            .word("href", &href)
            .finish()
    });
    rows.put("survey_details", survey.id.to_string(), created, |at| {
        let questions = list(survey.questions.iter().map(question).chain([verbatim(survey)]));
        let page = Object::new()
            .word("id", (survey.id * 10 + 1).to_string())
            .word("title", "")
            .word("description", "")
            .int("position", 1)
            .int("question_count", survey.questions.len() as i64 + 1)
            .raw("questions", questions)
            .finish();
        Object::new()
            .word("id", survey.id.to_string())
            .text("title", survey.title)
            .word("nickname", "")
            .word("language", "en")
            .word("folder_id", "0")
            .word("category", "customer_feedback")
            .int("question_count", survey.questions.len() as i64 + 1)
            .int("page_count", 1)
            .int("response_count", count as i64)
            .word("date_created", when::iso_offset(at))
            .word("date_modified", when::iso_offset(at))
            .word("href", &href)
            .raw("pages", format!("[{page}]"))
            .finish()
    });
}

fn question(question: &Question) -> String {
    let q = question.id;
    let choices = (question.low..=question.high).map(|n| {
        let place = n - question.low + 1;
        format!(r#"{{"id":"{q}{n:02}","text":"{n}","weight":{n},"position":{place},"visible":true}}"#)
    });
    let rows = format!(r#"[{{"id":"{q}99","text":"","position":1,"visible":true}}]"#);
    Object::new()
        .word("id", q.to_string())
        .word("family", "matrix")
        .word("subtype", "rating")
        .raw("headings", format!(r#"[{{"heading":{}}}]"#, quoted(question.heading)))
        .raw("answers", format!(r#"{{"rows":{rows},"choices":{}}}"#, list(choices)))
        .finish()
}

fn verbatim(survey: &Survey) -> String {
    Object::new()
        .word("id", (survey.id * 100 + 31).to_string())
        .word("family", "open_ended")
        .word("subtype", "essay")
        .raw("headings", r#"[{"heading":"What else should we know?"}]"#)
        .finish()
}
