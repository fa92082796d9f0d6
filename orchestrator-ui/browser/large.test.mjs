import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { newPage, open, server, shoot } from './browser.mjs'
import { chain, FRAGILE, SceneWorker, WIDE } from './scene.mjs'

/** Large runs stay usable: nothing holds the page up, and only what can be seen is in it. */

const ITEMS = 10_000
const STEPS = 400
const TASK_MS_MAX = 200
const INTERACTIVE_MS_MAX = 1_000
const ELEMENTS_MAX = 1_500

const api = new Api(server)
let browser
let worker
const runs = {}

before(async () => {
  browser = await open()
  await Promise.all([FRAGILE, WIDE, chain(STEPS)].map(one => api.register(one)))
  const mark = Date.now().toString(36)
  worker = new SceneWorker(api)
  runs.good = await api.start('look/fragile', `good ${mark} measured`, {})
  runs.wide = await api.start('look/wide', `wide ${mark}`, { lines: Array.from({ length: ITEMS }, (_, n) => n) })
  runs.long = await api.start('look/chain', `long ${mark}`, {})
  await Promise.all(Object.values(runs).map(run => api.state(run, 'COMPLETED', 120)))
})

after(async () => {
  await worker?.stop()
  await browser?.close()
})

/** Others may use this machine as well: what is measured counts when it is met once. */
async function measured(look) {
  let last
  for (let round = 0; round < 3; round++) {
    const { page, faults, show } = await newPage(browser)
    try {
      await look(page, show)
      assert.deepEqual(faults, [])
      return
    } catch (failure) {
      last = failure
    } finally {
      await page.context().close()
    }
  }
  throw last
}

async function isCalm(page, where) {
  const tasks = await page.evaluate(() => globalThis.longTasks)
  assert.ok(Math.max(0, ...tasks) <= TASK_MS_MAX, `${where}: tasks of ${tasks.join(', ')} ms`)
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  assert.ok(elements <= ELEMENTS_MAX, `${where}: ${elements} elements`)
}

test('a run can be used within a second', () => measured(async (page, show) => {
  await show(`instances/${runs.good}`, 'Completed after')
  await page.locator('.graph .node').first().waitFor()
  const ms = await page.evaluate(() => globalThis.interactiveMs)
  console.log(`a run can be used after ${ms} ms`)
  assert.ok(ms <= INTERACTIVE_MS_MAX, `${ms} ms`)
}))

test('a map of ten thousand items', () => measured(async (page, show) => {
  await show(`instances/${runs.wide}`, `${ITEMS}/${ITEMS}`)
  await isCalm(page, 'graph')
  await shoot(page, 'wide')
  await page.getByRole('button', { name: 'timeline' }).click()
  await page.getByText('pack 0', { exact: true }).waitFor()
  await scrollThrough(page, 'Bars; scrolls')
  await isCalm(page, 'timeline')
  await page.getByRole('button', { name: 'events' }).click()
  await page.getByText('WORKFLOW_COMPLETED').waitFor()
  await scrollThrough(page, 'List of events; scrolls')
  await isCalm(page, 'events')
  await page.getByRole('button', { name: 'graph' }).click()
  await page.getByRole('button', { name: /^Task pack/ }).click()
  await page.getByLabel(/^Item/).fill('7777')
  await page.getByText('"x": 7777').waitFor()
  await isCalm(page, 'drawer')
  await shoot(page, 'wide-item')
  await page.getByRole('button', { name: 'Undo…' }).click()
  await page.locator('.plan > li').first().waitFor()
  await isCalm(page, 'plan')
}))

test('thousands of events, and hundreds of tasks', () => measured(async (page, show) => {
  await show(`instances/${runs.long}`, 'Completed after')
  await page.getByRole('button', { name: /^Task step-0,/ }).waitFor()
  await scrollThrough(page, 'Drawing; scrolls')
  await page.getByRole('button', { name: `Task step-${STEPS - 1}, fragile.step, completed` }).waitFor()
  await isCalm(page, 'graph')
  await shoot(page, 'long')
  for (const [tab, text] of [['timeline', 'step-0'], ['events', 'WORKFLOW_COMPLETED']]) {
    await page.getByRole('button', { name: tab }).click()
    await page.getByText(text, { exact: true }).first().waitFor()
    await isCalm(page, tab)
  }
  const { sequenceNumber } = await api.call('GET', `instances/${runs.long}`)
  assert.ok(sequenceNumber >= 2_000, `${sequenceNumber} events`)
}))

test('the list asks for fifty runs and their numbers, however many there are', () => measured(async (page, show) => {
  const asked = []
  page.on('response', response => /\/api\/v1\/instances/.test(response.url()) && asked.push(response))
  await show('instances', `long`)
  const lists = asked.filter(response => !response.url().includes('/count'))
  assert.deepEqual(lists.map(response => new URL(response.url()).searchParams.get('limit')), ['50'])
  assert.ok((await lists[0].json()).items.length <= 50)
  await isCalm(page, 'list')
}))

/** To the end and back, in steps. */
async function scrollThrough(page, name) {
  await page.getByLabel(name).evaluate(async element => {
    const turn = () => new Promise(resolve => requestAnimationFrame(() => resolve()))
    for (let step = 0; step <= 20; step++) {
      element.scrollTop = (element.scrollHeight * step) / 20
      element.scrollLeft = (element.scrollWidth * step) / 20
      await turn()
    }
  })
}
