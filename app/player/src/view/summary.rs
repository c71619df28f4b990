//! The end of a course: what was worked through, what is held, and a slip that says so.

use domain::{
    address::{Address, Own},
    bundle::Manifest,
    mastery::Success,
    slip::Slip,
};

use crate::{
    adapter::{chance, page},
    hub::{self, Part},
    play::desk::Field,
    view::{
        end,
        node::{Piece, each, many, node},
        part::{button, el, heading, icon, link, ring, text},
        typed,
    },
    words::{Words, fill, number},
};

/// The summary of a course.
#[inline(never)]
pub(super) fn summary(manifest: &'static Manifest) -> Piece {
    let words = hub::words();
    let (lang, late) = (words.tongue.code(), words.late());
    let top = each(move || {
        hub::follow(Part::Progress);
        let (done, of) = lessons(manifest);
        let label = [&number(done), "/", &number(of)].concat();
        let said = match done >= of {
            true => late.summary_done,
            false => late.summary_open,
        };
        vec![el!(
            "div",
            "big",
            ring(done.min(of), 0, of, &label),
            el!(
                "div",
                "",
                el!("p", "eyebrow", text(manifest.title.in_lang(lang))),
                heading(late.summary),
                el!("p", "lead", text(said)),
                el!("p", "", text(points(words, &success(manifest))))
            )
        )]
    });
    let held = each(move || {
        hub::follow(Part::Progress);
        end::held(manifest, &success(manifest).standings)
    });
    let back = link(
        "btn",
        Address::Outline(manifest.id.clone()).write(),
        vec![icon("i", "left"), text(late.back_to_outline)],
    );
    let turn = node("nav").class("turn").attr("aria-label", words.turn);
    many(vec![
        top,
        el!("div", "sum", held),
        slip(manifest),
        turn.put(back),
    ])
}

/// Lessons worked through, out of all there are now.
pub(super) fn lessons(manifest: &Manifest) -> (usize, usize) {
    let state = hub::state();
    let course = state.progress.course(&manifest.id);
    let over = |entry: &&domain::bundle::LessonEntry| {
        let lesson = course.and_then(|course| course.lesson(&entry.id));
        lesson.is_some_and(|lesson| lesson.completed)
    };
    let done = manifest.lessons().filter(over).count();
    (done, manifest.lessons().count())
}

fn success(manifest: &Manifest) -> Success {
    let state = hub::state();
    let done = state.progress.course(&manifest.id);
    let appendix = state.appendix_of(&manifest.id);
    appendix.map_or_else(Success::default, |it| Success::of(it, None, done))
}

/// The points, in a line; nothing as long as they are not known.
fn points(words: &'static Words, success: &Success) -> String {
    if success.of == 0 {
        return String::new();
    }
    let late = words.late();
    let says = match success.is_success() {
        true => late.is_success,
        false => late.no_success,
    };
    let counts = [
        ("p", &*number(success.points)),
        ("of", &*number(success.of)),
    ];
    fill(says, &counts)
}

/// The slip, as it is printed, and the field for the name on it.
fn slip(manifest: &'static Manifest) -> Piece {
    let words = hub::words();
    let late = words.late();
    let name = typed::field(Field::SlipName, "slip-name").attr("autocomplete", "name");
    let print = button("btn main")
        .live("hidden", || hub_name().is_empty().then_some(""))
        .on("click", |_| page::print("slip"))
        .text(late.slip_print);
    let printed = each(move || {
        hub::follow(Part::Progress);
        hub::follow(Part::Desk);
        printed(words, manifest)
    });
    el!(
        "section",
        "panel record slip-of",
        el!("h2", "", text(late.slip)),
        el!("p", "", text(late.slip_why)),
        typed::labelled("slip-name", late.slip_name, name),
        printed,
        print,
        link("more", Own::Verify.write(), vec![text(late.verify)])
    )
}

fn hub_name() -> String {
    hub::follow(Part::Desk);
    hub::state().desk.text(Field::SlipName).trim().to_owned()
}

/// What is printed; nothing as long as it has no name.
fn printed(words: &'static Words, manifest: &'static Manifest) -> Vec<Piece> {
    let late = words.late();
    let name = hub_name();
    if name.is_empty() {
        return Vec::new();
    }
    let (done, of) = lessons(manifest);
    let success = success(manifest);
    let held = success.standings.iter().filter(|it| it.held()).count();
    let slip = Slip {
        name,
        course: manifest.id.clone(),
        version: manifest.version.clone(),
        told: domain::slip::Told {
            day: u16::try_from(chance::today()).unwrap_or(u16::MAX),
            lessons: [small(done), small(of)],
            competencies: [small(held), small(success.standings.len())],
            points: [short(success.points), short(success.of)],
        },
    };
    let title = manifest.title.in_lang(words.tongue.code());
    let says = fill(
        late.slip_says,
        &[
            ("name", &slip.name),
            ("course", title),
            ("v", &manifest.version),
        ],
    );
    let mut lines = vec![el!("p", "lead", text(says))];
    lines.push(told(words, slip.told));
    lines.push(el!(
        "p",
        "",
        text(late.slip_code),
        text(" "),
        el!("code", "code", text(slip.code()))
    ));
    lines.push(el!("p", "small soft", text(late.slip_proves)));
    vec![el("div", "slip", lines)]
}

fn small(count: usize) -> u8 {
    u8::try_from(count).unwrap_or(u8::MAX)
}

fn short(count: u32) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

/// The numbers of a slip, in lines.
pub(super) fn told(words: &'static Words, told: domain::slip::Told) -> Piece {
    let late = words.late();
    let line = |says: &'static str, n: u32, of: u32| {
        let line = fill(says, &[("n", &number(n)), ("of", &number(of))]);
        el!("li", "", text(line))
    };
    let day = chance::date(told.day.into(), words.tongue.code());
    let [lessons, competencies] = [told.lessons, told.competencies].map(|it| it.map(u32::from));
    let points = told.points.map(u32::from);
    el(
        "ul",
        "plain",
        vec![
            el!("li", "", text(fill(late.told_day, &[("when", &day)]))),
            line(late.told_lessons, lessons[0], lessons[1]),
            line(late.told_competencies, competencies[0], competencies[1]),
            line(late.told_points, points[0], points[1]),
        ],
    )
}
