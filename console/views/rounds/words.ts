/** A round of renewal. */
export const roundWords = {
  title: ["A round of renewal", "一轮证书续期"],
  runs: ["It has told nothing yet.", "尚无报告。"],
} as const;
