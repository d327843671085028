import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import '#platform/http/validation.ts'
import { invalidInput, type Problem } from '#platform/problems.ts'

type Frame = { type: string }
export type ReadFrame = { value: Frame; ref: number | null } | { problem: Problem; ref: number | null }

/** A reader for the frames of a door: JSON that fits the schema of its `type`, or a problem naming field and rule. */
export function readFrames({ anyOf }: { anyOf: TSchema[] }): (text: string) => ReadFrame {
  const checks = new Map(anyOf.map((schema) => [typeOf(schema), Compile(schema)]))
  return (text) => {
    const value = parse(text)
    const ref = refOf(value)
    const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined
    const check = typeof type === 'string' ? checks.get(type) : undefined
    if (!check)
      return {
        ref,
        problem: invalidInput({ errors: [{ field: 'type', rule: `must be one of ${[...checks.keys()].join(', ')}` }] }),
      }
    if (check.Check(value)) return { ref, value: value as Frame }
    return { ref, problem: invalidInput({ errors: [describe(check.Errors(value)[0])] }) }
  }
}

type Violation = { keyword: string; instancePath: string; params: object; message: string }

function describe(violation: Violation | undefined): { field: string; rule: string } {
  const { keyword, instancePath, params, message } = violation ?? {
    keyword: '',
    instancePath: '',
    params: {},
    message: 'is not valid',
  }
  const missing =
    'requiredProperties' in params && Array.isArray(params.requiredProperties) ? params.requiredProperties : []
  const field = [...instancePath.split('/').slice(1), ...missing.slice(0, 1)].join('.').slice(0, 200) || 'frame'
  if (missing.length > 0) return { field, rule: 'is required' }
  // A field that the schema does not name.
  if (keyword === 'boolean') return { field, rule: 'is not known here' }
  return { field, rule: message }
}

function typeOf(schema: TSchema): string {
  const found = (schema as { properties?: { type?: { const?: unknown } } }).properties?.type?.const
  if (typeof found === 'string') return found
  throw new Error('A frame needs a literal type')
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refOf(value: unknown): number | null {
  if (typeof value !== 'object' || value === null || !('ref' in value)) return null
  return Number.isSafeInteger(value.ref) ? Number(value.ref) : null
}
