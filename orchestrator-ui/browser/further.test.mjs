import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { canBeRead, complaints, newPage, open, server, shoot } from './browser.mjs'
import { setFurtherScene } from './further-scene.mjs'

const api = new Api(server)
let browser
let scene

before(async () => {
  browser = await open()
  scene = await setFurtherScene(api)
})

after(() => browser?.close())

const VIEWS = () => [
  ['schedules', 'schedules', 'look/nightly'],
  ['schedule', 'schedules/look/nightly', 'How often it is due'],
  ['jobs', 'jobs', scene.jobId],
  ['job', `jobs/${scene.jobId}`, 'NO_SUCH_FILE'],
  ['job-waits', `jobs/${scene.waiting}`, 'Put'],
  ['no-job', 'jobs/no-such-job', 'There is no such job'],
  ['batches', 'batches', /Nothing was done to many|Who and why/],
  ['limits', 'limits', 'look-heavy'],
  ['webhooks', 'webhooks', 'look-shop'],
  ['webhook', 'webhooks/look-shop', 'the shop wants to know'],
  ['router', 'router', 'leads'],
  ['retention', 'retention', 'look-old'],
  ['audit', 'audit', 'peak hours'],
  ['lint', 'workflows/look/booking/1', 'UNDO_FORGOTTEN'],
  ['difference', 'workflows/look/booking/2?against=1', 'effect: none'],
  ['columns', 'instances?columns=state,took,label.van&workflow=parcel', scene.van],
]

canBeRead('each further view', () => browser, VIEWS)

test('a schedule is paused with a reason, let go on, and started by hand; who did it stands there', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('schedules/look/nightly', 'at 02:00, except')
  await page.getByRole('button', { name: 'Pause…' }).click()
  await page.getByLabel('Reason').fill(`the printer is on fire ${scene.mark}`)
  await page.getByText(/curl .*\/pause/).waitFor()
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByText(`has paused it, “the printer is on fire ${scene.mark}”`).waitFor()
  assert.equal((await api.call('GET', 'schedules/look/nightly')).paused, true)
  await page.getByRole('button', { name: 'Resume…' }).click()
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await page.getByText('has let it go on').first().waitFor()
  await page.getByRole('button', { name: 'Start one now…' }).click()
  await page.getByRole('button', { name: 'Start one', exact: true }).click()
  await page.getByRole('cell', { name: 'started' }).first().waitFor()
  assert.deepEqual(faults, [])
})

test('a schedule is made after one has seen when it would be due', async () => {
  const { page, faults, show } = await newPage(browser, { bypassCSP: true })
  await show('schedules', 'look/nightly')
  await page.getByRole('button', { name: 'Make one…' }).click()
  await page.getByLabel('Namespace').last().fill('look')
  await page.getByLabel('Name', { exact: true }).fill(`weekly-${scene.mark}`)
  await page.getByLabel('The schedule').fill('{"workflow": "report", "cron": "0 25 * * MON"}')
  await page.locator('dialog').getByText('25 is no hour').waitFor()
  await page.getByLabel('The schedule').fill('{"workflow": "report", "cron": "0 9 * * MON", "zone": "Europe/Berlin", "input": {"at": "x"}}')
  await page.locator('dialog').getByText(/Due .*Monday/).waitFor()
  await shoot(page, 'schedule-preview')
  assert.deepEqual(await complaints(page), [])
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('heading', { name: `look/weekly-${scene.mark}` }).waitFor()
  assert.deepEqual(faults, [])
})

test('a change of a schedule that cannot be meant is refused with the words of the server', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('schedules/look/nightly', 'at 02:00, except')
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
  const { page, faults, show } = await newPage(browser)
  await show('schedules/look/nightly', 'at 02:00, except')
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
  const { page, faults, show } = await newPage(browser)
  await show(`jobs?type=look.thumbnail&state=FAILED`, scene.jobId)
  await page.getByRole('link', { name: scene.jobId }).click()
  await page.getByText('failed with NO_SUCH_FILE').waitFor()
  await page.getByRole('button', { name: 'Try again…' }).click()
  await page.getByRole('button', { name: 'Try again', exact: true }).click()
  await page.getByRole('heading', { name: /pending/ }).waitFor()
  await page.getByRole('button', { name: 'Cancel…' }).click()
  await page.getByLabel('Reason').fill('not needed')
  await page.getByRole('button', { name: 'Cancel it' }).click()
  await page.getByRole('heading', { name: /cancelled/ }).waitFor()
  assert.equal((await api.call('GET', `jobs/${scene.jobId}`)).state, 'CANCELLED')
  assert.deepEqual(faults, [])
})

