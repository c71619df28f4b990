//! Angles for pictures; and formulas, built element by element.

use domain::prose::MathNode;
use web_sys::Node;

use super::script;
use crate::adapter::dom;

/// The sine and the cosine of an angle in degrees: the browser has them, the wasm would have to
/// bring them.
pub(crate) fn turn(degrees: f64) -> (f64, f64) {
    let angle = degrees * std::f64::consts::PI / 180.0;
    let math = script::global("Math");
    let of = |name| {
        let value = script::call(&math, name, &[angle.into()]);
        value.ok().and_then(|it| it.as_f64()).unwrap_or(0.0)
    };
    (of("sin"), of("cos"))
}

/// A formula, as a block of its own or in the line.
///
/// The nodes are MathML Core: [`domain::bundle::lesson`] lets nothing else through.
pub(crate) fn formula(nodes: &[MathNode], display: bool) -> Node {
    let math = dom::math("math");
    if display {
        dom::attribute(&math, "display", Some("block"));
    }
    add(&math, nodes);
    math
}

fn add(to: &Node, nodes: &[MathNode]) {
    for node in nodes {
        match node {
            MathNode::Text(text) => dom::add(to, &dom::text(text)),
            MathNode::Element(name, attributes, held) => {
                let element = dom::math(name);
                for (name, value) in attributes {
                    dom::attribute(&element, name, Some(value));
                }
                add(&element, held);
                dom::add(to, &element);
            }
        }
    }
}
