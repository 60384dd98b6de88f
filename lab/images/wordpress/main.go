// Command start readies WordPress (its content folder, its database's tables) and then becomes Apache.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"log"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

const (
	bundled = "/usr/share/wordpress-content"
	content = "/var/www/html/wp-content"
	apache  = "/usr/sbin/apache2"
)

func main() {
	log.SetFlags(0)
	if err := start(); err != nil {
		log.Fatalf("cannot start: %v", err)
	}
}

func start() error {
	if err := copyMissing(bundled, content); err != nil {
		return fmt.Errorf("filling %s: %w", content, err)
	}
	if err := awaitDatabase(os.Getenv("DB_HOST"), time.Minute); err != nil {
		return err
	}
	install := exec.Command("/usr/bin/php", "/lab/install.php")
	install.Stdout, install.Stderr = os.Stdout, os.Stderr
	if err := install.Run(); err != nil {
		return fmt.Errorf("installing WordPress: %w", err)
	}
	return syscall.Exec(apache, []string{apache, "-D", "FOREGROUND", "-f", "/lab/apache.conf"}, os.Environ())
}

// copyMissing fills an empty volume with the themes and plugins of the image; what is there stays as it is.
func copyMissing(from, to string) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		target := filepath.Join(to, strings.TrimPrefix(path, from))
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if _, err := os.Stat(target); !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(target, text, 0o644)
	})
}

func awaitDatabase(host string, patience time.Duration) error {
	if host == "" {
		return errors.New("DB_HOST must be set")
	}
	address := host
	if !strings.Contains(host, ":") {
		address = host + ":3306"
	}
	for until := time.Now().Add(patience); ; time.Sleep(500 * time.Millisecond) {
		connection, err := net.DialTimeout("tcp", address, 2*time.Second)
		if err == nil {
			return connection.Close()
		}
		if time.Now().After(until) {
			return fmt.Errorf("cannot reach the database: %w", err)
		}
		log.Printf("waiting for the database: %v", err)
	}
}
