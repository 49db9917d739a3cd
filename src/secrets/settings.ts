/**
 * Settings that stand under a secret-looking name: addresses, files, sockets. Pure; knows nothing of what is registered.
 */

/**
 * Tells whether what stands under a secret-looking name is a setting all the same: an address without credentials, a
 * socket, a file that need not be there yet.
 *
 * @param name - Name of a variable or a field.
 * @param value - What it holds.
 */
export function isSetting(name: string, value: string): boolean {
  return isOpenAddress(name, value) || isFileName(name, value)
}

function isOpenAddress(name: string, value: string): boolean {
  if (!/^https?:\/\/[^\s@?#]*$/i.test(value)) return false
  // A part that looks random may be the secret of a webhook.
  return (
    /_(?:URL|URI|ENDPOINT|HOST|BASE|ISSUER)$/i.test(name) ||
    !/\/[^/]*\d[^/]*[A-Za-z][^/]{8,}/.test(value.slice(8))
  )
}

/** Random base64 may begin with a slash, but has no full stop. */
function isFileName(name: string, value: string): boolean {
  const rooted = /^(?:\/|~\/|\.{1,2}\/|[A-Za-z]:[\\/])/.test(value)
  if (rooted && /(?:SOCK|PATH|FILE|DIR|HOME|ASKPASS|XAUTHORITY)$/i.test(name)) return true
  if (rooted) return /^[^+=\n]*[\\/][^\\/+=\n]*\.[a-z][a-z0-9]{0,9}$/i.test(value)
  return /^[\w .@/\\-]{1,200}\.(?:json|pem|key|pub|crt|cer|p12|pfx|jks|txt|ya?ml|toml|ini|env|db|sqlite)$/i.test(
    value,
  )
}
