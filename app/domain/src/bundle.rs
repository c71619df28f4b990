//! A published course: an immutable version in files that are checked before they are used.
//!
//! ```text
//! catalogue.json                     which courses there are, with the digest of each manifest
//! <course>/catalogue.json            the same of one course: who opens a lesson needs no other
//! <course>/<version>/manifest.json   the tree of one, with the digest of every lesson
//! <course>/<version>/appendix.json   what opening a lesson does without, with its digests
//! <course>/<version>/<lesson>.<lang>.json
//! <course>/<version>/<lesson>.<lang>.notes.json   for the presenter alone
//! <course>/<version>/media/<digest>.<ending>
//! ```

use serde::{Deserialize, Serialize};

use crate::{
    activity::Activity,
    behaviour::Behaviour,
    course::{Block, Lesson},
    digest::Digest,
    id::{Id, Lang, Texts},
    interaction::Kind,
    json::{self, Fault, Read, read_enum, read_struct},
    limit,
    outcome::{Outcome, Verdict},
    pieces::pieces,
    prose::{self, Inline, Prose, Target},
};

/// The version of the published form. A player refuses a higher one.
pub const FORMAT: u32 = 1;

/// Which courses there are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Catalogue {
    /// See [`FORMAT`].
    pub format: u32,
    /// The courses, in the order of the shelf.
    pub courses: Vec<Listing>,
}

/// A course on the shelf.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Names the course.
    pub id: Id,
    /// Its version, three numbers.
    pub version: String,
    /// Its title.
    pub title: Texts,
    /// What it is about.
    pub summary: Texts,
    /// The languages it is written in.
    pub languages: Vec<Lang>,
    /// Its picture on the shelf.
    pub art: Art,
    /// How many lessons it has.
    pub lessons: u32,
    /// About how long all of them take.
    pub minutes: u32,
    /// Its manifest.
    pub manifest: File,
}

/// The picture of a course on the shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Art {
    /// A life cycle.
    Ring,
    /// The ladder of the R strategies.
    Ladder,
    /// A value chain.
    Chain,
}

/// A file of a published course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// Its path: in a catalogue from the catalogue's folder, in a manifest from the manifest's.
    pub path: String,
    /// Its length in bytes.
    pub size: u32,
    /// The SHA-256 of its bytes, or the first half of it.
    pub sha256: Digest,
}

/// What a published course holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// See [`FORMAT`].
    pub format: u32,
    /// Names the course.
    pub id: Id,
    /// Its version, three numbers.
    pub version: String,
    /// Its title.
    pub title: Texts,
    /// The languages it is written in, the reference first.
    pub languages: Vec<Lang>,
    /// Its modules, in order.
    pub modules: Vec<Module>,
    /// What opening a lesson does without; none in what was published before there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appendix: Option<File>,
}

/// What opening a lesson does without: for those who keep a whole course, present it, or compare two
/// versions of it. A file of its own, because a manifest is waited for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appendix {
    /// Under which licence (SPDX), and who wrote it; none in what was published before this stood here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<(String, Vec<String>)>,
    /// The pages of each lesson, in order; none in what was published before they stood here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<Vec<(Id, Vec<Id>)>>,
    /// What someone who took the course can do; none in the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub competencies: Option<Vec<Competency>>,
    /// What people often get wrong; none in the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub misconceptions: Option<Vec<Misconception>>,
    /// What there is to do in each lesson, with both fingerprints.
    pub activities: Vec<(Id, Vec<ActivityEntry>)>,
    /// The presenter's notes of each lesson, in each language that has any.
    pub notes: Vec<(Id, Vec<(Lang, File)>)>,
    /// The pictures.
    pub media: Vec<File>,
}

/// A group of lessons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    /// Names the module in its course.
    pub id: Id,
    /// Its title.
    pub title: Texts,
    /// Its lessons, in order.
    pub lessons: Vec<LessonEntry>,
}

