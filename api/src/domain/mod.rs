//! Decides. Pure: no async, no I/O, no sea-orm; of the entities it knows ids and closed enums.

pub mod actor;
pub mod bearing;
pub mod changes;
pub mod contribution;
pub mod entry;
pub mod lesson_filter;
pub mod naming;
pub mod origin;
pub mod paging;
pub mod parse;
pub mod partial_date;
pub mod policy;
pub mod population;
pub mod problem;
pub mod reach;
pub mod register;
pub mod remark;
pub mod similar;
pub mod text_key;
pub mod token;
