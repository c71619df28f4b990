//! Who learns on this machine: going on as somebody, adding somebody, and finishing.

use domain::{
    address::Own,
    id::Id,
    learner::{Learner, PICTURES},
};

use crate::{
    adapter::{chance, page},
    hub::{self, Part},
    play::{
        Event,
        desk::Field,
        who::{Lacking, Who},
    },
    run,
    view::{
        node::{Piece, each, many, node},
        part::{button, el, heading, icon, link, text},
        typed,
    },
    words::Words,
};

/// The screen of all learners.
#[inline(never)]
pub(super) fn who() -> Piece {
    let late = hub::words().late();
    many(vec![
        heading(late.learners),
        el!("p", "lead", text(late.learners_why)),
        panel(late.go_on_as, "go-on", each(choice)),
        panel(late.learner_add, "add", each(add)),
        panel(late.finish, "finish", each(finish)),
    ])
}

/// The curtain before what somebody did.
#[inline(never)]
pub(super) fn curtain() -> Piece {
    let late = hub::words().late();
    many(vec![
        heading(late.learners),
        panel(late.go_on_as, "go-on", each(choice)),
    ])
}

fn panel(title: &'static str, id: &str, held: Piece) -> Piece {
    let title = node("h2").attr("id", id).attr("tabindex", "-1").text(title);
    el!("section", "panel record", title, held)
}

// Not what is typed: a field that is made anew would lose the focus.
fn follow() {
    hub::follow(Part::Record);
}

/// What a learner is called.
pub(super) fn name(words: &Words, learner: Option<&Learner>) -> String {
    let late = words.late();
    match learner {
        None => late.learner_nameless.to_owned(),
        Some(learner) if learner.guest => late.learner_guest.to_owned(),
        Some(learner) => learner.name.clone(),
    }
}

const SHAPES: [&str; PICTURES as usize] = [
    "who-wheel",
    "who-leaf",
    "who-drop",
    "who-star",
    "who-bolt",
    "who-bottle",
    "who-cube",
    "who-lamp",
];

/// The picture of a learner.
fn picture(learner: Option<&Learner>) -> Piece {
    let shape = learner.filter(|it| !it.guest).map_or("who-none", shape);
    icon("who-pic", shape)
}

fn shape(learner: &Learner) -> &'static str {
    let shape = SHAPES.get(usize::from(learner.picture));
    shape.copied().unwrap_or("who-none")
}

/// A button for each learner; and the field for the PIN of the one who was chosen.
fn choice() -> Vec<Piece> {
    follow();
    let words = hub::words();
    let late = words.late();
    let (all, now, locked, asked, wrong) = {
        let state = hub::state();
        let people = &state.people;
        (
            people.all.clone(),
            people.now.clone(),
            people.locked,
            people.asked.clone(),
            people.wrong,
        )
    };
    let one = |learner: Option<&Learner>| {
        let id = learner.map(|it| it.id.clone());
        let is_now = id == now && !locked;
        let mut button = button("btn who")
            .attr("aria-pressed", if is_now { "true" } else { "false" })
            .on("click", move |_| pick(id.clone()))
            .put(picture(learner))
            .text(name(words, learner));
        if learner.is_some_and(|it| it.pin.is_some()) {
            button = button
                .put(icon("i", "key"))
                .put(el!("span", "vh", text(late.pin_has)));
        }
        el!("li", "", button)
    };
    let mut items = vec![one(None)];
    items.extend(all.iter().map(|learner| one(Some(learner))));
    let mut held = vec![el("ul", "who-all", items)];
    let asked = asked.and_then(|id| all.iter().find(|it| it.id == id));
    if let Some(learner) = asked {
        let mut input = typed::field(Field::Pin, "pin")
            // No password, which browsers would keep and offer to the next one; dots all the same.
            .class("dots")
            .attr("inputmode", "numeric")
            .attr("autocomplete", "off")
            .on("keydown", |event| {
                if page::is_enter(&event) {
                    run::send(Event::Who(Who::Unlock));
                }
            });
        if wrong {
            input = input
                .attr("aria-invalid", "true")
                .attr("aria-describedby", "pin-wrong");
        }
        let label = [late.pin_of, " ", &learner.name].concat();
        held.push(typed::labelled("pin", &label, input));
        if wrong {
            held.push(node("p").attr("id", "pin-wrong").text(late.pin_wrong));
        }
        let open = button("btn main")
            .on("click", |_| run::send(Event::Who(Who::Unlock)))
            .text(late.pin_open);
        held.push(open);
    }
    held
}

fn pick(id: Option<Id>) {
    run::send(Event::Who(Who::Pick(id)));
}

