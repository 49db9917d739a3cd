/**
 * Commands that were copied for another shell than bash: the cmd and the PowerShell of Windows. Their quoting means
 * something else to bash, so they are named before anything is sent.
 */
import { ScriptError, type Source } from '../script-error'

const CURL = /(?:^|[\s;&|])curl(?:\.exe)?["']?\s/
/** `^"…^"` and `^` at the end of a line are quotes and continuations of cmd; a `^` alone may be part of a pattern. */
const CMD = /(?:^|[\s:=,{[])(\^["'{}%&])|\^\\\^"|\s(\^)[ \t]*(?=\n)/
const POWERSHELL =
  /(?:^|[\s;|=])(Invoke-WebRequest|Invoke-RestMethod|iwr|irm)(?=\s)|\s(-(?:Uri|Headers @\{|UseBasicParsing|Method "))|\s(`)[ \t]*(?=\n)/i

const ADVICE = 'Copy it as cURL (bash) instead'

/**
 * Refuses a command of Windows.
 *
 * @throws ScriptError at its first mark.
 */
export function checkOrigin(source: Source): void {
  const { text } = source
  const cmd = CURL.test(text) ? CMD.exec(text) : null
  if (cmd) {
    const mark = cmd[1] ?? cmd[2] ?? cmd[0]
    const pos = cmd.index + cmd[0].indexOf(mark)
    const message = `this was copied as "cURL (cmd)" for Windows, where ^ quotes. ${ADVICE}, or take each ^ away and end lines with \\.`
    throw new ScriptError(message, source, pos, pos + mark.length)
  }
  const power = POWERSHELL.exec(text)
  const mark = power?.[1] ?? power?.[2] ?? (CURL.test(text) ? power?.[3] : undefined)
  if (power === null || mark === undefined) return
  const pos = power.index + power[0].indexOf(mark)
  const message = `this was copied for the PowerShell of Windows. ${ADVICE}; in bash a line goes on after \\, and headers are -H "Name: value".`
  throw new ScriptError(message, source, pos, pos + mark.length)
}
