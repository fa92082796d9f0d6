import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { complaints, newPage, open, server, shoot } from './browser.mjs'
import { MARKUP, setScene, state } from './scene.mjs'

let browser
let runs
let worker

before(async () => {
  browser = await open()
  ;({ runs, worker } = await setScene())
})

after(async () => {
  await worker?.stop()
  await browser?.close()
})

/** Opens an address below the page's folder and waits for what is named there. */
async function show(page, address, text) {
  await page.goto(`${server}/ui/${address}`)
  await page.getByText(text).first().waitFor()
}

const VIEWS = () => [
  ['overview', '', 'Waits for a person'],
  ['runs', 'instances', 'live'],
  ['run-graph', `instances/${runs.stuckUndo}`, 'undo pay'],
  ['run-timeline', `instances/${runs.stuckUndo}?tab=timeline`, 'undo of pay'],
  ['run-events', `instances/${runs.stuckUndo}?tab=events`, 'ROLLBACK_STARTED'],
  ['run-payload', `instances/${runs.stuckTask}?tab=payload`, 'Show all of it'],
  ['run-related', `instances/${runs.good}?tab=related`, 'Nobody has stepped in'],
  ['task', `instances/${runs.stuckTask}?task=pay`, 'Try again…'],
  ['incidents', 'incidents', 'PSP_DOWN'],
  ['definitions', 'workflows', 'look/fragile'],
  ['definition', 'workflows/look/fragile', 'Text of revision'],
  ['workers', 'workers', 'fragile.book'],
  ['no-run', 'instances/01920000-0000-7000-8000-000000000001', 'There is no such run'],
  ['no-page', 'no/such/page', 'There is no such page'],
]

for (const colorScheme of ['light', 'dark']) {
  test(`each view can be read by everybody, ${colorScheme}`, async () => {
    const { page, faults } = await newPage(browser, { colorScheme, bypassCSP: true })
    for (const [name, address, text] of VIEWS()) {
      await show(page, address, text)
      await shoot(page, `${name}-${colorScheme}`)
      assert.deepEqual(await complaints(page), [], name)
    }
    assert.deepEqual(faults, [])
  })
}

test('the root leads to the page, which works under its policy', async () => {
  const { page, faults } = await newPage(browser)
  await page.goto(`${server}/`)
  assert.equal(page.url(), `${server}/ui/`)
  await page.getByRole('link', { name: /Runs/ }).click()
  await page.getByRole('table').waitFor()
  assert.deepEqual(faults, [])
})

test('what is in a payload is text', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, `instances/${runs.stuckTask}?task=pay`, 'PSP_DOWN')
  assert.ok((await page.getByRole('heading', { level: 1 }).textContent()).includes(MARKUP))
  assert.equal(await page.locator('main img, main script').count(), 0)
  assert.deepEqual(faults, [])
})

test('of a wide run only what can be seen is in the page', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, `instances/${runs.wide}`, /^600\/600$/)
  await show(page, `instances/${runs.wide}?tab=timeline`, 'pack 0')
  assert.ok((await page.locator('.timeline .row').count()) < 60)
  await show(page, `instances/${runs.wide}?tab=events`, 'WORKFLOW_COMPLETED')
  assert.ok((await page.locator('.event').count()) < 60)
  assert.deepEqual(faults, [])
})

test('a dead letter is repaired, and the page shows how the rollback ends', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, `instances/${runs.stuckUndo}`, 'needs a person')
  await page.getByRole('button', { name: 'Repair pay…' }).click()
  await page.getByRole('button', { name: 'Try again…' }).click()
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  await page.getByText('Undone, in this order: pay (fragile.unpay), then book (fragile.unbook).').waitFor()
  await shoot(page, 'dead-letter-repaired')
  await state(runs.stuckUndo, 'COMPENSATED')
  assert.deepEqual(faults, [])
})

test('a run is undone by the keyboard alone, after its plan was seen', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, `instances/${runs.good}`, 'Completed')
  await page.getByRole('button', { name: 'Undo…' }).focus()
  await page.keyboard.press('Enter')
  await page.locator('.plan', { hasText: 'by fragile.unpay' }).waitFor()
  const items = await page.locator('.plan > li').allTextContents()
  assert.deepEqual(items.map(item => /pay|book/.exec(item)[0]), ['pay', 'book'])
  await page.getByLabel('Reason').focus()
  await page.keyboard.type('the goods came back')
  await shoot(page, 'undo-dialog')
  await page.keyboard.press('Enter')
  await page.getByText('All of it is undone.').waitFor()
  await shoot(page, 'undo-done')
  await page.keyboard.press('Escape')
  await page.getByText('because a person asked for it').waitFor()
  assert.deepEqual(faults, [])
})

test('a task that waits for a person is tried again', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, 'incidents', 'PSP_DOWN')
  const card = page.locator('.card', { hasText: 'PSP_DOWN' }).first()
  await card.getByRole('link').click()
  await page.getByRole('button', { name: 'Try again…' }).click()
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  await page.getByText('Completed after').waitFor()
  await state(runs.stuckTask, 'COMPLETED')
  assert.deepEqual(faults, [])
})
