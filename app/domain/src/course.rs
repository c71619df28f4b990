//! Course › module › lesson › page › step › block.
//!
//! The tree of a course is its [`crate::bundle::Manifest`]; this is what one lesson holds.

use serde::{Deserialize, Serialize};

use crate::{
    activity::Activity,
    behaviour::Behaviour,
    id::{Id, Lang},
    json::{read_enum, read_struct},
    prose::{self, Prose},
    seed::Seed,
};

/// One sitting, in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Names the lesson in its course.
    pub id: Id,
    /// The language it is written in.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// About how long it takes.
    pub minutes: u16,
    /// What its activities assess.
    pub competencies: Vec<Id>,
    /// Its pages, at least one.
    pub pages: Vec<Page>,
    /// The words of the glossary that its pages use.
    pub terms: Vec<Term>,
    /// The numbers with a source that its pages use.
    pub figures: Vec<Figure>,
}

/// What is on the screen at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Names the page in its lesson, in every language.
    pub id: Id,
    /// Its title.
    pub title: String,
    /// How its activities are run; practice where nothing is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub behaviour: Option<Behaviour>,
    /// How many of its activities each learner is given, drawn from all of them; all where nothing is
    /// said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<u8>,
    /// What is revealed in turn on the projector; a learner sees all of it.
    pub steps: Vec<Vec<Block>>,
    /// The footnotes of the page, the first one being number 1.
    pub footnotes: Vec<Prose>,
}

/// A part of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// Something to read.
    #[serde(rename = "p")]
    Prose(prose::Block),
    /// Something to do.
    #[serde(rename = "a")]
    Activity(Box<Activity>),
}

/// A word of the glossary.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// Names the word in the course.
    pub id: Id,
    /// The word.
    pub term: String,
    /// What it means.
    pub definition: String,
    /// The word in the other languages of the course.
    pub also: Vec<(Lang, String)>,
}

/// A number with its unit, its year and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    /// Names the number in the course.
    pub id: Id,
    /// What the number says.
    pub note: String,
    /// The year it is for.
    pub year: u16,
    /// How far it can be trusted.
    pub status: Status,
    /// Where it comes from; a teaching value has none.
    pub source: Option<Source>,
}

/// How far a number can be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Someone published it.
    Published,
    /// Calculated from published numbers.
    Calculated,
    /// An order of magnitude for teaching, and shown as such.
    Illustrative,
}

/// Where something was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Names the source in the course.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// When.
    pub year: u16,
    /// Where it can be read, if it can; see [`crate::prose::Target::allows`].
    pub url: String,
}

impl Lesson {
    /// Cuts the lesson to what is given to `learner`: of the activities of a page that draws some, those
    /// drawn. They are the same whenever the lesson is opened, in every language, and keep their order.
    pub fn give_to(&mut self, learner: &str) {
        for page in &mut self.pages {
            let Some(draw) = page.draw else { continue };
            let ids: Vec<Id> = page.activities().map(|it| it.id.clone()).collect();
            let mut drawn = Seed::of(learner, page.id.as_str()).shuffle(ids);
            drawn.truncate(draw.into());
            for block in page.steps.iter_mut().flatten() {
                let given = match block {
                    Block::Activity(activity) => drawn.contains(&activity.id),
                    Block::Prose(_) => true,
                };
                if !given {
                    // An empty paragraph is in its place. It is not freed: the code that takes activities
                    // apart is needed for nothing else.
                    let nothing = Block::Prose(prose::Block::Paragraph(Vec::new()));
                    std::mem::forget(std::mem::replace(block, nothing));
                }
            }
        }
    }

    /// Every activity of the lesson, in the order of its pages.
    // Gathered first: a chain of iterators would be code of its own at every call.
    #[inline(never)]
    pub fn activities(&self) -> impl Iterator<Item = &Activity> {
        let mut all = Vec::new();
        for page in &self.pages {
            all.extend(page.activities());
        }
        all.into_iter()
    }

    /// Every activity of the lesson with the behaviour its page sets, in the order of its pages.
    #[inline(never)]
    pub fn runs(&self) -> impl Iterator<Item = (&Activity, Behaviour)> {
        let mut all = Vec::new();
        for page in &self.pages {
            for activity in page.activities() {
                all.push((activity, page.behaviour()));
            }
        }
        all.into_iter()
    }

    /// The page `id`, with its place from 0.
    pub fn page(&self, id: &Id) -> Option<(usize, &Page)> {
        self.pages
            .iter()
            .enumerate()
            .find(|(_, page)| page.id == *id)
    }
}

impl Page {
    /// How its activities are run.
    pub fn behaviour(&self) -> Behaviour {
        self.behaviour.unwrap_or_default()
    }

    /// Every activity of the page.
    #[inline(never)]
    pub fn activities(&self) -> impl Iterator<Item = &Activity> {
        let mut all = Vec::new();
        for block in self.steps.iter().flatten() {
            if let Block::Activity(activity) = block {
                all.push(&**activity);
            }
        }
        all.into_iter()
    }
}

read_struct!(Lesson {
    id,
    lang,
    title,
    minutes,
    competencies,
    pages,
    terms,
    figures
});
read_struct!(Page {
    id,
    title,
    behaviour,
    draw,
    steps,
    footnotes
});
read_enum!(Block { "p" => Prose(block), "a" => Activity(activity) });
read_struct!(Term {
    id,
    term,
    definition,
    also
});
read_struct!(Figure {
    id,
    note,
    year,
    status,
    source
});
read_enum!(Status {
    "published" => Published,
    "calculated" => Calculated,
    "illustrative" => Illustrative,
});
read_struct!(Source {
    id,
    title,
    publisher,
    year,
    url
});
