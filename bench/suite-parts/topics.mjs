// What the generated tests are about: each topic gives the source of one test, varied by numbers drawn below a limit by `random`.
import { test } from '../test-source.mjs'

const range = (length, make) => Array.from({ length }, (_, index) => make(index))

const calculator = {
  name: 'calculator',
  imports: ["import { evaluate, parse } from '../src/calculator.js'"],
  test(random, index) {
    const terms = range(5 + random(20), () => `${1 + random(99)}${['+', '-', '*'][random(3)]}(x-${random(9)})`)
    const source = `${terms.join('+')}+max(${random(9)},y,${random(9)})`
    return test(
      `evaluates expression ${index}`,
      `    const tree = parse('${source}')
    for (let x = 0; x < ${5 + random(20)}; x++) {
      const expected = new Function('x', 'y', 'max', 'return ${source}')(x, 3, Math.max)
      expect(evaluate(tree, { x, y: 3 })).toBeCloseTo(expected)
    }
    expect(() => parse('${source} +')).toThrow(SyntaxError)`,
    )
  },
}

const cart = {
  name: 'cart',
  imports: ["import { Cart } from '../src/cart.js'", "import { Money } from '../src/money.js'"],
  setup: `  let cart: Cart
  beforeEach(() => { cart = new Cart() })`,
  test(random, index) {
    const items = 5 + random(30)
    return test(
      `adds up ${items} items, ${index}`,
      `    const added = vi.fn()
    cart.on('added', added)
    let expected = 0
    for (let i = 0; i < ${items}; i++) {
      const price = new Money(100 + i * ${1 + random(50)})
      cart.add({ id: 'item-' + (i % ${10 + random(90)}), name: \`Item \${i}\`, price, tags: ['t' + (i % 5), 'all'] })
      expected += 1
    }
    expect(added).toHaveBeenCalledTimes(expected)
    expect(cart.total().cents).toBeGreaterThan(0)
    expect(cart.total(item => (item.tags.includes('t1') ? 0.5 : 0)).cents).toBeLessThan(cart.total().cents)
    expect([...cart.byTag().get('all') ?? []]).toHaveLength(cart.size)
    expect(cart.remove('item-0')).toBe(true)
    expect(String(cart.total())).toMatch(/EUR$/)`,
    )
  },
}

const cache = {
  name: 'cache',
  imports: ["import { Lru } from '../src/lru.js'"],
  test(random, index) {
    const capacity = 10 + random(100)
    return test(
      `keeps ${capacity} entries, ${index}`,
      `    const cache = new Lru<string, { key: string; parts: string[] }>(${capacity})
    const make = vi.fn((key: string) => ({ key, parts: key.split('-') }))
    for (let i = 0; i < ${50 + random(200)}; i++) cache.get('key-' + ((i * 7) % ${capacity + random(50)}), make)
    expect(cache.misses).toBe(make.mock.calls.length)
    expect(cache.keys().length).toBeLessThanOrEqual(${capacity})
    expect(cache.get('key-1', make)).toEqual({ key: 'key-1', parts: ['key', '1'] })`,
    )
  },
}

const store = {
  name: 'store',
  imports: ["import { type Action, initial, reduce, visible } from '../src/store.js'"],
  test(random, index) {
    const steps = 5 + random(25)
    return test(
      `reduces ${steps} actions, ${index}`,
      `    const actions: Action[] = Array.from({ length: ${steps} }, (_, i) =>
      i % 3 === 2 ? { type: 'toggle', id: i - 1 } : { type: 'add', title: \`todo number \${i}\` })
    const states = [initial]
    for (const action of actions) states.push(reduce(states.at(-1) ?? initial, action))
    const last = states.at(-1) ?? initial
    expect(states).toHaveLength(${steps + 1})
    expect(visible({ ...last, filter: 'open' }).length + visible({ ...last, filter: 'done' }).length).toBe(last.todos.length)
    expect(reduce(last, { type: 'clear' }).todos.every(todo => !todo.done)).toBe(true)
    expect(JSON.parse(JSON.stringify(last))).toEqual(last)`,
    )
  },
}

