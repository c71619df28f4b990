//! Where in the catalogue someone stands, as it is written after the `#` of an address.

use crate::{id::Id, pieces::pieces};

/// Where someone stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// Before all courses: `#/`.
    Shelf,
    /// Before the lessons of a course: `#/course`.
    Outline(Id),
    /// In a lesson, where one stopped: `#/course/lesson`.
    Lesson(Id, Id),
    /// On a page of a lesson: `#/course/lesson/page`.
    Page(Id, Id, Id),
    /// At the end of a lesson: `#/course/lesson/~end`. No page can have that id.
    End(Id, Id),
    /// Before an activity of a lesson, to review it: `#/course/lesson/~card/activity`.
    Card(Id, Id, Id),
    /// At the end of a course: `#/course/~end`. No lesson can have that id.
    Summary(Id),
    /// Before a screen that is about no course, by its name: `#/~record`. No course can have such an id.
    /// Whether there is such a screen is for [`Own::named`] to say.
    Own(Id),
    /// Somewhere that is not: the address had another form.
    Nowhere,
}

/// A screen that is about no course.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// The record of what was done.
    Record,
    /// Who learns on this machine.
    Learners,
    /// What is to be reviewed today.
    Review,
    /// The learner's notes and bookmarks.
    Notes,
    /// Whether the code of a completion slip is sound.
    Verify,
}

impl Own {
    /// Every such screen, with its name.
    const NAMES: [(Self, &str); 5] = [
        (Self::Record, "record"),
        (Self::Learners, "learners"),
        (Self::Review, "review"),
        (Self::Notes, "notes"),
        (Self::Verify, "verify"),
    ];

    /// The screen of this name.
    #[inline(never)]
    pub fn named(name: &Id) -> Option<Self> {
        let named = |(_, have): &&(Self, &str)| *have == name.as_str();
        Self::NAMES.iter().find(named).map(|(own, _)| *own)
    }

    /// The address of the screen, as it is written.
    #[inline(never)]
    pub fn write(self) -> String {
        let named = |(have, _): &&(Self, &str)| *have == self;
        let name = Self::NAMES.iter().find(named).map_or("", |(_, name)| name);
        ["#/~", name].concat()
    }
}

impl Address {
    /// Reads what stands after the `#`, that sign included or not. Never fails: what has another
    /// form is [`Address::Nowhere`].
    pub fn read(fragment: &str) -> Self {
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let mut path = fragment;
        while let Some(rest) = path.strip_prefix('/').or_else(|| path.strip_suffix('/')) {
            path = rest;
        }
        if path.is_empty() {
            return Self::Shelf;
        }
        if let Some(name) = path.strip_prefix('~') {
            return Id::new(name).map_or(Self::Nowhere, Self::Own);
        }
        let mut parts = pieces(path, [b'/'; 2]);
        let course = parts.next().map(Id::new);
        let lesson = parts.next();
        if let (Some(Ok(course)), Some("~end"), None) = (&course, lesson, parts.clone().next()) {
            return Self::Summary(course.clone());
        }
        match (course, lesson.map(Id::new), parts.next(), parts.next()) {
            (Some(Ok(course)), None, None, None) => Self::Outline(course),
            (Some(Ok(course)), Some(Ok(lesson)), None, None) => Self::Lesson(course, lesson),
            (Some(Ok(course)), Some(Ok(lesson)), Some("~end"), None) => Self::End(course, lesson),
            (Some(Ok(course)), Some(Ok(lesson)), Some("~card"), Some(activity)) => {
                match (Id::new(activity), parts.next()) {
                    (Ok(activity), None) => Self::Card(course, lesson, activity),
                    _ => Self::Nowhere,
                }
            }
            (Some(Ok(course)), Some(Ok(lesson)), Some(page), None) => match Id::new(page) {
                Ok(page) => Self::Page(course, lesson, page),
                Err(_) => Self::Nowhere,
            },
            _ => Self::Nowhere,
        }
    }

    /// The address as it is written, with the `#`.
    pub fn write(&self) -> String {
        match self {
            Self::Own(name) => ["#/~", name.as_str()].concat(),
            Self::Summary(course) => ["#/", course.as_str(), "/~end"].concat(),
            Self::Shelf | Self::Nowhere => "#/".to_owned(),
            Self::Outline(course) => ["#/", course.as_str()].concat(),
            Self::Lesson(course, lesson) => ["#/", course.as_str(), "/", lesson.as_str()].concat(),
            Self::Page(course, lesson, page) => below(course, lesson, "/", page),
            Self::Card(course, lesson, activity) => below(course, lesson, "/~card/", activity),
            Self::End(course, lesson) => {
                ["#/", course.as_str(), "/", lesson.as_str(), "/~end"].concat()
            }
        }
    }

    /// The course, if one stands in one.
    pub fn course(&self) -> Option<&Id> {
        match self {
            Self::Shelf | Self::Own(_) | Self::Nowhere => None,
            Self::Outline(course)
            | Self::Summary(course)
            | Self::Lesson(course, _)
            | Self::Page(course, _, _)
            | Self::Card(course, _, _)
            | Self::End(course, _) => Some(course),
        }
    }

    /// The lesson, if one stands in one.
    pub fn lesson(&self) -> Option<&Id> {
        match self {
            Self::Shelf | Self::Own(_) | Self::Nowhere | Self::Outline(_) | Self::Summary(_) => {
                None
            }
            Self::Lesson(_, lesson)
            | Self::Page(_, lesson, _)
            | Self::Card(_, lesson, _)
            | Self::End(_, lesson) => Some(lesson),
        }
    }
}

/// The address of something in a lesson.
fn below(course: &Id, lesson: &Id, between: &str, id: &Id) -> String {
    let (course, lesson, id) = (course.as_str(), lesson.as_str(), id.as_str());
    ["#/", course, "/", lesson, between, id].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_being_written() {
        let id = |text| Id::new(text).expect("an id");
        for address in [
            Address::Shelf,
            Address::Own(id("record")),
            Address::Summary(id("a")),
            Address::Outline(id("a")),
            Address::Lesson(id("a"), id("b")),
            Address::Page(id("a"), id("b"), id("c")),
            Address::Card(id("a"), id("b"), id("c")),
            Address::End(id("a"), id("b")),
        ] {
            assert_eq!(Address::read(&address.write()), address);
        }
    }

    #[test]
    fn every_screen_about_no_course_is_found_by_its_name() {
        for (own, name) in Own::NAMES {
            let address = Address::read(&own.write());
            let id = Id::new(name).expect("an id");
            assert_eq!(address, Address::Own(id.clone()));
            assert_eq!(Own::named(&id), Some(own));
        }
        assert_eq!(Own::named(&Id::new("other").expect("an id")), None);
    }

    #[test]
    fn anything_else_is_nowhere() {
        for other in [
            "#/A",
            "#/a/b/c/d",
            "#/a/b/~card",
            "#/a/b/~card/c/d",
            "#/a/b/~card/~c",
            "#/../x",
            "#/a//b",
            "#<img>",
            "#/~",
            "#/~record/a",
            "#/a/~end/b",
            "#/a/~other",
            "#/a/b/~",
            "#/%00",
        ] {
            assert_eq!(Address::read(other), Address::Nowhere, "{other}");
        }
    }
}
