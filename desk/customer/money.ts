/** An amount with its currency, as prices are written: "41.86 €" or "€41.86" as the reader's language has it. */
export function sayMoney(amount: number, currency: string): string {
  try {
    return new Intl.NumberFormat('en-GB', { style: 'currency', currency }).format(amount)
  } catch {
    // Not a currency that is known.
    return `${amount.toFixed(2)} ${currency}`
  }
}
