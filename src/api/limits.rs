//! How much one request may ask.

use super::errors::{ApiError, Result};

/// Bytes of a document.
pub(super) const TEXT: usize = 100_000;
/// Names, numbers, strings and marks in a document.
pub(super) const TOKENS: usize = 8_000;
/// Brackets open at once in a document, before it is understood.
pub(super) const NESTING: usize = 64;
/// Aliases in a document.
pub(super) const ALIASES: usize = 60;
/// Fields at the root of an operation.
pub(super) const ROOTS: usize = 30;
/// How often one field may be asked for in one place.
pub(super) const REPEATED: usize = 10;
/// Fields of a document once every fragment stands where it is called: a few lines may call one another until they
/// are more than anybody could count.
pub(super) const SPREAD: usize = 10_000;
/// Values in the variables of a request, lists and objects counted with what they hold.
pub(super) const VALUES: usize = 10_000;
/// Levels of nesting, enough for a tool's introspection query.
pub(super) const DEPTH: usize = 15;
/// Sum of the fields asked for, lists counted by their length.
pub(super) const COMPLEXITY: usize = 60_000;
/// Nesting of the query's text, before it is understood.
pub(super) const RECURSION: usize = 32;
/// Directives on one field.
pub(super) const DIRECTIVES: usize = 8;

/// Longest page of accounts.
pub(super) const ACCOUNTS: i32 = 200;
/// Longest page of any other kind.
pub(super) const ENTITIES: i32 = 1_000;
/// Most groups of one question, and the longest page of them.
pub(super) const GROUPS: i32 = 10_000;
/// Most accounts by whose own words rows of other kinds are grouped.
pub(super) const GROUPED_ACCOUNTS: usize = 250_000;
/// What grouping accounts in memory costs beside its page.
pub(super) const GROUPING_COST: usize = 100;
/// What grouping the rows of another kind in the store costs beside its page.
pub(super) const GROUPING_ROWS_COST: usize = 1_000;
/// Most scores of the past, accounts times days, that one question reads.
pub(super) const TOLD: usize = 8_000_000;
/// Most that a gateway may ask for by what others know of it.
pub(super) const REPRESENTATIONS: usize = 1_000;
/// Longest list below one account, score or connector.
pub(super) const PARTS: i32 = 200;
/// Most runs of one connector; all of them are read in one statement.
pub(super) const RUNS: i32 = 50;
/// Most points of a history: each is a score of its own.
pub(super) const POINTS: usize = 120;
/// Records looked at for the coverage of a source's fields.
pub(super) const SAMPLE: i64 = 200;
/// Most records set aside that one run tells.
pub(super) const DEAD_LETTERS: i64 = 500;
/// Most records that a dry run reads.
pub(super) const TRIED: i32 = 1_000;
/// What telling how one account came to be costs beside its fields: it is clustered again.
pub(super) const IDENTITY_COST: usize = 500;
/// Most accounts in the groups of the accounts of one list.
pub(super) const GROUP: usize = 10_000;
/// What pooling many accounts costs beside its fields.
pub(super) const GROUP_COST: usize = 1_000;
/// What reading all books, once for a request, costs.
pub(super) const BOOKS_COST: usize = 100;
/// What computing one score costs beside its fields.
pub(super) const SCORE_COST: usize = 10;

/// How many were asked for, when that is allowed.
pub(super) fn first(asked: i32, most: i32) -> Result<usize> {
    length("first", asked, most)
}

/// How many were asked for by this argument, when that is allowed.
pub(super) fn length(argument: &str, asked: i32, most: i32) -> Result<usize> {
    if (1..=most).contains(&asked) {
        return Ok(asked.unsigned_abs() as usize);
    }
    let what = format!("`{argument}` must be between 1 and {most}; {asked} was asked");
    Err(ApiError::BadInput(what))
}

/// How many to count with before the arguments are checked.
pub(super) fn counted(asked: i32) -> usize {
    usize::try_from(asked).unwrap_or(0).clamp(1, ACCOUNTS as usize)
}
