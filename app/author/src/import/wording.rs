//! The words that an import adds where a bank has none, because another program shows its own.

use domain::id::Lang;

/// What is added, in one language.
pub(crate) struct Wording {
    pub(crate) truth: &'static str,
    pub(crate) untruth: &'static str,
    /// What to do with a text that has one gap, and one that has several.
    pub(crate) fill_one: &'static str,
    pub(crate) fill_all: &'static str,
    /// What a gap is called that has no name.
    pub(crate) missing: &'static str,
    /// Criteria that hold for any text.
    pub(crate) criteria: [&'static str; 2],
}

const ENGLISH: Wording = Wording {
    truth: "True",
    untruth: "False",
    fill_one: "Fill the gap.",
    fill_all: "Fill the gaps.",
    missing: "what is missing",
    criteria: [
        "My text does all that is asked",
        "My text says what matters in the model text",
    ],
};

const FRENCH: Wording = Wording {
    truth: "Vrai",
    untruth: "Faux",
    fill_one: "Complétez la phrase.",
    fill_all: "Complétez le texte.",
    missing: "ce qui manque",
    criteria: [
        "Mon texte fait tout ce qui est demandé",
        "Mon texte dit l’essentiel du texte modèle",
    ],
};

/// The words in `lang`; in English where there are none.
pub(crate) fn in_lang(lang: &Lang) -> &'static Wording {
    match lang.as_str() {
        "fr" => &FRENCH,
        _ => &ENGLISH,
    }
}
