import { formatSize } from '@tracemalloc/core/page'
import { useEffect, useRef } from 'preact/hooks'
import uPlot from 'uplot'
import type { MemoryLine } from '../data/timeline.js'
import { drawCollections } from './collection-marks.js'

const height = 420
/** Boundaries closer to each other than this hide the lines. */
const nearest = 3
/** In pixels, how far the pointer may be off. */
const aim = 4

interface ChartProps {
  readonly line: MemoryLine
  readonly isDark: boolean
  /** The moment that the pointer is at, and how many seconds around it are too close to be told apart. */
  readonly onPoint: (seconds: number | undefined, near: number) => void
}

/** Draws memory over time on a canvas. */
export function TimelineChart({ line, isDark, onPoint }: ChartProps) {
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const target = element.current
    if (!target) return
    const data = [line.time, line.heap, line.buffers].map(column => [...column]) as [number[], number[], number[]]
    const plot = new uPlot(optionsOf(line, target, onPoint), data, target)
    const observer = new ResizeObserver(() => plot.setSize({ width: target.clientWidth, height }))
    observer.observe(target)
    return () => {
      observer.disconnect()
      plot.destroy()
    }
  }, [line, isDark])
  return (
    <div class="chart" ref={element} role="img" aria-label="Heap and buffer memory and garbage collections over time" />
  )
}

function optionsOf(line: MemoryLine, target: HTMLElement, onPoint: ChartProps['onPoint']): uPlot.Options {
  const colour = (name: string): string => colourOf(name, target)
  const axis = {
    stroke: colour('--dim'),
    grid: { stroke: colour('--line'), width: 1 },
    ticks: { stroke: colour('--line'), width: 1 },
  }
  return {
    width: target.clientWidth,
    height,
    scales: { x: { time: false }, y: { range: (_, __, most) => [0, Math.max(1024, most * 1.1)] } },
    axes: [
      { ...axis, values: (_, ticks) => ticks.map(seconds => `${Number(seconds.toFixed(4))} s`) },
      { ...axis, size: 80, incrs: powersOfTwo, values: (_, ticks) => ticks.map(bytes => formatSize(bytes)) },
    ],
    series: [
      { label: 'time', value: (_, seconds) => (seconds === null ? '' : `${seconds.toFixed(3)} s`) },
      { ...series('heap', colour('--heap')), fill: colour('--heap-fill') },
      series('buffers', colour('--buffers')),
    ],
    hooks: {
      drawAxes: [plot => drawSpans(plot, line, colour('--band'), colour('--line'))],
      draw: [plot => drawCollections(plot, line.collections, kind => colour(`--gc-${kind}`))],
      setCursor: [
        ({ cursor: { left = -1 }, posToVal }) => {
          const at = posToVal(left, 'x')
          onPoint(left < 0 ? undefined : at, posToVal(left + aim, 'x') - at)
        },
      ],
    },
  }
}

const series = (label: string, stroke: string): uPlot.Series => ({
  label,
  stroke,
  width: 1.5,
  points: { show: false },
  paths: uPlot.paths.linear?.() as uPlot.Series.PathBuilder,
  value: (_, bytes) => (bytes === null ? '' : formatSize(bytes)),
})

const powersOfTwo = Array.from({ length: 40 }, (_, power) => 2 ** power)

/** Custom properties can be made of others: only a property that uses one knows the colour. */
function colourOf(name: string, beside: HTMLElement): string {
  const probe = document.createElement('i')
  probe.style.color = `var(${name})`
  beside.append(probe)
  const { color } = getComputedStyle(probe)
  probe.remove()
  return color
}

/** Every other one as a band; where there are too many of them, none. */
function drawSpans({ ctx, bbox, valToPos, scales }: uPlot, { spans }: MemoryLine, band: string, edge: string): void {
  const { min = 0, max = 0 } = scales.x ?? {}
  const seen = spans.filter(({ start, end }) => end >= (min ?? 0) && start <= (max ?? 0))
  if (seen.length === 0 || bbox.width / seen.length < nearest) return
  ctx.save()
  ctx.beginPath()
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height)
  ctx.clip()
  for (const [index, { start, end }] of seen.entries()) {
    const [left, right] = [valToPos(start, 'x', true), valToPos(end, 'x', true)]
    ctx.fillStyle = index % 2 === 0 ? band : 'transparent'
    ctx.fillRect(left, bbox.top, right - left, bbox.height)
    ctx.fillStyle = edge
    ctx.fillRect(left, bbox.top, 1, bbox.height)
  }
  ctx.restore()
}
