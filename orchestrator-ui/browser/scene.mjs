import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Workflows to look at, and a worker for all of them, which does as the input of a run says. */

export const MARKUP = '<img src=x onerror=alert(1)><script>alert(2)</script>'

export const ORDER = readFileSync(fileURLToPath(new URL('../../examples/order-saga/src/main/resources/order-saga.yaml', import.meta.url)), 'utf8')

export const FRAGILE = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: fragile
saga: { finally: { rolledBack: [{ id: said, emit: fragile-undone }] } }
tasks:
  - { id: book, task: fragile.book, savepoint: booked, compensate: { task: fragile.unbook } }
  - { id: pay, task: fragile.pay, compensate: { task: fragile.unpay } }
  - { id: tell, task: fragile.tell, effect: none }
`
export const WIDE = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: wide
tasks:
  - id: each
    map: { items: "\${ input.lines }", maxConcurrency: 1000 }
    do: [{ id: pack, task: fragile.pack, input: { x: "\${ item }" }, compensate: { task: fragile.unpack } }]
`

export const PARCEL = `apiVersion: orchestrator/v1
kind: Workflow
namespace: look
name: parcel
tasks:
  - { id: arrived, signal: { name: parcel-arrived, key: "\${ input.parcel }" } }
output: "\${ tasks.arrived.output }"
`

/** Many tasks one after another. */
export function chain(length) {
  const tasks = Array.from({ length }, (_, n) => `  - { id: step_${n}, task: fragile.step, compensate: { task: fragile.unstep } }\n`)
  return `apiVersion: orchestrator/v1\nkind: Workflow\nnamespace: look\nname: chain\ntasks:\n${tasks.join('')}`
}

const QUEUES = [
  ...['book', 'pay', 'unbook', 'unpay', 'tell', 'pack', 'unpack', 'step', 'unstep'].map(name => `fragile.${name}`),
  'inventory.reserve', 'inventory.release', 'payment.charge', 'payment.refund', 'shipping.ship', 'shipping.recall', 'mail.send',
]

/** Works until nobody wants it any more. */
export class SceneWorker {
  #api
  #isWanted = true
  #work

  constructor(api) {
    this.#api = api
    this.#work = this.#loop()
  }

  async #loop() {
    let results = []
    while (this.#isWanted) {
      const answer = await this.#api.call('POST', 'tasks/poll', { workerId: 'scene', queues: QUEUES, max: 500, wait: '1s', results }).catch(later)
      if (answer) results = answer.tasks.map(task => ({ executionId: task.executionId, fenceToken: task.fenceToken, ...outcome(task) }))
    }
  }

  stop() {
    this.#isWanted = false
    return this.#work
  }
}

/** What a server has not answered is asked again: that is safe. */
function later(failure) {
  console.log(`The worker of the scene was refused: ${failure.message}`)
  return new Promise(resolve => setTimeout(resolve, 500))
}

const OUTPUTS = {
  'inventory.reserve': task => ({ reservationId: `res-${task.input.orderId}` }),
  'payment.charge': task => ({ chargeId: `ch-${task.input.orderId}` }),
  'shipping.ship': task => ({ labelId: `label-${task.input.orderId}` }),
}

/** By the input of the run, or what its run id begins with. */
function outcome(task) {
  const mode = task.input?.mode ?? task.runId.split(' ')[0]
  const isFirst = task.attempt === 1
  if (mode === 'stuck-task' && task.taskId === 'pay' && task.kind === 'ACTION' && isFirst) {
    return { failure: { kind: 'suspend', code: 'PSP_DOWN', message: 'The payment provider does not answer', details: { tried: 3 } } }
  }
  if (mode === 'hostile' && task.taskId === 'pay') {
    return { failure: { kind: 'suspend', code: 'MARKED_UP', message: `The provider ${MARKUP} does not answer`, details: { tried: [MARKUP] } } }
  }
  if (mode === 'stuck-undo' && task.taskId === 'tell') {
    return { failure: { kind: 'compensate', code: 'NO_PHONE', message: 'There is no phone' } }
  }
  if (mode === 'stuck-undo' && task.taskId === 'pay' && task.kind === 'COMPENSATION' && isFirst) {
    return { failure: { kind: 'fatal', code: 'ALREADY_SETTLED', message: 'The bank has settled it' } }
  }
  if (task.taskType === 'shipping.ship' && task.input.address === 'nowhere') {
    return { failure: { kind: 'fatal', code: 'ADDRESS_UNKNOWN', message: "The carrier does not know 'nowhere'" } }
  }
  return { output: OUTPUTS[task.taskType]?.(task) ?? { ok: true } }
}
