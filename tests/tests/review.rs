//! What comes up for review: stories of weeks, logs of any content, and FSRS as others compute it.

use std::{env, fs};

use domain::{
    bundle,
    id::Id,
    interaction::{Kind, Response, cards::Rating},
    outcome::Score,
    progress::Progress,
    review::{Calendar, Due, Held, LONGEST, Memory, SECONDS, SHORTEST, Schedule},
    revision::Known,
    statement::{Deed, Stamp, Statement},
};
use proptest::prelude::*;
use tests::{
    house,
    review::{appendix, attempt, render, response},
    sample::{id, statement},
    versions::{COURSE, published},
};

#[test]
fn every_story_goes_as_it_is_written() {
    let stories = house::files("tests/reviews", &[".review"]);
    assert!(stories.len() >= 9, "there are stories: {}", stories.len());
    let mut changed = Vec::new();
    for source in stories {
        match render(&source.text) {
            Ok(real) if real == source.text => {}
            Ok(real) if env::var_os("UPDATE").is_some() => {
                fs::write(house::root().join(&source.path), real).expect("it can be written");
            }
            Ok(real) => {
                let lines = source.lines().zip(real.lines());
                let first = lines
                    .into_iter()
                    .find(|((_, written), real)| written != real);
                changed.push(match first {
                    Some(((n, written), real)) => {
                        format!("{}\n  written {written}\n  really  {real}", source.at(n))
                    }
                    None => format!("{} ends otherwise", source.path),
                });
            }
            Err(why) => changed.push(format!("{}, {why}", source.path)),
        }
    }
    assert!(changed.is_empty(), "\n{}\n", changed.join("\n"));
}

#[test]
fn a_story_says_which_line_nobody_understands() {
    assert_eq!(
        render("course reuse: loop\n\nreuse/loop danced\n"),
        Err("line 3: nobody understands \"reuse/loop danced\"".into())
    );
}

// ---- The formulas, as others compute them -----------------------------------------------------

/// A recall of the vectors, and what came of it.
struct Recalled {
    history: u32,
    days: u32,
    rating: Rating,
    retrievability: f64,
    memory: Memory,
}

/// What `ts-fsrs` computed for random histories: `vectors/fsrs.mjs` wrote it.
fn vectors() -> Vec<Recalled> {
    let text = fs::read_to_string(house::root().join("tests/vectors/fsrs.txt"));
    let text = text.expect("the vectors");
    let line = |line: &str| {
        let mut words = line.split(' ');
        let mut next = || words.next().expect("six numbers").parse::<f64>();
        let mut next = || next().expect("a number");
        Recalled {
            history: next() as u32,
            days: next() as u32,
            rating: Rating::of(next() as u8).expect("a rating"),
            retrievability: next(),
            memory: Memory {
                stability: next(),
                difficulty: next(),
            },
        }
    };
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(line).collect()
}

/// Whether the two differ by a thousandth of the first at most.
fn near(one: f64, other: f64) -> bool {
    (one - other).abs() <= one.abs() * 1e-3
}

fn same(one: Memory, other: Memory) -> bool {
    near(one.stability, other.stability) && near(one.difficulty, other.difficulty)
}

#[test]
fn a_memory_lasts_as_ts_fsrs_computes_it() {
    let vectors = vectors();
    let mut memory: Option<(u32, Memory)> = None;
    let mut histories = 0;
    for it in &vectors {
        let before = memory.filter(|(history, _)| *history == it.history);
        let now = match before {
            None => {
                histories += 1;
                Memory::first(it.rating)
            }
            Some((_, before)) => {
                let retrievability = before.retrievability(it.days);
                assert!(
                    near(it.retrievability, retrievability),
                    "history {}: {retrievability}, not {}",
                    it.history,
                    it.retrievability
                );
                before.after(it.days, it.rating)
            }
        };
        assert!(
            same(it.memory, now),
            "history {}: {now:?}, not {:?}",
            it.history,
            it.memory
        );
        memory = Some((it.history, now));
    }
    assert!(histories >= 300 && vectors.len() >= 1_500, "{histories}");
}

