// npm run bench [-- suite | allocation | instructions | cpu | buffers | snapshots | html | baseline | accuracy | scale | startup | guard] [options]: see the head of each file for its options.
const [name = 'suite', ...rest] = process.argv.slice(2)
const [bench, args] = name.startsWith('-') ? ['suite', [name, ...rest]] : [name, rest]
const known = [
  'suite',
  'allocation',
  'instructions',
  'cpu',
  'buffers',
  'snapshots',
  'html',
  'baseline',
  'accuracy',
  'scale',
  'startup',
  'guard',
]
if (known.includes(bench)) await (await import(`./${bench}.mjs`)).main(args)
else {
  console.error(`Unknown benchmark ${bench}: one of ${known.join(', ')}`)
  process.exitCode = 1
}
