//! Groups of accounts and of every list: how many, and what their numbers are, as flat rows in pages.
//!
//! | file | for |
//! |---|---|
//! | `frame` | what a list can be grouped by, and which of its numbers are summed up |
//! | `types` | the types of the schema, made from that |
//! | `asked` | what a question says: groups, conditions, order, page, and what is selected |
//! | `measure` | numbers of a group, and what conditions and orders say of them |
//! | `sheet` | groups with their numbers, whoever reckoned them: conditions, order and pages of them |
//! | `accounts` | groups of accounts, from memory |
//! | `rows` | groups of all other kinds, from the store |
//! | `render` | a page as Relay's connections are shaped |

mod accounts;
mod asked;
mod frame;
mod measure;
mod render;
mod rows;
mod sheet;
mod types;

pub(super) use frame::frame;
pub(super) use render::answer;
pub(super) use types::register;
