//! A task that is none is refused, whatever its kind.

use super::{
    bytes_of, choice_task, sound_decision, sound_fields, sound_lesson, sound_menus, sound_number,
    sound_open, sound_text, spoilt, trusted_lesson, with_activity,
};
use domain::{
    bundle::Refusal,
    interaction::{
        Entry, Task, cards, choices, decision, estimate, gap, hotspot, mark, matrix, number, open,
        pairs, sequence, text,
    },
    limit, prose,
};
use tests::sample;

/// Publishes the sound lesson with `task` in its first activity, and reads it.
fn with_task(task: Task) -> Result<(), Refusal> {
    spoilt(|lesson| with_activity(lesson, |activity| activity.task = task)).map(|_| ())
}

#[test]
fn a_key_that_is_not_among_the_entries_is_refused() {
    let stray = || sample::id("elsewhere");
    let mut choice = choice_task(&sample::choice(&["refit", "shred"], "refit"));
    choice.secret.key = stray();
    assert_eq!(
        with_task(Task::Choice(choice.into())),
        Err(Refusal::Unreadable)
    );

    let Task::Choices(sound) = sample::choices(&["refit", "shred"], &["refit"]) else {
        panic!()
    };
    let mut choices = choices::Task::clone(&sound);
    choices.secret.key.insert(stray());
    assert_eq!(
        with_task(Task::Choices(choices.into())),
        Err(Refusal::Unreadable)
    );

    let Task::Mark(sound) = sample::mark(&["planet", "cane"], &["planet"]) else {
        panic!()
    };
    let mut mark = mark::Task::clone(&sound);
    mark.secret.key.insert(stray());
    assert_eq!(with_task(Task::Mark(mark.into())), Err(Refusal::Unreadable));

    let Task::Sequence(sound) = sample::sequence(&[&["reduce", "reuse", "recycle"]]) else {
        panic!()
    };
    let order = |spoil: &dyn Fn(&mut Vec<domain::id::Id>)| {
        let mut sequence = sequence::Task::clone(&sound);
        spoil(&mut sequence.secret.orders[0]);
        with_task(Task::Sequence(sequence.into()))
    };
    assert_eq!(
        order(&|order| order[0] = stray()),
        Err(Refusal::Unreadable),
        "a stray key"
    );
    assert_eq!(
        order(&|order| order.truncate(2)),
        Err(Refusal::Unreadable),
        "too few"
    );
    assert_eq!(
        order(&|order| order.push(stray())),
        Err(Refusal::Unreadable),
        "too many"
    );
    assert_eq!(
        order(&|order| order[0] = order[1].clone()),
        Err(Refusal::Unreadable),
        "one twice"
    );
    assert_eq!(order(&|_| ()), Ok(()));
}

#[test]
fn a_task_of_pairs_in_which_something_names_nothing_is_refused() {
    type Spoil<'a> = &'a dyn Fn(&mut pairs::Task);
    let entries = [("tin", "mine"), ("wool", "farm")];
    let spoilt = |spoil: Spoil<'_>| {
        let Task::Categorise(sound) = sample::categorise(&entries, &["mine", "farm", "sea"]) else {
            panic!()
        };
        let mut task = pairs::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Categorise(task.into()))
    };
    assert_eq!(spoilt(&|_| ()), Ok(()));
    let cases: [(&str, Spoil<'_>); 9] = [
        ("a stray entry", &|task| {
            task.secret.key[0].0 = sample::id("elsewhere")
        }),
        ("a stray place", &|task| {
            task.secret.key[0].1 = sample::id("elsewhere")
        }),
        ("an entry without a place", &|task| {
            task.secret.key.truncate(1)
        }),
        ("an entry twice", &|task| {
            let twice = task.secret.key[0].clone();
            task.secret.key.insert(0, twice);
        }),
        ("entries out of order", &|task| task.secret.key.reverse()),
        ("one entry", &|task| {
            task.entries.truncate(1);
            task.secret.key.truncate(1);
        }),
        ("one place", &|task| task.places.truncate(1)),
        ("a place that is an entry", &|task| {
            task.places[2].key = sample::id("tin")
        }),
        ("more places than anyone could look through", &|task| {
            let more = (0..100).map(|n| domain::interaction::Entry {
                key: sample::id(&format!("place-{n}")),
                text: Vec::new(),
            });
            task.places.extend(more);
        }),
    ];
    for (what, spoil) in cases {
        assert_eq!(spoilt(spoil), Err(Refusal::Unreadable), "{what}");
    }
    // A place for two is one in a `categorise`, and none in a `match`.
    let shared = [("tin", "mine"), ("copper", "mine")];
    assert_eq!(
        with_task(sample::categorise(&shared, &["mine", "sea"])),
        Ok(())
    );
    assert_eq!(
        with_task(sample::matching(&entries, &["mine", "farm"])),
        Ok(())
    );
    let refused = with_task(sample::matching(&shared, &["mine", "sea"]));
    assert_eq!(refused, Err(Refusal::Unreadable));
}

