import { create } from 'qrcode'

/** Dark on white whatever the theme: cameras expect it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  const lines = Array.from({ length: modules.size }, (_, row) => row)
  const side = modules.size + 8
  const path = lines
    .flatMap((row) => lines.filter((column) => modules.get(row, column)).map((column) => `M${column} ${row}h1v1h-1z`))
    .join('')
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-4 -4 ${side} ${side}`}
      className="size-44 self-center rounded"
      shapeRendering="crispEdges"
    >
      <rect x={-4} y={-4} width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
