#!/usr/bin/env bash
# Runs a compiled NFUnitTest on a nanoCLR and counts its results.
#
#   tests/emulator.sh [--nanoclr COMMAND] [--timeout SECONDS] [--expect N] FOLDER
#
# FOLDER holds the .pe files: those of tests/UnitTests and of all they reference, with nanoFramework.UnitTestLauncher.pe.
# COMMAND is nanoclr (the .NET tool; the default when it is on PATH), or that of a POSIX host of nf-interpreter, words and all.
# --expect makes it a failure when not exactly N tests had a result: the launcher itself does not say that it reached its end.
# Exit code: 0 all passed; 1 a test failed, or the CLR crashed, hung or refused an assembly; 2 wrong call or a file is missing.
set -uo pipefail

fail() {
  echo "emulator: $1" >&2
  exit "${2:-1}"
}

nanoclr=
limit=300
expect=
folder=
while [ $# -gt 0 ]; do
  case $1 in
    --nanoclr) nanoclr=${2:?} && shift 2 ;;
    --timeout) limit=${2:?} && shift 2 ;;
    --expect) expect=${2:?} && shift 2 ;;
    -*) fail "unknown option $1; see the head of $0" 2 ;;
    *) [ -z "$folder" ] || fail "one folder is enough: $1" 2; folder=$1 && shift ;;
  esac
done
[ -n "$folder" ] || fail "give the folder with the .pe files; see the head of $0" 2
if [ -z "$nanoclr" ]; then
  command -v nanoclr >/dev/null || fail "no nanoclr on PATH (dotnet tool install -g nanoclr), and none given with --nanoclr" 2
  nanoclr=nanoclr
fi

# mscorlib first, the launcher last; the rest as its references go.
files=()
for name in mscorlib nanoFramework.System.Text nanoFramework.M2Mqtt.Core nanoFramework.TestFramework NanoMqttDevice.Core NFUnitTest \
  nanoFramework.UnitTestLauncher; do
  [ -f "$folder/$name.pe" ] || fail "missing assembly: $folder/$name.pe" 2
  files+=("$folder/$name.pe")
done

read -ra command <<<"$nanoclr"
[ "$(basename "${command[-1]}" .exe)" = nanoclr ] && command+=(run --assemblies)

log=$(mktemp)
trap 'rm -f "$log"' EXIT
timeout --kill-after=5 "$limit" "${command[@]}" "${files[@]}" </dev/null >"$log" 2>&1
code=$?

count() { grep -c "^Test $1," "$log"; }
passed=$(count passed)
failed=$(count failed)
skipped=$(count skipped)
wrong=0
grep "^Test failed," "$log"

complain() {
  echo "emulator: $1" >&2
  wrong=1
}

[ $code -eq 124 ] || [ $code -eq 137 ] && complain "the CLR did not end within $limit s"
[ $code -gt 124 ] && [ $code -ne 137 ] && complain "the CLR crashed (exit code $code)"
[ $code -ne 0 ] && [ $code -lt 124 ] && complain "the CLR ended with exit code $code"
grep -qiE "checksum|failed to load|cannot find assembly|link failure|unresolved" "$log" && complain "the CLR refused an assembly:" &&
  grep -iE "checksum|failed to load|cannot find assembly|link failure|unresolved" "$log" | head -n 5 >&2
[ $((passed + failed + skipped)) -eq 0 ] && complain "no test ran" && tail -n 20 "$log" >&2
[ -n "$expect" ] && [ $((passed + failed + skipped)) -ne "$expect" ] &&
  complain "$expect tests should have a result; the launcher did not reach its end after: $(grep "^Test " "$log" | tail -n 1 | cut -d, -f2)"

echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ $wrong -eq 0 ]
