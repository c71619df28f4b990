//! What views are made of: nodes of the document, and what follows the state in them.
//!
//! Leptos follows the state and mounts the views. The nodes are made here, one by one, because
//! leptos' own views have a type for every element with every set of attributes, and each type costs
//! code of its own; `app/decisions/bytes.md` has the figures.

use std::{any::Any, cell::RefCell};

use leptos::prelude::RenderEffect;
use web_sys::{Event, HtmlElement, Node};

use crate::adapter::dom;

/// A node that was made, or several in a row. All it holds is made by then.
pub(crate) struct Piece(Node);

thread_local! {
    /// What the nodes made since the last region began need as long as they are shown: effects and
    /// listeners.
    static KEPT: RefCell<Vec<Box<dyn Any>>> = const { RefCell::new(Vec::new()) };
}

#[inline(never)]
fn keep(it: Box<dyn Any>) {
    KEPT.with_borrow_mut(|kept| kept.push(it));
}

/// Runs `run` now, and again whenever something changes that it followed. What the last run made
/// stops following before the next one.
#[inline(never)]
fn follow(mut run: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |before: Option<Vec<Box<dyn Any>>>| {
        drop(before);
        let around = KEPT.take();
        run();
        KEPT.replace(around)
    });
    keep(Box::new(effect));
}

/// Puts what `build` makes into `place`.
pub(crate) fn mount(place: &HtmlElement, build: fn() -> Piece) {
    let root = place.clone();
    // The pieces go into their place as they are made, so that leptos is left with its unit view.
    leptos::mount::mount_to_renderer(place, move || dom::add(&root, &build().0)).forget();
}

/// An element by its name: of HTML, or one of those of SVG that `adapter/dom.rs` lists.
#[inline(never)]
pub(crate) fn node(tag: &str) -> Piece {
    Piece(dom::element(tag))
}

/// An element by name, with a class and the pieces given one by one. (No list: there are a hundred
/// calls, and each would carry the code that makes one.)
macro_rules! el {
    ($tag:expr, $class:expr $(, $held:expr)+ $(,)?) => {
        $crate::view::node::node($tag).class($class)$(.put($held))+
    };
}

pub(crate) use el;

/// Some characters.
pub(crate) fn text(characters: impl AsRef<str>) -> Piece {
    Piece(dom::text(characters.as_ref()))
}

/// Several pieces in a row.
#[inline(never)]
pub(crate) fn many(held: Vec<Piece>) -> Piece {
    Piece(dom::fragment()).all(held)
}

/// A node that was made elsewhere.
pub(crate) fn made(node: Node) -> Piece {
    Piece(node)
}

/// Pieces that follow the state. They are made anew on every change of what `held` follows.
pub(crate) fn each(held: impl Fn() -> Vec<Piece> + 'static) -> Piece {
    region(Box::new(held))
}

#[inline(never)]
fn region(held: Box<dyn Fn() -> Vec<Piece>>) -> Piece {
    let (all, begin, end) = (dom::fragment(), dom::text(""), dom::text(""));
    dom::add(&all, &begin);
    dom::add(&all, &end);
    follow(Box::new(move || {
        dom::replace_between(&begin, &end, &many(held()).0)
    }));
    Piece(all)
}

/// A text that follows the state.
pub(crate) fn said<T: AsRef<str>>(say: impl Fn() -> T + 'static) -> Piece {
    let text = dom::text("");
    let followed = text.clone();
    follow(Box::new(move || dom::say(&followed, say().as_ref())));
    Piece(text)
}

// None of these is put in at its call where it can be helped: there are hundreds of calls.
impl Piece {
    /// Its node, to be put where no piece is.
    pub(crate) fn bare(&self) -> &Node {
        &self.0
    }

    /// With an attribute.
    pub(crate) fn attr(self, name: &str, value: impl AsRef<str>) -> Self {
        self.fixed(name, value.as_ref())
    }

    #[inline(never)]
    fn fixed(self, name: &str, value: &str) -> Self {
        dom::attribute(&self.0, name, Some(value));
        self
    }

    /// With an attribute that follows the state; without it where there is nothing to say.
    pub(crate) fn live<T: AsRef<str>>(
        self,
        name: &'static str,
        value: impl Fn() -> Option<T> + 'static,
    ) -> Self {
        let node = self.0.clone();
        follow(Box::new(move || {
            dom::attribute(&node, name, value().as_ref().map(AsRef::as_ref))
        }));
        self
    }

    /// In a class of the style sheets.
    #[inline(never)]
    pub(crate) fn class(self, class: &str) -> Self {
        if class.is_empty() {
            self
        } else {
            self.fixed("class", class)
        }
    }

    /// Checked as the state has it, whatever the learner clicked.
    pub(crate) fn checked(self, is: impl Fn() -> bool + 'static) -> Self {
        let node = self.0.clone();
        follow(Box::new(move || dom::check(&node, is())));
        self
    }

    /// Showing what the state has as its value, unless the learner is just typing that.
    pub(crate) fn value<T: AsRef<str>>(self, is: impl Fn() -> T + 'static) -> Self {
        let node = self.0.clone();
        follow(Box::new(move || dom::set_value(&node, is().as_ref())));
        self
    }

    /// Calls `heard` on an event.
    pub(crate) fn on(self, event: &str, heard: impl FnMut(Event) + 'static) -> Self {
        self.heard(event, Box::new(heard))
    }

    #[inline(never)]
    fn heard(self, event: &str, heard: Box<dyn FnMut(Event)>) -> Self {
        keep(Box::new(dom::listen(&self.0, event, heard)));
        self
    }

    /// Holding some characters.
    pub(crate) fn text(self, characters: impl AsRef<str>) -> Self {
        self.put(text(characters))
    }

    /// Holding what the state calls for.
    pub(crate) fn each(self, held: impl Fn() -> Vec<Piece> + 'static) -> Self {
        self.put(each(held))
    }

    /// Holding one more piece.
    #[inline(never)]
    pub(crate) fn put(self, held: Self) -> Self {
        dom::add(&self.0, &held.0);
        self
    }

    /// Holding more pieces.
    #[inline(never)]
    pub(crate) fn all(self, held: Vec<Self>) -> Self {
        for held in held {
            dom::add(&self.0, &held.0);
        }
        self
    }
}