#[test]
fn a_memory_lasts_as_the_crate_of_the_authors_computes_it() {
    let fsrs = fsrs::FSRS::default();
    let mut memory: Option<(u32, fsrs::MemoryState)> = None;
    for it in vectors() {
        let before = memory.filter(|(history, _)| *history == it.history);
        let before = before.map(|(_, memory)| memory);
        let next = fsrs.next_states(before, 0.9, it.days).expect("a memory");
        let next = match it.rating {
            Rating::Again => next.again,
            Rating::Hard => next.hard,
            Rating::Good => next.good,
            Rating::Easy => next.easy,
        };
        let theirs = Memory {
            stability: next.memory.stability.into(),
            difficulty: next.memory.difficulty.into(),
        };
        let ours = match before {
            None => Memory::first(it.rating),
            Some(before) => Memory {
                stability: before.stability.into(),
                difficulty: before.difficulty.into(),
            }
            .after(it.days, it.rating),
        };
        assert!(
            same(theirs, ours),
            "history {}: {ours:?}, not {theirs:?}",
            it.history
        );
        // Nine in ten is what is aimed at, and what stability is the time for.
        assert!(near(next.interval.into(), theirs.stability));
        memory = Some((it.history, next.memory));
    }
}

#[test]
fn what_is_stable_for_so_many_days_is_recalled_nine_times_in_ten_after_them() {
    for days in [1, 7, 90, 36_500] {
        let memory = Memory {
            stability: f64::from(days),
            difficulty: 5.0,
        };
        assert!((memory.retrievability(days) - 0.9).abs() < 1e-9);
        assert!((memory.retrievability(0) - 1.0).abs() < 1e-9);
    }
}

// ---- Which kinds, and for how long --------------------------------------------------------------

#[test]
fn every_kind_but_texts_and_stories_is_reviewed_and_takes_its_time() {
    let mut table = String::new();
    for kind in Kind::ALL {
        let seconds = [2, 6, 40].map(|entries| {
            let response = response(kind.name(), entries).expect("a response of each kind");
            let did = Deed::Answered(attempt(&id("it"), response, Score::new(1, 1)));
            let made = statement(0, "ada", did);
            let schedule = Schedule::of(&Progress::of([&made]), Calendar::east(0));
            let card = schedule.card(&made.course, &id("it"));
            card.map_or("-".to_owned(), |card| card.seconds().to_string())
        });
        table.push_str(&format!("{} {}\n", kind.name(), seconds.join(" ")));
    }
    let written = "choice 15 15 15\nchoices 20 20 20\nsequence 18 34 170\nmark 30 30 30\n\
        categorise 18 34 170\nestimate 15 15 15\nmatch 18 34 170\nhotspot 15 15 15\n\
        matrix 18 34 170\nnumber 25 25 25\ntext 15 15 15\nopen - - -\ndecision - - -\n\
        gap 22 46 180\ncards 15 35 180\n";
    assert_eq!(table, written, "the seconds for 2, 6 and 40 entries");
}

// ---- What is there ------------------------------------------------------------------------------

#[test]
fn what_comes_up_is_the_same_by_the_appendix_and_by_what_is_known_but_for_the_page() {
    let files = published(1);
    let catalogue = bundle::catalogue(&files["catalogue.json"]).expect("a catalogue");
    let listing = catalogue.courses.first().expect("a course");
    let bytes = |path: &str| &files[&format!("{COURSE}/1.0.0/{path}")];
    let manifest = bundle::manifest(bytes("manifest.json"), listing).expect("a manifest");
    let file = manifest.appendix.as_ref().expect("an appendix");
    let appendix = bundle::appendix(bytes(&file.path), file).expect("an appendix");
    let course = id(COURSE);
    let mut log = Vec::new();
    for (lesson, entries) in &appendix.activities {
        for entry in entries {
            let response = response("choice", 1).expect("a response");
            let mut made = attempt(&entry.id, response, Score::new(1, 1));
            made.grading.clone_from(&entry.grading);
            log.push(Statement {
                course: course.clone(),
                lesson: lesson.clone(),
                ..statement(log.len() as u64, "ada", Deed::Answered(made))
            });
        }
    }
    let later = log[0].at + 10 * 86_400_000;
    let schedule = Schedule::of(&Progress::of(&log), Calendar::east(0));
    let held = Held::Appendix(&appendix);
    let mut due = schedule.today(&[(&course, held)], later);
    assert_eq!(
        due.len(),
        log.len(),
        "all of it, in less than three minutes"
    );
    // Who is told of a course twice is not asked twice.
    assert_eq!(
        due,
        schedule.today(&[(&course, held), (&course, held)], later)
    );
    for due in &mut due {
        let entry = domain::revision::entry(&appendix, &due.activity);
        assert_eq!(due.page.take(), entry.map(|it| it.page.clone()));
    }
    let known = Known::of(&manifest, &appendix);
    let held = Held::Known(&known);
    assert_eq!(due, schedule.today(&[(&course, held)], later));
}

