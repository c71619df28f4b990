//! What stands on the shelf is checked before it is used. Every cause has its own refusal.

#[path = "bundle/tasks.rs"]
mod tasks;

use domain::{
    behaviour::Behaviour,
    bundle::{
        self, ActivityEntry, Appendix, Art, Asked, Catalogue, FORMAT, File, LessonEntry, Listing,
        Manifest, Module, Refusal,
    },
    course::{Block, Figure, Lesson, Source, Status},
    digest::Digest,
    id::Texts,
    interaction::{Kind, Task, choice},
    limit,
    prose::{self, Inline, Math, MathNode, Picture, Target},
};
use serde_json::{Value, json};
use tests::sample;

fn file(path: &str, bytes: &[u8]) -> File {
    let size = u32::try_from(bytes.len()).expect("a small file");
    File {
        path: path.to_owned(),
        size,
        sha256: Digest::of(bytes),
    }
}

fn texts(text: &str) -> Texts {
    Texts::new([(sample::lang("en"), text.to_owned())])
}

fn sound_lesson() -> Lesson {
    sample::lesson([
        sample::activity(sample::choice(&["refit", "shred"], "refit"), 2, 1),
        sample::activity(
            sample::choices(&["refit", "shred", "bury"], &["refit", "shred"]),
            2,
            0,
        ),
        sample::activity(sample::sequence(&[&["reduce", "reuse", "recycle"]]), 2, 0),
        sample::activity(sample::mark(&["planet", "cane"], &["planet"]), 2, 0),
        sample::activity(
            sample::categorise(&[("tin", "mine"), ("wool", "farm")], &["mine", "farm"]),
            2,
            0,
        ),
        sample::activity(
            sample::matching(&[("tin", "mine"), ("wool", "farm")], &["mine", "farm"]),
            2,
            0,
        ),
        sample::activity(sample::hotspot(&["cover", "board"], &["cover"]), 2, 0),
        sample::activity(sample::estimate([0, 60, 2, 40], [18, 6]), 2, 0),
        sample::activity(
            sample::matrix(&["low", "high"], &[("refit", "high"), ("shred", "low")]),
            2,
            0,
        ),
        sample::activity(sound_number(), 2, 0),
        sample::activity(sound_text(), 2, 0),
        sample::activity(sound_open(), 2, 0),
        sample::activity(sound_decision(), 2, 0),
        sample::activity(sound_menus(), 2, 0),
        sample::activity(sound_fields(), 2, 0),
    ])
}

fn sound_number() -> Task {
    sample::number(
        ("0.5", "0.05"),
        "kg",
        &[("g", "0.001")],
        &[("grams", "500"), ("tenth", "0.05")],
    )
}

fn sound_decision() -> Task {
    sample::decision(
        &[
            ("bench", None),
            ("shelf", None),
            ("mended", Some(2)),
            ("gone", Some(0)),
        ],
        &[
            ("mend", "bench", "mended"),
            ("wait", "bench", "shelf"),
            ("fetch", "shelf", "bench"),
            ("clear", "shelf", "gone"),
        ],
        Some("shelf"),
    )
}

fn sound_text() -> Task {
    sample::text(
        &[("reuse", "re-use"), ("again", "using again")],
        &[("recycling", "recycling")],
    )
}

fn sound_open() -> Task {
    sample::open(&["opened", "part"], "I would use screws.")
}

fn sound_menus() -> Task {
    sample::menus(
        &[("rate", &["half", "all"]), ("name", &["reuse", "landfill"])],
        &["half", "reuse"],
    )
}

fn sound_fields() -> Task {
    sample::fields(
        &[
            ("what", vec![("refit", "re-use"), ("burn", "burning")]),
            ("where", vec![("yard", "scrapyard")]),
        ],
        &["refit", "yard"],
    )
}

fn bytes_of(value: &impl serde::Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("it can be written")
}

