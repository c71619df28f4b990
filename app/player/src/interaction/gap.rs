//! `gap`: a menu or a field for each gap, in the lines of a text or of a table.
//!
//! The controls stay where they are whatever is put into them, so the focus is never lost. What is said
//! of a gap stands right behind it.

use domain::{
    id::Id,
    interaction::{
        Edit, Entry, Response, Task, Work,
        gap::{self, Body, Filled, Gap, Line, Part, Table},
    },
    limit,
    outcome::Mark,
    prose::{self, Inline, Text},
    trial::Event,
};

use std::rc::Rc;

use crate::{
    adapter::{dom, page},
    interaction::{Frame, marks, menu::menu, pairs::in_order},
    view::{
        node::{Piece, many, node},
        part::{el, text},
        prose::scrolls,
    },
    words::{fill, number},
};

/// So many characters stay with a gap that no space parts from it: its full stop, a bracket before it.
const KEPT: usize = 3;

/// The text of an activity with its gaps.
struct Gaps {
    frame: Frame,
    task: &'static gap::Task,
    /// The keys of all options in the order they are offered.
    offered: Vec<Id>,
}

/// The text with the gaps; below it, for paper, what the menus hold.
#[inline(never)]
pub(crate) fn view(frame: &Frame, work: &Work<Gap>) -> Piece {
    let Task::Gap(task) = &frame.activity.task else {
        return many(Vec::new());
    };
    let gaps = Rc::new(Gaps {
        frame: frame.clone(),
        task,
        offered: work.offered().to_vec(),
    });
    let mut held = Vec::new();
    match &task.body {
        Body::Paragraphs(lines) => {
            for line in lines {
                held.push(el("p", "", gaps.line(line)));
            }
        }
        Body::Table(table) => held.push(gaps.table(table)),
    }
    if !task.is_typed() {
        held.push(gaps.on_paper());
    }
    el("div", "gaps", held)
}

