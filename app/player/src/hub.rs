//! The one state of the page, and who is told when a part of it changes.

use std::cell::{OnceCell, Ref, RefCell};

use leptos::prelude::{ArcTrigger, Notify, Track};

use crate::{
    adapter::chance,
    play::{Effect, Event, State},
    words::Words,
};

pub(crate) use crate::play::Part;

struct Hub {
    state: State,
    /// One for each part that was followed so far; those of trials serve the next lesson too. Counted
    /// by reference: a view that asks for one first must not take it along when it goes.
    triggers: Vec<ArcTrigger>,
}

thread_local! {
    static HUB: OnceCell<&'static RefCell<Hub>> = const { OnceCell::new() };
}

/// Begins with `state`. Called once, before anything else here.
pub(crate) fn begin(state: State) {
    let hub = Box::leak(Box::new(RefCell::new(Hub {
        state,
        triggers: Vec::new(),
    })));
    HUB.with(|cell| {
        let _ = cell.set(hub);
    });
}

#[inline(never)]
fn hub() -> &'static RefCell<Hub> {
    match HUB.with(|cell| cell.get().copied()) {
        Some(hub) => hub,
        None => unreachable!("the state is there before the views"),
    }
}

/// Makes the view that calls it hear of changes to `part`.
#[inline(never)]
pub(crate) fn follow(part: Part) {
    let place = part.place();
    let trigger = {
        let mut hub = hub().borrow_mut();
        while hub.triggers.len() <= place {
            hub.triggers.push(ArcTrigger::new());
        }
        hub.triggers[place].clone()
    };
    trigger.track();
}

/// The state, to look at. It must be given back before anything is sent, or followed.
#[inline(never)]
pub(crate) fn state() -> Ref<'static, State> {
    Ref::map(hub().borrow(), |hub| &hub.state)
}

/// The sentences in the language of the interface.
#[inline(never)]
pub(crate) fn words() -> &'static Words {
    state().words()
}

/// Takes in `event`, tells who follows what changed, and gives back what has to be done.
pub(crate) fn take(event: Event) -> Vec<Effect> {
    let mut told = Vec::new();
    let effects = {
        let mut hub = hub().borrow_mut();
        let effects = hub.state.on(event, chance::now());
        for part in hub.state.changes() {
            // A part that nobody ever followed has no trigger yet.
            told.extend(hub.triggers.get(part.place()).cloned());
        }
        effects
    };
    // Followers read the state again, so it must be free by now.
    for trigger in told {
        trigger.notify();
    }
    effects
}
