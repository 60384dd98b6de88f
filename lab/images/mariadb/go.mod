module release-lab/mariadb

go 1.24