impl Gaps {
    /// The options of `gap` in the order they are offered.
    fn options(&self, gap: &Id) -> Vec<&'static Entry> {
        in_order(self.task.options(gap), &self.offered)
    }

    fn table(self: &Rc<Self>, table: &'static Table) -> Piece {
        let class = |n: usize| {
            if table.numeric.get(n) == Some(&true) {
                "end"
            } else {
                ""
            }
        };
        let mut heads = Vec::new();
        for (n, head) in table.head.iter().enumerate() {
            let head = self.frame.writer.text(head);
            heads.push(node("th").attr("scope", "col").class(class(n)).all(head));
        }
        let mut rows = Vec::new();
        for cells in &table.rows {
            let mut row = Vec::new();
            for (n, cell) in cells.iter().enumerate() {
                let filled = cell.iter().any(|part| matches!(part, Part::Gap(_)));
                // What is to be filled in is no name of its row.
                let tag = if n == 0 && cells.len() > 1 && !filled {
                    node("th").attr("scope", "row")
                } else {
                    node("td")
                };
                row.push(tag.class(class(n)).all(self.line(cell)));
            }
            rows.push(el("tr", "", row));
        }
        let head = el!("thead", "", el("tr", "", heads));
        let body = el("tbody", "", rows);
        let table = el!("table", "", head, body);
        scrolls("div", self.frame.words.late().gap, table)
    }

    /// A line with its gaps. What no space parts from a gap never stands in another line.
    fn line(self: &Rc<Self>, line: &'static Line) -> Vec<Piece> {
        let gap_at = |at: Option<usize>| {
            let part = at.and_then(|at| line.get(at));
            matches!(part, Some(Part::Gap(_)))
        };
        // For each part what goes to the gap before it, and to the one behind it; what is left of it.
        let mut parted: Vec<(String, Text, String)> = Vec::new();
        for (n, part) in line.iter().enumerate() {
            let mut left = match part {
                Part::Words(words) => words.clone(),
                Part::Gap(_) => Text::new(),
            };
            let (mut first, mut last) = (String::new(), String::new());
            if gap_at(n.checked_sub(1)) {
                first = begin(&mut left);
            }
            if gap_at(Some(n + 1)) {
                last = end(&mut left);
            }
            parted.push((first, left, last));
        }
        let mut held = Vec::new();
        for (n, part) in line.iter().enumerate() {
            let Part::Gap(key) = part else {
                let left = parted.get(n).map_or(&[][..], |(_, left, _)| left);
                held.extend(self.frame.writer.text(left));
                continue;
            };
            let before = n.checked_sub(1).and_then(|before| parted.get(before));
            let kept = (
                before.map_or("", |(.., last)| last),
                parted.get(n + 1).map_or("", |(first, ..)| first),
            );
            held.push(self.gap(key, kept));
        }
        held
    }

    /// What the response has in `gap`. The view that calls this follows the trial.
    fn filled(&self, gap: &Id) -> Option<Filled> {
        if let Response::Gap(filled) = self.frame.trial().exercise().response() {
            gap::in_gap(&filled, gap).cloned()
        } else {
            None
        }
    }

    /// The key of the option that the menu of `gap` shows; nothing where it has none.
    fn chosen(&self, gap: &Id) -> String {
        let said = self.filled(gap).and_then(|(_, _, said, _)| said);
        said.map_or(String::new(), |key| key.as_str().to_owned())
    }

    /// What stands in the field of `gap`.
    fn written(&self, gap: &Id) -> String {
        let filled = self.filled(gap);
        filled.map_or(String::new(), |(_, typed, _, _)| typed)
    }

    /// The control of the gap `key` between what is `kept` with it, and what is said of it.
    fn gap(self: &Rc<Self>, key: &'static Id, kept: (&str, &str)) -> Piece {
        let gaps = &self.task.gaps;
        let place = gaps.iter().position(|gap| gap.key == *key).unwrap_or(0);
        let name = gaps.get(place).map(|gap| prose::plain(&gap.text));
        let id = self.frame.part(&["-gap-", &number(place + 1)].concat());
        let named = fill(
            self.frame.words.late().gap_of,
            &[
                ("n", &number(place + 1)),
                ("of", &number(gaps.len())),
                ("what", &name.unwrap_or_default()),
            ],
        );
        let control = if self.task.is_typed() {
            self.field(key)
        } else {
            self.menu(key)
        };
        let control = control
            .attr("id", &id)
            .attr("aria-label", named)
            .attr("aria-describedby", [&id, "-marks"].concat());
        let (one, two) = (Rc::clone(self), Rc::clone(self));
        let marks = node("span")
            .class("signs")
            .attr("id", [&id, "-marks"].concat())
            .each(move || one.marks(key));
        // The sign stays with the control it is of.
        let held = el!("span", "hold", text(kept.0), control, marks, text(kept.1));
        node("span")
            .live("class", move || {
                Some(["gap", marks::class(two.frame.mark(key))].concat())
            })
            .put(held)
    }

    fn menu(self: &Rc<Self>, key: &'static Id) -> Piece {
        let option = |option: &'static Entry| {
            let words = prose::plain(&option.text);
            (option.key.as_str().to_owned(), words)
        };
        let options = self.options(key).into_iter().map(option).collect();
        let (shown, taken) = (Rc::clone(self), Rc::clone(self));
        menu(
            &self.frame,
            options,
            move || shown.chosen(key),
            move |value| {
                taken.edit(gap::Edit::Choose(key.clone(), Id::new(value).ok()));
                true
            },
        )
    }

    fn field(self: &Rc<Self>, key: &'static Id) -> Piece {
        let (one, two, three, four) = (
            Rc::clone(self),
            Rc::clone(self),
            Rc::clone(self),
            Rc::clone(self),
        );
        // A field that cannot be written in keeps the focus, unlike one that is disabled.
        node("input")
            .attr("type", "text")
            .attr("lang", self.frame.writer.lang())
            .attr("maxlength", number(limit::GAP_CHARACTERS))
            .attr("autocomplete", "off")
            .attr("autocapitalize", "off")
            .attr("autocorrect", "off")
            .attr("spellcheck", "false")
            .value(move || one.written(key))
            .live("readonly", move || (!two.frame.open()).then_some(""))
            .on("input", move |event| {
                let typed = dom::value_of(&event);
                three.edit(gap::Edit::Write(key.clone(), typed));
            })
            .on("keydown", move |event| {
                if page::is_enter(&event) {
                    four.frame.send(Event::Submit);
                }
            })
    }

    fn edit(&self, edit: gap::Edit) {
        self.frame.edit(Edit::Gap(edit));
    }

    fn marks(&self, key: &Id) -> Vec<Piece> {
        let words = self.frame.words;
        let sign = |mark| match mark {
            Mark::Right => marks::sign(mark, words.right_tick),
            Mark::Near => marks::sign(mark, words.late().almost),
            Mark::Wrong => marks::sign(mark, words.late().incorrect),
        };
        let mut signs: Vec<Piece> = self.frame.mark(key).map(sign).into_iter().collect();
        if self.frame.revealed() {
            let right = self.task.right(key);
            let what = right.map(|option| prose::plain(&option.text));
            let said = fill(words.late().key_is, &[("what", &what.unwrap_or_default())]);
            signs.push(marks::key(&said));
        }
        signs
    }

    /// What the menus hold: none can be opened on paper.
    fn on_paper(&self) -> Piece {
        let mut rows = Vec::new();
        for gap in &self.task.gaps {
            let mut options = String::new();
            for option in self.options(&gap.key) {
                if !options.is_empty() {
                    options.push_str(" · ");
                }
                options.push_str(&prose::plain(&option.text));
            }
            let name = el("b", "", self.frame.writer.text(&gap.text));
            rows.push(el!("li", "", name, text(" "), text(options)));
        }
        el("ol", "menus", rows)
    }
}

/// Takes the characters off the beginning of `words` that no space parts from what is before.
fn begin(words: &mut Text) -> String {
    let Some(Inline::Text(characters)) = words.first_mut() else {
        return String::new();
    };
    let apart = |character: char| character == ' ';
    let end = characters.find(apart).unwrap_or(characters.len());
    if characters.chars().take_while(|c| !apart(*c)).count() > KEPT {
        return String::new();
    }
    let rest = characters.split_off(end);
    std::mem::replace(characters, rest)
}

/// Takes the characters off the end of `words` that no space parts from what comes.
fn end(words: &mut Text) -> String {
    let Some(Inline::Text(characters)) = words.last_mut() else {
        return String::new();
    };
    let start = characters.rfind(' ').map_or(0, |at| at + 1);
    let kept = characters.get(start..).unwrap_or("");
    if kept.chars().count() > KEPT {
        return String::new();
    }
    characters.split_off(start)
}
