//! The sentences of the interface, in each of its languages.
//!
//! A sentence that one language lacks does not compile. Names in braces are filled in by [`fill`].

mod en;
mod fr;

use domain::pieces::pieces;

/// A language of the interface. Courses may be written in others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tongue {
    /// English.
    En,
    /// French.
    Fr,
}

impl Tongue {
    /// Every language, in the order of the switch.
    pub(crate) const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The code, as in an HTML `lang` attribute.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Fr => "fr",
        }
    }

    /// The language named by a code such as `fr` or `fr-CA`.
    pub(crate) fn read(code: &str) -> Option<Self> {
        match code.get(..2)? {
            "en" => Some(Self::En),
            "fr" => Some(Self::Fr),
            _ => None,
        }
    }

    /// The sentences.
    pub(crate) fn words(self) -> &'static Words {
        match self {
            Self::En => &en::WORDS,
            Self::Fr => &fr::WORDS,
        }
    }
}

/// One and several: which one is used follows the language's rule for the number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Count {
    /// For one (in French also for none).
    pub(crate) one: &'static str,
    /// For the others.
    pub(crate) many: &'static str,
}

/// The sentences of the interface.
pub(crate) struct Words {
    pub(crate) tongue: Tongue,
    pub(crate) language: &'static str,
    // The shell
    pub(crate) skip: &'static str,
    pub(crate) all_courses: &'static str,
    pub(crate) position: &'static str,
    pub(crate) menu: &'static str,
    pub(crate) about: &'static str,
    pub(crate) loading: &'static str,
    // Where progress is kept
    pub(crate) kept: &'static str,
    pub(crate) kept_short: &'static str,
    pub(crate) keeping: &'static str,
    pub(crate) keeping_short: &'static str,
    pub(crate) in_tab: &'static str,
    pub(crate) in_tab_short: &'static str,
    pub(crate) full: &'static str,
    pub(crate) full_short: &'static str,
    pub(crate) file_name: &'static str,
    // The shelf
    pub(crate) my_courses: &'static str,
    pub(crate) minutes: Count,
    // The lesson
    pub(crate) lesson_number: &'static str,
    pub(crate) pages_of_lesson: &'static str,
    pub(crate) page_of: &'static str,
    pub(crate) about_minutes: Count,
    pub(crate) next_page: &'static str,
    pub(crate) previous_page: &'static str,
    pub(crate) to_end: &'static str,
    pub(crate) words_on_page: &'static str,
    pub(crate) page_seen: &'static str,
    pub(crate) turn: &'static str,
    pub(crate) table: &'static str,
    pub(crate) footnotes: &'static str,
    pub(crate) footnote: &'static str,
    pub(crate) footnote_back: &'static str,
    pub(crate) code: &'static str,
    pub(crate) close: &'static str,
    pub(crate) opens_outside: &'static str,
    pub(crate) tones: [&'static str; 5],
    // An activity
    pub(crate) choice: &'static str,
    pub(crate) choices: &'static str,
    pub(crate) attempts: Count,
    pub(crate) check: &'static str,
    pub(crate) hint: &'static str,
    pub(crate) your_choice: &'static str,
    pub(crate) key: &'static str,
    pub(crate) right_tick: &'static str,
    pub(crate) wrong_tick: &'static str,
    // The end of a lesson
    pub(crate) end: &'static str,
    // When something does not work
    pub(crate) retry: &'static str,
    pub(crate) trouble: &'static str,
    pub(crate) rest_works: &'static str,
    pub(crate) unreached: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) server: &'static str,
    pub(crate) portal: &'static str,
    pub(crate) truncated: &'static str,
    pub(crate) damaged: &'static str,
    pub(crate) newer: &'static str,
    pub(crate) limit: &'static str,
    pub(crate) unreadable: &'static str,
    pub(crate) unknown_course: &'static str,
    pub(crate) unknown_lesson: &'static str,
    pub(crate) unknown_page: &'static str,
    pub(crate) nowhere: &'static str,
    pub(crate) progress_safe: &'static str,
    pub(crate) file_in_question: &'static str,
}

