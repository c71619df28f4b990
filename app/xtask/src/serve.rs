//! From a fresh clone to a lesson in the browser.

use crate::{build, step, tool};
use std::{net::TcpListener, process::Command};

pub(crate) fn run(port: Option<&str>) -> Result<(), String> {
    let port = match port {
        Some(port) => port
            .parse()
            .map_err(|_| format!("a port is a number up to 65535, and {port:?} is none"))?,
        None => free_port()?,
    };
    tool::set_up_build()?;
    build::fetch();
    let address = format!("http://127.0.0.1:{port}/");
    println!("Building the player (one to five minutes the first time, then seconds).");
    println!("It will be at {address} and follow your changes; stop it with Ctrl-C.");
    let mut trunk = build::trunk("serve");
    trunk
        .args(["--no-autoreload", "--port"])
        .arg(port.to_string())
        // `finish` says it again when there is something to see.
        .env("BOUCLE_ADDRESS", address);
    become_it(&mut trunk)
}

/// The usual port, or one of the next where it is taken.
fn free_port() -> Result<u16, String> {
    (8080..8100)
        .find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok())
        .ok_or_else(|| "all ports from 8080 to 8099 are taken: name one with --port".to_owned())
}

/// Hands this process over, so that whoever stops it stops the server and leaves nothing behind.
#[cfg(unix)]
fn become_it(command: &mut Command) -> Result<(), String> {
    use std::os::unix::process::CommandExt as _;
    let why = command.exec();
    Err(format!(
        "`{}` could not be started: {why}",
        step::name(command)
    ))
}

#[cfg(not(unix))]
fn become_it(command: &mut Command) -> Result<(), String> {
    step::run(command)
}