#[test]
fn an_activity_that_nobody_can_solve_is_refused() {
    let Task::Choices(sound) = sample::choices(&["refit", "shred"], &["refit"]) else {
        panic!()
    };
    let mut none = choices::Task::clone(&sound);
    none.secret.key.clear();
    assert_eq!(
        with_task(Task::Choices(none.into())),
        Err(Refusal::Unreadable),
        "no entry is right"
    );

    let Task::Mark(sound) = sample::mark(&["planet", "cane"], &["planet"]) else {
        panic!()
    };
    let mut none = mark::Task::clone(&sound);
    none.secret.key.clear();
    assert_eq!(
        with_task(Task::Mark(none.into())),
        Err(Refusal::Unreadable),
        "no piece is to be marked"
    );

    let Task::Sequence(sound) = sample::sequence(&[&["reduce", "reuse", "recycle"]]) else {
        panic!()
    };
    let mut none = sequence::Task::clone(&sound);
    none.secret.orders.clear();
    assert_eq!(
        with_task(Task::Sequence(none.into())),
        Err(Refusal::Unreadable),
        "no order is right"
    );
}

#[test]
fn an_estimate_whose_numbers_do_not_go_together_is_refused() {
    let Task::Estimate(sound) = sample::estimate([0, 60, 2, 40], [18, 6]) else {
        panic!()
    };
    let spoilt = |spoil: &dyn Fn(&mut estimate::Task)| {
        let mut task = estimate::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Estimate(task.into()))
    };
    assert_eq!(spoilt(&|_| ()), Ok(()));
    // The key may stand between two steps.
    assert_eq!(spoilt(&|task| task.secret.key = 17), Ok(()));
    type Spoil<'s> = &'s dyn Fn(&mut estimate::Task);
    let refused: [(&str, Spoil<'_>); 15] = [
        ("no way", &|task| task.max = task.min),
        ("the wrong way round", &|task| task.max = -60),
        ("no step", &|task| task.step = 0),
        ("a step back", &|task| task.step = -2),
        ("a step that does not end", &|task| task.step = 7),
        ("steps without number", &|task| task.max = 6_000_000),
        ("a key outside", &|task| task.secret.key = 61),
        ("nothing is near", &|task| task.secret.near = 2),
        ("everything is near", &|task| task.secret.near = 60),
        ("near is below nothing", &|task| task.secret.near = i64::MIN),
        ("it stands near the key", &|task| task.start = 20),
        ("it stands between steps", &|task| task.start = 41),
        ("too many digits", &|task| task.digits = 7),
        ("another entry", &|task| {
            task.entries[0].key = sample::id("other")
        }),
        ("no entry", &|task| task.entries.clear()),
    ];
    for (what, spoil) in refused {
        assert_eq!(spoilt(spoil), Err(Refusal::Unreadable), "{what}");
    }
    for number in [i64::MIN, -(1 << 53), 1 << 53, i64::MAX] {
        let each: [Spoil<'_>; 6] = [
            &|task| task.min = number,
            &|task| task.max = number,
            &|task| task.step = number,
            &|task| task.start = number,
            &|task| task.secret.key = number,
            &|task| task.secret.near = number,
        ];
        for spoil in each {
            assert_eq!(spoilt(spoil), Err(Refusal::Unreadable), "{number}");
        }
    }
}

