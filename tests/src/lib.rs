//! Doors for the tests: the few ways by which they reach the program.
//!
//! Tests speak the language of authors and learners. What they need of the types of the program
//! stands here, once; so a change of a type changes one door and not a hundred tests.

use std::io::Write as _;

pub mod house;
pub mod play;
pub mod ready;
pub mod review;
pub mod sample;
pub mod versions;
pub mod walk;

#[cfg(feature = "browser")]
pub mod browser;

/// Prints what a bench has measured.
pub fn say(line: &str) {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").expect("an output");
}
