// What Maven calls: fetches what the lockfile says and builds the page, each only when something of it has changed.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const contract = join(root, '../orchestrator-api/src/main/resources/com/orchestrator/api/openapi')

const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`The web page takes Node 20.19 or later to build, and this is ${process.versions.node}. -DskipUi builds all else without it.`)
  process.exit(1)
}

const packages = digest(['package.json', 'package-lock.json'])
const installed = join(root, 'node_modules/.installed')
if (contentOf(installed) !== packages) {
  npm('ci', '--no-audit', '--no-fund')
  writeFileSync(installed, packages)
}
const sources = digest(['package-lock.json', 'package.json', 'tsconfig.json', 'vite.config.ts', 'index.html', 'src', 'public', 'scripts', contract])
// Beside dist, not in it: it is no part of the page.
const built = join(root, 'node_modules/.built')
if (contentOf(built) !== sources || !existsSync(join(root, 'dist/index.html'))) {
  rmSync(built, { force: true })
  npm('run', '-s', 'generate')
  npm('run', '-s', 'check')
  npm('run', '-s', 'bundle')
  writeFileSync(built, sources)
}

function npm(...words) {
  const { status, error } = spawnSync('npm', words, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) {
    console.error(`npm ${words.join(' ')} failed${error ? `: ${error.message}` : ''}`)
    process.exit(1)
  }
}

function digest(paths) {
  const hash = createHash('sha256')
  for (const path of paths) add(hash, isAbsolute(path) ? path : join(root, path))
  return hash.digest('hex')
}

function add(hash, path) {
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) add(hash, join(path, name))
  } else {
    hash.update(path).update(readFileSync(path))
  }
}

function contentOf(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : ''
}
