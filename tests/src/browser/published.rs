//! What stands in `dist/`, read as the player reads it.

use std::{env, fs, path::PathBuf};

use domain::{
    activity::Activity,
    bundle::{self, Listing, Manifest},
    course::Lesson,
    interaction::{Response, Task},
};

use crate::house;

/// A course of the built player.
#[derive(Debug)]
pub struct Published {
    folder: PathBuf,
    /// As the catalogue has it.
    pub listing: Listing,
    /// Its tree.
    pub manifest: Manifest,
}

/// The folder with the built player: `BOUCLE_DIST`, or `dist` at the root.
pub fn dist() -> PathBuf {
    env::var_os("BOUCLE_DIST").map_or_else(|| house::root().join("dist"), PathBuf::from)
}

impl Published {
    /// The path of the catalogue in the folder.
    pub const CATALOGUE: &str = "courses/catalogue.json";

    /// The course that is taken where one will do: its first lesson opens with the first half alone.
    pub fn read() -> Self {
        let mut all = Self::all().into_iter();
        let course = all.find(|course| course.listing.id.as_str() == "reuse-or-recycling");
        course.expect("the course on the shelf")
    }

    /// The path in the folder of the part of the catalogue that is about this course.
    pub fn part_path(&self) -> String {
        format!("courses/{}/catalogue.json", self.listing.id)
    }

    /// Every course of the catalogue, in its order.
    pub fn all() -> Vec<Self> {
        let folder = dist();
        let bytes = |path: &str| {
            let place = folder.join(path);
            fs::read(&place).unwrap_or_else(|error| panic!("{}: {error}", place.display()))
        };
        let catalogue = bundle::catalogue(&bytes(Self::CATALOGUE)).expect("a sound catalogue");
        assert!(!catalogue.courses.is_empty(), "a course on the shelf");
        let course = |listing: Listing| {
            let manifest = bytes(&format!("courses/{}", listing.manifest.path));
            let manifest = bundle::manifest(&manifest, &listing).expect("a sound manifest");
            Self {
                folder: folder.clone(),
                listing,
                manifest,
            }
        };
        catalogue.courses.into_iter().map(course).collect()
    }

    /// The path of the manifest in the folder.
    pub fn manifest_path(&self) -> String {
        format!("courses/{}", self.listing.manifest.path)
    }

    /// The path in the folder of the lesson at `place`, from 0, in `lang`.
    pub fn lesson_path(&self, place: usize, lang: &str) -> String {
        let entry = self
            .manifest
            .lessons()
            .nth(place)
            .expect("a lesson at the place");
        let file = entry.file(lang).expect("a file in every language");
        let manifest = self.manifest_path();
        let home = manifest.rsplit_once('/').map_or("", |(home, _)| home);
        format!("{home}/{}", file.path)
    }

    /// The lesson at `place`, from 0, in `lang`.
    pub fn lesson(&self, place: usize, lang: &str) -> Lesson {
        let entry = self
            .manifest
            .lessons()
            .nth(place)
            .expect("a lesson at the place");
        let file = entry.file(lang).expect("a file in every language");
        let bytes =
            fs::read(self.folder.join(self.lesson_path(place, lang))).expect("the lesson is there");
        bundle::lesson(&bytes, entry, file).expect("a sound lesson")
    }

    /// How many lessons there are.
    pub fn lessons(&self) -> usize {
        self.manifest.lessons().count()
    }

    /// The route of the course, then of what is in it.
    pub fn route(&self, parts: &[&str]) -> String {
        let parts: String = parts.iter().map(|part| format!("/{part}")).collect();
        format!("#/{}{parts}", self.listing.id.as_str())
    }
}

/// What people read of the entry `key` of `activity`.
pub fn label(activity: &Activity, key: &domain::id::Id) -> String {
    let entry = activity
        .task
        .entries()
        .iter()
        .find(|entry| entry.key == *key);
    entry
        .map(|entry| plain(&domain::prose::plain(&entry.text)))
        .unwrap_or_default()
}

/// What people read of every entry of `activity`.
pub fn labels(activity: &Activity) -> Vec<String> {
    activity
        .task
        .entries()
        .iter()
        .map(|entry| plain(&domain::prose::plain(&entry.text)))
        .collect()
}

/// The words of the entries that the key names: the one to pick, those to tick, all in order.
pub fn key(activity: &Activity) -> Vec<String> {
    let keys: Vec<domain::id::Id> = match activity.task.key() {
        Response::Choice(picked) => picked.into_iter().collect(),
        Response::Mark(marked) => marked.into_iter().cloned().collect(),
        Response::Hotspot(chosen) => chosen.into_iter().cloned().collect(),
        Response::Choices(ticked) => ticked.into_iter().cloned().collect(),
        Response::Sequence(order) => order,
        Response::Matrix(placed) => placed.into_iter().map(|(row, _)| row).collect(),
        Response::Estimate(_) => Vec::new(),
        Response::Categorise(pairs) | Response::Match(pairs) => {
            pairs.into_iter().map(|(item, _)| item).collect()
        }
        Response::Cards(ratings) => ratings.into_iter().map(|(card, _)| card).collect(),
        // What is to be written, and the unit to choose with it.
        Response::Number((typed, _, unit)) => return [typed].into_iter().chain(unit).collect(),
        Response::Text((typed, _, _)) => return vec![typed],
        // What is to be written, and then all that is to be ticked.
        Response::Open((typed, _, ticked)) => {
            let ticked = ticked.iter().map(|key| label(activity, key));
            return [typed].into_iter().chain(ticked).collect();
        }
        // The words of the buttons.
        Response::Decision(path) => return ways(activity, &path),
        Response::Gap(filled) => filled.into_iter().map(|(gap, ..)| gap).collect(),
    };
    keys.iter().map(|key| label(activity, key)).collect()
}

/// What people read of the ways that a path takes.
fn ways(activity: &Activity, path: &[domain::id::Id]) -> Vec<String> {
    let Task::Decision(task) = &activity.task else {
        return Vec::new();
    };
    let walked = task.walk(path).expect("a path that can be walked");
    let ways = walked.steps.iter().filter_map(|step| step.way);
    ways.map(|way| plain(&domain::prose::plain(&way.entry.text)))
        .collect()
}

/// What people read of each entry, and of the place where it belongs.
pub fn pairs(task: &domain::interaction::pairs::Task) -> Vec<(String, String)> {
    let said = |entries: &[domain::interaction::Entry], key: &domain::id::Id| {
        let entry = entries.iter().find(|entry| entry.key == *key);
        entry
            .map(|entry| plain(&domain::prose::plain(&entry.text)))
            .unwrap_or_default()
    };
    let key = task.secret.key.iter();
    key.map(|(entry, place)| (said(&task.entries, entry), said(&task.places, place)))
        .collect()
}

/// What people read of each gap, and of what belongs in it; in the order of the text.
pub fn gaps(task: &domain::interaction::gap::Task) -> Vec<(String, String)> {
    let said = |entry: &domain::interaction::Entry| plain(&domain::prose::plain(&entry.text));
    let right = |gap: &domain::id::Id| task.right(gap).map(said).unwrap_or_default();
    let gaps = task.gaps.iter();
    gaps.map(|gap| (said(gap), right(&gap.key))).collect()
}

/// Text with single plain spaces.
pub fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
