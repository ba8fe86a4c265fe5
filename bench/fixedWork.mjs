// A fixed piece of work, in a process of its own: what other figures of the same run are divided by. Takes about a second.
const counts = new Map();
let state = 1;
for (let step = 0; step < 24_000_000; step += 1) {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  const key = state >>> 18;
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
const text = JSON.stringify([...counts]);
for (let round = 0; round < 12; round += 1) JSON.parse(text);
