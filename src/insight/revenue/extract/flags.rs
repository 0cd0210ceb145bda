//! What holds of an account that moves the odds of a renewal.

use super::Reader;
use crate::insight::measure::{champion, overdue};
use crate::insight::revenue::book::{Book, Flag};
use crate::model::{Contact, Ticket};

/// Days for which a champion's status is believed.
const CHAMPION_DAYS: i64 = 180;
/// Days without a decision maker that count.
const CONTACT_DAYS: i64 = 90;
/// Days overdue that count.
const OVERDUE_DAYS: i64 = 60;

impl Reader<'_> {
    pub(super) fn flags(&self, book: &mut Book) {
        let found = [self.champion_lost(), self.escalation(), self.overdue()];
        book.flags.extend(found.into_iter().flatten());
        match self.decision_maker() {
            Ok(flag) => book.flags.extend(flag),
            Err(note) => book.notes.push(note),
        }
        book.flags.sort_by(|a, b| a.code.cmp(&b.code));
    }

    fn champion_lost(&self) -> Option<Flag> {
        let standing = champion(self.room, CHAMPION_DAYS).filter(|s| s.word == "LEFT")?;
        let note = format!("the champion left, known since {}", standing.since);
        Some(flag("CHAMPION_LOST", standing.shown_by().map(str::to_owned), note))
    }

    fn escalation(&self) -> Option<Flag> {
        let end = self.room.end();
        let open = |ticket: &&Ticket| {
            let opened = ticket.opened_at.is_some_and(|at| at < end);
            let solved = match ticket.solved_at {
                Some(at) => at < end,
                None => matches!(ticket.status.as_deref(), Some("SOLVED" | "CLOSED")),
            };
            ticket.escalated == Some(true) && opened && !solved
        };
        let oldest = self.facts.tickets.iter().filter(open);
        let oldest = oldest.min_by_key(|ticket| (ticket.opened_at, &ticket.origin.id))?;
        let since = oldest.opened_at.map(|at| self.room.local_day(at))?;
        let note = format!("an escalated ticket has been open since {since}");
        Some(flag("OPEN_ESCALATION", Some(oldest.origin.id.clone()), note))
    }

    fn overdue(&self) -> Option<Flag> {
        let overdue = overdue(self.room, OVERDUE_DAYS)?;
        let note = format!("overdue by more than {OVERDUE_DAYS} days since {}", overdue.since);
        Some(flag("OVERDUE_60D", None, note))
    }

    /// No two-way touch with somebody who decides; or why that cannot be told.
    fn decision_maker(&self) -> Result<Option<Flag>, String> {
        let decides = |contact: &Contact| {
            matches!(contact.buying_role.as_deref(), Some("DECISION_MAKER" | "ECONOMIC_BUYER"))
        };
        if !self.room.active_contacts().any(decides) {
            return Err("nobody is mapped as a decision maker".to_owned());
        }
        let mut touches = self.room.touches().peekable();
        if touches.peek().is_none() {
            return Err("no system tells of touches with their people".to_owned());
        }
        let newest = touches
            .filter(|(_, touch)| touch.two_way == Some(true))
            .filter(|(_, touch)| self.room.contact(&touch.origin).is_some_and(decides))
            .max_by_key(|(day, touch)| (*day, std::cmp::Reverse(&touch.origin.id)));
        let age = newest.map(|(day, _)| (self.as_of() - day).num_days());
        if age.is_some_and(|age| age < CONTACT_DAYS) {
            return Ok(None);
        }
        let note = newest.map_or_else(
            || "no two-way touch with a decision maker is known".to_owned(),
            |(day, _)| format!("the last two-way touch with a decision maker was on {day}"),
        );
        let from = newest.map(|(_, touch)| touch.origin.id.clone());
        Ok(Some(flag("NO_DECISION_MAKER_CONTACT_90D", from, note)))
    }
}

fn flag(code: &str, from: Option<String>, note: String) -> Flag {
    Flag { code: code.to_owned(), from, note }
}
