import type { Change } from "./changes";

/** Member by member what was before and what came after. */
export function ChangeTable({ changes, words }: { changes: readonly Change[]; words: { label: string; field: string; before: string; after: string } }) {
  return (
    <div className="overflow-x-auto" role="region" aria-label={words.label} tabIndex={0}>
      <table className="w-full text-left text-sm">
        <thead className="text-muted"><tr><th scope="col" className="border-b border-hair py-1.5 pr-4 font-normal">{words.field}</th><th scope="col" className="border-b border-hair py-1.5 pr-4 font-normal">{words.before}</th><th scope="col" className="border-b border-hair py-1.5 font-normal">{words.after}</th></tr></thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.field} className="align-top">
              <th scope="row" className="border-b border-hair py-1.5 pr-4 font-normal">{change.field}</th>
              <td className="border-b border-hair py-1.5 pr-4 whitespace-pre-wrap text-muted [overflow-wrap:anywhere]">{change.before === undefined ? <span className="text-muted">–</span> : <del className="decoration-danger">{change.before || "“”"}</del>}</td>
              <td className="border-b border-hair py-1.5 whitespace-pre-wrap [overflow-wrap:anywhere]">{change.after === undefined ? <span className="text-muted">–</span> : <ins className="no-underline">{change.after || "“”"}</ins>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
