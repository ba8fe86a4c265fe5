/**
 * Works on every item, a few at a time, and gives the results in the items' order. The first failure ends it: nothing more
 * is begun, and it is thrown when what was under way has ended, so that nothing goes on behind the caller's back.
 */
export async function eachLimited<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
  atOnce = 8,
): Promise<Result[]> {
  const results: Result[] = [];
  const failures: unknown[] = [];
  let next = 0;
  const worker = async () => {
    while (next < items.length && failures.length === 0) {
      const position = next;
      next += 1;
      try {
        results[position] = await work(items[position] as Item);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  return results;
}