/// A lesson in a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonEntry {
    /// Names the lesson in its course.
    pub id: Id,
    /// Its title.
    pub title: Texts,
    /// About how long it takes.
    pub minutes: u16,
    /// The kinds of its activities, each once; unknown in what was published before this was told.
    /// A player that has to fetch more for a kind can ask for it together with the lesson.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kinds: Option<Vec<Kind>>,
    /// The lesson in each language.
    pub files: Vec<(Lang, File)>,
}

/// An activity in an appendix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActivityEntry {
    /// Names the activity in its course.
    pub id: Id,
    /// The page it stands on.
    pub page: Id,
    /// Changes when anything changes that grading depends on.
    pub grading: String,
    /// Changes when the wording changes, per language.
    pub wording: Vec<(Lang, String)>,
    /// What it asks; none in what was published before this was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asks: Option<Asked>,
}

/// What an activity asks, as far as one has to know to say how a learner stands in a whole course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Its kind.
    pub kind: Kind,
    /// How its page is run.
    pub behaviour: Behaviour,
    /// What its key earns.
    pub points: u32,
    /// The competencies it assesses.
    pub competencies: Vec<Id>,
}

/// Something a learner can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competency {
    /// Names it in the course.
    pub id: Id,
    /// "I can …".
    pub text: Texts,
}

/// Something people often get wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Misconception {
    /// Names it in the course.
    pub id: Id,
    /// What is wrongly thought.
    pub text: Texts,
    /// Where it is treated: the lesson and the page.
    pub treated: (Id, Id),
}

/// What the presenter says: for each page that has any, its notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The page and its notes.
    pub pages: Vec<(Id, Prose)>,
}

/// Why a file is not used. Each calls for another sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It is a web page: a portal or a server's error page stands in its place.
    Page,
    /// It is shorter than it should be.
    Truncated,
    /// Its bytes are not the ones that were published.
    Damaged,
    /// A newer program is needed to read it: the format it is in.
    Newer(u32),
    /// It breaks a limit of the format.
    Limit,
    /// Its bytes are the published ones, and yet it is not what it should be.
    Unreadable,
}

/// Reads a catalogue.
pub fn catalogue(bytes: &[u8]) -> Result<Catalogue, Refusal> {
    let catalogue: Catalogue = read(bytes, limit::MANIFEST_BYTES)?;
    let sound = catalogue
        .courses
        .iter()
        .all(|listing| path(&listing.manifest.path));
    used(catalogue, sound)
}

/// Reads the manifest that a catalogue lists as `listing`.
pub fn manifest(bytes: &[u8], listing: &Listing) -> Result<Manifest, Refusal> {
    check(bytes, &listing.manifest)?;
    let manifest: Manifest = read(bytes, limit::MANIFEST_BYTES)?;
    let listed = manifest.id == listing.id && manifest.version == listing.version;
    let sound = listed && manifest.is_sound();
    used(manifest, sound)
}

/// Reads a manifest that no catalogue lists: nothing says whether its bytes are those that were published.
pub fn unlisted(bytes: &[u8]) -> Result<Manifest, Refusal> {
    let manifest: Manifest = read(bytes, limit::MANIFEST_BYTES)?;
    let sound = manifest.is_sound();
    used(manifest, sound)
}

/// Reads the appendix that a manifest lists as `file`.
pub fn appendix(bytes: &[u8], file: &File) -> Result<Appendix, Refusal> {
    check(bytes, file)?;
    let appendix: Appendix = read(bytes, limit::MANIFEST_BYTES)?;
    let notes = || appendix.notes.iter().flat_map(|(_, files)| files);
    let activities = appendix.activities.iter().map(|(_, all)| all.len());
    let sound = appendix.media.iter().all(|file| path(&file.path))
        && notes().all(|(_, file)| path(&file.path))
        && appendix.media.len() + notes().count() <= limit::FILES
        && activities.sum::<usize>() <= limit::ACTIVITIES;
    used(appendix, sound)
}

