import { memo } from 'react'
import { pieces } from './links.ts'

/** What somebody wrote, as they broke their lines, with its web addresses as links. */
export const Words = memo(function Words({ text }: { text: string }) {
  return (
    <p dir="auto" className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {pieces(text).map((piece, index) =>
        piece.type === 'text' ? (
          piece.text
        ) : (
          <a
            // biome-ignore lint/suspicious/noArrayIndexKey: a text does not change its pieces
            key={index}
            href={piece.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            className="text-accent underline underline-offset-2"
          >
            {piece.text}
          </a>
        ),
      )}
    </p>
  )
})
