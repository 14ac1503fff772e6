// Programs made at random that know what they keep: each puts objects into slots, each kind of them on a line of its own, in
// functions of all sorts, drops some, collects, and throws. What is alive on a line must be what the slots say.
import { kinds, prelude } from './corpus.mjs'
import { byLine, collected, evaluate, heap, native, since } from './harness.mjs'

const slots = 60
/** What a line may allocate once and keep (boilerplates, caches), and by how much its first object may be smaller than all others. */
const once = { count: 8, bytes: 4096 }
const less = { count: 0, bytes: 64 }
/** Kinds that depend on how they are come to: the depth of the stack, strict mode, the statement before (see corpus.mjs). */
const dependent = /new Error|arguments|class/

/** Ways to come to a line. Each is a function of `i` that has `expression` on a line of its own, the second. */
const ways = [
  e => `(i => {\ns[at(i)] = ${e}\n})`,
  e => `(function deep(i, n = 20) {\nif (n === 0) s[at(i)] = ${e}; else\ndeep(i, n - 1) })`,
  e => `(i => { try { fail(i) } catch {\ns[at(i)] = ${e}\n} })`,
  e => `(i => { function* g() { yield;\ns[at(i)] = ${e}\n} const it = g(); it.next(); it.next() })`,
  e => `(async i => { await null;\ns[at(i)] = ${e}\n})`,
  e => `(i => [0].forEach(() => {\ns[at(i)] = ${e}\n}))`,
  e => `(i => 'a'.replace(/a/, () => {\ns[at(i)] = ${e}\n}))`,
  e => `(i => { class C { get x() {\nreturn s[at(i)] = ${e}\n} } new C().x })`,
  e => `(i => new Promise(done => {\ns[at(i)] = ${e}; done()\n}))`,
  e => `(i => { eval("\\n" + ${JSON.stringify(`s[at(i)] = ${e}`)} + "\\n//# sourceURL=FILE") })`,
]

/** @param picks `[kind, way]` of each step */
function programOf(picks, file) {
  const steps = picks.map(([kind, way]) => ways[way](kinds[kind]).replace('FILE', `${file}.eval-${kind}-${way}`))
  return `(function (s, owner) { ${prelude}
const base = B, arr = A, json = J, text = T
const fail = i => { if (i < 0) return; throw new RangeError('planned') }
let slot = 0, step = 0
const at = () => (owner[slot] = step, slot)
const steps = [
${steps.join(',\n')}
]
return (which, where, i) => { step = which; slot = where; return steps[which](i) } })`
}

/** The lines of a program where its expressions stand, by step: `file:line`. */
function linesOf(picks, file) {
  const first = 7
  let line = first
  return picks.map(([kind, way]) => {
    const place = way === ways.length - 1 ? `${file}.eval-${kind}-${way}:2` : `${file}:${line + 1}`
    line += ways[way](kinds[kind]).split('\n').length
    return place
  })
}

/** Retained of each of these places. */
function measured(mark, places) {
  const records = heap(since(mark))
  return places.map(place => {
    const colon = place.lastIndexOf(':')
    const [file, line] = [place.slice(0, colon), Number(place.slice(colon + 1))]
    return byLine(records, file, it => it === line).get(line)?.retained ?? { count: 0, bytes: 0 }
  })
}

let programs = 0

/** What a kind keeps per object, by two measurements; undefined when that is no whole number of objects. */
async function calibrated(kind) {
  const keep = async number => {
    const file = `/calibration-${programs++}.js`
    const s = new Array(number).fill(null)
    const run = evaluate(programOf([[kind, 0]], file), file)(s, new Int32Array(number))
    const mark = native.mark()
    for (let i = 0; i < number; i++) await run(0, i, i + 1000)
    collected()
    const [retained] = measured(mark, linesOf([[kind, 0]], file))
    s.fill(null)
    return retained
  }
  const [few, many] = [await keep(20), await keep(60)]
  const count = (many.count - few.count) / 40
  const bytes = (many.bytes - few.bytes) / 40
  return count >= 1 && Number.isInteger(count) && Number.isInteger(bytes) ? { count, bytes } : undefined
}

/** Of all kinds, those that keep the same of each object. */
export async function calibrate() {
  const known = new Map()
  for (const [kind, expression] of kinds.entries()) {
    const each = dependent.test(expression) ? undefined : await calibrated(kind)
    if (each) known.set(kind, each)
  }
  return known
}

/** Runs one program; what was wrong, in lines of text. @param random below a number */
export async function tryProgram(known, random) {
  const file = `/program-${programs++}.js`
  const choice = [...known.keys()]
  const picks = Array.from({ length: 2 + random(8) }, () => [choice[random(choice.length)], random(ways.length)])
  const s = new Array(slots).fill(null)
  const owner = new Int32Array(slots).fill(-1)
  const run = evaluate(programOf(picks, file), file)(s, owner)
  const mark = native.mark()
  for (let n = 20 + random(300); n > 0; n--) {
    const slot = random(slots)
    const action = random(40)
    if (action === 0) native.collect(random(3))
    else if (action < 8) [s[slot], owner[slot]] = [null, -1]
    else await run(random(picks.length), slot, 1000 + n)
  }
  collected()
  const places = linesOf(picks, file)
  const found = measured(mark, places)
  return places.flatMap((place, step) => {
    // Steps that are alike in `eval` share a line.
    const steps = places.flatMap((other, index) => (other === place ? [index] : []))
    const alive = owner.filter(it => steps.includes(it)).length
    const each = known.get(picks[step][0])
    const excess = { count: found[step].count - alive * each.count, bytes: found[step].bytes - alive * each.bytes }
    const right = ['count', 'bytes'].every(
      what => excess[what] >= -less[what] && excess[what] <= once[what] * steps.length,
    )
    if (right) return []
    return [
      `${place}: ${kinds[picks[step][0]]} in way ${picks[step][1]}: ${alive} kept, ${excess.count} objects, ${excess.bytes} B too many`,
    ]
  })
}
