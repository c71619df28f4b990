//! `match`: a menu of the partners for each entry.

use domain::interaction::{Edit, Entry, Response, Task, Work, r#match::Match, pairs::Pairs};

use std::rc::Rc;

use crate::{
    interaction::{
        Frame,
        pairs::{Pairing, in_order, plain},
    },
    view::{
        node::{Piece, many},
        part::{el, text},
    },
};

/// The entries with their menus, and below them the partners that can be found there.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Match>) -> Piece {
    fn pairs(response: Response) -> Pairs {
        if let Response::Match(pairs) = response {
            pairs
        } else {
            Pairs::new()
        }
    }
    let Task::Match(task) = &frame.activity.task else {
        return many(Vec::new());
    };
    let words = frame.words;
    let pairing = Rc::new(Pairing {
        frame: frame.clone(),
        task,
        places: in_order(&task.places, work.offered()),
        named: words.late().partner_for,
        said: (words.late().together, words.late().apart),
        pairs,
        edit: Edit::Match,
    });
    let row = |entry: &'static Entry| {
        let label = el("span", "label", frame.writer.text(&entry.text));
        pairing.row(entry, label)
    };
    let rows = task.entries.iter().map(row).collect();
    // A menu can't be opened on paper.
    let partners = pairing.places.iter();
    let partners = partners.map(|partner| el!("li", "", text(plain(partner))));
    let partners = el("ul", "partners", partners.collect());
    many(vec![el("ul", "pairs", rows), partners])
}
