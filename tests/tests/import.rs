//! Other people's banks, and what must come of them.
//!
//! Each bank of `tests/banks` stands beside what is imported from it (`.md`) and what is told of it
//! (`.txt`). `UPDATE=1 cargo test -p tests --test import` writes both; read the difference.

#[allow(
    dead_code,
    reason = "the small course is shared with the tests of sources, which use more of it"
)]
#[path = "sources/base.rs"]
mod base;
#[path = "import/chance.rs"]
mod chance;
#[path = "import/golden.rs"]
mod golden;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/round.rs"]
mod round;
#[path = "import/rules.rs"]
mod rules;