/// The sentences that only the second half says. Whoever asks for them has asked the state whether it
/// is here: [`Words::late`].
pub(crate) struct LateWords {
    // The shell
    pub(crate) theme: &'static str,
    pub(crate) theme_auto: &'static str,
    pub(crate) theme_light: &'static str,
    pub(crate) theme_dark: &'static str,
    pub(crate) theme_contrast: &'static str,
    pub(crate) text_size: &'static str,
    pub(crate) size_normal: &'static str,
    pub(crate) size_large: &'static str,
    pub(crate) size_larger: &'static str,
    pub(crate) letters: &'static str,
    pub(crate) on: &'static str,
    pub(crate) off: &'static str,
    // Where progress is kept
    pub(crate) kept_why: &'static str,
    pub(crate) handed_why: &'static str,
    pub(crate) in_tab_why: &'static str,
    pub(crate) full_why: &'static str,
    pub(crate) restored_why: Count,
    pub(crate) aside_why: Count,
    pub(crate) save_file: &'static str,
    // The record
    pub(crate) record: &'static str,
    pub(crate) record_where: &'static str,
    pub(crate) promised: &'static str,
    pub(crate) not_promised: &'static str,
    pub(crate) ask_promise: &'static str,
    pub(crate) room: &'static str,
    pub(crate) megabytes: &'static str,
    pub(crate) gigabytes: &'static str,
    pub(crate) nearly_full: &'static str,
    pub(crate) nearly_full_short: &'static str,
    pub(crate) record_file: &'static str,
    pub(crate) file_why: &'static str,
    pub(crate) copied_on: &'static str,
    pub(crate) never_copied: &'static str,
    pub(crate) copy_age: Count,
    pub(crate) file_saved: &'static str,
    pub(crate) open_file: &'static str,
    pub(crate) file_unread: &'static str,
    pub(crate) file_other: &'static str,
    pub(crate) file_newer: &'static str,
    pub(crate) file_preview: &'static str,
    pub(crate) file_unsound: &'static str,
    pub(crate) file_fresh: Count,
    pub(crate) file_known: Count,
    pub(crate) file_aside: Count,
    pub(crate) file_lessons: &'static str,
    pub(crate) file_activities: &'static str,
    pub(crate) take_over: &'static str,
    pub(crate) let_go: &'static str,
    pub(crate) taken: Count,
    pub(crate) record_back: &'static str,
    pub(crate) back_why: &'static str,
    pub(crate) back_session: &'static str,
    pub(crate) back_version: &'static str,
    pub(crate) back_merge: &'static str,
    pub(crate) back_since: Count,
    pub(crate) back_to: &'static str,
    pub(crate) back_to_what: &'static str,
    pub(crate) back_none: &'static str,
    pub(crate) went_back: &'static str,
    pub(crate) undo_back: &'static str,
    pub(crate) record_erase: &'static str,
    pub(crate) erase_why: &'static str,
    pub(crate) erase_what: &'static str,
    pub(crate) everything: &'static str,
    pub(crate) erased: &'static str,
    pub(crate) undo_erase: &'static str,
    pub(crate) nothing_done: &'static str,
    // Notes
    pub(crate) bookmark: &'static str,
    pub(crate) note_label: &'static str,
    pub(crate) note_why: &'static str,
    pub(crate) note_go: &'static str,
    pub(crate) notes_none: &'static str,
    // Who learns
    pub(crate) learners_why: &'static str,
    pub(crate) go_on_as: &'static str,
    pub(crate) learner_nameless: &'static str,
    pub(crate) learner_guest: &'static str,
    pub(crate) learner_add: &'static str,
    pub(crate) learner_name: &'static str,
    pub(crate) picture: &'static str,
    pub(crate) learner_pin: &'static str,
    pub(crate) pin_why: &'static str,
    pub(crate) learner_make: &'static str,
    pub(crate) guest_make: &'static str,
    pub(crate) name_lacks: &'static str,
    pub(crate) pin_lacks: &'static str,
    pub(crate) pin_has: &'static str,
    pub(crate) pin_of: &'static str,
    pub(crate) pin_open: &'static str,
    pub(crate) pin_wrong: &'static str,
    pub(crate) finish: &'static str,
    pub(crate) finish_why: &'static str,
    pub(crate) finish_do: &'static str,
    pub(crate) finish_sure: &'static str,
    pub(crate) finish_stay: &'static str,
    pub(crate) pictures: [&'static str; 8],
    // What comes up for review
    pub(crate) due: Count,
    pub(crate) review_today: &'static str,
    pub(crate) review_begin: &'static str,
    pub(crate) review_none: &'static str,
    pub(crate) review_why: &'static str,
    pub(crate) review_page: &'static str,
    pub(crate) review_leave: &'static str,
    pub(crate) review_next: &'static str,
    pub(crate) review_done: &'static str,
    // The end of a course
    pub(crate) learners: &'static str,
    pub(crate) review: &'static str,
    pub(crate) notes: &'static str,
    pub(crate) verify: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) summary_done: &'static str,
    pub(crate) summary_open: &'static str,
    pub(crate) is_success: &'static str,
    pub(crate) no_success: &'static str,
    pub(crate) lesson_mastered: &'static str,
    pub(crate) lesson_points: &'static str,
    pub(crate) slip: &'static str,
    pub(crate) slip_why: &'static str,
    pub(crate) slip_name: &'static str,
    pub(crate) slip_print: &'static str,
    pub(crate) slip_says: &'static str,
    pub(crate) slip_code: &'static str,
    pub(crate) slip_proves: &'static str,
    pub(crate) told_day: &'static str,
    pub(crate) told_lessons: &'static str,
    pub(crate) told_competencies: &'static str,
    pub(crate) told_points: &'static str,
    pub(crate) verify_why: &'static str,
    pub(crate) verify_code: &'static str,
    pub(crate) verify_name: &'static str,
    pub(crate) verify_sound: &'static str,
    pub(crate) verify_course: &'static str,
    pub(crate) verify_other: &'static str,
    pub(crate) verify_fits: &'static str,
    pub(crate) verify_no_fit: &'static str,
    pub(crate) code_length: &'static str,
    pub(crate) code_letter: &'static str,
    pub(crate) code_sum: &'static str,
    pub(crate) code_newer: &'static str,
    // A new version of a course
    pub(crate) renewed: &'static str,
    pub(crate) news: &'static str,
    pub(crate) news_seen: &'static str,
    pub(crate) news_lesson: Count,
    pub(crate) news_pages: Count,
    pub(crate) news_activities: Count,
    pub(crate) news_reworded: Count,
    pub(crate) news_rekeyed: Count,
    pub(crate) news_moved: Count,
    pub(crate) news_gone: Count,
    pub(crate) reworded: &'static str,
    pub(crate) regraded: &'static str,
    pub(crate) regraded_same: &'static str,
    pub(crate) asked_again: &'static str,
    // The shelf
    pub(crate) empty_shelf: &'static str,
    pub(crate) you_were_here: &'static str,
    pub(crate) resume: &'static str,
    pub(crate) lessons: Count,
    pub(crate) hours: &'static str,
    pub(crate) version: &'static str,
    pub(crate) closed: &'static str,
    pub(crate) lessons_done: Count,
    pub(crate) done_of: &'static str,
    pub(crate) not_started: &'static str,
    pub(crate) started: &'static str,
    // The outline
    pub(crate) course: &'static str,
    pub(crate) licence: &'static str,
    pub(crate) lesson_done: &'static str,
    pub(crate) lesson_here: &'static str,
    pub(crate) you_will: &'static str,
    // The lesson
    pub(crate) next_lesson: &'static str,
    pub(crate) back_to_outline: &'static str,
    // An activity
    pub(crate) sequence: &'static str,
    pub(crate) mark: &'static str,
    pub(crate) categorise: &'static str,
    pub(crate) estimate: &'static str,
    pub(crate) matching: &'static str,
    pub(crate) hotspot: &'static str,
    pub(crate) matrix: &'static str,
    pub(crate) number: &'static str,
    pub(crate) text: &'static str,
    pub(crate) open: &'static str,
    pub(crate) decision: &'static str,
    pub(crate) gap: &'static str,
    pub(crate) cards: &'static str,
    pub(crate) move_first: &'static str,
    pub(crate) mark_first: &'static str,
    pub(crate) rest_first: Count,
    pub(crate) write_first: &'static str,
    pub(crate) compare_first: &'static str,
    pub(crate) number_first: &'static str,
    pub(crate) either_first: &'static str,
    pub(crate) unit_first: &'static str,
    pub(crate) ending_first: &'static str,
    pub(crate) how_sure: &'static str,
    pub(crate) sure: &'static str,
    pub(crate) unsure: &'static str,
    pub(crate) in_place: &'static str,
    pub(crate) near: &'static str,
    pub(crate) not_in_place: &'static str,
    pub(crate) wrong_mark: &'static str,
    pub(crate) region_chosen: &'static str,
    pub(crate) region_left: &'static str,
    pub(crate) key_place: &'static str,
    pub(crate) move_up: &'static str,
    pub(crate) move_down: &'static str,
    pub(crate) position_of: &'static str,
    pub(crate) moved: &'static str,
    pub(crate) at_first: &'static str,
    pub(crate) at_last: &'static str,
    pub(crate) key_is: &'static str,
    pub(crate) group_for: &'static str,
    pub(crate) put_here: &'static str,
    pub(crate) put_in: &'static str,
    pub(crate) take_first: &'static str,
    pub(crate) estimate_now: &'static str,
    pub(crate) estimate_made: &'static str,
    pub(crate) estimate_key: &'static str,
    pub(crate) less: &'static str,
    pub(crate) more: &'static str,
    pub(crate) close_enough: &'static str,
    pub(crate) near_low: &'static str,
    pub(crate) near_high: &'static str,
    pub(crate) too_low: &'static str,
    pub(crate) too_high: &'static str,
    pub(crate) partner_for: &'static str,
    pub(crate) together: &'static str,
    pub(crate) apart: &'static str,
    pub(crate) cell: &'static str,
    pub(crate) your_number: &'static str,
    pub(crate) your_text: &'static str,
    pub(crate) read_as: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) choose_unit: &'static str,
    pub(crate) almost: &'static str,
    pub(crate) compare: &'static str,
    pub(crate) compared: &'static str,
    pub(crate) compared_said: &'static str,
    pub(crate) model: &'static str,
    pub(crate) tick_yourself: &'static str,
    pub(crate) in_your_text: &'static str,
    pub(crate) to_add: &'static str,
    pub(crate) path_so_far: &'static str,
    pub(crate) you_chose: &'static str,
    pub(crate) step_back: &'static str,
    pub(crate) back_at: &'static str,
    pub(crate) stuck: &'static str,
    pub(crate) path_full: &'static str,
    pub(crate) ending: &'static str,
    pub(crate) ending_right: &'static str,
    pub(crate) ending_near: &'static str,
    pub(crate) ending_wrong: &'static str,
    pub(crate) key_path: &'static str,
    pub(crate) go_to: &'static str,
    pub(crate) gap_of: &'static str,
    pub(crate) cards_left: Count,
    pub(crate) turn_card: &'static str,
    pub(crate) turn_back: &'static str,
    pub(crate) how_well: &'static str,
    pub(crate) rate_again: &'static str,
    pub(crate) rate_hard: &'static str,
    pub(crate) rate_good: &'static str,
    pub(crate) rate_easy: &'static str,
    pub(crate) all_rated: &'static str,
    pub(crate) rating_of: &'static str,
    pub(crate) was_known: &'static str,
    pub(crate) was_hard: &'static str,
    pub(crate) was_forgotten: &'static str,
    // The end of a lesson
    pub(crate) check_title: &'static str,
    pub(crate) told_later: &'static str,
    pub(crate) answered_of: &'static str,
    pub(crate) submit_page: &'static str,
    pub(crate) page_submitted: &'static str,
    pub(crate) page_lacks: Count,
    pub(crate) page_again: &'static str,
    pub(crate) end_done: &'static str,
    pub(crate) end_open: &'static str,
    pub(crate) pages_unseen: &'static str,
    pub(crate) held: &'static str,
    pub(crate) is_held: &'static str,
    pub(crate) not_held: &'static str,
    pub(crate) untried: Count,
    pub(crate) look_again: &'static str,
    pub(crate) nothing_again: &'static str,
    pub(crate) again_tried: &'static str,
    pub(crate) again_untried: &'static str,
    pub(crate) misconceptions: &'static str,
    pub(crate) misconception_said: &'static str,
    pub(crate) misconception_sure: &'static str,
    pub(crate) see_page: &'static str,
    pub(crate) held_rule: &'static str,
    // What an activity tells
    pub(crate) pick_first: &'static str,
    pub(crate) tick_first: &'static str,
    pub(crate) change_first: &'static str,
    pub(crate) hint_of: &'static str,
    pub(crate) again_said: &'static str,
    pub(crate) done: &'static str,
    pub(crate) key_was_shown: &'static str,
    pub(crate) attempts_left: Count,
    pub(crate) no_attempt_left: &'static str,
    pub(crate) points_of: Count,
    pub(crate) correct: &'static str,
    pub(crate) partly: &'static str,
    pub(crate) incorrect: &'static str,
    // A note in the line
    pub(crate) also: &'static str,
    pub(crate) source: &'static str,
    pub(crate) published: &'static str,
    pub(crate) calculated: &'static str,
    pub(crate) illustrative: &'static str,
    // Starting over
    pub(crate) undo: &'static str,
    pub(crate) undone: &'static str,
    pub(crate) set_back: &'static str,
    pub(crate) restored: &'static str,
    pub(crate) start_over: &'static str,
    pub(crate) start_over_why: &'static str,
    pub(crate) start_over_with: &'static str,
    pub(crate) undo_with: &'static str,
    pub(crate) whole_course: &'static str,
    // A note in the line
    pub(crate) checked: &'static str,
    pub(crate) check_again: &'static str,
    pub(crate) next_hint: &'static str,
    pub(crate) all_hints: &'static str,
    pub(crate) show_key: &'static str,
    pub(crate) key_shown: &'static str,
    pub(crate) vote: &'static str,
    pub(crate) on_paper: &'static str,
    pub(crate) paper_sequence: &'static str,
    pub(crate) paper_categorise: &'static str,
    pub(crate) paper_match: &'static str,
    pub(crate) paper_estimate: &'static str,
    pub(crate) paper_open: &'static str,
    pub(crate) paper_cards: &'static str,
    pub(crate) paper_hotspot: &'static str,
    pub(crate) paper_decision: &'static str,
    pub(crate) one_attempt: &'static str,
    pub(crate) first_vote: &'static str,
    pub(crate) second_vote: &'static str,
    pub(crate) hands_for: &'static str,
    pub(crate) one_more: &'static str,
    pub(crate) other_answer: &'static str,
    pub(crate) from_to: &'static str,
    pub(crate) which_first: &'static str,
    pub(crate) which_have: &'static str,
    pub(crate) hide_key: &'static str,
    pub(crate) key_hidden: &'static str,
    pub(crate) sheet_title: &'static str,
    pub(crate) sheet_lead: &'static str,
    pub(crate) print_sheet: &'static str,
    pub(crate) print_key: &'static str,
    pub(crate) again: &'static str,
}

