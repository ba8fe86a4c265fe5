import type { Table } from "../rpc/table.ts";
import type { CertificateRow } from "./rows.ts";

/** All certificates that are not deleted, the latest first, and one text of all that a keyword is looked for in. */
interface Searched {
  /** Of the table when this was made. */
  writes: number;
  rows: CertificateRow[];
  text: string;
  /** Where the text of each row begins. */
  starts: number[];
}

const searched = new WeakMap<Table<CertificateRow>, Searched>();

/** The certificates that are not deleted, the latest first; with a keyword those in whose domains or resource id it stands. */
export function certificatesWith(table: Table<CertificateRow>, keyword: string | undefined): CertificateRow[] {
  const { rows, text, starts } = searchedIn(table);
  if (keyword === undefined || keyword === "") return rows;
  if (keyword.includes("\n")) return [];
  const found: CertificateRow[] = [];
  let at = text.indexOf(keyword);
  while (at !== -1) {
    const index = lastNotAfter(starts, at);
    found.push(rows[index] as CertificateRow);
    // On with the next certificate: one that has the keyword twice is found once.
    at = text.indexOf(keyword, starts[index + 1] ?? text.length);
  }
  return found;
}

/** What CAS calls a certificate as a resource. */
export function resourceId({ Source, CertId }: Pick<CertificateRow, "Source" | "CertId">): string {
  return `cas-${Source}-${CertId}`;
}

function searchedIn(table: Table<CertificateRow>): Searched {
  const known = searched.get(table);
  if (known !== undefined && known.writes === table.writes) return known;
  const rows = [...table.all()].filter((row) => row.Deleted !== true).reverse();
  const starts: number[] = [];
  let length = 0;
  const texts = rows.map((row) => {
    const text = `${[...row.Domains, resourceId(row)].join("\n")}\n`;
    starts.push(length);
    length += text.length;
    return text;
  });
  const made = { writes: table.writes, rows, text: texts.join(""), starts };
  searched.set(table, made);
  return made;
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
