//! The code of a completion slip, which a teacher can check without a network.
//!
//! The code says what the slip says, in short, with a sum of it: a slip whose numbers, name or course were
//! changed by hand no longer fits its code. It is no signature. There is no secret that a learner's own
//! browser could keep from the learner, so whoever knows how can make a code for anything; what it proves
//! is that nobody mistyped or touched up the paper, not that nobody cheated.

use crate::{digest::Digest, fold::fold, id::Id};

/// What a slip certifies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    /// Whose it is, as it is printed.
    pub name: String,
    /// Which course.
    pub course: Id,
    /// Which version of it.
    pub version: String,
    /// What was done.
    pub told: Told,
}

/// The numbers of a slip.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// When it was made: days since 1970, up to 65,535 (the year 2149).
    pub day: u16,
    /// Lessons worked through, out of all; at most 255 of each, as of the others.
    pub lessons: [u8; 2],
    /// Competencies held, out of all.
    pub competencies: [u8; 2],
    /// Points, out of all.
    pub points: [u16; 2],
}

/// What a code says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The numbers.
    pub told: Told,
    /// Prints of the name and of the course with its version.
    prints: [[u8; 3]; 2],
}

/// Why a code says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCode {
    /// It has another number of letters: how many, and how many it should have.
    Length(usize, usize),
    /// It has a character that no code has.
    Letter(char),
    /// One of its letters is not what it was.
    Sum,
    /// A newer program made it.
    Newer,
}

/// The version of the form of a code.
const VERSION: u8 = 1;
/// Bytes of a code: its version, the numbers, two prints, the sum.
const BYTES: usize = 1 + 10 + 6 + 3;
/// Letters of a code: five bits in each.
const LETTERS: usize = (BYTES * 8).div_ceil(5);

/// Crockford's base 32 (<https://www.crockford.com/base32.html>): no letter is taken for a digit.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

impl Slip {
    /// The code of the slip, in groups of four.
    pub fn code(&self) -> String {
        let mut bytes = vec![VERSION];
        let Told {
            day,
            lessons,
            competencies,
            points,
        } = self.told;
        bytes.extend(day.to_be_bytes());
        bytes.extend(lessons);
        bytes.extend(competencies);
        bytes.extend(points.into_iter().flat_map(u16::to_be_bytes));
        bytes.extend(print(&fold(&self.name)));
        bytes.extend(print(&of_course(&self.course, &self.version)));
        bytes.extend(sum(&bytes));
        let mut code = String::new();
        for (n, letter) in letters(&bytes).into_iter().enumerate() {
            if n > 0 && n.is_multiple_of(4) {
                code.push('-');
            }
            code.push(char::from(letter));
        }
        code
    }
}

impl Code {
    /// Reads a code as someone types it: in any case, with or without hyphens and spaces, O for 0, I and L
    /// for 1.
    ///
    /// # Errors
    ///
    /// [`NoCode`], where it says nothing.
    pub fn read(typed: &str) -> Result<Self, NoCode> {
        let mut values = Vec::new();
        for letter in typed.chars() {
            let plain = match letter.to_ascii_uppercase() {
                '-' | '\u{2010}'..='\u{2015}' => continue,
                letter if letter.is_whitespace() => continue,
                'O' => '0',
                'I' | 'L' => '1',
                letter => letter,
            };
            let value = ALPHABET.iter().position(|have| char::from(*have) == plain);
            values.push(value.ok_or(NoCode::Letter(letter))?);
            if values.len() > 10 * LETTERS {
                break;
            }
        }
        if values.len() != LETTERS {
            return Err(NoCode::Length(values.len(), LETTERS));
        }
        let mut bytes = [0_u8; BYTES];
        for (bit, byte) in (0..).zip(bytes.iter_mut()) {
            for n in 0..8 {
                let at = bit * 8 + n;
                let set = values[at / 5] >> (4 - at % 5) & 1;
                *byte = *byte << 1 | u8::from(set == 1);
            }
        }
        let (held, told) = bytes.split_at(BYTES - 3);
        if sum(held) != *told {
            return Err(NoCode::Sum);
        }
        let [
            version,
            d0,
            d1,
            l0,
            l1,
            c0,
            c1,
            p0,
            p1,
            p2,
            p3,
            n0,
            n1,
            n2,
            v0,
            v1,
            v2,
            ..,
        ] = bytes;
        if version != VERSION {
            return Err(NoCode::Newer);
        }
        Ok(Self {
            told: Told {
                day: u16::from_be_bytes([d0, d1]),
                lessons: [l0, l1],
                competencies: [c0, c1],
                points: [u16::from_be_bytes([p0, p1]), u16::from_be_bytes([p2, p3])],
            },
            prints: [[n0, n1, n2], [v0, v1, v2]],
        })
    }

    /// Whether the slip was made for someone of this name. Case, accents and spaces make no difference.
    pub fn is_of(&self, name: &str) -> bool {
        self.prints[0] == print(&fold(name))
    }

    /// Whether the slip is about this version of the course.
    pub fn is_about(&self, course: &Id, version: &str) -> bool {
        self.prints[1] == print(&of_course(course, version))
    }
}

fn of_course(course: &Id, version: &str) -> String {
    [course.as_str(), " ", version].concat()
}

/// Three bytes that tell texts apart, one in sixteen million alike.
fn print(text: &str) -> [u8; 3] {
    let digest = Digest::of(text.as_bytes());
    let digit = |at: usize| {
        let byte = digest.as_str().as_bytes().get(at).copied().unwrap_or(b'0');
        char::from(byte).to_digit(16).unwrap_or(0) as u8
    };
    [0, 2, 4].map(|at| digit(at) << 4 | digit(at + 1))
}

fn sum(bytes: &[u8]) -> [u8; 3] {
    let hex: String = letters(bytes).into_iter().map(char::from).collect();
    print(&hex)
}

/// `bytes`, five bits in each letter.
fn letters(bytes: &[u8]) -> Vec<u8> {
    let count = (bytes.len() * 8).div_ceil(5);
    let bit = |at: usize| {
        let byte = bytes.get(at / 8).copied().unwrap_or(0);
        usize::from(byte >> (7 - at % 8) & 1)
    };
    let letter = |n: usize| (0..5).fold(0, |value, at| value << 1 | bit(n * 5 + at));
    (0..count).map(|n| ALPHABET[letter(n)]).collect()
}
