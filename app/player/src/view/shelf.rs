//! All courses, and the way back to where one was.

use domain::{
    address::Address,
    bundle::{Catalogue, Listing},
};

use crate::{
    adapter::chance,
    hub, telling,
    view::{
        art,
        node::{Piece, many, node},
        part::{el, heading, icon, link, ring, text},
        review,
    },
    words::{fill, number},
};

/// The shelf.
#[inline(never)]
pub(crate) fn shelf(catalogue: &Catalogue) -> Piece {
    let words = hub::words();
    let mut hello = vec![heading(words.my_courses)];
    hello.extend(resume(catalogue));
    hello.extend(review::band());
    let courses: Vec<Piece> = catalogue.courses.iter().map(course).collect();
    let shelf = if courses.is_empty() {
        el!("p", "lead", text(words.late().empty_shelf))
    } else {
        el("ul", "shelf", courses)
    };
    many(vec![el("div", "hello", hello), shelf])
}

/// The band that leads back to where one was, if one was anywhere.
fn resume(catalogue: &Catalogue) -> Option<Piece> {
    let words = hub::words();
    let lang = words.tongue.code();
    let (course, place) = {
        let state = hub::state();
        state
            .progress
            .last()
            .map(|(course, place)| (course.clone(), place.clone()))
    }?;
    let listing = catalogue
        .courses
        .iter()
        .find(|listing| listing.id == course)?;
    let when = fill(
        words.late().you_were_here,
        &[("when", &chance::when(place.at, lang))],
    );
    let title = listing.title.in_lang(lang).to_owned();
    let there = hub::state().is_there(listing, &place);
    let address = if there {
        Address::Page(course, place.lesson, place.page)
    } else {
        // The course changed: its outline says how, and where one is.
        Address::Outline(course)
    };
    let address = address.write();
    let said = vec![
        el!("p", "eyebrow", text(when)),
        node("h2").attr("id", "resume").text(title),
    ];
    let go = link(
        "btn go",
        address,
        vec![text(words.late().resume), icon("i", "right")],
    );
    let band = node("section")
        .class("resume")
        .attr("aria-labelledby", "resume");
    Some(band.put(el("div", "", said)).put(go))
}

fn course(listing: &Listing) -> Piece {
    let words = hub::words();
    let lang = words.tongue.code();
    let address = Address::Outline(listing.id.clone()).write();
    let of = listing.lessons as usize;
    let (done, begun) = {
        let state = hub::state();
        let course = state.progress.course(&listing.id);
        course.map_or((0, false), |course| {
            (state.completed(listing).min(of), course.last().is_some())
        })
    };
    let numbers = [("n", number(done)), ("of", number(of))];
    let numbers: Vec<(&str, &str)> = numbers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let (stands, detail) = if of > 0 && done == of {
        (
            words.late().closed.to_owned(),
            words.count(words.late().lessons_done, listing.lessons),
        )
    } else if done > 0 {
        (
            fill(words.late().done_of, &numbers),
            words.late().started.to_owned(),
        )
    } else if begun {
        (
            words.late().started.to_owned(),
            fill(words.late().done_of, &numbers),
        )
    } else {
        (
            words.late().not_started.to_owned(),
            words.count(words.late().lessons, listing.lessons),
        )
    };
    let label = [&number(done), "/", &number(of)].concat();
    let under_way = usize::from(begun && done < of);
    let title = link("", address, vec![text(listing.title.in_lang(lang))]);
    let renewed = hub::state().is_renewed(listing);
    let meta = [
        words.count(words.late().lessons, listing.lessons),
        telling::late::minutes(words, listing.minutes),
        fill(words.late().version, &[("v", &listing.version)]),
    ];
    let meta = meta
        .into_iter()
        .chain(renewed.then(|| words.late().renewed.to_owned()));
    el!(
        "li",
        "course",
        el!("div", "art", art::art(listing.art)),
        el!(
            "div",
            "body",
            el!("h2", "", title),
            el!("p", "", text(listing.summary.in_lang(lang))),
            el(
                "p",
                "meta",
                meta.map(|said| el!("span", "", text(said))).collect()
            )
        ),
        el!(
            "div",
            "prog",
            ring(done, under_way, of, &label),
            el!(
                "div",
                "",
                el!("b", "", text(stands)),
                el!("span", "", text(detail))
            )
        )
    )
}
