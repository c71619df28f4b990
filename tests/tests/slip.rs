//! The code of a completion slip: what was touched up no longer fits.

use domain::slip::{Code, NoCode, Slip, Told};
use proptest::prelude::*;
use tests::sample::id;

fn slip() -> Slip {
    Slip {
        name: "Zoé Lefèvre".into(),
        course: id("reuse-or-recycling"),
        version: "0.1.0".into(),
        told: Told {
            day: 20_785,
            lessons: [3, 12],
            competencies: [2, 5],
            points: [61, 80],
        },
    }
}

#[test]
fn a_code_says_what_the_slip_says_and_whose_it_is() {
    let code = slip().code();
    assert_eq!(code, "058K-20RC-082G-0F80-A1KF-SENF-89M9-EV7B");
    let read = Code::read(&code).expect("its own code");
    assert_eq!(read.told, slip().told);
    assert!(read.is_of("Zoé Lefèvre") && read.is_of("  zoe LEFEVRE"));
    assert!(!read.is_of("Zoé Lefebvre"));
    assert!(read.is_about(&id("reuse-or-recycling"), "0.1.0"));
    assert!(!read.is_about(&id("reuse-or-recycling"), "0.2.0"));
    assert!(!read.is_about(&id("new-value-chains"), "0.1.0"));
}

#[test]
fn a_code_is_read_as_people_type_it() {
    let code = slip().code();
    let typed = [
        code.to_lowercase(),
        code.replace('-', " "),
        code.replace('-', ""),
        code.replace('0', "o").replace('1', "l"),
        code.replace('1', "I"),
        format!(" {}\n", code.replace('-', "\u{2013}")),
    ];
    for typed in typed {
        assert_eq!(Code::read(&typed), Code::read(&code), "{typed}");
    }
}

#[test]
fn what_is_no_code_says_why() {
    let code = slip().code();
    assert_eq!(Code::read(""), Err(NoCode::Length(0, 32)));
    assert_eq!(Code::read(&code[..20]), Err(NoCode::Length(16, 32)));
    assert_eq!(
        Code::read(&code.replacen('G', "U", 1)),
        Err(NoCode::Letter('U'))
    );
    assert_eq!(Code::read("é"), Err(NoCode::Letter('é')));
    assert!(matches!(
        Code::read(&"0".repeat(100_000)),
        Err(NoCode::Length(_, 32))
    ));
}

#[test]
fn every_letter_that_is_typed_wrong_is_noticed() {
    let code = slip().code().replace('-', "");
    for at in 0..code.len() {
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZ".chars() {
            let mut typed = code.clone();
            typed.replace_range(at..=at, &other.to_string());
            if typed != code {
                assert_eq!(Code::read(&typed), Err(NoCode::Sum), "{typed}");
            }
        }
    }
    // Two letters changed about.
    for at in 1..code.len() {
        let mut letters: Vec<char> = code.chars().collect();
        letters.swap(at - 1, at);
        let typed: String = letters.into_iter().collect();
        if typed != code {
            assert_eq!(Code::read(&typed), Err(NoCode::Sum), "{typed}");
        }
    }
}

proptest! {
    #[test]
    fn any_slip_comes_back(
        name in "\\PC{0,40}",
        day in any::<u16>(),
        lessons in any::<[u8; 2]>(),
        competencies in any::<[u8; 2]>(),
        points in any::<[u16; 2]>(),
    ) {
        let told = Told { day, lessons, competencies, points };
        let slip = Slip { name, told, ..slip() };
        let read = Code::read(&slip.code()).expect("its own code");
        prop_assert_eq!(read.told, told);
        prop_assert!(read.is_of(&slip.name));
    }

    #[test]
    fn any_text_is_read_without_a_panic(typed in "\\PC{0,60}") {
        let _ = Code::read(&typed);
    }
}
