-- What wrk asks for and tells: the paths of a file in turn, when one is given, and one line of JSON at the end.

local threads = 0

function setup(thread)
  -- Each thread begins elsewhere in the list, so that they do not ask for the same page together.
  thread:set("first", threads * 97)
  threads = threads + 1
end

function init(args)
  if args[1] == nil then
    return
  end
  local requests = {}
  for path in io.lines(args[1]) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
  local at = first
  request = function()
    at = at % #requests + 1
    return requests[at]
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format(
    '\nRESULT {"requests":%d,"microseconds":%d,"bytes":%d,"failed":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, summary.bytes, failed,
    latency:percentile(50), latency:percentile(99)))
end
