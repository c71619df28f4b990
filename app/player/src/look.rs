//! How a learner wants the program to look and speak, kept on the device apart from progress.

use domain::{pieces::pieces, port::KeyValue};

use crate::words::Tongue;

/// How the program looks and speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Look {
    /// The language of the interface, and of the course where it has it.
    pub(crate) tongue: Tongue,
    /// The colours.
    pub(crate) theme: Theme,
    /// The size of the text.
    pub(crate) size: Size,
    /// Whether letters and digits pick entries.
    pub(crate) letters: bool,
    /// A random name for the learner of this device, from which orders are drawn.
    pub(crate) learner: String,
}

/// The colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Theme {
    /// As the device has it.
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
    /// The most contrast there is.
    Contrast,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub(crate) const ALL: [Self; 4] = [Self::Auto, Self::Light, Self::Dark, Self::Contrast];

    /// The word of the style sheets; none when they follow the device.
    pub(crate) fn word(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Light => Some("light"),
            Self::Dark => Some("dark"),
            Self::Contrast => Some("contrast"),
        }
    }
}

/// The size of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// As the browser has it.
    Normal,
    /// An eighth larger.
    Large,
    /// Nearly a third larger.
    Larger,
}

impl Size {
    /// Every size, in the order of the switch.
    pub(crate) const ALL: [Self; 3] = [Self::Normal, Self::Large, Self::Larger];

    /// The word of the style sheets; none for the browser's own size.
    pub(crate) fn word(self) -> Option<&'static str> {
        match self {
            Self::Normal => None,
            Self::Large => Some("1"),
            Self::Larger => Some("2"),
        }
    }
}

impl Look {
    /// The look for someone who prefers `languages` and chose nothing yet.
    pub(crate) fn first(languages: &[String], learner: &str) -> Self {
        let tongue = languages
            .iter()
            .find_map(|code| Tongue::read(code))
            .unwrap_or(Tongue::En);
        Self {
            tongue,
            theme: Theme::Auto,
            size: Size::Normal,
            letters: true,
            learner: learner.to_owned(),
        }
    }

    /// The look as it was left in `store`; what is not there or not readable stays as it is.
    pub(crate) fn recall(mut self, store: &impl KeyValue, place: &str) -> Self {
        let Ok(Some(text)) = store.get(&key(place)) else {
            return self;
        };
        let mut words = pieces(&text, [b' '; 2]);
        if let Some(tongue) = words.next().and_then(Tongue::read) {
            self.tongue = tongue;
        }
        if let Some(word) = words.next() {
            let named = |theme: &Theme| theme.word().unwrap_or("auto") == word;
            self.theme = Theme::ALL.into_iter().find(named).unwrap_or(self.theme);
        }
        if let Some(word) = words.next() {
            let named = |size: &Size| size.word().unwrap_or("0") == word;
            self.size = Size::ALL.into_iter().find(named).unwrap_or(self.size);
        }
        if let Some(learner) = words
            .next()
            .filter(|name| !name.is_empty() && name.len() < 40)
        {
            self.learner = learner.to_owned();
        }
        self.letters = words.next() != Some("plain");
        self
    }

    /// Leaves the look in `store`. It is no loss when that fails.
    pub(crate) fn remember(&self, store: &impl KeyValue, place: &str) {
        let words = [
            self.tongue.code(),
            self.theme.word().unwrap_or("auto"),
            self.size.word().unwrap_or("0"),
            &self.learner,
            if self.letters { "letters" } else { "plain" },
        ];
        let _ = store.set(&key(place), &words.join(" "));
    }
}

fn key(place: &str) -> String {
    ["boucle", place, "#look"].concat()
}
