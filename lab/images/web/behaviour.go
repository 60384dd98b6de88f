package main

import (
	"errors"
	"fmt"
	"log"
	"os"
	"strconv"
	"strings"
	"time"
)

// behaviour is everything a test can choose. Durations are Go's (`500ms`, `10s`); shares are `0.1` or `10%`.
type behaviour struct {
	service string // WEB_SERVICE: the name it answers with; default `web`
	version string // WEB_VERSION: default `dev`
	port    int    // WEB_PORT: default 8080

	startDelay    time.Duration // WEB_START_DELAY: before it listens at all
	neverReady    bool          // WEB_NEVER_READY: /healthz always fails, everything else works
	crash         bool          // WEB_CRASH: exit 3 at start, with the log of a database that is not there
	crashAfter    time.Duration // WEB_CRASH_AFTER: exit 3 this long after the start
	panicAtStart  bool          // WEB_PANIC: a Go panic with its stack at start
	exitAtStart   bool          // WEB_EXIT: exit 0 at start
	errorShare    float64       // WEB_ERROR_SHARE: this share of requests is answered 500
	latency       time.Duration // WEB_LATENCY: added to every answer
	unreadyAfter  time.Duration // WEB_UNREADY_AFTER: /healthz fails from then on
	hangAfter     time.Duration // WEB_HANG_AFTER: /livez fails from then on
	leakMBPerS    int           // WEB_LEAK_MB_PER_S: memory that grows until the container is killed
	ignoreSigterm bool          // WEB_IGNORE_SIGTERM: only SIGKILL ends it
	drain         time.Duration // WEB_DRAIN: longest wait for clients after SIGTERM; default 10s

	configEnv   []string // WEB_CONFIG_ENV: names of variables that /config shows, comma separated
	configFiles []string // WEB_CONFIG_FILES: paths of files that /config shows, comma separated
}

func behaviourFrom(env func(string) string) (behaviour, error) {
	read := reader{env: withoutServiceLinks(env)}
	chosen := behaviour{
		service: read.text("WEB_SERVICE", "web"),
		version: read.text("WEB_VERSION", "dev"),
		port:    read.number("WEB_PORT", 8080),

		startDelay:    read.duration("WEB_START_DELAY", 0),
		neverReady:    read.yes("WEB_NEVER_READY"),
		crash:         read.yes("WEB_CRASH"),
		crashAfter:    read.duration("WEB_CRASH_AFTER", 0),
		panicAtStart:  read.yes("WEB_PANIC"),
		exitAtStart:   read.yes("WEB_EXIT"),
		errorShare:    read.share("WEB_ERROR_SHARE"),
		latency:       read.duration("WEB_LATENCY", 0),
		unreadyAfter:  read.duration("WEB_UNREADY_AFTER", 0),
		hangAfter:     read.duration("WEB_HANG_AFTER", 0),
		leakMBPerS:    read.number("WEB_LEAK_MB_PER_S", 0),
		ignoreSigterm: read.yes("WEB_IGNORE_SIGTERM"),
		drain:         read.duration("WEB_DRAIN", 10*time.Second),

		configEnv:   read.list("WEB_CONFIG_ENV"),
		configFiles: read.list("WEB_CONFIG_FILES"),
	}
	return chosen, errors.Join(read.wrong...)
}

// withoutServiceLinks hides what Kubernetes sets for a Service named `web`: WEB_PORT=tcp://198.18.128.7:80.
func withoutServiceLinks(env func(string) string) func(string) string {
	return func(name string) string {
		if value := env(name); !strings.HasPrefix(value, "tcp://") {
			return value
		}
		return ""
	}
}

func (b behaviour) failAtStart() {
	switch {
	case b.crash:
		b.crashNow()
	case b.panicAtStart:
		var routes map[string]string
		routes["/"] = b.service // what a forgotten make() looks like in a log
	case b.exitAtStart:
		log.Printf("nothing to do, exiting")
		os.Exit(0)
	}
}

func (b behaviour) failLater() {
	if b.crashAfter > 0 {
		time.Sleep(b.crashAfter)
		b.crashNow()
	}
}

func (b behaviour) crashNow() {
	log.Printf("connecting to database at db.internal:5432")
	log.Printf("retrying in 100ms: dial tcp: connect: connection refused")
	time.Sleep(100 * time.Millisecond)
	log.Printf("fatal: cannot open database: connection refused")
	os.Exit(3)
}

// leaked keeps the memory reachable: the collector must not save the container.
var leaked [][]byte

func (b behaviour) leak() {
	for b.leakMBPerS > 0 {
		block := make([]byte, b.leakMBPerS<<20)
		for i := 0; i < len(block); i += 4096 {
			block[i] = 1 // untouched pages cost nothing
		}
		leaked = append(leaked, block)
		time.Sleep(time.Second)
	}
}

// reader collects everything that is wrong, so that one start tells all of it.
type reader struct {
	env   func(string) string
	wrong []error
}

func (r *reader) text(name, otherwise string) string {
	if value := r.env(name); value != "" {
		return value
	}
	return otherwise
}

func (r *reader) number(name string, otherwise int) int {
	return parsed(r, name, otherwise, strconv.Atoi)
}

func (r *reader) duration(name string, otherwise time.Duration) time.Duration {
	return parsed(r, name, otherwise, time.ParseDuration)
}

func (r *reader) yes(name string) bool { return parsed(r, name, false, strconv.ParseBool) }

func (r *reader) share(name string) float64 { return parsed(r, name, 0, parseShare) }

func (r *reader) list(name string) []string {
	if r.env(name) == "" {
		return nil
	}
	return strings.Split(r.env(name), ",")
}

func parsed[T any](r *reader, name string, otherwise T, parse func(string) (T, error)) T {
	value := r.env(name)
	if value == "" {
		return otherwise
	}
	result, err := parse(value)
	if err != nil {
		r.wrong = append(r.wrong, fmt.Errorf("%s=%q: %w", name, value, err))
	}
	return result
}

func parseShare(text string) (float64, error) {
	number, percent := strings.CutSuffix(text, "%")
	share, err := strconv.ParseFloat(number, 64)
	if percent {
		share /= 100
	}
	if err == nil && (share < 0 || share > 1) {
		err = errors.New("must be from 0 to 1, or 0% to 100%")
	}
	return share, err
}
