//! Letters and digits that pick an entry: an extra for those who type, which can be switched off.

use crate::adapter::page;

/// Picks the entry that the key of `event` stands for: A or 1 the first one, and so on. What is
/// typed into a text stays there.
#[inline(never)]
pub(super) fn press(event: &web_sys::Event) {
    let Some(key) = page::plain_key(event) else {
        return;
    };
    let place = match key.as_bytes() {
        [letter @ b'a'..=b'i'] => letter - b'a',
        [letter @ b'A'..=b'I'] => letter - b'A',
        [digit @ b'1'..=b'9'] => digit - b'1',
        _ => return,
    };
    page::pick(event, place.into());
}
