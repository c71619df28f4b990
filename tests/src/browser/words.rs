//! The words of the interface that the tests read.

/// The words of the interface that the tests read.
pub struct Words {
    /// The language.
    pub lang: &'static str,
    /// The check button.
    pub check: [&'static str; 3],
    /// The verdict on a right response.
    pub correct: &'static str,
    /// The verdicts on others.
    pub missed: [&'static str; 2],
    /// The button of a check.
    pub submit: &'static str,
    /// The button that shows the key.
    pub show_key: &'static str,
    /// The same button when it hides it.
    pub hide_key: &'static str,
    /// What the first count of hands is called.
    pub first_vote: &'static str,
    /// To the next page.
    pub next_page: &'static str,
    /// To the end of the lesson.
    pub to_end: &'static str,
    /// To the next lesson.
    pub next_lesson: &'static str,
    /// To the summary of the course.
    pub summary: &'static str,
    /// The heading of the end.
    pub end: &'static str,
}

/// In English.
pub const ENGLISH: Words = Words {
    lang: "en",
    check: ["Check", "Check again", "Checked"],
    correct: "Correct",
    missed: ["Incorrect", "Partly"],
    submit: "Submit the page",
    show_key: "Show the key",
    hide_key: "Hide the key",
    first_vote: "First vote",
    next_page: "Next page",
    to_end: "To the end of the lesson",
    next_lesson: "Next lesson",
    summary: "Summary of the course",
    end: "End of the lesson",
};

/// In French.
pub const FRENCH: Words = Words {
    lang: "fr",
    check: ["Vérifier", "Vérifier à nouveau", "Vérifié"],
    correct: "Juste",
    missed: ["Faux", "En partie"],
    submit: "Valider la page",
    show_key: "Afficher la clé",
    hide_key: "Masquer la clé",
    first_vote: "Premier vote",
    next_page: "Page suivante",
    to_end: "Vers la fin de la leçon",
    next_lesson: "Leçon suivante",
    summary: "Bilan du cours",
    end: "Fin de la leçon",
};
