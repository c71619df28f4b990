//! Nodes of the document, as the views make them.

use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{Document, Element, Event, HtmlInputElement, Node};

const HTML: &str = "http://www.w3.org/1999/xhtml";
const SVG: &str = "http://www.w3.org/2000/svg";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";

#[inline(never)]
fn document() -> Document {
    match web_sys::window().and_then(|window| window.document()) {
        Some(document) => document,
        None => unreachable!("a page has a document"),
    }
}

/// An element of HTML; `svg`, `use`, `path`, `text`, `g`, `rect` and `circle` are SVG's.
#[inline(never)]
pub(crate) fn element(tag: &str) -> Node {
    element_of(
        if let "svg" | "use" | "path" | "text" | "g" | "rect" | "circle" = tag {
            SVG
        } else {
            HTML
        },
        tag,
    )
}

/// An element of MathML.
pub(crate) fn math(tag: &str) -> Node {
    element_of(MATHML, tag)
}

fn element_of(namespace: &str, tag: &str) -> Node {
    match document().create_element_ns(Some(namespace), tag) {
        Ok(element) => element.into(),
        Err(_) => unreachable!("the names of elements are names"),
    }
}

/// Some characters.
#[inline(never)]
pub(crate) fn text(characters: &str) -> Node {
    document().create_text_node(characters).into()
}

/// Nodes that go in together, and leave this behind.
#[inline(never)]
pub(crate) fn fragment() -> Node {
    document().create_document_fragment().into()
}

/// Puts `child` at the end of `parent`.
#[inline(never)]
pub(crate) fn add(parent: &Node, child: &Node) {
    let _ = parent.append_child(child);
}

/// Puts `fresh` in place of everything between two neighbours.
#[inline(never)]
pub(crate) fn replace_between(begin: &Node, end: &Node, fresh: &Node) {
    let Some(parent) = end.parent_node() else {
        return;
    };
    while let Some(next) = begin.next_sibling().filter(|next| next != end) {
        let _ = parent.remove_child(&next);
    }
    let _ = parent.insert_before(fresh, Some(end));
}

/// Sets the characters of a text, unless it has them.
#[inline(never)]
pub(crate) fn say(text: &Node, characters: &str) {
    if text.node_value().as_deref() != Some(characters) {
        text.set_node_value(Some(characters));
    }
}

/// Sets or takes away an attribute.
#[inline(never)]
pub(crate) fn attribute(element: &Node, name: &str, value: Option<&str>) {
    let element: &Element = element.unchecked_ref();
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Checks a control, or takes the check away.
#[inline(never)]
pub(crate) fn check(control: &Node, checked: bool) {
    control
        .unchecked_ref::<HtmlInputElement>()
        .set_checked(checked);
}

/// Sets the value of an input, a text area or a select, unless it has it: the caret stays.
#[inline(never)]
pub(crate) fn set_value(control: &Node, value: &str) {
    let control: &HtmlInputElement = control.unchecked_ref();
    if control.value() != value {
        control.set_value(value);
    }
}

/// The value of the control that `event` is about.
#[inline(never)]
pub(crate) fn value_of(event: &Event) -> String {
    let control = event
        .target()
        .map(|control| control.unchecked_into::<HtmlInputElement>());
    control.map(|control| control.value()).unwrap_or_default()
}

/// Sets the control that `event` is about back to `value`.
#[inline(never)]
pub(crate) fn put_back(event: &Event, value: &str) {
    if let Some(control) = event.target() {
        set_value(control.unchecked_ref(), value);
    }
}

/// Calls `heard` on an event, as long as what comes back is kept.
#[inline(never)]
pub(crate) fn listen(
    element: &Node,
    event: &str,
    heard: Box<dyn FnMut(Event)>,
) -> Closure<dyn FnMut(Event)> {
    let heard = Closure::wrap(heard);
    let _ = element.add_event_listener_with_callback(event, heard.as_ref().unchecked_ref());
    heard
}
