// Command load runs wrk against a URL and prints one line of JSON: every request that was sent, and how each
// one that failed did so. SIGINT and SIGTERM end it early; the line is printed all the same.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type settings struct {
	url         string
	duration    time.Duration
	connections int
	rate        int
	keepAlive   bool
	timeout     time.Duration
	wait        time.Duration
	script      string
}

// result is the line that is printed. A request that was answered 4xx or 5xx counts as sent and as failed.
type result struct {
	Sent   int `json:"sent"`
	OK     int `json:"ok"`
	Failed int `json:"failed"`
	Errors struct {
		Connect int `json:"connect"`
		Read    int `json:"read"`
		Write   int `json:"write"`
		Status  int `json:"status"`
		Timeout int `json:"timeout"`
	} `json:"errors"`
	P50Ms       float64 `json:"p50Ms"`
	P90Ms       float64 `json:"p90Ms"`
	P99Ms       float64 `json:"p99Ms"`
	MaxMs       float64 `json:"maxMs"`
	Seconds     float64 `json:"seconds"`
	Connections int     `json:"connections"`
	KeepAlive   bool    `json:"keepAlive"`
}

// report is what load.lua writes; times in microseconds.
type report struct {
	Completed, Micros                     int
	Connect, Read, Write, Status, Timeout int
	P50, P90, P99, Max                    float64
}

func main() {
	chosen, err := parse(os.Args[1:])
	if err == nil {
		err = run(chosen)
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		fmt.Fprintf(os.Stderr, "load: %v\n", err)
		os.Exit(1)
	}
}

func parse(arguments []string) (settings, error) {
	var chosen settings
	flags := flag.NewFlagSet("load", flag.ContinueOnError)
	flags.StringVar(&chosen.url, "url", "", "where to send requests: http://host:port/path")
	flags.DurationVar(&chosen.duration, "duration", 30*time.Second, "how long, unless a signal ends it")
	flags.IntVar(&chosen.connections, "connections", 10, "connections at once")
	flags.IntVar(&chosen.rate, "rate", 200, "requests a second over all connections; 0 is as many as go")
	flags.BoolVar(&chosen.keepAlive, "keep-alive", false, "many requests a connection; default: a new one each")
	flags.DurationVar(&chosen.timeout, "timeout", 5*time.Second, "a request without an answer by then has failed")
	flags.DurationVar(&chosen.wait, "wait", 10*time.Second, "longest wait for the first connection, before the load begins")
	flags.StringVar(&chosen.script, "script", "/load.lua", "path of load.lua")
	if err := flags.Parse(arguments); err != nil {
		return chosen, err
	}
	switch {
	case flags.NArg() > 0:
		return chosen, fmt.Errorf("unknown argument %q", flags.Arg(0))
	case !strings.HasPrefix(chosen.url, "http://"):
		return chosen, fmt.Errorf("-url %q must begin with http://", chosen.url)
	case chosen.connections < 1 || chosen.rate < 0 || chosen.duration < time.Second:
		return chosen, errors.New("-connections and -duration must be at least 1 and 1s, -rate at least 0")
	}
	return chosen, nil
}

func run(chosen settings) error {
	// Listening begins before anything runs: a signal must never end us without a report.
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	if wanted, err := awaitServer(chosen, signals); err != nil {
		return err
	} else if !wanted {
		return json.NewEncoder(os.Stdout).Encode(summary(chosen, report{}))
	}
	pause := 0
	if chosen.rate > 0 {
		pause = int(math.Round(1000 * float64(chosen.connections) / float64(chosen.rate)))
	}
	var output bytes.Buffer
	wrk := exec.Command("wrk", "--threads", "1", "--connections", strconv.Itoa(chosen.connections),
		"--duration", seconds(chosen.duration), "--timeout", seconds(chosen.timeout), "--script", chosen.script, chosen.url)
	wrk.Env = append(os.Environ(), fmt.Sprintf("LOAD_KEEP_ALIVE=%t", chosen.keepAlive), fmt.Sprintf("LOAD_PAUSE_MS=%d", pause))
	wrk.Stdout, wrk.Stderr = &output, &output
	wrk.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL} // Ctrl-C reaches it through us only
	if err := wrk.Start(); err != nil {
		return err
	}
	go func() {
		for range signals {
			_ = wrk.Process.Signal(syscall.SIGINT) // wrk's own way to end early and still report
		}
	}()
	failure := wrk.Wait()
	_, line, found := strings.Cut(output.String(), "LOAD ")
	if !found {
		return fmt.Errorf("wrk did not report (%v): %s", failure, strings.TrimSpace(output.String()))
	}
	var told report
	if err := json.NewDecoder(strings.NewReader(line)).Decode(&told); err != nil {
		return fmt.Errorf("wrk's report: %w", err)
	}
	return json.NewEncoder(os.Stdout).Encode(summary(chosen, told))
}

// awaitServer waits until the address accepts a connection: a new Service takes a moment to be known everywhere.
// It returns false when a signal ended the wait.
func awaitServer(chosen settings, signals <-chan os.Signal) (bool, error) {
	target, err := url.Parse(chosen.url)
	if err != nil {
		return false, err
	}
	address := target.Host
	if target.Port() == "" {
		address = net.JoinHostPort(target.Hostname(), "80")
	}
	until := time.Now().Add(chosen.wait)
	for {
		connection, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			return true, connection.Close()
		}
		if time.Now().After(until) {
			return false, fmt.Errorf("nobody answers: %w", err)
		}
		select {
		case <-signals:
			return false, nil
		case <-time.After(100 * time.Millisecond):
		}
	}
}

func summary(chosen settings, told report) result {
	var total result
	unanswered := told.Connect + told.Read + told.Write + told.Timeout
	total.Sent = told.Completed + unanswered
	total.OK = told.Completed - told.Status
	total.Failed = total.Sent - total.OK
	total.Errors.Connect, total.Errors.Read, total.Errors.Write = told.Connect, told.Read, told.Write
	total.Errors.Status, total.Errors.Timeout = told.Status, told.Timeout
	total.P50Ms, total.P90Ms, total.P99Ms, total.MaxMs = told.P50/1000, told.P90/1000, told.P99/1000, told.Max/1000
	total.Seconds = float64(told.Micros) / 1e6
	total.Connections, total.KeepAlive = chosen.connections, chosen.keepAlive
	return total
}

// seconds rounds up: wrk takes whole ones.
func seconds(duration time.Duration) string {
	return fmt.Sprintf("%ds", int(math.Ceil(duration.Seconds())))
}
