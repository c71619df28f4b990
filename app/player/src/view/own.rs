//! The screens that are about no course.

use domain::{address::Own, bundle::Catalogue};

use crate::view::{node::Piece, record, review, verify};

/// The screen `own`.
#[inline(never)]
pub(super) fn own(own: Own, catalogue: &'static Catalogue) -> Piece {
    match own {
        Own::Verify => verify::verify(catalogue),
        Own::Review => review::review(),
        Own::Record | Own::Learners | Own::Notes => record::record(catalogue),
    }
}
