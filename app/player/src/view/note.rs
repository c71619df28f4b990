//! What stands in a note that is opened in the line: what a word means, where a number comes from.

use domain::course::{Figure, Status, Term};

use crate::{
    view::{
        node::{Piece, node},
        part::{el, text},
        prose::outside_link,
    },
    words::{Words, fill, number},
};

/// What a word means, and how others call it.
#[inline(never)]
pub(super) fn term(words: &'static Words, term: &'static Term) -> Vec<Piece> {
    let mut said = vec![
        el!("b", "", text(&term.term)),
        text(" "),
        text(&term.definition),
    ];
    for (lang, other) in &term.also {
        let also = fill(words.late().also, &[("lang", lang.as_str()), ("term", "")]);
        let other = node("span").attr("lang", lang.as_str()).text(other);
        said.push(el!("span", "also", text(also), other));
    }
    said
}

/// What a number says, how far it can be trusted, and where it comes from.
#[inline(never)]
pub(super) fn provenance(words: &'static Words, figure: &Figure) -> Vec<Piece> {
    let status = match figure.status {
        Status::Published => words.late().published,
        Status::Calculated => words.late().calculated,
        Status::Illustrative => words.late().illustrative,
    };
    let status = [status, ", ", &number(figure.year), "."].concat();
    let mut said = vec![
        text(&figure.note),
        text(" "),
        el!("span", "status", text(status)),
    ];
    if let Some(source) = &figure.source {
        let cited = [
            &source.publisher,
            ", ",
            &source.title,
            " (",
            &number(source.year),
            ")",
        ]
        .concat();
        let cited = if source.url.is_empty() {
            el!("cite", "", text(cited))
        } else {
            outside_link("", &source.url).text(cited)
        };
        let label = text([words.late().source, " [", &source.id, "] "].concat());
        said.push(el!("span", "source", label, cited));
    }
    said
}
