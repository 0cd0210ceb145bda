-- Asks the questions of the file named in QUESTIONS, one after another, from a place of its own.
local questions = {}
for line in io.lines(os.getenv("QUESTIONS")) do table.insert(questions, line) end
local at = math.random(#questions)
local headers = { ["content-type"] = "application/json", ["accept"] = "application/json" }
request = function()
  at = at % #questions + 1
  return wrk.format("POST", nil, headers, questions[at])
end
-- Milliseconds that each connection rests between an answer and its next question.
local pace = tonumber(os.getenv("PACE") or "")
if pace then delay = function() return pace end end
done = function(summary, latency)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"wrong":%d}\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