/// How a manifest lists the lesson in `bytes`.
fn entry(bytes: &[u8]) -> LessonEntry {
    LessonEntry {
        id: sample::id("two-words"),
        title: texts("Two words"),
        minutes: 8,
        kinds: Some(vec![Kind::Choice]),
        files: vec![(sample::lang("en"), file("two-words.en.json", bytes))],
    }
}

fn sound_appendix() -> Appendix {
    let activity = ActivityEntry {
        id: sample::id("it"),
        page: sample::id("page-0"),
        grading: "0123456789abcdef".into(),
        wording: vec![(sample::lang("en"), "fedcba9876543210".into())],
        asks: Some(Asked {
            kind: Kind::Choice,
            behaviour: Behaviour::Check,
            points: 1,
            competencies: vec![sample::id("loops.order")],
        }),
    };
    let page = sample::id("page-0");
    Appendix {
        credit: Some(("CC-BY-4.0".into(), vec!["A. Teacher".into()])),
        pages: Some(vec![(sample::id("two-words"), vec![page])]),
        competencies: Some(Vec::new()),
        misconceptions: Some(Vec::new()),
        activities: vec![(sample::id("two-words"), vec![activity])],
        notes: Vec::new(),
        media: vec![file("media/0123456789abcdef.svg", b"<svg/>")],
    }
}

fn trusted_appendix(bytes: &[u8]) -> Result<Appendix, Refusal> {
    bundle::appendix(bytes, &file("appendix.json", bytes))
}

fn sound_manifest() -> Manifest {
    Manifest {
        format: FORMAT,
        id: sample::id("reuse-or-recycling"),
        version: "0.1.0".into(),
        title: texts("Reuse or recycling"),
        languages: vec![sample::lang("en")],
        modules: vec![Module {
            id: sample::id("first-choice"),
            title: texts("The first choice"),
            lessons: vec![entry(&bytes_of(&sound_lesson()))],
        }],
        appendix: Some(file("appendix.json", b"{}")),
    }
}

fn listing(bytes: &[u8]) -> Listing {
    Listing {
        id: sample::id("reuse-or-recycling"),
        version: "0.1.0".into(),
        title: texts("Reuse or recycling"),
        summary: texts("What first?"),
        languages: vec![sample::lang("en")],
        art: Art::Ladder,
        lessons: 1,
        minutes: 8,
        manifest: file("reuse-or-recycling/0.1.0/manifest.json", bytes),
    }
}

/// Reads `bytes` as the lesson of which `published` are the bytes.
fn read_lesson(bytes: &[u8], published: &[u8]) -> Result<Lesson, Refusal> {
    let entry = entry(published);
    bundle::lesson(bytes, &entry, entry.file("en").expect("a file"))
}

/// Publishes `bytes` as they are, however wrong they are, and reads them.
fn trusted_lesson(bytes: &[u8]) -> Result<Lesson, Refusal> {
    read_lesson(bytes, bytes)
}

fn trusted_manifest(bytes: &[u8]) -> Result<Manifest, Refusal> {
    bundle::manifest(bytes, &listing(bytes))
}

/// Publishes the sound lesson after `spoil`, and reads it.
fn spoilt(spoil: impl FnOnce(&mut Lesson)) -> Result<Lesson, Refusal> {
    let mut lesson = sound_lesson();
    spoil(&mut lesson);
    trusted_lesson(&bytes_of(&lesson))
}

