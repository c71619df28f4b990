//! How large anything may be. The limits bind author and player alike.

/// Bytes of a catalogue or a manifest.
pub const MANIFEST_BYTES: usize = 1 << 20;
/// Bytes of one lesson file.
pub const LESSON_BYTES: usize = 2 << 20;
/// Bytes of one picture.
pub const PICTURE_BYTES: usize = 5 << 20;
/// Bytes of one text an author or a learner wrote.
pub const TEXT_BYTES: usize = 64 << 10;
/// Entries of one list.
pub const LIST_ENTRIES: usize = 10_000;
/// Levels of lists in lists, quotations in quotations.
pub const DEPTH: usize = 64;
/// Activities of one course.
pub const ACTIVITIES: usize = 5_000;
/// Files of one course.
pub const FILES: usize = 2_000;
/// Bytes of one recorded statement.
pub const STATEMENT_BYTES: usize = 64 << 10;

/// A limit that some JSON breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breach {
    /// Nested deeper than [`DEPTH`].
    Depth,
    /// A text longer than [`TEXT_BYTES`].
    Text,
    /// A list or table with more entries than [`LIST_ENTRIES`].
    List,
}

/// Looks through JSON before anything is built from it. Needs no more memory than its depth.
///
/// Says nothing about whether `json` is well formed: that is the parser's business.
pub fn survey(json: &[u8]) -> Result<(), Breach> {
    let mut entries = [0_usize; DEPTH];
    let mut depth = 0;
    let mut bytes = json.iter().enumerate();
    while let Some((start, byte)) = bytes.next() {
        match byte {
            b'"' => {
                let mut escaped = false;
                let end = bytes.find(|(_, byte)| match byte {
                    _ if escaped => {
                        escaped = false;
                        false
                    }
                    b'\\' => {
                        escaped = true;
                        false
                    }
                    byte => **byte == b'"',
                });
                let end = end.map_or(json.len(), |(end, _)| end);
                if end - start > TEXT_BYTES {
                    return Err(Breach::Text);
                }
            }
            b'[' | b'{' => {
                if depth == DEPTH {
                    return Err(Breach::Depth);
                }
                entries[depth] = 1;
                depth += 1;
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' if depth > 0 => {
                entries[depth - 1] += 1;
                if entries[depth - 1] > LIST_ENTRIES {
                    return Err(Breach::List);
                }
            }
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_within_the_limits_passes() {
        assert_eq!(survey(br#"{"a":[1,2,{"b":"c\"],[{"}]}"#), Ok(()));
        assert_eq!(survey("[".repeat(DEPTH).as_bytes()), Ok(()));
    }

    #[test]
    fn each_limit_is_told_apart() {
        assert_eq!(survey("[".repeat(1_000_000).as_bytes()), Err(Breach::Depth));
        let text = format!("[\"{}\"]", "a".repeat(TEXT_BYTES + 1));
        assert_eq!(survey(text.as_bytes()), Err(Breach::Text));
        let list = format!("[{}]", ["0"; LIST_ENTRIES + 1].join(","));
        assert_eq!(survey(list.as_bytes()), Err(Breach::List));
    }
}
