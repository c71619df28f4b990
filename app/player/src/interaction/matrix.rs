//! `matrix`: a table with a radio button in each cell. On a narrow screen each row is a list of them.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Exercise, Work,
        matrix::{self, Matrix},
        pairs,
    },
    outcome::Mark,
    prose,
};

use crate::{
    interaction::{Frame, marks},
    view::{
        node::{Piece, node},
        part::{el, say},
    },
    words::fill,
};

/// The table.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Matrix>) -> Piece {
    let columns = &work.task().columns;
    let key = work.key();
    let mut heads = node("tr").put(node("td"));
    for column in columns {
        let head = node("th").attr("scope", "col");
        heads = heads.put(head.all(frame.writer.text(&column.text)));
    }
    let mut body = node("tbody");
    for row in work.entries() {
        let mut held = node("tr").put(head(frame, row));
        for column in columns {
            let cell = Cell {
                frame: frame.clone(),
                row: row.key.clone(),
                column: column.key.clone(),
                of_key: pairs::place(&key, &row.key) == Some(&column.key),
            };
            held = held.put(cell.piece(row, column));
        }
        body = body.put(held);
    }
    el!("table", "grid", el!("thead", "", heads), body)
}

/// What a row is about, with its mark.
fn head(frame: &Frame, row: &Entry) -> Piece {
    let (marked, key) = (frame.clone(), row.key.clone());
    let marks = move || {
        let words = marked.words;
        let sign = |mark| match mark {
            Mark::Right => marks::sign(mark, words.right_tick),
            Mark::Near => marks::sign(mark, words.late().near),
            Mark::Wrong => marks::sign(mark, words.wrong_tick),
        };
        marked.mark(&key).map(sign).into_iter().collect()
    };
    node("th")
        .attr("scope", "row")
        .put(el("span", "label", frame.writer.text(&row.text)))
        .put(node("span").class("marks").each(marks))
}

/// A row in a column.
#[derive(Clone)]
struct Cell {
    frame: Frame,
    row: Id,
    column: Id,
    /// Whether the key has the row in this column.
    of_key: bool,
}

impl Cell {
    /// Whether the learner placed the row here.
    fn is_chosen(&self) -> bool {
        if let Exercise::Matrix(work) = self.frame.trial().exercise() {
            pairs::place(work.response(), &self.row) == Some(&self.column)
        } else {
            false
        }
    }

    fn shows_key(&self) -> bool {
        self.of_key && self.frame.revealed()
    }

    fn class(&self) -> &'static str {
        if self.shows_key() {
            return "key";
        }
        marks::class(self.frame.mark(&self.row).filter(|_| self.is_chosen()))
    }

    fn piece(self, row: &Entry, column: &Entry) -> Piece {
        let words = self.frame.words;
        let said = prose::plain(&column.text);
        // The whole name: whoever does not see the table hears the row with every column.
        let names = [("row", &*prose::plain(&row.text)), ("column", &*said)];
        let name = fill(words.late().cell, &names);
        let group = [
            "place/",
            self.frame.activity.id.as_str(),
            "/",
            self.row.as_str(),
        ];
        let (class, chosen, closed) = (self.clone(), self.clone(), self.clone());
        let key = self.clone();
        let mark = move || {
            if !key.shows_key() {
                return Vec::new();
            }
            vec![marks::key(words.key)]
        };
        let control = node("input")
            .attr("type", "radio")
            .attr("name", group.concat())
            .attr("aria-label", name)
            .checked(move || chosen.is_chosen())
            .live("aria-disabled", move || {
                (!closed.frame.open()).then_some("true")
            })
            .on("click", self.frame.hold())
            .on("change", move |_| {
                let (row, column) = (self.row.clone(), self.column.clone());
                self.frame
                    .edit(Edit::Matrix(matrix::Edit::Place(row, column)));
            });
        let label = el!("label", "cell", control, say("span", "col", &said));
        node("td")
            .live("class", move || Some(class.class()))
            .put(label.each(mark))
    }
}
