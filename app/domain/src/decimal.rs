//! Exact decimal numbers, as people write them. No floats: 0.1 is a tenth here.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::json::{self, Doubt, Read, Value};

/// So many digits a number may have, before and after the decimal sign together.
const DIGITS: usize = 18;

/// No number is written in more characters; what is longer is not looked at.
const CHARACTERS: usize = 60;

/// A decimal number, exact: at most 18 digits, and as many of them after the decimal sign.
///
/// A number has one form only: no zeros at the end of the fraction, and no minus before nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Decimal {
    /// All its digits.
    mantissa: i64,
    /// How many of them stand after the decimal sign.
    decimals: u8,
}

/// The decimal sign of a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// `0.5`, and the comma may part thousands: `16,000` is sixteen thousand.
    Point,
    /// `0,5`. A comma or a point before three digits may be either: nobody can tell.
    Comma,
}

/// Why what was typed is not read as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is none.
    NoNumber,
    /// It is one of two: thousands parted, or a fraction.
    Either(Decimal, Decimal),
}

/// The text is not a [`Decimal`] in its one form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADecimal;

impl std::fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not a decimal number")
    }
}

impl Decimal {
    /// Nothing.
    pub const ZERO: Self = Self {
        mantissa: 0,
        decimals: 0,
    };

    /// One.
    pub const ONE: Self = Self {
        mantissa: 1,
        decimals: 0,
    };

    /// The number that [`text`](Self::text) writes as `text`.
    pub fn new(text: &str) -> Result<Self, NotADecimal> {
        let number = Self::plain(text).ok_or(NotADecimal)?;
        if number.text() == text {
            Ok(number)
        } else {
            Err(NotADecimal)
        }
    }