impl Words {
    /// The sentences of the second half, from there.
    #[inline(never)]
    pub(crate) fn late(&self) -> &'static LateWords {
        match self.tongue {
            Tongue::En => &en::LATE,
            Tongue::Fr => &fr::LATE,
        }
    }

    /// The sentence for `number`, nothing filled in.
    pub(crate) fn plural(&self, count: Count, number: u32) -> &'static str {
        let one = match self.tongue {
            Tongue::En => number == 1,
            Tongue::Fr => number < 2,
        };
        if one { count.one } else { count.many }
    }

    /// The sentence for `number`, the number filled in.
    pub(crate) fn count(&self, count: Count, number: u32) -> String {
        fill(self.plural(count, number), &[("n", &digits(number.into()))])
    }

    /// `number` with its last `places` digits after the point, and `unit`, as the language sets them.
    #[inline(never)]
    pub(crate) fn measure(&self, number: i64, places: u8, unit: &str) -> String {
        let (point, part) = match self.tongue {
            Tongue::En => ('.', ','),
            Tongue::Fr => (',', '\u{202f}'),
        };
        let mut all = digits(number.checked_abs().unwrap_or(i64::MAX));
        let places = usize::from(places);
        while all.len() <= places {
            all.insert(0, '0');
        }
        let whole = all.len() - places;
        let mut said = String::new();
        if number < 0 {
            said.push('−');
        }
        for (n, digit) in all.chars().enumerate() {
            if n == whole {
                said.push(point);
            } else if n > 0 && n < whole && whole > 4 && (whole - n).is_multiple_of(3) {
                said.push(part);
            }
            said.push(digit);
        }
        // As in the texts: 25% in English, 25 % in French.
        if !unit.is_empty() && (unit != "%" || self.tongue == Tongue::Fr) {
            said.push('\u{a0}');
        }
        said.push_str(unit);
        said
    }

    /// A number as it is typed: `number`, with the decimal sign of the language.
    pub(crate) fn typed(&self, number: &str) -> String {
        match self.tongue {
            Tongue::En => number.to_owned(),
            Tongue::Fr => number
                .chars()
                .map(|c| if c == '.' { ',' } else { c })
                .collect(),
        }
    }
}

/// A number in digits. (The formatter of the standard library is a large thing for a small one.)
#[inline(never)]
fn digits(number: i64) -> String {
    let mut out = String::new();
    domain::json::digits(number, &mut out);
    out
}

/// A whole number in digits.
pub(crate) fn number(number: impl TryInto<i64>) -> String {
    digits(number.try_into().unwrap_or(i64::MAX))
}

/// `sentence` with each `{name}` replaced by its value.
pub(crate) fn fill(sentence: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(sentence.len() + 16);
    for (n, piece) in pieces(sentence, [b'{', b'}']).enumerate() {
        // Names stand between the others.
        match values
            .iter()
            .find(|(known, _)| n % 2 == 1 && *known == piece)
        {
            Some((_, value)) => out.push_str(value),
            None if n % 2 == 1 => {}
            None => out.push_str(piece),
        }
    }
    out
}
