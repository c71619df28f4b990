//! The published form of a course: the same source gives the same bytes on any machine.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Course, Text, picture};
use crate::{
    bundle::{
        ActivityEntry, Appendix, Asked, Catalogue, FORMAT, File, LessonEntry, Listing, Manifest,
        Module, Notes,
    },
    course::{Block, Lesson, Page},
    digest::Digest,
    id::{Lang, Texts},
    interaction::Kind,
    mastery,
    prose::{self, Prose},
};

/// Files by their path.
pub type Bundle = BTreeMap<String, Vec<u8>>;

/// The files of `course`, from the folder of the catalogue, and its line in the catalogue.
///
/// Only a course without errors is to be published: see [`super::publishable`].
pub fn publish(course: &Course) -> (Bundle, Listing) {
    let mut files = Bundle::new();
    let names = media(course, &mut files);
    let mut appendix = Appendix::default();
    let modules = course.modules.iter().map(|module| Module {
        id: module.id.clone(),
        title: module.title.clone(),
        lessons: module
            .lessons
            .iter()
            .filter_map(|texts| entry(texts, &names, &mut files, &mut appendix))
            .collect(),
    });
    let mut manifest = Manifest {
        format: FORMAT,
        id: course.id.clone(),
        version: course.version.clone(),
        title: course.title.clone(),
        languages: course.languages.clone(),
        modules: modules.collect(),
        appendix: None,
    };
    appendix.credit = Some((course.licence.clone(), course.authors.clone()));
    appendix.competencies = Some(course.competencies.clone());
    appendix.misconceptions = Some(course.misconceptions.clone());
    let media: std::collections::BTreeSet<&String> = names.values().collect();
    appendix.media = media
        .into_iter()
        .filter_map(|path| Some(file(path, files.get(path)?)))
        .collect();
    let bytes = json(&appendix);
    manifest.appendix = Some(file("appendix.json", &bytes));
    files.insert("appendix.json".to_owned(), bytes);
    let folder = format!("{}/{}", course.id, course.version);
    let lessons = manifest.lessons().count();
    let minutes = manifest
        .lessons()
        .map(|lesson| u32::from(lesson.minutes))
        .sum();
    let bytes = json(&manifest);
    let listing = Listing {
        id: course.id.clone(),
        version: course.version.clone(),
        title: course.title.clone(),
        summary: course.summary.clone(),
        languages: course.languages.clone(),
        art: course.art,
        lessons: u32::try_from(lessons).unwrap_or(u32::MAX),
        minutes,
        manifest: file(&format!("{folder}/manifest.json"), &bytes),
    };
    files.insert("manifest.json".to_owned(), bytes);
    let files = files
        .into_iter()
        .map(|(path, bytes)| (format!("{folder}/{path}"), bytes));
    (files.collect(), listing)
}

/// The catalogue of some courses, in this order.
pub fn catalogue(courses: Vec<Listing>) -> Vec<u8> {
    json(&Catalogue {
        format: FORMAT,
        courses,
    })
}

/// Puts the pictures into `files`; each is called after what is in it.
fn media(course: &Course, files: &mut Bundle) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (name, bytes) in &course.pictures {
        let ending = picture::ending(name).unwrap_or("bin");
        let path = format!("media/{}.{ending}", Digest::of(bytes).short());
        files.insert(path.clone(), bytes.clone());
        names.insert(name.clone(), path);
    }
    names
}