    /// The number in `text`: a minus or a plus if need be, digits, and perhaps a point and digits.
    pub fn plain(text: &str) -> Option<Self> {
        let (minus, rest) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text.strip_prefix('+').unwrap_or(text)),
        };
        let (whole, part) = match rest.split_once('.') {
            Some((_, "")) => return None,
            Some(parts) => parts,
            None => (rest, ""),
        };
        if whole.is_empty() {
            return None;
        }
        Self::of(minus, whole, part)
    }

    /// So many of what stands at the place `decimals` after the decimal sign: 35 tenths are 3.5. No more
    /// digits, and no more of them after the sign, than a number may have.
    pub(crate) fn counting(mut mantissa: i64, mut decimals: u8) -> Self {
        while decimals > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            decimals -= 1;
        }
        Self { mantissa, decimals }
    }

    /// The number with the digits `whole` before the decimal sign and `part` after it.
    fn of(minus: bool, whole: &str, part: &str) -> Option<Self> {
        let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
        if whole.len() + part.len() > DIGITS {
            return None;
        }
        let mut mantissa: i64 = 0;
        for digit in whole.bytes().chain(part.bytes()) {
            if !digit.is_ascii_digit() {
                return None;
            }
            mantissa = mantissa * 10 + i64::from(digit - b'0');
        }
        Some(Self {
            mantissa: if minus { -mantissa } else { mantissa },
            decimals: part.len() as u8,
        })
    }

    /// Reads what a person typed where `sign` is the decimal sign.
    ///
    /// Thousands may be parted by spaces or apostrophes, by commas or points; always in threes. A
    /// space round it is nothing. A comma or a point that can be no other than the decimal sign is
    /// that, in either language. Digits are `0` to `9` alone, and there are no exponents.
    pub fn read(typed: &str, sign: Sign) -> Result<Self, Unread> {
        let typed = typed.trim_matches(|c| space(c) || unseen(c));
        if typed.len() > CHARACTERS * 4 || typed.chars().count() > CHARACTERS {
            return Err(Unread::NoNumber);
        }
        let minus = typed.starts_with(['-', '\u{2212}']);
        let typed = match typed.strip_prefix(['-', '\u{2212}', '+']) {
            Some(rest) => rest.trim_start_matches(space),
            None => typed,
        };
        let mut digits = String::new();
        let mut parted = Vec::new();
        for character in typed.chars() {
            match character {
                '0'..='9' => digits.push(character),
                ',' => parted.push((Parting::Comma, digits.len())),
                '.' => parted.push((Parting::Point, digits.len())),
                '\'' | '\u{2019}' => parted.push((Parting::Apostrophe, digits.len())),
                _ if space(character) => parted.push((Parting::Space, digits.len())),
                _ => return Err(Unread::NoNumber),
            }
        }
        let split = |at: usize| {
            let (whole, part) = digits.split_at(at);
            Self::of(minus, whole, part).ok_or(Unread::NoNumber)
        };
        let Some(((last, at), before)) = parted.split_last().map(|(last, rest)| (*last, rest))
        else {
            return if digits.is_empty() {
                Err(Unread::NoNumber)
            } else {
                split(digits.len())
            };
        };
        let may_be_decimal = matches!(last, Parting::Comma | Parting::Point) && at < digits.len();
        if may_be_decimal && threes(before, last, at, &digits) {
            let lone = before.is_empty();
            if lone && threes(&parted, Parting::Apostrophe, digits.len(), &digits) {
                // One comma or point with three digits after it.
                return match (sign, last) {
                    (Sign::Point, Parting::Point) => split(at),
                    (Sign::Point, _) => split(digits.len()),
                    (Sign::Comma, _) => Err(Unread::Either(split(digits.len())?, split(at)?)),
                };
            }
            return split(at);
        }
        // What parts thousands is not itself the decimal sign: any other stands for it here.
        let other = if last == Parting::Comma {
            Parting::Point
        } else {
            Parting::Comma
        };
        if threes(&parted, other, digits.len(), &digits) {
            split(digits.len())
        } else {
            Err(Unread::NoNumber)
        }
    }

    /// The number in its one form: `-16000.5`.
    pub fn text(self) -> String {
        let mut text = String::new();
        json::digits(self.mantissa, &mut text);
        let start = usize::from(self.mantissa < 0);
        let decimals = usize::from(self.decimals);
        while decimals > 0 && text.len() - start <= decimals {
            text.insert(start, '0');
        }
        if decimals > 0 {
            text.insert(text.len() - decimals, '.');
        }
        text
    }

    /// The number as it can be typed where a comma or a point before three digits may part thousands:
    /// a fourth digit leaves no doubt.
    pub fn undoubted(self) -> String {
        let mut text = self.text();
        if self.decimals == 3 {
            text.push('0');
        }
        text
    }

    /// All its digits as a whole number, and how many of them stand after the decimal sign.
    pub fn parts(self) -> (i64, u8) {
        (self.mantissa, self.decimals)
    }

    /// Whether it is under nothing.
    pub fn is_negative(self) -> bool {
        self.mantissa < 0
    }

    /// Whether it is nothing.
    pub fn is_zero(self) -> bool {
        self.mantissa == 0
    }

    /// Whether this, `factor` times, is no further from `key` than `tolerance`. Exact.
    pub fn is_near(self, factor: Self, key: Self, tolerance: Self) -> bool {
        let scaled = Wide {
            mantissa: i128::from(self.mantissa) * i128::from(factor.mantissa),
            decimals: self.decimals + factor.decimals,
        };
        let decimals = key.decimals.max(tolerance.decimals);
        let bound = |way: i128| Wide {
            mantissa: key.at(decimals) + way * tolerance.at(decimals),
            decimals,
        };
        scaled.order(bound(-1)) != Ordering::Less && scaled.order(bound(1)) != Ordering::Greater
    }

    /// Its digits, with `decimals` of them after the decimal sign: at most 36 digits, which fit.
    fn at(self, decimals: u8) -> i128 {
        let mut mantissa = i128::from(self.mantissa);
        for _ in self.decimals..decimals {
            mantissa *= 10;
        }
        mantissa
    }
}

/// What parts digits.
#[derive(Clone, Copy, PartialEq)]
enum Parting {
    Comma,
    Point,
    Apostrophe,
    Space,
}

