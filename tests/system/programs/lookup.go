// Asks Go's own resolver for a name's addresses; prints them, or the error.
package main

import (
	"errors"
	"fmt"
	"net"
	"os"
)

func main() {
	addresses, err := net.LookupHost(os.Args[1])
	var failed *net.DNSError
	if errors.As(err, &failed) {
		fmt.Println(failed.Err)
		os.Exit(1)
	}
	for _, address := range addresses {
		fmt.Println(address)
	}
}
