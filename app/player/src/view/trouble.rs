//! What is shown when something can't be: what happened, what is safe, what can be done.

use crate::{
    hub::{self, Part},
    play::{Event, Load, Trouble, Why},
    run, telling,
    view::{
        node::Piece,
        part::{button, el, heading, icon, link, text, waiting},
    },
    words::fill,
};

/// Why something is not here, and the way to ask for it again where that may help.
#[inline(never)]
pub(crate) fn told(why: Why) -> (Piece, Option<Piece>) {
    let words = hub::words();
    let retry = matches!(why, Why::Unreached(_) | Why::Refused(_)).then(|| {
        button("btn main")
            .on("click", |_| run::send(Event::Retry))
            .text(words.retry)
    });
    (el!("p", "", text(telling::why(words, why))), retry)
}

/// The screen for a file that can't be shown.
#[inline(never)]
pub(crate) fn screen(trouble: &Trouble) -> Piece {
    let words = hub::words();
    let (why, retry) = told(trouble.why);
    let home = link("btn", "#/", vec![text(words.my_courses)]);
    let file = (!trouble.file.is_empty()).then(|| {
        el!(
            "p",
            "small soft",
            text(fill(words.file_in_question, &[("file", &trouble.file)]))
        )
    });
    let mut said = vec![
        why,
        el!(
            "p",
            "",
            text([words.progress_safe, " ", words.rest_works].concat())
        ),
    ];
    said.extend(file);
    let mut buttons: Vec<Piece> = retry.into_iter().collect();
    buttons.push(home);
    said.push(el("div", "acts", buttons));
    el!(
        "div",
        "prose",
        heading(words.trouble),
        el!(
            "div",
            "notice bad",
            icon("", "verdict-bad"),
            el("div", "", said)
        )
    )
}

/// What the second half of the program makes, as soon as it is here; why it is not, if it did not come.
#[inline(never)]
pub(super) fn late(make: &dyn Fn() -> Vec<Piece>) -> Vec<Piece> {
    hub::follow(Part::Late);
    let why = match &hub::state().late {
        Load::Here(()) => None,
        Load::Pending => return vec![waiting()],
        Load::Trouble(trouble) => Some(trouble.why),
    };
    match why {
        None => make(),
        Some(why) => {
            let (why, retry) = told(why);
            [why].into_iter().chain(retry).collect()
        }
    }
}
