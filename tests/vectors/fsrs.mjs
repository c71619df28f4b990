// Prints 300 random review histories with the memory state that ts-fsrs 5.4.2 (MIT)
// computes after each review. `fsrs.txt` beside this file is its output.
//
//     npm install ts-fsrs@5.4.2
//     node fsrs.mjs > fsrs.txt
//
// The Rust crate `fsrs` 6.6.2 is compared with it: `FSRS::default().next_states(state, 0.9, days)`.
//
// What is computed: only the memory state, with `next_state` of the algorithm itself.
// It is given the elapsed days as they are written, so no date, no interval that a scheduler
// proposed, no learning step and no fuzz has a part in it.
//
// Why `enable_short_term` is true: in ts-fsrs that setting chooses between two sets of formulas,
// and the crate has no such setting and always computes what ts-fsrs computes with true.
//   - A review on the same day (0 days): with true, and in the crate, stability follows the
//     short-term formula (w17, w18, w19). With false it follows the long-term formulas.
//   - A lapse: with true, and in the crate, stability becomes at most S / exp(w17 * w18).
//     With false it becomes at most S.
// So with true the two agree by design, on the same day too, and such reviews are in the vectors.
//
// How close to expect the two: the crate computes in f32, ts-fsrs in f64, rounding to 8 decimals
// as it goes, and here 6 decimals are printed. Compare with a tolerance, not digit by digit.

import { FSRSAlgorithm, default_w } from "ts-fsrs";

const SEED = 20250101;
const HISTORIES = 300;
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
  "# history days rating stability difficulty: one review a line, the state is the one after it; days since the previous review; 1 again, 2 hard, 3 good, 4 easy. Written by fsrs.mjs with ts-fsrs 5.4.2.",
];
for (let history = 1; history <= HISTORIES; history++) {
  const reviews = whole(1, MOST_REVIEWS);
  let state = null;
  for (let review = 0; review < reviews; review++) {
    const days = state === null ? 0 : someDays(state.stability);
    const rating = someRating();
    state = algorithm.next_state(state, days, rating);
    const { stability, difficulty } = state;
    lines.push(`${history} ${days} ${rating} ${stability.toFixed(6)} ${difficulty.toFixed(6)}`);
  }
}
console.log(lines.join("\n"));
