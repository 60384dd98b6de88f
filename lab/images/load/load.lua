-- How wrk sends and what it reports, chosen by variables that the `load` command sets.

if os.getenv("LOAD_KEEP_ALIVE") ~= "true" then
  wrk.headers["Connection"] = "close"
end

local pause = tonumber(os.getenv("LOAD_PAUSE_MS") or "0")
if pause > 0 then
  math.randomseed(os.time())
  -- Spread by a fifth each way: in step, all connections would send at once and then all be silent.
  function delay()
    return math.floor(pause * (0.8 + 0.4 * math.random()) + 0.5)
  end
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format(
    'LOAD {"completed":%d,"micros":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d,' ..
      '"p50":%d,"p90":%d,"p99":%d,"max":%d}\n',
    summary.requests, summary.duration, errors.connect, errors.read, errors.write, errors.status, errors.timeout,
    latency:percentile(50), latency:percentile(90), latency:percentile(99), latency.max
  ))
end
