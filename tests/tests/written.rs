//! What learners write, however hostile, is kept, cut or refused; and what it means does not depend
//! on how it was typed.

use domain::{
    decimal::Sign,
    id::Id,
    interaction::{Edit, Exercise, Response, Task, gap, number, open, text},
    journal, limit,
    outcome::{Missing, Outcome, Score, Scored},
    seed::Seed,
    set::Set,
    statement::{Attempt, Deed},
};
use proptest::prelude::*;
use tests::sample;

fn blank(task: &Task) -> Exercise {
    task.exercise(Seed::of("ada", "it"))
}

fn mass() -> Exercise {
    blank(&sample::number(
        ("0.5", "0.05"),
        "kg",
        &[("g", "0.001"), ("t", "1000")],
        &[("grams", "500")],
    ))
}

fn word() -> Exercise {
    blank(&sample::text(
        &[("reuse", "re-use"), ("again", "using again")],
        &[("recycling", "recycling")],
    ))
}

fn essay() -> Exercise {
    blank(&sample::open(&["opened", "part"], "I would use screws."))
}

fn wrote(exercise: &Exercise, typed: &str, sign: Sign) -> Exercise {
    let edit = if let Exercise::Text(_) = exercise {
        Edit::Text(text::Edit::Write(typed.to_owned()))
    } else if let Exercise::Open(_) = exercise {
        Edit::Open(open::Edit::Write(typed.to_owned()))
    } else {
        Edit::Number(number::Edit::Write(typed.to_owned(), sign))
    };
    exercise.edited(&edit).expect("an edit of its own")
}

fn chose(exercise: &Exercise, unit: Option<&str>) -> Exercise {
    let edit = Edit::Number(number::Edit::Unit(unit.map(str::to_owned)));
    exercise.edited(&edit).expect("an edit of its own")
}

fn scored(exercise: &Exercise) -> Scored {
    match exercise.grade() {
        Outcome::Scored(scored) => scored,
        Outcome::Unanswered(missing) => panic!("{missing:?} is missing"),
    }
}

#[test]
fn the_language_decides_what_sixteen_thousand_is() {
    let distance = blank(&sample::number(("16000", "0"), "km", &[], &[("few", "16")]));
    for (typed, sign, points) in [
        ("16,000", Sign::Point, 1),
        ("16.000", Sign::Point, 0),
        ("16 000", Sign::Point, 1),
        ("16 000", Sign::Comma, 1),
        ("16000", Sign::Comma, 1),
    ] {
        let scored = scored(&wrote(&distance, typed, sign));
        assert_eq!(scored.score.points, points, "{typed} {sign:?}");
    }
    for typed in ["16,000", "16.000"] {
        let either = Missing::Either(sample::decimal("16000"), sample::decimal("16"));
        assert_eq!(
            wrote(&distance, typed, Sign::Comma).grade(),
            Outcome::Unanswered(either)
        );
    }
}

#[test]
fn a_key_that_could_be_read_in_two_ways_is_still_right() {
    for key in ["16.125", "-1.5", "0.125", "123456789012345678"] {
        let task = sample::number((key, "0"), "kg", &[], &[]);
        let solved = blank(&task).solved().expect("the key fits");
        assert_eq!(scored(&solved).score.points, 1, "{key}");
    }
}

#[test]
fn a_unit_is_chosen_among_those_there_are() {
    let half = wrote(&mass(), "500", Sign::Comma);
    assert_eq!(half.grade(), Outcome::Unanswered(Missing::Unit));
    assert_eq!(scored(&chose(&half, Some("g"))).score.points, 1);
    assert_eq!(scored(&chose(&half, Some("t"))).score.points, 0);
    assert_eq!(chose(&half, Some("lb")), half);
    let taken_back = chose(&chose(&half, Some("g")), None);
    assert_eq!(taken_back.grade(), Outcome::Unanswered(Missing::Unit));
    // The unit alone is no response.
    let unit = chose(&mass(), Some("g"));
    assert_eq!(unit.grade(), Outcome::Unanswered(Missing::Write));
}

#[test]
fn typing_the_same_otherwise_says_the_same() {
    let one = chose(&wrote(&mass(), "0,5", Sign::Comma), Some("kg"));
    assert!(one.same(&wrote(&one, " 0.50 ", Sign::Point)));
    assert!(!one.same(&wrote(&one, "0,6", Sign::Comma)));
    assert!(!one.same(&chose(&one, Some("g"))));
    // What was not understood is the same only when it is typed the same.
    assert!(!wrote(&one, "five", Sign::Comma).same(&wrote(&one, "six", Sign::Comma)));
    let one = wrote(&word(), "incineration", Sign::Comma);
    assert!(one.same(&wrote(&word(), "  Incinération. ", Sign::Comma)));
    assert!(!one.same(&wrote(&word(), "landfill", Sign::Comma)));
    assert!(!one.same(&mass()));
}

