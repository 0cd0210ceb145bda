//! Comparable forms of what records say, each record by itself.
//!
//! `text` folds and measures words and `words` turns them into numbers; every other file reads
//! one kind of value: the names of organisations and persons, telephone numbers, mailboxes,
//! places, official numbers, days. What is common knowledge (legal forms, nicknames, dialling
//! codes …) is a table in `tables/`, not code.
//!
//! Forms lose nothing that tells two records apart and forgive what does not: what they lose
//! is said where they lose it. Nobody is dropped here because a value looks wrong.

pub(crate) mod day;
pub(crate) mod mailbox;
pub(crate) mod number;
pub(crate) mod organisation;
pub(crate) mod person;
pub(crate) mod phone;
pub(crate) mod place;
mod table;
pub(crate) mod text;
pub(crate) mod words;
