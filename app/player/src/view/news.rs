//! What is new in a course since the learner last opened it.

use domain::{address::Address, bundle::Manifest, id::Id, revision::News};

use crate::{
    hub,
    play::Event,
    run,
    view::{
        node::Piece,
        part::{button, el, link, text},
    },
    words::{Count, Words, fill},
};

/// What is new, or nothing.
#[inline(never)]
pub(super) fn news(manifest: &'static Manifest) -> Option<Piece> {
    let words = hub::words();
    let lines = lines(words, manifest, &hub::state().news());
    if lines.is_empty() {
        return None;
    }
    let seen = button("btn").on("click", |_| run::send(Event::Seen));
    Some(el!(
        "section",
        "panel news",
        el!(
            "h2",
            "",
            text(fill(words.late().news, &[("v", &manifest.version)]))
        ),
        el("ul", "again", lines),
        seen.text(words.late().news_seen)
    ))
}

/// One sort of news in one lesson.
struct Line {
    /// Where the first of them is.
    address: String,
    count: u32,
    lesson: Id,
    says: &'static Count,
}

/// The lessons that have news, with a way to the first of each sort.
fn lines(words: &'static Words, manifest: &Manifest, news: &[News]) -> Vec<Piece> {
    let late = words.late();
    let mut lines: Vec<Line> = Vec::new();
    let mut gone = 0;
    for one in news {
        let (lesson, page, says) = match one {
            News::Lesson(lesson) => (lesson, None, &late.news_lesson),
            News::Page(lesson, page) => (lesson, Some(page), &late.news_pages),
            News::Activity(lesson, page, _) => (lesson, Some(page), &late.news_activities),
            News::Reworded(lesson, page, _) => (lesson, Some(page), &late.news_reworded),
            News::Rekeyed(lesson, page, _) => (lesson, Some(page), &late.news_rekeyed),
            News::Moved(lesson, page, _) => (lesson, Some(page), &late.news_moved),
            News::Gone(_) => {
                gone += 1;
                continue;
            }
        };
        let alike = |line: &&mut Line| line.lesson == *lesson && std::ptr::eq(line.says, says);
        if let Some(line) = lines.iter_mut().find(alike) {
            line.count += 1;
            continue;
        }
        let (course, lesson) = (manifest.id.clone(), lesson.clone());
        let address = match page {
            Some(page) => Address::Page(course, lesson.clone(), page.clone()),
            None => Address::Lesson(course, lesson.clone()),
        };
        lines.push(Line {
            address: address.write(),
            count: 1,
            lesson,
            says,
        });
    }
    let lang = words.tongue.code();
    let mut held = Vec::new();
    for entry in manifest.lessons() {
        let here = lines.iter().filter(|line| line.lesson == entry.id);
        let ways: Vec<Piece> = here
            .map(|line| {
                let says = words.count(*line.says, line.count);
                link("", &line.address, vec![text(says)])
            })
            .collect();
        if !ways.is_empty() {
            let title = el!("b", "", text(entry.title.in_lang(lang)));
            held.push(el!("li", "", title).all(ways));
        }
    }
    if gone > 0 {
        held.push(el!("li", "", text(words.count(late.news_gone, gone))));
    }
    held
}
