//! The command line `boucle`: what an author uses to check and publish courses.
//!
//! The rules of a course live in `domain`. Here are the files, the terminal and the exit codes.

pub mod bundle;
pub mod check;
pub mod diff;
pub mod edition;
pub mod export;
pub mod fix;
pub mod folder;
pub mod format;
pub mod import;
pub mod new;
pub mod play;
pub mod render;
