//! The end of a course: its summary, a slip that says what was done, and the check of its code.

use tests::browser::{
    Engine, Learner, Published, Setup,
    learner::{DESKTOP, PHONE},
};
use thirtyfour::By;

use super::record::do_one;

/// Types `text` into the field of this label, in place of what stood there.
pub(crate) fn type_in(learner: &Learner, id: &str, text: &str) {
    let field = learner.browser.driver().find(By::Id(id));
    let field = learner.browser.run(field);
    learner.browser.run(field.clear());
    learner.browser.run(field.send_keys(text));
}

#[test]
fn a_slip_says_what_was_done_and_its_code_is_checked_without_a_network() {
    let course = Published::read();
    for engine in [Engine::Chromium, Engine::Firefox] {
        Learner::visit(engine, &Setup::default(), |learner| {
            do_one(learner);
            learner.open(&course.route(&[]));
            learner.sees("1 of ");
            learner.click("link", "Summary of the course");
            learner.reads("Summary of the course");
            learner.sees("There are still lessons to work through.");
            learner.sees("Success takes at least four points in five.");
            learner.browser.until("the competencies", || {
                (learner.count("ul.can > li") > 0).then_some(())
            });
            assert!(!learner.has(".slip"), "nobody has a slip without a name");
            type_in(learner, "slip-name", "Zoé Lefèvre");
            learner.sees("Zoé Lefèvre has worked on the course");
            for view in [DESKTOP, PHONE] {
                learner.sits_at(view);
                learner.screenshot(&format!("summary-{}", view.name));
                assert_eq!(learner.axe(), Vec::<String>::new());
                assert_eq!(learner.sideways(), 0);
            }
            let code = learner.texts(".slip .code").concat();
            assert_eq!(code.len(), 39, "{code}");
            learner.click("link", "Check a slip");
            learner.reads("Check a slip");
            type_in(learner, "slip-code", &code[..20]);
            learner.sees("A code has 32 letters and digits. So far there are 16.");
            let typed = code.to_lowercase().replace('-', " ");
            type_in(learner, "slip-code", &typed);
            learner.sees("The code is sound.");
            learner.sees(&format!(
                "Course: {}, version",
                course.manifest.title.in_lang("en")
            ));
            learner.sees("Lessons worked through: 0 of ");
            type_in(learner, "slip-holder", "zoe lefevre");
            learner.sees("The name fits the code.");
            type_in(learner, "slip-holder", "Somebody else");
            learner.sees("The code was made for another name.");
            learner.screenshot("verify");
            assert_eq!(learner.axe(), Vec::<String>::new());
            let last = if code.ends_with('0') { '1' } else { '0' };
            let wrong = format!("{}{last}", &code[..code.len() - 1]);
            type_in(learner, "slip-code", &wrong);
            learner.sees("This code does not fit together");
        });
    }
}
