/** Lines that have come, gone and stayed. */
export interface DiffLine {
  readonly kind: 'same' | 'gone' | 'new'
  readonly sign: ' ' | '-' | '+'
  readonly text: string
}

const CELLS_MAX = 4_000_000

/** By the longest common run of lines; of texts too long for that, all of both. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.split('\n')
  const b = after.split('\n')
  if (a.length * b.length > CELLS_MAX) return [...a.map(gone), ...b.map(added)]
  const width = b.length + 1
  const lengths = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      lengths[i * width + j] = a[i] === b[j]
        ? lengths[(i + 1) * width + j + 1]! + 1
        : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
    }
  }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', sign: ' ', text: a[i]! })
      i++
      j++
    } else if (i < a.length && (j === b.length || lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!)) {
      lines.push(gone(a[i++]!))
    } else {
      lines.push(added(b[j++]!))
    }
  }
  return lines
}

function gone(text: string): DiffLine {
  return { kind: 'gone', sign: '-', text }
}

function added(text: string): DiffLine {
  return { kind: 'new', sign: '+', text }
}

/** Lines that are the same, and are not shown. */
export interface Gap {
  readonly kind: 'gap'
  readonly count: number
}

/** What has changed, with so many lines around it; what is far from any change is a gap. */
export function condensed(lines: readonly DiffLine[], around: number): (DiffLine | Gap)[] {
  const isNear = new Uint8Array(lines.length)
  lines.forEach((line, index) => {
    if (line.kind !== 'same') isNear.fill(1, Math.max(0, index - around), index + around + 1)
  })
  const shown: (DiffLine | Gap)[] = []
  let skipped = 0
  lines.forEach((line, index) => {
    if (!isNear[index]) {
      skipped++
      return
    }
    if (skipped > 0) shown.push({ kind: 'gap', count: skipped })
    skipped = 0
    shown.push(line)
  })
  if (skipped > 0) shown.push({ kind: 'gap', count: skipped })
  return shown
}
