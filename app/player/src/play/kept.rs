//! How what was done is kept: what was read at the start, what the stores say, and what the light says
//! of it.

use domain::{
    pair::United,
    port::{Durability, StorageError},
    progress::Progress,
    snapshot::Before,
    statement::{Stamp, Statement},
};

use super::{Chore, Effect, Light, Part, State};
use crate::telling;

impl State {
    /// Takes in what was read, and does what has waited for it.
    #[inline(never)]
    pub(super) fn journal_read(
        &mut self,
        read: Result<United, StorageError>,
        jotted: Vec<(String, String)>,
        effects: &mut Vec<Effect>,
    ) {
        if self.needs_reading() {
            self.changes.push(Part::Screen);
        }
        self.read = true;
        self.take_jotted(&jotted);
        self.take_known(&jotted);
        self.take_drafts(jotted);
        match read {
            Ok(united) => self.recall(united),
            Err(StorageError::Forbidden | StorageError::Full | StorageError::Unreadable) => {
                self.shine(Light::InTab);
            }
        }
        self.snap(Before::Session, Vec::new(), effects);
        effects.push(Effect::Apart(Chore::Shelter(false)));
        self.catch_up(effects);
        self.land(effects);
        effects.push(Effect::Name(telling::title(self), self.look.tongue));
    }

    fn recall(&mut self, united: United) {
        // What was done in the meantime may still be on its way.
        if self.keeping == 0 {
            self.shine(lit(united.durability));
        }
        let reading = united.reading;
        // What was done in the meantime was not missing.
        let done = |stamp: &&Stamp| !self.log.iter().any(|known| known.id == **stamp);
        self.restored = united.restored.iter().filter(done).count();
        self.aside = reading.aside;
        self.changes.push(Part::Light);
        let mut fresh = reading.statements;
        fresh.retain(|read| !self.log.iter().any(|known| known.id == read.id));
        if fresh.is_empty() && self.drafts.is_empty() {
            // What stands on the screen can stay.
            return;
        }
        self.log.extend(fresh);
        self.progress = Progress::of(&self.log);
        self.changes.push(Part::Screen);
        // A lesson that was here first has trials in which nothing was done.
        if let (Some(lesson), Some(course)) = (self.lesson.here(), self.address.course().cloned()) {
            self.trials.clear();
            self.set_up_trials(&course, lesson);
        }
    }

    /// Lets the light say `light`.
    pub(super) fn shine(&mut self, light: Light) {
        if self.light != light {
            self.changes.push(Part::Light);
        }
        self.light = light;
    }

    /// Takes in that `statements` were kept, or were not.
    pub(super) fn kept(
        &mut self,
        statements: Vec<Statement>,
        kept: Result<Durability, StorageError>,
        effects: &mut Vec<Effect>,
    ) {
        self.keeping = self.keeping.saturating_sub(1);
        match kept {
            Ok(durability) => {
                // There is room again, or the browser allows it again.
                if !self.unkept.is_empty() {
                    self.keeping += 1;
                    effects.push(Effect::Apart(Chore::Keep(std::mem::take(&mut self.unkept))));
                }
                self.shine(if self.keeping > 0 {
                    Light::Keeping
                } else {
                    lit(durability)
                });
            }
            Err(error) => {
                self.unkept.extend(statements);
                self.shine(match error {
                    StorageError::Full => Light::Full,
                    StorageError::Forbidden | StorageError::Unreadable => Light::InTab,
                });
            }
        }
    }
}

/// What the light says when everything is as safe as this.
fn lit(durability: Durability) -> Light {
    match durability {
        Durability::Page => Light::InTab,
        Durability::Written => Light::Handed,
        Durability::Durable => Light::Kept,
    }
}
