//! Who learns on a machine that several share. Nobody has an account.

use crate::{
    digest::Digest,
    id::Id,
    json::{self, Write as _, stored_struct},
};

/// Someone who learns on this machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Learner {
    /// Names the learner on this machine, and what is kept of them.
    pub id: Id,
    /// The first name, as they wrote it; at most [`NAME_MOST`] characters. Empty for someone who gave none.
    pub name: String,
    /// Which picture, below [`PICTURES`].
    pub picture: u8,
    /// Whether all of it is cleared when they are finished.
    pub guest: bool,
    /// What draws the curtain, if they want one.
    pub pin: Option<Pin>,
}

/// So many pictures there are to choose from.
pub const PICTURES: u8 = 8;
/// Characters of a name; what is beyond is cut off.
pub const NAME_MOST: usize = 24;
/// Digits of a PIN: at least and at most.
pub const DIGITS: [usize; 2] = [4, 8];

/// What tells a PIN, without telling it to who looks into the store.
///
/// It is a curtain, not a safe: ten thousand PINs are tried in no time, and what it hides stands in the
/// browser unlocked. It keeps one learner from going on under another's name by mistake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// Makes the same PIN of two learners look different.
    salt: String,
    /// The digest of both.
    print: String,
}

stored_struct!(Pin { salt, print });
stored_struct!(Learner { id, name, picture, guest; pin });

impl Pin {
    /// The PIN `typed`, if it is one: some digits and nothing else. `salt` is drawn by chance.
    pub fn new(typed: &str, salt: &str) -> Option<Self> {
        let [least, most] = DIGITS;
        let digits = typed.bytes().all(|byte| byte.is_ascii_digit());
        let sound = digits && (least..=most).contains(&typed.len());
        sound.then(|| Self {
            salt: salt.to_owned(),
            print: print(salt, typed),
        })
    }

    /// Whether it is the PIN `typed`.
    pub fn opens(&self, typed: &str) -> bool {
        print(&self.salt, typed) == self.print
    }
}

fn print(salt: &str, typed: &str) -> String {
    let text = [salt, " ", typed].concat();
    Digest::of(text.as_bytes()).as_str().to_owned()
}

impl Learner {
    /// A learner of this name and picture.
    pub fn new(id: Id, name: &str, picture: u8, pin: Option<Pin>) -> Self {
        Self {
            id,
            name: name.trim().chars().take(NAME_MOST).collect(),
            picture: picture % PICTURES,
            guest: false,
            pin,
        }
    }

    /// As it is stored.
    pub fn encode(&self) -> String {
        let mut text = String::new();
        self.write(&mut text);
        text
    }

    /// As it was stored under its id; none where it can't be read.
    pub fn decode(id: &str, text: &str) -> Option<Self> {
        let value = json::parse(text.as_bytes()).ok()?;
        let learner: Self = json::read(&value)?;
        let fits = learner.id.as_str() == id && learner.name.chars().count() <= NAME_MOST;
        fits.then_some(Self {
            picture: learner.picture % PICTURES,
            ..learner
        })
    }

    /// Where what they do is kept, on a machine whose program is served from `folder` (which ends in a
    /// slash). Who learned here before there were several has the folder itself.
    pub fn place(folder: &str, id: Option<&str>) -> String {
        match id {
            Some(id) => [folder, "~", id].concat(),
            None => folder.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(text: &str) -> Id {
        Id::new(text).expect("an id")
    }

    #[test]
    fn a_learner_comes_back_as_stored_and_anything_else_is_nobody() {
        let pin = Pin::new("0421", "salt");
        for pin in [None, pin] {
            let learner = Learner::new(id("k3f9"), "  Zoé ", 3, pin);
            assert_eq!(learner.name, "Zoé");
            let text = learner.encode();
            assert_eq!(Learner::decode("k3f9", &text).as_ref(), Some(&learner));
            assert_eq!(Learner::decode("other", &text), None);
            for end in 0..text.len() {
                let cut = text.get(..end).unwrap_or("");
                assert_eq!(Learner::decode("k3f9", cut), None);
            }
        }
        let long = Learner::new(id("a"), &"é".repeat(100), 200, None);
        assert_eq!(long.name.chars().count(), NAME_MOST);
        assert!(long.picture < PICTURES);
    }

    #[test]
    fn a_pin_is_some_digits_and_opens_to_them_alone() {
        let pin = Pin::new("0421", "salt").expect("a PIN");
        assert!(pin.opens("0421"));
        for other in ["0422", "421", "04210", "", "O421"] {
            assert!(!pin.opens(other), "{other}");
        }
        for none in ["", "123", "123456789", "12 34", "abcd", "١٢٣٤"] {
            assert_eq!(Pin::new(none, "salt"), None, "{none}");
        }
        assert_ne!(Pin::new("0421", "other"), Some(pin));
        let learner = Learner::new(id("a"), "Ada", 0, Pin::new("0421", "salt"));
        assert!(!learner.encode().contains("0421"));
    }

    #[test]
    fn no_place_of_a_learner_is_in_that_of_another() {
        let places = [None, Some("a"), Some("ab")].map(|it| Learner::place("/x/", it));
        assert_eq!(places, ["/x/", "/x/~a", "/x/~ab"]);
        // The name of a key ends the place, and no folder ends without a slash.
        let keys = places.map(|place| ["boucle", &place, "#s/"].concat());
        for (n, key) in keys.iter().enumerate() {
            let others = keys.iter().enumerate().filter(|(m, _)| *m != n);
            assert!(
                others
                    .into_iter()
                    .all(|(_, other)| !other.starts_with(key.as_str()))
            );
        }
    }
}
