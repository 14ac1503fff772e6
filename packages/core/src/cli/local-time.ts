/** `2026-11-22 13:45:00` */
export function localTime(date: Date): string {
  const shifted = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return shifted.toISOString().slice(0, 'yyyy-mm-dd hh:mm:ss'.length).replace('T', ' ')
}
