//! What the browser makes of the store of this site: whether it may clear it, and how much room there is.

use super::script;

/// What the browser says of its store. What it does not tell is none.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Shelter {
    /// Whether it has promised not to clear the store by itself.
    pub(crate) promised: Option<bool>,
    /// Whether there was no room when something was last kept.
    pub(crate) full: bool,
    /// Bytes used, and bytes there are.
    pub(crate) room: Option<(f64, f64)>,
}

impl Shelter {
    /// Whether there is no room, or less than a twentieth of it is left.
    pub(crate) fn is_nearly_full(self) -> bool {
        let nearly = |(used, of): (f64, f64)| of > 0.0 && used > of * 0.95;
        self.full || self.room.is_some_and(nearly)
    }
}

/// What the browser says of the store. With `ask` it is asked first to promise that it will not clear it
/// by itself; some browsers then ask the learner, and say nothing before they have.
///
/// `full` is whether there was no room when something was last kept. What the browser estimates may be
/// far from what it allows, so a write is the better witness.
pub(crate) async fn of_store(ask: bool, full: bool) -> Shelter {
    // Old browsers have no such manager, nor have pages that came over an open line.
    let manager = script::of(&script::global("navigator"), "storage");
    let name = if ask { "persist" } else { "persisted" };
    let promised = script::answer(script::call(&manager, name, &[])).await;
    let estimate = script::answer(script::call(&manager, "estimate", &[])).await;
    let number = |name| script::of(estimate.as_ref()?, name).as_f64();
    Shelter {
        promised: promised.and_then(|value| value.as_bool()),
        full,
        room: number("usage").zip(number("quota")),
    }
}
