package lab

import (
	"context"
	"errors"
	"net"
	"testing"
	"time"

	"zonite.example/lab/zonitetest"
)

func ask(t *testing.T, zonite *zonitetest.Zonite, network, name string) ([]net.IP, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	return zonite.Resolver(network).LookupIP(ctx, "ip4", name)
}

func TestTheHubSeesThePrivateAddressAndTheSpokeWasNeverLinked(t *testing.T) {
	zonite := zonitetest.Start(t, "../lab.toml")
	for network, want := range map[string]string{"hub": "10.1.0.5", "spoke": "203.0.113.10", "internet": "203.0.113.10"} {
		addresses, err := ask(t, zonite, network, "contoso.azurecr.io.")
		if err != nil || len(addresses) != 1 || addresses[0].String() != want {
			t.Errorf("from %s: %v, %v; want %s", network, addresses, err, want)
		}
	}
}

func TestANameThatIsNotThere(t *testing.T) {
	zonite := zonitetest.Start(t, "../lab.toml")
	_, err := ask(t, zonite, "hub", "nobody.privatelink.azurecr.io.")
	var failure *net.DNSError
	if !errors.As(err, &failure) || !failure.IsNotFound {
		t.Errorf("got %v, want no such host", err)
	}
}
