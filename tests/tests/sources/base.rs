//! A small course that has nothing wrong with it, for samples to stand in; and the fences of a
//! document, to take samples from.

use domain::source::Files;

/// A fenced block of a document: the words after its backticks, and what stands in it.
#[derive(Clone, Debug)]
pub(crate) struct Sample {
    pub(crate) kind: String,
    pub(crate) file: String,
    pub(crate) text: String,
}

/// The outermost fenced blocks of `document`, in order.
pub(crate) fn samples(document: &str) -> Vec<Sample> {
    let mut samples = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        let ticks: String = line.chars().take_while(|c| *c == '`').collect();
        if ticks.len() < 3 {
            continue;
        }
        let mut words = line[ticks.len()..].split_whitespace().map(str::to_owned);
        let (kind, file) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let body: Vec<&str> = lines
            .by_ref()
            .take_while(|line| line.trim_end() != ticks)
            .collect();
        samples.push(Sample {
            kind,
            file,
            text: body.join("\n") + "\n",
        });
    }
    samples
}

/// What stands in `document` under the heading `## title`.
pub(crate) fn section<'a>(document: &'a str, title: &str) -> &'a str {
    let mut ticks = String::new();
    let mut heads: Vec<(usize, &str)> = Vec::new();
    let mut at = 0;
    for line in document.split_inclusive('\n') {
        let marks: String = line.chars().take_while(|c| *c == '`').collect();
        if ticks.is_empty() && marks.len() >= 3 {
            ticks = marks;
        } else if !ticks.is_empty() {
            if line.trim_end() == ticks {
                ticks.clear();
            }
        } else if let Some(head) = line.strip_prefix("## ") {
            heads.push((at, head.trim_end()));
        }
        at += line.len();
    }
    let n = heads.iter().position(|(_, head)| *head == title);
    let n = n.unwrap_or_else(|| panic!("there is no section {title}"));
    let end = heads.get(n + 1).map_or(document.len(), |(at, _)| *at);
    &document[heads[n].0 + title.len() + 4..end]
}

/// A picture of 620 by 610 pixels.
pub(crate) const RING: &str = r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 620 610"><circle cx="310" cy="305" r="200"/></svg>"#;

const HEAD: &str = "+++\ntitle = \"A lesson\"\nminutes = 5\ncompetencies = [\"words\"]\n+++\n\n";

const TRY: &str = "\n# Try it {#try}\n\n```activity choice try\nWhich one?\n\n- [x] This {#this}\n- [ ] \
                   That {#that}\n  > Not that.\n\n? Look again.\n```\n";

/// The lines of `course.toml` that a sample may replace, each with its first word.
const COURSE: [(&str, &str, &str); 9] = [
    ("version", "version = \"0.1.0\"", ""),
    (
        "languages",
        "languages = [\"en\"]",
        "languages = [\"en\", \"fr\"]",
    ),
    ("licence", "licence = \"CC-BY-4.0\"", ""),
    ("authors", "authors = [\"A. Teacher\"]", ""),
    ("art", "art = \"ring\"", ""),
    (
        "[title]",
        "[title]\nen = \"Reuse\"",
        "[title]\nen = \"Reuse\"\nfr = \"Le réemploi\"",
    ),
    (
        "[summary]",
        "[summary]\nen = \"What comes first?\"",
        "[summary]\nen = \"What?\"\nfr = \"Quoi ?\"",
    ),
    (
        "[[module]]",
        "[[module]]\nid = \"module\"\nlessons = [\"lesson\"]\ntitle.en = \"A module\"",
        "[[module]]\nid = \"module\"\nlessons = [\"lesson\"]\ntitle.en = \"A module\"\ntitle.fr = \"Un module\"",
    ),
    (
        "[[competency]]",
        "[[competency]]\nid = \"words\"\nen = \"I can tell reuse from recycling.\"",
        "[[competency]]\nid = \"words\"\nen = \"I can tell.\"\nfr = \"Je distingue.\"",
    ),
];

/// `course.toml` with the lines of `sample` in place of those that begin with the same word.
fn course(sample: &str, french: bool) -> String {
    let replaced = |word: &str| {
        sample
            .lines()
            .any(|line| line.split([' ', '=']).next() == Some(word) || line.trim() == word)
    };
    let kept = |(word, en, both): &(&str, &'static str, &'static str)| {
        let text = if french && !both.is_empty() {
            *both
        } else {
            *en
        };
        (!replaced(word)).then(|| format!("{text}\n"))
    };
    let (plain, tables) = COURSE.split_at(5);
    let plain: String = plain.iter().filter_map(kept).collect();
    let tables: String = tables.iter().filter_map(kept).collect();
    format!("{plain}{sample}\n{tables}")
}

/// The small course with `samples` in it, and with a glossary and figures where they link to some.
///
/// A sample called `lesson.en.md` may be a part of a lesson: then it is given a head, a page and an
/// activity. One called `course.toml` may be a part of it. All others are whole files.
pub(crate) fn files(samples: &[Sample], whole: bool) -> Files {
    let mut files = Files::new();
    let french = samples.iter().any(|sample| sample.file == "lesson.fr.md");
    let course_sample = samples.iter().find(|sample| sample.file == "course.toml");
    let course = course(course_sample.map_or("", |sample| &sample.text), french);
    files.insert("course.toml".into(), course.into_bytes());
    files.insert(
        "module/lesson.en.md".into(),
        format!("{HEAD}# A page {{#page}}\n\nOne part.\n{TRY}").into(),
    );
    let glossary = "[reuse]\nen.term = \"reuse\"\nen.definition = \"Using a thing again.\"\n\
                    fr.term = \"réemploi\"\nfr.definition = \"Utiliser de nouveau.\"\n";
    let figures = "[mass]\nvalue = 6\nunit = \"kg\"\nyear = 2026\nstatus = \"illustrative\"\n\
                   en = \"Mass of an alternator.\"\nfr = \"Masse d’un alternateur.\"\n";
    // What nothing links to is a finding.
    let linked = |what: &str| samples.iter().any(|sample| sample.text.contains(what));
    for (file, text, linked) in [
        ("glossary.toml", glossary, linked("glossary:")),
        (
            "figures.toml",
            figures,
            linked("figure:") || linked("figure ="),
        ),
    ] {
        if !linked {
            continue;
        }
        // Without French, the French words would be fields that nothing reads.
        let lines = text
            .lines()
            .filter(|line| french || !line.starts_with("fr"));
        files.insert(
            file.into(),
            lines
                .map(|line| format!("{line}\n"))
                .collect::<String>()
                .into_bytes(),
        );
    }
    for sample in samples {
        match sample.file.as_str() {
            "course.toml" => {}
            "lesson.en.md" if !whole && !sample.text.starts_with("+++") => {
                let page = if sample.text.starts_with("# ") {
                    ""
                } else {
                    "# A page {#page}\n\n"
                };
                files.insert(
                    "module/lesson.en.md".into(),
                    format!("{HEAD}{page}{}{TRY}", sample.text).into(),
                );
            }
            "lesson.en.md" | "lesson.fr.md" => {
                files.insert(
                    format!("module/{}", sample.file),
                    sample.text.clone().into(),
                );
            }
            other => {
                files.insert(other.to_owned(), sample.text.clone().into());
            }
        }
    }
    let shown = samples
        .iter()
        .any(|sample| sample.text.contains("(ring.svg)"));
    if shown && !files.contains_key("media/ring.svg") {
        files.insert("media/ring.svg".into(), RING.into());
    }
    files
}
