import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { complaints, newPage, open, server, shoot } from './browser.mjs'
import { setFurtherScene } from './further-scene.mjs'
import { call, state } from './scene.mjs'

let browser
let scene

before(async () => {
  browser = await open()
  scene = await setFurtherScene()
})

after(() => browser?.close())

async function show(page, address, text) {
  await page.goto(`${server}/ui/${address}`)
  await page.getByText(text).first().waitFor()
}

const VIEWS = () => [
  ['schedules', 'schedules', 'look/nightly'],
  ['schedule', 'schedules/look/nightly', 'How often it is due'],
  ['jobs', 'jobs', scene.jobId],
  ['job', `jobs/${scene.jobId}`, 'NO_SUCH_FILE'],
  ['job-waits', `jobs/${scene.waiting}`, 'Put'],
  ['no-job', 'jobs/no-such-job', 'There is no such job'],
  ['batches', 'batches', 'Batches'],
  ['limits', 'limits', 'look-heavy'],
]

for (const colorScheme of ['light', 'dark']) {
  test(`each further view can be read by everybody, ${colorScheme}`, async () => {
    const { page, faults } = await newPage(browser, { colorScheme, bypassCSP: true })
    for (const [name, address, text] of VIEWS()) {
      await show(page, address, text)
      await shoot(page, `${name}-${colorScheme}`)
      assert.deepEqual(await complaints(page), [], name)
    }
    assert.deepEqual(faults, [])
  })
}

test('a schedule is paused with a reason, let go on, and started by hand; who did it stands there', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, 'schedules/look/nightly', 'at 02:00, except')
  await page.getByRole('button', { name: 'Pause…' }).click()
  await page.getByLabel('Reason').fill('the printer is on fire')
  await page.getByText(/curl .*\/pause/).waitFor()
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByText('has paused it, “the printer is on fire”').waitFor()
  assert.equal((await call('GET', 'schedules/look/nightly')).paused, true)
  await page.getByRole('button', { name: 'Resume…' }).click()
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await page.getByText('has let it go on').first().waitFor()
  await page.getByRole('button', { name: 'Start one now…' }).click()
  await page.getByRole('button', { name: 'Start one', exact: true }).click()
  await page.getByRole('cell', { name: 'started' }).first().waitFor()
  assert.deepEqual(faults, [])
})

test('a change of a schedule that cannot be meant is refused with the words of the server', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, 'schedules/look/nightly', 'at 02:00, except')
  await page.getByRole('button', { name: 'Change…' }).click()
  const text = page.getByLabel('The schedule')
  await text.fill((await text.inputValue()).replace('0 2 * * *', '0 0 31 2 *'))
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.locator('dialog [role=alert]', { hasText: 'never' }).waitFor()
  await shoot(page, 'schedule-refused')
  await page.keyboard.press('Escape')
  assert.deepEqual(faults, [])
})

test('a backfill is a batch whose page says how far it is', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, 'schedules/look/nightly', 'at 02:00, except')
  await page.getByRole('button', { name: 'Backfill…' }).click()
  const day = ms => new Date(Date.now() - ms).toISOString().slice(0, 19)
  await page.getByLabel('From').fill(day(3 * 86_400_000))
  await page.getByLabel('To, itself').fill(day(60_000))
  await page.getByRole('button', { name: 'Backfill', exact: true }).click()
  await page.getByRole('heading', { name: /Backfill of look\/nightly.*completed/ }).waitFor()
  await page.getByText(/[34] of [34]/).waitFor()
  assert.deepEqual(faults, [])
})

test('a job that has failed is tried again', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, `jobs?type=look.thumbnail&state=FAILED`, scene.jobId)
  await page.getByRole('link', { name: scene.jobId }).click()
  await page.getByText('failed with NO_SUCH_FILE').waitFor()
  await page.getByRole('button', { name: 'Try again…' }).click()
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  await page.getByRole('heading', { name: /pending/ }).waitFor()
  await page.getByRole('button', { name: 'Cancel…' }).click()
  await page.getByLabel('Reason').fill('not needed')
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await page.getByRole('heading', { name: /cancelled/ }).waitFor()
  assert.equal((await call('GET', `jobs/${scene.jobId}`)).state, 'CANCELLED')
  assert.deepEqual(faults, [])
})

