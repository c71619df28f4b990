//! The lessons that show every kind in the behaviours beside practice. They are made from the one that
//! shows every kind as practice, which holds the samples of the guides (see `house.rs`).

use std::{env, fs, path::PathBuf};

/// A lesson that is made.
struct Made {
    /// Its name, and what its activities' ids end in.
    name: &'static str,
    /// The word after the id of each of its pages.
    behaviour: &'static str,
    minutes: u8,
    /// Whether it assesses anything.
    graded: bool,
    /// How many activities a page has.
    per_page: usize,
    /// Its title and what its first page says, in English and in French.
    told: [(&'static str, &'static str); 2],
}

const LANGS: [&str; 2] = ["en", "fr"];

const MADE: [Made; 4] = [
    Made {
        name: "in-a-check",
        behaviour: "check",
        minutes: 20,
        graded: true,
        per_page: 5,
        told: [
            (
                "Every kind in a check",
                "Each page of this lesson is a check: nothing is told until all of it is submitted, once and without hints.",
            ),
            (
                "Chaque type en contrôle",
                "Chaque page de cette leçon est un contrôle : rien n’est dit avant que toute la page soit validée, une seule fois et sans indice.",
            ),
        ],
    },
    Made {
        name: "on-a-card",
        behaviour: "review",
        minutes: 20,
        graded: true,
        per_page: 1,
        told: [
            (
                "Every kind on a review card",
                "What was learnt comes back on a card: one attempt without hints, and the key comes with the verdict.",
            ),
            (
                "Chaque type en carte de révision",
                "Ce qu’on a appris revient sur une carte : un seul essai sans indice, et la clé vient avec le résultat.",
            ),
        ],
    },
    Made {
        name: "in-a-vote",
        behaviour: "vote",
        minutes: 45,
        graded: false,
        per_page: 1,
        told: [
            (
                "Every kind as a class vote",
                "Hands are counted, the class talks it over, hands are counted again, and then the key is shown. It needs no network and no devices.",
            ),
            (
                "Chaque type en vote de classe",
                "On compte les mains levées, la classe discute, on recompte, puis on affiche la clé. Il ne faut ni réseau ni appareils.",
            ),
        ],
    },
    Made {
        name: "on-paper",
        behaviour: "paper",
        minutes: 30,
        graded: false,
        per_page: usize::MAX,
        told: [
            (
                "Every kind on paper",
                "A work sheet, as it is printed. Its key is a part of its own.",
            ),
            (
                "Chaque type sur papier",
                "Une fiche de travail, telle qu’elle est imprimée. La clé en est une partie à part.",
            ),
        ],
    },
];

/// The pages of the lesson that shows every kind: title, id, activity.
fn pages(text: &str) -> Vec<(&str, &str, &str)> {
    let pages = text.split("\n# ").skip(1);
    pages
        .map(|page| {
            let (heading, body) = page.split_once('\n').expect("a heading");
            let (title, id) = heading.split_once(" {#").expect("an id");
            let begin = body.find("```activity ").expect("an activity");
            let end = body.rfind("\n```").expect("an end") + "\n```".len();
            (title, id.trim_end_matches('}'), &body[begin..end])
        })
        .collect()
}

/// `activity` under another id: one that says where it stands.
fn renamed(activity: &str, name: &str) -> String {
    let (first, rest) = activity.split_once('\n').expect("lines");
    format!("{first}-{name}\n{rest}")
}

fn lesson(made: &Made, lang: usize, text: &str) -> String {
    let (title, told) = made.told[lang];
    let competencies = if made.graded { r#"["kinds"]"# } else { "[]" };
    let mut out = format!(
        "+++\ntitle = \"{title}\"\nminutes = {}\ncompetencies = {competencies}\n+++\n",
        made.minutes
    );
    let pages = pages(text);
    for (n, page) in pages.chunks(made.per_page.min(pages.len())).enumerate() {
        let (heading, id, _) = page[0];
        let heading = if page.len() == 1 {
            heading.to_owned()
        } else if made.per_page > pages.len() {
            title.to_owned()
        } else {
            format!("{title} ({})", n + 1)
        };
        out.push_str(&format!("\n# {heading} {{#{id} .{}}}\n", made.behaviour));
        if n == 0 {
            out.push_str(&format!("\n{told}\n"));
        }
        for (_, _, activity) in page {
            out.push_str(&format!("\n{}\n", renamed(activity, made.name)));
        }
    }
    out
}

#[test]
fn every_kind_is_shown_in_every_behaviour() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the workspace")
        .join("courses/writing-a-course/kinds");
    let mut stale = Vec::new();
    for (n, lang) in LANGS.iter().enumerate() {
        let from = folder.join(format!("every-kind.{lang}.md"));
        let text = fs::read_to_string(from).expect("the lesson that shows every kind");
        for made in &MADE {
            let path = folder.join(format!("{}.{lang}.md", made.name));
            let wanted = lesson(made, n, &text);
            if env::var_os("UPDATE").is_some() {
                fs::write(&path, wanted).expect("a lesson");
            } else if fs::read_to_string(&path).ok().as_deref() != Some(&wanted) {
                stale.push(path.display().to_string());
            }
        }
    }
    assert!(
        stale.is_empty(),
        "made from an older lesson; UPDATE=1 makes them anew: {stale:#?}"
    );
}
