import { readFile } from 'node:fs/promises'
import ipaddr from 'ipaddr.js'
import type { CountryResponse, Reader } from 'mmdb-lib'

type Countries = Reader<CountryResponse>

/** Some megabytes each, so they are here only while visitors come. */
const UNUSED_MILLISECONDS = 10 * 60 * 1000

const opened = new Map<string, { countries: Promise<Countries>; forgetting: NodeJS.Timeout }>()

/**
 * The country of an address (ISO 3166-1) as the regional registries have given it out, looked up in a file that comes
 * with Infolett: nobody is asked. Null: a private address, or one that nobody knows.
 */
export async function findCountry(address: string): Promise<string | null> {
  if (!ipaddr.isValid(address)) return null
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return null
  const countries = await openCountries(parsed.kind())
  // Flatter than what the reader's types know.
  const found: object | null = countries.get(parsed.toString())
  return found && 'country_code' in found && typeof found.country_code === 'string' ? found.country_code : null
}

function openCountries(family: 'ipv4' | 'ipv6'): Promise<Countries> {
  const known = opened.get(family)
  known?.forgetting.refresh()
  if (known) return known.countries
  const countries = readCountries(family)
  const forget = () => void opened.delete(family)
  countries.catch(forget)
  opened.set(family, { countries, forgetting: setTimeout(forget, UNUSED_MILLISECONDS).unref() })
  return countries
}

async function readCountries(family: string): Promise<Countries> {
  const { Reader } = await import('mmdb-lib')
  const database = import.meta.resolve('@ip-location-db/geo-whois-asn-country-mmdb/package.json')
  return new Reader(await readFile(new URL(`geo-whois-asn-country-${family}.mmdb`, database)))
}
