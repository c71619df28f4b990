//! The frame around something to do: instruction, attempts, verdict, hints, buttons.
//!
//! The same for every kind; what is inside comes from [`crate::interaction`].

use domain::{
    activity::Activity,
    behaviour::Behaviour,
    prose::{Block, Inline},
    trial::{Event, Status, Trial},
};

use crate::{
    hub::{self, Part},
    interaction::{self, Frame},
    run, telling,
    view::{
        letters,
        node::{Piece, each, many, node, said},
        part::{button, el, text},
        prose::Writer,
        sure, told,
        trouble::late,
        vote,
    },
    words::Words,
};

/// An activity.
pub(crate) fn activity(activity: &'static Activity, behaviour: Behaviour, writer: Writer) -> Piece {
    let Some(frame) = Frame::new(activity, writer) else {
        return many(Vec::new());
    };
    let words = frame.words;
    // A prompt is one paragraph most of the time: then it is the legend. What is more goes before.
    let (more, legend): (&[Block], &[Inline]) = match activity.prompt.split_last() {
        Some((Block::Paragraph(last), more)) => (more, last),
        Some(_) | None => (&activity.prompt, &[]),
    };
    let id = run::element(&activity.id);
    let title = [&id, "-title"].concat();
    let standing = frame.clone();
    let standing = said(move || telling::standing(words, behaviour, &standing.trial()));
    let by_hand = !behaviour.is_graded();
    let instruction = if by_hand {
        vote::instruction(words, behaviour, activity.task.kind())
    } else {
        telling::instruction(words, activity.task.kind())
    };
    let head = el!(
        "p",
        "head",
        el!("b", "", text(instruction)),
        el!("span", "r", standing)
    );
    let mut held = Vec::new();
    if !more.is_empty() {
        held.push(el("div", "more", writer.prose(more)));
    }
    let legend = node("legend")
        .class("q")
        .attr("id", &title)
        .all(writer.text(legend));
    if by_hand {
        held.push(vote::by_hand(&frame, behaviour, legend));
    } else {
        held.push(el!("fieldset", "", legend, interaction::view(&frame)));
        if activity.sure == Some(true) {
            held.push(sure::ask(&frame));
        }
        held.push(verdict(&frame));
        held.push(hints(&frame));
        // A check is submitted as a whole; nothing is left for the activity but its key.
        held.push(match behaviour {
            Behaviour::Check => el!("div", "acts", REVEAL.view(&frame)),
            Behaviour::Practice | Behaviour::Review | Behaviour::Vote | Behaviour::Paper => {
                let hints = behaviour == Behaviour::Practice && !activity.hints.is_empty();
                buttons(&frame, hints)
            }
        });
    }
    let section = node("section")
        .class("act")
        .on("keydown", |event| {
            let wanted = {
                let state = hub::state();
                state.look.letters && state.late.here().is_some()
            };
            if wanted {
                letters::press(&event);
            }
        })
        .attr("id", id)
        .attr("aria-labelledby", title);
    section.put(head).put(el("div", "in", held))
}

/// The verdict on the response as it stands.
fn verdict(frame: &Frame) -> Piece {
    let frame = frame.clone();
    each(move || {
        // Followed before the second half is here.
        let trial = frame.trial();
        match hub::state().late.here() {
            Some(()) => told::verdict(&frame, &trial),
            None => Vec::new(),
        }
    })
}

pub(super) fn closed(trial: &Trial) -> bool {
    match trial.status() {
        Status::Solved | Status::Spent | Status::Revealed => true,
        Status::Open => false,
    }
}

/// The hints asked for so far.
fn hints(frame: &Frame) -> Piece {
    let frame = frame.clone();
    each(move || match frame.trial().hints() {
        0 => Vec::new(),
        shown => told::hints(&frame, shown.into()),
    })
}

/// Whether Check does something now. What it does without the second half is wait.
fn checks(frame: &Frame) -> bool {
    hub::follow(Part::Late);
    let late = hub::state().late.here();
    match late {
        Some(()) => told::idle(frame).is_none(),
        None => !waits(frame),
    }
}

/// Whether something that was done here waits for the second half.
fn waits(frame: &Frame) -> bool {
    hub::state().waits_in(&frame.activity.id)
}

/// Why Check does nothing now, if it does nothing.
fn why(frame: &Frame) -> Vec<Piece> {
    hub::follow(Part::Late);
    let pending = hub::state().late.here().is_none();
    if pending && !waits(frame) {
        return Vec::new();
    }
    late(&|| told::beside(frame))
}

/// One of the buttons of an activity: what it says, whether it is there, whether it does something.
struct Act {
    class: &'static str,
    event: Event,
    say: fn(&Words, &Trial) -> &'static str,
    there: fn(&Trial) -> bool,
    works: fn(&Frame) -> bool,
}

/// Shows the key, as soon as it may be shown.
const REVEAL: Act = Act {
    class: "btn",
    event: Event::Reveal,
    say: |words, trial| told::reveals(words, trial),
    there: |trial| trial.may_reveal() || trial.status() == Status::Revealed,
    works: |frame| frame.trial().may_reveal(),
};

/// What can be done next. A button that has the focus never goes away and is never disabled: it says
/// why it does nothing now.
fn buttons(frame: &Frame, hints: bool) -> Piece {
    let check = Act {
        class: "btn main",
        event: Event::Submit,
        say: |words, trial| match trial.attempts() {
            0 if !closed(trial) => words.check,
            _ => told::checks(words, trial),
        },
        there: |_| true,
        works: checks,
    };
    let hint = Act {
        class: "btn quiet",
        event: Event::Hint,
        say: |words, trial| match trial.hints() {
            0 => words.hint,
            _ => told::hints_on(words, trial),
        },
        there: |trial| !closed(trial),
        works: |frame| frame.trial().may_hint(),
    };
    let again = Act {
        class: "btn quiet",
        event: Event::Restart,
        say: |words, _| told::again(words),
        there: closed,
        works: |_| true,
    };
    let acts = [
        Some(check),
        hints.then_some(hint),
        Some(REVEAL),
        Some(again),
    ];
    let mut held: Vec<Piece> = acts
        .into_iter()
        .flatten()
        .map(|act| act.view(frame))
        .collect();
    let why = frame.clone();
    held.push(node("div").class("why").each(move || self::why(&why)));
    el("div", "acts", held)
}

impl Act {
    fn view(self, frame: &Frame) -> Piece {
        let (there, works, say, send) =
            (frame.clone(), frame.clone(), frame.clone(), frame.clone());
        button(self.class)
            .live("hidden", move || {
                (!(self.there)(&there.trial())).then_some("")
            })
            .live("aria-disabled", move || {
                (!(self.works)(&works)).then_some("true")
            })
            .on("click", move |_| send.send(self.event.clone()))
            .put(said(move || {
                let trial = say.trial();
                // What is not there yet has no word in the first half.
                if (self.there)(&trial) {
                    (self.say)(say.words, &trial)
                } else {
                    ""
                }
            }))
    }
}
