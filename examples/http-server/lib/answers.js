/** Remembers what was found, so that a search is made once. */
export class Answers {
  #byUrl = new Map()

  find(url, search) {
    let answer = this.#byUrl.get(url)
    if (answer === undefined) {
      // The leak of this example: addresses tell the visitor (`&visitor=17`), so that no two are alike. Nothing is found
      // again, and nothing is ever forgotten.
      answer = search().map(({ id, name, cents }) => ({ id, name, price: `${cents / 100} €` }))
      this.#byUrl.set(url, answer)
    }
    return answer
  }
}
