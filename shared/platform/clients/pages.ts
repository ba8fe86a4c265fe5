/** Every item of a list that pages by token (ALB, CloudFlow): `NextToken` is absent or empty on the last page. */
export async function* allPages<Page extends { NextToken?: string }, Item>(
  fetchPage: (paging: { NextToken?: string; MaxResults: number }) => Promise<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): AsyncGenerator<Item> {
  let token: string | undefined;
  do {
    const page = await fetchPage({ MaxResults: 100, ...(token === undefined ? {} : { NextToken: token }) });
    yield* itemsOf(page) ?? [];
    token = page.NextToken;
  } while (token !== undefined && token !== "");
}

/** Every item of a list that pages by number (CAS): pages are 1-based, `TotalCount` tells the end. */
export async function* allNumberedPages<Page extends { TotalCount?: number }, Item>(
  fetchPage: (paging: { CurrentPage: number; ShowSize: number }) => Promise<Page>,
  itemsOf: (page: Page) => Item[] | undefined,
): AsyncGenerator<Item> {
  let seen = 0;
  for (let number = 1; ; number += 1) {
    const page = await fetchPage({ CurrentPage: number, ShowSize: 50 });
    const items = itemsOf(page) ?? [];
    yield* items;
    seen += items.length;
    if (items.length === 0 || seen >= (page.TotalCount ?? 0)) return;
  }
}

/** The generator's items as an array. */
export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
