//! The release build: `dist/`.

use crate::{step, tool};
use std::{env, process::Command};

pub(crate) fn run() -> Result<(), String> {
    tool::set_up_build()?;
    build()?;
    println!("Built. Any static host can serve dist/, from any folder.");
    Ok(())
}

/// Builds with the tools that are there.
pub(crate) fn build() -> Result<(), String> {
    println!("Building the player (one to five minutes the first time, then seconds).");
    fetch();
    step::run(&mut trunk("build"))
}

/// Trunk runs offline, so what cargo needs must have arrived before. Where everything is there
/// already this asks nothing of the network, and where it fails the build itself says more.
pub(crate) fn fetch() {
    let mut fetch = step::cargo();
    fetch.args(["fetch", "--quiet", "--target", "wasm32-unknown-unknown"]);
    if let Err(why) = step::run(&mut fetch) {
        println!("{why}: going on with what is there.");
    }
}

/// Trunk, kept from looking for newer versions and from fetching tools of its own choice.
pub(crate) fn trunk(chore: &str) -> Command {
    let mut trunk = step::command("trunk");
    trunk
        .args([chore, "--release", "--offline"])
        .env("TRUNK_SKIP_VERSION_CHECK", "true")
        // It takes "true" and "false" there, and stops at the "1" that everybody else uses.
        .env_remove("NO_COLOR");
    if let Some(flags) = step::unnamed_folders() {
        trunk.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", flags);
    }
    if env::var_os("NO_COLOR").is_some() {
        trunk.env("TRUNK_COLOR", "never");
    }
    trunk
}
