import { loadParser } from '../../../src/base/unbash'
import { checkScript } from '../../../src/script/run/check-script'
import { plainSource } from '../../../src/script/script-source'

async function refusal(text: string): Promise<string> {
  const { parse } = await loadParser()
  const source = plainSource(text)
  try {
    checkScript(parse(source.text), source)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}

describe('a command for another shell', () => {
  test.each([
    'curl.exe ^"http://x/y^" ^\n  -X POST ^\n  -H ^"a: ^\\^"b^\\^"^" ^\n  --data-raw ^"^{^\\^"a^\\^":1^}^"',
    'curl "http://x/y" ^\n  -H "a: b" ^\n  --compressed',
    'curl ^"http://x/y?a=1^&b=2^"',
    'curl "http://x/y" -H ^"a: b^"',
    'curl "http://x/y" ^\r\n  -H "a: b"',
  ])('of cmd is named: %j', async (text) => {
    expect(await refusal(text)).toContain('copied as "cURL (cmd)" for Windows')
  })

  test.each([
    'Invoke-WebRequest -UseBasicParsing -Uri "http://x/y"',
    '$session = New-Object Microsoft.PowerShell.Commands.WebRequestSession\nInvoke-WebRequest -Uri "http://x" `\n-Method "POST"',
    'curl -Uri "http://x" -Headers @{"a"="b"}',
    'curl.exe "http://x/y" `\n  -H "a: b"',
    '$r = Invoke-RestMethod -Uri http://x',
    'iwr http://x',
  ])('of PowerShell is named: %j', async (text) => {
    expect(await refusal(text)).toContain('copied for the PowerShell of Windows')
  })

  test.each([
    'curl http://x | grep "^a"',
    "curl http://x | grep '^\\(a\\)' | tr '^' '-'",
    'curl http://x -d \'{"a": "2^3"}\'',
    "curl -X POST http://x -H 'a: b' | sed 's/^ *//'",
    'curl "http://x/`echo y`"',
  ])('of bash stays: %j', async (text) => expect(await refusal(text)).toBe(''))
})

describe('options that are cut off from their curl', () => {
  test.each([
    [
      "curl -s http://x\n  -H 'a: b'\n  -d '{}'",
      'line 2: this belongs to the curl above, but line 1 does not end with \\. Put a \\ at its end.',
    ],
    [
      "curl -s http://x \\\n  # the header\n  -H 'A: b'",
      'line 3: this belongs to the curl above, but the comment in line 2 ends its command.',
    ],
    [
      "curl -s http://x \\\n\n  -H 'A: b'",
      'line 3: this belongs to the curl above, but the empty line 2 ends its command.',
    ],
    [
      "curl -s http://x \\\n  -H 'a: b' # why\n  -d '{}'",
      'line 3: this belongs to the curl above, but the comment at the end of line 2',
    ],
    ['export A=b\ncurl -s \\\n  -X POST\n  "http://x"', 'line 4: this belongs to the curl above, but line 3'],
    ['curl -s http://x\n--data @file', 'line 2: this belongs'],
    ["curl -s http://x \\ \n  -H 'a: b'", 'there are blanks after this \\'],
    ["curl -s http://x \\\t\n  -H 'a: b'", 'there are blanks after this \\'],
  ])('name the line: %j', async (text, message) => expect(await refusal(text)).toContain(message))

  test.each([
    'curl -s http://x\necho -n a',
    'curl -s http://x \\\n  -H "a: b"\n# done',
    'curl http://x | tail \\\n -1',
  ])('are not found in %j', async (text) => expect(await refusal(text)).toBe(''))
})

describe('what needs a real shell', () => {
  test.each([
    ['if true; then curl x; fi', '`if` needs a real shell'],
    ['case a in a) curl x;; esac', '`case` needs a real shell'],
    ['for a in b; do curl x; done', 'Loops need a real shell'],
    ['while true; do curl x; done', 'Loops need a real shell'],
    ['f() { curl x; }; f', 'Functions need a real shell'],
    ['[[ a = a ]] && curl x', '`[[ ]]` tests need a real shell'],
    ['(( 1 )) && curl x', '`(( ))` commands need a real shell'],
    ['a=(1 2); curl x', 'Arrays need a real shell'],
    ['time curl x', '`time` needs a real shell'],
    ['jobs; curl x', '`jobs` needs a real shell'],
    ['sleep 1 & curl x', 'Background commands (&) need a real shell'],
    ['curl x <(echo)', 'Process substitutions need a real shell'],
  ])('is said in English: %s', async (text, message) => expect(await refusal(text)).toContain(message))
})
