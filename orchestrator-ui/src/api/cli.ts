import type { Call } from './call'
import { shellWord } from './curl'
import type { Json } from './types'

/** What the command line (docs/reference/cli.md) calls what the API does. */

/** Words behind the program's name, and what it is given on its standard input. */
interface Line {
  readonly words: readonly string[]
  readonly stdin?: Json
}

type Fields = { readonly [name: string]: Json | undefined }
type Told = (path: Readonly<Record<string, string>>, body: Fields, query: Fields) => Line | null

/** Where a checkout's own server listens, and the command line asks when it is not told whom. */
const USUAL = 'http://localhost:8080/'

/**
 * @param root of the server, with a slash at its end
 * @returns null for what the command line has no word for
 */
export function cliLine(call: Call, root: string): string | null {
  const path = Object.fromEntries(Object.entries(call.parts.path ?? {}).map(([name, value]) => [name, String(value)]))
  const line = LINES[`${call.method} ${call.path}`]?.(path, objectOf(call.body), (call.parts.query ?? {}) as Fields) ?? null
  if (line === null) return null
  const program = isOnThisMachine(root) ? './orchestrator' : 'orc'
  const words = [program, ...line.words, ...(root === USUAL ? [] : ['--url', root.replace(/\/$/, '')])]
  const text = words.map(shellWord).join(' ')
  return line.stdin === undefined ? text : `printf %s ${shellWord(JSON.stringify(line.stdin))} | ${text}`
}

function isOnThisMachine(root: string): boolean {
  return /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])[:/]/.test(root)
}

/** An option with what is said to it; nothing when that is nothing. A value that looks like an option is bound to its own. */
function say(option: string, value: Json | undefined): string[] {
  if (value === undefined || value === null || value === '') return []
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.startsWith('-') ? [`${option}=${text}`] : [option, text]
}

/** The same for what is JSON, text in its quotation marks as well. */
function json(option: string, value: Json | undefined): string[] {
  return value === undefined ? [] : [option, JSON.stringify(value)]
}

function flag(option: string, isSaid: Json | undefined): string[] {
  return isSaid === true ? [option] : []
}

function why(fields: Fields): string[] {
  return say('--reason', fields['reason'])
}

function line(...words: (string | undefined | readonly string[])[]): Line {
  return { words: words.flat().map(word => word ?? '') }
}

/** A run is steered, with a reason. */
const steered = (verb: string): Told => ({ instanceId }, body) => line('instance', verb, instanceId, why(body))

const mended = (verb: string, option: string, field: string): Told => ({ instanceId, taskId }, body) =>
  line('task', verb, instanceId, taskId, json(option, body[field]), say('--iteration', body['iteration']), why(body))

const ofProjection = (verb: string): Told => ({ name }, body) => line('projection', verb, name, why(body))

const ofWebhook = (verb: string): Told => ({ name }, body) => line('webhook', verb, name, say('--from', body['from']), why(body))

const ofBatch = (verb: string): Told => ({ batchId }, body) => line('batch', verb, batchId, why(body))

function named({ namespace, name, workflow }: Readonly<Record<string, string>>): string {
  return `${namespace}/${name ?? workflow}`
}

