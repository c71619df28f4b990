//! The icons that only the second half shows. Those of the first stand in `style/icons.svg`, in the page.

use crate::{adapter::page, view::node::node};

/// An icon: its name, its view box, its shapes with their attributes.
type Icon = (&'static str, &'static str, &'static [Shape]);
type Shape = (&'static str, &'static [(&'static str, &'static str)]);

const ICONS: &[Icon] = &[
    (
        "i-bookmark",
        "0 0 24 24",
        &[("path", &[("d", "M6.5 3.5h11V21L12 16.5 6.5 21z")])],
    ),
    (
        "i-who-none",
        "0 0 24 24",
        &[
            ("circle", &[("cx", "12"), ("cy", "8.5"), ("r", "4")]),
            ("path", &[("d", "M4.5 20.5a7.5 7.5 0 0 1 15 0")]),
        ],
    ),
    (
        "i-who-wheel",
        "0 0 24 24",
        &[
            ("circle", &[("cx", "12"), ("cy", "12"), ("r", "9")]),
            ("circle", &[("cx", "12"), ("cy", "12"), ("r", "2.5")]),
            ("path", &[("d", "M12 3v6.5M12 14.5V21M3 12h6.5M14.5 12H21")]),
        ],
    ),
    (
        "i-who-leaf",
        "0 0 24 24",
        &[(
            "path",
            &[("d", "M4 20C4 9 11 4 20 4c0 9-5 16-16 16zM4 20L13.5 10.5")],
        )],
    ),
    (
        "i-who-drop",
        "0 0 24 24",
        &[(
            "path",
            &[("d", "M12 3c4 5 6 8 6 11a6 6 0 0 1-12 0c0-3 2-6 6-11z")],
        )],
    ),
    (
        "i-who-star",
        "0 0 24 24",
        &[(
            "path",
            &[(
                "d",
                "M12 3l2.8 5.9 6.2.8-4.6 4.3 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.7l6.2-.8z",
            )],
        )],
    ),
    (
        "i-who-bolt",
        "0 0 24 24",
        &[("path", &[("d", "M13.5 2.5L5 14h6l-1 7.5L18.5 10H12z")])],
    ),
    (
        "i-who-bottle",
        "0 0 24 24",
        &[(
            "path",
            &[("d", "M10 2.5h4v4l2.5 4v11h-9v-11l2.5-4zM7.5 14h9")],
        )],
    ),
    (
        "i-who-cube",
        "0 0 24 24",
        &[(
            "path",
            &[(
                "d",
                "M12 2.5l8.5 4.7v9.6L12 21.5l-8.5-4.7V7.2zM3.5 7.2L12 12l8.5-4.8M12 12v9.5",
            )],
        )],
    ),
    (
        "i-who-lamp",
        "0 0 24 24",
        &[("path", &[("d", "M9 3h6l4 9.5H5zM12 12.5V20M8 20.5h8")])],
    ),
    (
        "i-check",
        "0 0 24 24",
        &[("path", &[("d", "M4 12.5l5.5 5.5L20 6.5")])],
    ),
    ("i-half", "0 0 24 24", &[("path", &[("d", "M4.5 12h15")])]),
    (
        "i-key",
        "0 0 24 24",
        &[
            ("circle", &[("cx", "8"), ("cy", "15.5"), ("r", "4")]),
            ("path", &[("d", "M11 12.5L20 3.5M16 7.5l3 3")]),
        ],
    ),
    (
        "i-hint",
        "0 0 24 24",
        &[(
            "path",
            &[("d", "M8.5 17v-2.6a6.5 6.5 0 1 1 7 0V17zM10 20.75h4")],
        )],
    ),
    (
        "i-up",
        "0 0 24 24",
        &[("path", &[("d", "M12 20V5M5.5 11.5L12 5l6.5 6.5")])],
    ),
    (
        "i-down",
        "0 0 24 24",
        &[("path", &[("d", "M12 4v15M5.5 12.5L12 19l6.5-6.5")])],
    ),
    (
        "i-sun",
        "0 0 24 24",
        &[
            ("circle", &[("cx", "12"), ("cy", "12"), ("r", "4")]),
            (
                "path",
                &[(
                    "d",
                    "M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4",
                )],
            ),
        ],
    ),
    (
        "i-moon",
        "0 0 24 24",
        &[(
            "path",
            &[("d", "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z")],
        )],
    ),
    (
        "i-contrast",
        "0 0 24 24",
        &[
            ("circle", &[("cx", "12"), ("cy", "12"), ("r", "9")]),
            (
                "path",
                &[("d", "M12 3a9 9 0 0 1 0 18z"), ("fill", "currentColor")],
            ),
        ],
    ),
    (
        "i-auto",
        "0 0 24 24",
        &[("path", &[("d", "M3.5 5h17v11h-17zM9 20h6M12 16v4")])],
    ),
    (
        "i-save",
        "0 0 24 24",
        &[("path", &[("d", "M12 3.5v11M7 10l5 5 5-5M4 20h16")])],
    ),
    (
        "i-verdict-good",
        "0 0 36 36",
        &[
            (
                "circle",
                &[
                    ("cx", "18"),
                    ("cy", "18"),
                    ("r", "16"),
                    ("fill", "currentColor"),
                ],
            ),
            (
                "path",
                &[
                    ("d", "M10 18.5l5.5 5.5L26 12.5"),
                    ("fill", "none"),
                    ("stroke", "var(--surface)"),
                    ("stroke-width", "3.5"),
                    ("stroke-linecap", "round"),
                    ("stroke-linejoin", "round"),
                ],
            ),
        ],
    ),
    (
        "i-verdict-part",
        "0 0 36 36",
        &[
            (
                "circle",
                &[
                    ("cx", "18"),
                    ("cy", "18"),
                    ("r", "14.5"),
                    ("fill", "none"),
                    ("stroke", "currentColor"),
                    ("stroke-width", "3"),
                ],
            ),
            (
                "path",
                &[
                    ("d", "M18 3.5a14.5 14.5 0 0 0 0 29z"),
                    ("fill", "currentColor"),
                ],
            ),
        ],
    ),
];

/// Puts them into the page.
#[inline(never)]
pub(crate) fn add() {
    let icon = |(name, view, shapes): &Icon| {
        let shape = |(tag, attributes): &Shape| {
            let mut shape = node(tag);
            for (name, value) in *attributes {
                shape = shape.attr(name, value);
            }
            shape
        };
        // An `svg` inside another serves as well as a `symbol`.
        let icon = node("svg").attr("id", name).attr("viewBox", view);
        icon.all(shapes.iter().map(shape).collect())
    };
    let all = node("svg").attr("hidden", "").attr("aria-hidden", "true");
    let all = all.all(ICONS.iter().map(icon).collect());
    page::append(all.bare());
}
