//! Everything that must hold, in one run.

use crate::{build, size, step, tool};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
};

/// What has been found so far.
#[derive(Debug, Default)]
struct Tally {
    passed: usize,
    /// The name of everything that failed; several tests of one step fail under one name.
    failures: Vec<(String, usize)>,
}

impl Tally {
    fn failed(&self) -> usize {
        self.failures.iter().map(|(_, count)| count).sum()
    }

    fn one(&mut self, name: &str, outcome: Result<(), String>) -> bool {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(ref why) => {
                println!("{why}");
                self.failures.push((name.to_owned(), 1));
            }
        }
        outcome.is_ok()
    }

    /// A step that counts as one.
    fn step(&mut self, name: &str, command: &mut Command) -> bool {
        announce(name);
        self.one(name, step::run(command))
    }

    /// A step that counts as many as there are tests in it.
    fn tests(&mut self, name: &str, command: &mut Command) {
        announce(name);
        match stream(command) {
            Ok((counted, succeeded)) => {
                self.passed += counted.passed;
                // It can fail with no test failed: where a test does not even compile.
                let failed = counted.failed.max(usize::from(!succeeded));
                if failed > 0 {
                    self.failures.push((name.to_owned(), failed));
                }
            }
            Err(why) => {
                self.one(name, Err(why));
            }
        }
    }
}

pub(crate) fn run() -> Result<(), String> {
    let mut tally = Tally::default();
    let native = ["--workspace", "--exclude", "player"];

    tally.step(
        "formatting",
        step::cargo().args(["fmt", "--all", "--check"]),
    );

    announce("tools");
    let tools = tool::set_up_build();
    let ready = tools.is_ok() || tally.one("tools", tools);

    tally.step(
        "lints, native",
        step::cargo()
            .args(["clippy", "--quiet", "--all-targets"])
            .args(native)
            .args(["--features", "tests/browser", "--", "-D", "warnings"]),
    );
    if ready {
        tally.step(
            "lints, wasm32",
            step::cargo()
                .args(["clippy", "--quiet", "--package", "player"])
                .args(["--target", "wasm32-unknown-unknown"])
                .args(["--", "-D", "warnings"]),
        );
    }
    tally.tests(
        "tests",
        step::cargo().args(["test", "--no-fail-fast"]).args(native),
    );
    tally.step(
        "the courses",
        step::cargo()
            .args(["run", "--quiet", "--package", "author", "--bin", "boucle"])
            .args(["--", "check", "courses"]),
    );

    if ready {
        announce("the release build");
        if tally.one("the release build", build::build()) {
            announce("the size budget");
            tally.one("the size budget", size::run());
            browser(&mut tally);
        } else {
            // An older dist/ would tell lies about these sources.
            tally.one(
                "the size budget",
                Err("there is nothing to measure".to_owned()),
            );
            tally.one("browser tests", Err("there is nothing to open".to_owned()));
        }
    }

    println!();
    for (name, _) in &tally.failures {
        println!("failed: {name}");
    }
    println!("{} passed, {} failed", tally.passed, tally.failed());
    if tally.failures.is_empty() {
        Ok(())
    } else {
        // The line above is the last one: no sentence may follow it.
        std::process::exit(1)
    }
}

fn browser(tally: &mut Tally) {
    let name = "browser tests";
    announce("browsers");
    let ready: Result<Vec<(&str, PathBuf)>, String> = tool::browsers().and_then(|mut told| {
        told.push(("BOUCLE_AXE", tool::axe()?));
        told.push(("BOUCLE_DIST", step::root().join("dist")));
        Ok(told)
    });
    match ready {
        Ok(told) => {
            tally.tests(
                "the player's own tests",
                step::cargo()
                    .args(["test", "--package", "player"])
                    .args(["--target", "wasm32-unknown-unknown"])
                    .env(
                        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER",
                        "wasm-bindgen-test-runner",
                    )
                    .envs(told.iter().filter(|told| told.0 == "CHROMEDRIVER").cloned()),
            );
            tally.tests(
                name,
                step::cargo()
                    .args(["test", "--no-fail-fast", "--package", "tests"])
                    .args([
                        "--features",
                        "browser",
                        "--test",
                        "browser",
                        "--test",
                        "crash",
                    ])
                    .envs(told),
            );
        }
        Err(why) => {
            tally.one(name, Err(why));
        }
    }
}

fn announce(name: &str) {
    println!("\n== {name}");
}

/// Tests, counted.
#[derive(Debug, Default, PartialEq)]
struct Count {
    passed: usize,
    failed: usize,
}

impl Count {
    /// Adds what a line of libtest says, if it is one that sums up.
    fn add(&mut self, line: &str) {
        let Some(sum) = line.trim().strip_prefix("test result: ") else {
            return;
        };
        let number = |what: &str| {
            sum.split([';', '.'])
                .filter_map(|part| part.trim().strip_suffix(what))
                .find_map(|number| number.trim().parse::<usize>().ok())
                .unwrap_or(0)
        };
        self.passed += number("passed");
        self.failed += number("failed");
    }
}

/// Runs tests, shows what they print while they print it, and counts them.
fn stream(command: &mut Command) -> Result<(Count, bool), String> {
    let name = step::name(command);
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|why| format!("`{name}` could not be started: {why}"))?;
    let mut count = Count::default();
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            // A reader that went away is no reason to stop counting.
            let _ = std::io::stdout().write_all(&line);
            count.add(&String::from_utf8_lossy(&line));
            line.clear();
        }
    }
    let status = child
        .wait()
        .map_err(|why| format!("`{name}` could not be waited for: {why}"))?;
    Ok((count, status.success()))
}

#[cfg(test)]
mod tests {
    use super::{Count, Tally};

    fn count(lines: &str) -> Count {
        let mut count = Count::default();
        lines.lines().for_each(|line| count.add(line));
        count
    }

    #[test]
    fn the_sums_of_all_test_programs_are_added() {
        let printed = "\
running 2 tests
test a ... ok
test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s

test result: FAILED. 10 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.25s
";
        assert_eq!(
            count(printed),
            Count {
                passed: 12,
                failed: 3
            }
        );
    }

    #[test]
    fn what_a_test_prints_about_results_is_not_counted() {
        let printed =
            "it said: test result: ok. 7 passed\ntest results: 4 passed; 1 failed\n5 passed";
        assert_eq!(count(printed), Count::default());
    }

    #[test]
    fn tests_that_do_not_compile_are_one_failure() {
        let mut tally = Tally::default();
        tally.tests("tests", &mut std::process::Command::new("false"));
        assert_eq!((tally.passed, tally.failed()), (0, 1));
    }
}
