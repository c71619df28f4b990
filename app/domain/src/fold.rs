//! Words as they are compared: what people type in many ways for the same thing is one here.
//!
//! Small on purpose: the tables of Unicode are larger than the program that would hold them. It knows
//! the letters of Latin-1 and Latin Extended-A, composed or not; other scripts are compared as they are.

/// The bare letters of U+00C0 to U+017F. A digit stands for two letters of [`PAIRS`], a space for a
/// character that is no letter.
const LETTERS: &[u8; 192] = b"\
    aaaaaa1ceeeeiiiidnooooo ouuuuy53aaaaaa1ceeeeiiiidnooooo ouuuuy5y\
    aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii44jjkkklllllll\
    lllnnnnnnnnnoooooo22rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/// The letters that ligatures and the like are made of, by the digits of [`LETTERS`], from 1.
const PAIRS: [&str; 5] = ["ae", "oe", "ss", "ij", "th"];

/// Those of U+FB00 to U+FB06, which come with text from print.
const PRINTED: [&str; 7] = ["ff", "fi", "fl", "ffi", "ffl", "st", "st"];

/// `text` as it is compared: without case, accents, apostrophes, hyphens, spaces, what nobody sees,
/// and the marks of a sentence at either end; ligatures taken apart.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            'A'..='Z' => folded.push(character.to_ascii_lowercase()),
            '\u{c0}'..='\u{17f}' => match LETTERS.get(character as usize - 0xc0) {
                Some(digit @ b'1'..=b'5') => folded.push_str(PAIRS[usize::from(digit - b'1')]),
                Some(b' ') | None => folded.push(character),
                Some(letter) => folded.push(char::from(*letter)),
            },
            '\u{fb00}'..='\u{fb06}' => folded.push_str(PRINTED[character as usize - 0xfb00]),
            // The two letters of Romanian that stand apart from the others.
            '\u{218}' | '\u{219}' => folded.push('s'),
            '\u{21a}' | '\u{21b}' => folded.push('t'),
            _ if passed(character) => {}
            _ => folded.push(character),
        }
    }
    folded.trim_matches(mark).to_owned()
}

/// Whether `character` is passed over: an accent by itself, an apostrophe, a hyphen, a space, or one
/// that nobody sees.
fn passed(character: char) -> bool {
    matches!(
        character,
        // accents
        '\u{300}'..='\u{36f}'
        // apostrophes, and what is typed for one
        | '\'' | '`' | '\u{b4}' | '\u{2bc}' | '\u{2018}' | '\u{2019}' | '\u{2032}'
        // hyphens and dashes
        | '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}'
        // spaces
        | ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
        // of no width, or turning the order of what is seen
        | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'
    )
}

/// Whether `character` is a mark of a sentence.
fn mark(character: char) -> bool {
    matches!(
        character,
        '.' | ',' | ';' | ':' | '!' | '?' | '"' | '…' | '«' | '»' | '“' | '”' | '„'
    )
}

