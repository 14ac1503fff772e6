export class Money {
  constructor(
    readonly cents: number,
    readonly currency = 'EUR',
  ) {}

  plus(other: Money): Money {
    if (other.currency !== this.currency) throw new TypeError(`${this.currency} and ${other.currency} do not add`)
    return new Money(this.cents + other.cents, this.currency)
  }

  times(factor: number): Money {
    return new Money(Math.round(this.cents * factor), this.currency)
  }

  toString(): string {
    const sign = this.cents < 0 ? '-' : ''
    const [whole, rest] = [Math.floor(Math.abs(this.cents) / 100), Math.abs(this.cents) % 100]
    const grouped = String(whole).replace(/\B(?=(\d{3})+$)/g, ',')
    return `${sign}${grouped}.${String(rest).padStart(2, '0')} ${this.currency}`
  }
}
