// Prints random histories of recalls, with the memory that ts-fsrs 5.4.2 (MIT) computes after each.
// `fsrs.txt` beside this file is its output, made with node 20:
//
//     npm install ts-fsrs@5.4.2
//     node fsrs.mjs > fsrs.txt
//
// Only the algorithm itself is asked, with the days that passed as they are written: no date, no
// interval that a scheduler proposed, no learning step and no fuzz has a part in it.
//
// `enable_short_term` chooses between two sets of formulas in ts-fsrs. The authors' crate `fsrs` 6.6.2
// has no such setting and computes what ts-fsrs computes with true: a recall on the day of the one
// before follows the short-term formula (w17, w18, w19), and a lapse leaves at most S / exp(w17 * w18).
//
// ts-fsrs computes in f64 and rounds to 8 decimals as it goes; 6 are printed. Stability reaches 14,000:
// compare it as a share.

import { FSRSAlgorithm, default_w } from "ts-fsrs";

const SEED = 20250101;
const HISTORIES = 500;
const MOST_REVIEWS = 12;

const algorithm = new FSRSAlgorithm({
  w: [...default_w],
  request_retention: 0.9,
  enable_fuzz: false,
  enable_short_term: true,
});

// mulberry32: a number from 0 up to 1, the same ones for the same seed.
function mulberry32(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = mulberry32(SEED);

// A whole number from `low` to `high`, both included.
const whole = (low, high) => low + Math.floor(random() * (high - low + 1));

// 1 again, 2 hard, 3 good, 4 easy. Good is the most frequent.
function someRating() {
  const at = random();
  if (at < 0.15) return 1;
  if (at < 0.3) return 2;
  if (at < 0.85) return 3;
  return 4;
}

// Days since the previous review: often a few, sometimes when the memory is due, sometimes long
// after, now and then the same day.
function someDays(stability) {
  const at = random();
  if (at < 0.07) return 0;
  if (at < 0.5) return whole(1, 5);
  if (at < 0.75) return Math.max(1, Math.round(stability));
  if (at < 0.9) return whole(6, 60);
  return whole(61, 400);
}

const lines = [
  "# history days rating retrievability stability difficulty: one recall a line; days since the one before and retrievability then, the memory after it; 1 again, 2 hard, 3 good, 4 easy. Written by fsrs.mjs with ts-fsrs 5.4.2.",
];
for (let history = 1; history <= HISTORIES; history++) {
  const reviews = whole(1, MOST_REVIEWS);
  let state = null;
  for (let review = 0; review < reviews; review++) {
    const days = state === null ? 0 : someDays(state.stability);
    const rating = someRating();
    const recalled = state === null ? 1 : algorithm.forgetting_curve(days, state.stability);
    state = algorithm.next_state(state, days, rating);
    const { stability, difficulty } = state;
    lines.push(`${history} ${days} ${rating} ${recalled.toFixed(6)} ${stability.toFixed(6)} ${difficulty.toFixed(6)}`);
  }
}
console.log(lines.join("\n"));
