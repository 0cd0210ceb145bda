//! Every kind of the unified model as a flat list, made from its declaration: no kind has a line of its
//! own here but where it is more than its fields.
//!
//! | file | for |
//! |---|---|
//! | `shape` | a kind as the schema shows it: names of types, fields, columns |
//! | `types` | the types of the schema, put into its registry |
//! | `meta` | parts of types as the registry keeps them |
//! | `ids` | ids that name any row |
//! | `filter` | what `where` says, in the store's words |
//! | `page` | arguments and cursors of a list |
//! | `nested` | lists of an account's own rows |
//! | `groups` | groups of each list and of accounts, with what their numbers are |
//! | `connection` | a page as Relay's connections are shaped |
//! | `selection` | what is asked of an object |
//! | `represented` | rows and accounts that a gateway asks for |
//! | `render` | rows as objects, a column at a time |
//! | `row` | the types that other parts of the schema give out as well |
//! | `roots` | the fields at the root |
//!
//! The library resolves a field of a row at a time, which for a thousand rows of forty fields is most of
//! the work; here the selection is read once for all rows.

mod connection;
mod filter;
mod groups;
mod ids;
mod meta;
mod nested;
mod page;
mod render;
mod represented;
mod roots;
mod row;
mod selection;
mod shape;
mod types;

pub(super) use ids::local;
pub(super) use nested::AccountRows;
pub(super) use page::Arguments;
pub(super) use render::{fields_asked, lists, many, one};
pub(super) use roots::EntityQuery;
pub(super) use row::{Row, row_types};
pub(super) use selection::{Asked, object, unfold};
pub(super) use types::register;
