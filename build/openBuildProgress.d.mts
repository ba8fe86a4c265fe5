/** Says on stderr how many of `total` packages are built. Gives what is to be called after each. */
export function openBuildProgress(
  total: number,
  terminal?: { isTTY?: boolean; write(text: string): unknown },
): () => void;
