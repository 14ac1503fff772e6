import { BroadcastChannel, isMainThread } from 'node:worker_threads'

const signal = 'SIGUSR2'
/** Only the main thread hears signals; it passes them on. */
const channelName = 'tracemalloc:dump'

/**
 * Does some work in each thread that asks for this, each time that the process is sent SIGUSR2. Keeps nothing alive.
 * @param work is told the number of the request, counted from 1
 */
export function onRequest(work: (number: number) => void): void {
  if (isMainThread) workOnSignal(work)
  else workWithMainThread(work)
}

/** What is done of one request has one number, however long the threads have been there. */
function workOnSignal(work: (number: number) => void): void {
  let number = 0
  process.on(signal, () => {
    number++
    const channel = new BroadcastChannel(channelName)
    channel.postMessage(number)
    channel.close()
    work(number)
  })
}

function workWithMainThread(work: (number: number) => void): void {
  const channel = new BroadcastChannel(channelName)
  channel.onmessage = message => work((message as { readonly data: number }).data)
  channel.unref()
}
