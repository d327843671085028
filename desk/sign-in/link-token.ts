import { useLocation } from '@tanstack/react-router'

/** The secret of a link stands after `#`, where it reaches neither server logs nor other sites. Empty when it is missing. */
export const useLinkToken = (): string => useLocation({ select: ({ hash }) => hash })
