import type { EtlJob, EtlJobSpec, EtlPlugin, EtlRun, Json } from '../api/types'
import { type JsonObject, objectOf } from './schema-form'

/** Jobs that move rows, for people. */

export type Side = 'extractor' | 'loader'

/** What is said of the job as a whole may stand on either side; here it stands with the target. */
const OF_THE_JOB = ['cursor', 'schema_drift', 'on_reject']

/** The document says of configurations only that they are objects. */
export function configOf(value: Json | undefined): Record<string, never> {
  return objectOf(value) as Record<string, never>
}

/** Where rows come from or go to, such as `csv sales.csv` or `postgres sales`. */
export function placeWords(type: string, config: Json): string {
  const { path, url, table, query } = objectOf(config)
  const where = [path ?? (table || query ? undefined : url), table ?? (query === undefined ? undefined : 'a query')].filter(word => typeof word === 'string')
  return [type, where.join(', ')].filter(Boolean).join(' ')
}

/** What happens to the target, such as `merge by id, from sold_at on`. */
export function loadWords(job: Pick<EtlJob, 'extractor_config' | 'loader_config'>): string {
  const of = (name: string) => objectOf(job.loader_config as Json)[name] ?? objectOf(job.extractor_config as Json)[name]
  const keys = of('keys')
  const words = [typeof of('disposition') === 'string' ? String(of('disposition')) : '']
  if (Array.isArray(keys)) words[0] += ` by ${keys.join(', ')}`
  if (of('cursor')) words.push(`only what is beyond the last ${String(of('cursor'))}`)
  if (of('on_reject') === 'skip') words.push('rows that do not fit are set aside')
  if (of('schema_drift')) words.push(`columns ${String(of('schema_drift'))}`)
  return words.filter(Boolean).join('; ')
}

/** The last run of each job, of a list that has the newest first. */
export function lastRuns(runs: readonly EtlRun[]): ReadonlyMap<string, EtlRun> {
  const last = new Map<string, EtlRun>()
  for (const run of runs) if (!last.has(run.job_name)) last.set(run.job_name, run)
  return last
}

/**
 * What the plugin wants to know for a side; null when it has none.
 *
 * @param connections that can be named there
 */
export function schemaOf(plugin: EtlPlugin | undefined, side: Side, connections: readonly string[] = []): JsonObject | null {
  const schema = plugin?.[side] as Json | undefined
  if (!schema) return null
  const { properties, ...rest } = objectOf(schema)
  const shown = Object.entries(objectOf(properties)).filter(([name]) => side === 'loader' || !OF_THE_JOB.includes(name))
  const named = ([name, property]: [string, Json]): [string, Json] => (name === 'connection' && connections.length > 0 ? [name, { ...objectOf(property), enum: [...connections] }] : [name, property])
  return { ...rest, properties: Object.fromEntries(shown.map(named)) }
}

/** A job as somebody writes it down. */
export interface JobDraft {
  readonly name: string
  readonly schedule: string
  readonly zone: string
  readonly extractorType: string
  readonly extractorConfig: Json | undefined
  readonly loaderType: string
  readonly loaderConfig: Json | undefined
  readonly transform: string
  /** Names, with commas or spaces. */
  readonly dependsOn: string
}

export const EMPTY_DRAFT: JobDraft = {
  name: '', schedule: '', zone: '', extractorType: 'csv', extractorConfig: {}, loaderType: 'duckdb', loaderConfig: {}, transform: '', dependsOn: '',
}

export function draftOf(job: EtlJob): JobDraft {
  return {
    name: job.name, schedule: job.schedule ?? '', zone: job.zone ?? '', extractorType: job.extractor_type, extractorConfig: job.extractor_config as Json,
    loaderType: job.loader_type, loaderConfig: job.loader_config as Json, transform: transformText(job.transform as Json), dependsOn: job.depends_on.join(', '),
  }
}

/** A SELECT as it is, expressions as JSON. */
export function transformText(transform: Json | null | undefined): string {
  if (transform === null || transform === undefined) return ''
  return typeof transform === 'string' ? transform : JSON.stringify(transform, null, 2)
}

/** What is no JSON stays text, and is told from a SELECT by the server. */
function transformOf(text: string): Json {
  if (!text.trim().startsWith('{')) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** What is left empty is not said. */
export function specOf(draft: JobDraft): EtlJobSpec {
  const dependsOn = draft.dependsOn.split(/[\s,]+/).filter(Boolean)
  return {
    name: draft.name.trim(),
    ...(draft.schedule.trim() ? { schedule: draft.schedule.trim() } : {}),
    ...(draft.zone.trim() ? { zone: draft.zone.trim() } : {}),
    extractor_type: draft.extractorType, extractor_config: configOf(draft.extractorConfig),
    loader_type: draft.loaderType, loader_config: configOf(draft.loaderConfig),
    ...(draft.transform.trim() ? { transform: transformOf(draft.transform) } : {}),
    ...(dependsOn.length > 0 ? { depends_on: dependsOn } : {}),
  }
}
