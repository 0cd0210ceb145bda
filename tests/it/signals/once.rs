//! A signal is raised once while it lasts, whoever finds it, and anew when it holds again.

use accord::insight::signals::{Rule, Signal};
use accord::store::{Found, Raised, Scope, SignalFilter, Store, Subscriber};

use super::{count, day, found, signal, subscriber};
use crate::kit::databases;

const ACTIONS: &str = "SELECT COUNT(*) FROM action";
const DELIVERIES: &str = "SELECT COUNT(*) FROM signal_delivery";

async fn all(store: &Store) -> Vec<Raised> {
    let filter = SignalFilter { first: 1_000, ..SignalFilter::default() };
    store.signals(&filter).await.expect("signals are read")
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_that_find_the_same_raise_it_once_with_one_action() {
    for database in databases().await {
        let (one, other) = (database.open().await, database.open().await);
        let signals: Vec<Signal> = (0..20).map(|n| signal(&format!("topic {n:02}"))).collect();
        let backwards: Vec<Signal> = signals.iter().rev().cloned().collect();
        let who = [subscriber("desk")];
        let (here, there) = (found(&signals, &who), found(&backwards, &who));
        let (here, there) = tokio::join!(one.put_signals(&here), other.put_signals(&there));
        let raised = here.expect("raised") + there.expect("raised");
        assert_eq!(raised, 20, "{}", database.name);
        // Again, and after a restart.
        let again = database.open().await;
        assert_eq!(again.put_signals(&found(&signals, &who)).await.expect("known"), 0);
        assert_eq!(all(&one).await.len(), 20, "{}", database.name);
        assert_eq!(count(&database, ACTIONS).await, 20, "{}", database.name);
        assert_eq!(count(&database, DELIVERIES).await, 20, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_longer_holds_ends_and_is_a_new_one_when_it_holds_again() {
    for database in databases().await {
        let store = database.open().await;
        let signals = [signal("a topic")];
        store.put_signals(&found(&signals, &[])).await.expect("raised");
        let later = |signals, on: &str| Found { day: day(on), ..found(signals, &[]) };
        // Half of it still holds: it lasts.
        let half = [Signal { only_holds: true, ..signals[0].clone() }];
        store.put_signals(&later(&half, "2026-03-03")).await.expect("it lasts");
        assert_eq!(all(&store).await[0].ended_on, None, "{}", database.name);
        store.put_signals(&later(&[], "2026-03-04")).await.expect("it ended");
        let ended: Vec<_> =
            all(&store).await.into_iter().map(|raised| raised.ended_on).collect();
        assert_eq!(ended, [Some(day("2026-03-04"))], "{}", database.name);
        // What only holds raises nothing.
        assert_eq!(store.put_signals(&later(&half, "2026-03-05")).await.expect("nothing"), 0);
        assert_eq!(store.put_signals(&later(&signals, "2026-03-06")).await.expect("anew"), 1);
        let ended: Vec<_> =
            all(&store).await.into_iter().map(|raised| raised.ended_on).collect();
        assert_eq!(ended, [None, Some(day("2026-03-04"))], "{}", database.name);
        assert_eq!(count(&database, ACTIONS).await, 2, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_looked_for_does_not_end_and_who_is_hit_is_told_anew() {
    for database in databases().await {
        let store = database.open().await;
        let signals = [signal("a topic")];
        store.put_signals(&found(&signals, &[])).await.expect("raised");
        for scope in [Scope::Nothing, Scope::Rule(Rule::BlindSpot)] {
            let nothing = Found { scope, ..found(&[], &[]) };
            store.put_signals(&nothing).await.expect("looked for something else");
        }
        let wider = [Signal { accounts: vec!["acc_1".into()], ..signals[0].clone() }];
        assert_eq!(store.put_signals(&found(&wider, &[])).await.expect("known"), 0);
        let kept = all(&store).await;
        assert_eq!(kept.len(), 1, "{}", database.name);
        assert_eq!((kept[0].ended_on, kept[0].signal.accounts.len()), (None, 1));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_want_a_signal_are_told_of_it() {
    let database = crate::kit::sqlite();
    let store = database.open().await;
    let of = |name: &str, rules: &[Rule], segment: Option<&str>| Subscriber {
        name: name.to_owned(),
        rules: rules.to_vec(),
        segment: segment.map(str::to_owned),
    };
    let who = [
        of("all", &[], None),
        of("other rules", &[Rule::Fall, Rule::SurveyDue], None),
        of("this rule", &[Rule::Segment], None),
        of("this segment", &[], Some("just-in-time")),
        of("another segment", &[], Some("subscribers")),
        of("its account's segment", &[], Some("steady-goods")),
    ];
    let mut told = signal("a topic");
    told.segments = vec!["steady-goods".to_owned()];
    store.put_signals(&found(&[told], &who)).await.expect("raised");
    let waiting: Vec<String> = store.backlogs().await.expect("backlogs").into_keys().collect();
    assert_eq!(waiting, ["all", "its account's segment", "this rule", "this segment"]);
}
