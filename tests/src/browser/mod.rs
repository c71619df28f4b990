//! Real browsers, driven as learners drive them.

pub mod engine;
pub mod keys;
pub mod learner;
pub mod presses;
pub mod published;
pub mod site;
pub mod tree;
pub mod words;

pub use engine::{Browser, Engine, Keeping, Setup};
pub use learner::Learner;
pub use published::Published;
pub use site::{Fault, Site};
