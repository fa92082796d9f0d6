import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cliLine } from '../api/cli'
import { type Call } from '../api/call'
import { look, patch, post, put, remove } from '../api/client'

const RUN = { path: { instanceId: 'i-1' } }
const TASK = { path: { instanceId: 'i-1', taskId: 'pay' } }
const SCHEDULE = { path: { namespace: 'shop', name: 'nightly' } }
const said = (call: Call) => cliLine(call, 'http://localhost:8080/')

/** What a page's buttons ask for, and the words for it. */
const LINES: readonly [Call, string][] = [
  [post('/api/v1/instances/{instanceId}/pause', RUN, { reason: "it's late" }), `instance pause i-1 --reason 'it'\\''s late'`],
  [post('/api/v1/instances/{instanceId}/resume', RUN, {}), 'instance resume i-1'],
  [post('/api/v1/instances/{instanceId}/cancel', RUN, { reason: '-f' }), 'instance cancel i-1 --reason=-f'],
  [post('/api/v1/instances/{instanceId}/terminate', RUN, { reason: 'so', compensate: false }), 'instance terminate i-1 --reason so'],
  [post('/api/v1/instances/{instanceId}/compensate', RUN, { fromTaskId: 'pay', then: 'stop', planHash: 'abc', force: true, reason: 'so' }),
    'instance compensate i-1 --from pay --then stop --plan-hash abc --force --reason so'],
  [post('/api/v1/instances/{instanceId}/signals/{name}', { path: { instanceId: 'i-1', name: 'review' } }, { payload: { ok: true } }),
    `instance signal i-1 review --payload '{"ok":true}'`],
  [post('/api/v1/signals', {}, { namespace: 'shop', name: 'paid', key: 'o 1', signalId: 'psp-7', payload: { ok: true } }),
    `instance signal-by-key shop/paid 'o 1' --signal-id psp-7 --payload '{"ok":true}'`],
  [patch('/api/v1/instances/{instanceId}/labels', RUN, { labels: { tier: 'gold', old: null } }), 'instance label i-1 tier=gold old='],
  [post('/api/v1/instances/{instanceId}/tasks/{taskId}/retry', TASK, { iteration: '3.0', input: { x: 1 }, reason: 'so' }),
    `task retry i-1 pay --input '{"x":1}' --iteration 3.0 --reason so`],
  [post('/api/v1/instances/{instanceId}/tasks/{taskId}/skip', TASK, { reason: 'so', output: 'none' }), `task skip i-1 pay --result '"none"' --reason so`],
  [post('/api/v1/instances/{instanceId}/tasks/{taskId}/complete', TASK, { reason: 'so', output: null }), 'task complete i-1 pay --result null --reason so'],
  [post('/api/v1/instances/{instanceId}/tasks/{taskId}/resolve', TASK, { reason: 'so', evidence: {} }), `task resolve i-1 pay --evidence '{}' --reason so`],
  [post('/api/v1/incidents/{incidentId}/resolve', { path: { incidentId: 'n' } }, { action: 'complete', output: {}, reason: 'so' }), `incident resolve n complete --result '{}' --reason so`],
  [post('/api/v1/incidents/{incidentId}/assign', { path: { incidentId: 'n' } }, { assignee: 'kim', note: 'mine' }), 'incident assign n --to kim --note mine'],
  [post('/api/v1/batches', {}, { operation: 'retry', instanceIds: ['a', 'b'], perSecond: 5, reason: 'so', dryRun: true }),
    'batch create retry --run a --run b --per-second 5 --dry-run --reason so'],
  [post('/api/v1/batches', {}, { operation: 'signal', filter: "state == 'RUNNING'", parameters: { name: 'go' }, reason: 'so' }),
    `batch create signal --filter 'state == '\\''RUNNING'\\''' --parameters '{"name":"go"}' --reason so`],
  [post('/api/v1/batches/{batchId}/cancel', { path: { batchId: 'b' } }, { reason: 'so' }), 'batch cancel b --reason so'],
  [post('/api/v1/workflows/{namespace}/{workflow}/instances', { path: { namespace: 'shop', workflow: 'order' } }, { revision: 2, runId: 'o 1', input: {} }),
    `start shop/order@2 --run-id 'o 1' --input '{}'`],
  [patch('/api/v1/workflows/{namespace}/{workflow}', { path: { namespace: 'shop', workflow: 'order' } }, { paused: true, reason: 'so' }), 'workflow pause shop/order --reason so'],
  [patch('/api/v1/workflows/{namespace}/{workflow}', { path: { namespace: 'shop', workflow: 'order' } }, { defaultRevision: 3, reason: 'so' }), 'workflow use shop/order 3 --reason so'],
  [post('/api/v1/schedules/{namespace}/{name}/pause', SCHEDULE, { note: 'so' }), 'schedule pause shop/nightly --note so'],
  [post('/api/v1/schedules/{namespace}/{name}/trigger', SCHEDULE, { triggerId: 't', overlap: 'skip' }), 'schedule trigger shop/nightly --overlap skip --trigger-id t'],
  [post('/api/v1/schedules/{namespace}/{name}/backfill', SCHEDULE, { from: 'a', to: 'b', maxConcurrent: 2 }), 'schedule backfill shop/nightly --from a --to b --max-concurrent 2'],
  [remove('/api/v1/schedules/{namespace}/{name}', SCHEDULE), 'schedule delete shop/nightly'],
  [post('/api/v1/jobs/{jobId}/cancel', { path: { jobId: 'j' } }, { reason: 'so' }), 'job cancel j --reason so'],
  [post('/api/v1/jobs', {}, { type: 'mail.send', payload: {}, jobId: 'm' }), `job put mail.send --payload '{}' --job-id m`],
  [post('/api/v1/tokens', {}, { name: 'ci@shop', grants: ['operator@shop', 'reader@shop'], expiresIn: '30d', reason: 'so' }),
    'token create ci@shop --grant operator@shop --grant reader@shop --expires-in 30d --reason so'],
  [post('/api/v1/tokens/{tokenName}/rotate', { path: { tokenName: 'ci@shop' } }, { grace: '0s', reason: 'so' }), 'token rotate ci@shop --grace 0s --reason so'],
  [remove('/api/v1/tokens/{tokenName}', { path: { tokenName: 'ci@shop' }, query: { reason: 'so' } }), 'token revoke ci@shop --reason so'],
  [post('/api/v1/workers/{workerId}/drain', { path: { workerId: 'w' } }, { reason: 'so' }), 'worker drain w --reason so'],
  [patch('/api/v1/queues/{queue}', { path: { queue: 'q' } }, { paused: false, reason: 'so' }), 'queue resume q --reason so'],
  [patch('/api/v1/queues/{queue}', { path: { queue: 'q' } }, { maxConcurrent: null, rateLimit: { count: 9, per: '1s', burst: 3 }, weights: { P0: 8, P1: 4, P2: 2, P3: 1 }, strict: true, reason: 'so' }),
    'queue limit q --max-concurrent 0 --rate 9/1s/3 --weights 8,4,2,1 --strict yes --reason so'],
  [patch('/api/v1/queues/{queue}', { path: { queue: 'q' } }, { rateLimit: null, reason: 'so' }), 'queue limit q --rate none --reason so'],
  [post('/api/v1/projections/{name}/pause', { path: { name: 'orders' } }, { reason: 'so' }), 'projection pause orders --reason so'],
  [post('/api/v1/projections/{name}/rebuild', { path: { name: 'orders' } }, { reason: 'so' }), 'projection rebuild orders --reason so'],
  [post('/api/v1/projections/{name}/rebuild/give-up', { path: { name: 'orders' } }, { reason: 'so' }), 'projection give-up orders --reason so'],
  [post('/api/v1/projections/{name}/skip', { path: { name: 'orders' } }, { eventId: '4711', reason: 'so' }), 'projection skip orders 4711 --reason so'],
  [post('/api/v1/projections/{name}/dead-letters/retry', { path: { name: 'orders' } }, { eventId: '4711', reason: 'so' }), 'projection retry orders 4711 --reason so'],
  [look('/api/v1/webhooks/{name}', { path: { name: 'shop' } }), 'webhook get shop'],
  [post('/api/v1/webhooks/{name}/pause', { path: { name: 'shop' } }, { reason: 'so' }), 'webhook pause shop --reason so'],
  [post('/api/v1/webhooks/{name}/resume', { path: { name: 'shop' } }, { from: 'now', reason: 'so' }), 'webhook resume shop --from now --reason so'],
  [post('/api/v1/webhooks/{name}/test', { path: { name: 'shop' } }, {}), 'webhook test shop'],
  [post('/api/v1/webhooks/{name}/deliveries/{id}/redeliver', { path: { name: 'shop', id: 'i.4' } }, {}), 'webhook redeliver shop i.4'],
  [remove('/api/v1/webhooks/{name}', { path: { name: 'shop' }, query: { reason: 'so' } }), 'webhook remove shop --reason so'],
  [put('/api/v1/retention/{namespace}', { path: { namespace: 'shop' } }, { completed: '30d', failed: '90d', archive: true, reason: 'so' }),
    'retention set shop --completed 30d --failed 90d --archive --reason so'],
  [remove('/api/v1/retention/{namespace}', { path: { namespace: 'shop' }, query: { reason: 'so' } }), 'retention remove shop --reason so'],
  [look('/api/jobs'), 'router jobs'],
  [look('/api/v1/etl/jobs/{id}', { path: { id: 'i', name: 'sales' } }), 'etl job get sales'],
  [post('/api/v1/etl/jobs/{id}/run', { path: { id: 'i', name: 'sales' } }, { run_id: 'today-1' }), 'etl job run sales --run-id today-1'],
  [post('/api/v1/etl/jobs/{id}/dry_run', { path: { id: 'i', name: 'sales' } }, { look_at: 10 }), 'etl job dry-run sales --look-at 10'],
  [remove('/api/v1/etl/jobs/{id}', { path: { id: 'i', name: 'sales' } }), 'etl job delete sales'],
  [post('/api/v1/etl/connections/{name}/test', { path: { name: 'shop' } }, {}), 'etl connection test shop'],
  [put('/api/v1/budgets/{workload}', { path: { workload: 'heavy' } }, { max: 2, reason: 'so' }), 'limits set-budget heavy --max 2 --reason so'],
  [remove('/api/v1/budgets/{workload}', { path: { workload: 'heavy' }, query: { reason: 'so' } }), 'limits remove-budget heavy --reason so'],
  [put('/api/v1/fairness/{queue}/{key}', { path: { queue: 'q', key: 'k' } }, { weight: 5, maxConcurrent: 10, reason: 'so' }), 'limits set-fairness q k --weight 5 --max-concurrent 10 --reason so'],
  [put('/api/v1/breakers/{taskType}', { path: { taskType: 't' } }, { failures: 5, window: '1m', openFor: '30s', reason: 'so' }),
    'limits set-breaker t --failures 5 --window 1m --open-for 30s --reason so'],
  [post('/api/v1/breakers/{taskType}/open', { path: { taskType: 't' } }, { reason: 'so' }), 'limits open-breaker t --reason so'],
]

