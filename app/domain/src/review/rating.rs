//! What a recall says of a memory, and which activities can be reviewed: the rules, each in one place.

use crate::{
    interaction::{Response, cards::Rating},
    mastery::HELD,
    outcome::{Score, Verdict},
    progress::Recall,
};

/// How a recall is rated, where the response is graded.
///
/// FSRS takes “hard” for remembered all the same, so it is not the word for half wrong:
///
/// - **again**: the key was looked at instead, or less was right than what holds a competency ([`HELD`]);
/// - **hard**: that much was right, but not all; or all, and not by oneself: after a hint, with the marks
///   of an earlier attempt before one's eyes, or by luck, as the learner says who was not sure;
/// - **easy**: all was right, and the learner had said to be sure. Nothing else tells that it was easy:
///   nobody is timed;
/// - **good**: all was right.
///
/// Who does better at a later attempt on the same day has just been told: that says nothing of memory,
/// and only the first recall of a day counts.
pub(super) fn rating(recall: &Recall) -> Rating {
    let Some(score) = recall.score else {
        return Rating::Again;
    };
    let helped = recall.attempt > 1 || recall.hints > 0 || recall.sure == Some(false);
    match score.verdict() {
        Verdict::Correct if helped => Rating::Hard,
        Verdict::Correct if recall.sure == Some(true) => Rating::Easy,
        Verdict::Correct => Rating::Good,
        Verdict::Partly if score.at_least(Score::new(HELD.0, HELD.1)) => Rating::Hard,
        Verdict::Partly | Verdict::Incorrect => Rating::Again,
    }
}

/// About how many seconds it takes to do once more what was responded to so; none where the activity
/// does not suit a review.
///
/// It suits where a moment is enough and the response can be told right from wrong. The numbers
/// are rough, the reading included, and go by how much there is to put up: nobody was timed.
pub(super) fn seconds(response: &Response) -> Option<u32> {
    let (once, each, entries) = match response {
        // One thing is recalled.
        Response::Choice(_) | Response::Hotspot(_) => (15, 0, 0),
        Response::Estimate(_) | Response::Text(_) => (15, 0, 0),
        // Each entry is looked at.
        Response::Choices(_) => (20, 0, 0),
        // It may have to be worked out.
        Response::Number(_) => (25, 0, 0),
        // A text is read.
        Response::Mark(_) => (30, 0, 0),
        // Each entry is put somewhere, or written.
        Response::Sequence(order) => (10, 4, order.len()),
        Response::Categorise(pairs) | Response::Match(pairs) => (10, 4, pairs.len()),
        Response::Matrix(pairs) => (10, 4, pairs.len()),
        Response::Gap(gaps) => (10, 6, gaps.len()),
        // A card is turned, and rated.
        Response::Cards(ratings) => (5, 5, ratings.len()),
        // A text is written, which takes minutes, and its verdict is the learner's own: no recall.
        Response::Open(_) => return None,
        // A story that is gone through to try things out: who knows the way learns nothing on it again.
        Response::Decision(_) => return None,
    };
    let entries = u32::try_from(entries).unwrap_or(u32::MAX);
    Some(entries.saturating_mul(each).saturating_add(once))
}
