/** What the further pages show: a schedule, a job that has failed, limits with somebody who waits, runs for a batch. */

const REPORT = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: report
tasks:
  - { id: day, set: { of: "\${ input.at }" } }
`
const PARCEL = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: parcel
locks: ["van:\${ input.van }"]
tasks:
  - { id: arrive, signal: arrived }
`
const FRAIL = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: frail
tasks:
  - { id: try, task: fragile.frail, retry: { maxAttempts: 1 } }
`

const BOOKING = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: booking
input:
  schema:
    type: object
    required: [who, seats, lines]
    properties:
      who: { type: string, title: Traveller, minLength: 2 }
      seats: { type: integer, minimum: 1, maximum: 9 }
      class: { enum: [economy, business] }
      insured: { type: boolean }
      lines: { type: array, items: { type: object, required: [sku], properties: { sku: { type: string } } } }
searchAttributes: { traveller: "\${ input.who }" }
tasks:
  - { id: hold, task: fragile.hold, compensate: { task: fragile.free } }
  - { id: bill, task: fragile.bill }
`

/** @param api of an operator who may work, and who may set rules of retention */
export async function setFurtherScene(api) {
  for (const text of [REPORT, PARCEL, FRAIL, BOOKING, BOOKING.replace('fragile.bill }', 'fragile.bill, effect: none }')]) await api.register(text)
  await api.call('PUT', 'schedules/look/nightly', {
    workflow: 'report', cron: '0 2 * * *', zone: 'Europe/Berlin', input: { at: '${ schedule.at }' }, exclude: ['2030-12-24'], note: 'the report of the night', paused: false,
  })
  await api.call('PUT', 'budgets/look-heavy', { max: 2, reason: 'peak hours' })
  await api.call('PUT', 'breakers/look.charge', { failures: 5, window: '1m', openFor: '30s', reason: 'they ask for it' })
  await api.call('POST', 'breakers/look.charge/open', { reason: 'they have announced it' })
  await api.call('PUT', 'fairness/look-reports/critical', { weight: 5, maxConcurrent: 10, reason: 'our largest customer' })
  await api.call('PATCH', 'queues/look.psp', { maxConcurrent: 5, rateLimit: { count: 10, per: '1s' }, reason: 'their contract' })
  await api.call('PUT', 'retention/look-old', { completed: '30d', failed: '90d', reason: 'as the law wants it' })
  await api.call('PUT', 'webhooks/look-shop', { url: 'https://shop.example/events', namespace: 'look-nobody', secret: `whsec_${Buffer.alloc(32, 7).toString('base64')}`, reason: 'the shop wants to know' })
  const mark = Date.now().toString(36)
  const van = `van-${mark}`
  const parcels = []
  for (const n of [1, 2, 3]) {
    parcels.push(await api.start('look/parcel', `parcel ${mark} ${n}`, { van }, { labels: { van } }))
  }
  const frail = []
  for (const n of [1, 2]) frail.push(await api.start('look/frail', `frail ${mark} ${n}`, {}))
  const jobId = `look-job-${mark}`
  await api.call('POST', 'jobs', { jobId, type: 'look.thumbnail', payload: { path: '/media/17.mkv' }, entityId: 'library-1', retry: { maxAttempts: 1 } })
  await fail(api, 'look.thumbnail', { kind: 'fatal', code: 'NO_SUCH_FILE', message: 'There is no such file' })
  const waiting = `look-wait-${mark}`
  await api.call('POST', 'jobs', { jobId: waiting, type: 'look.nobody', payload: {} })
  for (const _ of frail) await fail(api, 'fragile.frail', { kind: 'suspend', code: 'SCALE_BROKEN', message: 'The scale is broken' })
  for (const id of frail) await api.state(id, 'SUSPENDED')
  return { mark, van, parcels, frail, jobId, waiting }
}

/** Takes one task of a queue, and reports that it has failed. */
async function fail(api, queue, failure) {
  const { tasks: [task] } = await api.call('POST', 'tasks/poll', { workerId: 'further-scene', queues: [queue], max: 1, wait: '10s' })
  if (!task) throw new Error(`Nothing came in the queue ${queue}`)
  await api.call('POST', `tasks/${task.executionId}/fail`, { workerId: 'further-scene', fenceToken: task.fenceToken, failure })
}