// ---- Logs of any content ------------------------------------------------------------------------

fn name(names: &'static [&'static str]) -> impl Strategy<Value = Id> {
    prop::sample::select(names).prop_map(id)
}

const COURSES: [&str; 3] = ["energy", "reuse", "water"];
const ACTIVITIES: [&str; 9] = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];

/// A time: any at all, near the ends of what can be told, or within some years.
fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        1 => any::<i64>(),
        1 => prop::sample::select(vec![i64::MIN, i64::MAX, 0, -1, 4_102_444_800_000]),
        8 => 1_766_000_000_000..1_860_000_000_000_i64,
    ]
}

fn deed() -> impl Strategy<Value = Deed> {
    let activity = || name(&ACTIVITIES);
    let kinds: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let stamp = (0..40_u64, name(&["ada", "bob"])).prop_map(|(n, it)| Stamp::after(n, &it));
    let span = (name(&["ada", "bob"]), 0..40_u64, 0..40_u64);
    let ratings = prop::collection::vec((name(&["x", "y", "z"]), 0..6_u8), 0..4);
    let made = (
        activity(),
        prop::sample::select(kinds),
        (0..9_usize, 0..6_u32, 0..6_u32),
        (0..4_u8, 0..3_u8, prop::option::of(any::<bool>())),
        prop::sample::select(vec!["aaaa", "aaaa", "aaaa", "bbbb"]),
    );
    let made = made.prop_map(
        |(activity, kind, (entries, points, of), (number, hints, sure), grading)| {
            let response = response(kind, entries).expect("a response");
            let mut made = attempt(&activity, response, Score { points, of });
            (made.attempt, made.hints, made.sure) = (number, hints, sure);
            made.grading = grading.to_owned();
            Deed::Answered(made)
        },
    );
    let rated = (activity(), ratings).prop_map(|(activity, ratings)| {
        let response = Response::Cards(ratings);
        Deed::Answered(attempt(&activity, response, Score::new(1, 3)))
    });
    prop_oneof![
        20 => made,
        4 => rated,
        2 => activity().prop_map(Deed::Revealed),
        2 => activity().prop_map(Deed::Restarted),
        1 => Just(Deed::Cleared),
        1 => stamp.prop_map(Deed::Voided),
        1 => prop::collection::vec(span, 0..2).prop_map(Deed::Returned),
    ]
}

/// A log: no two statements have the same stamp.
fn log() -> impl Strategy<Value = Vec<Statement>> {
    let one = (
        0..40_u64,
        prop::sample::select(vec!["ada", "bob"]),
        (name(&COURSES), name(&["one", "two"])),
        time(),
        deed(),
    );
    prop::collection::vec(one, 0..60).prop_map(|parts| {
        let mut log: Vec<Statement> = Vec::new();
        for (seen, writer, (course, lesson), at, did) in parts {
            let made = Statement {
                course,
                lesson,
                at,
                ..statement(seen, writer, did)
            };
            if !log.iter().any(|other| other.id == made.id) {
                log.push(made);
            }
        }
        log
    })
}

/// What comes up at `now` where all three courses are there.
fn today(schedule: &Schedule, now: i64) -> Vec<Due> {
    let (one, two, names) = (id("one"), id("two"), ACTIVITIES.map(id));
    let courses = COURSES.map(id);
    let stands = names
        .iter()
        .map(|it| (if it.as_str() < "e" { &one } else { &two }, it, "aaaa"));
    let held = appendix(stands);
    schedule.today(
        &courses
            .each_ref()
            .map(|course| (course, Held::Appendix(&held))),
        now,
    )
}

