//! What learners and presenters see.
//!
//! `event → domain → (new state, effects) → adapter`: [`play`] is the loop, [`hub`] holds its state and
//! tells who shows it, [`run`] carries out its effects, [`adapter`] is the browser, [`view`] and
//! [`interaction`] show the state.

mod adapter;
mod hub;
mod interaction;
mod look;
mod play;
mod run;
mod telling;
mod view;
mod words;

fn main() {
    run::start();
    view::mount();
}

/// Hands out memory. That of the standard library for wasm is three times its size, and no faster
/// with the few small texts we make; `app/decisions/bytes.md`.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
