// Package zonitetest starts Zonite, a local emulator of Azure private DNS, on free ports for a test. It needs only the standard library:
// copy it into your module.
package zonitetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sort"
	"strings"
	"testing"
	"time"
)

// startTimeout is how long a server may take to be ready.
const startTimeout = 10 * time.Second

// endTimeout is how long it may take to stop before it is killed.
const endTimeout = 5 * time.Second

// Zonite is a running server; it ends with its test.
type Zonite struct {
	t         testing.TB
	addresses map[string]string
}

// Start serves a configuration until the test ends. It runs the program in $ZONITE_BIN, or else zonite on the path. If the server does
// not start, the test fails and shows the server's standard error.
func Start(t testing.TB, config string) *Zonite {
	t.Helper()
	binary := os.Getenv("ZONITE_BIN")
	if binary == "" {
		binary = "zonite"
	}
	ready := filepath.Join(t.TempDir(), "ready.json")
	var log bytes.Buffer
	command := exec.Command(binary, "serve", "--config", config, "--listen", "127.0.0.1:0", "--ready-file", ready)
	command.Stderr = &log
	if err := command.Start(); err != nil {
		t.Fatalf("zonite: %v; install it, or set ZONITE_BIN to the program", err)
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	stop := func() {
		_ = command.Process.Signal(os.Interrupt)
		select {
		case <-ended:
		case <-time.After(endTimeout):
			_ = command.Process.Kill()
			<-ended
		}
	}
	deadline := time.After(startTimeout)
	for {
		addresses, err := read(ready)
		if err == nil {
			t.Cleanup(stop)
			return &Zonite{t: t, addresses: addresses}
		}
		if !errors.Is(err, os.ErrNotExist) {
			stop()
			t.Fatalf("zonite: %v", err)
		}
		select {
		case err := <-ended:
			t.Fatalf("zonite ended: %v\n%s", err, log.String())
		case <-deadline:
			stop()
			t.Fatalf("zonite was not ready within %v\n%s", startTimeout, log.String())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// Address returns host and port of a listener, the same for UDP and TCP.
func (z *Zonite) Address(listener string) string {
	z.t.Helper()
	address, found := z.addresses[listener]
	if !found {
		var known []string
		for name := range z.addresses {
			known = append(known, name)
		}
		sort.Strings(known)
		z.t.Fatalf("there is no listener %q; there is: %s. A network has one if the configuration gives it listen = [\"127.0.0.1:0\"]",
			listener, strings.Join(known, ", "))
	}
	return address
}

// Resolver returns a resolver that asks only this listener. Ask it for names with a dot at their end, so that no search list is
// used.
func (z *Zonite) Resolver(listener string) *net.Resolver {
	z.t.Helper()
	address := z.Address(listener)
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		var dialer net.Dialer
		return dialer.DialContext(ctx, network, address)
	}
	return &net.Resolver{PreferGo: true, Dial: dial}
}

func read(ready string) (map[string]string, error) {
	text, err := os.ReadFile(ready)
	if err != nil {
		return nil, err
	}
	var addresses map[string]string
	if err := json.Unmarshal(text, &addresses); err != nil {
		return nil, fmt.Errorf("%s: %w", ready, err)
	}
	return addresses, nil
}