/// Reads the lesson that a manifest lists as `entry` in the file `file`.
pub fn lesson(bytes: &[u8], entry: &LessonEntry, file: &File) -> Result<Lesson, Refusal> {
    let lesson = lesson_to_show(bytes, entry, file)?;
    let sound = activities_are_sound(&lesson);
    used(lesson, sound)
}

/// Reads a lesson as far as it has to be sound to be shown. Before anything is done in it, or what it
/// says of that is shown, [`activities_are_sound`] must be asked.
pub fn lesson_to_show(bytes: &[u8], entry: &LessonEntry, file: &File) -> Result<Lesson, Refusal> {
    check(bytes, file)?;
    let lesson: Lesson = read(bytes, limit::LESSON_BYTES)?;
    let listed = lesson.id == entry.id && !lesson.pages.is_empty();
    let sound = listed && lesson_is_safe(&lesson);
    used(lesson, sound)
}

/// What was read, if it is `sound`. What is not is not freed either: it is seldom, and the code that
/// takes a course apart is needed for nothing else.
fn used<T>(read: T, sound: bool) -> Result<T, Refusal> {
    if sound {
        return Ok(read);
    }
    std::mem::forget(read);
    Err(Refusal::Unreadable)
}

impl Manifest {
    /// Every lesson, in order.
    // Gathered first: a chain of iterators would be code of its own at every call.
    #[inline(never)]
    pub fn lessons(&self) -> impl Iterator<Item = &LessonEntry> {
        let mut all = Vec::new();
        for module in &self.modules {
            all.extend(&module.lessons);
        }
        all.into_iter()
    }

    /// Whether all its files stay in its folder, and are not too many.
    fn is_sound(&self) -> bool {
        let in_folder = |file: &File| path(&file.path);
        self.appendix.iter().all(in_folder)
            && self
                .lessons()
                .flat_map(|lesson| &lesson.files)
                .all(|(_, file)| in_folder(file))
            && self.lessons().count() <= limit::FILES
    }

    /// The lesson `id`, with its place in the course from 0.
    #[inline(never)]
    pub fn lesson(&self, id: &Id) -> Option<(usize, &LessonEntry)> {
        self.lessons()
            .enumerate()
            .find(|(_, lesson)| lesson.id == *id)
    }
}

impl Appendix {
    /// What someone who took the course can do.
    pub fn competencies(&self) -> &[Competency] {
        self.competencies.as_deref().unwrap_or_default()
    }

    /// What people often get wrong.
    pub fn misconceptions(&self) -> &[Misconception] {
        self.misconceptions.as_deref().unwrap_or_default()
    }

    /// The pages of `lesson`, in order.
    pub fn pages(&self, lesson: &Id) -> &[Id] {
        let mut told = self.pages.iter().flatten();
        let told = told.find(|(id, _)| id == lesson);
        told.map_or(&[], |(_, pages)| pages)
    }
}

impl LessonEntry {
    /// The file of the lesson in `lang`; if there is none, in the first language there is.
    pub fn file(&self, lang: &str) -> Option<&File> {
        let in_lang = self.files.iter().find(|(have, _)| have.as_str() == lang);
        in_lang.or_else(|| self.files.first()).map(|(_, file)| file)
    }
}

/// Whether `path` stays in its folder: segments of lower-case letters, digits, hyphens, underscores
/// and dots, none of which begins with a dot; at most 120 bytes in 6 segments.
pub fn path(path: &str) -> bool {
    let sound = |segment: &str| {
        let plain = |b: u8| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
        !segment.is_empty() && !segment.starts_with('.') && segment.bytes().all(plain)
    };
    path.len() <= 120 && pieces(path, [b'/'; 2]).count() <= 6 && pieces(path, [b'/'; 2]).all(sound)
}

/// Whether `bytes` are the file that was published.
fn check(bytes: &[u8], file: &File) -> Result<(), Refusal> {
    if page(bytes) {
        return Err(Refusal::Page);
    }
    if bytes.len() < file.size as usize {
        return Err(Refusal::Truncated);
    }
    if !file.sha256.is_of(bytes) {
        return Err(Refusal::Damaged);
    }
    Ok(())
}

