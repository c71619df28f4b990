//! A published course as a whole: its manifest with every lesson in every language.
//!
//! The player never holds so much at once. Who compares two versions of a course, or plays all of it, does.

use std::collections::BTreeMap;

use crate::{
    activity::Activity,
    behaviour::Behaviour,
    bundle::{self, File, Manifest, Refusal},
    course::Lesson,
    id::Id,
    source::{self, publish},
};

/// A published course with all its lessons.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its tree.
    pub manifest: Manifest,
    /// Its lessons in the order of the tree, each in its languages, the reference first.
    pub lessons: Vec<Vec<Lesson>>,
}

/// Why a course could not be read as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A file that is listed is not there.
    Absent(String),
    /// A file can't be used.
    Refused(String, Refusal),
}

/// Where an activity stands in an edition.
#[derive(Clone, Copy, Debug)]
pub struct Place<'e> {
    /// The lesson, in its reference.
    pub lesson: &'e Lesson,
    /// Which page of it.
    pub page: &'e Id,
    /// How it is run there.
    pub behaviour: Behaviour,
    /// What is to be done.
    pub activity: &'e Activity,
}

/// The fingerprints of the wording of activities, in each language that has them.
pub type Wordings<'e> = BTreeMap<&'e Id, BTreeMap<&'e str, &'e str>>;

impl Edition {
    /// The edition that lies in `files`, by their path from the folder of its manifest.
    pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, Unread> {
        const MANIFEST: &str = "manifest.json";
        let bytes = |path: &str| {
            let bytes = files.get(path);
            bytes.ok_or_else(|| Unread::Absent(path.to_owned()))
        };
        let refused = |path: &str| {
            let path = path.to_owned();
            move |refusal| Unread::Refused(path, refusal)
        };
        let manifest = bundle::unlisted(bytes(MANIFEST)?).map_err(refused(MANIFEST))?;
        let mut lessons = Vec::new();
        for entry in manifest.lessons() {
            let mut texts = Vec::new();
            for (_, file) in &entry.files {
                let File { path, .. } = file;
                let lesson = bundle::lesson(bytes(path)?, entry, file);
                texts.push(lesson.map_err(refused(path))?);
            }
            lessons.push(texts);
        }
        Ok(Self { manifest, lessons })
    }

    /// The edition that `course` would be published as.
    pub fn of(course: &source::Course) -> Result<Self, Unread> {
        let (files, _) = publish::publish(course);
        let folder = format!("{}/{}/", course.id, course.version);
        let inner = |(path, bytes): (String, Vec<u8>)| {
            let path = path.strip_prefix(&folder)?.to_owned();
            Some((path, bytes))
        };
        Self::read(&files.into_iter().filter_map(inner).collect())
    }

    /// Every activity with its place, in the reference of each lesson.
    pub fn activities(&self) -> impl Iterator<Item = Place<'_>> {
        let lessons = self.lessons.iter().filter_map(|texts| texts.first());
        lessons.flat_map(|lesson| {
            lesson.pages.iter().flat_map(move |page| {
                page.activities().map(move |activity| Place {
                    lesson,
                    page: &page.id,
                    behaviour: page.behaviour(),
                    activity,
                })
            })
        })
    }

    /// The fingerprints of the wording of every activity.
    pub fn wordings(&self) -> Wordings<'_> {
        let mut wordings = Wordings::new();
        for lesson in self.lessons.iter().flatten() {
            for activity in lesson.activities() {
                let of = wordings.entry(&activity.id).or_default();
                of.insert(lesson.lang.as_str(), activity.wording.as_str());
            }
        }
        wordings
    }
}
