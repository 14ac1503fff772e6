// Makes one file of the page, with its libraries and its style: the template that `core/src/html/page-file.ts` puts data in.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { rolldown } from 'rolldown'

const pathOf = name => fileURLToPath(new URL(name, import.meta.url))
const libraries = ['preact', 'uplot', 'd3-hierarchy', '@tanstack/virtual-core']
const { resolve } = createRequire(import.meta.url)

/** Ends the element that it stands in nowhere but at its end. */
const embeddable = script => script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')

async function script() {
  const bundle = await rolldown({ input: pathOf('dist/main.js'), platform: 'browser' })
  const { output } = await bundle.generate({ format: 'iife', minify: true })
  return `${licences()}\n${embeddable(output[0].code)}`
}

/** All of these licences ask to stand beside the code. */
const licences = () => libraries.map(name => `/*! ${name}\n${licenceOf(name).replaceAll('*/', '* /')}\n*/`).join('\n')

function licenceOf(name) {
  let folder = dirname(resolve(name))
  while (!folder.endsWith(join('node_modules', name))) folder = dirname(folder)
  const file = readdirSync(folder).find(it => /^licen[cs]e/i.test(it))
  return readFileSync(join(folder, file), 'utf8').trim()
}

const style = () =>
  [resolve('uplot/dist/uPlot.min.css'), pathOf('src/page.css')].map(file => readFileSync(file, 'utf8')).join('\n')

const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** Only what is built in runs, and nothing is loaded from anywhere. */
const policy = (code, css) => `default-src 'none'; script-src ${hash(code)}; style-src ${hash(css)}; img-src data:`

const [code, css] = [await script(), style()]
const parts = { '%POLICY%': policy(code, css), '/*STYLE*/': css, '/*SCRIPT*/': code }
const template = readFileSync(pathOf('src/template.html'), 'utf8')
const page = template.replace(/%POLICY%|\/\*(?:STYLE|SCRIPT)\*\//g, name => parts[name])
const target = pathOf('../core/dist/html/page.html')
mkdirSync(dirname(target), { recursive: true })
writeFileSync(target, page)