const words = 'memory budget test leaves nothing behind quick brown fox jumps over lazy dogs'.split(' ')

const text = {
  name: 'text',
  imports: ["import { markdown, render, slug, wordCounts, wrap } from '../src/text.js'"],
  test(random, index) {
    const sentence = range(30 + random(60), () => words[random(words.length)]).join(' ')
    return test(
      `formats text ${index}`,
      `    const source = Array.from({ length: ${2 + random(8)} }, (_, i) => \`# Title \${i}\\n\\n${sentence} **bold \${i}** [link](/\${i})\`).join('\\n\\n')
    const html = markdown(source)
    expect(html).toContain('<h1>Title 1</h1>')
    expect(html.match(/<b>/g)?.length).toBe(html.match(/<a /g)?.length)
    const lines = wrap(source, ${30 + random(60)})
    expect(lines.join(' ').split(' ').length).toBeGreaterThan(10)
    expect([...wordCounts(source)].sort((a, b) => b[1] - a[1])[0]?.[1]).toBeGreaterThan(0)
    expect(render('Hello {{ name }}, {{count}} new', { name: 'Ada', count: 7 })).toBe('Hello Ada, 7 new')
    expect(slug('Crème Brûlée & Co ' + ${index})).toBe('creme-brulee-co-${index}')`,
    )
  },
}

const json = {
  name: 'json',
  imports: ["import { list, number, object, string } from '../src/schema.js'"],
  test(random, index) {
    const rows = 5 + random(30)
    return test(
      `round trips ${rows} rows, ${index}`,
      `    const rows = Array.from({ length: ${rows} }, (_, i) => ({ id: i, name: 'row ' + i, scores: [i, i * 2, i % 7], nested: { a: 'x'.repeat(i % 20) } }))
    const copy = JSON.parse(JSON.stringify({ rows }))
    expect(copy).toEqual({ rows })
    const row = object({ id: number, name: string, scores: list(number), nested: object({ a: string }) })
    expect(object({ rows: list(row) })(copy, '$')).toEqual([])
    copy.rows[3].nested = { a: 1, b: 2 }
    expect(object({ rows: list(row) })(copy, '$')).toEqual(['$.rows[3].nested.b: unknown', '$.rows[3].nested.a: a string was expected'])
    expect(structuredClone(rows.slice(0, 10))).toStrictEqual(rows.slice(0, 10))`,
    )
  },
}

const graph = {
  name: 'graph',
  imports: ["import { Graph } from '../src/graph.js'"],
  test(random, index) {
    const size = 3 + random(5)
    return test(
      `finds ways on a ${size} by ${size} grid, ${index}`,
      `    const graph = new Graph()
    for (let x = 0; x < ${size}; x++) {
      for (let y = 0; y < ${size}; y++) {
        if (x > 0) graph.connect(\`\${x},\${y}\`, \`\${x - 1},\${y}\`, 1 + ((x * y) % ${1 + random(5)}))
        if (y > 0) graph.connect(\`\${x},\${y}\`, \`\${x},\${y - 1}\`, 1 + ((x + y) % ${1 + random(5)}))
      }
    }
    const { cost, path } = graph.shortest('0,0', '${size - 1},${size - 1}')
    expect(path.at(-1)).toBe('${size - 1},${size - 1}')
    expect(cost).toBeGreaterThanOrEqual(path.length - 1)
    expect(graph.shortest('0,0', 'nowhere').cost).toBe(Number.POSITIVE_INFINITY)`,
    )
  },
}

const matrix = {
  name: 'matrix',
  imports: ["import { identity, multiply, transpose } from '../src/matrix.js'"],
  test(random, index) {
    const size = 3 + random(6)
    return test(
      `multiplies ${size} rows, ${index}`,
      `    const a = Array.from({ length: ${size} }, (_, i) => Array.from({ length: ${size} }, (_, j) => i * 1.5 - j))
    expect(multiply(a, identity(${size}))).toEqual(a)
    expect(transpose(transpose(a))).toEqual(a)
    expect(transpose(multiply(a, transpose(a)))).toEqual(multiply(a, transpose(a)))`,
    )
  },
}

