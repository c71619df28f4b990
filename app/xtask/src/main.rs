//! The chores of Boucle: what sets up a machine, builds, serves, tests and measures.
//!
//! Run it as `cargo xtask`. None of this ships.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line speaks on its streams"
)]

mod build;
mod finish;
mod late;
mod pair;
mod prepare;
mod serve;
mod size;
mod split;
mod step;
mod style;
mod test;
mod tool;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask serve [--port N]  sets up what is missing, builds the player, serves it and keeps watching
cargo xtask build             leaves dist/, which any static host can serve from any folder
cargo xtask test              sets up the rest and runs everything
cargo xtask size              prints the bytes of dist/ and compares them with the budget

Called by Trunk, never needed by hand:
cargo xtask prepare           writes the courses and the style sheet to target/
cargo xtask finish            shrinks the built files, names them by their content, writes their digests";

fn main() -> ExitCode {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = given.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["serve"] => serve::run(None),
        ["serve", "--port", port] => serve::run(Some(port)),
        ["build"] => build::run(),
        ["test"] => test::run(),
        ["size"] => size::run(),
        ["prepare"] => prepare::run(),
        ["finish"] => finish::run(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        _ => Err(format!("there is no such chore; there are:\n{USAGE}")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("xtask: {why}");
            ExitCode::FAILURE
        }
    }
}
