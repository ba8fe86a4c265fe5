/** The rows of one page; pages begin at 1. The parameter table keeps both numbers in their bounds. */
export function dnsPage<Row>(
  rows: Row[],
  { PageNumber = 1, PageSize = 20 }: { PageNumber?: number; PageSize?: number },
) {
  return {
    PageNumber,
    PageSize,
    TotalCount: rows.length,
    shown: rows.slice((PageNumber - 1) * PageSize, PageNumber * PageSize),
  };
}
