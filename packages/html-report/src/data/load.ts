import type { ReportData } from '@tracemalloc/core/page'

/** Unpacks what stands in the page: gzipped JSON, in Base64. */
export async function loadReport(element: Element | null): Promise<ReportData> {
  const packed = element?.textContent?.trim() ?? ''
  const stream = new Blob([bytesOf(packed)]).stream().pipeThrough(new DecompressionStream('gzip'))
  return (await new Response(stream).json()) as ReportData
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64)
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}
