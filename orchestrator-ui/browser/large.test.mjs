import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { longestTask, newPage, open, server, shoot } from './browser.mjs'
import { chain, FRAGILE, SceneWorker, WIDE } from './scene.mjs'

/** Large runs stay usable: nothing holds the page up, and only what can be seen is in it. */

const ITEMS = 10_000
const STEPS = 500
const TASK_MS_MAX = 200
const INTERACTIVE_MS_MAX = 1_000
const ELEMENTS_MAX = 1_500
/** Others may use this machine as well: once is enough. */
const TRIES = 5

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

/** @param name of what is looked at, in the report */
async function measured(name, look) {
  const { page, faults, show } = await newPage(browser)
  const longest = await longestTask(browser, page, () => look(page, show))
  console.log(`${name}: the longest task takes ${longest.ms} ms`)
  assert.ok(longest.ms <= TASK_MS_MAX, `${longest.ms} ms by ${longest.from}`)
  assert.deepEqual(faults, [])
}

async function isSmall(page, where) {
  const elements = await page.evaluate(() => document.querySelectorAll('*').length)
  assert.ok(elements <= ELEMENTS_MAX, `${where}: ${elements} elements`)
}

test('a run can be used within a second', async () => {
  const times = []
  while (times.length < TRIES && !times.some(ms => ms <= INTERACTIVE_MS_MAX)) {
    const { page, faults, show } = await newPage(browser)
    await show(`instances/${runs.good}`, 'Completed after')
    await page.locator('.graph .node').first().waitFor()
    times.push(await page.evaluate(() => globalThis.interactiveMs))
    assert.deepEqual(faults, [])
  }
  console.log(`a run can be used after ${times.join(', ')} ms`)
  assert.ok(Math.min(...times) <= INTERACTIVE_MS_MAX, `after ${times.join(', ')} ms`)
})

test('a map of ten thousand items', () => measured('map of ten thousand', async (page, show) => {
  await show(`instances/${runs.wide}`, 'Completed after')
  await page.locator('.graph .count', { hasText: `${ITEMS}/${ITEMS}` }).first().waitFor()
  await isSmall(page, 'graph')
  await shoot(page, 'wide')
  await page.getByRole('button', { name: 'timeline' }).click()
  await page.getByText('pack 0', { exact: true }).waitFor()
  await scrollThrough(page, 'Bars; scrolls')
  await isSmall(page, 'timeline')
  await page.getByRole('button', { name: 'events' }).click()
  await page.getByText('WORKFLOW_COMPLETED').waitFor()
  await scrollThrough(page, 'List of events; scrolls')
  await isSmall(page, 'events')
  await page.getByRole('button', { name: 'graph' }).click()
  await page.getByRole('button', { name: /^Task pack/ }).click()
  await page.getByLabel(/^Item/).fill('7777')
  await page.getByText('"x": 7777').waitFor()
  await isSmall(page, 'drawer')
  await shoot(page, 'wide-item')
  await page.getByRole('button', { name: 'Undo…' }).click()
  await page.locator('.plan > li').first().waitFor()
  await isSmall(page, 'plan')
}))

test('thousands of events, and hundreds of tasks', () => measured('chain of hundreds', async (page, show) => {
  await show(`instances/${runs.long}`, 'Completed after')
  await page.getByRole('button', { name: /^Task step_0,/ }).waitFor()
  await scrollThrough(page, 'Drawing; scrolls')
  await page.getByRole('button', { name: `Task step_${STEPS - 1}, fragile.step, completed` }).waitFor()
  await isSmall(page, 'graph')
  await shoot(page, 'long')
  for (const [tab, text] of [['timeline', 'step_0'], ['events', 'WORKFLOW_COMPLETED']]) {
    await page.getByRole('button', { name: tab }).click()
    await page.getByText(text, { exact: true }).first().waitFor()
    await isSmall(page, tab)
  }
  const { sequenceNumber } = await api.call('GET', `instances/${runs.long}`)
  assert.ok(sequenceNumber >= 2_000, `${sequenceNumber} events`)
}))

test('the list asks for fifty runs and their numbers, however many there are', () => measured('list', async (page, show) => {
  const asked = []
  page.on('response', response => /\/api\/v1\/instances/.test(response.url()) && asked.push(response))
  await show('instances', 'long')
  const lists = asked.filter(response => !response.url().includes('/count'))
  assert.deepEqual(lists.map(response => new URL(response.url()).searchParams.get('limit')), ['50'])
  assert.ok((await lists[0].json()).items.length <= 50)
  await isSmall(page, 'list')
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
