// What a browser loads first has a bound, compressed; and the page has nothing that a strict policy would stop.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const BYTES_MAX = 80 * 1024
const dist = join(dirname(fileURLToPath(import.meta.url)), '../dist')
const page = readFileSync(join(dist, 'index.html'), 'utf8')

const faults = []
if (/<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i.test(page)) {
  faults.push('index.html has a script or style of its own, which the content security policy stops')
}
if (/(?:src|href)="(?:https?:)?\/\//i.test(page)) {
  faults.push('index.html loads something from elsewhere')
}
const first = [...page.matchAll(/(?:src|href)="\.\/([^"]+)"/g)].map(match => match[1])
const sizes = ['index.html', ...first].map(file => [file, gzipSync(readFileSync(join(dist, file))).length])
const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
if (total > BYTES_MAX) {
  faults.push(`the first load is ${total} bytes compressed; at most ${BYTES_MAX}`)
}
for (const [file, bytes] of sizes) console.log(`${String(bytes).padStart(7)}  ${file}`)
console.log(`${String(total).padStart(7)}  first load, gzip, of ${BYTES_MAX}`)
for (const fault of faults) console.error(fault)
process.exitCode = faults.length ? 1 : 0
