/** CAS pages by number (alb.md §2.4). */
interface CasPage {
  CurrentPage: number;
  ShowSize: number;
  TotalCount: number;
}

const LARGEST_PAGE = 100;

/** The rows of one page; pages begin at 1, and what is below counts as 1. */
export function casPage<Row>(
  rows: Row[],
  { CurrentPage = 1, ShowSize = 50 }: { CurrentPage?: number; ShowSize?: number },
): CasPage & { shown: Row[] } {
  const page = Math.max(1, CurrentPage);
  const size = Math.min(LARGEST_PAGE, Math.max(1, ShowSize));
  return {
    CurrentPage: page,
    ShowSize: size,
    TotalCount: rows.length,
    shown: rows.slice((page - 1) * size, page * size),
  };
}