/// Whether `parted` parts the first `end` of `digits` in threes, all in one way that is not `other`.
fn threes(parted: &[(Parting, usize)], other: Parting, end: usize, digits: &str) -> bool {
    let Some((first, at)) = parted.first().copied() else {
        return true;
    };
    let mut places = parted.iter().map(|(_, at)| *at).chain([end]).skip(1);
    let mut from = at;
    first != other
        && (1..=3).contains(&at)
        && !digits.starts_with('0')
        && parted.iter().all(|(parting, _)| *parting == first)
        && places.all(|to| to - std::mem::replace(&mut from, to) == 3)
}

/// Whether `character` is a space people put into numbers, or round them.
fn space(character: char) -> bool {
    matches!(
        character,
        ' ' | '\t' | '\n' | '\r' | '\u{a0}' | '\u{2000}'
            ..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

/// Whether `character` is one that copying brings along at the ends of a text and nobody sees.
/// Those that turn the order of what is seen are not among them.
fn unseen(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// A number that may have 36 digits.
#[derive(Clone, Copy)]
struct Wide {
    mantissa: i128,
    decimals: u8,
}

impl Wide {
    fn order(self, other: Self) -> Ordering {
        if self.decimals > other.decimals {
            return other.order(self).reverse();
        }
        let mut mantissa = self.mantissa;
        for _ in self.decimals..other.decimals {
            match mantissa.checked_mul(10) {
                Some(more) => mantissa = more,
                // Further than any other number can be: its sign decides.
                None => return mantissa.cmp(&0),
            }
        }
        mantissa.cmp(&other.mantissa)
    }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let wide = |number: &Self| Wide {
            mantissa: number.mantissa.into(),
            decimals: number.decimals,
        };
        wide(self).order(wide(other))
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl TryFrom<String> for Decimal {
    type Error = NotADecimal;
    fn try_from(text: String) -> Result<Self, NotADecimal> {
        Self::new(&text)
    }
}

impl From<Decimal> for String {
    fn from(number: Decimal) -> String {
        number.text()
    }
}

impl Read for Decimal {
    fn read(value: &Value, doubt: &mut Doubt) -> Self {
        Self::new(value.text().unwrap_or_default()).unwrap_or_else(|_| {
            doubt.note();
            Self::ZERO
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(text: &str) -> Decimal {
        Decimal::new(text).unwrap_or_else(|_| panic!("{text:?} is a number"))
    }

    fn read(typed: &str, sign: Sign) -> Result<String, Unread> {
        Decimal::read(typed, sign).map(Decimal::text)
    }

    /// What both languages read alike.
    fn both(typed: &str, number: &str) {
        for sign in [Sign::Point, Sign::Comma] {
            assert_eq!(
                read(typed, sign).as_deref(),
                Ok(number),
                "{typed:?}, {sign:?}"
            );
        }
    }

    fn neither(typed: &str) {
        for sign in [Sign::Point, Sign::Comma] {
            assert_eq!(
                read(typed, sign),
                Err(Unread::NoNumber),
                "{typed:?}, {sign:?}"
            );
        }
    }

    #[test]
    fn a_number_has_one_form() {
        for text in [
            "0",
            "7",
            "-7",
            "0.5",
            "-0.05",
            "16000",
            "123456789012345678",
            "0.000000000000000001",
        ] {
            assert_eq!(of(text).text(), text);
        }
        for text in [
            "",
            "-",
            "+5",
            "05",
            "5.0",
            "-0",
            "0.50",
            ".5",
            "5.",
            "1e3",
            "1 000",
            "NaN",
            "1234567890123456789",
            "0.1234567890123456789",
            "--5",
            "1.2.3",
            "٥",
        ] {
            assert_eq!(Decimal::new(text), Err(NotADecimal), "{text:?}");
        }
        assert_eq!(Decimal::plain("+007.50"), Some(of("7.5")));
        assert_eq!(Decimal::plain("-0.0"), Some(Decimal::ZERO));
    }

    #[test]
    fn point_and_comma_are_both_decimal_signs() {
        both("0.5", "0.5");
        both("0,5", "0.5");
        both("16,5", "16.5");
        both("16.25", "16.25");
        both(",5", "0.5");
        both(".500", "0.5");
        both("0,500", "0.5");
        both("0.125", "0.125");
        both("1234,567", "1234.567");
        both("1234.567", "1234.567");
        both("007", "7");
    }

    #[test]
    fn thousands_are_parted_in_threes() {
        for parting in [" ", "\u{a0}", "\u{202f}", "\u{2009}", "'", "\u{2019}"] {
            both(&format!("16{parting}000"), "16000");
            both(&format!("1{parting}234{parting}567,5"), "1234567.5");
            both(&format!("16{parting}000.25"), "16000.25");
            both(&format!("16{parting}000,250"), "16000.25");
            neither(&format!("16{parting}00"));
            neither(&format!("1600{parting}000"));
            neither(&format!("16{parting}{parting}000"));
            neither(&format!("16,5{parting}000"));
            neither(&format!("0{parting}500"));
        }
        both("1,234,567", "1234567");
        both("1.234.567", "1234567");
        both("1,234.5", "1234.5");
        both("1.234,5", "1234.5");
        both("1.234,567", "1234.567");
        neither("1,23,456");
        neither("1.234.56");
        neither("1,234,5");
        neither("1,234.5,6");
        neither("1 234'567");
    }

    #[test]
    fn sixteen_thousand_is_never_read_as_sixteen_in_silence() {
        assert_eq!(read("16,000", Sign::Point).as_deref(), Ok("16000"));
        assert_eq!(read("-16,000", Sign::Point).as_deref(), Ok("-16000"));
        assert_eq!(read("16.000", Sign::Point).as_deref(), Ok("16"));
        let either = |one, other| Err(Unread::Either(of(one), of(other)));
        assert_eq!(read("16,000", Sign::Comma), either("16000", "16"));
        assert_eq!(read("16.000", Sign::Comma), either("16000", "16"));
        assert_eq!(read("16,125", Sign::Comma), either("16125", "16.125"));
        assert_eq!(read("\u{2212}1,500", Sign::Comma), either("-1500", "-1.5"));
        both(&of("16.125").undoubted(), "16.125");
        both(&of("16").undoubted(), "16");
        both("16,1250", "16.125");
    }

    #[test]
    fn the_real_minus_sign_is_a_minus() {
        both("\u{2212}5", "-5");
        both("-5", "-5");
        both("\u{2212}\u{202f}0,5", "-0.5");
        both("-0", "0");
        neither("-");
        neither("5-");
        neither("--5");
        neither("-\u{2212}5");
        neither("\u{2013}5");
    }

    #[test]
    fn a_plus_may_stand_before_a_number() {
        both("+5", "5");
        neither("+");
        neither("+-5");
    }

    #[test]
    fn there_are_no_exponents() {
        neither("1e999");
        neither("1E3");
        neither("1×10³");
    }

    #[test]
    fn words_for_numbers_are_none() {
        for typed in [
            "NaN", "nan", "inf", "Infinity", "-∞", "five", "0x10", "½", "5 kg", "5%", "1/2", "",
        ] {
            neither(typed);
        }
    }

    #[test]
    fn full_width_digits_are_not_read() {
        neither("\u{ff15}");
        neither("1\u{ff10}");
        neither("5\u{ff0c}5");
    }

    #[test]
    fn arabic_digits_are_not_read() {
        neither("\u{665}");
        neither("1\u{660}");
        neither("\u{6f5}");
        neither("5\u{66b}5");
    }

    #[test]
    fn zero_width_characters_count_only_at_the_ends_and_there_for_nothing() {
        both("\u{feff}5\u{200b}", "5");
        both("\u{200e}16\u{202f}000\u{200f}", "16000");
        neither("1\u{200b}0");
        neither("1\u{2060}0");
        neither("1\u{ad}0");
        neither("\u{200b}");
    }

    #[test]
    fn characters_that_turn_the_order_of_digits_are_not_read() {
        for turn in [
            "\u{202a}", "\u{202d}", "\u{202e}", "\u{2066}", "\u{2067}", "\u{2069}",
        ] {
            neither(&format!("{turn}12"));
            neither(&format!("1{turn}2"));
            neither(&format!("12{turn}"));
        }
    }

    #[test]
    fn a_megabyte_of_pasted_text_is_no_number() {
        for piece in ["0", "1", ",", " ", "-", "é", "1 ", "\u{200b}", "\u{202e}"] {
            neither(&piece.repeat((1 << 20) / piece.len()));
        }
        // Spaces round a number are nothing, however many.
        both(&[&" ".repeat(1 << 20), "5"].concat(), "5");
    }

    #[test]
    fn digits_beyond_the_eighteenth_are_too_many() {
        both("0,333333333333333333", "0.333333333333333333");
        neither("0,3333333333333333333");
        neither("1234567890123456789");
        both("000000000000000000000007", "7");
        both("7,000000000000000000000000", "7");
    }

    #[test]
    fn scaling_is_exact() {
        let near = |number: &str, factor: &str, key: &str, tolerance: &str| {
            of(number).is_near(of(factor), of(key), of(tolerance))
        };
        assert!(near("500", "0.001", "0.5", "0"));
        assert!(near("0.1", "3", "0.3", "0"));
        assert!(near("0.55", "1", "0.5", "0.05"));
        assert!(near("0.45", "1", "0.5", "0.05"));
        assert!(!near("0.550000000000000001", "1", "0.5", "0.05"));
        assert!(!near("0.449999999999999999", "1", "0.5", "0.05"));
        assert!(near("-5", "1", "-5", "0"));
        assert!(!near("5", "1", "-5", "0"));
        let most = "999999999999999999";
        let least = "0.000000000000000001";
        assert!(near(most, "1", most, "0"));
        assert!(!near(most, most, most, least));
        assert!(!near("-999999999999999999", most, most, most));
        assert!(near(most, least, "0.999999999999999999", "0"));
        assert!(!near(least, least, "0", "0"));
        assert!(near(least, least, "0", least));
        assert!(near("0", most, "0", "0"));
    }

    fn typed() -> impl Strategy<Value = String> {
        let pieces = [
            "0", "1", "12", "000", "345", ",", ".", " ", "'", "\u{a0}", "\u{202f}", "-",
            "\u{2212}", "+", "e", "\u{200b}", "\u{202e}", "\u{ff11}", "\u{661}", "é",
        ];
        prop_oneof![
            prop::collection::vec(prop::sample::select(pieces.to_vec()), 0..9)
                .prop_map(|pieces| pieces.concat()),
            any::<String>(),
        ]
    }

    proptest! {
        #[test]
        fn whatever_is_read_has_the_digits_that_were_typed(typed in typed()) {
            let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
            let bare = |text: &str| {
                let digits = digits(text);
                digits.trim_matches('0').to_owned()
            };
            for sign in [Sign::Point, Sign::Comma] {
                match Decimal::read(&typed, sign) {
                    Ok(number) => {
                        prop_assert_eq!(bare(&number.text()), bare(&typed));
                        prop_assert_eq!(Decimal::new(&number.text()), Ok(number));
                    }
                    Err(Unread::Either(one, other)) => {
                        prop_assert_eq!(sign, Sign::Comma);
                        prop_assert_ne!(one, other);
                    }
                    Err(Unread::NoNumber) => {}
                }
            }
        }

        #[test]
        fn comparing_agrees_with_whole_numbers(a in -9_999_i64..9_999, p in 0_u8..5, b in -9_999_i64..9_999, q in 0_u8..5, t in 0_i64..999) {
            let number = |mantissa: i64, decimals: u8| {
                let scaled = i128::from(mantissa) * 10_i128.pow(u32::from(8 - decimals));
                let text = format!("{}{}.{:08}", if scaled < 0 { "-" } else { "" }, scaled.abs() / 100_000_000, scaled.abs() % 100_000_000);
                (Decimal::plain(&text).expect("a number"), scaled)
            };
            let ((one, x), (two, y), (by, z)) = (number(a, p), number(b, q), number(t, p));
            prop_assert_eq!(one.is_near(Decimal::ONE, two, by), (x - y).abs() <= z);
        }
    }
}
