import type { Table } from "../rpc/table.ts";
import type { CertificateRow } from "./rows.ts";

/** Texts that a keyword is looked for in, one after the other in one, and the certificates (by their index) that each is of. */
interface Texts {
  all: string;
  /** Where each begins. */
  starts: number[];
  owners: number[][];
}

/** All certificates that are not deleted, the latest first, their resource ids, and their domains: each list of domains once. */
interface Searched {
  /** Of the table when this was made. */
  writes: number;
  rows: CertificateRow[];
  ids: Texts;
  domains: Texts;
}

const searched = new WeakMap<Table<CertificateRow>, Searched>();

/** The certificates that are not deleted, the latest first; with a keyword those in whose domains or resource id it stands. */
export function certificatesWith(table: Table<CertificateRow>, keyword: string | undefined): CertificateRow[] {
  const { rows, ids, domains } = searchedIn(table);
  if (keyword === undefined || keyword === "") return rows;
  if (keyword.includes("\n")) return [];
  const found = new Set([...ownersOf(ids, keyword), ...ownersOf(domains, keyword)]);
  return [...found].sort((one, other) => one - other).map((index) => rows[index] as CertificateRow);
}

/** Whose texts have the keyword. */
function ownersOf({ all, starts, owners }: Texts, keyword: string): number[] {
  const found: number[][] = [];
  let at = all.indexOf(keyword);
  while (at !== -1) {
    const index = lastNotAfter(starts, at);
    found.push(owners[index] ?? []);
    // On with the next text: one that has the keyword twice is found once.
    at = all.indexOf(keyword, starts[index + 1] ?? all.length);
  }
  return found.flat();
}

/** What CAS calls a certificate as a resource. */
export function resourceId({ Source, CertId }: Pick<CertificateRow, "Source" | "CertId">): string {
  return `cas-${Source}-${CertId}`;
}

function searchedIn(table: Table<CertificateRow>): Searched {
  const known = searched.get(table);
  if (known !== undefined && known.writes === table.writes) return known;
  const rows = [...table.all()].filter((row) => row.Deleted !== true).reverse();
  const made = {
    writes: table.writes,
    rows,
    ids: textsOf(rows.map(resourceId)),
    domains: textsOf(rows.map((row) => row.Domains.join("\n"))),
  };
  searched.set(table, made);
  return made;
}

function textsOf(texts: string[]): Texts {
  const ownersByText = new Map<string, number[]>();
  for (const [index, text] of texts.entries()) {
    const owners = ownersByText.get(text);
    if (owners === undefined) ownersByText.set(text, [index]);
    else owners.push(index);
  }
  const distinct = [...ownersByText.keys()].map((text) => `${text}\n`);
  let length = 0;
  const starts = distinct.map((text) => {
    length += text.length;
    return length - text.length;
  });
  return { all: distinct.join(""), starts, owners: [...ownersByText.values()] };
}

/** The index of the last number that is not after another. The numbers are in order, and the first is not. */
function lastNotAfter(numbers: number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) <= value) low = middle;
    else high = middle;
  }
  return low;
}
