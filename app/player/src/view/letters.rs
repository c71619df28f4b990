//! Letters and digits that pick an entry: an extra for those who type, which can be switched off.

use crate::adapter::page;

/// What a letter picks, and what a digit picks: it also rates the card that is turned.
const BY_LETTER: &str = ".opt > input, .way";
const BY_DIGIT: &str = ".opt > input, .way, .rates:not([hidden]) > button";

/// Picks the entry that the key of `event` stands for: A or 1 the first one, and so on. What is
/// typed into a text stays there.
#[inline(never)]
pub(super) fn press(event: &web_sys::Event) {
    let Some(key) = page::plain_key(event) else {
        return;
    };
    let (among, place) = match key.as_bytes() {
        [letter @ b'a'..=b'i'] => (BY_LETTER, letter - b'a'),
        [letter @ b'A'..=b'I'] => (BY_LETTER, letter - b'A'),
        [digit @ b'1'..=b'9'] => (BY_DIGIT, digit - b'1'),
        _ => return,
    };
    page::pick(event, among, place.into());
}
