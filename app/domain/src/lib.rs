//! What a course is, what a response is worth, what a learner has done.
//!
//! This crate is pure: it knows no screen, no clock, no network, no file, no randomness.
//! What it needs from outside comes in as an argument or through the traits of [`port`].
//! It returns facts; it never returns markup, colours or sentences of the interface.
//! (The one exception: the sentences of an author's [`diagnostic`] belong to their rules.)
//!
//! A module uses those below it:
//!
//! ```text
//! edition · comparison · robot                    a published course as a whole, for its author
//! source · rule · bundle                          reading and publishing
//! review                                          what comes up again
//! progress · mastery · revision · snapshot · slip what it adds up to
//! address · learner · pair · tail · file          where one stands, whose it is, where it is kept
//! journal · pack · statement · trial · activity · course what there is, and what was done
//! interaction/<kind>                              one folder per kind; its read.rs belongs to source
//! behaviour · ballot · prose · outcome · decimal · fold · diagnostic · seed · json · limit · digest · id · port
//! ```

pub mod activity;
pub mod address;
pub mod ballot;
pub mod behaviour;
pub mod bundle;
#[cfg(feature = "source")]
pub mod comparison;
pub mod course;
pub mod decimal;
pub mod diagnostic;
pub mod digest;
#[cfg(feature = "source")]
pub mod edition;
pub mod file;
pub mod fold;
pub mod id;
pub mod interaction;
pub mod journal;
pub mod json;
pub mod learner;
pub mod limit;
pub mod mastery;
pub mod outcome;
pub mod pack;
pub mod pair;
pub mod pieces;
pub mod port;
pub mod progress;
pub mod prose;
pub mod review;
pub mod revision;
#[cfg(feature = "source")]
pub mod robot;
#[cfg(feature = "source")]
pub mod rule;
pub mod seed;
pub mod set;
pub mod slip;
pub mod snapshot;
#[cfg(feature = "source")]
pub mod source;
pub mod statement;
pub mod tail;
pub mod trial;
