import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { newPage, open, server, shoot } from './browser.mjs'
import { FRAGILE, MARKUP, SceneWorker } from './scene.mjs'

/** What strangers have written is shown as text, however it looks. */

const api = new Api(server)
const DEEP = 150
let browser
let worker
let run

function deep(levels) {
  let value = MARKUP
  for (let level = 0; level < levels; level++) value = { [`${MARKUP}${level}`]: value }
  return value
}

before(async () => {
  browser = await open()
  await api.register(FRAGILE)
  const input = {
    mode: 'hostile', big: 'x'.repeat(900_000), deep: deep(DEEP), [MARKUP]: MARKUP, __proto__: { polluted: MARKUP }, constructor: MARKUP,
    link: 'javascript:alert(3)', bidi: '\u202Egnp.exe', nothing: null, template: '${ input } {{ 7*7 }}',
  }
  run = await api.start('look/fragile', `hostile ${Date.now().toString(36)} ${MARKUP}`, input, { labels: { tier: `"><svg onload=alert(4)>` } })
  worker = new SceneWorker(api)
  await api.state(run, 'SUSPENDED')
  await api.call('PUT', `workers/${encodeURIComponent(MARKUP)}/heartbeat`,
    { name: MARKUP, host: MARKUP, queues: ['fragile.none'], capacity: 1, currentLoad: 0, deployment: MARKUP, state: 'RUNNING' })
})

after(async () => {
  await worker?.stop()
  await browser?.close()
})

test('payloads, names and messages are text', async () => {
  const { page, faults, show } = await newPage(browser)
  for (const [address, text] of [
    ['', MARKUP], ['instances', MARKUP], ['incidents', 'MARKED_UP'], ['workers', MARKUP],
    [`instances/${run}`, 'MARKED_UP'], [`instances/${run}?task=pay`, 'MARKED_UP'], [`instances/${run}?tab=timeline`, 'book'],
    [`instances/${run}?tab=events`, 'TASK_FAILED'], [`instances/${run}?tab=payload`, MARKUP], [`instances/${run}?tab=related`, 'Nobody'],
  ]) {
    await show(address, text)
    assert.equal(await page.locator('main img, main script, main svg[onload], main a[href^="javascript:"]').count(), 0, address)
  }
  assert.equal(await page.evaluate(() => ({}).polluted), undefined)
  assert.deepEqual(faults, [])
})

test('a megabyte and a deep document are shown in pieces', async () => {
  const { page, faults, show } = await newPage(browser)
  await show(`instances/${run}?tab=payload`, 'Show more')
  const shown = () => page.getByLabel('Input of the run').textContent()
  const before = (await shown()).length
  assert.ok(before <= 20_000)
  await page.getByRole('button', { name: /^Show more/ }).click()
  assert.ok((await shown()).length > before)
  await shoot(page, 'hostile-payload')
  assert.deepEqual(faults, [])
})

test('addresses that nobody has made are answered in words', async () => {
  const { page, faults, show } = await newPage(browser)
  for (const [address, text] of [
    [`instances/${encodeURIComponent(MARKUP)}`, 'There is no such run'], [`workflows/look/${encodeURIComponent(MARKUP)}`, 'look/'],
    [`instances/${run}?task=${encodeURIComponent(MARKUP)}&tab=none`, 'No worker has had it'],
    [`instances?filter=${encodeURIComponent(MARKUP)}`, 'filter'], ['instances?state=NONE&limit=-1', 'live'],
  ]) {
    await show(address, text)
    assert.equal(await page.locator('main img, main script').count(), 0, address)
  }
  assert.deepEqual(faults, [])
})

test('addresses that the server cannot read are refused by it, in words', async () => {
  for (const [address, status, text] of [
    ['instances/%E0%A4%A', 400, 'check its %-escapes'], ['instances/..%2F..%2Fhealth', 404, 'There is nothing at this address'],
  ]) {
    const answer = await fetch(`${server}/ui/${address}`)
    assert.equal(answer.status, status, address)
    assert.ok((await answer.json()).detail.includes(text), address)
  }
})
