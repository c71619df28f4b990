//! The drawings of the courses on the shelf: a ring, a ladder, a chain.

use domain::bundle::Art;

use crate::view::node::{Piece, node};

/// A path, and what stands on it: whether it is marked, and its measures.
struct Drawing {
    paths: &'static [&'static str],
    /// The attributes that `shapes` give.
    measures: &'static [&'static str],
    /// `rect` or `circle`.
    shape: &'static str,
    shapes: &'static [(bool, &'static [&'static str])],
}

const RING: Drawing = Drawing {
    paths: &[
        "M155.3 18.4A51 51 0 0 1 181.3 37M179.1 28.3L181.3 37L172.6 34.5M191 66.6A51 51 0 0 1 181.3 97M188.9 92.2L181.3 97L180.9 88M156.2 115.4A51 51 0 0 1 124.2 115.5M131.1 121.3L124.2 115.5L132.7 112.4M99 97.3A51 51 0 0 1 89 67M85.6 75.3L89 67L94.5 74.1M98.5 37.4A51 51 0 0 1 124.2 18.5M115.3 17.9L124.2 18.5L119.2 26",
    ],
    measures: &["cx", "cy", "r"],
    shape: "circle",
    shapes: &[
        (false, &["140", "16", "10"]),
        (false, &["188.5", "51.2", "10"]),
        (false, &["170", "108.3", "10"]),
        (true, &["110", "108.3", "10"]),
        (false, &["91.5", "51.2", "10"]),
    ],
};

const LADDER: Drawing = Drawing {
    paths: &["M62 4v124M90 4v124M62 14h28M62 40h28M62 66h28M62 92h28M62 118h28"],
    measures: &["x", "y", "width", "height", "rx"],
    shape: "rect",
    shapes: &[
        (true, &["104", "6", "118", "16", "3"]),
        (false, &["104", "32", "96", "16", "3"]),
        (false, &["104", "58", "74", "16", "3"]),
        (false, &["104", "84", "52", "16", "3"]),
        (false, &["104", "110", "30", "16", "3"]),
    ],
};

const CHAIN: Drawing = Drawing {
    paths: &[
        "M82 44h22M97 36.5l7.5 7.5-7.5 7.5M164 44h22M179 36.5l7.5 7.5-7.5 7.5",
        "M219 68v22a18 18 0 0 1-18 18H73a18 18 0 0 1-18-18V73M47 81l8-8 8 8M137 108V73M129 81l8-8 8 8",
    ],
    measures: &["x", "y", "width", "height", "rx"],
    shape: "rect",
    shapes: &[
        (false, &["30", "22", "50", "44", "5"]),
        (false, &["112", "22", "50", "44", "5"]),
        (true, &["194", "22", "50", "44", "5"]),
    ],
};

/// The drawing of `art`.
#[inline(never)]
pub(super) fn art(art: Art) -> Piece {
    let drawing = match art {
        Art::Ring => RING,
        Art::Ladder => LADDER,
        Art::Chain => CHAIN,
    };
    let mut held = Vec::new();
    for path in drawing.paths {
        held.push(node("path").attr("d", *path));
    }
    for (marked, values) in drawing.shapes {
        let fill = if *marked {
            "var(--chalk)"
        } else {
            "var(--surface)"
        };
        let mut shape = node(drawing.shape).attr("fill", fill);
        for (name, value) in drawing.measures.iter().zip(*values) {
            shape = shape.attr(name, *value);
        }
        held.push(shape);
    }
    node("svg")
        .attr("viewBox", "0 0 280 132")
        .attr("fill", "none")
        .attr("stroke", "currentColor")
        .attr("stroke-width", "3")
        .attr("stroke-linecap", "round")
        .attr("stroke-linejoin", "round")
        .attr("aria-hidden", "true")
        .all(held)
}
