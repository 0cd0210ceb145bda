//! Deletions that no source tells: found by a full read, on both databases.

use accord::model::{Clock as _, Landing, Record};
use accord::store::{Run, RunState, Sighting};
use chrono::Duration;

use crate::kit::databases;
use crate::small::{Small, source};

#[track_caller]
fn fine(run: &Run) {
    assert_eq!(run.state, RunState::Succeeded, "{run:?}");
    assert_eq!(run.read, run.written + run.skipped + run.rejected, "{run:?}");
}

#[track_caller]
fn says(run: &Run, stream: &str, parts: &[&str]) {
    assert_eq!(run.state, RunState::Partial, "{run:?}");
    let found = run.errors.iter().find(|(name, _)| name == stream);
    let (_, message) = found.unwrap_or_else(|| panic!("nothing about {stream}: {run:?}"));
    for part in parts {
        assert!(message.contains(part), "`{part}` is missing in: {message}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_full_read_does_not_meet_is_deleted_and_comes_back_when_it_is_met_again() {
    for database in databases().await {
        let small = Small::of(database.open().await, 250).await;
        fine(&small.synced().await);
        assert_eq!((small.landed("shops").await, small.accounts().await), (250, 250));
        let run = small.synced().await;
        fine(&run);
        assert_eq!(run.written, 0, "{}: nothing changed: {run:?}", database.name);

        // Deleted, changed and added at the same time.
        let lost = small.change(|holds| {
            holds.shops.get_mut(&8).expect("a shop")["name"] = "Another name".into();
            holds.add(251);
            holds.shops.remove(&7)
        });
        let run = small.synced().await;
        fine(&run);
        assert_eq!(run.written, 3, "{}: shops 7, 8, 251: {run:?}", database.name);
        assert_eq!((small.landed("shops").await, small.accounts().await), (250, 250));

        small.change(|holds| holds.shops.insert(7, lost.expect("it was there")));
        fine(&small.synced().await);
        assert_eq!((small.landed("shops").await, small.accounts().await), (251, 251));
        fine(&small.synced().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_set_aside_is_tried_again_when_somebody_says_so() {
    for database in databases().await {
        let small = Small::of(database.open().await, 3).await;
        let (store, now) = (&small.sync.store, small.clock.now());
        // One ticket has no id, another a day that is none.
        let right = small.change(|holds| {
            let nameless = holds.tickets.get_mut(&2).expect("a ticket");
            nameless.as_object_mut().expect("an object").remove("id")
        });
        let run = small.synced().await;
        assert_eq!((run.rejected, store.set_aside().await.expect("counts")[&source()]), (1, 1));
        small.change(|holds| {
            holds.tickets.get_mut(&2).expect("a ticket")["id"] = right.expect("an id");
        });
        let run = small.synced().await;
        assert_eq!(
            (run.rejected, small.landed("tickets").await),
            (0, 2),
            "it did not change, so it is not read"
        );
        assert_eq!(
            store.retry_set_aside(&source(), now).await.expect("it is taken down"),
            Some(1)
        );
        fine(&small.synced().await);
        assert_eq!(small.landed("tickets").await, 3, "{}", database.name);
        assert!(store.set_aside().await.expect("counts").is_empty());
        assert_eq!(
            store.retry_set_aside(&source(), now).await.expect("nothing is left"),
            Some(0)
        );
        store.queue_run(&source(), now).await.expect("it waits");
        let lease = now + Duration::minutes(5);
        store.claim_run("w", now, lease).await.expect("claims").expect("one waits");
        assert_eq!(store.retry_set_aside(&source(), now).await.expect("it is busy"), None);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_added_and_deleted_between_two_reads_was_never_there() {
    for database in databases().await {
        let small = Small::of(database.open().await, 3).await;
        fine(&small.synced().await);
        small.change(|holds| {
            holds.add(4);
            holds.shops.remove(&4);
            holds.tickets.remove(&4);
        });
        let run = small.synced().await;
        fine(&run);
        assert_eq!(run.written, 0, "{}: {run:?}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_did_not_come_to_its_end_deletes_nothing() {
    for database in databases().await {
        let small = Small::of(database.open().await, 250).await;
        fine(&small.synced().await);
        // Page 1 arrives, page 2 does not.
        small.change(|holds| {
            holds.shops.remove(&1);
            holds.fault = Some(("/shops?page=2", 500));
        });
        let run = small.synced().await;
        assert_eq!((run.state, run.errors.len()), (RunState::Partial, 1), "{run:?}");
        assert_eq!(small.landed("shops").await, 250, "{}", database.name);

        // A page that the manifest passes over is no page without records.
        small.change(|holds| holds.fault = Some(("/shops?page=2", 403)));
        says(&small.synced().await, "shops", &["150 of 250", "could not read everything"]);
        assert_eq!(small.landed("shops").await, 250, "{}", database.name);

        small.change(|holds| holds.fault = None);
        fine(&small.synced().await);
        assert_eq!(small.landed("shops").await, 249, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_record_that_cannot_be_read_is_there_and_one_without_a_key_may_be_any() {
    for database in databases().await {
        let small = Small::of(database.open().await, 3).await;
        fine(&small.synced().await);
        let deep = (0..150).fold(serde_json::json!(1), |inner, _| serde_json::json!([inner]));
        small.change(|holds| holds.shops.get_mut(&2).expect("a shop")["deep"] = deep);
        let run = small.synced().await;
        assert_eq!((run.state, run.rejected, run.errors.len()), (RunState::Partial, 1, 0));
        assert_eq!(small.landed("shops").await, 3, "{}", database.name);

        small.change(|holds| {
            holds.shops.insert(2, serde_json::json!({"name": "Nobody"}));
        });
        says(&small.synced().await, "shops", &["1 of 3", "without a readable key"]);
        assert_eq!(small.landed("shops").await, 3, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mass_deletion_waits_for_a_persons_word() {
    for database in databases().await {
        let small = Small::of(database.open().await, 400).await;
        fine(&small.synced().await);
        small.change(|holds| holds.shops.retain(|id, _| *id > 81));
        let parts = [
            "81 of 400",
            "at_most 20%",
            "nothing was deleted",
            "accord sync small --allow-deletes",
        ];
        says(&small.synced().await, "shops", &parts);
        assert_eq!(small.landed("shops").await, 400, "{}", database.name);

        fine(&small.synced_allowing_deletes().await);
        assert_eq!(small.landed("shops").await, 319, "{}", database.name);
        assert_eq!(small.accounts().await, 319, "{}", database.name);

        // The word held for one sync.
        small.change(|holds| holds.shops.clear());
        says(&small.synced().await, "shops", &["gave no record where there are 319"]);
        assert_eq!(small.landed("shops").await, 319, "{}", database.name);
        fine(&small.synced_allowing_deletes().await);
        assert_eq!(small.landed("shops").await, 0, "{}", database.name);
        fine(&small.synced().await);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_answer_of_a_small_stream_is_held_back_as_well() {
    for database in databases().await {
        let small = Small::of(database.open().await, 3).await;
        fine(&small.synced().await);
        small.change(|holds| holds.shops.clear());
        says(&small.synced().await, "shops", &["no record where there are 3"]);
        assert_eq!(small.landed("shops").await, 3, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_incremental_stream_is_read_in_full_every_so_often() {
    for database in databases().await {
        let small = Small::of(database.open().await, 20).await;
        fine(&small.synced().await);
        small.change(|holds| holds.tickets.remove(&5));
        small.asked();
        fine(&small.synced().await);
        let full = |asked: &[String]| asked.iter().any(|url| url.contains("from=2025-10-01"));
        assert!(!full(&small.asked()), "{}: a week has not gone by", database.name);
        assert_eq!(small.landed("tickets").await, 20);

        small.clock.forward(Duration::days(8));
        fine(&small.synced().await);
        assert!(full(&small.asked()), "{}", database.name);
        assert_eq!(small.landed("tickets").await, 19, "{}", database.name);
        fine(&small.synced().await);
        assert!(!full(&small.asked()), "{}: once is enough", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_read_that_was_broken_off_goes_on_where_it_stopped() {
    for database in databases().await {
        let small = Small::of(database.open().await, 28).await;
        fine(&small.synced().await);
        small.change(|holds| {
            holds.tickets.remove(&2);
            holds.tickets.remove(&25);
            // One of its last windows; an ordinary read begins later. Windows are read four at a
            // time, so that the first ones are read by then.
            holds.fault = Some(("from=2026-03-20", 500));
        });
        small.clock.forward(Duration::days(8));
        small.asked();
        let run = small.synced().await;
        says(&run, "tickets", &["broken off", "goes on with the next sync"]);
        assert!(small.asked().iter().any(|url| url.contains("from=2025-10-01")));
        assert_eq!(small.landed("tickets").await, 28, "{}", database.name);

        // What changed meanwhile is read as ever.
        small.change(|holds| {
            holds.fault = None;
            holds.add(29);
            holds.tickets.get_mut(&29).expect("a ticket")["changed"] =
                "2026-04-08T11:00:00Z".into();
        });
        fine(&small.synced().await);
        let asked = small.asked();
        assert!(!asked.iter().any(|url| url.contains("from=2025-10-01")), "{asked:?}");
        assert_eq!(small.landed("tickets").await, 27, "{}: 28 + 1 - 2", database.name);
        let last = small.sync.store.generation(&source(), "tickets").await.expect("the store");
        assert!(last.is_some_and(|last| !last.reading && last.state.is_none()));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mass_deletion_in_an_incremental_stream_is_read_again_on_a_persons_word() {
    for database in databases().await {
        let small = Small::of(database.open().await, 300).await;
        fine(&small.synced().await);
        small.change(|holds| holds.tickets.retain(|id, _| *id > 100));
        small.clock.forward(Duration::days(8));
        says(&small.synced().await, "tickets", &["100 of 300", "--allow-deletes"]);
        // Not at every sync from now on.
        fine(&small.synced().await);
        assert_eq!(small.landed("tickets").await, 300, "{}", database.name);
        fine(&small.synced_allowing_deletes().await);
        assert_eq!(small.landed("tickets").await, 200, "{}", database.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_of_a_full_read_costs_two_small_statements_more() {
    for database in databases().await {
        let store = database.open().await;
        let now = "2026-03-31T12:00:00Z".parse().expect("a moment");
        let run = store.queue_run(&source(), now).await.expect("a run").id;
        store.claim_run("w", now, now + Duration::hours(1)).await.expect("a run");
        let page = |from: usize| Landing {
            source: source(),
            stream: "shops".to_owned(),
            run,
            records: (from..from + 4_000).map(record).collect(),
            dead: Vec::new(),
            state: None,
            at: now,
        };
        for from in 0..10 {
            store.land(&page(from * 4_000)).await.expect("a page");
        }
        let generation = store.begin_generation(&source(), "shops").await.expect("one").number;
        let sighting = Sighting { generation, ..Sighting::default() };
        let mut costs = Vec::new();
        for full in [false, true, false, true] {
            let sent = store.statements();
            for from in 0..10 {
                let page = page(from * 4_000);
                let landed = if full {
                    store.land_seen(&page, &sighting).await
                } else {
                    store.land(&page).await
                };
                assert_eq!(landed.expect("a page").unchanged, 4_000);
            }
            costs.push(store.statements() - sent);
        }
        assert_eq!(costs[1] - costs[0], 20, "{}: ten pages", database.name);
        let unseen = store.unseen(&source(), "shops", generation).await.expect("all seen");
        assert_eq!((unseen.known, unseen.versions.len()), (40_000, 0));
    }
}

fn record(id: usize) -> Record {
    let raw = format!(r#"{{"id":{id},"name":"Shop {id}","more":"{}"}}"#, "x".repeat(300));
    Record { key: id.to_string(), raw, shaped: None, deleted: false }
}
