import type { ComponentChildren } from 'preact'
import type { Instance, Json } from '../api/types'
import { type Column, titleOf } from '../model/columns'
import { EMPTY_FILTER, withChip, writeFilter } from '../model/filter'
import { duration } from '../model/time'
import { addresses } from '../router'
import { now } from '../store/now'
import { Ago, Link, StateBadge } from './parts'

interface Props {
  readonly runs: readonly Instance[]
  readonly columns: readonly Column[]
  readonly chosen: ReadonlySet<string>
  readonly choose: (ids: ReadonlySet<string>) => void
}

/** The list of runs, with what one wants to know of each, and which of them are chosen. */
export function RunTable({ runs, columns, chosen, choose }: Props) {
  const toggle = (id: string) => {
    const next = new Set(chosen)
    if (!next.delete(id)) next.add(id)
    choose(next)
  }
  const isAll = runs.every(run => chosen.has(run.instanceId))
  return (
    <table class="runs">
      <thead>
        <tr>
          <th scope="col"><input type="checkbox" aria-label="All of this page" checked={isAll}
            onChange={() => choose(new Set(isAll ? [] : runs.map(run => run.instanceId)))} /></th>
          <th scope="col">Run</th>{columns.map(column => <th key={column} scope="col">{titleOf(column)}</th>)}
        </tr>
      </thead>
      <tbody>
        {runs.map(run => (
          <tr key={run.instanceId}>
            <td><input type="checkbox" aria-label={`Choose ${run.runId}`} checked={chosen.has(run.instanceId)} onChange={() => toggle(run.instanceId)} /></td>
            <td><Link to={addresses.run(run.instanceId)}>{run.runId}</Link></td>
            {columns.map(column => <td key={column} class={column}>{cellOf(run, column)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function cellOf(run: Instance, column: Column): ComponentChildren {
  switch (column) {
    case 'state':
      return <StateBadge state={run.state} />
    case 'why':
      return run.cause ? `${run.cause.taskId ? `${run.cause.taskId}: ` : ''}${run.cause.code}` : ''
    case 'workflow':
      return <><Link to={`instances${writeFilter(withChip(withChip(EMPTY_FILTER, 'namespace', run.namespace), 'workflow', run.workflow))}`}>{run.namespace}/{run.workflow}</Link> {run.revision}</>
    case 'begun':
      return <Ago at={run.startedAt} />
    case 'ended':
      return <Ago at={run.endedAt} />
    case 'took':
      return run.startedAt ? duration((run.endedAt ? Date.parse(run.endedAt) : now.value) - Date.parse(run.startedAt)) : '–'
    case 'priority':
      return run.priority
    case 'labels':
      return <span class="quiet">{Object.entries(run.labels).map(([name, value]) => `${name}:${value}`).join(' ')}</span>
    default:
      return column.startsWith('label.') ? run.labels[column.slice(6)] : textOf((run.attributes as { [name: string]: Json })[column.slice(5)])
  }
}

function textOf(value: Json | undefined): string {
  return value === undefined || value === null ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}
