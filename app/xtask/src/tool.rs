//! What a machine needs, and how it gets it. What is there is never replaced.

use crate::step;
use std::{
    env,
    io::Write as _,
    path::PathBuf,
    process::{Command, Stdio},
};

/// The last Trunk that the compiler of this workspace can build.
const TRUNK: &str = "0.21.14";
/// Debian's wasm-opt (108) writes modules that no browser can start, so only this one is used.
const BINARYEN: &str = "132.0.0";
/// Makes scripts and style sheets smaller.
const ESBUILD: &str = "0.28.2";
const AXE: &str = "4.14.1";
const TARGET: &str = "wasm32-unknown-unknown";

/// Everything that building the player needs.
pub(crate) fn set_up_build() -> Result<(), String> {
    wasm_target()?;
    trunk()?;
    wasm_bindgen()?;
    binaryen();
    esbuild();
    Ok(())
}

fn wasm_target() -> Result<(), String> {
    let sysroot = step::answer(step::command("rustc").args(["--print", "sysroot"]))
        .ok_or("rustc does not answer: is the toolchain of rust-toolchain.toml there?")?;
    if PathBuf::from(sysroot)
        .join("lib/rustlib")
        .join(TARGET)
        .is_dir()
    {
        return Ok(());
    }
    println!("Adding the {TARGET} target to the compiler (a few seconds).");
    step::run(step::command("rustup").args(["target", "add", TARGET]))
        .map_err(|why| format!("{why}; the compiler needs its {TARGET} target"))
}

fn trunk() -> Result<(), String> {
    let there = version_of("trunk");
    if there.as_deref() == Some(TRUNK) {
        return Ok(());
    }
    println!(
        "Installing Trunk {TRUNK}, which builds and serves the player (3 to 10 minutes, once)."
    );
    step::run(&mut install("trunk", Some(TRUNK), there.is_some(), true))
}

fn wasm_bindgen() -> Result<(), String> {
    let lock = step::read(&step::root().join("Cargo.lock"))?;
    let wanted = locked_version(&lock, "wasm-bindgen")
        .ok_or("Cargo.lock has no wasm-bindgen, so its command cannot be matched to it")?;
    let there = version_of("wasm-bindgen");
    if there.as_deref() == Some(wanted.as_str()) {
        return Ok(());
    }
    println!("Installing wasm-bindgen {wanted}, the version in Cargo.lock (1 to 4 minutes, once).");
    let aside = there.is_some();
    let mut locked = install("wasm-bindgen-cli", Some(&wanted), aside, true);
    // Its own lock file names versions that some registries no longer offer.
    step::run(&mut locked).or_else(|_| {
        step::run(&mut install(
            "wasm-bindgen-cli",
            Some(&wanted),
            aside,
            false,
        ))
    })
}

/// Without it the player is a tenth bigger and works the same, so nothing here is an error.
fn binaryen() {
    if wasm_opt().is_some() {
        return;
    }
    let Some(npm) = npm() else {
        println!(
            "Node.js with npm is not here: building without wasm-opt and esbuild, which make the download about a tenth smaller."
        );
        return;
    };
    println!("Fetching wasm-opt (binaryen {BINARYEN}, about 100 MB, less than a minute, once).");
    if let Err(why) = npm_install(&npm, "binaryen", BINARYEN) {
        println!("{why}: building without wasm-opt.");
    }
}

/// Without it the scripts are a little bigger and work the same.
fn esbuild() {
    if esbuild_program().is_some() {
        return;
    }
    if let Some(npm) = npm() {
        println!("Fetching esbuild {ESBUILD} (about 10 MB, a few seconds, once).");
        if let Err(why) = npm_install(&npm, "esbuild", ESBUILD) {
            println!("{why}: building without esbuild.");
        }
    }
}

fn esbuild_program() -> Option<PathBuf> {
    let program = package("esbuild").join("bin").join("esbuild");
    let version = step::answer(step::command(&program).arg("--version"))?;
    (version.trim() == ESBUILD).then_some(program)
}

/// A script or a style sheet in fewer bytes, if esbuild is there and can read it.
pub(crate) fn minify(kind: &str, source: &[u8]) -> Option<Vec<u8>> {
    let mut minify = step::command(esbuild_program()?);
    // As written, whatever browser: what the oldest one can do is our business, not the tool's.
    minify
        .args(["--minify", "--target=esnext", "--charset=utf8"])
        .arg(format!("--loader={kind}"));
    if kind == "css" {
        // But for rules in rules: many an old phone does not know them, and they cost nothing apart.
        minify.arg("--supported:nesting=false");
    }
    if kind == "js" {
        // Both scripts are modules; said so, the names at their top are shortened too.
        minify.args(["--format=esm", "--tree-shaking=true"]);
    }
    minify
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit());
    let mut running = minify.spawn().ok()?;
    // Taken out, so that it is closed: only then esbuild knows that this is all.
    running.stdin.take()?.write_all(source).ok()?;
    let output = running.wait_with_output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// The command that runs wasm-opt, if the right one is there.
pub(crate) fn wasm_opt() -> Option<Command> {
    let script = package("binaryen").join("bin").join("wasm-opt");
    let run = |script: &PathBuf| {
        let mut command = step::command("node");
        command.arg(script);
        command
    };
    script.is_file().then_some(())?;
    let version = step::answer(run(&script).arg("--version"))?;
    let major = BINARYEN.split('.').next()?;
    version
        .split_whitespace()
        .any(|word| word == major)
        .then(|| run(&script))
}

