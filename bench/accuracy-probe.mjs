// One measurement of accuracy.mjs: prints as JSON what each kind of allocation retained on its own line, with all of them in
// one function (`one`) and each in a function of its own (`many`), where no line can be taken for another one's; and how
// many of the objects that `plant` makes were seen on their lines.
import { kindOfLine, kinds, manyFunctions, oneFunction } from '../native/test/corpus.mjs'
import { byLine, collected, evaluate, native, since } from '../native/test/harness.mjs'

const [interval, lines] = process.argv.slice(2)
const rounds = 4000
const warmUp = 30
const plantedRounds = 20_000
/** Four objects a round, one of each on lines 2 and 4, two on line 3: the array and its elements. */
const plant = `(function plant(kept, n, Point) { for (let i = 0; i < n; i++) {
kept[3 * i] = new Point(i);
kept[3 * i + 1] = [i, i];
kept[3 * i + 2] = { a: i } } })`

class Point {
  constructor(i) {
    this.i = i
  }
}

/** @returns bytes by kind */
function retainedOf(work, keep, file) {
  for (let round = 0; round < warmUp; round++) {
    work(1000)
    keep.length = 0
  }
  collected()
  const mark = native.mark()
  work(rounds)
  collected()
  const records = since(mark).filter(({ domain }) => domain !== 'code')
  const found = byLine(records, file, line => kindOfLine(line) >= 0)
  keep.length = 0
  return kinds.map((_, kind) => found.get(kind + 3)?.retained.bytes ?? 0)
}

function seenOfPlanted() {
  const work = evaluate(plant, '/accuracy/plant.js')
  for (let round = 0; round < warmUp; round++) work(new Array(3 * 1000).fill(0), 1000, Point)
  const kept = new Array(3 * plantedRounds).fill(0)
  collected()
  const mark = native.mark()
  work(kept, plantedRounds, Point)
  collected()
  const found = byLine(since(mark), '/accuracy/plant.js', line => line >= 2 && line <= 4)
  const seen = [...found.values()].reduce((sum, { retained }) => sum + retained.count, 0)
  return { seen, planted: (4 * kept.length) / 3 }
}

Error.stackTraceLimit = 1 // `new Error` keeps its frames, of which the one function has fewer
const started = native.start({ interval: Number(interval), frames: 8, lines, transparent: ['node:'], seed: 1 })
if (!started.ok) throw new Error(started.reason)
const [keepOne, keepMany] = [[], []]
const many = retainedOf(evaluate(manyFunctions(), '/accuracy/many.js')(keepMany), keepMany, '/accuracy/many.js')
const one = retainedOf(evaluate(oneFunction(), '/accuracy/one.js')(keepOne), keepOne, '/accuracy/one.js')
process.stdout.write(JSON.stringify({ one, many, ...seenOfPlanted() }))
process.reallyExit(0)
