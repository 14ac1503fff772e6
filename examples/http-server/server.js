// A shop's search. `npm start` runs it under tracemalloc, `npm run load` in a second terminal sends visitors; every ten
// seconds the line that leaks is on top.
import { createServer } from 'node:http'
import { Answers } from './lib/answers.js'
import { Catalogue } from './lib/catalogue.js'

const catalogue = new Catalogue()
const answers = new Answers()

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://localhost')
  if (url.pathname !== '/search') return response.writeHead(404).end()
  const words = (url.searchParams.get('q') ?? '').split(' ')
  const found = answers.find(request.url, () => catalogue.search(words))
  response.setHeader('content-type', 'application/json').end(JSON.stringify({ words, found }))
})

server.listen(Number(process.env.PORT ?? 3000), () => {
  console.log(`http://localhost:${server.address().port}/search?q=oak`)
})
