import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { complaints, newPage, open, orc, server, shoot } from './browser.mjs'
import { FRAGILE, PARCEL, SceneWorker } from './scene.mjs'

const api = new Api(server)
const mark = Date.now().toString(36)
let browser
let worker

before(async () => {
  browser = await open()
  await api.register(FRAGILE)
  await api.register(PARCEL)
  worker = new SceneWorker(api)
})

after(async () => {
  await worker?.stop()
  await browser?.close()
})

test('a run is started, fails, says why, is undone by its dialog, and ends', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('workflows/look/fragile', 'Text of revision')
  await page.getByRole('button', { name: /^Run revision/ }).click()
  await page.getByLabel(/Input/).fill('{"mode": "stuck-task"}')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByText('Stands still and needs a person').waitFor()
  await page.getByText(/because pay failed with PSP_DOWN: The payment provider does not answer/).waitFor()
  await page.getByRole('button', { name: 'Undo…' }).click()
  await page.locator('.plan > li', { hasText: 'by fragile.unbook' }).first().waitFor()
  await page.getByText('Then, once all is undone: said (emit fragile-undone)').waitFor()
  await shoot(page, 'undo-dialog')
  await page.getByLabel('Reason').fill('the customer does not want it any more')
  await page.getByRole('button', { name: 'Undo these 2' }).click()
  await page.getByText('All of it is undone.').waitFor()
  await shoot(page, 'undo-done')
  await page.getByRole('button', { name: 'Close' }).click()
  await page.getByText('Undone, in this order: pay (fragile.unpay), then book (fragile.unbook).').waitFor()
  assert.deepEqual(faults, [])
})

test('a dead letter is repaired, and the page shows how the rollback ends', async () => {
  const { page, faults, show } = await newPage(browser)
  const run = await api.start('look/fragile', `stuck-undo ${mark} letter`, {})
  await show(`instances/${run}`, 'needs a person')
  await page.getByRole('button', { name: 'Repair pay…' }).click()
  await page.getByRole('button', { name: 'Try again…' }).click()
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  await page.getByText('Undone, in this order: pay (fragile.unpay), then book (fragile.unbook).').waitFor()
  await shoot(page, 'dead-letter-repaired')
  await api.state(run, 'COMPENSATED')
  assert.deepEqual(faults, [])
})

