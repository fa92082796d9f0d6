import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

/**
 * A real browser before real servers: UI_SERVER names one that is open to everybody, UI_GUARDED one that has the tokens below.
 * UI_CHROMIUM names the browser; config/test-tools.sh finds one.
 */

export const server = rootOf('UI_SERVER', 'a server that is open to everybody')

/** The tokens of the guarded server, as ORCHESTRATOR_TOKENS says them. */
export const READER = 'secret-of-the-board'
export const OPERATOR = 'secret-of-the-shop'
export const ADMIN = 'secret-of-the-root'

export function guarded() {
  return rootOf('UI_GUARDED', `a server with ORCHESTRATOR_TOKENS=board:reader:${READER},shop:operator+worker:${OPERATOR},root:admin:${ADMIN}`)
}

function rootOf(variable, what) {
  const url = process.env[variable]
  if (!url) throw new Error(`${variable} has to name ${what}, such as http://localhost:8080`)
  return url.replace(/\/$/, '')
}

/** The identity provider that the guarded server trusts; whoever tests opens it there. */
export function provider() {
  return rootOf('UI_PROVIDER', 'the address of the identity provider that the guarded server trusts')
}

/** The command line, as users have it. */
export function orc() {
  const path = process.env.UI_ORC
  if (!path) throw new Error('UI_ORC has to name the script orc, with orc.jar beside it')
  return path
}

/** Long, since a machine may be busy; what does not come never comes. */
const PATIENCE_MS = Number(process.env.UI_PATIENCE_MS ?? 120_000)

const here = dirname(fileURLToPath(import.meta.url))
const shots = join(here, '../target/screenshots')
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function open() {
  mkdirSync(shots, { recursive: true })
  const executablePath = process.env.UI_CHROMIUM ?? '/usr/bin/chromium'
  if (!existsSync(executablePath)) throw new Error(`There is no Chromium at ${executablePath}: config/test-tools.sh chromium finds or installs one.`)
  return chromium.launch({ headless: true, executablePath, args: ['--no-sandbox'] })
}

/**
 * A page, and what it did that no page may: errors in the console, requests to elsewhere, script of a payload that ran.
 *
 * @param options of the browser's context, such as its colours; `root` is the server it may ask, `beside` another one
 */
export async function newPage(browser, { root = server, beside = root, ...options } = {}) {
  // One at a time: a page that nobody looks at any more would go on listening.
  await Promise.all(browser.contexts().map(one => one.close()))
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 }, ...options })
  await context.addInitScript(watchFirstDrawing)
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const faults = []
  page.on('console', message => message.type() === 'error' && !/status of 4\d\d/.test(message.text()) && faults.push(message.text()))
  page.on('pageerror', error => faults.push(error.message))
  page.on('dialog', dialog => (faults.push(`a payload has run: ${dialog.message()}`), dialog.dismiss()))
  page.on('request', request => ![root, beside].some(one => request.url().startsWith(`${one}/`)) && faults.push(`it asks ${request.url()}`))
  /** Opens an address below the page's folder and waits for what is named there. */
  const show = async (address, text) => {
    await page.goto(`${root}/ui/${address}`)
    await page.getByText(text).first().waitFor()
  }
  return { page, faults, show }
}

/** Runs in the page: keeps when its first drawing was there. */
function watchFirstDrawing() {
  const seen = new MutationObserver(() => {
    if (document.querySelector('.headline h1') && document.querySelector('.graph .node')) {
      globalThis.interactiveMs ??= Math.round(performance.now())
      seen.disconnect()
    }
  })
  seen.observe(document, { childList: true, subtree: true })
}

/**
 * The longest task of a page's main thread while one looks at it, in milliseconds of processor time, and where it came from. A clock on the
 * wall would count what others do on this machine as well.
 */
export async function longestTask(browser, page, look) {
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] })
  let trace
  try {
    await look()
  } finally {
    trace = JSON.parse((await browser.stopTracing()).toString()).traceEvents
  }
  const threads = new Set(trace.filter(event => event.name === 'thread_name' && event.args.name === 'CrRendererMain').map(threadOf))
  const address = `${new URL(page.url()).origin}/ui/`
  const processes = new Set(trace.filter(event => threads.has(threadOf(event)) && JSON.stringify(event.args).includes(address)).map(event => event.pid))
  const tasks = trace.filter(event => event.name === 'ThreadControllerImpl::RunTask' && event.tdur && threads.has(threadOf(event)) && processes.has(event.pid))
  assert.ok(tasks.length > 0, 'the tasks of the page are in the trace')
  const longest = tasks.reduce((one, other) => (other.tdur > one.tdur ? other : one))
  return { ms: Math.round(longest.tdur / 1000), from: `${longest.args.src_func} in ${longest.args.src_file}` }
}

function threadOf(event) {
  return `${event.pid} ${event.tid}`
}

/** @param what a page, or a part of one */
export function shoot(what, name) {
  return what.screenshot({ path: join(shots, `${name}.png`) })
}

/** Beside its colours a view is the same in the dark. */
const COLOURS = [['light', undefined], ['dark', ['color-contrast']]]

/**
 * Tests that each view can be read by everybody, in both colours, and keeps a picture of it.
 *
 * @param theBrowser gives it once it is there
 * @param views gives the name of each, its address, and what is read in it
 */
export function canBeRead(what, theBrowser, views) {
  for (const [colorScheme, rules] of COLOURS) {
    test(`${what} can be read by everybody, ${colorScheme}`, async () => {
      const { page, faults, show } = await newPage(theBrowser(), { colorScheme, bypassCSP: true })
      for (const [name, address, text] of views()) {
        await show(address, text)
        assert.deepEqual(await complaints(page, rules), [], name)
        await shoot(page, `${name}-${colorScheme}`)
      }
      assert.deepEqual(faults, [])
    })
  }
}

/**
 * What axe has against a page, by all of its rules or some. Its script comes in beside the policy of the page, by the protocol of the browser.
 */
export async function complaints(page, rules) {
  await page.evaluate(axe)
  const options = { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) }
  const { violations } = await page.evaluate(how => globalThis.axe.run(document, how), options)
  return violations.map(one => `${one.id}: ${one.nodes.map(node => node.target.join(' ')).join(', ')}`)
}
