//! The screens that are about no course.

use domain::{address::Own, bundle::Catalogue, id::Id};

use crate::{
    play::{Trouble, Why},
    view::{node::Piece, notes, record, review, trouble, verify, who},
};

/// The screen `own`.
#[inline(never)]
pub(super) fn own(name: &Id, catalogue: &'static Catalogue) -> Piece {
    let Some(own) = Own::named(name) else {
        return trouble::screen(&Trouble {
            why: Why::Nowhere,
            file: String::new(),
        });
    };
    match own {
        Own::Verify => verify::verify(catalogue),
        Own::Review => review::review(),
        Own::Learners => who::who(),
        Own::Notes => notes::notes(catalogue),
        Own::Record => record::record(catalogue),
    }
}
