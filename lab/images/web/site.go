package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"sync/atomic"
	"time"
)

// site is the HTTP side: what is answered, and how it says goodbye.
type site struct {
	behaviour   behaviour
	server      *http.Server
	started     time.Time
	pod         string
	draining    atomic.Bool
	connections atomic.Int64
}

func newSite(behaviour behaviour) *site {
	hostname, err := os.Hostname()
	if err != nil {
		hostname = "unknown"
	}
	s := &site{behaviour: behaviour, started: time.Now(), pod: hostname}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /healthz", s.healthz)
	routes.HandleFunc("GET /livez", s.livez)
	routes.HandleFunc("GET /config", s.config)
	routes.HandleFunc("/", s.home)
	s.server = &http.Server{
		Addr:              fmt.Sprintf(":%d", behaviour.port),
		Handler:           s.announceClose(routes),
		ConnState:         s.count,
		ReadHeaderTimeout: 30 * time.Second,
		IdleTimeout:       5 * time.Minute,
	}
	return s
}

func (s *site) home(response http.ResponseWriter, request *http.Request) {
	time.Sleep(s.behaviour.latency)
	if rand.Float64() < s.behaviour.errorShare {
		log.Printf("error: %s %s: upstream connect error: connection reset by peer", request.Method, request.URL.Path)
		http.Error(response, "internal server error", http.StatusInternalServerError)
		return
	}
	answer(response, map[string]string{"service": s.behaviour.service, "version": s.behaviour.version, "pod": s.pod})
}

// healthz is the readiness probe: may traffic be sent here?
func (s *site) healthz(response http.ResponseWriter, _ *http.Request) {
	switch {
	case s.draining.Load():
		http.Error(response, "draining", http.StatusServiceUnavailable)
	case s.behaviour.neverReady:
		http.Error(response, "not ready: waiting for the search index", http.StatusServiceUnavailable)
	case past(s.started, s.behaviour.unreadyAfter):
		http.Error(response, "not ready: lost the connection to the cache", http.StatusServiceUnavailable)
	default:
		fmt.Fprintln(response, "ok")
	}
}

// livez is the liveness probe: would a restart help?
func (s *site) livez(response http.ResponseWriter, _ *http.Request) {
	if past(s.started, s.behaviour.hangAfter) {
		http.Error(response, "deadlocked", http.StatusInternalServerError)
		return
	}
	fmt.Fprintln(response, "ok")
}

// config shows the variables and files named by WEB_CONFIG_ENV and WEB_CONFIG_FILES, as this process sees them now.
func (s *site) config(response http.ResponseWriter, _ *http.Request) {
	env, files := map[string]string{}, map[string]string{}
	for _, name := range s.behaviour.configEnv {
		env[name] = os.Getenv(name)
	}
	for _, path := range s.behaviour.configFiles {
		content, err := os.ReadFile(path)
		if err != nil {
			http.Error(response, err.Error(), http.StatusInternalServerError)
			return
		}
		files[path] = string(content)
	}
	answer(response, map[string]any{"version": s.behaviour.version, "env": env, "files": files})
}

// announceClose tells clients of kept-alive connections, in their next answer, to come back on a new one.
// (SetKeepAlivesEnabled(false) would instead cut idle connections at once, into the next request's face.)
func (s *site) announceClose(next http.Handler) http.Handler {
	return http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		if s.draining.Load() {
			response.Header().Set("Connection", "close")
		}
		next.ServeHTTP(response, request)
	})
}

// drain serves on until every client has left for a second, or the drain time is over; then it closes gracefully.
func (s *site) drain() {
	s.draining.Store(true)
	deadline := time.Now().Add(s.behaviour.drain)
	for quietSince := time.Now(); time.Now().Before(deadline) && time.Since(quietSince) < time.Second; {
		time.Sleep(50 * time.Millisecond)
		if s.connections.Load() > 0 {
			quietSince = time.Now()
		}
	}
	last, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := s.server.Shutdown(last); err != nil {
		log.Printf("requests were cut: %v", err)
	}
}

func (s *site) count(_ net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.connections.Add(1)
	case http.StateClosed, http.StateHijacked:
		s.connections.Add(-1)
	}
}

func past(start time.Time, after time.Duration) bool { return after > 0 && time.Since(start) > after }

func answer(response http.ResponseWriter, body any) {
	response.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(response).Encode(body); err != nil {
		log.Printf("answer cut: %v", err)
	}
}
