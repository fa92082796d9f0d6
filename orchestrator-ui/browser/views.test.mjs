import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { canBeRead, newPage, open, server, shoot } from './browser.mjs'
import { FRAGILE, ORDER, SceneWorker } from './scene.mjs'

const FIRST_LOAD_BYTES_MAX = 80 * 1024

const api = new Api(server)
let browser
let worker
const runs = {}

before(async () => {
  browser = await open()
  await api.register(FRAGILE)
  await api.register(ORDER)
  const mark = Date.now().toString(36)
  runs.stuckTask = await api.start('look/fragile', `stuck-task ${mark}`, { big: 'x'.repeat(300_000) })
  runs.stuckUndo = await api.start('look/fragile', `stuck-undo ${mark}`, {})
  runs.good = await api.start('look/fragile', `good ${mark}`, {})
  runs.order = await api.start('shop/order-saga', 'order-06', { orderId: 'order-06', customerId: 'c-6', total: 24.95, address: 'nowhere' })
  runs.review = await api.start('shop/order-saga', 'order-13', { orderId: 'order-13', customerId: 'c-13', total: 1500 })
  worker = new SceneWorker(api)
  await api.state(runs.stuckTask, 'SUSPENDED')
  await api.state(runs.stuckUndo, 'COMPENSATION_FAILED')
  await api.state(runs.good, 'COMPLETED')
  await api.state(runs.order, 'COMPENSATED')
})

after(async () => {
  await worker?.stop()
  await browser?.close()
})

const VIEWS = () => [
  ['overview', '', 'PSP_DOWN'],
  ['runs', 'instances', 'live'],
  ['order-06', `instances/${runs.order}`, 'undo charge'],
  ['order-06-timeline', `instances/${runs.order}?tab=timeline`, 'undo of charge'],
  ['order-06-task', `instances/${runs.order}?task=ship`, "The carrier does not know 'nowhere'"],
  ['order-13', `instances/${runs.review}`, 'Send fraud-review…'],
  ['stuck-undo', `instances/${runs.stuckUndo}`, 'undo pay'],
  ['stuck-undo-timeline', `instances/${runs.stuckUndo}?tab=timeline`, 'undo of pay'],
  ['stuck-undo-events', `instances/${runs.stuckUndo}?tab=events`, 'ROLLBACK_STARTED'],
  ['stuck-task-payload', `instances/${runs.stuckTask}?tab=payload`, 'Show more'],
  ['stuck-task', `instances/${runs.stuckTask}?task=pay`, 'Try again…'],
  ['good-related', `instances/${runs.good}?tab=related`, 'Nobody has stepped in'],
  ['incidents', 'incidents', 'PSP_DOWN'],
  ['definitions', 'workflows', 'look/fragile'],
  ['definition', 'workflows/shop/order-saga', 'Text of revision'],
  ['workers', 'workers', 'fragile.book'],
  ['outboxes', 'outboxes', 'hands over no outbox'],
  ['no-run', 'instances/01920000-0000-7000-8000-000000000001', 'There is no such run'],
  ['no-id', 'instances/order-06', 'There is no such run'],
  ['no-page', 'no/such/page', 'There is no such page'],
]

canBeRead('each view', () => browser, VIEWS)

/** What reaches beyond the window and cannot be scrolled by itself; in the page. */
function beyondTheWindow() {
  if (document.documentElement.scrollWidth <= innerWidth) return []
  const scrolls = element => element !== null && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement))
  return [...document.body.querySelectorAll('*')]
    .filter(element => element.getBoundingClientRect().right > innerWidth && !scrolls(element.parentElement))
    .map(element => `${element.tagName} .${element.getAttribute('class')}: ${element.textContent.slice(0, 60)}`)
}

test('a narrow window shows all of it', async () => {
  const { page, faults, show } = await newPage(browser, { viewport: { width: 390, height: 800 } })
  for (const [name, address, text] of VIEWS().filter(([name]) => ['overview', 'runs', 'order-06', 'stuck-task'].includes(name))) {
    await show(address, text)
    assert.deepEqual(await page.evaluate(beyondTheWindow), [], `${name} is wider than the window`)
    await shoot(page, `${name}-narrow`)
  }
  assert.deepEqual(faults, [])
})

test('the root leads to the page, which works under its policy', async () => {
  const { page, faults } = await newPage(browser)
  await page.goto(`${server}/`)
  assert.equal(page.url(), `${server}/ui/`)
  await page.getByRole('link', { name: /Runs/ }).click()
  await page.getByRole('table').waitFor()
  assert.deepEqual(faults, [])
})

test('a rollback says why, and what was undone in which order', async () => {
  const { page, faults, show } = await newPage(browser, { viewport: { width: 1360, height: 560 } })
  await show(`instances/${runs.order}`, 'undo charge')
  await page.getByText("because ship failed with ADDRESS_UNKNOWN: The carrier does not know 'nowhere'").waitFor()
  await page.getByText('Undone, in this order: charge (payment.refund), then reserve (inventory.release).').waitFor()
  await page.getByRole('button', { name: 'Undo of charge by payment.refund, undone, number 1' }).waitFor()
  await page.getByRole('button', { name: 'Undo of reserve by inventory.release, undone, number 2' }).waitFor()
  await shoot(page.locator('main'), 'rollback')
  assert.deepEqual(faults, [])
})

test('what went wrong, and why, stands on the first page', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('', 'because of ship: ADDRESS_UNKNOWN')
  await page.getByRole('link', { name: 'order-06' }).first().click()
  await page.getByText("because ship failed with ADDRESS_UNKNOWN: The carrier does not know 'nowhere'").waitFor()
  assert.equal(await page.title(), 'order-06 · Runs · Orchestrator')
  assert.deepEqual(faults, [])
})

test('what comes before a run can be used is small', async () => {
  const { page, faults, show } = await newPage(browser)
  await show(`instances/${runs.good}`, 'Completed after')
  await page.locator('.graph .node').first().waitFor()
  const bytes = await page.evaluate(() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter(one => one.name.includes('/ui/')).reduce((sum, one) => sum + one.encodedBodySize, 0))
  assert.ok(bytes > 10_000 && bytes <= FIRST_LOAD_BYTES_MAX, `${bytes} bytes`)
  assert.deepEqual(faults, [])
})