/// axe-core, which finds barriers in pages; the browser tests inject it.
pub(crate) fn axe() -> Result<PathBuf, String> {
    let file = package("axe-core").join("axe.min.js");
    let about = std::fs::read_to_string(package("axe-core").join("package.json"));
    if file.is_file() && about.is_ok_and(|text| text.contains(&format!("\"{AXE}\""))) {
        return Ok(file);
    }
    let npm = npm().ok_or("install Node.js with npm: axe-core comes from there")?;
    println!("Fetching axe-core {AXE} (a few seconds, once).");
    npm_install(&npm, "axe-core", AXE)?;
    Ok(file)
}

/// The browsers and their drivers, as the browser tests want to be told of them.
pub(crate) fn browsers() -> Result<Vec<(&'static str, PathBuf)>, String> {
    let missing: Vec<&str> = [
        ("chromium", CHROMIUM),
        ("chromium-driver", CHROMEDRIVER),
        ("firefox-esr", FIREFOX),
    ]
    .into_iter()
    .filter(|(_, names)| step::find(names).is_none())
    .map(|(package, _)| package)
    .collect();
    if !missing.is_empty() {
        apt(&missing)?;
    }
    if step::find(GECKODRIVER).is_none() {
        println!("Installing geckodriver, which drives Firefox (1 to 5 minutes, once).");
        step::run(&mut install("geckodriver", None, false, true))?;
    }
    [
        ("CHROMIUM", CHROMIUM),
        ("CHROMEDRIVER", CHROMEDRIVER),
        ("FIREFOX", FIREFOX),
        ("GECKODRIVER", GECKODRIVER),
    ]
    .into_iter()
    .map(|(variable, names)| match step::find(names) {
        Some(path) => Ok((variable, path)),
        None => Err(format!("{} is not on the search path", names[0])),
    })
    .collect()
}

const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome"];
const CHROMEDRIVER: &[&str] = &["chromedriver"];
const FIREFOX: &[&str] = &["firefox-esr", "firefox"];
const GECKODRIVER: &[&str] = &["geckodriver"];

/// System packages, where this is a system that has them and we may install.
fn apt(packages: &[&str]) -> Result<(), String> {
    let named = packages.join(", ");
    let by_hand = format!("the browser tests need {named}: install them, then run this again");
    let may = step::find(&["apt-get"]).is_some()
        && step::answer(step::command("id").arg("-u")).as_deref() == Some("0");
    if !may {
        return Err(by_hand);
    }
    println!("Installing {named} (one to five minutes, once).");
    let quiet = |words: &[&str]| {
        let mut apt = step::command("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(words);
        apt
    };
    let install = || {
        step::run(quiet(&["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages))
    };
    // The lists may be old or empty; only then are they worth the time.
    install()
        .or_else(|_| step::run(&mut quiet(&["update", "--quiet"])).and_then(|()| install()))
        .map_err(|why| format!("{why}; {by_hand}"))
}

/// An installation by cargo. Where another version is already there it stays, and ours goes
/// into the folder of this clone.
fn install(package: &str, version: Option<&str>, aside: bool, locked: bool) -> Command {
    let mut cargo = step::cargo();
    cargo.args(["install", package]);
    if let Some(version) = version {
        cargo.args(["--version", version]);
    }
    if locked {
        cargo.arg("--locked");
    }
    if aside {
        cargo.arg("--root").arg(step::tools());
    }
    // A tool is not a part of this workspace and must not be built among its files.
    cargo
        .env_remove("CARGO_TARGET_DIR")
        .current_dir(env::temp_dir());
    cargo
}

fn npm() -> Option<PathBuf> {
    step::find(&["node"])?;
    step::find(&["npm"]).or_else(|| {
        // On Windows npm is a script, which has another ending.
        step::find(&["npm.cmd"]).or_else(|| cfg!(windows).then(|| PathBuf::from("npm.cmd")))
    })
}

fn npm_install(npm: &PathBuf, package: &str, version: &str) -> Result<(), String> {
    let prefix = npm_prefix(package);
    std::fs::create_dir_all(&prefix).map_err(|why| format!("{}: {why}", prefix.display()))?;
    step::run(
        step::command(npm)
            .args([
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--silent",
            ])
            .arg("--prefix")
            .arg(&prefix)
            .arg(format!("{package}@{version}")),
    )
}

fn npm_prefix(package: &str) -> PathBuf {
    step::tools().join(package)
}

fn package(name: &str) -> PathBuf {
    npm_prefix(name).join("node_modules").join(name)
}

fn version_of(program: &str) -> Option<String> {
    step::find(&[program])?;
    let answer = step::answer(step::command(program).arg("--version"))?;
    answer.split_whitespace().nth(1).map(str::to_owned)
}

/// The version of a package in a lock file.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let lock: toml::Table = lock.parse().ok()?;
    let packages = lock.get("package")?.as_array()?;
    let found = packages
        .iter()
        .find(|entry| entry.get("name").and_then(toml::Value::as_str) == Some(package))?;
    found.get("version")?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::locked_version;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.131"

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
dependencies = ["wasm-bindgen-macro"]
"#;

    #[test]
    fn the_command_gets_the_version_of_the_package_of_exactly_that_name() {
        assert_eq!(
            locked_version(LOCK, "wasm-bindgen").as_deref(),
            Some("0.2.130")
        );
    }

    #[test]
    fn a_package_that_is_not_locked_has_no_version() {
        assert_eq!(locked_version(LOCK, "leptos"), None);
        assert_eq!(locked_version("not a lock file", "leptos"), None);
    }
}
