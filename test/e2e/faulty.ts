import type { RunResult } from '@tracemalloc/core'

/** Declares `keep`, whose objects live as long as their file. */
export const keeping = `const kept = []
const keep = () => { for (let i = 0; i < 1000; i++) kept.push({ i }) }
`

/** Hooks of all kinds that throw, with the globals that Vitest and Jest have in common. */
export const throwingHooks = `${keeping}
const fail = name => { throw new Error(name) }
const failLater = async name => { await null; fail(name) }

describe('before all', () => {
  beforeAll(() => failLater('in beforeAll'))
  it('never begins', keep)
})
describe('before each', () => {
  beforeEach(() => fail('in beforeEach'))
  it('never begins either', keep)
})
describe('after each', () => {
  afterEach(() => failLater('in afterEach'))
  it('keeps', keep)
  it('keeps more', keep)
})
describe('after all', () => {
  afterAll(() => fail('in afterAll'))
  it('keeps as well', keep)
})
describe('after all, later', () => {
  afterAll(() => failLater('in the other afterAll'))
  it('keeps again', keep)
})
afterAll(() => failLater('at the end of the file'))
it('keeps at last', keep)
`

export const errorsOfHooks = [
  'in beforeAll',
  'in beforeEach',
  'in afterEach',
  'in afterAll',
  'in the other afterAll',
  'at the end of the file',
]

/** How these tests end, and how many thousands of objects each keeps. */
export const endsOfThrowingHooks = {
  'before each > never begins either': ['failed', 0],
  'after each > keeps': ['failed', 1],
  'after each > keeps more': ['failed', 1],
  'after all > keeps as well': ['passed', 1],
  'after all, later > keeps again': ['passed', 1],
  'keeps at last': ['passed', 1],
}

/** Realms besides the one of the tests; `vm` is in scope. What Node must be asked for is used where it is there. */
export const sandboxes = `${keeping}
const context = vm.createContext({ kept, vm })
it('nests contexts', () => {
  for (let depth = 0, inner = context; depth < 20; depth++) {
    vm.runInContext('for (let i = 0; i < 50; i++) kept.push({ i })', inner)
    inner = vm.runInContext('vm.createContext({ kept, vm })', inner)
  }
  expect(kept.length).toBe(1000)
})
;(vm.SourceTextModule ? it : it.skip)('links modules of a context', async () => {
  const module = new vm.SourceTextModule('for (let i = 0; i < 1000; i++) kept.push({ i })', { context })
  await module.link(() => undefined)
  await module.evaluate()
  expect(kept.length).toBe(2000)
})
;(typeof ShadowRealm === 'function' ? it : it.skip)('has shadow realms', () => {
  const realms = Array.from({ length: 10 }, () => new ShadowRealm())
  for (const realm of realms) {
    realm.evaluate('globalThis.kept = []; for (let i = 0; i < 1000; i++) kept.push({ i })')
    expect(realm.evaluate('it => kept.push(it)')(1)).toBe(1001)
    expect(() => realm.evaluate('throw new Error()')).toThrow()
  }
})
it('keeps', keep)
`

/** Of each test of a file: how it ended, and how many thousands of objects it keeps. */
export const endsOf = (run: RunResult, file: string): Record<string, readonly [state: string, thousands: number]> =>
  Object.fromEntries(
    (run.files.find(found => found.file === file)?.tests ?? []).map(({ name, state, retained }) => [
      name,
      [state, Math.floor(retained.count / 1000)],
    ]),
  )
