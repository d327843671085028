import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moveDates } from './dates-in-texts.ts'

const moved: [text: string, days: number, after: string][] = [
  ['hiljemalt reedel, 9. oktoobril', 7, 'hiljemalt reedel, 16. oktoobril'],
  ['tellimusega 48041 13. septembrist', 20, 'tellimusega 48041 3. oktoobrist'],
  ['oodata 18.–20. novembril', 3, 'oodata 21.–23. novembril'],
  ['Vastuse saate hiljemalt 16. detsembriks.', 30, 'Vastuse saate hiljemalt 15. jaanuariks.'],
  ['на складе с 3 октября, сегодня', 1, 'на складе с 4 октября, сегодня'],
  ['broneering 81,41 € vabastati 23.09.', 14, 'broneering 81,41 € vabastati 07.10.'],
  ['jo 29.10. alkaen', 5, 'jo 3.11. alkaen'],
  ['Viidud 9.11, vana madrats', 7, 'Viidud 16.11, vana madrats'],
]

test('dates in what people wrote move with the conversation, in the way they were written', () => {
  for (const [text, days, after] of moved) assert.equal(moveDates(text, days), after)
})

test('times, amounts and sizes are no dates', () => {
  const texts = [
    '29. kl 9.10 kohal',
    'läks täna kell 11.20',
    '109.00 € back',
    '80.95 € and 7.6 kg',
    '8–10',
    '119.11 eurot',
  ]
  for (const text of texts) assert.equal(moveDates(text, 40), text)
})