/// Whether some bytes are a web page rather than JSON.
fn page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    bytes.trim_ascii_start().starts_with(b"<")
}

/// Reads JSON of this format: within the limits, and not of a newer format.
fn read<T: Read>(bytes: &[u8], limit: usize) -> Result<T, Refusal> {
    if page(bytes) {
        return Err(Refusal::Page);
    }
    if bytes.len() > limit {
        return Err(Refusal::Limit);
    }
    let value = json::parse(bytes).map_err(|fault| match fault {
        Fault::End => Refusal::Truncated,
        Fault::Form => Refusal::Unreadable,
        Fault::Limit(_) => Refusal::Limit,
    })?;
    match json::read(value.field("format")) {
        Some(format) if format > FORMAT => Err(Refusal::Newer(format)),
        Some(_) | None => json::read(&value).ok_or(Refusal::Unreadable),
    }
}

read_struct!(Catalogue { format, courses });
read_struct!(Listing {
    id,
    version,
    title,
    summary,
    languages,
    art,
    lessons,
    minutes,
    manifest
});
read_enum!(Art { "ring" => Ring, "ladder" => Ladder, "chain" => Chain });
read_struct!(File { path, size, sha256 });
read_struct!(Manifest {
    format,
    id,
    version,
    title,
    languages,
    modules,
    appendix,
});
read_struct!(Module { id, title, lessons });
read_struct!(LessonEntry {
    id,
    title,
    minutes,
    kinds,
    files
});
read_struct!(Appendix {
    credit,
    pages,
    competencies,
    misconceptions,
    activities,
    notes,
    media
});
read_struct!(ActivityEntry {
    id,
    page,
    grading,
    wording,
    asks
});
read_struct!(Asked {
    kind,
    behaviour,
    points,
    competencies
});
read_struct!(Competency { id, text });
read_struct!(Misconception { id, text, treated });
read_struct!(Notes { pages });

/// Whether what a lesson shows at first can be shown: links leave only where they may, formulas are
/// MathML Core, pictures stay in their folder.
///
/// The author's tool makes no other lessons; a bundle from elsewhere may have been made by hand.
fn lesson_is_safe(lesson: &Lesson) -> bool {
    // Loops: iterators in each other are three times the wasm.
    for page in &lesson.pages {
        for block in page.steps.iter().flatten() {
            let safe = match block {
                Block::Prose(block) => block_is_sound(block),
                Block::Activity(activity) => {
                    let mut entries = activity.task.entries().iter();
                    prose_is_sound(&activity.prompt)
                        && entries.all(|entry| text_is_sound(&entry.text))
                }
            };
            if !safe {
                return false;
            }
        }
        if !page.footnotes.iter().all(prose_is_sound) {
            return false;
        }
    }
    let mut figures = lesson.figures.iter();
    figures.all(|figure| match &figure.source {
        Some(source) => source.url.is_empty() || Target::allows(&source.url),
        None => true,
    })
}

#[inline(never)]
fn prose_is_sound(prose: &Prose) -> bool {
    prose.iter().all(block_is_sound)
}

/// Whether the activities of `lesson` can be done: keys are among the entries and earn every point;
/// and whether all they say can be shown.
#[inline(never)]
pub fn activities_are_sound(lesson: &Lesson) -> bool {
    lesson.activities().all(activity_is_sound)
}

fn activity_is_sound(activity: &Activity) -> bool {
    let feedback = &activity.feedback;
    let task = &activity.task;
    // A key that is blank, or that earns less than everything, is none. Asked of a sound task alone:
    // another one may hold more than there is time to look through.
    let solved = || {
        let solved = task.exercise(crate::seed::Seed::of("", "")).solved();
        solved.is_ok_and(|exercise| match exercise.grade() {
            Outcome::Scored(scored) => scored.score.verdict() == Verdict::Correct,
            Outcome::Unanswered(_) => false,
        })
    };
    activity.hints.iter().all(prose_is_sound)
        && [
            &feedback.correct,
            &feedback.partly,
            &feedback.incorrect,
            &feedback.always,
        ]
        .into_iter()
        .all(prose_is_sound)
        && task.sound()
        && task.labels().into_iter().all(|text| text_is_sound(text))
        && task.feedbacks().into_iter().all(prose_is_sound)
        && solved()
}

