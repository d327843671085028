/**
 * Keys are written `?`, `e`, `mod+enter` (Ctrl, or Command on a Mac), `shift+x`, or as a sequence, `g i`.
 */
export type Keys = string

const isMac = () => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)

const names: Record<string, string> = {
  shift: '⇧',
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  space: 'Space',
}

/** What stands on the keys, one after the other: `mod+enter` is `['Ctrl', '↵']`. */
export function keyNames(keys: Keys, mac = isMac()): string[] {
  return keys.split(/[+ ](?=.)/).map((key) => {
    if (key === 'mod') return mac ? '⌘' : 'Ctrl'
    if (key === 'alt') return mac ? '⌥' : 'Alt'
    return names[key] ?? key.toUpperCase()
  })
}

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** One press in the way keys are written. Shift is named only where the character does not already tell. */
export function pressOf({ key, ctrlKey, metaKey, altKey, shiftKey }: Press, mac = isMac()): string {
  const name = key === ' ' ? 'space' : key.toLowerCase()
  const isCharacter = key.length === 1 && key.toLowerCase() === key.toUpperCase()
  const parts = [
    ...((mac ? metaKey : ctrlKey) ? ['mod'] : []),
    ...(altKey ? ['alt'] : []),
    ...(shiftKey && !isCharacter ? ['shift'] : []),
    name,
  ]
  return parts.join('+')
}