const service = {
  name: 'service',
  imports: ["import { pause, UserService } from '../src/service.js'"],
  test(random, index) {
    const users = 3 + random(20)
    return test(
      `fetches ${users} users, ${index}`,
      `    const fetch = vi.fn(async (path: string) => {
      await pause()
      const id = Number(path.split('/').at(-1))
      if (id < 0) throw new RangeError('no user ' + id)
      return JSON.stringify({ id, name: 'User ' + id, email: \`user\${id}@example.org\` })
    })
    const service = new UserService(fetch)
    const ids = Array.from({ length: ${users} }, (_, i) => i % ${5 + random(40)})
    const names = await service.names(ids)
    expect(names).toEqual(ids.map(id => 'User ' + id))
    expect(fetch.mock.calls.length).toBeLessThanOrEqual(new Set(ids).size)
    await expect(service.user(-1)).rejects.toThrow('no user -1')`,
      'async ',
    )
  },
}

const collections = {
  name: 'collections',
  imports: [],
  test(random, number) {
    const size = 50 + random(400)
    return test(
      `groups ${size} records, ${number}`,
      `    const people = Array.from({ length: ${size} }, (_, i) => ({ id: i, age: (i * 37) % 90, city: 'city' + (i % 17), tags: new Set(['a' + (i % 3), 'b' + (i % 5)]) }))
    const byCity = new Map<string, typeof people>()
    for (const person of people) byCity.set(person.city, [...(byCity.get(person.city) ?? []).slice(-50), person])
    expect(byCity.size).toBe(17)
    const ages = people.filter(person => person.tags.has('a1')).map(person => person.age).sort((a, b) => a - b)
    expect(ages[0]).toBe(Math.min(...ages))
    const index = Object.fromEntries(people.map(person => [person.id, person]))
    expect(index[${random(50)}]).toMatchObject({ city: expect.stringMatching(/^city/) })
    const bytes = new Uint8Array(${1024 << random(5)}).map((_, i) => i)
    expect(Buffer.from(bytes).toString('base64').length).toBeGreaterThan(bytes.length)`,
    )
  },
}

const mocks = {
  name: 'mocks',
  imports: ["import { Emitter } from '../src/emitter.js'"],
  test(random, index) {
    const calls = 5 + random(40)
    return test(
      `spies on ${calls} calls, ${index}`,
      `    const emitter = new Emitter<{ tick: { n: number } }>()
    const spy = vi.spyOn(emitter, 'emit')
    const listener = vi.fn(({ n }: { n: number }) => n * 2)
    const off = emitter.on('tick', listener)
    for (let n = 0; n < ${calls}; n++) emitter.emit('tick', { n })
    expect(spy).toHaveBeenCalledTimes(${calls})
    expect(listener).toHaveBeenLastCalledWith({ n: ${calls - 1} })
    expect(listener.mock.results.every(result => result.type === 'return')).toBe(true)
    off()
    expect(emitter.emit('tick', { n: 0 })).toBe(0)`,
    )
  },
}

const dates = {
  name: 'time',
  imports: [],
  test(random, index) {
    const delay = 10 + random(1000)
    return test(
      `waits ${delay} ms of fake time, ${index}`,
      `    vi.useFakeTimers({ now: ${1.7e12 + random(1e9)} })
    try {
      const started = Date.now()
      const order: string[] = []
      for (let i = 0; i < ${20 + random(50)}; i++) setTimeout(() => order.push('timer ' + i), ${delay} + i)
      await vi.advanceTimersByTimeAsync(${delay * 2 + 100})
      expect(order[0]).toBe('timer 0')
      expect(Date.now() - started).toBe(${delay * 2 + 100})
      expect(new Date(started).toISOString()).toMatch(/^20/)
    } finally {
      vi.useRealTimers()
    }`,
      'async ',
    )
  },
}

export const topics = [calculator, cart, cache, store, text, json, graph, matrix, service, collections, mocks, dates]
