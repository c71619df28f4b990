//! What `boucle fix` mends, and what it leaves alone.

use domain::{
    diagnostic::{Finding, Severity},
    rule,
    source::{self, Files, mend::mend},
};

use crate::{
    base::{self, Sample},
    rules,
};

fn files(samples: &[(&str, &str)]) -> Files {
    let sample = |(file, text): &(&str, &str)| Sample {
        kind: "markdown".into(),
        file: (*file).into(),
        text: (*text).into(),
    };
    let samples: Vec<Sample> = samples.iter().map(sample).collect();
    base::files(&samples, true)
}

fn text(files: &Files, file: &str) -> String {
    String::from_utf8(files[file].clone()).expect("it is UTF-8")
}

fn findings(files: &Files) -> Vec<Finding> {
    source::read("small", files).1
}

const HEAD: &str = "+++\ntitle = \"A lesson\"\nminutes = 5\ncompetencies = [\"words\"]\n+++\n\n";

#[test]
fn ids_that_are_missing_are_made_of_the_words_beside_them() {
    let lesson = format!(
        "\u{feff}{HEAD}# What is kept?\n\nOne part.\n\n---\n\n---\n\nMore.\n\n# What is kept? {{.check}}\n\n\
         ```activity choice\nWhich one?\n\n- [x] Fit it in another car\n- [ ] Shred it {{#shred}}\n  > No.\n```\n"
    );
    let before = files(&[("lesson.en.md", &lesson)]);
    let (after, mended) = mend("small", &before);
    let lesson = text(&after, "module/lesson.en.md");
    for wanted in [
        "# What is kept? {#what-is-kept}\n",
        "# What is kept? {#what-is-kept-2 .check}\n",
        "```activity choice lesson-1\n",
        "- [x] Fit it in another car {#fit-it-in}\n",
        "---\n\n\nMore.",
    ] {
        assert!(lesson.contains(wanted), "{wanted}\n{lesson}");
    }
    assert!(lesson.starts_with("+++"), "{lesson}");
    assert_eq!(findings(&after), Vec::new());
    assert_eq!(mended.len(), 6, "{mended:#?}");
    assert_eq!(
        mend("small", &after),
        (after.clone(), Vec::new()),
        "once is enough"
    );
}

/// The lesson in two languages; what is in braces is only in the first.
fn two(text: &str) -> Files {
    let without: String = text
        .split('<')
        .map(|part| part.split_once('>').map_or(part, |(_, rest)| rest))
        .collect();
    let with = text.replace(['<', '>'], "");
    let close = |text: String| text.replace('»', ">");
    files(&[
        ("lesson.en.md", &close(format!("{HEAD}{with}"))),
        ("lesson.fr.md", &close(format!("{HEAD}{without}"))),
    ])
}

#[test]
fn what_is_known_in_one_language_is_the_same_in_the_other() {
    let files = two(
        "# A page< {#page}>\n\n```activity choice< first>\nWhich?\n\n- [x] This< {#this}>\n- [ ] That {#that}\n  » No.\n\n? Look.\n```\n",
    );
    let (after, _) = mend("small", &files);
    assert_eq!(
        text(&after, "module/lesson.en.md"),
        text(&after, "module/lesson.fr.md")
    );
    assert_eq!(findings(&after), Vec::new());
}

#[test]
fn ids_that_no_language_has_are_made_in_one_and_taken_over_in_the_other() {
    let files = two(
        "# A page\n\n```activity choice\nWhich?\n\n- [x] This {#this}\n- [ ] That {#that}\n  » No.\n\n? Look.\n```\n\n# Another\n\nText.\n",
    );
    let (after, _) = mend("small", &files);
    assert_eq!(
        text(&after, "module/lesson.en.md"),
        text(&after, "module/lesson.fr.md")
    );
    assert_eq!(findings(&after), Vec::new());
}

#[test]
fn where_it_could_be_one_or_the_other_nothing_is_done() {
    // Two keys are missing in French, whose entries may stand in another order.
    let keys = two(
        "# A page {#page}\n\n```activity choice first\nWhich?\n\n- [ ] This< {#this}>\n  » No.\n- [ ] That< {#that}>\n  » No.\n- [x] These {#these}\n\n? Look.\n```\n",
    );
    // The page that French lacks may be any.
    let pages = two("# A page< {#page}>\n\nText.\n<\n# Another {#another}\n\nText.\n>");
    for files in [keys, pages] {
        let (after, mended) = mend("small", &files);
        assert_eq!(after, files, "{mended:#?}");
    }
    // An entry that goes on in the next line does not end where its key would stand.
    let long = format!(
        "{HEAD}# A page {{#page}}\n\n```activity choice first\nWhich?\n\n- [x] This\n  and more\n- [ ] That {{#that}}\n  > No.\n\n? Look.\n```\n"
    );
    let files = files(&[("lesson.en.md", &long)]);
    assert_eq!(mend("small", &files).0, files);
}

#[test]
fn every_example_of_a_rule_has_fewer_findings_afterwards_or_stays_as_it_is() {
    let count = |files: &Files| {
        let findings = findings(files);
        let errors = findings
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .count();
        (errors, findings.len())
    };
    for rule in rule::ALL {
        let Some((bad, good)) = rules::sides(rule) else {
            continue;
        };
        assert_eq!(mend("small", &good).0, good, "{}", rule.name);
        let (after, mended) = mend("small", &bad);
        let (before, now) = (count(&bad), count(&after));
        if mended.is_empty() {
            assert_eq!(after, bad, "{}", rule.name);
        } else {
            assert!(
                now.0 <= before.0 && now.1 < before.1,
                "{}: {mended:#?}",
                rule.name
            );
        }
    }
}
