// Command smoke-test asks a canary, and the stable pods beside it, as the Job of a canary's check is told to.
package main

import (
	"fmt"
	"net/http"
	"os"
	"time"
)

const requests = 30

func main() {
	client := http.Client{Timeout: 5 * time.Second}
	for _, name := range []string{"RELEASE_STABLE_URL", "RELEASE_CANARY_URL"} {
		for range requests {
			if err := ask(client, os.Getenv(name)); err != nil {
				fmt.Printf("%s: %v\n", name, err)
				os.Exit(1)
			}
		}
		fmt.Printf("%s: %d answers\n", name, requests)
	}
}

func ask(client http.Client, url string) error {
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("answered %d", response.StatusCode)
	}
	return nil
}