#[test]
fn a_stored_number_that_was_never_made_is_refused() {
    let own = |text: &str| text.to_owned();
    for (typed, number, unit) in [
        ("5", Some("0.5"), None),
        ("", Some("0.5"), None),
        ("0,5", None, None),
        ("0.5", Some("0,5"), None),
        ("0.50", Some("0.50"), None),
        ("1e999", Some("1e999"), None),
        ("NaN", Some("NaN"), None),
        ("0.5", Some("0.5"), Some("lb")),
        ("0.5", Some("0.5"), Some("")),
    ] {
        let response = Response::Number((own(typed), number.map(own), unit.map(own)));
        assert!(mass().with(response.clone()).is_err(), "{response:?}");
    }
    let long = own(&"5".repeat(limit::TYPED_CHARACTERS + 1));
    assert!(mass().with(Response::Number((long, None, None))).is_err());
    // In French this was not understood, and so it stays.
    let doubtful = Response::Number((own("16,000"), None, Some(own("g"))));
    assert!(mass().with(doubtful).is_ok());
    let single = blank(&sample::number(("5", "0"), "kg", &[], &[]));
    let unit = Response::Number((own("5"), Some(own("5")), Some(own("kg"))));
    assert!(single.with(unit).is_err(), "there is nothing to choose");
}

#[test]
fn a_stored_text_that_was_never_made_is_refused() {
    let text = |typed: &str, said: Option<&str>, near: Option<&str>| {
        Response::Text((typed.to_owned(), said.map(sample::id), near.map(sample::id)))
    };
    for response in [
        text("x", Some("elsewhere"), None),
        text("x", None, Some("elsewhere")),
        text("x", None, Some("recycling")),
        text("x", Some("reuse"), Some("again")),
        text("", Some("reuse"), None),
        text(" - ", None, Some("reuse")),
        text(&"x".repeat(limit::TYPED_CHARACTERS + 1), None, None),
    ] {
        assert!(word().with(response.clone()).is_err(), "{response:?}");
    }
    // The words may be those of another language.
    let french = word().with(text("réemploi", Some("reuse"), None));
    assert_eq!(scored(&french.expect("it fits")).score.points, 2);
}

fn ticked(keys: &[&str]) -> Set<Id> {
    keys.iter().map(|key| sample::id(key)).collect()
}

#[test]
fn a_stored_open_text_that_was_never_made_is_refused() {
    let open = |typed: &str, compared: bool, keys: &[&str]| {
        Response::Open((typed.to_owned(), compared, ticked(keys)))
    };
    let most = "é".repeat(limit::WRITTEN_CHARACTERS);
    for response in [
        open("Screws.", false, &["opened"]),
        open("Screws.", true, &["opened", "elsewhere"]),
        open(&[&most, "é"].concat(), true, &[]),
    ] {
        assert!(essay().with(response.clone()).is_err(), "{response:?}");
    }
    for response in [
        open("", false, &[]),
        open("Screws.", false, &[]),
        open(&most, true, &["opened", "part"]),
        // Compared, and then everything was taken away.
        open("", true, &["part"]),
    ] {
        assert!(essay().with(response.clone()).is_ok(), "{response:?}");
    }
}

#[test]
fn the_longest_text_fits_into_a_statement_whatever_it_is_made_of() {
    // The longest names there can be, and every criterion ticked.
    let name = |n: usize| sample::id(&format!("{n}{}", "x".repeat(63)));
    let keys: Vec<Id> = (1..=8).map(name).collect();
    let keys: Vec<&str> = keys.iter().map(Id::as_str).collect();
    let exercise = blank(&sample::open(&keys, "I would use screws."));
    for piece in ["\u{1}", "\u{0}", "\"", "\\", "🔁", "\u{202e}"] {
        let typed = piece.repeat(limit::WRITTEN_CHARACTERS);
        let response = Response::Open((typed, true, ticked(&keys)));
        assert!(exercise.with(response.clone()).is_ok(), "{piece:?}");
        let did = Deed::Answered(Attempt {
            activity: name(9),
            response,
            score: Score::new(8, 8),
            attempt: u8::MAX,
            hints: u8::MAX,
            grading: "f".repeat(64),
            wording: "f".repeat(64),
            sure: Some(false),
        });
        let statement = sample::statement(u64::from(u32::MAX), "ada", did);
        let stored = journal::encode(&statement);
        assert!(stored.len() < limit::STATEMENT_BYTES / 2, "{piece:?}");
        assert_eq!(journal::decode(&stored), Ok(statement), "{piece:?}");
    }
}