#[test]
fn a_matrix_whose_key_does_not_place_every_row_is_refused() {
    let rows = [("reuse", "high"), ("bury", "low")];
    let Task::Matrix(sound) = sample::matrix(&["low", "high"], &rows) else {
        panic!()
    };
    let spoilt = |spoil: &dyn Fn(&mut matrix::Task)| {
        let mut task = matrix::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Matrix(task.into()))
    };
    assert_eq!(spoilt(&|_| ()), Ok(()));
    type Spoil<'s> = &'s dyn Fn(&mut matrix::Task);
    let refused: [(&str, Spoil<'_>); 12] = [
        ("no row", &|task| task.rows.clear()),
        ("no column", &|task| task.columns.clear()),
        ("a single row", &|task| {
            task.rows.truncate(1);
            task.secret.key.truncate(1);
        }),
        ("a single column", &|task| {
            task.columns.truncate(1);
            task.secret.key[1].1 = sample::id("low");
        }),
        ("a row twice", &|task| {
            task.rows[1].key = sample::id("reuse")
        }),
        ("a column twice", &|task| {
            task.columns[1].key = sample::id("low")
        }),
        ("no key", &|task| task.secret.key.clear()),
        ("a row without a key", &|task| task.secret.key.truncate(1)),
        ("a stray row", &|task| {
            task.secret.key[0].0 = sample::id("other")
        }),
        ("a stray column", &|task| {
            task.secret.key[0].1 = sample::id("other")
        }),
        ("another order", &|task| task.secret.key.reverse()),
        ("a row placed twice", &|task| {
            let again = task.secret.key[0].clone();
            task.secret.key.push(again);
        }),
    ];
    for (what, spoil) in refused {
        assert_eq!(spoilt(spoil), Err(Refusal::Unreadable), "{what}");
    }
}

#[test]
fn entries_that_share_a_key_or_stand_alone_are_refused() {
    for keys in [
        &["refit", "refit"][..],
        &["refit", "shred", "refit"],
        &["refit"],
        &[],
    ] {
        let refused = with_task(sample::choice(keys, "refit"));
        assert_eq!(refused, Err(Refusal::Unreadable), "{keys:?}");
        let refused = with_task(sample::choices(keys, &["refit"]));
        assert_eq!(refused, Err(Refusal::Unreadable), "{keys:?}");
        let refused = with_task(sample::mark(keys, &["refit"]));
        assert_eq!(refused, Err(Refusal::Unreadable), "{keys:?}");
        let refused = with_task(sample::hotspot(keys, &["refit"]));
        assert_eq!(refused, Err(Refusal::Unreadable), "{keys:?}");
        let refused = with_task(sample::cards(keys));
        assert_eq!(refused, Err(Refusal::Unreadable), "{keys:?}");
        let refused = with_task(sample::sequence(&[keys]));
        assert_eq!(refused, Err(Refusal::Unreadable), "{keys:?}");
    }
}

