//! A small course in five versions, with every sort of edit between them.

use std::{collections::BTreeMap, fmt::Write as _};

use domain::source::{self, Files, publish};

/// The name of the course.
pub const COURSE: &str = "lamps";

/// An activity of `kind`: what is asked in both languages, its keys, the right ones starred.
type Asked = (&'static str, &'static str, [&'static str; 2], &'static str);

/// A page of a lesson: its id, and its activities.
type Page = (&'static str, Vec<Asked>);
/// A lesson: its id, and its pages.
type Written = (&'static str, Vec<Page>);

/// The lessons of version `n`: pages with their activities.
///
/// 2: other words in English, a page more. 3: another key; one moves to the other lesson. 4: an entry
/// that was the key is there no more; a lesson more. 5: one is there no more, one is new, one is worded
/// anew in French.
fn lessons(n: u32) -> Vec<Written> {
    let since = |version: u32| n >= version;
    let stays = (
        "choice",
        "stays",
        ["What stays?", "Qu’est-ce qui reste ?"],
        "refit* shred",
    );
    let worded = if since(2) {
        ["What is worded anew?", "Qu’est-ce qui change ?"]
    } else {
        ["What is worded?", "Qu’est-ce qui change ?"]
    };
    let keyed = if since(3) { "one two*" } else { "one* two" };
    let entries = if since(4) {
        "glass* iron lead"
    } else {
        "glass iron* lead"
    };
    let entries = if since(4) {
        entries.trim_end_matches(" lead")
    } else {
        entries
    };
    let kept = if since(4) {
        "glass* steel"
    } else {
        "iron* glass"
    };
    let said = if since(5) {
        ["What is said?", "Que dit-on ici ?"]
    } else {
        ["What is said?", "Que dit-on ?"]
    };
    let moves = (
        "choice",
        "moves",
        ["What moves?", "Qu’est-ce qui bouge ?"],
        "here* there",
    );
    let mut first = vec![
        stays,
        ("choice", "worded", worded, "refit* shred"),
        ("choice", "keyed", ["Which one?", "Lequel ?"], keyed),
        (
            "choices",
            "thinned",
            ["Which of these?", "Lesquels ?"],
            entries,
        ),
        (
            "choice",
            "replaced",
            ["What is it of?", "De quoi est-ce ?"],
            kept,
        ),
        ("choice", "said", said, "this* that"),
    ];
    if !since(3) {
        first.push(moves);
    }
    if !since(5) {
        first.push((
            "choice",
            "goes",
            ["What goes?", "Qu’est-ce qui part ?"],
            "this* that",
        ));
    }
    if since(5) {
        first.push((
            "choice",
            "comes",
            ["What comes?", "Qu’est-ce qui vient ?"],
            "this* that",
        ));
    }
    let mut one = vec![("start", first)];
    if since(2) {
        one.push(("added", vec![]));
    }
    let mut second = vec![("choice", "other", ["And this?", "Et cela ?"], "yes* no")];
    if since(3) {
        second.push(moves);
    }
    let mut all = vec![("one", one), ("two", vec![("again", second)])];
    if since(4) {
        let third = ("choice", "third", ["A third?", "Un troisième ?"], "yes* no");
        all.push(("three", vec![("new", vec![third])]));
    }
    all
}

/// What an author wrote for version `n`, from 1 to 5.
fn files(n: u32) -> Files {
    let lessons = lessons(n);
    let names: Vec<String> = lessons.iter().map(|(id, _)| format!("\"{id}\"")).collect();
    let mut files = Files::new();
    let course = format!(
        "version = \"{n}.0.0\"\nlanguages = [\"en\", \"fr\"]\nlicence = \"CC-BY-4.0\"\n\
         authors = [\"A. Teacher\"]\nart = \"ring\"\n[title]\nen = \"Lamps\"\nfr = \"Les lampes\"\n\
         [summary]\nen = \"What becomes of a lamp?\"\nfr = \"Que devient une lampe ?\"\n\
         [[module]]\nid = \"module\"\nlessons = [{}]\ntitle.en = \"Lamps\"\ntitle.fr = \"Lampes\"\n\
         [[competency]]\nid = \"tell\"\nen = \"I can tell.\"\nfr = \"Je distingue.\"\n",
        names.join(", ")
    );
    files.insert("course.toml".into(), course.into());
    for (lesson, pages) in lessons {
        for (at, lang) in ["en", "fr"].into_iter().enumerate() {
            let mut text =
                "+++\ntitle = \"A lesson\"\nminutes = 5\ncompetencies = [\"tell\"]\n+++\n"
                    .to_owned();
            for (page, activities) in &pages {
                let _ = write!(text, "\n# The page {page} {{#{page}}}\n\nA part.\n");
                for (kind, id, asked, keys) in activities {
                    let _ = write!(text, "\n```activity {kind} {id}\n{}\n\n", asked[at]);
                    for key in keys.split(' ') {
                        let (key, mark) = match key.strip_suffix('*') {
                            Some(key) => (key, "x"),
                            None => (key, " "),
                        };
                        let _ = writeln!(text, "- [{mark}] The {key} {{#{key}}}\n  > Because.");
                    }
                    text.push_str("```\n");
                }
            }
            files.insert(format!("module/{lesson}.{lang}.md"), text.into());
        }
    }
    files
}

/// The files of version `n`, from 1 to 5, with a catalogue that has it alone: as they lie in the folder
/// of the courses.
pub fn published(n: u32) -> BTreeMap<String, Vec<u8>> {
    let (course, findings) = source::read(COURSE, &files(n));
    assert!(source::publishable(&findings), "version {n}: {findings:#?}");
    let (files, listing) = publish::publish(&course);
    let mut files: BTreeMap<_, _> = files.into_iter().collect();
    let catalogue = publish::catalogue(vec![listing]);
    files.insert(format!("{COURSE}/catalogue.json"), catalogue.clone());
    files.insert("catalogue.json".to_owned(), catalogue);
    files
}