fn entry(
    texts: &[Text],
    names: &BTreeMap<String, String>,
    files: &mut Bundle,
    appendix: &mut Appendix,
) -> Option<LessonEntry> {
    let reference = &texts.first()?.lesson;
    let mut entry = LessonEntry {
        id: reference.id.clone(),
        title: Texts::new(
            texts
                .iter()
                .map(|text| (text.lesson.lang.clone(), text.lesson.title.clone())),
        ),
        minutes: reference.minutes,
        kinds: Some(kinds(reference)),
        files: Vec::new(),
    };
    let pages = reference.pages.iter().map(|page| page.id.clone()).collect();
    let told = appendix.pages.get_or_insert_default();
    told.push((reference.id.clone(), pages));
    let done = reference.pages.iter();
    let done = done.flat_map(|page| activities(page, texts)).collect();
    appendix.activities.push((reference.id.clone(), done));
    let mut all_notes = Vec::new();
    let mut add = |list: &mut Vec<(Lang, File)>, lang: &Lang, path: String, bytes: Vec<u8>| {
        list.push((lang.clone(), file(&path, &bytes)));
        files.insert(path, bytes);
    };
    for text in texts {
        let mut lesson = text.lesson.clone();
        each_prose(&mut lesson, &mut |prose| rename(prose, names));
        let (id, lang) = (&lesson.id, &lesson.lang);
        add(
            &mut entry.files,
            lang,
            format!("{id}.{}.json", lang.as_str()),
            json(&lesson),
        );
        if !text.notes.is_empty() {
            let mut notes = Notes {
                pages: text.notes.clone(),
            };
            notes
                .pages
                .iter_mut()
                .for_each(|(_, prose)| rename(prose, names));
            add(
                &mut all_notes,
                lang,
                format!("{id}.{}.notes.json", lang.as_str()),
                json(&notes),
            );
        }
    }
    if !all_notes.is_empty() {
        appendix.notes.push((reference.id.clone(), all_notes));
    }
    Some(entry)
}

/// The kinds of the activities of `lesson`, each once.
fn kinds(lesson: &Lesson) -> Vec<Kind> {
    let kinds = lesson.activities().map(|activity| activity.task.kind());
    kinds.collect::<BTreeSet<_>>().into_iter().collect()
}

fn activities(page: &Page, texts: &[Text]) -> Vec<ActivityEntry> {
    let entry = |activity: &crate::activity::Activity| ActivityEntry {
        id: activity.id.clone(),
        page: page.id.clone(),
        grading: activity.grading.clone(),
        wording: texts
            .iter()
            .filter_map(|text| {
                let there = text
                    .lesson
                    .activities()
                    .find(|other| other.id == activity.id)?;
                Some((text.lesson.lang.clone(), there.wording.clone()))
            })
            .collect(),
        asks: Some(Asked {
            kind: activity.task.kind(),
            behaviour: page.behaviour(),
            points: mastery::full(activity),
            competencies: activity.competencies.clone(),
        }),
    };
    page.activities().map(entry).collect()
}

fn file(path: &str, bytes: &[u8]) -> File {
    File {
        path: path.to_owned(),
        size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        sha256: Digest::of(bytes).half(),
    }
}

/// JSON in the order of the fields: no map of it is sorted by chance.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_else(|_| unreachable!("these types have text keys only"))
}

/// Calls `change` with every text of `lesson` that can hold a picture.
fn each_prose(lesson: &mut Lesson, change: &mut dyn FnMut(&mut Prose)) {
    for page in &mut lesson.pages {
        page.footnotes.iter_mut().for_each(&mut *change);
        for block in page.steps.iter_mut().flatten() {
            match block {
                Block::Prose(block) => {
                    // A list of one, so that there is one function for blocks.
                    let mut one = vec![block.clone()];
                    change(&mut one);
                    one.into_iter().for_each(|changed| *block = changed);
                }
                Block::Activity(activity) => {
                    change(&mut activity.prompt);
                    activity.hints.iter_mut().for_each(&mut *change);
                    let feedback = &mut activity.feedback;
                    change(&mut feedback.correct);
                    change(&mut feedback.partly);
                    change(&mut feedback.incorrect);
                    change(&mut feedback.always);
                    activity
                        .task
                        .feedbacks_mut()
                        .into_iter()
                        .for_each(&mut *change);
                }
            }
        }
    }
}

/// Gives the pictures of `prose` the names they are published under.
fn rename(prose: &mut Prose, names: &BTreeMap<String, String>) {
    use prose::Block as B;
    for block in prose {
        match block {
            B::Picture(picture) => {
                if let Some(name) = names.get(&picture.file) {
                    picture.file.clone_from(name);
                }
            }
            B::List(items) | B::Numbered(_, items) => {
                items.iter_mut().for_each(|item| rename(item, names))
            }
            B::Callout(_, held) | B::Quote(held) => rename(held, names),
            B::Definitions(list) => {
                let meanings = list.iter_mut().flat_map(|(_, meanings)| meanings);
                meanings.for_each(|meaning| rename(meaning, names));
            }
            B::Heading(..) | B::Paragraph(_) | B::Table(_) | B::Code(_) | B::Math(_) => {}
        }
    }
}
