//! What the views build: a small tree of elements by name, turned into leptos' views in one place.
//!
//! leptos has a type for every element with every set of attributes, and each costs code of its own.
//! Here every element is of one type. That makes the wasm several times smaller;
//! `app/decisions/bytes.md` has the figures.

use leptos::{
    ev,
    html::custom,
    prelude::*,
    svg,
    tachys::html::{
        attribute::{
            any_attribute::{AnyAttribute, IntoAnyAttribute},
            custom::custom_attribute,
        },
        event::on,
        property::prop,
    },
};
use web_sys::Event;

/// A piece of a view.
pub(crate) enum Piece {
    /// Some characters.
    Text(String),
    /// Characters that follow the state.
    Said(Box<dyn Fn() -> String + Send>),
    /// Pieces that follow the state.
    Each(Box<dyn Fn() -> Vec<Piece> + Send>),
    /// An element.
    Element(Box<Node>),
    /// Several pieces.
    Many(Vec<Piece>),
    /// A view that was made elsewhere.
    View(Box<AnyView>),
}

/// An element under construction.
pub(crate) struct Node {
    tag: &'static str,
    attributes: Vec<Attribute>,
    held: Vec<Piece>,
}

enum Attribute {
    Fixed(&'static str, String),
    Live(&'static str, Box<dyn Fn() -> Option<String> + Send>),
    Checked(Box<dyn Fn() -> bool + Send>),
    On(&'static str, Box<dyn FnMut(Event)>),
}

/// An element by its name: of HTML, or `svg`, `use`, `path` or `text`, which are SVG's.
#[inline(never)]
pub(crate) fn node(tag: &'static str) -> Box<Node> {
    Box::new(Node { tag, attributes: Vec::new(), held: Vec::new() })
}

/// Some characters.
#[inline(never)]
fn text(characters: &str) -> Piece {
    Piece::Text(characters.to_owned())
}

/// Pieces that follow the state.
pub(crate) fn each(held: impl Fn() -> Vec<Piece> + Send + 'static) -> Piece {
    Piece::Each(Box::new(held))
}

/// A text that follows the state.
pub(crate) fn said(say: impl Fn() -> String + Send + 'static) -> Piece {
    Piece::Said(Box::new(say))
}

// None of these is put in at its call: there are hundreds of calls.
impl Node {
    /// With an attribute.
    pub(crate) fn attr(self: Box<Self>, name: &'static str, value: impl AsRef<str>) -> Box<Self> {
        self.fixed(name, value.as_ref())
    }

    #[inline(never)]
    fn fixed(mut self: Box<Self>, name: &'static str, value: &str) -> Box<Self> {
        self.attributes.push(Attribute::Fixed(name, value.to_owned()));
        self
    }

    /// With an attribute that follows the state; without it where there is nothing to say.
    pub(crate) fn live(
        self: Box<Self>,
        name: &'static str,
        value: impl Fn() -> Option<String> + Send + 'static,
    ) -> Box<Self> {
        self.with(Attribute::Live(name, Box::new(value)))
    }

    /// In a class of the style sheets.
    #[inline(never)]
    pub(crate) fn class(self: Box<Self>, class: &str) -> Box<Self> {
        if class.is_empty() { self } else { self.fixed("class", class) }
    }

    /// Checked as the state has it, whatever the learner clicked.
    pub(crate) fn checked(self: Box<Self>, is: impl Fn() -> bool + Send + 'static) -> Box<Self> {
        self.with(Attribute::Checked(Box::new(is)))
    }

    /// Calls `heard` on an event.
    pub(crate) fn on(self: Box<Self>, event: &'static str, heard: impl Fn(Event) + 'static) -> Box<Self> {
        self.with(Attribute::On(event, Box::new(heard)))
    }

    #[inline(never)]
    fn with(mut self: Box<Self>, attribute: Attribute) -> Box<Self> {
        self.attributes.push(attribute);
        self
    }

    /// Holding some characters.
    pub(crate) fn text(self: Box<Self>, characters: impl AsRef<str>) -> Box<Self> {
        self.put(text(characters.as_ref()))
    }

    /// Holding what the state calls for.
    pub(crate) fn each(self: Box<Self>, held: impl Fn() -> Vec<Piece> + Send + 'static) -> Box<Self> {
        self.put(each(held))
    }

    /// Holding one more piece.
    #[inline(never)]
    pub(crate) fn put(mut self: Box<Self>, held: Piece) -> Box<Self> {
        self.held.push(held);
        self
    }

    /// Holding more pieces.
    #[inline(never)]
    pub(crate) fn all(mut self: Box<Self>, held: Vec<Piece>) -> Box<Self> {
        self.held.extend(held);
        self
    }

    /// The element as a piece.
    pub(crate) fn view(self: Box<Self>) -> Piece {
        Piece::Element(self)
    }

    fn into_view(self) -> AnyView {
        let attributes: Vec<AnyAttribute> = self.attributes.into_iter().map(Attribute::into_view).collect();
        let held = views(self.held);
        match self.tag {
            "svg" => svg::svg().add_any_attr(attributes).child(held).into_any(),
            "use" => svg::r#use().add_any_attr(attributes).into_any(),
            "path" => svg::path().add_any_attr(attributes).into_any(),
            "text" => svg::text().add_any_attr(attributes).child(held).into_any(),
            tag => custom(tag).add_any_attr(attributes).child(held).into_any(),
        }
    }
}

impl Attribute {
    fn into_view(self) -> AnyAttribute {
        match self {
            Self::Fixed(name, value) => custom_attribute(name, value).into_any_attr(),
            Self::Live(name, value) => custom_attribute(name, value).into_any_attr(),
            Self::Checked(is) => prop("checked", is).into_any_attr(),
            Self::On(event, heard) => on(ev::Custom::<Event>::new(event), heard).into_any_attr(),
        }
    }
}

impl Piece {
    /// The piece as leptos has it.
    pub(crate) fn into_view(self) -> AnyView {
        match self {
            Self::Text(characters) => characters.into_any(),
            Self::Said(say) => say.into_any(),
            Self::Each(held) => {
                let held: Box<dyn Fn() -> Vec<AnyView> + Send> = Box::new(move || views(held()));
                held.into_any()
            }
            Self::Element(node) => node.into_view(),
            Self::Many(held) => views(held).into_any(),
            Self::View(view) => *view,
        }
    }
}

fn views(held: Vec<Piece>) -> Vec<AnyView> {
    held.into_iter().map(Piece::into_view).collect()
}