test('limits show who holds and who waits; a breaker is closed, a budget raised', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('limits', 'until a person closes it')
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
  const { page, faults, show } = await newPage(browser, { bypassCSP: true })
  await api.call('POST', `instances/${scene.parcels[2]}/cancel`, { reason: 'lost' })
  await api.state(scene.parcels[2], 'CANCELLED')
  await show(`instances?workflow=parcel&label=van:${scene.van}`, `parcel ${scene.mark} 1`)
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
  await api.state(scene.parcels[0], 'PAUSED')
  assert.deepEqual(faults, [])
})

test('those that are chosen are done by the keyboard alone', async () => {
  const { page, faults, show } = await newPage(browser)
  await show(`instances?workflow=parcel&label=van:${scene.van}&state=PAUSED,RUNNING`, `parcel ${scene.mark} 1`)
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
  const { page, faults, show } = await newPage(browser)
  await show('incidents', 'SCALE_BROKEN')
  await page.getByRole('button', { name: 'Resolve all of SCALE_BROKEN' }).first().click()
  await page.getByRole('combobox').selectOption('complete')
  await page.getByLabel('Output').fill('{"weighed": true}')
  await page.getByLabel('Reason').fill('weighed by hand')
  await page.getByRole('button', { name: 'See what it would do' }).click()
  await page.getByRole('button', { name: /Complete \d+ runs/ }).click()
  await page.getByRole('heading', { name: /Complete \d+ runs.*completed/ }).waitFor()
  for (const id of scene.frail) await api.state(id, 'COMPLETED')
  assert.deepEqual(faults, [])
})

test('a label of a run is changed', async () => {
  const { page, faults, show } = await newPage(browser)
  await show(`instances/${scene.frail[0]}?tab=payload`, 'Labels')
  await page.getByRole('button', { name: 'Change…' }).click()
  await page.getByRole('textbox', { name: 'Label' }).fill('legal-hold')
  await page.getByLabel('Value').fill('case 7')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByText('"legal-hold": "case 7"').waitFor()
  assert.deepEqual(faults, [])
})

test('a run is started by the form of its schema; what the server has against it stands at the fields', async () => {
  const { page, faults, show } = await newPage(browser, { bypassCSP: true })
  await show('workflows/look/booking/1', 'UNDO_FORGOTTEN')
  await page.getByRole('button', { name: 'Run revision 1…' }).click()
  await page.getByLabel('Traveller').fill('K')
  await page.getByLabel('seats').fill('20')
  await page.getByRole('button', { name: 'One more of lines' }).click()
  await page.getByLabel('sku').fill('window')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByText('must have a maximum value of 9').first().waitFor()
  await page.getByText('must be at least 2 characters long').first().waitFor()
  await shoot(page, 'start-refused')
  assert.deepEqual(await complaints(page), [])
  await page.getByLabel('Traveller').fill('Kim')
  await page.getByRole('button', { name: 'JSON' }).click()
  const text = page.getByLabel('Input', { exact: true })
  assert.deepEqual(JSON.parse(await text.inputValue()), { who: 'Kim', seats: 20, lines: [{ sku: 'window' }] })
  await text.fill('{"who": "Kim", "seats": 2, "lines": []}')
  await page.getByRole('button', { name: 'Form' }).click()
  assert.equal(await page.getByLabel('seats').inputValue(), '2')
  await page.getByRole('button', { name: 'Start', exact: true }).click()
  await page.getByText('look/booking revision 1').waitFor()
  const id = page.url().split('/').at(-1)
  assert.deepEqual((await api.call('GET', `instances/${id}`)).input, { who: 'Kim', seats: 2, lines: [] })
  await api.call('POST', `instances/${id}/cancel`, { reason: 'only looked' })
  assert.deepEqual(faults, [])
})

