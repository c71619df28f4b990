//! `boucle play`: a robot does every activity of a course.

use domain::{
    edition::Edition,
    robot::{self, Manner, Stumble, Trouble},
};

use crate::render::count;

/// What came of playing a course.
#[derive(Debug)]
pub struct Played {
    /// What people read of it.
    pub shown: String,
    /// How often the robot could not go on.
    pub stumbles: usize,
}

/// Plays `edition`: all right, all wrong, and `learners` times anything, from `seed` on.
pub fn play(edition: &Edition, seed: u32, learners: u32) -> Played {
    let mut manners = vec![
        ("all right".to_owned(), Manner::Right),
        ("all wrong".to_owned(), Manner::Wrong),
    ];
    for seed in (0..learners).map(|n| seed.wrapping_add(n)) {
        manners.push((format!("seed {seed}"), Manner::Chance(seed.to_string())));
    }
    let manifest = &edition.manifest;
    let mut shown = format!("{} {}\n", manifest.id, manifest.version);
    let mut stumbles = 0;
    for (name, manner) in manners {
        let played = robot::play(edition, &manner);
        shown.push_str(&format!(
            "  {name:<12} {}, {}\n",
            count(played.activities, "activity"),
            count(played.events, "step")
        ));
        stumbles += played.stumbles.len();
        for stumble in &played.stumbles {
            shown.push_str(&format!("    {}\n", sentence(stumble)));
        }
    }
    shown.push_str(&match stumbles {
        0 => "The robot came through.\n".to_owned(),
        n => format!("The robot could not go on in {}.\n", count(n, "place")),
    });
    Played { shown, stumbles }
}

fn sentence(stumble: &Stumble) -> String {
    let Stumble {
        lesson,
        lang,
        page,
        activity,
        trouble,
    } = stumble;
    let trouble = match trouble {
        Trouble::KeyEarnsLess(Some(score)) => {
            format!(
                "its key earns {} of {}",
                score.points,
                count(score.of as usize, "point")
            )
        }
        Trouble::KeyEarnsLess(None) => "its key can't be graded".to_owned(),
        Trouble::KeyOutOfReach => "its key can't be put together".to_owned(),
        Trouble::DeadEnd(response) => format!(
            "nothing leads to the key from the response {}",
            serde_json::to_string(response).unwrap_or_default()
        ),
        Trouble::CardOutOfReach(card) => format!("no way leads to the card `{card}`"),
        Trouble::CardWithoutEnding(card) => {
            format!("no way leads from the card `{card}` to an ending")
        }
        Trouble::KeyWithheld => "its key can't be shown".to_owned(),
        Trouble::NoBeginning => "it can't be begun again".to_owned(),
        Trouble::NoPoll => "there is nothing to vote on".to_owned(),
    };
    format!("{lesson}#{page}, {activity} ({}): {trouble}", lang.as_str())
}
