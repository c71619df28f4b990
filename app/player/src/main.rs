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
    adapter::starter::report_panics();
    run::start();
    view::mount();
}
