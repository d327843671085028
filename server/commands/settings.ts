import { describeSettings } from '#platform/settings.ts'

export async function listSettings(): Promise<void> {
  console.log(describeSettings())
}
