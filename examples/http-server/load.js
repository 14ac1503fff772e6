// Visitors that search: `node load.js [address] [visits]`.
const [address = 'http://localhost:3000', visits = '2000'] = process.argv.slice(2)
const searches = ['oak', 'brass lamp', 'wool', 'glass table', 'clock']

for (let visitor = 0; visitor < Number(visits); visitor++) {
  const q = encodeURIComponent(searches[visitor % searches.length])
  const response = await fetch(`${address}/search?q=${q}&visitor=${visitor}`)
  await response.json()
}
console.log(`${visits} visits`)
