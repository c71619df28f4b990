//! The frame around something to do: instruction, attempts, verdict, hints, buttons.
//!
//! The same for every kind; what is inside comes from [`crate::interaction`].

use domain::{
    activity::Activity,
    outcome::{Mark, Verdict},
    prose::{Block, Inline},
    trial::{Event, Status, Trial},
};

use crate::{
    hub,
    interaction::{self, Frame},
    run, telling,
    view::{
        node::{Piece, each, node, said},
        part::{button, el, icon, text},
        prose::Writer,
    },
    words::fill,
};

/// An activity.
pub(crate) fn activity(activity: &Activity, writer: &Writer) -> Piece {
    let found = hub::read(|state| {
        let place = state.trials.iter().position(|(id, _)| *id == activity.id)?;
        Some((place, state.words(), state.trial(place)?.exercise().clone()))
    });
    let Some((place, words, exercise)) = found else { return Piece::Many(Vec::new()) };
    let frame = Frame { id: activity.id.clone(), place, words, writer: writer.clone() };
    // A prompt is one paragraph most of the time: then it is the legend. What is more goes before.
    let (more, legend): (&[Block], &[Inline]) = match activity.prompt.split_last() {
        Some((Block::Paragraph(last), more)) => (more, last),
        Some(_) | None => (&activity.prompt, &[]),
    };
    let id = run::element(&activity.id);
    let title = [&id, "-title"].concat();
    let standing = frame.clone();
    let standing = said(move || standing.trial(|trial| telling::standing(words, trial)));
    let head = el("p", "head", vec![
        el("b", "", vec![text(telling::instruction(words, activity.task.kind()))]),
        el("span", "r", vec![standing]),
    ]);
    let mut held = Vec::new();
    if !more.is_empty() {
        held.push(el("div", "more", writer.prose(more)));
    }
    let legend = node("legend").class("q").attr("id", title.clone()).all(writer.text(legend)).view();
    held.push(el("fieldset", "", vec![legend, interaction::view(&frame, &exercise)]));
    held.push(verdict(&frame, activity, writer));
    held.push(hints(&frame, activity, writer));
    held.push(buttons(&frame, !activity.hints.is_empty()));
    let section = node("section").class("act").attr("id", id).attr("aria-labelledby", title);
    section.put(head).put(el("div", "in", held)).view()
}

/// The verdict on the response as it stands, with the feedback it calls for, most particular first.
fn verdict(frame: &Frame, activity: &Activity, writer: &Writer) -> Piece {
    let (frame, activity, writer) = (frame.clone(), activity.clone(), writer.clone());
    let words = frame.words;
    each(move || {
        let graded = frame.trial(|trial| {
            trial.graded().filter(|_| trial.unchanged() || closed(trial)).map(|(_, scored)| scored.clone())
        });
        let Some(scored) = graded else { return Vec::new() };
        let verdict = scored.score.verdict();
        let (class, name) = match verdict {
            Verdict::Correct => ("fb good", "verdict-good"),
            Verdict::Partly => ("fb part", "verdict-part"),
            Verdict::Incorrect => ("fb bad", "verdict-bad"),
        };
        let mut said = Vec::new();
        let single = scored.marks.len() == 1;
        let mut whys = Vec::new();
        for (key, mark) in &scored.marks {
            let Some(feedback) = activity.task.feedback(key).filter(|feedback| !feedback.is_empty()) else {
                continue;
            };
            if single {
                said.extend(writer.prose(feedback));
            } else {
                whys.push(why(&writer, &activity, key, *mark, feedback));
            }
        }
        if !whys.is_empty() {
            said.push(el("ul", "whys", whys));
        }
        said.extend(writer.prose(activity.feedback.on(verdict)));
        said.extend(writer.prose(&activity.feedback.always));
        let word = el("b", "v", vec![text(telling::verdict(words, verdict))]);
        let points = el("span", "points", vec![text(telling::points(words, scored.score))]);
        let line = el("p", "line", vec![word, text(" "), points]);
        vec![el("div", class, vec![icon("", name), line, el("div", "said", said)])]
    })
}

/// The feedback for one entry among several.
fn why(
    writer: &Writer,
    activity: &Activity,
    key: &domain::id::Id,
    mark: Mark,
    feedback: &[Block],
) -> Piece {
    let entry = activity.task.entries().iter().find(|entry| entry.key == *key);
    let name = match mark {
        Mark::Right => "check",
        Mark::Near => "half",
        Mark::Wrong => "cross",
    };
    let mut held = Vec::new();
    if let Some(entry) = entry {
        held.push(el("b", "", writer.text(&entry.text)));
    }
    held.extend(writer.prose(feedback));
    el("li", "", vec![icon("i", name), el("div", "", held)])
}

