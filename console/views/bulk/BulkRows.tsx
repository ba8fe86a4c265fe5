import type { BulkTarget } from "../../../shared/core/bulk/planBulk.ts";
import { listenerAddress } from "../../placeQuery.ts";

/** A row for each target: its listener, and two cells more. */
export function BulkRows(props: {
  title: string;
  columns: readonly [string, string, string];
  rows: (readonly [BulkTarget, unknown, unknown])[];
}) {
  const { title, columns, rows } = props;
  return (
    <table class="table blocks">
      <caption class="hidden">{title}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th scope="col">{column}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([target, second, third]) => (
          <tr>
            <th scope="row">
              <a class="name" href={listenerAddress(target)}>
                {target.listenerId}
              </a>
              {target.certificateId === undefined ? null : (
                <span class="sub id">
                  {target.certificateId} → {target.successorId ?? "–"}
                </span>
              )}
            </th>
            <td class="wide" data-label={columns[1]}>
              {second}
            </td>
            <td class="wide" data-label={columns[2]}>
              {third}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
