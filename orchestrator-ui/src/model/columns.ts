/** Columns of the list of runs, beside that of the run itself. An address can name them, as can what this browser keeps. */

export const COLUMNS = ['state', 'why', 'workflow', 'begun', 'ended', 'took', 'priority', 'labels'] as const
export type Column = (typeof COLUMNS)[number] | `attr.${string}` | `label.${string}`

export const DEFAULT_COLUMNS: readonly Column[] = ['state', 'why', 'workflow', 'begun', 'ended', 'labels']

const COLUMNS_MAX = 12

export function isColumn(name: string): name is Column {
  return (COLUMNS as readonly string[]).includes(name) || /^(attr|label)\.[^,]{1,255}$/.test(name)
}

/** Names with commas between them; what is no column is passed by, and none at all is no choice. */
export function readColumns(text: string | null): readonly Column[] | undefined {
  const names = [...new Set((text ?? '').split(',').map(name => name.trim()).filter(isColumn))].slice(0, COLUMNS_MAX)
  return names.length > 0 ? names : undefined
}

export function toggleColumn(columns: readonly Column[], column: Column): readonly Column[] {
  if (columns.includes(column)) return columns.filter(one => one !== column)
  const place = (one: Column) => ((COLUMNS as readonly string[]).includes(one) ? (COLUMNS as readonly string[]).indexOf(one) : COLUMNS.length)
  return [...columns, column].sort((a, b) => place(a) - place(b))
}

export function titleOf(column: Column): string {
  const name = column.replace(/^(attr|label)\./, '')
  return name === column ? `${name[0]!.toUpperCase()}${name.slice(1)}` : name
}
