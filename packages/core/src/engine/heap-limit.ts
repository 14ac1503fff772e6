/** What is to be told when an isolate's heap is full, right before V8 ends the process. */
export interface HeapLimit {
  /**
   * @param path of a file that is written then
   * @param announce print it to standard error instead, as nobody will read the file; that stays where lines are not known
   */
  watch(path: string, announce: boolean): void
  /** What runs from here on, by names that shall stand in that file. */
  running(file: string, test: string): void
}
