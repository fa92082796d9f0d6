import { useState } from 'preact/hooks'
import { type Column, COLUMNS, isColumn, titleOf, toggleColumn } from '../model/columns'
import { type Filter, writeFilter } from '../model/filter'
import { go } from '../router'
import { forgetView, keepColumns, savedViews, saveView } from '../store/views'
import { Link } from './parts'

/** Views that were saved in this browser, the saving of one, and the choice of columns. */
export function ViewsBar({ filter, columns }: { filter: Filter; columns: readonly Column[] }) {
  const query = writeFilter({ ...filter, columns })
  return (
    <div class="views">
      {savedViews.value.map(view => (
        <span key={view.name} class="saved">
          <Link to={`instances${view.query}`} current={view.query === query}>{view.name}</Link>
          <button type="button" class="link" aria-label={`Forget the view ${view.name}`} onClick={() => forgetView(view.name)}>✕</button>
        </span>
      ))}
      <SaveForm query={query} />
      <details>
        <summary>Columns</summary>
        <ColumnForm columns={columns} choose={next => (keepColumns(next), go(`instances${writeFilter({ ...filter, columns: next })}`, true))} />
      </details>
    </div>
  )
}

function SaveForm({ query }: { query: string }) {
  const [name, setName] = useState('')
  const save = (event: Event) => {
    event.preventDefault()
    saveView(name, query)
    setName('')
    ;(event.currentTarget as HTMLElement).closest('details')?.removeAttribute('open')
  }
  return (
    <details>
      <summary>Save this view</summary>
      <form onSubmit={save}>
        <label>Name, for this browser <input type="text" value={name} maxLength={60} required onInput={event => setName(event.currentTarget.value)} /></label>
        <button type="submit" class="primary" disabled={!name.trim()}>Save</button>
      </form>
    </details>
  )
}

function ColumnForm({ columns, choose }: { columns: readonly Column[]; choose: (columns: readonly Column[]) => void }) {
  const [name, setName] = useState('')
  const wanted = name.trim()
  const add = (event: Event) => {
    event.preventDefault()
    if (isColumn(wanted) && !columns.includes(wanted)) choose(toggleColumn(columns, wanted))
    setName('')
  }
  const own = columns.filter(column => !(COLUMNS as readonly string[]).includes(column))
  return (
    <>
      {[...COLUMNS, ...own].map(column => (
        <label key={column} class="check"><input type="checkbox" checked={columns.includes(column)} onChange={() => choose(toggleColumn(columns, column))} /> {own.includes(column) ? column : titleOf(column)}</label>
      ))}
      <form onSubmit={add}>
        <label>Another <span class="quiet">attr.customer or label.tier</span> <input type="text" value={name} onInput={event => setName(event.currentTarget.value)} /></label>
        <button type="submit" disabled={!isColumn(wanted)}>Add</button>
      </form>
    </>
  )
}
