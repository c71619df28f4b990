//! What is typed in fields outside activities. Nothing of it is kept.

/// A field outside activities.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// The name on a completion slip.
    SlipName,
    /// The name of a learner who is added.
    LearnerName,
    /// Their PIN, if they want one.
    NewPin,
    /// The PIN that is asked for.
    Pin,
    /// The code of a slip that is checked.
    Code,
    /// The name on a slip that is checked.
    Holder,
}

/// What stands in the fields.
#[derive(Debug, Default)]
pub(crate) struct Desk(Vec<(Field, String)>);

impl Desk {
    /// What stands in `field`.
    pub(crate) fn text(&self, field: Field) -> &str {
        let held = self.0.iter().find(|(have, _)| *have == field);
        held.map_or("", |(_, text)| text)
    }

    /// Puts `text` into `field`.
    pub(super) fn put(&mut self, field: Field, text: String) {
        self.0.retain(|(have, _)| *have != field);
        self.0.push((field, text));
    }
}
