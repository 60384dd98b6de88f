// Command start prepares MariaDB's data folder on its first run and then becomes the server.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
)

const (
	data   = "/var/lib/mysql"
	server = "/usr/sbin/mariadbd"
	// Stands while the first run is at work: what it left when it was killed is no database.
	unfinished = data + "/.unfinished"
)

// The order of mariadb-install-db, which is a shell script and so needs more of a system than this image has.
var systemTables = []string{
	"mysql_system_tables.sql", "mysql_performance_tables.sql", "mysql_system_tables_data.sql",
	"fill_help_tables.sql", "maria_add_gis_sp_bootstrap.sql", "mysql_sys_schema.sql",
}

func main() {
	log.SetFlags(0)
	if err := start(); err != nil {
		log.Fatalf("cannot start: %v", err)
	}
}

func start() error {
	if err := prepare(); err != nil {
		return fmt.Errorf("preparing %s: %w", data, err)
	}
	account, err := accountSQL(os.Getenv)
	if err != nil {
		return err
	}
	const file = "/tmp/account.sql"
	if err := os.WriteFile(file, []byte(account), 0o600); err != nil {
		return err
	}
	return syscall.Exec(server, append([]string{server}, flags("--init-file="+file, "--bind-address=0.0.0.0")...), os.Environ())
}

func flags(more ...string) []string {
	return append([]string{
		"--no-defaults", "--datadir=" + data, "--tmpdir=/tmp", "--socket=/tmp/mysqld.sock", "--pid-file=/tmp/mysqld.pid",
		"--skip-name-resolve", "--character-set-server=utf8mb4", "--innodb-buffer-pool-size=64M", "--max-connections=100", "--log-warnings=1",
	}, more...)
}

func prepare() error {
	if _, err := os.Stat(unfinished); err == nil {
		log.Print("an earlier first run was cut short: beginning anew")
		if err := empty(); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(data, "mysql")); err == nil {
		return nil
	}
	log.Print("first run: making the system tables")
	if err := os.WriteFile(unfinished, nil, 0o600); err != nil {
		return err
	}
	readers := []io.Reader{strings.NewReader(
		"CREATE DATABASE IF NOT EXISTS mysql;\nUSE mysql;\nSET @auth_root_socket='mysql';\nSET @skip_auth_anonymous=1;\n")}
	for _, name := range systemTables {
		file, err := os.Open(filepath.Join("/usr/share/mysql", name))
		if err != nil {
			return err
		}
		defer file.Close()
		readers = append(readers, file, strings.NewReader("\n"))
	}
	bootstrap := exec.Command(server, flags("--bootstrap", "--enforce-storage-engine=",
		"--max-allowed-packet=8M", "--net-buffer-length=16K")...)
	bootstrap.Stdin = io.MultiReader(readers...)
	bootstrap.Stdout, bootstrap.Stderr = os.Stdout, os.Stderr
	if err := bootstrap.Run(); err != nil {
		return err
	}
	return os.Remove(unfinished)
}

func empty() error {
	entries, err := os.ReadDir(data)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if path := filepath.Join(data, entry.Name()); path != unfinished {
			if err := os.RemoveAll(path); err != nil {
				return err
			}
		}
	}
	return nil
}

// accountSQL makes the application's database and account, and gives it the password of this start.
func accountSQL(env func(string) string) (string, error) {
	name, user, password := env("DB_NAME"), env("DB_USER"), env("DB_PASSWORD")
	if name == "" || user == "" || password == "" {
		return "", fmt.Errorf("DB_NAME, DB_USER and DB_PASSWORD must be set")
	}
	for _, identifier := range []string{name, user} {
		if strings.ContainsAny(identifier, "`'\\\n") {
			return "", fmt.Errorf("DB_NAME and DB_USER must be plain names")
		}
	}
	quoted := "'" + strings.NewReplacer("\\", "\\\\", "'", "''", "\n", "\\n").Replace(password) + "'"
	return strings.Join([]string{
		fmt.Sprintf("CREATE DATABASE IF NOT EXISTS `%s`;", name),
		fmt.Sprintf("CREATE USER IF NOT EXISTS '%s'@'%%' IDENTIFIED BY %s;", user, quoted),
		fmt.Sprintf("ALTER USER '%s'@'%%' IDENTIFIED BY %s;", user, quoted),
		fmt.Sprintf("GRANT ALL ON `%s`.* TO '%s'@'%%';", name, user),
		"",
	}, "\n"), nil
}
