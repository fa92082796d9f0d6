import { server } from './browser.mjs'

/** Runs to look at: one that waits for a person, one whose undo is stuck, one that has completed, a wide one. A worker for all of them. */

export const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>'

const FRAGILE = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: fragile
tasks:
  - { id: book, task: fragile.book, savepoint: booked, compensate: { task: fragile.unbook } }
  - { id: pay, task: fragile.pay, compensate: { task: fragile.unpay } }
  - { id: tell, task: fragile.tell, effect: none }
`
const WIDE = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: wide
tasks:
  - id: each
    map: { items: "\${ input.lines }", maxConcurrency: 100 }
    do: [{ id: pack, task: fragile.pack, input: { x: "\${ item }" }, compensate: { task: fragile.unpack } }]
`
const QUEUES = ['book', 'pay', 'unbook', 'unpay', 'tell', 'pack', 'unpack'].map(name => `fragile.${name}`)

export async function call(method, path, body, type = 'application/json') {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const response = await fetch(`${server}/api/v1/${path}`, { method, headers: { 'Content-Type': type }, body: text })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return response.json()
}

/** Works until nobody wants it any more, and does as the run's input says. */
export class SceneWorker {
  #isWanted = true
  #work = this.#loop()

  async #loop() {
    let results = []
    while (this.#isWanted) {
      const answer = await call('POST', 'tasks/poll', { workerId: 'scene', queues: QUEUES, max: 100, wait: '1s', results })
      results = answer.tasks.map(task => ({ executionId: task.executionId, fenceToken: task.fenceToken, ...outcome(task) }))
    }
  }

  stop() {
    this.#isWanted = false
    return this.#work
  }
}

function outcome(task) {
  const isFirst = task.attempt === 1
  if (task.runId.startsWith('stuck-task') && task.taskId === 'pay' && task.kind === 'ACTION' && isFirst) {
    return { failure: { kind: 'suspend', code: 'PSP_DOWN', message: `The provider ${MARKUP} does not answer`, details: { tried: [MARKUP] } } }
  }
  if (task.runId.startsWith('stuck-undo') && task.taskId === 'tell') {
    return { failure: { kind: 'compensate', code: 'NO_PHONE', message: 'There is no phone' } }
  }
  if (task.runId.startsWith('stuck-undo') && task.taskId === 'pay' && task.kind === 'COMPENSATION' && isFirst) {
    return { failure: { kind: 'fatal', code: 'ALREADY_SETTLED', message: 'The bank has settled it' } }
  }
  return { output: { ok: true } }
}

async function start(workflow, runId, input) {
  return (await call('POST', `workflows/look/${workflow}/instances`, { runId, input })).instanceId
}

export async function setScene() {
  await call('POST', 'workflows', FRAGILE, 'application/yaml')
  await call('POST', 'workflows', WIDE, 'application/yaml')
  const mark = Date.now().toString(36)
  const runs = {
    stuckTask: await start('fragile', `stuck-task ${mark} ${MARKUP}`, { who: MARKUP, big: 'x'.repeat(300_000) }),
    stuckUndo: await start('fragile', `stuck-undo ${mark}`, {}),
    good: await start('fragile', `good ${mark}`, {}),
    wide: await start('wide', `wide ${mark}`, { lines: Array.from({ length: 600 }, (_, n) => n) }),
  }
  const worker = new SceneWorker()
  await state(runs.stuckTask, 'SUSPENDED')
  await state(runs.stuckUndo, 'COMPENSATION_FAILED')
  await state(runs.good, 'COMPLETED')
  await state(runs.wide, 'COMPLETED')
  return { runs, worker }
}

/** Waits for it, and says what is instead if it does not come. */
export async function state(instanceId, wanted) {
  const end = Date.now() + 60_000
  for (;;) {
    const run = await call('GET', `instances/${instanceId}`)
    if (run.state === wanted) return run
    if (Date.now() > end) throw new Error(`The run ${run.runId} is ${run.state} and not ${wanted}`)
    await call('GET', `instances/${instanceId}/result?wait=1s`)
  }
}