/// Publishes the sound lesson with `block` in every place where a block can stand: as text, in a
/// prompt, in a hint, in feedback, in a footnote; alone and, if `deep`, inside others.
fn slots(block: &prose::Block, deep: bool) -> Vec<(&'static str, Result<Lesson, Refusal>)> {
    use prose::Block as B;
    let every = [
        block.clone(),
        B::List(vec![vec![block.clone()]]),
        B::Numbered(1, vec![vec![block.clone()]]),
        B::Callout(prose::Tone::Note, vec![block.clone()]),
        B::Quote(vec![block.clone()]),
        B::Definitions(vec![(Vec::new(), vec![vec![block.clone()]])]),
    ];
    let mut results = Vec::new();
    for block in every.into_iter().take(if deep { usize::MAX } else { 1 }) {
        let prose = || vec![block.clone()];
        results.push((
            "text",
            spoilt(|l| l.pages[0].steps[0].push(Block::Prose(block.clone()))),
        ));
        results.push(("footnote", spoilt(|l| l.pages[1].footnotes.push(prose()))));
        results.push((
            "prompt",
            spoilt(|l| with_activity(l, |a| a.prompt = prose())),
        ));
        results.push((
            "hint",
            spoilt(|l| with_activity(l, |a| a.hints.push(prose()))),
        ));
        results.push((
            "feedback",
            spoilt(|l| with_activity(l, |a| a.feedback.always = prose())),
        ));
        results.push((
            "partly",
            spoilt(|l| with_activity(l, |a| a.feedback.partly = prose())),
        ));
        let task = || {
            let mut task = sample::choice(&["refit", "shred"], "refit");
            if let Task::Choice(it) = &mut task {
                let mut own = choice::Task::clone(it);
                own.secret.feedback = vec![(sample::id("shred"), prose())];
                *it = own.into();
            }
            task
        };
        results.push((
            "entry feedback",
            spoilt(|l| with_activity(l, |a| a.task = task())),
        ));
    }
    results
}

/// The same for `inline`: in a paragraph, a heading, a cell, a term, an entry; alone and, if `deep`, inside
/// others.
fn inline_slots(inline: &Inline, deep: bool) -> Vec<(&'static str, Result<Lesson, Refusal>)> {
    use prose::Block as B;
    let every = [
        inline.clone(),
        Inline::Emphasis(vec![inline.clone()]),
        Inline::Strong(vec![inline.clone()]),
        Inline::Struck(vec![inline.clone()]),
        Inline::Low(vec![inline.clone()]),
        Inline::High(vec![inline.clone()]),
        Inline::Link(Target::Page(sample::id("page-0")), vec![inline.clone()]),
        Inline::Term(sample::id("reuse"), vec![inline.clone()]),
        Inline::Figure(sample::id("mass"), vec![inline.clone()]),
        Inline::Foreign(sample::lang("fr"), vec![inline.clone()]),
    ];
    let table = |head: Vec<_>, rows| {
        prose::Block::Table(prose::Table {
            numeric: vec![false],
            head,
            rows,
        })
    };
    let mut results = Vec::new();
    for inline in every.into_iter().take(if deep { usize::MAX } else { 1 }) {
        let text = || vec![inline.clone()];
        results.extend(slots(&B::Paragraph(text()), false));
        for block in [
            B::Heading(2, text()),
            table(vec![text()], Vec::new()),
            table(vec![Vec::new()], vec![vec![text()]]),
            B::Definitions(vec![(text(), Vec::new())]),
        ] {
            results.push((
                "block",
                spoilt(|l| l.pages[0].steps[0].push(Block::Prose(block))),
            ));
        }
        results.push((
            "entry",
            spoilt(|lesson| {
                with_activity(lesson, |activity| {
                    let mut own = choice_task(&activity.task);
                    own.entries[0].text = text();
                    activity.task = Task::Choice(own.into());
                });
            }),
        ));
    }
    results
}

fn choice_task(task: &Task) -> choice::Task {
    if let Task::Choice(task) = task {
        choice::Task::clone(task)
    } else {
        panic!("the first activity is a choice")
    }
}

/// Changes the first activity of `lesson`.
fn with_activity(lesson: &mut Lesson, change: impl FnOnce(&mut domain::activity::Activity)) {
    for block in lesson.pages[0].steps.iter_mut().flatten() {
        if let Block::Activity(activity) = block {
            return change(activity);
        }
    }
    panic!("the first page has an activity");
}

