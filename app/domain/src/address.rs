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
    /// Before the record of what was done: `#/~record`. No course can have that id.
    Record,
    /// Somewhere that is not: the address had another form.
    Nowhere,
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
        if path == "~record" {
            return Self::Record;
        }
        let mut parts = pieces(path, [b'/'; 2]);
        let mut id = || parts.next().map(Id::new);
        match (id(), id(), parts.next(), parts.next()) {
            (Some(Ok(course)), None, None, None) => Self::Outline(course),
            (Some(Ok(course)), Some(Ok(lesson)), None, None) => Self::Lesson(course, lesson),
            (Some(Ok(course)), Some(Ok(lesson)), Some("~end"), None) => Self::End(course, lesson),
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
            Self::Record => "#/~record".to_owned(),
            Self::Shelf | Self::Nowhere => "#/".to_owned(),
            Self::Outline(course) => ["#/", course.as_str()].concat(),
            Self::Lesson(course, lesson) => ["#/", course.as_str(), "/", lesson.as_str()].concat(),
            Self::Page(course, lesson, page) => [
                "#/",
                course.as_str(),
                "/",
                lesson.as_str(),
                "/",
                page.as_str(),
            ]
            .concat(),
            Self::End(course, lesson) => {
                ["#/", course.as_str(), "/", lesson.as_str(), "/~end"].concat()
            }
        }
    }

    /// The course, if one stands in one.
    pub fn course(&self) -> Option<&Id> {
        match self {
            Self::Shelf | Self::Record | Self::Nowhere => None,
            Self::Outline(course)
            | Self::Lesson(course, _)
            | Self::Page(course, _, _)
            | Self::End(course, _) => Some(course),
        }
    }

    /// The lesson, if one stands in one.
    pub fn lesson(&self) -> Option<&Id> {
        match self {
            Self::Shelf | Self::Record | Self::Nowhere | Self::Outline(_) => None,
            Self::Lesson(_, lesson) | Self::Page(_, lesson, _) | Self::End(_, lesson) => {
                Some(lesson)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_survives_being_written() {
        let id = |text| Id::new(text).expect("an id");
        for address in [
            Address::Shelf,
            Address::Record,
            Address::Outline(id("a")),
            Address::Lesson(id("a"), id("b")),
            Address::Page(id("a"), id("b"), id("c")),
            Address::End(id("a"), id("b")),
        ] {
            assert_eq!(Address::read(&address.write()), address);
        }
    }

    #[test]
    fn anything_else_is_nowhere() {
        for other in [
            "#/A",
            "#/a/b/c/d",
            "#/../x",
            "#/a//b",
            "#<img>",
            "#/a/~end",
            "#/a/b/~",
            "#/%00",
        ] {
            assert_eq!(Address::read(other), Address::Nowhere, "{other}");
        }
    }
}