/// The fields for somebody new.
fn add() -> Vec<Piece> {
    let words = hub::words();
    let late = words.late();
    let pictures = each(move || {
        follow();
        let chosen = hub::state().people.picture;
        let one = |(n, shape): (usize, &&'static str)| {
            let n = n as u8;
            let name = late.pictures.get(usize::from(n)).copied().unwrap_or("");
            button("btn who-face")
                .attr("aria-pressed", if n == chosen { "true" } else { "false" })
                .attr("aria-label", name)
                .on("click", move |_| run::send(Event::Who(Who::Picture(n))))
                .put(icon("who-pic", shape))
        };
        vec![
            node("div")
                .class("who-all")
                .attr("role", "group")
                .attr("aria-label", late.picture)
                .all(SHAPES.iter().enumerate().map(one).collect()),
        ]
    });
    let lacks = each(move || {
        follow();
        let lacking = hub::state().people.lacking;
        let says = lacking.map(|lacking| match lacking {
            Lacking::Name => late.name_lacks,
            Lacking::Pin => late.pin_lacks,
        });
        says.map(|says| el!("p", "", icon("i half", "warning"), text(" "), text(says)))
            .into_iter()
            .collect()
    });
    let name = typed::field(Field::LearnerName, "learner-name")
        .attr("maxlength", "24")
        .attr("autocomplete", "given-name");
    let pin = typed::field(Field::NewPin, "learner-pin")
        .attr("inputmode", "numeric")
        .attr("maxlength", "8")
        .attr("autocomplete", "off");
    let make = button("btn main")
        .on("click", |_| {
            run::send(Event::Who(Who::Add(chance::writer())))
        })
        .text(late.learner_make);
    let guest = button("btn")
        .on("click", |_| {
            run::send(Event::Who(Who::Guest(chance::writer())))
        })
        .text(late.guest_make);
    vec![
        typed::labelled("learner-name", late.learner_name, name),
        el!("p", "who-label", text(late.picture)),
        pictures,
        typed::labelled("learner-pin", late.learner_pin, pin),
        el!("p", "small soft", text(late.pin_why)),
        node("div").attr("role", "status").put(lacks),
        el!("div", "acts", make, guest),
    ]
}

/// The end for who learns now: everything of theirs is cleared.
fn finish() -> Vec<Piece> {
    follow();
    let words = hub::words();
    let late = words.late();
    let (who, sure) = {
        let state = hub::state();
        (name(words, state.people.current()), state.people.clears)
    };
    let says = crate::words::fill(late.finish_why, &[("who", &who)]);
    let mut held = vec![el!("p", "", text(says))];
    let save = button("btn")
        .on("click", |_| run::save_file())
        .put(icon("i", "save"))
        .text(late.save_file);
    let go = |class: &str, says: &'static str, who: fn() -> Who| {
        button(class)
            .on("click", move |_| run::send(Event::Who(who())))
            .text(says)
    };
    held.push(match sure {
        false => el!(
            "div",
            "acts",
            save,
            go("btn", late.finish_do, || Who::Finish)
        ),
        true => el!(
            "div",
            "acts",
            save,
            go("btn main", late.finish_sure, || Who::Finish),
            go("btn", late.finish_stay, || Who::Stay)
        ),
    });
    held
}

/// In the sheet of the light: who learns, and the others a tap away.
pub(super) fn switch() -> Vec<Piece> {
    let words = hub::words();
    let late = words.late();
    let (all, now) = {
        let state = hub::state();
        (state.people.all.clone(), state.people.now.clone())
    };
    let mut held = Vec::new();
    if !all.is_empty() {
        let others = [None].into_iter().chain(all.iter().map(Some));
        let others = others.filter(|it| it.map(|it| &it.id) != now.as_ref());
        let one = |learner: Option<&Learner>| {
            let id = learner.map(|it| it.id.clone());
            let has_pin = learner.is_some_and(|it| it.pin.is_some());
            let shown = picture(learner);
            let name = name(words, learner);
            // A PIN is typed on the screen of all.
            let go = if has_pin {
                link("btn who", Own::Learners.write(), vec![shown, text(name)]).on(
                    "click",
                    move |event| {
                        page::close_around(&event);
                        pick(id.clone());
                    },
                )
            } else {
                button("btn who")
                    .on("click", move |_| pick(id.clone()))
                    .put(shown)
                    .text(name)
            };
            el!("li", "", go)
        };
        held.push(el!("p", "who-label", text(late.go_on_as)));
        held.push(el("ul", "who-all", others.map(one).collect()));
    }
    let all = link("more", Own::Learners.write(), vec![text(late.learners)]);
    held.push(all.on("click", |event| page::close_around(&event)));
    held
}
