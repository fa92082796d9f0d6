import type { Query } from '../api/call'
import type { WorkflowState } from '../api/types'
import { type Column, readColumns } from './columns'

/** What the list of runs is narrowed by; the address of the page says it in the words of the API, so a link is a view. */
export interface Filter {
  readonly states: readonly WorkflowState[]
  /** One value each, in the order of CHIP_NAMES. */
  readonly chips: Partial<Record<ChipName, string>>
  /** Search attributes by name. */
  readonly attributes: Readonly<Record<string, string>>
  readonly isOldestFirst: boolean
  /** What is shown of each; what this browser keeps when absent. Narrows nothing. */
  readonly columns?: readonly Column[]
}

export const STATES: readonly WorkflowState[] = [
  'RUNNING', 'PAUSED', 'SUSPENDED', 'COMPENSATING', 'COMPENSATION_FAILED',
  'COMPLETED', 'FAILED', 'COMPENSATED', 'CANCELLED', 'TERMINATED',
]

/** Those that wait for a person. */
export const NEEDS_PERSON: readonly WorkflowState[] = ['SUSPENDED', 'COMPENSATION_FAILED']

export const CHIP_NAMES = [
  'namespace', 'workflow', 'runId', 'label', 'code',
  'startedAfter', 'startedBefore', 'endedAfter', 'endedBefore', 'parentInstanceId', 'filter',
] as const
export type ChipName = (typeof CHIP_NAMES)[number]

export const EMPTY_FILTER: Filter = { states: [], chips: {}, attributes: {}, isOldestFirst: false }

export function readFilter(search: string): Filter {
  const query = new URLSearchParams(search)
  const wanted = new Set(query.getAll('state').flatMap(text => text.split(',')))
  const chips: Partial<Record<ChipName, string>> = {}
  for (const name of CHIP_NAMES) {
    const value = query.get(name)
    if (value) chips[name] = value
  }
  const attributes: Record<string, string> = {}
  for (const [name, value] of query) {
    if (name.startsWith('attr.') && name.length > 5 && value) attributes[name.slice(5)] = value
  }
  const columns = readColumns(query.get('columns'))
  return {
    states: STATES.filter(state => wanted.has(state)),
    chips,
    attributes,
    isOldestFirst: query.get('sort') === 'startedAt',
    ...(columns ? { columns } : {}),
  }
}

/** What the API is asked by. */
export function queryOf(filter: Filter): Query {
  const query: Record<string, string> = {}
  if (filter.states.length > 0) query['state'] = filter.states.join(',')
  for (const name of CHIP_NAMES) {
    const value = filter.chips[name]
    if (value) query[name] = value
  }
  for (const [name, value] of Object.entries(filter.attributes)) query[`attr.${name}`] = value
  if (filter.isOldestFirst) query['sort'] = 'startedAt'
  return query
}

export function isNarrowed(filter: Filter): boolean {
  return filter.states.length > 0 || Object.keys(filter.chips).length > 0 || Object.keys(filter.attributes).length > 0
}

/** The query of the page's address, with its question mark; empty when nothing is narrowed. */
export function writeFilter(filter: Filter): string {
  const query = { ...queryOf(filter), ...(filter.columns ? { columns: filter.columns.join(',') } : {}) }
  const text = new URLSearchParams(query as Record<string, string>).toString().replaceAll('%2C', ',').replaceAll('%3A', ':')
  return text ? `?${text}` : ''
}

export function toggleState(filter: Filter, state: WorkflowState): Filter {
  const isOn = filter.states.includes(state)
  return { ...filter, states: STATES.filter(one => (one === state ? !isOn : filter.states.includes(one))) }
}

export function withChip(filter: Filter, name: ChipName, value: string): Filter {
  const chips = { ...filter.chips }
  if (value) chips[name] = value
  else delete chips[name]
  return { ...filter, chips }
}

/**
 * What somebody has typed into the search box: `name:value` sets a chip of that name, `attr.name:value` a search attribute, a state
 * its state, anything else looks for a run id.
 */
export function typed(filter: Filter, text: string): Filter {
  const trimmed = text.trim()
  const state = STATES.find(one => one === trimmed.toUpperCase())
  if (state) return filter.states.includes(state) ? filter : toggleState(filter, state)
  const match = /^([\w.]+)[:=](.+)$/s.exec(trimmed)
  const name = match?.[1]
  const value = match?.[2]?.trim()
  if (name && value && (CHIP_NAMES as readonly string[]).includes(name)) return withChip(filter, name as ChipName, value)
  if (name?.startsWith('attr.') && value) {
    return { ...filter, attributes: { ...filter.attributes, [name.slice(5)]: value } }
  }
  return withChip(filter, 'runId', trimmed)
}
