//! The rules of the house. Rules that nothing executes drift.

use std::{collections::BTreeSet, env, process::Command};

use domain::{interaction::Kind, rule::Rule};
use serde_json::Value;
use tests::house::{Source, code, file, files, folders, root};

/// Fails with everything that was found, one to a line.
fn none(found: Vec<String>, rule: &str) {
    assert!(found.is_empty(), "{rule}\n  {}\n", found.join("\n  "));
}

/// Every line of `sources` in which `holds` is true.
fn lines(sources: &[Source], holds: impl Fn(&str) -> bool) -> Vec<String> {
    let found = |source: &Source| {
        let lines = source.lines().filter(|(_, line)| holds(line));
        lines
            .map(|(n, line)| format!("{} {}", source.at(n), line.trim()))
            .collect::<Vec<_>>()
    };
    sources.iter().flat_map(found).collect()
}

/// Rust sources below `folder`, without what stands in comments and literals.
fn rust(folder: &str) -> Vec<Source> {
    let bare = |source: Source| Source {
        text: code(&source.text),
        ..source
    };
    files(folder, &[".rs"]).into_iter().map(bare).collect()
}

/// Whether `word` stands in `text` as a word of its own.
fn says(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let before = text.get(..at).and_then(|t| t.chars().next_back());
        let after = text.get(at + word.len()..).and_then(|t| t.chars().next());
        let longer = before.is_some_and(part) && word.starts_with(part);
        let goes_on = after.is_some_and(part) && word.ends_with(part);
        !longer && !goes_on
    })
}

// ---- Who may import whom --------------------------------------------------------------------

