//! What an author writes, and what must come of it.
//!
//! Each folder of `tests/sources` is a course as an author wrote it, with what `boucle check` says
//! about it in `findings.txt`, and for those that are to be published the lessons in `lesson.json`.
//! `UPDATE=1 cargo test -p tests --test sources` writes what comes out; read the difference.

#[path = "sources/base.rs"]
mod base;
#[path = "sources/chance.rs"]
mod chance;
#[path = "sources/documents.rs"]
mod documents;
#[path = "sources/golden.rs"]
mod golden;
#[path = "sources/mend.rs"]
mod mend;
#[path = "sources/program.rs"]
mod program;
#[path = "sources/publish.rs"]
mod publish;
#[path = "sources/rules.rs"]
mod rules;
