import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Api } from './api.mjs'
import { canBeRead, complaints, newPage, open, server, shoot } from './browser.mjs'

/** Jobs that move rows; what an ETL worker would report is reported here, so that each outcome can be seen. */

const api = new Api(server)
const mark = Date.now().toString(36)
let browser
let isWanted = true
let work
const jobs = {}

const OUTPUTS = {
  'etl.extract': { directory: 'packages/1', rowsRead: 100_000, rowsRejected: 2, rejects: 'rejects/today-1.csv', bytes: 4_000_000, changes: [], cursor: null },
  'etl.load': { rows: 99_998 },
}

/** Of a job whose name begins with `gone` the file is not there. */
async function doWork() {
  let results = []
  while (isWanted) {
    const answer = await api.call('POST', 'tasks/poll',
      { workerId: 'etl-scene', queues: ['etl.extract', 'etl.load', 'etl.drop-package', 'etl.follow'], max: 20, wait: '1s', results })
    results = answer.tasks.map(task => ({
      executionId: task.executionId, fenceToken: task.fenceToken,
      ...(task.taskType === 'etl.extract' && task.workflow.startsWith('gone')
        ? { failure: { kind: 'fatal', code: 'SOURCE_MISSING', message: "There is no file 'gone.csv' below the allowed directories" } }
        : { output: OUTPUTS[task.taskType] ?? {} }),
    }))
  }
}

before(async () => {
  browser = await open()
  const make = (name, more = {}) => api.call('POST', 'etl/jobs', {
    name, extractor_type: 'csv', extractor_config: { path: `${name}.csv`, on_reject: 'skip' }, loader_type: 'postgres',
    loader_config: { url: 'jdbc:postgresql://localhost:5432/shop', username: 'shop', password_secret: 'shop', table: 'sales', disposition: 'merge', keys: ['id'], cursor: 'sold_at' }, ...more,
  })
  jobs.sales = await make(`sales-${mark}`, { schedule: '*/5 * * * *', zone: 'Europe/Berlin', transform: 'SELECT id, sum(amount) AS amount FROM rows GROUP BY id' })
  jobs.gone = await make(`gone-${mark}`, { depends_on: [jobs.sales.name] })
  work = doWork()
  for (const job of Object.values(jobs)) {
    const run = await api.call('POST', `etl/jobs/${job.id}/run`, { run_id: 'today-1' })
    await api.state(run.id, job === jobs.gone ? 'FAILED' : 'COMPLETED')
  }
})

after(async () => {
  isWanted = false
  await work
  await browser?.close()
})

canBeRead('each view of extract and load', () => browser, () => [
  ['etl', 'etl', jobs.sales.name],
  ['etl-job', `etl/${jobs.sales.id}`, '99,998'],
  ['etl-job-failed', `etl/${jobs.gone.id}`, 'The last run failed with SOURCE_MISSING'],
  ['no-etl-job', 'etl/01920000-0000-7000-8000-000000000001', 'There is no such job'],
])

test('a job is made by the forms of its plugins, refused at the field that is wrong, and run', async () => {
  const { page, faults, show } = await newPage(browser, { bypassCSP: true })
  await show('etl', jobs.sales.name)
  await page.getByRole('button', { name: 'Make a job…' }).click()
  await page.getByLabel('Name', { exact: true }).fill(`till-${mark}`)
  const from = page.getByRole('group', { name: 'Rows come from' })
  await from.getByLabel(/^path/).fill('till.csv')
  await from.getByLabel(/^delimiter/).fill(';;')
  const to = page.getByRole('group', { name: 'and go to' })
  await to.getByLabel('Kind of place').selectOption('postgres')
  await to.getByLabel(/^url/).fill('jdbc:postgresql://localhost:5432/shop')
  await to.getByLabel(/^username/).fill('shop')
  await to.getByLabel(/^table/).fill('till')
  await page.getByLabel(/^When/).fill('0 2 * * *')
  await page.locator('dialog').getByText(/Due .*02:00/).waitFor()
  await page.getByRole('button', { name: 'Make it' }).click()
  await from.getByRole('alert').waitFor()
  await shoot(page, 'etl-refused')
  assert.deepEqual(await complaints(page), [])
  await from.getByLabel(/^delimiter/).fill(';')
  await page.getByRole('button', { name: 'Make it' }).click()
  await page.getByRole('heading', { name: `till-${mark}` }).waitFor()
  await page.getByRole('button', { name: 'Run…', exact: true }).click()
  await page.getByLabel(/^Run id/).fill('by-hand')
  await page.getByRole('button', { name: 'Run it' }).click()
  const run = page.getByRole('row', { name: /by-hand.*completed/ })
  await run.waitFor()
  await run.getByRole('button', { name: 'more of by-hand' }).click()
  await page.getByText('attempt 1 of 5').first().waitFor()
  await run.getByRole('link', { name: 'by-hand' }).click()
  await page.getByText('Completed after').waitFor()
  assert.deepEqual(faults, [])
})

test('a job is changed, and deleted', async () => {
  const { page, faults, show } = await newPage(browser)
  await show(`etl/${jobs.gone.id}`, jobs.gone.name)
  await page.getByRole('button', { name: 'Change…' }).click()
  await page.getByRole('group', { name: 'Rows come from' }).getByLabel(/^path/).fill('found.csv')
  await page.getByRole('button', { name: 'Change', exact: true }).click()
  await page.getByText('csv found.csv').waitFor()
  assert.equal((await api.call('GET', `etl/jobs/${jobs.gone.id}`)).extractor_config.path, 'found.csv')
  await page.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Delete it' }).click()
  await page.getByRole('link', { name: jobs.sales.name }).waitFor()
  assert.equal(await page.getByRole('link', { name: jobs.gone.name }).count(), 0)
  assert.deepEqual(faults, [])
})
