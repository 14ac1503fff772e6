// node sweep.js: what fails badly when memory runs out.
import { formatSweep, sweep } from 'tracemalloc/failmalloc'
import * as mended from './lib/mended.js'
import * as mistaken from './lib/thumbnails.js'

const picture = { name: 'oak', width: 200, height: 100 }

for (const [name, { Thumbnails }] of Object.entries({ mistaken, mended })) {
  const service = new Thumbnails()
  service.cache.set('oak', new Uint8Array(64 * 64))
  for (const work of [() => service.resize(picture).length, () => service.find('oak'), () => service.colours()]) {
    // So that there is something to allocate each time.
    const once = () => {
      const result = work()
      service.palette = undefined
      return result
    }
    console.log(`${name}: ${work}`)
    console.log(formatSweep(await sweep(once)))
  }
}

console.log('pack, in processes of its own')
const module = new URL('./lib/archive.js', import.meta.url)
console.log(formatSweep(await sweep({ module, export: 'pack', args: ['an oak'] })))
