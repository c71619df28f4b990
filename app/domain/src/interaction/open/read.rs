//! How an `open` is read from its fence.

use super::{CRITERIA, Open, Secret, Task, is_blank, plain};
use crate::{
    limit,
    prose::Prose,
    rule,
    source::fence::{Fence, Item, Written, entries, feedback, proses_mut},
};

/// Names the model text: the quotation beside the list that begins with it.
const MODEL: &str = "model";

impl Written for Open {
    fn read(fence: &Fence<'_>) -> Option<Task> {
        let model = model(fence);
        no_misconceptions(fence);
        let items = fence.plain()?;
        fence.flat(items);
        fence.untagged(items);
        not_too_many(fence, items);
        Some(Task {
            secret: Secret {
                entries: entries(items),
                model: model?,
                feedback: feedback(items),
            },
        })
    }

    fn feedbacks_mut(task: &mut Task) -> Vec<&mut Prose> {
        let mut all = proses_mut(&mut task.secret.feedback);
        all.push(&mut task.secret.model);
        all
    }

    /// The words of the model text are those of one language.
    fn grading(task: &Task) -> String {
        let all = task.secret.entries.iter().map(|entry| entry.key.as_str());
        let mut all: Vec<&str> = all.collect();
        all.sort_unstable();
        format!("open/1 of {}", all.join(" "))
    }
}

/// The model text; says when there is none, or more of it than a learner could write.
fn model(fence: &Fence<'_>) -> Option<Prose> {
    let model = fence.beside(MODEL);
    let words = plain(&model);
    let given = fence.tagged.iter().find(|(tag, _)| tag.value == MODEL);
    let span = given.map_or(fence.span.clone(), |(tag, _)| tag.span.clone());
    if is_blank(&words) {
        fence.add(
            &rule::ACTIVITY_WITHOUT_MODEL,
            span,
            "there is no text here to compare with.",
            "write one below the list, as a quotation: `> [!model]`, and the text in the lines after it.",
        );
        return None;
    }
    if words.chars().count() > limit::WRITTEN_CHARACTERS {
        fence.add(
            &rule::TEXT_TOO_LONG,
            span,
            format!(
                "this model text has more than {} characters.",
                limit::WRITTEN_CHARACTERS
            ),
            "write what a learner could write in its place.",
        );
    }
    Some(model)
}

/// Says which misconceptions are named though no response here can show one.
fn no_misconceptions(fence: &Fence<'_>) {
    for (key, _) in fence.head.pairs("misconceptions") {
        fence.add(
            &rule::MISCONCEPTION_ON_RIGHT_ENTRY,
            key.span,
            "whoever ticks a criterion is right, so none shows a misconception.",
            "take it out; ask about a misconception in a kind that has wrong entries.",
        );
    }
}

/// Says so when there are more criteria than anybody would weigh.
fn not_too_many(fence: &Fence<'_>, items: &[Item]) {
    let most = *CRITERIA.end();
    if let Some(item) = items.get(most) {
        fence.add(
            &rule::TEXT_TOO_LONG,
            item.span.clone(),
            format!("this rubric has more than {most} criteria."),
            "join some of them, or leave out what matters least.",
        );
    }
}
