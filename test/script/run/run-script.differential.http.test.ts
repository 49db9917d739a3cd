import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  CaseRunner,
  compareOutcomes,
  type CaseFile,
  type CurlExpectation,
} from '../../curl/support/curl-cases'
import { someOf } from '../../support/extent'
import { hasRealPrograms } from '../../curl/support/real-shell'

const HOST = 'https://api.llm.example'
const CHAT = `${HOST}/v1/chat/completions`

/** Scripts around curl, as documentation and notebooks write them; also what goes wrong in them. */
const SCRIPTS: readonly string[] = [
  `RESPONSE=$(curl -s ${HOST}/v1/models)\necho "$RESPONSE"`,
  `RESPONSE=$(curl -s ${HOST}/v1/models); echo $RESPONSE | python3 -m json.tool --sort-keys`,
  `STATUS=$(curl -s -o out.json -w '%{http_code}' ${HOST}/status/404)\necho "status: $STATUS"\ncat out.json`,
  `curl -sf ${HOST}/status/500 || echo "failed with $?"`,
  `curl -sf ${HOST}/status/500 && echo fine; echo "then $?"`,
  `curl -sf ${HOST}/v1/models > /dev/null && echo up || echo down`,
  `if_up=yes; ! curl -sf ${HOST}/status/503; echo "$if_up $?"`,
  `curl -s ${HOST}/v1/models | tee models.json | head -c 10; echo; wc -c < models.json`,
  `curl -s ${HOST}/v1/models | python -m json.tool --indent 2`,
  `curl -s ${HOST}/v1/models | python3 -m json.tool --no-ensure-ascii --compact`,
  `curl -s ${HOST}/v1/models | grep -o '"method":"[A-Z]*"'`,
  `curl -s ${HOST}/v1/models | grep -c method`,
  `curl -s ${HOST}/v1/models | jq -r .path`,
  `curl -s ${HOST}/v1/models | jq '{ok, n: (.bytes + 1)}'`,
  `curl -s ${HOST}/v1/models | jq -c '.'`,
  `curl -s ${HOST}/v1/models | base64 | base64 -d`,
  `curl -s ${HOST}/v1/models | sed 's/true/false/' | tr -d '\\n' | wc -c`,
  `curl -s ${HOST}/v1/models | tail -n 1`,
  `curl -sN ${HOST}/sse | grep '^data: ' | head -2`,
  `curl -sN ${HOST}/sse | sed -u 's/^data: //' | grep -v DONE | jq -j '.choices[0].delta.content // empty'`,
  `curl -sN ${HOST}/sse | while_is_not_here=1 cat -`,
  `BODY=$(cat <<'EOF'\n{"model": "m", "messages": []}\nEOF\n)\ncurl -s ${CHAT} -H 'Content-Type: application/json' -d "$BODY"`,
  `read_me=body.json; curl -s ${HOST}/v1/x -d @$read_me -H "Content-Type: application/json"`,
  `curl -s ${HOST}/v1/x -d @- < body.json`,
  `cat body.json | curl -s ${HOST}/v1/x --data-binary @-`,
  `curl -s ${HOST}/v1/x --data-binary @- <<< "$(cat prompt.txt)"`,
  `curl -s ${HOST}/v1/x --json "$(printf '{"text": "%s"}' "it's")"`,
  `curl -s ${HOST}/v1/x --json "$(jq -n --arg t "two \\"quotes\\"" '{text: $t}')"`,
  `curl -s ${HOST}/v1/x -F "file=@$(echo audio.mp3)" -F 'model=w'`,
  `export API_KEY='k-1'\nexport HOST_NAME=api.llm.example\ncurl -s "https://$HOST_NAME/v1/x" -H "X-Key: $API_KEY"`,
  `API_KEY=k-2 sh -c 'echo "child has $API_KEY"'; echo "shell has [$API_KEY]"`,
  `API_KEY=k-3 curl -s ${HOST}/v1/x -H "X-Key: $API_KEY"`,
  `set -e\ncurl -sf ${HOST}/status/401\necho never`,
  `set -euo pipefail\ncurl -sf ${HOST}/status/401 | cat\necho never`,
  `set -o pipefail; curl -sf ${HOST}/status/401 | cat; echo "code $?"`,
  `curl -sf ${HOST}/status/401 | cat; echo "code $?"`,
  `curl -s ${HOST}/v1/a; echo; curl -s ${HOST}/v1/b # second`,
  `curl -s ${HOST}/v1/{a,b}/x`,
  `curl -s "${HOST}/v1/{a,b}/x"`,
  `for_each=1; curl -s ${HOST}/v1/[1-2] -o 'out_#1.json' && cat out_1.json out_2.json`,
  `curl -s ${HOST}/v1/x -o "file with blank.json" && ls *.json`,
  `curl -sO ${HOST}/v1/files/data.json && cat data.json`,
  `mkdir -p out && cd out && curl -sO ${HOST}/v1/files/data.json && pwd | sed 's#.*/##' && ls`,
  `(cd /tmp && curl -s ${HOST}/v1/x) && cat prompt.txt`,
  `{ curl -s ${HOST}/v1/a; curl -s ${HOST}/v1/b; } | wc -l`,
  `{ curl -s ${HOST}/v1/a; echo done; } > both.txt; cat both.txt`,
  `curl -s ${HOST}/v1/a > a.txt 2>&1; curl -s ${HOST}/v1/b >> a.txt; cat a.txt`,
  `curl -sS https://nowhere.invalid:1/ 2> err.txt; echo "code $?"; cat err.txt | wc -l`,
  `curl -s nope://x; echo "code $?"`,
  `curl -s "${HOST}/{{ID}}"; echo "code $?"`,
  `curl -s ${HOST}/v1/x -F file=@missing.bin; echo "code $?"`,
  `curl --nonsense ${HOST}/; echo "code $?"`,
  `curl -s < missing.txt ${HOST}/; echo "code $?"`,
  `missing_program | cat; echo "code $?"`,
  `URL=${HOST}/v1/x; curl -s "\${URL%/x}/y"; curl -s "\${URL/v1/v2}"`,
  `ID=42; curl -s "${HOST}/v1/items/$((ID + 1))"`,
  `MODEL="a/b c"; curl -s -G "${HOST}/v1/x" --data-urlencode "model=$MODEL"`,
  `curl -s ${HOST}/v1/x -H "X-Date: $(date +%Y | wc -c)"`,
  `curl -s ${HOST}/v1/x -H 'X-Quote: it'"'"'s'`,
  `curl -s ${HOST}/v1/x -d $'a\\nb\\tc' -H "X: \${UNSET_ONE-none}"`,
  `curl -s ${HOST}/v1/x \\\n  -H 'A: 1' \\\n  -H 'B: 2'\n\ncurl -s ${HOST}/v1/y`,
  `curl -sI ${HOST}/v1/x | head -1`,
  `curl -si ${HOST}/status/204`,
  `curl -s -w '\\n%{http_code} %{size_download}\\n' ${HOST}/v1/x`,
  `curl -s -w '%{url_effective}\\n' -o /dev/null -L ${HOST}/redirect/2`,
  `curl -s -D headers.txt -o /dev/null ${HOST}/v1/x; head -1 headers.txt`,
  `curl -s ${HOST}/download/model.bin | wc -c`,
  `curl -s ${HOST}/download/model.bin -o m.bin; base64 m.bin`,
  `test -f prompt.txt && curl -s ${HOST}/v1/x --data-urlencode text@prompt.txt`,
  `[ -n "$NOTHING" ] || curl -s ${HOST}/v1/x`,
  `printf '%s\\n' a b | curl -s ${HOST}/v1/x -T -`,
  `seq 3 | tail -n +2 | head -1; exit 7`,
]

const compares = hasRealPrograms()
const files = JSON.parse(readFileSync(join(__dirname, '../../fixtures/curl/files.json'), 'utf8')) as Record<
  string,
  CaseFile
>

;(compares ? describe : describe.skip)('a script beside the real bash 5.2 and curl 7.88.1', () => {
  let runner: CaseRunner
  beforeAll(async () => {
    const sni = ['api.llm.example', 'nowhere.invalid']
    const hosts = sni.map((name) => ({ requests: [{ sni: name }] }) as unknown as CurlExpectation)
    runner = await CaseRunner.start(files, hosts)
  })
  afterAll(() => runner.close())

  test.each(someOf(SCRIPTS))('gives the same: %s', async (command) => {
    const entry = { name: command, command, env: {} }
    const expected = await runner.runReal(entry)
    expect(compareOutcomes({ ...expected, name: command }, await runner.run(entry))).toEqual([])
  })
})
