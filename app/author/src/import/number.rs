//! The numbers of a bank, as exact as ours.

use domain::decimal::Decimal;

/// No number is written in more characters.
const CHARACTERS: usize = 60;

/// The number in `text`: with a decimal point and perhaps an exponent, as other programs write them.
/// Nothing when it has more digits than one of ours may have.
pub(crate) fn read(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if text.len() > CHARACTERS {
        return None;
    }
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (minus, digits) = match digits.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", digits.strip_prefix('+').unwrap_or(digits)),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    if !(-40..=40).contains(&exponent) {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()? + exponent;
    let mut figures = format!("{whole}{part}");
    let before = match usize::try_from(point) {
        Ok(point) => {
            while figures.len() < point {
                figures.push('0');
            }
            point
        }
        Err(_) => {
            figures.insert_str(0, &"0".repeat(usize::try_from(-point).ok()?));
            0
        }
    };
    let (whole, part) = figures.split_at(before);
    let whole = if whole.is_empty() { "0" } else { whole };
    if part.is_empty() {
        Decimal::plain(&format!("{minus}{whole}"))
    } else {
        Decimal::plain(&format!("{minus}{whole}.{part}"))
    }
}

/// The middle of two numbers, and how far each is from it.
pub(crate) fn between(low: Decimal, high: Decimal) -> Option<(Decimal, Decimal)> {
    let ((low, low_places), (high, high_places)) = (low.parts(), high.parts());
    let places = low_places.max(high_places);
    let scaled = |digits: i64, own: u8| {
        i128::from(digits).checked_mul(10_i128.checked_pow(u32::from(places - own))?)
    };
    let (low, high) = (scaled(low, low_places)?, scaled(high, high_places)?);
    // A half has one place more: times ten, divided by two.
    let middle = low.checked_add(high)?.checked_mul(5)?;
    let away = high.checked_sub(low)?.checked_mul(5)?;
    let decimal = |digits: i128| of(digits, u32::from(places) + 1);
    Some((decimal(middle)?, decimal(away)?))
}

/// One divided by `number`, where that has an end.
pub(crate) fn inverse(number: Decimal) -> Option<Decimal> {
    let (digits, places) = number.parts();
    let digits = i128::from(digits);
    let mut numerator = 10_i128.checked_pow(u32::from(places))?;
    for more in 0..=18 {
        if digits > 0 && numerator % digits == 0 {
            return of(numerator / digits, more);
        }
        numerator = numerator.checked_mul(10)?;
    }
    None
}

/// So many of what stands at the place `places` behind the decimal point.
fn of(digits: i128, places: u32) -> Option<Decimal> {
    let minus = if digits < 0 { "-" } else { "" };
    let mut text = digits.unsigned_abs().to_string();
    let places = usize::try_from(places).ok()?;
    while text.len() <= places {
        text.insert(0, '0');
    }
    if places > 0 {
        text.insert(text.len() - places, '.');
    }
    Decimal::plain(&format!("{minus}{text}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        read(text).map(Decimal::text)
    }

    #[test]
    fn an_exponent_is_written_out() {
        for (written, meant) in [
            ("45", "45"),
            (" -3.50 ", "-3.5"),
            ("1e3", "1000"),
            ("1.25E-2", "0.0125"),
            (".5", "0.5"),
            ("5.", "5"),
        ] {
            assert_eq!(shown(written).as_deref(), Some(meant), "{written}");
        }
        for other in [
            "",
            ".",
            "e3",
            "1e",
            "1e99",
            "0x10",
            "1,5",
            "nan",
            "1 000",
            "12345678901234567890",
        ] {
            assert_eq!(shown(other), None, "{other}");
        }
    }

    #[test]
    fn the_middle_of_a_range_is_exact() {
        let number = |text| read(text).expect("a number");
        let of = |low, high| {
            between(number(low), number(high)).map(|(middle, away)| (middle.text(), away.text()))
        };
        assert_eq!(of("3", "4"), Some(("3.5".to_owned(), "0.5".to_owned())));
        assert_eq!(
            of("-0.1", "0.25"),
            Some(("0.075".to_owned(), "0.175".to_owned()))
        );
    }

    #[test]
    fn a_factor_is_turned_round_where_that_is_exact() {
        let of = |text| inverse(read(text).expect("a number")).map(Decimal::text);
        assert_eq!(of("1000").as_deref(), Some("0.001"));
        assert_eq!(of("0.25").as_deref(), Some("4"));
        assert_eq!(of("3"), None);
        assert_eq!(of("0"), None);
    }
}