test('limits show who holds and who waits; a breaker is closed, a budget raised', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, 'limits', 'until a person closes it')
  const lock = page.getByRole('row', { name: new RegExp(`van:${scene.van}`) })
  await lock.getByText('2').first().waitFor()
  await page.getByRole('row', { name: /look.charge/ }).getByRole('button', { name: 'Close…' }).click()
  await page.getByLabel('Reason').fill('they are back')
  await page.getByRole('button', { name: 'Close it' }).click()
  await page.getByRole('row', { name: /look.charge.*closed/ }).waitFor()
  const budget = page.getByRole('row', { name: /look-heavy/ })
  await budget.getByRole('button', { name: 'Change…' }).click()
  await page.getByLabel('Attempts in flight').fill('7')
  await page.getByLabel('Reason').fill('the peak is over')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await budget.getByText('0 of 7').waitFor()
  await budget.getByText(/\d+ changes/).click()
  await budget.getByText('“peak hours”').first().waitFor()
  await shoot(page, 'limits-changed')
  assert.deepEqual(faults, [])
})

test('what is done to all that fit is seen first, with what would be refused and why', async () => {
  const { page, faults } = await newPage(browser, { bypassCSP: true })
  await call('POST', `instances/${scene.parcels[2]}/cancel`, { reason: 'lost' })
  await state(scene.parcels[2], 'CANCELLED')
  await show(page, `instances?workflow=parcel&label=van:${scene.van}`, `parcel ${scene.mark} 1`)
  await page.getByRole('button', { name: 'Do something to all that fit…' }).click()
  await page.getByRole('combobox').selectOption('pause')
  await page.getByLabel('Reason').fill('the van has broken down')
  await page.getByRole('button', { name: 'See what it would do' }).click()
  await page.getByText('2 would have it').waitFor()
  await page.getByText(/ILLEGAL_STATE/).waitFor()
  await shoot(page, 'batch-plan')
  assert.deepEqual(await complaints(page), [])
  await page.getByRole('button', { name: 'Pause 2 runs' }).click()
  await page.getByRole('heading', { name: /Pause 3 runs.*completed/ }).waitFor()
  await page.getByText('1 refused').waitFor()
  await page.getByRole('button', { name: 'refused' }).click()
  await page.getByRole('cell', { name: /ILLEGAL_STATE/ }).waitFor()
  await shoot(page, 'batch')
  assert.deepEqual(await complaints(page), [])
  await state(scene.parcels[0], 'PAUSED')
  assert.deepEqual(faults, [])
})

test('those that are chosen are done by the keyboard alone', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, `instances?workflow=parcel&label=van:${scene.van}&state=PAUSED,RUNNING`, `parcel ${scene.mark} 1`)
  await page.getByLabel(`Choose parcel ${scene.mark} 1`).focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Resume…' }).focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('Reason').focus()
  await page.keyboard.type('the van goes again')
  await page.keyboard.press('Enter')
  await page.getByText('1 would have it').waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: /Resume one run.*completed/ }).waitFor()
  assert.deepEqual(faults, [])
})

test('all incidents of a cause are resolved at once', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, 'incidents', 'SCALE_BROKEN')
  await page.getByRole('button', { name: 'Resolve all of SCALE_BROKEN' }).first().click()
  await page.getByRole('combobox').selectOption('complete')
  await page.getByLabel('Output').fill('{"weighed": true}')
  await page.getByLabel('Reason').fill('weighed by hand')
  await page.getByRole('button', { name: 'See what it would do' }).click()
  await page.getByRole('button', { name: /Complete \d+ runs/ }).click()
  await page.getByRole('heading', { name: /Complete \d+ runs.*completed/ }).waitFor()
  for (const id of scene.frail) await state(id, 'COMPLETED')
  assert.deepEqual(faults, [])
})

test('a label of a run is changed', async () => {
  const { page, faults } = await newPage(browser)
  await show(page, `instances/${scene.frail[0]}?tab=payload`, 'Labels')
  await page.getByRole('button', { name: 'Change…' }).click()
  await page.getByRole('textbox', { name: 'Label' }).fill('legal-hold')
  await page.getByLabel('Value').fill('case 7')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByText('"legal-hold": "case 7"').waitFor()
  assert.deepEqual(faults, [])
})