fn block_is_sound(block: &prose::Block) -> bool {
    use prose::Block as B;
    match block {
        B::Heading(_, text) | B::Paragraph(text) => text_is_sound(text),
        B::List(items) | B::Numbered(_, items) => items.iter().all(prose_is_sound),
        B::Table(table) => table
            .head
            .iter()
            .chain(table.rows.iter().flatten())
            .all(|cell| text_is_sound(cell)),
        B::Picture(picture) => path(&picture.file),
        B::Callout(_, body) | B::Quote(body) => prose_is_sound(body),
        B::Definitions(list) => list
            .iter()
            .all(|(term, meanings)| text_is_sound(term) && meanings.iter().all(prose_is_sound)),
        B::Code(_) => true,
        B::Math(math) => math.tree.iter().all(prose::MathNode::sound),
    }
}

fn text_is_sound(text: &[Inline]) -> bool {
    text.iter().all(|inline| match inline {
        Inline::Link(target, held) => {
            text_is_sound(held)
                && match target {
                    Target::Out(address) => Target::allows(address),
                    Target::Lesson(..) | Target::Page(_) => true,
                }
        }
        Inline::Emphasis(held)
        | Inline::Strong(held)
        | Inline::Struck(held)
        | Inline::Low(held)
        | Inline::High(held)
        | Inline::Term(_, held)
        | Inline::Figure(_, held)
        | Inline::Foreign(_, held) => text_is_sound(held),
        Inline::Math(math) => math.tree.iter().all(prose::MathNode::sound),
        Inline::Text(_) | Inline::Code(_) | Inline::Footnote(_) | Inline::Break => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_stays_in_its_folder() {
        for fine in ["a.json", "course/0.1.0/manifest.json", "media/ab12.svg"] {
            assert!(path(fine), "{fine}");
        }
        for other in [
            "",
            "/a",
            "a/../b",
            "..",
            "a//b",
            "c:/a",
            "a\\b",
            "a/.b",
            "A",
            "a b",
            "%2e%2e/a",
            "a/b/c/d/e/f/g",
        ] {
            assert!(!path(other), "{other}");
        }
    }

    #[test]
    fn every_cause_has_its_own_refusal() {
        let file = |bytes: &[u8]| File {
            path: "a.json".into(),
            size: bytes.len() as u32,
            sha256: Digest::of(bytes),
        };
        let published = br#"{"format":1,"courses":[]}"#;
        assert_eq!(check(published, &file(published)), Ok(()));
        assert_eq!(
            check(&published[..9], &file(published)),
            Err(Refusal::Truncated)
        );
        assert_eq!(
            check(br#"{"format":1,"courses":{}}"#, &file(published)),
            Err(Refusal::Damaged)
        );
        assert_eq!(
            check(b"\n<!doctype html>", &file(published)),
            Err(Refusal::Page)
        );
        assert_eq!(catalogue(b"<html>"), Err(Refusal::Page));
        assert_eq!(
            catalogue(br#"{"format":2,"other":true}"#),
            Err(Refusal::Newer(2))
        );
        assert_eq!(
            catalogue(br#"{"format":1,"courses":["#),
            Err(Refusal::Truncated)
        );
        assert_eq!(
            catalogue(br#"{"format":1,"courses":7}"#),
            Err(Refusal::Unreadable)
        );
        assert_eq!(catalogue("[".repeat(100).as_bytes()), Err(Refusal::Limit));
        assert_eq!(
            catalogue(published).map(|catalogue| catalogue.courses),
            Ok(Vec::new())
        );
    }
}
