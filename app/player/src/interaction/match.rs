//! `match`: a menu of the partners for each entry.

use domain::{
    id::Id,
    interaction::{Edit, Entry, Response, Task, Work, r#match::Match, pairs::Pairs},
};

use std::rc::Rc;

use crate::{
    adapter::page,
    interaction::{
        Frame,
        pairs::{Pairing, in_order, plain},
    },
    view::{
        node::{Piece, many},
        part::{el, text},
    },
    words::fill,
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
        named: words.partner_for,
        said: (words.together, words.apart),
        pairs,
        edit: Edit::Match,
        before: taken,
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

/// Says from which entry the partner that `key` is about to get is taken: its own menu can't say it.
fn taken(pairing: &Pairing, key: &Id, to: &Id) {
    let standing = pairing.standing();
    let Some((from, _)) = standing
        .iter()
        .find(|(entry, partner)| partner == to && entry != key)
    else {
        return;
    };
    let said = |entries: &[Entry], key: &Id| {
        let entry = entries.iter().find(|entry| entry.key == *key);
        entry.map(plain).unwrap_or_default()
    };
    page::announce(&fill(
        pairing.frame.words.taken,
        &[
            ("what", &said(&pairing.task.places, to)),
            ("from", &said(&pairing.task.entries, from)),
        ],
    ));
}