test('a run is undone by the keyboard alone, after its plan was seen', async () => {
  const { page, faults, show } = await newPage(browser)
  const run = await api.start('look/fragile', `good ${mark} keyboard`, {})
  await api.state(run, 'COMPLETED')
  await show('', 'Waits for a person')
  await page.keyboard.press('/')
  await page.locator('#search:focus').waitFor()
  await page.keyboard.type(`good ${mark} keyboard`)
  await page.keyboard.press('Enter')
  await reach(page, `good ${mark} keyboard`, 'a')
  await page.keyboard.press('Enter')
  await page.getByText('Completed after').waitFor()
  await reach(page, 'Undo…')
  await page.keyboard.press('Enter')
  await page.locator('.plan', { hasText: 'by fragile.unpay' }).waitFor()
  const items = await page.locator('.plan > li').allTextContents()
  assert.deepEqual(items.map(item => /pay|book/.exec(item)[0]), ['pay', 'book'])
  await reach(page, 'Reason')
  await page.keyboard.type('the goods came back')
  await page.keyboard.press('Enter')
  await page.getByText('All of it is undone.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('because a person asked for it').waitFor()
  assert.deepEqual(faults, [])
})

/** Goes on by the tabulator until what goes by that name, and is of that kind, has the focus. */
async function reach(page, name, kind = '*') {
  for (let steps = 0; steps < 80; steps++) {
    await page.keyboard.press('Tab')
    const here = await page.evaluate(wanted => {
      const element = document.activeElement
      return !element?.matches(wanted) ? '' : `${element?.getAttribute('aria-label') ?? ''} ${element?.closest('label')?.textContent ?? ''} ${element?.textContent ?? ''}`
    }, kind)
    if (here.includes(name)) return
  }
  assert.fail(`The tabulator does not reach ${name}`)
}

test('a run that has moved is not undone by an old plan', async () => {
  const { page, faults, show } = await newPage(browser)
  const run = await api.start('look/fragile', `stuck-task ${mark} moved`, {})
  await show(`instances/${run}`, 'needs a person')
  await page.getByRole('button', { name: 'Undo…' }).click()
  await page.locator('.plan > li', { hasText: 'by fragile.unbook' }).first().waitFor()
  await api.call('POST', `instances/${run}/tasks/pay/retry`, { reason: 'the provider is back' })
  await api.state(run, 'COMPLETED')
  await page.getByLabel('Reason').fill('the customer does not want it any more')
  await page.getByRole('button', { name: 'Undo these 2' }).click()
  await page.getByText('The run has moved meanwhile.').waitFor()
  await page.getByText('may not have happened').waitFor({ state: 'hidden' })
  await shoot(page, 'undo-refused')
  assert.equal((await api.call('GET', `instances/${run}`)).state, 'COMPLETED')
  assert.deepEqual(faults, [])
})

test('a task that waits for a person is tried again', async () => {
  const { page, faults, show } = await newPage(browser)
  const run = await api.start('look/fragile', `stuck-task ${mark} again`, {})
  await api.state(run, 'SUSPENDED')
  await show('incidents', 'PSP_DOWN')
  await page.locator(`.card a[href*="${run}"]`).click()
  await page.getByRole('button', { name: 'Try again…' }).click()
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  await page.getByText('Completed after').waitFor()
  await api.state(run, 'COMPLETED')
  assert.deepEqual(faults, [])
})

test('a signal reaches all runs of its key, by whoever knows none of them', async () => {
  const { page, faults, show } = await newPage(browser, { bypassCSP: true })
  const runs = [await api.start('look/parcel', `parcel ${mark} a`, { parcel: mark }), await api.start('look/parcel', `parcel ${mark} b`, { parcel: mark })]
  await show('workflows/look/parcel', 'Signals by key')
  await page.getByRole('button', { name: 'Send parcel-arrived by its key' }).click()
  const dialog = page.getByRole('dialog', { name: 'Send a signal by its key' })
  await dialog.getByLabel(/^Key/).fill('nobody')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.getByRole('alert').waitFor()
  await dialog.getByLabel(/^Key/).fill(mark)
  await dialog.getByLabel(/^Payload/).fill('{"depot": 4}')
  assert.deepEqual(await complaints(page), [])
  await shoot(page, 'signal-by-key')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.getByText('2 runs have it:').waitFor()
  for (const run of runs) assert.deepEqual((await api.state(run, 'COMPLETED')).output, { depot: 4 })
  await dialog.getByRole('link', { name: runs[0] }).click()
  await page.getByText('Completed after').waitFor()
  await show('instances?namespace=look', 'live')
  await page.getByRole('button', { name: 'Send a signal by its key…' }).click()
  assert.equal(await dialog.getByLabel('Namespace').inputValue(), 'look')
  assert.deepEqual(faults, [])
})

test('the line of the command line beside a button does what the button would do', async () => {
  const { page, faults, show } = await newPage(browser)
  const run = await api.start('look/fragile', `stuck-task ${mark} line`, {})
  await api.state(run, 'SUSPENDED')
  await show(`instances/${run}?task=pay`, 'Try again…')
  await page.getByRole('button', { name: 'Try again…' }).click()
  await page.getByLabel('Reason').fill(`it's "$HOME" again; \`whoami\``)
  const line = await page.locator('dialog').getByLabel('As CLI').textContent()
  assert.match(line, /^\.\/orchestrator task retry /)
  execFileSync('sh', ['-c', line.replace('./orchestrator', '"$ORC"')], { env: { ...process.env, ORC: orc() }, encoding: 'utf8' })
  await api.state(run, 'COMPLETED')
  const { items } = await api.call('GET', `instances/${run}/events?limit=1000`)
  assert.ok(items.some(event => event.data?.reason === `it's "$HOME" again; \`whoami\``), 'the reason came as it was written')
  await shoot(page, 'command-line')
  assert.deepEqual(faults, [])
})
