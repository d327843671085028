/** Where everybody can have an address, by the first part of their names: blocking all of them would shut out customers. */
const SHARED = new Set(
  `gmail googlemail outlook hotmail live msn yahoo ymail icloud aol gmx web proton protonmail tutanota zoho mail bk inbox
  yandex rambler hot online neti suhtlus apollo delfi takas telia elisanet kolumbus luukku suomi24 saunalahti wp onet
  seznam libero wanadoo laposte t-online freenet`.split(/\s+/),
)

export const isSharedDomain = (domain: string): boolean => SHARED.has(domain.toLowerCase().split('.')[0] ?? '')
