//! Who learns on this machine: choosing, adding, a curtain before what somebody did, and clearing it.

use domain::{
    id::Id,
    learner::{Learner, Pin},
};

use super::{Chore, Effect, Event, Part, State, desk::Field};

/// What happens about learners.
#[derive(Debug)]
pub(crate) enum Who {
    /// These are on this machine; one of them learns now, or who had no name; and a curtain is drawn before
    /// what they did.
    Found(Vec<Learner>, Option<Id>, bool),
    /// Someone goes on as this learner.
    Pick(Option<Id>),
    /// They have typed their PIN.
    Unlock,
    /// Someone chose this picture.
    Picture(u8),
    /// Somebody is to be added under this id, with what stands on the desk.
    Add(Id),
    /// Somebody wants to be a guest.
    Guest(Id),
    /// Who learns now is finished: all of it is to be cleared. Asked first, then done.
    Finish,
    /// After all not.
    Stay,
}

/// What has to be done about learners.
#[derive(Debug)]
pub(crate) enum Deal {
    /// Keep this learner.
    Put(Learner),
    /// Begin anew as this one, whose curtain is open.
    Become(Option<Id>),
    /// Open the curtain before what was done.
    Open(Option<Id>),
    /// Clear all that was done by this one, and begin anew as nobody.
    Clear(Option<Id>),
}

/// Who is known.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// Those who gave a name, and guests.
    pub(crate) all: Vec<Learner>,
    /// Who learns now; none for who gave no name.
    pub(crate) now: Option<Id>,
    /// Whether a curtain is drawn before what they did.
    pub(crate) locked: bool,
    /// Whose PIN is asked for.
    pub(crate) asked: Option<Id>,
    /// Whether another PIN was typed.
    pub(crate) wrong: bool,
    /// The picture for a new learner.
    pub(crate) picture: u8,
    /// Whether they were asked if they are sure to clear everything.
    pub(crate) clears: bool,
    /// Why nobody was added.
    pub(crate) lacking: Option<Lacking>,
}

/// Why nobody was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lacking {
    /// There is no name.
    Name,
    /// The PIN is none.
    Pin,
}

impl People {
    /// Who learns now, if they gave a name or are a guest.
    pub(crate) fn current(&self) -> Option<&Learner> {
        self.find(self.now.as_ref()?)
    }

    fn find(&self, id: &Id) -> Option<&Learner> {
        self.all.iter().find(|it| it.id == *id)
    }
}

impl State {
    /// Does what happens outside lessons: in fields, and about learners. It waits for no journal.
    #[inline(never)]
    pub(super) fn at_desk(&mut self, event: Event, effects: &mut Vec<Effect>) {
        if let Event::Typed(field, text) = event {
            self.desk.put(field, text);
            self.changes.push(Part::Desk);
        } else if let Event::Who(who) = event {
            self.who(who, effects);
            self.changes.extend([Part::Desk, Part::Record, Part::Light]);
        }
    }

    fn who(&mut self, who: Who, effects: &mut Vec<Effect>) {
        let mut deal = |deal| effects.push(Effect::Apart(Chore::Who(deal)));
        let people = &mut self.people;
        match who {
            Who::Found(all, now, locked) => {
                (people.all, people.now, people.locked) = (all, now, locked);
                if locked {
                    people.asked.clone_from(&people.now);
                    self.changes.push(Part::Screen);
                }
            }
            Who::Pick(id) => {
                let pin = id.as_ref().and_then(|id| people.find(id)?.pin.as_ref());
                if pin.is_some() {
                    people.asked = id;
                    people.wrong = false;
                    self.desk.put(Field::Pin, String::new());
                    effects.push(Effect::Apart(Chore::Focus("pin")));
                } else if id != people.now || people.locked {
                    deal(Deal::Become(id));
                }
            }
            Who::Unlock => {
                let typed = self.desk.text(Field::Pin).trim().to_owned();
                let asked = people.asked.clone();
                let learner = asked.as_ref().and_then(|id| people.find(id));
                let opens = learner
                    .and_then(|it| it.pin.as_ref())
                    .is_some_and(|pin| pin.opens(&typed));
                people.wrong = !opens;
                if opens && people.locked && asked == people.now {
                    deal(Deal::Open(asked));
                } else if opens {
                    deal(Deal::Become(asked));
                } else {
                    self.desk.put(Field::Pin, String::new());
                    effects.push(Effect::Announce(self.words().late().pin_wrong.to_owned()));
                    effects.push(Effect::Apart(Chore::Focus("pin")));
                }
            }
            Who::Picture(picture) => people.picture = picture,
            Who::Add(id) => {
                let name = self.desk.text(Field::LearnerName).trim().to_owned();
                let typed = self.desk.text(Field::NewPin).trim().to_owned();
                let pin = Pin::new(&typed, id.as_str());
                people.lacking = if name.is_empty() {
                    Some(Lacking::Name)
                } else if !typed.is_empty() && pin.is_none() {
                    Some(Lacking::Pin)
                } else {
                    None
                };
                match people.lacking {
                    Some(Lacking::Name) => {
                        effects.push(Effect::Apart(Chore::Focus("learner-name")))
                    }
                    Some(Lacking::Pin) => effects.push(Effect::Apart(Chore::Focus("learner-pin"))),
                    None => {
                        let learner = Learner::new(id.clone(), &name, people.picture, pin);
                        deal(Deal::Put(learner));
                        deal(Deal::Become(Some(id)));
                    }
                }
            }
            Who::Guest(id) => {
                let mut guest = Learner::new(id.clone(), "", people.picture, None);
                guest.guest = true;
                deal(Deal::Put(guest));
                deal(Deal::Become(Some(id)));
            }
            Who::Finish if people.clears => deal(Deal::Clear(people.now.clone())),
            Who::Finish => {
                people.clears = true;
                effects.push(Effect::Apart(Chore::Focus("finish")));
            }
            Who::Stay => {
                people.clears = false;
                effects.push(Effect::Apart(Chore::Focus("finish")));
            }
        }
    }
}
