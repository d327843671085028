import { hueOf, initialsOf } from './initials.ts'

type AvatarProps = {
  name: string
  /** Decides the hue; an id lasts longer than a name. */
  seed?: string
  size?: 'xs' | 'sm' | 'md' | 'lg'
  isSquare?: boolean
  /** In the place of the initials. */
  photoUrl?: string | null
  /** A dot that says they are here now. */
  isOnline?: boolean
}

/** A photo, else initials on a calm hue. The name stands beside it, so it is silent for screen readers. */
export function Avatar({ name, seed = name, size = 'md', isSquare = false, photoUrl, isOnline = false }: AvatarProps) {
  return (
    <span aria-hidden="true" className="relative inline-flex shrink-0">
      {photoUrl ? (
        <img src={photoUrl} alt="" className={`${sizes[size]} rounded-full object-cover`} />
      ) : (
        <span
          className={`avatar-hue-${hueOf(seed)} inline-flex items-center justify-center font-semibold select-none ${sizes[size]} ${isSquare ? 'rounded' : 'rounded-full'}`}
        >
          {initialsOf(name) || '?'}
        </span>
      )}
      {isOnline && (
        <span className="absolute -right-px -bottom-px size-2.5 rounded-full border-2 border-surface bg-online" />
      )}
    </span>
  )
}

const sizes = {
  xs: 'size-5 text-[0.5625rem]',
  sm: 'size-6 text-[0.625rem]',
  md: 'size-8 text-xs',
  lg: 'size-10 text-base',
}