#[test]
fn a_picture_with_regions_that_are_none_is_refused() {
    let Task::Hotspot(sound) = sample::hotspot(&["cover", "board"], &["cover"]) else {
        panic!()
    };
    let with = |spoil: &dyn Fn(&mut hotspot::Task)| {
        let mut task = hotspot::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Hotspot(task.into()))
    };
    let refused = Err(Refusal::Unreadable);
    let region = |x, y, width, height| hotspot::Region {
        x,
        y,
        width,
        height,
    };
    let placed = |region| with(&|task| task.regions[0].1 = region);
    assert_eq!(with(&|_| ()), Ok(()));
    assert_eq!(placed(region(0, 0, 100, 100)), Ok(()), "the whole picture");
    for other in [
        region(0, 0, 0, 10),
        region(0, 0, 10, 0),
        region(91, 0, 10, 10),
        region(0, 91, 10, 10),
        region(255, 255, 255, 255),
        region(200, 0, 57, 10),
    ] {
        assert_eq!(placed(other), refused, "{other:?}");
    }
    let stray = sample::id("elsewhere");
    type Spoil<'a> = &'a dyn Fn(&mut hotspot::Task);
    let spoils: [(&str, Spoil<'_>); 9] = [
        ("a region of no entry", &|task| {
            task.regions[0].0 = stray.clone();
        }),
        ("an entry without a region", &|task| {
            task.regions.truncate(1)
        }),
        ("a region too many", &|task| {
            task.regions.push((stray.clone(), region(0, 0, 9, 9)));
        }),
        ("two regions of one entry", &|task| {
            task.regions[1].0 = task.regions[0].0.clone();
        }),
        ("a stray key", &|task| {
            task.secret.key.insert(stray.clone());
        }),
        ("no right region", &|task| task.secret.key.clear()),
        ("no picture", &|task| task.picture.clear()),
        ("words for a picture", &|task| {
            task.picture = sample::words("No picture.");
        }),
        ("two pictures", &|task| {
            task.picture.extend(task.picture.clone());
        }),
    ];
    for (what, spoil) in spoils {
        assert_eq!(with(spoil), refused, "{what}");
    }
    for path in ["../secret.svg", "https://evil.example/a.svg", "a b.svg", ""] {
        let stray = |task: &mut hotspot::Task| {
            if let Some(prose::Block::Picture(picture)) = task.picture.first_mut() {
                picture.file = path.to_owned();
            }
        };
        assert_eq!(with(&stray), refused, "{path:?}");
    }
}
#[test]
fn a_number_whose_units_or_wrong_numbers_make_no_sense_is_refused() {
    let Task::Number(sound) = sound_number() else {
        panic!()
    };
    let spoil = |spoil: &dyn Fn(&mut number::Task)| {
        let mut task = number::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Number(task.into()))
    };
    let decimal = sample::decimal;
    assert_eq!(spoil(&|_| ()), Ok(()));
    assert_eq!(spoil(&|task| task.secret.wrong.clear()), Ok(()));
    assert_eq!(spoil(&|task| task.units.clear()), Ok(()));
    let refused = |what: &str, how: &dyn Fn(&mut number::Task)| {
        assert_eq!(spoil(how), Err(Refusal::Unreadable), "{what}");
    };
    refused("a tolerance under 0", &|task| {
        task.secret.tolerance = decimal("-0.1");
    });
    refused("a factor of nothing", &|task| {
        task.units[0].1 = decimal("0");
    });
    refused("a factor under 0", &|task| {
        task.units[0].1 = decimal("-1");
    });
    refused("one unit twice", &|task| task.units[0].0 = "kg".into());
    refused("a unit without a name", &|task| {
        task.units[0].0 = " ".into();
    });
    refused("a key without a unit", &|task| task.unit.clear());
    refused("a unit without end", &|task| {
        task.unit = "k".repeat(1_000);
    });
    refused("a wrong number that is right", &|task| {
        task.secret.wrong[0].1 = decimal("0.55");
    });
    refused("one key twice", &|task| {
        task.secret.wrong[0].0 = task.secret.wrong[1].0.clone();
    });
    let lesson = String::from_utf8(bytes_of(&sound_lesson())).expect("text");
    for hostile in [
        r#""1e999""#,
        r#""NaN""#,
        r#""0.50""#,
        r#""−5""#,
        r#""""#,
        "0.5",
        "5",
        "null",
    ] {
        let spoilt = lesson.replace(r#""key":"0.5""#, &format!(r#""key":{hostile}"#));
        assert_ne!(spoilt, lesson);
        let refused = trusted_lesson(spoilt.as_bytes()).map(|_| ());
        assert_eq!(refused, Err(Refusal::Unreadable), "{hostile}");
    }
}

#[test]
fn a_text_whose_entries_can_not_be_told_apart_is_refused() {
    let task = |accepted: &[(&str, &str)], wrong: &[(&str, &str)]| {
        with_task(sample::text(accepted, wrong))
    };
    assert_eq!(task(&[("one", "re-use")], &[]), Ok(()));
    let long = "a".repeat(1_000);
    for (accepted, wrong) in [
        (&[][..], &[("one", "re-use")][..]),
        (&[("one", "re-use")], &[("two", "Reuse")]),
        (&[("one", "re-use"), ("two", "re use")], &[]),
        (&[("one", "re-use")], &[("one", "recycling")]),
        (&[("one", " - ")], &[]),
        (&[("one", "")], &[]),
        (&[("one", &long)], &[]),
    ] {
        let refused = task(accepted, wrong);
        assert_eq!(refused, Err(Refusal::Unreadable), "{accepted:?} {wrong:?}");
    }
    let Task::Text(sound) = sound_text() else {
        panic!()
    };
    let mut stray = text::Task::clone(&sound);
    stray.secret.key.push(sample::id("elsewhere"));
    let refused = with_task(Task::Text(stray.into()));
    assert_eq!(refused, Err(Refusal::Unreadable), "a stray key");
}

