import type { EtlDryRun } from '../api/types'

/** What a run would do, found out on the first rows of its source; nothing was written. */
export function DryRun({ dryRun }: { dryRun: EtlDryRun }) {
  const { plan, columns, changes, rejected, rows, error_code: code, error_message: message } = dryRun
  return (
    <section class="plan-box" tabIndex={0} aria-label="What it would do" role="status">
      {code && <p class="tone-bad"><strong>✕ It would fail with {code}</strong>: {message}</p>}
      <p>
        <strong>{dryRun.rows_read.toLocaleString()} rows looked at</strong>{dryRun.complete ? ', which is all of them' : '; later ones may tell otherwise'}
        {dryRun.rows_rejected > 0 && <span class="tone-person"> ! {dryRun.rows_rejected.toLocaleString()} do not fit</span>}
        {dryRun.rows_known > 0 && <span class="quiet"> {dryRun.rows_known.toLocaleString()} are loaded already</span>}.{' '}
        <span class="quiet">Nothing was written.</span>
      </p>
      {plan.length > 0 && <ol class="plan">{plan.map(step => <li key={step}>{step}</li>)}</ol>}
      {changes.map(change => <p key={change} class="tone-undo">! {change}</p>)}
      {columns.length > 0 && (
        <table>
          <thead><tr>{columns.map(column => <th key={column.name} scope="col">{column.name} <span class="quiet">{column.type}</span></th>)}</tr></thead>
          <tbody>{rows.map((row, index) => <tr key={index}>{row.map((cell, at) => <td key={at}>{cell ?? <span class="quiet">NULL</span>}</td>)}</tr>)}</tbody>
        </table>
      )}
      {rejected.length > 0 && (
        <>
          <p><strong>Would be rejected</strong></p>
          <ul class="list">{rejected.map(one => <li key={one.line}>line {one.line}{one.column && `, ${one.column}`}: {one.reason} <code>{one.fields.join(' | ')}</code></li>)}</ul>
        </>
      )}
    </section>
  )
}
