// Tests of the published package yaml: of its parser, its documents and its output.
import { test } from '../test-source.mjs'

// One list for all: a file of tests has several of these topics.
const names =
  'isMap, isSeq, Lexer, LineCounter, parse, parseAllDocuments, parseDocument, stringify, visit, YAMLParseError'
const imports = [`import { ${names} } from 'yaml'`, "import { orders } from '../src/orders.js'"]

export const spec = 'yaml@2.9.1'

export const topics = [
  {
    name: 'round trips',
    imports,
    test: (below, index) =>
      test(
        `keeps what it has written, ${index}`,
        `    const data = orders(${below(1e6)}, ${5 + below(15)})
    expect(parse(stringify(data))).toEqual(data)
    expect(parse(stringify(data, { collectionStyle: 'flow', indent: ${1 + below(6)} }))).toEqual(data)`,
      ),
  },
  {
    name: 'documents',
    imports,
    test: (below, index) =>
      test(
        `edits a document, ${index}`,
        `    const text = '# all orders\\n' + stringify(orders(${below(1e6)}, ${5 + below(10)}))
    const document = parseDocument(text)
    expect(document.errors).toEqual([])
    expect(isSeq(document.contents)).toBe(true)
    document.setIn([0, 'customer', 'name'], 'changed')
    document.addIn([1, 'items'], { sku: 'new', count: ${below(9)}, price: 1.5 })
    document.deleteIn([2, 'note'])
    expect(document.getIn([0, 'customer', 'name'])).toBe('changed')
    expect(isMap(document.getIn([1], true))).toBe(true)
    expect(String(document)).toContain('# all orders')
    expect(document.toJS()[2]).not.toHaveProperty('note')`,
      ),
  },
  {
    name: 'errors',
    imports,
    test: (below, index) =>
      test(
        `says where it is wrong, ${index}`,
        `    const good = stringify(orders(${below(1e6)}, ${4 + below(8)}))
    const counter = new LineCounter()
    const { errors } = parseDocument(good + '- id: [1, 2\\n- "open', { lineCounter: counter })
    expect(errors.length).toBeGreaterThan(0)
    expect(errors[0]).toBeInstanceOf(YAMLParseError)
    expect(counter.linePos(errors[0].pos[0]).line).toBeGreaterThan(good.split('\\n').length - 1)`,
      ),
  },
  {
    name: 'anchors',
    imports,
    test: (below, index) =>
      test(
        `writes what is shared once, ${index}`,
        `    const [shared, ...others] = orders(${below(1e6)}, ${3 + below(6)})
    const text = stringify(others.map(order => ({ order, template: shared })))
    expect(text.match(/&a1/g)).toHaveLength(1)
    const read = parse(text)
    expect(read[0].template).toBe(read[1].template)
    const merged = parse('base: &b { x: 1, y: 2 }\\nmore:\\n  <<: *b\\n  y: ${below(99)}', { merge: true })
    expect(merged.more).toEqual({ x: 1, y: merged.more.y })`,
      ),
  },
  {
    name: 'streams',
    imports,
    test: (below, index) =>
      test(
        `reads documents one after another, ${index}`,
        `    const all = orders(${below(1e6)}, ${5 + below(10)})
    const documents = parseAllDocuments(all.map(order => stringify(order)).join('---\\n'))
    expect(documents).toHaveLength(all.length)
    documents.forEach((document, index) => expect(document.toJS()).toEqual(all[index]))`,
      ),
  },
  {
    name: 'visitors',
    imports,
    test: (below, index) =>
      test(
        `walks over all nodes, ${index}`,
        `    const text = stringify(orders(${below(1e6)}, ${5 + below(8)}))
    expect([...new Lexer().lex(text)].join('')).toContain('sku')
    const document = parseDocument(text)
    let scalars = 0
    visit(document, { Scalar(key, node) {
      scalars++
      if (key === 'value' && node.value === true) node.value = 'yes'
    } })
    expect(scalars).toBeGreaterThan(20)
    expect(String(document)).not.toMatch(/paid: true/)`,
      ),
  },
]
