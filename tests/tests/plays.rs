//! Each text in `plays/` goes as it is written. `UPDATE=1` writes down how they really go.

use std::{env, fs};

use tests::{house, play};

#[test]
fn every_play_goes_as_it_is_written() {
    let plays = house::files("tests/plays", &[".play"]);
    assert!(plays.len() >= 12, "there are plays: {}", plays.len());
    let mut changed = Vec::new();
    for source in plays {
        match play::render(&source.text) {
            Ok(real) if real == source.text => {}
            Ok(real) if env::var_os("UPDATE").is_some() => {
                fs::write(house::root().join(&source.path), real).expect("the play can be written");
            }
            Ok(real) => {
                for ((n, written), real) in source.lines().zip(real.lines()) {
                    if written != real {
                        changed.push(format!(
                            "{}\n  written {written}\n  really  {real}",
                            source.at(n)
                        ));
                    }
                }
            }
            Err(why) => changed.push(format!("{}, {why}", source.path)),
        }
    }
    assert!(changed.is_empty(), "\n{}\n", changed.join("\n"));
}

#[test]
fn a_play_says_which_line_nobody_understands() {
    assert_eq!(
        play::render("choice a* b\n\ndance\n"),
        Err("line 3: nobody does \"dance\"".into())
    );
}
