//! The characters of a bank, in whatever encoding it was saved.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{report::Report, rule};

/// The text of `bytes`. `declared` is the encoding that the file names itself, if it names one.
///
/// A byte order mark decides, then whether the bytes are UTF-8, then what is declared. What is left is
/// nearly always what Windows saves in western Europe. Line ends become `\n`, in as many bytes.
pub(crate) fn text(bytes: &[u8], declared: Option<&str>, report: &Report) -> String {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, length)) if encoding == UTF_8 => {
            of_utf_8(bytes.get(length..).unwrap_or(&[]), declared, report)
        }
        Some((encoding, _)) if encoding == UTF_16LE || encoding == UTF_16BE => {
            encoding.decode_with_bom_removal(bytes).0.into_owned()
        }
        Some(_) | None => of_utf_8(bytes, declared, report),
    };
    with_line_ends(text)
}

fn of_utf_8(bytes: &[u8], declared: Option<&str>, report: &Report) -> String {
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return text.to_owned(),
        Err(error) => error.valid_up_to(),
    };
    // Where most of what is not ASCII is sound UTF-8, a few bytes were damaged.
    let (mut sound, mut broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        sound += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    if sound > broken {
        report.add(
            &rule::ENCODING_GUESSED,
            error..error + 1,
            "some bytes from here on are not UTF-8, as the rest is; each stands as `?`.",
            "save the bank as UTF-8 once more, and look at these places.",
        );
        return domain::source::text(bytes).into_owned();
    }
    let named = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = named
        .filter(|encoding| *encoding != UTF_8)
        .unwrap_or(WINDOWS_1252);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    // Before the first byte that is not UTF-8 there may be letters that are; they are read otherwise now.
    let mut at = error.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let length = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    report.add(
        &rule::ENCODING_GUESSED,
        at..at + length,
        format!("the bank is not UTF-8: it was read as {}.", encoding.name()),
        "look at the letters with accents. If they are wrong, save the bank as UTF-8 and import again.",
    );
    text.into_owned()
}

/// `text` with a `\n` in place of a `\r` that stands alone.
fn with_line_ends(text: String) -> String {
    let bytes = text.as_bytes();
    let lone = |at: usize| bytes.get(at) == Some(&b'\r') && bytes.get(at + 1) != Some(&b'\n');
    if !(0..bytes.len()).any(lone) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let alone = letter == '\r' && letters.peek() != Some(&'\n');
        out.push(if alone { '\n' } else { letter });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> (String, usize) {
        let report = Report::new("bank");
        let text = text(bytes, None, &report);
        (text, report.sorted().len())
    }

    #[test]
    fn what_windows_saves_is_read() {
        assert_eq!(read(b"r\xe9emploi \x80"), ("réemploi €".to_owned(), 1));
        assert_eq!(
            read("\u{feff}réemploi".as_bytes()),
            ("réemploi".to_owned(), 0)
        );
        assert_eq!(read(b"\xff\xfea\0\xe9\0"), ("aé".to_owned(), 0));
    }

    #[test]
    fn a_few_damaged_bytes_do_not_spoil_the_rest() {
        assert_eq!(
            read(
                "été é\u{e9} "
                    .bytes()
                    .chain([0xe9])
                    .collect::<Vec<_>>()
                    .as_slice()
            ),
            ("été éé ?".to_owned(), 1)
        );
    }

    #[test]
    fn every_line_end_is_one() {
        assert_eq!(read(b"a\rb\r\nc\n").0, "a\nb\r\nc\n");
    }
}
