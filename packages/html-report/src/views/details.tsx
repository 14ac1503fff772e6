import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { change } from '../state/store.js'

/** What is known of one test or site. Escape closes it. */
export function Details({ title, children }: { title: string; children: ComponentChildren }) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') change({ selected: '' })
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <section class="details" aria-label={title}>
      <header>
        <h2>{title}</h2>
        <button type="button" aria-label="Close" onClick={() => change({ selected: '' })}>
          ×
        </button>
      </header>
      {children}
    </section>
  )
}
