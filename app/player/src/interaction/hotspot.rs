//! `hotspot`: radio buttons or checkboxes, and the same regions drawn over a picture.
//!
//! The controls are the ones to operate; the drawing says nothing that they do not say, and is kept
//! from those who listen. A click on a region does what a click on its control does.

use domain::{
    id::Id,
    interaction::{
        Edit, Response, Work,
        hotspot::{self, Hotspot, Region},
    },
    prose::{self, Block},
};

use leptos::prelude::untrack;

use crate::{
    adapter::page,
    interaction::{
        Frame,
        option::{Options, Standing},
    },
    view::{
        node::{Piece, many, node},
        part::{el, text},
    },
    words::{fill, number},
};

/// The picture with its regions, and the list of them.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Hotspot>) -> Piece {
    let words = frame.words;
    let task = work.task();
    let (control, said) = if task.is_pick() {
        ("radio", (words.your_choice, words.your_choice))
    } else {
        ("checkbox", (words.right_tick, words.wrong_tick))
    };
    let options = Options {
        control,
        class: "opt spot",
        frame,
        said,
    };
    let key = work.key();
    let mut areas = Vec::new();
    let mut held = Vec::new();
    for (n, entry) in work.entries().iter().enumerate() {
        let number = number(n + 1);
        let of_key = key.contains(&entry.key);
        let standing = Standing {
            frame: frame.clone(),
            key: entry.key.clone(),
            chosen,
            of_key,
        };
        if let Some(region) = task.region(&entry.key) {
            areas.push(area(standing, region, &number, prose::plain(&entry.text)));
        }
        let before = el!("span", "nr", text(&number));
        held.push(options.option(entry, Some(before), chosen, of_key, choose));
    }
    many(vec![
        picture(frame, &task.picture, areas),
        el("div", "opts", held),
    ])
}

/// Whether the response has the region chosen.
fn chosen(response: &Response, key: &Id) -> bool {
    if let Response::Hotspot(chosen) = response {
        chosen.contains(key)
    } else {
        false
    }
}

fn choose(key: Id) -> Edit {
    Edit::Hotspot(hotspot::Edit::Choose(key))
}

/// The picture, with `areas` drawn over it.
fn picture(frame: &Frame, prose: &[Block], areas: Vec<Piece>) -> Piece {
    let [Block::Picture(picture)] = prose else {
        // A task with another picture than one is refused before it comes here.
        return many(Vec::new());
    };
    let drawing = node("svg").class("areas").attr("aria-hidden", "true");
    let shot = el!(
        "div",
        "shot",
        frame.writer.image(picture),
        drawing.all(areas)
    );
    let mut held = vec![shot];
    if !picture.caption.is_empty() {
        held.push(el!("figcaption", "", text(&picture.caption)));
    }
    el("figure", "spots", held)
}

/// A numbered frame around `region`. The drawing has no size of its own, so that hundredths of it are
/// hundredths of the picture, while lines and numbers keep the size of the text.
fn area(standing: Standing, region: Region, number: &str, what: String) -> Piece {
    let (left, top) = (hundredths(region.x), hundredths(region.y));
    let (width, height) = (hundredths(region.width), hundredths(region.height));
    let frame_of = |class| {
        node("rect")
            .class(class)
            .attr("x", &left)
            .attr("y", &top)
            .attr("width", &width)
            .attr("height", &height)
            .attr("rx", "3")
    };
    let disc = node("circle")
        .attr("cx", &left)
        .attr("cy", &top)
        .attr("r", ".85em");
    let digits = node("text")
        .attr("x", &left)
        .attr("y", &top)
        .attr("dy", ".35em")
        .text(number);
    let shown = standing.clone();
    let class = move || {
        let on = if shown.is_chosen() { "area on" } else { "area" };
        Some([on, shown.class()].concat())
    };
    node("g")
        .live("class", class)
        .on("click", move |_| untrack(|| click(&standing, &what)))
        .put(frame_of("halo"))
        .put(frame_of("line"))
        .put(disc)
        .put(digits)
}

fn hundredths(of: u8) -> String {
    [&*number(of), "%"].concat()
}

/// Does what a click on the control of the region does, and tells what came of it: the control has
/// not the focus, so nothing else would.
fn click(standing: &Standing, what: &str) {
    let frame = &standing.frame;
    if !frame.open() {
        return;
    }
    frame.edit(choose(standing.key.clone()));
    let sentence = if standing.is_chosen() {
        frame.words.late().region_chosen
    } else {
        frame.words.late().region_left
    };
    page::announce(&fill(sentence, &[("what", what)]));
}
