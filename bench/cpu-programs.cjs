// Programs that burn CPU as tests may do: hot loops over bytes and numbers, small objects, a compiler.
const programs = {
  /** A JSON parser in JavaScript. */
  json() {
    const text = JSON.stringify(
      Array.from({ length: 400 }, (_, id) => ({
        id,
        name: `user ${id}`,
        tags: ['a', 'b', id % 7],
        score: id / 3,
        on: id % 2 === 0,
      })),
    )
    let at = 0
    const space = () => {
      while (text.charCodeAt(at) <= 32) at++
    }
    const string = () => {
      const start = ++at
      while (text.charCodeAt(at) !== 34) at++
      return text.slice(start, at++)
    }
    const number = () => {
      const start = at
      for (;;) {
        const code = text.charCodeAt(at)
        if ((code >= 48 && code <= 57) || code === 46 || code === 45 || code === 101) at++
        else return Number(text.slice(start, at))
      }
    }
    const list = (end, add) => {
      at++
      space()
      while (text[at] !== end) {
        add()
        space()
        if (text[at] === ',') at++
        space()
      }
      at++
    }
    const value = () => {
      space()
      const first = text[at]
      if (first === '{') {
        const object = {}
        list('}', () => {
          const key = string()
          space()
          at++
          object[key] = value()
        })
        return object
      }
      if (first === '[') {
        const array = []
        list(']', () => array.push(value()))
        return array
      }
      if (first === '"') return string()
      for (const [word, meaning] of [
        ['true', true],
        ['false', false],
        ['null', null],
      ]) {
        if (!text.startsWith(word, at)) continue
        at += word.length
        return meaning
      }
      return number()
    }
    let users = 0
    for (let round = 0; round < 40; round++) {
      at = 0
      users += value().length
    }
    return users
  },

  /** SHA-256 in JavaScript. */
  sha256() {
    const k = Uint32Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 2 ** 32))
    const rotate = (word, bits) => (word >>> bits) | (word << (32 - bits))
    const block = (state, words) => {
      for (let index = 16; index < 64; index++) {
        const a = words[index - 15]
        const b = words[index - 2]
        const s0 = rotate(a, 7) ^ rotate(a, 18) ^ (a >>> 3)
        const s1 = rotate(b, 17) ^ rotate(b, 19) ^ (b >>> 10)
        words[index] = (words[index - 16] + s0 + words[index - 7] + s1) | 0
      }
      let [a, b, c, d, e, f, g, h] = state
      for (let index = 0; index < 64; index++) {
        const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)
        const t1 = (h + s1 + ((e & f) ^ (~e & g)) + k[index] + words[index]) | 0
        const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)
        const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0
        ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
      }
      const next = [a, b, c, d, e, f, g, h]
      for (let index = 0; index < 8; index++) state[index] = (state[index] + next[index]) | 0
    }
    const state = new Uint32Array(8).fill(1)
    const words = new Int32Array(64)
    for (let round = 0; round < 20_000; round++) {
      words[round % 16] ^= round
      block(state, words)
    }
    return state[0]
  },

  /** A ray tracer: small vectors, one after the other. */
  rays() {
    const add = (a, b) => ({ x: a.x + b.x, y: a.y + b.y, z: a.z + b.z })
    const scale = (a, factor) => ({ x: a.x * factor, y: a.y * factor, z: a.z * factor })
    const dot = (a, b) => a.x * b.x + a.y * b.y + a.z * b.z
    const unit = a => scale(a, 1 / Math.sqrt(dot(a, a)))
    const spheres = Array.from({ length: 8 }, (_, i) => ({
      center: { x: i - 4, y: (i % 3) - 1, z: 6 + i },
      radius: 0.9,
    }))
    const light = unit({ x: 1, y: 1, z: -1 })
    const hit = (origin, way, { center, radius }) => {
      const to = add(center, scale(origin, -1))
      const along = dot(to, way)
      const distance = dot(to, to) - along * along
      return along > 0 && distance < radius * radius ? along - Math.sqrt(radius * radius - distance) : Infinity
    }
    let sum = 0
    for (let y = -100; y < 100; y++) {
      for (let x = -100; x < 100; x++) {
        const way = unit({ x: x / 100, y: y / 100, z: 1 })
        let nearest = Infinity
        let found
        for (const sphere of spheres) {
          const distance = hit({ x: 0, y: 0, z: 0 }, way, sphere)
          if (distance < nearest) {
            nearest = distance
            found = sphere
          }
        }
        if (found) sum += Math.max(0, dot(unit(add(scale(way, nearest), scale(found.center, -1))), light))
      }
    }
    return sum
  },

  /** Babel's parser on a file of its own. */
  babel() {
    const { readFileSync } = require('node:fs')
    const parser = require('@babel/parser')
    const source = readFileSync(require.resolve('@babel/parser'), 'utf8').slice(0)
    return parser.parse(source, { sourceType: 'script' }).program.body.length
  },

  /** TypeScript's compiler on its own declarations: it checks types, and writes nothing. */
  typescript() {
    const { dirname, join } = require('node:path')
    // As cpu.mjs installs it: the newest is no program in JavaScript any more.
    const main = require.resolve('typescript', { paths: [join(__dirname, '../.cache/bench/typescript')] })
    const ts = require(main)
    const options = { noEmit: true, strict: true, lib: ['lib.es2022.d.ts'], types: [] }
    const program = ts.createProgram([join(dirname(main), 'typescript.d.ts')], options)
    return ts.getPreEmitDiagnostics(program).length
  },
}

module.exports = programs