fn cargo(arguments: &[&str]) -> Vec<u8> {
    let cargo = env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
    let output = Command::new(cargo)
        .args(arguments)
        .current_dir(root())
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo {arguments:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

/// Every crate that the crate `name` of the workspace uses, itself and through others.
/// What only its tests use does not count.
fn uses(metadata: &Value, name: &str) -> BTreeSet<String> {
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let packages = list(&metadata["packages"]);
    let member = |p: &&Value| p["name"] == name && p["source"].is_null();
    let id = packages.iter().find(member).map(|p| text(&p["id"]));
    let mut wanted = vec![id.unwrap_or_else(|| panic!("the workspace has a crate {name}"))];
    let mut seen = BTreeSet::new();
    while let Some(id) = wanted.pop() {
        if !seen.insert(id.clone()) {
            continue;
        }
        let nodes = list(&metadata["resolve"]["nodes"]);
        let node = nodes
            .iter()
            .find(|node| node["id"] == id.as_str())
            .cloned()
            .unwrap_or_default();
        for used in list(&node["deps"]) {
            if list(&used["dep_kinds"])
                .iter()
                .any(|kind| kind["kind"] != "dev")
            {
                wanted.push(text(&used["pkg"]));
            }
        }
    }
    let named = packages.iter().filter(|p| seen.contains(&text(&p["id"])));
    named
        .map(|p| text(&p["name"]))
        .filter(|used| used != name)
        .collect()
}

#[test]
fn no_crate_uses_what_lies_above_it() {
    let metadata = cargo(&["metadata", "--format-version", "1", "--offline"]);
    let metadata: Value = serde_json::from_slice(&metadata).expect("metadata is JSON");
    let browser = [
        "leptos",
        "web-sys",
        "js-sys",
        "wasm-bindgen",
        "wasm-bindgen-futures",
    ];
    let ours = ["player", "author", "xtask", "tests"];
    for (name, forbidden) in [
        ("domain", &[&browser[..], &ours].concat()[..]),
        ("player", &["author", "xtask", "tests"]),
        (
            "author",
            &[&browser[..], &["player", "xtask", "tests"]].concat(),
        ),
        ("xtask", &["domain", "player", "author", "tests", "leptos"]),
    ] {
        let used = uses(&metadata, name);
        let gloo = used
            .iter()
            .filter(|used| name != "player" && used.starts_with("gloo"));
        let wrong: Vec<_> = used
            .iter()
            .filter(|used| forbidden.contains(&used.as_str()))
            .chain(gloo)
            .collect();
        assert!(wrong.is_empty(), "{name} uses {wrong:?}");
    }
    assert!(
        uses(&metadata, "player").contains("domain"),
        "the test sees what is used"
    );
}

#[test]
fn only_the_adapters_touch_the_browser() {
    let sources: Vec<Source> = rust("app/player/src")
        .into_iter()
        .filter(|source| !source.path.starts_with("app/player/src/adapter/"))
        .collect();
    let words = [
        "web_sys::window",
        "window()",
        "document()",
        "gloo_storage",
        "gloo_",
        "js_sys",
        "local_storage",
        "session_storage",
        "LocalStorage",
        "SessionStorage",
        "BroadcastChannel",
        "fetch_with_str",
    ];
    let found = lines(&sources, |line| {
        words.iter().any(|word| line.contains(word))
    });
    none(
        found,
        "outside app/player/src/adapter nothing reaches for the browser:",
    );
}

#[test]
fn nothing_is_ever_read_as_html_or_as_a_program() {
    let mut sources = files("app", &[".rs", ".js", ".html"]);
    sources.extend(file("index.html"));
    let words = [
        "inner_html",
        "innerHTML",
        "outer_html",
        "outerHTML",
        "insert_adjacent_html",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
        "Function::new",
        "srcdoc",
        "DOMParser",
        "createContextualFragment",
    ];
    // Comments may say why something is absent; code may not do it.
    let bare = |source: &Source| Source {
        text: uncommented(&source.text),
        ..source.clone()
    };
    let sources: Vec<Source> = sources.iter().map(bare).collect();
    let found = lines(&sources, |line| {
        words.iter().any(|word| line.contains(word))
    });
    none(found, "no text becomes markup or program:");
}

/// `text` without lines that are comments, nor what follows `//` after a space.
fn uncommented(text: &str) -> String {
    let code = |line: &str| {
        let bare = line.trim_start();
        let comment = bare.starts_with("//") || bare.starts_with('*') || bare.starts_with("/*");
        if comment {
            String::new()
        } else {
            line.split(" // ").next().unwrap_or("").to_owned()
        }
    };
    text.lines().map(code).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_domain_knows_no_file_no_clock_no_chance_and_no_screen() {
    let words = [
        "std::fs",
        "std::time",
        "SystemTime",
        "Instant",
        "std::env",
        "env::var",
        "std::process",
        "std::net",
        "std::thread",
        "println",
        "eprintln",
        "print!",
        "dbg!",
        "rand::",
        "getrandom",
        "web_sys",
        "leptos",
        "HashMap",
        "HashSet",
    ];
    // The tests inside a module may do as they like.
    let product = |source: Source| {
        let end = source
            .text
            .find("#[cfg(test)]")
            .unwrap_or(source.text.len());
        Source {
            text: source.text.get(..end).unwrap_or("").to_owned(),
            ..source
        }
    };
    let sources: Vec<Source> = rust("app/domain/src").into_iter().map(product).collect();
    let found = lines(&sources, |line| words.iter().any(|word| says(line, word)));
    none(
        found,
        "what the domain needs from outside comes in as an argument or through a port:",
    );
}

#[test]
fn no_kind_of_interaction_knows_another_kind() {
    let mut found = Vec::new();
    for kind in Kind::ALL {
        for other in Kind::ALL.iter().filter(|other| *other != kind) {
            let (kind, other) = (kind.name(), other.name());
            let mut sources = rust(&format!("app/domain/src/interaction/{kind}"));
            sources.extend(
                rust("app/player/src/interaction")
                    .into_iter()
                    .filter(|source| source.path.ends_with(&format!("/{kind}.rs"))),
            );
            let words = [
                format!("interaction::{other}"),
                format!("super::{other}"),
                format!("{other}::"),
            ];
            found.extend(lines(&sources, |line| {
                words.iter().any(|word| says(line, word))
            }));
        }
    }
    none(
        found,
        "what two kinds share moves down, or is written twice:",
    );
}

#[test]
fn the_lints_of_the_house_are_set_and_every_crate_obeys_them() {
    let manifest = file("Cargo.toml")
        .expect("the manifest of the workspace")
        .text;
    for lint in [
        "unsafe_code = \"forbid\"",
        "missing_docs",
        "unreachable_pub",
        "wildcard_enum_match_arm",
        "match_wildcard_for_single_variants",
        "allow_attributes_without_reason",
        "unwrap_used",
        "dbg_macro",
        "todo",
        "print_stdout",
        "iter_over_hash_type",
    ] {
        assert!(
            manifest.lines().any(|line| line.starts_with(lint)),
            "the workspace has the lint {lint}"
        );
    }
    for folder in [
        "app/domain",
        "app/author",
        "app/player",
        "app/xtask",
        "tests",
    ] {
        let manifest = file(&format!("{folder}/Cargo.toml"))
            .expect("a manifest")
            .text;
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{folder} obeys the lints of the house"
        );
    }
}

// ---- Kinds of interaction -------------------------------------------------------------------

#[test]
fn the_course_of_every_kind_shows_the_samples_of_the_guides() {
    let lesson = file("courses/writing-a-course/kinds/every-kind.en.md")
        .expect("the lesson")
        .text;
    let missing = Kind::ALL.iter().filter(|kind| {
        let sample = kind.guide().split("````markdown\n").nth(1);
        let sample = sample.and_then(|rest| rest.split("\n````").next());
        !lesson.contains(sample.expect("a guide has a sample"))
    });
    none(
        missing.map(|kind| kind.name().to_owned()).collect(),
        "the course of every kind shows the sample of each guide, as it stands there",
    );
}

#[test]
fn every_kind_of_interaction_is_complete() {
    let names: Vec<String> = Kind::ALL
        .iter()
        .map(|kind| kind.name().to_owned())
        .collect();
    let mut missing = Vec::new();
    let guide = file("courses/README.md").expect("the author's manual").text;
    for name in &names {
        for path in [
            format!("app/domain/src/interaction/{name}/mod.rs"),
            format!("app/domain/src/interaction/{name}/read.rs"),
            format!("app/domain/src/interaction/{name}/GUIDE.md"),
            format!("app/player/src/interaction/{name}.rs"),
            format!("style/interaction/{name}.css"),
        ] {
            if file(&path).is_none_or(|source| source.text.trim().is_empty()) {
                missing.push(path);
            }
        }
        if !guide
            .lines()
            .any(|line| line.starts_with(&format!("| `{name}` |")))
        {
            missing.push(format!("a row for `{name}` in courses/README.md"));
        }
    }
    none(missing, "a kind lacks:");

    let views = rust("app/player/src/interaction");
    let mut extra = folders("app/domain/src/interaction");
    for source in views.iter().chain(&files("style/interaction", &[".css"])) {
        let name = source
            .path
            .rsplit('/')
            .next()
            .and_then(|name| name.split('.').next());
        extra.extend(name.map(str::to_owned));
    }
    extra.retain(|name| name != "mod" && !names.contains(name));
    // A part that two kinds share may stand beside them.
    extra.retain(|name| {
        views
            .iter()
            .filter(|view| says(&view.text, &format!("{name}::")))
            .count()
            < 2
    });
    none(extra, "these belong to no kind, nor do two share them:");
}

/// What comes late is listed by path; the kinds say themselves whether they can, and the player knows
/// which it can show at once. Where the three differ, the first half calls what is not here.
#[test]
fn what_comes_late_of_a_kind_is_the_same_wherever_it_is_told() {
    let late = file("app/player/late.toml").expect("the list").text;
    let play = file("app/player/src/play/late.rs").expect("the state").text;
    let shown = play.split("const SHOWN_FIRST").nth(1);
    let shown = shown.and_then(|rest| rest.split(';').nth(1));
    let shown = shown.expect("the kinds that are shown at once");
    let mut wrong = Vec::new();
    for kind in Kind::ALL {
        let listed = |part: &str| {
            let path = format!("\"{part}::interaction::{}\"", kind.name());
            late.lines()
                .any(|line| line.trim().trim_end_matches(',') == path)
        };
        if listed("domain") != kind.is_apart() {
            wrong.push(format!(
                "{}: late.toml, and `kinds!` in the domain",
                kind.name()
            ));
        }
        if listed("player") == says(shown, &format!("Kind::{kind:?}")) {
            wrong.push(format!("{}: late.toml, and SHOWN_FIRST", kind.name()));
        }
    }
    none(wrong, "these differ:");
}

/// Sheets are all in one file: a class that the sheet of a kind begins a rule with is of no other kind.
#[test]
fn no_sheet_of_a_kind_dresses_another_kind() {
    // How something was graded, and what several kinds are made of.
    let of_all = [
        "field", "good", "mid", "bad", "key", "mark", "marks", "opt", "piece", "label",
    ];
    let mut found = Vec::new();
    for kind in Kind::ALL {
        let sheet = file(&format!("style/interaction/{}.css", kind.name())).expect("a sheet");
        let rules = sheet.text.split(['{', '}', ',', '\n']);
        let classes: BTreeSet<String> = rules
            .filter_map(|rule| rule.trim().strip_prefix('.'))
            .map(|rule| rule.chars().take_while(char::is_ascii_alphabetic).collect())
            .filter(|class: &String| !of_all.contains(&class.as_str()))
            .collect();
        for other in Kind::ALL.iter().filter(|other| *other != kind) {
            let path = format!("app/player/src/interaction/{}.rs", other.name());
            let text = file(&path).expect("a view").text;
            let text = text.replace(r#""role", "group""#, "");
            let said = text.split('"').skip(1).step_by(2);
            let said: BTreeSet<&str> = said.flat_map(str::split_whitespace).collect();
            let both = classes.iter().filter(|class| said.contains(class.as_str()));
            found.extend(
                both.map(|class| format!("{}.css dresses .{class} of {path}", kind.name())),
            );
        }
    }
    none(found, "another kind has this class too:");
}

/// The sentences of the second half are only there when it is: so only its own modules say them, and
/// what the state does with it.
#[test]
fn only_the_second_half_says_its_sentences() {
    let late = file("app/player/late.toml").expect("the list").text;
    let is_late = |path: &str| {
        let module = path
            .trim_start_matches("app/player/src/")
            .trim_end_matches(".rs");
        let module = ["\"player::", &module.replace('/', "::"), "\","].concat();
        let doings = [
            "/play/check.rs",
            "/play/back.rs",
            "/play/safe.rs",
            "/play/who.rs",
        ];
        doings.iter().any(|doing| path.ends_with(doing))
            || late.lines().any(|line| line.trim() == module)
    };
    let sources: Vec<Source> = rust("app/player/src")
        .into_iter()
        .filter(|source| !is_late(&source.path))
        .collect();
    let found = lines(&sources, |line| line.contains(".late()"));
    none(found, "these say what may not be here yet:");
}

// ---- Words ----------------------------------------------------------------------------------

/// A word we do not say, and the files where it may stand all the same.
struct Banned {
    word: String,
    except: Vec<String>,
}

fn banned() -> Vec<Banned> {
    let table = file("app/GLOSSARY.md").expect("the glossary").text;
    let head = "| we say | we mean | we do not say | except in |";
    let rows = table
        .lines()
        .skip_while(|line| *line != head)
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let mut banned = Vec::new();
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [_, _, words, except] = cells[..] else {
            panic!("four columns: {row}")
        };
        let except = except
            .split(',')
            .map(|path| path.trim().trim_matches('`').to_owned());
        let except: Vec<String> = except.filter(|path| !path.is_empty()).collect();
        for word in words
            .split(',')
            .map(str::trim)
            .filter(|word| !word.is_empty())
        {
            banned.push(Banned {
                word: word.to_owned(),
                except: except.clone(),
            });
        }
    }
    banned
}

/// The words of a line, lower-case: `CourseInfo` and `course_info` are two each.
fn split(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in line.chars() {
        if !c.is_alphabetic() || (c.is_uppercase() && before.is_lowercase()) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c.is_alphabetic(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// The lines of `source` that others read: documentation, and what public items are called.
fn public(source: &Source) -> Vec<(usize, String)> {
    if !source.path.ends_with(".rs") {
        return source
            .lines()
            .map(|(n, line)| (n, line.to_owned()))
            .collect();
    }
    let bare = code(&source.text);
    let lines = source.lines().zip(bare.lines());
    lines
        .filter_map(|((n, line), bare)| {
            let text = line.trim_start();
            let doc = text
                .strip_prefix("///")
                .or_else(|| text.strip_prefix("//!"));
            let item = bare.trim_start().starts_with("pub ").then_some(bare);
            doc.or(item).map(|line| (n, line.to_owned()))
        })
        .collect()
}

#[test]
fn we_say_what_the_glossary_says() {
    let banned = banned();
    assert!(banned.len() > 10, "the table was read");
    let mut sources = files("app", &[".rs", "GUIDE.md"]);
    sources.extend(file("courses/README.md"));
    let mut found = Vec::new();
    for source in &sources {
        let here = |banned: &&Banned| {
            !banned
                .except
                .iter()
                .any(|path| source.path.starts_with(path.as_str()))
        };
        let banned: Vec<&Banned> = banned.iter().filter(here).collect();
        for (n, line) in public(source) {
            let words = split(&line);
            let said = |banned: &&&Banned| {
                words.iter().any(|word| {
                    *word == banned.word || word.strip_suffix('s') == Some(&banned.word)
                })
            };
            for banned in banned.iter().filter(said) {
                found.push(format!(
                    "{} says `{}`: {}",
                    source.at(n),
                    banned.word,
                    line.trim()
                ));
            }
        }
    }
    none(found, "app/GLOSSARY.md has other words for these:");
}

#[test]
fn a_word_is_found_in_names_as_in_sentences() {
    assert_eq!(
        split("pub fn QuizResult(old_quiz: u8)"),
        ["pub", "fn", "quiz", "result", "old", "quiz", "u"]
    );
}

// ---- Documents ------------------------------------------------------------------------------

#[test]
fn every_path_in_the_map_exists() {
    let Some(map) = file("app/ARCHITECTURE.md") else {
        panic!("app/ARCHITECTURE.md is the map")
    };
    let mut found = Vec::new();
    let mut fenced = false;
    for (n, line) in map.lines() {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        for path in line.split('`').skip(1).step_by(2) {
            let plain =
                path.contains('/') && !path.contains(['<', '*', '#', ' ', '(', '{', '…', ':']);
            if plain && !root().join(path.trim_end_matches('/')).exists() {
                found.push(format!("{} `{path}`", map.at(n)));
            }
        }
    }
    none(found, "the map names what is not there:");
}

/// The lines in code fences of `text` that run cargo, without comments and prompts.
fn commands(text: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found = Vec::new();
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            let line = line
                .trim()
                .trim_start_matches("$ ")
                .split(" #")
                .next()
                .unwrap_or("")
                .trim();
            if line.starts_with("cargo ") || line.starts_with("boucle ") {
                found.push(line.to_owned());
            }
        }
    }
    found
}

#[test]
fn every_command_in_the_manuals_exists() {
    let chores = files("app/xtask/src", &[".rs"])
        .iter()
        .map(|file| file.text.clone())
        .collect::<String>();
    let author = files("app/author/src", &[".rs"]);
    // Asked of the program itself, when it is built; else of its source.
    let boucle = |verb: &str| {
        let line = |line: &str| split(line).first().is_some_and(|word| word == verb);
        let named = format!("\"{verb}\"");
        author
            .iter()
            .any(|file| file.text.contains(&named) || code(&file.text).lines().any(line))
    };
    let cargos = [
        "test", "build", "run", "check", "clippy", "fmt", "install", "doc", "fuzz", "bench",
    ];
    let manuals = [
        "README.md",
        "courses/README.md",
        "tests/README.md",
        "app/ARCHITECTURE.md",
        "app/guides/author.md",
        "app/guides/contributor.md",
    ];
    let mut found = Vec::new();
    let mut seen = 0;
    for manual in manuals.iter().filter_map(|path| file(path)) {
        for command in commands(&manual.text) {
            seen += 1;
            let words: Vec<&str> = command.split_whitespace().collect();
            let exists = match words[..] {
                ["cargo", "boucle", "explain", rule] | ["boucle", "explain", rule] => {
                    Rule::named(rule).is_some()
                }
                ["cargo", "xtask", verb, ..] => chores.contains(&format!("\"{verb}\"")),
                ["cargo", "boucle", verb, ..] | ["boucle", verb, ..] => boucle(verb),
                ["cargo", verb, ..] => cargos.contains(&verb),
                _ => false,
            };
            if !exists {
                found.push(format!("{}: {command}", manual.path));
            }
        }
    }
    none(found, "these commands do not exist:");
    assert!(
        seen > 0 && file("README.md").is_some(),
        "the README shows commands"
    );
}

#[test]
fn the_two_commands_are_aliases() {
    let config = file(".cargo/config.toml")
        .expect("the configuration of cargo")
        .text;
    for alias in ["xtask = ", "boucle = "] {
        assert!(
            config.lines().any(|line| line.starts_with(alias)),
            "{alias}"
        );
    }
}

#[test]
fn no_path_of_one_machine_stands_in_a_source() {
    let mut sources = Vec::new();
    for folder in ["app", "tests", "style", "courses", ".cargo", ".ci"] {
        sources.extend(files(
            folder,
            &[
                ".rs", ".toml", ".md", ".js", ".css", ".html", ".svg", ".sh", "run",
            ],
        ));
    }
    sources.extend(
        ["Cargo.toml", "Trunk.toml", "index.html", "README.md"]
            .iter()
            .filter_map(|path| file(path)),
    );
    // Put together here, so that this file does not name what it looks for.
    let folders = ["work", "root", "tmp", "home", "Users"].map(|folder| format!("/{folder}/"));
    let found = lines(&sources, |line| {
        folders.iter().any(|folder| {
            line.match_indices(folder.as_str()).any(|(at, _)| {
                // `../work/` and `https://host/home/` are no paths of a machine.
                let before = line.get(..at).and_then(|text| text.chars().next_back());
                before.is_none_or(|c| {
                    !c.is_alphanumeric() && !matches!(c, '.' | '_' | '-' | '}' | '>')
                })
            })
        })
    });
    none(found, "a source says where one developer keeps things:");
}

// ---- Colours --------------------------------------------------------------------------------

/// The colours of a theme by the names of their roles.
type Theme = Vec<(String, [f64; 3])>;

/// `#RGB` or `#RRGGBB`, as three channels from 0 to 1. Colours one can see through are none.
fn colour(text: &str) -> Option<[f64; 3]> {
    let digits = text.trim().strip_prefix('#')?;
    let digits: String = match digits.len() {
        3 => digits.chars().flat_map(|c| [c, c]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    let channel = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([channel(0)?, channel(2)?, channel(4)?].map(|c| f64::from(c) / 255.0))
}

/// The relative luminance of WCAG 2.
fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = colour.map(|c| {
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast ratio of WCAG 2.
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Every block of `css` that sets `--page`, with its selector; a block that does not name a role
/// keeps the colour of the first.
fn themes(css: &str) -> Vec<(String, Theme)> {
    let mut themes: Vec<(String, Theme)> = Vec::new();
    for block in css.split('}') {
        let Some((before, body)) = block.rsplit_once('{') else {
            continue;
        };
        let selector = before
            .rsplit(['{', '/'])
            .next()
            .unwrap_or("")
            .trim()
            .to_owned();
        let set: Theme = body
            .split([';', '\n'])
            .filter_map(|line| line.trim().split_once(':'))
            .filter_map(|(name, value)| {
                Some((name.trim().strip_prefix("--")?.to_owned(), colour(value)?))
            })
            .collect();
        if !set.iter().any(|(name, _)| name == "page") {
            continue;
        }
        let inherited = themes
            .first()
            .map(|(_, first)| first.clone())
            .unwrap_or_default();
        let kept = inherited
            .into_iter()
            .filter(|(name, _)| !set.iter().any(|(own, _)| own == name));
        themes.push((selector, set.iter().cloned().chain(kept).collect()));
    }
    themes
}

#[test]
fn every_colour_can_be_told_from_what_it_stands_on() {
    let css = file("style/tokens.css").expect("the tokens").text;
    let themes = themes(&css);
    assert!(
        themes.len() >= 4,
        "light, dark twice, contrast: {}",
        themes.len()
    );
    let grounds = ["page", "surface", "sunken"];
    let mut pairs: Vec<(&str, &str, f64)> = Vec::new();
    for ground in grounds {
        for text in ["ink", "soft", "accent", "correct", "incorrect", "partly"] {
            pairs.push((text, ground, 4.5));
        }
        pairs.push(("edge", ground, 3.0));
    }
    for (text, ground) in [
        ("on-accent", "accent"),
        ("on-band", "band"),
        ("on-chalk", "chalk"),
        ("ink", "wash"),
        ("accent", "wash"),
        ("soft", "wash"),
        ("correct", "correct-wash"),
        ("partly", "partly-wash"),
        ("incorrect", "incorrect-wash"),
        ("ink", "correct-wash"),
        ("ink", "partly-wash"),
        ("ink", "incorrect-wash"),
    ] {
        pairs.push((text, ground, 4.5));
    }
    let mut found = Vec::new();
    for (selector, theme) in &themes {
        let of = |role: &str| {
            theme
                .iter()
                .find(|(name, _)| name == role)
                .map(|(_, colour)| *colour)
        };
        for (text, ground, least) in &pairs {
            let (Some(one), Some(other)) = (of(text), of(ground)) else {
                found.push(format!("{selector}: {text} or {ground} is missing"));
                continue;
            };
            let ratio = contrast(one, other);
            if ratio < *least {
                found.push(format!(
                    "{selector}: {text} on {ground} is {ratio:.2}, needs {least}"
                ));
            }
        }
    }
    none(found, "too little contrast:");
}

#[test]
fn contrast_is_the_one_of_wcag() {
    let of = |text| colour(text).expect("a colour");
    assert!((contrast(of("#000"), of("#FFFFFF")) - 21.0).abs() < 1e-9);
    // The two examples everyone knows: the lightest grey that passes on white, and one that fails.
    assert!((contrast(of("#767676"), of("#FFF")) - 4.54).abs() < 0.005);
    assert!((contrast(of("#777777"), of("#FFF")) - 4.48).abs() < 0.005);
}

#[test]
fn a_colour_is_never_written_outside_the_tokens() {
    let sources: Vec<Source> = files("style", &[".css"])
        .into_iter()
        // Paper is white in every theme.
        .filter(|source| !matches!(source.path.as_str(), "style/tokens.css" | "style/print.css"))
        .collect();
    let hex = |line: &str| {
        line.split('#').skip(1).any(|rest| {
            let digits = rest.bytes().take_while(u8::is_ascii_hexdigit).count();
            let ends = rest
                .as_bytes()
                .get(digits)
                .is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'-');
            matches!(digits, 3 | 4 | 6 | 8) && ends && line.contains(':')
        })
    };
    none(lines(&sources, hex), "a theme cannot reach these colours:");
}
