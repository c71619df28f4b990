//! What is published is what the player reads.

use domain::{
    bundle::{self, Manifest},
    digest::Digest,
    source::{self, Course, Files, publish::publish},
};

use crate::base::{self, Sample};

fn lesson(text: &str) -> Files {
    let sample = Sample {
        kind: "markdown".into(),
        file: "lesson.en.md".into(),
        text: text.into(),
    };
    base::files(&[sample], false)
}

fn read(files: &Files) -> Course {
    let (course, findings) = source::read("small", files);
    assert!(source::publishable(&findings), "{findings:#?}");
    course
}

/// A lesson with every sort of block, a picture in each place that can hold one, and notes.
const FULL: &str = "\
![A ring](ring.svg \"Two ways\")

- one **strong** *soft* `code` ~~no~~ H~2~O m^3^
  - two

1. first
2. second

> [!WARNING]
> ![A ring](ring.svg)

| loop | kg |
| --- | --- |
| [reuse](glossary:reuse) | [6 kg](figure:mass) |

word
: its meaning

A note.[^1] A formula $x^2$. A [page](page:try), an [address](https://a.eu), [mot](lang:fr).

$$\\frac{1}{2}$$

[^1]: ![A ring](ring.svg)

```activity sequence order
+++
ends = [\"first\", \"last\"]
orders = [[\"b\", \"a\"]]
+++
In order.

![A ring](ring.svg)

1. One {#a}
2. Two {#b}

? ![A ring](ring.svg)

> ![A ring](ring.svg)
```

```activity hotspot place
+++
regions = { a = [40, 5, 20, 20], b = [5, 40, 20, 20] }
+++
Where?

![A ring](ring.svg)

- [x] Here {#a}
- [ ] There {#b}
```

```notes
![A ring](ring.svg)
```
";

#[test]
fn the_player_reads_every_file_that_is_published() {
    let (files, listing) = publish(&read(&lesson(FULL)));
    let catalogue = source::publish::catalogue(vec![listing.clone()]);
    assert_eq!(
        bundle::catalogue(&catalogue).map(|c| c.courses),
        Ok(vec![listing.clone()])
    );
    let bytes = &files[&listing.manifest.path];
    let manifest: Manifest = bundle::manifest(bytes, &listing).expect("the manifest is read");
    let folder = listing
        .manifest
        .path
        .strip_suffix("manifest.json")
        .expect("it is called so");
    let mut seen = 1;
    for entry in manifest.lessons() {
        for (_, file) in &entry.files {
            let lesson = bundle::lesson(&files[&format!("{folder}{}", file.path)], entry, file);
            let lesson = lesson.unwrap_or_else(|refusal| panic!("{}: {refusal:?}", file.path));
            assert_eq!((lesson.terms.len(), lesson.figures.len()), (1, 1));
            let json = serde_json::to_string(&lesson).expect("a lesson is written");
            assert!(
                !json.contains("ring.svg"),
                "every picture has its published name: {json}"
            );
            assert_eq!(json.matches("media/").count(), 7);
            seen += 1;
        }
    }
    let listed = manifest.appendix.as_ref().expect("there is an appendix");
    let bytes = &files[&format!("{folder}{}", listed.path)];
    let appendix = bundle::appendix(bytes, listed).expect("the appendix is read");
    seen += 1;
    for (_, notes) in &appendix.notes {
        seen += notes.len();
    }
    for file in &appendix.media {
        let bytes = &files[&format!("{folder}{}", file.path)];
        assert_eq!(
            (Digest::of(bytes).half(), bytes.len()),
            (file.sha256.clone(), file.size as usize)
        );
        seen += 1;
    }
    assert_eq!(
        seen,
        files.len(),
        "every file is named once: {:?}",
        files.keys()
    );
}

#[test]
fn the_same_source_gives_the_same_bytes_wherever_its_lines_end() {
    let files = lesson(FULL);
    let windows: Files = files
        .iter()
        .map(|(file, bytes)| {
            let text = String::from_utf8(bytes.clone()).expect("samples are UTF-8");
            // The picture is published as it is, to the byte.
            let text = if file.ends_with(".svg") {
                text
            } else {
                text.replace('\n', "\r\n")
            };
            (file.clone(), text.into_bytes())
        })
        .collect();
    assert_eq!(publish(&read(&files)), publish(&read(&files)));
    assert_eq!(publish(&read(&files)), publish(&read(&windows)));
}

/// Both fingerprints of the activity `try`'s neighbour `first`, written as `activity`.
fn prints(activity: &str) -> (String, String) {
    let course = read(&lesson(&format!("```activity {activity}\n```\n")));
    let text = course
        .lessons()
        .next()
        .and_then(|texts| texts.first())
        .expect("there is a lesson");
    let activity = text
        .lesson
        .activities()
        .next()
        .expect("there is an activity");
    (activity.grading.clone(), activity.wording.clone())
}

const CHOICE: &str = "choice first\nWhich?\n\n- [x] This {#a}\n- [ ] That {#b}\n  > No.\n\n? Look.";

#[test]
fn other_words_change_the_wording_and_not_the_grading() {
    let (grading, wording) = prints(CHOICE);
    for (from, to) in [
        ("Which?", "Which one?"),
        ("This {", "These {"),
        ("> No.", "> Not that."),
        ("Look", "See"),
    ] {
        let (same, other) = prints(&CHOICE.replace(from, to));
        assert_eq!(same, grading, "{from} is wording");
        assert_ne!(other, wording, "{from} is wording");
    }
}

#[test]
fn another_key_changes_the_grading() {
    let (grading, _) = prints(CHOICE);
    let swapped = CHOICE
        .replace("[x]", "[!]")
        .replace("[ ]", "[x]")
        .replace("[!]", "[ ]");
    let kind = CHOICE.replace("choice first", "choices first");
    let renamed = CHOICE.replace("{#b}", "{#c}");
    for other in [swapped, kind, renamed] {
        assert_ne!(prints(&other).0, grading, "{other}");
    }
}

#[test]
fn the_order_of_entries_that_are_shuffled_is_not_graded() {
    let turned = "choice first\nWhich?\n\n- [ ] That {#b}\n  > No.\n- [x] This {#a}\n\n? Look.";
    assert_eq!(prints(turned).0, prints(CHOICE).0);
    let sequence = "sequence first\nOrder.\n\n1. One {#a}\n2. Two {#b}\n\n? Look.";
    let turned = "sequence first\nOrder.\n\n1. Two {#b}\n2. One {#a}\n\n? Look.";
    assert_ne!(
        prints(sequence).0,
        prints(turned).0,
        "in a sequence the order is the key"
    );
}
