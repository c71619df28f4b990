//! The one state of the page, and who is told when a part of it changes.

use std::cell::RefCell;

use leptos::prelude::{ArcTrigger, Notify, Track};

use crate::{
    adapter::chance,
    play::{Effect, Event, State},
};

/// A part of the state that a view can follow.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Part {
    /// The address, and what is shown there.
    Screen,
    /// The language.
    Tongue,
    /// The colours and the size of the text.
    Look,
    /// How safe progress is.
    Light,
    /// What the learner has done.
    Progress,
    /// The trial at a place in the lesson.
    Trial(usize),
}

struct Hub {
    state: State,
    screen: ArcTrigger,
    tongue: ArcTrigger,
    look: ArcTrigger,
    light: ArcTrigger,
    progress: ArcTrigger,
    /// As many as the longest lesson so far had trials; they serve the next lesson too. Counted by
    /// reference: a view that asks for one first must not take it along when it goes.
    trials: Vec<ArcTrigger>,
}

thread_local! {
    static HUB: RefCell<Option<Hub>> = const { RefCell::new(None) };
}

/// Begins with `state`. Called once, before anything else here.
pub(crate) fn begin(state: State) {
    let hub = Hub {
        state,
        screen: ArcTrigger::new(),
        tongue: ArcTrigger::new(),
        look: ArcTrigger::new(),
        light: ArcTrigger::new(),
        progress: ArcTrigger::new(),
        trials: Vec::new(),
    };
    HUB.with(|cell| *cell.borrow_mut() = Some(hub));
}

/// Makes the view that calls it hear of changes to `part`.
pub(crate) fn follow(part: Part) {
    let trigger = HUB.with(|cell| {
        let mut hub = cell.borrow_mut();
        let hub = hub.as_mut()?;
        Some(match part {
            Part::Screen => hub.screen.clone(),
            Part::Tongue => hub.tongue.clone(),
            Part::Look => hub.look.clone(),
            Part::Light => hub.light.clone(),
            Part::Progress => hub.progress.clone(),
            Part::Trial(place) => {
                while hub.trials.len() <= place {
                    hub.trials.push(ArcTrigger::new());
                }
                hub.trials.get(place)?.clone()
            }
        })
    });
    if let Some(trigger) = trigger {
        trigger.track();
    }
}

/// What `ask` finds in the state. Nothing in it may call back here.
pub(crate) fn read<T>(ask: impl FnOnce(&State) -> T) -> T {
    HUB.with(|cell| match &*cell.borrow() {
        Some(hub) => ask(&hub.state),
        None => unreachable!("the state is there before the views"),
    })
}

/// Takes in `event`, tells who follows what changed, and gives back what has to be done.
pub(crate) fn take(event: Event) -> Vec<Effect> {
    let (effects, told) = HUB.with(|cell| {
        let mut hub = cell.borrow_mut();
        let Some(hub) = hub.as_mut() else { return (Vec::new(), Vec::new()) };
        let effects = hub.state.on(event, chance::now());
        let changes = hub.state.changes();
        let mut told = Vec::new();
        let parts = [
            (changes.screen, &hub.screen),
            (changes.tongue, &hub.tongue),
            (changes.look, &hub.look),
            (changes.light, &hub.light),
            (changes.progress, &hub.progress),
        ];
        for (changed, trigger) in parts {
            if changed {
                told.push(trigger.clone());
            }
        }
        told.extend(changes.trials.iter().filter_map(|place| hub.trials.get(*place).cloned()));
        (effects, told)
    });
    // Followers read the state again, so it must be free by now.
    for trigger in told {
        trigger.notify();
    }
    effects
}