test('what is done to a run is told where one looks who did it, while one looks', async () => {
  const { page, faults, show } = await newPage(browser)
  const isListening = page.waitForResponse(response => response.url().includes('/api/v1/stream') && response.ok())
  await show(`audit?about=${scene.mark}`, 'About')
  await isListening
  await api.call('POST', `instances/${scene.parcels[1]}/cancel`, { reason: 'fell off the van' })
  await page.getByRole('row', { name: new RegExp(`parcel ${scene.mark} 2.*fell off the van`) }).first().waitFor()
  await shoot(page, 'audit-live')
  assert.deepEqual(faults, [])
})

test('a webhook is paused and let go on; a test of it says what came of it', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('webhooks/look-shop', 'Who has changed it')
  const reason = `they move ${scene.mark}`
  await page.getByRole('button', { name: 'Pause…' }).click()
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: 'Pause', exact: true }).click()
  await page.getByText(`has paused it, “${reason}”`).waitFor()
  await page.getByRole('button', { name: 'Send a test…' }).click()
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByText(/The test: ✕ not taken/).waitFor()
  await page.getByRole('button', { name: 'Resume…' }).click()
  await page.getByLabel('From').fill('now')
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: 'Resume', exact: true }).click()
  await page.getByText(`has let it go on, “${reason}”`).waitFor()
  assert.deepEqual(faults, [])
})

test('a rule of retention is set, and refused when it makes no sense', async () => {
  const { page, faults, show } = await newPage(browser)
  await show('retention', 'look-old')
  const rule = page.getByRole('row', { name: /look-old/ })
  await rule.getByRole('button', { name: 'Change…' }).click()
  await page.getByLabel('Kept when completed').fill('a while')
  await page.getByLabel('Reason').fill('so be it')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.locator('dialog [role=alert]').waitFor()
  await page.getByLabel('Kept when completed').fill('60d')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await rule.getByText('60 d').first().waitFor()
  await rule.getByText(/\d+ changes/).click()
  await rule.getByText('“so be it”').first().waitFor()
  assert.deepEqual(faults, [])
})

test('a view is kept by this browser, with its columns', async () => {
  const { page, faults, show } = await newPage(browser, { bypassCSP: true })
  await show(`instances?workflow=parcel&label=van:${scene.van}`, `parcel ${scene.mark} 1`)
  await page.getByText('Columns', { exact: true }).click()
  await page.getByLabel('Took').check()
  await page.getByLabel(/Another/).fill('label.van')
  await page.getByRole('button', { name: 'Add' }).click()
  await page.getByRole('columnheader', { name: 'van', exact: true }).waitFor()
  await page.getByText('Save this view').click()
  await page.getByLabel('Name, for this browser').fill('my van')
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await shoot(page, 'saved-view')
  assert.deepEqual(await complaints(page), [])
  await show('instances', 'my van')
  await page.getByRole('columnheader', { name: 'Took' }).waitFor()
  await page.getByRole('link', { name: 'my van' }).click()
  await page.getByRole('columnheader', { name: 'van', exact: true }).waitFor()
  assert.match(page.url(), /columns=/)
  await page.getByRole('button', { name: 'Forget the view my van' }).click()
  await page.reload()
  await page.getByRole('table').waitFor()
  assert.equal(await page.getByText('my van').count(), 0)
  assert.deepEqual(faults, [])
})

test('the timeline comes closer, and its names stay in view', async () => {
  const { page, faults, show } = await newPage(browser)
  await show(`instances/${scene.frail[0]}?tab=timeline`, 'try')
  const width = () => page.locator('.timeline svg').evaluate(svg => svg.clientWidth)
  const before = await width()
  await page.locator('.timeline .frame').focus()
  await page.keyboard.press('+')
  await page.getByRole('button', { name: 'Closer' }).click()
  await page.waitForFunction(was => document.querySelector('.timeline svg').clientWidth > was * 3, before)
  assert.ok((await page.locator('.timeline .frame').evaluate(frame => frame.scrollLeft)) > 0)
  await page.locator('.timeline .row text', { hasText: 'try' }).waitFor()
  await shoot(page, 'timeline-closer')
  await page.getByRole('button', { name: 'The whole' }).click()
  await page.waitForFunction(was => document.querySelector('.timeline svg').clientWidth === was, before)
  assert.deepEqual(faults, [])
})