proptest! {
    #[test]
    fn what_comes_up_does_not_depend_on_the_order_of_arrival(
        (log, other) in log().prop_flat_map(|log| (Just(log.clone()), Just(log).prop_shuffle())),
        now in time(),
        minutes in any::<i16>(),
    ) {
        let calendar = Calendar::east(minutes);
        let schedule = Schedule::of(&Progress::of(log), calendar);
        let other = Schedule::of(&Progress::of(other), calendar);
        prop_assert_eq!(today(&schedule, now), today(&other, now));
        prop_assert_eq!(schedule, other);
    }

    #[test]
    fn who_follows_a_log_comes_to_what_all_of_it_adds_up_to(log in log(), minutes in any::<i16>()) {
        let calendar = Calendar::east(minutes);
        let mut log = log;
        log.sort_by(|one, other| one.id.cmp(&other.id));
        let mut progress = Progress::default();
        let mut schedule = Schedule::of(&progress, calendar);
        for (n, made) in log.iter().enumerate() {
            if made.did.takes_back() {
                progress = Progress::of(&log[..=n]);
            } else {
                progress.add(made);
            }
            schedule.follow(&progress, made);
        }
        prop_assert_eq!(schedule, Schedule::of(&Progress::of(&log), calendar));
    }

    #[test]
    fn a_day_is_never_longer_than_three_minutes_and_ends(log in log(), now in time()) {
        let calendar = Calendar::east(0);
        let mut progress = Progress::of(&log);
        let mut schedule = Schedule::of(&progress, calendar);
        let mut spent = 0;
        let before = today(&schedule, now);
        prop_assert!(before.len() <= (SECONDS / SHORTEST) as usize);
        while let Some(next) = today(&schedule, now).first() {
            let all: u32 = today(&schedule, now).iter().map(|it| it.seconds).sum();
            prop_assert!(spent + all <= SECONDS);
            prop_assert!((0.0..=1.0).contains(&next.retrievability));
            prop_assert!(next.since <= calendar.day(now));
            spent += next.seconds;
            let record = progress.record(&next.course, &next.activity).expect("it was done");
            let mut response = record.recalls.response.clone().expect("with a response");
            if let Response::Cards(ratings) = &mut response {
                // Some were rated as nobody can.
                ratings.iter_mut().for_each(|(_, rating)| *rating = 3);
            }
            let made = Statement {
                course: next.course.clone(),
                lesson: next.lesson.clone(),
                at: now,
                ..statement(progress.count(), "eve", Deed::Answered(attempt(&next.activity, response, Score::new(1, 1))))
            };
            progress.add(&made);
            schedule.follow(&progress, &made);
            let card = schedule.card(&made.course, &next.activity).expect("a card");
            prop_assert!(card.due(calendar.day(now)) > calendar.day(now), "not twice on a day");
        }
    }

    #[test]
    fn courses_take_turns_as_far_as_they_go(log in log(), now in time()) {
        let due = today(&Schedule::of(&Progress::of(log), Calendar::east(0)), now);
        let in_a_row = due.windows(2).filter(|two| two[0].course == two[1].course).count();
        let of = |course: &str| due.iter().filter(|it| it.course.as_str() == course).count();
        let most = COURSES.map(of).into_iter().max().unwrap_or(0);
        // So many of the largest share have no other one to come between them.
        prop_assert_eq!(in_a_row, (2 * most).saturating_sub(due.len() + 1));
    }

    #[test]
    fn no_clock_throws_a_card_out_of_the_schedule_for_ever(log in log(), now in time()) {
        let schedule = Schedule::of(&Progress::of(&log), Calendar::east(0));
        let day = schedule.day(now);
        for course in COURSES.map(id) {
            for activity in ACTIVITIES.map(id) {
                let Some(card) = schedule.card(&course, &activity) else { continue };
                prop_assert!(card.due(day) <= day.saturating_add(i64::from(LONGEST)));
                prop_assert!(card.memory().stability > 0.0 && card.memory().stability <= 36_500.0);
                prop_assert!((1.0..=10.0).contains(&card.memory().difficulty));
                prop_assert!((0.0..=1.0).contains(&card.retrievability(day)));
                prop_assert!((SHORTEST..=SECONDS).contains(&card.seconds()));
            }
        }
    }
}