const LINES: Readonly<Record<string, Told>> = {
  'GET /api/v1/instances/{instanceId}/explain': ({ instanceId }) => line('instance', 'describe', instanceId),
  'GET /api/v1/batches/{batchId}': ({ batchId }) => line('batch', 'get', batchId),
  'GET /api/v1/jobs/{jobId}': ({ jobId }) => line('job', 'get', jobId),
  'GET /api/v1/schedules/{namespace}/{name}': path => line('schedule', 'get', named(path)),

  'POST /api/v1/workflows/{namespace}/{workflow}/instances': (path, body) =>
    line('start', `${named(path)}${body['revision'] === undefined ? '' : `@${text(body['revision'])}`}`, say('--run-id', body['runId']), json('--input', body['input'])),
  'PATCH /api/v1/workflows/{namespace}/{workflow}': (path, body) => body['paused'] === undefined
    ? line('workflow', 'use', named(path), text(body['defaultRevision']), why(body))
    : line('workflow', body['paused'] === true ? 'pause' : 'resume', named(path), why(body)),

  'POST /api/v1/instances/{instanceId}/pause': steered('pause'),
  'POST /api/v1/instances/{instanceId}/resume': steered('resume'),
  'POST /api/v1/instances/{instanceId}/retry': steered('retry'),
  'POST /api/v1/instances/{instanceId}/cancel': steered('cancel'),
  'POST /api/v1/instances/{instanceId}/terminate': ({ instanceId }, body) => line('instance', 'terminate', instanceId, flag('--undo', body['compensate']), why(body)),
  'POST /api/v1/instances/{instanceId}/compensate': ({ instanceId }, body) => line('instance', 'compensate', instanceId, say('--from', body['fromTaskId']),
    say('--to-savepoint', body['toSavepoint']), say('--then', body['then']), say('--plan-hash', body['planHash']), flag('--force', body['force']), why(body)),
  'POST /api/v1/instances/{instanceId}/signals/{name}': ({ instanceId, name }, body) => line('instance', 'signal', instanceId, name, json('--payload', body['payload'])),
  'POST /api/v1/signals': (_path, body) => line('instance', 'signal-by-key', `${text(body['namespace'])}/${text(body['name'])}`, text(body['key']),
    say('--signal-id', body['signalId']), json('--payload', body['payload'])),
  'PATCH /api/v1/instances/{instanceId}/labels': ({ instanceId }, body) =>
    line('instance', 'label', instanceId, Object.entries(objectOf(body['labels'])).map(([name, value]) => `${name}=${value === null ? '' : text(value)}`), why(body)),

  'POST /api/v1/instances/{instanceId}/tasks/{taskId}/retry': mended('retry', '--input', 'input'),
  'POST /api/v1/instances/{instanceId}/tasks/{taskId}/skip': mended('skip', '--result', 'output'),
  'POST /api/v1/instances/{instanceId}/tasks/{taskId}/complete': mended('complete', '--result', 'output'),
  'POST /api/v1/instances/{instanceId}/tasks/{taskId}/resolve': mended('resolve', '--evidence', 'evidence'),

  'POST /api/v1/incidents/{incidentId}/resolve': ({ incidentId }, body) =>
    line('incident', 'resolve', incidentId, text(body['action']), json('--input', body['input']), json('--result', body['output']), why(body)),
  'POST /api/v1/incidents/{incidentId}/assign': ({ incidentId }, body) => line('incident', 'assign', incidentId, say('--to', body['assignee']), say('--note', body['note'])),

  'POST /api/v1/batches': (_path, body) => line('batch', 'create', text(body['operation']), say('--filter', body['filter']),
    listOf(body['instanceIds']).flatMap(id => ['--run', text(id)]), say('--fingerprint', body['fingerprint']), json('--parameters', body['parameters']),
    say('--per-second', body['perSecond']), flag('--dry-run', body['dryRun']), why(body)),
  'POST /api/v1/batches/{batchId}/pause': ofBatch('pause'),
  'POST /api/v1/batches/{batchId}/resume': ofBatch('resume'),
  'POST /api/v1/batches/{batchId}/cancel': ofBatch('cancel'),

  'POST /api/v1/schedules/{namespace}/{name}/pause': (path, body) => line('schedule', 'pause', named(path), say('--note', body['note'])),
  'POST /api/v1/schedules/{namespace}/{name}/resume': path => line('schedule', 'resume', named(path)),
  'POST /api/v1/schedules/{namespace}/{name}/trigger': (path, body) => line('schedule', 'trigger', named(path), say('--overlap', body['overlap']), say('--trigger-id', body['triggerId'])),
  'POST /api/v1/schedules/{namespace}/{name}/backfill': (path, body) => line('schedule', 'backfill', named(path), say('--from', body['from']), say('--to', body['to']),
    say('--overlap', body['overlap']), say('--max-concurrent', body['maxConcurrent'])),
  'PUT /api/v1/schedules/{namespace}/{name}': (path, body) => ({ ...line('schedule', 'set', named(path), '--file', '-'), stdin: body as Json }),
  'DELETE /api/v1/schedules/{namespace}/{name}': path => line('schedule', 'delete', named(path)),

  'POST /api/v1/jobs': (_path, body) => line('job', 'put', text(body['type']), json('--payload', body['payload']), say('--job-id', body['jobId'])),
  'POST /api/v1/jobs/{jobId}/cancel': ({ jobId }, body) => line('job', 'cancel', jobId, why(body)),
  'POST /api/v1/jobs/{jobId}/retry': ({ jobId }, body) => line('job', 'retry', jobId, why(body)),

  'POST /api/v1/tokens': (_path, body) => line('token', 'create', text(body['name']), listOf(body['grants']).flatMap(grant => ['--grant', text(grant)]),
    say('--expires-in', body['expiresIn']), why(body)),
  'POST /api/v1/tokens/{tokenName}/rotate': ({ tokenName }, body) => line('token', 'rotate', tokenName, say('--grace', body['grace']), say('--expires-in', body['expiresIn']), why(body)),
  'DELETE /api/v1/tokens/{tokenName}': ({ tokenName }, _body, query) => line('token', 'revoke', tokenName, why(query)),

  'POST /api/v1/workers/{workerId}/drain': ({ workerId }, body) => line('worker', 'drain', workerId, why(body)),
  'PATCH /api/v1/queues/{queue}': ({ queue }, body) => body['paused'] === undefined
    ? line('queue', 'limit', queue, limitWords(body), why(body))
    : line('queue', body['paused'] === true ? 'pause' : 'resume', queue, why(body)),

  'GET /api/v1/server/outboxes': () => line('server', 'outboxes'),
  'GET /api/v1/server/encryption': () => line('server', 'encryption'),
  'POST /api/v1/server/encryption/rewrap': (_path, body) => line('server', 'rewrap', why(body)),
  'DELETE /api/v1/server/encryption/keys/{keyId}': ({ keyId }, _body, query) => line('server', 'retire-key', keyId, why(query)),
  'GET /api/v1/projections/{name}/explain': ({ name }) => line('projection', 'explain', name),
  'POST /api/v1/projections/{name}/pause': ofProjection('pause'),
  'POST /api/v1/projections/{name}/resume': ofProjection('resume'),
  'POST /api/v1/projections/{name}/rebuild': ofProjection('rebuild'),
  'POST /api/v1/projections/{name}/rebuild/give-up': ofProjection('give-up'),
  'POST /api/v1/projections/{name}/skip': ({ name }, body) => line('projection', 'skip', name, text(body['eventId']), why(body)),
  'POST /api/v1/projections/{name}/dead-letters/retry': ({ name }, body) => line('projection', 'retry', name, text(body['eventId']), why(body)),

  'GET /api/v1/webhooks/{name}': ({ name }) => line('webhook', 'get', name),
  'POST /api/v1/webhooks/{name}/pause': ofWebhook('pause'),
  'POST /api/v1/webhooks/{name}/resume': ofWebhook('resume'),
  'POST /api/v1/webhooks/{name}/test': ({ name }) => line('webhook', 'test', name),
  'POST /api/v1/webhooks/{name}/deliveries/{id}/redeliver': ({ name, id }) => line('webhook', 'redeliver', name, id),
  'DELETE /api/v1/webhooks/{name}': ({ name }, _body, query) => line('webhook', 'remove', name, why(query)),

  'PUT /api/v1/retention/{namespace}': ({ namespace }, body) => line('retention', 'set', namespace,
    ['completed', 'failed', 'compensated', 'cancelled', 'terminated'].flatMap(end => say(`--${end}`, body[end])), flag('--archive', body['archive']), why(body)),
  'DELETE /api/v1/retention/{namespace}': ({ namespace }, _body, query) => line('retention', 'remove', namespace, why(query)),

  'GET /api/jobs': () => line('router', 'jobs'),
  'GET /api/v1/etl/jobs/{id}': ({ name }) => line('etl', 'job', 'get', name),
  'POST /api/v1/etl/jobs': (_path, body) => ({ ...line('etl', 'job', 'apply', '--file', '-'), stdin: body as Json }),
  'PUT /api/v1/etl/jobs/{id}': (_path, body) => ({ ...line('etl', 'job', 'apply', '--file', '-'), stdin: body as Json }),
  'POST /api/v1/etl/jobs/{id}/run': ({ name }, body) => line('etl', 'job', 'run', name, say('--run-id', body['run_id'])),
  'POST /api/v1/etl/jobs/{id}/dry_run': ({ name }, body) => line('etl', 'job', 'dry-run', name, say('--look-at', body['look_at'])),
  'DELETE /api/v1/etl/jobs/{id}': ({ name }) => line('etl', 'job', 'delete', name),
  'PUT /api/v1/etl/connections/{name}': ({ name = '' }, body) => ({ ...line('etl', 'connection', 'apply', '--file', '-'), stdin: { name, ...body } as Json }),
  'POST /api/v1/etl/connections/{name}/test': ({ name }, body) => (Object.keys(body).length > 0 ? null : line('etl', 'connection', 'test', name)),
  'DELETE /api/v1/etl/connections/{name}': ({ name }) => line('etl', 'connection', 'delete', name),

  'PUT /api/v1/budgets/{workload}': ({ workload }, body) => line('limits', 'set-budget', workload, say('--max', body['max']), why(body)),
  'DELETE /api/v1/budgets/{workload}': ({ workload }, _body, query) => line('limits', 'remove-budget', workload, why(query)),
  'PUT /api/v1/fairness/{queue}/{key}': ({ queue, key }, body) =>
    line('limits', 'set-fairness', queue, key, say('--weight', body['weight']), say('--max-concurrent', body['maxConcurrent']), why(body)),
  'DELETE /api/v1/fairness/{queue}/{key}': ({ queue, key }, _body, query) => line('limits', 'remove-fairness', queue, key, why(query)),
  'PUT /api/v1/breakers/{taskType}': ({ taskType }, body) =>
    line('limits', 'set-breaker', taskType, say('--failures', body['failures']), say('--window', body['window']), say('--open-for', body['openFor']), why(body)),
  'POST /api/v1/breakers/{taskType}/open': ({ taskType }, body) => line('limits', 'open-breaker', taskType, why(body)),
  'POST /api/v1/breakers/{taskType}/close': ({ taskType }, body) => line('limits', 'close-breaker', taskType, why(body)),
  'DELETE /api/v1/breakers/{taskType}': ({ taskType }, _body, query) => line('limits', 'remove-breaker', taskType, why(query)),
}

/** Null takes a limit away, in the words that the command line has for that. */
function limitWords(body: Fields): string[] {
  const rate = body['rateLimit']
  const { count, per, burst } = objectOf(rate)
  const weights = body['weights'] === undefined ? undefined : ['P0', 'P1', 'P2', 'P3'].map(name => text(objectOf(body['weights'])[name])).join(',')
  return [
    ...(body['maxConcurrent'] === undefined ? [] : say('--max-concurrent', body['maxConcurrent'] ?? 0)),
    ...(rate === undefined ? [] : say('--rate', rate === null ? 'none' : [count, per, burst].filter(one => one !== undefined).map(text).join('/'))),
    ...say('--weights', weights),
    ...(body['strict'] === undefined ? [] : say('--strict', body['strict'] === true ? 'yes' : 'no')),
  ]
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}

function objectOf(value: Json | undefined): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}
}

function listOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : []
}