#[test]
fn an_open_without_a_rubric_or_a_model_text_is_refused() {
    let Task::Open(sound) = sound_open() else {
        panic!()
    };
    let spoil = |spoil: &dyn Fn(&mut open::Task)| {
        let mut task = open::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Open(task.into()))
    };
    let of = |keys: &[&str]| with_task(sample::open(keys, "I would use screws."));
    let keys = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    assert_eq!(spoil(&|_| ()), Ok(()));
    assert_eq!(spoil(&|task| task.secret.feedback.clear()), Ok(()));
    assert_eq!(of(&keys[..8]), Ok(()));
    for refused in [&keys[..], &keys[..1], &[], &["a", "a"]] {
        assert_eq!(of(refused), Err(Refusal::Unreadable), "{refused:?}");
    }
    let model = |text: &str| spoil(&|task| task.secret.model = sample::words(text));
    let most = "é".repeat(limit::WRITTEN_CHARACTERS);
    assert_eq!(model(&most), Ok(()));
    for text in [&[&most, "é"].concat(), "", " \u{200b}\n", "…"] {
        let refused = model(text);
        assert_eq!(refused, Err(Refusal::Unreadable), "{} bytes", text.len());
    }
    let none = spoil(&|task| task.secret.model.clear());
    assert_eq!(none, Err(Refusal::Unreadable), "no model text");
}

#[test]
fn a_decision_in_which_somebody_gets_lost_is_refused() {
    let Task::Decision(sound) = sound_decision() else {
        panic!()
    };
    let spoilt = |spoil: &dyn Fn(&mut decision::Task)| {
        let mut task = decision::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Decision(task.into()))
    };
    assert_eq!(spoilt(&|_| ()), Ok(()));
    assert_eq!(spoilt(&|task| task.stuck = None), Ok(()));
    assert_eq!(spoilt(&|task| task.secret.feedback.clear()), Ok(()));
    let stray = || sample::id("elsewhere");
    let way = |key: &str, from: &str, to: &str| decision::Way {
        entry: Entry {
            key: sample::id(key),
            text: Vec::new(),
        },
        from: sample::id(from),
        to: sample::id(to),
        then: sample::words("Then."),
    };
    type Spoil<'s> = &'s dyn Fn(&mut decision::Task);
    let refused: [(&str, Spoil<'_>); 22] = [
        ("nothing at all", &|task| {
            task.entries.clear();
            task.ways.clear();
            task.secret.worth.clear();
        }),
        ("no way", &|task| task.ways.clear()),
        ("it begins at an ending", &|task| {
            task.entries.rotate_left(2)
        }),
        ("a single way from a card", &|task| {
            task.ways.remove(3);
            task.entries.remove(3);
            task.secret.worth.remove(1);
        }),
        ("more ways than letters", &|task| {
            let more = (0..8).map(|n| way(&format!("way-{n}"), "bench", "shelf"));
            task.ways.extend(more);
        }),
        ("a way from nowhere", &|task| {
            task.ways.push(way("leap", "elsewhere", "shelf"));
        }),
        ("a way to nowhere", &|task| {
            task.ways.push(way("leap", "bench", "elsewhere"));
        }),
        ("a way twice", &|task| {
            task.ways[1].entry.key = sample::id("mend");
        }),
        ("a way that is a card", &|task| {
            task.ways[1].entry.key = sample::id("shelf");
        }),
        ("an ending twice", &|task| {
            task.entries.push(task.entries[3].clone());
            task.secret.worth.push(task.secret.worth[1].clone());
        }),
        ("a way out to nowhere", &|task| task.stuck = Some(stray())),
        ("a way out that is a way", &|task| {
            task.stuck = Some(sample::id("mend"));
        }),
        ("an ending without points", &|task| {
            task.secret.worth.truncate(1);
        }),
        ("points for a card", &|task| {
            task.secret.worth.push((sample::id("bench"), 2));
        }),
        ("points for nothing", &|task| {
            task.secret.worth[1].0 = stray();
        }),
        ("points twice", &|task| {
            let twice = task.secret.worth[0].clone();
            task.secret.worth.push(twice);
        }),
        ("more points than there are", &|task| {
            task.secret.worth[1].1 = 3;
        }),
        ("no right ending", &|task| task.secret.worth[0].1 = 1),
        ("an ending that nobody comes to", &|task| {
            task.ways[3].to = sample::id("mended");
        }),
        ("a right ending by the way out alone", &|task| {
            task.ways[0].to = sample::id("gone");
            task.stuck = Some(sample::id("mended"));
        }),
        ("a card that leads to no ending", &|task| {
            task.entries.push(Entry {
                key: sample::id("round"),
                text: Vec::new(),
            });
            task.ways.push(way("turn", "shelf", "round"));
            task.ways.push(way("left", "round", "round"));
            task.ways.push(way("right", "round", "round"));
        }),
        ("more cards than anyone could go through", &|task| {
            task.ways.push(way("on", "shelf", "card-0"));
            for n in 0..40 {
                let card = format!("card-{n}");
                let next = format!("card-{}", (n + 1) % 40);
                task.entries.push(Entry {
                    key: sample::id(&card),
                    text: Vec::new(),
                });
                task.ways.push(way(&format!("on-{n}"), &card, &next));
                task.ways.push(way(&format!("off-{n}"), &card, "gone"));
            }
        }),
    ];
    for (what, spoil) in refused {
        assert_eq!(spoilt(spoil), Err(Refusal::Unreadable), "{what}");
    }
}

