#!/bin/bash
# The dev container runs this once, when it has been made: what CONTRIBUTING.md tells to set up, and a kernel with magics from
# the first cell.
set -euo pipefail
cd "$(dirname "$0")/.."

npm ci --no-audit --no-fund
node scripts/setup.mjs
node dist/cli.js install --name tslab
node dist/cli.js install
