//! Angles for pictures; and formulas, built element by element: leptos has a type for each name, and a bundle has many names.

use domain::prose::MathNode;
use leptos::{html, prelude::*};
use web_sys::{Document, Element, Node};

use crate::view::node::Piece;

/// The sine and the cosine of an angle in degrees: the browser has them, the wasm would have to
/// bring them.
pub(crate) fn turn(degrees: f64) -> (f64, f64) {
    let angle = degrees * std::f64::consts::PI / 180.0;
    (js_sys::Math::sin(angle), js_sys::Math::cos(angle))
}

const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

/// A formula, as a block of its own or in the line.
///
/// The nodes are MathML Core: [`domain::bundle::lesson`] lets nothing else through.
pub(crate) fn formula(class: &'static str, nodes: &[MathNode], display: bool) -> Piece {
    let nodes = nodes.to_vec();
    let place = NodeRef::<html::Span>::new();
    place.on_load(move |place| put(&place, &nodes, display));
    Piece::View(Box::new(html::span().attr("class", class).node_ref(place).into_any()))
}

fn put(place: &Element, nodes: &[MathNode], display: bool) {
    let Some(document) = place.owner_document() else { return };
    let Ok(math) = document.create_element_ns(Some(MATHML), "math") else { return };
    if display {
        let _ = math.set_attribute("display", "block");
    }
    add(&document, &math, nodes);
    let _ = place.append_child(&math);
}

fn add(document: &Document, to: &Node, nodes: &[MathNode]) {
    for node in nodes {
        match node {
            MathNode::Text(text) => {
                let _ = to.append_child(&document.create_text_node(text));
            }
            MathNode::Element(name, attributes, held) => {
                let Ok(element) = document.create_element_ns(Some(MATHML), name) else { continue };
                for (name, value) in attributes {
                    let _ = element.set_attribute(name, value);
                }
                add(document, &element, held);
                let _ = to.append_child(&element);
            }
        }
    }
}