#[test]
fn a_text_whose_gaps_and_options_do_not_go_together_is_refused() {
    type Spoil<'s> = &'s dyn Fn(&mut gap::Task);
    let spoilt = |sound: Task, spoil: Spoil<'_>| {
        let Task::Gap(sound) = sound else { panic!() };
        let mut task = gap::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Gap(task.into()))
    };
    let line = |task: &mut gap::Task| match &mut task.body {
        gap::Body::Paragraphs(lines) => lines.swap_remove(0),
        gap::Body::Table(_) => panic!("a paragraph"),
    };
    // The same line as the second cell of a row; its table has so many heads.
    let tabled = |task: &mut gap::Task, heads: usize| {
        let cells = vec![gap::Line::new(), line(task)];
        task.body = gap::Body::Table(gap::Table {
            numeric: vec![false; 2],
            head: vec![prose::Text::new(); heads],
            rows: vec![cells],
        });
    };
    let stray = || sample::id("elsewhere");
    for sound in [sound_menus, sound_fields] {
        assert_eq!(spoilt(sound(), &|_| ()), Ok(()));
        assert_eq!(spoilt(sound(), &|task| tabled(task, 2)), Ok(()));
        let refused: [(&str, Spoil<'_>); 15] = [
            ("no gap", &|task| {
                task.gaps.clear();
                task.menus.clear();
                task.secret.words.clear();
                task.body = gap::Body::Paragraphs(Vec::new());
            }),
            ("a gap that is not listed", &|task| task.gaps.truncate(1)),
            ("a gap without options", &|task| {
                task.menus.truncate(1);
                task.secret.words.truncate(1);
            }),
            ("gaps in another order", &|task| task.gaps.reverse()),
            ("options in another order", &|task| {
                task.menus.reverse();
                task.secret.words.reverse();
            }),
            ("a gap in no text", &|task| {
                let mut line = line(task);
                line.truncate(2);
                task.body = gap::Body::Paragraphs(vec![line]);
            }),
            ("a gap in two places", &|task| {
                let line = line(task);
                task.body = gap::Body::Paragraphs(vec![line.clone(), line]);
            }),
            ("a gap of no list", &|task| {
                let mut line = line(task);
                line.push(gap::Part::Gap(stray()));
                task.body = gap::Body::Paragraphs(vec![line]);
            }),
            ("a cell without a head", &|task| tabled(task, 1)),
            ("a head without a cell", &|task| tabled(task, 3)),
            ("no key", &|task| task.secret.key.clear()),
            ("a gap without a key", &|task| task.secret.key.truncate(1)),
            ("a stray key", &|task| task.secret.key.push(stray())),
            ("an option called like a gap", &|task| {
                let gap = task.gaps[0].key.clone();
                let lists = task.menus.iter_mut().chain(&mut task.secret.words);
                lists.for_each(|(_, options)| {
                    if options.len() > 1 {
                        options[1].key = gap.clone();
                    }
                });
            }),
            ("more options than anyone could look through", &|task| {
                let more = (0..100).map(|n| domain::interaction::Entry {
                    key: sample::id(&format!("option-{n}")),
                    text: vec![prose::Inline::Text(format!("option {n}"))],
                });
                let lists = task.menus.iter_mut().chain(&mut task.secret.words);
                lists
                    .take(1)
                    .for_each(|(_, options)| options.extend(more.clone()));
            }),
        ];
        for (what, spoil) in refused {
            assert_eq!(spoilt(sound(), spoil), Err(Refusal::Unreadable), "{what}");
        }
    }
    let menus: [(&str, Spoil<'_>); 3] = [
        ("a menu of one", &|task| task.menus[0].1.truncate(1)),
        ("two right options", &|task| {
            task.secret.key.push(sample::id("all"));
        }),
        ("words to type beside a menu", &|task| {
            task.secret.words = task.menus.clone();
        }),
    ];
    for (what, spoil) in menus {
        assert_eq!(
            spoilt(sound_menus(), spoil),
            Err(Refusal::Unreadable),
            "{what}"
        );
    }
    let long = "a".repeat(1_000);
    for words in ["RE-USE", "…", "", &long] {
        let refused = spoilt(sound_fields(), &|task| {
            task.secret.words[0].1[1].text = vec![prose::Inline::Text(words.to_owned())];
        });
        assert_eq!(refused, Err(Refusal::Unreadable), "{words:?}");
    }
    // Twelve gaps are the most.
    let gaps = |most: usize| {
        let keys: Vec<String> = (0..most).map(|n| format!("gap-{n}")).collect();
        let options: Vec<[String; 2]> = keys
            .iter()
            .map(|key| [format!("{key}-a"), format!("{key}-b")])
            .collect();
        let options: Vec<[&str; 2]> = options
            .iter()
            .map(|[right, wrong]| [right.as_str(), wrong.as_str()])
            .collect();
        let right: Vec<&str> = options.iter().map(|[right, _]| *right).collect();
        let menus: Vec<(&str, &[&str])> = keys
            .iter()
            .zip(&options)
            .map(|(key, options)| (key.as_str(), &options[..]))
            .collect();
        with_task(sample::menus(&menus, &right))
    };
    assert_eq!(gaps(12), Ok(()));
    assert_eq!(gaps(13), Err(Refusal::Unreadable));
    assert_eq!(gaps(1), Ok(()));
}

#[test]
fn cards_of_which_one_has_no_back_of_its_own_are_refused() {
    let Task::Cards(sound) = sample::cards(&["reuse", "waste"]) else {
        panic!()
    };
    let spoilt = |spoil: &dyn Fn(&mut cards::Task)| {
        let mut task = cards::Task::clone(&sound);
        spoil(&mut task);
        with_task(Task::Cards(task.into()))
    };
    assert_eq!(spoilt(&|_| ()), Ok(()));
    assert_eq!(spoilt(&|task| task.secret.feedback.clear()), Ok(()));
    type Spoil<'s> = &'s dyn Fn(&mut cards::Task);
    let refused: [(&str, Spoil<'_>); 6] = [
        ("no back", &|task| task.secret.backs.clear()),
        ("a card without a back", &|task| {
            task.secret.backs.truncate(1)
        }),
        ("a back of no card", &|task| {
            let stray = (sample::id("elsewhere"), Vec::new());
            task.secret.backs.push(stray);
        }),
        ("another card's back", &|task| {
            task.secret.backs[1].0 = sample::id("elsewhere");
        }),
        ("two backs of a card", &|task| {
            task.secret.backs[1].0 = task.secret.backs[0].0.clone();
        }),
        ("a link on a back that leads anywhere", &|task| {
            let anywhere = prose::Target::Out("javascript:alert(1)".into());
            let link = prose::Inline::Link(anywhere, Vec::new());
            task.secret.backs[0].1 = vec![link];
        }),
    ];
    for (what, spoil) in refused {
        assert_eq!(spoilt(spoil), Err(Refusal::Unreadable), "{what}");
    }
    let so_many = |count: usize| {
        let keys: Vec<String> = (0..count).map(|n| format!("card-{n}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        with_task(sample::cards(&keys))
    };
    assert_eq!(so_many(40), Ok(()));
    assert_eq!(so_many(41), Err(Refusal::Unreadable));
}