fn all_refused(results: Vec<(&'static str, Result<Lesson, Refusal>)>, what: &str) {
    for (slot, result) in results {
        assert_eq!(
            result.map(|_| ()),
            Err(Refusal::Unreadable),
            "{what} in {slot}"
        );
    }
}

#[test]
fn what_was_published_soundly_is_read() {
    let lesson = bytes_of(&sound_lesson());
    assert_eq!(trusted_lesson(&lesson), Ok(sound_lesson()));
    let manifest = bytes_of(&sound_manifest());
    assert_eq!(trusted_manifest(&manifest), Ok(sound_manifest()));
    let catalogue = Catalogue {
        format: FORMAT,
        courses: vec![listing(&manifest)],
    };
    assert_eq!(bundle::catalogue(&bytes_of(&catalogue)), Ok(catalogue));
}

#[test]
fn harmless_text_is_read_wherever_it_stands() {
    let link = Inline::Link(Target::Out("https://www.pbl.nl/en".into()), Vec::new());
    for (slot, result) in inline_slots(&link, true) {
        assert!(result.is_ok(), "in {slot}: {result:?}");
    }
}

#[test]
fn one_flipped_byte_anywhere_is_refused() {
    let (lesson, manifest) = (bytes_of(&sound_lesson()), bytes_of(&sound_manifest()));
    for n in 0..200 {
        for bit in [0x01, 0x20, 0x80] {
            let flip = |bytes: &[u8]| {
                let mut bytes = bytes.to_vec();
                let at = n * bytes.len() / 200;
                bytes[at] ^= bit;
                bytes
            };
            let refusal =
                read_lesson(&flip(&lesson), &lesson).expect_err("a changed lesson is read");
            assert!(
                matches!(refusal, Refusal::Damaged | Refusal::Page),
                "{refusal:?}"
            );
            let changed = bundle::manifest(&flip(&manifest), &listing(&manifest));
            let refusal = changed.expect_err("a changed manifest is read");
            assert!(
                matches!(refusal, Refusal::Damaged | Refusal::Page),
                "{refusal:?}"
            );
        }
    }
}

#[test]
fn what_breaks_off_anywhere_is_truncated() {
    let (lesson, manifest) = (bytes_of(&sound_lesson()), bytes_of(&sound_manifest()));
    for end in 0..lesson.len() {
        assert_eq!(
            read_lesson(&lesson[..end], &lesson),
            Err(Refusal::Truncated),
            "at {end}"
        );
    }
    for end in 0..manifest.len() {
        let short = bundle::manifest(&manifest[..end], &listing(&manifest));
        assert_eq!(short, Err(Refusal::Truncated), "at {end}");
    }
    // A catalogue has no digest: it breaks off where its JSON does.
    let catalogue = bytes_of(&Catalogue {
        format: FORMAT,
        courses: vec![listing(&manifest)],
    });
    for end in 0..catalogue.len() {
        assert_eq!(
            bundle::catalogue(&catalogue[..end]),
            Err(Refusal::Truncated),
            "at {end}"
        );
    }
}

#[test]
fn something_after_the_end_is_refused() {
    let lesson = bytes_of(&sound_lesson());
    let longer: Vec<u8> = lesson.iter().chain(b" ").copied().collect();
    assert_eq!(read_lesson(&longer, &lesson), Err(Refusal::Damaged));
    let catalogue = bytes_of(&Catalogue {
        format: FORMAT,
        courses: Vec::new(),
    });
    let twice = [catalogue.clone(), catalogue].concat();
    assert_eq!(bundle::catalogue(&twice), Err(Refusal::Unreadable));
}

#[test]
fn a_web_page_in_place_of_a_file_is_told_apart() {
    let lesson = bytes_of(&sound_lesson());
    let manifest = bytes_of(&sound_manifest());
    for page in [
        "<!doctype html><title>Log in</title>",
        "\r\n\t <html>",
        "\u{feff}<!DOCTYPE html>",
        "<",
    ] {
        let page = page.as_bytes();
        assert_eq!(bundle::catalogue(page), Err(Refusal::Page));
        assert_eq!(
            bundle::manifest(page, &listing(&manifest)).map(|_| ()),
            Err(Refusal::Page)
        );
        assert_eq!(read_lesson(page, &lesson).map(|_| ()), Err(Refusal::Page));
    }
}

#[test]
fn a_newer_format_says_which_one_it_is() {
    for format in [FORMAT + 1, 7, u32::MAX] {
        let newer = bytes_of(&json!({ "format": format, "something": ["else", 7] }));
        assert_eq!(bundle::catalogue(&newer), Err(Refusal::Newer(format)));
        assert_eq!(
            trusted_manifest(&newer).map(|_| ()),
            Err(Refusal::Newer(format))
        );
        assert_eq!(
            trusted_lesson(&newer).map(|_| ()),
            Err(Refusal::Newer(format))
        );
    }
}

#[test]
fn what_is_too_deep_too_long_or_too_large_breaks_a_limit() {
    let deep = format!(
        "{{\"format\":1,\"courses\":{}{}}}",
        "[".repeat(5000),
        "]".repeat(5000)
    );
    let long = format!(
        "{{\"format\":1,\"x\":\"{}\"}}",
        "a".repeat(limit::TEXT_BYTES + 1)
    );
    let many = format!(
        "{{\"format\":1,\"courses\":[{}0]}}",
        "0,".repeat(limit::LIST_ENTRIES)
    );
    let large = format!(
        "{{\"format\":1,\"courses\":[]}}{}",
        " ".repeat(limit::LESSON_BYTES)
    );
    for text in [deep, long, many, large] {
        let bytes = text.as_bytes();
        assert_eq!(bundle::catalogue(bytes), Err(Refusal::Limit));
        assert_eq!(trusted_manifest(bytes).map(|_| ()), Err(Refusal::Limit));
        assert_eq!(trusted_lesson(bytes).map(|_| ()), Err(Refusal::Limit));
    }
}

#[test]
fn a_lesson_nested_as_deep_as_the_limit_lets_it_is_read_or_refused_and_never_a_panic() {
    for levels in 1..200 {
        let mut block = prose::Block::Paragraph(Vec::new());
        for _ in 0..levels {
            block = prose::Block::Quote(vec![block]);
        }
        let result = spoilt(|lesson| lesson.pages[0].steps[0].push(Block::Prose(block)));
        assert!(
            matches!(result, Ok(_) | Err(Refusal::Limit)),
            "{levels}: {:?}",
            result.map(|_| ())
        );
    }
}

#[test]
fn another_course_or_lesson_under_a_sound_digest_is_refused() {
    let other = Manifest {
        id: sample::id("other"),
        ..sound_manifest()
    };
    assert_eq!(
        trusted_manifest(&bytes_of(&other)).map(|_| ()),
        Err(Refusal::Unreadable)
    );
    let other = Manifest {
        version: "9.9.9".into(),
        ..sound_manifest()
    };
    assert_eq!(
        trusted_manifest(&bytes_of(&other)).map(|_| ()),
        Err(Refusal::Unreadable)
    );
    assert_eq!(
        spoilt(|lesson| lesson.id = sample::id("other")),
        Err(Refusal::Unreadable)
    );
    assert_eq!(
        spoilt(|lesson| lesson.pages.clear()),
        Err(Refusal::Unreadable)
    );
}

#[test]
fn a_file_that_would_leave_its_folder_is_refused() {
    let tricks = [
        "../secret.json",
        "/etc/passwd",
        "a/../../b.json",
        "..",
        ".",
        ".hidden",
        "a//b",
        "a/",
        "C:/a.json",
        "a\\b.json",
        "%2e%2e/a.json",
        "https://evil.example/a.json",
        "//evil.example/a.json",
        "A.json",
        "a\u{0}.json",
        "a b.json",
        "é.json",
        "a?b",
        "a#b",
        "a/b/c/d/e/f/g.json",
        "",
    ];
    for path in tricks {
        let stray = || File {
            path: path.to_owned(),
            ..file("a", b"")
        };
        let mut manifest = sound_manifest();
        manifest.appendix = Some(stray());
        assert_eq!(
            trusted_manifest(&bytes_of(&manifest)).map(|_| ()),
            Err(Refusal::Unreadable),
            "{path}"
        );
        let mut manifest = sound_manifest();
        manifest.modules[0].lessons[0].files[0].1 = stray();
        assert_eq!(
            trusted_manifest(&bytes_of(&manifest)).map(|_| ()),
            Err(Refusal::Unreadable),
            "{path}"
        );
        for spoil in [
            |appendix: &mut Appendix, stray: File| appendix.media.push(stray),
            |appendix: &mut Appendix, stray: File| {
                let notes = vec![(sample::lang("en"), stray)];
                appendix.notes.push((sample::id("two-words"), notes));
            },
        ] {
            let mut appendix = sound_appendix();
            assert_eq!(
                trusted_appendix(&bytes_of(&appendix)).as_ref(),
                Ok(&appendix)
            );
            spoil(&mut appendix, stray());
            assert_eq!(
                trusted_appendix(&bytes_of(&appendix)).map(|_| ()),
                Err(Refusal::Unreadable),
                "{path}"
            );
        }
        let mut listing = listing(b"");
        listing.manifest = stray();
        let catalogue = Catalogue {
            format: FORMAT,
            courses: vec![listing],
        };
        assert_eq!(
            bundle::catalogue(&bytes_of(&catalogue)),
            Err(Refusal::Unreadable),
            "{path}"
        );
        let picture = Picture {
            file: path.to_owned(),
            alt: String::new(),
            caption: String::new(),
            width: 1,
            height: 1,
        };
        all_refused(
            slots(
                &prose::Block::Picture(picture),
                Some(path) == tricks.first().copied(),
            ),
            path,
        );
    }
}

#[test]
fn what_is_shown_before_the_activities_are_looked_at_is_refused_at_once() {
    let link = || Inline::Link(Target::Out("javascript:alert(1)".to_owned()), Vec::new());
    let prose = || vec![prose::Block::Paragraph(vec![link()])];
    let at_once = |spoil: &dyn Fn(&mut Lesson)| {
        let mut lesson = sound_lesson();
        spoil(&mut lesson);
        let bytes = bytes_of(&lesson);
        let entry = entry(&bytes);
        let file = entry.file("en").expect("a file");
        bundle::lesson_to_show(&bytes, &entry, file).map(|_| ())
    };
    let shown: [&dyn Fn(&mut Lesson); 4] = [
        &|l| l.pages[0].steps[0].extend(prose().into_iter().map(Block::Prose)),
        &|l| l.pages[1].footnotes.push(prose()),
        &|l| with_activity(l, |a| a.prompt = prose()),
        &|l| {
            with_activity(l, |activity| {
                let mut own = choice_task(&activity.task);
                own.entries[0].text = vec![link()];
                activity.task = Task::Choice(own.into());
            });
        },
    ];
    for spoil in shown {
        assert_eq!(at_once(spoil), Err(Refusal::Unreadable));
    }
    // What is only told when something was done is looked at before that.
    assert_eq!(
        at_once(&|l| with_activity(l, |a| a.hints = vec![prose()])),
        Ok(())
    );
}

#[test]
fn a_link_that_could_run_or_leave_is_refused_wherever_it_stands() {
    let hostile = [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "http://a.b",
        "vbscript:x",
        "https:",
        "https://",
        "//evil.example",
        "https://a b",
        "file:///x",
        "blob:x",
        "https://a\"b",
        " https://a.b",
        "https://a.b\u{202e}",
        "HTTPS://a.b",
        "",
    ];
    for address in hostile {
        let link = Inline::Link(Target::Out(address.to_owned()), Vec::new());
        all_refused(
            inline_slots(&link, Some(address) == hostile.first().copied()),
            address,
        );
    }
    let source = |url: &str| Source {
        id: "S05".into(),
        title: "T".into(),
        publisher: "P".into(),
        year: 2017,
        url: url.to_owned(),
    };
    let figure = |url: &str| Figure {
        id: sample::id("mass"),
        note: "Mass.".into(),
        year: 2026,
        status: Status::Published,
        source: Some(source(url)),
    };
    assert!(spoilt(|lesson| lesson.figures.push(figure("https://www.pbl.nl/en"))).is_ok());
    let hostile = spoilt(|lesson| lesson.figures.push(figure("javascript:alert(1)")));
    assert_eq!(hostile, Err(Refusal::Unreadable));
}

#[test]
fn a_formula_of_anything_but_mathml_core_is_refused_wherever_it_stands() {
    let element = |name: &str, attributes: &[(&str, &str)], held: Vec<MathNode>| {
        let attributes = attributes
            .iter()
            .map(|(name, value)| ((*name).into(), (*value).into()));
        MathNode::Element(name.into(), attributes.collect(), held)
    };
    let hostile = [
        element("script", &[], vec![MathNode::Text("alert(1)".into())]),
        element("annotation-xml", &[("encoding", "text/html")], Vec::new()),
        element("maction", &[("actiontype", "statusline")], Vec::new()),
        element("semantics", &[], Vec::new()),
        element("mi", &[("href", "javascript:alert(1)")], Vec::new()),
        element("mi", &[("xlink:href", "javascript:alert(1)")], Vec::new()),
        element("mi", &[("onclick", "alert(1)")], Vec::new()),
        element(
            "mi",
            &[("style", "background:url(https://evil.example)")],
            Vec::new(),
        ),
        element("mi", &[("id", "app")], Vec::new()),
        element("MI", &[], Vec::new()),
        element(
            "mrow",
            &[],
            vec![element("img", &[("src", "x")], Vec::new())],
        ),
    ];
    for (n, node) in hostile.into_iter().enumerate() {
        let math = Math {
            tex: "x".into(),
            tree: vec![node.clone()],
        };
        let what = format!("{node:?}");
        all_refused(inline_slots(&Inline::Math(math.clone()), n == 0), &what);
        all_refused(slots(&prose::Block::Math(math), n == 0), &what);
    }
}

#[test]
fn a_lesson_with_one_value_of_another_sort_is_refused_and_never_a_panic() {
    let lesson: Value = serde_json::from_slice(&bytes_of(&sound_lesson())).expect("JSON");
    let mut places = Vec::new();
    walk(&lesson, &mut String::new(), &mut places);
    assert!(places.len() > 100);
    for place in &places {
        for other in [
            Value::Null,
            json!(-1),
            json!(1e300),
            json!("\u{0}"),
            json!([]),
            json!({}),
        ] {
            let mut spoilt = lesson.clone();
            *spoilt.pointer_mut(place).expect("a place of the lesson") = other;
            // Some of these are other sound lessons; what counts is that each is judged.
            let _ = trusted_lesson(&bytes_of(&spoilt));
        }
    }
}

/// Every place in `value`, as JSON pointers.
fn walk(value: &Value, at: &mut String, places: &mut Vec<String>) {
    places.push(at.clone());
    let mut down = |step: String, held: &Value| {
        let length = at.len();
        at.push('/');
        at.push_str(&step);
        walk(held, at, places);
        at.truncate(length);
    };
    match value {
        Value::Array(list) => list
            .iter()
            .enumerate()
            .for_each(|(n, held)| down(n.to_string(), held)),
        Value::Object(map) => map.iter().for_each(|(name, held)| down(name.clone(), held)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
