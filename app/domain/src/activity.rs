//! Something to do: the envelope around one interaction (QTI's assessment item).

use serde::{Deserialize, Serialize};

use crate::{id::Id, interaction::Task, json::read_struct, outcome::Verdict, prose::Prose};

/// Something to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// Names the activity in the course; progress hangs on it.
    pub id: Id,
    /// What is asked.
    pub prompt: Prose,
    /// Shown one at a time, in this order.
    pub hints: Vec<Prose>,
    /// Feedback because of a verdict.
    pub feedback: Feedback,
    /// How many times the learner may check; 0 for no limit.
    pub attempts: u8,
    /// Whether the learner is asked how sure they are; they need not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sure: Option<bool>,
    /// What the activity assesses.
    pub competencies: Vec<Id>,
    /// Which entry, picked wrongly, shows which misconception.
    pub misconceptions: Vec<(Id, Id)>,
    /// What is to be done.
    pub task: Task,
    /// Changes when anything changes that grading depends on: kind, keys, parameters.
    pub grading: String,
    /// Changes when the wording changes in this language.
    pub wording: String,
}

/// Feedback because of a verdict. Feedback for an entry is more specific, and comes first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// When every point was earned.
    pub correct: Prose,
    /// When some were.
    pub partly: Prose,
    /// When none was.
    pub incorrect: Prose,
    /// After every verdict.
    pub always: Prose,
}

impl Feedback {
    /// What was written for `verdict`; may be empty.
    pub fn on(&self, verdict: Verdict) -> &Prose {
        match verdict {
            Verdict::Correct => &self.correct,
            Verdict::Partly => &self.partly,
            Verdict::Incorrect => &self.incorrect,
        }
    }
}

read_struct!(Activity {
    id,
    prompt,
    hints,
    feedback,
    attempts,
    sure,
    competencies,
    misconceptions,
    task,
    grading,
    wording,
});
read_struct!(Feedback {
    correct,
    partly,
    incorrect,
    always
});