#[test]
fn a_megabyte_pasted_into_an_open_text_is_cut() {
    for piece in ["5", "é", "🔁", "e\u{301}", "\u{202e}", "\u{0}", " ", "-"] {
        let wrote = wrote(&essay(), &piece.repeat(1 << 19), Sign::Comma);
        let Response::Open((typed, _, _)) = wrote.response() else {
            panic!("nothing is written")
        };
        assert_eq!(typed.chars().count(), limit::WRITTEN_CHARACTERS);
        assert!(essay().with(wrote.response()).is_ok(), "{piece:?}");
        wrote.grade();
    }
}

#[test]
fn what_nobody_can_see_is_not_written() {
    for typed in ["", " \n\t", "\u{200b}\u{202e}\u{2060}", "…", " - . "] {
        let wrote = wrote(&essay(), typed, Sign::Comma);
        let compared = wrote.edited(&Edit::Open(open::Edit::Compare));
        assert_eq!(compared, Ok(wrote.clone()), "{typed:?}");
        assert_eq!(wrote.grade(), Outcome::Unanswered(Missing::Write));
    }
    let written = wrote(&essay(), "\u{202e}x", Sign::Comma);
    assert_eq!(written.grade(), Outcome::Unanswered(Missing::Compare));
    let tick = Edit::Open(open::Edit::Toggle(sample::id("part")));
    assert_eq!(written.edited(&tick), Ok(written.clone()), "not yet shown");
}

#[test]
fn a_megabyte_of_pasted_text_is_cut() {
    for exercise in [mass(), word()] {
        for piece in ["5", "é", "🔁", "e\u{301}", "\u{202e}", "\u{0}", " ", "-"] {
            let wrote = wrote(&exercise, &piece.repeat(1 << 19), Sign::Comma);
            let (Response::Number((typed, _, _)) | Response::Text((typed, _, _))) =
                wrote.response()
            else {
                panic!("nothing is written")
            };
            assert_eq!(typed.chars().count(), limit::TYPED_CHARACTERS);
            assert!(exercise.with(wrote.response()).is_ok(), "{piece:?}");
            wrote.grade();
        }
    }
}

fn gaps() -> Exercise {
    blank(&sample::fields(
        &[
            (
                "what",
                vec![
                    ("reuse", "re-use"),
                    ("again", "using again"),
                    ("recycling", "recycling"),
                ],
            ),
            ("where", vec![("yard", "scrapyard"), ("tip", "tip")]),
        ],
        &["reuse", "again", "yard"],
    ))
}

fn filled(exercise: &Exercise, gap: &str, typed: &str) -> Exercise {
    let edit = Edit::Gap(gap::Edit::Write(sample::id(gap), typed.to_owned()));
    exercise.edited(&edit).expect("an edit of its own")
}

