//! `boucle diff`: what learners would notice of a new version of a course.

use domain::{
    comparison::{self, Change, Changed, Comparison, Raise, Stand},
    edition::Edition,
};
use serde_json::{Value, json};

use crate::render::count;

/// Two versions of a course beside each other.
#[derive(Debug)]
pub struct Difference {
    /// The id and the version of the old one, and of the new one.
    versions: [(String, String); 2],
    comparison: Comparison,
    /// The lowest version that the new one may have; none where nothing has changed.
    least: Option<String>,
}

/// Compares two versions of a course.
pub fn diff(old: &Edition, new: &Edition) -> Difference {
    let comparison = comparison::compare(old, new);
    let version = |edition: &Edition| {
        let manifest = &edition.manifest;
        (manifest.id.as_str().to_owned(), manifest.version.clone())
    };
    let before = &old.manifest.version;
    Difference {
        versions: [version(old), version(new)],
        least: comparison
            .raise
            .map(|raise| comparison::next(before, raise)),
        comparison,
    }
}

/// The word for a change, which both forms share.
fn word(change: Change) -> &'static str {
    match change {
        Change::Removed => "removed",
        Change::AskedAgain => "asked again",
        Change::Regraded => "regraded",
        Change::New => "new",
        Change::Reworded => "reworded",
        Change::Unchanged => "unchanged",
    }
}

/// The word for the number that has to rise.
fn number(raise: Raise) -> &'static str {
    match raise {
        Raise::Patch => "patch",
        Raise::Minor => "minor",
        Raise::Major => "major",
    }
}

impl Difference {
    /// Whether the new version has a number that is as high as its changes ask for.
    pub fn is_raised(&self) -> bool {
        let [_, (_, now)] = &self.versions;
        let least = self.least.as_ref();
        least.is_none_or(|least| comparison::reaches(now, least))
    }

    /// The activities with `change`, and how many points they touch.
    fn of(&self, change: Change) -> (Vec<&Changed>, u32) {
        let all = self.comparison.activities.iter();
        let found: Vec<&Changed> = all.filter(|it| it.change == change).collect();
        let points = found.iter().map(|it| it.points()).sum();
        (found, points)
    }

    /// For people.
    pub fn shown(&self) -> String {
        let [(old, before), (new, now)] = &self.versions;
        let mut out = format!("{old} {before} → {new} {now}\n");
        if old != new {
            out.push_str(
                "They have two ids. Under another id a course is another one, and begins anew.\n",
            );
        }
        out.push('\n');
        for change in Change::ALL {
            let (found, _) = self.of(change);
            let quiet = |it: &&Changed| it.change == Change::Unchanged && !it.moved();
            let (same, told): (Vec<&Changed>, Vec<&Changed>) = found.into_iter().partition(quiet);
            told.into_iter().for_each(|it| out.push_str(&line(it)));
            if change == Change::Unchanged {
                let points: u32 = same.iter().map(|it| it.points()).sum();
                out.push_str(&format!(
                    "unchanged    {}, {}\n",
                    count(same.len(), "activity"),
                    count(points as usize, "point")
                ));
            }
        }
        for lesson in &self.comparison.gone {
            out.push_str(&format!("removed      the lesson {lesson}\n"));
        }
        out.push('\n');
        let asks = match (self.comparison.raise, &self.least) {
            (Some(raise), Some(least)) => format!(
                "{} This asks for {least} or higher ({}).",
                match raise {
                    Raise::Major => "Something that was done counts no more.",
                    Raise::Minor =>
                        "What was done is kept; there is more to do, or it counts in another way.",
                    Raise::Patch => "All that was done counts as it did.",
                },
                number(raise)
            ),
            (None, _) | (_, None) => "Nothing has changed.".to_owned(),
        };
        out.push_str(&asks);
        if !self.is_raised() {
            out.push_str(&format!(" It is {now}: raise `version` in course.toml."));
        }
        out.push('\n');
        out
    }

    /// For other programs.
    pub fn json(&self) -> String {
        let stand = |stand: &Option<Stand>| {
            stand.as_ref().map(|stand| {
                json!({
                    "lesson": stand.lesson.as_str(),
                    "page": stand.page.as_str(),
                    "points": stand.points,
                })
            })
        };
        let activity = |changed: &Changed| {
            json!({
                "id": changed.id.as_str(),
                "kind": changed.kind.name(),
                "change": word(changed.change),
                "moved": changed.moved(),
                "points": changed.points(),
                "before": stand(&changed.before),
                "now": stand(&changed.now),
            })
        };
        let version = |(id, version): &(String, String)| json!({ "id": id, "version": version });
        let [old, new] = &self.versions;
        let touched = Change::ALL.map(|change| {
            let (found, points) = self.of(change);
            let sum = json!({ "activities": found.len(), "points": points });
            (word(change).to_owned(), sum)
        });
        let activities = self.comparison.activities.iter().map(activity);
        let gone = self.comparison.gone.iter().map(|lesson| lesson.as_str());
        let value = json!({
            "format": 1,
            "old": version(old),
            "new": version(new),
            "asksFor": self.comparison.raise.map(number),
            "atLeast": self.least,
            "raised": self.is_raised(),
            "touched": Value::Object(touched.into_iter().collect()),
            "lessonsRemoved": gone.collect::<Vec<_>>(),
            "activities": activities.collect::<Vec<_>>(),
        });
        format!("{value:#}\n")
    }
}

/// One activity that has changed.
fn line(changed: &Changed) -> String {
    let place = |stand: &Stand| format!("{}#{}", stand.lesson, stand.page);
    let stand = changed.now.as_ref().or(changed.before.as_ref());
    let change = match changed.change {
        Change::Unchanged => "moved",
        Change::Removed
        | Change::AskedAgain
        | Change::Regraded
        | Change::New
        | Change::Reworded => word(changed.change),
    };
    let mut line = format!(
        "{change:<12} {}, {} in {}, {}",
        changed.id,
        changed.kind.name(),
        stand.map(place).unwrap_or_default(),
        count(changed.points() as usize, "point")
    );
    if let (Some(before), true) = (&changed.before, changed.moved()) {
        line.push_str(&format!(", moved from {}", place(before)));
    }
    line + "\n"
}
