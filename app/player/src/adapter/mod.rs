//! The browser. No other module touches it.
//!
//! Each file is one thing the browser gives, with an honest error where it may refuse.

pub(crate) mod chance;
pub(crate) mod database;
pub(crate) mod dom;
pub(crate) mod fetch;
pub(crate) mod file;
pub(crate) mod listen;
pub(crate) mod math;
pub(crate) mod page;
pub(crate) mod press;
mod script;
pub(crate) mod session;
pub(crate) mod shelter;
pub(crate) mod starter;
pub(crate) mod storage;
pub(crate) mod tail;
