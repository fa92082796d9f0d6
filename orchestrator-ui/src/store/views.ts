import { signal } from '@preact/signals'
import { type Column, readColumns } from '../model/columns'

/** What this browser keeps for whoever uses it: views of the list of runs by name, and the columns to begin with. */
export interface SavedView {
  readonly name: string
  /** The query of the page's address, with its question mark. */
  readonly query: string
}

const VIEWS = 'orchestrator.views'
const COLUMNS = 'orchestrator.columns'
const VIEWS_MAX = 30
const NAME_CHARS_MAX = 60

export const savedViews = signal<readonly SavedView[]>(readViews(read(VIEWS)))
export const savedColumns = signal<readonly Column[] | undefined>(readColumns(read(COLUMNS)))

/** What somebody else's hands, or an older page, may have written is not trusted to have any shape. */
export function readViews(text: string | null): readonly SavedView[] {
  try {
    const views: unknown = JSON.parse(text ?? '[]')
    return (Array.isArray(views) ? views : []).filter(isView).slice(0, VIEWS_MAX)
  } catch {
    return []
  }
}

function isView(view: unknown): view is SavedView {
  const { name, query } = (view ?? {}) as Record<string, unknown>
  return typeof name === 'string' && name !== '' && typeof query === 'string' && (query === '' || query.startsWith('?'))
}

/** One of the same name is replaced. */
export function saveView(name: string, query: string) {
  const view = { name: name.trim().slice(0, NAME_CHARS_MAX), query }
  if (!view.name) return
  keepViews([...savedViews.value.filter(one => one.name !== view.name), view].slice(-VIEWS_MAX))
}

export function forgetView(name: string) {
  keepViews(savedViews.value.filter(one => one.name !== name))
}

export function keepColumns(columns: readonly Column[]) {
  savedColumns.value = columns
  write(COLUMNS, columns.join(','))
}

function keepViews(views: readonly SavedView[]) {
  savedViews.value = views
  write(VIEWS, JSON.stringify(views))
}

/** A browser may keep nothing for a page; then it lasts as long as the tab. */
function read(key: string): string | null {
  try {
    return globalThis.localStorage?.getItem(key) ?? null
  } catch {
    return null
  }
}

function write(key: string, text: string) {
  try {
    globalThis.localStorage?.setItem(key, text)
  } catch {
    return
  }
}
