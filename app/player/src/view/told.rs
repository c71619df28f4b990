//! What an activity tells when something was done in it: the verdict, the hints, what is missing.

use domain::{
    activity::Activity,
    outcome::{Mark, Verdict},
    prose::Block,
    revision::Revision,
    trial::{Status, Trial},
};

use crate::{
    hub::{self, Part},
    interaction::Frame,
    play::Event,
    run, telling,
    view::{
        activity::closed,
        node::Piece,
        part::{button, el, icon, text},
        prose::Writer,
    },
    words::{Words, fill, number},
};

/// The verdict on the response as it stands, with the feedback it calls for, most particular first.
#[inline(never)]
pub(super) fn verdict(frame: &Frame, trial: &Trial) -> Vec<Piece> {
    let (words, activity, writer) = (frame.words, frame.activity, frame.writer);
    let mut told: Vec<Piece> = since(words, activity).into_iter().collect();
    let graded = trial
        .graded()
        .filter(|_| trial.unchanged() || closed(trial));
    let Some((exercise, scored)) = graded else {
        return told;
    };
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
        let Some(feedback) = exercise
            .feedback(key)
            .filter(|feedback| !feedback.is_empty())
        else {
            continue;
        };
        if single {
            said.extend(writer.prose(feedback));
        } else {
            whys.push(why(writer, activity, key, *mark, feedback));
        }
    }
    if !whys.is_empty() {
        said.push(el("ul", "whys", whys));
    }
    said.extend(writer.prose(activity.feedback.on(verdict)));
    said.extend(writer.prose(&activity.feedback.always));
    let word = el!("b", "v", text(telling::late::verdict(words, verdict)));
    let points = el!(
        "span",
        "points",
        text(telling::late::points(words, scored.score))
    );
    let line = el!("p", "line", word, text(" "), points);
    told.push(el!(
        "div",
        class,
        icon("", name),
        line,
        el("div", "said", said)
    ));
    told
}

/// What became of the response since it was put up, if a new version of the course concerns it.
fn since(words: &Words, activity: &Activity) -> Option<Piece> {
    let points = |score| telling::late::points(words, score);
    let said = match hub::state().revision(activity) {
        Revision::None => return None,
        Revision::Reworded => words.late().reworded.to_owned(),
        Revision::Regraded { before, now } if before == now => {
            words.late().regraded_same.to_owned()
        }
        Revision::Regraded { before, now } => fill(
            words.late().regraded,
            &[("now", &points(now)), ("before", &points(before))],
        ),
        Revision::AskedAgain => words.late().asked_again.to_owned(),
    };
    Some(el!("p", "since", icon("i", "info"), text(said)))
}

/// The feedback for one entry among several.
fn why(
    writer: Writer,
    activity: &Activity,
    key: &domain::id::Id,
    mark: Mark,
    feedback: &[Block],
) -> Piece {
    let entry = activity
        .task
        .entries()
        .iter()
        .find(|entry| entry.key == *key);
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
    el!("li", "", icon("i", name), el("div", "", held))
}

/// The hints asked for so far: `shown` of them.
#[inline(never)]
pub(super) fn hints(frame: &Frame, shown: usize) -> Vec<Piece> {
    let (hints, writer) = (&frame.activity.hints, frame.writer);
    let of = number(hints.len());
    let hint = |(n, hint): (usize, &Vec<Block>)| {
        let number = [("n", &*number(n + 1)), ("of", &*of)];
        let mut held = vec![
            el!("b", "", text(fill(frame.words.late().hint_of, &number))),
            text(" "),
        ];
        held.extend(writer.prose(hint));
        el!("div", "hint", icon("i", "hint"), el("div", "", held))
    };
    hints.iter().take(shown).enumerate().map(hint).collect()
}

/// Why Check does nothing now, if it does nothing.
#[inline(never)]
pub(super) fn idle(frame: &Frame) -> Option<String> {
    let trial = frame.trial();
    match (trial.status(), trial.lacks()) {
        (Status::Solved | Status::Spent | Status::Revealed, _) => Some(String::new()),
        (Status::Open, Some(missing)) => Some(telling::late::lacking(frame.words, missing)),
        (Status::Open, None) if trial.unchanged() => {
            Some(frame.words.late().change_first.to_owned())
        }
        (Status::Open, None) => None,
    }
}

/// What stands beside the buttons: a way back where there is one, and why Check does nothing.
#[inline(never)]
pub(super) fn beside(frame: &Frame) -> Vec<Piece> {
    let why = idle(frame).unwrap_or_default();
    undo(frame).into_iter().chain([text(why)]).collect()
}

/// The way to take back that the activity was begun again, as long as nothing was done in it since.
fn undo(frame: &Frame) -> Option<Piece> {
    hub::follow(Part::Progress);
    let (words, activity) = (frame.words, &frame.activity.id);
    // A response that is under way would be lost by it.
    let blank = frame.trial().exercise().is_blank();
    (blank && hub::state().may_take_back(activity)).then(|| {
        button("btn quiet")
            .on("click", move |_| {
                run::send(Event::TakeBack(activity.clone()))
            })
            .text(words.late().undo)
    })
}

/// The word on the button that checks, when something was checked.
#[inline(never)]
pub(super) fn checks(words: &Words, trial: &Trial) -> &'static str {
    if closed(trial) {
        words.late().checked
    } else {
        words.late().check_again
    }
}

/// The word on the button for hints, when one was shown.
#[inline(never)]
pub(super) fn hints_on(words: &Words, trial: &Trial) -> &'static str {
    if trial.may_hint() {
        words.late().next_hint
    } else {
        words.late().all_hints
    }
}

/// The word on the button that shows the key.
#[inline(never)]
pub(super) fn reveals(words: &Words, trial: &Trial) -> &'static str {
    if trial.may_reveal() {
        words.late().show_key
    } else {
        words.late().key_shown
    }
}

/// The word on the button that begins the activity again.
#[inline(never)]
pub(super) fn again(words: &Words) -> &'static str {
    words.late().again
}