fn closed(trial: &Trial) -> bool {
    match trial.status() {
        Status::Solved | Status::Spent | Status::Revealed => true,
        Status::Open => false,
    }
}

/// The hints asked for so far.
fn hints(frame: &Frame, activity: &Activity, writer: &Writer) -> Piece {
    let (frame, hints, writer) = (frame.clone(), activity.hints.clone(), writer.clone());
    let of = hints.len().to_string();
    each(move || {
        let shown = frame.trial(|trial| usize::from(trial.hints()));
        let hint = |(n, hint): (usize, &Vec<Block>)| {
            let number = [("n", &*(n + 1).to_string()), ("of", &*of)];
            let mut held = vec![el("b", "", vec![text(fill(frame.words.hint_of, &number))]), text(" ")];
            held.extend(writer.prose(hint));
            el("div", "hint", vec![icon("i", "hint"), el("div", "", held)])
        };
        hints.iter().take(shown).enumerate().map(hint).collect()
    })
}

/// Why Check does nothing now, if it does nothing.
fn idle(frame: &Frame) -> Option<&'static str> {
    frame.trial(|trial| match (trial.status(), trial.lacks()) {
        (Status::Solved | Status::Spent | Status::Revealed, _) => Some(""),
        (Status::Open, Some(missing)) => Some(telling::lacking(frame.words, missing)),
        (Status::Open, None) if trial.unchanged() => Some(frame.words.change_first),
        (Status::Open, None) => None,
    })
}

/// One of the buttons of an activity: what it says, whether it is there, whether it does something.
struct Act {
    class: &'static str,
    event: Event,
    say: fn(&Frame) -> &'static str,
    there: fn(&Trial) -> bool,
    works: fn(&Frame) -> bool,
}

/// What can be done next. A button that has the focus never goes away and is never disabled: it says
/// why it does nothing now.
fn buttons(frame: &Frame, hints: bool) -> Piece {
    let check = Act {
        class: "btn main",
        event: Event::Submit,
        say: |frame| {
            frame.trial(|trial| match trial.status() {
                Status::Solved | Status::Spent | Status::Revealed => frame.words.checked,
                Status::Open if trial.attempts() > 0 => frame.words.check_again,
                Status::Open => frame.words.check,
            })
        },
        there: |_| true,
        works: |frame| idle(frame).is_none(),
    };
    let hint = Act {
        class: "btn quiet",
        event: Event::Hint,
        say: |frame| {
            frame.trial(|trial| match (trial.may_hint(), trial.hints()) {
                (true, 0) => frame.words.hint,
                (true, _) => frame.words.next_hint,
                (false, _) => frame.words.all_hints,
            })
        },
        there: |trial| !closed(trial),
        works: |frame| frame.trial(Trial::may_hint),
    };
    let reveal = Act {
        class: "btn",
        event: Event::Reveal,
        say: |frame| {
            let may = frame.trial(Trial::may_reveal);
            if may { frame.words.show_key } else { frame.words.key_shown }
        },
        there: |trial| trial.may_reveal() || trial.status() == Status::Revealed,
        works: |frame| frame.trial(Trial::may_reveal),
    };
    let again = Act {
        class: "btn quiet",
        event: Event::Restart,
        say: |frame| frame.words.again,
        there: closed,
        works: |_| true,
    };
    let acts = [Some(check), hints.then_some(hint), Some(reveal), Some(again)];
    let mut held: Vec<Piece> = acts.into_iter().flatten().map(|act| act.view(frame)).collect();
    let why = frame.clone();
    held.push(el("span", "why", vec![said(move || idle(&why).unwrap_or("").to_owned())]));
    el("div", "acts", held)
}

impl Act {
    fn view(self, frame: &Frame) -> Piece {
        let (there, works, say, send) = (frame.clone(), frame.clone(), frame.clone(), frame.clone());
        button(self.class)
            .live("hidden", move || (!there.trial(self.there)).then(String::new))
            .live("aria-disabled", move || (!(self.works)(&works)).then(|| "true".to_owned()))
            .on("click", move |_| send.send(self.event.clone()))
            .put(said(move || (self.say)(&say).to_owned()))
            .view()
    }
}