#[test]
fn a_stored_gap_that_was_never_filled_so_is_refused() {
    type Stored<'a> = (&'a str, &'a str, Option<&'a str>, Option<&'a str>);
    let response = |stored: &[Stored<'_>]| {
        let filled = stored.iter().map(|(gap, typed, said, near)| {
            let (said, near) = (said.map(sample::id), near.map(sample::id));
            (sample::id(gap), (*typed).to_owned(), said, near)
        });
        Response::Gap(filled.collect())
    };
    let long = "x".repeat(limit::GAP_CHARACTERS + 1);
    let one = ("what", "re-use", Some("reuse"), None);
    for stored in [
        &[("elsewhere", "x", None, None)][..],
        &[("what", "x", Some("elsewhere"), None)],
        &[("what", "x", None, Some("elsewhere"))],
        &[("what", "x", None, Some("recycling"))],
        &[("what", "x", Some("yard"), None)],
        &[("what", "x", None, Some("yard"))],
        &[("what", "x", Some("reuse"), Some("again"))],
        &[("what", "", Some("reuse"), None)],
        &[("what", "", None, None)],
        &[("what", " - ", None, Some("reuse"))],
        &[("what", " - ", Some("reuse"), None)],
        &[("what", &long, None, None)],
        &[one, one],
        &[("where", "tip", Some("tip"), None), one],
    ] {
        assert!(gaps().with(response(stored)).is_err(), "{stored:?}");
    }
    // The words may be those of another language.
    let french = [
        ("what", "réemploi", Some("reuse"), None),
        ("where", "  ", None, None),
    ];
    let french = gaps().with(response(&french)).expect("it fits");
    assert_eq!(french.grade(), Outcome::Unanswered(Missing::Rest(1)));
    let menus = blank(&sample::menus(
        &[("rate", &["half", "all"]), ("name", &["reuse", "tip"])],
        &["half", "reuse"],
    ));
    for stored in [
        &[("rate", "half", Some("half"), None)][..],
        &[("rate", "half", None, None)],
        &[("rate", "", None, None)],
        &[("rate", "", None, Some("half"))],
        &[("rate", "", Some("half"), Some("all"))],
        &[("rate", "", Some("reuse"), None)],
        &[("half", "", Some("half"), None)],
        &[
            ("rate", "", Some("half"), None),
            ("name", "", Some("tip"), None),
        ],
    ] {
        assert!(menus.with(response(stored)).is_err(), "{stored:?}");
    }
    let stored = [
        ("name", "", Some("tip"), None),
        ("rate", "", Some("half"), None),
    ];
    let stored = menus.with(response(&stored)).expect("it fits");
    assert_eq!(scored(&stored).score.points, 1);
    // What is typed has no place in a menu, and what is chosen none in a field.
    assert_eq!(filled(&menus, "rate", "half"), menus);
    let choose = gap::Edit::Choose(sample::id("what"), Some(sample::id("reuse")));
    let fields = gaps();
    assert_eq!(fields.edited(&Edit::Gap(choose)), Ok(fields));
}

#[test]
fn a_megabyte_in_every_gap_goes_into_one_statement() {
    for piece in ["é", "🔁", "e\u{301}", "\u{202e}", "\u{0}", " ", "-"] {
        let pasted = piece.repeat(1 << 19);
        let exercise = filled(&filled(&gaps(), "what", &pasted), "where", &pasted);
        let Response::Gap(stored) = exercise.response() else {
            panic!("nothing is filled")
        };
        for (_, typed, ..) in &stored {
            assert_eq!(typed.chars().count(), limit::GAP_CHARACTERS);
        }
        assert!(gaps().with(exercise.response()).is_ok(), "{piece:?}");
        exercise.grade();
        let mut json = String::new();
        domain::json::Write::write(&stored[0], &mut json);
        assert!(json.len() * 12 < limit::STATEMENT_BYTES / 2, "{piece:?}");
    }
}

#[test]
fn typing_a_gap_otherwise_says_the_same() {
    let one = filled(&filled(&gaps(), "what", "burning"), "where", "Scrapyard");
    assert!(one.same(&filled(&one, "what", " Bürning. ")));
    assert!(one.same(&filled(&one, "where", "SCRAP-YARD")));
    assert!(!one.same(&filled(&one, "what", "landfill")));
    assert!(!one.same(&filled(&one, "what", "")));
    assert!(!one.same(&word()));
}

proptest! {
    #[test]
    fn whatever_is_written_in_gaps_fits_and_is_graded_or_missing(
        one in prop_oneof!["[a-zé’ -]{0,14}", any::<String>()],
        other in prop_oneof!["[a-z]{7,10}", any::<String>()],
    ) {
        let blank = gaps();
        let exercise = filled(&filled(&blank, "where", &other), "what", &one);
        prop_assert_eq!(blank.with(exercise.response()), Ok(exercise.clone()));
        prop_assert!(exercise.same(&exercise));
        if let Outcome::Scored(scored) = exercise.grade() {
            prop_assert_eq!(scored.score.of, 4);
            prop_assert_eq!(scored.marks.len(), 2);
        }
    }

    #[test]
    fn whatever_is_written_fits_and_is_graded_or_missing(
        typed in prop_oneof!["[0-9 .,'’−+-]{0,12}", "[a-zé’ -]{0,14}", any::<String>()],
        french in any::<bool>(),
    ) {
        let sign = if french { Sign::Comma } else { Sign::Point };
        for exercise in [mass(), chose(&mass(), Some("g")), word(), essay()] {
            let wrote = wrote(&exercise, &typed, sign);
            prop_assert_eq!(exercise.with(wrote.response()), Ok(wrote.clone()));
            prop_assert!(wrote.same(&wrote));
            if let Outcome::Scored(scored) = wrote.grade() {
                prop_assert!(scored.score.points <= scored.score.of);
                prop_assert!(scored.marks.len() <= 1);
            }
        }
    }
}
