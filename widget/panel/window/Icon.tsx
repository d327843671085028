/** Outlines from Lucide (ISC licence), drawn in the colour of the text. */
const outlines = {
  attach:
    'm16 6-8.414 8.586a2 2 0 0 0 2.829 2.829l8.414-8.586a4 4 0 1 0-5.657-5.657l-8.379 8.551a6 6 0 1 0 8.485 8.485l8.379-8.551',
  back: 'm15 18-6-6 6-6',
  bot: 'M12 8V4H8M6 8h12a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2M2 14h2m16 0h2m-7-1v2m-6-2v2',
  close: 'M18 6 6 18M6 6l12 12',
  down: 'M12 5v14m7-7-7 7-7-7',
  file: 'M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2zM14 2v5a1 1 0 0 0 1 1h5',
  send: 'm5 12 7-7 7 7m-7 7V5',
  waiting: 'M12 6v6l4 2M12 2a10 10 0 1 0 0 20 10 10 0 1 0 0-20',
  warning: 'm21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3M12 9v4m0 4h.01',
}

export function Icon({ name }: { name: keyof typeof outlines }) {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d={outlines[name]} />
    </svg>
  )
}
