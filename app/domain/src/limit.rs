//! How large anything may be. The limits bind author and player alike.

/// Bytes of a catalogue or a manifest.
pub const MANIFEST_BYTES: usize = 1 << 20;
/// Bytes of one lesson file.
pub const LESSON_BYTES: usize = 2 << 20;
/// Bytes of one picture.
pub const PICTURE_BYTES: usize = 5 << 20;
/// Bytes of one text an author or a learner wrote.
pub const TEXT_BYTES: usize = 64 << 10;
/// Characters of what a learner types in one field; what is beyond is cut off.
pub const TYPED_CHARACTERS: usize = 2_000;
/// Characters of a text of several sentences that a learner writes; what is beyond is cut off. Stored
/// with six bytes for each, a statement that holds it stays within [`STATEMENT_BYTES`].
pub const WRITTEN_CHARACTERS: usize = 4_000;
/// Characters of what a learner types in one gap of a text; what is beyond is cut off. All gaps go into
/// one statement.
pub const GAP_CHARACTERS: usize = 200;
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
/// Bytes of one pack of statements, unpacked.
pub const PACK_BYTES: usize = 64 << 20;

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