describe('the line of the command line', () => {
  it.each(LINES)('says the same as the call, %#', (call, words) => expect(said(call)).toBe(`./orchestrator ${words}`))

  it('gives what is long on its standard input', () => {
    expect(said(put('/api/v1/schedules/{namespace}/{name}', SCHEDULE, { workflow: 'order', cron: '0 2 * * *' })))
      .toBe(`printf %s '{"workflow":"order","cron":"0 2 * * *"}' | ./orchestrator schedule set shop/nightly --file -`)
  })

  it('names the server when it is another than the usual one', () => {
    const call = post('/api/v1/instances/{instanceId}/resume', RUN, {})
    expect(cliLine(call, 'http://127.0.0.1:8081/')).toBe('./orchestrator instance resume i-1 --url http://127.0.0.1:8081')
    expect(cliLine(call, 'https://orchestrator.example/x/')).toBe('orc instance resume i-1 --url https://orchestrator.example/x')
  })

  it('is not made up for what the command line does not know', () => {
    expect(said(post('/api/v1/schedules/preview', {}, {} as never))).toBeNull()
  })
})

/** The reference is made of the commands themselves. */
describe('the reference of the command line', () => {
  const reference = readFileSync(new URL('../../../docs/reference/cli.md', import.meta.url), 'utf8')
  const everywhere = optionsIn(reference.slice(reference.indexOf('## Options of every command'), reference.indexOf('## Without a noun')))

  it.each(LINES)('has all words of it, %#', (_call, words) => {
    const [noun = '', first = '', second = ''] = words.split(' ')
    const verb = noun === 'etl' ? `${first} ${second}` : first
    const isAlone = noun === 'start'
    const section = isAlone ? reference : reference.slice(reference.indexOf(`## \`${noun}\``))
    const row = section.split('\n').find(line => line.startsWith(`| \`${isAlone ? noun : verb}`) && /[ `]/.test(line[3 + (isAlone ? noun : verb).length]!))
    expect(row, `${noun} ${verb}`).toBeDefined()
    const known = new Set([...optionsIn(row!), ...everywhere])
    expect(optionsIn(words.replace(/'[^']*'/g, '')).filter(option => !known.has(option))).toEqual([])
  })
})

function optionsIn(text: string): string[] {
  return text.match(/(?<=[\s`])--[a-z-]+/g) ?? []
}