/// Whether `one` becomes `other` in at most `most` steps: a letter put in, left out, changed, or
/// swapped with the next (the optimal string alignment distance).
pub fn within(one: &str, other: &str, most: usize) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.len().abs_diff(other.len()) > most {
        return false;
    }
    // Steps from the first letters of `one` to the first `n` of `other`, for each `n`.
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut above = row.clone();
    for (i, letter) in one.iter().enumerate() {
        let further = std::mem::replace(&mut above, row);
        row = Vec::with_capacity(above.len());
        row.push(i + 1);
        for (j, wanted) in other.iter().enumerate() {
            let change = above[j] + usize::from(letter != wanted);
            let mut steps = change.min(above[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && one[i - 1] == *wanted && *letter == other[j - 1];
            if swapped {
                steps = steps.min(further[j - 1] + 1);
            }
            row.push(steps);
        }
        if row.iter().all(|steps| *steps > most) {
            return false;
        }
    }
    row[other.len()] <= most
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

    use super::*;

    /// Latin-1 and Latin Extended-A.
    const LATIN: std::ops::RangeInclusive<char> = '\u{0}'..='\u{17f}';

    #[test]
    fn every_letter_folds_as_its_parts_do() {
        let mut taken_apart = 0;
        for letter in LATIN {
            let parts: String = letter.nfd().collect();
            assert_eq!(fold(&letter.to_string()), fold(&parts), "{letter:?}");
            if parts.chars().count() > 1 {
                let bare: String = parts.chars().filter(|c| !is_combining_mark(*c)).collect();
                assert_eq!(fold(&letter.to_string()), bare.to_lowercase(), "{letter:?}");
                taken_apart += 1;
            }
        }
        assert!(taken_apart > 150, "{taken_apart}");
    }

    #[test]
    fn every_letter_folds_as_its_capital_does() {
        for letter in
            LATIN.filter(|letter| letter.is_alphabetic() && !matches!(letter, 'ª' | 'º' | 'µ'))
        {
            let of = |text: String| fold(&text);
            assert_eq!(
                of(letter.to_string()),
                of(letter.to_uppercase().collect()),
                "{letter:?}"
            );
            assert_eq!(
                of(letter.to_string()),
                of(letter.to_lowercase().collect()),
                "{letter:?}"
            );
            assert!(
                of(letter.to_string())
                    .bytes()
                    .all(|b| b.is_ascii_lowercase()),
                "{letter:?}"
            );
        }
    }

    #[test]
    fn what_print_joins_is_taken_apart() {
        for joined in '\u{fb00}'..='\u{fb06}' {
            let parts: String = joined.nfkd().collect();
            assert_eq!(fold(&joined.to_string()), fold(&parts), "{joined:?}");
        }
        assert_eq!(fold("œuvre"), "oeuvre");
        assert_eq!(fold("Cæsium"), "caesium");
        assert_eq!(fold("Straße"), "strasse");
    }

    #[test]
    fn what_people_type_for_the_same_word_is_the_same() {
        for typed in [
            "réemploi",
            "RÉEMPLOI",
            "reemploi",
            "re\u{301}emploi",
            "ré-emploi",
            "ré emploi",
            " réemploi ",
            "réemploi.",
            "« réemploi »",
            "ré\u{ad}emploi",
            "ré\u{200b}emploi",
            "\u{202b}réemploi\u{202c}",
            "\u{feff}réemploi",
        ] {
            assert_eq!(fold(typed), "reemploi", "{typed:?}");
        }
        assert_eq!(fold("l’économie"), fold("l'economie"));
        assert_eq!(fold("L\u{2bc}ÉCONOMIE"), fold("l`économie"));
        assert_eq!(fold("refit"), fold("re\u{fb01}t"));
        assert_ne!(fold("3.5"), fold("35"));
        assert_eq!(fold(" - … "), "");
    }

    #[test]
    fn a_step_is_a_letter_put_in_left_out_changed_or_swapped() {
        for typed in ["reus", "reuuse", "rouse", "resue", "euse", "reuset"] {
            assert!(within(typed, "reuse", 1), "{typed}");
            assert!(within("reuse", typed, 1), "{typed}");
        }
        for typed in ["reduced", "use", "esuer", "resuee", ""] {
            assert!(!within(typed, "reuse", 1), "{typed}");
        }
        assert!(within("reuse", "reuse", 0));
        assert!(!within("reuses", "reuse", 0));
        assert!(within("", "", 0));
        assert!(within("recyclnig plnat", "recycling plant", 2));
        assert!(!within(&"a".repeat(2_000), "reuse", 2));
    }

    fn latin() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::char::range('\u{0}', '\u{17f}'), 0..12)
            .prop_map(String::from_iter)
    }

    proptest! {
        #[test]
        fn composed_and_decomposed_fold_alike(text in latin()) {
            let (together, apart): (String, String) = (text.nfc().collect(), text.nfd().collect());
            prop_assert_eq!(fold(&together), fold(&apart));
            prop_assert_eq!(fold(&text), fold(&apart));
        }

        #[test]
        fn folding_twice_is_folding_once(text in any::<String>()) {
            let once = fold(&text);
            prop_assert_eq!(&fold(&once), &once);
        }

        #[test]
        fn a_distance_is_the_same_both_ways(one in "[a-c]{0,6}", other in "[a-c]{0,6}", most in 0_usize..4) {
            prop_assert_eq!(within(&one, &other, most), within(&other, &one, most));
            prop_assert!(within(&one, &other, 6));
            prop_assert_eq!(within(&one, &other, 0), one == other);
        }
    }
}
